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

/// The most bytes of a page of this site and its style, packed as a server packs them.
const MAX_PACKED: usize = 30_000;

#[test]
fn a_page_is_light_and_asks_nobody_else() {
    let made = Project::repository().build();
    made.assert_published();
    let style = made.files.iter().find(|(path, _)| path.ends_with(".css")).unwrap().1;
    let style = packed(style);
    let pages = made.files.keys().filter(|path| path.ends_with(".html"));
    let mut wrong = vec![];
    for path in pages {
        let html = made.text(path);
        let n_bytes = packed(html.as_bytes()) + style;
        if n_bytes > MAX_PACKED {
            wrong.push(format!("{path}: {n_bytes} bytes with its style"));
        }
        wrong.extend(lacks(html).into_iter().map(|it| format!("{path}: {it}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn packed(bytes: &[u8]) -> usize {
    use std::io::Write as _;
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// What a page must not have, and what its tables and pictures must say.
fn lacks(html: &str) -> Vec<String> {
    let mut wrong = vec![];
    if !html.contains("\"Content-Security-Policy\" content=\"default-src 'self'") {
        wrong.push("no policy".to_owned());
    }
    let mut n_tables = 0;
    let mut n_captions = 0;
    for (at, _) in html.match_indices('<') {
        let tag = &html[at + 1..at + html[at..].find('>').unwrap_or(1)];
        let name = tag.split_whitespace().next().unwrap_or_default();
        let has = |attribute: &str| tag.contains(&format!(" {attribute}=\""));
        let is_data = tag.contains("json\"");
        let is_wrong = match name {
            "table" => {
                n_tables += 1;
                false
            }
            "caption" => {
                n_captions += 1;
                false
            }
            "th" => !has("scope"),
            "img" => !has("alt") || !has("width") || !has("height") || tag.contains("//"),
            "style" | "iframe" | "object" | "embed" => true,
            "script" => !is_data && (!has("src") || tag.contains("//")),
            "link" => tag.contains("\"stylesheet\"") && tag.contains("//"),
            _ => false,
        };
        let is_element = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let acts = [" style=\"", " onclick=", " onload=", " onerror="];
        if is_wrong || is_element && acts.iter().any(|it| tag.contains(it)) {
            wrong.push(format!("<{tag}>"));
        }
    }
    if n_tables != n_captions {
        wrong.push(format!("{n_tables} tables with {n_captions} captions"));
    }
    wrong
}

#[test]
fn a_page_that_lacks_something_is_found() {
    let good =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">";
    assert!(lacks(good).is_empty());
    assert_eq!(lacks(""), ["no policy"]);
    for faulty in [
        "<table><tr><td>",
        "<th>",
        "<img alt=\"\" width=\"1\">",
        "<p style=\"color: red\">",
        "<script>alert(1)</script>",
        "<script src=\"https://cdn.example/x.js\">",
        "<style>",
    ] {
        assert_eq!(lacks(&format!("{good}{faulty}")).len(), 1, "{faulty}");
    }
}
