//! What can be found, and what is published for it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Mutex;

use recto::cache::Cache;
use recto::output::Discard;
use recto::pipeline::{Progress, build};
use recto::preview::prepare;
use serde_json::Value;

use crate::program::assert_same;
use crate::project::{Made, Project};
use crate::sites::RICH;

/// The files of the index by their paths.
fn index(made: &Made) -> BTreeMap<String, Vec<u8>> {
    let files = made.files.iter().filter(|(path, _)| path.starts_with("pagefind/"));
    files.map(|(path, bytes)| (path.to_string(), bytes.clone())).collect()
}

/// A file of the index without its packing.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = vec![];
    match bytes.starts_with(&[0x1f, 0x8b]) {
        true => flate2::read::GzDecoder::new(bytes)
            .read_to_end(&mut unpacked)
            .unwrap(),
        false => return bytes.to_vec(),
    };
    unpacked
}

/// Everything that the index says in a language, as text.
fn said(made: &Made, lang: &str) -> String {
    let files = index(made).into_iter().filter(|(path, _)| {
        let name = path.rsplit('/').next().unwrap();
        name.starts_with(&format!("{lang}_")) || name.contains(&format!(".{lang}_"))
    });
    let texts =
        files.map(|(_, bytes)| String::from_utf8_lossy(&unpacked(&bytes)).into_owned());
    texts.collect()
}

/// The records of a language by their addresses.
fn records(made: &Made, lang: &str) -> BTreeMap<String, Value> {
    let prefix = format!("pagefind/fragment/{lang}_");
    let files = index(made).into_iter().filter(|(path, _)| path.starts_with(&prefix));
    files
        .map(|(path, bytes)| {
            let bytes = unpacked(&bytes);
            let json = bytes
                .strip_prefix(b"pagefind_dcd")
                .unwrap_or_else(|| panic!("{path}"));
            let record: Value = serde_json::from_slice(json).unwrap();
            (record["url"].as_str().unwrap().to_owned(), record)
        })
        .collect()
}

#[test]
fn a_figure_is_found_by_itself() {
    let made = Project::bilingual(RICH).build();
    made.assert_published();
    let french = records(&made, "fr");
    let figure = &french["/fr/dossiers/a/chiffres/surface/"];
    assert_eq!(figure["meta"]["title"], "Surface prévue");
    assert_eq!(figure["meta"]["value"], "75\u{202f}000\u{a0}m²");
    assert_eq!(figure["meta"]["context"], "Un campus · 2021");
    assert_eq!(figure["filters"]["kind"][0], "figure");
    assert_eq!(figure["filters"]["topic"][0], "recherche");
    // As it is typed without its space.
    assert_eq!(figure["content"], "75000");
    // One that is not among the key figures has no page to lead to.
    let n_figures = french.values().filter(|r| r["filters"]["kind"][0] == "figure");
    assert_eq!(n_figures.count(), 1);
}

#[test]
fn each_kind_of_page_is_found() {
    let made = Project::bilingual(RICH).build();
    let english = records(&made, "en");
    let kinds: BTreeSet<(&str, &str)> = english
        .iter()
        .map(|(url, record)| {
            (record["filters"]["kind"][0].as_str().unwrap(), url.as_str())
        })
        .collect();
    for found in [
        ("dossier", "/en/dossiers/a-campus/"),
        ("figure", "/en/dossiers/a-campus/figures/surface/"),
        ("organisation", "/en/organisations/inserm/"),
        ("release", "/en/press-releases/announcement/"),
        ("programme", "/en/programmes/lpr/"),
        ("topic", "/en/topics/recherche/"),
        ("person", "/en/people/#castex"),
        ("page", "/en/about/"),
    ] {
        assert!(kinds.contains(&found), "{found:?} is not in {kinds:#?}");
    }
    let inserm = &english["/en/organisations/inserm/"]["meta"]["title"];
    let whole = "Inserm – French National Institute of Health and Medical Research";
    assert_eq!(inserm, whole);
}

#[test]
fn a_dossier_is_found_by_its_sections() {
    let made = Project::bilingual(RICH).build();
    let dossier = &records(&made, "fr")["/fr/dossiers/a/"];
    let text = dossier["content"].as_str().unwrap();
    assert!(text.starts_with("Recherche et entreprises sur un même site."), "{text}");
    for words in [
        "Chiffres clés : Surface prévue 75 000 m² ; Start-up plus de 60 start-up.",
        "Acteurs : Inserm – Institut national",
        "Financement 400 M€ ; Part de la loi 180 M€",
        "4 décembre 2020 Annonce",
        "plus de mille personnes",
        "Une section Le campus occupera 75 000 m² et réunit Inserm.",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
}

#[test]
fn other_names_find_an_organisation() {
    let mut project = Project::bilingual(RICH);
    let file = "content/registry/organisations.yaml";
    project.edit(file, "acronym: Inserm", "acronym: Inserm\n  aliases: [Ubriquet]");
    let made = project.build();
    let inserm = &records(&made, "fr")["/fr/organisations/inserm/"];
    assert!(inserm["content"].as_str().unwrap().contains("Ubriquet"));
}

#[test]
fn languages_are_apart() {
    let made = Project::bilingual(RICH).build();
    let (french, english) = (said(&made, "fr"), said(&made, "en"));
    assert!(french.contains("Le campus occupera") && english.contains("The campus will"));
    assert!(!french.contains("The campus will"), "English words in the French index");
    assert!(!english.contains("Le campus occupera"), "French words in the English index");
    for lang in ["fr", "en"] {
        let urls: Vec<String> = records(&made, lang).into_keys().collect();
        let own = format!("/{lang}/");
        assert!(urls.iter().all(|url| url.starts_with(&own)), "{lang}: {urls:?}");
    }
}

#[test]
fn nothing_is_found_before_its_time() {
    let canary = "zanzibarette";
    let state = "embargo: 2026-03-01T06:00:00+01:00";
    let hidden = |state: &str| {
        let mut project = Project::bilingual(RICH);
        let secret = format!(
            "---\ntitle: Le {canary}\nsummary: Un {canary}.\n{state}\nfigures:\n  \
             n: {{label: Un {canary}, value: 7, unit: m2, source: elysee, key: true}}\n---\n\
             Un {canary}.\n"
        );
        let translated = format!(
            "---\ntitle: A {canary}\nsummary: A {canary}.\nfigures: {{n: A {canary}}}\n---\n\
             A {canary}.\n"
        );
        project.write("content/dossiers/secret/index.fr.md", &secret);
        project.write("content/dossiers/secret/index.en.md", &translated);
        project
    };
    let without = Project::bilingual(RICH).build();
    for state in [state, "draft: true"] {
        let made = hidden(state).build();
        made.assert_published();
        for (path, bytes) in index(&made) {
            let text = String::from_utf8_lossy(&unpacked(&bytes)).to_lowercase();
            assert!(!text.contains("zanzibar"), "{path} tells of it");
        }
        assert_same(&index(&without), &index(&made), state);
    }
    // What is looked for would be seen.
    let made = hidden("published: 2026-01-01").build();
    made.assert_published();
    let tells = |lang| said(&made, lang).matches(canary).count();
    assert!(tells("fr") > 3 && tells("en") > 3, "{} {}", tells("fr"), tells("en"));
}

#[test]
fn what_was_withdrawn_is_found_and_marked() {
    let mut project = Project::bilingual("");
    let page = |more: &str| format!("---\ntitle: A\nsummary: B\n{more}---\nTexte.\n");
    let french = "published: 2025-01-01\nwithdrawn: {date: 2025-12-01}\n";
    project.write("content/dossiers/a/index.fr.md", &page(french));
    project.write("content/dossiers/a/index.en.md", &page(""));
    let made = project.build();
    made.assert_published();
    for (lang, context) in
        [("fr", "Retiré · 1er\u{a0}janvier 2025"), ("en", "Withdrawn · 1 January 2025")]
    {
        let record = &records(&made, lang)[&format!("/{lang}/dossiers/a/")];
        assert_eq!(record["meta"]["context"], context);
    }
}

/// A site with enough entries for several threads.
fn large() -> Project {
    let mut project = Project::bilingual(RICH);
    for nth in 0..60 {
        let french = format!(
            "---\ntitle: Dossier numéro {nth}\nsummary: Résumé {nth}.\ntopics: [recherche]\nfigures:\n  \
             n: {{label: Chiffre {nth}, value: {nth}, unit: m2, source: elysee, key: true}}\n---\n\
             Un texte dont les mots changent : mot{nth}, été, Été, ete.\n"
        );
        let english = format!(
            "---\ntitle: Dossier number {nth}\nsummary: Summary {nth}.\nfigures: {{n: Figure {nth}}}\n---\n\
             A text whose words change: word{nth}.\n"
        );
        project.write(&format!("content/dossiers/d-{nth}/index.fr.md"), &french);
        project.write(&format!("content/dossiers/d-{nth}/index.en.md"), &english);
    }
    project
}

#[test]
fn the_same_records_are_the_same_bytes() {
    let project = large();
    let on_threads = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        let made = pool.build().unwrap().install(|| project.build());
        made.assert_published();
        index(&made)
    };
    let expected = on_threads(1);
    assert!(expected.len() > 240, "{} files", expected.len());
    for n_threads in [1, 2, 7] {
        assert_same(&expected, &on_threads(n_threads), "another time");
    }
}

#[test]
fn a_site_below_a_path_finds_its_pages_there() {
    let mut project = Project::bilingual(RICH);
    let below = "https://site.example/dossiers";
    project.edit("content/site.yaml", "https://site.example", below);
    let made = project.build();
    made.assert_published();
    let urls: Vec<String> = records(&made, "fr").into_keys().collect();
    assert!(urls.iter().all(|url| url.starts_with("/dossiers/fr/")), "{urls:?}");
    let page = made.text("fr/recherche/index.html");
    assert!(page.contains("data-index=\"/dossiers/pagefind/\""), "{page}");
    assert!(page.contains("action=\"/dossiers/fr/recherche/\""), "{page}");
}

#[test]
fn only_what_the_page_asks_for_is_published() {
    for (project, langs) in
        [(Project::bilingual(RICH), vec!["en", "fr"]), (Project::french(""), vec!["fr"])]
    {
        let made = project.build();
        made.assert_published();
        let others: Vec<String> = index(&made)
            .into_keys()
            .filter(|path| {
                !["index/", "filter/", "fragment/"]
                    .iter()
                    .any(|dir| path.contains(dir))
                    && !path.ends_with(".pf_meta")
            })
            .collect();
        let mut expected = vec![
            "pagefind/pagefind-entry.json".to_owned(),
            "pagefind/pagefind.js".to_owned(),
        ];
        expected
            .extend(langs.iter().map(|lang| format!("pagefind/wasm.{lang}.pagefind")));
        assert_eq!(others, expected);
        let entry: Value =
            serde_json::from_str(made.text("pagefind/pagefind-entry.json")).unwrap();
        let known: BTreeSet<&str> = entry["languages"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(known, langs.iter().copied().collect());
        for (path, record) in made.built.outputs.iter() {
            assert_eq!(
                path.starts_with("pagefind/"),
                record.kind == "search" && !path.ends_with(".html"),
                "{path}"
            );
        }
    }
}

#[test]
fn what_did_not_change_is_not_indexed_again() {
    let mut project = Project::bilingual(RICH);
    let mut cache = Cache::default();
    assert_eq!(project.build_with(&mut cache).built.n_indexed, 2);
    assert_eq!(project.build_with(&mut cache).built.n_indexed, 0);
    project.edit("content/dossiers/a/index.en.md", "A campus", "The campus");
    let warm = project.build_with(&mut cache);
    assert_eq!(warm.built.n_indexed, 1);
    assert_same(&index(&project.build()), &index(&warm), "a warm build");
    // A style is nothing that anybody searches for.
    project.write("themes/default/assets/style.css", "p { margin: 0 }\n");
    assert_eq!(project.build_with(&mut cache).built.n_indexed, 0);
}

#[test]
fn a_check_makes_no_index() {
    let snapshot = Project::bilingual(RICH).snapshot();
    let mut cache = Cache::default();
    let built = build(&snapshot, vec![], &mut cache, &Discard, &Progress::default());
    let built = built.unwrap();
    assert!(!built.has_errors());
    assert_eq!(built.n_indexed, 0);
}

#[test]
fn the_preview_searches_as_the_site_does() {
    let project = Project::bilingual(RICH);
    let made = project.build();
    let (ready, _) = prepare(&project.snapshot(), vec![], &mut Cache::default());
    let ready = ready.unwrap();
    let cache = Mutex::new(Cache::default());
    let served: BTreeMap<String, Vec<u8>> = index(&made)
        .into_keys()
        .map(|path| {
            let output = ready.page(&path, &cache).unwrap().unwrap();
            (path, output.bytes.clone())
        })
        .collect();
    assert_same(&index(&made), &served, "the preview");
    assert!(ready.page("pagefind/pagefind-ui.js", &cache).is_none());
    assert!(ready.page("pagefind/../fr/index.html", &cache).is_none());
}

#[test]
fn a_figure_among_thousands_is_found_by_its_dossier() {
    let page = |n_dossiers: usize| {
        let figure = |n| {
            format!("  f{n}: {{label: Chiffre {n}, value: {n}, unit: m2, key: true}}\n")
        };
        let figures: String = (1..=100).map(figure).collect();
        let mut project = Project::french("");
        for id in 0..n_dossiers {
            let title = format!("---\ntitle: A {id}\nsummary: A.\n");
            let dossier = format!("{title}figures:\n{figures}---\nA.\n");
            let id = if id == 0 { "a".to_owned() } else { format!("a-{id}") };
            project.write(&format!("content/dossiers/{id}/index.fr.md"), &dossier);
        }
        let (ready, found) = prepare(&project.snapshot(), vec![], &mut Cache::default());
        let ready = ready.unwrap_or_else(|| panic!("{found:#?}"));
        let cache = Mutex::new(Cache::default());
        let text = |path: &str| {
            let output = ready.page(path, &cache).unwrap().unwrap();
            String::from_utf8(output.bytes.clone()).unwrap()
        };
        let entry: Value =
            serde_json::from_str(&text("pagefind/pagefind-entry.json")).unwrap();
        let n_records = entry["languages"]["fr"]["page_count"].as_u64().unwrap();
        (n_records, text("fr/recherche/index.html").contains("value=\"figure\""))
    };
    assert_eq!(page(2), (2 + 200, true));
    assert_eq!(page(51), (51, false));
}

#[test]
fn words_that_act_are_words() {
    let mut project = Project::bilingual(RICH);
    let act = "<img src=x onerror=alert(1)>";
    project.edit(
        "content/dossiers/a/index.fr.md",
        "title: Un campus",
        &format!("title: 'Un {act}'"),
    );
    project.edit(
        "content/dossiers/a/index.fr.md",
        "## Une section",
        "## Une section\n\n\\_\\_\\_PAGEFIND_WEIGHT\\_\\_\\_0 autruche `___PAGEFIND_ANCHOR___h2:a:b`",
    );
    let made = project.build();
    made.assert_published();
    let dossier = &records(&made, "fr")["/fr/dossiers/a/"];
    assert_eq!(dossier["meta"]["title"], format!("Un {act}"));
    // What would be a word to the library is one to readers.
    let text = dossier["content"].as_str().unwrap();
    assert!(
        text.contains("__PAGEFIND_WEIGHT__0 autruche __PAGEFIND_ANCHOR__h2:a:b"),
        "{text}"
    );
    assert_eq!(dossier["anchors"], serde_json::json!([]));
    let page = made.text("fr/recherche/index.html");
    assert!(!page.contains(act) && page.contains("&lt;img src=x"), "{page}");
}

#[test]
fn a_word_without_an_end_ends() {
    let mut project = Project::bilingual(RICH);
    let endless = "é".repeat(200_000);
    project.edit("content/dossiers/a/index.fr.md", "## Une section", &endless);
    let made = project.build();
    made.assert_published();
    let text = said(&made, "fr");
    assert!(text.contains("Le campus occupera") && !text.contains("éééé"));
}

#[test]
fn every_page_leads_to_the_search_and_only_its_own_may_run_the_program() {
    let made = Project::bilingual(RICH).build();
    for (path, bytes) in &made.files {
        let is_redirect = made.built.outputs.get(path).unwrap().kind == "redirect";
        if !path.ends_with(".html") || &**path == "index.html" || is_redirect {
            continue;
        }
        let html = std::str::from_utf8(bytes).unwrap();
        let lang = if path.starts_with("en/") { "/en/search/" } else { "/fr/recherche/" };
        assert!(html.contains(&format!("href=\"{lang}\"")), "{path} leads to no search");
        let is_search =
            ["fr/recherche/index.html", "en/search/index.html"].contains(&&**path);
        assert_eq!(html.contains("wasm-unsafe-eval"), is_search, "{path}");
        assert!(
            !html.contains("unsafe-inline") && !html.contains("'unsafe-eval'"),
            "{path}"
        );
    }
}

#[test]
fn without_a_script_there_is_a_list() {
    let made = large().build();
    let main = made.main("en/search/index.html");
    assert!(
        main.contains("<noscript><p class=\"search-without\">Search needs JavaScript")
    );
    for nth in 0..60 {
        assert!(
            main.contains(&format!(">Dossier number {nth}</a>")),
            "{nth} is not there"
        );
    }
    for list in ["/en/organisations/", "/en/key-figures/", "/en/press-releases/"] {
        assert!(main.contains(&format!("href=\"{list}\"")), "no link to {list}");
    }
    let words = main.split("id=\"search-words\">").nth(1).unwrap();
    let words: Value =
        serde_json::from_str(words.split("</script>").next().unwrap()).unwrap();
    assert_eq!(words["results"]["one"], "{n} result for “{query}”");
    assert_eq!(words["results"]["other"], "{n} results for “{query}”");
}

#[test]
fn a_language_without_any_entry_has_an_index() {
    let mut project = Project::bilingual("");
    for path in ["content/dossiers/a/index.fr.md", "content/dossiers/a/index.en.md"] {
        project.remove(path);
    }
    let made = project.build();
    made.assert_published();
    for lang in ["fr", "en"] {
        let urls: Vec<String> = records(&made, lang).into_keys().collect();
        assert_eq!(urls, [format!("/{lang}/")]);
    }
}
