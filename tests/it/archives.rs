//! Archives of press kits, and the press room that has them all.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::process::Command;

use crate::kits::{KIT, kits, site, site_with_media, site_with_release, told};
use crate::project::Project;

/// The archive of the first dossier.
const ARCHIVE: &str = "fr/dossiers/a/a-dossier-de-presse.zip";

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

/// A name without the digits that tell its content.
fn plain(name: &str) -> String {
    let is_digits =
        |part: &&str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts = name.split('-').filter(|part| {
        let stem = part.split('.').next().unwrap_or_default();
        !is_digits(&stem)
    });
    let ending = name.rsplit('.').next().unwrap_or_default();
    let name = parts.collect::<Vec<_>>().join("-");
    match name.contains('.') {
        true => name,
        false => format!("{name}.{ending}"),
    }
}

#[test]
fn an_archive_holds_all_that_a_newsroom_needs() {
    let mut project = site_with_media();
    project.edit(
        "content/dossiers/a/index.fr.md",
        "documents:",
        "quotes:
  mot: {speaker: castex, role: Premier ministre, text: un *mot*, date: 2021-12-14, source: elysee}
documents:",
    );
    let made = project.build();
    made.assert_published();
    let files = unpacked(&made.files[ARCHIVE], "a-dossier-de-presse/");
    let names: Vec<String> = files.keys().map(|name| plain(name)).collect();
    let expected = [
        "CREDITS.txt",
        "MANIFEST.txt",
        "a-dossier-de-presse.pdf",
        "annonce-communique-de-presse.pdf",
        "dossier.md",
        "dossier.txt",
        "figures.csv",
        "funding.csv",
        "media/original/dessin.svg",
        "media/original/libre.jpg",
        "media/web/libre-1200.jpg",
        "quotes.txt",
    ];
    assert_eq!(names, expected);
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
    // A picture whole and as pages show it, with nothing of what the camera said.
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".jpg")) {
        let picture = image::load_from_memory(bytes).unwrap();
        let width = if name.contains("original") { 2000 } else { 1200 };
        assert_eq!((picture.width(), picture.height()), (width, width / 2), "{name}");
        let canary = b"CANARY-7f3a";
        assert!(!bytes.windows(canary.len()).any(|it| it == canary), "{name}");
        let published = format!("media/{}", name.rsplit('/').next().unwrap());
        assert_eq!(*bytes, made.files[published.as_str()], "{name}");
    }
    let credits = text("CREDITS.txt").replace('\u{a0}', " ");
    for words in [
        "Légende : La vue",
        "Crédit : A. B.",
        "Licence : CC BY 4.0",
        "Usage : Cette image peut être réutilisée librement, en nommant son auteur",
        "Légende : Un dessin",
        "Usage : La presse peut publier cette image avec ses articles",
        "Crédit : C. D.",
    ] {
        assert!(credits.contains(words), "{words} is not in {credits}");
    }
    assert_eq!(credits.matches("n’est pas dans l’archive").count(), 1);
    let kept_back = credits
        .split("\n\n")
        .find(|it| it.contains("n’est pas dans"))
        .unwrap();
    assert!(kept_back.contains("garde") && kept_back.contains("C. D."), "{kept_back}");
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
    let html = made.text("fr/dossiers/a/index.html");
    assert!(html.contains(&format!("href=\"/{ARCHIVE}\"")));
}

#[test]
fn an_archive_is_the_same_bytes_every_time() {
    let first = site_with_media().build().files;
    let mut other_day = site_with_media();
    other_day.now = "2027-06-15T23:30:00Z";
    let again = other_day.build().files;
    let archives: Vec<_> = first.keys().filter(|path| path.ends_with(".zip")).collect();
    assert_eq!(archives.len(), 2);
    for path in archives {
        assert_eq!(first[path], again[path], "{path}");
    }
}

/// What a newsroom does with it: `unzip -t`, and `sha256sum --check`.
#[test]
fn others_programs_find_archives_sound() {
    for made in [site_with_media().build(), Project::repository().build()] {
        made.assert_published();
        let archives = made.files.iter().filter(|(path, _)| path.ends_with(".zip"));
        let mut n_archives = 0;
        for (path, bytes) in archives {
            if told("unzip", &["-t", "PDF"], bytes).is_none() {
                return;
            }
            let folder = tempfile::tempdir().unwrap();
            let to = folder.path().to_str().unwrap();
            told("unzip", &["-q", "PDF", "-d", to], bytes);
            let inside: Vec<_> = std::fs::read_dir(folder.path())
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let [inside] = inside.as_slice() else { panic!("{path}: {inside:?}") };
            let checked = Command::new("sha256sum")
                .args(["--check", "--strict", "MANIFEST.txt"])
                .current_dir(inside.path())
                .output()
                .unwrap();
            assert!(checked.status.success(), "{path}: {checked:?}");
            n_archives += 1;
        }
        assert!(n_archives >= 2);
    }
}

#[test]
fn the_press_room_has_all_of_it() {
    let mut project = site_with_media();
    project.edit(
        "content/dossiers/a/index.fr.md",
        "documents:",
        "contacts: {presse: {name: Service de presse, email: presse@site.example, languages: [fr, en]}}
documents:",
    );
    let made = project.build();
    made.assert_published();
    let words = made
        .words("fr/presse/index.html")
        .replace(['\u{a0}', '\u{202f}'], " ");
    let pdf = made
        .words("fr/dossiers/a/index.html")
        .replace(['\u{a0}', '\u{202f}'], " ");
    let facts = pdf.split("Dossier de presse (PDF, ").nth(1).unwrap();
    let facts = facts.split(')').next().unwrap();
    let size = |path: &str| {
        let len = made.files[path].len();
        let (unit, name) =
            if len < 1_000_000 { (1_000, "ko") } else { (1_000_000, "Mo") };
        let tenths = (len * 10 + unit / 2) / unit;
        match tenths % 10 {
            0 => format!("{} {name}", tenths / 10),
            rest => format!("{},{rest} {name}", tenths / 10),
        }
    };
    assert!(facts.starts_with(&size(KIT)), "{facts}");
    assert!(facts.ends_with(" pages"), "{facts}");
    let of = |start: &str, end: &str| {
        let found = made
            .files
            .keys()
            .find(|path| path.starts_with(start) && path.ends_with(end));
        found.unwrap().to_string()
    };
    let web = of("media/libre-", "-1200.jpg");
    let whole = web.replace("-1200", "");
    for said in [
        "1 dossier de presse",
        &format!("Dossier de presse : Dossier A (PDF, {facts})"),
        &format!("Tout le dossier en une archive : Dossier A (ZIP, {})", size(ARCHIVE)),
        "14 décembre 2021 Une annonce",
        "Le communiqué à imprimer : Une annonce (PDF, ",
        "La vue",
        "Crédit : A. B. – CC BY 4.0",
        "Cette image peut être réutilisée librement, en nommant son auteur",
        &format!("Télécharger – JPEG, 2000 × 1000 px : Une vue ({})", size(&whole)),
        &format!("Télécharger – JPEG, 1200 × 600 px : Une vue ({})", size(&web)),
        "Télécharger – SVG : Un dessin (",
        "Cette image ne peut être réutilisée sans l’accord de son auteur.",
        "Service de presse",
        "Langues : français et anglais",
    ] {
        assert!(words.contains(said), "{said:?} is not in {words}");
    }
    // What nobody may pass on is seen, and not offered.
    assert!(!words.contains(" : Autre vue"), "{words}");
    // Whoever answers for two entries stands there once.
    assert_eq!(words.matches("presse@site.example").count(), 1);
    let html = made.text("fr/presse/index.html");
    for target in [KIT, ARCHIVE, &web, &whole] {
        assert!(html.contains(&format!("href=\"/{target}\"")), "{target}");
    }
    // In English there is the kit, and no release to be had.
    let english = made.words("en/press/index.html");
    assert!(english.contains("1 press kit"), "{english}");
}

/// A site without kits has no press room, and no menu leads to one.
#[test]
fn without_kits_there_is_no_press_room() {
    let mut project = site();
    project.edit(
        "content/dossiers/a/index.fr.md",
        "  kit: {generated: press-kit}\n",
        "  lien: {url: \"https://x.example/\", label: Un lien}\n",
    );
    let made = project.build();
    made.assert_published();
    assert!(kits(&made).is_empty());
    assert!(!made.files.contains_key("fr/presse/index.html"));
    assert!(!made.text("fr/index.html").contains("/fr/presse/"));
}

/// Somebody copies a quotation with its speaker, role and day at once; what is translated says
/// so, with the original.
#[test]
fn a_quotation_can_be_copied_whole() {
    let mut project = site_with_release();
    project.edit(
        "content/dossiers/a/index.fr.md",
        "documents:",
        "quotes:
  mot: {speaker: castex, role: Premier ministre, text: un mot, date: 2021-12-14, source: elysee}
documents:",
    );
    project.edit(
        "content/dossiers/a/index.en.md",
        "funding:",
        "quotes: {mot: {text: a word, role: Prime Minister}}\nfunding:",
    );
    let made = project.build();
    made.assert_published();
    let citation = |path: &str| {
        let html = made.main(path);
        let html = html.split("<p class=\"citation\">").nth(1).unwrap();
        crate::project::words_of(html.split("</p>").next().unwrap())
            .replace('\u{a0}', " ")
    };
    assert_eq!(
        citation("fr/dossiers/a/index.html"),
        "« un mot » – Jean Castex, Premier ministre, 14 décembre 2021"
    );
    assert_eq!(
        citation("en/dossiers/a/index.html"),
        "“a word” – Jean Castex, Prime Minister, 14 December 2021 (Translated; in the original: un mot)"
    );
    let english = made.main("en/dossiers/a/index.html");
    assert!(english.contains("<span lang=\"fr\">un mot</span>"));
}
