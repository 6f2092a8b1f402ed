//! Every page says its language: screen readers choose their voice by it.

use crate::audit::theme_file;
use crate::diag::{Diagnostic, Place, Problem};
use crate::output::OutputSet;

/// Checks the `lang` of every page.
pub(super) fn check(outputs: &OutputSet, found: &mut Vec<Diagnostic>) {
    for (path, record) in outputs.iter() {
        let (Some(facts), Some(lang)) = (&record.facts, &record.lang) else { continue };
        if facts.lang.as_ref() != Some(lang) {
            let problem = Problem::WrongPageLanguage {
                page: path.to_string(),
                expected: lang.to_string(),
            };
            found.push(Diagnostic::new(problem, &theme_file(), Place::File));
        }
    }
}
