//! Who lives where: the address of every page in every language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{
    Diagnostic, FilePath, Place, Problem, RelatedWhat, Seg, YamlPart, near,
};
use crate::model::config::{Config, plain_path};
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::{Lang, Languages, PerLang};
use crate::model::registry::Registry;
use crate::resolve::{Entries, Site, TargetEntry};

/// The addresses of the pages of a site, each a path that begins and ends with a slash.
#[derive(Clone, Debug)]
pub struct Routes {
    homes: PerLang<Arc<str>>,
    lists: PerLang<BTreeMap<&'static str, Arc<str>>>,
    entries: BTreeMap<EntryKind, Addresses>,
    things: BTreeMap<Thing, Addresses>,
    /// Everything that a link may name: addresses of pages, and aliases, each with the entry
    /// that is found there.
    known: BTreeMap<Arc<str>, Option<(EntryKind, Id)>>,
}

/// Addresses by id.
type Addresses = BTreeMap<Id, PerLang<Arc<str>>>;

/// Things of the registry that have pages of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Thing {
    /// An organisation.
    Organisation,
    /// A programme.
    Programme,
    /// A topic.
    Topic,
}

/// The keys of the theme's words under `routes.` that name lists.
pub const LISTS: &[&str] = &[
    "dossiers",
    "organisations",
    "programmes",
    "topics",
    "releases",
    "key-figures",
    "sources",
    "people",
    "glossary",
    "corrections",
    "search",
    "press-room",
];

impl Routes {
    /// The addresses of a site.
    pub(super) fn new(config: &Config, registry: &Registry, entries: &Entries) -> Self {
        let languages = &config.languages;
        let homes =
            PerLang::from_fn(languages, |lang| format!("/{}/", languages[lang]).into());
        let lists = PerLang::from_fn(languages, |lang| {
            let (words, home): (_, &Arc<str>) = (&config.words[lang], &homes[lang]);
            let list = |list: &&'static str| {
                let word = words.text(&format!("routes.{list}"));
                (*list, format!("{home}{word}/").into())
            };
            LISTS.iter().map(list).collect()
        });
        let mut routes = Self {
            homes,
            lists,
            entries: BTreeMap::new(),
            things: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for entry in entries.heads() {
            let list = match entry.kind {
                EntryKind::Dossier => Some("dossiers"),
                EntryKind::Release => Some("releases"),
                EntryKind::Page => None,
            };
            let address = routes.below(languages, list, &entry.slug);
            routes
                .entries
                .entry(entry.kind)
                .or_default()
                .insert(entry.id.clone(), address);
        }
        let organisations = registry
            .organisations
            .values()
            .map(|o| (Thing::Organisation, &o.id, &o.slug));
        let programmes = registry
            .programmes
            .values()
            .map(|p| (Thing::Programme, &p.id, &p.slug));
        let topics = registry.topics.values().map(|t| (Thing::Topic, &t.id, &t.slug));
        for (thing, id, slug) in organisations.chain(programmes).chain(topics) {
            let address = routes.below(languages, Some(thing.list()), slug);
            routes.things.entry(thing).or_default().insert(id.clone(), address);
        }
        routes.known = routes.learn(languages, entries);
        routes
    }

    /// Everything that a link may name.
    fn learn(
        &self,
        languages: &Languages,
        entries: &Entries,
    ) -> BTreeMap<Arc<str>, Option<(EntryKind, Id)>> {
        let mut known = BTreeMap::new();
        for entry in entries.heads() {
            let written = languages.iter().filter(|lang| entry.is_in(*lang));
            let addresses = written
                .filter_map(|lang| self.entry(entry.kind, &entry.id, lang))
                .chain(&entry.aliases);
            let own = Some((entry.kind, entry.id.clone()));
            known.extend(addresses.map(|address| (address.clone(), own.clone())));
        }
        let lists = languages.iter().flat_map(|lang| {
            let lists = self.lists[lang].values();
            lists.chain([&self.homes[lang]]).cloned()
        });
        let things = self.things.values().flat_map(BTreeMap::values);
        let things = things.flat_map(|address| address.iter().map(|it| it.1.clone()));
        let ours = lists.chain(things).chain(["/".into()]);
        known.extend(ours.map(|address| (address, None)));
        known
    }

    /// The home page of a language.
    pub fn home(&self, lang: Lang) -> &Arc<str> {
        &self.homes[lang]
    }

    /// A list of [`LISTS`].
    pub fn list(&self, lang: Lang, list: &str) -> Arc<str> {
        self.lists[lang].get(list).unwrap_or(&self.homes[lang]).clone()
    }

    /// An entry, whether or not it is written in the language.
    pub fn entry(&self, kind: EntryKind, id: &Id, lang: Lang) -> Option<&Arc<str>> {
        self.entry_everywhere(kind, id).map(|address| &address[lang])
    }

    /// As [`Self::entry`], in every language.
    pub fn entry_everywhere(
        &self,
        kind: EntryKind,
        id: &Id,
    ) -> Option<&PerLang<Arc<str>>> {
        self.entries.get(&kind)?.get(id)
    }

    /// A thing of the registry.
    pub fn thing(&self, thing: Thing, id: &Id, lang: Lang) -> Option<&Arc<str>> {
        self.things.get(&thing)?.get(id).map(|address| &address[lang])
    }

    /// Whether a path is the address of a page or an alias, with or without its last slash.
    pub(super) fn leads_somewhere(&self, path: &str) -> bool {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        self.known.contains_key(path)
            || (!path.ends_with('/')
                && self.known.contains_key(format!("{path}/").as_str()))
    }

    /// The entry that is found at a path, or above it: `/fr/dossiers/a/paper.pdf` is a file of
    /// a dossier.
    pub(super) fn entry_at(&self, path: &str) -> Option<TargetEntry<'_>> {
        let path = plain_path(path);
        let lower = path.to_lowercase();
        let above = |path: &str| {
            let mut ends = path.rmatch_indices('/');
            ends.find_map(|(end, _)| self.known.get(&path[..=end]))
                .and_then(Option::as_ref)
        };
        let (kind, id) = above(&path).or_else(|| above(&lower))?;
        Some((*kind, id))
    }

    /// The known address that is nearest to a path, of those at which nothing is found or an
    /// entry that may be named.
    pub(super) fn near(
        &self,
        path: &str,
        may_name: impl Fn(TargetEntry<'_>) -> bool,
    ) -> Option<String> {
        let known = self.known.iter().filter(|(_, entry)| match entry {
            Some((kind, id)) => may_name((*kind, id)),
            None => true,
        });
        near(path, known.map(|(address, _)| &**address))
    }

    fn below(
        &self,
        languages: &Languages,
        list: Option<&str>,
        slug: &PerLang<Id>,
    ) -> PerLang<Arc<str>> {
        PerLang::from_fn(languages, |lang| {
            let above = list
                .map_or_else(|| self.homes[lang].clone(), |list| self.list(lang, list));
            format!("{above}{}/", slug[lang]).into()
        })
    }
}

impl Thing {
    /// The list that these things are in.
    pub fn list(self) -> &'static str {
        match self {
            Self::Organisation => "organisations",
            Self::Programme => "programmes",
            Self::Topic => "topics",
        }
    }
}

/// Reports addresses that two pages would have.
pub(super) fn check(site: &Site, found: &mut Vec<Diagnostic>) {
    let routes = &site.routes;
    let mut taken: BTreeMap<String, (FilePath, Place)> = BTreeMap::new();
    let languages = &site.config.languages;
    let site_file: FilePath = "content/site.yaml".into();
    for lang in languages.iter() {
        taken.insert(folded(&routes.homes[lang]), (site_file.clone(), Place::File));
        for list in LISTS {
            taken.insert(
                folded(&routes.list(lang, list)),
                (site_file.clone(), Place::File),
            );
        }
    }
    let mut take = |address: &str, path: &FilePath, place: Place| {
        let key = folded(address);
        if let Some((first, first_place)) = taken.get(&key) {
            let problem = Problem::AddressTwice { address: address.to_owned() };
            found.push(Diagnostic::new(problem, path, place).related(
                RelatedWhat::TheFirst,
                first,
                first_place.clone(),
            ));
        } else {
            taken.insert(key, (path.clone(), place));
        }
    };
    for entry in site.entries() {
        for (lang, file) in entry.files.iter() {
            if let (Some(file), Some(address)) =
                (file, routes.entry(entry.kind, &entry.id, lang))
            {
                take(address, &file.path, key_place(&["slug"]));
            }
        }
    }
    let things = routes.things.iter().flat_map(|(thing, addresses)| {
        addresses.iter().map(move |(id, address)| (thing, id, address))
    });
    for (thing, id, address) in things {
        let path: FilePath = format!("content/registry/{}.yaml", thing.list()).into();
        for (_, address) in address.iter() {
            take(address, &path, key_place(&[id.as_str()]));
        }
    }
    for entry in site.entries() {
        alias_places(entry).for_each(|(alias, path, place)| take(alias, path, place));
    }
}

fn alias_places(entry: &Entry) -> impl Iterator<Item = (&str, &FilePath, Place)> {
    let file = entry.files[Lang::REFERENCE].as_ref();
    entry.aliases.iter().enumerate().filter_map(move |(nth, alias)| {
        let path = vec![Seg::Key("aliases".into()), Seg::Item(nth)];
        Some((&**alias, &file?.path, Place::Yaml(path, YamlPart::Value)))
    })
}

fn key_place(keys: &[&str]) -> Place {
    Place::Yaml(keys.iter().map(|key| Seg::Key((*key).into())).collect(), YamlPart::Value)
}

/// An address as disks that ignore case see it.
fn folded(address: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    address.nfc().flat_map(char::to_lowercase).collect()
}
