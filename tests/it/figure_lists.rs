//! Key figures as tables: in every order, of everything that has them, page by page.

use std::fmt::Write;

use crate::project::{Made, Project, describe};

/// Two dossiers: `n` floor areas of 1 to `n` m², and figures of other kinds.
fn made(n: usize) -> Made {
    let made = project(n).build();
    made.assert_published();
    made
}

fn project(n: usize) -> Project {
    let mut site = "
//- content/registry/organisations.yaml
institut: {name: Institut}
//- content/registry/topics.yaml
lieux: {name: {fr: Lieux, en: Places}}
//- content/registry/programmes.yaml
plan: {name: {fr: Plan, en: Plan}}
//- content/dossiers/a/index.fr.md
---
title: Les étages
summary: S.
topics: [lieux]
programmes: [plan]
operators:
  institut: {role: [founder, manager]}
figures:
"
    .to_owned();
    for nth in 1..=n {
        let _ = writeln!(
            site,
            "  etage-{nth}: {{label: Étage {nth}, value: {nth}, unit: m2, as_of: {}, key: true}}",
            1950 + nth
        );
    }
    site.push_str(
        "---
Texte.
//- content/dossiers/a/index.en.md
---
title: The floors
summary: S.
figures:
",
    );
    for nth in 1..=n {
        let _ = writeln!(site, "  etage-{nth}: Floor {nth}");
    }
    site.push_str(
        "---
Text.
//- content/dossiers/b/index.fr.md
---
title: Les gens
summary: S.
figures:
  tous: {label: Élèves, value: '> 30', unit: person, as_of: 1949, key: true}
  actifs: {label: Enseignants, value: 12–18, unit: person, as_of: 1948, key: true}
  zele: {label: Zones, value: 40, unit: project, as_of: 1947, key: true}
  cache: {label: Caché, value: 50, unit: person, as_of: 1947}
---
Texte.
",
    );
    Project::bilingual(&site)
}

/// The labels of a page's table, in order.
fn labels(made: &Made, path: &str) -> Vec<String> {
    let html = made.main(&format!("{path}/index.html"));
    html.split("<tr><th scope=\"row\">")
        .skip(1)
        .map(|row| crate::project::words_of(row.split("</th>").next().unwrap()))
        .map(|words| words.trim().to_owned())
        .collect()
}

#[test]
fn every_order_is_a_page() {
    let made = made(3);
    for (page, expected) in [
        // Floor areas apart from people and projects: units cannot be compared.
        ("par-valeur", "Étage 3, Étage 2, Étage 1, Élèves, Enseignants, Zones"),
        ("par-date", "Étage 3, Étage 2, Étage 1, Élèves, Enseignants, Zones"),
        // É stands with E.
        ("de-a-a-z", "Élèves, Enseignants, Étage 1, Étage 2, Étage 3, Zones"),
        ("1952", "Étage 2"),
    ] {
        let found = labels(&made, &format!("fr/chiffres-cles/{page}")).join(", ");
        assert_eq!(found, expected, "{page}");
    }
    let words = made.words("fr/chiffres-cles/par-valeur/index.html");
    assert!(words.contains("On ne compare pas des unités différentes."), "{words}");
    // From each to every other, the one that is shown marked.
    let html = made.text("en/key-figures/by-date/index.html");
    for link in [
        "<a href=\"/en/key-figures/\">by dossier</a>",
        "<a href=\"/en/key-figures/by-value/\">by value</a>",
        "<a href=\"/en/key-figures/by-date/\" aria-current=\"page\">by date</a>",
        "<a href=\"/en/key-figures/a-to-z/\">A to Z</a>",
        "<a href=\"/en/key-figures/1951/\">1951</a>",
    ] {
        assert!(html.contains(link), "no {link} in {html}");
    }
}

#[test]
fn a_dossier_topic_programme_and_organisation_have_their_own() {
    let made = made(12);
    let all: Vec<String> = (1..=12).map(|nth| format!("Étage {nth}")).collect();
    for page in ["themes/lieux", "programmes/plan", "organisations/institut"] {
        // The page of the thing shows some of them, and leads to all.
        let page = format!("fr/{page}");
        assert_eq!(labels(&made, &page), all[..10], "{page}");
        let html = made.text(&format!("{page}/index.html"));
        let link = format!("<a href=\"/{page}/chiffres/\">Voir les 12 chiffres clés</a>");
        assert!(html.contains(&link), "no {link} in {html}");
        assert_eq!(
            labels(&made, &format!("{page}/chiffres")),
            all,
            "two roles, once each"
        );
    }
    assert_eq!(labels(&made, "fr/dossiers/a/chiffres"), all);
    assert_eq!(labels(&made, "en/dossiers/a/figures")[0], "Floor 1");
    assert!(
        made.text("fr/dossiers/a/index.html")
            .contains("href=\"/fr/dossiers/a/chiffres/\"")
    );
    // A dossier that is not in the language has no such page in it.
    assert!(!made.files.contains_key("en/dossiers/b/figures/index.html"));
}

#[test]
fn a_long_table_has_several_pages() {
    let made = made(103);
    let first = labels(&made, "fr/dossiers/a/chiffres");
    let second = labels(&made, "fr/dossiers/a/chiffres/page/2");
    assert_eq!(
        (first.len(), second.join(", ")),
        (100, "Étage 101, Étage 102, Étage 103".into())
    );
    assert_eq!(labels(&made, "fr/chiffres-cles/par-date/page/2").len(), 6);
    assert!(!made.files.contains_key("fr/themes/lieux/chiffres/page/3/index.html"));
}

#[test]
fn figures_of_one_unit_are_compared_as_bars() {
    let made = made(3);
    let html = made.main("fr/chiffres-cles/par-valeur/index.html");
    let charts: Vec<&str> = html.split("<figure class=\"chart bars\">").skip(1).collect();
    assert_eq!(charts.len(), 2, "nothing to compare with the only number of projects");
    let words = crate::project::words_of(charts[0].split("</figure>").next().unwrap());
    assert_eq!(
        words.split_whitespace().collect::<Vec<_>>().join(" "),
        "Valeurs en m², de la plus grande à la plus petite Étage 3 3 m² Étage 2 2 m² Étage 1 1 m²"
    );
    let lengths = |chart: &str| -> Vec<i64> {
        let bars = chart.split("class=\"bar-certain\"").skip(1);
        let width =
            |bar: &str| bar.split("width=\"").nth(1)?.split('"').next()?.parse().ok();
        bars.filter_map(width).collect()
    };
    assert_eq!(lengths(charts[0]), [576, 384, 192]);
    // More than 30 goes on beyond its bar; of 12 to 18, 12 are certain and 18 possible.
    assert_eq!(lengths(charts[1]), [576, 230]);
    assert_eq!(charts[1].matches("class=\"bar-open\"").count(), 1);
    assert_eq!(charts[1].matches("class=\"bar-possible\"").count(), 1);
    assert!(charts[1].contains("x=\"1\" y=\"2\" width=\"345\""));
    // Too many bars cannot be compared at a glance.
    let many = self::made(13);
    assert!(!many.main("fr/dossiers/a/chiffres/index.html").contains("chart bars"));
}

#[test]
fn tables_are_sorted_and_filtered_by_a_small_script_that_no_page_needs() {
    let made = made(3);
    let html = made.text("fr/chiffres-cles/par-valeur/index.html");
    let script = html
        .split("<script src=\"/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let bytes = made.text(script);
    assert!(bytes.len() < 10_000, "a comfort must not weigh: {} bytes", bytes.len());
    assert!(html.contains("data-filter=\"Filtrer ce tableau\u{a0}:\""));
    assert!(
        html.contains("<td class=\"right amount\" data-unit=\"m2\"><data value=\"3\">")
    );
    // A page without such a table does not load it.
    assert!(!made.text("fr/dossiers/a/index.html").contains(script));
    assert!(!made.text("fr/index.html").contains(script));
}

#[test]
fn what_a_themes_row_says_wrong_is_found_on_every_page_that_has_it() {
    let row = |inner: &str| {
        let mut project = project(3);
        let theme = "themes/default/templates/partials/figure-row.html";
        project.write(
            theme,
            &format!("<tr><td>{{{{ row.figure.value | value }}}}{inner}</td></tr>"),
        );
        let found = project.build().built.findings;
        let found: Vec<String> = found.iter().map(|it| describe(it).0).collect();
        found
    };
    let tables = ["fr/chiffres-cles/par-valeur/index.html", "fr/themes/lieux/index.html"];
    let on_each = |found: &[String], said: &str| {
        for table in &tables {
            let is_said = |it: &String| it.contains(table) && it.contains(said);
            assert!(found.iter().any(is_said), "{table}: {found:#?}");
        }
    };
    on_each(&row("<a href=\"/fr/nulle-part/\">x</a>"), "`/fr/nulle-part/` leads nowhere");
    on_each(&row("<a href=\"../rien/\">x</a>"), "`../rien/` leads nowhere");
    on_each(&row("<a href=\"#rien\">x</a>"), "`#rien` leads nowhere");
    on_each(&row("<i id=\"i\"></i>"), "two elements have the id `i`");
    let found = row("<a href=\"#content\">x</a>");
    assert!(!found.iter().any(|it| it.contains("nowhere")), "{found:#?}");
}
