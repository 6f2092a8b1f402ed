//! Derived figures: our own arithmetic over figures, in exact decimals.

use std::fmt;

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::model::id::{Id, is_kebab};
use crate::model::quantity::parse_decimal;

/// An expression over figures and funding lines: `etat / total * 100`.
///
/// `+`, `-`, `*` and `/` stand between spaces, since ids have hyphens; `*` and `/` bind more
/// tightly; parentheses group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formula {
    /// A number.
    Number(Decimal),
    /// A figure or funding line of the same dossier, or of another.
    Fact {
        /// The dossier; the same one where none is named.
        dossier: Option<Id>,
        /// The figure or funding line.
        fact: Id,
    },
    /// Two formulas and what is done with them.
    Binary(Operation, Box<(Formula, Formula)>),
}

/// The four operations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operation {
    /// The sign that readers know from school; a screen reader says its word.
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '\u{2212}',
            Self::Multiply => '×',
            Self::Divide => '÷',
        }
    }

    fn binds_tightly(self) -> bool {
        matches!(self, Self::Multiply | Self::Divide)
    }

    /// Whether an operand must stand in parentheses to be read as it was meant.
    pub fn needs_parentheses(self, operand: &Formula, is_left: bool) -> bool {
        let Formula::Binary(inner, _) = operand else { return false };
        match (self.binds_tightly(), inner.binds_tightly()) {
            (true, false) => true,
            (false, true) => false,
            _ => !is_left && matches!(self, Self::Subtract | Self::Divide),
        }
    }
}

impl fmt::Display for Formula {
    /// As a writer writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Fact { dossier: Some(dossier), fact } => write!(f, "{dossier}#{fact}"),
            Self::Fact { dossier: None, fact } => write!(f, "{fact}"),
            Self::Binary(operation, operands) => {
                let sign = match operation {
                    Operation::Add => '+',
                    Operation::Subtract => '-',
                    Operation::Multiply => '*',
                    Operation::Divide => '/',
                };
                let (left, right) = &**operands;
                let side = |f: &mut fmt::Formatter<'_>, operand, is_left| match operation
                    .needs_parentheses(operand, is_left)
                {
                    true => write!(f, "({operand})"),
                    false => write!(f, "{operand}"),
                };
                side(f, left, true)?;
                write!(f, " {sign} ")?;
                side(f, right, false)
            }
        }
    }
}

impl Formula {
    /// The most operands of a formula.
    const MAX_TOKENS: usize = 400;

    /// Reads a formula.
    ///
    /// # Errors
    ///
    /// [`Problem::NotAFormula`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let error = || Problem::NotAFormula { text: text.to_owned() };
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let tokens: Vec<&str> = spaced.split_whitespace().collect();
        if tokens.len() > Self::MAX_TOKENS {
            return Err(error());
        }
        let mut rest = tokens.as_slice();
        let formula = sum(&mut rest, 0).ok_or_else(error)?;
        if rest.is_empty() { Ok(formula) } else { Err(error()) }
    }

    /// The facts that the formula reads, in order.
    pub fn facts(&self) -> Vec<(Option<&Id>, &Id)> {
        match self {
            Self::Number(_) => vec![],
            Self::Fact { dossier, fact } => vec![(dossier.as_ref(), fact)],
            Self::Binary(_, operands) => {
                let mut facts = operands.0.facts();
                facts.extend(operands.1.facts());
                facts
            }
        }
    }

    /// The value, where every fact has one.
    ///
    /// # Errors
    ///
    /// [`Problem::DivisionByZero`], [`Problem::NumberOutOfRange`], and whatever `value`
    /// gives for a fact.
    pub fn evaluate(
        &self,
        value: &mut impl FnMut(Option<&Id>, &Id) -> Result<Decimal, Problem>,
    ) -> Result<Decimal, Problem> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Fact { dossier, fact } => value(dossier.as_ref(), fact),
            Self::Binary(operation, operands) => {
                let left = operands.0.evaluate(value)?;
                let right = operands.1.evaluate(value)?;
                if *operation == Operation::Divide && right.is_zero() {
                    return Err(Problem::DivisionByZero);
                }
                let result = match operation {
                    Operation::Add => left.checked_add(right),
                    Operation::Subtract => left.checked_sub(right),
                    Operation::Multiply => left.checked_mul(right),
                    Operation::Divide => left.checked_div(right),
                };
                result.ok_or_else(|| Problem::NumberOutOfRange { text: String::new() })
            }
        }
    }
}

/// Parentheses may nest this deep.
const MAX_DEPTH: usize = 32;

fn sum(tokens: &mut &[&str], depth: usize) -> Option<Formula> {
    let mut left = product(tokens, depth)?;
    while let Some((sign @ (&"+" | &"-"), rest)) = tokens.split_first() {
        let operation = if *sign == "+" { Operation::Add } else { Operation::Subtract };
        *tokens = rest;
        left = Formula::Binary(operation, Box::new((left, product(tokens, depth)?)));
    }
    Some(left)
}

fn product(tokens: &mut &[&str], depth: usize) -> Option<Formula> {
    let mut left = operand(tokens, depth)?;
    while let Some((sign @ (&"*" | &"×" | &"/" | &"÷"), rest)) = tokens.split_first() {
        let times = matches!(*sign, "*" | "×");
        let operation = if times { Operation::Multiply } else { Operation::Divide };
        *tokens = rest;
        left = Formula::Binary(operation, Box::new((left, operand(tokens, depth)?)));
    }
    Some(left)
}

fn operand(tokens: &mut &[&str], depth: usize) -> Option<Formula> {
    let (token, rest) = tokens.split_first()?;
    *tokens = rest;
    if *token == "(" {
        if depth == MAX_DEPTH {
            return None;
        }
        let inner = sum(tokens, depth + 1)?;
        let (close, rest) = tokens.split_first()?;
        *tokens = rest;
        return (*close == ")").then_some(inner);
    }
    if let Ok(number) = parse_decimal(token) {
        return Some(Formula::Number(number));
    }
    let (dossier, fact) = match token.split_once('#') {
        None => (None, *token),
        Some((dossier, fact)) => (Some(dossier), fact),
    };
    if !is_kebab(fact) || dossier.is_some_and(|d| !is_kebab(d)) {
        return None;
    }
    let dossier = dossier.map(Id::parse).transpose().ok()?;
    Some(Formula::Fact { dossier, fact: Id::parse(fact).ok()? })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::Formula;

    fn value(text: &str) -> String {
        let formula = match Formula::parse(text) {
            Ok(formula) => formula,
            Err(problem) => return problem.code().to_owned(),
        };
        let mut facts = |_: Option<&_>, id: &crate::model::id::Id| {
            Ok(Decimal::from(match id.as_str() {
                "etat" => 225,
                "total" => 400,
                _ => 0,
            }))
        };
        match formula.evaluate(&mut facts) {
            Ok(value) => value.normalize().to_string(),
            Err(problem) => problem.code().to_owned(),
        }
    }

    #[test]
    fn arithmetic_is_exact_and_binds_as_at_school() {
        assert_eq!(value("etat / total * 100"), "56.25");
        assert_eq!(value("total - etat"), "175");
        assert_eq!(value("0,1 + 0,2"), "0.3");
        assert_eq!(value("1 + 2 * 3"), "7");
        assert_eq!(value("(1 + 2) × 3"), "9");
        assert_eq!(value("total / rien"), "division-by-zero");
    }

    #[test]
    fn what_is_not_a_formula_is_refused() {
        for text in ["", "1 +", "+ 1", "(1", "1 2", "a ^ b", "Total", &"( ".repeat(500)] {
            assert_eq!(value(text), "not-a-formula", "{text}");
        }
    }
}
