//! The narrow waist at the exit: what a build has made, path by path.
//!
//! Bytes are handed to a [`Sink`] as they are made and are not kept; an [`OutputSet`] keeps
//! of each output its path, size and digest, and the little that `audit` needs.

pub mod manifest;
pub mod facts;
pub mod pieces;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256 as Hasher};

use facts::PageFacts;
pub use manifest::{Changes, MANIFEST_PATH, Manifest, ManifestEntry};
use pieces::Piece;

/// A file that a build has made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    /// Its path below the output folder, with `/` between its parts.
    pub path: Arc<str>,
    /// What it is: `dossier`, `asset`, `feed`.
    pub kind: &'static str,
    /// The tag of its language, where it has one.
    pub lang: Option<Arc<str>>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What an HTML page has in common with others, in the order in which it has it.
    pub pieces: Vec<Piece>,
}

/// What is kept of an output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputRecord {
    /// Its size in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub sha256: Sha256,
    /// What it is.
    pub kind: &'static str,
    /// The tag of its language, where it has one.
    pub lang: Option<Arc<str>>,
    /// What `audit` looks at, of an HTML page.
    pub facts: Option<PageFacts>,
}

impl OutputRecord {
    /// What is kept of an output. `names` shares texts between pages.
    pub fn of(output: &Output, names: &facts::Names) -> Self {
        let is_html = output.path.ends_with(".html");
        let facts =
            is_html.then(|| PageFacts::read(&output.bytes, names, &output.pieces));
        Self {
            size: output.bytes.len() as u64,
            sha256: Sha256::of(&output.bytes),
            kind: output.kind,
            lang: output.lang.clone(),
            facts,
        }
    }
}

/// A SHA-256 digest, which the manifest names so that others can check it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Hasher::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (nth, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * nth..2 * nth + 2], 16).ok()?;
        }
        Some(Self(digest))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A manifest has one of these for each file.
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e',
            'f',
        ];
        let digit = |nth: u8| DIGITS[usize::from(nth)];
        let digits = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        f.write_str(&digits.collect::<String>())
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

/// Everything that a build has made, by path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OutputSet(BTreeMap<Arc<str>, OutputRecord>);

impl OutputSet {
    /// The set of some outputs. Where two have one path the first is kept, and the path is
    /// among those that are given back.
    pub fn new(mut outputs: Vec<(Arc<str>, OutputRecord)>) -> (Self, Vec<Arc<str>>) {
        // A large site has many: sorted once, none of them is looked for.
        outputs.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut twice = vec![];
        outputs.dedup_by(|(path, _), (before, _)| {
            let is_taken = path == before;
            twice.extend(is_taken.then(|| path.clone()));
            is_taken
        });
        (Self(outputs.into_iter().collect()), twice)
    }

    /// Adds an output, unless there is one at its path already.
    pub fn insert(&mut self, path: Arc<str>, record: OutputRecord) {
        self.0.entry(path).or_insert(record);
    }

    /// The output at a path.
    pub fn get(&self, path: &str) -> Option<&OutputRecord> {
        self.0.get(path)
    }

    /// Every output in the order of the paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &OutputRecord)> {
        self.0.iter()
    }

    /// How many outputs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Takes outputs as they are made, from several threads.
pub trait Sink: Sync {
    /// Takes an output.
    ///
    /// # Errors
    ///
    /// Whatever the disk says; the build stops.
    fn put(&self, output: &Output, record: &OutputRecord) -> std::io::Result<()>;

    /// Whether the bytes go anywhere. Where they do not, what takes long and tells nothing of
    /// the site need not be made.
    fn keeps(&self) -> bool {
        true
    }
}

/// Takes outputs and keeps nothing: for checks.
#[derive(Clone, Copy, Debug)]
pub struct Discard;

impl Sink for Discard {
    fn put(&self, _: &Output, _: &OutputRecord) -> std::io::Result<()> {
        Ok(())
    }

    fn keeps(&self) -> bool {
        false
    }
}

/// Keeps outputs in memory: for tests and the preview.
#[derive(Debug, Default)]
pub struct Memory(std::sync::Mutex<BTreeMap<Arc<str>, Vec<u8>>>);

impl Memory {
    /// Every output by path.
    pub fn into_files(self) -> BTreeMap<Arc<str>, Vec<u8>> {
        self.0.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn put(&self, output: &Output, _: &OutputRecord) -> std::io::Result<()> {
        let mut files = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.insert(output.path.clone(), output.bytes.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Sha256;

    #[test]
    fn a_digest_reads_what_it_writes() {
        let digest = Sha256::of(b"");
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(digest.to_string(), text);
        assert_eq!(Sha256::parse(text), Some(digest));
        assert_eq!(Sha256::parse("e3"), None);
    }
}
