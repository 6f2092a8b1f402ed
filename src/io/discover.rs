//! Reads the site folder into a snapshot: every input at one moment.
//!
//! Nothing outside `content/` and `themes/` is looked at, no link is followed, and nothing
//! that is not an ordinary file is opened.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use rayon::prelude::*;
use rustix::fs::OFlags;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::digest::Digest;
use crate::io::Error;
use crate::source::{Blob, NotText, ReadBlob, Request, Snapshot, Source, SourcePath};

/// The deepest that folders may nest.
const MAX_DEPTH: usize = 40;

/// The most bytes of a text file.
const MAX_TEXT: u64 = 6_000_000;

/// The most bytes of a photo or document.
const MAX_BLOB: u64 = 512 << 20;

/// Photos and documents that are published, by the endings of their names.
const PUBLISHED: &[&str] = &["jpg", "jpeg", "png", "webp", "svg", "pdf", "csv", "txt"];

/// Files of a theme that are read as text.
const THEME_TEXT: &[&str] =
    &["html", "xml", "txt", "css", "svg", "js", "json", "yaml", "typ"];

/// Files of a theme that are published as they are.
const THEME_BLOB: &[&str] = &["woff2", "ttf", "otf", "png", "jpg", "webp", "ico"];

/// Reads site folders, and remembers what did not change since it last did.
#[derive(Debug, Default)]
pub struct Discoverer {
    known: BTreeMap<PathBuf, (Stamp, Known)>,
}

/// By what a file is known not to have changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            inode: metadata.ino(),
        }
    }
}

#[derive(Clone, Debug)]
enum Known {
    Text(Source),
    Blob(Blob),
}

/// A file that was found, and how it is to be read.
struct Found {
    path: SourcePath,
    disk: PathBuf,
    is_text: bool,
}

/// What came of reading a file.
struct ReadFile {
    path: SourcePath,
    disk: PathBuf,
    result: Result<(Stamp, Known), Diagnostic>,
    hard_link: bool,
}

impl Discoverer {
    /// Reads a site folder.
    ///
    /// # Errors
    ///
    /// Where the folder itself cannot be read. What is wrong with a file is a diagnostic.
    pub fn discover(
        &mut self,
        site: &Path,
        now: Timestamp,
        request: Request,
    ) -> Result<(Snapshot, Vec<Diagnostic>), Error> {
        std::fs::read_dir(site).map_err(Error::at(site))?;
        let mut found = vec![];
        let mut diagnostics = vec![];
        for folder in ["content", "themes"] {
            walk(site, folder, &mut found, &mut diagnostics);
        }
        check_collisions(&found, &mut diagnostics);
        let known = &self.known;
        let read: Vec<ReadFile> =
            found.into_par_iter().map(|found| read_file(found, known)).collect();
        let mut sources: BTreeMap<SourcePath, Source> = crate::builtin::theme()
            .map(|source| (source.path.clone(), source))
            .collect();
        let mut blobs: BTreeMap<SourcePath, Blob> = crate::builtin::fonts().collect();
        let mut remembered = BTreeMap::new();
        for file in read {
            if file.hard_link {
                diagnostics.push(Diagnostic::new(
                    Problem::HardLink,
                    &file.path,
                    Place::File,
                ));
            }
            match file.result {
                Ok((stamp, known)) => {
                    match &known {
                        Known::Text(source) => {
                            sources.insert(file.path.clone(), source.clone());
                        }
                        Known::Blob(blob) => {
                            blobs.insert(file.path.clone(), blob.clone());
                        }
                    }
                    remembered.insert(file.disk, (stamp, known));
                }
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        self.known = remembered;
        Ok((Snapshot { sources, blobs, now, request }, diagnostics))
    }
}

/// Finds the files below a folder of the site.
fn walk(
    site: &Path,
    folder: &str,
    found: &mut Vec<Found>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let root = site.join(folder);
    if std::fs::symlink_metadata(&root).is_err() {
        return;
    }
    let mut walk = WalkDir::new(&root)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = shown_path(site, error.path().unwrap_or(&root));
                let is_locked = error
                    .io_error()
                    .is_some_and(|e| e.kind() == std::io::ErrorKind::PermissionDenied);
                let problem = match is_locked {
                    true => Problem::UnreadableFile,
                    false => Problem::ChangedWhileReading,
                };
                diagnostics.push(Diagnostic::new(problem, &path, Place::File));
                continue;
            }
        };
        let disk = entry.path();
        let shown = shown_path(site, disk);
        let mut report = |problem| {
            diagnostics.push(Diagnostic::new(problem, &shown, Place::File));
        };
        let kind = entry.file_type();
        if kind.is_symlink() {
            report(Problem::SymbolicLink);
            continue;
        }
        let name = entry.file_name();
        match judge_name(name) {
            Name::Plain => {}
            Name::Ignored => {
                if kind.is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            Name::Secret => {
                report(Problem::SecretFile);
                if kind.is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            Name::Odd => {
                report(Problem::OddFileName);
                if kind.is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
        }
        if kind.is_dir() {
            let looks_like_file = [".md", ".yaml", ".html"]
                .iter()
                .any(|ending| name.to_string_lossy().ends_with(ending));
            if looks_like_file {
                report(Problem::FolderNamedLikeFile);
                walk.skip_current_dir();
            } else if entry.depth() >= MAX_DEPTH {
                report(Problem::FoldersTooDeep { max: MAX_DEPTH });
                walk.skip_current_dir();
            }
            continue;
        }
        if !kind.is_file() {
            report(Problem::NotAFile);
            continue;
        }
        let meant = meant_name(&shown);
        let has_ending = meant.is_some();
        if let Some(better) = meant {
            report(Problem::FileNameEnding { better });
        }
        match judge_kind(&shown) {
            Kind::Text => {
                found.push(Found { path: shown, disk: disk.to_owned(), is_text: true });
            }
            Kind::Blob => {
                found.push(Found { path: shown, disk: disk.to_owned(), is_text: false });
            }
            // It is said already.
            Kind::NotPublished if has_ending => {}
            Kind::NotPublished => report(Problem::FileNotPublished { known: PUBLISHED }),
        }
    }
}

/// The path of a file below the site, in NFC; what cannot be written is escaped.
fn shown_path(site: &Path, disk: &Path) -> FilePath {
    let below = disk.strip_prefix(site).unwrap_or(disk);
    let parts = below.components().map(|part| match part.as_os_str().to_str() {
        Some(text) => text
            .nfc()
            .flat_map(|c| {
                c.is_control()
                    .then(|| c.escape_default())
                    .into_iter()
                    .flatten()
                    .chain((!c.is_control()).then_some(c))
            })
            .collect::<String>(),
        None => escaped(part.as_os_str()),
    });
    parts.collect::<Vec<_>>().join("/").into()
}

/// A name that is not UTF-8, for messages: `caf\xe9.md`.
fn escaped(name: &OsStr) -> String {
    use std::os::unix::ffi::OsStrExt;
    name.as_bytes().escape_ascii().to_string()
}

enum Name {
    Plain,
    /// What editors and systems leave behind.
    Ignored,
    Secret,
    Odd,
}

fn judge_name(name: &OsStr) -> Name {
    let Some(name) = name.to_str() else { return Name::Odd };
    let lower = name.to_lowercase();
    let secret = matches!(
        lower.as_str(),
        ".git" | ".env" | ".ssh" | ".netrc" | ".npmrc" | ".htpasswd"
    ) || lower.starts_with(".env.")
        || lower.starts_with("id_rsa")
        || lower.starts_with("id_ed25519")
        || [".pem", ".key", ".p12", ".pfx", ".kdbx"]
            .iter()
            .any(|ending| lower.ends_with(ending));
    if secret {
        return Name::Secret;
    }
    // `4913` is the file by which vim tries whether it may write.
    let ignored = name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || lower.ends_with(".swp")
        || lower.ends_with(".swx")
        || lower.ends_with(".tmp")
        || name.contains("___jb_")
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "4913");
    if ignored {
        return Name::Ignored;
    }
    let odd = name.chars().any(char::is_control)
        || name.starts_with('-')
        || name.len() > 200
        || name.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
        || name.ends_with(['.', ' ']);
    if odd { Name::Odd } else { Name::Plain }
}

enum Kind {
    Text,
    Blob,
    NotPublished,
}

/// How a file is read, by where it is and how its name ends.
/// `index.fr.md.txt`, `site.yml`: what some programs make of a name when they save.
fn meant_name(path: &str) -> Option<String> {
    if !path.starts_with("content/") {
        return None;
    }
    let name = path.rsplit('/').next()?;
    let lower = name.to_ascii_lowercase();
    for (ending, better) in [
        (".md.txt", ".md"),
        (".yaml.txt", ".yaml"),
        (".md.md", ".md"),
        (".yml", ".yaml"),
        (".markdown", ".md"),
    ] {
        if lower.ends_with(ending) {
            return Some(format!("{}{better}", &name[..name.len() - ending.len()]));
        }
    }
    None
}

fn judge_kind(path: &str) -> Kind {
    let extension = path
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let extension = extension.as_deref().unwrap_or_default();
    if path.starts_with("themes/") {
        return match extension {
            e if THEME_TEXT.contains(&e) => Kind::Text,
            e if THEME_BLOB.contains(&e) => Kind::Blob,
            _ => Kind::NotPublished,
        };
    }
    match extension {
        "md" | "yaml" | "yml" => Kind::Text,
        e if PUBLISHED.contains(&e) => Kind::Blob,
        _ => Kind::NotPublished,
    }
}

/// Names that some disks cannot tell apart: in case, or in the form of their accents.
fn check_collisions(found: &[Found], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &SourcePath> = BTreeMap::new();
    for file in found {
        let key = file.path.to_lowercase();
        match seen.get(&key) {
            Some(other) => {
                let problem = Problem::NamesCollide { other: other.to_string() };
                diagnostics.push(Diagnostic::new(problem, &file.path, Place::File));
            }
            None => {
                seen.insert(key, &file.path);
            }
        }
    }
}

/// Reads a file, unless it is known not to have changed.
fn read_file(found: Found, known: &BTreeMap<PathBuf, (Stamp, Known)>) -> ReadFile {
    let Found { path, disk, is_text } = found;
    let mut hard_link = false;
    let result = read_checked(&path, &disk, is_text, known, &mut hard_link);
    ReadFile { path, disk, result, hard_link }
}

fn read_checked(
    path: &SourcePath,
    disk: &Path,
    is_text: bool,
    known: &BTreeMap<PathBuf, (Stamp, Known)>,
    hard_link: &mut bool,
) -> Result<(Stamp, Known), Diagnostic> {
    let wrong = |problem| Diagnostic::new(problem, path, Place::File);
    let changed = |error: std::io::Error| {
        wrong(match error.kind() {
            std::io::ErrorKind::PermissionDenied => Problem::UnreadableFile,
            _ => Problem::ChangedWhileReading,
        })
    };
    let mut file = open(disk).map_err(changed)?;
    let metadata = file.metadata().map_err(changed)?;
    if !metadata.is_file() {
        return Err(wrong(Problem::NotAFile));
    }
    *hard_link = metadata.nlink() > 1;
    let stamp = Stamp::of(&metadata);
    if let Some((before, known)) = known.get(disk)
        && *before == stamp
        && stamp.modified.is_some()
    {
        return Ok((stamp, known.clone()));
    }
    let max = if is_text { MAX_TEXT } else { MAX_BLOB };
    if stamp.len > max {
        return Err(wrong(Problem::FileTooLarge { len: stamp.len, max }));
    }
    let known = if is_text {
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.len).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes).map_err(changed)?;
        // A file that is being written is not half read, also where its length stays.
        let after = Stamp::of(&file.metadata().map_err(changed)?);
        if bytes.len() as u64 != stamp.len || after != stamp {
            return Err(wrong(Problem::ChangedWhileReading));
        }
        let source =
            Source::from_bytes(path.clone(), bytes).map_err(
                |not_text| match not_text {
                    NotText::Utf16 => wrong(Problem::Utf16),
                    NotText::NotUtf8 { line, column } => Diagnostic::new(
                        Problem::NotUtf8,
                        path,
                        Place::LineColumn(line, column),
                    ),
                },
            )?;
        Known::Text(source)
    } else {
        let (len, digest) = Digest::of_reader(file).map_err(changed)?;
        if len != stamp.len {
            return Err(wrong(Problem::ChangedWhileReading));
        }
        let reader = Arc::new(DiskBlob(disk.to_owned()));
        Known::Blob(Blob { len, digest, reader })
    };
    Ok((stamp, known))
}

/// Opens a file without following a link and without waiting for the other end of a pipe.
fn open(disk: &Path) -> std::io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    OpenOptions::new().read(true).custom_flags(flags).open(disk)
}

/// A photo or document on the disk.
#[derive(Debug)]
struct DiskBlob(PathBuf);

impl ReadBlob for DiskBlob {
    fn read(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = vec![];
        open(&self.0)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
