//! The statements that the law asks for, made of `site.yaml`.

use crate::project::{Made, Project};

/// A site with a page for each statement, and these settings.
fn site(settings: &str) -> Project {
    let pages = "//- content/pages/acces.fr.md\n---\ntitle: Accessibilité\nsummary: L’état.\n\
                 kind: accessibility\nmenu: footer\n---\n## Nos efforts\n\nDu texte.\n\
                 //- content/pages/acces.en.md\n---\ntitle: Accessibility\nsummary: The state.\n---\n\
                 ## Our work\n\nSome text.\n\
                 //- content/pages/mentions.fr.md\n---\ntitle: Mentions légales\nsummary: Qui.\n\
                 kind: legal-notice\nmenu: footer\n---\n\
                 //- content/pages/mentions.en.md\n---\ntitle: Legal notice\nsummary: Who.\n---\n";
    let mut site = Project::bilingual(pages);
    let mut yaml = site.text("content/site.yaml").to_owned();
    yaml.push_str(settings);
    site.write("content/site.yaml", &yaml);
    site
}

fn codes(made: &Made) -> Vec<&'static str> {
    made.built
        .findings
        .iter()
        .map(|finding| finding.problem.code())
        .collect()
}

const AUDITED: &str = "
accessibility:
  stated: 2026-01-10
  audit: {date: 2025-12-01, by: Cabinet X, rate: '78,5', tools: [NVDA, Firefox]}
  contact: {email: acces@example.org, phone: '+33 1 00 00 00 00'}
  failures: [{fr: Un graphique sans tableau., en: A chart without a table.}]
legal:
  publisher: {address: {fr: '1 rue X, Paris', en: '1 rue X, Paris'}, phone: '+33 1 00 00 00 01'}
  director: Camille Martin
  host: {name: Hébergeur Y, address: '2 rue Y, Lyon', phone: '+33 1 00 00 00 02'}
";

#[test]
fn without_an_audit_a_site_is_not_compliant_and_says_so_everywhere() {
    let made = site("").build();
    made.assert_published();
    assert_eq!(codes(&made), ["statement-lacks", "statement-lacks"]);
    let words = made.words("fr/acces/index.html");
    assert!(words.contains("Ce site est non conforme au référentiel"), "{words}");
    assert!(words.contains("Aucun audit n’a été déclaré."), "{words}");
    assert!(words.contains("Nous écrire information non communiquée"), "{words}");
    assert!(
        words.contains("Défenseur des droits") && words.contains("Du texte."),
        "{words}"
    );
    // Every page says it, in its language.
    let link = ">Accessibilité\u{a0}: non conforme</a>";
    assert!(made.text("fr/dossiers/a/index.html").contains(link));
    assert!(
        made.text("en/index.html")
            .contains(">Accessibility: non-compliant</a>")
    );
    let words = made.words("fr/mentions/index.html");
    assert!(words.contains("Nom Éditeur"), "{words}");
    assert!(words.contains(
        "Directeur ou directrice de la publication information non communiquée"
    ));
    assert!(
        words.contains("Hébergeur Nom information non communiquée Adresse information non communiquée"),
        "{words}"
    );
    let words = made.words("en/mentions/index.html");
    assert!(words.contains("Publication director not given"), "{words}");
}

#[test]
fn an_audit_says_how_far_the_site_complies() {
    let made = site(AUDITED).build();
    made.assert_published();
    assert_eq!(codes(&made), [""; 0]);
    let words = made.words("fr/acces/index.html").replace('\u{a0}', " ");
    for said in [
        "Ce site est partiellement conforme au référentiel",
        "Audit réalisé par Cabinet X, le 1er décembre 2025 : 78,5 % des critères",
        "Un graphique sans tableau.",
        "Établie le 10 janvier 2026",
        "acces@example.org",
        "NVDA et Firefox",
    ] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    let page = made.text("en/acces/index.html");
    assert!(page.contains("<a href=\"tel:+33100000000\">"), "{page}");
    assert!(page.contains(">Accessibility: partially compliant</a>"), "{page}");
    assert!(
        made.words("en/acces/index.html")
            .contains("78.5% of the applicable RGAA criteria")
    );
    let words = made.words("fr/mentions/index.html");
    assert!(words.contains("Camille Martin") && words.contains("Hébergeur Y"), "{words}");
    assert!(!words.contains("non communiqué"), "{words}");
    for (rate, state) in [("100", "totalement conforme"), ("49,9", "non conforme")] {
        let made = site(&AUDITED.replace("78,5", rate)).build();
        let page = made.words("fr/acces/index.html");
        assert!(page.contains(&format!("Ce site est {state} au")), "{rate}: {page}");
    }
}

#[test]
fn the_sections_of_a_statement_do_not_take_the_ids_of_the_prose() {
    let mut site = site("");
    site.edit("content/pages/acces.fr.md", "## Nos efforts", "## Voies de recours");
    let made = site.build();
    made.assert_published();
    let page = made.text("fr/acces/index.html");
    assert!(
        page.contains("<h2 id=\"voies-de-recours\">Voies de recours</h2>\n<p>Du texte.")
    );
    assert!(page.contains("<h2 id=\"voies-de-recours-2\">"), "{page}");
}
