//! One figure in two dossiers: it must be told alike.

use crate::diag::{Diagnostic, FilePath, Problem, RelatedWhat};
use crate::model::dossier::{Dossier, FactRef, Measure};
use crate::model::entry::{EntryKind, Gaps};
use crate::model::money::Amount;
use crate::resolve::figures::{
    facts_file, has_gap, place, unknown_dossier, unknown_fact,
};
use crate::resolve::numbers::{show_amount, show_measure};
use crate::resolve::{Fact, Site};

/// Facts that are said to be one figure in two dossiers, and are told differently.
pub(super) fn check(site: &Site, gaps: &Gaps, found: &mut Vec<Diagnostic>) {
    for dossier in site.dossiers.values() {
        let Some(path) = facts_file(dossier) else { continue };
        for fact in Fact::all(dossier) {
            if let Some(other) = fact.same_as()
                && let Some(there) =
                    other_fact(site, gaps, dossier, other, fact, "same_as", path, found)
                && let Some(problem) = differs(fact, there)
            {
                let key =
                    if matches!(fact, Fact::Figure(_)) { "value" } else { "amount" };
                let here = place(fact.section(), fact.id(), Some(key));
                let mut diagnostic = Diagnostic::new(problem, path, here);
                if let Some(path) =
                    site.dossiers.get(&other.dossier).and_then(|d| facts_file(d))
                {
                    let place = place(there.section(), there.id(), Some(key));
                    diagnostic = diagnostic.related(RelatedWhat::TheOther, path, place);
                }
                found.push(diagnostic);
            }
            if let Fact::Funding(line) = fact {
                for other in &line.possibly_same_as {
                    let key = "possibly_same_as";
                    other_fact(site, gaps, dossier, other, fact, key, path, found);
                }
            }
        }
    }
}

/// The other fact; where there is none, that is reported.
#[expect(clippy::too_many_arguments, reason = "one step of `check_same`, in its words")]
fn other_fact<'a>(
    site: &'a Site,
    gaps: &Gaps,
    own: &Dossier,
    other: &FactRef,
    fact: Fact<'_>,
    key: &str,
    path: &FilePath,
    found: &mut Vec<Diagnostic>,
) -> Option<Fact<'a>> {
    let Some(dossier) = site.dossiers.get(&other.dossier) else {
        if !gaps.has_entry(EntryKind::Dossier, &other.dossier) {
            let place = place(fact.section(), fact.id(), Some(key));
            found.push(Diagnostic::new(
                unknown_dossier(site, &other.dossier),
                path,
                place,
            ));
        }
        return None;
    };
    let there = Fact::search(dossier, &other.fact);
    if let Some(problem) = site.hidden_from(&own.entry, &dossier.entry) {
        found.push(Diagnostic::new(
            problem,
            path,
            place(fact.section(), fact.id(), Some(key)),
        ));
    }
    if there.is_none() && !has_gap(gaps, &other.dossier, &other.fact) {
        let place = place(fact.section(), fact.id(), Some(key));
        found.push(Diagnostic::new(
            unknown_fact(site, dossier, &other.fact),
            path,
            place,
        ));
    }
    there
}

/// How two statements of one fact differ, if they do.
fn differs(here: Fact<'_>, there: Fact<'_>) -> Option<Problem> {
    let figure = |figure: &crate::model::dossier::Figure| match &figure.measure {
        Measure::Stated(number) => Some(show_measure(number, figure.unit.as_str())),
        Measure::Derived(_) => None,
    };
    let amount = |amount: &Amount| show_amount(amount);
    let (here, there) = match (here, there) {
        (Fact::Figure(a), Fact::Figure(b)) => (figure(a)?, figure(b)?),
        (Fact::Funding(a), Fact::Funding(b)) => (amount(&a.amount), amount(&b.amount)),
        (Fact::Figure(a), Fact::Funding(b)) => (figure(a)?, amount(&b.amount)),
        (Fact::Funding(a), Fact::Figure(b)) => (amount(&a.amount), figure(b)?),
    };
    (here != there).then_some(Problem::SameFactDiffers { here, there })
}
