//! Links that lead nowhere, and places on pages that are not there.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use percent_encoding::percent_decode_str;

use crate::audit::{Site, theme_file};
use crate::diag::{Diagnostic, Place, Problem};
use crate::output::pieces::{PieceFacts, Series, SharedHtml};
use crate::output::{OutputRecord, OutputSet};

/// Checks every link within the site.
///
/// Pages have most of their links in common, and texts of links and pieces of pages are
/// shared: each is looked up once.
pub(super) fn check(outputs: &OutputSet, site: &Site<'_>, found: &mut Vec<Diagnostic>) {
    let mut known: HashMap<*const u8, bool, FixedState> = HashMap::default();
    let mut of_pieces: HashMap<*const SharedHtml, Vec<&Arc<str>>, FixedState> =
        HashMap::default();
    // Of series, those that lead nowhere alone: there are hardly ever any.
    let mut of_series: HashMap<
        *const Series,
        BTreeMap<usize, Vec<&Arc<str>>>,
        FixedState,
    > = HashMap::default();
    for (path, record) in outputs.iter() {
        let Some(facts) = &record.facts else { continue };
        let mut lost: Vec<&Arc<str>> = vec![];
        for piece in &facts.pieces {
            let lost_in_piece = of_pieces
                .entry(Arc::as_ptr(piece))
                .or_insert_with(|| lost_in(outputs, site.base_path, &piece.facts));
            lost.extend(lost_in_piece.iter().copied());
        }
        for run in &facts.runs {
            let lost_in_series =
                of_series.entry(Arc::as_ptr(&run.of)).or_insert_with(|| {
                    let lost = run.of.facts().map(|(nth, facts)| {
                        (nth, lost_in(outputs, site.base_path, facts))
                    });
                    lost.filter(|(_, lost)| !lost.is_empty()).collect()
                });
            if !lost_in_series.is_empty() {
                let lost_here =
                    run.members.iter().filter_map(|nth| lost_in_series.get(nth));
                lost.extend(lost_here.flatten().copied());
            }
        }
        for link in facts.links.iter().chain(facts.relative_links()) {
            let leads = match link.strip_prefix('#') {
                Some(fragment) => fragment.is_empty() || has_id(record, fragment),
                // Relative links are few, and mean something else on each page.
                None if !link.starts_with('/') => {
                    leads(outputs, &absolute(path, link), "")
                }
                None => *known
                    .entry(link.as_ptr())
                    .or_insert_with(|| leads(outputs, link, site.base_path)),
            };
            if !leads {
                lost.push(link);
            }
        }
        lost.sort();
        lost.dedup();
        found.extend(lost.into_iter().map(|link| broken(path, link, site)));
    }
}

/// The links of a piece that lead nowhere.
fn lost_in<'a>(
    outputs: &OutputSet,
    base_path: &str,
    facts: &'a PieceFacts,
) -> Vec<&'a Arc<str>> {
    let leads = |link: &&Arc<str>| leads(outputs, link, base_path);
    facts.links.iter().filter(|link| !leads(link)).collect()
}

fn broken(page: &Arc<str>, link: &str, site: &Site<'_>) -> Diagnostic {
    match (site.written_at)(page, link) {
        Some((path, range)) => {
            let problem = Problem::BrokenLink { target: link.to_owned(), near: None };
            Diagnostic::new(problem, &path, Place::Bytes(range))
        }
        None => {
            let problem = Problem::ThemeBrokenLink {
                page: page.to_string(),
                target: link.to_owned(),
            };
            Diagnostic::new(problem, &theme_file(), Place::File)
        }
    }
}

/// Whether an address within the host is an output, and its fragment an id there.
fn leads(outputs: &OutputSet, link: &str, base_path: &str) -> bool {
    let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
    let address = address.split('?').next().unwrap_or_default();
    let Some(address) = address.strip_prefix(base_path) else { return false };
    let Ok(address) = percent_decode_str(address).decode_utf8() else { return false };
    let path = address.trim_start_matches('/');
    let file = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    };
    match outputs.get(&file) {
        Some(record) => fragment.is_empty() || has_id(record, fragment),
        None => false,
    }
}

fn has_id(record: &OutputRecord, fragment: &str) -> bool {
    let Ok(fragment) = percent_decode_str(fragment).decode_utf8() else { return false };
    record
        .facts
        .as_ref()
        .is_some_and(|facts| facts.all_ids().any(|id| **id == *fragment))
}

/// A relative link from the page at a path.
fn absolute(page: &str, link: &str) -> String {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        folder.split('/').filter(|part| !part.is_empty()).collect();
    let (path, rest) = link.split_at(link.find(['#', '?']).unwrap_or(link.len()));
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') { "/" } else { "" };
    format!("/{}{slash}{rest}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn relative_links_are_read_from_their_page() {
        assert_eq!(absolute("fr/dossiers/a/index.html", "../b/#x"), "/fr/dossiers/b/#x");
        assert_eq!(absolute("index.html", "fr/"), "/fr/");
        assert_eq!(absolute("fr/index.html", "../../../x.css"), "/x.css");
    }
}
