//! Terms that somebody wrote in their own language: `prévu` for `planned`.

use crate::diag::{Diagnostic, IdKind, Problem};
use crate::model::config::Config;
use crate::model::id::slugify;
use crate::model::spelling;
use crate::validate::Names;

/// Where a word is unknown, finds the term that the theme shows as that word.
pub(super) fn by_words(found: &mut [Diagnostic], config: &Config, names: &Names) {
    for diagnostic in found {
        match &mut diagnostic.problem {
            Problem::UnknownTerm { text, near, known } if near.is_none() => {
                *near = meant(text, config, |key| {
                    let (set, term) = key.rsplit_once('.')?;
                    // What may be done under a licence is a sentence, not its name.
                    let is_name = set != "licence-use" && known.contains(&term);
                    is_name.then_some(term)
                });
            }
            Problem::UnknownId { kind: IdKind::Role, id, near } if near.is_none() => {
                *near = meant(id, config, |key| key.strip_prefix("roles."));
            }
            Problem::UnknownId { kind: IdKind::Unit, id, .. }
                if spelling::is_money(id) =>
            {
                diagnostic.problem = Problem::AmountInFigure { text: id.clone() };
            }
            Problem::UnitInValue { unit, .. } if !names.has_unit(unit) => {
                let id = exactly(unit, config, |key| key.strip_prefix("units."));
                let id =
                    id.or_else(|| meant(unit, config, |key| key.strip_prefix("units.")));
                *unit = id.unwrap_or_else(|| std::mem::take(unit));
            }
            Problem::UnknownId { kind: IdKind::Unit, id, near } => {
                if let Some(unit) = spelling::unit(id) {
                    *near = Some(unit.to_owned());
                    continue;
                }
                // Among signs as short as those of units every other is alike, and a wrong
                // one is a wrong quantity: only the sign itself helps, or a slip after it.
                let exact = exactly(id, config, |key| key.strip_prefix("units."));
                let is_short = id.chars().count() <= 3;
                let is_safe = |near: &String| {
                    near.len() > 1 && (!is_short || id.starts_with(near.as_str()))
                };
                *near = match (exact, near.take().filter(is_safe)) {
                    (Some(exact), _) => Some(exact),
                    (None, Some(near)) => Some(near),
                    (None, None) if is_short => None,
                    (None, None) => meant(id, config, |key| key.strip_prefix("units."))
                        .filter(is_safe),
                };
            }
            _ => {}
        }
    }
}

/// The term that is shown as just these words: `m2` for `m²`.
fn exactly<'a>(
    text: &str,
    config: &'a Config,
    term: impl Fn(&'a str) -> Option<&'a str>,
) -> Option<String> {
    let written = text.trim().to_lowercase();
    config.words.iter().find_map(|(_, words)| {
        words.iter().find_map(|(key, message)| {
            let term = term(key)?;
            let shown = message.text().replace("{n}", "");
            (shown.trim().to_lowercase() == written).then(|| term.to_owned())
        })
    })
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
