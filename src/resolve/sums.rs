//! Totals held against their parts.
//!
//! All of it in exact decimals. Rates, increases, ranges and bounds never enter a sum, and
//! lines that may state the same money are never added to each other.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, FilePath, Problem, Related, RelatedWhat};
use crate::model::dossier::{Dossier, FundingLine, Measure};
use crate::model::entry::{EntryKind, Gaps};
use crate::model::id::Id;
use crate::model::quantity::{Bound, Number};
use crate::model::terms::{FundingKind, Parts};
use crate::resolve::figures::{facts_file, place};
use crate::resolve::numbers::{show_money, show_number};

/// The most related places of one finding.
const MAX_RELATED: usize = 12;

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

/// One figure or funding line, as far as sums need it.
struct Part<'a> {
    id: &'a Id,
    parent: Option<&'a Id>,
    /// The value, where it may be added.
    value: Option<Decimal>,
    /// What it adds at least and at most, as far as that is said.
    least: Option<Decimal>,
    most: Option<Decimal>,
    /// What one step of its last written digit is worth.
    step: Decimal,
    claim: Option<Parts>,
    /// The currency or unit.
    kind: &'a str,
    /// The value as a message shows it.
    shown: &'a dyn Fn(Decimal) -> String,
}

/// What a number is at least and at most, as far as it says so.
fn ends(number: &Number) -> (Option<Decimal>, Option<Decimal>) {
    match *number {
        Number::Range { low, high } => (Some(low), Some(high)),
        Number::Single { bound, value } => match bound {
            Bound::Exact => (Some(value), Some(value)),
            Bound::MoreThan | Bound::AtLeast => (Some(value), None),
            Bound::LessThan | Bound::AtMost => (None, Some(value)),
            Bound::About => (None, None),
        },
    }
}

/// What bounds and ranges leave no room for: parts that are more than their total can be, or,
/// where they are said to be all, less.
fn impossible(total: &Part<'_>, parts: &[&Part<'_>]) -> Option<Problem> {
    let show = total.shown;
    let sum = |end: fn(&Part<'_>) -> Option<Decimal>| {
        parts
            .iter()
            .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(end(part)?))
    };
    let least = sum(|part| part.least);
    if total.claim != Some(Parts::Approximate)
        && let (Some(sum), Some(most)) = (least, total.most)
        && sum > most
    {
        return Some(Problem::PartsExceed {
            sum: show(sum),
            total: show(most),
            excess: show(sum - most),
        });
    }
    if total.claim == Some(Parts::Complete)
        && let (Some(sum), Some(least)) = (sum(|part| part.most), total.least)
        && sum < least
    {
        return Some(Problem::PartsDiffer {
            sum: show(sum),
            total: show(least),
            difference: show(least - sum),
        });
    }
    None
}

/// A line whose money another line states, or may state, and the nearest total that would
/// count both.
struct Double<'a> {
    line: &'a Id,
    total: &'a Id,
}

/// The lines that are left out of sums, since the same money is counted there by another line.
///
/// A line that says so of itself is left out. Where each of several lines says it of another
/// one, the first of them is counted.
fn doubles(dossier: &Dossier) -> Vec<Double<'_>> {
    let names_another =
        |line: &FundingLine| line.same_as.is_some() || !line.possibly_same_as.is_empty();
    if !dossier.funding.iter().any(names_another) {
        return vec![];
    }
    let of_id: BTreeMap<&Id, (usize, &FundingLine)> = dossier
        .funding
        .iter()
        .enumerate()
        .map(|(nth, line)| (&line.id, (nth, line)))
        .collect();
    let totals = |line: &'_ FundingLine| -> Vec<&Id> {
        let mut totals: Vec<&Id> = vec![];
        let mut above = of_id.get(&line.id).and_then(|(_, line)| line.part_of.as_ref());
        while let Some(id) = above.filter(|id| !totals.contains(id)) {
            above = of_id.get(id).and_then(|(_, line)| line.part_of.as_ref());
            totals.push(id);
        }
        totals
    };
    // Which lines name which, with the total that both are under.
    let mut named: Vec<(usize, usize, &Id)> = vec![];
    for (nth, line) in dossier.funding.iter().enumerate() {
        let mut mine = None;
        for other in line.same_as.iter().chain(&line.possibly_same_as) {
            let there =
                of_id.get(&other.fact).filter(|_| other.dossier == dossier.entry.id);
            let Some((other, there)) = there.filter(|(other, _)| *other != nth) else {
                continue;
            };
            let mine = mine.get_or_insert_with(|| totals(line));
            let theirs = totals(there);
            let shared = mine.iter().find(|total| theirs.contains(total));
            if let Some(total) = shared {
                named.push((nth, *other, total));
            }
        }
    }
    // Lines that hang together by these names, told by the first of them.
    let mut group: BTreeMap<usize, usize> = BTreeMap::new();
    let first_of = |group: &BTreeMap<usize, usize>, mut nth: usize| {
        while let Some(before) = group.get(&nth) {
            nth = *before;
        }
        nth
    };
    for (line, other, _) in &named {
        let (a, b) = (first_of(&group, *line), first_of(&group, *other));
        if a != b {
            group.insert(a.max(b), a.min(b));
        }
    }
    let says_so: BTreeSet<usize> = named.iter().map(|(line, ..)| *line).collect();
    let has_one_that_counts: BTreeSet<usize> = named
        .iter()
        .filter(|(_, other, _)| !says_so.contains(other))
        .map(|(line, ..)| first_of(&group, *line))
        .collect();
    let is_counted = |nth: usize| {
        let first = first_of(&group, nth);
        nth == first && !has_one_that_counts.contains(&first)
    };
    let doubles = named.into_iter().filter(|(line, ..)| !is_counted(*line));
    doubles
        .filter_map(|(line, _, total)| {
            Some(Double { line: &dossier.funding.get(line)?.id, total })
        })
        .collect()
}

/// Holds every total of a dossier against its parts.
///
/// Where a line could not be read there is nothing to be said of the sums.
pub(super) fn reconcile(
    dossier: &Dossier,
    derived: &BTreeMap<Id, Decimal>,
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
    let doubles = doubles(dossier);
    let lines: Vec<Part<'_>> = dossier
        .funding
        .iter()
        .map(|line| {
            let is_counted = !doubles.iter().any(|double| {
                double.line == &line.id && Some(double.total) == line.part_of.as_ref()
            });
            let is_lump_sum = line.kind == FundingKind::LumpSum && line.per.is_none();
            let (least, most) = match is_counted && is_lump_sum {
                true => ends(&line.amount.number),
                false => (None, None),
            };
            Part {
                id: &line.id,
                parent: line.part_of.as_ref(),
                value: line.summable().filter(|_| is_counted),
                // Money that was given is not less than nothing.
                least: least.or(Some(Decimal::ZERO)),
                most,
                step: line.amount.step,
                claim: line.parts,
                kind: line.amount.currency.code(),
                shown: &*money[line.amount.currency.code()],
            }
        })
        .collect();
    let plain = |value: Decimal| show_number(value);
    let figures: Vec<Part<'_>> = dossier
        .figures
        .iter()
        .map(|figure| {
            let number = match &figure.measure {
                Measure::Stated(number) => Some(*number),
                Measure::Derived(_) => {
                    derived.get(&figure.id).copied().map(Number::exact)
                }
            };
            let (least, most) = number.as_ref().map_or((None, None), ends);
            let number = number.and_then(|number| number.as_exact());
            Part {
                id: &figure.id,
                parent: figure.part_of.as_ref(),
                value: number,
                least,
                most,
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
            let doubles = if section == "funding" { &doubles[..] } else { &[] };
            let mut checker = Checker { path, section, key, doubles, found };
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
    doubles: &'a [Double<'a>],
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

    fn report_with_parts(
        &mut self,
        total: &Part<'_>,
        parts: &[&Part<'_>],
        problem: Problem,
    ) {
        let place = place(self.section, total.id, Some(self.key));
        let mut diagnostic = Diagnostic::new(problem, self.path, place);
        let parts = parts.iter().take(MAX_RELATED).map(|part| Related {
            what: RelatedWhat::APart,
            path: self.path.clone(),
            place: self::place(self.section, part.id, Some(self.key)),
        });
        diagnostic.related = parts.collect();
        self.found.push(diagnostic);
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
            // What is counted within one part and again in another is taken from the sum.
            let below = self.doubles.iter().filter(|double| double.total == total.id);
            let below = below
                .filter_map(|double| parts.iter().find(|part| part.id == double.line));
            let below = below.filter(|part| part.parent != Some(total.id)).collect();
            match children.get(total.id) {
                Some(children) => self.total(total, children, below, totals),
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
        below: Vec<&Part<'_>>,
        totals: &mut BTreeMap<Id, Reconciliation>,
    ) {
        let mut sum = Decimal::ZERO;
        let mut tolerance = total.step;
        let mut left_out = vec![];
        for part in below {
            if let Some(value) = part.value {
                sum = sum.saturating_sub(value);
                left_out.push(part.id.clone());
            }
        }
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
        let show = total.shown;
        let Some(value) = total.value else {
            if let Some(problem) = impossible(total, parts) {
                self.report_with_parts(total, parts, problem);
            }
            return;
        };
        let rest = (value - sum).normalize();
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
        let impossible =
            || (!left_out.is_empty()).then(|| impossible(total, parts)).flatten();
        if let Some(problem) = problem.or_else(impossible) {
            self.report_with_parts(total, parts, problem);
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
