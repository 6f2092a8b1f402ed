//! Reads one source into a draft: what the writer said, and nothing yet of what it means.
//!
//! Reading never fails; what cannot be read is a [`Diagnostic`].

pub mod drafts;
mod course;
pub mod yaml;
mod front_matter;
mod slips;
mod locate;
mod characters;
mod markdown;
mod prose;
mod unread;
mod quantities;

use std::sync::Arc;

use crate::diag::{
    Diagnostic, FilePath, Finding, Place, Problem, Related, Seg, Span, YamlPath,
};
use crate::model::body::Body;
use crate::source::{Snapshot, Source, SourceKind};

pub(crate) use characters::{mixed_script, odd_characters};
pub use markdown::options as markdown_options;
pub(crate) use prose::{forbidden_address, slips};
pub(crate) use slips::words as slip_of_words;
pub use unread::Unread;

use drafts::{
    DossierDraft, OrganisationDraft, PageDraft, PersonDraft, ProgrammeDraft,
    ReleaseDraft, SiteDraft, SourceDraft, TermDraft, ThemeDraft, TopicDraft,
    TranslationDraft,
};
use yaml::{Entries, Words};

/// What one source says.
#[derive(Clone, PartialEq, Debug)]
pub struct Parsed {
    /// Its front matter, or the whole of a YAML file.
    pub draft: Draft,
    /// Its Markdown, where it has any.
    pub body: Option<Arc<Body>>,
    /// Values that could not be read and are already reported.
    pub left_out: Vec<YamlPath>,
    /// What is wrong with it so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// The front matter of an entry, or the whole of a YAML file.
#[derive(Clone, PartialEq, Debug)]
pub enum Draft {
    /// `site.yaml`
    Site(Box<SiteDraft>),
    /// `organisations.yaml`
    Organisations(Entries<OrganisationDraft>),
    /// `people.yaml`
    People(Entries<PersonDraft>),
    /// `programmes.yaml`
    Programmes(Entries<ProgrammeDraft>),
    /// `topics.yaml`
    Topics(Entries<TopicDraft>),
    /// `sources.yaml`
    Sources(Entries<SourceDraft>),
    /// `glossary.yaml`
    Glossary(Entries<TermDraft>),
    /// A dossier in the reference language.
    Dossier(Box<DossierDraft>),
    /// A press release in the reference language.
    Release(Box<ReleaseDraft>),
    /// A page of its own in the reference language.
    Page(Box<PageDraft>),
    /// Any entry in another language.
    Translation(TranslationDraft),
    /// `theme.yaml`
    Theme(ThemeDraft),
    /// `strings/<lang>.yaml` of a theme.
    Strings(Entries<Words>),
    /// Nothing that can be read.
    Unreadable,
}

/// The files of the registry.
pub const REGISTRY_FILES: &[&str] =
    &["glossary", "organisations", "people", "programmes", "sources", "topics"];

/// Reads a source. `reference` is the tag of the reference language, whose files hold the
/// facts.
pub fn parse(source: &Source, reference: &str) -> Parsed {
    let mut out = vec![];
    let odd = odd_characters(&source.text);
    let unreadable = odd
        .iter()
        .any(|(problem, _)| matches!(problem, Problem::ControlCharacter { .. }));
    for (problem, range) in odd {
        out.push(Diagnostic::new(problem, &source.path, Place::Bytes(range)));
    }
    let reader = Reader { source, unreadable };
    let (read, body) = match SourceKind::of(&source.path) {
        SourceKind::Site => (reader.yaml(&mut out, |d| Draft::Site(Box::new(d))), None),
        SourceKind::Registry("organisations") => {
            (reader.yaml(&mut out, Draft::Organisations), None)
        }
        SourceKind::Registry("people") => (reader.yaml(&mut out, Draft::People), None),
        SourceKind::Registry("programmes") => {
            (reader.yaml(&mut out, Draft::Programmes), None)
        }
        SourceKind::Registry("topics") => (reader.yaml(&mut out, Draft::Topics), None),
        SourceKind::Registry("sources") => (reader.yaml(&mut out, Draft::Sources), None),
        SourceKind::Registry("glossary") => {
            (reader.yaml(&mut out, Draft::Glossary), None)
        }
        SourceKind::Theme if source.path.ends_with("/theme.yaml") => {
            (reader.yaml(&mut out, Draft::Theme), None)
        }
        SourceKind::Theme if source.path.ends_with(".yaml") => {
            (reader.yaml(&mut out, Draft::Strings), None)
        }
        SourceKind::Dossier(file) if file.lang == reference => {
            reader.markdown(file.lang, &mut out, |d| Draft::Dossier(Box::new(d)))
        }
        SourceKind::Release(file) if file.lang == reference => {
            reader.markdown(file.lang, &mut out, |d| Draft::Release(Box::new(d)))
        }
        SourceKind::Page(file) if file.lang == reference => {
            reader.markdown(file.lang, &mut out, |d| Draft::Page(Box::new(d)))
        }
        SourceKind::Dossier(file)
        | SourceKind::Release(file)
        | SourceKind::Page(file) => {
            reader.markdown(file.lang, &mut out, Draft::Translation)
        }
        SourceKind::Registry(_) | SourceKind::Theme | SourceKind::Stray => (None, None),
    };
    let (draft, left_out) = read.unwrap_or((Draft::Unreadable, vec![]));
    Parsed { draft, body, left_out, diagnostics: out }
}

type DraftAndGaps = Option<(Draft, Vec<YamlPath>)>;

struct Reader<'a> {
    source: &'a Source,
    /// The file has characters that no YAML parser takes, and they are reported.
    unreadable: bool,
}

impl Reader<'_> {
    /// Reads the whole file as YAML.
    fn yaml<T: serde::de::DeserializeOwned + Default>(
        &self,
        out: &mut Vec<Diagnostic>,
        wrap: impl FnOnce(T) -> Draft,
    ) -> DraftAndGaps {
        if self.unreadable {
            return None;
        }
        let text = &self.source.text;
        let read = front_matter::read::<T>(text, 0..text.len(), &self.source.path, out)?;
        Some((wrap(read.draft), read.left_out))
    }

    /// Reads the front matter as YAML and the rest as Markdown.
    fn markdown<T: serde::de::DeserializeOwned + Default>(
        &self,
        lang: &str,
        out: &mut Vec<Diagnostic>,
        wrap: impl FnOnce(T) -> Draft,
    ) -> (DraftAndGaps, Option<Arc<Body>>) {
        let Source { path, text, .. } = self.source;
        let Some(split) = front_matter::split(text, path, out) else {
            return (None, None);
        };
        let body = markdown::read(text, split.body, lang, path, out);
        let read = match self.unreadable {
            true => None,
            false => front_matter::read::<T>(text, split.yaml, path, out),
        };
        (read.map(|read| (wrap(read.draft), read.left_out)), Some(Arc::new(body)))
    }
}

/// Every path of keys in the front matter of a file.
pub(crate) fn key_paths(text: &str) -> std::collections::BTreeSet<Vec<String>> {
    let (_, nodes) = yaml_nodes(text);
    nodes
        .paths()
        .map(|path| path.iter().map(ToString::to_string).collect())
        .collect()
}

/// Where the YAML of a file begins, and its nodes.
fn yaml_nodes(text: &str) -> (usize, locate::Nodes) {
    let path: FilePath = "".into();
    let has_front_matter = text.trim_start().starts_with("---");
    let split = has_front_matter
        .then(|| front_matter::split(text, &path, &mut vec![]))
        .flatten();
    let range = split.map_or(0..text.len(), |split| split.yaml);
    (range.start, locate::Nodes::read(&text[range]))
}

/// Gives every diagnostic its line and column, and sorts them by file and place.
pub fn locate(snapshot: &Snapshot, diagnostics: Vec<Diagnostic>) -> Vec<Finding> {
    let mut files = Files { snapshot, located: Default::default() };
    let mut findings: Vec<Finding> = diagnostics
        .into_iter()
        .map(|diagnostic| files.finding(diagnostic))
        .collect();
    findings.sort_by(|a, b| {
        let key =
            |f: &Finding| (f.path.clone(), f.span.map(|span| (span.line, span.column)));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.problem.code().cmp(b.problem.code()))
    });
    findings.dedup();
    without_wider(findings)
}

/// Findings without those that say of a whole value what another says of its very character.
fn without_wider(findings: Vec<Finding>) -> Vec<Finding> {
    let is_wider = |wide: &Finding| {
        findings.iter().any(|narrow| {
            let inside = match (wide.span, narrow.span) {
                (Some(wide), Some(narrow)) => {
                    wide != narrow && wide.start <= narrow.start && narrow.end <= wide.end
                }
                _ => false,
            };
            inside && wide.path == narrow.path && wide.problem == narrow.problem
        })
    };
    let about_characters = |finding: &Finding| {
        matches!(
            finding.problem,
            Problem::BidiControl { .. }
                | Problem::TooManyMarks
                | Problem::GarbledText { .. }
                | Problem::InvisibleCharacter { .. }
                | Problem::MixedScript { .. }
        )
    };
    let keep: Vec<bool> = findings
        .iter()
        .map(|finding| !about_characters(finding) || !is_wider(finding))
        .collect();
    findings
        .into_iter()
        .zip(keep)
        .filter_map(|(finding, keep)| keep.then_some(finding))
        .collect()
}

/// The files in which places are looked up.
struct Files<'a> {
    snapshot: &'a Snapshot,
    located: std::collections::BTreeMap<FilePath, Located<'a>>,
}

impl<'a> Files<'a> {
    fn file(&mut self, path: &FilePath) -> &mut Located<'a> {
        let sources = &self.snapshot.sources;
        self.located.entry(path.clone()).or_insert_with(|| Located {
            text: sources.get(path).map(|s| &*s.text),
            yaml: None,
        })
    }

    fn finding(&mut self, diagnostic: Diagnostic) -> Finding {
        let Diagnostic { mut problem, path, mut place, related } = diagnostic;
        if let Problem::MissingKey { key } = problem
            && let Place::Yaml(above, _) = &mut place
        {
            above.push(Seg::Key(key.into()));
            // Whoever added it would have it twice.
            match self.file(&path).has(above) {
                true => problem = Problem::EmptyValue { key },
                false => drop(above.pop()),
            }
        }
        if let (Problem::UnknownKey { near: None, .. }, Place::Yaml(path_to, _)) =
            (&problem, &place)
            && let Some(off) = self.file(&path).off(path_to)
        {
            problem = off;
        }
        let related = related.into_iter().map(|Related { what, path, place }| {
            (what, self.file(&path).span(&place), path)
        });
        Finding {
            related: related.collect(),
            span: self.file(&path).span(&place),
            path,
            problem,
            is_secret: false,
        }
    }
}

/// A file in which places are looked up.
struct Located<'a> {
    text: Option<&'a str>,
    /// Where the YAML begins, and its nodes; read when first asked for.
    yaml: Option<(usize, locate::Nodes)>,
}

impl Located<'_> {
    /// What is wrong with a key that belongs to another level.
    fn off(&mut self, path: &YamlPath) -> Option<Problem> {
        let text = self.text?;
        let (offset, nodes) = self.yaml.get_or_insert_with(|| yaml_nodes(text));
        let key = nodes.find(path, crate::diag::YamlPart::Key)?.start + *offset;
        slips::of_another_level(text, key)
    }

    /// Whether a key stands in the YAML.
    fn has(&mut self, path: &YamlPath) -> bool {
        let Some(text) = self.text else { return false };
        let (_, nodes) = self.yaml.get_or_insert_with(|| yaml_nodes(text));
        nodes.paths().any(|there| there == path)
    }

    fn span(&mut self, place: &Place) -> Option<Span> {
        let text = match place {
            Place::File => return None,
            Place::LineColumn(line, column) => return Some(Span::point(*line, *column)),
            Place::Bytes(_) | Place::Yaml(..) => self.text?,
        };
        let range = match place {
            Place::Yaml(path, part) => {
                let (offset, nodes) = self.yaml.get_or_insert_with(|| yaml_nodes(text));
                let found = nodes.find(path, *part)?;
                found.start + *offset..found.end + *offset
            }
            Place::Bytes(range) => range.clone(),
            Place::File | Place::LineColumn(..) => return None,
        };
        Some(Span::of(text, range))
    }
}
