//! The narrow waist at the entrance: every input of a build at one moment, the date
//! included.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::digest::Digest;

/// A path below the site folder, with `/` between its parts: `content/site.yaml`.
pub type SourcePath = Arc<str>;

/// Everything that a build depends on.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Text files below `content/` and `themes/`.
    pub sources: BTreeMap<SourcePath, Source>,
    /// Photos, documents and other files that are published as they are.
    pub blobs: BTreeMap<SourcePath, Blob>,
    /// The instant of the build: embargoes end by it.
    pub now: Timestamp,
    /// What the command line asks for.
    pub request: Request,
}

/// What the command line asks of a build, apart from where to write it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Request {
    /// Replaces `base_url` of `site.yaml`.
    pub base_url: Option<String>,
    /// Whether drafts and embargoed entries are shown, in a preview.
    pub drafts: bool,
}

/// A text file.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: SourcePath,
    /// Its text: without a byte order mark, with LF line ends.
    pub text: Arc<str>,
    /// The digest of its text.
    pub digest: Digest,
}

impl Source {
    /// A text file as it was read.
    ///
    /// # Errors
    ///
    /// [`NotText`] when the bytes are not UTF-8.
    pub fn from_bytes(path: SourcePath, bytes: Vec<u8>) -> Result<Self, NotText> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(NotText::Utf16);
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let before = &error.as_bytes()[..at];
            let line_start =
                memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
            let column =
                String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            NotText::NotUtf8 { line, column }
        })?;
        Ok(Self::new(path, &text))
    }

    /// A text file.
    pub fn new(path: SourcePath, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text: Arc<str> = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n").into()
        } else {
            text.into()
        };
        let digest = Digest::of_bytes(text.as_bytes());
        Self { path, text, digest }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

/// Why a file cannot be read as text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotText {
    /// It is UTF-16.
    Utf16,
    /// It is not UTF-8: the first byte that shows it, by line and column from 1.
    NotUtf8 {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
}

/// A file whose bytes are published and not read: known by its digest, so that a whole
/// library of photos is never in memory.
#[derive(Clone)]
pub struct Blob {
    /// Its length in bytes.
    pub len: u64,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Gives the bytes.
    pub reader: Arc<dyn ReadBlob>,
}

impl Blob {
    /// A file in memory.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        let digest = Digest::of_bytes(&bytes);
        Self {
            len: bytes.len() as u64,
            digest,
            reader: Arc::new(bytes),
        }
    }

    /// Its bytes, if they still are those that the site was read with.
    pub fn unchanged(&self) -> Option<Vec<u8>> {
        let bytes = self.reader.read().ok()?;
        (Digest::of_bytes(&bytes) == self.digest).then_some(bytes)
    }

    /// A file in the program.
    pub fn from_static(bytes: &'static [u8]) -> Self {
        Self {
            len: bytes.len() as u64,
            digest: Digest::of_bytes(bytes),
            reader: Arc::new(bytes),
        }
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({:?}, {} bytes)", self.digest, self.len)
    }
}

/// Gives the bytes of a [`Blob`].
pub trait ReadBlob: Send + Sync {
    /// The bytes.
    ///
    /// # Errors
    ///
    /// Whatever the disk says.
    fn read(&self) -> std::io::Result<Vec<u8>>;
}

impl ReadBlob for Vec<u8> {
    fn read(&self) -> std::io::Result<Vec<u8>> {
        Ok(self.clone())
    }
}

impl ReadBlob for &'static [u8] {
    fn read(&self) -> std::io::Result<Vec<u8>> {
        Ok(self.to_vec())
    }
}

/// What a source is, by its path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SourceKind<'a> {
    /// `content/site.yaml`
    Site,
    /// `content/registry/<name>.yaml`
    Registry(&'a str),
    /// `content/dossiers/<id>/index.<lang>.md`
    Dossier(EntryFile<'a>),
    /// `content/releases/<id>/index.<lang>.md`
    Release(EntryFile<'a>),
    /// `content/pages/<id>.<lang>.md`
    Page(EntryFile<'a>),
    /// `themes/<name>/…`
    Theme,
    /// Anything else, which nobody reads.
    Stray,
}

/// The file of an entry in one language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct EntryFile<'a> {
    /// The entry's id.
    pub id: &'a str,
    /// The language tag, as it stands in the file's name.
    pub lang: &'a str,
}

impl<'a> SourceKind<'a> {
    /// What the source at this path is.
    pub fn of(path: &'a str) -> Self {
        let parts: Vec<&str> = path.split('/').collect();
        let index_lang = |name: &'a str| {
            let n = name.strip_prefix("index.")?;
            n.strip_suffix(".md")
        };
        let page = |name: &'a str| {
            let (id, lang) = name.strip_suffix(".md")?.split_once('.')?;
            Some(EntryFile { id, lang })
        };
        match parts.as_slice() {
            ["content", "site.yaml"] => Self::Site,
            ["content", "registry", name] => match name.strip_suffix(".yaml") {
                Some(name) => Self::Registry(name),
                None => Self::Stray,
            },
            ["content", "dossiers", id, name] => match index_lang(name) {
                Some(lang) => Self::Dossier(EntryFile { id, lang }),
                None => Self::Stray,
            },
            ["content", "releases", id, name] => match index_lang(name) {
                Some(lang) => Self::Release(EntryFile { id, lang }),
                None => Self::Stray,
            },
            ["content", "pages", name] => page(name).map_or(Self::Stray, Self::Page),
            ["themes", ..] => Self::Theme,
            _ => Self::Stray,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EntryFile, NotText, Source, SourceKind};

    #[test]
    fn a_path_tells_what_a_source_is() {
        let dossier = EntryFile { id: "campus", lang: "fr" };
        assert_eq!(
            SourceKind::of("content/dossiers/campus/index.fr.md"),
            SourceKind::Dossier(dossier)
        );
        assert_eq!(SourceKind::of("content/dossiers/campus/notes.md"), SourceKind::Stray);
        let page = EntryFile { id: "a-propos", lang: "en" };
        assert_eq!(
            SourceKind::of("content/pages/a-propos.en.md"),
            SourceKind::Page(page)
        );
        assert_eq!(
            SourceKind::of("content/registry/people.yaml"),
            SourceKind::Registry("people")
        );
    }

    #[test]
    fn line_ends_and_byte_order_marks_do_not_reach_the_parser() {
        let source = |text: &str| Source::new("a".into(), text);
        assert_eq!(source("\u{feff}a\r\nb\rc\n"), source("a\nb\nc\n"));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_placed() {
        let bytes = b"a: 1\ntitle: caf\xe9\n".to_vec();
        let error = Source::from_bytes("a".into(), bytes).expect_err("latin-1");
        assert_eq!(error, NotText::NotUtf8 { line: 2, column: 11 });
        let utf16 = Source::from_bytes("a".into(), vec![0xff, 0xfe, b'a', 0]);
        assert_eq!(utf16.expect_err("UTF-16"), NotText::Utf16);
    }
}
