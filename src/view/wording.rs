//! The words and addresses of one language.

use std::sync::Arc;

use crate::model::date::Edtf;
use crate::model::lang::{Lang, LangTag, Localized};
use crate::model::registry::Source;
use crate::view::Ground;
use crate::view::frame::output_path;
use crate::view::kept::Kept;
use crate::view::locale::{Locale, ShownDate};
use crate::view::page::{Offer, Term, Text};

/// The words and addresses of one language: what can be said before anything is linked.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'a> {
    pub(crate) ground: &'a Ground,
    pub(crate) lang: Lang,
}

impl<'a> Wording<'a> {
    pub(crate) fn locale(self) -> &'a Locale {
        &self.ground.locales[self.lang]
    }

    /// Words in the page's language, or in the reference language with its tag.
    pub(crate) fn text(self, localized: &Localized) -> Text {
        let text = &localized[self.lang];
        let locale = &self.ground.locales[text.lang];
        let lang = (text.lang != self.lang).then(|| locale.tag.shared());
        let words = match locale.spacing.set(&text.words) {
            std::borrow::Cow::Borrowed(_) => text.words.clone(),
            std::borrow::Cow::Owned(spaced) => spaced.into(),
        };
        Text { text: words, lang }
    }

    /// Words that may not be there.
    pub(crate) fn maybe(self, localized: Option<&Localized>) -> Option<Text> {
        localized.map(|localized| self.text(localized))
    }

    /// A name, which may be in a language of its own: an English name in every language.
    pub(crate) fn name(self, name: &Localized, own: Option<&LangTag>) -> Text {
        match own {
            Some(tag) => self.in_language(name.reference(), Some(tag)),
            None => self.text(name),
        }
    }

    /// Words as they are printed somewhere, in the language of that place.
    pub(crate) fn in_language(self, words: &Arc<str>, tag: Option<&LangTag>) -> Text {
        let own = &self.locale().tag;
        let lang = tag.filter(|tag| *tag != own).map(LangTag::shared);
        let spacing =
            tag.map_or(self.locale().spacing, crate::view::typography::Spacing::of);
        Text { text: spacing.set(words).into_owned().into(), lang }
    }

    /// Words that are the same in every language: the name of a person.
    pub(crate) fn plain(self, words: &Arc<str>) -> Text {
        Text { text: words.clone(), lang: None }
    }

    /// A string of the theme.
    pub(crate) fn word(self, key: &str) -> Text {
        Text { text: self.locale().word(key).into(), lang: None }
    }

    /// A term of a closed set.
    pub(crate) fn term(self, set: &str, key: &'static str) -> Kept<Term> {
        self.locale().shown_term(set, key)
    }

    /// An address of the site, below the path at which the site lives.
    pub(crate) fn url(self, path: &str) -> Arc<str> {
        self.ground.site.config.base_url.within_host(path).into()
    }

    /// A file at an address of the site, as a page offers it.
    pub(crate) fn offer(self, address: &str) -> Offer {
        Offer { url: self.url(address), path: output_path(address) }
    }

    /// The absolute form of an address of the site.
    pub(crate) fn absolute(self, path: &str) -> Arc<str> {
        self.ground.site.config.base_url.absolute(path).into()
    }

    /// A list of the site: `dossiers`, `organisations`.
    pub(crate) fn list(self, list: &str) -> Arc<str> {
        self.url(&self.ground.routes.list(self.lang, list))
    }

    /// A date that may not be there.
    pub(crate) fn edtf(self, date: Option<&Edtf>) -> Option<ShownDate> {
        date.map(|date| self.locale().edtf(date))
    }

    /// How a source is called: by its title, or as we call it.
    pub(crate) fn source_name(self, source: &Source) -> Text {
        match (&source.title, &source.label) {
            (Some(title), _) => self.in_language(title, source.lang.as_ref()),
            (None, Some(label)) => self.text(label),
            (None, None) => self.plain(&source.id.shared()),
        }
    }
}
