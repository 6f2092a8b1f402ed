//! Press kits: what a dossier says, as PDF.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

use recto::cache::Cache;

use crate::project::{Made, Project, words_of};

/// A bilingual site with a dossier that can be taken away, and one that cannot.
fn site() -> Project {
    Project::bilingual(
        "//- content/dossiers/a/index.fr.md
---
title: Dossier A
summary: Un dossier.
published: 2021-12-14
figures:
  surface: {label: Surface, value: 75 000, unit: m2, key: true, as_of: 2020-12-04, source: elysee}
funding:
  total: {label: Total, amount: 400 M€, parts: partial, as_of: 2020-12-04, source: elysee}
  part: {part_of: total, label: Part, amount: 225 M€, as_of: 2020-12-04, source: elysee}
documents:
  kit: {generated: press-kit}
---
Un texte, [[surface]].

## Une section

- un point[^1]
- un *autre*

| a | b |
|---|--:|
| 1 | 2 |

[^1]: Une note.
//- content/dossiers/a/index.en.md
---
title: Dossier A
summary: A dossier.
figures: {surface: Floor area}
funding: {total: Total, part: Part}
---
A text, [[surface]].
//- content/dossiers/b/index.fr.md
---
title: Dossier B
summary: Un autre dossier.
---
Un texte.
",
    )
}

const KIT: &str = "fr/dossiers/a/a-dossier-de-presse.pdf";

/// The kits of a build, with the digests of their bytes.
fn kits(made: &Made) -> BTreeMap<String, String> {
    let records = made.built.outputs.iter();
    records
        .filter(|(_, record)| record.kind == "document")
        .map(|(path, record)| (path.to_string(), record.sha256.to_string()))
        .collect()
}

/// What a program of others says of a PDF; `None` where it is not installed, which CI does not
/// take for an answer.
fn told(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let arguments = arguments.iter().map(|it| match *it {
        "PDF" => file.path().as_os_str(),
        it => it.as_ref(),
    });
    let child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output();
    let Ok(output) = child else {
        assert!(std::env::var("CI").is_err(), "{program} is not installed");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {said}");
    Some(said)
}

/// The text of a PDF, with a space for every space.
fn text_of(pdf: &[u8]) -> Option<String> {
    let text = told("pdftotext", &["-layout", "PDF", "-"], pdf)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn a_dossier_that_asks_for_it_can_be_taken_away_in_each_language() {
    let made = site().build();
    made.assert_published();
    let paths: Vec<String> = kits(&made).into_keys().collect();
    assert_eq!(paths, ["en/dossiers/a/a-press-kit.pdf", KIT]);
    let pdf = &made.files[KIT];
    assert!(pdf.starts_with(b"%PDF-1.7"));
    // The two standards, as the metadata declares them; and the language.
    let has = |words: &str| pdf.windows(words.len()).any(|it| it == words.as_bytes());
    for words in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
        assert!(has(words), "{words}");
    }
    // The page leads to it, and says how much it is.
    let page = made.words("fr/dossiers/a/index.html");
    let size = pdf.len() / 100;
    let size = format!("{},{}", size / 10, size % 10);
    assert!(page.contains("Dossier de presse (PDF, "), "{page}");
    assert!(page.contains("ko, 3 pages)") || page.contains("ko, 2 pages)"), "{page}");
    assert!(page.contains(&size[..size.len() - 2]), "{page} {size}");
    let html = made.text("fr/dossiers/a/index.html");
    assert!(html.contains(&format!("href=\"/{KIT}\"")));
}

#[test]
fn a_kit_is_the_same_bytes_every_time() {
    let first = kits(&site().build());
    let mut other_day = site();
    other_day.now = "2026-06-15T23:30:00Z";
    assert_eq!(first, kits(&other_day.build_with(&mut Cache::default())));
}

#[test]
fn a_changed_amount_changes_the_kits_that_show_it_and_no_other() {
    let mut project = site();
    project.edit(
        "content/dossiers/b/index.fr.md",
        "summary: Un autre dossier.",
        "summary: Un autre dossier.\ndocuments: {kit: {generated: press-kit}}",
    );
    let before = kits(&project.build());
    project.edit("content/dossiers/a/index.fr.md", "225 M€", "226 M€");
    let after = kits(&project.build());
    let changed: Vec<_> = before.keys().filter(|it| before[*it] != after[*it]).collect();
    assert_eq!(changed, ["en/dossiers/a/a-press-kit.pdf", KIT]);
    assert_eq!((before.len(), after.len()), (3, 3));
}

#[test]
fn what_is_hidden_has_no_kit() {
    let mut project = site();
    project.edit("content/dossiers/a/index.fr.md", "summary:", "draft: true\nsummary:");
    assert_eq!(kits(&project.build()), BTreeMap::new());
}

#[test]
fn a_kit_says_what_the_page_says() {
    let made = Project::repository().build();
    made.assert_published();
    let mut n_values = 0;
    for path in kits(&made).into_keys() {
        let Some(text) = text_of(&made.files[path.as_str()]) else { return };
        let (folder, _) = path.rsplit_once('/').unwrap();
        let html = made.main(&format!("{folder}/index.html"));
        for value in html.split("<data ").skip(1) {
            let value = value.split("</data>").next().unwrap();
            let shown = words_of(value.split_once('>').unwrap().1);
            let shown: Vec<&str> = shown.split_whitespace().collect();
            let shown = shown.join(" ");
            assert!(text.contains(&shown), "{path} does not say {shown:?}");
            n_values += 1;
        }
    }
    assert!(n_values > 100, "{n_values}");
}

#[test]
fn others_programs_find_kits_sound() {
    let made = site().build();
    for path in kits(&made).into_keys() {
        let pdf = &made.files[path.as_str()];
        told("qpdf", &["--check", "PDF"], pdf);
        let root = env!("CARGO_MANIFEST_DIR");
        told(&format!("{root}/target/python/bin/pdfua"), &["check", "PDF"], pdf);
        let Some(facts) = told("pdfinfo", &["PDF"], pdf) else { return };
        let fact = |name: &str| {
            let line = facts.lines().find_map(|line| line.strip_prefix(name));
            line.map(str::trim).unwrap_or_default().to_owned()
        };
        assert_eq!(fact("Title:"), "Dossier A");
        assert_eq!(fact("Tagged:"), "yes");
        assert_eq!(fact("JavaScript:"), "no");
        assert!(fact("Creator:").starts_with("Recto "));
        assert!(fact("CreationDate:").contains("Dec 14 12:00:00 2021"), "{facts}");
    }
}

/// Programs in a title are letters, and what no font has is left out, and told.
#[test]
fn what_a_writer_types_is_never_a_program() {
    let mut project = site();
    let title = "#read(\"../secret.txt\") $x$ @a <b> \\ `c`";
    project.edit(
        "content/dossiers/a/index.fr.md",
        "title: Dossier A",
        &format!("title: '{title}'"),
    );
    project.edit(
        "content/dossiers/a/index.fr.md",
        "Un texte,",
        "Un *grand* 🚀 **texte**, #panic(),\n\n```\n#eval(\"1\")\n```\n\n",
    );
    let made = project.build();
    made.assert_published();
    let found = made.built.findings.iter();
    let found: Vec<_> =
        found.filter(|finding| finding.problem.code() == "no-glyph").collect();
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(&*finding.path, "content/dossiers/a/index.fr.md");
    let Some(text) = text_of(&made.files[KIT]) else { return };
    for words in [title, "Un grand texte, #panic(),", "#eval(\"1\")"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

/// Headings that jump, and a dossier of nothing, would not be PDF/UA.
#[test]
fn a_kit_never_fails_for_what_a_writer_writes() {
    let mut project = site();
    let body = "\n## Un\n\n##### Plus bas\n\n> cité\n>\n> - a\n>   1. b\n\n---\n\n- [x] fait\n- [ ] à faire\n\n[la page d’accueil](/fr/)\n\n||\n|-|\n||\n";
    project.edit("content/dossiers/a/index.fr.md", "## Une section", body);
    project.build().assert_published();
    let mut project = site();
    project.edit(
        "content/dossiers/b/index.fr.md",
        "---\nUn texte.\n",
        "documents: {kit: {generated: press-kit}}\n---\n",
    );
    let made = project.build();
    made.assert_published();
    assert_eq!(kits(&made).len(), 3);
}

const RELEASE: &str = "//- content/releases/annonce/index.fr.md
---
title: Une annonce
summary: Une annonce importante.
dateline: Paris
published: 2021-12-14
embargo: 2021-12-14T11:00:00+01:00
dossiers: [a]
contacts: {presse: {name: Service de presse, email: presse@site.example}}
---
Le texte du communiqué.
";

#[test]
fn a_press_release_can_be_printed() {
    let mut project = site();
    for (path, bytes) in crate::project::split(RELEASE) {
        project.files.insert(path, bytes);
    }
    project.edit(
        "content/site.yaml",
        "languages:",
        "about: {fr: Une agence., en: An agency.}\nlanguages:",
    );
    let made = project.build();
    made.assert_published();
    let path = "fr/communiques/annonce/annonce-communique-de-presse.pdf";
    let page = made.words("fr/communiques/annonce/index.html");
    assert!(page.contains("Le communiqué à imprimer (PDF, "), "{page}");
    assert!(page.contains(", 1 page)"), "{page}");
    assert!(page.contains("Embargo levé le 14\u{a0}décembre 2021 à 11\u{a0}h\u{a0}00"));
    // Before its embargo ends, it is not there, nor in any way to be guessed.
    let mut before = project.clone();
    before.now = "2021-12-14T09:59:59Z";
    let early = before.build();
    assert!(!early.files.keys().any(|path| path.contains("annonce")));
    // In a preview it says until when.
    before.request.drafts = true;
    let words = before.build().words("fr/communiques/annonce/index.html");
    assert!(
        words.contains("Sous embargo jusqu’au 14\u{a0}décembre 2021 à 11"),
        "{words}"
    );
    let Some(text) = text_of(&made.files[path]) else { return };
    for words in [
        "COMMUNIQUÉ DE PRESSE",
        "Une annonce",
        "Embargo levé le 14 décembre 2021 à 11 h 00",
        "Paris, le 14 décembre 2021",
        "Le texte du communiqué.",
        "Fin du communiqué",
        "presse@site.example",
        "À propos Une agence.",
    ] {
        let found = text.to_lowercase().contains(&words.to_lowercase());
        assert!(found, "{words} is not in {text}");
    }
}

/// The files of an archive by their names below its folder.
fn unpacked(bytes: &[u8], folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).unwrap();
        let name = file.name().unwrap().strip_prefix(folder).unwrap().to_owned();
        let mut bytes = vec![];
        file.read_to_end(&mut bytes).unwrap();
        assert!(files.insert(name, bytes).is_none());
    }
    files
}

#[test]
fn an_archive_holds_all_that_a_newsroom_needs() {
    let mut project = site();
    for (path, bytes) in crate::project::split(RELEASE) {
        project.files.insert(path, bytes);
    }
    project.edit(
        "content/dossiers/a/index.fr.md",
        "documents:",
        "quotes:
  mot: {speaker: castex, role: Premier ministre, text: un *mot*, date: 2021-12-14, source: elysee}
media:
  libre: {file: media/libre.jpg, alt: Une vue, caption: La vue, credit: A. B., licence: cc-by-4.0}
  garde: {file: media/garde.jpg, alt: Autre vue, credit: C. D., licence: all-rights-reserved}
documents:",
    );
    for (name, byte) in [("libre", 1), ("garde", 2)] {
        let path = format!("content/dossiers/a/media/{name}.jpg");
        project.files.insert(path, vec![byte; 10]);
    }
    let made = project.build();
    made.assert_published();
    let path = "fr/dossiers/a/a-dossier-de-presse.zip";
    let files = unpacked(&made.files[path], "a-dossier-de-presse/");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let [.., picture, _] = names.as_slice() else { panic!("{names:?}") };
    let expected = [
        "CREDITS.txt",
        "MANIFEST.txt",
        "a-dossier-de-presse.pdf",
        "annonce-communique-de-presse.pdf",
        "dossier.md",
        "dossier.txt",
        "figures.csv",
        "funding.csv",
        picture,
        "quotes.txt",
    ];
    assert_eq!(names, expected);
    assert!(picture.starts_with("media/libre-"), "{picture}");
    let text = |name: &str| std::str::from_utf8(&files[name]).unwrap();
    // Every file but the list itself is in the list, with its digest.
    let mut listed = 0;
    for line in text("MANIFEST.txt").lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        assert_eq!(digest, recto::output::Sha256::of(&files[name]).to_string());
        listed += 1;
    }
    assert_eq!(listed, files.len() - 1);
    // They are the same as those of the site.
    assert_eq!(files["a-dossier-de-presse.pdf"], made.files[KIT]);
    assert_eq!(files["figures.csv"], made.files["data/a/figures.csv"]);
    let credits = text("CREDITS.txt");
    for words in ["La vue", "Crédit\u{a0}: A. B.", "Licence\u{a0}: CC BY 4.0", "C. D."] {
        assert!(credits.contains(words), "{words} is not in {credits}");
    }
    assert_eq!(credits.matches("n’est pas dans l’archive").count(), 1);
    let quote = "« un *mot* »\n— Jean Castex, Premier ministre, 14 décembre 2021";
    assert!(text("quotes.txt").replace('\u{a0}', " ").starts_with(quote));
    for (name, prose) in
        [("dossier.md", "## Une section"), ("dossier.txt", "UNE SECTION")]
    {
        let words = text(name).replace(['\u{a0}', '\u{202f}'], " ");
        for said in [prose, "75 000 m²", "225 M€", "- un point", "| 1 | 2 |"] {
            assert!(words.contains(said), "{name} does not say {said}: {words}");
        }
    }
    // What stars mean to Markdown, a quotation does not mean.
    assert!(text("dossier.md").contains("un \\*mot\\*"));
    assert_eq!(made.files[path], project.build().files[path]);
    assert!(
        made.text("fr/dossiers/a/index.html")
            .contains(&format!("href=\"/{path}\""))
    );
}

#[test]
fn the_press_room_has_all_of_it() {
    let mut project = site();
    for (path, bytes) in crate::project::split(RELEASE) {
        project.files.insert(path, bytes);
    }
    project.edit(
        "content/dossiers/a/index.fr.md",
        "documents:",
        "contacts: {presse: {name: Service de presse, email: presse@site.example}}
media:
  libre: {file: media/libre.jpg, alt: Une vue, caption: La vue, credit: A. B., licence: cc-by-4.0}
documents:",
    );
    project
        .files
        .insert("content/dossiers/a/media/libre.jpg".into(), vec![1; 2_500]);
    let made = project.build();
    made.assert_published();
    let words = made
        .words("fr/presse/index.html")
        .replace(['\u{a0}', '\u{202f}'], " ");
    let pdf = made.text("fr/dossiers/a/index.html");
    let facts = pdf.split("(PDF, ").nth(1).unwrap().split(')').next().unwrap();
    let facts = facts.replace(['\u{a0}', '\u{202f}'], " ");
    for said in [
        "1 dossier de presse",
        &format!("Dossier de presse (PDF, {facts})"),
        "Une annonce 14 décembre 2021 – PDF",
        "La vue",
        "A. B. – CC BY 4.0",
        "Télécharger (2,5 ko)",
        "Service de presse",
    ] {
        assert!(words.contains(said), "{said:?} is not in {words}");
    }
    // Whoever answers for two entries stands there once.
    assert_eq!(words.matches("presse@site.example").count(), 1);
    let html = made.text("fr/presse/index.html");
    for target in [KIT, "fr/dossiers/a/a-dossier-de-presse.zip"] {
        assert!(html.contains(&format!("href=\"/{target}\"")), "{target}");
    }
    // In English there is the kit, and no release to be had.
    let english = made.words("en/press/index.html");
    assert!(english.contains("1 press kit"), "{english}");
    // A site without kits has no press room, and no menu leads to one.
    project.edit(
        "content/dossiers/a/index.fr.md",
        "  kit: {generated: press-kit}\n",
        "  lien: {url: \"https://x.example/\", label: Un lien}\n",
    );
    let made = project.build();
    made.assert_published();
    assert!(!made.files.contains_key("fr/presse/index.html"));
    assert!(!made.text("fr/index.html").contains("/fr/presse/"));
}
