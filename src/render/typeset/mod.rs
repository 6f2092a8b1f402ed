//! What is typeset: Typst as a library, in a world of memory.
//!
//! A template of the theme sees the files of its folder of the theme, its data as `/data.json`,
//! the pictures that its page shows, and the theme's fonts: no other file, no package, no
//! network, no clock. What a writer typed is data, and never a part of a program.

pub mod card;
pub mod document;
pub mod glyphs;
mod png;
pub(in crate::render) mod prose;
mod world;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::Value;
use typst_layout::PagedDocument;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::digest::Digest;
use crate::source::{Blob, Snapshot, SourcePath};
use world::{Ground, World};

/// The theme's folders of programs for typesetting.
const FOLDERS: &[&str] = &["cards", "kit"];

/// The theme's folder of fonts.
const FONTS: &str = "fonts";

/// How long a template may take. It is a guard against programs without an end, not a measure
/// of slow machines: a card takes some hundredths of a second.
const LONGEST: Duration = Duration::from_secs(30);

/// The most pages of a document.
const MAX_PAGES: usize = 500;

/// Templates are programs, and recur: more than a thread has unless told.
const STACK: usize = 16 << 20;

/// The theme's part in what is typeset.
#[derive(Debug)]
pub struct Typeset {
    /// Its programs by their paths in the theme, with their paths in the site folder.
    programs: BTreeMap<Arc<str>, (FilePath, Arc<str>)>,
    fonts: Vec<(SourcePath, Blob)>,
    /// The digests of the programs of each folder, with that of the fonts: what is typeset
    /// by one folder depends on nothing else.
    digests: BTreeMap<&'static str, Digest>,
    ready: OnceLock<Result<Arc<Ready>, Diagnostic>>,
    /// How long a document may take.
    longest: Duration,
    /// Set when a template did not come to an end: its thread is lost, and another would be.
    stuck: AtomicBool,
}

/// The same with its fonts read.
struct Ready {
    ground: Ground,
    threads: ThreadPool,
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ready")
    }
}

impl Typeset {
    /// Collects the theme's programs and fonts. `folders` are the site's own first; the first
    /// that has a file gives it.
    pub(super) fn new(snapshot: &Snapshot, folders: &[Arc<str>]) -> Self {
        let mut programs: BTreeMap<Arc<str>, (FilePath, Arc<str>)> = BTreeMap::new();
        let mut fonts: BTreeMap<&str, (SourcePath, Blob)> = BTreeMap::new();
        for folder in folders.iter().rev() {
            let within = |path: &'_ str| -> Option<usize> {
                let name = path.strip_prefix(&**folder)?.strip_prefix('/')?;
                Some(path.len() - name.len())
            };
            for (path, source) in &snapshot.sources {
                let Some(name) = within(path).map(|at| &path[at..]) else { continue };
                if name.ends_with(".typ") && FOLDERS.contains(&folder_of(name)) {
                    programs.insert(name.into(), (path.clone(), source.text.clone()));
                }
            }
            for (path, blob) in &snapshot.blobs {
                let Some(name) = within(path).map(|at| &path[at..]) else { continue };
                let is_font = name.ends_with(".ttf") || name.ends_with(".otf");
                if is_font && folder_of(name) == FONTS {
                    fonts.insert(name, (path.clone(), blob.clone()));
                }
            }
        }
        let digest = |folder: &str| {
            let of_folder = programs.iter().filter(|(name, _)| folder_of(name) == folder);
            let of_programs = of_folder.map(|(name, (_, text))| {
                Digest::of_parts([name.as_bytes(), text.as_bytes()])
            });
            let of_fonts = fonts.values().map(|(_, blob)| blob.digest);
            let digests: Vec<Digest> = of_programs.chain(of_fonts).collect();
            Digest::of_parts(digests.iter().map(|d| d.as_bytes().as_slice()))
        };
        Self {
            digests: FOLDERS.iter().map(|folder| (*folder, digest(folder))).collect(),
            programs,
            fonts: fonts.into_values().collect(),
            ready: OnceLock::new(),
            longest: LONGEST,
            stuck: AtomicBool::new(false),
        }
    }

    /// The digest of what is typeset by the programs of a folder.
    pub fn digest(&self, folder: &str) -> Digest {
        let nothing = || Digest::of_bytes(b"");
        self.digests.get(folder).copied().unwrap_or_else(nothing)
    }

    /// Reads the fonts, the first time that something is typeset.
    fn ready(&self) -> Result<&Arc<Ready>, Diagnostic> {
        let ready = self.ready.get_or_init(|| {
            let ground = Ground::new(&self.programs, &self.fonts)?;
            // Typst does parts of its work on the threads that it finds. They are not those
            // that wait for it, or nobody would do it.
            let threads = ThreadPoolBuilder::new()
                .num_threads(rayon::current_num_threads())
                .stack_size(STACK)
                .build();
            let threads = threads.map_err(|error| self.failed(error.to_string()))?;
            Ok(Arc::new(Ready { ground, threads }))
        });
        ready.as_ref().map_err(Clone::clone)
    }

    /// Lays out a document, and makes something of it. `files` are those that its program
    /// sees beside its data.
    ///
    /// # Errors
    ///
    /// What its template does wrong, at its place.
    fn typeset<T: Send + 'static>(
        &self,
        program: &str,
        data: String,
        files: BTreeMap<String, Vec<u8>>,
        made_of: impl FnOnce(&PagedDocument) -> T + Send + 'static,
    ) -> Result<T, Diagnostic> {
        let ready = self.ready()?;
        let endless = || {
            let seconds = self.longest.as_secs();
            self.of_program(program, Problem::TypesetEndless { seconds })
        };
        if self.stuck.load(Ordering::Relaxed) {
            return Err(endless());
        }
        let (sender, receiver) = channel();
        let Some(world) = World::new(ready.ground.clone(), program, data, files) else {
            let problem = Problem::TemplateNotFound { name: program.to_owned() };
            return Err(self.at_theme(problem));
        };
        ready.threads.spawn(move || {
            let make = || {
                world.document().map(|document| {
                    let n_pages = document.pages().len();
                    let made = (n_pages <= MAX_PAGES).then(|| made_of(&document));
                    made.ok_or(n_pages)
                })
            };
            // A panic of Typst is a finding, and ends nothing but this document.
            let Ok(result) = catch_unwind(AssertUnwindSafe(make)) else { return };
            // Typst remembers every layout; what the last few documents did not use again
            // is not worth its memory.
            comemo::evict(2);
            // Nobody may be waiting any more.
            let _received = sender.send(result);
        });
        match receiver.recv_timeout(self.longest) {
            Ok(result) => result?.map_err(|n_pages| {
                let problem = Problem::TypesetTooLong { n_pages, max: MAX_PAGES };
                self.of_program(program, problem)
            }),
            Err(RecvTimeoutError::Timeout) => {
                self.stuck.store(true, Ordering::Relaxed);
                Err(endless())
            }
            // The thread has panicked, in Typst.
            Err(RecvTimeoutError::Disconnected) => {
                let message = "Typst has failed here".to_owned();
                Err(self.of_program(program, Problem::Template { message }))
            }
        }
    }

    /// The fonts whose makers forbid to put them into what is published.
    ///
    /// # Errors
    ///
    /// A font that cannot be read.
    pub fn forbidden(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut found = vec![];
        for (path, blob) in &self.fonts {
            let at = |problem| Diagnostic::new(problem, path, Place::File);
            let bytes =
                blob.reader.read().map_err(|_| at(Problem::ChangedWhileReading))?;
            if is_forbidden(&bytes).unwrap_or(false) {
                found.push(at(Problem::FontNotEmbeddable));
            }
        }
        Ok(found)
    }

    /// What of a text no font of the theme has.
    ///
    /// # Errors
    ///
    /// A font that cannot be read.
    pub fn missing(&self, text: &str) -> Result<Vec<char>, Diagnostic> {
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Ok(vec![]);
        }
        let ground = &self.ready()?.ground;
        Ok(text.chars().filter(|c| !ground.has(*c)).collect())
    }

    /// A text without what no font of the theme has.
    fn set_with_fonts(&self, text: &str) -> Result<Option<String>, Diagnostic> {
        if self.missing(text)?.is_empty() {
            return Ok(None);
        }
        let ground = &self.ready()?.ground;
        let mut kept = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            // What joins or changes characters says nothing without them.
            let is_whole = cluster.chars().all(|c| ground.has(c));
            let plain = |c: &char| {
                is_whole || (ground.has(*c) && !is_joiner(*c) && !is_combining_mark(*c))
            };
            kept.extend(cluster.chars().filter(plain));
        }
        // Where something is left out, two spaces meet.
        while kept.contains("  ") {
            kept = kept.replace("  ", " ");
        }
        Ok(Some(kept))
    }

    /// A drawing without what no font of the theme has: it would not be set at all.
    fn drawn_with_fonts(&self, drawing: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
        let ground = &self.ready()?.ground;
        Ok(match String::from_utf8(drawing) {
            Ok(mut text) => {
                text.retain(|c| ground.has(c));
                text.into_bytes()
            }
            Err(other) => other.into_bytes(),
        })
    }

    /// A problem of the theme as a whole.
    fn at_theme(&self, problem: Problem) -> Diagnostic {
        let first = self.programs.values().next();
        let path = first.map_or_else(|| "themes".into(), |(path, _)| path.clone());
        Diagnostic::new(problem, &path, Place::File)
    }

    /// A problem of a program as a whole.
    fn of_program(&self, program: &str, problem: Problem) -> Diagnostic {
        match self.programs.get(program) {
            Some((path, _)) => Diagnostic::new(problem, path, Place::File),
            None => self.at_theme(problem),
        }
    }

    fn failed(&self, message: String) -> Diagnostic {
        self.at_theme(Problem::Template { message })
    }
}

/// The first folder of a path in the theme.
fn folder_of(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

/// Leaves out what no font has: it would be drawn as an empty box.
fn keep_what_fonts_have(typeset: &Typeset, value: &mut Value) -> Result<(), Diagnostic> {
    match value {
        Value::String(text) => {
            if let Some(kept) = typeset.set_with_fonts(text)? {
                *text = kept.trim().to_owned();
            }
        }
        Value::Array(items) => {
            for item in items {
                keep_what_fonts_have(typeset, item)?;
            }
        }
        Value::Object(fields) => {
            // A piece of a line keeps the spaces between it and its neighbours.
            let is_piece = fields.get("kind").is_some_and(|kind| kind == "text");
            for (_, field) in fields {
                match field {
                    Value::String(text) if is_piece => {
                        if let Some(kept) = typeset.set_with_fonts(text)? {
                            *text = kept;
                        }
                    }
                    field => keep_what_fonts_have(typeset, field)?,
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// Characters that join or change others and are never seen.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{ad}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a font says that it may not be embedded, or not in part, as we do: `fsType` of its
/// table `OS/2`.
fn is_forbidden(font: &[u8]) -> Option<bool> {
    const RESTRICTED: u16 = 0x0002;
    const ANY_USE: u16 = 0x000e;
    const NOT_IN_PART: u16 = 0x0100;
    let number = |at: usize| Some(u16::from_be_bytes(*font.get(at..)?.first_chunk()?));
    let n_tables = usize::from(number(4)?);
    let mut tables = font.get(12..)?.chunks_exact(16).take(n_tables);
    let table = tables.find(|table| table.starts_with(b"OS/2"))?;
    let start = u32::from_be_bytes(*table.get(8..)?.first_chunk()?);
    let fs_type = number(usize::try_from(start).ok()?.checked_add(8)?)?;
    Some(fs_type & ANY_USE == RESTRICTED || fs_type & NOT_IN_PART != 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use crate::diag::Problem;
    use crate::source::{Request, Snapshot, Source};

    use super::Typeset;

    /// A loop that Typst does not see through: it has an end, in a month.
    #[test]
    fn nobody_waits_for_a_program_without_an_end() {
        let path = "themes/x/cards/a.typ";
        let program =
            "#for i in range(99999) { for j in range(99999) { let x = i * j } }";
        let source = Source::new(path.into(), program);
        let snapshot = Snapshot {
            sources: BTreeMap::from([(path.into(), source)]),
            blobs: BTreeMap::new(),
            now: jiff::Timestamp::UNIX_EPOCH,
            request: Request::default(),
        };
        let mut typeset = Typeset::new(&snapshot, &["themes/x".into()]);
        typeset.longest = Duration::from_millis(50);
        // The second is not even begun: a thread is lost for each.
        for _ in 0..2 {
            let made =
                typeset.typeset("cards/a.typ", "{}".into(), BTreeMap::new(), |_| ());
            let finding = made.expect_err("it has no end");
            assert_eq!(finding.problem, Problem::TypesetEndless { seconds: 0 });
            assert_eq!(&*finding.path, path);
        }
    }
}
