//! What search engines, feed readers and other programs find of the site.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::project::{Made, Project};

/// The pages that are for readers: not what stands where there is nothing, or no longer.
fn pages(made: &Made) -> impl Iterator<Item = (&str, &str)> {
    made.files.iter().filter_map(|(path, bytes)| {
        let html = std::str::from_utf8(bytes).ok()?;
        let is_page =
            path.ends_with("index.html") && !html.contains("http-equiv=\"refresh\"");
        is_page.then_some((&**path, html))
    })
}

/// An attribute of the first tag that begins so.
fn attribute<'a>(html: &'a str, tag: &str, name: &str) -> Option<&'a str> {
    let start = html.find(tag)?;
    let tag = &html[start..start + html[start..].find('>')?];
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// The nodes of a page's JSON-LD.
fn nodes(html: &str) -> Vec<Value> {
    let Some((_, rest)) = html.split_once("application/ld+json\">") else {
        return vec![];
    };
    let value: Value =
        serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap();
    assert_eq!(value["@context"], "https://schema.org");
    value["@graph"].as_array().unwrap().clone()
}

fn node(html: &str, kind: &str) -> Value {
    let nodes = nodes(html);
    let found = nodes.iter().find(|node| node["@type"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} among {nodes:#?}")).clone()
}

#[test]
fn every_page_says_what_it_is_and_where() {
    let made = Project::repository().build();
    made.assert_published();
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    let mut n_pages = 0;
    for (path, html) in pages(&made) {
        let description = attribute(html, "<meta name=\"description\"", "content");
        let description =
            description.unwrap_or_else(|| panic!("{path} describes nothing"));
        assert!(description.len() > 20, "{path}: {description}");
        if let Some(other) = said.insert(description, path) {
            panic!("{path} and {other} both say {description:?}");
        }
        let canonical = attribute(html, "<link rel=\"canonical\"", "href").unwrap();
        let own =
            format!("https://recto.example/{}", path.trim_end_matches("index.html"));
        assert_eq!(canonical, own, "{path}");
        assert!(html.matches("<h1").count() == 1, "{path}");
        n_pages += 1;
    }
    assert!(n_pages > 80, "{n_pages}");
}

#[test]
fn the_sitemap_and_the_pages_name_the_same_languages() {
    let made = Project::repository().build();
    let sitemap = made.text("sitemap.xml");
    let mut n_compared = 0;
    for entry in sitemap.split("<url>").skip(1) {
        let url = entry.split("<loc>").nth(1).unwrap().split('<').next().unwrap();
        let path = url.strip_prefix("https://recto.example/").unwrap();
        let html = made.text(&format!("{path}index.html"));
        let links = |text: &str, tag: &str| -> BTreeSet<(String, String)> {
            let tags = text.match_indices(tag).map(|(at, _)| &text[at..]);
            tags.filter_map(|tag| {
                let lang = attribute(tag, "<", "hreflang")?;
                let link = (lang.to_owned(), attribute(tag, "<", "href")?.to_owned());
                (lang != "x-default").then_some(link)
            })
            .collect()
        };
        let head = html.split("</head>").next().unwrap();
        let told = links(entry, "<xhtml:link");
        assert_eq!(told, links(head, "<link rel=\"alternate\" hreflang"), "{url}");
        n_compared += told.len();
    }
    assert!(n_compared > 100, "{n_compared}");
    assert!(sitemap.contains("/fr/glossaire/"));
}

#[test]
fn a_breadcrumb_that_is_shown_is_told_to_programs() {
    let made = Project::repository().build();
    let mut n_breadcrumbs = 0;
    for (path, html) in pages(&made) {
        let shown = html.split_once("<nav class=\"breadcrumb").map(|(_, rest)| {
            let items = rest.split("</nav>").next().unwrap().split("<li>").skip(1);
            items.map(crate::project::words_of).collect::<Vec<String>>()
        });
        let told = nodes(html).into_iter().find(|node| node["@type"] == "BreadcrumbList");
        let told = told.map(|node| {
            let items = node["itemListElement"].as_array().unwrap().clone();
            for (nth, item) in items.iter().enumerate() {
                assert_eq!(item["position"], nth + 1, "{path}");
                let file = item["item"].as_str().unwrap();
                let file = file.strip_prefix("https://recto.example/").unwrap();
                assert!(made.files.contains_key(format!("{file}index.html").as_str()));
            }
            items
                .iter()
                .map(|item| item["name"].as_str().unwrap().to_owned())
                .collect::<Vec<String>>()
        });
        let trimmed = |names: Option<Vec<String>>| {
            names.map(|names| {
                names.iter().map(|n| n.trim().to_owned()).collect::<Vec<_>>()
            })
        };
        n_breadcrumbs += usize::from(shown.is_some());
        let is_home = ["fr/index.html", "en/index.html"].contains(&path);
        match (trimmed(told), trimmed(shown)) {
            // What stands right below the home page has its place in the menu.
            (Some(told), None) => assert_eq!(told.len(), 2, "{path}: {told:?}"),
            (None, None) => assert!(is_home || path == "index.html", "{path}"),
            (told, shown) => assert_eq!(told, shown, "{path}"),
        }
    }
    assert!(n_breadcrumbs > 40, "{n_breadcrumbs}");
}

#[test]
fn every_page_tells_programs_what_it_is_and_of_which_site() {
    let made = Project::repository().build();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (path, html) in pages(&made).filter(|(path, _)| *path != "index.html") {
        let nodes = nodes(html);
        let is_page = |node: &&Value| {
            node["@type"].as_str().is_some_and(|kind| kind.ends_with("Page"))
        };
        let found: Vec<&Value> = nodes.iter().filter(is_page).collect();
        let [page] = found.as_slice() else { panic!("{path}: {found:#?}") };
        let lang = path.split('/').next().unwrap();
        let canonical = attribute(html, "<link rel=\"canonical\"", "href").unwrap();
        assert_eq!(page["url"], canonical, "{path}");
        assert_eq!(page["inLanguage"], lang, "{path}");
        assert_eq!(
            page["isPartOf"]["@id"],
            format!("https://recto.example/{lang}/#site"),
            "{path}"
        );
        let title = attribute(html, "<meta property=\"og:title\"", "content").unwrap();
        let name = page["name"].as_str().unwrap();
        assert_eq!(name, title.replace("&amp;", "&").replace("&#39;", "'"), "{path}");
        // What it refers to is there.
        for other in ["breadcrumb", "mainEntity"] {
            let Some(id) = page[other]["@id"].as_str() else { continue };
            assert!(nodes.iter().any(|node| node["@id"] == id), "{path}: no {id}");
        }
        *kinds.entry(page["@type"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let landing = node(made.text("index.html"), "WebPage");
    assert_eq!(landing["inLanguage"], serde_json::json!(["fr", "en"]));
    let kinds: Vec<&str> = kinds.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        ["AboutPage", "CollectionPage", "ItemPage", "SearchResultsPage", "WebPage"]
    );
}

#[test]
fn programs_read_who_publishes_what_and_when() {
    let made = Project::repository().build();
    let release = node(
        made.text("fr/communiques/inauguration-parisante-campus/index.html"),
        "NewsArticle",
    );
    assert_eq!(release["datePublished"], "2021-12-14");
    assert_eq!(release["inLanguage"], "fr");
    assert_eq!(release["publisher"]["name"], "Recto (site d’exemple)");
    assert_eq!(
        release["about"][0]["@id"],
        "https://recto.example/fr/dossiers/parisante-campus/"
    );
    let dossier =
        node(made.text("en/dossiers/parisante-campus/index.html"), "CreativeWork");
    assert_eq!(dossier["dateModified"], "2022-04-14");
    assert_eq!(dossier["keywords"][0], "Health data");
    let site = node(made.text("en/index.html"), "WebSite");
    assert_eq!(site["name"], "Digital health dossiers");
    assert_eq!(dossier["isPartOf"]["@id"], site["@id"]);
}

/// Every text of the elements with a name, and every `href`, of well-formed XML.
fn read_feed(xml: &str) -> (BTreeMap<String, Vec<String>>, Vec<String>) {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<String> = vec![];
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut links = vec![];
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}"));
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "link" => {
                let attributes = tag.attributes().map(Result::unwrap);
                for attribute in attributes.filter(|a| a.key.as_ref() == "href") {
                    links.push(attribute.value.to_string());
                }
            }
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                texts.entry(name.clone()).or_default().push(String::new());
                open.push(name);
            }
            Event::End(_) => drop(open.pop().expect("an element that is open")),
            Event::Text(text) => {
                if let Some(name) = open.last() {
                    texts.get_mut(name).unwrap().last_mut().unwrap().push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                let text = format!("&{};", &*reference);
                let text = match text.as_str() {
                    "&lt;" => "<",
                    "&gt;" => ">",
                    "&amp;" => "&",
                    "&quot;" => "\"",
                    "&#x27;" | "&#39;" => "'",
                    other => panic!("an entity that XML does not have: {other}"),
                };
                let name = open.last().unwrap();
                texts.get_mut(name).unwrap().last_mut().unwrap().push_str(text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    (texts, links)
}

#[test]
fn feeds_hold_all_that_an_entry_says() {
    let made = Project::repository().build();
    let (texts, links) = read_feed(made.text("fr/feed.xml"));
    assert_eq!(texts["entry"].len(), 8);
    assert_eq!(texts["content"].len(), 8);
    assert!(links.iter().all(|link| link.starts_with("https://recto.example/")));
    // The ids are the addresses, and the feed is as new as its newest entry.
    assert_eq!(texts["id"].iter().collect::<BTreeSet<_>>().len(), 9);
    assert_eq!(texts["updated"].iter().max(), texts["updated"].first());
    let campus = texts["content"]
        .iter()
        .find(|html| html.contains("Les entreprises accueillies"))
        .expect("the end of the dossier");
    assert!(
        campus.contains("75\u{202f}000\u{a0}m²</strong> – Surface prévue"),
        "{campus}"
    );
    for html in &texts["content"] {
        for (at, _) in html.match_indices("href=\"") {
            let link = &html[at + 6..];
            assert!(link.starts_with("https://recto.example/fr/"), "{}", &link[..60]);
        }
        assert!(
            !html.contains(['\u{1}', '\u{2}', '\u{3}']) && !html.contains("class=\"term")
        );
    }
    let quoted = texts["content"].iter().any(|html| {
        html.contains("<blockquote><p>") && html.contains("Jean Castex, Premier ministre")
    });
    assert!(quoted, "quotes stand in the prose");
}

#[test]
fn each_topic_has_a_feed_that_its_page_names() {
    let made = Project::repository().build();
    let page = made.text("en/topics/health-innovation/index.html");
    let feed = "/en/topics/health-innovation/feed.xml";
    let link = format!(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Health \
                        innovation – Digital health dossiers\" href=\"{feed}\">"
    );
    assert!(page.contains(&link), "{page}");
    let (texts, links) = read_feed(made.text(feed.trim_start_matches('/')));
    assert_eq!(links[1], "https://recto.example/en/topics/health-innovation/");
    let n_entries = texts["entry"].len();
    assert!(n_entries > 0 && n_entries < 8, "{n_entries}");
    for (path, _) in made.files.iter().filter(|(path, _)| path.ends_with("feed.xml")) {
        read_feed(made.text(path));
    }
}

#[test]
fn a_feed_stays_xml_and_short_whatever_is_written() {
    let mut site = Project::french("");
    for nth in 0..40 {
        site.write(
            &format!("content/dossiers/d-{nth:02}/index.fr.md"),
            &format!(
                "---\ntitle: \"A ]]> & <b> {nth}\"\nsummary: B\npublished: 2021-01-{:02}\n---\n\
                 ]]> `</content>` &amp; <i>x</i> [là](#partie) et [accueil](/fr/)[^1]\n\n\
                 ## Partie\n\n[^1]: Une note.\n",
                nth % 28 + 1
            ),
        );
    }
    let made = site.build();
    made.assert_published();
    let (texts, _) = read_feed(made.text("fr/feed.xml"));
    assert_eq!(texts["entry"].len(), 30);
    let html = &texts["content"][0];
    assert!(
        html.contains("]]&gt; <code>&lt;/content&gt;</code> &amp; &lt;i&gt;x"),
        "{html}"
    );
    let page = "https://site.example/fr/dossiers/d-27/";
    assert!(html.contains(&format!("<a href=\"{page}#partie\">là</a>")), "{html}");
    assert!(html.contains("<a href=\"https://site.example/fr/\">accueil</a>"), "{html}");
    assert!(html.contains(&format!("href=\"{page}#note-1\"")), "{html}");
    assert_eq!(texts["updated"][0], "2021-01-28T00:00:00Z");
}
