//! The picture beside the name of a site, which is the icon of its pages.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use crate::project::{Made, Project};

const SITE: &str = "content/site.yaml";

/// A bilingual site with an emblem.
fn site(emblem: &str, name: &str, bytes: &[u8]) -> Made {
    let mut project = Project::bilingual("");
    let settings = format!("{}\nemblem: {emblem}\n", project.text(SITE));
    project.write(SITE, &settings);
    project.put(&format!("content/media/{name}"), bytes);
    let made = project.build();
    made.assert_published();
    made
}

/// The value of an attribute of the first element that begins like this.
fn attribute<'a>(page: &'a str, element: &str, name: &str) -> Option<&'a str> {
    let tag = &page[page.find(element)?..];
    let tag = &tag[..tag.find('>')?];
    let value = tag.split(&format!(" {name}=\"")).nth(1)?;
    value.split('"').next()
}

#[test]
fn a_drawing_stands_beside_the_name_and_is_the_icon() {
    let drawing = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
        <!-- by CANARY --><path fill="#0a474d" d="M0 0h9v9z"/></svg>"##;
    let made = site("media/Emblème.svg", "Emblème.svg", drawing);
    for path in [
        "index.html",
        "404.html",
        "fr/404.html",
        "fr/index.html",
        "en/index.html",
        "en/dossiers/index.html",
    ] {
        let page = made.text(path);
        let icon = attribute(page, "<link rel=\"icon\"", "href").unwrap();
        assert!(icon.starts_with("/media/embleme-"), "{path}: {icon}");
        assert_eq!(attribute(page, "<link rel=\"icon\"", "type"), Some("image/svg+xml"));
        let file = &made.files[&icon[1..]];
        assert!(!String::from_utf8_lossy(file).contains("CANARY"), "it is rebuilt");
        if path.ends_with("404.html") {
            continue;
        }
        let img = "<img class=\"emblem\"";
        // It says nothing that the name beside it does not say.
        assert_eq!(attribute(page, img, "alt"), Some(""), "{path}");
        assert_eq!(attribute(page, img, "src"), Some(icon), "{path}");
        let size = ["width", "height"].map(|name| attribute(page, img, name));
        assert_eq!(size, [Some("40"), Some("20")], "{path}");
    }
    let head = made.text("en/dossiers/index.html");
    let head = head.split("class=\"site-title").nth(1).unwrap();
    let head = head.split("</a>").next().unwrap();
    assert!(head.contains("class=\"emblem\"") && head.contains("Site"), "{head}");
}

#[test]
fn a_photo_is_published_small_and_its_words_are_those_of_the_page() {
    let image = RgbaImage::from_fn(900, 600, |x, _| Rgba([10, 71, 77, (x % 256) as u8]));
    let mut png = vec![];
    DynamicImage::from(image)
        .write_to(&mut std::io::Cursor::new(&mut png), ImageFormat::Png)
        .unwrap();
    let emblem = "{file: media/e.png, alt: {fr: Une ancre, en: An anchor}}";
    let made = site(emblem, "e.png", &png);
    for (path, alt) in [("fr/index.html", "Une ancre"), ("en/index.html", "An anchor")] {
        let page = made.text(path);
        assert_eq!(attribute(page, "<img class=\"emblem\"", "alt"), Some(alt));
        assert_eq!(attribute(page, "<link rel=\"icon\"", "type"), Some("image/png"));
    }
    let published: Vec<&str> = made
        .files
        .keys()
        .map(|path| &**path)
        .filter(|path| path.starts_with("media/"))
        .collect();
    let [file] = published.as_slice() else { panic!("{published:?}") };
    let image = image::load_from_memory(&made.files[*file]).unwrap();
    assert_eq!((image.width(), image.height()), (400, 267));
}

#[test]
fn a_site_without_one_has_the_icon_of_its_theme() {
    let mut project = Project::bilingual("");
    let made = project.build();
    let page = made.text("fr/index.html");
    let icon = attribute(page, "<link rel=\"icon\"", "href").unwrap();
    assert!(icon.starts_with("/assets/icon-"), "{icon}");
    assert!(!page.contains("class=\"emblem\""));
    // A picture that nobody names is not published.
    project.put("content/media/e.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert_eq!(project.build().files, made.files);
}
