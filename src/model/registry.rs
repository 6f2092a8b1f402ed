//! The registry: organisations, people, programmes, topics, sources and terms, named once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::date::Moment;
use crate::model::id::Id;
use crate::model::lang::{LangTag, Localized, PerLang};
use crate::model::terms::{OrganisationKind, State};

/// Everything that dossiers may refer to by id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Registry {
    /// Operators, funders, venues.
    pub organisations: BTreeMap<Id, Organisation>,
    /// Speakers.
    pub people: BTreeMap<Id, Person>,
    /// Funding programmes and plans.
    pub programmes: BTreeMap<Id, Programme>,
    /// Topics.
    pub topics: BTreeMap<Id, Topic>,
    /// Where figures and quotes come from.
    pub sources: BTreeMap<Id, Source>,
    /// Terms that readers may not know.
    pub glossary: BTreeMap<Id, GlossaryTerm>,
}

/// An organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// Its id.
    pub id: Id,
    /// Its full name.
    pub name: Localized,
    /// The language of a name that is not translated.
    pub name_lang: Option<LangTag>,
    /// Its acronym or short name.
    pub acronym: Option<Localized>,
    /// Other spellings, for the writer's searches.
    pub aliases: Vec<Arc<str>>,
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// Whether it exists yet.
    pub state: Option<State>,
    /// One or two sentences.
    pub description: Option<Localized>,
    /// Its own site.
    pub url: Option<Arc<str>>,
    /// Its ROR id, nine characters (<https://ror.org>).
    pub ror: Option<Arc<str>>,
    /// The last part of its address in each language.
    pub slug: PerLang<Id>,
}

/// A person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Their id.
    pub id: Id,
    /// Their name, the same in every language.
    pub name: Arc<str>,
    /// The family name by which they are sorted; the last word of the name where none is
    /// given.
    pub sort: Arc<str>,
    /// A remark.
    pub description: Option<Localized>,
}

/// A funding programme or a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Programme {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Localized,
    /// The language of a name that is not translated.
    pub name_lang: Option<LangTag>,
    /// Its acronym.
    pub acronym: Option<Localized>,
    /// Other names, for the writer's searches.
    pub aliases: Vec<Arc<str>>,
    /// One or two sentences.
    pub description: Option<Localized>,
    /// The programme of which it is a part.
    pub part_of: Option<Id>,
    /// Its own site.
    pub url: Option<Arc<str>>,
    /// The last part of its address in each language.
    pub slug: PerLang<Id>,
}

/// A topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Localized,
    /// One or two sentences.
    pub description: Option<Localized>,
    /// The last part of its address in each language.
    pub slug: PerLang<Id>,
}

/// A source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its title as printed, in its own language.
    pub title: Option<Arc<str>>,
    /// How we call it, where it has no title.
    pub label: Option<Localized>,
    /// The language that it is in.
    pub lang: Option<LangTag>,
    /// Who wrote it.
    pub author: Option<Arc<str>>,
    /// Who published it.
    pub publisher: Option<Localized>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// When we read it.
    pub accessed: Option<Moment>,
    /// Where it can be read.
    pub url: Option<Arc<str>>,
    /// A remark for readers.
    pub note: Option<Localized>,
}

/// A term of the glossary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GlossaryTerm {
    /// Its id.
    pub id: Id,
    /// The term, in the singular.
    pub term: Localized,
    /// Its acronym.
    pub acronym: Option<Localized>,
    /// Other words by which prose says it, in each language.
    pub aliases: PerLang<Vec<Arc<str>>>,
    /// What it means.
    pub definition: Localized,
    /// Where the definition comes from.
    pub sources: Vec<Id>,
}
