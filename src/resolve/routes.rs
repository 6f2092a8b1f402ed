//! Who lives where: the address of every page in every language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{
    Diagnostic, FilePath, Place, Problem, RelatedWhat, Seg, YamlPart, near,
};
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::{Lang, PerLang};
use crate::resolve::Site;

/// The addresses of the pages of a site, each a path that begins and ends with a slash.
#[derive(Clone, Debug)]
pub struct Routes {
    homes: PerLang<Arc<str>>,
    segments: PerLang<BTreeMap<&'static str, Arc<str>>>,
    entries: BTreeMap<(EntryKind, Id), PerLang<Arc<str>>>,
    things: BTreeMap<(Thing, Id), PerLang<Arc<str>>>,
    /// Everything that a link may name: addresses of pages, and aliases.
    known: BTreeMap<Arc<str>, ()>,
}

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
];

impl Routes {
    /// The addresses of a site.
    pub fn new(site: &Site) -> Self {
        let config = &site.config;
        let languages = &config.languages;
        let homes =
            PerLang::from_fn(languages, |lang| format!("/{}/", languages[lang]).into());
        let segments = PerLang::from_fn(languages, |lang| {
            let words = &config.words[lang];
            let word = |list: &&'static str| {
                (*list, words.text(&format!("routes.{list}")).into())
            };
            LISTS.iter().map(word).collect()
        });
        let mut routes = Self {
            homes,
            segments,
            entries: BTreeMap::new(),
            things: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for entry in site.entries() {
            let list = match entry.kind {
                EntryKind::Dossier => Some("dossiers"),
                EntryKind::Release => Some("releases"),
                EntryKind::Page => None,
            };
            let address = PerLang::from_fn(languages, |lang| {
                routes.below(lang, list, &entry.slug[lang])
            });
            routes.entries.insert((entry.kind, entry.id.clone()), address);
        }
        let registry = &site.registry;
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
            let list = Some(thing.list());
            let address =
                PerLang::from_fn(languages, |lang| routes.below(lang, list, &slug[lang]));
            routes.things.insert((thing, id.clone()), address);
        }
        routes.learn(site);
        routes
    }

    fn learn(&mut self, site: &Site) {
        let languages = &site.config.languages;
        let mut known: Vec<Arc<str>> = vec!["/".into()];
        for lang in languages.iter() {
            known.push(self.homes[lang].clone());
            known.extend(LISTS.iter().map(|list| self.list(lang, list)));
        }
        for entry in site.entries() {
            let address = &self.entries[&(entry.kind, entry.id.clone())];
            let written = languages.iter().filter(|lang| entry.is_in(*lang));
            known.extend(written.map(|lang| address[lang].clone()));
            known.extend(entry.aliases.iter().cloned());
        }
        for address in self.things.values() {
            known.extend(address.iter().map(|(_, address)| address.clone()));
        }
        self.known = known.into_iter().map(|address| (address, ())).collect();
    }

    /// The home page of a language.
    pub fn home(&self, lang: Lang) -> &Arc<str> {
        &self.homes[lang]
    }

    /// A list of [`LISTS`].
    pub fn list(&self, lang: Lang, list: &str) -> Arc<str> {
        let segment = self.segments[lang].get(list).map_or("", |segment| segment);
        format!("{}{segment}/", self.homes[lang]).into()
    }

    /// An entry, whether or not it is written in the language.
    pub fn entry(&self, kind: EntryKind, id: &Id, lang: Lang) -> Option<&Arc<str>> {
        self.entries.get(&(kind, id.clone())).map(|address| &address[lang])
    }

    /// A thing of the registry.
    pub fn thing(&self, thing: Thing, id: &Id, lang: Lang) -> Option<&Arc<str>> {
        self.things.get(&(thing, id.clone())).map(|address| &address[lang])
    }

    /// Whether a path is the address of a page or an alias, with or without its last slash.
    pub(super) fn leads_somewhere(&self, path: &str) -> bool {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        self.known.contains_key(path)
            || (!path.ends_with('/')
                && self.known.contains_key(format!("{path}/").as_str()))
    }

    /// The known address that is nearest to a path.
    pub(super) fn near(&self, path: &str) -> Option<String> {
        near(path, self.known.keys().map(|address| &**address))
    }

    fn below(&self, lang: Lang, list: Option<&str>, slug: &Id) -> Arc<str> {
        let list =
            list.map_or_else(|| self.homes[lang].clone(), |list| self.list(lang, list));
        format!("{list}{slug}/").into()
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
    let routes = Routes::new(site);
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
    for ((thing, id), address) in &routes.things {
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
