//! French spacing, the same in every output.
//!
//! Only ordinary spaces that the writer typed are turned into no-break ones, and guillemets
//! get the inner spaces that they lack. Nothing else changes: code never comes here, and
//! addresses, times and identifiers have no spaces to turn.
//!
//! The rules are those of the Imprimerie nationale's *Lexique*: a thin no-break space
//! (U+202F) before `; ! ?` and within numbers, a no-break space (U+00A0) before `:`, inside
//! guillemets, and between a number and its unit.

use std::borrow::Cow;

use memchr::memchr2_iter;

use crate::model::lang::LangTag;

/// The no-break space.
pub const NBSP: char = '\u{a0}';

/// The narrow no-break space.
pub const NNBSP: char = '\u{202f}';

/// The first byte of `«` and `»` in UTF-8.
const GUILLEMET: u8 = 0xc2;

/// How prose of a language is spaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spacing {
    /// As in France.
    French,
    /// As typed.
    AsTyped,
}

impl Spacing {
    /// The spacing of a language. French of Canada and Switzerland has rules of its own, and
    /// stays as typed.
    pub fn of(tag: &LangTag) -> Self {
        match tag.as_str() {
            "fr" | "fr-FR" | "fr-BE" | "fr-LU" => Self::French,
            _ => Self::AsTyped,
        }
    }

    /// Spaces a text that stands alone.
    pub fn set(self, text: &str) -> Cow<'_, str> {
        self.set_between(text, None, None)
    }

    /// Spaces a run of text with what comes right before and after it.
    pub fn set_between(
        self,
        text: &str,
        before: Option<char>,
        after: Option<char>,
    ) -> Cow<'_, str> {
        match self {
            Self::AsTyped => Cow::Borrowed(text),
            Self::French => french(text, before, after),
        }
    }
}

fn french(text: &str, before: Option<char>, after: Option<char>) -> Cow<'_, str> {
    let mut out = String::new();
    // What stands before it is in `out`.
    let mut done = 0;
    // Everything that is set begins with one of these bytes.
    for at in memchr2_iter(b' ', GUILLEMET, text.as_bytes()) {
        let Some(c) = text[at..].chars().next() else { continue };
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next().or(after);
        let last = text[done..at].chars().next_back();
        let last = last.or_else(|| out.chars().next_back()).or(before);
        let set = match c {
            ' ' => space(&text[..at], last, next, rest),
            '«' if next.is_some_and(|c| !c.is_whitespace()) => {
                out.push_str(&text[done..at]);
                out.extend([c, NBSP]);
                done = at + c.len_utf8();
                continue;
            }
            '»' if last.is_some_and(|c| !c.is_whitespace() && c != '«') => {
                out.push_str(&text[done..at]);
                out.push(NBSP);
                done = at;
                continue;
            }
            _ => continue,
        };
        if set != ' ' {
            out.push_str(&text[done..at]);
            out.push(set);
            done = at + 1;
        }
    }
    if done == 0 && out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The space that stands where a space was typed: between `before`, which ends with `last`,
/// and `rest`, which begins with `next`.
fn space(before: &str, last: Option<char>, next: Option<char>, rest: &str) -> char {
    let after_digit = last.is_some_and(|c| c.is_ascii_digit());
    match next {
        Some(';' | '!' | '?') if last != Some(' ') => NNBSP,
        Some(':' | '»') => NBSP,
        _ if last == Some('«') => NBSP,
        Some(d) if d.is_ascii_digit() && joins_groups(before, rest) => NNBSP,
        Some(_) if after_digit && begins_unit(rest) => NBSP,
        Some(d) if d.is_ascii_digit() && ends_abbreviation(before) => NBSP,
        _ => ' ',
    }
}

/// Whether a space stands between two groups of digits of one number: one to three digits
/// before it, three after.
fn joins_groups(before: &str, rest: &str) -> bool {
    let digits_after = rest.bytes().take_while(u8::is_ascii_digit).count();
    let digits_before = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let stem = &before[..before.len() - digits_before];
    // `1er 200`, `A4 300` and `v2 100` are no numbers; `01 440` is not how thousands begin.
    let begins_number =
        !stem.ends_with(|c: char| c.is_alphanumeric() || ",._-/#".contains(c));
    let leading_zero = before.as_bytes().get(stem.len()) == Some(&b'0')
        && !stem.ends_with([NBSP, NNBSP, ' ']);
    digits_after == 3 && matches!(digits_before, 1..=3) && begins_number && !leading_zero
}

/// Whether a text begins with a unit that belongs to the number before it.
fn begins_unit(rest: &str) -> bool {
    const UNITS: &[&str] = &[
        "%",
        "€",
        "$",
        "£",
        "M€",
        "Md€",
        "Mds€",
        "k€",
        "K€",
        "m²",
        "m2",
        "km",
        "km²",
        "cm",
        "mm",
        "ha",
        "kg",
        "g",
        "t",
        "h",
        "min",
        "s",
        "°C",
        "°",
        "kWh",
        "MWh",
        "GWh",
        "ko",
        "Mo",
        "Go",
        "To",
        "million",
        "millions",
        "milliard",
        "milliards",
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let word_len = rest
        .find(|c: char| !(c.is_alphanumeric() || "%€$£²°".contains(c)))
        .unwrap_or(rest.len());
    UNITS.contains(&&rest[..word_len])
}

/// Whether a text ends with an abbreviation that belongs to the number after it.
fn ends_abbreviation(before: &str) -> bool {
    let start = before
        .rfind([' ', NBSP, '(', '«'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    matches!(&before[start..], "n°" | "N°" | "nº" | "p." | "art." | "§")
}

#[cfg(test)]
mod tests {
    use super::Spacing;

    /// `_` stands for U+00A0, `~` for U+202F.
    fn set(text: &str) -> String {
        Spacing::French
            .set(text)
            .replace('\u{a0}', "_")
            .replace('\u{202f}', "~")
    }

    #[test]
    fn double_signs_are_preceded_by_no_break_spaces() {
        assert_eq!(
            set("Vraiment ? Oui ! Bien ; voici : un"),
            "Vraiment~? Oui~! Bien~; voici_: un"
        );
        assert_eq!(set("Déjà collé? Non!"), "Déjà collé? Non!");
    }

    #[test]
    fn guillemets_hold_their_words() {
        assert_eq!(set("« mot » et «mot»"), "«_mot_» et «_mot_»");
        assert_eq!(set("« mot » !"), "«_mot_»~!");
    }

    #[test]
    fn numbers_and_units_stay_together() {
        assert_eq!(set("75 000 m² et 1 234 567 €"), "75~000_m² et 1~234~567_€");
        assert_eq!(set("225 M€, 7 Md€, 56 %"), "225_M€, 7_Md€, 56_%");
        assert_eq!(set("le 14 décembre 2021"), "le 14_décembre 2021");
        assert_eq!(set("1,4 milliard d’euros"), "1,4_milliard d’euros");
        assert_eq!(set("le n° 5"), "le n°_5");
    }

    #[test]
    fn what_only_looks_like_a_number_is_left_alone() {
        for text in [
            "en 2021 300 projets",
            "01 44 00 00 00",
            "https://a.example/?q=1 !important",
            "à 11:00",
            "France 2030",
            "12 mois",
            "A4 300",
        ] {
            assert_eq!(set(text).replace("~!", " !"), text);
        }
    }

    #[test]
    fn runs_know_their_neighbours() {
        let set = |text, before, after| {
            Spacing::French
                .set_between(text, before, after)
                .replace('\u{a0}', "_")
        };
        assert_eq!(set("«", None, Some('m')), "«_");
        assert_eq!(set("«", None, Some(' ')), "«");
        assert_eq!(set("»", Some('t'), None), "_»");
    }
}
