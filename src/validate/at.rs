//! Where validation stands in a draft, and what it has found there.

use std::collections::BTreeSet;

use crate::diag::{
    Diagnostic, FilePath, Place, Problem, Related, RelatedWhat, Seg, YamlPart, YamlPath,
};
use crate::model::entry::EntryGaps;
use crate::parse::yaml::{Keyed, OddKey, SECTIONS, meant_key};

/// A path into the YAML that costs nothing until there is something to report.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    up: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Key(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// The top of the front matter.
    pub(crate) const TOP: At<'static> = At { up: None, step: Step::Top };

    /// The value of a key.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self { up: Some(self), step: Step::Key(key) }
    }

    /// An item of a list, from 0.
    pub(crate) fn item(&'a self, nth: usize) -> Self {
        Self { up: Some(self), step: Step::Item(nth) }
    }

    /// The path from the top.
    pub(crate) fn path(&self) -> YamlPath {
        let mut path = self.up.map(At::path).unwrap_or_default();
        match self.step {
            Step::Top => {}
            Step::Key(key) => path.push(Seg::Key(key.into())),
            Step::Item(nth) => path.push(Seg::Item(nth)),
        }
        path
    }

    /// The last key, or the position in a list.
    pub(crate) fn name(&self) -> String {
        match self.step {
            Step::Top => String::new(),
            Step::Key(key) => key.to_owned(),
            Step::Item(nth) => (nth + 1).to_string(),
        }
    }

    /// The place of the value.
    pub(crate) fn value(&self) -> Place {
        Place::Yaml(self.path(), YamlPart::Value)
    }
}

/// What was found in one file.
pub(crate) struct Out<'a> {
    /// The file.
    pub(crate) path: &'a FilePath,
    /// Values that could not be read and are already reported: nothing more is said of
    /// them.
    left_out: &'a [YamlPath],
    found: Vec<Diagnostic>,
    /// Sections that stand below a key with a slip in it: nothing more is said of them, since
    /// they have no place until it is corrected.
    renamed: Vec<&'static str>,
    /// Items that are not valid: their sections and keys.
    lost: BTreeSet<(Box<str>, Option<Box<str>>)>,
}

impl<'a> Out<'a> {
    /// Nothing found yet.
    pub(crate) fn new(path: &'a FilePath, left_out: &'a [YamlPath]) -> Self {
        Self {
            path,
            left_out,
            found: vec![],
            renamed: vec![],
            lost: BTreeSet::new(),
        }
    }

    /// Everything found.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Everything found, and what could not be read.
    pub(crate) fn finish_with_gaps(mut self) -> (Vec<Diagnostic>, EntryGaps) {
        for path in self.left_out {
            let mut keys = path.iter().map_while(|seg| match seg {
                Seg::Key(key) => Some(key.clone()),
                Seg::Item(_) | Seg::Repeated(..) => None,
            });
            if let Some(section) = keys.next() {
                self.lost.insert((section, keys.next()));
            }
        }
        self.lost
            .extend(self.renamed.iter().map(|section| ((*section).into(), None)));
        (self.found, EntryGaps::Parts(self.lost))
    }

    /// Notes that an item is not valid; why has been reported.
    pub(crate) fn lost(&mut self, section: &str, key: &str) {
        self.lost.insert((section.into(), Some(key.into())));
    }

    /// Reports a problem of a value.
    pub(crate) fn value(&mut self, at: &At<'_>, problem: Problem) {
        self.push(at.path(), YamlPart::Value, problem, None);
    }

    /// Reports a problem of a key.
    pub(crate) fn key(&mut self, at: &At<'_>, problem: Problem) {
        self.push(at.path(), YamlPart::Key, problem, None);
    }

    /// Reports a problem of a value that another place has a part in.
    pub(crate) fn value_and(&mut self, at: &At<'_>, problem: Problem, related: Related) {
        self.push(at.path(), YamlPart::Value, problem, Some(related));
    }

    /// Reports a problem of a key that another place has a part in.
    pub(crate) fn key_and(&mut self, at: &At<'_>, problem: Problem, related: Related) {
        self.push(at.path(), YamlPart::Key, problem, Some(related));
    }

    /// Takes a problem of another file.
    pub(crate) fn elsewhere(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// A key that must be there and is not. The place is what it is missing from.
    ///
    /// A key that is there with a slip in it has been reported as that.
    pub(crate) fn missing(&mut self, at: &At<'_>, key: &'static str) {
        let mut missing = at.path();
        missing.push(Seg::Key(key.into()));
        if !self.has_slip(at, key) && !self.left_out.contains(&missing) {
            self.push(at.path(), YamlPart::Key, Problem::MissingKey { key }, None);
        }
    }

    /// Whether a key is there with a slip in it, which has been reported.
    pub(crate) fn has_slip(&self, at: &At<'_>, key: &str) -> bool {
        let above = at.path();
        self.found.iter().any(|diagnostic| {
            let is_meant = match &diagnostic.problem {
                Problem::UnknownKey { key: written, near, .. } => {
                    near.as_deref() == Some(key) || written.trim() == key
                }
                Problem::ColonMissing { better }
                | Problem::SpaceMissing { better }
                | Problem::NoBreakSpace { better } => {
                    better.split(':').next() == Some(key)
                }
                _ => false,
            };
            is_meant
                && matches!(&diagnostic.place, Place::Yaml(path, _)
                    if path.split_last().is_some_and(|(_, own)| own == above))
        })
    }

    /// The value, when it is one; the problem is reported otherwise.
    pub(crate) fn ok<T>(&mut self, at: &At<'_>, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.value(at, problem)).ok()
    }

    /// Reports the keys that a draft could not take.
    pub(crate) fn odd_keys<T: Keyed>(&mut self, at: &At<'_>, draft: &T) {
        let mut is_beside = false;
        for odd in draft.odd_keys() {
            // Below an item that stands among the keys of the one above, its own keys are
            // those of the other again.
            match odd {
                OddKey::Unknown { key, bare, .. } => {
                    is_beside |= *bare && meant_key(key, T::KEYS).is_none();
                }
                OddKey::Repeated { .. } if is_beside => continue,
                OddKey::Repeated { .. } => {}
            }
            let (seg, problem) = match odd {
                OddKey::Unknown { key, bare, meant } => {
                    self.renamed.extend(*meant);
                    if at.path().is_empty() && meant_key(key, T::KEYS).is_none() {
                        // It may be an item of any section that stands too far to the left.
                        SECTIONS.iter().for_each(|section| self.lost(section, key));
                    }
                    // Within brackets, what follows a comma is a key.
                    let slip = || crate::parse::slip_of_words(key);
                    let problem = match &**key {
                        "<<" => Problem::Alias,
                        _ if *bare && let Some(slip) = slip() => slip,
                        _ if *bare && key.contains(' ') => {
                            Problem::CommaInValue { text: key.to_string() }
                        }
                        key => unknown_key(key, T::KEYS),
                    };
                    (Seg::Key(key.clone()), problem)
                }
                OddKey::Repeated { key, nth } => (
                    Seg::Repeated(key.clone(), *nth),
                    Problem::RepeatedKey { key: key.to_string() },
                ),
            };
            let mut path = at.path();
            path.push(seg);
            self.push(path, YamlPart::Key, problem, None);
        }
    }

    /// Reports keys of a map of entries that stand there more than once.
    pub(crate) fn repeated<'k>(
        &mut self,
        at: &At<'_>,
        keys: impl Iterator<Item = &'k str>,
    ) {
        let mut seen = std::collections::BTreeMap::<&str, usize>::new();
        for key in keys {
            let nth = seen.entry(key).or_default();
            if *nth > 0 {
                let mut path = at.path();
                path.push(Seg::Repeated(key.into(), *nth));
                let problem = Problem::RepeatedKey { key: key.to_owned() };
                self.push(path, YamlPart::Key, problem, None);
            }
            *nth += 1;
        }
    }

    fn push(
        &mut self,
        path: YamlPath,
        part: YamlPart,
        problem: Problem,
        related: Option<Related>,
    ) {
        let is_of = |section: &&str| matches!(path.first(), Some(Seg::Key(key)) if **key == **section);
        // What has its source on a line that could not be read does not lack one.
        let is_misread = |key: &str| {
            let is_key = |seg: &Seg| matches!(seg, Seg::Key(own) if **own == *key);
            self.left_out.iter().any(|gap| {
                gap.split_last()
                    .is_some_and(|(last, own)| own == path && is_key(last))
            })
        };
        let is_there = match problem {
            Problem::NoSource => is_misread("source"),
            Problem::NoAsOf => is_misread("as_of"),
            _ => false,
        };
        if is_there
            || self.left_out.iter().any(|gap| path.starts_with(gap))
            || self.renamed.iter().any(is_of)
        {
            return;
        }
        let mut diagnostic = Diagnostic::new(problem, self.path, Place::Yaml(path, part));
        diagnostic.related.extend(related);
        self.found.push(diagnostic);
    }
}

/// An unknown key, with the nearest known one.
pub(crate) fn unknown_key(key: &str, known: &'static [&'static str]) -> Problem {
    Problem::UnknownKey {
        key: key.to_owned(),
        near: meant_key(key, known),
        known,
    }
}

/// The other place of a finding, in the YAML of a file.
pub(crate) fn related(what: RelatedWhat, path: &FilePath, at: &At<'_>) -> Related {
    Related { what, path: path.clone(), place: at.value() }
}
