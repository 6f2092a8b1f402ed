//! Search: the page on which readers search, and the records of what can be found.
//!
//! A record is what a reader would look for: a dossier, a key figure, an organisation. It
//! leads to a page of the site, and says in a line or two what is there.

use std::sync::Arc;

use serde::Serialize;

use crate::model::dossier::Dossier;
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::{Lang, Localized};
use crate::model::words::Plural;
use crate::resolve::Fact;
use crate::view::Views;
use crate::view::body::BodyView;
use crate::view::figures::FigureRow;
use crate::view::frame::{PageParts, list_address};
use crate::view::kept::Kept;
use crate::view::page::{Data, Page, PageLink, Term, Text};
use crate::view::scope::Scope;

/// The folder of the index, below the top of the site.
pub const FOLDER: &str = "pagefind";

/// How many dossiers the page names for those who browse; the list of dossiers has all.
const N_DOSSIERS: usize = 200;

/// How many key figures can be found one by one: the browser of somebody who searches loads a
/// line for each record. Where there are more, a dossier is found by the figures that it holds.
const MAX_FIGURES: usize = 5_000;

/// What a record is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Kind {
    Dossier,
    Figure,
    Organisation,
    Release,
    Programme,
    Topic,
    Person,
    Page,
}

impl Kind {
    /// Every kind, in the order in which readers choose among them.
    const ALL: [Self; 8] = [
        Self::Dossier,
        Self::Figure,
        Self::Organisation,
        Self::Release,
        Self::Programme,
        Self::Topic,
        Self::Person,
        Self::Page,
    ];

    /// Its key in the index, and the theme's word for several of it.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Dossier => ("dossier", "lists.dossiers"),
            Self::Figure => ("figure", "lists.key-figures"),
            Self::Organisation => ("organisation", "lists.organisations"),
            Self::Release => ("release", "lists.releases"),
            Self::Programme => ("programme", "lists.programmes"),
            Self::Topic => ("topic", "lists.topics"),
            Self::Person => ("person", "lists.people"),
            Self::Page => ("page", "search.pages"),
        }
    }
}

/// Something that can be found.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// The address within the host.
    pub url: Arc<str>,
    /// What it is: `figure`.
    pub kind: &'static str,
    /// What it is called, and the language of that where it is not the page's.
    pub title: Text,
    /// What stands out: the value of a figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Arc<str>>,
    /// Where it belongs: the dossier of a figure, the date of a release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Arc<str>>,
    /// The ids of its topics.
    pub topics: Vec<Arc<str>>,
    /// What else it is found by: its summary, other names.
    pub words: Vec<Arc<str>>,
    /// Its prose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyView>,
}

/// The page on which readers search.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SearchPage {
    /// The folder of the index.
    pub index: Arc<str>,
    /// The kinds among which readers choose.
    pub kinds: Vec<Kept<Term>>,
    /// The topics among which readers choose.
    pub topics: Vec<TopicChoice>,
    /// What the script says, as JSON.
    pub words: String,
    /// Dossiers for those who browse.
    pub dossiers: Vec<Kept<PageLink>>,
    /// The whole list, where that has more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_dossiers: Option<Arc<str>>,
    /// The other lists.
    pub lists: Vec<Kept<PageLink>>,
}

/// A topic to choose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TopicChoice {
    /// Its id.
    pub key: Arc<str>,
    /// Its name.
    pub text: Text,
}

/// What the script says: the last part of each key is its name there.
const SCRIPT_WORDS: [&str; 5] =
    ["search.results", "search.none", "search.more", "search.loading", "search.failed"];

/// Makes the page on which readers search.
pub(super) fn page(scope: Scope<'_>) -> Page {
    let views = scope.views;
    let lists = &views.lists[scope.lang];
    let kinds = Kind::ALL.into_iter().filter(|kind| has_any(scope, *kind));
    let term = |kind: Kind| {
        let (key, word) = kind.names();
        let text = scope.locale().word(word).into();
        Kept::from(Term { key: key.into(), text })
    };
    let entry = |id: &Id| Some(scope.entry_link(&views.site.dossiers.get(id)?.entry));
    let others =
        ["key-figures", "organisations", "programmes", "topics", "releases", "people"];
    let topics = lists.topics.iter().filter_map(|id| {
        Some(TopicChoice {
            key: id.shared(),
            text: scope.topic(id)?.text.clone(),
        })
    });
    let view = SearchPage {
        index: scope.url(&format!("/{FOLDER}/")),
        kinds: kinds.map(term).collect(),
        topics: topics.collect(),
        words: script_words(scope),
        dossiers: lists.dossiers.iter().take(N_DOSSIERS).filter_map(entry).collect(),
        all_dossiers: (lists.dossiers.len() > N_DOSSIERS).then(|| scope.list("dossiers")),
        lists: others
            .into_iter()
            .filter(|list| lists.n_pages(list) > 0)
            .map(|list| scope.list_link(list))
            .collect(),
    };
    let title = scope.word("search.title");
    let data = Data::Search(Box::new(view));
    let mut parts = PageParts::new(scope, "search.html", "search", title, data, |lang| {
        list_address(views, "search", 0, lang)
    });
    parts.description = Some(scope.locale().word("descriptions.search").into());
    parts.finish(scope)
}

/// The words of the script, with their plural forms, as JSON.
fn script_words(scope: Scope<'_>) -> String {
    let words = &scope.locale().words;
    let forms = [
        ("zero", Plural::Zero),
        ("one", Plural::One),
        ("two", Plural::Two),
        ("few", Plural::Few),
        ("many", Plural::Many),
        ("other", Plural::Other),
    ];
    let mut all = serde_json::Map::new();
    for key in SCRIPT_WORDS {
        let Some(message) = words.get(key) else { continue };
        let name = key.rsplit('.').next().unwrap_or(key);
        let own = forms.iter().filter(|(word, form)| {
            *word == "other" || message.form(*form) != message.text()
        });
        let own =
            own.map(|(word, form)| ((*word).to_owned(), message.form(*form).into()));
        all.insert(name.to_owned(), serde_json::Value::Object(own.collect()));
    }
    serde_json::Value::Object(all).to_string()
}

/// Whether anything of a kind can be found in a language.
fn has_any(scope: Scope<'_>, kind: Kind) -> bool {
    let lists = &scope.views.lists[scope.lang];
    let site = &scope.views.site;
    match kind {
        Kind::Dossier => !lists.dossiers.is_empty(),
        Kind::Figure => !lists.key_figures.is_empty() && are_found(scope.views),
        Kind::Organisation => !lists.organisations.is_empty(),
        Kind::Release => !lists.releases.is_empty(),
        Kind::Programme => !lists.programmes.is_empty(),
        Kind::Topic => !lists.topics.is_empty(),
        Kind::Person => !lists.people.is_empty(),
        Kind::Page => site.pages.values().any(|page| page.entry.is_in(scope.lang)),
    }
}

/// Whether each key figure can be found.
fn are_found(views: &Views) -> bool {
    views.n_key_figures() <= MAX_FIGURES
}

/// What the key figures of a language are found by.
fn figures(scope: Scope<'_>) -> Vec<Record> {
    let views = scope.views;
    if !are_found(views) {
        return vec![];
    }
    let of_dossier = |id| {
        let keys = views.index.key_figures_of(id);
        let rows = keys.filter_map(move |nth| scope.figure_row(nth));
        rows.filter_map(move |row| figure(scope, id, row))
    };
    views.lists[scope.lang].dossiers.iter().flat_map(of_dossier).collect()
}

impl Views {
    /// Everything that can be found in a language, in an order of its own: by kind, each as
    /// its list has it.
    pub fn search_records(&self, lang: Lang) -> Vec<Record> {
        let scope = self.scope(lang);
        let lists = &self.lists[lang];
        let mut records = vec![];
        records.extend(lists.dossiers.iter().filter_map(|id| dossier(scope, id)));
        records.extend(figures(scope));
        records
            .extend(lists.organisations.iter().filter_map(|id| organisation(scope, id)));
        records.extend(lists.releases.iter().filter_map(|id| release(scope, id)));
        records.extend(lists.programmes.iter().filter_map(|id| programme(scope, id)));
        records.extend(lists.topics.iter().filter_map(|id| topic(scope, id)));
        records.extend(lists.people.iter().filter_map(|id| person(scope, id)));
        let pages = self.site.pages.values();
        records.extend(pages.filter_map(|page| of_entry(scope, &page.entry, Kind::Page)));
        if records.is_empty() {
            // An index of nothing would be no index, and the script would take that of
            // another language.
            let title = scope.text(&self.site.config.title);
            let home = scope.url(self.routes.home(lang));
            records.push(Record::new(Kind::Page, home, title));
        }
        records
    }
}

impl Record {
    fn new(kind: Kind, url: Arc<str>, title: Text) -> Self {
        let (kind, _) = kind.names();
        Self {
            url,
            kind,
            title,
            value: None,
            context: None,
            topics: vec![],
            words: vec![],
            body: None,
        }
    }

    fn say(&mut self, scope: Scope<'_>, text: Option<&Localized>) {
        self.words.extend(scope.maybe(text).map(|text| text.text));
    }
}

/// An entry in a language in which it is written, with its prose.
fn of_entry(scope: Scope<'_>, entry: &Entry, kind: Kind) -> Option<Record> {
    let file = entry.files[scope.lang].as_ref()?;
    let link = scope.entry_address(entry.kind, &entry.id)?;
    let mut record = Record::new(kind, link.url.clone(), link.text.clone());
    record.say(scope, entry.summary.as_ref());
    let published = entry.published.map(|day| scope.locale().day(day).text);
    let mark = entry.withdrawn.as_ref();
    let mark = mark.map(|_| -> Arc<str> { scope.locale().word("notices.mark").into() });
    record.context = match (mark, published) {
        (Some(mark), Some(published)) => Some(format!("{mark} · {published}").into()),
        (mark, published) => mark.or(published),
    };
    let own = (entry.kind == EntryKind::Dossier).then_some(&entry.id);
    record.body = Some(BodyView::new(scope, &file.body, &file.path, own));
    Some(record)
}

fn dossier(scope: Scope<'_>, id: &Id) -> Option<Record> {
    let dossier = scope.views.site.dossiers.get(id)?;
    let mut record = of_entry(scope, &dossier.entry, Kind::Dossier)?;
    record.topics = dossier.topics.iter().map(Id::shared).collect();
    record.words.extend(sections(scope, dossier));
    Some(record)
}

/// What a dossier's sections say, each after its heading: a sentence to be found by, and to be
/// read in an excerpt.
fn sections(scope: Scope<'_>, dossier: &Dossier) -> Vec<Arc<str>> {
    let id = &dossier.entry.id;
    let label = |text: &Localized| scope.text(text).text.to_string();
    let fact = |text: &Localized, fact: Fact<'_>| {
        format!("{} {}", label(text), scope.fact_value(id, fact).text)
    };
    let figures = dossier.figures.iter().map(|f| fact(&f.label, Fact::Figure(f)));
    let objectives = dossier.objectives.iter().map(|objective| label(&objective.label));
    let operators = dossier.operators.iter().filter_map(|operator| {
        let link = scope.organisation(&operator.organisation)?;
        Some(named(link.acronym.clone(), link.name.clone()).text.to_string())
    });
    let funding = dossier.funding.iter().map(|f| fact(&f.label, Fact::Funding(f)));
    let places = dossier.places.iter().map(|place| label(&place.label));
    let timeline = dossier.timeline.iter().map(|event| {
        format!("{} {}", scope.locale().edtf(&event.date).text, label(&event.label))
    });
    let quotes = dossier.quotes.iter().map(|quote| label(&quote.text));
    let contacts = dossier.contacts.iter().map(|contact| {
        let email = contact.email.as_deref().unwrap_or_default();
        format!("{} {email}", label(&contact.name))
    });
    let (colon, semicolon) =
        (scope.locale().word("dates.colon"), scope.locale().word("dates.semicolon"));
    let said = |key: &str, items: &mut dyn Iterator<Item = String>| {
        let items: Vec<String> = items.collect();
        let heading = scope.locale().word(key);
        (!items.is_empty()).then(|| {
            format!("{heading}{colon} {}.", items.join(semicolon).trim_end()).into()
        })
    };
    let all = [
        said("sections.figures", &mut { figures }),
        said("sections.objectives", &mut { objectives }),
        said("sections.operators", &mut { operators }),
        said("sections.funding", &mut { funding }),
        said("sections.places", &mut { places }),
        said("sections.timeline", &mut { timeline }),
        said("sections.quotes", &mut { quotes }),
        said("sections.contacts", &mut { contacts }),
    ];
    all.into_iter().flatten().collect()
}

fn release(scope: Scope<'_>, id: &Id) -> Option<Record> {
    let release = scope.views.site.releases.get(id)?;
    let mut record = of_entry(scope, &release.entry, Kind::Release)?;
    record.topics = release.topics.iter().map(Id::shared).collect();
    if let ([dossier], Some(body)) = (&*release.dossiers, &mut record.body) {
        let file = release.entry.files[scope.lang].as_ref()?;
        *body = BodyView::new(scope, &file.body, &file.path, Some(dossier));
    }
    Some(record)
}

fn figure(scope: Scope<'_>, dossier: &Id, row: &FigureRow) -> Option<Record> {
    let figure = &row.figure;
    // In a language in which its dossier is not written, it has no page to lead to.
    let url = figure.page.clone()?;
    let mut record = Record::new(Kind::Figure, url, figure.label.clone());
    record.value = Some(figure.value.text.clone());
    let of = row.dossier.text.text.clone();
    record.context = Some(match &figure.as_of {
        Some(as_of) => format!("{of} · {}", as_of.text).into(),
        None => of,
    });
    // `75000` finds it as well as `75 000`.
    record.words.push(figure.value.machine.as_str().into());
    for text in [&figure.note, &figure.perimeter, &figure.method, &figure.place] {
        record.words.extend(text.iter().map(|text| text.text.clone()));
    }
    let topics = &scope.views.site.dossiers.get(dossier)?.topics;
    record.topics = topics.iter().map(Id::shared).collect();
    Some(record)
}

fn organisation(scope: Scope<'_>, id: &Id) -> Option<Record> {
    let link = scope.organisation(id)?;
    let organisation = scope.views.site.registry.organisations.get(id)?;
    let mut record = Record::new(
        Kind::Organisation,
        link.url.clone()?,
        named(link.acronym.clone(), link.name.clone()),
    );
    record.context = organisation
        .kind
        .map(|kind| scope.term("organisation-kind", kind.as_str()).text.clone());
    record.say(scope, organisation.description.as_ref());
    record.words.extend(organisation.aliases.iter().cloned());
    Some(record)
}

fn programme(scope: Scope<'_>, id: &Id) -> Option<Record> {
    let programme = scope.views.site.registry.programmes.get(id)?;
    let name = scope.name(&programme.name, programme.name_lang.as_ref());
    let title = named(scope.maybe(programme.acronym.as_ref()), name);
    let mut record =
        Record::new(Kind::Programme, scope.programme(id)?.url.clone(), title);
    record.say(scope, programme.description.as_ref());
    record.words.extend(programme.aliases.iter().cloned());
    Some(record)
}

fn topic(scope: Scope<'_>, id: &Id) -> Option<Record> {
    let link = scope.topic(id)?;
    let mut record = Record::new(Kind::Topic, link.url.clone(), link.text.clone());
    let topic = scope.views.site.registry.topics.get(id)?;
    record.say(scope, topic.description.as_ref());
    record.topics.push(id.shared());
    Some(record)
}

fn person(scope: Scope<'_>, id: &Id) -> Option<Record> {
    let person = scope.views.site.registry.people.get(id)?;
    let title = scope.plain(&person.name);
    let mut record = Record::new(Kind::Person, scope.person_url(id), title);
    record.say(scope, person.description.as_ref());
    Some(record)
}

/// `Inserm – Institut national de la santé et de la recherche médicale`
fn named(acronym: Option<Text>, name: Text) -> Text {
    match acronym {
        Some(acronym) if acronym.text != name.text => Text {
            text: format!("{} – {}", acronym.text, name.text).into(),
            lang: name.lang,
        },
        Some(_) | None => name,
    }
}
