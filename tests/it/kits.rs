//! Press kits: what a dossier says, as PDF.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use recto::cache::Cache;
use recto::made::Made;

use crate::cards::{Counting, mistake_of_theme};
use crate::media::photo;
use crate::project::{self, Project, words_of};

/// A bilingual site with a dossier that can be taken away, and one that cannot.
pub fn site() -> Project {
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

/// The kit of its first dossier.
pub const KIT: &str = "fr/dossiers/a/a-dossier-de-presse.pdf";

/// The documents of a build, with the digests of their bytes.
pub fn kits(made: &project::Made) -> BTreeMap<String, String> {
    let records = made.built.outputs.iter();
    records
        .filter(|(_, record)| record.kind == "document")
        .map(|(path, record)| (path.to_string(), record.sha256.to_string()))
        .collect()
}

/// What a program of others says of a PDF; `None` where it is not installed, which CI does not
/// take for an answer.
pub fn told(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
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
pub fn text_of(pdf: &[u8]) -> Option<String> {
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
    // The two standards, as the metadata declares them.
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

/// Every kit and press release of the example site, and those of a small one.
#[test]
fn others_programs_find_kits_sound() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = vec![];
    for made in [site_with_release().build(), Project::repository().build()] {
        made.assert_published();
        for path in kits(&made).into_keys() {
            let pdf = &made.files[path.as_str()];
            told("qpdf", &["--check", "PDF"], pdf);
            told(&python("pdfua"), &["check", "PDF"], pdf);
            let file = folder.path().join(path.rsplit('/').next().unwrap());
            std::fs::write(&file, pdf).unwrap();
            files.push(file.to_str().unwrap().to_owned());
            let Some(facts) = told("pdfinfo", &["PDF"], pdf) else { return };
            assert_eq!(fact(&facts, "Tagged:"), "yes", "{path}");
            assert_eq!(fact(&facts, "JavaScript:"), "no", "{path}");
            assert_eq!(fact(&facts, "Encrypted:"), "no", "{path}");
            assert_eq!(fact(&facts, "Page size:"), "595.276 x 841.89 pts (A4)", "{path}");
            assert!(fact(&facts, "Creator:").starts_with("Recto "), "{path}");
            // Titles of pages and of their documents are the same.
            let page = path.rsplit_once('/').unwrap().0;
            let html = made.text(&format!("{page}/index.html"));
            let title = html.split("<h1").nth(1).unwrap().split('>').nth(1).unwrap();
            let title = words_of(title.split('<').next().unwrap()).replace('\u{a0}', " ");
            assert_eq!(fact(&facts, "Title:").replace('\u{a0}', " "), title, "{path}");
            let fonts = told("pdffonts", &["PDF"], pdf).unwrap();
            for font in fonts.lines().skip(2) {
                let columns: Vec<&str> = font.split_whitespace().rev().collect();
                // Embedded, in part, with what its glyphs mean.
                assert_eq!(columns[2..5], ["yes"; 3], "{path}: {font}");
            }
        }
    }
    assert!(files.len() > 15, "{files:?}");
    let mut arguments = vec!["--fail-on", "error", "--quiet"];
    arguments.extend(files.iter().map(String::as_str));
    told(&python("outloud"), &arguments, b"");
}

/// A program of the tests' Python.
fn python(name: &str) -> String {
    format!("{}/target/python/bin/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// What `pdfinfo` says of something.
fn fact(facts: &str, name: &str) -> String {
    let line = facts.lines().find_map(|line| line.strip_prefix(name));
    line.map(str::trim).unwrap_or_default().to_owned()
}

#[test]
fn a_kit_is_of_the_day_of_its_dossier() {
    let made = site().build();
    let Some(facts) = told("pdfinfo", &["PDF"], &made.files[KIT]) else { return };
    let day = fact(&facts, "CreationDate:");
    assert!(day.contains("Dec 14 12:00:00 2021"), "{day}");
    let info = told("pdfinfo", &["-struct", "PDF"], &made.files[KIT]).unwrap();
    for tag in ["H1", "H2", "TOC", "Table", "TH", "LI", "Figure", "Note", "Link"] {
        let has = |line: &str| {
            let line = line.trim_start().split([' ', ':']).next();
            line == Some(tag)
        };
        assert!(info.lines().any(has), "no {tag} in {info}");
    }
}

/// Media of a dossier: two that may be passed on, and one that may not.
pub const MEDIA: &str = "cover: libre
media:
  libre: {file: media/libre.jpg, alt: Une vue, caption: La vue, credit: A. B., licence: cc-by-4.0}
  dessin: {file: media/dessin.svg, alt: Un dessin, credit: E. F., licence: editorial-only}
  garde: {file: media/garde.jpg, alt: Autre vue, credit: C. D., licence: all-rights-reserved}
";

/// The site with pictures.
pub fn site_with_media() -> Project {
    let mut project = site_with_release();
    project.edit(
        "content/dossiers/a/index.fr.md",
        "documents:",
        &format!("{MEDIA}documents:"),
    );
    for (name, width) in [("libre", 2000), ("garde", 900)] {
        let path = format!("content/dossiers/a/media/{name}.jpg");
        project.files.insert(path, photo(width, width / 2, 1));
    }
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">\
        <linearGradient id=\"a\"><stop stop-color=\"#f00\"/>\
        <stop offset=\"1\" stop-color=\"#00f\" stop-opacity=\".3\"/></linearGradient>\
        <rect width=\"40\" height=\"20\" fill=\"url(#a)\" opacity=\".5\"/>\
        <text x=\"1\" y=\"9\" font-family=\"Marianne\">Où 🚀</text></svg>";
    project.write("content/dossiers/a/media/dessin.svg", drawing);
    project
}

#[test]
fn pictures_stand_in_the_kit_with_their_caption_and_credit() {
    let made = site_with_media().build();
    made.assert_published();
    let pdf = &made.files[KIT];
    let Some(text) = text_of(pdf) else { return };
    for words in [
        "La vue Crédit : A. B. – CC BY 4.0",
        "Crédit : E. F. – usage éditorial seulement",
        "Crédit : C. D. – tous droits réservés",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    // What no font has is left out of a drawing, too, and told where it stands.
    let of_drawing = |it: &&recto::diag::Finding| it.path.ends_with("dessin.svg");
    let finding = made.built.findings.iter().find(of_drawing).unwrap();
    assert_eq!(finding.problem.code(), "no-glyph");
    assert_eq!(finding.span.unwrap().line, 1);
    assert!(text.contains("Où"), "{text}");
    // Those who do not see them hear what they show, in the language of the kit.
    let said = told("qpdf", &["--qdf", "--object-streams=disable", "PDF", "-"], pdf);
    let said = said.unwrap();
    for alt in ["Une vue", "Un dessin", "Autre vue"] {
        let plain = format!("/Alt ({alt})");
        assert!(said.contains(&plain), "{alt} is said nowhere");
    }
    assert!(said.contains("/Lang (fr)") && !said.contains("/Lang (en)"));
    // What is not translated is said in its own language.
    let english = &made.files["en/dossiers/a/a-press-kit.pdf"];
    let english =
        told("qpdf", &["--qdf", "--object-streams=disable", "PDF", "-"], english);
    let english = english.unwrap();
    assert!(english.contains("/Lang (en)") && english.contains("/Lang (fr)"));
    told("qpdf", &["--check", "PDF"], pdf);
    told(&python("pdfua"), &["check", "PDF"], pdf);
    // In the sizes that pages have, not in that of the camera.
    let images = told("pdfimages", &["-list", "PDF"], pdf).unwrap();
    assert!(images.contains(" 1200   600 "), "{images}");
    assert!(!images.contains(" 2000 "), "{images}");
    // The same, with nothing of what the camera said.
    let canary = b"CANARY-7f3a";
    assert!(!pdf.windows(canary.len()).any(|it| it == canary));
}

#[test]
fn a_kit_says_that_its_dossier_was_withdrawn() {
    let mut project = site();
    project.edit(
        "content/dossiers/a/index.fr.md",
        "published: 2021-12-14",
        "published: 2021-12-14\nwithdrawn: {date: 2025-12-01, reason: Clos., replaced_by: b}",
    );
    let made = project.build();
    made.assert_published();
    let Some(text) = text_of(&made.files[KIT]) else { return };
    let said = "Page retirée le 1er décembre 2025 Clos. Cette page reste en ligne pour mémoire, \
                et n’est plus tenue à jour. À lire à la place : Dossier B";
    assert!(text.contains(said), "{text}");
    told(&python("pdfua"), &["check", "PDF"], &made.files[KIT]);
}

#[test]
fn what_was_set_is_not_set_again() {
    let shelf = Arc::new(Counting::default());
    let build = |project: &Project| {
        let mut cache = Cache::new(Made::on(shelf.clone()));
        let before = shelf.n_made();
        let made = project.build_with(&mut cache);
        made.assert_published();
        (made.files, shelf.n_made() - before)
    };
    let mut project = site_with_media();
    let (first, n_made) = build(&project);
    assert!(n_made > 10, "{n_made}");
    let (again, n_made) = build(&project);
    assert_eq!((n_made, again == first), (0, true));
    // One amount: the kit and the archive of its dossier, in two languages, and the index of
    // the search in both. The press release does not show it.
    project.edit("content/dossiers/a/index.fr.md", "225 M€", "226 M€");
    let (changed, n_made) = build(&project);
    let is_taken = |path: &&Arc<str>| path.ends_with(".pdf") || path.ends_with(".zip");
    let differ: Vec<&str> = changed
        .keys()
        .filter(is_taken)
        .filter(|path| changed[*path] != first[*path])
        .map(|path| &**path)
        .collect();
    let expected = [
        "en/dossiers/a/a-press-kit.pdf",
        "en/dossiers/a/a-press-kit.zip",
        KIT,
        "fr/dossiers/a/a-dossier-de-presse.zip",
    ];
    assert_eq!(differ, expected);
    assert!(n_made <= 6, "{n_made}");
    // What pages look like on a screen is nothing to a sheet.
    project.edit("content/site.yaml", "languages:", "theme: maison\nlanguages:");
    project.write("themes/maison/theme.yaml", "");
    project.write("themes/maison/assets/style.css", "p { color: red }");
    let (styled, n_made) = build(&project);
    let kits = styled.iter().filter(|(path, _)| path.ends_with(".pdf"));
    assert!(
        kits.clone().count() == 3
            && kits.clone().all(|(path, pdf)| changed[path] == *pdf)
    );
    // The archives are packed anew.
    assert_eq!(n_made, 2);
}

/// E15 and F20 to F22 of the hostile inputs, and what a theme must not do to a sheet.
#[test]
fn a_theme_reaches_nothing_and_comes_to_an_end() {
    let mistake = |program: &str| mistake_of_theme(site(), "kit/dossier.typ", program);
    let (code, message, place) = mistake("#import \"@preview/cetz:0.3.0\": canvas");
    assert_eq!((&*code, place), ("template", Some((1, 9))));
    assert!(message.contains("packages cannot be used"), "{message}");
    for file in [
        "../../content/site.yaml",
        "/etc/passwd",
        "/strings/fr.yaml",
        "/cards/sheet.typ",
        "/pictures/0.jpg",
    ] {
        let (code, message, place) = mistake(&format!("#read(\"{file}\")"));
        assert_eq!((&*code, place), ("template", Some((1, 7))), "{message}");
    }
    let (code, message, place) = mistake("#for _ in range(600) { pagebreak() }");
    assert_eq!((&*code, place), ("typeset-too-long", None), "{message}");
    let (code, message, _) = mistake("#let i = 0\n#while i >= 0 { i += 1 }");
    assert_eq!((&*code, &*message), ("template", "loop seems to be infinite"));
    // What PDF/UA does not have: a picture without words, a heading too deep, no title.
    let titled = "#set document(title: \"A\")\n= A\n";
    let (code, message, _) = mistake(&format!("{titled}=== B"));
    assert_eq!(&*code, "template", "{message}");
    let (code, message, _) = mistake("= A");
    assert_eq!(&*code, "template", "{message}");
    assert!(message.contains("title"), "{message}");
}

/// Words as long as a writer may write them: they go on on another sheet, and none is lost.
#[test]
fn long_texts_go_on_on_the_next_sheet() {
    let mut project = site();
    let long = |end: &str| format!("{}{end}", "des mots et des mots ".repeat(220));
    let file = "content/dossiers/a/index.fr.md";
    project.edit(file, "key: true,", &format!("key: true, note: {},", long("FIN1")));
    project.edit(file, "label: Part,", &format!("label: Part, note: {},", long("FIN2")));
    project.edit(
        file,
        "documents:",
        &format!(
            "quotes:\n  q: {{speaker: castex, text: {}, date: 2021, source: elysee}}\n\
             timeline:\n  t: {{label: Jour, date: 2021, note: {}, source: elysee}}\n\
             documents:",
            long("FIN3"),
            long("FIN4")
        ),
    );
    let made = project.build();
    made.assert_published();
    let Some(text) = text_of(&made.files[KIT]) else { return };
    for end in ["FIN1", "FIN2", "FIN3", "FIN4"] {
        assert!(text.contains(end), "{end} is lost");
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

/// A press release that announces it.
pub const RELEASE: &str = "//- content/releases/annonce/index.fr.md
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

/// The site with its press release.
pub fn site_with_release() -> Project {
    let mut project = site();
    for (path, bytes) in project::split(RELEASE) {
        project.files.insert(path, bytes);
    }
    project
}

#[test]
fn a_press_release_can_be_printed() {
    let mut project = site_with_release();
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
        "À propos",
        "Une agence.",
    ] {
        let found = text.to_lowercase().contains(&words.to_lowercase());
        assert!(found, "{words} is not in {text}");
    }
}

/// Letters, marks and signs of Europe, with and without a mark above them, and some of the rest
/// of the world, in every face: what no font has is left out, and what is left is set.
#[test]
fn no_character_makes_a_kit_fail() {
    let mut body = String::new();
    let ranges = [0xa1..0x260, 0x2b0..0x3ff, 0x400..0x460, 0x5d0..0x5f0, 0xe01..0xe20];
    let signs =
        [0x1e00..0x1e20, 0x2010..0x2500, 0x25a0..0x2700, 0x4e00..0x4e10, 0xfb00..0xfb10];
    let all = ranges.into_iter().chain(signs).flatten().filter_map(char::from_u32);
    let all: Vec<char> = all
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .filter(|c| !matches!(c, '\u{200b}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..))
        .collect();
    for part in all.chunks(400) {
        let text: String = part.iter().flat_map(|c| ['a', *c, ' ']).collect();
        let marked: String =
            part.iter().flat_map(|c| ['e', *c, '\u{301}', ' ']).collect();
        body.push_str(&format!("{text} {marked} *a {text}a* **a {text}a** `{text}`\n\n"));
    }
    let mut project = site();
    project.edit("content/dossiers/a/index.fr.md", "## Une section", &body);
    project.build().assert_published();
}
