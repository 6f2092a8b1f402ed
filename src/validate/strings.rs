//! The words of the theme: which files they come from, and whether they are all there.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::diag::{Diagnostic, Place, Problem, near};
use crate::model::lang::{Lang, Languages, PerLang};
use crate::model::words::{Message, Plural, Words};
use crate::parse::yaml::{self, Scalar};
use crate::parse::{Draft, Parsed};
use crate::source::Snapshot;
use crate::validate::at::{At, Out};

/// The folder of the built-in theme, which no site can have, since names begin with a letter
/// or a digit.
pub(crate) const BUILT_IN: &str = "themes/.built-in";

/// The most themes that may build on each other.
const MAX_CHAIN: usize = 8;

/// The theme's folders, the site's own first, the built-in theme last.
///
/// A folder `themes/default` of the site changes the built-in theme file by file; any other
/// theme does so too, by way of those that it extends.
pub(crate) fn chain(
    snapshot: &Snapshot,
    name: Option<&Scalar>,
    parsed: &BTreeMap<Arc<str>, Arc<Parsed>>,
    out: &mut Out<'_>,
) -> Vec<Arc<str>> {
    let mut chain: Vec<Arc<str>> = vec![];
    let mut next = name.and_then(Scalar::text).unwrap_or("default").to_owned();
    let top = At::TOP;
    let at = top.key("theme");
    loop {
        let folder = format!("themes/{next}");
        let prefix = format!("{folder}/");
        let from = snapshot
            .sources
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded));
        let exists = from
            .map(|(path, _)| path)
            .next()
            .is_some_and(|path| path.starts_with(&prefix));
        if chain.iter().any(|seen| **seen == *folder) || chain.len() == MAX_CHAIN {
            out.value(&at, Problem::ThemesInCircle { name: next });
            break;
        }
        if !exists {
            if next != "default" {
                let known = themes(snapshot);
                let near = near(&next, known.iter().map(String::as_str));
                out.value(&at, Problem::NoSuchTheme { name: next, near });
            }
            break;
        }
        chain.push(folder.clone().into());
        let settings = parsed.get(format!("{folder}/theme.yaml").as_str());
        let extends = match settings.map(|parsed| &parsed.draft) {
            Some(Draft::Theme(draft)) => {
                let path: Arc<str> = format!("{folder}/theme.yaml").into();
                let mut theme = Out::new(&path, &[]);
                theme.odd_keys(&At::TOP, draft);
                for diagnostic in theme.finish() {
                    out.elsewhere(diagnostic);
                }
                draft.extends.as_ref().and_then(Scalar::text).map(str::to_owned)
            }
            _ => None,
        };
        match extends {
            Some(parent) => next = parent,
            None if next == "default" => break,
            None => next = "default".to_owned(),
        }
    }
    chain.push(BUILT_IN.into());
    chain
}

/// The names of the site's own themes.
fn themes(snapshot: &Snapshot) -> Vec<String> {
    let mut names: Vec<String> = snapshot
        .sources
        .keys()
        .filter_map(|path| path.strip_prefix("themes/")?.split_once('/'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.dedup();
    names
}

/// The words of each language, the site's own before those of the built-in theme.
///
/// A language must have every key that the built-in French has, since templates count on
/// them; `None` where one has not.
pub(crate) fn words(
    snapshot: &Snapshot,
    languages: &Languages,
    themes: &[Arc<str>],
    parsed: &BTreeMap<Arc<str>, Arc<Parsed>>,
    found: &mut Vec<Diagnostic>,
) -> Option<PerLang<Arc<Words>>> {
    let mut read = |tag: &str| {
        let mut messages = BTreeMap::new();
        for theme in themes.iter().rev() {
            let path: Arc<str> = format!("{theme}/strings/{tag}.yaml").into();
            if let Some(parsed) = parsed.get(&path)
                && let Draft::Strings(entries) = &parsed.draft
            {
                let mut out = Out::new(&path, &parsed.left_out);
                flatten(&mut String::new(), entries, &At::TOP, &mut messages, &mut out);
                found.extend(out.finish());
            }
        }
        Words::new(messages)
    };
    let model = read("fr");
    let per_lang = PerLang::from_fn(languages, |lang| {
        let tag = languages[lang].as_str();
        let mut words = read(tag);
        if words.iter().next().is_none() {
            words = read(languages[lang].language());
        }
        Arc::new(words)
    });
    let mut complete = true;
    for (lang, words) in per_lang.iter() {
        let missing: Vec<&str> = model
            .iter()
            .map(|(key, _)| key)
            .filter(|key| words.get(key).is_none())
            .collect();
        if !missing.is_empty() {
            complete = false;
            found.push(no_words(snapshot, languages, lang, themes, &missing));
        }
    }
    complete.then_some(per_lang)
}

/// A language for which the theme lacks words.
fn no_words(
    snapshot: &Snapshot,
    languages: &Languages,
    lang: Lang,
    themes: &[Arc<str>],
    missing: &[&str],
) -> Diagnostic {
    let tag = languages[lang].to_string();
    let own = format!("{}/strings/{tag}.yaml", themes.first().map_or(BUILT_IN, |t| t));
    let own = if own.starts_with(BUILT_IN) {
        format!("themes/default/strings/{tag}.yaml")
    } else {
        own
    };
    let path: Arc<str> = own.clone().into();
    let shown = missing.iter().take(5).map(ToString::to_string).collect();
    let problem = Problem::ThemeWithoutWords {
        lang: tag,
        n_missing: missing.len(),
        first: shown,
        file: own,
    };
    let path = if snapshot.sources.contains_key(&path) {
        path
    } else {
        super::config::SITE.into()
    };
    Diagnostic::new(problem, &path, Place::File)
}

/// Turns nested maps into dotted keys.
fn flatten(
    prefix: &mut String,
    entries: &yaml::Entries<yaml::Words>,
    at: &At<'_>,
    messages: &mut BTreeMap<Box<str>, Message>,
    out: &mut Out<'_>,
) {
    out.repeated(at, entries.iter().map(|(key, _)| key));
    for (key, words) in entries.iter() {
        let len = prefix.len();
        if !prefix.is_empty() {
            prefix.push('.');
        }
        prefix.push_str(key);
        let at = at.key(key);
        match words {
            yaml::Words::Map(entries) if !is_plural(entries) => {
                flatten(prefix, entries, &at, messages, out);
            }
            words => {
                if let Some(message) = message(words, &at, out) {
                    messages.insert(prefix.as_str().into(), message);
                }
            }
        }
        prefix.truncate(len);
    }
}

/// Whether a map's keys are plural categories.
fn is_plural(entries: &yaml::Entries<yaml::Words>) -> bool {
    !entries.0.is_empty() && entries.iter().all(|(key, _)| Plural::parse(key).is_some())
}

/// One message: a string, or one per plural category.
pub(crate) fn message(
    words: &yaml::Words,
    at: &At<'_>,
    out: &mut Out<'_>,
) -> Option<Message> {
    match words {
        yaml::Words::Text(Scalar(text)) => Some(Message::plain(text)),
        yaml::Words::Map(entries) => {
            let mut forms = BTreeMap::new();
            for (key, words) in entries.iter() {
                let at = at.key(key);
                let category = Plural::parse(key);
                match (category, words) {
                    (Some(category), yaml::Words::Text(Scalar(text))) => {
                        forms.insert(category, text.clone());
                    }
                    (None, _) => {
                        let near = near(key, Plural::WORDS.iter().copied());
                        let text = key.to_owned();
                        out.key(
                            &at,
                            Problem::UnknownTerm { text, near, known: Plural::WORDS },
                        );
                    }
                    (Some(_), _) => {
                        out.value(&at, Problem::WordsNotQuoted { key: key.to_owned() });
                    }
                }
            }
            let message = Message::plural(forms);
            if message.is_none() {
                out.missing(at, "other");
            }
            message
        }
        yaml::Words::List(_) | yaml::Words::Float => {
            out.value(at, Problem::WordsNotQuoted { key: at.name() });
            None
        }
    }
}
