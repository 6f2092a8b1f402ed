//! The house itself: what stands where, and what nobody has forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each part of the program may use. The stages stand in the order of the data; none
/// uses a later one.
const MAY_USE: &[(&str, &[&str])] = &[
    ("digest", &[]),
    ("diag", &["model"]),
    ("model", &["diag", "digest"]),
    ("source", &["digest", "diag"]),
    ("builtin", &["source"]),
    ("parse", &["source", "model", "diag", "digest"]),
    ("picture", &["source", "made", "model", "diag", "digest"]),
    ("document", &["source", "made", "digest"]),
    ("validate", &["picture", "document", "parse", "source", "made", "model", "diag"]),
    ("resolve", &["model", "diag"]),
    ("view", &["resolve", "picture", "model", "source", "digest"]),
    ("output", &["digest"]),
    (
        "render",
        &[
            "view", "resolve", "output", "picture", "made", "source", "model",
            "validate", "parse", "diag", "digest",
        ],
    ),
    ("audit", &["output", "diag"]),
    ("made", &["digest"]),
    ("cache", &["parse", "render", "output", "made", "digest"]),
    (
        "pipeline",
        &[
            "parse", "validate", "resolve", "view", "render", "audit", "output", "cache",
            "source", "made", "model", "diag", "digest",
        ],
    ),
    (
        "preview",
        &[
            "pipeline", "resolve", "view", "render", "output", "cache", "source", "diag",
            "digest",
        ],
    ),
    (
        "io",
        &[
            "builtin", "source", "output", "pipeline", "preview", "cache", "made",
            "render", "diag", "digest",
        ],
    ),
    (
        "cli",
        &[
            "io", "pipeline", "preview", "cache", "output", "source", "render", "parse",
            "validate", "model", "diag", "digest",
        ],
    ),
];

/// Words by which a stage would reach the world outside of its snapshot.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, by its path in the repository.
fn texts(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root().join(folder)) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root()).unwrap().to_str().unwrap();
        let wanted = endings.iter().any(|ending| path.ends_with(ending));
        if entry.file_type().is_file() && wanted && !path.contains("node_modules") {
            texts.insert(path.to_owned(), fs::read_to_string(entry.path()).unwrap());
        }
    }
    texts
}

/// The part of the program that a source belongs to: `parse` for `src/parse/yaml.rs`.
fn part_of(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap();
    below.split(['/', '.']).next().unwrap()
}

/// What of a source is not its tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// The parts that a source uses, by the paths that begin with `crate::`.
fn used(text: &str) -> BTreeSet<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
        .map(Option::unwrap_or_default)
        .filter(|name| !name.is_empty())
        .collect()
}

fn wrong_uses(part: &str, text: &str) -> Vec<String> {
    let allowed = MAY_USE.iter().find(|(name, _)| *name == part);
    let (_, allowed) =
        allowed.unwrap_or_else(|| panic!("nothing says what {part} may use"));
    used(without_tests(text))
        .into_iter()
        .filter(|name| *name != part && !allowed.contains(name))
        .map(|name| format!("{part} uses {name}"))
        .collect()
}

#[test]
fn no_stage_uses_a_later_one() {
    let mut wrong = vec![];
    for (path, text) in texts("src", &[".rs"]) {
        if ["src/lib.rs", "src/main.rs"].contains(&&*path) {
            continue;
        }
        wrong.extend(
            wrong_uses(part_of(&path), &text)
                .into_iter()
                .map(|w| format!("{path}: {w}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What the check looks for can be found.
    assert_eq!(wrong_uses("parse", "use crate::view::page::Page;"), ["parse uses view"]);
    assert_eq!(wrong_uses("view", "fn f(x: crate::io::Error) {}"), ["view uses io"]);
}

#[test]
fn only_the_edge_touches_the_world() {
    for (path, text) in texts("src", &[".rs"]) {
        if ["io", "cli", "main"].contains(&part_of(&path)) {
            continue;
        }
        for word in OUTSIDE {
            assert!(!without_tests(&text).contains(word), "{path} has {word}");
        }
    }
}

#[test]
fn every_source_says_what_it_is() {
    for (path, text) in
        texts("src", &[".rs"]).into_iter().chain(texts("tests/it", &[".rs"]))
    {
        assert!(text.starts_with("//! "), "{path} begins with no sentence");
    }
}

#[test]
fn sources_stay_short_enough_to_be_read() {
    for (path, text) in texts("src", &[".rs"]) {
        if path.starts_with("src/diag/words/") {
            // A catalogue of sentences is one subject.
            continue;
        }
        let n_lines = without_tests(&text).lines().count();
        assert!(n_lines <= 700, "{path} has {n_lines} lines");
    }
}

#[test]
fn the_theme_in_the_binary_is_the_theme_on_the_disk() {
    let folder = root().join("themes/default");
    let on_disk: BTreeSet<String> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            entry
                .path()
                .strip_prefix(&folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let texts = recto::builtin::FILES.iter().map(|(name, _)| *name);
    let fonts = recto::builtin::FONTS.iter().map(|(name, _)| *name);
    let built_in: BTreeSet<String> = texts.chain(fonts).map(str::to_owned).collect();
    assert_eq!(on_disk, built_in);
}

/// Words that the program asks the theme for by their whole key.
fn asked_words() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for text in texts("src/view", &[".rs"]).values() {
        let text = without_tests(text);
        for call in ["word(\"", "fill(\"", "count(\"", "form(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                if key.contains('.') && !key.contains(['{', ' ']) && !key.ends_with('.') {
                    keys.insert(key.to_owned());
                }
            }
        }
    }
    keys
}

fn keys_of(yaml: &serde_yaml::Value, prefix: &str, keys: &mut BTreeSet<String>) {
    let serde_yaml::Value::Mapping(map) = yaml else { return };
    for (key, value) in map {
        let key = format!("{prefix}{}", key.as_str().unwrap_or("?"));
        keys.insert(key.clone());
        keys_of(value, &format!("{key}."), keys);
    }
}

fn strings(lang: &str) -> BTreeSet<String> {
    let path = root().join(format!("themes/default/strings/{lang}.yaml"));
    let yaml = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut keys = BTreeSet::new();
    keys_of(&yaml, "", &mut keys);
    keys
}

#[test]
fn every_word_exists_in_both_languages() {
    let is_plural = |key: &String| {
        [".one", ".other", ".many", ".zero", ".few", ".two"]
            .iter()
            .any(|end| key.ends_with(end))
    };
    let words = |lang| strings(lang).into_iter().filter(|k| !is_plural(k)).collect();
    let (fr, en): (BTreeSet<String>, BTreeSet<String>) = (words("fr"), words("en"));
    assert_eq!(fr, en);
    for key in asked_words() {
        assert!(fr.contains(&key), "no language has {key}");
    }
}

/// A word that no template and no view uses is one that somebody would translate in vain.
#[test]
fn every_word_is_used() {
    let mut used: String = texts("themes/default", &[".html", ".xml", ".txt", ".typ"])
        .into_values()
        .collect();
    used.extend(texts("src", &[".rs"]).into_values());
    let groups: BTreeSet<&str> = ["sections", "lists", "descriptions", "counts"].into();
    let unused: Vec<String> = strings("fr")
        .into_iter()
        .filter(|key| {
            let parts: Vec<&str> = key.split('.').collect();
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
                return false;
            };
            let whole = used.contains(&format!("t.{key}"))
                || used.contains(&format!("\"{key}\""));
            let by_group = used.contains(&format!("\"{first}.{{"))
                || used.contains(&format!("term(\"{first}\""))
                || (used.contains(&format!("={{t.{first}}}"))
                    && used.contains(&format!("words.{last}")))
                || (*first == "date" && last.contains('-'))
                || used.contains(&format!("t.{first}["))
                || groups.contains(first);
            let plural = ["one", "other", "many"].contains(last);
            parts.len() > 1 && !plural && !whole && !by_group
        })
        .collect();
    assert!(unused.is_empty(), "nothing uses {unused:?}");
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    for path in texts("tests/it", &[".rs"]).keys() {
        let name = Path::new(path).file_stem().unwrap().to_str().unwrap();
        assert!(
            name == "main" || main.contains(&format!("mod {name};")),
            "{path} is not run"
        );
    }
}

#[test]
fn every_template_is_used() {
    let templates = texts("themes/default/templates", &[".html", ".xml", ".txt"]);
    let mut all: String = templates.values().cloned().collect();
    all.extend(texts("src", &[".rs"]).into_values());
    for path in templates.keys() {
        let name = path.strip_prefix("themes/default/templates/").unwrap();
        // Sections are named by their ids, and components are there for every template.
        let by_name = name.starts_with("sections/") || name == "components.html";
        assert!(by_name || all.contains(&format!("\"{name}\"")), "nothing uses {name}");
    }
}
