//! Pictures: what is published of them, and what is not.

use std::collections::BTreeMap;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::webp::WebP;
use img_parts::{ImageEXIF, ImageICC};
use recto::diag::Severity;

use crate::project::{Made, Project, describe};

/// Words that stand in the metadata of every photo of these tests.
const CANARY: &[u8] = b"CANARY-7f3a";

const DOSSIER: &str = "content/dossiers/a/index.fr.md";

/// A photo of many colours.
fn pixels(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        // The upper left corner is red, so that a turn is seen.
        match x < width / 4 && y < height / 4 {
            true => Rgb([230, 10, 10]),
            false => {
                Rgb([(x % 251) as u8, (y % 241) as u8, ((x * 7 + y * 3) % 239) as u8])
            }
        }
    })
}

/// The head of a colour profile: enough to be kept, and to be known again.
fn profile() -> Vec<u8> {
    let mut profile = vec![7; 132];
    profile[..4].copy_from_slice(&132_u32.to_be_bytes());
    profile[12..16].copy_from_slice(b"mntr");
    profile[16..20].copy_from_slice(b"RGB ");
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

/// Exif that says where, by whom, and which way is up.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, n: u32, value: [u8; 4]| {
        let mut entry = tag.to_le_bytes().to_vec();
        entry.extend(kind.to_le_bytes());
        entry.extend(n.to_le_bytes());
        entry.extend(value);
        entry
    };
    tiff.extend(3_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, [orientation, 0, 0, 0]));
    tiff.extend(entry(0x013b, 2, CANARY.len() as u32 + 1, 100_u32.to_le_bytes()));
    tiff.extend(entry(0x8825, 4, 1, 50_u32.to_le_bytes()));
    tiff.extend(0_u32.to_le_bytes());
    tiff.resize(50, 0);
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend(0_u32.to_le_bytes());
    tiff.resize(100, 0);
    tiff.extend(CANARY);
    tiff.push(0);
    tiff
}

/// A JPEG with everything in it that cameras and programs put there.
pub fn photo(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut bytes = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    let pixels = pixels(width, height);
    encoder
        .write_image(&pixels, width, height, image::ExtendedColorType::Rgb8)
        .unwrap();
    let mut jpeg = Jpeg::from_bytes(bytes.into()).unwrap();
    jpeg.set_icc_profile(Some(profile().into()));
    jpeg.set_exif(Some(exif(orientation).into()));
    let mut add = |marker, head: &[u8]| {
        let contents = [head, CANARY].concat();
        let segment = JpegSegment::new_with_contents(marker, contents.into());
        jpeg.segments_mut().insert(1, segment);
    };
    add(markers::APP1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='48'>");
    add(markers::APP13, b"Photoshop 3.0\08BIM");
    add(markers::APP2, b"MPF\0");
    add(markers::COM, b"by ");
    let mut bytes = jpeg.encoder().bytes().to_vec();
    // Phones append a film, or the photo before it was cropped.
    bytes.extend(CANARY);
    bytes
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = vec![];
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile()).unwrap();
    let colour = image.color().into();
    encoder
        .write_image(image.as_bytes(), image.width(), image.height(), colour)
        .unwrap();
    let mut png = Png::from_bytes(bytes.into()).unwrap();
    png.set_exif(Some(exif(1).into()));
    for kind in [*b"tEXt", *b"iTXt", *b"zTXt", *b"tIME", *b"prVt"] {
        let contents = [b"Author\0".as_slice(), CANARY].concat();
        png.chunks_mut().insert(1, PngChunk::new(kind, contents.into()));
    }
    let mut bytes = png.encoder().bytes().to_vec();
    bytes.extend(CANARY);
    bytes
}

fn webp(image: &RgbImage) -> Vec<u8> {
    let encoder = webp::Encoder::from_rgb(image, image.width(), image.height());
    let mut webp = WebP::from_bytes(encoder.encode(90.0).to_vec().into()).unwrap();
    webp.set_icc_profile(Some(profile().into()));
    webp.set_exif(Some(exif(1).into()));
    webp.encoder().bytes().to_vec()
}

/// A site of one dossier with one picture.
fn site(name: &str, bytes: &[u8], more: &str) -> Project {
    let mut project = Project::french("");
    let head = format!(
        "---\ntitle: A\nsummary: B\nmedia:\n  p:\n    file: media/{name}\n    alt: Une vue\n    \
         credit: C\n    licence: cc-by-4.0\n{more}"
    );
    project.write(DOSSIER, &format!("{head}---\nTexte.\n"));
    project.put(&format!("content/dossiers/a/media/{name}"), bytes);
    project
}

/// What is published of the pictures, by the ends of the names.
fn published(made: &Made) -> BTreeMap<String, Vec<u8>> {
    let of_media = made.files.iter().filter(|(path, _)| path.starts_with("media/"));
    of_media
        .map(|(path, bytes)| {
            let name = path.strip_prefix("media/").unwrap();
            // Without the digits that name its content.
            let digits = name.match_indices('-').find(|(at, _)| {
                let rest = name.as_bytes();
                rest[at + 1..].len() > 8
                    && rest[at + 1..at + 9].iter().all(u8::is_ascii_hexdigit)
                    && [b'-', b'.'].contains(&rest[at + 9])
            });
            let at = digits.unwrap().0;
            (format!("{}{}", &name[..at], &name[at + 9..]), bytes.clone())
        })
        .collect()
}

fn codes(project: &Project) -> Vec<String> {
    let found = project.check();
    found.iter().map(|f| f.problem.code().to_owned()).collect()
}

/// The one finding about the picture, at the line that names its file.
fn refused(name: &str, bytes: &[u8]) -> (String, String) {
    let project = site(name, bytes, "");
    let made = project.build();
    let of_file: Vec<_> = made
        .built
        .findings
        .iter()
        .filter(|f| f.problem.severity() == Severity::Error)
        .collect();
    let [finding] = of_file.as_slice() else {
        panic!("{name}: {:?}", made.built.findings)
    };
    assert_eq!((&*finding.path, finding.span.unwrap().line), (DOSSIER, 6));
    assert!(made.files.is_empty());
    (finding.problem.code().to_owned(), describe(finding).0)
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Nothing in any published file says what the photo's file said of itself.
fn assert_silent(made: &Made) {
    for (path, bytes) in &made.files {
        for words in [CANARY, b"Exif\0\0", b"exif:", b"Photoshop", b"MPF\0", b"eXIf"] {
            assert!(!has(bytes, words), "{path} holds {:?}", words.escape_ascii());
        }
    }
}

#[test]
fn a_photo_is_published_upright_in_several_widths_and_says_nothing_of_itself() {
    // 2000 × 1000 on its side: 1000 wide as it is seen.
    let photo = photo(2000, 1000, 6);
    assert!(has(&photo, CANARY), "the fault is planted");
    let project = site("Façade nord.jpg", &photo, "");
    let made = project.build();
    made.assert_published();
    assert_eq!(codes(&project), ["photo-says-where"]);
    let files = published(&made);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected =
        ["1000.jpg", "1000.webp", "400.jpg", "400.webp", "800.jpg", "800.webp"];
    assert_eq!(names, expected.map(|name| format!("facade-nord-{name}")));
    for (name, bytes) in &files {
        let (_, end) = name.rsplit_once('-').unwrap();
        let (width, format) = end.split_once('.').unwrap();
        let format = ImageFormat::from_extension(format).unwrap();
        let image = image::load_from_memory_with_format(bytes, format).unwrap();
        let width: u32 = width.parse().unwrap();
        assert_eq!((image.width(), image.height()), (width, 2 * width), "{name}");
        // Turned by 90° clockwise: the red corner is now at the upper right.
        let pixel = image.to_rgb8().get_pixel(width - 20, 20).0;
        assert!(pixel[0] > 150 && pixel[1] < 90 && pixel[2] < 90, "{name}: {pixel:?}");
        let kept = match format {
            ImageFormat::Jpeg => {
                Jpeg::from_bytes(bytes.clone().into()).unwrap().icc_profile()
            }
            _ => WebP::from_bytes(bytes.clone().into()).unwrap().icc_profile(),
        };
        assert_eq!(kept.as_deref(), Some(profile().as_slice()), "{name}");
    }
    assert_silent(&made);
    let page = made.text("fr/dossiers/a/index.html");
    let img = page
        .split("<picture>")
        .nth(1)
        .unwrap()
        .split("</picture>")
        .next()
        .unwrap();
    for part in [
        "type=\"image/webp\"",
        "width=\"1000\" height=\"2000\"",
        "loading=\"lazy\"",
        "decoding=\"async\"",
        "alt=\"Une vue\"",
        " 400w, ",
        " 800w, ",
        " 1000w\"",
        "sizes=\"",
    ] {
        assert!(img.contains(part), "{part} in {img}");
    }
    // Every address leads to a file.
    for address in img.split(['"', ' ', ',']).filter(|part| part.starts_with("/media/")) {
        assert!(made.files.contains_key(&address[1..]), "{address}");
    }
}

#[test]
fn a_large_photo_is_given_whole_to_those_who_may_use_it() {
    let photo = photo(1800, 300, 1);
    let made = site("vue.jpg", &photo, "").build();
    let files = published(&made);
    let whole = &files["vue.jpg"];
    assert_silent(&made);
    // Pixel for pixel as it was.
    assert_eq!(
        image::load_from_memory(whole).unwrap().to_rgb8(),
        image::load_from_memory(&photo).unwrap().to_rgb8(),
    );
    assert!(files.contains_key("vue-1600.webp") && !files.contains_key("vue-1800.jpg"));
    assert!(made.text("fr/dossiers/a/index.html").contains("download>"));
    let mut project = site("vue.jpg", &photo, "");
    project.edit(DOSSIER, "cc-by-4.0", "all-rights-reserved");
    let made = project.build();
    assert!(!published(&made).contains_key("vue.jpg"));
    assert!(!made.text("fr/dossiers/a/index.html").contains("download>"));
}

#[test]
fn a_file_that_the_text_links_to_is_cleaned_too() {
    for orientation in [1, 3] {
        let mut project = site("vue.jpg", &photo(600, 300, orientation), "");
        project.edit(DOSSIER, "Texte.", "Voici [la vue entière](media/vue.jpg).");
        let made = project.build();
        let files = published(&made);
        let image = image::load_from_memory(&files["vue.jpg"]).unwrap().to_rgb8();
        assert_eq!(image.dimensions(), (600, 300));
        let corner = if orientation == 1 { (10, 10) } else { (590, 290) };
        assert!(image.get_pixel(corner.0, corner.1).0[0] > 150);
        assert_silent(&made);
    }
}

#[test]
fn what_has_few_colours_or_is_transparent_loses_nothing() {
    let flat = RgbImage::from_fn(500, 200, |x, _| Rgb([(x / 100 * 40) as u8, 0, 90]));
    let glass = RgbaImage::from_fn(300, 200, |x, y| {
        Rgba([(x % 256) as u8, y as u8, (x * y % 256) as u8, (x % 200) as u8])
    });
    for image in [DynamicImage::from(flat), DynamicImage::from(glass)] {
        let project = site("plan.png", &png(&image), "");
        assert_eq!(codes(&project), ["photo-says-where"]);
        let made = project.build();
        let files = published(&made);
        let width = image.width();
        for extension in ["png", "webp"] {
            let bytes = &files[&format!("plan-{width}.{extension}")];
            let format = ImageFormat::from_extension(extension).unwrap();
            let shown = image::load_from_memory_with_format(bytes, format).unwrap();
            let (shown, image) = (shown.to_rgba8(), image.to_rgba8());
            let differ = shown.pixels().zip(image.pixels()).filter(|(a, b)| {
                // What is wholly transparent has no colour.
                a != b && (a.0[3], b.0[3]) != (0, 0)
            });
            assert_eq!(differ.count(), 0, "{extension}");
        }
        assert!(!files.keys().any(|name| name.ends_with(".jpg")));
        assert_silent(&made);
    }
    // A photo that was saved as PNG is still a photo.
    let made = site("vue.png", &png(&pixels(500, 300).into()), "").build();
    let files = published(&made);
    assert!(files.contains_key("vue-500.jpg") && !files.contains_key("vue-500.png"));
    assert_silent(&made);
}

#[test]
fn a_webp_is_cleaned_too() {
    let project = site("vue.webp", &webp(&pixels(500, 300)), "");
    assert_eq!(codes(&project), ["photo-says-where"]);
    let made = project.build();
    assert!(published(&made).contains_key("vue-500.webp"));
    assert_silent(&made);
    let mut project = site("vue.webp", &webp(&pixels(500, 300)), "");
    project.edit(DOSSIER, "Texte.", "[Tout](media/vue.webp)");
    let made = project.build();
    assert_silent(&made);
    let whole = &published(&made)["vue.webp"];
    assert_eq!(image::load_from_memory(whole).unwrap().width(), 500);
}

#[test]
fn a_picture_of_the_prose_has_its_widths_too() {
    let mut project = site("vue.jpg", &photo(900, 300, 1), "");
    project.edit(DOSSIER, "Texte.", "Avant.\n\n![La *façade* : vue](media/vue.jpg)\n");
    let made = project.build();
    let page = made.text("fr/dossiers/a/index.html");
    let prose = page.split("class=\"prose\"").nth(1).unwrap();
    let img = prose
        .split("<picture>")
        .nth(1)
        .unwrap()
        .split("</picture>")
        .next()
        .unwrap();
    assert!(
        img.contains("alt=\"La façade\u{a0}: vue\" width=\"900\" height=\"300\""),
        "{img}"
    );
    assert!(img.contains("image/webp") && img.contains(" 900w"));
}

#[test]
fn a_cover_stands_at_the_top_and_on_the_card_and_not_in_the_gallery() {
    let photo = photo(900, 300, 1);
    let made = site("vue.jpg", &photo, "cover: p\n").build();
    let page = made.text("fr/dossiers/a/index.html");
    assert_eq!(page.matches("<picture").count(), 1);
    let img = page
        .split("<picture>")
        .nth(1)
        .unwrap()
        .split("</picture>")
        .next()
        .unwrap();
    assert!(!img.contains("lazy"), "the first picture of a page is loaded at once");
    assert!(page.find("<picture>").unwrap() < page.find("class=\"prose\"").unwrap());
    assert!(made.text("fr/index.html").contains("class=\"card-cover\""));
    let project = site("vue.jpg", &photo, "cover: q\n");
    assert!(codes(&project).contains(&"unknown-id".to_owned()));
}

#[test]
fn a_file_that_is_no_picture_is_told_on_its_line() {
    let whole = photo(300, 200, 1);
    let mut bad_png = png(&pixels(50, 50).into());
    let data = bad_png.windows(4).position(|w| w == b"IDAT").unwrap();
    bad_png[data + 20] ^= 1;
    let scan = whole.windows(2).position(|w| w == [0xff, 0xda]).unwrap();
    for (name, bytes) in [
        ("a.jpg", vec![]),
        ("b.jpg", whole[..scan + 400].to_vec()),
        ("c.jpg", whole[..100].to_vec()),
        ("d.png", bad_png),
        ("e.webp", webp(&pixels(50, 50))[..200].to_vec()),
    ] {
        let (code, message) = refused(name, &bytes);
        assert_eq!(code, "broken-picture", "{name}");
        assert_eq!(message, "this picture is empty, cut short or damaged");
    }
    for (name, bytes) in [
        ("a.jpg", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        ("b.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("c.png", b"II*\0\x08\0\0\0".to_vec()),
        ("d.webp", b"hello".to_vec()),
        ("e.svg", b"<html></html>".to_vec()),
    ] {
        assert_eq!(refused(name, &bytes).0, "picture-format", "{name}");
    }
}

#[test]
fn what_moves_is_refused() {
    let mut webp = WebP::from_bytes(webp(&pixels(50, 50)).into()).unwrap();
    let body = img_parts::riff::RiffContent::Data(vec![0; 6].into());
    webp.chunks_mut()
        .push(img_parts::riff::RiffChunk::new(*b"ANIM", body));
    assert_eq!(refused("a.webp", &webp.encoder().bytes()).0, "moving-picture");
}

#[test]
fn pictures_of_a_theme_are_cleaned_too() {
    let mut project = Project::french("");
    let site = project.text("content/site.yaml").to_owned();
    project.write("content/site.yaml", &format!("{site}\ntheme: mine\n"));
    project.write("themes/mine/theme.yaml", "extends: default\n");
    project.put("themes/mine/assets/fond.jpg", &photo(300, 200, 1));
    let made = project.build();
    made.assert_published();
    assert!(made.files.keys().any(|path| path.starts_with("assets/fond-")));
    assert_silent(&made);
}

#[test]
fn no_bomb_is_decoded() {
    // A PNG of 60 000 × 60 000 pixels in a few bytes.
    let mut png = Png::from_bytes(png(&pixels(8, 8).into()).into()).unwrap();
    let head = [60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat();
    let head = [head.as_slice(), &[8, 2, 0, 0, 0]].concat();
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", head.into());
    let (code, message) = refused("bombe.png", &png.encoder().bytes());
    assert_eq!(code, "too-many-pixels");
    assert_eq!(message, "60000 × 60000 pixels are too many: 64 million at most");
    // The same as JPEG.
    let mut jpeg = photo(16, 16, 1);
    let frame = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(refused("bombe.jpg", &jpeg).0, "too-many-pixels");
}

#[test]
fn no_damage_to_a_picture_stops_the_program() {
    let good = [
        ("a.jpg", photo(64, 48, 6)),
        ("a.png", png(&pixels(64, 48).into())),
        ("a.webp", webp(&pixels(64, 48))),
    ];
    for (name, bytes) in &good {
        for nth in 0..60 {
            let mut bytes = bytes.clone();
            let at = (nth * 7919 + 3) % bytes.len();
            bytes[at] ^= 0x55;
            bytes.truncate(bytes.len() - nth % 5 * 9);
            // Whatever it is, it is a finding or a picture.
            let made = site(name, &bytes, "").build();
            assert!(!made.files.is_empty() || !made.built.findings.is_empty());
            assert!(made.files.is_empty() || published(&made).len() >= 2);
        }
    }
}

#[test]
fn the_picture_of_an_embargoed_dossier_does_not_exist() {
    let photo = photo(500, 300, 1);
    let hidden =
        site("secret.jpg", &photo, "embargo: 2099-01-01T00:00:00+01:00\n").build();
    assert!(published(&hidden).is_empty());
    let shown = site("secret.jpg", &photo, "").build();
    assert_eq!(published(&shown).len(), 4);
}

#[test]
fn two_pictures_of_one_name_do_not_meet_and_one_picture_is_published_once() {
    let (here, there) = (photo(500, 300, 1), photo(500, 200, 1));
    let mut project = site("vue.jpg", &here, "");
    let text = project.text(DOSSIER).to_owned();
    project.write("content/dossiers/b/index.fr.md", &text);
    project.put("content/dossiers/b/media/vue.jpg", &there);
    let n_files =
        |made: &Made| made.files.keys().filter(|p| p.starts_with("media/")).count();
    let made = project.build();
    made.assert_published();
    assert_eq!(n_files(&made), 8);
    project.put("content/dossiers/b/media/vue.jpg", &here);
    let made = project.build();
    made.assert_published();
    assert_eq!(n_files(&made), 4);
}

#[test]
fn what_is_kept_changes_no_byte() {
    use recto::cache::Cache;
    use recto::io::made;
    let project = site("vue.jpg", &photo(900, 600, 8), "");
    let cold = project.build();
    let mut cache = Cache::new(made::nothing_before());
    let first = project.build_with(&mut cache);
    let second = project.build_with(&mut cache);
    assert_eq!(cold.files, first.files);
    assert_eq!(cold.files, second.files);
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(cold.files, alone.install(|| project.build()).files);
}

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 200\">";

#[test]
fn a_drawing_is_rebuilt_from_what_a_drawing_may_have() {
    let svg = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\">\n\
         <!-- CANARY-7f3a -->\n{DRAWING}<title>CANARY-7f3a</title><metadata><g>CANARY-7f3a</g></metadata>\
         <style>.a{{fill:red}} @media (prefers-color-scheme:dark){{.a{{fill:blue}}}}</style>\
         <i:grid xmlns:i=\"x\" i:a=\"CANARY-7f3a\"/><g id=\"a\" data-x=\"CANARY-7f3a\"><path class=\"a\" d=\"M0 0\"/></g>\
         <use href=\"#a\" x=\"3\"/><text x=\"1\">1 &lt; 2 &#38; 3</text></svg>"
    );
    let project = site("plan.svg", svg.as_bytes(), "");
    assert_eq!(codes(&project), Vec::<String>::new());
    let made = project.build();
    assert_silent(&made);
    let files = published(&made);
    let drawing = std::str::from_utf8(&files["plan.svg"]).unwrap();
    for part in [
        "viewBox=\"0 0 300 200\"",
        "width=\"300\" height=\"200\"",
        "fill:red",
        "<use href=\"#a\"",
        "1 &lt; 2 &amp; 3",
        "prefers-color-scheme:dark",
    ] {
        assert!(drawing.contains(part), "{part} in {drawing}");
    }
    let page = made.text("fr/dossiers/a/index.html");
    assert!(page.contains(" width=\"300\" height=\"200\" loading=\"lazy\""), "{page}");
    assert!(!page.contains("srcset"));
}

#[test]
fn what_could_run_or_reach_out_of_a_drawing_is_refused() {
    let wrap = |inner: &str| format!("{DRAWING}\n{inner}</svg>");
    let deep = "<g>".repeat(200_000);
    let uses = "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><path d=\"M0 0\"/></g><use href=\"#a\"/>";
    for (inner, shown) in [
        ("<script>alert(1)</script>", "<script>"),
        ("<g><SCRIPT/></g>", "<SCRIPT>"),
        ("<path onload=\"alert(1)\"/>", "onload="),
        ("<path ONclick=\"x\"/>", "ONclick="),
        ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
        ("<a href=\"javascript:&#x3a;alert(1)\"/>", "<a>"),
        ("<use href=\"http://evil.example/x.svg#a\"/>", "href="),
        ("<use xmlns:xlink=\"x\" xlink:href=\"data:image/svg+xml,x\"/>", "href="),
        ("<image href=\"x.png\"/>", "<image>"),
        ("<style>@import 'http://evil.example/x.css';</style>", "@import"),
        ("<style>@\\69mport 'x';</style>", "\\"),
        ("<style>a{b:url(http://evil.example)}</style>", "url(http://evil.example)"),
        ("<path fill=\"url(//evil.example#a)\"/>", "url(//evil.example#a)"),
        ("<path style=\"background:url( 'https://evil.example')\"/>", "url("),
        ("<set attributeName=\"href\" to=\"javascript:x\"/>", "<set>"),
        ("<animate attributeName=\"x\"/>", "<animate>"),
        ("<text>&lol;</text>", "&lol;"),
        (&deep, "> 64 levels"),
        (uses, "<use href=\"#a\">"),
    ] {
        let (code, message) = refused("plan.svg", wrap(inner).as_bytes());
        assert_eq!(code, "unsafe-drawing", "{inner:.60}");
        assert!(message.contains(shown) && message.contains("line 2"), "{message}");
    }
    let laughs =
        format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", wrap("<text>&a;</text>"));
    assert_eq!(refused("plan.svg", laughs.as_bytes()).0, "unsafe-drawing");
    for size in
        ["0 0 1e9 1e9", "0 0 1000000000 5", "0 0 99999999999999999999999999999999 5"]
    {
        let huge = DRAWING.replace("0 0 300 200", size) + "</svg>";
        let code = refused("plan.svg", huge.as_bytes()).0;
        assert!(
            ["too-many-pixels", "unsafe-drawing"].contains(&&*code),
            "{size}: {code}"
        );
    }
    assert_eq!(refused("plan.svg", DRAWING.as_bytes()).0, "broken-picture");
}

#[test]
fn a_credit_is_read_in_the_language_of_the_page() {
    let mut project = Project::bilingual("");
    let dossier =
        |words: &str| format!("---\ntitle: A\nsummary: B\n{words}---\nTexte.\n");
    let media = "cover: v\nmedia:\n  v: {file: media/v.svg, alt: V, licence: cc-by-4.0, credit: \
                 {fr: Dessin de la ville, en: Drawing by the city}}\n  w: {file: media/v.svg, \
                 alt: W, licence: cc-by-4.0, credit: Ville}\n";
    project.write(DOSSIER, &dossier(media));
    let english = DOSSIER.replace(".fr.", ".en.");
    project.write(&english, &dossier("media: {v: V, w: W}\n"));
    project.put(
        "content/dossiers/a/media/v.svg",
        br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>"#,
    );
    let made = project.build();
    made.assert_published();
    let [french, english] = ["fr", "en"].map(|lang| {
        let page = made.text(&format!("{lang}/dossiers/a/index.html"));
        let credits = page.split("class=\"credit\">").skip(1);
        let credits =
            credits.map(|rest| rest.split("</span>").next().unwrap().to_owned());
        credits.collect::<Vec<_>>()
    });
    let licence = "CC BY 4.0";
    assert_eq!(
        french,
        [
            format!("Crédit\u{a0}: Dessin de la ville – {licence}"),
            format!("Crédit\u{a0}: Ville – {licence}")
        ]
    );
    assert_eq!(
        english,
        [
            format!("Credit: Drawing by the city – {licence}"),
            format!("Credit: Ville – {licence}")
        ]
    );
}

#[test]
fn drawings_and_photos_of_a_theme_say_nothing_of_themselves() {
    let mut project = Project::french("");
    project.write("themes/maison/theme.yaml", "");
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" data-by="CANARY-7f3a">
        <!-- CANARY-7f3a --><metadata>CANARY-7f3a</metadata><path id="a" d="M0 0h9v9z"/></svg>"#;
    project.write("themes/maison/assets/icon.svg", drawing);
    project.put("themes/maison/assets/ground.jpg", &photo(40, 20, 1));
    let site = project.text("content/site.yaml").to_owned();
    project.write("content/site.yaml", &format!("{site}\ntheme: maison\n"));
    let made = project.build();
    made.assert_published();
    assert_silent(&made);
    let icon = made.files.iter().find(|(path, _)| path.starts_with("assets/icon-"));
    let icon = String::from_utf8_lossy(icon.unwrap().1);
    assert!(icon.contains("<path id=\"a\" d=\"M0 0h9v9z\"/>"), "{icon}");
    assert!(made.files.keys().any(|path| path.starts_with("assets/ground-")));
    // What cannot be cleaned is not published as it is.
    project.put("themes/maison/assets/ground.jpg", b"\xff\xd8\xffCANARY-7f3a");
    let made = project.build();
    assert!(made.files.is_empty());
    let [finding] = made.built.findings.as_slice() else {
        panic!("{:?}", made.built.findings)
    };
    assert_eq!(&*finding.path, "themes/maison/assets/ground.jpg");
    assert_eq!(finding.problem.code(), "broken-picture");
}
