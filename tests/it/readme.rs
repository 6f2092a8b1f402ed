//! The README's tour, walked through as it is written.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::program::recto;
use crate::project::Project;

const README: &str = include_str!("../../README.md");

/// The fenced blocks of the README: their language and their lines.
fn blocks() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut blocks = vec![];
    let mut open: Option<(&str, Vec<&str>)> = None;
    for line in README.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(lang), None) => open = Some((lang, vec![])),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    blocks
}

#[test]
fn the_tour_goes_as_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    Project::repository().write_to(folder.path());
    let mut n_commands = 0;
    for (lang, lines) in blocks() {
        match lang {
            "diff" => edit(folder.path(), &lines),
            "console" => {
                n_commands += 1;
                converse(folder.path(), &lines);
            }
            _ => {}
        }
    }
    assert!(n_commands >= 5, "the tour has {n_commands} commands");
}

/// Makes the change that a reader is told to make.
fn edit(folder: &Path, lines: &[&str]) {
    let path = folder.join(lines[0].strip_prefix("--- ").unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    let old = lines[1].strip_prefix('-').unwrap();
    let new = lines[2].strip_prefix('+').unwrap();
    assert!(text.contains(old), "{} does not say {old:?}", path.display());
    std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
}

/// Runs a command, and looks for every line that it is said to print.
fn converse(folder: &Path, lines: &[&str]) {
    let arguments = arguments(lines[0].strip_prefix("$ recto ").unwrap());
    let (code, expected) = match lines[1].strip_prefix("? ") {
        Some(code) => (code.parse().unwrap(), &lines[2..]),
        None => (0, &lines[1..]),
    };
    if arguments[0] == "serve" {
        return serve(folder, expected);
    }
    let output = recto(folder).args(&arguments).output().unwrap();
    let mut said = String::from_utf8(output.stdout).unwrap();
    said.push_str(std::str::from_utf8(&output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    for line in expected {
        let stands = |said: &str| {
            let mut rest = said;
            line.split('…').all(|piece| match rest.split_once(piece) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
        };
        assert!(
            said.lines().any(stands),
            "{arguments:?} does not say {line:?} in\n{said}"
        );
    }
}

/// The words of a command, of which some may stand in quotes.
fn arguments(line: &str) -> Vec<String> {
    let mut words = vec![];
    for (nth, part) in line.split('"').enumerate() {
        match nth % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// The preview says where it is; the port depends on what is free.
fn serve(folder: &Path, expected: &[&str]) {
    let mut child = recto(folder)
        .args(["serve", "--port", "0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    let without_digits = |line: &str| line.replace(|c: char| c.is_ascii_digit(), "");
    let found = said
        .lines()
        .map(Result::unwrap)
        .any(|line| without_digits(&line) == without_digits(expected[0]));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(found, "serve never said {:?}", expected[0]);
}

/// The two commands that a newcomer is promised are those that CI runs.
#[test]
fn the_two_commands_are_run_by_ci() {
    let blocks = blocks();
    let (_, commands) = blocks.iter().find(|(lang, _)| *lang == "sh").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ci = std::fs::read_to_string(root.join(".ci/run")).unwrap();
    assert_eq!(commands.len(), 2);
    for command in commands {
        let command = command.split('#').next().unwrap().trim();
        assert!(
            ci.replace(" --locked", "").contains(command),
            "CI does not run {command}"
        );
    }
}

/// Every option, key and code that the README names exists, by what the program itself says.
#[test]
fn the_reference_names_every_option() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["build", "check", "serve"] {
        let output = recto(folder.path()).args([command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        let options = help
            .split([' ', '\n'])
            .filter(|word| word.starts_with("--"))
            .filter(|word| !["--help"].contains(word));
        for option in options {
            assert!(README.contains(option), "the README says nothing of {option}");
        }
    }
}
