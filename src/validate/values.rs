//! Scalars and what they mean.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil;

use crate::diag::{IdKind, Problem, near};
use crate::model::date::{Date, Edtf, Moment};
use crate::model::dossier::FactRef;
use crate::model::id::Id;
use crate::model::lang::LangTag;
use crate::parse::yaml::{Flag, OneOrMany, Scalar};
use crate::validate::at::{At, Out};

/// The most items of one list.
pub(crate) const MAX_ITEMS: usize = 20_000;

/// Ids of one kind that a file may refer to; `None` where the file that declares them could
/// not be read, so that one slip there is not reported a hundred times here.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) kind: IdKind,
    pub(crate) ids: Option<&'a BTreeSet<Box<str>>>,
}

impl Out<'_> {
    /// Shared text of a scalar; `None` where nothing stands there.
    pub(crate) fn text(&mut self, scalar: Option<&Scalar>) -> Option<Arc<str>> {
        scalar?.text().map(Into::into)
    }

    /// `true` or `false`, `false` where nothing stands there.
    pub(crate) fn flag(&mut self, at: &At<'_>, flag: Option<&Flag>) -> bool {
        match flag {
            None => false,
            Some(Flag::Bool(value)) => *value,
            Some(Flag::Other(text)) => {
                self.value(at, Problem::NotABool { text: text.to_string() });
                false
            }
        }
    }

    /// An EDTF date or interval.
    pub(crate) fn edtf(&mut self, at: &At<'_>, scalar: Option<&Scalar>) -> Option<Edtf> {
        let text = scalar?.text()?;
        self.ok(at, Edtf::parse(text))
    }

    /// One EDTF date.
    pub(crate) fn date(&mut self, at: &At<'_>, scalar: Option<&Scalar>) -> Option<Date> {
        let text = scalar?.text()?;
        self.ok(at, Date::parse(text))
    }

    /// A whole day.
    pub(crate) fn day(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<civil::Date> {
        let text = scalar?.text()?;
        let date = self.ok(at, Date::parse(text))?;
        let day = date
            .as_day()
            .filter(|_| date.doubt == crate::model::date::Doubt::None);
        if day.is_none() {
            self.value(at, Problem::DayNeeded { text: text.to_owned() });
        }
        day
    }

    /// A day, with a time where the source prints one.
    pub(crate) fn moment(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<Moment> {
        let text = scalar?.text()?;
        self.ok(at, Moment::parse(text))
    }

    /// An id of a key.
    pub(crate) fn key_id(&mut self, at: &At<'_>, key: &str) -> Option<Id> {
        match Id::parse(key) {
            Ok(id) => Some(id),
            Err(problem) => {
                self.key(at, problem);
                None
            }
        }
    }

    /// An id that must be one of those known.
    pub(crate) fn known_id(
        &mut self,
        at: &At<'_>,
        text: &str,
        known: Known<'_>,
    ) -> Option<Id> {
        if let Some(ids) = known.ids
            && !ids.contains(text)
        {
            self.value(at, unknown_id(text, known));
            return None;
        }
        Id::parse(text).ok()
    }

    /// An id that must be one of those known, where one stands there.
    pub(crate) fn one_id(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
        known: Known<'_>,
    ) -> Option<Id> {
        self.known_id(at, scalar?.text()?, known)
    }

    /// A list of ids, each of which must be one of those known.
    pub(crate) fn ids(
        &mut self,
        at: &At<'_>,
        list: Option<&OneOrMany>,
        known: Known<'_>,
    ) -> Vec<Id> {
        let mut ids: Vec<Id> = vec![];
        for (at, text) in self.list(at, list) {
            let at = at.as_at();
            if let Some(id) = self.known_id(&at, text, known) {
                if ids.contains(&id) {
                    self.value(&at, Problem::RepeatedItem { item: text.to_owned() });
                } else {
                    ids.push(id);
                }
            }
        }
        ids
    }

    /// The items of a list, or the one that stands in its place, each with where it stands.
    pub(crate) fn list<'l>(
        &mut self,
        at: &'l At<'l>,
        list: Option<&'l OneOrMany>,
    ) -> Vec<(ListItem<'l>, &'l str)> {
        let Some(list) = list else { return vec![] };
        if !self.count(at, list.items.len()) {
            return vec![];
        }
        let item =
            |nth| if list.list { ListItem::Nth(at, nth) } else { ListItem::Alone(at) };
        let texts = list.items.iter().enumerate();
        texts
            .filter_map(|(nth, scalar)| Some((item(nth), scalar.text()?)))
            .collect()
    }

    /// Whether a list is short enough to be meant.
    pub(crate) fn count(&mut self, at: &At<'_>, n_items: usize) -> bool {
        if n_items > MAX_ITEMS {
            self.key(at, Problem::TooManyItems { n_items, max: MAX_ITEMS });
        }
        n_items <= MAX_ITEMS
    }

    /// A term of a closed set.
    pub(crate) fn term<T>(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
        known: &'static [&'static str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = scalar?.text()?;
        let term = parse(text);
        if term.is_none() {
            let near = near(text, known.iter().copied());
            self.value(at, Problem::UnknownTerm { text: text.to_owned(), near, known });
        }
        term
    }

    /// A BCP 47 language tag.
    pub(crate) fn lang_tag(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<LangTag> {
        let text = scalar?.text()?;
        let tag = LangTag::parse(text);
        if tag.is_none() {
            self.value(at, Problem::NotALanguage { text: text.to_owned() });
        }
        tag
    }

    /// An absolute http(s) address.
    pub(crate) fn url(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<Arc<str>> {
        let text = scalar?.text()?;
        let absolute =
            ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
        if let Some(problem) = crate::parse::forbidden_address(text, false) {
            self.value(at, problem);
            return None;
        }
        if !absolute || text.contains(char::is_whitespace) {
            self.value(at, Problem::NotAnAddress { text: text.to_owned() });
            return None;
        }
        Some(text.into())
    }

    /// An e-mail address.
    pub(crate) fn email(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<Arc<str>> {
        let text = scalar?.text()?;
        let valid = text.split_once('@').is_some_and(|(name, domain)| {
            let part = |s: &str| {
                !s.is_empty()
                    && s.chars().all(|c| c.is_alphanumeric() || "._-+".contains(c))
            };
            part(name) && part(domain) && domain.contains('.') && !domain.ends_with('.')
        });
        if !valid {
            self.value(at, Problem::NotAMail { text: text.to_owned() });
            return None;
        }
        Some(text.into())
    }

    /// A telephone number.
    pub(crate) fn phone(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<Arc<str>> {
        let text = scalar?.text()?;
        let n_digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = |c: char| c.is_ascii_digit() || " +().-/\u{a0}\u{202f}".contains(c);
        if !(3..=15).contains(&n_digits) || !text.chars().all(plain) {
            self.value(at, Problem::NotAPhone { text: text.to_owned() });
            return None;
        }
        Some(text.into())
    }

    /// `dossier#fact`, or `fact` of the dossier that is being read.
    pub(crate) fn fact_ref(
        &mut self,
        at: &At<'_>,
        text: &str,
        own: &Id,
    ) -> Option<FactRef> {
        let (dossier, fact) = match text.split_once('#') {
            Some((dossier, fact)) => (Id::parse(dossier).ok(), fact),
            None => (Some(own.clone()), text),
        };
        match (dossier, Id::parse(fact).ok()) {
            (Some(dossier), Some(fact)) => Some(FactRef { dossier, fact }),
            _ => {
                self.value(at, Problem::MalformedReference { written: text.to_owned() });
                None
            }
        }
    }
}

/// Where an item of a [`OneOrMany`] stands.
pub(crate) enum ListItem<'a> {
    /// In the place of the list.
    Alone(&'a At<'a>),
    /// In the list.
    Nth(&'a At<'a>, usize),
}

impl ListItem<'_> {
    pub(crate) fn as_at(&self) -> At<'_> {
        match self {
            Self::Alone(at) => **at,
            Self::Nth(at, nth) => at.item(*nth),
        }
    }
}

/// An unknown id, with the nearest known one.
pub(crate) fn unknown_id(text: &str, known: Known<'_>) -> Problem {
    let ids = known.ids.into_iter().flatten();
    Problem::UnknownId {
        kind: known.kind,
        id: text.to_owned(),
        near: near(text, ids.map(|id| &**id)),
    }
}
