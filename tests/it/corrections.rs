//! The log of what changed.

use crate::project::Project;

const CHANGING: &str = "
//- content/dossiers/a/index.fr.md
---
title: Un campus
summary: S.
figures:
  surface:
    label: Surface
    value: 75 000
    unit: m2
    as_of: 2022-06-01
    source: presse
    history:
      - {value: 60 000, as_of: 2020-01-01, source: presse, reason: premier projet}
      - {value: 70 000, as_of: 2021-01-01, source: presse, reason: plan revu}
  lits: {label: Lits, value: 12, unit: bed, as_of: 2023, source: presse, history: [{value: 21, as_of: 2022-12-01, source: presse}]}
revisions:
  - {date: 2023-02-03, kind: correction, changes: [lits], note: Chiffres inversés}
---
Texte.
//- content/dossiers/a/index.en.md
---
title: A campus
summary: S.
slug: a-campus
figures: {surface: Floor area, lits: Beds}
---
Text.
";

#[test]
fn what_changed_stands_newest_first_with_before_and_after() {
    let made = Project::bilingual(CHANGING).build();
    made.assert_published();
    let words = made.words("fr/corrections/index.html");
    let mut rest = words.as_str();
    for step in [
        "3\u{a0}février 2023",
        "Un campus",
        "Lits",
        "21\u{a0}lits",
        "12\u{a0}lits",
        "correction",
        "Chiffres inversés",
        "1er\u{a0}juin 2022",
        "Surface",
        "70\u{202f}000\u{a0}m²",
        "75\u{202f}000\u{a0}m²",
        "plan revu",
        "1er\u{a0}janvier 2021",
        "60\u{202f}000\u{a0}m²",
        "70\u{202f}000\u{a0}m²",
        "premier projet",
    ] {
        let at = rest.find(step).unwrap_or_else(|| panic!("no {step:?} in {rest}"));
        rest = &rest[at + step.len()..];
    }
    let english = made.words("en/corrections/index.html");
    assert!(english.contains("21\u{a0}beds 12\u{a0}beds"), "{english}");
}

#[test]
fn each_change_has_an_entry_in_the_feed_that_leads_to_its_row() {
    let made = Project::bilingual(CHANGING).build();
    let feed = made.text("fr/corrections/feed.xml");
    let page = made.text("fr/corrections/index.html");
    let ids: Vec<&str> = feed
        .split("<id>")
        .skip(2)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(ids.len(), 3);
    for id in ids {
        let (address, anchor) = id.split_once('#').unwrap();
        assert_eq!(address, "https://site.example/fr/corrections/");
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    assert!(feed.contains("21\u{a0}lits → 12\u{a0}lits"), "{feed}");
}

#[test]
fn a_site_in_which_nothing_changed_has_no_log() {
    let made = Project::french("").build();
    assert!(!made.files.keys().any(|path| path.contains("corrections")));
}

/// A revision tells the step of its own time, and what no revision tells stays in the log.
#[test]
fn each_revision_has_the_values_of_its_own_time() {
    let site = CHANGING.replace(
        "revisions:\n",
        "revisions:\n  - {date: 2021-02-03, kind: revision, changes: [surface], note: Plan revu}\n",
    );
    assert_ne!(site, CHANGING);
    let made = Project::bilingual(&site).build();
    made.assert_published();
    let words = made.words("en/corrections/index.html");
    let mut rest = words.as_str();
    for step in [
        "1 June 2022",
        "70,000\u{a0}m² 75,000\u{a0}m²",
        "3 February 2021",
        "60,000\u{a0}m² 70,000\u{a0}m²",
    ] {
        let at = rest.find(step).unwrap_or_else(|| panic!("no {step:?} in {rest}"));
        rest = &rest[at + step.len()..];
    }
    let feed = made.text("en/corrections/feed.xml");
    assert!(feed.contains("Beds: 21\u{a0}beds → 12\u{a0}beds"), "{feed}");
}
