//! Two elements of a page with one id: links to the second never arrive.

use std::collections::BTreeSet;

use crate::audit::theme_file;
use crate::diag::{Diagnostic, Place, Problem};
use crate::output::OutputSet;

/// Checks the ids of every page.
pub(super) fn check(outputs: &OutputSet, found: &mut Vec<Diagnostic>) {
    for (path, record) in outputs.iter() {
        let Some(facts) = &record.facts else { continue };
        let mut seen = BTreeSet::new();
        for id in facts.all_ids() {
            if !seen.insert(id) {
                let problem =
                    Problem::IdTwice { page: path.to_string(), id: id.to_string() };
                found.push(Diagnostic::new(problem, &theme_file(), Place::File));
            }
        }
    }
}
