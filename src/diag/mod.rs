//! Findings: what is wrong, where, and what to write instead.
//!
//! A [`Diagnostic`] names its place as the stage that made it knows it: bytes of a file, or
//! a path in its YAML. `parse::locate` turns places into lines and columns, and the result
//! is a [`Finding`], which `cli::report` shows. The words of a finding, in each language of
//! the command line, are in [`words`].

mod problem;
pub mod words;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use problem::{Align, EntryWord, IdKind, Problem, RelatedWhat, Shape};

/// A path below the site folder, with `/` between its parts.
pub type FilePath = Arc<str>;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is published while it stands.
    Error,
    /// Published, but somebody should look; an error with `--strict`.
    Warning,
    /// It could be better.
    Suggestion,
}

/// Something wrong with the content, and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// In which file.
    pub path: FilePath,
    /// Where in it.
    pub place: Place,
    /// Other places that a reader of the finding needs.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// A diagnostic without related places.
    pub fn new(problem: Problem, path: &FilePath, place: Place) -> Self {
        Self {
            problem,
            path: path.clone(),
            place,
            related: vec![],
        }
    }

    /// The same with one more related place.
    #[must_use]
    pub fn related(mut self, what: RelatedWhat, path: &FilePath, place: Place) -> Self {
        self.related.push(Related { what, path: path.clone(), place });
        self
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line and a column, from 1: for files that could not be read as text.
    LineColumn(usize, usize),
    /// Bytes of the text.
    Bytes(Range<usize>),
    /// A key or a value of the YAML.
    Yaml(YamlPath, YamlPart),
}

/// How to reach a value in YAML, from the top.
pub type YamlPath = Vec<Seg>;

/// One step of a [`YamlPath`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Seg {
    /// The value of a key.
    Key(Box<str>),
    /// The value of a key that stood there before; its occurrence counts from 0.
    Repeated(Box<str>, usize),
    /// An item of a list, from 0.
    Item(usize),
}

impl fmt::Display for Seg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) | Self::Repeated(key, _) => f.write_str(key),
            Self::Item(i) => write!(f, "{}", i + 1),
        }
    }
}

/// The key or the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum YamlPart {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// Another place that a finding speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// What stands there.
    pub what: RelatedWhat,
    /// In which file.
    pub path: FilePath,
    /// Where in it.
    pub place: Place,
}

/// A diagnostic with its lines and columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// In which file.
    pub path: FilePath,
    /// Where in it; `None` for the file as a whole.
    pub span: Option<Span>,
    /// Other places: what stands there, where in the file, and the file.
    pub related: Vec<(RelatedWhat, Option<Span>, FilePath)>,
    /// Whether it is about what the public must not see yet: its words may quote it, and must
    /// not stand in a log that others read.
    pub is_secret: bool,
}

impl Finding {
    /// A finding that is about a file as a whole.
    pub fn of_file(problem: Problem, path: &FilePath) -> Self {
        Self {
            problem,
            path: path.clone(),
            span: None,
            related: vec![],
            is_secret: false,
        }
    }
}

/// A place as an editor shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
    /// The line of the end.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
    /// The first byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The place of a range of bytes.
    pub fn of(text: &str, range: Range<usize>) -> Self {
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.floor_char_boundary(range.end.clamp(start, text.len()));
        let place = |at: usize| {
            let before = &text[..at];
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            // A file may have thousands of findings: this runs over it for each.
            let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
            (line, before[line_start..].chars().count() + 1)
        };
        let (line, column) = place(start);
        let (end_line, end_column) = place(end);
        Self { line, column, end_line, end_column, start, end }
    }

    /// A place known only by line and column.
    pub fn point(line: usize, column: usize) -> Self {
        Self {
            line,
            column,
            end_line: line,
            end_column: column,
            start: 0,
            end: 0,
        }
    }
}

/// The known word that is nearest to what was written, if any is near enough to be meant.
pub fn near<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let written = written
        .trim_matches(|c: char| c.is_whitespace() || c == ':')
        .to_lowercase();
    let allowed = (written.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|word| (strsim::osa_distance(&written, &word.to_lowercase()), word))
        .filter(|(distance, word)| {
            // A word that begins another is meant as often as one with a slip of the key.
            let begins = written.len() >= 3
                && (word.starts_with(&written) || written.starts_with(word))
                && *distance <= 6;
            *distance <= allowed || begins
        })
        .min_by_key(|(distance, word)| (*distance, word.len()))
        .map(|(_, word)| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Span, near};

    #[test]
    fn columns_count_characters() {
        let text = "é: à\nœuvre: x\n";
        let span = Span::of(text, text.find('x').map(|at| at..at + 1).expect("an x"));
        assert_eq!((span.line, span.column, span.end_column), (2, 8, 9));
    }

    #[test]
    fn a_near_word_is_offered_and_a_far_one_is_not() {
        let known = ["operators", "objectives", "figures"];
        assert_eq!(near("operator", known).as_deref(), Some("operators"));
        assert_eq!(near("figrues", known).as_deref(), Some("figures"));
        assert_eq!(near("embargo", known), None);
        assert_eq!(near("amount\u{a0}", ["amount"]).as_deref(), Some("amount"));
    }
}
