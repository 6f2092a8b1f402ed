//! PDFs that an entry lists or links to: nobody publishes what they cannot see.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::document::Document;
use crate::made::Made;
use crate::model::config::Config;
use crate::model::dossier::DocumentLocation;
use crate::model::entry::Entry;
use crate::model::lang::Lang;
use crate::source::Snapshot;
use crate::validate::at::At;
use crate::validate::{Secrets, Validated};

/// The PDFs of some entries, each where it is first named.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<Arc<str>, (FilePath, Place)>);

impl Documents {
    /// Notes the PDFs of an entry.
    pub fn add(&mut self, entry: &Validated) {
        if let Validated::Dossier(dossier) = entry
            && let Some(file) = &dossier.entry.files[Lang::REFERENCE]
        {
            for document in &dossier.documents {
                if let DocumentLocation::File(path) = &document.location {
                    let list = At::TOP.key("documents");
                    let item = list.key(document.id.as_str());
                    self.note(path, &file.path, item.key("file").value());
                }
            }
        }
        self.add_links(entry.entry());
    }

    fn add_links(&mut self, entry: &Entry) {
        for (_, file) in entry.files.iter() {
            let Some(file) = file else { continue };
            for link in file.body.links.iter().filter(|link| !link.image) {
                let path = link.destination.split(['#', '?']).next().unwrap_or_default();
                if let Some(path) = crate::model::body::own_file(&file.path, path) {
                    self.note(&path, &file.path, Place::Bytes(link.range.clone()));
                }
            }
        }
    }

    fn note(&mut self, path: &str, file: &FilePath, place: Place) {
        let is_pdf = path.to_ascii_lowercase().ends_with(".pdf");
        if is_pdf && !self.0.contains_key(path) {
            self.0.insert(path.into(), (file.clone(), place));
        }
    }

    /// Looks at all of them. What is found in those of a secret is not kept.
    pub fn check(
        &self,
        snapshot: &Snapshot,
        config: &Config,
        secrets: &Secrets,
        made: &Made,
    ) -> Vec<Diagnostic> {
        let nothing = Made::default();
        let of_document = |(path, (file, place)): (&Arc<str>, &(FilePath, Place))| {
            let made = if secrets.has(file) { &nothing } else { made };
            let problems = match snapshot.blobs.get(path) {
                Some(blob) => match Document::look(blob, made) {
                    Some(document) => problems(document, config),
                    None => vec![Problem::ChangedWhileReading],
                },
                // That there is no such file is told of where it is looked for.
                None => vec![],
            };
            let at = |problem| Diagnostic::new(problem, file, place.clone());
            problems.into_iter().map(at).collect::<Vec<_>>()
        };
        self.0.par_iter().flat_map_iter(of_document).collect()
    }
}

fn problems(document: Document, config: &Config) -> Vec<Problem> {
    let Document { is_pdf, is_locked, runs, says, holds, n_boxes } = document;
    if !is_pdf {
        return vec![Problem::NotAPdf];
    }
    let mut problems = vec![];
    if is_locked {
        problems.push(Problem::DocumentLocked);
    }
    if !runs.is_empty() {
        problems.push(Problem::DocumentRuns { what: runs.into_iter().collect() });
    }
    // That the publisher is its author is what a document should say.
    let publisher = config.publisher.as_ref().map(|publisher| &publisher.name);
    let is_publisher = |value: &str| {
        publisher.is_some_and(|name| name.iter().any(|it| *it.1.words == *value))
    };
    let what: Vec<String> = says
        .into_iter()
        .filter(|(_, value)| !is_publisher(value))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if !what.is_empty() {
        problems.push(Problem::DocumentSays { what });
    }
    if !holds.is_empty() {
        let files = holds.into_iter().filter(|name| !name.is_empty()).collect();
        problems.push(Problem::DocumentHolds { files });
    }
    if n_boxes > 0 {
        problems.push(Problem::DocumentCovers { n_boxes });
    }
    problems
}
