//! What looks like a quantity and is none: names, ordinals, addresses.

use crate::parse::quantities::grammar::{
    Grammar, currency_of_sign, is_year, month, short_scale, starts_with_capital, third,
};
use crate::parse::quantities::lexicon::{Lex, decimal};
use crate::parse::quantities::tokens::TokenKind;

impl<'a> Grammar<'a> {
    /// Passes over names, ordinals, times and the like that begin at a token.
    pub(super) fn not_a_quantity(&self, at: usize) -> Option<usize> {
        let token = &self.tokens[at];
        if self.is_in_address(at) {
            let end = self.chunk_end(token.range.end);
            let rest = self.tokens[at..].iter();
            return Some(
                at + rest.take_while(|token| token.range.start < end).count().max(1),
            );
        }
        let (value, plain) = self.digits(at)?;
        let text = &self.text[token.range.clone()];
        // Telephone numbers and the like: groups of two digits, a leading zero, a plus.
        if let Some(end) = self.telephone(at) {
            return Some(end);
        }
        if text.starts_with('0') && text.len() > 1 && plain {
            return Some(at + 1);
        }
        if let Some(end) = self.always(at) {
            return Some(end);
        }
        // `24/7`, `1/3`, `2021/12` are no numbers; `14/12/2021` is a date that both languages
        // would write in words.
        if self.school_years(at).is_none()
            && self.sign(at + 1) == Some('/')
            && self.is_joined(at + 1)
            && self.is_joined(at + 2)
            && self.digits(at + 2).is_some()
        {
            return Some(at + 3);
        }
        // *les années 1990*: a decade.
        let is_decade = at
            .checked_sub(1)
            .is_some_and(|before| self.word(before) == Some("années"));
        if is_decade && plain && is_year(value) {
            return Some(at + 1);
        }
        // `Covid-19`, `Bac+5`, `v2.1`: joined to a word before.
        if token.joined && at > 0 {
            let before = &self.tokens[at - 1];
            let glued = matches!(
                before.kind,
                TokenKind::Sign('-' | '‑' | '+' | '.' | '_' | '#' | '@')
            );
            if glued && before.joined && at > 1 {
                let named = self.tokens[at - 2].kind == TokenKind::Word
                    && self.lex(at - 2, third).is_none();
                if named {
                    return Some(at + 1);
                }
            }
            // *+12 %* is a number.
            let is_code = match before.kind {
                TokenKind::Word => true,
                TokenKind::Sign('+') => before.joined || !self.has_unit(at + 1),
                _ => false,
            };
            if is_code {
                return Some(at + 1);
            }
        }
        // `16:9`
        if self.sign(at + 1) == Some(':')
            && self.is_joined(at + 1)
            && self.is_joined(at + 2)
            && self.digits(at + 2).is_some()
        {
            return Some(at + 3);
        }
        // `5e`, `21st`: ordinals, unless a month follows.
        if self.is_joined(at + 1)
            && let Some(word) = self.word(at + 1)
        {
            if self.lexicon.ordinals.contains(&word) {
                if matches!(self.word(at + 2), Some("anniversary" | "anniversaire")) {
                    return None;
                }
                let is_date = self.lex(at + 2, month).is_some()
                    || self.is(at + 2, Lex::Quarter)
                    || self.is(at + 2, Lex::Half)
                    || self.follows(at + 2, &["of"]).is_some();
                return if is_date { None } else { Some(at + 2) };
            }
            let known = self.lex(at + 1, |lex| match lex {
                Lex::ShortScale(_) | Lex::Unit(_) | Lex::Currency(_) => Some(()),
                _ => None,
            });
            if known.is_none() {
                // `5P`, `4G`.
                return Some(at + 2);
            }
        }
        // `article 3`, `page 12`, `n° 5`.
        let before = at.checked_sub(1)?;
        let before = match self.sign(before) {
            Some('°' | '.' | 'º') => before.checked_sub(1)?,
            _ => before,
        };
        let is_numbered =
            self.is(before, Lex::Numbered) || self.sign(before) == Some('§');
        if is_numbered && plain && !self.has_unit(at + 1) {
            return Some(at + 1);
        }
        // A postcode before its town.
        let is_postcode = plain && text.len() == 5;
        if is_postcode && self.word(at + 1).is_some_and(starts_with_capital) {
            return Some(at + 1);
        }
        // A house number: `20, avenue de Ségur`, `20 avenue de Ségur`.
        let street = match self.sign(at + 1) {
            Some(',') => at + 2,
            _ => at + 1,
        };
        const STREETS: [&str; 7] =
            ["rue", "avenue", "boulevard", "place", "quai", "street", "road"];
        if plain
            && self.word(street).is_some_and(|word| STREETS.contains(&word))
            && value < decimal(10_000)
        {
            return Some(street + 1);
        }
        // `France 2030`, `Paris 2024`, `Horizon 2020`.
        let begins_range = matches!(self.sign(at + 1), Some('-' | '–' | '‑'))
            && self.digits(at + 2).is_some();
        if plain
            && !begins_range
            && self.is_after_name(at, is_year(value))
            && !self.has_unit(at + 1)
        {
            return Some(at + 1);
        }
        None
    }

    /// `24 h/24`, `7 jours sur 7`: always.
    fn always(&self, at: usize) -> Option<usize> {
        let (value, _) = self.digits(at)?;
        self.word(at + 1)
            .filter(|word| ["h", "j", "heures", "jours"].contains(word))?;
        let of = self.sign(at + 2) == Some('/') || self.word(at + 2) == Some("sur");
        (of && self.digits(at + 3)?.0 == value).then_some(at + 4)
    }

    /// Whether the number at a token ends a name: a word with a capital stands before it.
    pub(super) fn is_after_name(&self, at: usize, is_year: bool) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let Some(word) = self.word(before) else { return false };
        if !starts_with_capital(word) || self.is_joined(at) {
            return false;
        }
        let begins_sentence = match before.checked_sub(1) {
            None => true,
            Some(earlier) => {
                matches!(
                    self.sign(earlier),
                    Some('.' | '!' | '?' | ':' | '–' | '—' | '•')
                ) || self.is_box(earlier)
            }
        };
        // `En 2021`: a word that begins a sentence may have its capital for that alone.
        let has_function = self.lexes(before).iter().any(|lex| {
            matches!(
                lex,
                Lex::Function
                    | Lex::Month(_)
                    | Lex::Season(_)
                    | Lex::Third(_)
                    | Lex::Ordinal(_)
            )
        });
        // `ISO 9001`: letters alone make a name wherever they stand.
        let is_acronym = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        !has_function && (is_year || is_acronym || !begins_sentence)
    }

    /// Whether the box of a task list ends here: `[x]`, `[ ]`.
    fn is_box(&self, at: usize) -> bool {
        let opens = |at| self.sign(at) == Some('[');
        self.sign(at) == Some(']')
            && (at == 1 && opens(0) || at == 2 && opens(0) && self.word(1).is_some())
    }

    /// Whether a unit, a currency or a percent sign stands at a token.
    pub(super) fn has_unit(&self, at: usize) -> bool {
        let sign = self.sign(at);
        matches!(sign, Some('%' | '‰'))
            || self.lex(at, short_scale).is_some() && self.currency(at + 1).is_some()
            || sign.and_then(currency_of_sign).is_some()
            || self
                .lex(at, |lex| match lex {
                    Lex::Unit(_) | Lex::Currency(_) | Lex::Scale(_) | Lex::Noun(_) => {
                        Some(())
                    }
                    _ => None,
                })
                .is_some()
    }

    /// Whether a token is part of an address of the web or of mail.
    pub(super) fn is_in_address(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.joined && !self.is_joined(at + 1) {
            return false;
        }
        let start = self.text[..token.range.start]
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + 1);
        let start = (start..=token.range.start)
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(token.range.start);
        let chunk = &self.text[start..self.chunk_end(token.range.end)];
        if memchr::memchr2(b'/', b'@', chunk.as_bytes()).is_none() {
            return chunk.contains("www.");
        }
        chunk.contains("://") || chunk.contains("www.") || chunk.contains('@')
    }

    pub(super) fn chunk_end(&self, from: usize) -> usize {
        self.text[from..]
            .find(char::is_whitespace)
            .map_or(self.text.len(), |at| from + at)
    }

    /// `01 44 49 80 00`, `+33 (0)1 44 49 80 00`: where it ends.
    pub(super) fn telephone(&self, at: usize) -> Option<usize> {
        let mut end = at;
        let mut n_groups = 0;
        while let Some(token) = self.token(end) {
            match token.kind {
                TokenKind::Number(..) => {
                    n_groups += 1;
                    end += 1;
                }
                TokenKind::Sign('(' | ')' | '.' | '-') if n_groups > 0 && end > at => {
                    // A sign goes on only between groups.
                    if self.digits(end + 1).is_none() && self.sign(end + 1).is_none() {
                        break;
                    }
                    end += 1;
                }
                _ => break,
            }
        }
        (n_groups >= 4).then_some(end)
    }
}
