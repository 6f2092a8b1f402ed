//! What sheets look like: pages of a press kit and of a press release beside kept ones.
//!
//! The kept pages are small and grey, in `tests/sheets/`. After a change that is meant, look at
//! them before and after, and keep the new ones:
//!
//! ```text
//! RECTO_KEEP_SHEETS=1 cargo test --test it sheets
//! ```

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use image::GrayImage;

use crate::kits::kits;
use crate::project::{Project, tests_folder};
use crate::sites::RICH;

/// Dots per inch: a line of text is seen, its letters are not.
const RESOLUTION: &str = "40";

/// All kept pages together.
const MAX_BYTES: u64 = 300_000;

/// The side of a patch, in pixels: what differs is told by the mean of a patch, since
/// rasterisers draw the edges of letters each in their way.
const PATCH: u32 = 8;

/// How much the mean of a patch may differ, of 255. Another digit of a figure makes 18, a word
/// of a remark in grey, 11.
const MAX_DIFFERENCE: i32 = 6;

/// A dossier with some of everything that a sheet can have, and its press release.
fn project() -> Project {
    let mut project = Project::bilingual(RICH);
    let french = "content/dossiers/a/index.fr.md";
    project.edit(
        "content/site.yaml",
        "languages:",
        "about: {fr: Une agence qui publie., en: An agency that publishes.}\n\
         reuse: {fr: Avec mention de la source., en: Naming the source.}\nlanguages:",
    );
    project.edit(
        french,
        "timeline: {e:",
        "cover: vue
media:
  vue: {file: media/vue.svg, alt: Deux carrés, caption: Deux carrés., credit: A. B., licence: cc-by-4.0}
  plan: {file: media/plan.svg, alt: Un plan, credit: C. D., licence: editorial-only}
contacts: {presse: {name: Service de presse, email: presse@site.example, languages: [fr, en]}}
documents: {kit: {generated: press-kit}}
revisions:
  - {date: 2022-01-10, kind: correction, changes: [surface], note: Surface corrigée}
places: {site: {label: Le site, from: 2021-12-14}}
timeline: {suite: {label: Ouverture, date: 2028, status: planned, source: elysee}, e:",
    );
    project.edit(french, "source: elysee, key: true}", "source: elysee, key: true, history: [{value: 70 000, as_of: 2020-06, source: elysee, reason: premier projet}]}");
    project.edit(
        french,
        "et réunit [[org:inserm]].",
        "et réunit [[org:inserm]].

- un point[^1]
- un autre, avec `du code`

| Lot | Surface |
|-----|--------:|
| A | 1 000 |
| B | 2 000 |

[^1]: Une note en bas de page.

> Une citation longue.

### Plus bas

![[media:plan]]

1. d’abord
2. ensuite",
    );
    project.edit(
        "content/dossiers/a/index.en.md",
        "timeline: {e:",
        "contacts: {presse: Press office}
media: {vue: {alt: Two squares, caption: Two squares.}, plan: {alt: A plan}}
places: {site: The site}
timeline: {suite: Opening, e:",
    );
    let drawing = |fill: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 50\">\
             <rect width=\"120\" height=\"50\" fill=\"#eee\"/>\
             <rect x=\"10\" y=\"10\" width=\"30\" height=\"30\" fill=\"{fill}\"/>\
             <rect x=\"60\" y=\"10\" width=\"30\" height=\"30\"/></svg>"
        )
    };
    project.write("content/dossiers/a/media/vue.svg", &drawing("#0a474d"));
    project.write("content/dossiers/a/media/plan.svg", &drawing("#b4cbc8"));
    project
}

/// The pages of every document of the site, by the name of the file that keeps each.
fn pages(project: &Project) -> Option<BTreeMap<String, GrayImage>> {
    let made = project.build();
    made.assert_published();
    let folder = tempfile::tempdir().unwrap();
    let mut pages = BTreeMap::new();
    for path in kits(&made).into_keys() {
        let name = path.rsplit('/').next().unwrap().strip_suffix(".pdf").unwrap();
        let pdf = folder.path().join(name).with_extension("pdf");
        std::fs::write(&pdf, &made.files[path.as_str()]).unwrap();
        let drawn = Command::new("pdftoppm")
            .args(["-r", RESOLUTION, "-gray", "-png"])
            .args([&pdf, &folder.path().join(name)])
            .status();
        let Ok(status) = drawn else {
            assert!(std::env::var("CI").is_err(), "pdftoppm is not installed");
            return None;
        };
        assert!(status.success(), "{path}: {status}");
    }
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "png") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            pages.insert(name, image::open(&path).unwrap().to_luma8());
        }
    }
    Some(pages)
}

/// The mean of each patch of a page.
fn patches(page: &GrayImage) -> Vec<i32> {
    let mut means = vec![];
    for top in (0..page.height()).step_by(PATCH as usize) {
        for left in (0..page.width()).step_by(PATCH as usize) {
            let (mut sum, mut n) = (0, 0);
            for y in top..(top + PATCH).min(page.height()) {
                for x in left..(left + PATCH).min(page.width()) {
                    sum += i32::from(page.get_pixel(x, y).0[0]);
                    n += 1;
                }
            }
            means.push(sum / n);
        }
    }
    means
}

/// How many patches of two pages differ; all of them where the sizes do.
fn n_different(one: &GrayImage, other: &GrayImage) -> usize {
    let (ones, others) = (patches(one), patches(other));
    if one.dimensions() != other.dimensions() {
        return ones.len();
    }
    let pairs = ones.iter().zip(&others);
    pairs.filter(|(a, b)| (*a - *b).abs() > MAX_DIFFERENCE).count()
}

fn folder() -> PathBuf {
    tests_folder("sheets")
}

fn kept() -> BTreeMap<String, GrayImage> {
    let entries = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let pages = entries.map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, image::open(&path).unwrap().to_luma8())
    });
    pages.collect()
}

#[test]
fn sheets_look_as_they_did() {
    let Some(pages) = pages(&project()) else { return };
    if std::env::var("RECTO_KEEP_SHEETS").is_ok() {
        let _gone = std::fs::remove_dir_all(folder());
        std::fs::create_dir_all(folder()).unwrap();
        for (name, page) in &pages {
            let file = std::fs::File::create(folder().join(name)).unwrap();
            let best = image::codecs::png::CompressionType::Best;
            let filter = image::codecs::png::FilterType::Adaptive;
            let encoder =
                image::codecs::png::PngEncoder::new_with_quality(file, best, filter);
            page.write_with_encoder(encoder).unwrap();
        }
    }
    let kept = kept();
    let names =
        |pages: &BTreeMap<String, GrayImage>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&pages), names(&kept), "there are other pages");
    let seen = folder().join("../../target/sheets");
    for (name, page) in &pages {
        let n_different = n_different(page, &kept[name]);
        if n_different > 0 {
            std::fs::create_dir_all(&seen).unwrap();
            page.save(seen.join(name)).unwrap();
        }
        assert_eq!(
            n_different, 0,
            "{name} is another: compare tests/sheets and target/sheets"
        );
    }
}

/// Were a figure another, a line missing or a colour lost, somebody would see it.
#[test]
fn another_sheet_is_told_apart() {
    let kept = kept();
    for (from, to) in [
        ("value: 75 000", "value: 15 000"),
        ("label: Surface prévue", "label: Surface"),
        ("reason: premier projet", "reason: projet"),
    ] {
        let mut project = project();
        project.edit("content/dossiers/a/index.fr.md", from, to);
        let Some(pages) = pages(&project) else { return };
        let of_kit = pages.iter().filter(|(name, _)| name.starts_with("a-dossier"));
        let n: usize = of_kit
            .map(|(name, page)| kept.get(name).map_or(1, |it| n_different(page, it)))
            .sum();
        assert!(n > 0, "{to:?} looks like {from:?}");
    }
}

#[test]
fn kept_sheets_stay_few() {
    let sizes = std::fs::read_dir(folder()).unwrap();
    let size: u64 = sizes.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(size <= MAX_BYTES, "{size} bytes");
}
