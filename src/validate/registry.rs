//! The registry: what dossiers refer to by id.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{IdKind, Problem};
use crate::model::id::Id;
use crate::model::lang::{Lang, Languages, Localized, PerLang};
use crate::model::registry::{
    GlossaryTerm, Organisation, Person, Programme, Registry, Source, Topic,
};
use crate::model::terms::{OrganisationKind, State};
use crate::parse::drafts::{
    OrganisationDraft, PersonDraft, ProgrammeDraft, SourceDraft, TermDraft, TopicDraft,
};
use crate::parse::yaml::{Entries, Keyed, OneOrMany, Scalar, Words};
use crate::parse::{Draft, Parsed};
use crate::validate::Names;
use crate::validate::at::{At, Out};
use crate::validate::texts::check_text;
use crate::validate::values::Known;

/// Validates one file of the registry into its part of the registry.
pub(crate) fn add(
    registry: &mut Registry,
    parsed: &Parsed,
    out: &mut Out<'_>,
    languages: &Languages,
    names: &Names,
) {
    let mut reader = Reader { out, languages };
    match &parsed.draft {
        Draft::Organisations(entries) => {
            registry.organisations = reader.each(entries, Reader::organisation);
        }
        Draft::People(entries) => registry.people = reader.each(entries, Reader::person),
        Draft::Programmes(entries) => {
            let ids = entries.0.iter().map(|(key, _)| key.clone()).collect();
            registry.programmes = reader.each(entries, |reader, id, draft, at| {
                let known = Known { kind: IdKind::Programme, ids: Some(&ids) };
                reader.programme(id, draft, at, known)
            });
        }
        Draft::Topics(entries) => registry.topics = reader.each(entries, Reader::topic),
        Draft::Sources(entries) => {
            registry.sources = reader.each(entries, Reader::source);
        }
        Draft::Glossary(entries) => {
            registry.glossary = reader.each(entries, |reader, id, draft, at| {
                reader.term(id, draft, at, names.sources())
            });
            reader.words_of_two_terms(&registry.glossary);
        }
        Draft::Site(_)
        | Draft::Dossier(_)
        | Draft::Release(_)
        | Draft::Page(_)
        | Draft::Translation(_)
        | Draft::Theme(_)
        | Draft::Strings(_)
        | Draft::Unreadable => {}
    }
}

/// Reads items whose words stand beside each other, one per language.
pub(crate) struct Reader<'a, 'p> {
    pub(crate) out: &'a mut Out<'p>,
    pub(crate) languages: &'a Languages,
}

impl Reader<'_, '_> {
    fn each<T: Keyed, U>(
        &mut self,
        entries: &Entries<T>,
        mut validate: impl FnMut(&mut Self, Id, &T, &At<'_>) -> Option<U>,
    ) -> BTreeMap<Id, U> {
        let top = At::TOP;
        if !self.out.count(&top, entries.0.len()) {
            return BTreeMap::new();
        }
        self.out.repeated(&top, entries.iter().map(|(key, _)| key));
        let mut valid = BTreeMap::new();
        for (key, draft) in entries.iter() {
            let at = top.key(key);
            let Some(id) = self.out.key_id(&at, key) else { continue };
            if valid.contains_key(&id) {
                continue;
            }
            self.out.odd_keys(&at, draft);
            if let Some(item) = validate(self, id.clone(), draft, &at) {
                valid.insert(id, item);
            }
        }
        valid
    }

    /// Words that must be there, in every language: one string for all, or one per language.
    pub(crate) fn required(
        &mut self,
        at: &At<'_>,
        key: &'static str,
        words: Option<&Words>,
    ) -> Option<Localized> {
        match words {
            None => {
                self.out.missing(at, key);
                None
            }
            Some(Words::Text(scalar)) if scalar.text().is_none() => {
                self.out.value(&at.key(key), Problem::EmptyText { key });
                None
            }
            Some(_) => self.optional(at, key, words),
        }
    }

    /// Words that may be there, as [`Reader::required`].
    pub(crate) fn optional(
        &mut self,
        at: &At<'_>,
        key: &'static str,
        words: Option<&Words>,
    ) -> Option<Localized> {
        self.words(&at.key(key), words?)
    }

    /// Words that stand at a place.
    pub(crate) fn words(&mut self, at: &At<'_>, words: &Words) -> Option<Localized> {
        match words {
            Words::Text(scalar) => {
                let words: Arc<str> = scalar.text()?.into();
                check_text(self.out, at, &words);
                Some(Localized::same(self.languages, &words))
            }
            Words::Map(entries) => self.per_language(at, entries),
            Words::List(_) | Words::Float => {
                self.out.value(at, Problem::WordsNotQuoted { key: at.name() });
                None
            }
        }
    }

    fn per_language(
        &mut self,
        at: &At<'_>,
        entries: &Entries<Words>,
    ) -> Option<Localized> {
        self.out.repeated(at, entries.iter().map(|(key, _)| key));
        let mut given: BTreeMap<Lang, Arc<str>> = BTreeMap::new();
        for (tag, words) in entries.iter() {
            let at = at.key(tag);
            let Some(lang) = self.languages.find(tag) else {
                let available = self.languages.tags();
                self.out.key(
                    &at,
                    Problem::UnknownLanguage { lang: tag.to_owned(), available },
                );
                continue;
            };
            match words {
                Words::Text(scalar) => {
                    if let Some(text) = scalar.text() {
                        check_text(self.out, &at, text);
                        given.entry(lang).or_insert_with(|| text.into());
                    }
                }
                Words::Map(_) | Words::List(_) | Words::Float => {
                    self.out.value(&at, Problem::WordsNotQuoted { key: tag.to_owned() });
                }
            }
        }
        let reference_tag = self.languages[Lang::REFERENCE].to_string();
        let Some(reference) = given.get(&Lang::REFERENCE).cloned() else {
            self.out.key(at, Problem::NoWordsIn { lang: reference_tag });
            return None;
        };
        for lang in self.languages.iter().filter(|lang| !given.contains_key(lang)) {
            let lang = self.languages[lang].to_string();
            self.out.key(at, Problem::NotInLanguage { lang });
        }
        Some(Localized::new(self.languages, &reference, |lang| given.get(&lang).cloned()))
    }

    /// The last part of the address in each language; the id where none is given.
    fn slug(&mut self, id: &Id, words: Option<&Words>, at: &At<'_>) -> PerLang<Id> {
        let words = self.optional(at, "slug", words);
        PerLang::from_fn(self.languages, |lang| {
            let Some(words) = &words else { return id.clone() };
            match Id::parse(&words[lang].words) {
                Ok(slug) => slug,
                Err(_) => {
                    let slug = words[lang].words.to_string();
                    let better = crate::model::id::slugify(&slug);
                    self.out.value(&at.key("slug"), Problem::NotASlug { slug, better });
                    id.clone()
                }
            }
        })
    }

    fn aliases(&mut self, at: &At<'_>, list: Option<&OneOrMany>) -> Vec<Arc<str>> {
        let at = at.key("aliases");
        self.out
            .list(&at, list)
            .into_iter()
            .map(|(_, text)| text.into())
            .collect()
    }

    fn organisation(
        &mut self,
        id: Id,
        draft: &OrganisationDraft,
        at: &At<'_>,
    ) -> Option<Organisation> {
        let name = self.required(at, "name", draft.name.as_ref());
        let name_lang = self.out.lang_tag(&at.key("lang"), draft.lang.as_ref());
        let acronym = self.optional(at, "acronym", draft.acronym.as_ref());
        let aliases = self.aliases(at, draft.aliases.as_ref());
        let kind = self.out.term(
            &at.key("kind"),
            draft.kind.as_ref(),
            OrganisationKind::WORDS,
            OrganisationKind::parse,
        );
        let state = self.out.term(
            &at.key("status"),
            draft.status.as_ref(),
            State::WORDS,
            State::parse,
        );
        let description = self.optional(at, "description", draft.description.as_ref());
        let url = self.out.url(&at.key("url"), draft.url.as_ref());
        let ror = self.ror(&at.key("ror"), draft.ror.as_ref());
        let slug = self.slug(&id, draft.slug.as_ref(), at);
        let name = name?;
        Some(Organisation {
            id,
            name,
            name_lang,
            acronym,
            aliases,
            kind,
            state,
            description,
            url,
            ror,
            slug,
        })
    }

    /// A ROR id: `0`, six characters of Crockford's base 32, two digits of checksum.
    fn ror(&mut self, at: &At<'_>, scalar: Option<&Scalar>) -> Option<Arc<str>> {
        let text = scalar?.text()?;
        let id = text.strip_prefix("https://ror.org/").unwrap_or(text);
        let valid = id.len() == 9
            && id.starts_with('0')
            && id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
            && id[7..].bytes().all(|b| b.is_ascii_digit());
        if !valid {
            self.out.value(at, Problem::NotARor { text: text.to_owned() });
            return None;
        }
        Some(id.into())
    }

    fn person(&mut self, id: Id, draft: &PersonDraft, at: &At<'_>) -> Option<Person> {
        let name = self.out.text(draft.name.as_ref());
        match &name {
            Some(name) => check_text(self.out, &at.key("name"), name),
            None => self.out.missing(at, "name"),
        }
        let sort = self.out.text(draft.sort.as_ref());
        let description = self.optional(at, "description", draft.description.as_ref());
        let name = name?;
        let last_word = || name.rsplit(' ').next().unwrap_or(&name).into();
        let sort = sort.unwrap_or_else(last_word);
        Some(Person { id, name, sort, description })
    }

    fn programme(
        &mut self,
        id: Id,
        draft: &ProgrammeDraft,
        at: &At<'_>,
        known: Known<'_>,
    ) -> Option<Programme> {
        let name = self.required(at, "name", draft.name.as_ref());
        let name_lang = self.out.lang_tag(&at.key("lang"), draft.lang.as_ref());
        let acronym = self.optional(at, "acronym", draft.acronym.as_ref());
        let aliases = self.aliases(at, draft.aliases.as_ref());
        let description = self.optional(at, "description", draft.description.as_ref());
        let part_of = self.out.one_id(&at.key("part_of"), draft.part_of.as_ref(), known);
        if part_of.as_ref() == Some(&id) {
            self.out.value(&at.key("part_of"), Problem::PartOfItself);
        }
        let url = self.out.url(&at.key("url"), draft.url.as_ref());
        let slug = self.slug(&id, draft.slug.as_ref(), at);
        Some(Programme {
            id,
            name: name?,
            name_lang,
            acronym,
            aliases,
            description,
            part_of,
            url,
            slug,
        })
    }

    fn topic(&mut self, id: Id, draft: &TopicDraft, at: &At<'_>) -> Option<Topic> {
        let name = self.required(at, "name", draft.name.as_ref());
        let description = self.optional(at, "description", draft.description.as_ref());
        let slug = self.slug(&id, draft.slug.as_ref(), at);
        Some(Topic { id, name: name?, description, slug })
    }

    fn term(
        &mut self,
        id: Id,
        draft: &TermDraft,
        at: &At<'_>,
        sources: Known<'_>,
    ) -> Option<GlossaryTerm> {
        let term = self.required(at, "term", draft.term.as_ref());
        let acronym = self.optional(at, "acronym", draft.acronym.as_ref());
        let definition = self.required(at, "definition", draft.definition.as_ref());
        let aliases = self.aliases_per_language(at, draft.aliases.as_ref());
        let sources = self.out.ids(&at.key("source"), draft.source.as_ref(), sources);
        Some(GlossaryTerm {
            id,
            term: term?,
            acronym,
            aliases,
            definition: definition?,
            sources,
        })
    }

    /// Other words for a term: lists by language.
    fn aliases_per_language(
        &mut self,
        at: &At<'_>,
        lists: Option<&Entries<OneOrMany>>,
    ) -> PerLang<Vec<Arc<str>>> {
        let at = at.key("aliases");
        let mut given: BTreeMap<Lang, Vec<Arc<str>>> = BTreeMap::new();
        for (tag, list) in lists.iter().flat_map(|lists| lists.iter()) {
            let at = at.key(tag);
            match self.languages.find(tag) {
                Some(lang) => {
                    let words = self.out.list(&at, Some(list)).into_iter();
                    given
                        .entry(lang)
                        .or_default()
                        .extend(words.map(|(_, text)| Arc::from(text)));
                }
                None => {
                    let available = self.languages.tags();
                    let lang = tag.to_owned();
                    self.out.key(&at, Problem::UnknownLanguage { lang, available });
                }
            }
        }
        PerLang::from_fn(self.languages, |lang| given.remove(&lang).unwrap_or_default())
    }

    /// Words that two terms claim: prose that says them could mean either.
    fn words_of_two_terms(&mut self, terms: &BTreeMap<Id, GlossaryTerm>) {
        for lang in self.languages.iter() {
            let mut taken: BTreeMap<&str, &Id> = BTreeMap::new();
            for (id, term) in terms {
                let own = [Some(&term.term), term.acronym.as_ref()];
                let own = own.into_iter().flatten().map(|words| &words[lang]);
                let own = own.filter(|text| text.lang == lang).map(|text| &*text.words);
                let aliases = term.aliases[lang].iter().map(|words| &**words);
                for words in own.chain(aliases) {
                    match taken.get(words) {
                        Some(first) if *first != id => {
                            let words = words.to_owned();
                            let other = first.to_string();
                            let problem = Problem::TermTwice { words, other };
                            self.out.key(&At::TOP.key(id.as_str()), problem);
                        }
                        Some(_) => {}
                        None => drop(taken.insert(words, id)),
                    }
                }
            }
        }
    }

    fn source(&mut self, id: Id, draft: &SourceDraft, at: &At<'_>) -> Option<Source> {
        let title = self.out.text(draft.title.as_ref());
        if let Some(title) = &title {
            check_text(self.out, &at.key("title"), title);
        }
        let label = self.optional(at, "label", draft.label.as_ref());
        if title.is_none() && label.is_none() {
            self.out.key(at, Problem::SourceWithoutName);
        }
        let lang = self.out.lang_tag(&at.key("lang"), draft.lang.as_ref());
        let author = self.out.text(draft.author.as_ref());
        let publisher = self.optional(at, "publisher", draft.publisher.as_ref());
        let published = self.out.moment(&at.key("published"), draft.published.as_ref());
        let updated = self.out.moment(&at.key("updated"), draft.updated.as_ref());
        let accessed = self.out.moment(&at.key("accessed"), draft.accessed.as_ref());
        if let (Some(published), Some(updated)) = (&published, &updated)
            && published.is_after(updated)
        {
            self.out.value(&at.key("updated"), Problem::UpdatedBeforePublished);
        }
        let url = self.out.url(&at.key("url"), draft.url.as_ref());
        let note = self.optional(at, "note", draft.note.as_ref());
        Some(Source {
            id,
            title,
            label,
            lang,
            author,
            publisher,
            published,
            updated,
            accessed,
            url,
            note,
        })
    }
}
