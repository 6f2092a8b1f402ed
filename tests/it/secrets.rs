//! What is said of an entry that is not public yet, where others may read it.

use crate::program::{done, files, recto, run};
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

/// Ways to hide an entry that hide it from the log as well, whatever else they do.
const SLIPS: &[&str] = &[
    "\"draft\": true",
    "draft : true",
    "draft: True",
    "draft: oui",
    "draft: \"true\"",
    "draft: 1",
    "draft: [true]",
    "Draft: true",
    "brouillon: true",
    "status: draft",
    "\"embargo\": 2099-01-01T06:00:00+01:00",
    "embargo : 2099-01-01T06:00:00+01:00",
    "embargo:\n  2099-01-01T06:00:00+01:00",
    "? embargo\n: 2099-01-01T06:00:00+01:00",
    "embargo:",
    "embargo: \"\"",
    "embargo: bientôt",
    "Embargo: 2099-01-01T06:00:00+01:00",
    "embargo_until: 2099-01-01T06:00:00+01:00",
    "embargo: 2020-01-01T06:00:00+01:00\nembargo: 2099-01-01T06:00:00+01:00",
];

#[test]
fn a_slip_in_what_hides_an_entry_does_not_show_it() {
    for state in SLIPS {
        for broken in ["", "k: [\n"] {
            let folder = tempfile::tempdir().unwrap();
            project(&format!("{broken}{state}")).write_to(folder.path());
            let log = said(folder.path(), &["check"], true);
            assert!(!log.contains(CANARY), "{broken}{state}: {log}");
            let place = "content/dossiers/secret/index.fr.md";
            assert!(log.contains(place), "{broken}{state}: {log}");
        }
    }
}

/// Without any word that could hide it, an entry is public, and who broke it is helped in CI.
#[test]
fn a_slip_that_has_nothing_to_do_with_it_is_quoted() {
    for state in ["title: [", "  indented: too far"] {
        let folder = tempfile::tempdir().unwrap();
        project(state).write_to(folder.path());
        let log = said(folder.path(), &["check"], true);
        assert!(log.contains(CANARY), "{state}: {log}");
    }
}

#[test]
fn a_public_entry_with_the_draft_of_a_quote_is_quoted() {
    for state in [
        "quotes: {q: {speaker: castex, draft: true}}",
        "quotes:\n  q:\n    speaker: castex\n    draft: true",
        "draft: false\nembargo: ~",
        "embargo: 2020-01-01T06:00:00+01:00",
    ] {
        let folder = tempfile::tempdir().unwrap();
        project(state).write_to(folder.path());
        let log = said(folder.path(), &["check"], true);
        assert!(log.contains(&format!("Jeanne {CANARY}")), "{state}: {log}");
    }
}

/// What an entry says in English is as secret as the French that nobody could read.
#[test]
fn a_translation_without_its_reference_is_not_quoted() {
    let french = "content/dossiers/secret/index.fr.md";
    let text = "---\ntitle: É\nembargo: 2099-01-01T06:00:00+01:00\n---\n";
    let latin1: Vec<u8> =
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let references: [Option<(&str, Vec<u8>)>; 6] = [
        Some(("index.md", text.into())),
        Some(("index_fr.md", text.into())),
        Some(("index.FR.md", text.into())),
        Some(("index.fr.md", latin1)),
        Some(("index.fr.md", utf16)),
        None,
    ];
    for reference in references {
        let mut project = project("draft: true");
        project.remove(french);
        if let Some((name, bytes)) = &reference {
            project.put(&format!("content/dossiers/secret/{name}"), bytes);
        }
        for lang in ["en", "de"] {
            project.write(
                &format!("content/dossiers/secret/index.{lang}.md"),
                &format!("---\n{CANARY}: [\n---\n{CANARY} [[{CANARY}]]\n"),
            );
        }
        let folder = tempfile::tempdir().unwrap();
        project.write_to(folder.path());
        let log = said(folder.path(), &["check"], true);
        assert!(
            log.contains("content/dossiers/secret/index.en.md:2"),
            "{reference:?}: {log}"
        );
        assert!(!log.contains(CANARY), "{reference:?}: {log}");
    }
}

#[test]
fn of_an_embargo_that_cannot_be_read_no_line_is_quoted() {
    for state in [
        format!("embargo: 2099-01-01T06:00:00 # when {CANARY} is bought"),
        format!("embargo: # when {CANARY} is bought"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        project(&state).write_to(folder.path());
        let log = said(folder.path(), &["check"], true);
        assert!(log.contains("embargo-without-"), "{log}");
        assert!(!log.contains(CANARY), "{log}");
    }
}

#[test]
fn names_of_stray_files_are_not_told() {
    let mut project = Project::bilingual("");
    let text = "---\ntitle: É\nsummary: S\nembargo: 2099-01-01T06:00:00+01:00\n---\n";
    project.write("content/dossiers/secret/index.fr.md", text);
    project.write("content/pages/q.fr.md", text);
    for name in [
        "dossiers/secret/CANARY.md",
        "dossiers/secret/CANARY.txt",
        "dossiers/secret/index.CANARY.md",
        "dossiers/secret/CANARY/index.fr.md",
        "pages/q.CANARY.fr.md",
        "pages/CANARY.txt",
    ] {
        let name = name.replace("CANARY", CANARY);
        project.write(&format!("content/{name}"), &format!("---\n{CANARY}: [\n---\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    project.write_to(folder.path());
    let log = said(folder.path(), &["check"], true);
    assert!(log.contains("content/dossiers/secret") && !log.contains(CANARY), "{log}");
}

#[test]
fn who_goes_back_is_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let french = "content/dossiers/zanzibarette/index.fr.md";
    let mut project = Project::bilingual("");
    project.write(french, "---\ntitle: Un titre\nsummary: S.\n---\nUn texte.\n");
    project.write_to(folder.path());
    let log = done(folder.path(), &["build", "--verbose"]);
    assert!(log.contains(CANARY), "what is written is told: {log}");
    project.edit(french, "summary", "draft: true\nsummary");
    project.write_to(folder.path());
    let log = done(folder.path(), &["build", "--verbose"]);
    assert!(!log.contains("fr/dossiers/zanzibarette"), "{log}");
}

/// The cache lies beside the output, and may be copied to where everybody can read it.
#[test]
fn nothing_is_kept_of_the_files_of_what_is_not_public() {
    let dossier = |name: &str, state: &str| {
        format!(
            "---\ntitle: {name}\nsummary: Un dossier.\n{state}\ndocuments:\n  d: {{label: D, file: \
             media/a.pdf}}\n---\nUn texte.\n"
        )
    };
    let pdf = |author: &str| {
        format!("%PDF-1.7\n1 0 obj << /Author (Jeanne {author}) >> endobj\n").into_bytes()
    };
    let mut project = Project::bilingual("");
    project.write("content/dossiers/a/index.fr.md", &dossier("A", ""));
    project.put("content/dossiers/a/media/a.pdf", &pdf("publique"));
    let state = "embargo: 2099-01-01T06:00:00+01:00";
    project.write("content/dossiers/secret/index.fr.md", &dossier("S", state));
    project.put("content/dossiers/secret/media/a.pdf", &pdf(CANARY));
    for broken in [false, true] {
        if broken {
            project.write("content/pages/p.fr.md", "---\ntitle: [\n---\n");
        }
        let folder = tempfile::tempdir().unwrap();
        project.write_to(folder.path());
        let output = run(folder.path(), &["build"]);
        assert_eq!(output.status.code(), Some(i32::from(broken)));
        let kept: Vec<String> = files(folder.path())
            .into_iter()
            .filter(|(path, _)| !path.starts_with("content/"))
            .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        assert!(kept.iter().any(|text| text.contains("Jeanne publique")));
        assert!(!kept.iter().any(|text| text.contains(CANARY)), "{broken}");
    }
}

/// Our templates cannot know of it; one of a site may have it written into it.
#[test]
fn a_theme_that_spells_out_a_full_address_is_found() {
    let mut project = Project::bilingual("");
    let hidden = "---\ntitle: Un titre\nsummary: S.\ndraft: true\n---\nUn texte.\n";
    project.write("content/dossiers/secret/index.fr.md", hidden);
    project.edit("content/site.yaml", "languages", "theme: maison\nlanguages");
    project.write("themes/maison/theme.yaml", "");
    let link =
        "<footer><a href=\"https://site.example/fr/dossiers/secret/\">x</a></footer>";
    project.write("themes/maison/templates/partials/footer.html", link);
    let found = project.check();
    let codes: Vec<&str> = found.iter().map(|finding| finding.problem.code()).collect();
    assert!(codes.contains(&"not-public"), "{codes:?}");
}
