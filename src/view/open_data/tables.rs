//! Figures and amounts as tables.

use rust_decimal::Decimal;

use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Measure};
use crate::model::id::Id;
use crate::model::quantity::Number;
use crate::resolve::Fact;
use crate::view::Views;
use crate::view::funding::status;
use crate::view::open_data::{Cell, Table, bound_name, fact_address, scopes};

/// Columns of words, one for each language: `label_fr`, `label_en`.
pub(super) fn worded(views: &Views, name: &str) -> Vec<String> {
    scopes(views).iter().map(|(tag, _)| format!("{name}_{tag}")).collect()
}

pub(super) fn columns(views: &Views, plain: &[&str]) -> Vec<String> {
    let mut columns = vec!["dossier".to_owned(), "id".to_owned()];
    columns.extend(worded(views, "label"));
    columns.extend(plain.iter().map(ToString::to_string));
    columns.extend(worded(views, "url"));
    columns
}

pub(super) const FIGURE_COLUMNS: &[&str] = &[
    "value", "bound", "low", "high", "unit", "status", "place", "period", "as_of",
    "inferred", "derived", "formula", "part_of", "parts", "key", "sources",
];

pub(super) const FUNDING_COLUMNS: &[&str] = &[
    "part_of",
    "parts",
    "amount",
    "bound",
    "low",
    "high",
    "currency",
    "per",
    "kind",
    "status",
    "payers",
    "beneficiaries",
    "programmes",
    "period",
    "as_of",
    "inferred",
    "possibly_same_as",
    "sources",
];

pub(super) fn figures(views: &Views, dossiers: &[&Dossier]) -> Table {
    let rows = dossiers.iter().flat_map(|dossier| {
        dossier.figures.iter().map(|figure| {
            let number = views.site.number_of(&dossier.entry.id, figure);
            let mut row = head(views, dossier, Fact::Figure(figure));
            row.extend(number_cells(&number));
            row.extend([
                Cell::Plain(figure.unit.to_string()),
                plain(figure.status.map(crate::model::terms::FigureStatus::as_str)),
                plain(figure.place.as_ref()),
                date(figure.period.as_ref()),
                date(figure.as_of.as_ref()),
                Cell::Flag(figure.inferred),
                Cell::Flag(matches!(figure.measure, Measure::Derived(_))),
                plain(figure.measure.formula()),
                plain(figure.part_of.as_ref()),
                plain(figure.parts.map(crate::model::terms::Parts::as_str)),
                Cell::Flag(figure.key),
                ids(&figure.sources),
            ]);
            row.extend(addresses(views, dossier, Fact::Figure(figure)));
            row
        })
    });
    Table {
        columns: columns(views, FIGURE_COLUMNS),
        rows: rows.collect(),
    }
}

pub(super) fn funding(views: &Views, dossiers: &[&Dossier]) -> Table {
    let rows = dossiers.iter().flat_map(|dossier| {
        dossier.funding.iter().map(|line| {
            let mut row = head(views, dossier, Fact::Funding(line));
            row.extend([
                plain(line.part_of.as_ref()),
                plain(line.parts.map(crate::model::terms::Parts::as_str)),
            ]);
            row.extend(number_cells(&line.amount.number));
            let same = line.possibly_same_as.iter();
            let same = same.map(|other| format!("{}#{}", other.dossier, other.fact));
            row.extend([
                Cell::Plain(line.amount.currency.code().to_owned()),
                plain(line.per.map(crate::model::terms::Per::as_str)),
                Cell::Plain(line.kind.as_str().to_owned()),
                plain(
                    status(dossier, line).map(crate::model::terms::FundingStatus::as_str),
                ),
                ids(&line.payers),
                ids(&line.beneficiaries),
                ids(&line.programmes),
                date(line.period.as_ref()),
                date(line.as_of.as_ref()),
                Cell::Flag(line.inferred),
                joined(same),
                ids(&line.sources),
            ]);
            row.extend(addresses(views, dossier, Fact::Funding(line)));
            row
        })
    });
    Table {
        columns: columns(views, FUNDING_COLUMNS),
        rows: rows.collect(),
    }
}

/// The cells with which every row begins.
pub(super) fn head(views: &Views, dossier: &Dossier, fact: Fact<'_>) -> Vec<Cell> {
    let label = fact.label();
    let mut cells = vec![
        Cell::Plain(dossier.entry.id.to_string()),
        Cell::Plain(fact.id().to_string()),
    ];
    let languages = views.site.config.languages.iter();
    cells.extend(languages.map(|lang| Cell::Words(label[lang].words.clone())));
    cells
}

pub(super) fn addresses(views: &Views, dossier: &Dossier, fact: Fact<'_>) -> Vec<Cell> {
    let languages = views.site.config.languages.iter();
    languages
        .map(|lang| match fact_address(views, dossier, fact, lang) {
            Some(address) => Cell::Plain(address),
            None => Cell::Empty,
        })
        .collect()
}

/// The value, what bounds it, and the ends of a range.
fn number_cells(number: &Number) -> [Cell; 4] {
    let cell = |value: Decimal| Cell::Plain(value.normalize().to_string());
    match *number {
        Number::Single { bound, value } => [
            cell(value),
            Cell::Plain(bound_name(bound).to_owned()),
            Cell::Empty,
            Cell::Empty,
        ],
        Number::Range { low, high } => {
            [Cell::Empty, Cell::Plain("range".to_owned()), cell(low), cell(high)]
        }
    }
}

fn plain<T: ToString>(value: Option<T>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Plain(value.to_string()))
}

fn date(date: Option<&Edtf>) -> Cell {
    plain(date.map(ToString::to_string))
}

fn ids(ids: &[Id]) -> Cell {
    joined(ids.iter().map(ToString::to_string))
}

fn joined(items: impl Iterator<Item = String>) -> Cell {
    let items: Vec<String> = items.collect();
    if items.is_empty() { Cell::Empty } else { Cell::Plain(items.join(" ")) }
}
