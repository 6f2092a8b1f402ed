//! The same content is the same site, wherever and however it is built.

use std::path::Path;

use crate::program::{assert_same, done, files, recto};
use crate::project::Project;
use crate::sites::RICH;

fn build_in(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    done(folder, &["build"]);
    files(&folder.join("output"))
}

#[test]
fn the_order_in_which_files_were_created_changes_nothing() {
    let project = Project::repository();
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    project.write_to(one.path());
    for (path, bytes) in project.files.iter().rev() {
        let path = other.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let built = build_in(one.path());
    assert!(built.len() > 100, "{} files", built.len());
    assert_same(&built, &build_in(other.path()), "another order");
}

#[test]
fn the_machine_it_is_built_on_changes_nothing() {
    let project = Project::repository();
    let mut expected = None;
    for (zone, lang, jobs) in [
        ("UTC", "C", "1"),
        ("Pacific/Auckland", "de_DE.UTF-8", "7"),
        ("America/Los_Angeles", "fr_FR.UTF-8", "2"),
        ("nowhere", "tr_TR", "2"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        project.write_to(folder.path());
        let output = recto(folder.path())
            .args(["build", "--jobs", jobs])
            .env("TZ", zone)
            .env("LANG", lang)
            .env("LC_ALL", lang)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        let built = files(&folder.path().join("output"));
        match &expected {
            None => expected = Some(built),
            Some(expected) => assert_same(expected, &built, zone),
        }
    }
}

#[test]
fn what_was_there_before_changes_nothing() {
    let mut project = Project::bilingual(RICH);
    let folder = tempfile::tempdir().unwrap();
    project.write_to(folder.path());
    let first = build_in(folder.path());
    // A detour through another site, in the same folder.
    project
        .write("content/dossiers/other/index.fr.md", "---\ntitle: Autre\n---\nTexte.\n");
    project.write_to(folder.path());
    assert_ne!(build_in(folder.path()), first);
    std::fs::remove_dir_all(folder.path().join("content/dossiers/other")).unwrap();
    assert_same(&first, &build_in(folder.path()), "a site of before");
}

#[test]
fn another_instant_is_told_apart() {
    // If the comparisons above could not see a difference, this would not either.
    let project = Project::bilingual(RICH);
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    project.write_to(one.path());
    project.write_to(other.path());
    done(other.path(), &["build", "--base-url", "https://other.example"]);
    assert_ne!(build_in(one.path()), files(&other.path().join("output")));
}
