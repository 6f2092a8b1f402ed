//! Numbers with all that belongs to them.

use rust_decimal::Decimal;

use crate::model::money::Currency;
use crate::model::quantity::Bound;
use crate::model::stated::{Bounds, Counted, Quantity, StatedNumber};
use crate::parse::quantities::grammar::parts::denominator;
use crate::parse::quantities::grammar::{Grammar, Of, Value, is_year, unit};
use crate::parse::quantities::lexicon::{Lex, decimal};
use crate::parse::quantities::tokens::Digits;

impl<'a> Grammar<'a> {
    /// Reads a number with its bound and unit. `start` is its first token, `at` its first
    /// digit or word.
    pub(super) fn number(
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
        let special = self
            .anniversary(at)
            .or_else(|| self.school_year(at))
            .or_else(|| self.around(at))
            .or_else(|| self.one_part(at))
            .or_else(|| self.half_of(at))
            .or_else(|| self.factor(at))
            .or_else(|| self.one_and_a_half(at));
        if let Some(end) = special {
            return Some(end);
        }
        let mut first = self.value(at)?;
        if prefix.is_none() && self.is_skipped(at, &first) {
            return Some(first.end);
        }
        if let Some(end) = self.fold(first.end) {
            self.push_factor(first.value, start, end);
            return Some(end);
        }
        let mut first_of = self.of(first.end, prefix, &first);
        if is_always(&first, &first_of)
            && let Some(end) = self.all_of_them(&first, first_of.end)
        {
            return Some(end);
        }
        if let Some((value, end)) = self.with_cents(&first, &first_of) {
            (first.value, first_of.end) = (value, end);
        }
        let (is_negative, start_of_sign) = self.signed(start);
        let has_inner_sign = prefix.is_some() && at > start + 1;
        let (mut bound, bound_start) = self.bound_before(start_of_sign);
        if first_of.of == Counted::Unit("year") && start_of_sign < start {
            // *Les −26 ans*, *les +65 ans* are ages.
            bound = match is_negative {
                true => Bound::LessThan.into(),
                false => Bounds::any(&[Bound::MoreThan, Bound::AtLeast]),
            };
        } else if is_negative || has_inner_sign {
            first.value = -first.value;
        }
        // The other end of a range.
        if let Some((second, second_of)) = self.other_end(start, &first, &first_of) {
            let shared = match first_of.of {
                Counted::Anything => second_of,
                _ => first_of,
            };
            let scale = match first.scaled || first_of.factor > Decimal::ONE {
                true => first_of.factor,
                false => second_of.factor.saturating_mul(self.scale_of(&second)),
            };
            let of = shared.of;
            let low = first.value.saturating_mul(scale);
            let high = second.value.saturating_mul(second_of.factor);
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
            // Each end is itself; *some 200–300 places* says no more than *200–300 places*.
            let bound = match bound.is(Bound::About) {
                true => Bounds::any(&[Bound::Exact, Bound::About]),
                false => Bound::Exact.into(),
            };
            let (end, of) = self.rate(second_of.end, of);
            for value in [low, high] {
                let measure = StatedNumber { value: value.normalize(), bound, of };
                self.push(Quantity::Number(measure), bound_start, end);
            }
            return Some(end);
        }
        let of_denominator = self.past_hyphen(first.end);
        if let Some(n) = self.lex(of_denominator, denominator).filter(|_| !first.digits) {
            // *two thirds*
            let numerator = u8::try_from(first.value).ok()?;
            let fraction = Quantity::Fraction(numerator, n, bound);
            self.push(fraction, bound_start, of_denominator + 1);
            return Some(of_denominator + 1);
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
        let exact = Bounds::from(Bound::Exact);
        let (bound, end) = match self.bound_after(end) {
            Some((after, end)) if bound == exact => (after.into(), end),
            _ => (bound, end),
        };
        // *vingt participants au plus*: past a noun that is not known.
        let (bound, end) = match (of, self.bound_after(end + 1)) {
            (Counted::Anything, Some((after, end)))
                if bound == exact && self.word(first_of.end).is_some() =>
            {
                (after.into(), end)
            }
            _ => (bound, end),
        };
        // *Over ten years* is as often *during* as *more than*, and *over 2,500 m²* *on*.
        let is_small = first.value <= decimal(31);
        let is_loose =
            (matches!(of, Counted::Unit(_)) || is_small) && self.is_during(start);
        let over = [Bound::Exact, Bound::MoreThan];
        let bound = if is_loose { Bounds::any(&over) } else { bound };
        let mut value = first.value.saturating_mul(first_of.factor).normalize();
        // *deux ans et demi*
        let mut end = end;
        if let (Counted::Unit(_), Some(after)) = (
            of,
            self.follows(end, &["et", "demi"])
                .or_else(|| self.follows(end, &["et", "demie"])),
        ) {
            value += Decimal::new(5, 1);
            end = after;
        }
        // *2 hours 4 minutes*
        let mut of = of;
        if of == Counted::Unit("hour")
            && let Some((minutes, after)) = self.minutes(end)
        {
            value = value.saturating_mul(decimal(60)).saturating_add(minutes);
            (of, end) = (Counted::Unit("minute"), after);
        }
        let measure = StatedNumber { value, bound, of };
        self.push(Quantity::Number(measure), bound_start, end);
        Some(end)
    }

    /// The minutes that follow some hours.
    fn minutes(&self, at: usize) -> Option<(Decimal, usize)> {
        let at = self.follows(at, &[self.lexicon.and]).unwrap_or(at);
        let value = self.value(at)?;
        let is_minutes = self.lex(value.end, unit) == Some("minute");
        (is_minutes && value.value < decimal(60)).then_some((value.value, value.end + 1))
    }

    /// `3 € 50`: the cents after the sign, as French may write them.
    fn with_cents(&self, first: &Value, of: &Of) -> Option<(Decimal, usize)> {
        let (cents, plain) = self.digits(of.end)?;
        let is_pair = self.token(of.end)?.range.len() == 2;
        let is_whole = first.digits && !first.scaled && first.value.is_integer();
        let is_money = matches!(of.of, Counted::Money(..)) && of.factor == Decimal::ONE;
        let ends = self.word(of.end + 1).is_none() || self.is(of.end + 1, Lex::Function);
        let is_price = self.lexicon.digits == Digits::French
            && self.sign(first.end) == Some('€')
            && (plain && is_pair && is_whole && is_money && ends)
            && !self.has_unit(of.end + 1);
        is_price.then(|| (first.value + cents / Decimal::ONE_HUNDRED, of.end + 1))
    }

    /// *24 hours* a day, *sept jours* sur sept: where it ends.
    fn all_of_them(&self, value: &Value, at: usize) -> Option<usize> {
        self.follows(at, &["a", "day"])
            .or_else(|| self.follows(at, &["a", "week"]))
            .or_else(|| {
                let again = self.value(self.follows(at, &["sur"])?)?;
                (again.value == value.value).then_some(again.end)
            })
    }

    /// `150th anniversary`: as many years.
    pub(super) fn anniversary(&mut self, at: usize) -> Option<usize> {
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
        let measure = StatedNumber { value, bound: Bound::Exact.into(), of };
        self.push(Quantity::Number(measure), at, at + 3);
        Some(at + 3)
    }

    /// *a year and a half*, *un an et demi*.
    fn one_and_a_half(&mut self, at: usize) -> Option<usize> {
        if !self.is(at, Lex::One) {
            return None;
        }
        let unit = self.lex(at + 1, unit)?;
        let end = self
            .follows(at + 2, &["and", "a", "half"])
            .or_else(|| self.follows(at + 2, &["et", "demi"]))
            .or_else(|| self.follows(at + 2, &["et", "demie"]))?;
        let (value, of) = (Decimal::new(15, 1), Counted::Unit(unit));
        let measure = StatedNumber { value, bound: Bound::Exact.into(), of };
        self.push(Quantity::Number(measure), at, end);
        Some(end)
    }

    /// *une demi-douzaine*, *half a dozen*: where it ends.
    fn half_dozen(&self, at: usize) -> Option<usize> {
        [
            &["une", "demi", "douzaine"][..],
            &["half", "a", "dozen"],
            &["a", "half", "dozen"],
            &["half", "dozen"],
        ]
        .iter()
        .find_map(|words| self.follows(at, words))
    }

    /// *une dizaine*, *a dozen*; *a fortnight*, *every other year*.
    pub(super) fn around(&mut self, at: usize) -> Option<usize> {
        let fortnight = self.is(at, Lex::One) && self.word(at + 1) == Some("fortnight");
        let other = self
            .follows(at, &["every", "other"])
            .and_then(|next| Some((self.lex(next, unit)?, next)));
        let two = match (fortnight, other) {
            (true, _) => Some(("week", at + 2)),
            (false, other) => other.map(|(unit, next)| (unit, next + 1)),
        };
        if let Some((unit, end)) = two {
            let (value, of) = (Decimal::TWO, Counted::Unit(unit));
            let measure = StatedNumber { value, bound: Bound::Exact.into(), of };
            self.push(Quantity::Number(measure), at, end);
            return Some(end);
        }
        if let Some(end) = self.half_dozen(at) {
            let (value, bound) = (decimal(6), Bound::About.into());
            let measure = StatedNumber { value, bound, of: Counted::Anything };
            self.push(Quantity::Number(measure), at, end);
            return Some(end);
        }
        if !self.is(at, Lex::One) {
            return None;
        }
        let n = self.lex(at + 1, |lex| match lex {
            Lex::Around(n) => Some(n),
            _ => None,
        })?;
        let bound = Bound::About.into();
        let measure = StatedNumber {
            value: Decimal::from(n),
            bound,
            of: Counted::Anything,
        };
        self.push(Quantity::Number(measure), at, at + 2);
        Some(at + 2)
    }

    /// `2020–21`, `2022/23`: two years.
    pub(super) fn school_year(&mut self, at: usize) -> Option<usize> {
        let (first, second) = self.school_years(at)?;
        self.push(Quantity::Year(first), at, at + 1);
        self.push(Quantity::Year(second), at, at + 3);
        Some(at + 3)
    }

    /// The two years of `2020–21`, of which the second is shortened, or `2022/2023`.
    pub(super) fn school_years(&self, at: usize) -> Option<(i16, i16)> {
        let first = self.year(at)?;
        if !self.is_joined(at + 1) || !self.is_joined(at + 2) {
            return None;
        }
        let token = self.token(at + 2)?;
        let (second, plain) = self.digits(at + 2)?;
        let second = match token.range.len() {
            2 => first / 100 * 100 + i16::try_from(second).ok()?,
            4 => i16::try_from(second).ok()?,
            _ => return None,
        };
        let is_pair = match self.sign(at + 1)? {
            '-' | '–' | '‑' => token.range.len() == 2,
            // `2021/12` is a month.
            '/' => second == first + 1,
            _ => false,
        };
        (plain && is_pair).then_some((first, second))
    }

    /// `EUR 1.4 billion`, `CHF 45 million`.
    pub(super) fn prefix_code(&mut self, at: usize) -> Option<usize> {
        let code = self.word(at).filter(|word| word.len() == 3)?;
        let currency = Currency::parse(code)?;
        self.digits(at + 1)?;
        self.number(at, at + 1, Some(currency))
    }

    pub(super) fn push_year(&mut self, value: Decimal, at: usize) {
        if let Ok(year) = i16::try_from(value) {
            self.push(Quantity::Year(year), at, at + 1);
        }
    }

    pub(super) fn push(&mut self, quantity: Quantity, start: usize, end: usize) {
        let last = end.max(start + 1).min(self.tokens.len()) - 1;
        let range = self.tokens[start].range.start..self.tokens[last].range.end;
        self.out.push((quantity, range));
    }

    /// Words that are numbers and do not state one here: articles, *les deux*, *neuf* for new.
    pub(super) fn is_skipped(&self, at: usize, value: &Value) -> bool {
        if value.digits || value.scaled {
            return false;
        }
        let Some(word) = self.word(at) else { return false };
        let lower = word.to_lowercase();
        let before =
            at.checked_sub(1).and_then(|at| self.word(at)).map(str::to_lowercase);
        match lower.as_str() {
            // *several thousand*
            _ if value.end == at + 1
                && self
                    .lexes(at)
                    .iter()
                    .any(|lex| matches!(lex, Lex::Hundred | Lex::Thousand))
                && at.checked_sub(1).is_some_and(|at| self.is(at, Lex::Vague)) =>
            {
                true
            }
            // *les deux tiers*
            "deux" | "two"
                if value.end == at + 1
                    && self.lex(at + 1, unit).is_none()
                    && self.lex(self.past_hyphen(at + 1), denominator).is_none() =>
            {
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
            _ => false,
        }
    }

    /// *Over*, *sur* before a duration.
    pub(super) fn is_during(&self, start: usize) -> bool {
        self.precedes(start, &["over"]).is_some()
    }
}

/// Whether a measure is all of what it is of, if *a day* or *a week* follows.
fn is_always(value: &Value, of: &Of) -> bool {
    [("hour", 24), ("day", 7)]
        .iter()
        .any(|(unit, n)| of.of == Counted::Unit(unit) && value.value == decimal(*n))
}
