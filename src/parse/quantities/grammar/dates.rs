//! Dates: days, months, parts of years.

use crate::model::date::YearPart;
use crate::model::stated::Quantity;
use crate::parse::quantities::grammar::{
    Grammar, is_year, month, starts_with_capital, third,
};
use crate::parse::quantities::lexicon::Lex;

impl<'a> Grammar<'a> {
    /// Reads a date that begins at a token.
    pub(super) fn date(&mut self, at: usize) -> Option<usize> {
        self.days_and_month(at)
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.month_and_day(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.month_alone(at))
    }

    /// `du 12 au 15 mai`, `les 18, 19 et 20 juin`, `12–15 May`.
    pub(super) fn days_and_month(&mut self, at: usize) -> Option<usize> {
        let first = self.day(at)?;
        let mut days = vec![(at, first)];
        let mut next = at + 1;
        loop {
            let connects = matches!(self.sign(next), Some('-' | '–' | '‑' | ','))
                || self.word(next).is_some_and(|word| {
                    ["au", "et", "à", "to", "and", "ou", "or"].contains(&word)
                });
            if !connects {
                break;
            }
            let Some(day) = self.day(next + 1) else { break };
            days.push((next + 1, day));
            next += 2;
        }
        let month = self.lex(next, month).filter(|_| days.len() > 1)?;
        for (at, day) in days {
            self.push(Quantity::Day(month, day), at, at + 1);
        }
        Some(self.year_after(next + 1))
    }

    /// `06/06/2025`: the day first, as both languages of Europe write it.
    pub(super) fn numeric_date(&mut self, at: usize) -> Option<usize> {
        let day = i8::try_from(self.digits(at)?.0).ok()?;
        let month = i8::try_from(self.digits(at + 2)?.0).ok()?;
        let slashes = [at + 1, at + 3].iter().all(|at| self.sign(*at) == Some('/'));
        let year = self.year(at + 4)?;
        if !slashes || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            return None;
        }
        self.push(Quantity::Day(month, day), at, at + 3);
        self.push(Quantity::Year(year), at + 4, at + 5);
        Some(at + 5)
    }

    /// `14 décembre 2021`, `1er janvier`, `14th of December`, `3 et 4 mars`.
    pub(super) fn day_and_month(&mut self, at: usize) -> Option<usize> {
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
        if self.is_name_of_street(next) {
            return None;
        }
        let end = self.year_after(next + 1);
        self.push(Quantity::Day(month, day), at, next + 1);
        Some(end)
    }

    /// `December 14, 2021`, `December 14th`.
    pub(super) fn month_and_day(&mut self, at: usize) -> Option<usize> {
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
        // *March 12–13, 2025*
        let connects = matches!(self.sign(next), Some('-' | '–' | '‑'))
            || self.word(next).is_some_and(|word| ["to", "and"].contains(&word));
        if connects
            && let Some(other) = self.day(next + 1)
            && !self.has_unit(next + 2)
            && (self.word(next + 2).is_none() || self.is(next + 2, Lex::Function))
        {
            self.push(Quantity::Day(month, other), next + 1, next + 2);
            next += 2;
        }
        let year = if self.sign(next) == Some(',') { next + 1 } else { next };
        match self.year(year) {
            Some(value) => {
                self.push(Quantity::Year(value), year, year + 1);
                Some(year + 1)
            }
            None => Some(next),
        }
    }

    pub(super) fn day(&self, at: usize) -> Option<i8> {
        let (value, plain) = self.digits(at)?;
        let day = i8::try_from(value)
            .ok()
            .filter(|day| plain && (1..=31).contains(day))?;
        value.is_integer().then_some(day)
    }

    /// `mi-2021`, `début décembre 2021`, `the end of 2021`, `au deuxième trimestre 2022`,
    /// `été 2021`, `Q1 2022`.
    pub(super) fn part_of_year(&mut self, at: usize) -> Option<usize> {
        if let Some(n) = self.lex(at, third) {
            let mut next = at + 1;
            if matches!(self.sign(next), Some('-' | '‑')) {
                next += 1;
            }
            for words in [
                &["d", "année"][..],
                &["de", "l", "année"],
                &["du", "mois", "de"],
                &["du", "mois", "d"],
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

    pub(super) fn quarter(&mut self, at: usize) -> Option<usize> {
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
    pub(super) fn month_alone(&mut self, at: usize) -> Option<usize> {
        let month = self.lex(at, month)?;
        if !self.is_month_word(at) {
            return None;
        }
        self.push(Quantity::Month(month), at, at + 1);
        Some(self.year_after(at + 1))
    }

    /// *mars*, *may* and *march* are other words too, unless a year or a preposition stands
    /// beside them.
    pub(super) fn is_month_word(&self, at: usize) -> bool {
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
        if self.is_name_of_street(at) {
            return false;
        }
        match lower.as_str() {
            // The planet has a capital.
            "mars" => preposition && word == "mars",
            "march" | "may" => preposition && starts_with_capital(word),
            "august" => starts_with_capital(word),
            _ => true,
        }
    }

    /// `rue du 11-Novembre`: French writes its months small, but where a sentence begins.
    pub(super) fn is_name_of_street(&self, at: usize) -> bool {
        let begins = at.checked_sub(1).is_none_or(|before| {
            matches!(self.sign(before), Some('.' | '!' | '?' | ':' | '(' | '–' | '—'))
        });
        let is_french = self.lexicon.to == "à";
        is_french && !begins && self.word(at).is_some_and(starts_with_capital)
    }

    /// Takes the year after a month; where it ends.
    pub(super) fn year_after(&mut self, at: usize) -> usize {
        match self.year_at(at) {
            Some((year, token)) => {
                self.push(Quantity::Year(year), token, token + 1);
                token + 1
            }
            None => at,
        }
    }

    /// A year here, perhaps after a comma or *of*.
    pub(super) fn year_at(&self, at: usize) -> Option<(i16, usize)> {
        let at = match self.sign(at) {
            Some(',') => at + 1,
            _ => self.follows(at, &["of"]).unwrap_or(at),
        };
        Some((self.year(at)?, at))
    }

    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let (value, plain) = self.digits(at)?;
        (plain && is_year(value)).then(|| i16::try_from(value).ok()).flatten()
    }
}
