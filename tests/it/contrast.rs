//! The colours of the default theme can be told apart: text at 7:1 from what lies below it, other
//! marks at 3:1, by the measure of WCAG 2, in every set of colours that the theme has.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../themes/default/assets/style.css");

/// A text token and the tokens of what it may stand on.
const TEXTS: [(&str, &[&str]); 10] = [
    ("ink", &["paper", "sheet", "edge", "accent-soft"]),
    ("muted", &["paper", "sheet", "edge", "accent-soft"]),
    ("accent", &["paper", "sheet", "edge", "accent-soft"]),
    ("planned", &["paper", "sheet", "accent-soft"]),
    // The skip link and the banner of a preview stand out of the page.
    ("paper", &["accent", "planned"]),
    ("on-1", &["tone-1"]),
    ("on-2", &["tone-2"]),
    ("on-3", &["tone-3"]),
    ("on-4", &["tone-4"]),
    ("on-5", &["tone-5"]),
];

/// Marks that are no text: the ring of focus, rules, the outlines of what is planned.
const MARKS: [(&str, &[&str]); 3] = [
    ("mark", &["paper", "sheet", "edge"]),
    ("focus", &["paper", "sheet", "edge", "accent-soft"]),
    ("muted", &["paper"]),
];

/// Neighbours in a bar, where greys are all that a printer or an eye has. Of five tones that text
/// can stand on, the last two cannot be as far apart as the others; a line of ink parts them.
const NEIGHBOURS: [(&str, &str, f64); 4] = [
    ("tone-1", "tone-2", 3.0),
    ("tone-2", "tone-3", 3.0),
    ("tone-3", "tone-4", 3.0),
    ("tone-4", "tone-5", 1.8),
];

type Colours = BTreeMap<String, String>;

/// The declarations of `:root` in each block of the style, under the block's own conditions.
fn declared(style: &str) -> Vec<(String, Colours)> {
    let mut sets = vec![];
    for (at, _) in style.match_indices(":root {") {
        let before = &style[..at];
        let condition = match before.rfind('}') {
            Some(end) => before[end + 1..].trim(),
            None => "",
        };
        let condition = condition.rsplit("*/").next().unwrap_or_default();
        let body = style[at..].split_once('{').unwrap().1;
        let body = &body[..body.find('}').unwrap()];
        let colours = body.split(';').filter_map(|declaration| {
            let (name, value) =
                declaration.trim().strip_prefix("--")?.split_once(": ")?;
            let value = value.strip_prefix('#')?;
            Some((name.to_owned(), value.to_owned()))
        });
        let condition = condition.trim().trim_end_matches('{').trim();
        sets.push((condition.to_owned(), colours.collect()));
    }
    sets
}

/// Every set of colours that a reader may see, with all that it takes over from others.
fn seen(style: &str) -> Vec<(&'static str, Colours)> {
    let declared = declared(style);
    let with = |conditions: &[&str]| {
        let mut colours = Colours::new();
        for condition in conditions {
            let (_, own) = declared
                .iter()
                .find(|(own, _)| own == condition)
                .unwrap_or_else(|| panic!("no colours for {condition:?}"));
            colours.extend(own.clone());
        }
        colours
    };
    let dark = "@media (prefers-color-scheme: dark)";
    let more = "@media (prefers-contrast: more)";
    let both = "@media (prefers-contrast: more) and (prefers-color-scheme: dark)";
    let print = "@media print";
    assert_eq!(declared.len(), 5, "a set of colours that nobody measures");
    vec![
        ("light", with(&[""])),
        ("dark", with(&["", dark])),
        ("light, more contrast", with(&["", more])),
        ("dark, more contrast", with(&["", dark, more, both])),
        ("print", with(&["", print])),
        ("print of a dark screen", with(&["", dark, print])),
        ("print with more contrast", with(&["", dark, more, both, print])),
    ]
}

/// The relative luminance of `#abc` or `#aabbcc`.
#[expect(clippy::float_arithmetic, reason = "WCAG defines contrast by real powers")]
fn luminance(hex: &str) -> f64 {
    let digits: String = match hex.len() {
        3 => hex.chars().flat_map(|c| [c, c]).collect(),
        _ => hex.to_owned(),
    };
    let channel = |nth: usize| {
        let byte = u8::from_str_radix(&digits[nth * 2..nth * 2 + 2], 16).unwrap();
        let share = f64::from(byte) / 255.0;
        match share <= 0.04045 {
            true => share / 12.92,
            false => ((share + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

#[expect(clippy::float_arithmetic, reason = "WCAG defines contrast as a ratio")]
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// What is too faint in a style, and the least contrast of each kind that it has.
fn measured(style: &str) -> (Vec<String>, [f64; 3]) {
    let mut faint = vec![];
    let mut least = [f64::MAX; 3];
    for (set, colours) in seen(style) {
        let mut hold = |kind: usize, a: &str, b: &str, limit: f64| {
            let ratio = contrast(&colours[a], &colours[b]);
            least[kind] = least[kind].min(ratio);
            if ratio < limit {
                faint.push(format!(
                    "{set}: --{a} on --{b} is {ratio:.2}:1, not {limit}:1"
                ));
            }
        };
        for (text, grounds) in TEXTS {
            grounds.iter().for_each(|ground| hold(0, text, ground, 7.0));
        }
        for (mark, grounds) in MARKS {
            grounds.iter().for_each(|ground| hold(1, mark, ground, 3.0));
        }
        for (one, next, limit) in NEIGHBOURS {
            hold(2, one, next, limit);
        }
    }
    (faint, least)
}

#[test]
fn text_and_marks_can_be_told_from_their_ground() {
    let (faint, [text, mark, neighbour]) = measured(STYLE);
    assert!(faint.is_empty(), "{}", faint.join("\n"));
    println!("text {text:.2}:1, marks {mark:.2}:1, neighbours in a bar {neighbour:.2}:1");
}

#[test]
fn colours_are_tokens() {
    // A colour outside of the tokens would escape the measure.
    let rules = STYLE.split_once("/* Ground */").expect("tokens, then the ground").1;
    let literal = rules.match_indices('#').find(|(at, _)| {
        let digits = rules[at + 1..].chars().take_while(char::is_ascii_hexdigit);
        matches!(digits.count(), 3 | 6) && rules[..*at].ends_with([' ', '('])
    });
    let place = literal.map(|(at, _)| rules[at..].lines().next());
    assert_eq!(place, None);
}

#[test]
fn a_faint_colour_is_found() {
    for (good, faint, set) in [
        ("--muted: #46484e", "--muted: #6a6c72", "light: --muted"),
        ("--muted: #bdb9ae", "--muted: #8f8c84", "dark: --muted"),
        ("--mark: #7d745f", "--mark: #a89f8c", "light: --mark"),
        ("--planned: #333", "--planned: #777", "print: --planned"),
        ("--accent: #b5f2eb", "--accent: #48837d", "dark, more contrast: --accent"),
        ("--on-2: #ece7db", "--on-2: #9fb0b0", "dark: --on-2"),
    ] {
        let style = STYLE.replacen(good, faint, 1);
        assert_ne!(style, STYLE, "{good}");
        let (found, _) = measured(&style);
        assert!(found.iter().any(|one| one.starts_with(set)), "{faint}: {found:?}");
    }
}
