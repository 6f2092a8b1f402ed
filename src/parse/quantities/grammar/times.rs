//! Times of day.

use rust_decimal::Decimal;

use crate::model::stated::Quantity;
use crate::parse::quantities::grammar::Grammar;
use crate::parse::quantities::lexicon::Lex;

impl<'a> Grammar<'a> {
    /// `14 h 30`, `14h`, `14:30`, `2.30 pm`, `2–5 p.m.`, *noon*.
    pub(super) fn time_of_day(&mut self, at: usize) -> Option<usize> {
        if let Some(end) = self.time_in_words(at, at) {
            return Some(end);
        }
        if self.digits(at).is_none() || self.is_in_address(at) {
            return None;
        }
        // *12 noon*
        if let Some(end) = self.time_in_words(at, at + 1) {
            return Some(end);
        }
        if let Some((minutes, end)) = self.in_french(at) {
            self.push_time(minutes, at, end);
            return Some(end);
        }
        let (minutes, end) = self.clock(at)?;
        if let Some((is_afternoon, past)) = self.half_of_day(end) {
            self.push_time(in_half(minutes, is_afternoon)?, at, past);
            return Some(past);
        }
        // *2 to 5 pm*, *9.30–11 am*: the first hour is of the same half, if it comes before.
        let connects = matches!(self.sign(end), Some('-' | '–' | '‑'))
            || self.follows(end, &[self.lexicon.to]).is_some()
            || self.follows(end, &[self.lexicon.and]).is_some();
        if connects
            && let Some((other, other_end)) = self.clock(end + 1)
            && let Some((is_afternoon, past)) = self.half_of_day(other_end)
        {
            let second = in_half(other, is_afternoon)?;
            let same = in_half(minutes, is_afternoon)?;
            let first =
                if same < second { same } else { in_half(minutes, !is_afternoon)? };
            self.push_time(first, at, end);
            self.push_time(second, end + 1, past);
            return Some(past);
        }
        // `14:30` needs no word.
        let is_plain = self.sign(at + 1) == Some(':') && minutes < 1_440;
        is_plain.then(|| {
            self.push_time(minutes, at, end);
            end
        })
    }

    /// *midi et demi*, *midnight*. *L’après-midi* is none, nor is *le Midi*.
    fn time_in_words(&mut self, start: usize, at: usize) -> Option<usize> {
        let hours = self.lex(at, |lex| match lex {
            Lex::Time(hours) => Some(hours),
            _ => None,
        })?;
        let is_part = self.is_joined(at)
            && at
                .checked_sub(1)
                .is_some_and(|before| matches!(self.sign(before), Some('-' | '‑')));
        let is_name = self.word(at)?.starts_with(char::is_uppercase);
        if is_part || is_name {
            return None;
        }
        let half = self
            .follows(at + 1, &["et", "demi"])
            .or_else(|| self.follows(at + 1, &["et", "demie"]));
        let minutes = hours * 60 + if half.is_some() { 30 } else { 0 };
        let end = half.unwrap_or(at + 1);
        self.push_time(minutes, start, end);
        Some(end)
    }

    /// `14 h 30`, `14h30`, *à 17 heures*.
    fn in_french(&self, at: usize) -> Option<(u16, usize)> {
        let hours = self.two_digits(at).filter(|hours| *hours < 25)?;
        let unit = self.word(at + 1).filter(|unit| {
            self.lexicon
                .times
                .contains(&unit.trim_end_matches(|c: char| c.is_ascii_digit()))
        })?;
        // `14h30` has its minutes in the word.
        if let Some(minutes) = unit.strip_prefix('h').filter(|rest| rest.len() == 2) {
            let minutes: u16 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
            return Some((hours * 60 + minutes, at + 2));
        }
        if unit != "h" {
            // *à partir de 10 heures*, *avant 18 heures*: an hour of the day.
            const BEFORE: [&str; 6] = ["à", "dès", "vers", "avant", "après", "jusqu"];
            let before = at.checked_sub(1).and_then(|at| self.word(at));
            let is_time = before.is_some_and(|before| BEFORE.contains(&before))
                || self.precedes(at, &["à", "partir", "de"]).is_some()
                || self.precedes(at, &["à", "compter", "de"]).is_some();
            if !is_time || !matches!(unit, "heure" | "heures") {
                return None;
            }
        }
        // `24 h/24`
        if self.sign(at + 2) == Some('/') {
            return None;
        }
        let minutes = self.two_digits(at + 2).filter(|minutes| {
            *minutes < 60
                && self.token(at + 2).is_some_and(|token| token.range.len() == 2)
        });
        match minutes {
            Some(minutes) => Some((hours * 60 + minutes, at + 3)),
            None => Some((hours * 60, at + 2)),
        }
    }

    /// `2`, `2.30`, `14:30`: minutes since midnight or noon, and where they end.
    fn clock(&self, at: usize) -> Option<(u16, usize)> {
        self.digits(at)?;
        let text = &self.text[self.token(at)?.range.clone()];
        if self.sign(at + 1) == Some(':')
            && self.is_joined(at + 1)
            && self.is_joined(at + 2)
        {
            let hours = self.two_digits(at).filter(|hours| *hours < 25)?;
            let minutes = self.two_digits(at + 2).filter(|minutes| *minutes < 60)?;
            let is_pair = self.token(at + 2)?.range.len() == 2;
            return is_pair.then_some((hours * 60 + minutes, at + 3));
        }
        let (hours, minutes) = text.split_once('.').unwrap_or((text, "00"));
        let hours: u16 = hours.parse().ok().filter(|hours| (1..=12).contains(hours))?;
        let minutes: u16 = match minutes.len() {
            2 => minutes.parse().ok().filter(|minutes| *minutes < 60)?,
            _ => return None,
        };
        Some((hours * 60 + minutes, at + 1))
    }

    /// *am*, *p.m.*: whether it is the afternoon, and where it ends.
    fn half_of_day(&self, at: usize) -> Option<(bool, usize)> {
        let word = self.word(at)?.to_lowercase();
        if !self.lexicon.times.contains(&"pm") {
            return None;
        }
        match word.as_str() {
            "am" | "pm" => Some((word == "pm", at + 1)),
            "a" | "p"
                if self.sign(at + 1) == Some('.') && self.word(at + 2) == Some("m") =>
            {
                let end = if self.sign(at + 3) == Some('.') { at + 4 } else { at + 3 };
                Some((word == "p", end))
            }
            _ => None,
        }
    }

    /// Past the hours of *half past* six to nine, which do not say of which half of the day
    /// they are.
    pub(super) fn hours_in_words(&self, at: usize) -> usize {
        let hour = |at: usize| self.value(at).filter(|it| it.value <= Decimal::from(12));
        let Some(first) = hour(at) else { return at };
        let second = self.follows(first.end, &[self.lexicon.to]).and_then(hour);
        second.map_or(first.end, |second| second.end)
    }

    fn two_digits(&self, at: usize) -> Option<u16> {
        self.digits(at)?;
        let text = &self.text[self.token(at)?.range.clone()];
        text.parse().ok().filter(|_| text.len() <= 2)
    }

    fn push_time(&mut self, minutes: u16, start: usize, end: usize) {
        self.push(Quantity::Time(minutes % 1_440), start, end);
    }
}

/// The minutes since midnight of a time in one half of the day: *12.30 am* is 0 h 30.
fn in_half(minutes: u16, is_afternoon: bool) -> Option<u16> {
    // *14:30 pm* is the afternoon anyhow.
    match (minutes / 60, is_afternoon) {
        (0..=12, _) => Some(minutes % 720 + if is_afternoon { 720 } else { 0 }),
        (13..=24, true) => Some(minutes),
        _ => None,
    }
}
