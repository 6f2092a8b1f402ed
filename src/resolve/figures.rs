//! Arithmetic over the facts: derived figures, parts and totals, one figure in two places.
//!
//! All of it in exact decimals. Rates, increases, ranges and bounds never enter a sum, and
//! lines that may state the same money are never added to each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rayon::prelude::*;
use rust_decimal::Decimal;

use std::sync::Arc;

use crate::diag::{
    Diagnostic, FilePath, IdKind, Place, Problem, Related, RelatedWhat, Seg, YamlPart,
};
use crate::model::dossier::{Dossier, FactRef, FundingLine, Measure};
use crate::model::entry::{EntryKind, Gaps};
use crate::model::formula::Formula;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::terms::Parts;
use crate::resolve::numbers::{show_money, show_number};
use crate::resolve::{Fact, Site, same};

/// The most related places of one finding.
const MAX_RELATED: usize = 12;

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

/// A total held against its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reconciliation {
    /// The total, in base units.
    pub total: Decimal,
    /// What the parts that can be added make.
    pub sum: Decimal,
    /// What no part explains: the total less the sum. Negative where the parts exceed it.
    pub rest: Decimal,
    /// What the writer claims of the parts.
    pub claim: Option<Parts>,
    /// Parts that stand beside the sum: rates, increases, bounds, ranges, and what may be the
    /// same money as another part.
    pub left_out: Vec<Id>,
}

/// Computes every dossier's facts, and reports what does not add up.
pub(super) fn resolve(
    site: &Site,
    gaps: &Gaps,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Id, Arc<Facts>> {
    let mut derived = derive(site, gaps, found);
    let per_dossier: Vec<(Id, Facts, Vec<Diagnostic>)> = site
        .dossiers
        .par_iter()
        .map(|(id, dossier)| {
            let mut found = vec![];
            let facts = Facts {
                totals: reconcile(dossier, gaps, &mut found),
                places: places(dossier),
                derived: BTreeMap::new(),
            };
            (id.clone(), facts, found)
        })
        .collect();
    let mut all = BTreeMap::new();
    for (id, mut facts, mut diagnostics) in per_dossier {
        facts.derived = derived.remove(&id).unwrap_or_default();
        found.append(&mut diagnostics);
        all.insert(id, Arc::new(facts));
    }
    same::check(site, gaps, found);
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
        let reads: BTreeSet<FactRef> = formula
            .facts()
            .into_iter()
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

fn evaluate(
    site: &Site,
    gaps: &Gaps,
    own: &FactRef,
    formula: &Formula,
    values: &BTreeMap<&FactRef, Option<Decimal>>,
    found: &mut Vec<Diagnostic>,
) -> Option<Decimal> {
    let mut silent = false;
    let result = formula.evaluate(&mut |dossier, fact| {
        let at = FactRef {
            dossier: dossier.unwrap_or(&own.dossier).clone(),
            fact: fact.clone(),
        };
        let Some(there) = site.dossiers.get(&at.dossier) else {
            silent |= gaps.has_entry(EntryKind::Dossier, &at.dossier);
            return Err(unknown_dossier(site, &at.dossier));
        };
        let here = &site.dossiers[&own.dossier].entry;
        if let Some(problem) = site.hidden_from(here, &there.entry) {
            return Err(problem);
        }
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
                return Err(unknown_fact(site, there, fact));
            }
        }
        .ok_or_else(|| Problem::FormulaNeedsExact { fact: fact.to_string() })
    });
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

pub(super) fn unknown_dossier(site: &Site, id: &Id) -> Problem {
    let near = crate::diag::near(id.as_str(), site.dossiers.keys().map(Id::as_str));
    Problem::UnknownId { kind: IdKind::Dossier, id: id.to_string(), near }
}

pub(super) fn unknown_fact(site: &Site, dossier: &Dossier, fact: &Id) -> Problem {
    // What has this id elsewhere is named with its kind: `[[org:inserm]]`.
    let registry = &site.registry;
    let kind = [
        ("org", registry.organisations.contains_key(fact)),
        ("programme", registry.programmes.contains_key(fact)),
        ("person", registry.people.contains_key(fact)),
        ("topic", registry.topics.contains_key(fact)),
        ("source", registry.sources.contains_key(fact)),
        ("dossier", site.dossiers.contains_key(fact)),
        ("release", site.releases.contains_key(fact)),
        ("page", site.pages.contains_key(fact)),
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

/// One figure or funding line, as far as sums need it.
struct Part<'a> {
    id: &'a Id,
    parent: Option<&'a Id>,
    /// The value, where it may be added.
    value: Option<Decimal>,
    /// What one step of its last written digit is worth.
    step: Decimal,
    claim: Option<Parts>,
    /// The currency or unit.
    kind: &'a str,
    /// The value as a message shows it.
    shown: &'a dyn Fn(Decimal) -> String,
}

/// Whether a line may state the money of another line under one of its own totals, which
/// the total would then count twice.
fn is_doubtful(dossier: &Dossier, line: &FundingLine) -> bool {
    let of = |id: &Id| dossier.funding.iter().find(|line| line.id == *id);
    let totals = |line: &FundingLine| -> Vec<Id> {
        let mut totals: Vec<Id> = vec![];
        let mut above = line.part_of.clone();
        while let Some(id) = above.filter(|id| !totals.contains(id)) {
            above = of(&id).and_then(|line| line.part_of.clone());
            totals.push(id);
        }
        totals
    };
    let mine = if line.possibly_same_as.is_empty() { return false } else { totals(line) };
    line.possibly_same_as.iter().any(|other| {
        other.dossier == dossier.entry.id
            && of(&other.fact).is_some_and(|other| {
                totals(other).iter().any(|total| mine.contains(total))
            })
    })
}

/// Holds every total of a dossier against its parts.
///
/// Where a line could not be read there is nothing to be said of the sums.
fn reconcile(
    dossier: &Dossier,
    gaps: &Gaps,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Id, Reconciliation> {
    let money: BTreeMap<&str, Box<dyn Fn(Decimal) -> String>> = dossier
        .funding
        .iter()
        .map(|line| {
            let currency = line.amount.currency;
            let shown = move |value: Decimal| show_money(value, currency.sign());
            (currency.code(), Box::new(shown) as Box<dyn Fn(Decimal) -> String>)
        })
        .collect();
    let lines: Vec<Part<'_>> = dossier
        .funding
        .iter()
        .map(|line| Part {
            id: &line.id,
            parent: line.part_of.as_ref(),
            value: line.summable().filter(|_| !is_doubtful(dossier, line)),
            step: line.amount.step,
            claim: line.parts,
            kind: line.amount.currency.code(),
            shown: &*money[line.amount.currency.code()],
        })
        .collect();
    let plain = |value: Decimal| show_number(value);
    let figures: Vec<Part<'_>> = dossier
        .figures
        .iter()
        .map(|figure| {
            let number = match &figure.measure {
                Measure::Stated(number) => number.as_exact(),
                Measure::Derived(_) => None,
            };
            Part {
                id: &figure.id,
                parent: figure.part_of.as_ref(),
                value: number,
                step: Decimal::new(1, number.map_or(0, |value| value.scale())),
                claim: figure.parts,
                kind: figure.unit.as_str(),
                shown: &plain,
            }
        })
        .collect();
    let mut totals = BTreeMap::new();
    if let Some(path) = facts_file(dossier) {
        for (section, parts, key) in
            [("funding", &lines, "amount"), ("figures", &figures, "value")]
        {
            if gaps.has_any(EntryKind::Dossier, &dossier.entry.id, section) {
                continue;
            }
            let mut checker = Checker { path, section, key, found };
            // The sums of parts in a circle are as wrong as the circle.
            if !checker.cycles(parts) {
                checker.totals(parts, &mut totals);
            }
        }
    }
    totals
}

struct Checker<'a> {
    path: &'a FilePath,
    section: &'static str,
    key: &'static str,
    found: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn report(&mut self, id: &Id, key: Option<&str>, problem: Problem) {
        self.found.push(Diagnostic::new(
            problem,
            self.path,
            place(self.section, id, key),
        ));
    }

    /// Lines that are parts of each other: whether there are any.
    fn cycles(&mut self, parts: &[Part<'_>]) -> bool {
        let n_before = self.found.len();
        let parents: BTreeMap<&Id, &Id> = parts
            .iter()
            .filter_map(|part| Some((part.id, part.parent?)))
            .collect();
        let mut done: BTreeSet<&Id> = BTreeSet::new();
        for part in parts {
            let mut walk: Vec<&Id> = vec![];
            let mut at = Some(part.id);
            while let Some(id) = at {
                if let Some(from) = walk.iter().position(|seen| *seen == id) {
                    let mut cycle: Vec<String> =
                        walk[from..].iter().map(ToString::to_string).collect();
                    cycle.push(id.to_string());
                    let problem = match cycle.len() {
                        2 => Problem::PartOfItself,
                        _ => Problem::PartsInCircle { cycle },
                    };
                    self.report(id, Some("part_of"), problem);
                    break;
                }
                if !done.insert(id) {
                    break;
                }
                walk.push(id);
                at = parents.get(id).copied();
            }
        }
        self.found.len() > n_before
    }

    fn totals(&mut self, parts: &[Part<'_>], totals: &mut BTreeMap<Id, Reconciliation>) {
        let mut children: BTreeMap<&Id, Vec<&Part<'_>>> = BTreeMap::new();
        for part in parts {
            if let Some(parent) = part.parent {
                children.entry(parent).or_default().push(part);
            }
        }
        for total in parts {
            match children.get(total.id) {
                Some(children) => self.total(total, children, totals),
                None if total.claim.is_some() => {
                    self.report(total.id, Some("parts"), Problem::NoParts);
                }
                None => {}
            }
        }
    }

    fn total(
        &mut self,
        total: &Part<'_>,
        parts: &[&Part<'_>],
        totals: &mut BTreeMap<Id, Reconciliation>,
    ) {
        let mut sum = Decimal::ZERO;
        let mut tolerance = total.step;
        let mut left_out = vec![];
        for part in parts {
            if part.kind != total.kind {
                let problem = Problem::PartOfAnotherKind {
                    part: part.kind.to_owned(),
                    total: total.kind.to_owned(),
                };
                self.report(part.id, Some(self.key), problem);
                return;
            }
            match part.value {
                Some(value) => {
                    sum = sum.saturating_add(value);
                    tolerance = tolerance.saturating_add(part.step);
                }
                None => {
                    left_out.push(part.id.clone());
                    if total.claim == Some(Parts::Complete) {
                        let problem =
                            Problem::PartNotSummable { part: part.id.to_string() };
                        self.report(part.id, Some(self.key), problem);
                    }
                }
            }
        }
        // Half a step of every number that was rounded.
        let tolerance = (tolerance / Decimal::TWO).normalize();
        let Some(value) = total.value else { return };
        let rest = (value - sum).normalize();
        let show = total.shown;
        let problem = match total.claim {
            Some(Parts::Complete) if !rest.is_zero() && left_out.is_empty() => {
                Some(Problem::PartsDiffer {
                    sum: show(sum),
                    total: show(value),
                    difference: show(rest.abs()),
                })
            }
            Some(Parts::Approximate) if rest.abs() > tolerance => {
                Some(Problem::PartsBeyondRounding {
                    sum: show(sum),
                    total: show(value),
                    tolerance: show(tolerance),
                })
            }
            Some(Parts::Partial) | None if rest < Decimal::ZERO => {
                Some(Problem::PartsExceed {
                    sum: show(sum),
                    total: show(value),
                    excess: show(rest.abs()),
                })
            }
            None if !rest.is_zero() => Some(Problem::PartsUndeclared {
                sum: show(sum),
                total: show(value),
                difference: show(rest),
            }),
            _ => None,
        };
        if let Some(problem) = problem {
            let place = place(self.section, total.id, Some(self.key));
            let mut diagnostic = Diagnostic::new(problem, self.path, place);
            diagnostic.related = parts
                .iter()
                .take(MAX_RELATED)
                .map(|part| Related {
                    what: RelatedWhat::APart,
                    path: self.path.clone(),
                    place: self::place(self.section, part.id, Some(self.key)),
                })
                .collect();
            self.found.push(diagnostic);
        }
        let reconciliation = Reconciliation {
            total: value,
            sum,
            rest,
            claim: total.claim,
            left_out,
        };
        totals.insert(total.id.clone(), reconciliation);
    }
}
