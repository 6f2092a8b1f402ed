//! Files that are there and could not be read, or have a name that nothing reads.
//!
//! What they declare is not missing: one slip in a name is one finding, and not one more for
//! everything that refers to what the file holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, FilePath, Place, Problem, Severity, near};
use crate::model::entry::EntryKind;
use crate::parse::REGISTRY_FILES;
use crate::source::{EntryFile, Snapshot, SourceKind};

/// What was not read of a site.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unread {
    registry: BTreeSet<&'static str>,
    /// The languages in which an entry has a file that was not read.
    entries: BTreeMap<(EntryKind, Box<str>), BTreeSet<Box<str>>>,
    /// Files with the names that they should have.
    misnamed: BTreeMap<FilePath, String>,
}

impl Unread {
    /// Looks for files that are not among the sources, or are there under another name.
    /// `found` is what was found while the files were read; `tags` are the languages of the
    /// site, the reference first.
    pub fn new(snapshot: &Snapshot, found: &[Diagnostic], tags: &[String]) -> Self {
        let mut unread = Self::default();
        let mut named: BTreeSet<&FilePath> = snapshot.sources.keys().collect();
        named.extend(found.iter().map(|diagnostic| &diagnostic.path));
        let mut claimed = BTreeSet::new();
        // Notes of the team have no front matter.
        let is_entry = |path: &FilePath| {
            let source = snapshot.sources.get(path);
            !path.ends_with(".md")
                || source.is_none_or(|s| s.text.trim_start().starts_with("---"))
        };
        for path in named {
            let meant = meant_path(path, tags)
                .filter(|_| is_entry(path))
                .filter(|meant| !snapshot.sources.contains_key(meant.as_str()))
                .filter(|meant| claimed.insert(meant.clone()));
            if let Some(meant) = meant {
                unread.note(&meant);
                let name = meant.rsplit('/').next().unwrap_or_default();
                unread.misnamed.insert(path.clone(), name.to_owned());
            }
        }
        for diagnostic in found {
            let is_read = snapshot.sources.contains_key(&diagnostic.path);
            if diagnostic.problem.severity() == Severity::Error && !is_read {
                unread.note(&diagnostic.path);
            }
        }
        unread
    }

    fn note(&mut self, path: &str) {
        let (kind, EntryFile { id, lang }) = match SourceKind::of(path) {
            SourceKind::Registry(name) => {
                self.registry
                    .extend(REGISTRY_FILES.iter().find(|known| **known == name));
                return;
            }
            SourceKind::Dossier(file) => (EntryKind::Dossier, file),
            SourceKind::Release(file) => (EntryKind::Release, file),
            SourceKind::Page(file) => (EntryKind::Page, file),
            SourceKind::Site | SourceKind::Theme | SourceKind::Stray => return,
        };
        self.entries.entry((kind, id.into())).or_default().insert(lang.into());
    }

    /// Whether a file has a name that nothing reads, and is reported as that.
    pub fn is_misnamed(&self, path: &str) -> bool {
        self.misnamed.contains_key(path)
    }

    /// Whether a finding says again that a file has a wrong name.
    pub fn is_told(&self, diagnostic: &Diagnostic) -> bool {
        let is_about_name = matches!(
            diagnostic.problem,
            Problem::FileNameEnding { .. } | Problem::FileNotPublished { .. }
        );
        is_about_name && self.is_misnamed(&diagnostic.path)
    }

    /// A finding for each file with a wrong name.
    pub fn findings(&self) -> impl Iterator<Item = Diagnostic> {
        self.misnamed.iter().map(|(path, better)| {
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            let problem = Problem::Misnamed { name, better: better.clone() };
            Diagnostic::new(problem, path, Place::File)
        })
    }

    /// Files of the registry.
    pub fn registry(&self) -> impl Iterator<Item = &'static str> {
        self.registry.iter().copied()
    }

    /// Entries.
    pub fn entries(&self) -> impl Iterator<Item = (EntryKind, &str)> {
        self.entries.keys().map(|(kind, id)| (*kind, &**id))
    }

    /// Whether the file of an entry in a language was not read.
    pub fn has(&self, kind: EntryKind, id: &str, tag: &str) -> bool {
        let languages = self.entries.get(&(kind, id.into()));
        languages.is_some_and(|languages| languages.contains(tag))
    }
}

/// The path that a file was meant to have, where nothing reads the one that it has.
fn meant_path(path: &str, tags: &[String]) -> Option<String> {
    let is_known = |lang: &str| tags.iter().any(|tag| tag == lang);
    let is_read = match SourceKind::of(path) {
        SourceKind::Site | SourceKind::Theme => true,
        SourceKind::Registry(name) => REGISTRY_FILES.contains(&name),
        SourceKind::Dossier(file)
        | SourceKind::Release(file)
        | SourceKind::Page(file) => is_known(file.lang),
        SourceKind::Stray => false,
    };
    if is_read {
        return None;
    }
    let (folder, name) = path.rsplit_once('/')?;
    let parts: Vec<&str> = folder.split('/').collect();
    let meant = match parts.as_slice() {
        ["content"] => {
            (without_ending(name, YAML)? == "site").then(|| "site.yaml".to_owned())?
        }
        ["content", "registry"] => {
            let stem = without_ending(name, YAML)?;
            let own = match stem.as_str() {
                "personnes" | "person" | "persons" => Some("people".to_owned()),
                "thèmes" | "themes" => Some("topics".to_owned()),
                "organismes" => Some("organisations".to_owned()),
                stem => near(stem, REGISTRY_FILES.iter().copied()),
            };
            format!("{}.yaml", own?)
        }
        ["content", "dossiers" | "releases", _] => {
            let stem = without_ending(name, MARKDOWN)?;
            let (own, lang) = with_language(&stem, tags)?;
            (own == "index").then(|| format!("index.{lang}.md"))?
        }
        ["content", "pages"] => {
            let stem = without_ending(name, MARKDOWN)?;
            let (own, lang) = with_language(&stem, tags)?;
            (!own.contains('.')).then(|| format!("{own}.{lang}.md"))?
        }
        _ => return None,
    };
    (meant != name).then(|| format!("{folder}/{meant}"))
}

const YAML: &[&str] = &[".yaml.txt", ".yml.txt", ".yaml", ".yml"];
const MARKDOWN: &[&str] = &[".md.txt", ".md.md", ".markdown", ".mdown", ".md"];

/// A name in lower case, without what some program has put at its end.
fn without_ending(name: &str, endings: &[&str]) -> Option<String> {
    let lower = name.to_lowercase();
    let stem = endings.iter().find_map(|ending| lower.strip_suffix(ending))?;
    Some(stem.to_owned())
}

/// `index` and `fr` of `index_fr`; without a language, the reference is meant.
fn with_language<'a>(stem: &'a str, tags: &'a [String]) -> Option<(&'a str, &'a str)> {
    let of = |lang: &str| tags.iter().find(|tag| tag.to_lowercase() == lang);
    let named = stem
        .rsplit_once(['.', '_', '-', ' '])
        .and_then(|(own, lang)| Some((own, of(lang)?)));
    match named {
        Some((own, tag)) => Some((own, tag)),
        // A point parts a language from the name, also one that the site does not have.
        None if stem.contains(['.', ' ']) => None,
        None => Some((stem, tags.first()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::meant_path;

    #[test]
    fn a_wrong_name_has_a_right_one() {
        let tags = ["fr".to_owned(), "en".to_owned()];
        for (name, meant) in [
            ("dossiers/a/index_fr.md", Some("dossiers/a/index.fr.md")),
            ("dossiers/a/index.md", Some("dossiers/a/index.fr.md")),
            ("dossiers/a/index.EN.md", Some("dossiers/a/index.en.md")),
            ("dossiers/a/index.fr.markdown", Some("dossiers/a/index.fr.md")),
            ("dossiers/a/Index.fr.md", Some("dossiers/a/index.fr.md")),
            ("dossiers/a/index.fr.md.txt", Some("dossiers/a/index.fr.md")),
            ("dossiers/a/index.fr.md", None),
            ("dossiers/a/index.de.md", None),
            ("dossiers/a/notes.md", None),
            ("pages/about.md", Some("pages/about.fr.md")),
            ("pages/about-en.md", Some("pages/about.en.md")),
            ("pages/about.en.md", None),
            ("registry/topics.yml", Some("registry/topics.yaml")),
            ("registry/organisation.yaml", Some("registry/organisations.yaml")),
            ("registry/notes.yaml", None),
            ("site.yml", Some("site.yaml")),
            ("menu.yaml", None),
        ] {
            let path = format!("content/{name}");
            let meant = meant.map(|meant| format!("content/{meant}"));
            assert_eq!(meant_path(&path, &tags), meant, "{name}");
        }
    }
}
