//! The quantities that prose states, in French and English.
//!
//! The text of each block is gathered as it is read, then cut into tokens and read with a
//! small grammar. Code, addresses, quotations, ordinals and names that hold digits state
//! nothing. A language without a lexicon states nothing either, and is not compared.

mod tokens;
mod lexicon;
mod french;
mod english;
mod grammar;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::model::stated::{Block, BlockKind, Spoken, Stated};
use crate::parse::markdown::level_number;
use lexicon::{Lex, Lexicon};
use tokens::{OBJECT, Token};

/// Gathers the text of blocks from the events of a Markdown parser.
pub(super) struct Gatherer {
    lexicon: Option<&'static Lexicon>,
    /// The text of the block that is being read.
    text: String,
    /// Where each piece of the text stands in the file.
    pieces: Vec<Piece>,
    kind: Option<(BlockKind, usize)>,
    /// How deep in quotations, code and the words of references the reader is.
    n_silent: usize,
    /// Of each open link, whether its words are silent.
    links: Vec<bool>,
    tokens: Vec<Token>,
    found: Vec<grammar::Found>,
    blocks: Vec<Block>,
    stated: Vec<Stated>,
    /// Signs of Markdown that are still in the text: what they begin is not complete.
    left_over: Vec<(&'static str, Range<usize>)>,
}

/// What a gatherer has gathered.
pub(super) struct Gathered {
    pub(super) blocks: Vec<Block>,
    /// What they state; `None` in a language without a lexicon.
    pub(super) stated: Option<Vec<Stated>>,
    pub(super) left_over: Vec<(&'static str, Range<usize>)>,
}

/// Signs of Markdown that no complete text has.
const MARKS: [&str; 3] = ["**", "](", "[^"];

struct Piece {
    /// Where it begins in the text.
    start: usize,
    /// Where it stands in the file.
    range: Range<usize>,
    /// Whether it stands there letter for letter.
    exact: bool,
}

impl Gatherer {
    /// Gathers the prose of a language: `fr`, `en-GB`.
    pub(super) fn new(lang: &str) -> Self {
        Self {
            lexicon: Lexicon::of(lang),
            // Room for the block of a usual length, so that none of them grows step by step.
            text: String::with_capacity(1024),
            pieces: Vec::with_capacity(32),
            kind: None,
            n_silent: 0,
            links: vec![],
            tokens: Vec::with_capacity(256),
            found: Vec::with_capacity(16),
            blocks: vec![],
            stated: vec![],
            left_over: vec![],
        }
    }

    /// What was gathered.
    pub(super) fn finish(self) -> Gathered {
        Gathered {
            blocks: self.blocks,
            stated: self.lexicon.map(|_| self.stated),
            left_over: self.left_over,
        }
    }

    /// Takes an event and its bytes of the file.
    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.push(text, range),
            Event::SoftBreak | Event::HardBreak => self.push(" ", range),
            Event::Code(_)
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => self.object(range),
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                // The paragraph of an item is the item's.
                if self.kind.is_none() {
                    self.open(BlockKind::Paragraph, range);
                } else if !self.text.is_empty() {
                    self.push(" ", range);
                }
            }
            Tag::Heading { level, .. } => {
                self.open(BlockKind::Heading(level_number(*level)), range);
            }
            Tag::Item => self.open(BlockKind::Item, range),
            Tag::TableCell => self.open(BlockKind::Cell, range),
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.open(BlockKind::Note, range),
            Tag::CodeBlock(_) | Tag::BlockQuote(_) => self.n_silent += 1,
            Tag::Link { link_type, .. } => {
                // A reference is shown as its fact, or in the writer's own words; an address
                // is no prose.
                let is_silent = matches!(
                    link_type,
                    LinkType::WikiLink { .. } | LinkType::Autolink | LinkType::Email
                );
                if is_silent {
                    self.object(range);
                    self.n_silent += 1;
                }
                self.links.push(is_silent);
            }
            Tag::Image { .. } => {
                self.object(range);
                self.n_silent += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                if matches!(self.kind, Some((BlockKind::Paragraph, _))) {
                    self.close(range.end);
                }
            }
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.close(range.end),
            TagEnd::CodeBlock | TagEnd::BlockQuote(_) => {
                self.n_silent = self.n_silent.saturating_sub(1);
            }
            TagEnd::Image => self.n_silent = self.n_silent.saturating_sub(1),
            TagEnd::Link => {
                let is_silent = self.links.pop() == Some(true);
                self.n_silent = self.n_silent.saturating_sub(usize::from(is_silent));
            }
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind, range: &Range<usize>) {
        // A list within an item ends the item's own words.
        if self.kind.is_some() {
            self.close(range.start);
        }
        self.kind = Some((kind, range.start));
    }

    fn push(&mut self, text: &str, range: &Range<usize>) {
        if self.n_silent > 0 {
            return;
        }
        if self.kind.is_none() {
            // What follows a nested list is still prose.
            self.kind = Some((BlockKind::Item, range.start));
        }
        self.pieces.push(Piece {
            start: self.text.len(),
            range: range.clone(),
            exact: text.len() == range.len(),
        });
        self.text.push_str(text);
    }

    fn object(&mut self, range: &Range<usize>) {
        if self.n_silent == 0 {
            self.pieces.push(Piece {
                start: self.text.len(),
                range: range.clone(),
                exact: false,
            });
            self.text.push(OBJECT);
        }
    }

    /// Reads the text of the block that ends here.
    fn close(&mut self, end: usize) {
        let Some((kind, start)) = self.kind.take() else { return };
        // Most texts have none of these signs.
        let has_signs = memchr::memchr3(b'*', b']', b'^', self.text.as_bytes()).is_some();
        for mark in MARKS.iter().filter(|_| has_signs) {
            if let Some(at) = self.text.find(mark) {
                let range = place(&self.pieces, at, false)
                    ..place(&self.pieces, at + mark.len(), true);
                self.left_over.push((mark, range));
            }
        }
        let mut spoken = Spoken::default();
        if let Some(lexicon) = self.lexicon
            && !self.text.is_empty()
        {
            tokens::tokens(&self.text, lexicon, &mut self.tokens);
            self.found.clear();
            grammar::read(&self.text, &self.tokens, lexicon, &mut self.found);
            for lex in self.tokens.iter().flat_map(|token| token.lexes) {
                match *lex {
                    Lex::Period(period) => spoken.of(period),
                    Lex::Falls => spoken.falls = true,
                    _ => {}
                }
            }
            for (quantity, range) in self.found.drain(..) {
                let start = place(&self.pieces, range.start, false);
                let end = place(&self.pieces, range.end, true);
                self.stated.push(Stated { quantity, range: start..end.max(start) });
            }
        }
        self.text.clear();
        self.pieces.clear();
        self.blocks.push(Block { kind, range: start..end.max(start), spoken });
    }
}

/// The place in the file of a byte of a block's text.
fn place(pieces: &[Piece], at: usize, is_end: bool) -> usize {
    let probe = if is_end { at.saturating_sub(1) } else { at };
    let nth = pieces.partition_point(|piece| piece.start <= probe).saturating_sub(1);
    let Some(piece) = pieces.get(nth) else { return 0 };
    match (piece.exact, is_end) {
        (true, _) => piece.range.start + (at - piece.start),
        (false, false) => piece.range.start,
        (false, true) => piece.range.end,
    }
}
