//! How facts are written in each language: every space counts.

use crate::project::Project;

/// What is written, and what French and English pages show. `~` is a no-break space (U+00A0),
/// `^` a narrow one (U+202F).
const FIGURES: &[(&str, &str, &str)] = &[
    ("value: 75 000, unit: m2", "75^000~m²", "75,000~m²"),
    ("value: 75000, unit: m2", "75^000~m²", "75,000~m²"),
    ("value: '> 60', unit: start-up", "plus de 60~start-up", "more than 60~start-ups"),
    ("value: '≥ 60', unit: start-up", "au moins 60~start-up", "at least 60~start-ups"),
    ("value: '< 10', unit: year", "moins de 10~ans", "less than 10~years"),
    ("value: '~ 10', unit: year", "environ 10~ans", "about 10~years"),
    ("value: 12–18, unit: month", "12 à 18~mois", "12 to 18~months"),
    ("value: 56.25, unit: percent, digits: 1", "56,3~%", "56.3%"),
    ("value: 56.25, unit: percent", "56,25~%", "56.25%"),
    ("value: 1, unit: project", "1~projet", "1~project"),
    ("value: 0, unit: project", "0~projet", "0~projects"),
    ("value: '1,5', unit: tonne", "1,5~tonne", "1.5~tonnes"),
    ("value: 2, unit: tonne", "2~tonnes", "2~tonnes"),
    ("value: 1 000 000, unit: person", "1^000^000~de personnes", "1,000,000~people"),
];

const AMOUNTS: &[(&str, &str, &str)] = &[
    ("amount: 225 M€", "225~M€", "€225~million"),
    ("amount: 650M€", "650~M€", "€650~million"),
    ("amount: 7 Md€", "7~Md€", "€7~billion"),
    ("amount: '1,4 Md€'", "1,4~Md€", "€1.4~billion"),
    ("amount: €1.4 billion", "1,4~Md€", "€1.4~billion"),
    ("amount: 1 400 M€", "1,4~Md€", "€1.4~billion"),
    ("amount: '2,1 M€'", "2,1~M€", "€2.1~million"),
    ("amount: 63 000 €", "63^000~€", "€63,000"),
    ("amount: 20 M€, per: year", "20~M€ par an", "€20~million a year"),
    ("amount: 1 234 567 €", "1^234^567~€", "€1,234,567"),
    ("amount: '> 5 M€'", "plus de 5~M€", "more than €5~million"),
];

const DATES: &[(&str, &str, &str)] = &[
    ("2021-12-14", "14~décembre 2021", "14 December 2021"),
    ("2022-03", "mars 2022", "March 2022"),
    ("2022-01-01", "1er~janvier 2022", "1 January 2022"),
    ("2021", "2021", "2021"),
    ("2021-37", "début 2021", "early 2021"),
    ("2021-38", "mi-2021", "mid-2021"),
    ("2021-39", "fin 2021", "late 2021"),
    ("2021-06~", "vers juin 2021", "around June 2021"),
    ("2021/2028", "2021–2028", "2021–2028"),
    ("2021/..", "depuis 2021", "since 2021"),
];

fn dossier(section: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.collect();
    format!(
        "//- content/dossiers/a/index.fr.md\n---\ntitle: A\nsummary: A.\nas_of: 2021\n\
         {section}:\n{items}---\nTexte.\n//- content/dossiers/a/index.en.md\n---\ntitle: A\n\
         summary: A.\n---\nText.\n"
    )
}

/// Builds a dossier of these items and looks for what each shows, at its own place.
fn assert_shown(
    section: &str,
    prefix: [&str; 2],
    rows: &[(&str, &str, &str)],
    item: fn(usize, &str) -> String,
) {
    let text = dossier(section, rows.iter().enumerate().map(|(n, row)| item(n, row.0)));
    let made = Project::bilingual(&text).build();
    let mut wrong = vec![];
    for (lang, prefix) in ["fr", "en"].into_iter().zip(prefix) {
        let html = made.assert_published().text(&format!("{lang}/dossiers/a/index.html"));
        for (n, (written, fr, en)) in rows.iter().enumerate() {
            let shown = if lang == "fr" { fr } else { en };
            let shown = shown.replace('~', "\u{a0}").replace('^', "\u{202f}");
            let start = html.find(&format!("id=\"{prefix}{n}\"")).unwrap();
            let end = html[start..].find("</tr>").map_or(html.len(), |end| start + end);
            if !html[start..end].contains(&format!(">{shown}<")) {
                wrong.push(format!(
                    "{lang}: {written:?} should be {shown:?} in {}",
                    &html[start..end]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn figures() {
    assert_shown("figures", ["chiffre-x", "figure-x"], FIGURES, |n, written| {
        format!("  x{n}: {{label: L, {written}, source: presse}}\n")
    });
}

#[test]
fn amounts() {
    assert_shown("funding", ["financement-x", "funding-x"], AMOUNTS, |n, written| {
        format!("  x{n}: {{label: L, {written}, source: presse}}\n")
    });
}

#[test]
fn dates() {
    let items = DATES.iter().enumerate();
    let items = items.map(|(n, row)| {
        format!(
            "  x{n}: {{label: L, date: \"{}\", status: planned, source: presse}}\n",
            row.0
        )
    });
    let made = Project::bilingual(&dossier("timeline", items)).build();
    for (lang, nth) in [("fr", 0), ("en", 1)] {
        let html = made.assert_published().text(&format!("{lang}/dossiers/a/index.html"));
        for (written, fr, en) in DATES {
            let shown = [fr, en][nth].replace('~', "\u{a0}");
            let shown = shown.replace("1er", "1<sup>er</sup>");
            assert!(
                html.contains(&format!("<p class=\"when\">{shown}</p>"))
                    || html.contains(&format!("\">{shown}</time></p>")),
                "{lang}: {written} should be {shown:?}"
            );
        }
    }
}
