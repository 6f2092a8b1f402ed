//! What dossiers, press releases and pages have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil;

use crate::diag::FilePath;
use crate::model::body::Body;
use crate::model::id::Id;
use crate::model::lang::{Lang, Localized, PerLang};
use crate::model::statements::PageKind;
use crate::model::terms::Menu;

/// The head of an entry, and its prose in each language that it was written in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What kind of entry.
    pub kind: EntryKind,
    /// Its id: the name of its folder, or of its file.
    pub id: Id,
    /// The title.
    pub title: Localized,
    /// One or two sentences for lists, feeds and search engines.
    pub summary: Option<Localized>,
    /// The last part of its address in each language.
    pub slug: PerLang<Id>,
    /// Old addresses, each beginning and ending with a slash, redirected here.
    pub aliases: Vec<Arc<str>>,
    /// When it was first published.
    pub published: Option<civil::Date>,
    /// When it was last changed in substance.
    pub updated: Option<civil::Date>,
    /// Who may see it.
    pub visibility: Visibility,
    /// That it no longer holds, and why.
    pub withdrawn: Option<Withdrawn>,
    /// The dossier that stands in its place, also before the day on which it is withdrawn.
    pub replaced_by: Option<Id>,
    /// When each translation was last held against the reference.
    pub reviewed: PerLang<Option<civil::Date>>,
    /// Its file and Markdown in each language; `None` where it is not translated.
    pub files: PerLang<Option<LanguageFile>>,
}

impl Entry {
    /// Whether the entry was written in this language.
    pub fn is_in(&self, lang: Lang) -> bool {
        self.files[lang].is_some()
    }

    /// The day of the last change in substance, if any day is known.
    pub fn last_changed(&self) -> Option<civil::Date> {
        self.updated.max(self.published)
    }

    /// When the reference changed, and when the translation was last held against it, where
    /// the change came after.
    pub fn stale_since(&self, lang: Lang) -> Option<(civil::Date, civil::Date)> {
        let (changed, reviewed) = (self.last_changed()?, self.reviewed[lang]?);
        (changed > reviewed).then_some((changed, reviewed))
    }
}

/// That an entry no longer holds: it stays where it is, and says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Withdrawn {
    /// Since when.
    pub date: civil::Date,
    /// Why.
    pub reason: Option<Localized>,
    /// The dossier that stands in its place.
    pub replaced_by: Option<Id>,
}

/// The file of an entry in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LanguageFile {
    /// Its path in the site folder.
    pub path: FilePath,
    /// Its Markdown.
    pub body: Arc<Body>,
}

/// The kinds of entries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EntryKind {
    /// A dossier.
    Dossier,
    /// A press release.
    Release,
    /// A page of its own: legal notice, about.
    Page,
}

/// Who may see an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// The team alone, until `draft: true` is removed.
    Draft,
    /// The team alone, until this instant.
    Embargo(Timestamp),
}

impl Visibility {
    /// Whether everybody may see the entry at this instant.
    pub fn is_public(self, now: Timestamp) -> bool {
        match self {
            Self::Public => true,
            Self::Draft => false,
            Self::Embargo(until) => until <= now,
        }
    }
}

/// A page of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The head and the prose.
    pub entry: Entry,
    /// Where it stands in the navigation.
    pub menu: Menu,
    /// Its place among the others of its menu; lower comes first.
    pub order: i32,
    /// What it says beside its prose.
    pub says: Option<PageKind>,
}

/// What could not be read of the entries, and has been reported where it stands: whoever
/// refers to it is not told again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gaps {
    entries: BTreeMap<(EntryKind, Box<str>), EntryGaps>,
    /// What each file of the registry declares, valid or not; `None` where it could not be
    /// read.
    registry: BTreeMap<&'static str, Option<BTreeSet<Box<str>>>>,
}

/// What could not be read of one entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EntryGaps {
    /// All of it.
    Whole,
    /// Sections, with the key of one item or as a whole.
    Parts(BTreeSet<(Box<str>, Option<Box<str>>)>),
}

impl Gaps {
    /// Notes what could not be read of an entry.
    pub fn insert(&mut self, kind: EntryKind, id: &str, gaps: EntryGaps) {
        if gaps != EntryGaps::Parts(BTreeSet::new()) {
            self.entries.insert((kind, id.into()), gaps);
        }
    }

    /// Notes what a file of the registry declares; `None` where it could not be read.
    pub fn declare(&mut self, file: &'static str, ids: Option<BTreeSet<Box<str>>>) {
        self.registry.insert(file, ids);
    }

    /// Whether a file of the registry declares this id, as far as anybody can know.
    pub fn declares(&self, file: &str, id: &Id) -> bool {
        match self.registry.get(file) {
            None => false,
            Some(ids) => ids.as_ref().is_none_or(|ids| ids.contains(id.as_str())),
        }
    }

    fn of(&self, kind: EntryKind, id: &Id) -> Option<&EntryGaps> {
        if self.entries.is_empty() {
            return None;
        }
        self.entries.get(&(kind, id.as_str().into()))
    }

    /// Whether an entry is there and could not be read at all.
    pub fn has_entry(&self, kind: EntryKind, id: &Id) -> bool {
        self.of(kind, id) == Some(&EntryGaps::Whole)
    }

    /// Whether anything of a section of an entry could not be read.
    pub fn has_any(&self, kind: EntryKind, id: &Id, section: &str) -> bool {
        match self.of(kind, id) {
            None => false,
            Some(EntryGaps::Whole) => true,
            Some(EntryGaps::Parts(parts)) => parts.iter().any(|(s, _)| **s == *section),
        }
    }

    /// Whether an item of an entry is there and could not be read.
    pub fn has_item(
        &self,
        kind: EntryKind,
        id: &Id,
        sections: &[&str],
        key: &Id,
    ) -> bool {
        match self.of(kind, id) {
            None => false,
            Some(EntryGaps::Whole) => true,
            Some(EntryGaps::Parts(parts)) => parts.iter().any(|(section, item)| {
                sections.contains(&&**section)
                    && item.as_deref().is_none_or(|item| item == key.as_str())
            }),
        }
    }
}
