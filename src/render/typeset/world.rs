//! The world that a template of Typst sees: the theme, its fonts, one file of data, pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Coverage, Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, WorldExt};
use typst_layout::PagedDocument;
use unicode_normalization::char::is_combining_mark;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::render::typeset::{folder_of, is_joiner};
use crate::source::{Blob, SourcePath};

/// The one file of data. Typst keeps the names of files for as long as the program runs:
/// every document has the same, and counts its pictures from the same number.
const DATA: &str = "data.json";

/// What all documents of a build have.
#[derive(Clone)]
pub(super) struct Ground(Arc<Shared>);

struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// What some font has; of marks that stand on letters, what every font has: one is set in
    /// the font of its letter, or not at all.
    characters: BTreeSet<u32>,
    /// Programs by their paths in the theme, with those in the site folder.
    programs: BTreeMap<Arc<str>, (FilePath, Source)>,
}

impl Ground {
    /// Reads programs and fonts.
    pub(super) fn new(
        programs: &BTreeMap<Arc<str>, (FilePath, Arc<str>)>,
        files: &[(SourcePath, Blob)],
    ) -> Result<Self, Diagnostic> {
        let mut fonts = vec![];
        for (path, blob) in files {
            let bytes = blob.reader.read();
            let changed =
                |_| Diagnostic::new(Problem::ChangedWhileReading, path, Place::File);
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes.map_err(changed)?)));
            if fonts.len() == before {
                return Err(Diagnostic::new(Problem::NotAFont, path, Place::File));
            }
        }
        let programs = programs.iter().filter_map(|(name, (path, text))| {
            let source = Source::new(file_id(name)?, text.to_string());
            Some((name.clone(), (path.clone(), source)))
        });
        Ok(Self(Arc::new(Shared {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            programs: programs.collect(),
            characters: coverage(&fonts),
            fonts,
        })))
    }

    /// Whether a character can be set, or none needs to.
    pub(super) fn has(&self, c: char) -> bool {
        c.is_whitespace()
            || c.is_control()
            || is_joiner(c)
            || self.0.characters.contains(&c.into())
    }
}

/// One document to be made.
pub(super) struct World {
    ground: Ground,
    main: FileId,
    data: Bytes,
    files: BTreeMap<String, Bytes>,
}

impl World {
    /// A document that a program of the theme makes of some data, as JSON, and of pictures.
    pub(super) fn new(
        ground: Ground,
        program: &str,
        data: String,
        files: BTreeMap<String, Vec<u8>>,
    ) -> Option<Self> {
        let main = ground.0.programs.get(program)?.1.id();
        let files = files.into_iter().map(|(name, bytes)| (name, Bytes::new(bytes)));
        let (data, files) = (Bytes::from_string(data), files.collect());
        Some(Self { ground, main, data, files })
    }

    /// Lays out the document.
    ///
    /// # Errors
    ///
    /// What the program does wrong, at its place.
    pub(super) fn document(&self) -> Result<PagedDocument, Diagnostic> {
        let made = typst::compile::<PagedDocument>(self);
        let document = made.output.map_err(|errors| self.diagnostic(errors.first()))?;
        // What Typst warns of, a font that is not there, is a mistake of the theme.
        match made.warnings.first() {
            Some(warning) => Err(self.diagnostic(Some(warning))),
            None => Ok(document),
        }
    }

    /// What is wrong with a program, at its place in the site folder.
    fn diagnostic(&self, error: Option<&SourceDiagnostic>) -> Diagnostic {
        let main = self.program(self.main);
        let Some(error) = error else {
            let problem = Problem::Template { message: String::new() };
            return Diagnostic::new(problem, &main.0, Place::File);
        };
        let mut message = error.message.to_string();
        for hint in &error.hints {
            message = format!("{message}; {}", hint.v);
        }
        let problem = Problem::Template { message };
        // Where a mistake is in Typst's own code, whoever called it made it.
        let spans = std::iter::once(error.span)
            .chain(error.trace.iter().map(|point| point.span.into()));
        for span in spans {
            let Some(id) = span.id() else { continue };
            if let (Some(range), true) = (self.range(span), self.has(id)) {
                return Diagnostic::new(
                    problem,
                    &self.program(id).0,
                    Place::Bytes(range),
                );
            }
        }
        Diagnostic::new(problem, &main.0, Place::File)
    }

    fn has(&self, id: FileId) -> bool {
        self.find(id).is_ok()
    }

    fn program(&self, id: FileId) -> &(FilePath, Source) {
        let found = self.find(id).or_else(|_| self.find(self.main));
        found.expect("the main file is a program of the theme")
    }

    fn find(&self, id: FileId) -> FileResult<&(FilePath, Source)> {
        let path = id.get();
        let name = path.vpath().get_without_slash();
        if *path.root() != VirtualRoot::Project {
            let advice = "packages cannot be used: copy what you need into the theme";
            return Err(FileError::Other(Some(advice.into())));
        }
        // Those of another folder are not in the digest of this one.
        let of_main = self.main.get().vpath().get_without_slash();
        let is_near = folder_of(name) == folder_of(of_main);
        let found = self.ground.0.programs.get(name).filter(|_| is_near);
        found.ok_or_else(|| FileError::NotFound(format!("/{name}").into()))
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.ground.0.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.ground.0.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(self.find(id)?.1.clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        if *path.root() == VirtualRoot::Project {
            let name = path.vpath().get_without_slash();
            if name == DATA {
                return Ok(self.data.clone());
            }
            if let Some(bytes) = self.files.get(name) {
                return Ok(bytes.clone());
            }
        }
        let (_, source) = self.find(id)?;
        Ok(Bytes::from_string(source.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.ground.0.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // What is typeset does not depend on the day; dates are data.
        None
    }
}

/// The characters that can be set.
fn coverage(fonts: &[Font]) -> BTreeSet<u32> {
    let of_each = fonts.iter().map(|font| &font.info().coverage);
    let some: BTreeSet<u32> = of_each.clone().flat_map(Coverage::iter).collect();
    let is_everywhere = |c: &u32| of_each.clone().all(|it| it.contains(*c));
    let is_mark = |c: &u32| char::from_u32(*c).is_some_and(is_combining_mark);
    some.into_iter().filter(|c| !is_mark(c) || is_everywhere(c)).collect()
}

/// The name that Typst has for a file of the theme.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
