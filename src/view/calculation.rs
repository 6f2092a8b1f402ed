//! How a figure was computed, as readers see it: *State (€225 million) ÷ total (€400 million) ×
//! 100*.

use std::mem;

use serde::Serialize;

use crate::model::formula::Formula;
use crate::model::id::Id;
use crate::view::funding::{FactLink, fact_link};
use crate::view::scope::Scope;

/// A number of a calculation, with the signs around it: exactly one of `fact` and `number` is
/// there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Operand {
    /// What stands before it: the operation, with its spaces, and parentheses that open here.
    pub before: String,
    /// A figure or amount of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactLink>,
    /// A number that is no figure, as the language writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Parentheses that close here.
    pub after: String,
}

/// The calculation of a figure of a dossier.
pub(super) fn of(scope: Scope<'_>, dossier: &Id, formula: &Formula) -> Vec<Operand> {
    let mut operands = vec![];
    collect(scope, dossier, formula, &mut String::new(), &mut operands);
    operands
}

fn collect(
    scope: Scope<'_>,
    own: &Id,
    formula: &Formula,
    before: &mut String,
    operands: &mut Vec<Operand>,
) {
    let (fact, number) = match formula {
        Formula::Binary(operation, sides) => {
            let (left, right) = &**sides;
            let mut side = |formula, in_parentheses, before: &mut String| {
                if in_parentheses {
                    before.push('(');
                }
                collect(scope, own, formula, before, operands);
                if in_parentheses && let Some(last) = operands.last_mut() {
                    last.after.push(')');
                }
            };
            side(left, operation.needs_parentheses(left, true), before);
            before.push(' ');
            before.push(operation.sign());
            before.push('\u{a0}');
            side(right, operation.needs_parentheses(right, false), before);
            return;
        }
        Formula::Number(number) => (None, Some(scope.locale().number(*number))),
        Formula::Fact { dossier, fact } => {
            let foreign = dossier.as_ref().is_some_and(|dossier| dossier != own);
            let dossiers = &scope.views.site.dossiers;
            let there = dossiers.get(dossier.as_ref().unwrap_or(own));
            let link = there.and_then(|there| fact_link(scope, there, fact, foreign));
            (link, None)
        }
    };
    let before = mem::take(before);
    operands.push(Operand { before, fact, number, after: String::new() });
}
