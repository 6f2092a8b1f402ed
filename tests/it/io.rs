//! What a build does to the folders it reads and writes.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use recto::diag::Problem;
use recto::io::discover::Discoverer;
use recto::source::Request;
use tempfile::{TempDir, tempdir};

use crate::program::{assert_same, done, files, run};
use crate::project::Project;
use crate::sites::RICH;

/// A site on the disk, built once.
fn built() -> (Project, TempDir) {
    let project = Project::bilingual(RICH);
    let folder = tempdir().unwrap();
    project.write_to(folder.path());
    done(folder.path(), &["build"]);
    (project, folder)
}

/// Which file each path is, and when it was written.
fn identities(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let paths = files(folder).into_keys();
    let identity = |path: &str| {
        let metadata = fs::metadata(folder.join(path)).unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    };
    paths.map(|path| (path.clone(), identity(&path))).collect()
}

/// Paths whose file is not the one of before.
fn rewritten(
    before: &BTreeMap<String, (u64, i64, i64)>,
    after: &BTreeMap<String, (u64, i64, i64)>,
) -> Vec<String> {
    let changed = after.iter().filter(|(path, file)| before.get(*path) != Some(file));
    changed.map(|(path, _)| path.clone()).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let (_, folder) = built();
    let output = folder.path().join("output");
    let before = identities(&output);
    let said = done(folder.path(), &["build"]);
    assert_eq!(rewritten(&before, &identities(&output)), Vec::<String>::new());
    assert!(said.contains("0 files written"), "{said}");
}

#[test]
fn only_what_changed_is_written() {
    let (mut project, folder) = built();
    let output = folder.path().join("output");
    let before = identities(&output);
    project.edit("content/pages/a-propos.en.md", "A test site.", "A site for tests.");
    project.write_to(folder.path());
    done(folder.path(), &["build"]);
    let changed = rewritten(&before, &identities(&output));
    let (index, changed): (Vec<_>, Vec<_>) =
        changed.into_iter().partition(|path| path.starts_with("pagefind/"));
    assert_eq!(changed, ["en/about/index.html", "recto-manifest.json"]);
    // The page is found by its new words, and the other language stays as it is.
    let in_english = |path: &&String| path.contains("/en_") || path.contains(".en_");
    let others: Vec<&String> = index.iter().filter(|path| !in_english(path)).collect();
    assert_eq!(others, ["pagefind/pagefind-entry.json"]);
    let texts = index.iter().filter(|path| path.contains("/fragment/"));
    assert_eq!(texts.count(), 1, "{index:?}");
}

#[test]
fn a_page_that_is_gone_is_removed_with_its_folder() {
    let (_, folder) = built();
    let output = folder.path().join("output");
    assert!(output.join("fr/communiques/annonce/index.html").is_file());
    fs::remove_dir_all(folder.path().join("content/releases")).unwrap();
    done(folder.path(), &["build"]);
    assert!(!output.join("fr/communiques").exists());
    assert!(!output.join("en/releases").exists());
    // Nor does it survive anywhere beside the output.
    let left = files(folder.path());
    let kept = left.keys().filter(|path| path.contains("communiques"));
    assert_eq!(kept.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let (mut project, folder) = built();
    let output = folder.path().join("output");
    fs::write(output.join("fr/notes.txt"), "mine").unwrap();
    fs::create_dir(output.join("stats")).unwrap();
    fs::write(output.join("stats/index.html"), "mine too").unwrap();
    project.edit("content/site.yaml", "fr: Site", "fr: Autre site");
    project.write_to(folder.path());
    let said = done(folder.path(), &["build"]);
    assert!(said.contains("output/fr/notes.txt"), "{said}");
    assert!(said.contains("[foreign-file]"), "{said}");
    assert_eq!(fs::read(output.join("fr/notes.txt")).unwrap(), b"mine");
    assert_eq!(fs::read(output.join("stats/index.html")).unwrap(), b"mine too");
}

#[test]
fn a_file_of_ours_that_somebody_changed_is_written_again() {
    let (_, folder) = built();
    let page = folder.path().join("output/fr/index.html");
    let ours = fs::read(&page).unwrap();
    fs::write(&page, vec![b'x'; ours.len()]).unwrap();
    done(folder.path(), &["build"]);
    assert!(fs::read(&page).unwrap() == ours);
    fs::remove_file(&page).unwrap();
    done(folder.path(), &["build"]);
    assert!(fs::read(&page).unwrap() == ours);
}

#[test]
fn a_folder_that_recto_did_not_write_is_refused() {
    let project = Project::bilingual(RICH);
    let folder = tempdir().unwrap();
    project.write_to(folder.path());
    fs::create_dir(folder.path().join("output")).unwrap();
    fs::write(folder.path().join("output/thesis.txt"), "years of work").unwrap();
    let output = run(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    let left = files(&folder.path().join("output"));
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["thesis.txt"]);
}

#[test]
fn the_site_itself_is_never_the_output() {
    let project = Project::bilingual(RICH);
    let folder = tempdir().unwrap();
    project.write_to(folder.path());
    let before = files(folder.path());
    for output in [".", "content", "content/dossiers", "content/../content", ".."] {
        let refused = run(folder.path(), &["build", "--output", output]);
        assert_eq!(refused.status.code(), Some(2), "{output}");
        assert_same(&before, &files(folder.path()), output);
    }
}

#[test]
fn an_error_leaves_the_old_site() {
    let (mut project, folder) = built();
    let output = folder.path().join("output");
    let before = identities(&output);
    let path = "content/dossiers/a/index.fr.md";
    project
        .edit(path, "[[surface]]", "[[surfase]]")
        .write_to(folder.path());
    let failed = run(folder.path(), &["build"]);
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(identities(&output), before);
}

#[test]
fn check_writes_nothing() {
    let project = Project::bilingual(RICH);
    let folder = tempdir().unwrap();
    project.write_to(folder.path());
    let before = files(folder.path());
    done(folder.path(), &["check"]);
    assert_same(&before, &files(folder.path()), "a check");
}

#[test]
fn a_preview_and_a_site_do_not_share_a_folder() {
    let (_, folder) = built();
    let mixed = run(folder.path(), &["build", "--drafts", "--output", "output"]);
    assert_eq!(mixed.status.code(), Some(2));
    done(folder.path(), &["build", "--drafts"]);
    let robots = fs::read_to_string(folder.path().join("preview/robots.txt")).unwrap();
    assert!(robots.contains("Disallow: /\n"), "{robots}");
}

/// The site's name is on every page. A reader who has seen the new name on one page must
/// not find the old one on another, nor a page that is missing or cut off.
#[test]
fn a_reader_never_sees_half_a_site() {
    let (mut project, folder) = built();
    let output = folder.path().join("output");
    let pages: Vec<String> = files(&output)
        .into_keys()
        .filter(|path| path.ends_with("/index.html") && path.starts_with("fr/"))
        .filter(|path| !path.starts_with("fr/apropos"))
        .collect();
    assert!(pages.len() > 8, "{pages:?}");
    let stop = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut newest = 0;
            let mut seen = 0;
            while !stop.load(Ordering::Relaxed) {
                for path in &pages {
                    let html = fs::read_to_string(output.join(path));
                    let html = html.unwrap_or_else(|e| panic!("{path} was gone: {e}"));
                    assert!(html.trim_end().ends_with("</html>"), "{path} is cut off");
                    let version = version_of(&html);
                    assert!(version >= newest, "{path}: {version} after {newest}");
                    seen += usize::from(version > newest);
                    newest = version;
                }
            }
            seen
        });
        for version in 1..=12 {
            let (before, after) = (name_of(version - 1), name_of(version));
            project
                .edit("content/site.yaml", &before, &after)
                .write_to(folder.path());
            done(folder.path(), &["build"]);
        }
        stop.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(seen > 3, "the reader saw {seen} of 12 new sites");
}

fn name_of(version: usize) -> String {
    match version {
        0 => "title: {fr: Site,".into(),
        _ => format!("title: {{fr: Site {version:04},"),
    }
}

/// The version of a page, by the name of its site.
fn version_of(html: &str) -> usize {
    let at = html.find("Site ").map(|at| &html[at + 5..at + 9]);
    at.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// A file that somebody writes while it is read is either read whole, or reported.
#[test]
fn a_file_that_changes_while_it_is_read_is_not_published() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("content/pages/a.fr.md");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // Long enough for a reader to be caught in the middle.
    let whole = |letter: u8| vec![letter; 3_000_000];
    fs::write(&path, whole(b'a')).unwrap();
    let stop = AtomicBool::new(false);
    let reported = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut letter = b'a';
            while !stop.load(Ordering::Relaxed) {
                letter = if letter == b'z' { b'a' } else { letter + 1 };
                fs::write(&path, whole(letter)).unwrap();
            }
        });
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        let mut reported = false;
        while !reported && std::time::Instant::now() < deadline {
            let now = "2026-01-15T12:00:00Z".parse().unwrap();
            let read =
                Discoverer::default().discover(folder.path(), now, Request::default());
            let (snapshot, found) = read.unwrap();
            reported = found
                .iter()
                .any(|found| matches!(found.problem, Problem::ChangedWhileReading));
            if let Some(source) = snapshot.sources.get("content/pages/a.fr.md") {
                let text = source.text.as_bytes();
                let torn = text.iter().any(|letter| letter != &text[0]);
                assert!(!torn, "a file was read half old, half new");
            }
        }
        stop.store(true, Ordering::Relaxed);
        reported
    });
    assert!(reported, "no read met a write");
}

#[test]
fn names_that_another_program_gave_are_told() {
    let mut project = Project::bilingual(RICH);
    project.write("content/dossiers/neuf/index.fr.md.txt", "---\ntitle: Neuf\n---\n");
    project.write("content/registry/topics.yml", "a: {name: A}\n");
    let folder = tempdir().unwrap();
    project.write_to(folder.path());
    // A dossier that nobody reads is an error; a second list of topics is left aside.
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap()
        + &String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("rename `index.fr.md.txt` to `index.fr.md`"), "{said}");
    assert!(said.contains("rename it to `topics.yaml`"), "{said}");
    assert!(said.contains("1 error, 1 warning"), "{said}");
}

#[test]
fn a_folder_that_is_no_site_is_left_as_it_is() {
    let folder = tempdir().unwrap();
    for site in [".", "nowhere"] {
        let failed = run(folder.path(), &["build", "--site", site]);
        assert_eq!(failed.status.code(), Some(2));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Whatever the mask of the shell, a web server may read what is published.
#[test]
fn everybody_may_read_what_is_published() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::bilingual(RICH);
    let folder = tempdir().unwrap();
    project.write_to(folder.path());
    let shell = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("umask 077 && {} build --quiet", env!("CARGO_BIN_EXE_recto")))
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", "1768478400")
        .status()
        .unwrap();
    assert!(shell.success());
    for entry in walkdir::WalkDir::new(folder.path().join("output")) {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        let expected = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
        assert_eq!(mode, expected, "{}", entry.path().display());
    }
}
