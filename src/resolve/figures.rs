//! Arithmetic over the facts: derived figures, parts and totals, one figure in two places.
//!
//! All of it in exact decimals.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rayon::prelude::*;
use rust_decimal::Decimal;

use std::sync::Arc;

use crate::diag::{Diagnostic, FilePath, IdKind, Place, Problem, Seg, YamlPart};
use crate::model::dossier::{Dossier, FactRef, Measure};
use crate::model::entry::{Entry, EntryKind, Gaps};
use crate::model::formula::Formula;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::resolve::sums::{Reconciliation, reconcile};
use crate::resolve::{Fact, Site, same};

/// What was computed from the facts of one dossier.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// Values of derived figures.
    pub derived: BTreeMap<Id, Decimal>,
    /// Totals, by the id of the figure or funding line, with what their parts make.
    pub totals: BTreeMap<Id, Reconciliation>,
    /// Where each fact stands in its list.
    places: BTreeMap<Id, FactPlace>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FactPlace {
    Figure(usize),
    Funding(usize),
}

impl Facts {
    pub(crate) fn find<'a>(&self, dossier: &'a Dossier, fact: &Id) -> Option<Fact<'a>> {
        Some(match *self.places.get(fact)? {
            FactPlace::Figure(nth) => Fact::Figure(dossier.figures.get(nth)?),
            FactPlace::Funding(nth) => Fact::Funding(dossier.funding.get(nth)?),
        })
    }
}

/// Computes every dossier's facts, and reports what does not add up.
pub(super) fn resolve(
    site: &Site,
    gaps: &Gaps,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Id, Arc<Facts>> {
    let mut derived = derive(site, gaps, found);
    let none = BTreeMap::new();
    let per_dossier: Vec<(Id, Facts, Vec<Diagnostic>)> = site
        .dossiers
        .par_iter()
        .map(|(id, dossier)| {
            let mut found = vec![];
            let computed = derived.get(id).unwrap_or(&none);
            let facts = Facts {
                totals: reconcile(dossier, computed, gaps, &mut found),
                places: places(dossier),
                derived: BTreeMap::new(),
            };
            (id.clone(), facts, found)
        })
        .collect();
    same::check(site, gaps, &derived, found);
    let mut all = BTreeMap::new();
    for (id, mut facts, mut diagnostics) in per_dossier {
        facts.derived = derived.remove(&id).unwrap_or_default();
        found.append(&mut diagnostics);
        all.insert(id, Arc::new(facts));
    }
    all
}

fn places(dossier: &Dossier) -> BTreeMap<Id, FactPlace> {
    let figures = dossier.figures.iter().enumerate();
    let funding = dossier.funding.iter().enumerate();
    let figures =
        figures.map(|(nth, figure)| (figure.id.clone(), FactPlace::Figure(nth)));
    let funding = funding.map(|(nth, line)| (line.id.clone(), FactPlace::Funding(nth)));
    figures.chain(funding).collect()
}

/// The file in which a dossier's facts stand.
pub(super) fn facts_file(dossier: &Dossier) -> Option<&FilePath> {
    dossier.entry.files[Lang::REFERENCE].as_ref().map(|file| &file.path)
}

/// The place of a key of a fact.
pub(super) fn place(section: &str, fact: &Id, key: Option<&str>) -> Place {
    let mut path = vec![Seg::Key(section.into()), Seg::Key(fact.as_str().into())];
    let part = if key.is_some() { YamlPart::Value } else { YamlPart::Key };
    path.extend(key.map(|key| Seg::Key(key.into())));
    Place::Yaml(path, part)
}

/// Evaluates the formulas of all dossiers, each after those that it reads.
///
/// The order is found without recursion, so that a chain of ten thousand formulas is only
/// long.
fn derive(
    site: &Site,
    gaps: &Gaps,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Id, BTreeMap<Id, Decimal>> {
    let mut formulas: BTreeMap<FactRef, &Formula> = BTreeMap::new();
    for (id, dossier) in &site.dossiers {
        for figure in &dossier.figures {
            if let Measure::Derived(formula) = &figure.measure {
                let fact = FactRef { dossier: id.clone(), fact: figure.id.clone() };
                formulas.insert(fact, formula);
            }
        }
    }
    let mut waits_for: BTreeMap<&FactRef, usize> = BTreeMap::new();
    let mut read_by: BTreeMap<FactRef, Vec<&FactRef>> = BTreeMap::new();
    for (own, formula) in &formulas {
        // One that reads what is hidden from it is never evaluated.
        let hidden = reads_hidden(site, own, formula);
        let facts = formula.facts().into_iter().filter(|_| hidden.is_none());
        let reads: BTreeSet<FactRef> = facts
            .map(|(dossier, fact)| FactRef {
                dossier: dossier.unwrap_or(&own.dossier).clone(),
                fact: fact.clone(),
            })
            .filter(|fact| formulas.contains_key(fact))
            .collect();
        waits_for.insert(own, reads.len());
        for fact in reads {
            read_by.entry(fact).or_default().push(own);
        }
    }
    let mut ready: VecDeque<&FactRef> = waits_for
        .iter()
        .filter(|(_, n)| **n == 0)
        .map(|(fact, _)| *fact)
        .collect();
    let mut values: BTreeMap<&FactRef, Option<Decimal>> = BTreeMap::new();
    while let Some(own) = ready.pop_front() {
        let value = evaluate(site, gaps, own, formulas[own], &values, found);
        values.insert(own, value);
        for reader in read_by.get(own).into_iter().flatten() {
            if let Some(n) = waits_for.get_mut(reader) {
                *n -= 1;
                if *n == 0 {
                    ready.push_back(reader);
                }
            }
        }
    }
    report_cycles(site, &formulas, &values, found);
    let mut derived: BTreeMap<Id, BTreeMap<Id, Decimal>> = BTreeMap::new();
    for (fact, value) in values {
        if let Some(value) = value {
            derived
                .entry(fact.dossier.clone())
                .or_default()
                .insert(fact.fact.clone(), value);
        }
    }
    derived
}

/// Why a formula cannot read one of its facts, where that is not public and it is.
fn reads_hidden(site: &Site, own: &FactRef, formula: &Formula) -> Option<Problem> {
    let here = &site.dossiers.get(&own.dossier)?.entry;
    formula.facts().into_iter().find_map(|(dossier, _)| {
        let there = site.dossiers.get(dossier?)?;
        site.hidden_from(here, &there.entry)
    })
}

fn evaluate(
    site: &Site,
    gaps: &Gaps,
    own: &FactRef,
    formula: &Formula,
    values: &BTreeMap<&FactRef, Option<Decimal>>,
    found: &mut Vec<Diagnostic>,
) -> Option<Decimal> {
    let mut silent = false;
    let here = &site.dossiers.get(&own.dossier)?.entry;
    let mut value_of = |dossier: Option<&Id>, fact: &Id| {
        let at = FactRef {
            dossier: dossier.unwrap_or(&own.dossier).clone(),
            fact: fact.clone(),
        };
        let Some(there) = site.dossiers.get(&at.dossier) else {
            silent |= gaps.has_entry(EntryKind::Dossier, &at.dossier);
            return Err(unknown_dossier(site, here, &at.dossier));
        };
        if let Some(value) = values.get(&at) {
            // A formula that could not be evaluated has been reported where it stands.
            silent |= value.is_none();
            return Ok(value.unwrap_or(Decimal::ONE));
        }
        match Fact::search(there, fact) {
            Some(Fact::Figure(figure)) => match &figure.measure {
                Measure::Stated(number) => number.as_exact(),
                Measure::Derived(_) => None,
            },
            Some(Fact::Funding(line)) => line.amount.number.as_exact(),
            None => {
                silent |= has_gap(gaps, &at.dossier, fact);
                return Err(unknown_fact(site, here, there, fact));
            }
        }
        .ok_or_else(|| Problem::FormulaNeedsExact { fact: fact.to_string() })
    };
    let result = match reads_hidden(site, own, formula) {
        Some(problem) => Err(problem),
        None => formula.evaluate(&mut value_of),
    };
    match result {
        Ok(value) if !silent => Some(value),
        Ok(_) => None,
        Err(problem) => {
            if !silent
                && let Some(dossier) = site.dossiers.get(&own.dossier)
                && let Some(path) = facts_file(dossier)
            {
                let place = place("figures", &own.fact, Some("formula"));
                found.push(Diagnostic::new(problem, path, place));
            }
            None
        }
    }
}

/// Formulas that were never ready need each other; each circle is reported once.
fn report_cycles(
    site: &Site,
    formulas: &BTreeMap<FactRef, &Formula>,
    values: &BTreeMap<&FactRef, Option<Decimal>>,
    found: &mut Vec<Diagnostic>,
) {
    let stuck: BTreeSet<&FactRef> =
        formulas.keys().filter(|fact| !values.contains_key(fact)).collect();
    let next = |own: &FactRef| {
        formulas
            .get(own)
            .into_iter()
            .flat_map(|formula| formula.facts())
            .find_map(|(dossier, fact)| {
                let dossier = dossier.unwrap_or(&own.dossier).clone();
                stuck.get(&FactRef { dossier, fact: fact.clone() }).copied()
            })
    };
    let mut seen: BTreeSet<&FactRef> = BTreeSet::new();
    for start in &stuck {
        let mut walk: Vec<&FactRef> = vec![];
        let mut at = Some(*start);
        while let Some(fact) = at {
            if let Some(from) = walk.iter().position(|f| *f == fact) {
                let mut cycle: Vec<String> =
                    walk[from..].iter().map(|f| f.fact.to_string()).collect();
                cycle.push(fact.fact.to_string());
                if let Some(dossier) = site.dossiers.get(&fact.dossier)
                    && let Some(path) = facts_file(dossier)
                {
                    let place = place("figures", &fact.fact, Some("formula"));
                    found.push(Diagnostic::new(
                        Problem::FormulaCycle { cycle },
                        path,
                        place,
                    ));
                }
                break;
            }
            if !seen.insert(fact) {
                break;
            }
            walk.push(fact);
            at = next(fact);
        }
    }
}

/// An id that no dossier has. `here` names it, and is offered what it may name.
pub(super) fn unknown_dossier(site: &Site, here: &Entry, id: &Id) -> Problem {
    let known = site.named_from(here, EntryKind::Dossier);
    let near = crate::diag::near(id.as_str(), known.map(Id::as_str));
    Problem::UnknownId { kind: IdKind::Dossier, id: id.to_string(), near }
}

/// An id that no fact of a dossier has, which `here` may name.
pub(super) fn unknown_fact(
    site: &Site,
    here: &Entry,
    dossier: &Dossier,
    fact: &Id,
) -> Problem {
    // What has this id elsewhere is named with its kind: `[[org:inserm]]`.
    let registry = &site.registry;
    let has = |kind| {
        let there = site.entry((kind, fact));
        there.is_some_and(|there| site.hidden_from(here, there).is_none())
    };
    let kind = [
        ("org", registry.organisations.contains_key(fact)),
        ("programme", registry.programmes.contains_key(fact)),
        ("person", registry.people.contains_key(fact)),
        ("topic", registry.topics.contains_key(fact)),
        ("source", registry.sources.contains_key(fact)),
        ("dossier", has(EntryKind::Dossier)),
        ("release", has(EntryKind::Release)),
        ("page", has(EntryKind::Page)),
    ];
    if let Some((kind, _)) = kind.into_iter().find(|(_, has)| *has) {
        let near = Some(format!("{kind}:{fact}"));
        return Problem::UnknownId { kind: IdKind::Fact, id: fact.to_string(), near };
    }
    let figures = dossier.figures.iter().map(|figure| figure.id.as_str());
    let funding = dossier.funding.iter().map(|line| line.id.as_str());
    let near = crate::diag::near(fact.as_str(), figures.chain(funding));
    Problem::UnknownId { kind: IdKind::Fact, id: fact.to_string(), near }
}

/// Whether a fact is there and could not be read.
pub(super) fn has_gap(gaps: &Gaps, dossier: &Id, fact: &Id) -> bool {
    gaps.has_item(EntryKind::Dossier, dossier, &["figures", "funding"], fact)
}
