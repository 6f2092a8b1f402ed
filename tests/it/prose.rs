//! Whatever a text says, its quantities are read without a fall, and stand where they stand.

use proptest::prelude::*;
use proptest::test_runner::Config;

use recto::parse::parse;
use recto::source::Source;

/// Pieces of which hard texts are made.
const PIECES: &[&str] = &[
    "1",
    "45",
    "2021",
    "75\u{202f}000",
    "1,4",
    "3.30",
    "9999999999999999999999999999",
    "€",
    "$",
    "M€",
    "Md€",
    "%",
    "m²",
    "plus de ",
    "more than ",
    "un ",
    "a ",
    "deux ",
    "quatre-vingt-dix",
    "mille ",
    "hundred ",
    "million ",
    "milliards ",
    "d’euros",
    "mars ",
    "May ",
    "mi-",
    "début ",
    "end of ",
    "trimestre ",
    "Q1 ",
    "à ",
    "–",
    "-",
    "/",
    "(",
    ")",
    "«\u{a0}",
    "\u{a0}»",
    "“",
    "”",
    "\"",
    "`",
    "**",
    "[[surface]]",
    "[x](https://a.example/2021)",
    " ",
    "\n",
    "\n\n",
    "# ",
    "- ",
    "| a | b |\n",
    "é",
    "\u{301}",
    "😀",
    "\u{fffc}",
    "e",
    "th ",
    "h ",
    "pm ",
    "half a ",
    "et demi ",
    "tous les deux ans",
    "every other year",
    "every month",
    "par étudiant et par jour",
    "multiplié par ",
    "divided by ",
    "2.5-fold",
    "triplé",
    "la moitié ",
    "half of ",
    "24 h/24",
    "14h30",
    "14:30",
    "2 to 5 ",
    "p.m.",
    "midi et demi",
    "+",
    "−",
    "moins ",
    "‰",
    "centimes",
    "3 € 50",
    "[x] ",
    "une dizaine ",
    "two thirds of ",
    "06/06/2025",
    "+33 1 44 49 80 00",
    "\0",
];

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_quantity_has_its_place(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.into_iter().map(|nth| PIECES[nth]).collect();
        for lang in ["fr", "en", "oc"] {
            let path = format!("content/pages/p.{lang}.md");
            let file = format!("---\ntitle: T\n---\n{text}");
            let Ok(source) = Source::from_bytes(path.as_str().into(), file.into_bytes()) else {
                continue;
            };
            let Some(body) = parse(&source, "fr").body else { continue };
            prop_assert_eq!(body.stated.is_some(), lang != "oc");
            for stated in body.stated.iter().flatten() {
                prop_assert!(body.file.get(stated.range.clone()).is_some_and(|words| !words.is_empty()));
            }
            for block in &body.blocks {
                prop_assert!(body.file.get(block.range.clone()).is_some());
            }
        }
    }
}
