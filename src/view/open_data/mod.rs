//! Open data: every figure and amount of the site, or of one dossier, as tables and as JSON.
//!
//! The tables are those of a Frictionless data package
//! (<https://specs.frictionlessdata.io/data-package/>): words stand in a column for each
//! language, facts once. Numbers are exact decimals with a point, dates are EDTF.

mod tables;
mod json;

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::dossier::Dossier;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::quantity::Bound;
use crate::resolve::Fact;
use crate::view::Views;
use crate::view::page::{Content, Page};
use crate::view::scope::Scope;
use json::Export;
use tables::{FIGURE_COLUMNS, FUNDING_COLUMNS, columns};

/// The files of open data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DataFile {
    /// `figures.csv`
    Figures,
    /// `funding.csv`
    Funding,
    /// `data.json`
    Json,
    /// `datapackage.json`, which describes the tables.
    Package,
}

impl DataFile {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Figures, Self::Funding, Self::Json, Self::Package];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures.csv",
            Self::Funding => "funding.csv",
            Self::Json => "data.json",
            Self::Package => "datapackage.json",
        }
    }
}

/// What a file of open data holds.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum DataContent {
    /// Rows below a head.
    Table(Table),
    /// Objects.
    Json(Box<Export>),
    /// The description of the tables.
    Package(Value),
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Words, which a spreadsheet must not take for a formula.
    Words(Arc<str>),
    /// A number, an id, a date or an address, which cannot be taken for one.
    Plain(String),
    /// Yes or no.
    Flag(bool),
    /// Nothing.
    Empty,
}

/// Where open data stands: `/data/`, `/data/parisante-campus/`.
pub(super) fn folder(dossier: Option<&Id>) -> Arc<str> {
    match dossier {
        None => "/data/".into(),
        Some(id) => format!("/data/{id}/").into(),
    }
}

/// Where a file of open data stands.
pub(super) fn address(dossier: Option<&Id>, file: DataFile) -> Arc<str> {
    format!("{}{}", folder(dossier), file.name()).into()
}

/// Whether a dossier has anything to be exported.
pub(super) fn has_data(dossier: &Dossier) -> bool {
    !dossier.figures.is_empty() || !dossier.funding.is_empty()
}

/// Makes a file of open data: of one dossier, or of all.
pub(super) fn page(views: &Views, dossier: Option<&Id>, file: DataFile) -> Option<Page> {
    let dossiers: Vec<&Dossier> = match dossier {
        Some(id) => vec![views.site.dossiers.get(id)?],
        None => views.site.dossiers.values().map(|dossier| &**dossier).collect(),
    };
    let content = match file {
        DataFile::Figures => DataContent::Table(tables::figures(views, &dossiers)),
        DataFile::Funding => DataContent::Table(tables::funding(views, &dossiers)),
        DataFile::Json => DataContent::Json(Box::new(json::export(views, &dossiers))),
        DataFile::Package => DataContent::Package(package(views, dossier)),
    };
    Some(Page {
        path: address(dossier, file).trim_start_matches('/').into(),
        lang: None,
        content: Content::Data(Box::new(content)),
    })
}

/// The scopes of the languages, the reference first.
fn scopes(views: &Views) -> Vec<(String, Scope<'_>)> {
    let languages = &views.site.config.languages;
    languages
        .iter()
        .map(|lang| (languages[lang].as_str().to_owned(), views.scope(lang)))
        .collect()
}

/// The permanent address of a fact; `None` in a language that its dossier is not in.
fn fact_address(
    views: &Views,
    dossier: &Dossier,
    fact: Fact<'_>,
    lang: Lang,
) -> Option<String> {
    let entry = &dossier.entry;
    let page = views.routes.entry(entry.kind, &entry.id, lang);
    let page = page.filter(|_| entry.is_in(lang))?;
    let scope = views.scope(lang);
    let anchor = scope.fact_anchor(entry, fact);
    Some(format!("{}#{anchor}", scope.absolute(page)))
}

fn bound_name(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "exact",
        Bound::MoreThan => "more-than",
        Bound::AtLeast => "at-least",
        Bound::LessThan => "less-than",
        Bound::AtMost => "at-most",
        Bound::About => "about",
    }
}

/// The description of the tables: a Frictionless data package.
fn package(views: &Views, dossier: Option<&Id>) -> Value {
    let config = &views.site.config;
    let reference = views.scope(Lang::REFERENCE);
    let entry = dossier.and_then(|id| views.site.dossiers.get(id));
    let title = match entry {
        Some(dossier) => dossier.entry.title[Lang::REFERENCE].words.clone(),
        None => config.title[Lang::REFERENCE].words.clone(),
    };
    let name = dossier.map_or("site", Id::as_str);
    let table = |file: DataFile, columns: Vec<String>| {
        let fields: Vec<Value> = columns.iter().map(|column| field(column)).collect();
        json!({
            "name": file.name().trim_end_matches(".csv"),
            "path": file.name(),
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": { "fields": fields, "primaryKey": ["dossier", "id"], "missingValues": [""] },
        })
    };
    json!({
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "homepage": reference.absolute(views.routes.home(Lang::REFERENCE)),
        "resources": [
            table(DataFile::Figures, columns(views, FIGURE_COLUMNS)),
            table(DataFile::Funding, columns(views, FUNDING_COLUMNS)),
        ],
    })
}

/// A column in Table Schema (<https://specs.frictionlessdata.io/table-schema/>).
fn field(name: &str) -> Value {
    let kind = match name {
        "value" | "amount" | "low" | "high" => "number",
        "inferred" | "derived" | "key" => "boolean",
        _ => "string",
    };
    let mut field = json!({ "name": name, "type": kind });
    let constraints = match name {
        "dossier" | "id" | "unit" | "currency" => Some(json!({ "required": true })),
        "bound" => Some(json!({
            "enum": ["exact", "more-than", "at-least", "less-than", "at-most", "about", "range"],
        })),
        _ => None,
    };
    if let (Some(constraints), Some(field)) = (constraints, field.as_object_mut()) {
        field.insert("constraints".to_owned(), constraints);
    }
    if name.starts_with("url_")
        && let Some(field) = field.as_object_mut()
    {
        field.insert("format".to_owned(), json!("uri"));
    }
    field
}
