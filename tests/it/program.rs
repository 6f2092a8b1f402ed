//! The program itself, run as its users run it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// The program in a folder, with an environment that says nothing.
pub fn recto(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command
        .current_dir(folder)
        .env_clear()
        .env("LANG", "en_GB.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1768478400");
    command
}

/// Runs it, and hands on what it said.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    recto(folder).args(arguments).output().unwrap()
}

/// Runs it and expects that it does what it was asked.
pub fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let mut said = String::from_utf8(output.stderr).unwrap();
    said.push_str(std::str::from_utf8(&output.stdout).unwrap());
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

/// Every file below a folder, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
            files.insert(path.to_owned(), std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// Fails with the names of the files that differ, and not with their bytes.
pub fn assert_same<P: Ord + std::fmt::Debug + Clone>(
    one: &BTreeMap<P, Vec<u8>>,
    other: &BTreeMap<P, Vec<u8>>,
    what: &str,
) {
    let differ: Vec<&P> = one
        .keys()
        .chain(other.keys())
        .filter(|path| one.get(path) != other.get(path))
        .collect();
    assert!(differ.is_empty(), "{what}: {differ:?} differ");
}
