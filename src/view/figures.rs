//! Figures as pages show them, and the list of key figures.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::model::dossier::{Dossier, Figure, Measure, Past};
use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::quantity::Number;
use crate::resolve::{Fact, Reconciliation};
use crate::view::calculation::{self, Operand};
use crate::view::figure::below;
use crate::view::figure_lists::{Ways, ways};
use crate::view::funding::{FactLink, fact_link, parts_make};
use crate::view::kept::Kept;
use crate::view::listing::{Listing, list_parts, slice};
use crate::view::locale::{Shown, ShownDate};
use crate::view::page::{Data, Page, PageLink, SourceLink, Term, Text};
use crate::view::scope::Scope;

/// A figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FigureView {
    /// The id of the element that shows it on its dossier's page.
    pub anchor: String,
    /// Where it stands: its dossier's page, at the anchor.
    pub url: Arc<str>,
    /// Its own page, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<Arc<str>>,
    /// What it counts.
    pub label: Text,
    /// Its value.
    pub value: Shown,
    /// How far it can be relied on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Kept<Term>>,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// Its unit, by which figures can be grouped: `m2`.
    pub unit: Arc<str>,
    /// The time that it describes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<ShownDate>,
    /// When it was stated or checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<ShownDate>,
    /// Whether its date is our inference.
    pub inferred: bool,
    /// Whether we computed it.
    pub derived: bool,
    /// How we computed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculation: Option<Vec<Operand>>,
    /// Whether it stands among the key figures.
    pub key: bool,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// How it was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Text>,
    /// What is counted and what is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perimeter: Option<Text>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
    /// Earlier values, newest first.
    pub history: Vec<PastView>,
    /// The figure that it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<FactLink>,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<FactLink>,
    /// What its parts make of it, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<String>,
}

/// An earlier value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PastView {
    /// The value.
    pub value: Shown,
    /// When it was so.
    pub as_of: ShownDate,
    /// Why it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

impl FigureView {
    /// A figure of a dossier, for a page in a language.
    pub(super) fn new(
        scope: Scope<'_>,
        dossier: &Dossier,
        figure: &Figure,
        page: &PageLink,
    ) -> Self {
        let fact = Fact::Figure(figure);
        let anchor = scope.fact_anchor(&dossier.entry, fact);
        let place = figure.place.as_ref().and_then(|id| {
            dossier
                .places
                .iter()
                .find(|place| place.id == *id)
                .map(|p| scope.text(&p.label))
        });
        Self {
            url: format!("{}#{anchor}", page.url).into(),
            anchor,
            page: (figure.key && dossier.entry.is_in(scope.lang))
                .then(|| below(scope.locale(), &page.url, &figure.id)),
            label: scope.text(&figure.label),
            value: scope.fact_value(&dossier.entry.id, fact),
            status: figure
                .status
                .map(|status| scope.term("figure-status", status.as_str())),
            place,
            unit: figure.unit.shared(),
            period: scope.edtf(figure.period.as_ref()),
            as_of: scope.edtf(figure.as_of.as_ref()),
            inferred: figure.inferred,
            derived: matches!(figure.measure, Measure::Derived(_)),
            calculation: (figure.measure.formula())
                .map(|formula| calculation::of(scope, &dossier.entry.id, formula)),
            key: figure.key,
            note: scope.maybe(figure.note.as_ref()),
            method: scope.maybe(figure.method.as_ref()),
            perimeter: scope.maybe(figure.perimeter.as_ref()),
            sources: scope.sources(&figure.sources),
            history: history(scope, figure),
            part_of: (figure.part_of.as_ref())
                .and_then(|total| fact_link(scope, dossier, total, false)),
            parts: parts(scope, dossier, figure),
            reconciliation: reconciliation(scope, dossier, figure),
        }
    }
}

fn parts(scope: Scope<'_>, dossier: &Dossier, figure: &Figure) -> Vec<FactLink> {
    // Only a total says what its parts are, or is held against them.
    if figure.parts.is_none() && total_of(scope, dossier, figure).is_none() {
        return vec![];
    }
    let parts = dossier
        .figures
        .iter()
        .filter(|part| part.part_of.as_ref() == Some(&figure.id));
    parts
        .filter_map(|part| fact_link(scope, dossier, &part.id, false))
        .collect()
}

fn total_of<'a>(
    scope: Scope<'a>,
    dossier: &Dossier,
    figure: &Figure,
) -> Option<&'a Reconciliation> {
    scope.views.site.facts.get(&dossier.entry.id)?.totals.get(&figure.id)
}

fn reconciliation(
    scope: Scope<'_>,
    dossier: &Dossier,
    figure: &Figure,
) -> Option<String> {
    let total = total_of(scope, dossier, figure)?;
    let show = |value| {
        scope
            .locale()
            .quantity(&Number::exact(value), &figure.unit, figure.shown_digits())
            .text
    };
    let left_out = total.left_out.iter().filter_map(|id| {
        let part = dossier.figures.iter().find(|part| part.id == *id)?;
        let value = scope.fact_value(&dossier.entry.id, Fact::Figure(part)).text;
        Some(format!("{} ({value})", part.label[scope.lang].words))
    });
    Some(parts_make(scope, total, show, &left_out.collect::<Vec<_>>()))
}

fn history(scope: Scope<'_>, figure: &Figure) -> Vec<PastView> {
    let shown = |number: &Number| {
        scope.locale().quantity(number, &figure.unit, figure.shown_digits())
    };
    figure
        .history
        .iter()
        .rev()
        .map(|past| past_view(scope, past, shown))
        .collect()
}

/// An earlier value, shown as `shown` shows values of its kind.
pub(super) fn past_view<T>(
    scope: Scope<'_>,
    past: &Past<T>,
    shown: impl Fn(&T) -> Shown,
) -> PastView {
    PastView {
        value: shown(&past.value),
        as_of: scope.locale().edtf(&past.as_of),
        reason: scope.maybe(past.reason.as_ref()),
        sources: scope.sources(&past.sources),
    }
}

/// The figures of a dossier that are no key figures.
pub(super) fn others(scope: Scope<'_>, dossier: &Dossier) -> Vec<FigureView> {
    let others = dossier.figures.iter().filter(|figure| !figure.key);
    let page = scope.entry_link(&dossier.entry);
    others
        .map(|figure| FigureView::new(scope, dossier, figure, &page))
        .collect()
}

/// The key figures of a dossier.
pub(super) fn key(
    scope: Scope<'_>,
    dossier: &Id,
) -> impl Iterator<Item = Arc<FigureRow>> {
    let range = scope.views.index.key_figures_of(dossier);
    range.filter_map(move |nth| scope.figure_row(nth).cloned())
}

/// The dossier of a group of key figures, whose tiles the page has at the same place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FigureGroup {
    /// The dossier.
    pub dossier: Kept<PageLink>,
}

/// A page of the list of key figures, with other ways to look them up.
#[derive(Clone, Debug, Serialize)]
pub struct KeyFigures {
    /// The dossiers of this page.
    #[serde(flatten)]
    pub listing: Listing<FigureGroup>,
    /// Other ways to look them up.
    #[serde(flatten)]
    pub ways: Ways,
}

/// A page of the list of key figures, dossier by dossier.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.lists[scope.lang].key_figures;
    let groups = slice(all, nth).iter().filter_map(|id| {
        let dossier = scope.entry_address(EntryKind::Dossier, id)?;
        Some((FigureGroup { dossier }, key(scope, id).collect()))
    });
    let (groups, tiles) = groups.unzip();
    let n_figures = scope.views.index.key_figures.len();
    let mut listing = Listing::new(scope, "key-figures", groups, all.len(), nth);
    listing.count = scope.locale().count("counts.key-figures", n_figures);
    let ways = ways(scope, None);
    let data = Data::KeyFigures(Box::new(KeyFigures { listing, ways }));
    let mut parts = list_parts(scope, "key-figures.html", "key-figures", data, nth);
    parts.shared.tiles = tiles;
    parts.finish(scope)
}

/// A key figure as a row of a table, whichever tables have it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FigureRow {
    /// Its place among the key figures of the site.
    pub nth: usize,
    /// The figure.
    pub figure: Arc<FigureView>,
    /// Its dossier.
    pub dossier: Kept<PageLink>,
}

/// Key figures as a language shows them, by their places among those of the site: each is made
/// when a page first shows it.
pub(super) type FigureSlots = Arc<[OnceLock<Arc<FigureRow>>]>;

/// The rows of a table of key figures. A large site has more rows than anything else: a table
/// knows their places, and reads a row only where it was not rendered before.
#[derive(Clone, Default)]
pub struct FigureRows {
    of: FigureSlots,
    members: Vec<usize>,
}

impl FigureRows {
    /// The key figures at these places.
    pub(super) fn new(scope: Scope<'_>, members: &[usize]) -> Self {
        let is_there = |nth: &usize| scope.figure_row(*nth).is_some();
        let members = members.iter().copied().filter(is_there).collect();
        Self {
            of: scope.views.key_figures[scope.lang].clone(),
            members,
        }
    }

    /// Their places among the key figures of the site.
    pub fn places(&self) -> &[usize] {
        &self.members
    }

    /// The key figure at a place.
    pub fn row(&self, place: usize) -> Option<&FigureRow> {
        self.of.get(place)?.get().map(|row| &**row)
    }

    fn rows(&self) -> impl Iterator<Item = &FigureRow> {
        self.members.iter().filter_map(|place| self.row(*place))
    }
}

impl Serialize for FigureRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows())
    }
}

impl fmt::Debug for FigureRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rows()).finish()
    }
}

/// What a row shows: a figure is told whole on its own page.
#[derive(Clone, Debug, Serialize)]
pub struct ShownRow<'a> {
    /// The figure.
    pub figure: ShownFigure<'a>,
    /// Its dossier.
    pub dossier: &'a Kept<PageLink>,
}

/// A figure as a row shows it: fields of [`FigureView`].
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is the one of the same name in `FigureView`")]
pub struct ShownFigure<'a> {
    pub url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<&'a str>,
    pub label: &'a Text,
    pub value: &'a Shown,
    pub unit: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'a Kept<Term>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<&'a ShownDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<&'a ShownDate>,
}

impl FigureRow {
    /// What the template of a row sees.
    pub fn shown(&self) -> ShownRow<'_> {
        let figure = &*self.figure;
        ShownRow {
            figure: ShownFigure {
                url: &figure.url,
                page: figure.page.as_deref(),
                label: &figure.label,
                value: &figure.value,
                unit: &figure.unit,
                status: figure.status.as_ref(),
                period: figure.period.as_ref(),
                as_of: figure.as_of.as_ref(),
            },
            dossier: &self.dossier,
        }
    }
}
