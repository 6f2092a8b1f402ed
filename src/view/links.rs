//! Names and addresses of everything that can be linked, made once for each language.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::resolve::{LISTS, Thing};
use crate::view::frame::list_address;
use crate::view::kept::Kept;
use crate::view::page::{PageLink, SourceLink, Term, Text};
use crate::view::sources::{SourceView, view};
use crate::view::wording::Wording;

/// The links of one language.
#[derive(Debug)]
pub(crate) struct Links {
    organisations: BTreeMap<Id, Kept<OrganisationLink>>,
    programmes: BTreeMap<Id, Kept<PageLink>>,
    topics: BTreeMap<Id, Kept<PageLink>>,
    sources: BTreeMap<Id, (Kept<SourceLink>, Kept<SourceView>)>,
    terms: BTreeMap<Id, Arc<str>>,
    dossiers: BTreeMap<Id, Kept<PageLink>>,
    releases: BTreeMap<Id, Kept<PageLink>>,
    pages: BTreeMap<Id, Kept<PageLink>>,
    lists: BTreeMap<&'static str, Kept<PageLink>>,
    home: Kept<PageLink>,
}

/// An organisation as lists and references show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OrganisationLink {
    /// Its page; `None` where nothing public speaks of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// Its full name.
    pub name: Text,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Text>,
    /// What stands for it in a square: its acronym, else its initials.
    pub monogram: Arc<str>,
    /// Whether it exists yet, where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Kept<Term>>,
}

impl Links {
    /// Makes the links of a language. What nothing public speaks of has no page to link.
    pub(super) fn new(wording: Wording<'_>) -> Self {
        let ground = wording.ground;
        let registry = &ground.site.registry;
        let thing = |thing: Thing, id: &Id| {
            ground
                .routes
                .thing(thing, id, wording.lang)
                .map(|address| wording.url(address))
        };
        let organisations = registry.organisations.iter().map(|(id, organisation)| {
            let used = ground.index.organisations.contains_key(id);
            let name = wording.name(&organisation.name, organisation.name_lang.as_ref());
            let acronym = wording.maybe(organisation.acronym.as_ref());
            let monogram = match &acronym {
                Some(acronym) => acronym.text.clone(),
                None => initials(&name.text),
            };
            let link = OrganisationLink {
                url: thing(Thing::Organisation, id).filter(|_| used),
                name,
                acronym,
                monogram,
                state: organisation
                    .state
                    .map(|state| wording.term("state", state.as_str())),
            };
            (id.clone(), link.into())
        });
        let programmes = ground.index.programmes.keys().filter_map(|id| {
            let programme = registry.programmes.get(id)?;
            let text = wording.name(&programme.name, programme.name_lang.as_ref());
            let url = thing(Thing::Programme, id)?;
            Some((id.clone(), PageLink { url, text, hreflang: None }.into()))
        });
        let topics = ground.index.topics.keys().filter_map(|id| {
            let text = wording.text(&registry.topics.get(id)?.name);
            let url = thing(Thing::Topic, id)?;
            Some((id.clone(), PageLink { url, text, hreflang: None }.into()))
        });
        let sources = ground.index.sources.iter().enumerate().filter_map(|(nth, id)| {
            let link = source_link(wording, id)?;
            let view = view(wording, id, nth, &link.url)?;
            Some((id.clone(), (link, view.into())))
        });
        let term_pages = ground.lists[wording.lang].term_pages.iter();
        let terms = term_pages.map(|(id, nth)| {
            let page = list_address(ground, "glossary", *nth, wording.lang);
            (id.clone(), wording.url(&format!("{page}#{id}")))
        });
        let site = &ground.site;
        let entry = |entry: &Entry| (entry.id.clone(), entry_link(wording, entry));
        Self {
            organisations: organisations.collect(),
            programmes: programmes.collect(),
            topics: topics.collect(),
            sources: sources.collect(),
            terms: terms.collect(),
            dossiers: site
                .dossiers
                .values()
                .map(|dossier| entry(&dossier.entry))
                .collect(),
            releases: site
                .releases
                .values()
                .map(|release| entry(&release.entry))
                .collect(),
            pages: site.pages.values().map(|page| entry(&page.entry)).collect(),
            lists: LISTS.iter().map(|list| (*list, list_link(wording, list))).collect(),
            home: PageLink {
                url: wording.url(ground.routes.home(wording.lang)),
                text: wording.word("nav.home"),
                hreflang: None,
            }
            .into(),
        }
    }

    pub(super) fn organisation(&self, id: &Id) -> Option<&Kept<OrganisationLink>> {
        self.organisations.get(id)
    }

    pub(super) fn programme(&self, id: &Id) -> Option<&Kept<PageLink>> {
        self.programmes.get(id)
    }

    pub(super) fn topic(&self, id: &Id) -> Option<&Kept<PageLink>> {
        self.topics.get(id)
    }

    pub(super) fn source(&self, id: &Id) -> Option<&Kept<SourceLink>> {
        self.sources.get(id).map(|(link, _)| link)
    }

    /// A source, with all that is known of it.
    pub(super) fn source_view(&self, id: &Id) -> Option<&Kept<SourceView>> {
        self.sources.get(id).map(|(_, view)| view)
    }

    /// The place of a term in the glossary.
    pub(super) fn term(&self, id: &Id) -> Option<&Arc<str>> {
        self.terms.get(id)
    }

    /// Every organisation.
    pub(crate) fn organisations(&self) -> impl Iterator<Item = &Kept<OrganisationLink>> {
        self.organisations.values()
    }

    /// Every source.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Kept<SourceLink>> {
        self.sources.values().map(|(link, _)| link)
    }

    /// Every page of an entry, a programme or a topic.
    pub(crate) fn pages(&self) -> impl Iterator<Item = &Kept<PageLink>> {
        let kinds =
            [&self.programmes, &self.topics, &self.dossiers, &self.releases, &self.pages];
        kinds.into_iter().flat_map(BTreeMap::values)
    }

    /// The home page.
    pub(super) fn home(&self) -> &Kept<PageLink> {
        &self.home
    }

    /// A list of [`LISTS`].
    pub(super) fn list(&self, list: &str) -> Option<&Kept<PageLink>> {
        self.lists.get(list)
    }

    pub(super) fn entry(&self, kind: EntryKind, id: &Id) -> Option<&Kept<PageLink>> {
        match kind {
            EntryKind::Dossier => self.dossiers.get(id),
            EntryKind::Release => self.releases.get(id),
            EntryKind::Page => self.pages.get(id),
        }
    }
}

fn list_link(wording: Wording<'_>, list: &str) -> Kept<PageLink> {
    let text = wording.word(&format!("lists.{list}"));
    PageLink { url: wording.list(list), text, hreflang: None }.into()
}

/// The capitals of a name's first words, three at most: `Institut Imagine` is `II`.
fn initials(name: &str) -> Arc<str> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let firsts = words.filter_map(|word| word.chars().next());
    let capitals: String = firsts.filter(|c| c.is_uppercase()).take(3).collect();
    if capitals.is_empty() {
        return name
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .collect::<String>()
            .into();
    }
    capitals.into()
}

/// A link to an entry: in the page's language, or in the reference language where it is not
/// translated.
fn entry_link(wording: Wording<'_>, entry: &Entry) -> Kept<PageLink> {
    let ground = wording.ground;
    let lang = if entry.is_in(wording.lang) { wording.lang } else { Lang::REFERENCE };
    let address = ground.routes.entry(entry.kind, &entry.id, lang);
    let url = address.map_or_else(|| "#".into(), |address| wording.url(address));
    let other = lang != wording.lang;
    let hreflang = other.then(|| ground.site.config.languages[lang].shared());
    PageLink { url, text: wording.text(&entry.title), hreflang }.into()
}

/// A short link to a source on the page of sources: who published, and when.
fn source_link(wording: Wording<'_>, id: &Id) -> Option<Kept<SourceLink>> {
    let source = wording.ground.site.registry.sources.get(id)?;
    let text = match (&source.label, &source.publisher) {
        (Some(label), _) => wording.text(label),
        (None, Some(publisher)) => wording.text(publisher),
        (None, None) => wording.source_name(source),
    };
    let detail: Arc<str> = match (source.published, &source.label) {
        (Some(published), None) => {
            format!(", {}", wording.locale().day(published.day).text).into()
        }
        _ => "".into(),
    };
    let nth = wording.ground.lists[wording.lang]
        .source_pages
        .get(id)
        .copied()
        .unwrap_or(0);
    let page = list_address(wording.ground, "sources", nth, wording.lang);
    let url = wording.url(&format!("{page}#{id}"));
    Some(SourceLink { url, text, detail }.into())
}
