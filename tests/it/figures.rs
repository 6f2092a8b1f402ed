//! Pages of key figures, and charts.

use crate::project::{Made, Project};

const SITE: &str = "
//- content/registry/sources.yaml
presse: {title: Article de presse, lang: fr, published: 2021-12-15}
//- content/dossiers/a/index.fr.md
---
title: Un campus
summary: S.
figures:
  surface:
    label: Surface
    value: '> 75 000'
    unit: m2
    status: planned
    as_of: 2022-06-01
    source: presse
    key: true
    history:
      - {value: 60 000, as_of: 2020-01-01, source: presse, reason: premier projet}
  lits: {label: Lits, value: 12, unit: bed, as_of: 2023, source: presse}
funding:
  total: {label: Total, amount: 10 M€, as_of: 2021, source: presse, parts: partial}
  a: {label: Part A, amount: 5 M€, part_of: total, as_of: 2021, source: presse}
  b: {label: Part B, amount: 2 M€, part_of: total, as_of: 2021, source: presse}
  c: {label: Chaque année, amount: 1 M€, per: year, part_of: total, as_of: 2021, source: presse}
quotes: {q: {speaker: castex, role: Premier ministre, text: une grande surface, date: 2021-12-14, source: presse, supports: [surface]}}
revisions: [{date: 2022-06-02, kind: revision, changes: [surface], note: Plan revu}]
---
Texte.
//- content/dossiers/a/index.en.md
---
title: A campus
summary: S.
slug: a-campus
figures: {surface: Floor area, lits: Beds}
funding: {total: Total, a: Part A, b: Part B, c: Each year}
quotes: {q: {text: a large floor area, role: Prime Minister}}
---
Text.
";

fn made() -> Made {
    let made = Project::bilingual(SITE).build();
    made.assert_published();
    made
}

#[test]
fn a_key_figure_has_an_address_that_says_everything_of_it() {
    let made = made();
    let words = made.words("fr/dossiers/a/chiffres/surface/index.html");
    for expected in [
        "Surface plus de 75\u{202f}000\u{a0}m²",
        "prévu",
        "Article de presse",
        "60\u{202f}000\u{a0}m² premier projet",
        "« une grande surface »",
        "Jean Castex",
        "révision – Plan revu",
        "Surface\u{a0}: plus de 75\u{202f}000\u{a0}m² (prévu, situation\u{a0}: 1er\u{a0}juin 2022). Source\u{a0}: \
         Article de presse, 15\u{a0}décembre 2021. Site, https://site.example/fr/dossiers/a/chiffres/surface/",
    ] {
        let expected = expected.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
        assert!(words.contains(&expected), "no {expected:?} in {words}");
    }
    let english = made.words("en/dossiers/a-campus/figures/surface/index.html");
    assert!(
        english.contains(
            "Floor area: more than 75,000\u{a0}m² (planned, as of 1 June 2022)."
        ),
        "{english}"
    );
    // The switch leads to the same figure.
    let html = made.text("fr/dossiers/a/chiffres/surface/index.html");
    assert!(html.contains("href=\"/en/dossiers/a-campus/figures/surface/\""));
    // Only key figures have one.
    assert!(!made.files.contains_key("fr/dossiers/a/chiffres/lits/index.html"));
}

/// Values of an attribute in the order of a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let name = format!(" {attribute}=\"");
    let pieces: Vec<&str> = html.split(&name).skip(1).collect();
    pieces.into_iter().filter_map(|rest| rest.split('"').next()).collect()
}

/// Numbers of an attribute in the order of a page.
fn numbers(html: &str, attribute: &str) -> Vec<i64> {
    let values = values(html, attribute).into_iter();
    values.filter_map(|value| value.parse().ok()).collect()
}

#[test]
fn a_total_is_a_bar_of_its_parts_and_of_what_nobody_specifies() {
    let made = made();
    let html = made.text("fr/dossiers/a/index.html");
    let start = html.find("<figure class=\"chart stack\">").unwrap();
    let chart = &html[start..start + html[start..].find("</figure>").unwrap()];
    let segments: Vec<&str> = chart.split("<rect class=\"segment").skip(1).collect();
    // 5 + 2 + 3 of 10; the yearly amount is no part of it.
    let widths: Vec<&str> = segments.iter().map(|s| values(s, "width")[0]).collect();
    assert_eq!(widths, ["50.0%", "20.0%", "30.0%"]);
    let places: Vec<&str> = segments.iter().map(|s| values(s, "x")[0]).collect();
    assert_eq!(places, ["0.0%", "50.0%", "70.0%"]);
    assert!(segments[2].contains("url(#hatch-1)"), "hatched, and not by colour alone");
    let words = crate::project::words_of(chart);
    for expected in [
        // For who listens, then in the bar, then in the list below it.
        "Part A\u{a0}: 5\u{a0}M€\u{202f}; Part B\u{a0}: 2\u{a0}M€\u{202f}; non précisé\u{a0}: 3\u{a0}M€",
        "5\u{a0}M€ Part A 2\u{a0}M€ Part B 3\u{a0}M€ non précisé",
        "Part A 5\u{a0}M€ Part B 2\u{a0}M€ non précisé 3\u{a0}M€",
    ] {
        assert!(words.contains(expected), "no {expected:?} in {words}");
    }
    assert!(!words.contains("Chaque année"), "{words}");
    // What is said within the bar is left out of the list where the screen is wide.
    assert_eq!(chart.matches("class=\"within\"").count(), 3, "{chart}");
}

#[test]
fn a_history_is_a_line_of_steps_with_open_marks_for_bounds() {
    let made = made();
    let html = made.text("fr/dossiers/a/chiffres/surface/index.html");
    let path = html
        .split("class=\"chart-line\" d=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    assert!(
        path.starts_with("M10 ") && path.contains('H') && path.contains('V'),
        "{path}"
    );
    assert!(html.contains("class=\"chart-point open\""), "more than 75,000 may be more");
    assert!(html.contains("class=\"chart-bound\""));
    assert_eq!(html.matches("<circle").count(), 2);
}

#[test]
fn key_figures_can_be_looked_up_by_year() {
    let made = made();
    let words = made.words("fr/chiffres-cles/2022/index.html");
    assert!(
        words.contains(
            "Surface plus de 75\u{202f}000\u{a0}m² prévu 1er\u{a0}juin 2022 Un campus"
        ),
        "{words}"
    );
    let english = made.words("en/key-figures/2022/index.html");
    assert!(english.contains("Floor area more than 75,000\u{a0}m²"), "{english}");
    // 2023 has a figure, but none among the key figures.
    assert!(!made.files.contains_key("fr/chiffres-cles/2023/index.html"));
    let all = made.text("fr/chiffres-cles/index.html");
    assert!(all.contains("href=\"/fr/chiffres-cles/2022/\""));
}

#[test]
fn what_was_planned_is_drawn_against_what_came() {
    let made = Project::repository().build();
    made.assert_published();
    let html = made.text("fr/dossiers/parisante-campus/index.html");
    let start = html.find("<svg").map(|_| html.find("plans-title").unwrap()).unwrap();
    let chart = &html[start..start + html[start..].find("</figure>").unwrap()];
    assert_eq!(
        chart.matches("class=\"chart-actual\"").count(),
        1,
        "one event had been planned"
    );
    for words in
        ["Inauguration du site préfigurateur", "○ mi-2021", "◆ 14\u{a0}décembre 2021"]
    {
        assert!(chart.contains(words), "no {words:?} in {chart}");
    }
    // The planned date is to the left of the actual one.
    let planned = numbers(chart, "cx")[0];
    let actual = chart.split("class=\"chart-actual\" d=\"M").nth(1).unwrap();
    let actual: i64 = actual.split(' ').next().unwrap().parse().unwrap();
    assert!(planned < actual);
    // A dossier without such an event has no such chart.
    let other = made.text("fr/dossiers/innovation-sante-2030/index.html");
    assert!(!other.contains("plans-title"));
}

#[test]
fn topics_and_programmes_have_the_key_figures_of_their_dossiers() {
    let made = Project::repository().build();
    for (page, expected) in [
        ("fr/themes/recherche", "Surface prévue du campus 75\u{202f}000\u{a0}m²"),
        ("en/topics/research", "Planned surface area of the campus 75,000\u{a0}m²"),
        (
            "fr/programmes/france-relance",
            "Surface prévue du campus 75\u{202f}000\u{a0}m²",
        ),
    ] {
        let words = made.words(&format!("{page}/index.html"));
        assert!(words.contains(expected), "{page}: no {expected:?} in {words}");
    }
}

#[test]
fn a_figure_that_was_computed_says_of_what() {
    let site = SITE
        .replace(
            "  lits: {label: Lits",
            "  part: {label: Part de A, formula: (a + b) / (total + 2.5) * 100 - (1 - a / a), unit: percent, digits: 1, key: true}
  lits: {label: Lits",
        )
        .replace("surface: Floor area,", "surface: Floor area, part: Share of A,");
    let made = Project::bilingual(&site).build();
    made.assert_published();
    let words = made.words("fr/dossiers/a/chiffres/part/index.html");
    let expected = "Calcul\u{a0}: (Part A (5\u{a0}M€) +\u{a0}Part B (2\u{a0}M€)) ÷\u{a0}(Total (10\u{a0}M€) \
                    +\u{a0}2,5) ×\u{a0}100 −\u{a0}(1 −\u{a0}Part A (5\u{a0}M€) ÷\u{a0}Part A (5\u{a0}M€))";
    assert!(words.contains(expected), "{words}");
    let english = made.words("en/dossiers/a-campus/figures/part/index.html");
    let expected =
        "Calculation: (Part A (€5\u{a0}million) +\u{a0}Part B (€2\u{a0}million)) ÷";
    assert!(english.contains(expected), "{english}");
    let html = made.text("en/dossiers/a-campus/index.html");
    assert!(html.contains("<a href=\"/en/dossiers/a-campus/#funding-total\">Total</a>"));
    // Whoever takes the data away can calculate again.
    let formula = "(a + b) / (total + 2.5) * 100 - (1 - a / a)";
    assert!(made.text("data/a/figures.csv").contains(formula));
    assert!(
        made.text("data/a/data.json")
            .contains(&format!("\"formula\":\"{formula}\""))
    );
}

#[test]
fn a_total_without_a_payer_points_at_its_parts_where_they_name_all() {
    let site = |amount: &str, payer: &str| {
        Project::bilingual(&format!(
            "
//- content/registry/sources.yaml
presse: {{title: Article de presse, lang: fr, published: 2021-12-15}}
//- content/dossiers/a/index.fr.md
---
title: Un canal
summary: S.
funding:
  total: {{label: Total, amount: 10 M€, as_of: 2021, source: presse, parts: partial}}
  a: {{label: Part A, amount: 6 M€, part_of: total, source: presse, payer: etat}}
  b: {{label: Part B, amount: {amount} M€, part_of: total, source: presse{payer}}}
---
"
        ))
        .build()
    };
    let says = |made: &Made| {
        made.assert_published();
        let words = made.words("fr/dossiers/a/index.html");
        (
            words
                .matches(
                    "Origine : donnée avec chaque part".replace(" :", "\u{a0}:").as_str(),
                )
                .count(),
            words
                .matches("Origine : non précisée".replace(" :", "\u{a0}:").as_str())
                .count(),
        )
    };
    assert_eq!(says(&site("4", ", payer: etat")), (1, 0));
    // A part that nobody is said to pay, or money that no part explains, is not hidden.
    assert_eq!(says(&site("4", "")), (0, 2));
    assert_eq!(says(&site("3", ", payer: etat")), (0, 1));
}

#[test]
fn a_rate_and_an_increase_are_no_grants_and_have_nothing_from_their_total() {
    let made = Project::bilingual(
        "
//- content/registry/sources.yaml
presse: {title: Article de presse, lang: fr, published: 2021-12-15}
//- content/dossiers/a/index.fr.md
---
title: Un canal
summary: S.
as_of: 2021
figures: {autour: {label: Autour, value: ~ 60, unit: job, source: presse}}
funding:
  total: {label: Total, amount: 10 M€, source: presse, parts: partial, status: paid}
  a: {label: Part A, amount: 6 M€, part_of: total, source: presse}
  b: {label: Rythme, amount: 5 M€, per: year, part_of: total, source: presse}
  c: {label: Hausse, amount: 3 M€, kind: increase, part_of: total, source: presse}
---
",
    )
    .build();
    made.assert_published();
    let html = made.text("fr/dossiers/a/index.html");
    let row = |id: &str| {
        let (_, row) = html.split_once(&format!("id=\"financement-{id}\"")).unwrap();
        row.split_once("</tr>").unwrap().0
    };
    assert!(row("a").contains("class=\"status paid\""));
    assert!(!row("b").contains("class=\"status"));
    assert!(!row("c").contains("class=\"status"));
    // The data say what the page says.
    let csv = made.text("data/a/funding.csv");
    let paid: Vec<&str> = csv.lines().filter(|line| line.contains(",paid,")).collect();
    assert_eq!(paid.len(), 2, "{csv}");
    let json_ld = html.split("{\"@type\":").collect::<Vec<_>>();
    let of = |name: &str| {
        let node = json_ld
            .iter()
            .find(|node| node.contains(&format!("\"name\":\"{name}\"")));
        node.unwrap_or_else(|| panic!("no {name}"))
            .replace(['\u{a0}', '\u{202f}'], " ")
    };
    assert!(of("Part A").starts_with("\"MonetaryGrant\""));
    for (name, description) in [("Rythme", "5 M€ par an – "), ("Hausse", "3 M€ – ")]
    {
        let node = of(name);
        assert!(node.starts_with("\"MonetaryAmount\""), "{node}");
        assert!(node.contains(&format!("\"description\":\"{description}")), "{node}");
    }
    assert!(
        of("Autour").contains("\"description\":\"environ 60 emplois\""),
        "{}",
        of("Autour")
    );
}

#[test]
fn a_line_of_steps_may_go_below_zero() {
    let site = SITE
        .replace("value: '> 75 000'", "value: -5.5")
        .replace("{value: 60 000, as_of: 2020-01-01", "{value: 0, as_of: 2019-01-01, source: presse}\n      - {value: -10, as_of: 2020-01-01");
    let made = Project::bilingual(&site).build();
    made.assert_published();
    let html = made.text("fr/dossiers/a/chiffres/surface/index.html");
    let (_, path) = html.split_once("d=\"M10 ").unwrap();
    let path = path.split_once('"').unwrap().0;
    let heights: Vec<i64> = path
        .split('V')
        .map(|step| step.split('H').next().unwrap().parse().unwrap())
        .collect();
    let [zero, lowest, now] = heights[..] else { panic!("{path}") };
    assert!(zero < now && now < lowest, "{path}");
}

#[test]
fn the_parts_of_a_figure_are_told_with_what_they_leave() {
    let made = Project::bilingual(
        "
//- content/registry/sources.yaml
presse: {title: Article de presse, lang: fr, published: 2021-12-15}
//- content/dossiers/a/index.fr.md
---
title: Un canal
summary: S.
as_of: 2021
figures:
  emplois: {label: Emplois, value: 10, unit: job, source: presse, parts: partial, key: true}
  paris: {label: Emplois à Paris, value: 4, unit: job, part_of: emplois, source: presse}
  lille: {label: Emplois à Lille, value: '> 3', unit: job, part_of: emplois, source: presse}
  tiers: {label: Un tiers, formula: emplois / 3, unit: job, parts: partial}
  un: {label: Un, value: 1, unit: job, part_of: tiers, source: presse}
---
",
    )
    .build();
    made.assert_published();
    let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
    let expected = "Parts : Emplois à Paris (4 emplois), Emplois à Lille (plus de 3 emplois) Les parts \
                    connues font 4 emplois ; le reste, 6 emplois, n’est pas précisé. Hors de cette somme : \
                    Emplois à Lille (plus de 3 emplois).";
    for page in ["fr/dossiers/a/index.html", "fr/dossiers/a/chiffres/emplois/index.html"]
    {
        let words = plain(made.words(page));
        assert!(words.contains(expected), "{words}");
    }
    let words = plain(made.words("fr/dossiers/a/index.html"));
    assert!(words.contains("Partie de : Emplois (10 emplois)"), "{words}");
    // What is left of a number that was computed is no more precise than the number.
    assert!(words.contains("le reste, 2,33 emplois, n’est pas précisé"), "{words}");
    let csv = made.text("data/a/figures.csv");
    assert!(csv.contains(",emplois,,") && csv.contains(",partial,"), "{csv}");
}
