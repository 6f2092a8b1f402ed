//! What the sources' own numbers add up to, and what they do not.

use crate::project::{Made, Project};

/// What a reader finds below a total, in French.
fn remark(made: &Made, dossier: &str, line: &str) -> String {
    let html = made.text(&format!("fr/dossiers/{dossier}/index.html"));
    let row = html.find(&format!("id=\"financement-{line}\"")).unwrap();
    let start =
        row + html[row..].find("<p class=\"remark reconciliation\">").unwrap() + 33;
    let text = &html[start..start + html[start..].find("</p>").unwrap()];
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The sums of the sources, as the press would check them.
#[test]
fn the_totals_of_the_sources() {
    let made = Project::repository().build();
    for (dossier, line, expected) in [
        // 225 = 45 + 180
        ("parisante-campus", "etat", "La somme des parts est égale au total."),
        // 400 − 225: nobody says who pays the rest.
        (
            "parisante-campus",
            "total",
            "Les parts connues font 225 M€ ; le reste, 175 M€, n’est pas précisé.",
        ),
        // 7 Md€ against 6.7
        (
            "innovation-sante-2030",
            "total",
            "Les parts données font 6,7 Md€ ; l’écart de 300 M€ n’est pas expliqué par les sources.",
        ),
    ] {
        assert_eq!(remark(&made, dossier, line), expected, "{dossier}#{line}");
    }
    // 650 against 81 + 60 + 63 + 95: the yearly amount and the increase stand apart.
    let strategy = remark(&made, "strategie-sante-numerique", "total");
    assert!(
        strategy.starts_with("Les parts connues font 299 M€ ; le reste, 351 M€"),
        "{strategy}"
    );
    for apart in ["(20 M€ par an)", "(50 M€)"] {
        assert!(strategy.contains(apart), "{strategy}");
    }
}

/// 180 → 181 M€ in the French front matter.
#[test]
fn an_amount_that_breaks_its_sum_fails_the_build_with_every_place() {
    let mut project = Project::repository();
    project.edit(
        "content/dossiers/parisante-campus/index.fr.md",
        "amount: 180 M€",
        "amount: 181 M€",
    );
    let made = project.build();
    assert!(made.built.has_errors() && made.files.is_empty());
    let found = made
        .built
        .findings
        .iter()
        .find(|f| f.problem.code() == "parts-differ")
        .unwrap();
    let text = crate::project::findings_text(std::slice::from_ref(found));
    assert!(text.contains("the parts make 226 M€, the total is 225 M€"), "{text}");
    assert_eq!(found.related.len(), 2, "both parts are named");
}

/// « 45 M€ » → "€54 million" in the English prose.
#[test]
fn a_number_that_one_language_tells_otherwise_is_found() {
    let mut project = Project::repository();
    let (fr, en) = (
        "content/dossiers/parisante-campus/index.fr.md",
        "content/dossiers/parisante-campus/index.en.md",
    );
    project.edit(fr, "[[etat-relance]]", "45 M€").edit(
        en,
        "[[etat-relance]]",
        "€54 million",
    );
    let found = project.check();
    let found: Vec<_> = found
        .iter()
        .filter(|f| f.problem.code() == "quantities-differ")
        .collect();
    assert_eq!(found.len(), 1);
    let text = crate::project::findings_text(&[found[0].clone()]);
    assert!(
        text.contains("this says `€54 million`, the reference says `45 M€`"),
        "{text}"
    );
    assert_eq!(&*found[0].path, en);
    assert_eq!(&*found[0].related[0].2, fr);
}

/// What may be the same money is never added, neither in one dossier nor across two.
#[test]
fn amounts_that_occur_twice_are_not_added() {
    let made = Project::repository().build();
    let campus = made.words("fr/dossiers/parisante-campus/index.html");
    assert!(!campus.contains("90\u{a0}M€"), "45 + 45");
    for page in
        ["fr/organisations/etat/index.html", "fr/programmes/france-relance/index.html"]
    {
        let words = made.words(page);
        assert!(
            !words.contains("1,3\u{a0}Md€") && !words.contains("1\u{202f}300\u{a0}M€"),
            "{page}"
        );
    }
}
