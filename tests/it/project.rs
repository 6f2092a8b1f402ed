//! A site in a string, built in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use recto::cache::Cache;
use recto::diag::Finding;
use recto::output::Memory;
use recto::pipeline::{Built, Progress, build};
use recto::source::{Blob, Request, Snapshot, Source};

/// What every small site in French has unless it says otherwise.
const FRENCH: &str = include_str!("../cases/base-fr.txt");

/// The same in French and English.
const BILINGUAL: &str = include_str!("../cases/base-fr-en.txt");

/// The files of a site, by path.
#[derive(Clone, Debug)]
pub struct Project {
    pub files: BTreeMap<String, Vec<u8>>,
    pub now: &'static str,
    pub request: Request,
}

/// What came of a build.
pub struct Made {
    pub built: Built,
    pub files: BTreeMap<Arc<str>, Vec<u8>>,
}

impl Project {
    /// A site in French: files under headings `//- path`, and those of
    /// `tests/cases/base-fr.txt` that it does not give.
    pub fn french(text: &str) -> Self {
        Self::on_base(FRENCH, text)
    }

    /// A site in French and English, on `tests/cases/base-fr-en.txt`.
    pub fn bilingual(text: &str) -> Self {
        Self::on_base(BILINGUAL, text)
    }

    fn on_base(base: &str, text: &str) -> Self {
        let mut files = split(base);
        for (path, bytes) in split(text) {
            match path.strip_suffix(" (none)") {
                Some(path) => files.remove(path),
                None => files.insert(path, bytes),
            };
        }
        Self::from_files(files)
    }

    fn from_files(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            files,
            now: "2026-01-15T12:00:00Z",
            request: Request::default(),
        }
    }

    /// The site of this repository.
    pub fn repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(root.join("content")) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(root).unwrap();
                let path = path.to_str().unwrap().to_owned();
                files.insert(path, std::fs::read(entry.path()).unwrap());
            }
        }
        Self::from_files(files)
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path);
        let bytes = bytes.unwrap_or_else(|| panic!("the site has no {path}"));
        std::str::from_utf8(bytes).unwrap()
    }

    /// Writes a file.
    pub fn write(&mut self, path: &str, text: &str) -> &mut Self {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }

    /// Writes a file that is no text.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> &mut Self {
        self.files.insert(path.to_owned(), bytes.to_vec());
        self
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &str) -> &mut Self {
        assert!(self.files.remove(path).is_some(), "the site has no {path}");
        self
    }

    /// Replaces words of a file, which it must have.
    pub fn edit(&mut self, path: &str, from: &str, to: &str) -> &mut Self {
        let text = self.text(path);
        assert!(text.contains(from), "{path} does not say {from:?}");
        let text = text.replacen(from, to, 1);
        self.write(path, &text)
    }

    /// What a build would read.
    pub fn snapshot(&self) -> Snapshot {
        let mut sources: BTreeMap<Arc<str>, Source> = recto::builtin::theme()
            .map(|source| (source.path.clone(), source))
            .collect();
        let mut blobs: BTreeMap<Arc<str>, Blob> = recto::builtin::fonts().collect();
        for (path, bytes) in &self.files {
            let path: Arc<str> = path.as_str().into();
            let is_text =
                [".md", ".yaml", ".yml", ".html", ".css", ".svg", ".xml", ".txt", ".typ"];
            let is_text = is_text.iter().any(|ending| path.ends_with(ending));
            let is_drawing = path.starts_with("content/") && path.ends_with(".svg");
            if is_text && !is_drawing {
                let source = Source::from_bytes(path.clone(), bytes.clone()).unwrap();
                sources.insert(path, source);
            } else {
                blobs.insert(path, Blob::from_bytes(bytes.clone()));
            }
        }
        let now = self.now.parse().unwrap();
        Snapshot { sources, blobs, now, request: self.request.clone() }
    }

    /// Builds the site.
    pub fn build(&self) -> Made {
        self.build_with(&mut Cache::default())
    }

    /// Builds the site with what earlier builds have left.
    pub fn build_with(&self, cache: &mut Cache) -> Made {
        let memory = Memory::default();
        let snapshot = self.snapshot();
        let built = build(&snapshot, vec![], cache, &memory, &Progress::default());
        Made { built: built.unwrap(), files: memory.into_files() }
    }

    /// What is wrong with the site.
    pub fn check(&self) -> Vec<Finding> {
        self.build().built.findings
    }

    /// Writes the site's files to a folder.
    pub fn write_to(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

impl Made {
    /// The text of an output.
    pub fn text(&self, path: &str) -> &str {
        let Some(bytes) = self.files.get(path) else {
            let paths: Vec<&str> = self.files.keys().map(|path| &**path).collect();
            panic!("no {path} among {paths:#?}\n{}", findings_text(&self.built.findings));
        };
        std::str::from_utf8(bytes).unwrap()
    }

    /// What is between `<main>` and `</main>` of a page.
    pub fn main(&self, path: &str) -> &str {
        let html = self.text(path);
        let start = html.find("<main").unwrap();
        &html[start..html.find("</main>").unwrap()]
    }

    /// The words of a page, without its tags, with single spaces.
    pub fn words(&self, path: &str) -> String {
        words_of(self.main(path))
    }

    /// Fails with what was found, if there were errors.
    pub fn assert_published(&self) -> &Self {
        let findings = &self.built.findings;
        assert!(!self.built.has_errors(), "{}", findings_text(findings));
        self
    }
}

/// The text of HTML as it is read: no tags, entities decoded, one space where there were
/// several (those that do not break included as they are).
pub fn words_of(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..rest[at..].find('>').map_or(rest.len(), |end| at + end + 1)];
        let inline =
            ["<a", "</a", "<data", "</data", "<time", "</time", "<abbr", "</abbr"];
        let inline_too =
            ["<em", "</em", "<strong", "</strong", "<span", "</span", "<sup", "</sup"];
        if !inline.iter().chain(&inline_too).any(|name| tag.starts_with(name)) {
            out.push(' ');
        }
        rest = &rest[at + tag.len()..];
    }
    out.push_str(rest);
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    out.split([' ', '\n', '\t'])
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Findings, one a line, for failing tests.
pub fn findings_text(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let (message, hint) = describe(finding);
        let place = match finding.span {
            Some(span) => format!(":{}:{}", span.line, span.column),
            None => String::new(),
        };
        format!(
            "{}{place}: [{}] {message} | {hint}",
            finding.path,
            finding.problem.code()
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The message and the hint of a finding, in English.
pub fn describe(finding: &Finding) -> (String, String) {
    use recto::diag::words::{UiLang, describe};
    let (message, hint) = describe(&finding.problem, UiLang::En);
    (message, hint.unwrap_or_default())
}

/// Files under headings `//- path`.
pub fn split(text: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut path = None;
    for line in text.split_inclusive('\n') {
        if let Some(heading) = line.strip_prefix("//- ") {
            let heading = heading.trim_end().to_owned();
            files.insert(heading.clone(), vec![]);
            path = Some(heading);
        } else if let Some(path) = &path {
            files.get_mut(path).unwrap().extend(line.as_bytes());
        }
    }
    files
}

/// A folder of the tests.
pub fn tests_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}
