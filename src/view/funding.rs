//! Funding as pages show it: totals with their parts, and what no part explains.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::date::{Edtf, End};
use crate::model::dossier::{Dossier, FundingLine};
use crate::model::id::Id;
use crate::model::money::{Amount, Scale};
use crate::model::quantity::Number;
use crate::model::terms::{FundingKind, FundingStatus, Parts};
use crate::resolve::{Fact, Reconciliation};
use crate::view::figures::{PastView, past_view};
use crate::view::kept::Kept;
use crate::view::links::OrganisationLink;
use crate::view::locale::{Shown, ShownDate};
use crate::view::page::{PageLink, SourceLink, Term, Text};
use crate::view::scope::Scope;

/// A row of a funding table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FundingRow {
    /// How many totals stand above it.
    pub depth: usize,
    /// A line as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<FundingView>,
    /// What no part of the total above explains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<RestView>,
}

/// What no part of a total explains.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RestView {
    /// The amount.
    pub value: Shown,
    /// What it is called: « non précisé ».
    pub label: Arc<str>,
}

/// A funding line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FundingView {
    /// The id of the element that shows it on its dossier's page.
    pub anchor: String,
    /// Where it stands: its dossier's page, at the anchor.
    pub url: Arc<str>,
    /// What the money is for.
    pub label: Text,
    /// The amount.
    pub value: Shown,
    /// A rate or an increase: it stands beside the sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Kept<Term>>,
    /// Whether it has parts.
    pub is_total: bool,
    /// What its parts make of it, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<String>,
    /// How far the money has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Kept<Term>>,
    /// The years that it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<ShownDate>,
    /// When it was stated or checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<ShownDate>,
    /// Whether its period is our inference.
    pub inferred: bool,
    /// Who pays.
    pub payers: Vec<Kept<OrganisationLink>>,
    /// Whether it says neither who pays nor from which programme, but each of its parts does,
    /// and they make up the whole.
    pub origin_in_parts: bool,
    /// Who receives.
    pub beneficiaries: Vec<Kept<OrganisationLink>>,
    /// The programmes that the money comes from.
    pub programmes: Vec<Kept<PageLink>>,
    /// Figures that it is meant to bring about.
    pub indicators: Vec<FactLink>,
    /// Lines that may state the same money.
    pub possibly_same_as: Vec<FactLink>,
    /// Whether there is anything to be said of it below its row.
    pub has_remarks: bool,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
    /// Earlier amounts, newest first.
    pub history: Vec<PastView>,
}

/// A fact by its label and value, with a link to where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FactLink {
    /// Where it stands.
    pub url: Arc<str>,
    /// What it counts.
    pub label: Text,
    /// Its value.
    pub value: Shown,
    /// Its dossier, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier: Option<Kept<PageLink>>,
}

impl FundingView {
    /// A funding line of a dossier, for a page in a language.
    pub(super) fn new(scope: Scope<'_>, dossier: &Dossier, line: &FundingLine) -> Self {
        let id = &dossier.entry.id;
        let fact = Fact::Funding(line);
        let anchor = scope.fact_anchor(&dossier.entry, fact);
        let page = scope.entry_link(&dossier.entry);
        let total = scope
            .views
            .site
            .facts
            .get(id)
            .and_then(|facts| facts.totals.get(&line.id));
        let beside = beside(line);
        let status = status(dossier, line);
        let amount = |amount: &Amount| scope.locale().amount(amount, line.per);
        let history = line.history.iter().rev();
        let indicators = fact_links(scope, dossier, &line.indicators);
        let has_remarks = beside.is_some()
            || total.is_some()
            || line.note.is_some()
            || line.purpose.is_some()
            || !indicators.is_empty()
            || !line.possibly_same_as.is_empty();
        Self {
            url: format!("{}#{anchor}", page.url).into(),
            anchor,
            label: scope.text(&line.label),
            value: scope.fact_value(id, fact),
            has_remarks,
            beside: beside.map(|key| scope.term("beside", key)),
            is_total: total.is_some(),
            reconciliation: total
                .map(|total| reconciliation(scope, dossier, line, total)),
            status: status.map(|status| scope.term("funding-status", status.as_str())),
            period: scope
                .edtf(line.period.map(|period| to_come(period, status)).as_ref()),
            as_of: scope.edtf(line.as_of.as_ref()),
            inferred: line.inferred,
            payers: scope.organisations(&line.payers),
            origin_in_parts: false,
            beneficiaries: scope.organisations(&line.beneficiaries),
            programmes: line
                .programmes
                .iter()
                .filter_map(|id| scope.programme(id))
                .collect(),
            indicators,
            possibly_same_as: line
                .possibly_same_as
                .iter()
                .filter_map(|other| {
                    let there = scope.views.site.dossiers.get(&other.dossier)?;
                    fact_link(scope, there, &other.fact, other.dossier != *id)
                })
                .collect(),
            note: scope.maybe(line.note.as_ref()),
            purpose: scope.maybe(line.purpose.as_ref()),
            sources: scope.sources(&line.sources),
            history: history.map(|past| past_view(scope, past, amount)).collect(),
        }
    }
}

/// A funding line as lists of other pages show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FundingItem {
    /// Where it stands.
    pub url: Arc<str>,
    /// What it is for.
    pub label: Text,
    /// The amount.
    pub value: Shown,
    /// Why it is no part of a sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Kept<Term>>,
    /// The total that it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<FactLink>,
    /// How far the money has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Kept<Term>>,
    /// The years that it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<ShownDate>,
    /// Whether its period is our inference.
    pub inferred: bool,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

impl FundingItem {
    /// A funding line of a dossier, for another page.
    pub(super) fn new(scope: Scope<'_>, dossier: &Dossier, line: &FundingLine) -> Self {
        let id = &dossier.entry.id;
        let fact = Fact::Funding(line);
        let status = status(dossier, line);
        let above = line.part_of.as_ref();
        Self {
            url: scope.fact_url(&dossier.entry, fact),
            label: scope.text(&line.label),
            value: scope.fact_value(id, fact),
            beside: beside(line).map(|key| scope.term("beside", key)),
            part_of: above.and_then(|above| fact_link(scope, dossier, above, false)),
            status: status.map(|status| scope.term("funding-status", status.as_str())),
            period: scope
                .edtf(line.period.map(|period| to_come(period, status)).as_ref()),
            inferred: line.inferred,
            sources: scope.sources(&line.sources),
        }
    }
}

/// Why a line is no part of a sum.
pub(super) fn beside(line: &FundingLine) -> Option<&'static str> {
    match (line.per, line.kind) {
        (Some(_), _) => Some("rate"),
        (None, FundingKind::Increase) => Some("increase"),
        (None, FundingKind::LumpSum) => None,
    }
}

/// How far the money has come: a part as far as its total, unless it says otherwise. A rate or
/// an increase is no part of the sum, and has nothing from it.
pub(super) fn status(dossier: &Dossier, line: &FundingLine) -> Option<FundingStatus> {
    let from_total = || inherited(dossier, line, |line| line.status);
    line.status
        .or_else(|| beside(line).is_none().then(from_total).flatten())
}

/// Money that is only planned is not so *since* a year, but *from* it on.
fn to_come(period: Edtf, status: Option<FundingStatus>) -> Edtf {
    match (period, status) {
        (
            Edtf::Interval { start, end: End::Open },
            Some(FundingStatus::Planned | FundingStatus::Announced),
        ) => Edtf::Interval { start, end: End::Unknown },
        _ => period,
    }
}

/// What a line has from the totals above it.
fn inherited<T>(
    dossier: &Dossier,
    line: &FundingLine,
    value: impl Fn(&FundingLine) -> Option<T>,
) -> Option<T> {
    let mut line = line;
    // Totals do not go in circles: `resolve` has seen to it.
    while let Some(above) = &line.part_of {
        line = dossier.funding.iter().find(|line| line.id == *above)?;
        if let Some(value) = value(line) {
            return Some(value);
        }
    }
    None
}

/// What the parts make of a total, in a sentence.
fn reconciliation(
    scope: Scope<'_>,
    dossier: &Dossier,
    line: &FundingLine,
    total: &Reconciliation,
) -> String {
    let locale = scope.locale();
    let amount = |value| locale.amount(&exactly(value, &line.amount), None).text;
    let left_out = total.left_out.iter().filter_map(|id| {
        let line = dossier.funding.iter().find(|line| line.id == *id)?;
        let value = locale.amount(&line.amount, line.per).text;
        Some(format!("{} ({value})", line.label[scope.lang].words))
    });
    parts_make(scope, total, amount, &left_out.collect::<Vec<_>>())
}

/// What the parts make of a total, in a sentence, with the parts that are not added.
pub(super) fn parts_make(
    scope: Scope<'_>,
    total: &Reconciliation,
    show: impl Fn(Decimal) -> Arc<str>,
    left_out: &[String],
) -> String {
    let locale = scope.locale();
    let (sum, rest) = (show(total.sum), show(total.rest.abs()));
    let values = [("sum", &*sum), ("rest", &*rest)];
    let key = match total.claim {
        Some(Parts::Complete) => "reconciliation.complete",
        Some(Parts::Partial) if total.rest.is_zero() => "reconciliation.complete",
        Some(Parts::Approximate) => "reconciliation.approximate",
        Some(Parts::Partial) => "reconciliation.partial",
        None if total.rest.is_zero() => "reconciliation.complete",
        None => "reconciliation.undeclared",
    };
    let mut sentence = locale.fill(key, &values);
    if !left_out.is_empty() {
        let lines = locale.list(left_out.iter().map(String::as_str));
        sentence.push(' ');
        sentence.push_str(&locale.fill("reconciliation.left-out", &[("lines", &lines)]));
    }
    sentence
}

pub(super) fn exactly(value: Decimal, like: &Amount) -> Amount {
    Amount {
        number: Number::exact(value),
        scale: Scale::Unit,
        ..*like
    }
}

/// Facts of a dossier by label and value.
pub(super) fn fact_links(
    scope: Scope<'_>,
    dossier: &Dossier,
    ids: &[Id],
) -> Vec<FactLink> {
    ids.iter()
        .filter_map(|id| fact_link(scope, dossier, id, false))
        .collect()
}

/// A fact by label and value; `foreign` where its dossier is named with it.
pub(super) fn fact_link(
    scope: Scope<'_>,
    dossier: &Dossier,
    id: &Id,
    foreign: bool,
) -> Option<FactLink> {
    let fact = scope.views.site.fact(&dossier.entry.id, id)?;
    Some(FactLink {
        url: scope.fact_url(&dossier.entry, fact),
        label: scope.text(fact.label()),
        value: scope.fact_value(&dossier.entry.id, fact),
        dossier: foreign.then(|| scope.entry_link(&dossier.entry)),
    })
}

/// The funding of a dossier, each total before its parts, and after the parts what they do
/// not explain.
pub(super) fn rows(scope: Scope<'_>, dossier: &Dossier) -> Vec<FundingRow> {
    let mut children: BTreeMap<Option<&Id>, Vec<&FundingLine>> = BTreeMap::new();
    for line in &dossier.funding {
        children.entry(line.part_of.as_ref()).or_default().push(line);
    }
    let mut rows: Vec<FundingRow> = vec![];
    let mut lines = vec![];
    // Lines are walked with a stack of our own: totals may nest as deeply as they like.
    let mut stack: Vec<(usize, Step<'_>)> = vec![];
    let tops = children.get(&None).into_iter().flatten().rev();
    stack.extend(tops.map(|line| (0, Step::Line(line))));
    while let Some((depth, step)) = stack.pop() {
        match step {
            Step::Line(line) => {
                stack.push((depth + 1, Step::Rest(line)));
                let parts = children.get(&Some(&line.id)).into_iter().flatten().rev();
                stack.extend(parts.map(|part| (depth + 1, Step::Line(part))));
                let view = FundingView::new(scope, dossier, line);
                lines.push((rows.len(), line));
                rows.push(FundingRow { depth, line: Some(view), rest: None });
            }
            Step::Rest(line) => {
                if let Some(rest) = rest(scope, dossier, line) {
                    rows.push(FundingRow { depth, line: None, rest: Some(rest) });
                }
            }
        }
    }
    // From the last on, parts come before their totals.
    let mut have_origin: BTreeSet<&Id> = BTreeSet::new();
    for (nth, line) in lines.into_iter().rev() {
        let parts = children.get(&Some(&line.id)).into_iter().flatten();
        let mut summed = parts.filter(|part| beside(part).is_none()).peekable();
        let says_it = !line.payers.is_empty() || !line.programmes.is_empty();
        let in_parts = !says_it
            && summed.peek().is_some()
            && summed.all(|part| have_origin.contains(&part.id))
            && is_made_up(scope, dossier, line);
        if says_it || in_parts {
            have_origin.insert(&line.id);
        }
        if let Some(view) = rows.get_mut(nth).and_then(|row| row.line.as_mut()) {
            view.origin_in_parts = in_parts;
        }
    }
    rows
}

/// Whether the parts of a line leave nothing of it.
fn is_made_up(scope: Scope<'_>, dossier: &Dossier, line: &FundingLine) -> bool {
    let facts = scope.views.site.facts.get(&dossier.entry.id);
    let total = facts.and_then(|facts| facts.totals.get(&line.id));
    total.is_some_and(|total| total.rest.is_zero())
}

enum Step<'a> {
    Line(&'a FundingLine),
    /// What the parts of the line do not explain.
    Rest(&'a FundingLine),
}

fn rest(scope: Scope<'_>, dossier: &Dossier, line: &FundingLine) -> Option<RestView> {
    let facts = scope.views.site.facts.get(&dossier.entry.id)?;
    let total = facts.totals.get(&line.id)?;
    let key = rest_key(total)?;
    let value = scope.locale().amount(&exactly(total.rest, &line.amount), None);
    Some(RestView { value, label: scope.locale().word(key).into() })
}

/// What readers are told that no part explains.
pub(super) fn rest_key(total: &Reconciliation) -> Option<&'static str> {
    match total.claim {
        _ if total.rest.is_zero() => None,
        Some(Parts::Complete) => None,
        Some(Parts::Approximate) => Some("reconciliation.rounding"),
        Some(Parts::Partial) => Some("reconciliation.unspecified"),
        None => Some("reconciliation.gap"),
    }
}
