//! `recto-manifest.json`: every file that a build wrote, so that the next one knows what is
//! Recto's to replace and to delete.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::output::{OutputSet, Sha256};

/// Where the manifest is, below the output folder.
pub const MANIFEST_PATH: &str = "recto-manifest.json";

/// The version of the manifest's form.
const VERSION: u32 = 1;

/// The files of a build.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// Whether drafts and embargoed entries are among them.
    pub preview: bool,
    /// Every file by path, the manifest itself left out.
    pub files: BTreeMap<Arc<str>, ManifestEntry>,
}

/// A file of a build.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ManifestEntry {
    /// Its size in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub sha256: Sha256,
    /// What it is.
    pub kind: Cow<'static, str>,
    /// The tag of its language, where it has one.
    pub language: Option<Arc<str>>,
}

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    recto: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    preview: bool,
    #[serde(borrow)]
    files: Vec<WrittenFile<'a>>,
}

#[derive(Serialize, Deserialize)]
struct WrittenFile<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    size: u64,
    #[serde(borrow)]
    sha256: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    language: Option<Cow<'a, str>>,
    /// The address of the page that it is; nothing for what is no page.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    page: Option<Cow<'a, str>>,
}

impl Manifest {
    /// Whether a path of the output folder is one of this build's: its own file included.
    pub fn lists(&self, path: &str) -> bool {
        path == MANIFEST_PATH || self.files.contains_key(path)
    }

    /// The manifest of what a build has made.
    pub fn new(outputs: &OutputSet, preview: bool) -> Self {
        let files = outputs.iter().map(|(path, record)| {
            let entry = ManifestEntry {
                size: record.size,
                sha256: record.sha256,
                kind: record.kind.into(),
                language: record.lang.clone(),
            };
            (path.clone(), entry)
        });
        Self { preview, files: files.collect() }
    }

    /// Reads a manifest; `None` when it is not one of ours. Paths that leave the output
    /// folder make it nobody's: it is by them that files are deleted.
    pub fn parse(json: &str) -> Option<Self> {
        let written: Written<'_> = serde_json::from_str(json).ok()?;
        if written.recto != VERSION {
            return None;
        }
        let mut files = BTreeMap::new();
        for file in written.files {
            let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
            if !file.path.split('/').all(plain) || file.path.contains(['\\', '\0']) {
                return None;
            }
            let entry = ManifestEntry {
                size: file.size,
                sha256: Sha256::parse(&file.sha256)?,
                kind: file.kind.into_owned().into(),
                language: file.language.map(Into::into),
            };
            files.insert(file.path.into(), entry);
        }
        Some(Self { preview: written.preview, files })
    }

    /// Writes the manifest, one file to a line.
    pub fn to_json(&self) -> String {
        let preview = if self.preview { "\"preview\":true," } else { "" };
        let mut json = format!("{{\"recto\":{VERSION},{preview}\"files\":[");
        for (nth, (path, entry)) in self.files.iter().enumerate() {
            json.push_str(if nth == 0 { "\n" } else { ",\n" });
            let page = path.strip_suffix("index.html");
            let file = WrittenFile {
                path: (&**path).into(),
                size: entry.size,
                sha256: entry.sha256.to_string().into(),
                kind: (&*entry.kind).into(),
                language: entry.language.as_deref().map(Into::into),
                page: page.map(|address| format!("/{address}").into()),
            };
            json.push_str(&serde_json::to_string(&file).unwrap_or_default());
        }
        json.push_str("\n]}\n");
        json
    }
}

/// What a build changes in an output folder.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Files that are new or have other bytes.
    pub written: Vec<Arc<str>>,
    /// Files that are gone.
    pub removed: Vec<Arc<str>>,
    /// How many files stay as they are.
    pub n_unchanged: usize,
}

impl Changes {
    /// What makes the folder of one manifest into that of another.
    pub fn between(old: Option<&Manifest>, new: &Manifest) -> Self {
        let mut changes = Self::default();
        let Some(Manifest { files: old, .. }) = old else {
            changes.written = new.files.keys().cloned().collect();
            return changes;
        };
        for (path, entry) in &new.files {
            match old.get(path) {
                Some(before) if before.sha256 == entry.sha256 => changes.n_unchanged += 1,
                _ => changes.written.push(path.clone()),
            }
        }
        let gone = old.keys().filter(|path| !new.files.contains_key(*path));
        changes.removed = gone.cloned().collect();
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    fn manifest(path: &str) -> String {
        let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        format!(
            r#"{{"recto":1,"files":[{{"path":"{path}","size":0,"sha256":"{digest}","kind":"home"}}]}}"#
        )
    }

    #[test]
    fn a_manifest_reads_what_it_writes() {
        let read = Manifest::parse(&manifest("fr/index.html")).expect("a manifest");
        assert_eq!(Manifest::parse(&read.to_json()), Some(read));
    }

    #[test]
    fn a_manifest_cannot_name_files_outside() {
        for path in ["../x", "/etc/passwd", "a/../../b", "a//b", "a\\\\b", ""] {
            assert_eq!(Manifest::parse(&manifest(path)), None, "{path}");
        }
        assert_eq!(Manifest::parse(r#"{"recto":2,"files":[]}"#), None);
        assert_eq!(Manifest::parse("not json"), None);
    }
}
