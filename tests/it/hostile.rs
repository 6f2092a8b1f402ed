//! Bad input and the reaction it gets: every row of `tests/hostile.yaml`, by the program
//! itself, on a disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::project::{Project, tests_folder};

const DOSSIER: &str = "content/dossiers/a/index.fr.md";

/// The smallest picture.
const DRAWING: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>";

/// A row of the table; see its head.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    what: String,
    #[serde(default)]
    bilingual: bool,
    dossier: Option<Pieces>,
    body: Option<Pieces>,
    #[serde(default)]
    front: String,
    #[serde(default)]
    files: BTreeMap<String, Option<Pieces>>,
    #[serde(default)]
    disk: Vec<BTreeMap<String, String>>,
    many: Option<usize>,
    #[serde(default)]
    output: BTreeMap<String, String>,
    #[serde(default)]
    output_after: BTreeMap<String, String>,
    #[serde(default)]
    expect: Vec<String>,
    exit: Option<i32>,
    #[serde(default)]
    hint: String,
    #[serde(default)]
    shows: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    count: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Pieces {
    Text(String),
    Pieces(Vec<Piece>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Piece {
    Text(String),
    Repeat { repeat: String, times: usize },
    Count { count: String, to: usize },
    Stairs { stairs: String, to: usize },
    Hex { hex: String },
}

impl Pieces {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Pieces(pieces) => pieces.iter().flat_map(Piece::bytes).collect(),
        }
    }
}

impl Piece {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Repeat { repeat, times } => repeat.repeat(*times).into_bytes(),
            Self::Count { count, to } => (1..=*to)
                .flat_map(|n| {
                    let text = count.replace("{n}", &n.to_string());
                    text.replace("{m}", &(n - 1).to_string()).into_bytes()
                })
                .collect(),
            Self::Stairs { stairs, to } => (1..=*to)
                .flat_map(|n| (" ".repeat(n) + stairs).into_bytes())
                .collect(),
            Self::Hex { hex } => from_hex(hex),
        }
    }
}

fn from_hex(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn bad_input_gets_its_reaction() {
    let text = std::fs::read_to_string(tests_folder("hostile.yaml")).unwrap();
    let rows: Vec<Row> = serde_yaml::from_str(&text).unwrap();
    let only = std::env::var("RECTO_ROW").ok();
    let wrong: Vec<String> = rows
        .par_iter()
        .filter(|row| only.as_ref().is_none_or(|only| row.id.starts_with(only)))
        .filter_map(|row| {
            let wrong = react(row);
            (!wrong.is_empty()).then(|| format!("{} {}\n{wrong}", row.id, row.what))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Builds the site of a row, and says how the reaction differs from the one expected.
fn react(row: &Row) -> String {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    let base = if row.bilingual { Project::bilingual("") } else { Project::french("") };
    base.write_to(site);
    for (path, text) in &row.output {
        write(&site.join("output").join(path), text.as_bytes());
    }
    // A site stands there already, which an error must not touch.
    if row.output.is_empty() {
        let first = recto(site, &["build"]);
        assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stdout));
    }
    for (path, text) in &row.output_after {
        write(&site.join("output").join(path), text.as_bytes());
    }
    fill(row, site);
    let before = digests(site);
    let output = recto(site, &["build"]);
    let after = digests(site);
    let mut wrong = String::new();
    for raw in [&output.stdout, &output.stderr] {
        if raw.contains(&0x1b) {
            writeln!(wrong, "  an escape character reaches the terminal").unwrap();
        }
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    if stderr.contains("panicked") || output.status.code().is_none() {
        writeln!(wrong, "  it ended by {}: {stderr}", output.status).unwrap();
        return wrong;
    }
    let has_error = row
        .expect
        .iter()
        .any(|e| e.starts_with("error") && !e.contains("|none"));
    let exit = row.exit.unwrap_or(i32::from(has_error));
    if output.status.code() != Some(exit)
        && !row.expect.iter().any(|e| e.contains("none"))
    {
        writeln!(wrong, "  exit code {:?}, not {exit}", output.status.code()).unwrap();
    }
    let is_ours = |path: &Path| path.starts_with("output") && exit == 0;
    for path in before.keys().chain(after.keys()) {
        if before.get(path) != after.get(path)
            && !is_ours(path)
            && !path.starts_with(".output.recto")
        {
            writeln!(wrong, "  {} was touched", path.display()).unwrap();
        }
    }
    if exit != 2 {
        let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        compare(row, &json, &mut wrong);
        // What cannot be read may be a secret, of which a report says no more than its code.
        let hints = || {
            let output = recto(site, &["check", "--drafts"]);
            serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
        };
        if !hints_at(&row.hint, &json) && !hints_at(&row.hint, &hints()) {
            writeln!(wrong, "  no hint says {:?}: {json}", row.hint).unwrap();
        }
    }
    if exit == 0 {
        look(row, site, &mut wrong);
    }
    wrong
}

/// Writes the files of a row.
fn fill(row: &Row, site: &Path) {
    if let Some(dossier) = &row.dossier {
        write(&site.join(DOSSIER), &dossier.bytes());
    }
    if let Some(body) = &row.body {
        let mut text =
            format!("---\ntitle: A\nsummary: B\n{}---\n", row.front).into_bytes();
        text.extend(body.bytes());
        write(&site.join(DOSSIER), &text);
    }
    for (path, text) in &row.files {
        match text {
            Some(text) => write(&site.join(path), &text.bytes()),
            None => std::fs::remove_file(site.join(path)).unwrap(),
        }
    }
    for n in 0..row.many.unwrap_or(0) {
        write(&site.join(format!("content/dossiers/a/media/p{n}.jpg")), b"x");
    }
    for item in &row.disk {
        let path = |key: &str| Some(site.join(item.get(key)?));
        if let Some(link) = path("symlink") {
            std::os::unix::fs::symlink(&item["to"], link).unwrap();
        } else if let Some(link) = path("hardlink") {
            let to = path("to").unwrap();
            write(&to, DRAWING);
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            std::fs::hard_link(to, link).unwrap();
        } else if let Some(fifo) = path("fifo") {
            std::fs::create_dir_all(fifo.parent().unwrap()).unwrap();
            let made = Command::new("mkfifo").arg(fifo).status().unwrap();
            assert!(made.success());
        } else if let Some(folder) = path("folder") {
            std::fs::create_dir_all(folder).unwrap();
        } else {
            let name = from_hex(&item["name"]);
            write(&site.join(OsStr::from_bytes(&name)), item["text"].as_bytes());
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Runs the program; whoever never ends is stopped.
fn recto(site: &Path, command: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(command)
        .args(["--format", "json", "--now", "2026-01-15T12:00:00Z", "--jobs", "2"])
        .args(["--ui-lang", "en", "--site"])
        .arg(site)
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(site.join(".stdout")).unwrap())
        .stderr(std::fs::File::create(site.join(".stderr")).unwrap())
        .spawn()
        .unwrap();
    // Ten minutes: a guard against a program without an end, not a measure of a slow machine.
    for _ in 0..12_000 {
        if let Some(status) = child.try_wait().unwrap() {
            let read = |name| {
                let path = site.join(name);
                let bytes = std::fs::read(&path).unwrap();
                std::fs::remove_file(path).unwrap();
                bytes
            };
            return Output {
                status,
                stdout: read(".stdout"),
                stderr: read(".stderr"),
            };
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    panic!("the program does not end: {}", site.display());
}

/// Every file of the site with its bytes, or what it is where it has none.
fn digests(site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(site) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(site).unwrap().to_owned();
        let kind = entry.file_type();
        if kind.is_file() {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        } else if !kind.is_dir() {
            files.insert(path, format!("{kind:?}").into_bytes());
        }
    }
    files
}

/// Whether any hint has these words, where there are any.
fn hints_at(words: &str, json: &Value) -> bool {
    let findings = json["findings"].as_array().into_iter().flatten();
    let mut hints = findings.filter_map(|finding| finding["hint"].as_str());
    words.is_empty() || hints.any(|hint| hint.contains(words))
}

/// Holds what was found against what was expected.
fn compare(row: &Row, json: &Value, wrong: &mut String) {
    let Some(findings) = json["findings"].as_array() else {
        writeln!(wrong, "  no findings could be read: {json}").unwrap();
        return;
    };
    let mut left: Vec<String> = findings
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let place = match (finding["line"].as_u64(), finding["column"].as_u64()) {
                (Some(line), Some(column)) => format!(" {line}:{column}"),
                _ => String::new(),
            };
            format!("{} {}{place}", text("severity"), text("code"))
        })
        .collect();
    for expected in &row.expect {
        let matches = |found: &str| {
            let mut words = expected.split(' ');
            let mut found = found.split(' ');
            words.next() == found.next()
                && found.next().is_some_and(|code| {
                    words.next().is_some_and(|codes| codes.split('|').any(|c| c == code))
                })
                && words.next().is_none_or(|place| found.next() == Some(place))
        };
        match left.iter().position(|found| matches(found)) {
            Some(at) => {
                left.remove(at);
            }
            None if expected.contains("|none") => {}
            None => writeln!(wrong, "  not found: {expected}").unwrap(),
        }
    }
    for found in left.iter().filter(|found| found.starts_with("error")) {
        let more = row.expect.iter().any(|e| e.contains("|none"))
            && row
                .expect
                .iter()
                .any(|e| found.contains(e.split(['|', ' ']).nth(1).unwrap()));
        if !more {
            writeln!(wrong, "  not expected: {found}").unwrap();
        }
    }
}

/// Looks for words in everything that was made.
fn look(row: &Row, site: &Path, wrong: &mut String) {
    let mut all = String::new();
    for (path, bytes) in digests(&site.join("output")) {
        if let Ok(text) = String::from_utf8(bytes)
            && !path.ends_with("recto-manifest.json")
        {
            all.push_str(&text);
        }
    }
    for words in row.shows.iter().filter(|words| !all.contains(*words)) {
        writeln!(wrong, "  no page says {words:?}").unwrap();
    }
    for words in row.absent.iter().filter(|words| all.contains(*words)) {
        let at = all.find(words).unwrap();
        let from = all.floor_char_boundary(at.saturating_sub(100));
        let to = all.floor_char_boundary(at + 100);
        writeln!(wrong, "  a page says {words:?}: …{}…", &all[from..to]).unwrap();
    }
    for (words, n) in &row.count {
        let dossier =
            std::fs::read_to_string(site.join("output/fr/dossiers/a/index.html"));
        let found = dossier.unwrap().matches(words).count();
        if found != *n {
            writeln!(wrong, "  the dossier says {words:?} {found} times, not {n}")
                .unwrap();
        }
    }
}
