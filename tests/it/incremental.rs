//! What an earlier build has left makes a build faster, and never different.

use std::sync::Mutex;

use proptest::prelude::*;
use proptest::test_runner::Config;

use recto::cache::Cache;
use recto::preview::prepare;

use crate::program::assert_same;
use crate::project::{Project, findings_text};
use crate::sites::RICH;

/// What a writer may do between two builds: a file, words in it, other words.
const EDITS: &[(&str, &str, &str)] = &[
    ("content/dossiers/a/index.fr.md", "75 000", "76 000"),
    ("content/dossiers/a/index.fr.md", "> 60", "> 61"),
    ("content/dossiers/a/index.fr.md", "planned", "observed"),
    ("content/dossiers/a/index.fr.md", "Un campus", "Le campus"),
    ("content/dossiers/a/index.en.md", "slug:", "slugg:"),
    ("content/dossiers/a/index.en.md", "A campus", "The campus"),
    ("content/registry/organisations.yaml", "acronym: Inserm", "acronym: INSERM"),
    ("content/registry/organisations.yaml", "etat:", "etas:"),
    ("content/registry/sources.yaml", "2020-12-04", "2020-12-05"),
    ("content/registry/programmes.yaml", "Research Programming Act", "Research Act"),
    ("content/site.yaml", "fr: Site", "fr: Un site"),
    ("content/site.yaml", "https://site.example", "https://site.example/d"),
];

/// Makes an edit, or takes it back where it is made already.
fn toggle(project: &mut Project, nth: usize) {
    let (path, from, to) = EDITS[nth % EDITS.len()];
    if project.text(path).contains(to) {
        project.edit(path, to, from);
    } else if project.text(path).contains(from) {
        project.edit(path, from, to);
    }
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_warm_build_is_a_cold_build(edits in prop::collection::vec(0..64_usize, 1..8)) {
        let mut project = Project::bilingual(RICH);
        let mut cache = Cache::default();
        for nth in edits {
            match nth {
                60.. => {
                    let path = "content/dossiers/new/index.fr.md";
                    match project.files.contains_key(path) {
                        true => project.remove(path),
                        false => project.write(path, "---\ntitle: Neuf\n---\nVoir [[a]].\n"),
                    };
                }
                nth => toggle(&mut project, nth),
            }
            let warm = project.build_with(&mut cache);
            let cold = project.build();
            prop_assert_eq!(
                findings_text(&warm.built.findings),
                findings_text(&cold.built.findings)
            );
            assert_same(&warm.files, &cold.files, "a warm build");
        }
    }
}

#[test]
fn every_edit_is_seen() {
    // An edit that changed nothing would prove nothing above.
    for (nth, (path, from, _)) in EDITS.iter().enumerate() {
        let mut project = Project::bilingual(RICH);
        assert!(project.text(path).contains(from), "{path} does not say {from:?}");
        let before = project.build();
        toggle(&mut project, nth);
        let after = project.build();
        let same = before.files == after.files
            && findings_text(&before.built.findings)
                == findings_text(&after.built.findings);
        assert!(!same, "{from:?} in {path} changes nothing");
    }
}

#[test]
fn a_page_of_the_preview_is_the_page_of_a_build() {
    let mut project = Project::bilingual(RICH);
    let cache = Mutex::new(Cache::default());
    for nth in [0, 3, 6, 3] {
        toggle(&mut project, nth);
        let (ready, _) = prepare(&project.snapshot(), vec![], &mut cache.lock().unwrap());
        let built = project.build();
        let Some(ready) = ready else {
            assert!(built.files.is_empty());
            continue;
        };
        for (path, bytes) in &built.files {
            for _ in 0..2 {
                let page = ready.page(path, &cache);
                let page = page.unwrap_or_else(|| panic!("the preview has no {path}"));
                assert!(page.unwrap().bytes == *bytes, "{path} differs in the preview");
            }
        }
        assert!(ready.page("fr/nothing/index.html", &cache).is_none());
    }
}
