//! Which files are about what the public must not see yet, so that findings about them can be
//! told with discretion: a log of CI may be read by everybody.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::diag::Finding;
use crate::model::entry::{EntryKind, Visibility};
use crate::source::{Snapshot, Source, SourceKind};
use crate::validate::{EntryFiles, Validated};

/// The entries in draft and under embargo, by the beginnings of the paths of their files.
#[derive(Debug, Default)]
pub struct Secrets(BTreeSet<String>);

impl Secrets {
    /// What can be told from the files alone, where nothing could be validated.
    pub fn of_sources(snapshot: &Snapshot) -> Self {
        let secret = snapshot.sources.values().filter(|source| says_so(source));
        let paths = secret.filter_map(|source| {
            let path = &*source.path;
            match SourceKind::of(path) {
                SourceKind::Dossier(file) => Some(beginning(EntryKind::Dossier, file.id)),
                SourceKind::Release(file) => Some(beginning(EntryKind::Release, file.id)),
                SourceKind::Page(file) => Some(beginning(EntryKind::Page, file.id)),
                SourceKind::Site
                | SourceKind::Registry(_)
                | SourceKind::Theme
                | SourceKind::Stray => None,
            }
        });
        Self(paths.collect())
    }

    /// Notes an entry if it is not public at an instant, or was not meant to be: one whose
    /// embargo cannot be read is under embargo all the same.
    pub fn add(
        &mut self,
        files: &EntryFiles<'_>,
        entry: Option<&Validated>,
        now: Timestamp,
    ) {
        let is_secret = match entry.map(|entry| entry.entry().visibility) {
            Some(Visibility::Public) | None => {
                files.files.iter().any(|(_, source, _)| says_so(source))
            }
            Some(visibility) => !visibility.is_public(now),
        };
        if is_secret {
            self.0.insert(beginning(files.kind, files.id));
        }
    }

    /// Marks the findings that are about secrets, or name one beside what they are about. That
    /// an embargo cannot be read says nothing but that.
    pub fn mark(&self, findings: &mut [Finding]) {
        if self.0.is_empty() {
            return;
        }
        let has = |path: &str| self.0.iter().any(|begins| path.starts_with(&**begins));
        for finding in findings {
            let is_of_embargo = finding.problem.code().starts_with("embargo");
            let names = |it: &(_, _, crate::diag::FilePath)| has(&it.2);
            finding.is_secret = !is_of_embargo
                && (has(&finding.path) || finding.related.iter().any(names));
        }
    }
}

/// How the paths of an entry's files begin.
fn beginning(kind: EntryKind, id: &str) -> String {
    match kind {
        EntryKind::Dossier => format!("content/dossiers/{id}/"),
        EntryKind::Release => format!("content/releases/{id}/"),
        EntryKind::Page => format!("content/pages/{id}."),
    }
}

/// Whether a file says that it is not public, by its words alone: `embargo:` with anything but
/// nothing, `draft: true`.
fn says_so(source: &Source) -> bool {
    let mut lines = source.text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return false;
    }
    lines.take_while(|line| line.trim_end() != "---").any(|line| {
        let Some((key, value)) = line.split_once(':') else { return false };
        let value = value.split(" #").next().unwrap_or_default().trim();
        match key {
            "embargo" => !matches!(value, "" | "~" | "null"),
            "draft" => value == "true",
            _ => false,
        }
    })
}
