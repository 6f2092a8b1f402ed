//! Structured data of pages, in the words of schema.org (<https://schema.org>): what search
//! engines and other programs read of a dossier.
//!
//! Numbers are written exactly: as whole numbers, or digit for digit as text.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use crate::model::dossier::{Dossier, Figure, FundingLine, Quote, Speaker};
use crate::model::id::Id;
use crate::model::quantity::{Bound, Number};
use crate::resolve::Fact;
use crate::view::open_data::{self, DataFile};
use crate::view::scope::Scope;

/// What a dossier's page says of itself, of its amounts, figures and quotations.
pub(super) fn dossier(scope: Scope<'_>, dossier: &Dossier) -> Value {
    let entry = &dossier.entry;
    let page = scope.views.routes.entry(entry.kind, &entry.id, scope.lang);
    let page = page.map(|path| scope.absolute(path).to_string()).unwrap_or_default();
    let lang = scope.locale().tag.as_str();
    let mut work = Object::new("CreativeWork");
    work.set("@id", &*page);
    work.set("name", &*entry.title[scope.lang].words);
    work.set("inLanguage", lang);
    work.set("url", &*page);
    if let Some(summary) = &entry.summary {
        work.set("abstract", &*summary[scope.lang].words);
    }
    if let Some(day) = entry.published {
        work.set("datePublished", day.to_string());
    }
    if let Some(day) = entry.updated {
        work.set("dateModified", day.to_string());
    }
    let mut graph = vec![work.value()];
    if open_data::has_data(dossier) {
        graph.push(dataset(scope, dossier, &page));
    }
    graph.extend(
        dossier
            .figures
            .iter()
            .map(|figure| quantity(scope, dossier, figure, &page)),
    );
    graph.extend(dossier.funding.iter().map(|line| grant(scope, dossier, line, &page)));
    graph.extend(dossier.quotes.iter().map(|quote| quotation(scope, quote, &page)));
    json!({ "@context": "https://schema.org", "@graph": graph })
}

/// An object of schema.org, its properties in the order in which they are set.
struct Object(Map<String, Value>);

impl Object {
    fn new(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), json!(kind))]))
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// The tables of the dossier.
fn dataset(scope: Scope<'_>, dossier: &Dossier, page: &str) -> Value {
    let id = &dossier.entry.id;
    let files = [
        (DataFile::Figures, "text/csv"),
        (DataFile::Funding, "text/csv"),
        (DataFile::Json, "application/json"),
    ];
    let distribution = files.map(|(file, format)| {
        let url = scope.absolute(&open_data::address(Some(id), file));
        json!({ "@type": "DataDownload", "encodingFormat": format, "contentUrl": url })
    });
    let mut object = Object::new("Dataset");
    object.set("@id", format!("{page}#data"));
    object.set("name", &*dossier.entry.title[scope.lang].words);
    let description = dossier.entry.summary.as_ref().unwrap_or(&dossier.entry.title);
    object.set("description", &*description[scope.lang].words);
    object.set("isPartOf", json!({ "@id": page }));
    object.set("distribution", distribution.to_vec());
    object.value()
}

fn quantity(scope: Scope<'_>, dossier: &Dossier, figure: &Figure, page: &str) -> Value {
    let id = &dossier.entry.id;
    let fact = Fact::Figure(figure);
    let number = scope.views.number_of(&dossier.entry.id, figure);
    let mut object = Object::new("QuantitativeValue");
    object.set("@id", format!("{page}#{}", scope.fact_anchor(id, fact)));
    object.set("name", &*figure.label[scope.lang].words);
    set_number(&mut object, &number);
    object.set("unitText", figure.unit.as_str());
    object.value()
}

/// What the page of a figure says of it.
pub(super) fn figure(
    scope: Scope<'_>,
    dossier: &Dossier,
    figure: &Figure,
    address: &str,
) -> Value {
    let mut node = quantity(scope, dossier, figure, "");
    if let Some(node) = node.as_object_mut() {
        node.insert("@context".to_owned(), json!("https://schema.org"));
        node.insert("@id".to_owned(), json!(address));
        node.insert("url".to_owned(), json!(address));
    }
    node
}

fn grant(scope: Scope<'_>, dossier: &Dossier, line: &FundingLine, page: &str) -> Value {
    let id = &dossier.entry.id;
    let mut amount = Object::new("MonetaryAmount");
    set_number(&mut amount, &line.amount.number);
    amount.set("currency", line.amount.currency.code());
    let mut object = Object::new("MonetaryGrant");
    object.set("@id", format!("{page}#{}", scope.fact_anchor(id, Fact::Funding(line))));
    object.set("name", &*line.label[scope.lang].words);
    object.set("amount", amount.value());
    object.set("fundedItem", json!({ "@id": page }));
    let funders: Vec<Value> =
        line.payers.iter().filter_map(|id| organisation(scope, id)).collect();
    if !funders.is_empty() {
        object.set("funder", funders);
    }
    object.value()
}

fn organisation(scope: Scope<'_>, id: &Id) -> Option<Value> {
    let organisation = scope.views.site.registry.organisations.get(id)?;
    let mut object = Object::new("Organization");
    object.set("name", &*organisation.name[scope.lang].words);
    if let Some(url) = &organisation.url {
        object.set("url", &**url);
    }
    if let Some(ror) = &organisation.ror {
        object.set("sameAs", format!("https://ror.org/{ror}"));
    }
    Some(object.value())
}

fn quotation(scope: Scope<'_>, quote: &Quote, page: &str) -> Value {
    let mut object = Object::new("Quotation");
    let text = &quote.text[scope.lang];
    object.set("text", &*text.words);
    object.set("isPartOf", json!({ "@id": page }));
    let registry = &scope.views.site.registry;
    let creator = match &quote.speaker {
        Speaker::Person(id) => registry
            .people
            .get(id)
            .map(|person| json!({ "@type": "Person", "name": person.name })),
        Speaker::Organisation(id) => organisation(scope, id),
    };
    if let Some(creator) = creator {
        object.set("creator", creator);
    }
    if let Some(date) = &quote.date {
        object.set("dateCreated", date.to_string());
    }
    object.value()
}

/// The value, or the ends between which it lies.
fn set_number(object: &mut Object, number: &Number) {
    match *number {
        Number::Single { bound, value } => {
            let key = match bound {
                Bound::Exact | Bound::About => "value",
                Bound::MoreThan | Bound::AtLeast => "minValue",
                Bound::LessThan | Bound::AtMost => "maxValue",
            };
            object.set(key, exact(value));
        }
        Number::Range { low, high } => {
            object.set("minValue", exact(low));
            object.set("maxValue", exact(high));
        }
    }
}

/// A decimal, never through a floating point number.
fn exact(value: Decimal) -> Value {
    match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) => json!(whole),
        None => json!(value.normalize().to_string()),
    }
}
