//! Shares and multiples in words: *la moitié*, *two thirds*, *triplé*, *fivefold*.

use rust_decimal::Decimal;

use crate::model::quantity::Bound;
use crate::model::stated::{Bounds, Counted, Quantity, StatedNumber};
use crate::parse::quantities::grammar::Grammar;
use crate::parse::quantities::lexicon::Lex;

/// How many words may stand between *multiplied by* and its number: *près de*, *at least*.
const FACTOR_DISTANCE: usize = 3;

impl<'a> Grammar<'a> {
    /// *un tiers des toitures*, *one-third of the roofs*.
    pub(super) fn one_part(&mut self, at: usize) -> Option<usize> {
        if !self.is(at, Lex::One) {
            return None;
        }
        let next = self.past_hyphen(at + 1);
        let n = self.lex(next, denominator)?;
        let of = ["de", "des", "du", "d", "of"];
        self.word(next + 1).filter(|word| of.contains(word))?;
        let (bound, start) = self.bound_before(at);
        self.push(Quantity::Fraction(1, n, bound), start, next + 1);
        Some(next + 1)
    }

    /// *plus de la moitié*, *half of the firms*, *cut by half*.
    pub(super) fn half_of(&mut self, at: usize) -> Option<usize> {
        if !self.is(at, Lex::HalfOf) {
            return None;
        }
        let before = at.checked_sub(1)?;
        let word = self.word(before).unwrap_or_default();
        let is_of = [
            "of", "the", "its", "their", "our", "all", "these", "those", "his", "her",
            "whose",
        ];
        let is_french = self.word(at)?.to_lowercase() == "moitié";
        let is_half = match is_french {
            true => matches!(word, "la" | "La"),
            false => self.word(at + 1).is_some_and(|next| is_of.contains(&next)),
        };
        let is_by = matches!(word, "by" | "in" | "de") && !is_half;
        // *The first half of the year* is a date.
        let is_ordinal = self.lex(before, |lex| match lex {
            Lex::Ordinal(_) | Lex::One => Some(()),
            _ => None,
        });
        if is_by {
            self.push_factor(Decimal::new(5, 1), before, at + 1);
            return Some(at + 1);
        }
        if !is_half || is_ordinal.is_some() {
            return None;
        }
        let start = if is_french { before } else { at };
        let (bound, start) = self.bound_before(start);
        self.push(Quantity::Fraction(1, 2, bound), start, at + 1);
        Some(at + 1)
    }

    /// *a triplé*, *will double*, *fivefold*, *multiplié par près de quatre*, *divided by two*.
    pub(super) fn factor(&mut self, at: usize) -> Option<usize> {
        let own = self.lex(at, |lex| match lex {
            Lex::Factor(n, of) => Some((n, of)),
            Lex::FactorAfter(n) if self.is_after_verb(at) => Some((n, 1)),
            _ => None,
        });
        if let Some((n, of)) = own {
            let value = Decimal::from(n) / Decimal::from(of.max(1));
            self.push_factor(value, at, at + 1);
            return Some(at + 1);
        }
        let divides = self.is(at, Lex::Divides);
        if !divides && !self.is(at, Lex::Multiplies) {
            return None;
        }
        let by = self
            .follows(at + 1, &[self.lexicon.by])
            .or_else(|| self.follows(at + 1, &["of"]))
            .or_else(|| (!divides).then_some(at + 1))?;
        let n_words = (0..FACTOR_DISTANCE).take_while(|nth| {
            self.value(by + nth).is_none() && self.word(by + nth).is_some()
        });
        let number = by + n_words.count();
        let value = self.value(number)?;
        // *multiplied by 20 %* is no factor.
        if self.has_unit(value.end) || value.value.is_zero() {
            return None;
        }
        let factor = match divides {
            true => Decimal::ONE.checked_div(value.value)?,
            false => value.value,
        };
        self.push_factor(factor, at, value.end);
        Some(value.end)
    }

    /// *2.5-fold*: where it ends.
    pub(super) fn fold(&self, at: usize) -> Option<usize> {
        let at = self.past_hyphen(at);
        (self.word(at) == Some("fold")).then_some(at + 1)
    }

    pub(super) fn push_factor(&mut self, value: Decimal, start: usize, end: usize) {
        // *Presque triplé*, *more than tripled*: what is said of a factor is said in too many
        // ways to be compared.
        let bound = Bounds::any(&[
            Bound::Exact,
            Bound::MoreThan,
            Bound::AtLeast,
            Bound::LessThan,
            Bound::AtMost,
            Bound::About,
        ]);
        let measure = StatedNumber { value, bound, of: Counted::Factor };
        self.push(Quantity::Number(measure), start, end);
    }

    /// *will double*, *saw the number triple*: not *a double room*.
    fn is_after_verb(&self, at: usize) -> bool {
        const BEFORE: [&str; 13] = [
            "to", "will", "would", "could", "should", "may", "might", "can", "must",
            "than", "nearly", "almost", "roughly",
        ];
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        before.is_some_and(|word| BEFORE.contains(&word)) || self.word(at + 1).is_none()
    }

    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        match self.sign(at) {
            Some('-' | '‑') if self.is_joined(at) => at + 1,
            _ => at,
        }
    }
}

pub(super) fn denominator(lex: Lex) -> Option<u8> {
    match lex {
        Lex::Denominator(n) => Some(n),
        _ => None,
    }
}
