//! What is said of an entry that is not public yet, where others may read it.

use crate::program::{recto, run};
use crate::project::Project;

/// A word that stands everywhere in the secret dossier.
const CANARY: &str = "zanzibarette";

/// A site whose secret dossier has something wrong in each of its parts.
fn project(state: &str) -> Project {
    let mut project = Project::bilingual("");
    let french = format!(
        "---\ntitle: Le {CANARY} TODO\nsummary: Un {CANARY}\u{200b}.\n{state}\npublished: 2020-01-01\n\
         topics: [{CANARY}]\nfigures:\n  {CANARY}: {{label: Un {CANARY}, value: \"1,400 {CANARY}\", \
         unit: m2, source: {CANARY}}}\nfunding:\n  f: {{label: F, amount: 45 {CANARY}, source: \
         elysee}}\nmedia:\n  p: {{file: media/{CANARY}.jpg, alt: Une vue, credit: C, licence: \
         {CANARY}}}\ndocuments:\n  d: {{label: D, file: media/a.pdf}}\n---\nUn {CANARY} de 45 M€, \
         [[{CANARY}]], [ici](/{CANARY}/) <b>{CANARY}</b>.\n"
    );
    project.write("content/dossiers/secret/index.fr.md", &french);
    project.write(
        "content/dossiers/secret/index.en.md",
        &format!("---\ntitle: A {CANARY}\n{CANARY}: A\n---\nA {CANARY} of \u{20ac}54 million.\n"),
    );
    let pdf = format!(
        "%PDF-1.7\n1 0 obj << /Author (Jeanne {CANARY}) >> endobj\n2 0 obj << /UF ({CANARY}.xlsx) \
         /EF << >> >> endobj\n"
    );
    project.put("content/dossiers/secret/media/a.pdf", pdf.as_bytes());
    project.put(&format!("content/dossiers/secret/media/{CANARY}.jpg"), b"\xff\xd8\xff");
    project
}

/// Everything that a command says.
fn said(folder: &std::path::Path, arguments: &[&str], ci: bool) -> String {
    let output = match ci {
        true => recto(folder).env("CI", "true").args(arguments).output().unwrap(),
        false => run(folder, arguments),
    };
    [output.stdout, output.stderr]
        .map(|it| String::from_utf8(it).unwrap())
        .concat()
}

#[test]
fn a_log_does_not_quote_what_is_not_public() {
    let states = [
        "embargo: 2099-01-01T06:00:00+01:00",
        "draft: true",
        // Nobody knows when this one ends: it is under embargo all the same.
        "embargo: 2099-01-01 06:00",
    ];
    for state in states {
        let folder = tempfile::tempdir().unwrap();
        project(state).write_to(folder.path());
        for format in ["human", "json", "github", "gitlab", "sarif"] {
            for command in ["check", "build"] {
                let arguments = [command, "--format", format, "--verbose"];
                let log = said(folder.path(), &arguments, format == "human");
                assert!(!log.contains(CANARY), "{state}, {format}: {log}");
                // That there is something, and where, is told.
                let place = "content/dossiers/secret/index.fr.md";
                assert!(log.contains(place), "{state}, {format}: {log}");
            }
        }
        // Who asks for drafts sees them: the fault is planted, many times.
        let log = said(folder.path(), &["check", "--drafts"], false);
        assert!(log.matches(CANARY).count() > 10, "{state}: {log}");
        assert!(log.contains(&format!("Jeanne {CANARY}")), "{state}: {log}");
    }
}

#[test]
fn what_is_public_is_quoted() {
    let folder = tempfile::tempdir().unwrap();
    project("embargo: 2019-01-01T06:00:00+01:00").write_to(folder.path());
    let log = said(folder.path(), &["check"], true);
    assert!(log.contains(&format!("Jeanne {CANARY}")), "{log}");
}

#[test]
fn a_site_that_cannot_be_read_tells_no_secrets_either() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = project("embargo: 2099-01-01T06:00:00+01:00");
    project.write("content/site.yaml", "languages: [fr, en]\n");
    project.write_to(folder.path());
    let log = said(folder.path(), &["check"], false);
    assert!(log.contains("content/site.yaml") && !log.contains(CANARY), "{log}");
}
