//! Nothing of what is not public: no page at its address, no link to it.
//!
//! Renderers never see such an entry (`resolve::PublicSite`), so this finds a mistake of
//! ours or of a theme that spells out an address.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::audit::Site;
use crate::diag::{Diagnostic, EntryWord, FilePath, Place, Problem};
use crate::output::OutputSet;
use crate::output::facts::PageFacts;

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
pub(super) fn check(outputs: &OutputSet, site: &Site<'_>, found: &mut Vec<Diagnostic>) {
    if site.hidden.is_empty() {
        return;
    }
    let facts = || outputs.iter().filter_map(|(_, record)| record.facts.as_ref());
    let full: BTreeSet<&Arc<str>> = facts().flat_map(PageFacts::all_full_links).collect();
    let full: Vec<String> = full
        .into_iter()
        .filter_map(|link| Some(format!("{}{}", site.base_path, (site.path_of)(link)?)))
        .collect();
    for entry in site.hidden {
        let at_address = |address: &Arc<str>| {
            let path = format!("{}index.html", address.trim_start_matches('/'));
            outputs.get(&path).is_some()
        };
        let leads = |link: &str| entry.addresses.iter().any(|a| link.starts_with(&**a));
        let linked = facts().any(|facts| facts.all_links().any(|link| leads(link)))
            || full.iter().any(|link| leads(link));
        if linked || entry.addresses.iter().any(at_address) {
            let problem = Problem::NotPublic { entry: entry.entry.clone() };
            found.push(Diagnostic::new(problem, &entry.file, Place::File));
        }
    }
}
