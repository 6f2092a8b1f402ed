//! The glossary: terms in prose, its page, what is said of mistakes.

use recto::cache::Cache;

use crate::project::Project;

const SITE: &str = "//- content/registry/glossary.yaml
api:
  term: {fr: interface de programmation, en: application programming interface}
  acronym: API
  definition: {fr: Ce par quoi un programme en appelle un autre., en: How programs call each other.}
appel:
  term: {fr: appel à projets, en: call for projects}
  aliases: {en: [project call]}
  definition: {fr: Une mise en concurrence., en: A competition.}
appel-recherche:
  term: {fr: appel à projets de recherche, en: research call}
  definition: {fr: Une autre., en: Another.}
etude:
  term: {fr: étude, en: study}
  definition: {fr: Un travail., en: Some work.}
";

/// The page of a dossier with this prose in French, and this in English.
fn pages(french: &str, english: &str) -> (String, String) {
    let site = format!(
        "{SITE}//- content/dossiers/a/index.fr.md\n---\ntitle: A\nsummary: B\n---\n{french}\n\
         //- content/dossiers/a/index.en.md\n---\ntitle: A\nsummary: B\n---\n{english}\n"
    );
    let made = Project::bilingual(&site).build();
    made.assert_published();
    let prose = |path: &str| {
        let main = made.main(path);
        let start = main.find("<div class=\"prose\">").unwrap();
        let rest = &main[start..];
        rest[..rest.find("</div>").unwrap()].to_owned()
    };
    (prose("fr/dossiers/a/index.html"), prose("en/dossiers/a/index.html"))
}

fn french(prose: &str) -> String {
    pages(prose, "Nothing.").0
}

#[test]
fn the_first_use_of_a_term_leads_to_the_glossary() {
    let html = french("Un appel à projets, puis un autre appel à projets.");
    let link = "<a class=\"term\" href=\"/fr/glossaire/#appel\">appel à projets</a>";
    assert!(
        html.contains(&format!("Un {link}, puis un autre appel à projets.")),
        "{html}"
    );
    // What a line of the source ends with is no end of a term.
    let html = french("Les appels\nà projets.\n\nÉtudes.");
    assert!(html.contains("#appel\">appels\nà projets</a>"), "{html}");
    assert!(html.contains("<a class=\"term\" href=\"/fr/glossaire/#etude\">Études</a>"));
}

#[test]
fn an_acronym_is_spelled_out_and_keeps_its_case() {
    let html = french("Une api, des APIs, l’API « API ».");
    let link = "<a class=\"term\" href=\"/fr/glossaire/#api\"><abbr title=\"interface de \
                programmation\">API</abbr></a>";
    assert!(
        html.contains(&format!("Une api, des APIs, l’{link} «\u{a0}API\u{a0}».")),
        "{html}"
    );
    let (_, html) = pages("Rien.", "Two APIs and a project call.");
    assert!(html.contains("title=\"application programming interface\">APIs</abbr></a>"));
    assert!(html.contains("href=\"/en/glossary/#appel\">project call</a>"), "{html}");
}

#[test]
fn the_longest_term_counts_and_only_whole_words() {
    let html = french("Un appel à projets de recherche, des préétudes, étude-test.");
    assert_eq!(html.matches("class=\"term\"").count(), 1, "{html}");
    assert!(
        html.contains("#appel-recherche\">appel à projets de recherche</a>"),
        "{html}"
    );
}

#[test]
fn headings_links_code_and_quotations_are_left_alone() {
    let html = french(
        "## Appel à projets\n\n> Un appel à projets\n\n`appel à projets` \
         [un appel à projets](/fr/dossiers/) [^1] [[lang:en|API]]\n\n[^1]: appel à projets\n\n\
         | appel à projets |\n| --- |\n| étude |\n",
    );
    assert_eq!(html.matches("class=\"term\"").count(), 1, "{html}");
    assert!(html.contains("#etude\">étude</a>"), "{html}");
}

#[test]
fn a_writer_can_say_where_a_term_is_explained() {
    let html =
        french("Une API : voir [[term:api]] et [[term:appel|ces appels à projets]].");
    assert!(
        html.contains("Une API\u{a0}: voir <a href=\"/fr/glossaire/#api\"><abbr title=")
    );
    assert!(
        html.contains("<a href=\"/fr/glossaire/#appel\">ces appels à projets</a>"),
        "{html}"
    );
    assert!(!html.contains("class=\"term\""), "{html}");
}

#[test]
fn the_glossary_is_sorted_by_its_readers_alphabet() {
    let made = Project::bilingual(SITE).build();
    made.assert_published();
    let terms = |path: &str| -> Vec<String> {
        let parts = made.main(path).split("<dfn>").skip(1);
        parts
            .map(|part| part.split("</dfn>").next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        terms("fr/glossaire/index.html"),
        [
            "appel à projets",
            "appel à projets de recherche",
            "étude",
            "interface de programmation"
        ]
    );
    assert_eq!(terms("en/glossary/index.html")[0], "application programming interface");
    // « É » stands under E, and the page tells programs what it is.
    let page = made.text("fr/glossaire/index.html");
    assert!(page.contains("<h2>E</h2>") && page.contains("\"DefinedTermSet\""), "{page}");
    assert!(
        made.text("fr/index.html")
            .contains("<a href=\"/fr/glossaire/\">Glossaire</a>")
    );
}

#[test]
fn a_site_without_a_glossary_has_no_page_for_it() {
    let made = Project::bilingual("").build();
    assert!(!made.files.contains_key("fr/glossaire/index.html"));
    assert!(!made.text("fr/index.html").contains("Glossaire"));
}

/// The theme's scripts without the search, which is on a page of its own.
#[test]
fn the_scripts_of_the_theme_are_small() {
    let assets =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/assets");
    let scripts = walkdir::WalkDir::new(assets).into_iter().map(Result::unwrap);
    let sizes: Vec<u64> = scripts
        .filter(|entry| {
            let name = entry.file_name().to_str().unwrap();
            name.ends_with(".js")
                && !name.contains("search")
                && !name.contains("pagefind")
        })
        .map(|entry| entry.metadata().unwrap().len())
        .collect();
    assert!(!sizes.is_empty() && sizes.iter().sum::<u64>() < 10_000, "{sizes:?}");
}

#[test]
fn html_that_is_allowed_holds_markdown() {
    let mut site = Project::french(
        "//- content/dossiers/a/index.fr.md\n---\ntitle: A\nsummary: B\npublished: 2021-01-01\n---\n\
         H<sub>2</sub>O &amp; <span lang=\"en\">open data</span>, <a href=\"/fr/\">*là*</a>.\n\n\
         <details>\n<summary>« Plus »</summary>\n\nDu **Markdown**.\n\n</details>\n\n\
         <table><tr><th scope=\"col\">A<td>B</table>\n",
    );
    site.edit("content/site.yaml", "title: Site", "title: Site\nhtml: allowed");
    let made = site.build();
    made.assert_published();
    assert!(made.built.findings.is_empty(), "{:?}", made.built.findings);
    let html = made.main("fr/dossiers/a/index.html");
    for part in [
        "H<sub>2</sub>O &amp; <span lang=\"en\">open data</span>, <a href=\"/fr/\"><em>là</em></a>.",
        "<details>\n<summary>«\u{a0}Plus\u{a0}»</summary>",
        "<p>Du <strong>Markdown</strong>.</p>\n</details>",
        "<table><tr><th scope=\"col\">A</th><td>B</td></tr></table>",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    // Elsewhere, its links lead back.
    let feed = made.text("fr/feed.xml");
    assert!(
        feed.contains("&lt;a href=&quot;https://site.example/fr/&quot;&gt;&lt;em&gt;là")
    );
}

/// The preview keeps pages: one that uses a term is another page when the term comes, and one
/// that does not stays as it is.
#[test]
fn a_new_term_changes_the_pages_that_use_it() {
    use recto::preview::prepare;
    let mut site = Project::bilingual(&format!(
        "{SITE}//- content/dossiers/a/index.fr.md\n---\ntitle: A\nsummary: B\n---\nUn décret.\n\
         //- content/dossiers/b/index.fr.md\n---\ntitle: B\nsummary: B\n---\nUne loi.\n"
    ));
    let digests = |site: &Project| {
        let (ready, found) = prepare(&site.snapshot(), vec![], &mut Cache::default());
        let ready = ready.unwrap_or_else(|| panic!("{found:?}"));
        ["a", "b"]
            .map(|id| ready.digest(&format!("fr/dossiers/{id}/index.html")).unwrap())
    };
    let before = digests(&site);
    let terms = site.text("content/registry/glossary.yaml").to_owned();
    let decree = "decret: {term: {fr: décret, en: decree}, definition: {fr: Un acte., en: An act.}}";
    site.write("content/registry/glossary.yaml", &format!("{terms}{decree}\n"));
    let after = digests(&site);
    assert_ne!(before[0], after[0]);
    assert_eq!(before[1], after[1]);
}
