//! Figures and amounts as JSON.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::model::dossier::{Dossier, Figure, FundingLine, Measure, Past};
use crate::model::id::Id;
use crate::model::lang::{Lang, Localized};
use crate::model::quantity::Number;
use crate::resolve::Fact;
use crate::view::Views;
use crate::view::funding::status;
use crate::view::open_data::{bound_name, fact_address};

/// The JSON of a site or a dossier.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    /// The version of this form.
    version: u32,
    /// The site's title and address.
    site: Value,
    dossiers: Vec<DossierExport>,
    /// The sources that the facts name, by id.
    sources: Value,
}

#[derive(Clone, Debug, Serialize)]
struct DossierExport {
    id: String,
    title: Value,
    url: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    figures: Vec<FigureExport>,
    funding: Vec<FundingExport>,
}

/// A number with its bounds: exact decimals, as JSON numbers.
#[derive(Clone, Debug, Serialize)]
struct NumberExport {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Box<RawValue>>,
    bound: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Box<RawValue>>,
}

#[derive(Clone, Debug, Serialize)]
struct PastExport {
    #[serde(flatten)]
    number: NumberExport,
    as_of: String,
    #[serde(skip_serializing_if = "Value::is_null")]
    reason: Value,
    sources: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct FactExport {
    id: String,
    label: Value,
    url: Value,
    #[serde(flatten)]
    number: NumberExport,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    inferred: bool,
    sources: Vec<String>,
    #[serde(skip_serializing_if = "Value::is_null")]
    note: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    history: Vec<PastExport>,
}

#[derive(Clone, Debug, Serialize)]
struct FigureExport {
    #[serde(flatten)]
    fact: FactExport,
    unit: String,
    derived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'static str>,
    key: bool,
    #[serde(skip_serializing_if = "Value::is_null")]
    method: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    perimeter: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct FundingExport {
    #[serde(flatten)]
    fact: FactExport,
    currency: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'static str>,
    payers: Vec<String>,
    beneficiaries: Vec<String>,
    programmes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    possibly_same_as: Vec<String>,
}

pub(super) fn export(views: &Views, dossiers: &[&Dossier]) -> Export {
    let config = &views.site.config;
    let by_lang = |words: &dyn Fn(Lang) -> Option<Value>| -> Value {
        let languages = config.languages.iter();
        let values = languages.filter_map(|lang| {
            Some((config.languages[lang].as_str().to_owned(), words(lang)?))
        });
        Value::Object(values.collect())
    };
    let words = |text: &Localized| by_lang(&|lang| Some(json!(text[lang].words)));
    let maybe = |text: Option<&Localized>| text.map_or(Value::Null, words);
    let fact_export =
        |dossier: &Dossier, fact: Fact<'_>, number: Number, status, history| {
            let (period, as_of, inferred, sources, note) = match fact {
                Fact::Figure(figure) => (
                    figure.period,
                    figure.as_of,
                    figure.inferred,
                    &figure.sources,
                    figure.note.as_ref(),
                ),
                Fact::Funding(line) => (
                    line.period,
                    line.as_of,
                    line.inferred,
                    &line.sources,
                    line.note.as_ref(),
                ),
            };
            FactExport {
                id: fact.id().to_string(),
                label: words(fact.label()),
                url: by_lang(&|lang| {
                    fact_address(views, dossier, fact, lang).map(Value::from)
                }),
                number: number_export(&number),
                status,
                period: period.map(|period| period.to_string()),
                as_of: as_of.map(|as_of| as_of.to_string()),
                inferred,
                sources: texts(sources),
                note: maybe(note),
                history,
            }
        };
    let figure_export = |dossier: &Dossier, figure: &Figure| {
        let history = figure
            .history
            .iter()
            .map(|past| past_export(past, &past.value, &maybe));
        let number = views.site.number_of(&dossier.entry.id, figure);
        let status = figure.status.map(crate::model::terms::FigureStatus::as_str);
        FigureExport {
            fact: fact_export(
                dossier,
                Fact::Figure(figure),
                number,
                status,
                history.collect(),
            ),
            unit: figure.unit.to_string(),
            derived: matches!(figure.measure, Measure::Derived(_)),
            formula: figure.measure.formula().map(ToString::to_string),
            part_of: figure.part_of.as_ref().map(ToString::to_string),
            parts: figure.parts.map(crate::model::terms::Parts::as_str),
            key: figure.key,
            method: maybe(figure.method.as_ref()),
            perimeter: maybe(figure.perimeter.as_ref()),
            place: figure.place.as_ref().map(ToString::to_string),
        }
    };
    let funding_export = |dossier: &Dossier, line: &FundingLine| {
        let history = line
            .history
            .iter()
            .map(|past| past_export(past, &past.value.number, &maybe));
        let status =
            status(dossier, line).map(crate::model::terms::FundingStatus::as_str);
        let same = line.possibly_same_as.iter();
        FundingExport {
            fact: fact_export(
                dossier,
                Fact::Funding(line),
                line.amount.number,
                status,
                history.collect(),
            ),
            currency: line.amount.currency.code(),
            kind: line.kind.as_str(),
            per: line.per.map(crate::model::terms::Per::as_str),
            part_of: line.part_of.as_ref().map(ToString::to_string),
            parts: line.parts.map(crate::model::terms::Parts::as_str),
            payers: texts(&line.payers),
            beneficiaries: texts(&line.beneficiaries),
            programmes: texts(&line.programmes),
            possibly_same_as: same
                .map(|other| format!("{}#{}", other.dossier, other.fact))
                .collect(),
        }
    };
    let mut named: std::collections::BTreeSet<&Id> = std::collections::BTreeSet::new();
    for dossier in dossiers {
        named.extend(dossier.figures.iter().flat_map(|figure| &figure.sources));
        named.extend(dossier.funding.iter().flat_map(|line| &line.sources));
    }
    let sources = named.into_iter().filter_map(|id| {
        let source = views.site.registry.sources.get(id)?;
        Some((
            id.to_string(),
            json!({
                "title": source.title,
                "label": maybe(source.label.as_ref()),
                "publisher": maybe(source.publisher.as_ref()),
                "author": source.author,
                "published": source.published.map(|moment| moment.day.to_string()),
                "url": source.url,
            }),
        ))
    });
    Export {
        version: 1,
        site: json!({
            "title": words(&config.title),
            "url": by_lang(&|lang| {
                Some(json!(views.scope(lang).absolute(views.routes.home(lang))))
            }),
        }),
        sources: Value::Object(sources.collect()),
        dossiers: dossiers
            .iter()
            .map(|dossier| {
                let entry = &dossier.entry;
                DossierExport {
                    id: entry.id.to_string(),
                    title: words(&entry.title),
                    url: by_lang(&|lang| {
                        let page = views.routes.entry(entry.kind, &entry.id, lang);
                        let page = page.filter(|_| entry.is_in(lang))?;
                        Some(json!(views.scope(lang).absolute(page)))
                    }),
                    as_of: dossier.as_of.map(|as_of| as_of.to_string()),
                    figures: dossier
                        .figures
                        .iter()
                        .map(|figure| figure_export(dossier, figure))
                        .collect(),
                    funding: dossier
                        .funding
                        .iter()
                        .map(|line| funding_export(dossier, line))
                        .collect(),
                }
            })
            .collect(),
    }
}

/// An earlier value, with its number.
fn past_export<T>(
    past: &Past<T>,
    number: &Number,
    words: &dyn Fn(Option<&Localized>) -> Value,
) -> PastExport {
    PastExport {
        number: number_export(number),
        as_of: past.as_of.to_string(),
        reason: words(past.reason.as_ref()),
        sources: texts(&past.sources),
    }
}

fn number_export(number: &Number) -> NumberExport {
    // A decimal is written digit for digit, and never through a floating point number.
    let raw = |value: Decimal| RawValue::from_string(value.normalize().to_string()).ok();
    match *number {
        Number::Single { bound, value } => NumberExport {
            value: raw(value),
            bound: bound_name(bound),
            low: None,
            high: None,
        },
        Number::Range { low, high } => NumberExport {
            value: None,
            bound: "range",
            low: raw(low),
            high: raw(high),
        },
    }
}

fn texts(ids: &[Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
