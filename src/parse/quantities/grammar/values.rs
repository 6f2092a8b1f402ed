//! The value of a number, in digits or words, with its scale.

use rust_decimal::Decimal;

use crate::parse::quantities::grammar::{Grammar, Value};
use crate::parse::quantities::lexicon::{Lex, decimal};

impl<'a> Grammar<'a> {
    /// A number in digits or words, with its scale.
    pub(super) fn value(&self, at: usize) -> Option<Value> {
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
        // *deux millions et demi*, *a million and a half*
        let and_half = [&["et", "demi"][..], &["et", "demie"], &["and", "a", "half"]];
        let mut and_half = and_half.iter().filter(|_| step > Decimal::ONE);
        if let Some(end) = and_half.find_map(|half| self.follows(total.end, half)) {
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

    /// *half a million*, *un demi-million*, *one and a half million*: what stands before its
    /// scale.
    pub(super) fn half(&self, at: usize) -> Option<Value> {
        let one_and = self.follows(at, &["one", "and", "a", "half"]);
        let end = one_and
            .or_else(|| self.follows(at, &["half", "a"]))
            .or_else(|| self.follows(at, &["un", "demi"]))?;
        let end = if matches!(self.sign(end), Some('-' | '‑')) { end + 1 } else { end };
        let is_scale = self.lexes(end).iter().any(|lex| matches!(lex, Lex::Scale(_)));
        // *One and a half years* has its value without a scale.
        let is_scale = is_scale || one_and.is_some();
        let value = Decimal::new(if one_and.is_some() { 15 } else { 5 }, 1);
        is_scale.then_some(Value {
            value,
            end,
            scaled: false,
            digits: false,
            plain: false,
        })
    }

    /// Multiplies a value by the scale after it, and tells the scale.
    pub(super) fn scale(&self, value: &mut Value) -> Decimal {
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

    pub(super) fn scale_of(&self, value: &Value) -> Decimal {
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

    pub(super) fn plain_value(&self, at: usize) -> Option<Value> {
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
    pub(super) fn number_words(&self, start: usize) -> Option<(u64, usize)> {
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

    pub(super) fn continues_after_and(&self, at: usize, current: u64) -> bool {
        let at = if matches!(self.sign(at), Some('-' | '‑')) { at + 1 } else { at };
        self.lexes(at).iter().any(|lex| match lex {
            Lex::One => current % 100 >= 20 && current.is_multiple_of(10),
            // *twenty and thirty* are two numbers; *hundred and thirty* is one.
            Lex::Add(n) => {
                current.is_multiple_of(100) || (*n == 11 && current % 100 == 60)
            }
            _ => false,
        })
    }
}
