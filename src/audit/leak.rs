//! Nothing of what is not public: no page at its address, no link to it.
//!
//! Renderers never see such an entry (`resolve::PublicSite`), so this finds a mistake of
//! ours or of a theme that spells out an address.

use std::sync::Arc;

use crate::diag::{Diagnostic, EntryWord, FilePath, Place, Problem};
use crate::output::OutputSet;

/// An entry that is not public.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hidden {
    /// Its file.
    pub file: FilePath,
    /// The entry, in the words of a message.
    pub entry: EntryWord,
    /// Its addresses, as pages would link them.
    pub addresses: Vec<Arc<str>>,
}

/// Checks that no output is, or links to, a hidden entry.
pub(super) fn check(outputs: &OutputSet, hidden: &[Hidden], found: &mut Vec<Diagnostic>) {
    for entry in hidden {
        let at_address = |address: &Arc<str>| {
            let path = format!("{}index.html", address.trim_start_matches('/'));
            outputs.get(&path).is_some()
        };
        let linked =
            outputs
                .iter()
                .filter_map(|(_, record)| record.facts.as_ref())
                .any(|facts| {
                    facts.all_links().any(|link| {
                        entry.addresses.iter().any(|a| link.starts_with(&**a))
                    })
                });
        if linked || entry.addresses.iter().any(at_address) {
            let problem = Problem::NotPublic { entry: entry.entry.clone() };
            found.push(Diagnostic::new(problem, &entry.file, Place::File));
        }
    }
}
