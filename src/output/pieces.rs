//! HTML that many pages have in common: it is read once for `audit`, and passed over where a
//! page has it.

use std::hash::BuildHasher as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::quality::FixedState;

use crate::output::facts::{Names, PageFacts};

/// What a page has in common with others, as it may stand on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// One piece.
    One(Arc<SharedHtml>),
    /// Several, one after another, with their HTML.
    Run(Run, String),
}

/// A piece of HTML that many pages have in common, such as their menus or a row of a table:
/// it is read once, and passed over where a page has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedHtml {
    /// How long it is, in bytes.
    len: usize,
    /// Its first bytes as a number: most elements of a page differ from it in these.
    start: u128,
    /// The hash of all of it, so that its bytes need not be kept.
    hash: u64,
    /// What it says.
    pub facts: PieceFacts,
}

/// What a piece of HTML says, on whichever page it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PieceFacts {
    /// The ids of its elements, in order.
    pub ids: Vec<Arc<str>>,
    /// The addresses within the host that it leads to.
    pub links: Vec<Arc<str>>,
    /// Those that mean something else on each page: relative ones, and places on the page.
    pub relative: Vec<Arc<str>>,
    /// The full addresses to which it leads.
    pub full_links: Vec<Arc<str>>,
}

impl PieceFacts {
    fn read(html: &str) -> Self {
        let facts = PageFacts::read(html.as_bytes(), &Names::default(), &[]);
        let is_path = |link: &Arc<str>| link.starts_with('/');
        let (links, relative) = facts.links.into_iter().partition(is_path);
        Self {
            ids: facts.ids,
            links,
            relative,
            full_links: facts.full_links,
        }
    }
}

/// Pieces that stand on pages in runs, such as the rows of tables: each has a place, and is
/// made when a page first has it. A page keeps the places alone, for a large site has more rows
/// than anything else.
#[derive(Debug)]
pub struct Series {
    pieces: Vec<OnceLock<(Box<str>, PieceFacts)>>,
    /// Whether any of them says what depends on its page: an id, or a relative link.
    is_of_page: AtomicBool,
}

impl Series {
    /// A series of so many pieces, none of them made.
    pub fn new(len: usize) -> Self {
        Self {
            pieces: (0..len).map(|_| OnceLock::new()).collect(),
            is_of_page: AtomicBool::new(false),
        }
    }

    /// The HTML of the piece at a place; `None` until it is made.
    pub fn html(&self, nth: usize) -> Option<&str> {
        self.pieces.get(nth)?.get().map(|(html, _)| &**html)
    }

    /// Keeps a piece, and gives its HTML. Whichever thread was first is right.
    pub fn keep(&self, nth: usize, html: &str) -> Option<&str> {
        let (html, _) = self.pieces.get(nth)?.get_or_init(|| {
            let facts = PieceFacts::read(html);
            if !facts.ids.is_empty() || !facts.relative.is_empty() {
                self.is_of_page.store(true, Ordering::Relaxed);
            }
            (html.into(), facts)
        });
        Some(html)
    }

    /// What the pieces say that were made, with their places.
    pub fn facts(&self) -> impl Iterator<Item = (usize, &PieceFacts)> {
        let made = self.pieces.iter().enumerate();
        made.filter_map(|(nth, piece)| Some((nth, &piece.get()?.1)))
    }
}

/// Pieces of a series that stand on a page one after another.
#[derive(Clone, Debug)]
pub struct Run {
    /// The series.
    pub of: Arc<Series>,
    /// Their places in it.
    pub members: Box<[usize]>,
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.of, &other.of) && self.members == other.members
    }
}

impl Eq for Run {}

impl Run {
    /// What its pieces say.
    pub(super) fn facts(&self) -> impl Iterator<Item = &PieceFacts> {
        let pieces = self.members.iter().filter_map(|nth| self.of.pieces.get(*nth));
        pieces.filter_map(|piece| Some(&piece.get()?.1))
    }

    /// As [`Self::facts`], where any of them says what depends on the page.
    pub(super) fn facts_of_page(&self) -> impl Iterator<Item = &PieceFacts> {
        let is_of_page = self.of.is_of_page.load(Ordering::Relaxed);
        is_of_page.then(|| self.facts()).into_iter().flatten()
    }
}

impl Piece {
    /// How long it is, if it stands at the beginning of `html`.
    pub(super) fn begins(&self, html: &[u8]) -> Option<usize> {
        match self {
            Self::One(piece) => piece.begins(html).then_some(piece.len),
            Self::Run(_, run) => html.starts_with(run.as_bytes()).then_some(run.len()),
        }
    }
}

impl SharedHtml {
    /// Whether it stands at the beginning of `html`.
    fn begins(&self, html: &[u8]) -> bool {
        let own = html.get(..self.len);
        own.is_some_and(|own| start(own) == self.start && hash(own) == self.hash)
    }

    /// Reads a piece, which begins and ends with an element.
    pub fn read(html: &str) -> Self {
        let bytes = html.as_bytes();
        Self {
            len: bytes.len(),
            start: start(bytes),
            hash: hash(bytes),
            facts: PieceFacts::read(html),
        }
    }
}

/// The first bytes of a piece, or all of them and zeros, as a number.
fn start(bytes: &[u8]) -> u128 {
    u128::from_ne_bytes(bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut start = [0; 16];
        start[..bytes.len()].copy_from_slice(bytes);
        start
    }))
}

fn hash(bytes: &[u8]) -> u64 {
    FixedState::default().hash_one(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Piece, Run, Series, SharedHtml};
    use crate::output::facts::{Names, PageFacts};

    #[test]
    fn what_pages_have_in_common_is_read_once() {
        let nav =
            Arc::new(SharedHtml::read("<nav id=\"n\"><a href=\"/fr/\">a</a></nav>"));
        let row = Arc::new(SharedHtml::read("<tr><td><a href=\"#x\">x</a></td></tr>"));
        let html = "<html lang=\"fr\"><nav id=\"n\"><a href=\"/fr/\">a</a></nav>\
            <p id=\"p\"></p><tr><td><a href=\"#y\">y</a></td></tr>\
            <tr><td><a href=\"#x\">x</a></td></tr>";
        let pieces = [&nav, &row, &row].map(|piece| Piece::One(piece.clone()));
        let facts = PageFacts::read(html.as_bytes(), &Names::default(), &pieces);
        assert_eq!(facts.pieces, [nav, row], "a row that is not there is not told");
        assert_eq!(facts.ids, ["p".into()]);
        assert_eq!(facts.links, ["#y".into()], "one that only looks like it is read");
        assert_eq!(facts.pieces[0].facts.links, ["/fr/".into()]);
        assert_eq!(facts.pieces[1].facts.relative, ["#x".into()]);
    }

    #[test]
    fn a_run_of_pieces_is_known_by_their_places() {
        let series = Arc::new(Series::new(3));
        let rows = [0, 2].map(|nth| {
            let row =
                format!("<tr id=\"r{nth}\"><td><a href=\"/{nth}/\">{nth}</a></td></tr>");
            series.keep(nth, &row).expect("a place").to_owned()
        });
        let run = Run { of: series.clone(), members: [2, 0].into() };
        let html = format!("{}\n{}", rows[1], rows[0]);
        let page = format!("<html><p id=\"p\"></p>{html}<a href=\"/\"></a></html>");
        let pieces = [Piece::Run(run.clone(), html)];
        let facts = PageFacts::read(page.as_bytes(), &Names::default(), &pieces);
        assert_eq!(facts.runs, [run]);
        let list = |texts: Vec<&Arc<str>>| {
            texts.iter().map(|text| &***text).collect::<Vec<&str>>().join(" ")
        };
        assert_eq!(list(facts.all_ids().collect()), "p r2 r0");
        assert_eq!(list(facts.all_links().collect()), "/ /2/ /0/");

        // A theme that shows them otherwise is read as any other page.
        let page = page.replace('\n', "");
        let facts = PageFacts::read(page.as_bytes(), &Names::default(), &pieces);
        assert_eq!(facts.runs, []);
        assert_eq!(list(facts.all_ids().collect()), "p r2 r0");
    }
}
