//! What a reader is told at the top of a page: that it was withdrawn, that its translation is
//! behind.

use crate::project::{Made, Project};

/// A site of two dossiers: what stands in the front matter of the first, in French and English.
fn site(french: &str, english: &str) -> Made {
    let mut project = Project::bilingual("");
    let page = |title: &str, more: &str| {
        format!("---\ntitle: {title}\nsummary: Un sommaire.\n{more}---\nUn texte.\n")
    };
    project.write("content/dossiers/a/index.fr.md", &page("Ancien", french));
    project.write("content/dossiers/a/index.en.md", &page("Former", english));
    project.write(
        "content/dossiers/b/index.fr.md",
        &page("Nouveau", "published: 2020-01-01\n"),
    );
    project.write("content/dossiers/b/index.en.md", &page("Current", ""));
    let made = project.build();
    made.assert_published();
    made
}

/// The words of the notices of a page.
fn notices(made: &Made, path: &str) -> Vec<String> {
    let page = made.text(path);
    let notices = page.split("role=\"note\">").skip(1);
    notices
        .map(|rest| crate::project::words_of(rest.split("</div>").next().unwrap()))
        .map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_withdrawn_page_says_so_why_and_what_to_read() {
    let french = "published: 2025-01-01\nwithdrawn: {date: 2025-12-01, reason: Le programme est \
                  clos., replaced_by: b}\n";
    let made = site(french, "withdrawn: The programme is closed.\n");
    assert_eq!(
        notices(&made, "fr/dossiers/a/index.html"),
        [
            "Page retirée le 1er décembre 2025 Le programme est clos. Cette page reste en ligne pour \
          mémoire, et n’est plus tenue à jour. À lire à la place : Nouveau"
        ]
    );
    assert_eq!(
        notices(&made, "en/dossiers/a/index.html"),
        [
            "Page withdrawn on 1 December 2025 The programme is closed. This page stays online for the \
          record and is no longer kept up to date. Read instead: Current"
        ]
    );
    let page = made.text("en/dossiers/a/index.html");
    let notice = page.split("role=\"note\">").nth(1).unwrap();
    assert!(notice.contains("href=\"/en/dossiers/b/\""), "{notice}");
    assert!(page.contains("\"creativeWorkStatus\":\"Withdrawn\""));
    assert!(notices(&made, "fr/dossiers/b/index.html").is_empty());
    // Lists mark it and put it last, although it is the newer one; the home page leaves it out.
    let list = made.text("fr/dossiers/index.html");
    let places =
        ["/fr/dossiers/b/", "/fr/dossiers/a/"].map(|url| list.find(url).unwrap());
    assert!(places[0] < places[1], "{places:?}");
    let mark = list.find("<span class=\"status withdrawn\">Retiré</span>").unwrap();
    assert!(places[0] < mark && mark < places[1]);
    assert_eq!(list.matches("status withdrawn").count(), 1);
    assert!(!made.text("fr/index.html").contains("/fr/dossiers/a/"));
}

#[test]
fn nothing_is_withdrawn_before_its_day() {
    let made = site("withdrawn: {date: 2099-12-01}\n", "");
    assert!(notices(&made, "fr/dossiers/a/index.html").is_empty());
    assert!(made.text("fr/index.html").contains("/fr/dossiers/a/"));
}

#[test]
fn a_translation_that_is_behind_says_so_in_its_own_language_alone() {
    let french = "published: 2025-06-01\nupdated: 2025-12-01\n";
    let made = site(french, "reviewed: 2025-07-01\n");
    assert_eq!(
        notices(&made, "en/dossiers/a/index.html"),
        [
            "Translation not up to date The original text changed on 1 December 2025. This \
          translation was last checked on 1 July 2025. Key figures and amounts are those of the \
          original text. Read the original text (French)"
        ]
    );
    let page = made.text("en/dossiers/a/index.html");
    let notice = page.split("role=\"note\">").nth(1).unwrap();
    assert!(notice.contains("href=\"/fr/dossiers/a/\" hreflang=\"fr\""), "{notice}");
    assert!(notices(&made, "fr/dossiers/a/index.html").is_empty());
    let made = site(french, "reviewed: 2025-12-01\n");
    assert!(notices(&made, "en/dossiers/a/index.html").is_empty());
}
