//! Reads quantities from the tokens of a block.
//!
//! A number is read with everything that belongs to it: its bound before (*plus de*), its
//! scale (*milliards*), what it counts (*€*, *m²*, *projets*), and the period of a rate. A date is tried first, since its day and year are numbers too. What looks like a
//! number and is a name, an ordinal or the number of a page is passed over.

mod names;
mod dates;
mod times;
mod numbers;
mod parts;
mod values;
mod counted;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::money::Currency;
use crate::model::quantity::Bound;
use crate::model::stated::{Counted, Period, Quantity, StatedNumber};
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
        // Most words state nothing, and are told at once.
        at = match grammar.may_begin(at) {
            true => grammar.step(at).max(at + 1),
            false => at + 1,
        };
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
        match self.tokens[at].kind {
            TokenKind::Number(..) | TokenKind::Word => {
                // *half past six*
                if let Some(past) = self.follows(at, &["half", "past"]) {
                    return self.hours_in_words(past);
                }
                if let Some(end) = self.numeric_date(at) {
                    return end;
                }
                let special = self
                    .age_group(at)
                    .or_else(|| self.time_of_day(at))
                    .or_else(|| self.rate_alone(at))
                    .or_else(|| self.not_a_quantity(at));
                if let Some(end) = special {
                    return end;
                }
                if let Some(end) = self.date(at) {
                    return end;
                }
                self.number(at, at, None).unwrap_or(at + 1)
            }
            TokenKind::Sign(sign) => {
                let Some(currency) = currency_of_sign(sign) else { return at + 1 };
                // *€45 million*, *€-45 million*: the sign stands before its number.
                let minus = matches!(self.sign(at + 1), Some('-' | '–' | '‑' | '−'))
                    && self.is_joined(at + 1)
                    && self.is_joined(at + 2);
                let first = if minus { at + 2 } else { at + 1 };
                self.number(at, first, Some(currency)).unwrap_or(at + 1)
            }
            TokenKind::Object => at + 1,
        }
    }

    /// Whether a quantity may begin at a token.
    fn may_begin(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if token.quoted {
            return false;
        }
        match token.kind {
            TokenKind::Number(..) => true,
            TokenKind::Sign(sign) => currency_of_sign(sign).is_some(),
            TokenKind::Object => false,
            TokenKind::Word if token.lexes.is_empty() => self.may_be_code(at),
            // *un*, *a*: an article, unless a word of quantities follows.
            TokenKind::Word if token.lexes == [Lex::One] => {
                let next = self.tokens.get(at + 1);
                next.is_none_or(|next| {
                    next.kind != TokenKind::Word || !next.lexes.is_empty()
                }) || matches!(self.word(at + 1), Some("fortnight" | "demi" | "half"))
            }
            TokenKind::Word => {
                token.lexes.iter().any(|lex| lex.begins()) || self.may_be_code(at)
            }
        }
    }

    /// `T1`, `CHF`.
    fn may_be_code(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            matches!(word.len(), 2 | 3)
                && word.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
                // *Le*, *The* begin a sentence.
                && !word.as_bytes()[1].is_ascii_lowercase()
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
    fn lexes(&self, at: usize) -> &'static [Lex] {
        self.token(at).map_or(&[], |token| token.lexes)
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
            if !is_word(self.word(at)?, wanted) {
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
            if !is_word(self.word(at)?, wanted) {
                return None;
            }
        }
        Some(at)
    }

    /// *under-26s*, *Over 60s*: ages.
    fn age_group(&mut self, at: usize) -> Option<usize> {
        let (value, _) = self.digits(at)?;
        let before = at.checked_sub(1)?;
        let before = match self.sign(before) {
            Some('-' | '‑') => before.checked_sub(1)?,
            _ => before,
        };
        let bound = match self.word(before)? {
            "under" | "Under" => Bound::LessThan,
            "over" | "Over" => Bound::MoreThan,
            _ => return None,
        };
        if self.word(at + 1) != Some("s") || !self.is_joined(at + 1) {
            return None;
        }
        let of = Counted::Unit("year");
        let measure = StatedNumber { value, bound: bound.into(), of };
        self.push(Quantity::Number(measure), before, at + 2);
        Some(at + 2)
    }
}

/// Whether a word is the one that is looked for, capitals apart.
fn is_word(word: &str, wanted: &str) -> bool {
    word == wanted
        || (word.len() == wanted.len()
            && word.chars().flat_map(char::to_lowercase).eq(wanted.chars()))
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

fn period(lex: Lex) -> Option<Period> {
    match lex {
        Lex::Period(period) => Some(period),
        _ => None,
    }
}

fn short_scale(lex: Lex) -> Option<u64> {
    match lex {
        Lex::ShortScale(scale) => Some(scale),
        _ => None,
    }
}
