//! One figure in two dossiers: it must be told alike.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, FilePath, Problem, RelatedWhat};
use crate::model::dossier::{Dossier, FactRef, FundingLine, Measure};
use crate::model::entry::{EntryKind, Gaps};
use crate::model::id::Id;
use crate::model::quantity::Number;
use crate::resolve::figures::{
    facts_file, has_gap, place, unknown_dossier, unknown_fact,
};
use crate::resolve::numbers::{show_amount, show_measure};
use crate::resolve::{Fact, Site};

/// Facts that are said to be one figure in two dossiers, and are told differently.
pub(super) fn check(
    site: &Site,
    gaps: &Gaps,
    derived: &BTreeMap<Id, BTreeMap<Id, Decimal>>,
    found: &mut Vec<Diagnostic>,
) {
    for dossier in site.dossiers.values() {
        let Some(path) = facts_file(dossier) else { continue };
        for fact in Fact::all(dossier) {
            if let Some(other) = fact.same_as()
                && let Some(there) =
                    other_fact(site, gaps, dossier, other, fact, "same_as", path, found)
                && let Some(here) = told(&dossier.entry.id, fact, derived)
                && let Some(there_told) = told(&other.dossier, there, derived)
                && here != there_told
            {
                let key =
                    if matches!(fact, Fact::Figure(_)) { "value" } else { "amount" };
                let place_here = place(fact.section(), fact.id(), Some(key));
                let problem = Problem::SameFactDiffers { here, there: there_told };
                let mut diagnostic = Diagnostic::new(problem, path, place_here);
                if let Some(path) =
                    site.dossiers.get(&other.dossier).and_then(|d| facts_file(d))
                {
                    let place = place(there.section(), there.id(), Some(key));
                    diagnostic = diagnostic.related(RelatedWhat::TheOther, path, place);
                }
                found.push(diagnostic);
            }
            if let Fact::Funding(line) = fact {
                let same_as = line.same_as.iter().map(|other| ("same_as", other));
                let possibly = line.possibly_same_as.iter();
                let possibly = possibly.map(|other| ("possibly_same_as", other));
                for (key, other) in same_as.chain(possibly) {
                    if is_itself_or_its_total(dossier, line, other) {
                        let problem =
                            Problem::SameAsItself { id: other.fact.to_string() };
                        let place = place("funding", &line.id, Some(key));
                        found.push(Diagnostic::new(problem, path, place));
                    }
                }
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
                unknown_dossier(site, &own.entry, &other.dossier),
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
        return None;
    }
    if there.is_none() && !has_gap(gaps, &other.dossier, &other.fact) {
        let place = place(fact.section(), fact.id(), Some(key));
        found.push(Diagnostic::new(
            unknown_fact(site, &own.entry, dossier, &other.fact),
            path,
            place,
        ));
    }
    there
}

/// Whether a reference of a line leads to the line itself, or to a total that it is part of.
fn is_itself_or_its_total(
    dossier: &Dossier,
    line: &FundingLine,
    other: &FactRef,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = Some(&line.id);
    while let Some(id) = at.filter(|id| seen.insert(*id)) {
        if other.dossier == dossier.entry.id && other.fact == *id {
            return true;
        }
        let line = dossier.funding.iter().find(|line| line.id == *id);
        at = line.and_then(|line| line.part_of.as_ref());
    }
    false
}

/// What a dossier says of a fact, as messages show it; nothing where it could not be computed.
fn told(
    dossier: &Id,
    fact: Fact<'_>,
    derived: &BTreeMap<Id, BTreeMap<Id, Decimal>>,
) -> Option<String> {
    match fact {
        Fact::Figure(figure) => {
            let number = match &figure.measure {
                Measure::Stated(number) => *number,
                Measure::Derived(_) => {
                    Number::exact(*derived.get(dossier)?.get(&figure.id)?)
                }
            };
            Some(show_measure(&number, figure.unit.as_str()))
        }
        Fact::Funding(line) => {
            let amount = show_amount(&line.amount);
            Some(match line.per {
                Some(per) => format!("{amount} / {}", per.as_str()),
                None => amount,
            })
        }
    }
}
