//! Structured data of pages, in the words of schema.org (<https://schema.org>): what search
//! engines and other programs read of a dossier.
//!
//! Numbers are written exactly: as whole numbers, or digit for digit as text.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::model::dossier::{Dossier, Figure, FundingLine, Quote, Release, Speaker};
use crate::model::entry::Entry;
use crate::model::id::Id;
use crate::model::quantity::{Bound, Number};
use crate::resolve::Fact;
use crate::view::funding::beside;
use crate::view::glossary::TermView;
use crate::view::kept::Kept;
use crate::view::open_data::{self, DataFile};
use crate::view::page::PageLink;
use crate::view::scope::Scope;

/// The nodes of a page as one document; `None` where there are none.
pub(super) fn graph(nodes: &[Value]) -> Option<String> {
    (!nodes.is_empty()).then(|| written(nodes))
}

fn written<T: Serialize + ?Sized>(nodes: &T) -> String {
    let graph = Graph { context: "https://schema.org", nodes };
    // What has strings as keys can be written.
    serde_json::to_string(&graph).unwrap_or_default()
}

/// What a page says of itself, as a document.
#[derive(Serialize)]
struct Graph<'a, T: ?Sized> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: &'a T,
}

/// What every page says of itself, beside its own nodes. It is written on every page of a site,
/// and borrows what it says.
pub(super) struct OfPage<'a> {
    /// What the page is, as [`kind_of_page`] has it.
    pub(super) kind: &'static str,
    /// Its title.
    pub(super) title: &'a str,
    /// Its absolute address.
    pub(super) address: &'a str,
    /// The pages above it; `None` for a home page.
    pub(super) above: Option<&'a [Kept<PageLink>]>,
    /// Its own nodes; it is about the first of them.
    pub(super) nodes: &'a [Value],
}

impl OfPage<'_> {
    /// The document: the page's own nodes, the page with its language and site, the way to it.
    pub(super) fn document(&self, scope: Scope<'_>) -> String {
        let base_url = &scope.views.site.config.base_url;
        let home = scope.absolute(scope.views.routes.home(scope.lang));
        let address = self.address;
        let page = WebPage {
            kind: self.kind,
            id: Joined([address, "#page"]),
            url: address,
            name: self.title,
            language: scope.locale().tag.as_str(),
            site: Reference { id: Joined([&home, "#site"]) },
            breadcrumb: self
                .above
                .map(|_| Reference { id: Joined([address, "#breadcrumb"]) }),
            about: self
                .nodes
                .first()
                .and_then(|node| node.get("@id")?.as_str())
                .map(|id| Reference { id: Joined([id, ""]) }),
        };
        let way = self.above.map(|above| {
            let items = above
                .iter()
                .map(|link| (&*link.text.text, Joined([&base_url.origin, &*link.url])));
            let own = (self.title, Joined([address, ""]));
            let items = items.chain([own]).enumerate();
            Breadcrumb {
                kind: "BreadcrumbList",
                id: Joined([address, "#breadcrumb"]),
                items: items
                    .map(|(nth, (name, item))| ListItem {
                        kind: "ListItem",
                        position: nth + 1,
                        name,
                        item,
                    })
                    .collect(),
            }
        });
        let own = self.nodes.iter().map(Node::Own);
        let nodes = own.chain([Node::Page(page)]).chain(way.map(Node::Way));
        written(&nodes.collect::<Vec<_>>())
    }
}

/// A node of a page.
#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Own(&'a Value),
    Page(WebPage<'a>),
    Way(Breadcrumb<'a>),
}

#[derive(Serialize)]
struct WebPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: Joined<'a>,
    url: &'a str,
    name: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(rename = "isPartOf")]
    site: Reference<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<Reference<'a>>,
    #[serde(rename = "mainEntity", skip_serializing_if = "Option::is_none")]
    about: Option<Reference<'a>>,
}

#[derive(Serialize)]
struct Breadcrumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: Joined<'a>,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: Joined<'a>,
}

/// Another node by its id.
#[derive(Serialize)]
struct Reference<'a> {
    #[serde(rename = "@id")]
    id: Joined<'a>,
}

/// A text of two parts.
struct Joined<'a>([&'a str; 2]);

impl Serialize for Joined<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self([first, second]) = self;
        serializer.collect_str(&format_args!("{first}{second}"))
    }
}

/// What a page is in the words of schema.org, by its kind.
pub(super) fn kind_of_page(kind: &str) -> &'static str {
    match kind {
        "home" | "dossier" | "release" | "page" | "organisation" | "programme" => {
            "WebPage"
        }
        "figure" => "ItemPage",
        "search" => "SearchResultsPage",
        _ => "CollectionPage",
    }
}

/// The page on which readers choose their language, and the site in each of them.
pub(super) fn landing<'a>(scopes: impl Iterator<Item = Scope<'a>>) -> Option<String> {
    let scopes: Vec<Scope<'_>> = scopes.collect();
    let first = *scopes.first()?;
    let address = first.absolute("/");
    let sites: Vec<Value> = scopes.iter().map(|scope| site(*scope)).collect();
    let languages: Vec<&str> =
        scopes.iter().map(|scope| scope.locale().tag.as_str()).collect();
    let mut page = Object::new("WebPage");
    page.set("@id", format!("{address}#page"));
    page.set("url", &*address);
    page.set("name", &*first.views.site.config.title[first.lang].words);
    page.set("inLanguage", languages);
    let ids = scopes.iter().map(|scope| json!({ "@id": site_id(*scope) }));
    page.set("isPartOf", ids.collect::<Vec<Value>>());
    let mut nodes = vec![page.value()];
    nodes.extend(sites);
    graph(&nodes)
}

/// What the home page of a language says of the site.
pub(super) fn site(scope: Scope<'_>) -> Value {
    let config = &scope.views.site.config;
    let home = scope.absolute(scope.views.routes.home(scope.lang));
    let mut object = Object::new("WebSite");
    object.set("@id", site_id(scope));
    object.set("name", &*config.title[scope.lang].words);
    object.set("url", &*home);
    object.set("inLanguage", scope.locale().tag.as_str());
    if let Some(tagline) = &config.tagline {
        object.set("description", &*tagline[scope.lang].words);
    }
    set_publisher(&mut object, scope);
    object.value()
}

fn site_id(scope: Scope<'_>) -> String {
    format!("{}#site", scope.absolute(scope.views.routes.home(scope.lang)))
}

fn set_publisher(object: &mut Object, scope: Scope<'_>) {
    if let Some(publisher) = &scope.views.site.config.publisher {
        let mut organisation = Object::new("Organization");
        organisation.set("name", &*publisher.name[scope.lang].words);
        if let Some(url) = &publisher.url {
            organisation.set("url", &**url);
        }
        object.set("publisher", organisation.value());
    }
}

/// What a dossier and a press release have in common: their name under `name`, dates,
/// language, publisher.
fn work(
    scope: Scope<'_>,
    kind: &str,
    name: &str,
    entry: &Entry,
    topics: &[Id],
) -> Object {
    let page = page_of(scope, entry);
    let mut work = Object::new(kind);
    work.set("@id", &*page);
    work.set(name, &*entry.title[scope.lang].words);
    work.set("inLanguage", scope.locale().tag.as_str());
    work.set("url", &*page);
    if let Some(summary) = &entry.summary {
        work.set("abstract", &*summary[scope.lang].words);
    }
    if let Some(day) = entry.published {
        work.set("datePublished", day.to_string());
    }
    if let Some(day) = entry.last_changed() {
        work.set("dateModified", day.to_string());
    }
    if entry.withdrawn.is_some() {
        work.set("creativeWorkStatus", "Withdrawn");
    }
    let topics: Vec<Value> = topics
        .iter()
        .filter_map(|id| scope.views.site.registry.topics.get(id))
        .map(|topic| json!(topic.name[scope.lang].words))
        .collect();
    if !topics.is_empty() {
        work.set("keywords", topics);
    }
    work.set("isPartOf", json!({ "@id": site_id(scope) }));
    set_publisher(&mut work, scope);
    work
}

/// The absolute address of an entry's page.
fn page_of(scope: Scope<'_>, entry: &Entry) -> String {
    let page = scope.views.routes.entry(entry.kind, &entry.id, scope.lang);
    page.map(|path| scope.absolute(path).to_string()).unwrap_or_default()
}

/// What a press release's page says of itself.
pub(super) fn release(scope: Scope<'_>, release: &Release) -> Value {
    let entry = &release.entry;
    let mut work = work(scope, "NewsArticle", "headline", entry, &release.topics);
    work.set("mainEntityOfPage", page_of(scope, entry));
    if let Some(dateline) = &release.dateline {
        work.set("dateline", &*dateline[scope.lang].words);
    }
    let dossiers: Vec<Value> = release
        .dossiers
        .iter()
        .filter_map(|id| scope.views.site.dossiers.get(id))
        .filter(|dossier| dossier.entry.is_in(scope.lang))
        .map(|dossier| json!({ "@id": page_of(scope, &dossier.entry) }))
        .collect();
    if !dossiers.is_empty() {
        work.set("about", dossiers);
    }
    work.value()
}

/// A term of the glossary.
pub(super) fn defined_term(scope: Scope<'_>, id: &Id, term: &TermView) -> Value {
    let place = scope.term_url(id);
    let origin = &scope.views.site.config.base_url.origin;
    let mut object = Object::new("DefinedTerm");
    object.set("@id", format!("{origin}{place}"));
    object.set("name", &*term.term.text);
    if let Some(acronym) = &term.acronym {
        object.set("alternateName", &*acronym.text);
    }
    object.set("description", &*term.definition.text);
    object.value()
}

/// What a dossier's page says of itself, of its amounts, figures and quotations.
pub(super) fn dossier(scope: Scope<'_>, dossier: &Dossier) -> Vec<Value> {
    let page = page_of(scope, &dossier.entry);
    let work = work(scope, "CreativeWork", "name", &dossier.entry, &dossier.topics);
    let mut graph = vec![work.value()];
    if open_data::has_data(dossier) {
        graph.push(dataset(scope, dossier, &page));
    }
    graph.extend(dossier.figures.iter().map(|figure| {
        let anchor = scope.fact_anchor(&dossier.entry, Fact::Figure(figure));
        quantity(scope, dossier, figure, format!("{page}#{anchor}")).value()
    }));
    graph.extend(dossier.funding.iter().map(|line| grant(scope, dossier, line, &page)));
    graph.extend(dossier.quotes.iter().map(|quote| quotation(scope, quote, &page)));
    graph
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

fn quantity(scope: Scope<'_>, dossier: &Dossier, figure: &Figure, id: String) -> Object {
    let number = scope.views.site.number_of(&dossier.entry.id, figure);
    let shown = scope.fact_value(&dossier.entry.id, Fact::Figure(figure)).text;
    let mut object = Object::new("QuantitativeValue");
    object.set("@id", id);
    object.set("name", &*figure.label[scope.lang].words);
    set_number(&mut object, &number, &shown);
    object.set("unitText", figure.unit.as_str());
    object
}

/// What the page of a figure says of it.
pub(super) fn figure(
    scope: Scope<'_>,
    dossier: &Dossier,
    figure: &Figure,
    address: &str,
) -> Value {
    let mut node = quantity(scope, dossier, figure, address.to_owned());
    node.set("url", address);
    node.value()
}

/// A lump sum is a grant. A rate or an increase is an amount whose description says of what: no
/// property of a grant could.
fn grant(scope: Scope<'_>, dossier: &Dossier, line: &FundingLine, page: &str) -> Value {
    let fact = Fact::Funding(line);
    let shown = scope.fact_value(&dossier.entry.id, fact).text;
    let is_grant = beside(line).is_none();
    let mut amount = Object::new("MonetaryAmount");
    let mut object = Object::new("MonetaryGrant");
    let node = if is_grant { &mut object } else { &mut amount };
    node.set("@id", format!("{page}#{}", scope.fact_anchor(&dossier.entry, fact)));
    node.set("name", &*line.label[scope.lang].words);
    set_number(&mut amount, &line.amount.number, &shown);
    amount.set("currency", line.amount.currency.code());
    if let Some(key) = beside(line) {
        let term = scope.term("beside", key);
        amount.set("description", format!("{shown} – {}", term.text));
        return amount.value();
    }
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

/// The value, or the ends between which it lies; what is not exact is told in words, too.
fn set_number(object: &mut Object, number: &Number, shown: &str) {
    if matches!(number, Number::Single { bound: Bound::About, .. }) {
        object.set("description", shown);
    }
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
