//! Reads quantities from the tokens of a block.
//!
//! A number is read with everything that belongs to it: its bound before (*plus de*), its
//! scale (*milliards*), what it counts (*€*, *m²*, *projets*), and whether it is a yearly
//! rate. A date is tried first, since its day and year are numbers too. What looks like a
//! number and is a name, an ordinal, a time of day or the number of a page is passed over.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::date::YearPart;
use crate::model::money::Currency;
use crate::model::quantity::Bound;
use crate::model::stated::{Counted, Quantity, StatedNumber};
use crate::parse::quantities::lexicon::{Lex, Lexicon, decimal};
use crate::parse::quantities::tokens::{Token, TokenKind};

/// How many words may stand between a number and the noun that it counts: *60 jeunes
/// entreprises innovantes*.
const NOUN_DISTANCE: usize = 2;

/// A quantity and the bytes of the text that state it.
pub(super) type Found = (Quantity, Range<usize>);

/// Reads every quantity of a block.
pub(super) fn read(
    text: &str,
    tokens: &[Token],
    lexicon: &Lexicon,
    out: &mut Vec<Found>,
) {
    let mut grammar = Grammar { text, tokens, lexicon, out };
    let mut at = 0;
    while at < tokens.len() {
        at = grammar.step(at).max(at + 1);
    }
}

struct Grammar<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    out: &'a mut Vec<Found>,
}

/// A number, and the token after it.
#[derive(Clone, Copy, Debug)]
struct Value {
    value: Decimal,
    end: usize,
    /// Whether it has a scale: *million*.
    scaled: bool,
    /// Whether it was written with digits.
    digits: bool,
    /// Whether its digits stand without separators: it may be a year.
    plain: bool,
}

/// What a number counts, and the token after it.
#[derive(Clone, Copy, Debug)]
struct Of {
    of: Counted,
    end: usize,
    /// What a scale beside the currency multiplies by: *M€*.
    factor: Decimal,
}

impl<'a> Grammar<'a> {
    /// Reads what begins at a token, and tells where to go on.
    fn step(&mut self, at: usize) -> usize {
        let token = &self.tokens[at];
        if token.quoted {
            return at + 1;
        }
        match token.kind {
            TokenKind::Number(..) | TokenKind::Word => {
                // Most words state nothing, and are told at once.
                let is_plain_word = token.kind == TokenKind::Word
                    && self.lexes(at).is_empty()
                    && !self.may_be_code(at);
                if is_plain_word {
                    return at + 1;
                }
                if let Some(end) = self.not_a_quantity(at) {
                    return end;
                }
                if let Some(end) = self.date(at) {
                    return end;
                }
                self.number(at, at, None).unwrap_or(at + 1)
            }
            TokenKind::Sign(sign) => {
                let Some(currency) = currency_of_sign(sign) else { return at + 1 };
                // *€45 million*: the sign stands before its number.
                self.number(at, at + 1, Some(currency)).unwrap_or(at + 1)
            }
            TokenKind::Object => at + 1,
        }
    }

    /// `T1`, `CHF`.
    fn may_be_code(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            matches!(word.len(), 2 | 3)
                && word.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
        })
    }

    // Looking at tokens.

    fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at).filter(|token| !token.quoted)
    }

    fn word(&self, at: usize) -> Option<&'a str> {
        let token = self.token(at)?;
        (token.kind == TokenKind::Word).then(|| &self.text[token.range.clone()])
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.token(at)?.kind {
            TokenKind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn digits(&self, at: usize) -> Option<(Decimal, bool)> {
        match self.token(at)?.kind {
            TokenKind::Number(value, plain) => Some((value, plain)),
            _ => None,
        }
    }

    fn is_joined(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.joined)
    }

    /// What a word does, as it is written or in lower case.
    fn lexes(&self, at: usize) -> &'a [Lex] {
        let Some(word) = self.word(at) else { return &[] };
        // Quantities have no longer words.
        if word.len() > 24 {
            return &[];
        }
        let lexes = self.lexicon_words(word);
        if !lexes.is_empty() || word.chars().all(|c| !c.is_uppercase()) {
            return lexes;
        }
        self.lexicon_words(&word.to_lowercase())
    }

    fn lexicon_words(&self, word: &str) -> &'a [Lex] {
        self.lexicon.get(word)
    }

    fn lex<T>(&self, at: usize, pick: impl Fn(Lex) -> Option<T>) -> Option<T> {
        self.lexes(at).iter().find_map(|&lex| pick(lex))
    }

    fn is(&self, at: usize, wanted: Lex) -> bool {
        self.lexes(at).contains(&wanted)
    }

    /// Whether the words from a token on are these, apostrophes and hyphens apart; where they
    /// end.
    fn follows(&self, mut at: usize, words: &[&str]) -> Option<usize> {
        for wanted in words {
            while matches!(self.sign(at), Some('\'' | '’' | '-' | '/')) {
                at += 1;
            }
            let word = self.word(at)?;
            if word != *wanted && word.to_lowercase() != *wanted {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Whether the words before a token are these; where they begin.
    fn precedes(&self, mut at: usize, words: &[&str]) -> Option<usize> {
        for wanted in words.iter().rev() {
            loop {
                at = at.checked_sub(1)?;
                if !matches!(self.sign(at), Some('\'' | '’' | '-')) {
                    break;
                }
            }
            let word = self.word(at)?;
            if word != *wanted && word.to_lowercase() != *wanted {
                return None;
            }
        }
        Some(at)
    }

    // What is no quantity.

    /// Passes over names, ordinals, times and the like that begin at a token.
    fn not_a_quantity(&self, at: usize) -> Option<usize> {
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
        // `24/7`, `1/3`, `2021/12` are no numbers; `14/12/2021` is a date that both languages
        // would write in words.
        if self.sign(at + 1) == Some('/')
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
            if matches!(before.kind, TokenKind::Word | TokenKind::Sign('+')) {
                return Some(at + 1);
            }
        }
        // Times of day: `15 h 30`, `3.30 pm`, `15:30`.
        if let Some(end) = self.time_of_day(at) {
            return Some(end);
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
        if plain && self.is_after_name(at, is_year(value)) && !self.has_unit(at + 1) {
            return Some(at + 1);
        }
        None
    }

    /// Whether the number at a token ends a name: a word with a capital stands before it.
    fn is_after_name(&self, at: usize, is_year: bool) -> bool {
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
                )
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

    /// Whether a unit, a currency or a percent sign stands at a token.
    fn has_unit(&self, at: usize) -> bool {
        let sign = self.sign(at);
        sign == Some('%')
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
    fn is_in_address(&self, at: usize) -> bool {
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
        chunk.contains("://") || chunk.contains("www.") || chunk.contains('@')
    }

    fn chunk_end(&self, from: usize) -> usize {
        self.text[from..]
            .find(char::is_whitespace)
            .map_or(self.text.len(), |at| from + at)
    }

    /// `01 44 49 80 00`, `+33 (0)1 44 49 80 00`: where it ends.
    fn telephone(&self, at: usize) -> Option<usize> {
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

    fn time_of_day(&self, at: usize) -> Option<usize> {
        let (value, plain) = self.digits(at)?;
        if value >= decimal(25) {
            return None;
        }
        let end = match (self.sign(at + 1), self.digits(at + 2)) {
            (Some(':'), Some(_)) if self.is_joined(at + 1) && self.is_joined(at + 2) => {
                return Some(at + 3);
            }
            _ => at + 1,
        };
        let unit = self.word(end)?;
        if ["am", "pm"].contains(&unit) && self.lexicon.times.contains(&unit) {
            return Some(end + 1);
        }
        // `3 p.m.`
        if ["a", "p"].contains(&unit)
            && self.sign(end + 1) == Some('.')
            && self.word(end + 2) == Some("m")
        {
            return Some(end + 3);
        }
        if unit == "h" && plain && self.lexicon.times.contains(&unit) {
            let minutes = self.digits(end + 1).is_some();
            return Some(if minutes { end + 2 } else { end + 1 });
        }
        None
    }

    // Dates.

    /// Reads a date that begins at a token.
    fn date(&mut self, at: usize) -> Option<usize> {
        self.days_and_month(at)
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.month_and_day(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.month_alone(at))
    }

    /// `du 12 au 15 mai`, `3 et 4 mars`, `12–15 May`.
    fn days_and_month(&mut self, at: usize) -> Option<usize> {
        let first = self.day(at)?;
        let connects = matches!(self.sign(at + 1), Some('-' | '–' | '‑'))
            || self.word(at + 1).is_some_and(|word| {
                ["au", "et", "à", "to", "and", "ou", "or"].contains(&word)
            });
        if !connects {
            return None;
        }
        let second = self.day(at + 2)?;
        let month = self.lex(at + 3, month)?;
        self.push(Quantity::Day(month, first), at, at + 1);
        self.push(Quantity::Day(month, second), at + 2, at + 4);
        Some(self.year_after(at + 4, month))
    }

    /// `14 décembre 2021`, `1er janvier`, `14th of December`, `3 et 4 mars`.
    fn day_and_month(&mut self, at: usize) -> Option<usize> {
        let day = self.day(at)?;
        let mut next = at + 1;
        if self.is_joined(next)
            && self
                .word(next)
                .is_some_and(|word| self.lexicon.ordinals.contains(&word))
        {
            next += 1;
        }
        next = self.follows(next, &["of"]).unwrap_or(next);
        let month = self.lex(next, month)?;
        let end = self.year_after(next + 1, month);
        self.push(Quantity::Day(month, day), at, next + 1);
        Some(end)
    }

    /// `December 14, 2021`, `December 14th`.
    fn month_and_day(&mut self, at: usize) -> Option<usize> {
        let month = self.lex(at, month)?;
        self.word(at).filter(|word| starts_with_capital(word))?;
        let day = self.day(at + 1)?;
        let mut next = at + 2;
        if self.is_joined(next)
            && self
                .word(next)
                .is_some_and(|word| self.lexicon.ordinals.contains(&word))
        {
            next += 1;
        }
        // `March 12 projects` would be a number.
        if self.has_unit(next) {
            return None;
        }
        self.push(Quantity::Day(month, day), at, next);
        let year = if self.sign(next) == Some(',') { next + 1 } else { next };
        match self.year(year) {
            Some(value) => {
                self.push(Quantity::Year(value), year, year + 1);
                Some(year + 1)
            }
            None => Some(next),
        }
    }

    fn day(&self, at: usize) -> Option<i8> {
        let (value, plain) = self.digits(at)?;
        let day = i8::try_from(value)
            .ok()
            .filter(|day| plain && (1..=31).contains(day))?;
        value.is_integer().then_some(day)
    }

    /// `mi-2021`, `début décembre 2021`, `the end of 2021`, `au deuxième trimestre 2022`,
    /// `été 2021`, `Q1 2022`.
    fn part_of_year(&mut self, at: usize) -> Option<usize> {
        if let Some(n) = self.lex(at, third) {
            let mut next = at + 1;
            if matches!(self.sign(next), Some('-' | '‑')) {
                next += 1;
            }
            for words in [
                &["d", "année"][..],
                &["de", "l", "année"],
                &["de"],
                &["of", "the", "year"],
                &["of"],
            ] {
                if let Some(end) = self.follows(next, words) {
                    next = end;
                    break;
                }
            }
            if let Some(year) = self.year(next) {
                self.push(Quantity::YearPart(YearPart::Third(n)), at, next + 1);
                self.push(Quantity::Year(year), next, next + 1);
                return Some(next + 1);
            }
            // Within a month: both languages say it, and it is compared as well.
            if self.lex(next, month).is_some() && self.is_month_word(next) {
                self.push(Quantity::YearPart(YearPart::Third(n)), at, next);
                return self.month_alone(next);
            }
            return None;
        }
        if let Some(n) = self.lex(at, |lex| match lex {
            Lex::Season(n) => Some(n),
            _ => None,
        }) {
            let next = self.follows(at + 1, &["of"]).unwrap_or(at + 1);
            let year = self.year(next)?;
            self.push(Quantity::YearPart(YearPart::Season(n)), at, next + 1);
            self.push(Quantity::Year(year), next, next + 1);
            return Some(next + 1);
        }
        self.quarter(at)
    }

    fn quarter(&mut self, at: usize) -> Option<usize> {
        let ordinal = |lex| match lex {
            Lex::Ordinal(n) => Some(n),
            _ => None,
        };
        let (n, next) = if let Some(n) = self.lex(at, ordinal) {
            (n, at + 1)
        } else if let Some((value, true)) = self.digits(at)
            && self.is_joined(at + 1)
            && self.word(at + 1).is_some_and(|w| self.lexicon.ordinals.contains(&w))
        {
            (u8::try_from(value).ok()?, at + 2)
        } else {
            // `T1 2022`, `Q1 2022`, `S1`, `H1`.
            let (letter, digit) = self.word(at)?.split_at_checked(1)?;
            let n: u8 = digit.parse().ok().filter(|n| (1..=4).contains(n))?;
            let part = match letter {
                "T" | "Q" => YearPart::Quarter(n - 1),
                "S" | "H" if n <= 2 => YearPart::Half(n - 1),
                _ => return None,
            };
            let year = self.year(at + 1)?;
            self.push(Quantity::YearPart(part), at, at + 2);
            self.push(Quantity::Year(year), at + 1, at + 2);
            return Some(at + 2);
        };
        let part = match n {
            1..=4 if self.is(next, Lex::Quarter) => YearPart::Quarter(n - 1),
            // The last half is the second.
            1..=4 if self.is(next, Lex::Half) => YearPart::Half(u8::from(n > 1)),
            _ => return None,
        };
        let mut end = next + 1;
        for words in [&["de", "l", "année"][..], &["de"], &["of", "the", "year"], &["of"]]
        {
            if let Some(after) = self.follows(end, words) {
                end = after;
                break;
            }
        }
        match self.year(end) {
            Some(year) => {
                self.push(Quantity::YearPart(part), at, end + 1);
                self.push(Quantity::Year(year), end, end + 1);
                Some(end + 1)
            }
            // *Half of the firms* is no date; *the second quarter* alone may be one.
            None if matches!(part, YearPart::Quarter(_)) => {
                self.push(Quantity::YearPart(part), at, next + 1);
                Some(next + 1)
            }
            None => None,
        }
    }

    /// `décembre 2021`, `en décembre`.
    fn month_alone(&mut self, at: usize) -> Option<usize> {
        let month = self.lex(at, month)?;
        if !self.is_month_word(at) {
            return None;
        }
        self.push(Quantity::Month(month), at, at + 1);
        Some(self.year_after(at + 1, month))
    }

    /// *mars*, *may* and *march* are other words too, unless a year or a preposition stands
    /// beside them.
    fn is_month_word(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        let lower = word.to_lowercase();
        if self.year_at(at + 1).is_some() {
            return true;
        }
        let preposition = at.checked_sub(1).is_some_and(|before| {
            const BEFORE: [&str; 29] = [
                "en", "de", "depuis", "dès", "fin", "début", "mi", "avant", "après", "à",
                "courant", "d", "et", "ou", "in", "since", "from", "to", "until", "by",
                "before", "after", "early", "late", "mid", "of", "between", "and",
                "through",
            ];
            let hyphen = matches!(self.sign(before), Some('-' | '‑' | '’' | '\''));
            let before = if hyphen { before.saturating_sub(1) } else { before };
            self.word(before)
                .is_some_and(|word| BEFORE.contains(&word.to_lowercase().as_str()))
        });
        match lower.as_str() {
            // The planet has a capital.
            "mars" => preposition && word == "mars",
            "march" | "may" => preposition && starts_with_capital(word),
            "august" => starts_with_capital(word),
            _ => true,
        }
    }

    /// Takes the year after a month; where it ends.
    fn year_after(&mut self, at: usize, _month: i8) -> usize {
        match self.year_at(at) {
            Some((year, token)) => {
                self.push(Quantity::Year(year), token, token + 1);
                token + 1
            }
            None => at,
        }
    }

    /// A year here, perhaps after a comma or *of*.
    fn year_at(&self, at: usize) -> Option<(i16, usize)> {
        let at = match self.sign(at) {
            Some(',') => at + 1,
            _ => self.follows(at, &["of"]).unwrap_or(at),
        };
        Some((self.year(at)?, at))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let (value, plain) = self.digits(at)?;
        (plain && is_year(value)).then(|| i16::try_from(value).ok()).flatten()
    }

    // Numbers.

    /// Reads a number with its bound and unit. `start` is its first token, `at` its first
    /// digit or word.
    fn number(
        &mut self,
        start: usize,
        at: usize,
        prefix: Option<Currency>,
    ) -> Option<usize> {
        if prefix.is_none()
            && let Some(end) = self.prefix_code(at)
        {
            return Some(end);
        }
        if let Some(end) = self.anniversary(at).or_else(|| self.school_year(at)) {
            return Some(end);
        }
        let first = self.value(at)?;
        if prefix.is_none() && self.is_skipped(at, &first) {
            return Some(first.end);
        }
        let first_of = self.of(first.end, prefix, &first);
        let (bound, bound_start) = self.bound_before(start);
        // The other end of a range.
        if let Some((second, second_of)) = self.other_end(start, &first, &first_of) {
            let shared = match first_of.of {
                Counted::Anything => second_of,
                _ => first_of,
            };
            let scale = match first.scaled || first_of.factor > Decimal::ONE {
                true => first_of.factor,
                false => second_of.factor * self.scale_of(&second),
            };
            let of = shared.of;
            let low = first.value * scale;
            let high = second.value * second_of.factor;
            let is_years = of == Counted::Anything
                && first.plain
                && second.plain
                && is_year(first.value)
                && is_year(second.value);
            if is_years {
                self.push_year(first.value, at);
                self.push_year(second.value, second.end - 1);
                return Some(second.end);
            }
            let bound_of = |bound| match bound {
                Bound::About => Bound::About,
                _ => Bound::Exact,
            };
            let (end, of) = self.rate(second_of.end, of);
            for value in [low, high] {
                let bound = Some(bound_of(bound));
                let measure = StatedNumber { value: value.normalize(), bound, of };
                self.push(Quantity::Number(measure), bound_start, end);
            }
            return Some(end);
        }
        // A year is a number of four digits with nothing to count.
        let counts_nothing = matches!(first_of.of, Counted::Anything);
        if counts_nothing
            && first.plain
            && is_year(first.value)
            && first_of.factor == Decimal::ONE
        {
            self.push_year(first.value, at);
            return Some(first.end);
        }
        let (end, of) = self.rate(first_of.end, first_of.of);
        let (bound, end) = match (bound, self.bound_after(end)) {
            (Bound::Exact, Some((bound, end))) => (bound, end),
            (bound, _) => (bound, end),
        };
        // *vingt participants au plus*: past a noun that is not known.
        let (bound, end) = match (bound, of, self.bound_after(end + 1)) {
            (Bound::Exact, Counted::Anything, Some((bound, end)))
                if self.word(first_of.end).is_some() =>
            {
                (bound, end)
            }
            _ => (bound, end),
        };
        // *Over ten years* is as often *during* as *more than*, and *over 2,500 m²* *on*.
        let is_loose = matches!(of, Counted::Unit(_)) && self.is_during(start);
        let bound = (!is_loose).then_some(bound);
        let value = (first.value * first_of.factor).normalize();
        let measure = StatedNumber { value, bound, of };
        self.push(Quantity::Number(measure), bound_start, end);
        Some(end)
    }

    /// `150th anniversary`: as many years.
    fn anniversary(&mut self, at: usize) -> Option<usize> {
        let (value, _) = self.digits(at)?;
        let is_ordinal = self.is_joined(at + 1)
            && self
                .word(at + 1)
                .is_some_and(|word| self.lexicon.ordinals.contains(&word));
        if !is_ordinal
            || !matches!(self.word(at + 2), Some("anniversary" | "anniversaire"))
        {
            return None;
        }
        let of = Counted::Unit("year");
        let measure = StatedNumber { value, bound: Some(Bound::Exact), of };
        self.push(Quantity::Number(measure), at, at + 3);
        Some(at + 3)
    }

    /// `2020–21`: two years.
    fn school_year(&mut self, at: usize) -> Option<usize> {
        let first = self.year(at)?;
        let dash = matches!(self.sign(at + 1), Some('-' | '–' | '‑'));
        if !dash || !self.is_joined(at + 1) || !self.is_joined(at + 2) {
            return None;
        }
        let token = self.token(at + 2)?;
        let (second, plain) = self.digits(at + 2)?;
        if !plain || token.range.len() != 2 {
            return None;
        }
        let second = first / 100 * 100 + i16::try_from(second).ok()?;
        self.push(Quantity::Year(first), at, at + 1);
        self.push(Quantity::Year(second), at, at + 3);
        Some(at + 3)
    }

    /// `EUR 1.4 billion`, `CHF 45 million`.
    fn prefix_code(&mut self, at: usize) -> Option<usize> {
        let currency = Currency::parse(self.word(at)?)?;
        self.digits(at + 1)?;
        self.number(at, at + 1, Some(currency))
    }

    fn push_year(&mut self, value: Decimal, at: usize) {
        if let Ok(year) = i16::try_from(value) {
            self.push(Quantity::Year(year), at, at + 1);
        }
    }

    fn push(&mut self, quantity: Quantity, start: usize, end: usize) {
        let last = end.max(start + 1).min(self.tokens.len()) - 1;
        let range = self.tokens[start].range.start..self.tokens[last].range.end;
        self.out.push((quantity, range));
    }

    /// Words that are numbers and do not state one here: articles, *les deux*, *neuf* for new.
    fn is_skipped(&self, at: usize, value: &Value) -> bool {
        if value.digits || value.scaled {
            return false;
        }
        let Some(word) = self.word(at) else { return false };
        let lower = word.to_lowercase();
        let before =
            at.checked_sub(1).and_then(|at| self.word(at)).map(str::to_lowercase);
        match lower.as_str() {
            "deux" | "two" if value.end == at + 1 => {
                before.is_some_and(|before| self.lexicon.both.contains(&before.as_str()))
            }
            // After its noun it is the adjective.
            "neuf" if value.end == at + 1 => {
                let plural = self
                    .word(at + 1)
                    .is_some_and(|word| word.ends_with(['s', 'x']) && word.len() > 3);
                !plural
            }
            // *mille et une façons*, *one of*.
            "mille" if self.follows(at + 1, &["et", "une"]).is_some() => true,
            "mille" => self.word(at + 1).is_some_and(|word| {
                ["lieues", "mercis", "fois", "excuses", "feux", "vertus"].contains(&word)
            }),
            "a" if self.follows(at + 1, &["thousand", "and", "one"]).is_some() => true,
            "cent" => {
                before.is_some_and(|before| ["pour", "per"].contains(&before.as_str()))
            }
            _ => {
                let fraction = self.word(value.end).is_some_and(|word| {
                    self.lexicon.fractions.contains(&word) && word != "quarters"
                });
                fraction
            }
        }
    }

    /// *Over*, *sur* before a duration.
    fn is_during(&self, start: usize) -> bool {
        self.precedes(start, &["over"]).is_some()
    }

    /// A number in digits or words, with its scale.
    fn value(&self, at: usize) -> Option<Value> {
        let first = self.half(at).or_else(|| self.plain_value(at))?;
        let mut total = first;
        // *two and a half million*
        if let Some(end) = self.follows(total.end, &["and", "a", "half"]) {
            total.value += Decimal::new(5, 1);
            total.end = end;
            total.plain = false;
        }
        // *1 milliard 400 millions*, *deux millions cinq cent mille*.
        let mut step = self.scale(&mut total);
        // *deux millions et demi*
        let and_half = ["demi", "demie"].iter();
        let and_half = and_half.filter(|_| step > Decimal::ONE);
        if let Some(end) = and_half
            .filter_map(|half| self.follows(total.end, &["et", half]))
            .next()
        {
            total.value += step / decimal(2);
            total.end = end;
            return Some(total);
        }
        while step > Decimal::ONE {
            let next = match self.lexicon.and == self.word(total.end).unwrap_or("") {
                true => total.end + 1,
                false => total.end,
            };
            let Some(mut more) = self.plain_value(next) else { break };
            let more_step = self.scale(&mut more);
            let continues = more_step > Decimal::ONE && more_step < step
                || (!more.digits
                    && !first.digits
                    && more.value < step
                    && more.end > next + 1);
            if !continues {
                break;
            }
            total.value = total.value.checked_add(more.value)?;
            total.end = more.end;
            step = more_step;
        }
        Some(total)
    }

    /// *half a million*, *un demi-million*: one half, before its scale.
    fn half(&self, at: usize) -> Option<Value> {
        let end = self
            .follows(at, &["half", "a"])
            .or_else(|| self.follows(at, &["un", "demi"]))?;
        let end = if matches!(self.sign(end), Some('-' | '‑')) { end + 1 } else { end };
        let is_scale = self.lexes(end).iter().any(|lex| matches!(lex, Lex::Scale(_)));
        let value = Decimal::new(5, 1);
        is_scale.then_some(Value {
            value,
            end,
            scaled: false,
            digits: false,
            plain: false,
        })
    }

    /// Multiplies a value by the scale after it, and tells the scale.
    fn scale(&self, value: &mut Value) -> Decimal {
        let scale = self.lex(value.end, |lex| match lex {
            Lex::Scale(scale) => Some(scale),
            Lex::Thousand if value.digits => Some(1_000),
            _ => None,
        });
        let Some(scale) = scale.map(decimal) else { return Decimal::ONE };
        let Some(scaled) = value.value.checked_mul(scale) else { return Decimal::ONE };
        value.value = scaled;
        value.end += 1;
        value.scaled = true;
        value.plain = false;
        scale
    }

    fn scale_of(&self, value: &Value) -> Decimal {
        if !value.scaled {
            return Decimal::ONE;
        }
        let scale = value.end.checked_sub(1).and_then(|at| {
            self.lex(at, |lex| match lex {
                Lex::Scale(scale) => Some(scale),
                Lex::Thousand => Some(1_000),
                _ => None,
            })
        });
        scale.map_or(Decimal::ONE, decimal)
    }

    fn plain_value(&self, at: usize) -> Option<Value> {
        if let Some((value, plain)) = self.digits(at) {
            return Some(Value {
                value,
                end: at + 1,
                scaled: false,
                digits: true,
                plain,
            });
        }
        let (value, end) = self.number_words(at)?;
        Some(Value {
            value: decimal(value),
            end,
            scaled: false,
            digits: false,
            plain: false,
        })
    }

    /// `deux cent cinquante`, `quatre-vingt-dix`, `two hundred and fifty`, `a hundred`.
    fn number_words(&self, start: usize) -> Option<(u64, usize)> {
        let mut at = start;
        let (mut total, mut current, mut n_words) = (0_u64, 0_u64, 0);
        let mut only_one = false;
        loop {
            let mut here = at;
            // Hyphens and *and* join the words of one number.
            if n_words > 0 {
                if matches!(self.sign(here), Some('-' | '‑')) {
                    here += 1;
                }
                let joins = self.word(here).is_some_and(|word| word == self.lexicon.and)
                    && (current >= 20 || total > 0)
                    && self.continues_after_and(here + 1, current);
                if joins {
                    here += 1;
                    if matches!(self.sign(here), Some('-' | '‑')) {
                        here += 1;
                    }
                }
            }
            let lexes = self.lexes(here);
            let next = if lexes.contains(&Lex::Score) && current % 100 == 4 {
                current += 76;
                true
            } else if lexes.contains(&Lex::Hundred) {
                if current > 99 {
                    false
                } else {
                    current = current.max(1) * 100;
                    true
                }
            } else if lexes.contains(&Lex::Thousand) && total == 0 {
                total = current.max(1) * 1_000;
                current = 0;
                true
            } else if let Some(n) = lexes.iter().find_map(|lex| match lex {
                Lex::Add(n) => Some(u64::from(*n)),
                _ => None,
            }) {
                let fits = n_words == 0
                    || (current.is_multiple_of(100) && (current > 0 || total > 0))
                    || (current % 100 >= 20 && n < 20 && current.is_multiple_of(10))
                    // *dix-sept*
                    || (current % 100 == 10 && (7..=9).contains(&n) && self.lexicon.to == "à");
                if fits {
                    current += n;
                }
                fits
            } else if lexes.contains(&Lex::One) {
                let composite = n_words > 0 && current >= 20;
                let begins = n_words == 0
                    && self.lexes(here + 1).iter().any(|lex| {
                        matches!(lex, Lex::Hundred | Lex::Thousand | Lex::Scale(_))
                    });
                if composite || begins {
                    current += 1;
                    only_one = begins;
                }
                composite || begins
            } else {
                false
            };
            if !next {
                break;
            }
            n_words += 1;
            at = here + 1;
        }
        let value = total + current;
        let is_number = n_words > 0 && (n_words > 1 || value != 1 || only_one);
        is_number.then_some((value, at))
    }

    fn continues_after_and(&self, at: usize, current: u64) -> bool {
        let at = if matches!(self.sign(at), Some('-' | '‑')) { at + 1 } else { at };
        self.lexes(at).iter().any(|lex| match lex {
            Lex::One => current % 100 >= 20 && current % 10 == 0,
            // *twenty and thirty* are two numbers; *hundred and thirty* is one.
            Lex::Add(n) => {
                current.is_multiple_of(100) || (*n == 11 && current % 100 == 60)
            }
            _ => false,
        })
    }

    // What is counted.

    /// Reads what stands after a number.
    fn of(&self, at: usize, prefix: Option<Currency>, value: &Value) -> Of {
        let plain = |of, end| Of { of, end, factor: Decimal::ONE };
        if let Some(currency) = prefix {
            // *€1.4bn*, *€650m*.
            let scale = self.lex(at, short_scale).filter(|_| self.lexicon.prefix_scales);
            let (factor, end) = match scale {
                Some(scale) => (decimal(scale), at + 1),
                None => (Decimal::ONE, at),
            };
            return Of { of: Counted::Money(currency, false), end, factor };
        }
        // *M€*, *Md €*, *k€*.
        if let Some(scale) = self.lex(at, short_scale)
            && let Some((currency, end)) = self.currency(at + 1)
        {
            return Of {
                of: Counted::Money(currency, false),
                end,
                factor: decimal(scale),
            };
        }
        if self.sign(at) == Some('%') {
            return plain(Counted::Unit("percent"), at + 1);
        }
        for words in self.lexicon.percent {
            if let Some(end) = self.follows(at, words) {
                return plain(Counted::Unit("percent"), end);
            }
        }
        if let Some((currency, end)) = self.currency(at) {
            return plain(Counted::Money(currency, false), end);
        }
        // *millions d’euros*, *milliards de dollars*.
        if value.scaled || value.value >= decimal(1_000) {
            for link in self.lexicon.links {
                if let Some(end) = self.follows(at, &[link]) {
                    let end = match self.sign(end) {
                        Some('\'' | '’') => end + 1,
                        _ => end,
                    };
                    if let Some((currency, end)) = self.currency(end) {
                        return plain(Counted::Money(currency, false), end);
                    }
                }
            }
        }
        // *18-month*.
        let at_word = match self.sign(at) {
            Some('-' | '‑') if self.is_joined(at) => at + 1,
            _ => at,
        };
        for (words, unit) in self.lexicon.long_units {
            if let Some(end) = self.follows(at_word, words) {
                return plain(Counted::Unit(unit), end);
            }
        }
        if let Some(unit) = self.lex(at_word, unit) {
            // *points de pourcentage*
            let end = self
                .follows(at_word + 1, &["de", "pourcentage"])
                .unwrap_or(at_word + 1);
            return plain(Counted::Unit(unit), end);
        }
        self.noun(at_word, at, value)
    }

    /// The noun that a number counts, past an adjective or two.
    fn noun(&self, mut at: usize, end: usize, value: &Value) -> Of {
        let nothing = Of { of: Counted::Anything, end, factor: Decimal::ONE };
        let is_date = value.plain && is_year(value.value);
        // *de* and *of* stand between a million and its noun.
        for link in self.lexicon.links {
            if value.scaled
                && let Some(after) = self.follows(at, &[link])
            {
                at = match self.sign(after) {
                    Some('\'' | '’') => after + 1,
                    _ => after,
                };
            }
        }
        for distance in 0..=NOUN_DISTANCE {
            let here = at + distance;
            if self.word(here).is_none() {
                return nothing;
            }
            let noun = self.lex(here, |lex| match lex {
                Lex::Noun(noun) => Some(noun),
                _ => None,
            });
            // *5 university hospital institutes*: what is counted is in the plural.
            let is_counted = value.value < decimal(2)
                || self.word(here).is_some_and(|word| {
                    word.ends_with(['s', 'x']) || word == "people" || word == "start"
                });
            if let Some(noun) = noun.filter(|_| is_counted) {
                return Of {
                    of: Counted::Noun(noun),
                    end: here + 1,
                    factor: Decimal::ONE,
                };
            }
            // A year has its noun at once, or none.
            let stops = self.lexes(here).iter().any(|lex| {
                matches!(lex, Lex::Function | Lex::Add(_) | Lex::One | Lex::Month(_))
            });
            if is_date || stops {
                return nothing;
            }
        }
        nothing
    }

    fn currency(&self, at: usize) -> Option<(Currency, usize)> {
        if let Some(currency) = self.sign(at).and_then(currency_of_sign) {
            return Some((currency, at + 1));
        }
        // *US$*.
        if self.word(at) == Some("US") && self.sign(at + 1) == Some('$') {
            return Some((Currency::parse("USD")?, at + 2));
        }
        for (words, code) in self.lexicon.long_currencies {
            let lower: Vec<String> =
                words.iter().map(|word| word.to_lowercase()).collect();
            let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
            if let Some(end) = self.follows(at, &lower) {
                return Some((Currency::parse(code)?, end));
            }
        }
        // *d’euros*.
        let at = match self.follows(at, &["d"]) {
            Some(end) if matches!(self.sign(end), Some('\'' | '’')) => end + 1,
            _ => at,
        };
        let code = self.lex(at, |lex| match lex {
            Lex::Currency(code) => Some(code),
            _ => None,
        })?;
        Some((Currency::parse(code)?, at + 1))
    }

    /// *par an*, *a year*: an amount becomes a rate.
    fn rate(&self, at: usize, of: Counted) -> (usize, Counted) {
        let Counted::Money(currency, _) = of else { return (at, of) };
        for words in self.lexicon.yearly {
            if let Some(end) = self.follows(at, words) {
                return (end, Counted::Money(currency, true));
            }
        }
        (at, of)
    }

    /// The bound before a number, and where it begins.
    fn bound_before(&self, at: usize) -> (Bound, usize) {
        for (words, bound) in self.lexicon.before {
            if let Some(start) = self.precedes(at, words) {
                return (*bound, start);
            }
        }
        let sign = at.checked_sub(1).and_then(|at| Some((self.sign(at)?, at)));
        match sign {
            Some(('>', at)) => (Bound::MoreThan, at),
            Some(('<', at)) => (Bound::LessThan, at),
            Some(('≥', at)) => (Bound::AtLeast, at),
            Some(('≤', at)) => (Bound::AtMost, at),
            Some(('~' | '≈', at)) => (Bound::About, at),
            _ => (Bound::Exact, at),
        }
    }

    fn bound_after(&self, at: usize) -> Option<(Bound, usize)> {
        self.lexicon
            .after
            .iter()
            .find_map(|(words, bound)| Some((*bound, self.follows(at, words)?)))
    }

    /// The second number of a range that begins with the first.
    fn other_end(
        &self,
        start: usize,
        first: &Value,
        first_of: &Of,
    ) -> Option<(Value, Of)> {
        let mut at = first_of.end;
        let dash = matches!(self.sign(at), Some('-' | '–' | '—' | '‑'));
        let word = self.word(at).map(str::to_lowercase);
        let word = word.as_deref();
        let is_between = self.begins_between(start);
        let connects = (dash && self.is_tight(at))
            || word == Some(self.lexicon.to)
            || (word == Some(self.lexicon.and) && is_between);
        if !connects {
            return None;
        }
        at += 1;
        let prefix = self.sign(at).and_then(currency_of_sign);
        if prefix.is_some() {
            at += 1;
        }
        let second = self.value(at)?;
        let second_of = self.of(
            second.end,
            prefix.or(match first_of.of {
                // *€40 to 50 million*
                Counted::Money(currency, _) if start != at && self.is_prefixed(start) => {
                    Some(currency)
                }
                _ => None,
            }),
            &second,
        );
        // *de 2 projets à 5 millions* is no range; nor are numbers that go down.
        let same = first_of.of == Counted::Anything
            || second_of.of == Counted::Anything
            || first_of.of == second_of.of;
        let scaled_first = match first.scaled || first_of.factor > Decimal::ONE {
            true => first.value * first_of.factor,
            false => first.value * second_of.factor * self.scale_of(&second),
        };
        let grows = scaled_first < second.value * second_of.factor;
        (same && grows && first.digits == second.digits).then_some((second, second_of))
    }

    fn is_prefixed(&self, start: usize) -> bool {
        self.sign(start).and_then(currency_of_sign).is_some()
    }

    /// Whether a dash stands between two numbers as in `12–18`, and not as in `12 – il…`.
    fn is_tight(&self, at: usize) -> bool {
        self.is_joined(at) && self.is_joined(at + 1)
            || self.digits(at + 1).is_some()
                && self.is_joined(at) == self.is_joined(at + 1)
    }

    fn begins_between(&self, start: usize) -> bool {
        let (_, start) = self.bound_before(start);
        (1..=2).any(|distance| {
            start
                .checked_sub(distance)
                .and_then(|at| self.word(at))
                .is_some_and(|word| word.to_lowercase() == self.lexicon.between)
        })
    }
}

fn currency_of_sign(sign: char) -> Option<Currency> {
    Currency::parse(match sign {
        '€' => "EUR",
        '$' => "USD",
        '£' => "GBP",
        _ => return None,
    })
}

fn is_year(value: Decimal) -> bool {
    value.is_integer() && value >= decimal(1800) && value < decimal(2200)
}

fn starts_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn month(lex: Lex) -> Option<i8> {
    match lex {
        Lex::Month(month) => Some(month),
        _ => None,
    }
}

fn third(lex: Lex) -> Option<u8> {
    match lex {
        Lex::Third(third) => Some(third),
        _ => None,
    }
}

fn unit(lex: Lex) -> Option<&'static str> {
    match lex {
        Lex::Unit(unit) => Some(unit),
        _ => None,
    }
}

fn short_scale(lex: Lex) -> Option<u64> {
    match lex {
        Lex::ShortScale(scale) => Some(scale),
        _ => None,
    }
}
