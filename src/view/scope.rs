//! The site as it is seen from one language: names, values and addresses.

use std::sync::Arc;

use serde::Serialize;

use crate::model::date::Edtf;
use crate::model::dossier::Measure;
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::{Lang, LangTag, Localized};
use crate::model::quantity::Number;
use crate::model::registry::Source;
use crate::resolve::{Fact, Thing};
use crate::view::Views;
use crate::view::frame::list_address;
use crate::view::locale::{Locale, Shown, ShownDate};
use crate::view::page::{PageLink, Term, Text};

/// The site as it is seen from one language.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) views: &'a Views,
    pub(crate) lang: Lang,
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
    /// Whether it exists yet, where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Term>,
}

impl<'a> Scope<'a> {
    pub(crate) fn locale(self) -> &'a Locale {
        &self.views.locales[self.lang]
    }

    /// Words in the page's language, or in the reference language with its tag.
    pub(crate) fn text(self, localized: &Localized) -> Text {
        let text = &localized[self.lang];
        let locale = &self.views.locales[text.lang];
        let lang = (text.lang != self.lang).then(|| locale.tag.shared());
        let words = match locale.spacing.set(&text.words) {
            std::borrow::Cow::Borrowed(_) => text.words.clone(),
            std::borrow::Cow::Owned(spaced) => spaced.into(),
        };
        Text { text: words, lang }
    }

    /// Words that may not be there.
    pub(crate) fn maybe(self, localized: Option<&Localized>) -> Option<Text> {
        localized.map(|localized| self.text(localized))
    }

    /// A name, which may be in a language of its own: an English name in every language.
    pub(crate) fn name(self, name: &Localized, own: Option<&LangTag>) -> Text {
        match own {
            Some(tag) => self.in_language(name.reference(), Some(tag)),
            None => self.text(name),
        }
    }

    /// Words as they are printed somewhere, in the language of that place.
    pub(crate) fn in_language(self, words: &Arc<str>, tag: Option<&LangTag>) -> Text {
        let own = &self.locale().tag;
        let lang = tag.filter(|tag| *tag != own).map(LangTag::shared);
        let spacing =
            tag.map_or(self.locale().spacing, crate::view::typography::Spacing::of);
        Text { text: spacing.set(words).into_owned().into(), lang }
    }

    /// Words that are the same in every language: the name of a person.
    pub(crate) fn plain(self, words: &Arc<str>) -> Text {
        Text { text: words.clone(), lang: None }
    }

    /// A string of the theme.
    pub(crate) fn word(self, key: &str) -> Text {
        Text { text: self.locale().word(key).into(), lang: None }
    }

    /// A term of a closed set.
    pub(crate) fn term(self, set: &str, key: &'static str) -> Term {
        Term {
            key: key.into(),
            text: self.locale().term(set, key),
        }
    }

    /// An address of the site, below the path at which the site lives.
    pub(crate) fn url(self, path: &str) -> Arc<str> {
        self.views.site.config.base_url.within_host(path).into()
    }

    /// The absolute form of an address of the site.
    pub(crate) fn absolute(self, path: &str) -> Arc<str> {
        self.views.site.config.base_url.absolute(path).into()
    }

    /// A list of the site: `dossiers`, `organisations`.
    pub(crate) fn list(self, list: &str) -> Arc<str> {
        self.url(&self.views.routes.list(self.lang, list))
    }

    /// A page of the registry; `None` where nothing public speaks of it.
    pub(crate) fn thing(self, thing: Thing, id: &Id) -> Option<Arc<str>> {
        let used = match thing {
            Thing::Organisation => self.views.index.organisations.contains_key(id),
            Thing::Programme => self.views.index.programmes.contains_key(id),
            Thing::Topic => self.views.index.topics.contains_key(id),
        };
        let address = self.views.routes.thing(thing, id, self.lang).filter(|_| used)?;
        Some(self.url(address))
    }

    /// An organisation by its id.
    pub(crate) fn organisation(self, id: &Id) -> Option<OrganisationLink> {
        let organisation = self.views.site.registry.organisations.get(id)?;
        Some(OrganisationLink {
            url: self.thing(Thing::Organisation, id),
            name: self.name(&organisation.name, organisation.name_lang.as_ref()),
            acronym: self.maybe(organisation.acronym.as_ref()),
            state: organisation.state.map(|state| self.term("state", state.as_str())),
        })
    }

    /// Organisations by their ids.
    pub(crate) fn organisations(self, ids: &[Id]) -> Vec<OrganisationLink> {
        ids.iter().filter_map(|id| self.organisation(id)).collect()
    }

    /// A link to a programme.
    pub(crate) fn programme(self, id: &Id) -> Option<PageLink> {
        let programme = self.views.site.registry.programmes.get(id)?;
        let text = self.name(&programme.name, programme.name_lang.as_ref());
        Some(PageLink {
            url: self.thing(Thing::Programme, id)?,
            text,
            hreflang: None,
        })
    }

    /// A link to a topic.
    pub(crate) fn topic(self, id: &Id) -> Option<PageLink> {
        let topic = self.views.site.registry.topics.get(id)?;
        let text = self.text(&topic.name);
        Some(PageLink {
            url: self.thing(Thing::Topic, id)?,
            text,
            hreflang: None,
        })
    }

    /// A link to an entry: in the page's language, or in the reference language where it is
    /// not translated.
    pub(crate) fn entry_address(self, kind: EntryKind, id: &Id) -> Option<PageLink> {
        let entry = self.views.entry(kind, id)?;
        Some(self.entry_link(entry))
    }

    /// As [`Scope::entry_address`].
    pub(crate) fn entry_link(self, entry: &Entry) -> PageLink {
        let lang = if entry.is_in(self.lang) { self.lang } else { Lang::REFERENCE };
        let address = self.views.routes.entry(entry.kind, &entry.id, lang);
        let url = address.map_or_else(|| "#".into(), |address| self.url(address));
        let other = lang != self.lang;
        let hreflang = other.then(|| self.views.site.config.languages[lang].shared());
        PageLink { url, text: self.text(&entry.title), hreflang }
    }

    /// The value of a figure or funding line.
    pub(crate) fn fact_value(self, dossier: &Id, fact: Fact<'_>) -> Shown {
        match fact {
            Fact::Figure(figure) => {
                let number = match &figure.measure {
                    Measure::Stated(number) => *number,
                    Measure::Derived(_) => {
                        let value = self.views.site.derived(dossier, &figure.id);
                        Number::exact(value.unwrap_or_default())
                    }
                };
                let digits = figure.digits.or(match figure.measure {
                    // What we computed is not more precise than what it was computed from.
                    Measure::Derived(_) => Some(2),
                    Measure::Stated(_) => None,
                });
                self.locale().quantity(&number, &figure.unit, digits)
            }
            Fact::Funding(line) => self.locale().amount(&line.amount, line.per),
        }
    }

    /// The id of the element that shows a fact on its dossier's page.
    pub(crate) fn fact_anchor(self, fact: Fact<'_>) -> String {
        let prefix = match fact {
            Fact::Figure(_) => self.locale().word("anchors.figure"),
            Fact::Funding(_) => self.locale().word("anchors.funding"),
        };
        format!("{prefix}-{}", fact.id())
    }

    /// A date that may not be there.
    pub(crate) fn edtf(self, date: Option<&Edtf>) -> Option<ShownDate> {
        date.map(|date| self.locale().edtf(date))
    }

    /// A source on the page of sources.
    pub(crate) fn source_url(self, id: &Id) -> Arc<str> {
        let nth = self.views.lists[self.lang].source_pages.get(id).copied().unwrap_or(0);
        let page = list_address(self.views, "sources", nth, self.lang);
        self.url(&format!("{page}#{id}"))
    }

    /// A person on the page of people.
    pub(crate) fn person_url(self, id: &Id) -> Arc<str> {
        let nth = self.views.lists[self.lang].people_pages.get(id).copied().unwrap_or(0);
        let page = list_address(self.views, "people", nth, self.lang);
        self.url(&format!("{page}#{id}"))
    }

    /// How a source is called: by its title, or as we call it.
    pub(crate) fn source_name(self, source: &Source) -> Text {
        match (&source.title, &source.label) {
            (Some(title), _) => self.in_language(title, source.lang.as_ref()),
            (None, Some(label)) => self.text(label),
            (None, None) => self.plain(&source.id.shared()),
        }
    }

    /// Short links to sources: who published, and when.
    pub(crate) fn sources(self, ids: &[Id]) -> Vec<PageLink> {
        ids.iter()
            .filter_map(|id| {
                let source = self.views.site.registry.sources.get(id)?;
                let url = self.source_url(id);
                let mut text = match (&source.label, &source.publisher) {
                    (Some(label), _) => self.text(label),
                    (None, Some(publisher)) => self.text(publisher),
                    (None, None) => self.source_name(source),
                };
                let of_day = source.published.filter(|_| source.label.is_none());
                if let Some(published) = of_day {
                    let day = self.locale().day(published.day).text;
                    text.text = format!("{}, {day}", text.text).into();
                }
                Some(PageLink { url, text, hreflang: None })
            })
            .collect()
    }
}
