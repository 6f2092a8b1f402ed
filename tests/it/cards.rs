//! Share cards and Open Graph: which pages have which image, and what can be on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use recto::cache::Cache;
use recto::digest::Digest;
use recto::made::{Made, Shelf};

use crate::project::{self, Project, describe};

/// A bilingual site whose pages all have cards.
fn site(text: &str) -> Project {
    let mut project = Project::bilingual(text);
    project.edit("content/site.yaml", "cards: none", "cards: all");
    project
}

/// A dossier with a key figure and another figure.
const DOSSIER: &str = "//- content/dossiers/a/index.fr.md
---
title: Dossier A
summary: Un dossier.
figures:
  surface:
    label: Surface
    value: 75 000
    unit: m2
    key: true
    status: planned
    as_of: 2020-12-04
    source: elysee
  autre: {label: Autre, value: 12, unit: m2, as_of: 2020-12-04, source: elysee}
---
Un texte.
//- content/dossiers/a/index.en.md
---
title: Dossier A
summary: A dossier.
figures: {surface: Floor area, autre: Other}
---
A text.
//- content/dossiers/b/index.fr.md
---
title: Dossier B
summary: Un autre dossier.
---
Un texte.
";

/// The cards of a build, with the digest of their bytes.
fn cards(made: &project::Made) -> BTreeMap<String, String> {
    let records = made.built.outputs.iter();
    records
        .filter(|(_, record)| record.kind == "card")
        .map(|(path, record)| (path.to_string(), record.sha256.to_string()))
        .collect()
}

/// A card's path without its digest.
fn name(path: &str) -> String {
    path.rsplit_once('-').unwrap().0.to_owned()
}

fn names(made: &project::Made) -> BTreeSet<String> {
    cards(made).keys().map(|path| name(path)).collect()
}

/// What the head of a page says of a property.
fn property<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<meta property=\"{name}\" content=\"");
    let values = html.split(&start[..]).skip(1);
    values.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_page_that_is_shared_has_a_card_of_the_size_that_others_expect() {
    let made = site(DOSSIER).build();
    made.assert_published();
    let expected = [
        "cards/fr",
        "cards/en",
        "cards/fr/dossiers",
        "cards/fr/dossiers/a",
        "cards/en/dossiers/a",
        "cards/fr/dossiers/a/chiffres/surface",
        "cards/en/dossiers/a/figures/surface",
        "cards/fr/dossiers/b",
        "cards/fr/sources",
        "cards/fr/chiffres-cles",
    ];
    let names = names(&made);
    for name in expected {
        assert!(names.contains(name), "no {name} among {names:#?}");
    }
    // Neither a figure that is no key figure, nor a page that is not written.
    for name in ["cards/fr/dossiers/a/chiffres/autre", "cards/en/dossiers/b"] {
        assert!(!names.contains(name), "{name}");
    }
    for path in cards(&made).keys() {
        let bytes = &made.files[path.as_str()];
        let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        let reader = decoder.read_info().unwrap();
        assert_eq!(reader.info().size(), (1200, 630), "{path}");
        assert!(bytes.len() < 100_000, "{path} has {} bytes", bytes.len());
    }
}

#[test]
fn a_page_names_its_card_and_the_card_is_there() {
    let made = site(DOSSIER).build();
    let html = made.text("fr/dossiers/a/index.html");
    let url = property(html, "og:image");
    let [url] = url.as_slice() else { panic!("{url:?}") };
    let path = url.strip_prefix("https://site.example/").unwrap();
    assert!(made.files.contains_key(path), "{path}");
    assert_eq!(name(path), "cards/fr/dossiers/a");
    let one = |name| property(html, name).join(" | ");
    assert_eq!(one("og:image:width"), "1200");
    assert_eq!(one("og:image:height"), "630");
    assert_eq!(one("og:image:type"), "image/png");
    assert_eq!(
        one("og:image:alt"),
        "Dossier – Dossier A – Surface\u{a0}: 75\u{202f}000\u{a0}m²"
    );
    assert_eq!(one("og:title"), "Dossier A");
    assert_eq!(one("og:description"), "Un dossier.");
    assert_eq!(one("og:type"), "article");
    assert_eq!(one("og:url"), "https://site.example/fr/dossiers/a/");
    assert_eq!(one("og:locale"), "fr_FR");
    assert_eq!(one("og:locale:alternate"), "en_GB");
    assert_eq!(one("og:site_name"), "Site");
    assert!(
        html.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">")
    );
    // Every image that any page names is there.
    for (path, bytes) in made.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        for url in property(html, "og:image") {
            let of = url.strip_prefix("https://site.example/").unwrap();
            assert!(made.files.contains_key(of), "{path} names {url}");
        }
    }
}

#[test]
fn a_site_chooses_its_cards() {
    let mut project = site(DOSSIER);
    project.edit("content/site.yaml", "cards: all", "");
    let made = project.build();
    assert_eq!(names(&made), ["cards/en", "cards/fr"].map(str::to_owned).into());
    let html = made.text("fr/dossiers/a/index.html");
    let url = property(html, "og:image").join("");
    assert_eq!(name(&url), "https://site.example/cards/fr");

    project.edit("content/site.yaml", "languages:", "cards: none\nlanguages:");
    let made = project.build();
    assert_eq!(names(&made), BTreeSet::new());
    let html = made.text("fr/dossiers/a/index.html");
    assert_eq!(property(html, "og:image"), Vec::<&str>::new());
    assert_eq!(property(html, "og:title"), ["Dossier A"]);
}

#[test]
fn a_card_is_the_same_bytes_every_time() {
    let first = site(DOSSIER).build();
    let mut other_day = site(DOSSIER);
    other_day.now = "2026-06-15T23:30:00Z";
    assert_eq!(cards(&first), cards(&other_day.build_with(&mut Cache::default())));
}

#[test]
fn a_changed_figure_changes_the_cards_that_show_it_and_no_other() {
    let before = cards(&site(DOSSIER).build());
    let mut project = site(DOSSIER);
    project.edit("content/dossiers/a/index.fr.md", "75 000", "76 000");
    let after = cards(&project.build());
    let of = |cards: &BTreeMap<String, String>, others: &BTreeMap<String, String>| {
        let changed = cards.iter().filter(|(path, sha)| others.get(*path) != Some(sha));
        changed.map(|(path, _)| name(path)).collect::<BTreeSet<_>>()
    };
    let expected: BTreeSet<String> = [
        "cards/en/dossiers/a",
        "cards/en/dossiers/a/figures/surface",
        "cards/fr/dossiers/a",
        "cards/fr/dossiers/a/chiffres/surface",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(of(&before, &after), expected);
    assert_eq!(of(&after, &before), expected);
}

/// Counts what is made.
#[derive(Debug, Default)]
pub struct Counting(Mutex<BTreeMap<Digest, Vec<u8>>>);

impl Counting {
    /// How many things were made so far.
    pub fn n_made(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl Shelf for Counting {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(&key).cloned()
    }

    fn put(&self, key: Digest, bytes: &[u8]) {
        self.0.lock().unwrap().insert(key, bytes.to_vec());
    }
}

#[test]
fn a_card_that_was_drawn_is_not_drawn_again() {
    let shelf = Arc::new(Counting::default());
    // The shelf has other things, too: what can be searched.
    let is_card = |bytes: &&Vec<u8>| bytes.starts_with(b"\x89PNG");
    let n_made = || shelf.0.lock().unwrap().values().filter(is_card).count();
    let build = |project: &Project| {
        let mut cache = Cache::new(Made::on(shelf.clone()));
        cards(&project.build_with(&mut cache))
    };
    let mut project = site(DOSSIER);
    let first = build(&project);
    assert_eq!(n_made(), first.len());
    assert_eq!(build(&project), first);
    assert_eq!(n_made(), first.len());
    project.edit("content/dossiers/a/index.fr.md", "75 000", "76 000");
    let second = build(&project);
    assert_eq!(n_made(), first.len() + 4);
    assert_eq!(second, cards(&project.build()));
}

#[test]
fn what_is_hidden_has_no_card() {
    let mut project = site(DOSSIER);
    project.edit("content/dossiers/a/index.fr.md", "summary:", "draft: true\nsummary:");
    project.edit(
        "content/dossiers/b/index.fr.md",
        "summary:",
        "embargo: 2030-01-01T00:00:00Z\nsummary:",
    );
    let hidden = names(&project.build());
    let is_of_dossier = |name: &&String| name.contains("/dossiers/");
    assert_eq!(hidden.iter().find(is_of_dossier), None);
    // In a preview they have theirs.
    project.request.drafts = true;
    assert!(names(&project.build()).contains("cards/fr/dossiers/b"));
}

/// Programs in a title are letters. Were they run, the card would fail, or be another.
#[test]
fn what_a_writer_types_is_never_a_program() {
    let titles = [
        "#read(\\\"../secret.txt\\\")",
        "$ sum x $ #panic() @ref <label> \\\\ `code` *gras* _it_ // non",
        "#import \\\"@preview/x:1.0.0\\\" #{ while true {} }",
        "</title><script>alert(1)</script>",
    ];
    let mut seen = BTreeSet::new();
    for title in titles {
        let mut project = site(DOSSIER);
        project.edit(
            "content/dossiers/b/index.fr.md",
            "Dossier B",
            &format!("\"{title}\""),
        );
        let made = project.build();
        made.assert_published();
        let of_b = cards(&made)
            .into_iter()
            .find(|(path, _)| path.contains("/dossiers/b"));
        seen.insert(of_b.unwrap().1);
    }
    assert_eq!(seen.len(), titles.len());
}

#[test]
fn titles_of_any_length_and_empty_ones_make_a_card() {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    for title in [long.repeat(3), "mot ".repeat(74), "i".into(), "« »".into()] {
        let mut project = site(DOSSIER);
        project.edit(
            "content/dossiers/a/index.fr.md",
            "Dossier A",
            &format!("\"{title}\""),
        );
        project.edit(
            "content/dossiers/a/index.fr.md",
            "Surface",
            &format!("\"{title}\""),
        );
        project.edit(
            "content/dossiers/a/index.fr.md",
            "75 000",
            "75 000 000 000 000,125",
        );
        project.build().assert_published();
    }
}

/// E15 of the hostile inputs.
#[test]
fn characters_that_no_font_has_are_found_where_they_stand() {
    let mut project = site(DOSSIER);
    project.edit("content/dossiers/a/index.fr.md", "Dossier A", "Dossier 🚀 健");
    let made = project.build();
    made.assert_published();
    let found = &made.built.findings;
    let found: Vec<_> = found
        .iter()
        .filter(|finding| finding.problem.code() == "no-glyph")
        .collect();
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(&*finding.path, "content/dossiers/a/index.fr.md");
    let span = finding.span.unwrap();
    assert_eq!((span.line, span.column), (2, 16));
    let (message, _) = describe(finding);
    assert_eq!(
        message,
        "no font of the theme has `🚀` (U+1F680), `健` (U+5065): share cards, press kits and press releases leave it out"
    );
    // A card without them is that of the title without them.
    let without = {
        let mut project = site(DOSSIER);
        project.edit("content/dossiers/a/index.fr.md", "Dossier A", "Dossier");
        project.build()
    };
    let card = |made: &project::Made| {
        cards(made)
            .into_iter()
            .find(|(path, _)| path.starts_with("cards/fr/dossiers/a-"))
    };
    assert_eq!(card(&made).unwrap().1, card(&without).unwrap().1);
    // Letters of Europe are there.
    let mut project = site(DOSSIER);
    project.edit(
        "content/dossiers/a/index.fr.md",
        "Dossier A",
        "Œuvre à Łódź, ½ × 3 € — №",
    );
    let found = project.check();
    assert!(found.iter().all(|finding| finding.problem.code() != "no-glyph"));
}

/// What is wrong with a theme's card, with its place.
fn mistake(program: &str) -> (String, String, Option<(usize, usize)>) {
    mistake_of_theme(site(DOSSIER), "cards/dossier.typ", program)
}

/// What is wrong with a program of a theme, with its place.
pub fn mistake_of_theme(
    mut project: Project,
    name: &str,
    program: &str,
) -> (String, String, Option<(usize, usize)>) {
    let path = format!("themes/maison/{name}");
    project.edit("content/site.yaml", "languages:", "theme: maison\nlanguages:");
    project.write("themes/maison/theme.yaml", "");
    project.write(&path, program);
    let found = project.check();
    let of_theme: Vec<_> = found
        .iter()
        .filter(|finding| finding.path.starts_with("themes/"))
        .collect();
    let [finding] = of_theme.as_slice() else { panic!("{found:#?}") };
    assert_eq!(*finding.path, *path);
    let place = finding.span.map(|span| (span.line, span.column));
    (finding.problem.code().to_owned(), describe(finding).0, place)
}

/// F20, F21 and F22 of the hostile inputs.
#[test]
fn a_theme_reaches_nothing_and_comes_to_an_end() {
    let page = "#set page(width: 1200pt, height: 630pt)\n";
    let of = |program: &str| mistake(&format!("{page}{program}"));
    let (code, message, place) = of("#import \"@preview/cetz:0.3.0\": canvas");
    assert_eq!((&*code, place), ("template", Some((2, 9))));
    assert!(message.contains("packages cannot be used"), "{message}");
    for file in ["../../content/site.yaml", "/etc/passwd", "/strings/fr.yaml"] {
        let (code, message, place) = of(&format!("#read(\"{file}\")"));
        assert_eq!((&*code, place), ("template", Some((2, 7))), "{message}");
    }
    let (code, message, _) = of("#while true { }");
    assert_eq!((&*code, &*message), ("template", "condition is always true"));
    let (code, message, place) = of("#let i = 0\n#while i >= 0 { i += 1 }");
    assert_eq!((&*code, &*message), ("template", "loop seems to be infinite"));
    assert_eq!(place, Some((3, 2)));
    let (code, message, _) = of("#let f(x) = f(x + 1)\n#f(1)");
    assert_eq!(&*code, "template", "{message}");
    assert!(message.contains("depth"), "{message}");
    let (code, message, place) = of("#for _ in range(600) { pagebreak() }");
    assert_eq!((&*code, place), ("typeset-too-long", None));
    assert_eq!(message, "the document has 601 pages; at most 500 are allowed");
    let (code, ..) = of("a #pagebreak() b");
    assert_eq!(code, "card-size");
    let (code, message, place) = of("#text(font: \"Absente\")[a]");
    assert_eq!((&*code, place), ("template", Some((2, 13))), "{message}");
    let (code, message, _) = of("#datetime.today()");
    assert_eq!(&*code, "template", "{message}");
    let (code, _, place) = mistake("#let x = (");
    assert_eq!((&*code, place), ("template", Some((1, 10))));
}

#[test]
fn a_theme_replaces_one_card_and_keeps_the_others() {
    let before = cards(&site(DOSSIER).build());
    let mut project = site(DOSSIER);
    project.edit("content/site.yaml", "languages:", "theme: maison\nlanguages:");
    project.write("themes/maison/theme.yaml", "");
    project.write(
        "themes/maison/cards/release.typ",
        "#import \"sheet.typ\": *\n#set page(width: 1200pt, height: 630pt)\n",
    );
    let made = project.build();
    made.assert_published();
    let bytes = |cards: &BTreeMap<String, String>| {
        cards
            .iter()
            .map(|(path, sha)| (name(path), sha.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    assert_eq!(bytes(&before), bytes(&cards(&made)));
}

#[test]
fn a_broken_font_is_found() {
    let mut project = site(DOSSIER);
    project.edit("content/site.yaml", "languages:", "theme: maison\nlanguages:");
    project.write("themes/maison/theme.yaml", "");
    project.files.insert("themes/maison/fonts/x.ttf".into(), vec![0; 100]);
    let found = project.check();
    let found = found.iter().find(|finding| finding.problem.code() == "not-a-font");
    assert_eq!(&*found.unwrap().path, "themes/maison/fonts/x.ttf");
}

#[test]
fn a_font_that_may_not_be_embedded_is_found() {
    let whole = std::fs::read(project::tests_folder(
        "../themes/default/fonts/IBMPlexSans-Regular.ttf",
    ));
    let whole = whole.unwrap();
    let table = whole[12..]
        .chunks(16)
        .find(|table| table.starts_with(b"OS/2"))
        .unwrap();
    let start = u32::from_be_bytes(table[8..12].try_into().unwrap()) as usize + 8;
    for (fs_type, is_found) in [(0x0002_u16, true), (0x0100, true), (0x0004, false)] {
        let mut font = whole.clone();
        font[start..start + 2].copy_from_slice(&fs_type.to_be_bytes());
        let mut project = site(DOSSIER);
        project.edit("content/site.yaml", "languages:", "theme: maison\nlanguages:");
        project.write("themes/maison/theme.yaml", "");
        let path = "themes/maison/fonts/maison.ttf";
        project.files.insert(path.into(), font);
        let found = project.check();
        let is_it =
            |code: &str, file: &str| code == "font-not-embeddable" && file == path;
        let found = found.iter().any(|it| is_it(it.problem.code(), &it.path));
        assert_eq!(found, is_found, "fsType {fs_type:#06x}");
    }
}
