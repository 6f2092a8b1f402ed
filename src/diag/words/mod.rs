//! What findings say, in the languages of the command line.
//!
//! Messages start in lower case, have no final period and quote names `like this`; hints say
//! what to write.

mod en;
mod fr;

use crate::diag::{Problem, RelatedWhat, Severity};

/// A language of the command line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UiLang {
    /// French.
    Fr,
    /// English.
    En,
}

impl UiLang {
    /// The language of a tag or of a POSIX locale: `fr`, `fr_FR.UTF-8`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split(['-', '_', '.', '@']).next() {
            Some("fr") => Some(Self::Fr),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }
}

/// The one sentence of a finding, and the hint that says what to write.
pub fn describe(problem: &Problem, lang: UiLang) -> (String, Option<String>) {
    match lang {
        UiLang::En => (en::message(problem), en::hint(problem)),
        UiLang::Fr => (
            fr::typeset(&fr::message(problem)),
            fr::hint(problem).map(|h| fr::typeset(&h)),
        ),
    }
}

/// What stands at another place of a finding.
pub fn related(what: RelatedWhat, lang: UiLang) -> &'static str {
    match lang {
        UiLang::En => en::related(what),
        UiLang::Fr => fr::related(what),
    }
}

/// The name of a severity.
pub fn severity(severity: Severity, lang: UiLang) -> &'static str {
    match (lang, severity) {
        (UiLang::En, Severity::Error) => "error",
        (UiLang::En, Severity::Warning) => "warning",
        (UiLang::En, Severity::Suggestion) => "suggestion",
        (UiLang::Fr, Severity::Error) => "erreur",
        (UiLang::Fr, Severity::Warning) => "avertissement",
        (UiLang::Fr, Severity::Suggestion) => "suggestion",
    }
}

/// `a, b, c` of names in backquotes, at most `max`, then an ellipsis.
fn list<T: AsRef<str>>(names: impl IntoIterator<Item = T>, max: usize) -> String {
    let names: Vec<String> =
        names.into_iter().map(|n| format!("`{}`", n.as_ref())).collect();
    match names.len() > max {
        true => format!("{}, …", names[..max].join(", ")),
        false => names.join(", "),
    }
}

/// Whether an amount was written with its rate: `4,5 M€ par an`.
fn is_rate(text: &str) -> bool {
    ["par an", "/an", "/ an", "a year", "per year", "par mois", "per month"]
        .iter()
        .any(|rate| text.contains(rate))
}
