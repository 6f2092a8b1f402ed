//! The command line, as transcripts in `tests/cli/`.
//!
//! `TRYCMD=overwrite` writes what the program says into them, to be read before it is kept.

use crate::program::{done, run};
use crate::project::Project;
use crate::sites::RICH;

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .default_bin_name("recto")
        .register_bin("recto", std::path::Path::new(env!("CARGO_BIN_EXE_recto")))
        .env("LANG", "en_GB.UTF-8")
        .env("LC_ALL", "en_GB.UTF-8")
        .env("COLUMNS", "100")
        .env("SOURCE_DATE_EPOCH", "1768478400")
        .case("tests/cli/*.md");
}

/// Every line that the scaffold of a dossier offers is one that Recto accepts.
#[test]
fn what_a_new_dossier_offers_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let project = Project::bilingual(RICH);
    project.write_to(folder.path());
    done(folder.path(), &["new", "dossier", "neuf", "--title", "Un dossier neuf"]);
    let strict = run(folder.path(), &["check", "--strict"]);
    assert_eq!(
        strict.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&strict.stderr)
    );
    let path = folder.path().join("content/dossiers/neuf/index.fr.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let offered: String = text
        .lines()
        .filter(|line| !line.starts_with("draft:"))
        .map(|line| line.replacen("  # ", "  ", 1))
        .map(|line| line.replace("rapport-2026", "presse"))
        .map(|line| line + "\n")
        .collect();
    std::fs::write(&path, offered).unwrap();
    let check = run(folder.path(), &["check", "--format", "json"]);
    let said = String::from_utf8(check.stdout).unwrap();
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let findings = said["findings"].as_array().unwrap();
    let errors: Vec<_> = findings.iter().filter(|f| f["severity"] == "error").collect();
    // The parts of the example make less than its total, which is said to be complete.
    let codes: Vec<_> = errors.iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["parts-differ"], "{errors:#?}");
}
