//! The words of an entry in every language: those of the reference, and the translations
//! keyed by the same ids.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;

use crate::diag::{Diagnostic, FilePath, Place, Problem, RelatedWhat, Seg, YamlPath};
use crate::model::id::Id;
use crate::model::lang::{Lang, Languages, Localized, PerLang, is_more_than_a_name};
use crate::model::money::Amount;
use crate::model::quantity::Number;
use crate::parse::yaml::{Scalar, Words};
use crate::parse::{key_paths, mixed_script, odd_characters, slips};
use crate::source::Source;
use crate::validate::at::{At, Out, related, unknown_key};

/// The most characters of a title or a label.
const MAX_LABEL: usize = 300;

/// The most characters of any other text of the front matter.
const MAX_TEXT: usize = 5_000;

/// How many missing words of sections that a translation does not have are told one by one.
const MAX_TOLD: usize = 2;

/// The front matter of an entry in one other language.
pub(crate) struct Translation<'a> {
    pub(crate) lang: Lang,
    pub(crate) path: &'a FilePath,
    /// The words by their path: `["figures", "surface", "label"]`.
    words: BTreeMap<WordPath<'a>, &'a Scalar>,
    /// What stands there and is no words: lists, numbers.
    others: Vec<WordPath<'a>>,
    left_out: &'a [YamlPath],
}

/// How to reach words, from the top of the front matter.
type WordPath<'a> = Vec<&'a str>;

impl<'a> Translation<'a> {
    pub(crate) fn new(
        lang: Lang,
        path: &'a FilePath,
        draft: &'a crate::parse::drafts::TranslationDraft,
        left_out: &'a [YamlPath],
        out: &mut Out<'_>,
    ) -> Self {
        let mut translation = Self {
            lang,
            path,
            words: BTreeMap::new(),
            others: vec![],
            left_out,
        };
        translation.collect(&mut vec![], &At::TOP, draft, out);
        translation
    }

    fn collect(
        &mut self,
        prefix: &mut WordPath<'a>,
        at: &At<'_>,
        entries: &'a crate::parse::yaml::Entries<Words>,
        out: &mut Out<'_>,
    ) {
        out.repeated(at, entries.iter().map(|(key, _)| key));
        for (key, words) in entries.iter() {
            prefix.push(key);
            match words {
                Words::Text(scalar) => {
                    self.words.entry(prefix.clone()).or_insert(scalar);
                }
                Words::Map(entries) => self.collect(prefix, &at.key(key), entries, out),
                Words::List(_) | Words::Float => self.others.push(prefix.clone()),
            }
            prefix.pop();
        }
    }
}

/// Gathers the words of one entry.
pub(crate) struct Texts<'a> {
    languages: &'a Languages,
    translations: Vec<Translation<'a>>,
    /// Every path at which the reference has words.
    known: BTreeMap<Vec<String>, WordUse>,
    /// What was found in the translations.
    found: Vec<Diagnostic>,
}

/// What is known of words of the reference.
#[derive(Clone, Copy)]
struct WordUse {
    /// They are the item's main words, which a bare string of the translation gives.
    main: bool,
    /// A translation may do without them.
    optional: bool,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(
        languages: &'a Languages,
        translations: Vec<Translation<'a>>,
    ) -> Self {
        Self {
            languages,
            translations,
            known: BTreeMap::new(),
            found: vec![],
        }
    }

    /// The languages of the site.
    pub(crate) fn languages(&self) -> &'a Languages {
        self.languages
    }

    /// Words that must be there.
    pub(crate) fn required(
        &mut self,
        out: &mut Out<'_>,
        at: &At<'_>,
        key: &'static str,
        scalar: Option<&Scalar>,
    ) -> Option<Localized> {
        let Some(scalar) = scalar else {
            out.missing(at, key);
            return None;
        };
        if scalar.text().is_none() {
            out.value(&at.key(key), Problem::EmptyText { key });
            return None;
        }
        self.optional(out, at, key, Some(scalar))
    }

    /// Words that may be there.
    pub(crate) fn optional(
        &mut self,
        out: &mut Out<'_>,
        at: &At<'_>,
        key: &'static str,
        scalar: Option<&Scalar>,
    ) -> Option<Localized> {
        let words: Arc<str> = scalar?.text()?.into();
        let own = at.key(key);
        check_text(out, &own, &words);
        let path: Vec<String> = own.path().iter().map(ToString::to_string).collect();
        let word_use = WordUse { main: main_word(at, key), optional: false };
        Some(self.localize(path, word_use, &words))
    }

    /// The last part of the address in each language: its own, that of the reference, or
    /// the id.
    pub(crate) fn slug(
        &mut self,
        out: &mut Out<'_>,
        scalar: Option<&Scalar>,
        id: &Id,
        check: impl Fn(&str) -> Result<Id, Problem>,
    ) -> PerLang<Id> {
        let at = At::TOP.key("slug");
        let own = scalar.and_then(Scalar::text);
        let reference = match own.map(&check) {
            Some(Ok(slug)) => slug,
            Some(Err(problem)) => {
                out.value(&at, problem);
                id.clone()
            }
            None => id.clone(),
        };
        let word_use = WordUse { main: false, optional: true };
        let words = self.localize(vec!["slug".to_owned()], word_use, &reference.shared());
        PerLang::from_fn(self.languages, |lang| {
            let text = &words[lang];
            match check(&text.words) {
                Ok(slug) => slug,
                Err(problem) => {
                    let translation = self.translations.iter().find(|t| t.lang == lang);
                    if let Some(translation) = translation {
                        let place = at.value();
                        out.elsewhere(Diagnostic::new(problem, translation.path, place));
                    }
                    reference.clone()
                }
            }
        })
    }

    /// A day that each translation may tell of itself, at its top.
    pub(crate) fn days(&mut self, key: &'static str) -> PerLang<Option<civil::Date>> {
        self.known
            .insert(vec![key.to_owned()], WordUse { main: false, optional: true });
        let (translations, found) = (&self.translations, &mut self.found);
        PerLang::from_fn(self.languages, |lang| {
            let translation = translations.iter().find(|t| t.lang == lang)?;
            let scalar = translation.words.get([key].as_slice())?;
            let mut out = Out::new(translation.path, translation.left_out);
            let day = out.day(&At::TOP.key(key), Some(scalar));
            found.extend(out.finish());
            day
        })
    }

    /// Reports a problem of a value of a translation.
    pub(crate) fn at_words(&mut self, lang: Lang, at: &At<'_>, problem: Problem) {
        if let Some(translation) = self.translations.iter().find(|t| t.lang == lang) {
            let diagnostic = Diagnostic::new(problem, translation.path, at.value());
            self.found.push(diagnostic);
        }
    }

    /// Words of an item of a list, which translations key by `name`: the date of an earlier
    /// value, say.
    pub(crate) fn of_item(
        &mut self,
        out: &mut Out<'_>,
        at: &At<'_>,
        key: &'static str,
        name: &str,
        scalar: Option<&Scalar>,
    ) -> Option<Localized> {
        let words: Arc<str> = scalar?.text()?.into();
        check_text(out, &at.key(key), &words);
        let mut path: Vec<String> = at.path().iter().map(ToString::to_string).collect();
        path.pop();
        path.push(name.to_owned());
        let word_use = WordUse { main: false, optional: true };
        Some(self.localize(path, word_use, &words))
    }

    /// Looks for the words in every language; main words may stand for the whole item.
    fn localize(
        &mut self,
        path: Vec<String>,
        word_use: WordUse,
        words: &Arc<str>,
    ) -> Localized {
        let whole: Vec<&str> = path.iter().map(String::as_str).collect();
        let reported = &mut self.found;
        let texts = Localized::new(self.languages, words, |lang| {
            let translation = self.translations.iter().find(|t| t.lang == lang)?;
            let item = &whole[..whole.len() - 1];
            let (at, scalar) = match translation.words.get(&whole) {
                Some(scalar) => (&*whole, scalar),
                None if word_use.main => (item, translation.words.get(item)?),
                None => return None,
            };
            let text = scalar.text()?;
            if *text == **words && is_more_than_a_name(text) {
                let place = with_at(at, |there: &At<'_>| there.value());
                let problem = Problem::SameWords;
                reported.push(Diagnostic::new(problem, translation.path, place));
            }
            Some(text.into())
        });
        self.known.insert(path, word_use);
        texts
    }

    /// Reports what the translations say that the reference does not, and what they leave
    /// out. `keys` are those that the reference's front matter may have at its top.
    pub(crate) fn finish(
        self,
        reference: &Source,
        keys: &'static [&'static str],
    ) -> Vec<Diagnostic> {
        let mut found = self.found.clone();
        let facts = OnceCell::new();
        let facts = || facts.get_or_init(|| key_paths(&reference.text));
        for translation in &self.translations {
            let mut out = Out::new(translation.path, translation.left_out);
            self.check(translation, &mut out, &reference.path, &facts, keys);
            self.missing(translation, &mut out, &reference.path);
            found.extend(out.finish());
        }
        found
    }

    /// Whether a path of a translation gives words that the reference has.
    fn is_known(&self, path: &[&str]) -> bool {
        let owned: Vec<String> = path.iter().map(ToString::to_string).collect();
        if self.known.contains_key(&owned) {
            return true;
        }
        // A bare string for an item gives its main words.
        let below = (std::ops::Bound::Excluded(&owned), std::ops::Bound::Unbounded);
        self.known
            .range::<Vec<String>, _>(below)
            .take_while(|(known, _)| known.starts_with(&owned))
            .any(|(known, word)| word.main && known.len() == owned.len() + 1)
    }

    fn check<'f>(
        &self,
        translation: &Translation<'_>,
        out: &mut Out<'_>,
        reference: &FilePath,
        facts: &impl Fn() -> &'f BTreeSet<Vec<String>>,
        keys: &'static [&'static str],
    ) {
        let words = translation.words.keys();
        for path in words.chain(&translation.others) {
            if self.is_known(path) {
                with_at(path, |at| match translation.words.get(path) {
                    Some(scalar) => {
                        let text = scalar.text().unwrap_or_default();
                        if path.len() > 1 && is_a_fact(text) {
                            let key = at.name();
                            let file = file_name(reference);
                            let stands = true;
                            out.value(
                                at,
                                Problem::FactInTranslation { key, file, stands },
                            );
                        } else if !text.is_empty() {
                            check_text(out, at, text);
                        }
                    }
                    None => out.value(at, Problem::WordsNotQuoted { key: at.name() }),
                });
                continue;
            }
            report_odd(path, out, reference, facts(), keys);
        }
    }

    /// Words that the reference has and the translation has not. Where whole sections are
    /// missing, nobody needs to be told of each of their words.
    fn missing(
        &self,
        translation: &Translation<'_>,
        out: &mut Out<'_>,
        reference: &FilePath,
    ) {
        let mut untouched: Vec<&Vec<String>> = vec![];
        let mut begun: Vec<&Vec<String>> = vec![];
        for (path, word) in &self.known {
            let whole: Vec<&str> = path.iter().map(String::as_str).collect();
            let item = &whole[..whole.len() - 1];
            let given = |path: &[&str]| {
                translation
                    .words
                    .get(path)
                    .is_some_and(|scalar| scalar.text().is_some())
            };
            if word.optional || given(&whole) || (word.main && given(item)) {
                continue;
            }
            let section = [Seg::Key(path[0].as_str().into())];
            let is_begun = translation.words.keys().any(|word| word[0] == path[0])
                || translation.others.iter().any(|word| word[0] == path[0])
                || translation.left_out.iter().any(|gap| gap.starts_with(&section));
            match is_begun {
                true => begun.push(path),
                false => untouched.push(path),
            }
        }
        if untouched.len() > MAX_TOLD {
            let words = untouched.drain(..).map(|path| path.join(".")).collect();
            let problem = Problem::Untranslated { words };
            out.elsewhere(Diagnostic::new(problem, translation.path, Place::File));
        }
        for path in begun.into_iter().chain(untouched) {
            let whole: Vec<&str> = path.iter().map(String::as_str).collect();
            with_at(&whole, |there| {
                let problem = Problem::Untranslated { words: vec![whole.join(".")] };
                let related = related(RelatedWhat::TheReference, reference, there);
                out.value_and(there, problem, related);
            });
        }
    }
}

/// Says why a path of a translation has no place there: a fact, an unknown id, an unknown
/// key.
fn report_odd(
    path: &[&str],
    out: &mut Out<'_>,
    reference: &FilePath,
    facts: &BTreeSet<Vec<String>>,
    keys: &'static [&'static str],
) {
    // The first step at which the reference has nothing of the kind.
    let owned: Vec<String> = path.iter().map(ToString::to_string).collect();
    let n_shared = (0..=owned.len())
        .rev()
        .find(|n| *n == 0 || facts.contains(&owned[..*n]))
        .unwrap_or(0);
    // Words of an item for which the reference has none: that is told where they are missing.
    let is_words = n_shared >= 2
        && WORD_SECTIONS.contains(&path[0])
        && (path.len() == 2 || (path.len() == 3 && WORD_KEYS.contains(&path[2])));
    if is_words || (path.len() == 1 && HEAD_WORDS.contains(&path[0])) {
        return;
    }
    with_at(path, |at| {
        if n_shared == owned.len() {
            let place = RelatedWhat::TheFact;
            let problem = Problem::FactInTranslation {
                key: at.name(),
                file: file_name(reference),
                stands: true,
            };
            with_at(path, |there| {
                out.value_and(at, problem.clone(), related(place, reference, there));
            });
            return;
        }
        let shared = &path[..n_shared];
        let written = path[n_shared];
        with_at(&path[..=n_shared], |at| {
            // It stands at the top of the reference, which is told there.
            if n_shared == 1 && facts.contains(&owned[1..2]) {
                return;
            }
            if n_shared == 0 {
                out.key(at, top_key(written, keys, reference));
                return;
            }
            // Keys that are facts of any such item, although this one does not have them.
            if n_shared == 2
                && let Some(word) = FACT_KEYS.iter().find(|key| **key == written)
            {
                let key = (*word).to_owned();
                let file = file_name(reference);
                let stands = facts.contains(&owned);
                out.key(at, Problem::FactInTranslation { key, file, stands });
                return;
            }
            let siblings = children(facts, shared);
            let near = crate::diag::near(written, siblings.iter().map(String::as_str));
            let problem = Problem::NoCounterpart { key: written.to_owned(), near };
            with_at(shared, |there| {
                let related = related(RelatedWhat::TheReference, reference, there);
                out.key_and(at, problem.clone(), related);
            });
        });
    });
}

/// Words that every reference must have: where it lacks them, it is told there.
const HEAD_WORDS: &[&str] = &["title"];

/// Words of an item.
const WORD_KEYS: &[&str] = &[
    "label",
    "text",
    "note",
    "method",
    "perimeter",
    "purpose",
    "role",
    "alt",
    "caption",
    "reason",
];

/// Keys that are facts wherever they stand below an item.
const FACT_KEYS: &[&str] = &[
    "value",
    "amount",
    "unit",
    "status",
    "source",
    "date",
    "as_of",
    "period",
    "payer",
    "role",
    "place",
    "programme",
    "part_of",
    "parts",
    "per",
    "kind",
    "from",
    "until",
    "planned",
    "key",
    "speaker",
    "supports",
    "file",
    "credit",
    "licence",
    "email",
    "phone",
    "formula",
    "digits",
    "beneficiary",
    "indicators",
    "same_as",
    "possibly_same_as",
    "group",
    "url",
    "expires",
    "replaced_by",
];

/// A key at the top of a translation that is no words of the reference.
fn top_key(
    written: &str,
    keys: &'static [&'static str],
    reference: &FilePath,
) -> Problem {
    let key = written.to_owned();
    if WORD_SECTIONS.contains(&written) {
        return Problem::NoCounterpart { key, near: None };
    }
    match keys.contains(&written) {
        true => {
            Problem::FactInTranslation { key, file: file_name(reference), stands: false }
        }
        false => unknown_key(written, keys),
    }
}

/// Sections whose items have words, which a translation may give.
const WORD_SECTIONS: &[&str] = &[
    "summary",
    "dateline",
    "groups",
    "objectives",
    "operators",
    "places",
    "figures",
    "funding",
    "quotes",
    "timeline",
    "contacts",
    "media",
    "cover",
    "documents",
    "revisions",
    "withdrawn",
];

/// Whether what should be words is a number or an amount: somebody has translated a value.
fn is_a_fact(text: &str) -> bool {
    let begins = |c: char| c.is_ascii_digit() || "<>≤≥~€$£-".contains(c);
    text.starts_with(begins)
        && (Number::parse(text).is_ok() || Amount::parse(text, None).is_ok())
}

/// `index.fr.md`
fn file_name(path: &FilePath) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// The keys right below a path.
fn children(facts: &BTreeSet<Vec<String>>, path: &[&str]) -> BTreeSet<String> {
    let above: Vec<String> = path.iter().map(ToString::to_string).collect();
    let from = (std::ops::Bound::Excluded(above.clone()), std::ops::Bound::Unbounded);
    facts
        .range(from)
        .take_while(|fact| fact.starts_with(&above))
        .filter_map(|fact| fact.get(above.len()).cloned())
        .collect()
}

/// Whether `key` names the words by which the item at this place is known.
fn main_word(at: &At<'_>, key: &str) -> bool {
    let path = at.path();
    let section = match path.first() {
        Some(Seg::Key(section)) => &**section,
        _ => return false,
    };
    key == match section {
        "quotes" => "text",
        "contacts" => "name",
        "media" => "alt",
        "withdrawn" => "reason",
        _ => "label",
    }
}

/// Gives an [`At`] for a path of keys.
pub(crate) fn with_at<T>(path: &[&str], body: impl FnOnce(&At<'_>) -> T) -> T {
    fn step<T>(at: &At<'_>, path: &[&str], body: impl FnOnce(&At<'_>) -> T) -> T {
        match path.split_first() {
            None => body(at),
            Some((key, rest)) => {
                // One level of the stack per key; paths have at most five.
                let below = at.key(key);
                let boxed: Box<dyn FnOnce(&At<'_>) -> T + '_> = Box::new(body);
                step(&below, rest, boxed)
            }
        }
    }
    let boxed: Box<dyn FnOnce(&At<'_>) -> T + '_> = Box::new(body);
    step(&At::TOP, path, boxed)
}

/// Looks at words of the front matter as a reader will see them.
pub(crate) fn check_text(out: &mut Out<'_>, at: &At<'_>, text: &str) {
    let is_label = matches!(at.name().as_str(), "title" | "label" | "name" | "acronym");
    let max = if is_label { MAX_LABEL } else { MAX_TEXT };
    let n_chars = text.chars().count();
    if n_chars > max {
        out.value(at, Problem::TextTooLong { n_chars, max });
    }
    // What stands in the file itself is reported there; this finds what YAML escapes hide.
    if let Some((problem, _)) = odd_characters(text).into_iter().next() {
        out.value(at, problem);
    }
    if is_label && let Some(letter) = mixed_script(text) {
        out.value(at, Problem::MixedScript { letter });
    }
    for (problem, _) in slips(text, true) {
        out.value(at, problem);
    }
    let is_quote = |path: &YamlPath| matches!(path.first(), Some(Seg::Key(section)) if **section == *"quotes");
    if at.name() == "text"
        && is_quote(&at.path())
        && let Some((open, close)) = enclosing_marks(text)
    {
        out.value(at, Problem::QuotationMarks { open, close });
    }
}

/// The quotation marks between which a whole text stands.
fn enclosing_marks(text: &str) -> Option<(char, char)> {
    const MARKS: [(char, char); 6] =
        [('«', '»'), ('“', '”'), ('„', '“'), ('‘', '’'), ('"', '"'), ('‹', '›')];
    let text = text.trim();
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let marks = MARKS.into_iter().find(|marks| *marks == (first, last))?;
    let within = text.strip_prefix(first)?.strip_suffix(last)?;
    // `« A » et « B »` are two, and neither is the whole. An apostrophe is no mark.
    let is_whole = marks.1 == '’' || !within.contains([marks.0, marks.1]);
    is_whole.then_some(marks)
}
