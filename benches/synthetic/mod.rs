//! A synthetic site of any size, the same every time: what the benchmarks build.
//!
//! Each dossier has, in two languages, some 800 words of prose with references, 8 figures,
//! 4 objectives, 5 of 200 operators, 3 to 8 funding lines of 40 funders, events and a quote.

use std::fmt::Write;

/// How many operators the registry has.
const N_OPERATORS: usize = 200;

/// How many funders the registry has.
const N_FUNDERS: usize = 40;

/// How many topics the registry has.
const N_TOPICS: usize = 12;

/// A site: each file with its path below the site folder.
pub(crate) fn site(n_dossiers: usize) -> Vec<(String, String)> {
    let mut files = vec![
        ("content/site.yaml".to_owned(), SITE.to_owned()),
        ("content/registry/organisations.yaml".to_owned(), organisations()),
        ("content/registry/topics.yaml".to_owned(), topics()),
        ("content/registry/programmes.yaml".to_owned(), programmes()),
        ("content/registry/sources.yaml".to_owned(), sources()),
        ("content/registry/people.yaml".to_owned(), PEOPLE.to_owned()),
    ];
    for nth in 0..n_dossiers {
        files.push((path(nth, "fr"), french(nth)));
        files.push((path(nth, "en"), english(nth)));
    }
    files
}

/// The path of a dossier's file.
pub(crate) fn path(nth: usize, lang: &str) -> String {
    format!("content/dossiers/dossier-{nth:05}/index.{lang}.md")
}

const SITE: &str = "languages: [fr, en]\nbase_url: https://example.org\n\
    title: {fr: Dossiers, en: Dossiers}\ntagline: {fr: Un site d’essai., en: A test site.}\n\
    publisher: {name: {fr: Essai, en: Test}}\n";

const PEOPLE: &str =
    "martin: {name: Camille Martin}\nbernard: {name: Dominique Bernard}\n";

fn organisations() -> String {
    let mut yaml = String::new();
    for nth in 0..N_OPERATORS {
        let _ = writeln!(
            yaml,
            "operateur-{nth}:\n  name: {{fr: Institut numéro {nth}, en: Institute number {nth}}}\n  \
             acronym: I{nth}\n  kind: public"
        );
    }
    for nth in 0..N_FUNDERS {
        let _ = writeln!(
            yaml,
            "financeur-{nth}:\n  name: {{fr: Financeur numéro {nth}, en: Funder number {nth}}}"
        );
    }
    yaml
}

fn topics() -> String {
    let topic =
        |nth| format!("theme-{nth}: {{name: {{fr: Thème {nth}, en: Topic {nth}}}}}\n");
    (0..N_TOPICS).map(topic).collect()
}

fn programmes() -> String {
    let programme = |nth| {
        format!(
            "plan-{nth}: {{name: {{fr: Plan numéro {nth}, en: Plan number {nth}}}}}\n"
        )
    };
    (0..10).map(programme).collect()
}

fn sources() -> String {
    let source = |nth| {
        format!(
            "rapport-{nth}:\n  title: Rapport numéro {nth}\n  lang: fr\n  publisher: Éditeur {nth}\n  \
             published: 2024-0{}-1{}\n",
            nth % 9 + 1,
            nth % 10
        )
    };
    (0..60).map(source).collect()
}

/// Numbers that look like chance and are the same every time.
fn chance(nth: usize, of: usize, salt: usize) -> usize {
    let mixed = (nth as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (salt as u64 * 0x85eb_ca6b);
    usize::try_from((mixed >> 29) % of as u64).unwrap_or(0)
}

fn n_lines(nth: usize) -> usize {
    3 + nth % 6
}

fn french(nth: usize) -> String {
    let mut text = format!(
        "---\ntitle: Dossier numéro {nth} sur les plans publics\n\
         summary: Un dossier d’essai qui porte le numéro {nth} et dit ce qu’il contient.\n\
         topics: [theme-{}, theme-{}]\nprogrammes: [plan-{}]\npublished: 2024-{:02}-{:02}\n\
         as_of: 2024-12-01\n",
        nth % N_TOPICS,
        (nth + 5) % N_TOPICS,
        nth % 10,
        nth % 12 + 1,
        nth % 28 + 1,
    );
    text.push_str("objectives:\n");
    for o in 0..4 {
        let _ = writeln!(
            text,
            "  objectif-{o}:\n    label: Atteindre le but numéro {o} du dossier {nth}\n    \
             indicators: [chiffre-{o}]\n    source: rapport-{}",
            chance(nth, 60, o)
        );
    }
    text.push_str("operators:\n");
    let first = chance(nth, N_OPERATORS, 77);
    for o in 0..5 {
        let role = ["founder", "associate", "partner", "funder", "manager"][o];
        let _ = writeln!(
            text,
            "  operateur-{}: {{role: {role}}}",
            (first + o * 31) % N_OPERATORS
        );
    }
    text.push_str(
        "places:\n  siege: {label: Siège du projet, from: 2025, status: planned}\n",
    );
    text.push_str("figures:\n");
    for f in 0..8 {
        let unit =
            ["person", "m2", "month", "project", "percent", "company", "bed", "year"][f];
        let value = if unit == "percent" {
            chance(nth, 100, f)
        } else {
            10 + chance(nth, 90_000, f)
        };
        let bound = ["", "", "> ", "", "", "≥ ", "", "~ "][f];
        let _ = writeln!(
            text,
            "  chiffre-{f}:\n    label: Chiffre {f} du dossier {nth}\n    value: \"{bound}{value}\"\n    \
             unit: {unit}\n    status: observed\n    source: rapport-{}\n    key: {}",
            chance(nth, 60, f + 10),
            f < 3
        );
    }
    text.push_str("funding:\n");
    let n = n_lines(nth);
    let parts: Vec<usize> = (1..n).map(|l| 5 + chance(nth, 200, l + 40)).collect();
    let total: usize = parts.iter().sum::<usize>() + nth % 3;
    let claim = if nth.is_multiple_of(3) { "complete" } else { "partial" };
    let _ = writeln!(
        text,
        "  total:\n    label: Financement total\n    amount: {total} M€\n    period: 2024/2030\n    \
         status: planned\n    source: rapport-{}\n    parts: {claim}",
        nth % 60
    );
    for (l, part) in parts.iter().enumerate() {
        let _ = writeln!(
            text,
            "  ligne-{l}: {{part_of: total, label: Ligne {l}, amount: {part} M€, payer: financeur-{}, \
             programme: plan-{}, source: rapport-{}}}",
            chance(nth, N_FUNDERS, l),
            l % 10,
            l % 60
        );
    }
    let _ = writeln!(
        text,
        "quotes:\n  mot:\n    speaker: martin\n    role: présidente\n    text: nous ferons ce que nous avons dit\n    \
         date: 2024-03-0{}\n    source: rapport-1\ntimeline:\n  debut: {{label: Début du projet, date: 2024-02, source: rapport-1}}\n  \
         fin: {{label: Fin du projet, date: 2030, status: planned, source: rapport-2}}\ncontacts:\n  presse: \
         {{name: Service de presse, email: presse@example.org, languages: [fr, en]}}\n---",
        nth % 9 + 1
    );
    prose(&mut text, nth, &FRENCH);
    text
}

fn english(nth: usize) -> String {
    let mut text = format!(
        "---\ntitle: Dossier number {nth} on public plans\nsummary: A test dossier that bears the number \
         {nth} and says what it holds.\n"
    );
    text.push_str("objectives:\n");
    for o in 0..4 {
        let _ = writeln!(text, "  objectif-{o}: Reach goal number {o} of dossier {nth}");
    }
    text.push_str("places: {siege: Seat of the project}\nfigures:\n");
    for f in 0..8 {
        let _ = writeln!(text, "  chiffre-{f}: Figure {f} of dossier {nth}");
    }
    text.push_str("funding:\n  total: Total funding\n");
    for l in 0..n_lines(nth) - 1 {
        let _ = writeln!(text, "  ligne-{l}: Line {l}");
    }
    text.push_str(
        "quotes: {mot: {text: we will do what we said, role: president}}\n\
         timeline: {debut: Start of the project, fin: End of the project}\n\
         contacts: {presse: Press office}\n---\n",
    );
    prose(&mut text, nth, &ENGLISH);
    text
}

/// Sentences of a language, and the words of its headings.
struct Sentences {
    headings: [&'static str; 4],
    sentences: [&'static str; 8],
    figure: &'static str,
}

const FRENCH: Sentences = Sentences {
    headings: ["Le contexte", "Les moyens", "Les acteurs", "La suite"],
    sentences: [
        "Le projet réunit des équipes publiques et des entreprises autour d’un même but ; il avance par étapes.",
        "Chaque étape est décrite dans un rapport, que les opérateurs publient et que chacun peut lire.",
        "Pourquoi ce choix ? Parce que les moyens sont limités, et que tout ne peut pas se faire d’un coup.",
        "Les équipes ont commencé par ce qui était prêt : les lieux, les outils, les premiers contrats.",
        "Le calendrier tient compte des travaux, des recrutements et des règles de la commande publique.",
        "Les résultats sont suivis par un comité où siègent les financeurs, les opérateurs et les usagers.",
        "Ce qui n’est pas encore décidé est dit « à décider », et ce qui a changé est daté.",
        "Les chiffres sont relevés une fois par an, selon une méthode qui ne varie pas d’une année à l’autre.",
    ],
    figure: "On compte",
};

const ENGLISH: Sentences = Sentences {
    headings: ["The context", "The means", "The players", "What follows"],
    sentences: [
        "The project brings public teams and companies together around one goal; it advances in steps.",
        "Each step is described in a report, which the operators publish and which everybody can read.",
        "Why this choice? Because means are limited, and not everything can be done at once.",
        "The teams began with what was ready: the places, the tools, the first contracts.",
        "The timetable allows for building works, recruitment and the rules of public procurement.",
        "Results are followed by a committee of funders, operators and users, which meets twice a year.",
        "What is not decided yet is called undecided, and what has changed bears a date.",
        "Figures are taken once a year, by a method that does not vary from one year to the next.",
    ],
    figure: "There are",
};

fn prose(text: &mut String, nth: usize, words: &Sentences) {
    let first = chance(nth, N_OPERATORS, 77);
    let mut sentence = nth;
    for (h, heading) in words.headings.iter().enumerate() {
        let _ = writeln!(text, "\n## {heading}\n");
        for p in 0..3 {
            for _ in 0..4 {
                text.push_str(words.sentences[sentence % 8]);
                text.push(' ');
                sentence += 1;
            }
            let _ = writeln!(
                text,
                "{} [[chiffre-{}]], [[total]], [[org:operateur-{}]] **{h}** *{p}*.\n",
                words.figure,
                (h + p) % 8,
                (first + h * 31) % N_OPERATORS
            );
        }
        if h == 1 {
            text.push_str("![[funding]]\n");
        }
    }
}
