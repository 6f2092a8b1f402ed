//! How what somebody wrote in their own way is written here: numbers, amounts and dates in
//! words, with the signs of other programs, with quotation marks around.
//!
//! Nothing here is read as content: these are the spellings that hints propose, and each is
//! one that the content may have.

use crate::model::date::{Date, Edtf};
use crate::model::money::{Amount, Currency};
use crate::model::quantity::{Number, is_space};

/// Words that bound a number, with their signs; longer ones first where one begins another.
const BOUNDS: [(&str, &str); 32] = [
    ("plus de", ">"),
    ("supérieur à", ">"),
    ("more than", ">"),
    ("over", ">"),
    ("above", ">"),
    ("au moins", "≥"),
    ("au minimum", "≥"),
    ("minimum", "≥"),
    ("at least", "≥"),
    ("moins de", "<"),
    ("inférieur à", "<"),
    ("less than", "<"),
    ("fewer than", "<"),
    ("under", "<"),
    ("below", "<"),
    ("au plus", "≤"),
    ("au maximum", "≤"),
    ("maximum", "≤"),
    ("jusqu'à", "≤"),
    ("jusqu’à", "≤"),
    ("at most", "≤"),
    ("up to", "≤"),
    ("environ", "~"),
    ("env.", "~"),
    ("près de", "~"),
    ("autour de", "~"),
    ("quelque", "~"),
    ("about", "~"),
    ("around", "~"),
    ("approximately", "~"),
    ("nearly", "~"),
    ("almost", "~"),
];

/// Words before the two ends of a range.
const BETWEEN: [&str; 6] = ["de ", "entre ", "from ", "between ", "du ", "d'"];

/// Words between the two ends of a range.
const TO: [&str; 8] = [" à ", " et ", " to ", " and ", " au ", " – ", " - ", " jusqu'à "];

/// A number as a value may have it, where a text means one.
///
/// ```
/// # use recto::model::spelling::number;
/// assert_eq!(number("plus de 60").as_deref(), Some("> 60"));
/// assert_eq!(number("beaucoup"), None);
/// ```
pub fn number(text: &str) -> Option<String> {
    let better = signs(text);
    let better = match ends(&better) {
        Some((low, high)) => format!("{low}–{high}"),
        None => better,
    };
    (better != text && Number::parse(&better).is_ok()).then_some(better)
}

/// A text without quotation marks around it, its first words as the sign that they mean, and
/// its digits in groups as they are written here.
pub(crate) fn signs(text: &str) -> String {
    let marks = |c: char| is_space(c) || "“”„‟«»‹›\"'‘’".contains(c);
    let text = text.trim_matches(marks);
    let lower = text.to_lowercase();
    let text = match BOUNDS.iter().find(|(words, _)| {
        lower
            .strip_prefix(words)
            .is_some_and(|rest| rest.starts_with(is_space))
    }) {
        // Lower case may be longer than the text; its words are not.
        Some((words, sign)) => match text.get(words.len()..) {
            Some(rest) => format!("{sign} {}", rest.trim_start_matches(is_space)),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    };
    grouped(&text)
}

/// `45'000'000` and `45.000.000` with spaces between the groups.
fn grouped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let is_group = |at: usize| {
        at > 0 && is_digit(at - 1) && (at + 1..at + 4).all(is_digit) && !is_digit(at + 4)
    };
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            '\'' | '’' if is_group(at) => ' ',
            '.' if is_group(at) && chars.iter().filter(|c| **c == '.').count() > 1 => ' ',
            c => *c,
        })
        .collect()
}

/// The two ends of a range in words: `de 40 à 45`.
fn ends(text: &str) -> Option<(&str, &str)> {
    let bare = BETWEEN.iter().find_map(|word| text.strip_prefix(word));
    let (low, high) = TO.iter().find_map(|word| bare.unwrap_or(text).split_once(word))?;
    let starts = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    (starts(low) && starts(high)).then_some((low.trim(), high.trim()))
}

/// An amount as funding may have it, where a text means one. Without a currency it is in
/// `default`.
///
/// ```
/// # use recto::model::spelling::amount;
/// assert_eq!(amount("environ 45 Mio €", None).as_deref(), Some("~ 45 M€"));
/// ```
pub fn amount(text: &str, default: Option<Currency>) -> Option<String> {
    let text_signs = signs(text);
    let (bound, rest) = match text_signs.split_once(' ') {
        Some((sign @ (">" | "≥" | "<" | "≤" | "~"), rest)) => (sign, rest),
        _ => ("", text_signs.as_str()),
    };
    let better = match ends(rest) {
        Some((low, high)) => {
            let (low, unit) = split_number(low);
            let (high, other) = split_number(high);
            let suffix = suffix(other, default)?;
            // `800 k€ à 2 M€` has no spelling with one unit.
            if !unit.is_empty() && self::suffix(unit, default)? != suffix {
                return None;
            }
            format!("{low}–{high}{suffix}")
        }
        None => {
            let (number, unit) = split_number(rest);
            let suffix = suffix(unit, default)?;
            match bound {
                "" => format!("{number}{suffix}"),
                bound => format!("{bound} {number}{suffix}"),
            }
        }
    };
    (better != text && Amount::parse(&better, None).is_ok()).then_some(better)
}

/// The digits that begin a text, and what follows them.
fn split_number(text: &str) -> (&str, &str) {
    let digit = |c: char| c.is_ascii_digit() || is_space(c) || ".,-–".contains(c);
    let len = text.find(|c| !digit(c)).unwrap_or(text.len());
    (text[..len].trim_matches(is_space), text[len..].trim_matches(is_space))
}

/// ` M€` for `Mio €`, `ME`, `millions d’euros HT`.
fn suffix(text: &str, default: Option<Currency>) -> Option<String> {
    let mut lower = text.to_lowercase();
    for tax in ["hors taxes", "hors taxe", "ht", "ttc", "excl. vat", "incl. vat"] {
        if let Some(rest) = lower.strip_suffix(tax)
            && !rest.ends_with(char::is_alphabetic)
        {
            lower = rest.trim().to_owned();
        }
    }
    let joined: String = lower.chars().filter(|c| !is_space(*c) && *c != '.').collect();
    let joined = joined.replace(['\'', '’'], "");
    const EUROS: [&str; 6] = ["deuros", "euros", "euro", "€uro", "eur", "€"];
    let euro = EUROS.iter().find_map(|sign| joined.strip_suffix(sign));
    let code = text.get(text.len().saturating_sub(3)..).map(str::to_uppercase);
    let (scale, currency) = match (euro, code.as_deref().and_then(Currency::parse)) {
        (Some(scale), _) => (scale.to_owned(), Some(Currency::EUR)),
        // `MCHF`: the scale is what stands before.
        (None, Some(code)) => {
            (joined.get(..joined.len().saturating_sub(3))?.to_owned(), Some(code))
        }
        (None, None) => match joined.strip_suffix('e') {
            // `ME`, `KE`: keyboards without the sign.
            Some(scale @ ("m" | "k" | "md")) => (scale.to_owned(), Some(Currency::EUR)),
            _ => (joined, None),
        },
    };
    let scale = match scale.as_str() {
        "" => "",
        "k" | "mille" | "milliers" => "k",
        "m" | "mio" | "mios" | "mln" | "million" | "millions" => "M",
        "md" | "mds" | "mrd" | "mrds" | "mia" | "milliard" | "milliards" => "Md",
        _ => return None,
    };
    let sign = currency.or(default).unwrap_or(Currency::EUR).sign();
    Some(match (scale, sign.chars().count()) {
        ("", _) => format!(" {sign}"),
        (scale, 1) => format!(" {scale}{sign}"),
        (scale, _) => format!(" {scale} {sign}"),
    })
}

/// A date or an interval as EDTF writes it, where a text means one: `12 mars 2024`,
/// `T1 2024`, `06/2028`, `2026-2028`.
///
/// ```
/// # use recto::model::spelling::date;
/// assert_eq!(date("1er mars 2024").as_deref(), Some("2024-03-01"));
/// ```
pub fn date(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace('’', "'").replace(is_space, " ");
    let lower = lower.trim_matches(|c: char| c == ' ' || "“”«»\"'.".contains(c));
    let better = interval(lower).or_else(|| one_date(lower))?;
    (better != text && Edtf::parse(&better).is_ok()).then_some(better)
}

fn interval(text: &str) -> Option<String> {
    for since in ["depuis ", "dès ", "à partir de ", "à compter de ", "since "] {
        if let Some(rest) = text.strip_prefix(since) {
            return Some(format!("{}/..", any_date(rest)?));
        }
    }
    for until in ["jusqu'en ", "jusqu'à ", "jusqu'au ", "until "] {
        if let Some(rest) = text.strip_prefix(until) {
            return Some(format!("../{}", any_date(rest)?));
        }
    }
    let bare = BETWEEN.iter().find_map(|word| text.strip_prefix(word));
    let bare = bare.unwrap_or(text);
    let (start, end) =
        TO.iter().find_map(|word| bare.split_once(word)).or_else(|| {
            let (start, end) = bare.split_once(['–', '-', '/'])?;
            let is_year = |text: &str| text.len() == 4 && is_number(text);
            (is_year(start) && is_year(end)).then_some((start, end))
        })?;
    let end = any_date(end)?;
    let start = any_date(start).or_else(|| {
        // `de mars à juin 2024`: the year stands once.
        any_date(&format!("{start} {}", end.get(..4)?))
    })?;
    Some(format!("{start}/{end}"))
}

fn any_date(text: &str) -> Option<String> {
    let text = text.trim();
    match Date::parse(text) {
        Ok(_) => Some(text.to_owned()),
        Err(_) => one_date(text),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn one_date(text: &str) -> Option<String> {
    for about in ["vers ", "environ ", "circa ", "about ", "around ", "autour de "] {
        if let Some(rest) = text.strip_prefix(about) {
            return Some(format!("{}~", any_date(rest)?));
        }
    }
    if text.len() == 8 && is_number(text) {
        return Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let words: Vec<&str> = text
        .split([' ', '/', '.', '-', ','])
        .filter(|word| {
            !matches!(
                *word,
                "" | "le"
                    | "la"
                    | "l'"
                    | "en"
                    | "de"
                    | "du"
                    | "au"
                    | "on"
                    | "in"
                    | "the"
                    | "of"
                    | "à"
                    | "lundi"
                    | "mardi"
                    | "mercredi"
                    | "jeudi"
                    | "vendredi"
                    | "samedi"
                    | "dimanche"
                    | "monday"
                    | "tuesday"
                    | "wednesday"
                    | "thursday"
                    | "friday"
                    | "saturday"
                    | "sunday"
            )
        })
        .map(|word| word.strip_prefix("d'").unwrap_or(word))
        .map(|word| word.strip_prefix("l'").unwrap_or(word))
        .collect();
    let year = |word: &str| (word.len() == 4 && is_number(word)).then(|| word.to_owned());
    let two = |word: &str| {
        let bare = ["er", "st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| word.strip_suffix(end));
        let word = bare.unwrap_or(word);
        (word.len() <= 2 && is_number(word)).then(|| format!("{word:0>2}"))
    };
    match words.as_slice() {
        [a, b] if let (Some(part), Some(year)) = (part_of_year(a), year(b)) => {
            Some(format!("{year}-{part:02}"))
        }
        [a, b] if let (Some(year), Some(part)) = (year(a), part_of_year(b)) => {
            Some(format!("{year}-{part:02}"))
        }
        [a, b] if let (Some(month), Some(year)) = (two(a), year(b)) => {
            Some(format!("{year}-{month}"))
        }
        [a, b] if let (Some(year), Some(month)) = (year(a), two(b)) => {
            Some(format!("{year}-{month}"))
        }
        // `1er trimestre 2024`, `first quarter 2024`
        [nth, group, of]
            if let (Some(nth), Some(first), Some(year)) =
                (ordinal(nth), grouping(group), year(of)) =>
        {
            Some(format!("{year}-{:02}", first + nth - 1))
        }
        [a, b, c]
            if let (Some(day), Some(month), Some(year)) = (two(a), month(b), year(c)) =>
        {
            Some(format!("{year}-{month:02}-{day}"))
        }
        [a, b, c]
            if let (Some(month), Some(day), Some(year)) = (month(a), two(b), year(c)) =>
        {
            Some(format!("{year}-{month:02}-{day}"))
        }
        [a, b, c] if let (Some(day), Some(month)) = (two(a), two(b)) => {
            let year = year(c).or_else(|| Some(format!("20{}", two(c)?)))?;
            // `12/25/2024`: some put the month first.
            let (day, month) = match month.as_str() > "12" {
                true => (month, day),
                false => (day, month),
            };
            Some(format!("{year}-{month}-{day}"))
        }
        [a, b, c]
            if let (Some(year), Some(month), Some(day)) = (year(a), two(b), two(c)) =>
        {
            Some(format!("{year}-{month}-{day}"))
        }
        _ => None,
    }
}

/// A month by its name or the beginning of it, in French or English.
fn month(word: &str) -> Option<u8> {
    const MONTHS: [(&str, u8); 24] = [
        ("janvier", 1),
        ("february", 2),
        ("février", 2),
        ("fevrier", 2),
        ("mars", 3),
        ("avril", 4),
        ("mai", 5),
        ("juin", 6),
        ("juillet", 7),
        ("août", 8),
        ("aout", 8),
        ("septembre", 9),
        ("octobre", 10),
        ("novembre", 11),
        ("décembre", 12),
        ("decembre", 12),
        ("january", 1),
        ("march", 3),
        ("april", 4),
        ("may", 5),
        ("june", 6),
        ("july", 7),
        ("august", 8),
        ("december", 12),
    ];
    let is_short = (3..=4).contains(&word.chars().count());
    let named = |name: &str| word == name || is_short && name.starts_with(word);
    // `jui` is June or July.
    if word == "jui" || word == "juil" {
        return (word == "juil").then_some(7);
    }
    if word == "september" || word == "october" || word == "november" {
        return month(&word[..3]);
    }
    MONTHS.iter().find(|(name, _)| named(name)).map(|(_, month)| *month)
}

/// The code of a month, a season, a quarter or another part of a year.
fn part_of_year(word: &str) -> Option<u8> {
    if let Some(month) = month(word) {
        return Some(month);
    }
    let nth = |first: u8, max: u8, digit: &str| {
        let nth: u8 = digit.parse().ok()?;
        (1..=max).contains(&nth).then_some(first + nth - 1)
    };
    if let Some(digit) = word.strip_prefix(['t', 'q']) {
        return nth(33, 4, digit);
    }
    if let Some(digit) = word.strip_prefix(['s', 'h']) {
        return nth(40, 2, digit);
    }
    Some(match word {
        "printemps" | "spring" => 21,
        "été" | "summer" => 22,
        "automne" | "autumn" | "fall" => 23,
        "hiver" | "winter" => 24,
        "début" | "early" => 37,
        "mi" | "mid" => 38,
        "fin" | "late" => 39,
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<u8> {
    Some(match word {
        "1" | "1er" | "1st" | "premier" | "first" => 1,
        "2" | "2e" | "2ème" | "2nd" | "second" | "deuxième" => 2,
        "3" | "3e" | "3ème" | "3rd" | "troisième" | "third" => 3,
        "4" | "4e" | "4ème" | "4th" | "quatrième" | "fourth" => 4,
        _ => return None,
    })
}

/// The code of the first quarter or half.
fn grouping(word: &str) -> Option<u8> {
    match word {
        "trimestre" | "quarter" => Some(33),
        "semestre" | "half" => Some(40),
        _ => None,
    }
}

/// A day and the time of day, as `2027-01-15T11:00`, where a text means them:
/// `15/01/2027 11h`, `le 15 janvier 2027 à 11 h 30`, `2027-01-15 at 3 pm`.
pub(crate) fn instant(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace(is_space, " ");
    let lower = lower.trim();
    // The time is what follows the last word that is of the date.
    let starts = lower.char_indices().filter(|(_, c)| matches!(c, ' ' | 't' | ','));
    let (day, time) = starts
        .filter_map(|(at, c)| {
            let day = any_date(lower[..at].trim_end_matches([' ', ',']))?;
            let is_day = Date::parse(&day).ok()?.as_day().is_some();
            let time = time_of_day(&lower[at + c.len_utf8()..])?;
            is_day.then_some((day, time))
        })
        .next_back()?;
    Some(format!("{day}T{time}"))
}

fn time_of_day(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("à ").trim_start_matches("at ").trim();
    if matches!(text, "midi" | "noon") {
        return Some("12:00".to_owned());
    }
    let joined: String = text.chars().filter(|c| *c != ' ').collect();
    let (clock, add) = match (joined.strip_suffix("am"), joined.strip_suffix("pm")) {
        (Some(clock), _) => (clock, 0),
        (_, Some(clock)) => (clock, 12),
        (None, None) => (joined.as_str(), 0),
    };
    let is_bare = is_number(clock) && clock.len() == joined.len();
    let (hour, minute) = match clock.split_once(['h', ':']) {
        Some((hour, minute)) => (hour, minute.trim_end_matches("min")),
        None => (clock, ""),
    };
    let hour: u8 = hour.parse().ok()?;
    let minute: u8 = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    let hour = if hour == 12 && add == 12 { 12 } else { hour + add };
    (!is_bare && hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// A value as a line of the front matter has it: in quotation marks where YAML would read it
/// in its own way.
pub(crate) fn in_yaml(value: &str) -> String {
    let is_sign = value.starts_with(['>', '<', '~', '≥', '≤', '%', '@', '*', '&', '-']);
    match is_sign || value.contains(',') {
        true => format!("\"{value}\""),
        false => value.to_owned(),
    }
}

/// The unit that ships under another name, where a word is one: `kilomètres carrés`.
pub(crate) fn unit(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase().replace(is_space, " ");
    Some(match text.as_str() {
        "%" | "pour cent" | "pourcent" | "pourcentage" | "per cent" => "percent",
        "m²" | "mètre carré" | "mètres carrés" | "square metre" | "square metres"
        | "square meter" | "square meters" | "sqm" => "m2",
        "km²"
        | "kilomètre carré"
        | "kilomètres carrés"
        | "square kilometre"
        | "square kilometres"
        | "square kilometer"
        | "square kilometers" => "km2",
        "kilomètre" | "kilomètres" | "kilometre" | "kilometres" | "kilometer"
        | "kilometers" | "kms" => "km",
        "mètre" | "mètres" | "metre" | "metres" | "meter" | "meters" => "m",
        "hectare" | "hectares" => "ha",
        "kilo" | "kilos" | "kilogramme" | "kilogrammes" | "kilogram" | "kilograms" => {
            "kg"
        }
        "tonnes" | "ton" | "tons" => "tonne",
        "kilowattheure" | "kilowattheures" | "kilowatt-hour" | "kilowatt-hours" => "kwh",
        "mégawattheure" | "mégawattheures" | "megawatt-hour" | "megawatt-hours" => {
            "mwh"
        }
        "points" | "point" | "points de pourcentage" | "percentage points" => {
            "percentage-point"
        }
        _ => return None,
    })
}

/// Whether a word counts money rather than things: `k€`, `M€`, `euros`.
pub(crate) fn is_money(text: &str) -> bool {
    let is_sign = text.contains(['€', '$', '£']);
    let words = ["euro", "euros", "dollar", "dollars", "eur", "meur", "keur"];
    is_sign || words.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{amount, date, instant, number};
    use crate::model::money::Currency;

    #[test]
    fn numbers_in_words_have_a_spelling() {
        for (text, better) in [
            ("plus de 150 000", "> 150 000"),
            ("“> 150 000”", "> 150 000"),
            ("« > 150 000 »", "> 150 000"),
            ("Environ 7", "~ 7"),
            ("at least 12", "≥ 12"),
            ("de 12 à 18", "12–18"),
            ("entre 12 et 18", "12–18"),
            ("45'000'000", "45 000 000"),
        ] {
            assert_eq!(number(text).as_deref(), Some(better), "{text}");
        }
        for text in
            ["beaucoup", "60", "plus de beaucoup", "12 et quelques", "", "İplus de 6"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_in_words_have_a_spelling() {
        for (text, better) in [
            ("environ 45 M€", "~ 45 M€"),
            ("plus de 45 M€", "> 45 M€"),
            ("de 40 à 45 M€", "40–45 M€"),
            ("40 M€ à 45 M€", "40–45 M€"),
            ("45 Mio €", "45 M€"),
            ("45 ME", "45 M€"),
            ("45 000 K€", "45 000 k€"),
            ("45 M€ HT", "45 M€"),
            ("45'000'000 €", "45 000 000 €"),
            ("45.000.000 €", "45 000 000 €"),
            ("45 milliard", "45 Md€"),
            ("45 millions", "45 M€"),
            ("400 EURO", "400 €"),
            ("45 mchf", "45 M CHF"),
            ("«\u{a0}45 M€\u{a0}»", "45 M€"),
        ] {
            let euro = Some(Currency::EUR);
            assert_eq!(amount(text, euro).as_deref(), Some(better), "{text}");
        }
        for text in ["beaucoup", "800 k€ à 2 M€", "400 FRF", "12 %", "1 billion €"]
        {
            assert_eq!(amount(text, None), None, "{text}");
        }
    }

    #[test]
    fn dates_in_words_have_a_spelling() {
        for (text, better) in [
            ("mars 2024", "2024-03"),
            ("12 mars 2024", "2024-03-12"),
            ("1er mars 2024", "2024-03-01"),
            ("le 1er août 2024", "2024-08-01"),
            ("T1 2024", "2024-33"),
            ("2024-Q4", "2024-36"),
            ("2e trimestre 2024", "2024-34"),
            ("first half of 2024", "2024-40"),
            ("12/3/24", "2024-03-12"),
            ("12/25/2024", "2024-12-25"),
            ("juin 2028", "2028-06"),
            ("2026-2028", "2026/2028"),
            ("2026–2028", "2026/2028"),
            ("de 2026 à 2028", "2026/2028"),
            ("mars à juin 2024", "2024-03/2024-06"),
            ("2028/06", "2028-06"),
            ("06/2028", "2028-06"),
            ("March 12, 2024", "2024-03-12"),
            ("12th March 2024", "2024-03-12"),
            ("Sept. 2024", "2024-09"),
            ("November 2024", "2024-11"),
            ("juil. 2024", "2024-07"),
            ("14/12/2021", "2021-12-14"),
            ("20211214", "2021-12-14"),
            ("mi-2021", "2021-38"),
            ("printemps 2021", "2021-21"),
            ("depuis 2021", "2021/.."),
            ("vers 2021", "2021~"),
        ] {
            assert_eq!(date(text).as_deref(), Some(better), "{text}");
        }
        for text in ["bientôt", "2021", "31/02/2024", "12 nivôse 2024", "mars", "", "/"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn days_with_a_time_have_a_spelling() {
        for (text, better) in [
            ("15/01/2027 11h", "2027-01-15T11:00"),
            ("15 janvier 2027 à 11 h 30", "2027-01-15T11:30"),
            ("15/01/2027 11:00", "2027-01-15T11:00"),
            ("January 15, 2027 at 3 pm", "2027-01-15T15:00"),
            ("2027-01-15 9h", "2027-01-15T09:00"),
        ] {
            assert_eq!(instant(text).as_deref(), Some(better), "{text}");
        }
        for text in ["demain", "2027-01-15", "15/01/2027 25h", "mars 2027 11h"] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_is_too_much() {
        let pieces = [
            "",
            " ",
            "de ",
            "à",
            " à ",
            "plus de ",
            "12",
            "2024",
            "03",
            "/",
            "-",
            "–",
            ".",
            ",",
            "'",
            "’",
            "«",
            "É",
            "İ",
            "ß",
            "€",
            "M€",
            "ME",
            "chf",
            "HT",
            "mars",
            "T1",
            "h",
            "t",
            "11h",
            "pm",
            "depuis ",
            "~",
            "> ",
            "\u{a0}",
            "Septembre",
            "jui",
        ];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    let text = format!("{a}{b}{c}");
                    let _all =
                        (number(&text), amount(&text, None), date(&text), instant(&text));
                }
            }
        }
    }
}
