//! The drafts of one entry in, the entry as the model has it out, or everything that is
//! wrong with it.
//!
//! An entry is validated from the files of all of its languages at once: the reference file
//! gives the facts and its words, the others give words for the same ids. Nothing here looks
//! at another entry; that is `resolve`'s work.

mod entry;
mod dossier;
mod facts;
mod texts;
mod values;
mod files;
mod at;
mod registry;
mod config;
mod statements;
mod strings;
mod meant;
mod documents;
mod secrecy;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;

use crate::diag::{Diagnostic, FilePath, IdKind, Problem};
use crate::made::Made;
use crate::model::config::Config;
use crate::model::entry::{EntryGaps, EntryKind, Gaps};
use crate::model::lang::Languages;
use crate::model::registry::Registry;
use crate::model::terms::{ROLES, UNITS};
use crate::parse::{Draft, Parsed, Unread};
use crate::picture::Pictures;
use crate::source::{Snapshot, SourceKind};

use at::Out;
pub use documents::Documents;
pub use entry::{EntryFiles, Validated};
pub(crate) use files::IMAGE_EXTENSIONS;
pub use secrecy::Secrets;
pub(crate) use strings::BUILT_IN as BUILT_IN_THEME;
use values::Known;

/// The languages that `site.yaml` declares; `None` where it declares none that can be used.
pub fn languages(site: &Parsed) -> Option<Languages> {
    let Draft::Site(draft) = &site.draft else { return None };
    let path: FilePath = config::SITE.into();
    config::languages(draft, &mut Out::new(&path, &[]))
}

/// Validates `site.yaml` and the words of the theme. `themes` are the YAML files of themes.
pub fn config(
    snapshot: &Snapshot,
    site: &Parsed,
    themes: &BTreeMap<Arc<str>, Arc<Parsed>>,
    made: &Made,
) -> (Option<Config>, Vec<Diagnostic>) {
    config::config(snapshot, site, themes, made)
}

/// Validates the registry.
pub fn registry(
    files: &[(FilePath, Arc<Parsed>)],
    unread: &Unread,
    languages: &Languages,
) -> (Registry, Vec<Diagnostic>) {
    let mut registry = Registry::default();
    let mut found = vec![];
    let mut names = Names { sources: Some(BTreeSet::new()), ..Names::default() };
    names.add_registry_files(files, unread);
    for (path, parsed) in files {
        let mut out = Out::new(path, &parsed.left_out);
        registry::add(&mut registry, parsed, &mut out, languages, &names);
        found.extend(out.finish());
    }
    (registry, found)
}

/// Validates one entry from all of its files. What is found out about those of a secret is
/// not kept.
pub fn entry(
    files: &EntryFiles<'_>,
    snapshot: &Snapshot,
    config: &Config,
    names: &Names,
    secrets: &Secrets,
    made: &Made,
) -> (Option<Validated>, EntryGaps, Vec<Diagnostic>) {
    let today = today(snapshot, config);
    let nothing = Made::default();
    let is_secret = secrets.has_entry(files.kind, files.id);
    let made = if is_secret { &nothing } else { made };
    let context = entry::Context {
        config,
        names,
        blobs: &snapshot.blobs,
        pictures: Pictures { blobs: &snapshot.blobs, made },
        today,
    };
    let (validated, gaps, mut found) = entry::validate(files, context);
    meant::by_words(&mut found, config, names);
    if !is_secret {
        names.offer_no_secrets(&mut found, secrets);
    }
    (validated, gaps, found)
}

/// The day of the build where the editors are.
pub fn today(snapshot: &Snapshot, config: &Config) -> civil::Date {
    snapshot.now.to_zoned(config.zone.rules.clone()).date()
}

/// Every id that entries may refer to, whether or not what it names is valid: one mistake in
/// an organisation is not reported again by each dossier that names it.
#[derive(Clone, Debug, Default)]
pub struct Names {
    organisations: Option<BTreeSet<Box<str>>>,
    people: Option<BTreeSet<Box<str>>>,
    programmes: Option<BTreeSet<Box<str>>>,
    topics: Option<BTreeSet<Box<str>>>,
    sources: Option<BTreeSet<Box<str>>>,
    terms: Option<BTreeSet<Box<str>>>,
    dossiers: BTreeSet<Box<str>>,
    units: BTreeSet<Box<str>>,
    roles: BTreeSet<Box<str>>,
    /// First parts of addresses that pages cannot have as their slug.
    pub(crate) route_words: BTreeSet<Box<str>>,
}

impl Names {
    /// Gathers the ids of the registry files, the folders of the dossiers, and the settings.
    pub fn new<'a>(
        registry: &[(FilePath, Arc<Parsed>)],
        entries: impl Iterator<Item = (EntryKind, &'a str)>,
        unread: &'a Unread,
        config: &Config,
    ) -> Self {
        let mut names = Self {
            organisations: Some(BTreeSet::new()),
            people: Some(BTreeSet::new()),
            programmes: Some(BTreeSet::new()),
            topics: Some(BTreeSet::new()),
            sources: Some(BTreeSet::new()),
            terms: Some(BTreeSet::new()),
            dossiers: entries
                .chain(unread.entries())
                .filter(|(kind, _)| *kind == EntryKind::Dossier)
                .map(|(_, id)| id.into())
                .collect(),
            units: UNITS.iter().map(|unit| (*unit).into()).collect(),
            roles: ROLES.iter().map(|role| (*role).into()).collect(),
            route_words: BTreeSet::new(),
        };
        names.units.extend(config.units.keys().map(|id| id.as_str().into()));
        names.roles.extend(config.roles.keys().map(|id| id.as_str().into()));
        for (_, words) in config.words.iter() {
            let routes = words.iter().filter(|(key, _)| key.starts_with("routes."));
            names
                .route_words
                .extend(routes.map(|(_, message)| message.text().into()));
        }
        names.add_registry_files(registry, unread);
        names
    }

    /// Offers no id of a secret where somebody mistyped that of a dossier.
    fn offer_no_secrets(&self, found: &mut [Diagnostic], secrets: &Secrets) {
        for diagnostic in found {
            if let Problem::UnknownId { kind: IdKind::Dossier, id, near } =
                &mut diagnostic.problem
                && near
                    .as_deref()
                    .is_some_and(|near| secrets.has_entry(EntryKind::Dossier, near))
            {
                let ids = self.dossiers.iter().map(|id| &**id);
                let public = ids.filter(|id| !secrets.has_entry(EntryKind::Dossier, id));
                *near = crate::diag::near(id, public);
            }
        }
    }

    fn add_registry_files(&mut self, files: &[(FilePath, Arc<Parsed>)], unread: &Unread) {
        for (path, parsed) in files {
            self.add_registry(path, parsed);
        }
        for name in unread.registry() {
            if let Some(ids) = self.of_file(name) {
                *ids = None;
            }
        }
    }

    /// What a file of the registry declares.
    fn of_file(&mut self, name: &str) -> Option<&mut Option<BTreeSet<Box<str>>>> {
        Some(match name {
            "organisations" => &mut self.organisations,
            "people" => &mut self.people,
            "programmes" => &mut self.programmes,
            "topics" => &mut self.topics,
            "sources" => &mut self.sources,
            "glossary" => &mut self.terms,
            _ => return None,
        })
    }

    /// Tells what each file of the registry declares, for what looks at prose.
    pub fn declare(mut self, gaps: &mut Gaps) {
        for file in crate::parse::REGISTRY_FILES {
            if let Some(ids) = self.of_file(file) {
                gaps.declare(file, ids.take());
            }
        }
    }

    fn add_registry(&mut self, path: &str, parsed: &Parsed) {
        fn keys<T>(
            entries: &crate::parse::yaml::Entries<T>,
        ) -> Option<BTreeSet<Box<str>>> {
            Some(entries.0.iter().map(|(key, _)| key.clone()).collect())
        }
        match &parsed.draft {
            Draft::Organisations(entries) => self.organisations = keys(entries),
            Draft::People(entries) => self.people = keys(entries),
            Draft::Programmes(entries) => self.programmes = keys(entries),
            Draft::Topics(entries) => self.topics = keys(entries),
            Draft::Sources(entries) => self.sources = keys(entries),
            Draft::Glossary(entries) => self.terms = keys(entries),
            Draft::Unreadable => {
                if let SourceKind::Registry(name) = SourceKind::of(path)
                    && let Some(ids) = self.of_file(name)
                {
                    *ids = None;
                }
            }
            Draft::Site(_)
            | Draft::Dossier(_)
            | Draft::Release(_)
            | Draft::Page(_)
            | Draft::Translation(_)
            | Draft::Theme(_)
            | Draft::Strings(_) => {}
        }
    }

    pub(crate) fn organisations(&self) -> Known<'_> {
        Known {
            kind: IdKind::Organisation,
            ids: self.organisations.as_ref(),
        }
    }

    pub(crate) fn people(&self) -> Known<'_> {
        Known { kind: IdKind::Person, ids: self.people.as_ref() }
    }

    pub(crate) fn programmes(&self) -> Known<'_> {
        Known {
            kind: IdKind::Programme,
            ids: self.programmes.as_ref(),
        }
    }

    pub(crate) fn topics(&self) -> Known<'_> {
        Known { kind: IdKind::Topic, ids: self.topics.as_ref() }
    }

    pub(crate) fn sources(&self) -> Known<'_> {
        Known { kind: IdKind::Source, ids: self.sources.as_ref() }
    }

    pub(crate) fn dossiers(&self) -> Known<'_> {
        Known { kind: IdKind::Dossier, ids: Some(&self.dossiers) }
    }

    pub(crate) fn has_unit(&self, id: &str) -> bool {
        self.units.contains(id)
    }

    pub(crate) fn units(&self) -> Known<'_> {
        Known { kind: IdKind::Unit, ids: Some(&self.units) }
    }

    pub(crate) fn roles(&self) -> Known<'_> {
        Known { kind: IdKind::Role, ids: Some(&self.roles) }
    }
}
