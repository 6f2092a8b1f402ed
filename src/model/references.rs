//! References that somebody wrote nearly as they are: `org: ville`, `organisation:ville`,
//! `![[financement]]`. For hints alone.

use crate::model::body::{EntityKind, ItemKind, Section};
use crate::model::id::{Id, slugify};

/// Words for kinds and blocks, as slugs, with the words that references have.
const MEANT: [(&str, &str); 41] = [
    ("organisation", "org"),
    ("organisations", "org"),
    ("organization", "org"),
    ("organisme", "org"),
    ("orga", "org"),
    ("personne", "person"),
    ("people", "person"),
    ("speaker", "person"),
    ("programme", "programme"),
    ("program", "programme"),
    ("theme", "topic"),
    ("thematique", "topic"),
    ("communique", "release"),
    ("terme", "term"),
    ("glossaire", "term"),
    ("citation", "quote"),
    ("photo", "media"),
    ("image", "media"),
    ("chiffre", "figures"),
    ("chiffres", "figures"),
    ("chiffres-cles", "figures"),
    ("key-figures", "figures"),
    ("objectif", "objectives"),
    ("objectifs", "objectives"),
    ("operateurs", "operators"),
    ("acteurs", "operators"),
    ("partenaires", "operators"),
    ("financement", "funding"),
    ("financements", "funding"),
    ("budget", "funding"),
    ("fundings", "funding"),
    ("lieux", "places"),
    ("calendrier", "timeline"),
    ("chronologie", "timeline"),
    ("etapes", "timeline"),
    ("citations", "quotes"),
    ("photos", "media"),
    ("images", "media"),
    ("medias", "media"),
    ("documents", "documents"),
    ("corrections", "revisions"),
];

/// Whether the known words are those of what stands after `!`.
pub(crate) fn is_block(known: &[&str]) -> bool {
    known == Section::WORDS || known == ItemKind::WORDS
}

/// What was meant between the brackets, if it can be told; `known` are the kinds or blocks
/// that can stand there, all where there are none.
pub(crate) fn meant(written: &str, known: &'static [&'static str]) -> Option<String> {
    let word = |text: &str, known: &'static [&'static str]| {
        let slug = slugify(text);
        let own = MEANT.iter().find(|(word, own)| *word == slug && known.contains(own));
        match own {
            Some((_, own)) => Some((*own).to_owned()),
            None => crate::diag::near(text.trim(), known.iter().copied()),
        }
    };
    let id = |text: &str| {
        let slug = slugify(text.trim());
        Id::parse(&slug).is_ok().then_some(slug)
    };
    let better = match written.split_once(':') {
        None if known == Section::WORDS => word(written, known)?,
        None => match written.split_once('#') {
            Some((dossier, fact)) => format!("{}#{}", id(dossier)?, id(fact)?),
            None => id(written)?,
        },
        Some((kind, item)) => {
            let kinds = match known {
                [] if ItemKind::parse(kind.trim()).is_some() => ItemKind::WORDS,
                [] => EntityKind::WORDS,
                known => known,
            };
            format!("{}:{}", word(kind, kinds)?, id(item)?)
        }
    };
    (better != written).then_some(better)
}

/// Whether the address of a link is that of a site without its `https://`.
pub(crate) fn is_host(target: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        ".fr", ".com", ".org", ".net", ".eu", ".gouv", ".info", ".io", ".paris", ".bzh",
        ".uk", ".int",
    ];
    let host = target.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    host.chars().all(plain)
        && (host.starts_with("www.") || ENDINGS.iter().any(|end| host.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::{is_host, meant};
    use crate::model::body::{EntityKind, Section};

    #[test]
    fn a_reference_that_is_nearly_one_has_its_form() {
        let better = |written| meant(written, &[]);
        assert_eq!(better("Longueur").as_deref(), Some("longueur"));
        assert_eq!(better("org: ville").as_deref(), Some("org:ville"));
        assert_eq!(better("Canal#Longueur").as_deref(), Some("canal#longueur"));
        assert_eq!(better("longueur"), None);
        assert_eq!(better(""), None);
        let kind = |written| meant(written, EntityKind::WORDS);
        assert_eq!(kind("organisation:ville").as_deref(), Some("org:ville"));
        assert_eq!(kind("xyz:ville"), None);
        let block = |written| meant(written, Section::WORDS);
        assert_eq!(block("Financement").as_deref(), Some("funding"));
        assert_eq!(block("figure").as_deref(), Some("figures"));
    }

    #[test]
    fn a_host_is_not_a_file() {
        assert!(is_host("www.ville.fr"));
        assert!(is_host("ville.fr/canal"));
        assert!(!is_host("plan.pdf"));
        assert!(!is_host("../ville"));
    }
}
