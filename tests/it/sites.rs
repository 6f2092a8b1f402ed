//! Whole small sites: what exists, where, in which language, and what does not exist.

use crate::project::{Made, Project};

/// A dossier with something of everything, in two languages.
pub const RICH: &str = r#"
//- content/registry/topics.yaml
recherche: {name: {fr: Recherche, en: Research}}
//- content/pages/a-propos.fr.md
---
title: À propos
menu: footer
aliases: [/apropos/]
---
Un site d’essai.
//- content/pages/a-propos.en.md
---
title: About
slug: about
---
A test site.
//- content/releases/annonce/index.fr.md
---
title: Annonce
summary: Une annonce.
published: 2020-12-04
dossiers: [a]
---
Le campus occupera [[surface]].
//- content/releases/annonce/index.en.md
---
title: Announcement
summary: An announcement.
slug: announcement
---
The campus will cover [[surface]].
//- content/dossiers/a/index.fr.md
---
title: Un campus
summary: Recherche et entreprises sur un même site.
topics: [recherche]
published: 2021-12-14
as_of: 2021
aliases: [/campus/]
objectives: {o: {label: Produire des données, indicators: [surface], source: elysee}}
operators: {inserm: {role: founder}, etat: {role: funder}}
figures:
  surface: {label: Surface prévue, value: 75 000, unit: m2, status: planned, source: elysee, key: true}
  startups: {label: Start-up, value: "> 60", unit: start-up, source: presse}
funding:
  total: {label: Financement, amount: 400 M€, payer: etat, source: elysee, parts: partial}
  lpr: {label: Part de la loi, amount: 180 M€, payer: etat, programme: lpr, part_of: total, source: elysee}
quotes: {q: {speaker: castex, role: Premier ministre, text: plus de mille personnes, lang: fr, date: 2021-12-14, source: presse}}
timeline: {e: {label: Annonce, date: 2020-12-04, source: elysee}}
---
## Une section

Le campus occupera [[surface]] et réunit [[org:inserm]].
//- content/dossiers/a/index.en.md
---
title: A campus
summary: Research and companies on one site.
slug: a-campus
objectives: {o: Produce data}
figures: {surface: Planned floor area, startups: Start-ups}
funding: {total: Funding, lpr: Share of the act}
quotes: {q: {text: more than a thousand people, role: Prime Minister}}
timeline: {e: Announcement}
---
## A section

The campus will cover [[surface]] and brings together [[org:inserm]].
"#;

fn rich() -> Project {
    Project::bilingual(RICH)
}

fn assert_same(a: &Made, b: &Made) {
    let paths = |made: &Made| made.files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(a), paths(b));
    for (path, bytes) in &a.files {
        assert!(*bytes == b.files[path], "{path} differs");
    }
}

#[test]
fn the_pages_of_a_small_site() {
    let made = rich().build();
    made.assert_published();
    // Of the search index, the names are digests: `search` looks at it.
    let paths = made.files.keys().map(|path| &**path);
    let paths: Vec<&str> = paths.filter(|path| !path.starts_with("pagefind/")).collect();
    let paths = paths.join("\n");
    let hash = regex_lite_digest(&paths);
    insta::assert_snapshot!("pages-of-a-small-site", hash);
}

/// Names of assets without the digest that they hold.
fn regex_lite_digest(paths: &str) -> String {
    let lines = paths.lines().map(|line| match line.strip_prefix("assets/") {
        Some(name) => {
            let (stem, extension) = name.rsplit_once('.').unwrap();
            let stem = stem.rsplit_once('-').unwrap().0;
            format!("assets/{stem}-….{extension}")
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_dossier_as_it_is_read_in_both_languages() {
    let made = rich().build();
    insta::assert_snapshot!("dossier-fr", made.main("fr/dossiers/a/index.html"));
    insta::assert_snapshot!("dossier-en", made.main("en/dossiers/a-campus/index.html"));
}

#[test]
fn other_pages_as_they_are_read() {
    let made = rich().build();
    insta::assert_snapshot!("key-figures-fr", made.main("fr/chiffres-cles/index.html"));
    insta::assert_snapshot!(
        "organisation-en",
        made.main("en/organisations/etat/index.html")
    );
    insta::assert_snapshot!("release-fr", made.main("fr/communiques/annonce/index.html"));
    insta::assert_snapshot!("landing", made.text("index.html"));
    insta::assert_snapshot!("feed-fr", made.text("fr/feed.xml"));
    insta::assert_snapshot!("sitemap", made.text("sitemap.xml"));
}

#[test]
fn every_page_leads_to_itself_in_the_other_language() {
    let made = rich().build();
    for (fr, en) in [
        ("fr/index.html", "/en/"),
        ("fr/dossiers/a/index.html", "/en/dossiers/a-campus/"),
        ("fr/chiffres-cles/index.html", "/en/key-figures/"),
        ("fr/organisations/inserm/index.html", "/en/organisations/inserm/"),
        ("fr/communiques/annonce/index.html", "/en/press-releases/announcement/"),
        ("fr/a-propos/index.html", "/en/about/"),
        ("fr/themes/recherche/index.html", "/en/topics/recherche/"),
    ] {
        let html = made.text(fr);
        let alternate = format!("hreflang=\"en\" href=\"https://site.example{en}\"");
        assert!(html.contains(&alternate), "{fr} has no {alternate}");
        assert!(html.contains("hreflang=\"x-default\""), "{fr}");
        assert!(html.contains(&format!("href=\"{en}\"")), "{fr} has no link to {en}");
    }
}

#[test]
fn nothing_leads_to_a_page_that_is_not_translated() {
    let mut project = rich();
    project.remove("content/dossiers/a/index.en.md");
    let made = project.build();
    made.assert_published();
    assert!(!made.files.contains_key("en/dossiers/a-campus/index.html"));
    assert!(!made.files.contains_key("en/dossiers/a/index.html"));
    let html = made.text("fr/dossiers/a/index.html");
    assert!(!html.contains("hreflang=\"en\""), "a language that is not there");
    for (path, bytes) in &made.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("/en/dossiers/a/"), "{path} leads nowhere");
        assert!(!text.contains("/en/dossiers/a-campus/"), "{path} leads nowhere");
    }
}

#[test]
fn old_addresses_lead_to_the_new_ones() {
    let made = rich().build();
    for (old, new) in [("campus", "/fr/dossiers/a/"), ("apropos", "/fr/a-propos/")] {
        let html = made.text(&format!("{old}/index.html"));
        assert!(html.contains(&format!("url={new}")), "{html}");
        assert!(html.contains(&format!("href=\"{new}\"")), "{html}");
        assert!(
            html.contains(&format!(
                "<link rel=\"canonical\" href=\"https://site.example{new}\">"
            )),
            "{html}"
        );
    }
    assert!(!made.text("sitemap.xml").contains("/campus/"));
}

#[test]
fn lists_longer_than_fifty_have_pages() {
    let mut project = rich();
    for n in 0..101 {
        let path = format!("content/dossiers/d{n}/index.fr.md");
        project.write(
            &path,
            &format!("---\ntitle: Dossier {n}\nsummary: Un dossier.\n---\n"),
        );
    }
    let made = project.build();
    made.assert_published();
    let first = made.text("fr/dossiers/index.html");
    assert_eq!(first.matches("href=\"/fr/dossiers/d").count(), 49);
    assert!(first.contains("href=\"/fr/dossiers/page/2/\""), "{first}");
    let second = made.text("fr/dossiers/page/2/index.html");
    assert_eq!(second.matches("href=\"/fr/dossiers/d").count(), 50);
    assert!(second.contains("rel=\"prev\""), "{second}");
    assert!(made.files.contains_key("fr/dossiers/page/3/index.html"));
    assert!(!made.files.contains_key("fr/dossiers/page/4/index.html"));
}

/// A page of a thing that much speaks of would be too long for a telephone.
#[test]
fn what_many_dossiers_speak_of_has_pages() {
    let mut project = rich();
    for n in 0..120 {
        let path = format!("content/dossiers/d{n}/index.fr.md");
        project.write(
            &path,
            &format!(
                "---\ntitle: Dossier {n}\nsummary: Un dossier.\ntopics: [recherche]\n\
                 operators: {{inserm: {{role: partner}}}}\n\
                 funding: {{l: {{label: Ligne {n}, amount: 3 M€, payer: etat, \
                 programme: lpr, source: elysee}}}}\n---\n"
            ),
        );
    }
    let made = project.build();
    made.assert_published();
    for (thing, n_pages, section) in [
        ("fr/organisations/inserm", 3, "<li><p class=\"entry-title\"><a href="),
        ("fr/organisations/etat", 2, "<th scope=\"row\"><a href="),
        ("fr/programmes/lpr", 2, "<th scope=\"row\"><a href="),
        ("fr/themes/recherche", 3, "<li class=\"card"),
    ] {
        let mut all = vec![];
        for n in 1..=n_pages {
            let folder =
                if n == 1 { thing.to_owned() } else { format!("{thing}/page/{n}") };
            let page = made.text(&format!("{folder}/index.html"));
            let canonical = format!(
                "<link rel=\"canonical\" href=\"https://site.example/{folder}/\">"
            );
            assert!(page.contains(&canonical), "{folder}");
            let links =
                page.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
            let shown = links.filter(|link| link.starts_with("/fr/dossiers/d"));
            all.extend(shown.map(|link| link.split('#').next().unwrap().to_owned()));
            let is_last = n == n_pages;
            assert_eq!(!page.contains("rel=\"next\""), is_last, "{folder}");
            let items = page.matches(section).count();
            assert!((1..=110).contains(&items), "{folder}: {items} items");
            if n > 1 {
                let first = format!("<li><a href=\"/{thing}/\">");
                assert!(page.contains(&first), "{folder} leads to the first page");
                assert!(
                    made.words(&format!("{folder}/index.html"))
                        .contains(&format!("page {n}"))
                );
            }
        }
        all.sort();
        all.dedup();
        let own: Vec<_> = all.iter().filter(|link| *link != "/fr/dossiers/").collect();
        assert_eq!(own.len(), 120, "{thing}: every dossier stands on one of its pages");
        let beyond = format!("{thing}/page/{}/index.html", n_pages + 1);
        assert!(!made.files.contains_key(&*beyond), "{beyond}");
    }
    let second = made.text("fr/organisations/inserm/page/2/index.html");
    assert!(second.contains("hreflang=\"en\" href=\"https://site.example/en/organisations/inserm/page/2/\""), "{second}");
}

/// What is hidden does not exist: the very same bytes come of a site without its files.
#[test]
fn what_is_not_public_changes_no_byte() {
    let hidden = [
        (
            "content/dossiers/secret/index.fr.md",
            "---\ntitle: Canari\nsummary: Canari.\nSTATE\nas_of: 2021\ntopics: [recherche]\naliases: [/canari/]\noperators: {canari: {role: founder}, inserm: {role: partner}}\nfigures: {f: {label: Canari, value: 1, unit: m2, source: canari, key: true}, g: {label: Canari, value: 75 000, unit: m2, source: canari, same_as: a#surface}}\nfunding: {h: {label: Canari, amount: 3 M€, payer: inserm, source: canari}}\nquotes: {q: {speaker: canari, text: canari, source: canari}}\nmedia: {p: {file: media/canari.svg, alt: Canari, credit: Canari, licence: editorial-only}}\n---\nVoir [[dossier:a]] et [[org:canari]].\n",
        ),
        (
            "content/dossiers/secret/index.en.md",
            "---\ntitle: Canary\nsummary: Canary.\nslug: canary\nfigures: {f: Canary, g: Canary}\nfunding: {h: Canary}\nmedia: {p: Canary}\nquotes: {q: canary}\n---\nSee [[dossier:a]].\n",
        ),
        (
            "content/dossiers/secret/media/canari.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>canari</text></svg>",
        ),
        (
            "content/releases/secret/index.fr.md",
            "---\ntitle: Canari\nsummary: Canari.\npublished: 2021-01-01\nSTATE\ndossiers: [secret, a]\n---\nTexte.\n",
        ),
        (
            "content/releases/secret/index.en.md",
            "---\ntitle: Canary\nsummary: Canary.\n---\nText.\n",
        ),
        (
            "content/pages/secret.fr.md",
            "---\ntitle: Canari\nmenu: header\nSTATE\n---\nTexte.\n",
        ),
        ("content/pages/secret.en.md", "---\ntitle: Canary\n---\nText.\n"),
    ];
    let mut without = rich();
    let names = without.text("content/registry/organisations.yaml").to_owned()
        + "canari: {name: {fr: Canari, en: Canary}}\n";
    without.write("content/registry/organisations.yaml", &names);
    without.edit(
        "content/registry/people.yaml",
        "castex:",
        "canari: {name: Canari}\ncastex:",
    );
    without.edit(
        "content/registry/sources.yaml",
        "elysee:",
        "canari: {title: Canari, lang: fr}\nelysee:",
    );
    let public = without.build();
    public.assert_published();
    let canaries = |made: &Made| {
        let texts = made
            .files
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).to_lowercase());
        texts.filter(|text| text.contains("canar")).count()
    };
    assert_eq!(canaries(&public), 0);
    for state in ["draft: true", "embargo: 2026-03-01T06:00:00+01:00"] {
        let mut with = without.clone();
        for (path, text) in hidden {
            with.write(path, &text.replace("STATE", state));
        }
        let made = with.build();
        made.assert_published();
        assert_same(&public, &made);
        // Once lifted, it is everywhere: the canary does sing.
        let mut lifted = with.clone();
        lifted.now = "2026-03-01T05:00:00Z";
        if state.starts_with("embargo") {
            let made = lifted.build();
            made.assert_published();
            assert!(canaries(&made) > 10, "{}", canaries(&made));
            lifted.now = "2026-03-01T04:59:59Z";
            assert_eq!(canaries(&lifted.build()), 0);
        }
        // And a preview shows it, marked as one.
        with.request.drafts = true;
        let preview = with.build();
        assert!(canaries(&preview) > 10);
        assert!(
            preview.text("robots.txt").contains("Disallow: /"),
            "a preview is not indexed"
        );
    }
}

#[test]
fn what_is_public_cannot_name_what_is_not() {
    let mut project = rich();
    project.write(
        "content/dossiers/secret/index.fr.md",
        "---\ntitle: S\nsummary: S\ndraft: true\n---\n",
    );
    project.edit(
        "content/dossiers/a/index.fr.md",
        "Le campus",
        "[[dossier:secret]] : le campus",
    );
    let codes: Vec<&str> = project.check().iter().map(|f| f.problem.code()).collect();
    assert_eq!(codes, ["not-public"]);
}

#[test]
fn a_theme_of_the_site_replaces_file_by_file_three_levels_deep() {
    let mut project = rich();
    project.edit("content/site.yaml", "languages", "theme: petite-fille\nlanguages");
    project.write("themes/petite-fille/theme.yaml", "extends: fille\n");
    project.write("themes/fille/theme.yaml", "extends: mere\n");
    project.write("themes/mere/theme.yaml", "extends: default\n");
    project.write(
        "themes/mere/templates/dossier.html",
        "{% extends \"recto/dossier.html\" %}{% block content %}<p>mère</p>{{ super() }}{% endblock content %}",
    );
    project.write(
        "themes/fille/templates/dossier.html",
        "{% extends \"mere/dossier.html\" %}{% block content %}<p>fille</p>{{ super() }}{% endblock content %}",
    );
    project.write(
        "themes/petite-fille/templates/dossier.html",
        "{% extends \"fille/dossier.html\" %}{% block content %}<p>petite-fille</p>{{ super() }}{% endblock content %}",
    );
    project.write(
        "themes/mere/templates/partials/figure-tile.html",
        "<p>tuile de la mère</p>",
    );
    project.write("themes/fille/strings/fr.yaml", "nav: {home: Maison}\n");
    project.write(
        "themes/petite-fille/assets/style.css",
        "body { background: url(fonts/texte.woff2) }\n",
    );
    project
        .files
        .insert("themes/mere/assets/fonts/texte.woff2".into(), b"police".to_vec());
    let made = project.build();
    made.assert_published();
    let words = made.words("fr/dossiers/a/index.html");
    let text = made.text("fr/dossiers/a/index.html");
    let at =
        |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
    assert!(at("<p>petite-fille</p>") < at("<p>fille</p>"));
    assert!(at("<p>fille</p>") < at("<p>mère</p>"));
    assert!(words.contains("Un campus"), "the built-in page is still there: {words}");
    assert!(made.text("fr/index.html").contains("tuile de la mère"));
    assert!(made.text("fr/dossiers/a/index.html").contains("Maison"));
    let style = made.files.keys().find(|path| path.ends_with(".css")).unwrap();
    assert!(made.text(style).contains("url(\"fonts/texte-"), "{}", made.text(style));
    assert!(made.files.keys().any(|path| path.starts_with("assets/fonts/texte-")));
}

#[test]
fn a_third_language_needs_words_and_no_code() {
    let mut project = rich();
    project.edit("content/site.yaml", "[fr, en]", "[fr, en, de]");
    project.edit(
        "content/site.yaml",
        "{fr: Site, en: Site}",
        "{fr: Site, en: Site, de: Seite}",
    );
    project.edit(
        "content/site.yaml",
        "other: start-ups}}",
        "other: start-ups}, de: Start-ups}",
    );
    let en = recto::builtin::theme()
        .find(|s| s.path.ends_with("strings/en.yaml"))
        .unwrap();
    // Its words are English here; that they are words is all that matters.
    project.write(
        "themes/default/strings/de.yaml",
        &en.text.replace("locale: en-GB", "locale: de-DE"),
    );
    project.write(
        "content/dossiers/a/index.de.md",
        "---\ntitle: Ein Campus\nsummary: Forschung.\nslug: ein-campus\nfigures: {surface: Geplante Fläche}\n---\nDer Campus hat [[surface]].\n",
    );
    let made = project.build();
    made.assert_published();
    let words = made.words("de/dossiers/ein-campus/index.html");
    assert!(words.contains("Der Campus hat 75.000\u{a0}m²"), "{words}");
    assert!(words.contains("Geplante Fläche"), "{words}");
    let html = made.text("de/dossiers/ein-campus/index.html");
    assert!(html.contains("<html lang=\"de\""), "{html}");
    // What is not translated is the reference's, and says in which language it is.
    assert!(html.contains("<span lang=\"fr\">"), "{html}");
    assert!(made.text("index.html").contains("lang=\"de\""));
    assert!(made.text("fr/dossiers/a/index.html").contains("hreflang=\"de\""));
}

#[test]
fn a_site_below_a_path_links_below_it() {
    let mut project = rich();
    project.edit(
        "content/site.yaml",
        "https://site.example",
        "https://site.example/dossiers-publics/",
    );
    let made = project.build();
    made.assert_published();
    for (path, bytes) in &made.files {
        let text = String::from_utf8_lossy(bytes);
        for (at, _) in text.match_indices("href=\"/").chain(text.match_indices("src=\"/"))
        {
            let link = &text[at..text[at..].find('>').map_or(text.len(), |end| at + end)];
            assert!(link.contains("\"/dossiers-publics/"), "{path}: {link}");
        }
    }
    assert!(
        made.text("sitemap.xml")
            .contains("<loc>https://site.example/dossiers-publics/fr/")
    );
}

#[test]
fn every_page_is_where_the_site_says_it_is() {
    for project in [rich(), Project::repository()] {
        let snapshot = project.snapshot();
        let (ready, findings) = recto::preview::prepare(
            &snapshot,
            vec![],
            &mut recto::cache::Cache::default(),
        );
        let ready = ready.unwrap_or_else(|| panic!("{findings:?}"));
        let made = project.build();
        let cache = std::sync::Mutex::new(recto::cache::Cache::default());
        for (path, bytes) in &made.files {
            let page = ready.page(path, &cache).unwrap_or_else(|| panic!("no {path}"));
            assert_eq!(page.unwrap().bytes, *bytes, "{path} in the preview");
        }
    }
}

#[test]
fn pages_allow_nothing_from_elsewhere_and_no_code_of_their_own() {
    let made = Project::repository().build();
    let pages = made.files.keys().filter(|path| path.ends_with(".html"));
    for path in pages {
        let html = made.text(path);
        let policy = html.find("<meta http-equiv=\"Content-Security-Policy\"");
        let first = ["<link", "<script", "<style", "<img"]
            .iter()
            .filter_map(|t| html.find(t));
        assert!(
            policy.is_some_and(|at| first.min().is_none_or(|first| at < first)),
            "{path}"
        );
        for code in [" style=\"", "<style", " onclick=", " onload=", "javascript:"] {
            assert!(!html.contains(code), "{path} has {code}");
        }
        // Data is no code; a script is a file of this site.
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            let is_data = tag.contains("application/ld+json\"")
                || tag.contains("type=\"application/json\"");
            assert!(is_data || tag.contains(" src=\"/"), "{path} has <script{tag}>");
        }
    }
}
