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

/// A figure with earlier values, and revisions that change it.
fn revised(history: &str, revisions: &str) -> Project {
    Project::bilingual(&format!(
        "
//- content/dossiers/a/index.fr.md
---
title: Un campus
summary: S.
figures:
  emplois:
    label: Emplois
    value: 1 250
    unit: job
    as_of: 2022-12-31
    source: presse
    history: [{history}]
revisions: [{revisions}]
---
//- content/dossiers/a/index.en.md
---
title: A campus
summary: S.
figures: {{emplois: Jobs}}
---
"
    ))
}

/// The changes of the feed in French: what each says, and its address, oldest first.
fn told(project: &Project) -> Vec<(String, String)> {
    let made = project.build();
    made.assert_published();
    let feed = made.text("fr/corrections/feed.xml");
    let between = |text: &str, open: &str, close: &str| {
        let (_, rest) =
            text.split_once(open).unwrap_or_else(|| panic!("no {open} in {text}"));
        rest.split_once(close).unwrap().0.replace(['\u{a0}', '\u{202f}'], " ")
    };
    let entries = feed.split("<entry>").skip(1);
    let mut told: Vec<(String, String)> = entries
        .map(|entry| {
            let summary = entry.split_once("<summary").unwrap().1;
            (between(summary, ">", "</summary>"), between(entry, "#", "\""))
        })
        .collect();
    told.reverse();
    told
}

const BEFORE: &str = "{value: 1 200, as_of: 2021-12-31, source: presse}";
const TYPED_WRONG: &str =
    "{value: 1 520, as_of: 2022-12-31, source: presse, reason: chiffres inversés}";

#[test]
fn a_slip_that_is_corrected_on_its_own_day_is_told_as_it_was() {
    let correction =
        "{date: 2023-03-01, kind: correction, changes: [emplois], note: Inversion}";
    let told = told(&revised(&format!("{BEFORE}, {TYPED_WRONG}"), correction));
    let told: Vec<&str> = told.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(
        told,
        [
            "Emplois : 1 200 emplois → 1 520 emplois",
            "Inversion – Emplois : 1 520 emplois → 1 250 emplois"
        ],
    );
}

#[test]
fn a_change_is_told_once_and_keeps_its_address() {
    let first = "{date: 2022-01-15, kind: update, changes: [emplois], note: Bilan}";
    let second =
        "{date: 2025-06-01, kind: revision, changes: [emplois], note: Source précisée}";
    let alone = told(&revised(BEFORE, first));
    let both = told(&revised(BEFORE, &format!("{second}, {first}")));
    assert_eq!(both[0], alone[0]);
    assert_eq!(both[0].0, "Bilan – Emplois : 1 200 emplois → 1 250 emplois");
    // What the second says of the figure, without a change that was told before.
    assert_eq!(both[1].0, "Source précisée – Emplois : 1 250 emplois");
}
