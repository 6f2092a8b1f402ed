//! What a number counts, and what is said of it: units, currencies, rates, bounds.

use rust_decimal::Decimal;

use crate::model::money::Currency;
use crate::model::quantity::Bound;
use crate::model::stated::{Bounds, Counted, Quantity};
use crate::parse::quantities::grammar::{
    Grammar, NOUN_DISTANCE, Of, Value, currency_of_sign, is_year, period, short_scale,
    unit,
};
use crate::parse::quantities::lexicon::{Lex, decimal};

impl<'a> Grammar<'a> {
    /// Reads what stands after a number.
    pub(super) fn of(&self, at: usize, prefix: Option<Currency>, value: &Value) -> Of {
        let plain = |of, end| Of { of, end, factor: Decimal::ONE };
        if let Some(currency) = prefix {
            // *€1.4bn*, *€650m*.
            let scale = self.lex(at, short_scale);
            let (factor, end) = match scale {
                Some(scale) => (decimal(scale), at + 1),
                None => (Decimal::ONE, at),
            };
            return Of { of: Counted::Money(currency, None), end, factor };
        }
        // *M€*, *Md €*, *k€*.
        if let Some(scale) = self.lex(at, short_scale)
            && let Some((currency, end)) = self.currency(at + 1)
        {
            return Of {
                of: Counted::Money(currency, None),
                end,
                factor: decimal(scale),
            };
        }
        if self.sign(at) == Some('%') {
            return plain(Counted::Unit("percent"), at + 1);
        }
        if self.sign(at) == Some('‰') {
            return plain(Counted::Unit("per-mille"), at + 1);
        }
        for words in self.lexicon.percent {
            if let Some(end) = self.follows(at, words) {
                return plain(Counted::Unit("percent"), end);
            }
        }
        if let Some((currency, end)) = self.currency(at) {
            // *92 euro cents*
            if self.lex(end, unit) == Some("cent") {
                return plain(Counted::Unit("cent"), end + 1);
            }
            return plain(Counted::Money(currency, None), end);
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
                        return plain(Counted::Money(currency, None), end);
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
        let scaled = self.lex(at_word, |lex| match lex {
            Lex::ScaledUnit(unit, scale) => Some((unit, scale)),
            _ => None,
        });
        if let Some((unit, scale)) = scaled {
            let of = Counted::Unit(unit);
            return Of { of, end: at_word + 1, factor: decimal(scale) };
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
    pub(super) fn noun(&self, mut at: usize, end: usize, value: &Value) -> Of {
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
            // *16 linear metres*, *two extra hours*: a unit past its adjective.
            if distance == 1
                && is_counted
                && let Some(unit) = self.lex(here, unit)
            {
                return Of {
                    of: Counted::Unit(unit),
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

    pub(super) fn currency(&self, at: usize) -> Option<(Currency, usize)> {
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

    /// *par an*, *a month*, *par étudiant et par an*, */jour*: an amount becomes a rate.
    pub(super) fn rate(&self, at: usize, of: Counted) -> (usize, Counted) {
        let Counted::Money(currency, _) = of else { return (at, of) };
        const BETWEEN: [&str; 8] =
            ["brut", "bruts", "net", "nets", "HT", "TTC", "gross", "before"];
        let at_rate = match self.word(at).is_some_and(|word| BETWEEN.contains(&word)) {
            true => at + 1,
            false => at,
        };
        let starts = [Some(at), Some(at_rate), self.past_whom(at_rate)];
        for start in starts.into_iter().flatten() {
            if self.sign(start) == Some('/')
                && let Some(period) = self.lex(start + 1, period)
            {
                return (start + 2, Counted::Money(currency, Some(period)));
            }
            for (words, period) in self.lexicon.rates {
                if let Some(end) = self.follows(start, words) {
                    return (end, Counted::Money(currency, Some(*period)));
                }
            }
        }
        (at, of)
    }

    /// *chaque année*, *every month*: a rate far from its amount.
    pub(super) fn rate_alone(&mut self, at: usize) -> Option<usize> {
        if !self.is(at, Lex::Each) {
            return None;
        }
        let mut rates = self.lexicon.rates.iter();
        let (period, end) = rates
            .find_map(|(words, period)| Some((*period, self.follows(at, words)?)))?;
        self.push(Quantity::Rate(period), at, end);
        Some(end)
    }

    /// Past *par étudiant et*, *per student*.
    fn past_whom(&self, at: usize) -> Option<usize> {
        let whom = self.follows(at, &[self.lexicon.per])?;
        self.word(whom)?;
        let end = whom + 1;
        Some(self.follows(end, &[self.lexicon.and]).unwrap_or(end))
    }

    /// The bound before a number, and where it begins.
    pub(super) fn bound_before(&self, at: usize) -> (Bounds, usize) {
        if let Some(found) = self.words_of_bound(at) {
            return found;
        }
        // *dépasse désormais les 80 %*
        let is_one_of = |at: usize, words: &[&str]| {
            self.word(at).is_some_and(|word| words.contains(&word))
        };
        let mut far = at;
        while let Some(before) = far
            .checked_sub(1)
            .filter(|before| is_one_of(*before, self.lexicon.between_far))
        {
            far = before;
        }
        let last = far.checked_sub(1).filter(|_| far < at);
        if last.is_some_and(|last| is_one_of(last, self.lexicon.far))
            && let Some(found) = self.words_of_bound(far)
        {
            return found;
        }
        let sign = at.checked_sub(1).and_then(|at| Some((self.sign(at)?, at)));
        match sign {
            Some(('>', at)) => (Bound::MoreThan.into(), at),
            Some(('<', at)) => (Bound::LessThan.into(), at),
            Some(('≥', at)) => (Bound::AtLeast.into(), at),
            Some(('≤', at)) => (Bound::AtMost.into(), at),
            Some(('~' | '≈', at)) => (Bound::About.into(), at),
            _ => (Bound::Exact.into(), at),
        }
    }

    /// The words that bound what follows them.
    fn words_of_bound(&self, at: usize) -> Option<(Bounds, usize)> {
        let mut before = at.checked_sub(1);
        while let Some(nth) =
            before.filter(|nth| matches!(self.sign(*nth), Some('\'' | '’' | '-')))
        {
            before = nth.checked_sub(1);
        }
        if !before.is_some_and(|before| self.is(before, Lex::BoundEnd)) {
            return None;
        }
        let mut bounds = self.lexicon.before.iter();
        let (words, bound, start) = bounds
            .find_map(|(words, bound)| Some((words, bound, self.precedes(at, words)?)))?;
        // *12 points more than two years ago* compares.
        let compares = start.checked_sub(1).is_some_and(|before| {
            self.sign(before) == Some('%') || self.lex(before, unit).is_some()
        });
        Some(match compares && words.len() > 1 {
            true => (Bound::Exact.into(), at),
            false => (Bounds::any(bound), start),
        })
    }

    /// Whether a sign or *minus* makes a number negative, and where the number begins with
    /// it. `at` is its first digit or the sign of its currency.
    ///
    /// A hyphen is a minus where nothing but a space or a bracket stands before it; within
    /// `10-20` and `Covid-19` it joins, and between spaces it is a dash.
    pub(super) fn signed(&self, at: usize) -> (bool, usize) {
        let Some(before) = at.checked_sub(1) else { return (false, at) };
        let Some(sign) = self.sign(before) else {
            let is_minus = self.is(before, Lex::Minus)
                && (self.digits(at).is_some() || self.sign(at).is_some());
            // *au moins 3 %*, *plus ou moins 3 %*
            const NONE: [&str; 6] = ["au", "du", "le", "ou", "or", "pas"];
            let is_other = before
                .checked_sub(1)
                .and_then(|at| self.word(at))
                .is_some_and(|word| NONE.contains(&word));
            return match is_minus && !is_other {
                true => (true, before),
                false => (false, at),
            };
        };
        let opens = before.checked_sub(1).is_none_or(|earlier| {
            !self.is_joined(before) || matches!(self.sign(earlier), Some('(' | '['))
        });
        match sign {
            '-' | '–' | '‑' | '−' if opens && self.is_joined(at) => (true, before),
            '−' if opens => (true, before),
            '+' if opens && self.is_joined(at) => (false, before),
            _ => (false, at),
        }
    }

    pub(super) fn bound_after(&self, at: usize) -> Option<(Bound, usize)> {
        let bounds = match self.is(at, Lex::BoundStart) {
            true => self.lexicon.after,
            false => &[],
        };
        bounds
            .iter()
            .find_map(|(words, bound)| Some((*bound, self.follows(at, words)?)))
    }

    /// The second number of a range that begins with the first.
    pub(super) fn other_end(
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
        // *−5 à −3 °C*
        let is_minus = matches!(self.sign(at), Some('-' | '–' | '‑' | '−'))
            && !self.is_joined(at)
            && self.is_joined(at + 1);
        if is_minus {
            at += 1;
        }
        let prefix = self.sign(at).and_then(currency_of_sign);
        if prefix.is_some() {
            at += 1;
        }
        let mut second = self.value(at)?;
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
        if is_minus {
            second.value = -second.value;
        }
        let scaled_first = match first.scaled || first_of.factor > Decimal::ONE {
            true => first.value.saturating_mul(first_of.factor),
            false => first
                .value
                .saturating_mul(second_of.factor)
                .saturating_mul(self.scale_of(&second)),
        };
        let grows = scaled_first < second.value.saturating_mul(second_of.factor);
        (same && grows && first.digits == second.digits).then_some((second, second_of))
    }

    pub(super) fn is_prefixed(&self, start: usize) -> bool {
        self.sign(start).and_then(currency_of_sign).is_some()
    }

    /// Whether a dash stands between two numbers as in `12–18`, and not as in `12 – il…`.
    pub(super) fn is_tight(&self, at: usize) -> bool {
        self.is_joined(at) && self.is_joined(at + 1)
            || self.digits(at + 1).is_some()
                && self.is_joined(at) == self.is_joined(at + 1)
    }

    pub(super) fn begins_between(&self, start: usize) -> bool {
        let (_, start) = self.bound_before(start);
        (1..=2).any(|distance| {
            start
                .checked_sub(distance)
                .and_then(|at| self.word(at))
                .is_some_and(|word| word.to_lowercase() == self.lexicon.between)
        })
    }
}
