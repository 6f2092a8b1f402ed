//! This repository's own site.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::project::Project;

/// Facts of one page, in each language.
#[derive(Deserialize)]
struct Published {
    pages: BTreeMap<String, String>,
    shown: Vec<BTreeMap<String, Vec<String>>>,
}

/// How far the words of a fact may stand from each other.
const NEAR: usize = 700;

#[test]
fn every_fact_of_the_sources_can_be_found() {
    let made = Project::repository().build();
    made.assert_published();
    let published: Vec<Published> =
        serde_yaml::from_str(include_str!("../published.yaml")).unwrap();
    let mut missing = vec![];
    for Published { pages, shown } in &published {
        for (lang, page) in pages {
            let words = made.words(&format!("{page}/index.html"));
            for row in shown {
                let pieces: Vec<String> = row[lang]
                    .iter()
                    .map(|piece| piece.replace('~', "\u{a0}").replace('^', "\u{202f}"))
                    .collect();
                if !stands_in(&words, &pieces) {
                    missing.push(format!("{page}: {pieces:?}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "not on the site:\n{}", missing.join("\n"));
}

/// Whether the pieces follow each other somewhere in the text, near the first.
fn stands_in(text: &str, pieces: &[String]) -> bool {
    text.match_indices(pieces[0].as_str()).any(|(start, _)| {
        let end = text[start..]
            .char_indices()
            .nth(NEAR)
            .map_or(text.len(), |(n, _)| start + n);
        let mut rest = &text[start..end];
        pieces.iter().all(|piece| match rest.split_once(piece.as_str()) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    })
}

#[test]
fn a_fact_that_is_not_there_is_missed() {
    let text = "75\u{202f}000\u{a0}m² Surface prévue";
    let pieces = |words: &[&str]| words.iter().map(|&w| w.to_owned()).collect::<Vec<_>>();
    assert!(stands_in(text, &pieces(&["75\u{202f}000\u{a0}m²", "Surface"])));
    assert!(!stands_in(text, &pieces(&["75\u{a0}000\u{a0}m²", "Surface"])));
    assert!(!stands_in(text, &pieces(&["Surface", "75\u{202f}000"])));
}

/// What the sources leave open is said at every build, and what the law would ask of a real
/// site; nothing else is.
#[test]
fn what_the_sources_leave_open_is_said() {
    let findings = Project::repository().check();
    let codes: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| (finding.problem.code(), &*finding.path))
        .collect();
    assert_eq!(
        codes,
        [
            ("parts-undeclared", "content/dossiers/innovation-sante-2030/index.fr.md"),
            ("quote-without-words", "content/dossiers/parisante-campus/index.fr.md"),
            ("updated-before-published", "content/registry/sources.yaml"),
            // An example has no publication director and no host.
            ("statement-lacks", "content/site.yaml"),
        ]
    );
}

/// A statement that was announced and never found is not made up.
#[test]
fn nobody_is_quoted_without_words() {
    let made = Project::repository().build();
    for (path, bytes) in &made.files {
        if path.starts_with("fr/personnes/") || path.starts_with("en/people/") {
            assert!(!String::from_utf8_lossy(bytes).contains("Vidal"), "{path}");
        }
    }
}
