//! How well slips between the two languages' prose are found, on a corpus.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use crate::project::Project;

/// Two paragraphs, of which one may have a slip.
#[derive(Deserialize)]
struct Pair {
    slip: String,
    fr: String,
    en: String,
    /// The slipped words.
    written: Option<String>,
}

const CODES: [&str; 3] = ["quantities-differ", "quantity-missing", "quantity-added"];

/// What must be found, and what may be found where nothing is, in percent.
const FOUND: usize = 95;
const FALSE_ALARMS: usize = 2;

#[test]
fn slips_are_found_and_nothing_else_is() {
    let corpora = [
        include_str!("../parity.yaml"),
        include_str!("../parity-other-fields.yaml"),
        include_str!("../parity-public-policy.yaml"),
        include_str!("../parity-signs-and-rates.yaml"),
    ];
    let pairs: Vec<Pair> = corpora
        .iter()
        .flat_map(|corpus| serde_yaml::from_str::<Vec<Pair>>(corpus).unwrap())
        .collect();
    let mut files = String::new();
    for (nth, pair) in pairs.iter().enumerate() {
        for (lang, text) in [("fr", &pair.fr), ("en", &pair.en)] {
            let _ = write!(
                files,
                "//- content/dossiers/p{nth:03}/index.{lang}.md\n---\ntitle: T\nsummary: S.\n---\n{text}\n"
            );
        }
    }
    let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for finding in Project::bilingual(&files).check() {
        if !CODES.contains(&finding.problem.code()) {
            continue;
        }
        let nth = finding.path.split("/p").nth(1).unwrap()[..3].parse().unwrap();
        said.entry(nth)
            .or_default()
            .push(crate::project::findings_text(&[finding]));
    }
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = String::new();
    for (nth, pair) in pairs.iter().enumerate() {
        let found = said.contains_key(&nth);
        let (n_pairs, n_found) = kinds.entry(&pair.slip).or_default();
        *n_pairs += 1;
        *n_found += usize::from(found);
        if found == (pair.slip == "none") {
            let _ = writeln!(
                wrong,
                "{nth} [{}] {}",
                pair.slip,
                pair.written.as_deref().unwrap_or("")
            );
            let _ = writeln!(wrong, "  {}\n  {}", pair.fr, pair.en);
            for finding in said.get(&nth).into_iter().flatten() {
                let _ = writeln!(wrong, "  {finding}");
            }
        }
    }
    let (n_right, n_alarms) = kinds.remove("none").unwrap();
    let n_slips: usize = kinds.values().map(|(n, _)| n).sum();
    let n_found: usize = kinds.values().map(|(_, n)| n).sum();
    println!(
        "{n_found} of {n_slips} slips found; {n_alarms} false alarms in {n_right} pairs"
    );
    for (kind, (n, found)) in &kinds {
        println!("  {kind}: {found} of {n}");
    }
    println!("{wrong}");
    assert!(n_right >= 75 && n_slips >= 75, "the corpus has shrunk");
    assert!(n_found * 100 >= n_slips * FOUND, "too few slips are found");
    assert!(n_alarms * 100 <= n_right * FALSE_ALARMS, "too many false alarms");
}
