//! Mistakes and what is said of them.
//!
//! A file of `tests/cases/` holds small sites, each under a heading `//= what is wrong`. Files
//! of a site stand under `//- path`; what it does not give is that of `base-fr.txt`, or of
//! `base-fr-en.txt` where the heading begins with `//= fr+en:`. What is found is written below
//! the line that it is about:
//!
//! ```text
//! figures: {f: {label: F, value: 1,400}}
//! #~ 31 `1,400` error[ambiguous-number]: …
//! #~    hint: …
//! ```
//!
//! `RECTO_BLESS=1 cargo test cases` writes what is found now; read the difference before you
//! keep it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use recto::diag::words::{UiLang, describe, related};
use recto::diag::{Finding, Problem, Severity, Span};

use crate::project::{Project, tests_folder};

/// One small site and the words above it.
struct Case {
    title: String,
    /// The site with its annotations.
    written: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = vec![];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("//= ") {
            Some(title) => cases.push(Case {
                title: title.trim_end().to_owned(),
                written: String::new(),
            }),
            None => match cases.last_mut() {
                Some(case) => case.written.push_str(line),
                None => assert!(line.trim().is_empty(), "cases begin with `//= title`"),
            },
        }
    }
    cases
}

impl Case {
    fn check(&self) -> Vec<Finding> {
        let input = input(&self.written);
        match self.title.starts_with("fr+en:") {
            true => Project::bilingual(&input).check(),
            false => Project::french(&input).check(),
        }
    }
}

/// The site without its annotations. A case without headings is one dossier.
fn input(written: &str) -> String {
    let mut input = String::new();
    if !written.starts_with("//- ") {
        input.push_str("//- content/dossiers/a/index.fr.md\n");
    }
    for line in written.split_inclusive('\n').filter(|line| !line.starts_with("#~")) {
        input.push_str(line);
    }
    input
}

/// The site with what is found in it.
fn annotated(written: &str, findings: &[Finding]) -> String {
    let input = input(written);
    let has_heading = written.starts_with("//- ");
    let mut out = String::new();
    let mut path = String::new();
    let mut line_number = 0;
    let mut told = BTreeSet::new();
    for line in input.split_inclusive('\n') {
        match line.strip_prefix("//- ") {
            Some(heading) => {
                path = heading.trim_end().to_owned();
                line_number = 0;
                if has_heading {
                    out.push_str(line);
                }
            }
            None => {
                line_number += 1;
                out.push_str(line);
            }
        }
        for (n, finding) in findings.iter().enumerate() {
            let at = finding.span.map_or(0, |span| span.line);
            if *finding.path == *path && at == line_number && told.insert(n) {
                out.push_str(&annotation(finding, &input));
            }
        }
    }
    for (n, finding) in findings.iter().enumerate() {
        if told.insert(n) {
            write!(out, "#~ in {}: ", finding.path).unwrap();
            out.push_str(annotation(finding, &input).trim_start_matches("#~ "));
        }
    }
    out
}

fn annotation(finding: &Finding, input: &str) -> String {
    let (message, hint) = describe(&finding.problem, UiLang::En);
    let severity = match finding.problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "suggestion",
    };
    let mut out = String::from("#~ ");
    if let Some(span) = finding.span {
        write!(out, "{}", span.column).unwrap();
        let text = spanned(&finding.path, span, input);
        if !text.is_empty() {
            write!(out, " `{text}`").unwrap();
        }
        out.push(' ');
    }
    writeln!(out, "{severity}[{}]: {message}", finding.problem.code()).unwrap();
    if let Some(hint) = hint {
        writeln!(out, "#~    hint: {hint}").unwrap();
    }
    for (what, span, path) in &finding.related {
        let place = span.map_or(String::new(), |s| format!(":{}:{}", s.line, s.column));
        writeln!(out, "#~    {} {path}{place}", related(*what, UiLang::En)).unwrap();
    }
    out
}

/// The words that a finding points at.
fn spanned(path: &str, span: Span, input: &str) -> String {
    let files = crate::project::split(input);
    let Some(file) = files.get(path) else { return String::new() };
    let text = String::from_utf8_lossy(file);
    let text = text.get(span.start..span.end).unwrap_or_default();
    let shown: String = match text.split_once('\n') {
        Some((first, _)) => format!("{first}…"),
        None => text.to_owned(),
    };
    match shown.chars().count() > 60 {
        true => format!("{}…", shown.chars().take(60).collect::<String>()),
        false => shown,
    }
    .escape_debug()
    .filter(|c| *c != '\\')
    .collect()
}

#[test]
fn mistakes_are_found_where_they_are() {
    let bless = std::env::var_os("RECTO_BLESS").is_some();
    let mut wrong = String::new();
    for path in case_files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut blessed = String::new();
        for case in cases(&text) {
            let findings = case.check();
            let found = annotated(&case.written, &findings);
            if found != case.written {
                let name = path.file_name().unwrap().display();
                let diff = similar_lines(&case.written, &found);
                writeln!(wrong, "{name}: {}\n{diff}", case.title).unwrap();
            }
            write!(blessed, "//= {}\n{found}", case.title).unwrap();
        }
        if bless && blessed != text {
            std::fs::write(&path, blessed).unwrap();
        }
    }
    assert!(bless || wrong.is_empty(), "{wrong}");
}

/// The lines that only one of two texts has.
fn similar_lines(expected: &str, found: &str) -> String {
    let mut out = String::new();
    for line in expected.lines().filter(|line| !found.lines().any(|l| l == *line)) {
        writeln!(out, "  - {line}").unwrap();
    }
    for line in found.lines().filter(|line| !expected.lines().any(|l| l == *line)) {
        writeln!(out, "  + {line}").unwrap();
    }
    out
}

fn case_files() -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(tests_folder("cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.ends_with(".txt") && !name.starts_with("base-")
        })
        .collect();
    files.sort();
    files
}

/// Every finding of the cases, by code.
fn all_findings() -> BTreeMap<&'static str, Vec<Problem>> {
    let mut by_code: BTreeMap<&'static str, Vec<Problem>> = BTreeMap::new();
    for path in case_files() {
        let text = std::fs::read_to_string(&path).unwrap();
        for case in cases(&text) {
            for finding in case.check() {
                let problems = by_code.entry(finding.problem.code()).or_default();
                if !problems.contains(&finding.problem) {
                    problems.push(finding.problem);
                }
            }
        }
    }
    by_code
}

/// Findings that need more than files: a file that changes while it is read is shown by
/// `io::a_file_that_changes_while_it_is_read_is_not_published`, a program without an end by a
/// test beside `render::typeset`; photographs are made in `media`.
const OTHERS: &[&str] = &[
    "changed-while-reading",
    "unreadable-file",
    "file-name-ending",
    "typeset-endless",
    "moving-picture",
    "photo-says-where",
];

/// Whoever adds a finding shows a mistake that it is about; whoever reads this list reads
/// what Recto says in French.
#[test]
fn every_finding_has_a_case_and_french_words() {
    let by_code = all_findings();
    let on_disk = std::fs::read_to_string(tests_folder("hostile.yaml")).unwrap();
    let missing: Vec<&&str> = Problem::CODES
        .iter()
        .filter(|code| {
            !by_code.contains_key(**code)
                && !on_disk.contains(&format!(" {code}"))
                && !OTHERS.contains(code)
        })
        .collect();
    assert!(missing.is_empty(), "without a case: {missing:#?}");
    let mut text = String::new();
    for (code, problems) in by_code {
        writeln!(text, "{code}").unwrap();
        for problem in problems.iter().take(4) {
            let (message, hint) = describe(problem, UiLang::Fr);
            writeln!(text, "  {message}").unwrap();
            if let Some(hint) = hint {
                writeln!(text, "    {hint}").unwrap();
            }
        }
    }
    insta::assert_snapshot!("findings-in-french", text);
}

/// A letter too many or too few anywhere in a front matter is told, and is never the end of
/// the program.
#[test]
fn no_slip_of_the_keyboard_is_too_much() {
    let text = "---\ntitle: \"Été: l’eau\"\nas_of: 2026\nfigures:\n  é: {label: \"É\", value: 1,4, \
                unit: [a]}\n  b:\n    label: 'É'\n    value: > 1\nrevisions:\n- date: 12 mars 2024\n  \
                note: |\n    É\nfunding:\n  c: {amount: de 4 à 5 M€ HT}\n---\n[[É]] [b](www.é.fr)\n";
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let keys =
        ["", " ", "\n", "\u{a0}", "\"", "'", "{", "]", ":", ": ", ",", "-", "é", "#"];
    for at in places {
        let (before, after) = text.split_at(at);
        let mut rest = after.chars();
        let gone = rest.next().map_or(0, char::len_utf8);
        for key in keys {
            for after in [after, &after[gone..], ""] {
                let mistyped = format!("{before}{key}{after}");
                let path = "content/dossiers/a/index.fr.md".into();
                let source = recto::source::Source::new(path, &mistyped);
                for diagnostic in recto::parse::parse(&source, "fr").diagnostics {
                    for lang in [UiLang::Fr, UiLang::En] {
                        let (message, _) = describe(&diagnostic.problem, lang);
                        assert!(!message.is_empty(), "{mistyped}");
                    }
                }
            }
        }
    }
}
