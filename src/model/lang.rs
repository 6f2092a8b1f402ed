//! Languages, and texts that exist once per language.

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

/// One of the site's configured languages, by its place in `languages:`. The first, `0`,
/// is the reference language, in which the facts are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lang(u8);

impl Lang {
    /// The reference language.
    pub const REFERENCE: Self = Self(0);

    /// The place of the language in `languages:`, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Whether this is the reference language.
    pub fn is_reference(self) -> bool {
        self == Self::REFERENCE
    }
}

/// A BCP 47 language tag of the simple form `fr` or `pt-BR`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LangTag(Arc<str>);

impl LangTag {
    /// Reads a tag; `None` when it is not of the form `ll`, `lll`, `ll-RR` or `ll-Ssss`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut subtags = text.split('-');
        let language = subtags.next()?;
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_alphanumeric());
        let valid = matches!(language.len(), 2 | 3)
            && language.bytes().all(|b| b.is_ascii_lowercase())
            && subtags.all(|s| matches!(s.len(), 2..=8) && plain(s));
        valid.then(|| Self(text.into()))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag as shared text.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }

    /// The language subtag alone: `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for LangTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LangTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// The configured languages, reference language first; never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Languages(Vec<LangTag>);

impl Languages {
    /// The most languages that a site may have.
    pub const MAX: usize = 32;

    /// The languages of a site; `None` when there are none, too many, or one twice.
    pub fn new(tags: Vec<LangTag>) -> Option<Self> {
        let twice = (1..tags.len()).any(|i| tags[..i].contains(&tags[i]));
        (!tags.is_empty() && tags.len() <= Self::MAX && !twice).then_some(Self(tags))
    }

    /// Every language, reference language first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Lang> + use<> {
        (0..self.0.len()).map(|i| Lang(u8::try_from(i).unwrap_or(u8::MAX)))
    }

    /// The language with this tag, when the site has it.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        self.iter().find(|&lang| self[lang].as_str() == tag)
    }

    /// How many languages there are, at least one.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The tags as text, for "available: …".
    pub fn tags(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

impl Index<Lang> for Languages {
    type Output = LangTag;

    fn index(&self, lang: Lang) -> &LangTag {
        &self.0[lang.index()]
    }
}

/// One value per configured language: indexing by [`Lang`] cannot miss.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PerLang<T>(Box<[T]>);

impl<T> PerLang<T> {
    /// Makes the value of each language.
    pub fn from_fn(languages: &Languages, make: impl FnMut(Lang) -> T) -> Self {
        Self(languages.iter().map(make).collect())
    }

    /// Makes the value of each language, where it can be made.
    ///
    /// # Errors
    ///
    /// The first that `make` gives.
    pub fn try_from_fn<E>(
        languages: &Languages,
        make: impl FnMut(Lang) -> Result<T, E>,
    ) -> Result<Self, E> {
        languages.iter().map(make).collect::<Result<_, E>>().map(Self)
    }

    /// The values, reference language first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Lang, &T)> {
        self.0
            .iter()
            .enumerate()
            .map(|(i, value)| (Lang(u8::try_from(i).unwrap_or(0)), value))
    }
}

impl<T> Index<Lang> for PerLang<T> {
    type Output = T;

    fn index(&self, lang: Lang) -> &T {
        &self.0[lang.index()]
    }
}

/// Words in one language. A page in another language shows them with their own `lang`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The words as the writer typed them.
    pub words: Arc<str>,
    /// The language they are in, which is the reference language where a translation is
    /// missing.
    pub lang: Lang,
}

/// Words that exist once per language.
pub type Localized = PerLang<Text>;

impl Localized {
    /// Words that exist in the reference language and perhaps in others; where a language
    /// has none, those of the reference stand in.
    pub fn new(
        languages: &Languages,
        reference: &Arc<str>,
        mut words: impl FnMut(Lang) -> Option<Arc<str>>,
    ) -> Self {
        Self::from_fn(languages, |lang| match words(lang) {
            Some(words) if !lang.is_reference() => Text { words, lang },
            _ => Text { words: reference.clone(), lang: Lang::REFERENCE },
        })
    }

    /// The same words in every language: a name that is not translated.
    pub fn same(languages: &Languages, words: &Arc<str>) -> Self {
        Self::from_fn(languages, |lang| Text { words: words.clone(), lang })
    }

    /// The words in the reference language.
    pub fn reference(&self) -> &Arc<str> {
        &self[Lang::REFERENCE].words
    }
}

/// The most words that two languages may well write alike: names of organisations are long.
const MAX_WORDS_OF_A_NAME: usize = 9;

/// Whether words are too many to be the same in two languages, as those of a name may be.
pub fn is_more_than_a_name(words: &str) -> bool {
    words.split_whitespace().nth(MAX_WORDS_OF_A_NAME).is_some()
}

#[cfg(test)]
mod tests {
    use super::{LangTag, Languages};

    #[test]
    fn tags_are_read_strictly() {
        for good in ["fr", "en", "pt-BR", "zh-Hant"] {
            assert!(LangTag::parse(good).is_some(), "{good}");
        }
        for bad in ["", "FR", "f", "français", "fr_FR", "fr-"] {
            assert!(LangTag::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_site_names_each_language_once() {
        let tag = |t| LangTag::parse(t).expect("a valid tag");
        assert!(Languages::new(vec![]).is_none());
        assert!(Languages::new(vec![tag("fr"), tag("fr")]).is_none());
        assert!(Languages::new(vec![tag("fr"), tag("en")]).is_some());
    }
}
