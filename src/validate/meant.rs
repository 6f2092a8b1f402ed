//! Terms that somebody wrote in their own language: `prévu` for `planned`.

use crate::diag::{Diagnostic, IdKind, Problem};
use crate::model::config::Config;
use crate::model::id::slugify;

/// Where a word is unknown, finds the term that the theme shows as that word.
pub(super) fn by_words(found: &mut [Diagnostic], config: &Config) {
    for diagnostic in found {
        match &mut diagnostic.problem {
            Problem::UnknownTerm { text, near, known } if near.is_none() => {
                *near = meant(text, config, |key| {
                    let (_, term) = key.rsplit_once('.')?;
                    known.contains(&term).then_some(term)
                });
            }
            Problem::UnknownId { kind: IdKind::Role, id, near } if near.is_none() => {
                *near = meant(id, config, |key| key.strip_prefix("roles."));
            }
            Problem::UnknownId { kind: IdKind::Unit, id, near } if near.is_none() => {
                *near = meant(id, config, |key| key.strip_prefix("units."));
            }
            _ => {}
        }
    }
}

/// The first term whose words in any language have this one among them.
fn meant<'a>(
    text: &str,
    config: &'a Config,
    term: impl Fn(&'a str) -> Option<&'a str>,
) -> Option<String> {
    let folded = |words: &str| match slugify(words) {
        slug if slug.is_empty() => words.to_lowercase(),
        slug => slug,
    };
    let written = folded(text);
    let alike = |word: &str| {
        // A feminine or a plural is the same word.
        word == written || word.len() > 3 && crate::diag::near(&written, [word]).is_some()
    };
    config.words.iter().find_map(|(_, words)| {
        words.iter().find_map(|(key, message)| {
            let term = term(key)?;
            let shown = message.text();
            let whole = alike(&folded(shown));
            (whole || shown.split_whitespace().any(|word| alike(&folded(word))))
                .then(|| term.to_owned())
        })
    })
}
