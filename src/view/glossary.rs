//! The glossary: its page, and the places of prose where one of its terms is first used.
//!
//! A term is found by the words that the registry gives for it, as whole words: the term
//! itself, its plural in French and English, its acronym, its aliases. Where words of two
//! terms begin at one place, the longer ones count.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use serde::Serialize;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::model::body::{Body, EntityKind, Target};
use crate::model::id::Id;
use crate::view::json_ld;
use crate::view::kept::Kept;
use crate::view::links::Links;
use crate::view::listing::{Listing, list_parts, slice};
use crate::view::page::{Data, Page, SourceLink, Text};
use crate::view::scope::Scope;
use crate::view::wording::Wording;

/// The terms of one language, and the words by which prose uses them.
#[derive(Debug)]
pub struct Glossary {
    /// `None` where the language has no terms.
    automaton: Option<AhoCorasick>,
    /// Of each pattern, the term.
    patterns: Vec<usize>,
    terms: Vec<(Id, Arc<TermLink>)>,
}

/// Where a term is explained.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TermLink {
    /// Its place in the glossary.
    pub url: Arc<str>,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Arc<str>>,
    /// The term in full.
    pub term: Arc<str>,
}

/// A term that some prose uses.
#[derive(Clone, Debug, Serialize)]
pub struct TermUse {
    /// Its place among the terms of the language.
    #[serde(skip)]
    nth: usize,
    /// Where it is explained.
    pub link: Arc<TermLink>,
}

/// The terms that some prose uses, ready to be found in it.
#[derive(Clone, Debug, Serialize)]
pub struct TermsUsed {
    #[serde(skip)]
    glossary: Arc<Glossary>,
    /// Each term once, in the order of the glossary.
    pub terms: Vec<TermUse>,
}

impl Glossary {
    /// The terms that have words in this language.
    pub(super) fn new(wording: Wording<'_>, links: &Links) -> Self {
        let tag = wording.locale().tag.as_str();
        let mut patterns: Vec<String> = vec![];
        let mut of: Vec<usize> = vec![];
        let mut terms = vec![];
        for (id, term) in &wording.ground.site.registry.glossary {
            let (own, lang) = (&term.term[wording.lang], wording.lang);
            let Some(url) = links.term(id).filter(|_| own.lang == lang) else { continue };
            let acronym = term.acronym.as_ref().map(|acronym| &acronym[lang]);
            let acronym = acronym.filter(|acronym| acronym.lang == lang);
            let mut words: BTreeSet<String> = BTreeSet::new();
            for plain in [&own.words].into_iter().chain(&term.aliases[lang]) {
                for form in
                    [Some(plain.to_string()), plural(plain, tag)].into_iter().flatten()
                {
                    words.extend(spellings(&form));
                }
            }
            if let Some(acronym) = acronym {
                words.insert(acronym.words.to_string());
                if tag.starts_with("en") {
                    words.insert(format!("{}s", acronym.words));
                }
            }
            of.extend(words.iter().map(|_| terms.len()));
            patterns.extend(words);
            let link = TermLink {
                url: url.clone(),
                acronym: acronym.map(|acronym| acronym.words.clone()),
                term: wording.text(&term.term).text,
            };
            terms.push((id.clone(), Arc::new(link)));
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .ok()
            .filter(|_| !patterns.is_empty());
        Self { automaton, patterns: of, terms }
    }

    /// The first term at or after a byte, as whole words.
    fn find(&self, text: &str, mut from: usize) -> Option<(usize, Range<usize>)> {
        let automaton = self.automaton.as_ref()?;
        loop {
            let found = automaton.find(Input::new(text).range(from..))?;
            if is_whole(text, found.range()) {
                return Some((self.patterns[found.pattern().as_usize()], found.range()));
            }
            from = found.start() + text[found.start()..].chars().next()?.len_utf8();
        }
    }

    /// The terms that a text uses, but for those that it refers to: there, the writer says
    /// where the term is explained. `None` where it uses none.
    pub(super) fn used_in(self: &Arc<Self>, body: &Body) -> Option<TermsUsed> {
        self.automaton.as_ref()?;
        // Lines of Markdown end anywhere; the words of a term may stand on two of them.
        let text = body.markdown().replace('\n', " ");
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut from = 0;
        while let Some((nth, range)) = self.find(&text, from) {
            used.insert(nth);
            from = range.end;
        }
        let is_referred_to = |id: &Id| {
            let targets = body.references.iter().map(|reference| &reference.target);
            targets.into_iter().any(|target| {
                matches!(target, Target::Entity { kind: EntityKind::Term, id: other } if other == id)
            })
        };
        let terms: Vec<TermUse> = used
            .into_iter()
            .filter(|nth| !is_referred_to(&self.terms[*nth].0))
            .map(|nth| TermUse { nth, link: self.terms[nth].1.clone() })
            .collect();
        (!terms.is_empty()).then(|| TermsUsed { glossary: self.clone(), terms })
    }
}

impl TermsUsed {
    /// The first term of the text at or after a byte: its place in [`TermsUsed::terms`], and
    /// where it stands.
    pub(crate) fn find(
        &self,
        text: &str,
        mut from: usize,
    ) -> Option<(usize, Range<usize>)> {
        loop {
            let (nth, range) = self.glossary.find(text, from)?;
            match self.terms.iter().position(|term| term.nth == nth) {
                Some(at) => return Some((at, range)),
                None => from = range.end,
            }
        }
    }
}

/// Whether no letter or digit continues the words on either side, nor a hyphen or a mark that
/// makes them a part of an address.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let joins =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '/' | '\\');
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let dotted = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match (before, after.next()) {
        (Some(c), _) if joins(c) || c == '.' => false,
        (_, Some('.')) => !dotted(after.next()),
        (_, Some(c)) => !joins(c),
        (_, None) => true,
    }
}

/// A term as it is written, as it begins a sentence, and with the apostrophe of a typewriter.
/// A name that begins with a capital is written so everywhere.
fn spellings(term: &str) -> Vec<String> {
    let mut chars = term.chars();
    let mut all = vec![term.to_owned()];
    if let Some(first) = chars.next().filter(|first| first.is_lowercase()) {
        all.push(first.to_uppercase().chain(chars).collect());
    }
    for at in 0..all.len() {
        if all[at].contains('’') {
            let typed = all[at].replace('’', "'");
            all.push(typed);
        }
    }
    all
}

/// Words that end the part of a French or English term which takes the plural.
const AFTER_THE_NOUN: &[&str] = &[
    "de", "du", "des", "à", "au", "aux", "en", "pour", "sur", "par", "of", "for", "in",
    "on", "to", "with",
];

/// The plural of a term: « entrepôts de données de santé », "calls for projects". Other
/// plurals, and other languages, are a matter of aliases.
fn plural(term: &str, tag: &str) -> Option<String> {
    let words: Vec<&str> = term.split(' ').collect();
    let is_after = |word: &&str| {
        AFTER_THE_NOUN.contains(word) || word.starts_with("d’") || word.starts_with("l’")
    };
    let n_noun = words.iter().position(is_after).unwrap_or(words.len());
    let first = match tag.split('-').next()? {
        "fr" => 0,
        "en" => n_noun.checked_sub(1)?,
        _ => return None,
    };
    let french = first == 0 && tag.starts_with("fr");
    let form = |(nth, word): (usize, &&str)| match nth >= first && nth < n_noun {
        true if french => plural_of_french_word(word),
        true => plural_of_english_word(word),
        false => (*word).to_owned(),
    };
    Some(words.iter().enumerate().map(form).collect::<Vec<_>>().join(" "))
}

fn plural_of_french_word(word: &str) -> String {
    match word {
        word if word.ends_with(['s', 'x', 'z']) => word.to_owned(),
        word if word.ends_with("al") => format!("{}aux", &word[..word.len() - 2]),
        word if word.ends_with("au") || word.ends_with("eu") => format!("{word}x"),
        word => format!("{word}s"),
    }
}

fn plural_of_english_word(word: &str) -> String {
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|end| word.ends_with(end));
    match word {
        word if word.ends_with('y') && !vowel_before_y => {
            format!("{}ies", &word[..word.len() - 1])
        }
        word if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) => {
            format!("{word}es")
        }
        word => format!("{word}s"),
    }
}

/// A term as the glossary shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TermView {
    /// Its id, which is its anchor.
    pub id: Arc<str>,
    /// The term.
    pub term: Text,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Text>,
    /// What it means.
    pub definition: Text,
    /// Where the definition comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

/// The terms that begin with one letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Letter {
    /// The letter.
    pub letter: Arc<str>,
    /// Its terms.
    pub terms: Vec<TermView>,
}

/// A page of the glossary.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let views = scope.views;
    let all = &views.lists[scope.lang].glossary;
    let mut letters: Vec<Letter> = vec![];
    let mut nodes = vec![];
    for id in slice(all, nth) {
        let Some(term) = views.site.registry.glossary.get(id) else { continue };
        let view = TermView {
            id: id.shared(),
            term: scope.text(&term.term),
            acronym: scope.maybe(term.acronym.as_ref()),
            definition: scope.text(&term.definition),
            sources: scope.sources(&term.sources),
        };
        nodes.push(json_ld::defined_term(scope, id, &view));
        let letter = initial(&view.term.text);
        match letters.last_mut() {
            Some(last) if *last.letter == letter => last.terms.push(view),
            _ => letters.push(Letter { letter: letter.into(), terms: vec![view] }),
        }
    }
    let listing = Listing::new(scope, "glossary", letters, all.len(), nth);
    let data = Data::Glossary(Box::new(listing));
    let mut parts = list_parts(scope, "glossary.html", "glossary", data, nth);
    parts.json_ld = vec![json!({
        "@type": "DefinedTermSet",
        "@id": scope.absolute(&views.routes.list(scope.lang, "glossary")),
        "name": scope.locale().word("lists.glossary"),
        "inLanguage": scope.locale().tag.as_str(),
        "hasDefinedTerm": nodes,
    })];
    parts.finish(scope)
}

/// The letter under which a term stands: a capital without its accent.
fn initial(term: &str) -> String {
    let first = term.chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
    let plain = std::iter::once(first).nfd().next().unwrap_or(first);
    plain.to_uppercase().collect()
}

#[cfg(test)]
mod tests {
    use super::{initial, is_whole, plural, spellings};

    #[test]
    fn plurals_follow_the_noun() {
        let plural = |term, tag| plural(term, tag).unwrap_or_default();
        assert_eq!(
            plural("entrepôt de données de santé", "fr"),
            "entrepôts de données de santé"
        );
        assert_eq!(plural("appel à projets", "fr"), "appels à projets");
        assert_eq!(
            plural("tiers-lieu d’expérimentation", "fr"),
            "tiers-lieux d’expérimentation"
        );
        assert_eq!(
            plural("dispositif médical numérique", "fr"),
            "dispositifs médicaux numériques"
        );
        assert_eq!(plural("call for projects", "en"), "calls for projects");
        assert_eq!(
            plural("digital health strategy", "en-GB"),
            "digital health strategies"
        );
        assert_eq!(super::plural("Datenraum", "de"), None);
    }

    #[test]
    fn a_term_begins_a_sentence_and_a_name_keeps_its_capital() {
        assert_eq!(spellings("appel à projets"), ["appel à projets", "Appel à projets"]);
        assert_eq!(spellings("Val"), ["Val"]);
        assert_eq!(spellings("l’an"), ["l’an", "L’an", "l'an", "L'an"]);
    }

    #[test]
    fn only_whole_words_are_terms() {
        let whole = |text: &str| {
            let at = text.find("PIA").unwrap_or_default();
            is_whole(text, at..at + 3)
        };
        for text in ["PIA", "le PIA.", "l’PIA,", "(PIA)", "« PIA »", "PIA…", "PIA’s"]
        {
            assert!(whole(text), "{text}");
        }
        for text in ["PIANO", "SPIA", "PIA4", "PIA-4", "www.PIA.fr", "a@PIA.fr", "PIA.fr"]
        {
            assert!(!whole(text), "{text}");
        }
        assert_eq!(initial("évaluation"), "E");
    }
}
