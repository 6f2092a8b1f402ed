//! A Markdown body: the writer's text, and what was found in it.

use std::ops::Range;
use std::sync::Arc;

use crate::digest::Digest;
use crate::model::id::Id;
use crate::model::lang::LangTag;
use crate::model::stated::{Block, Stated};
use crate::model::terms::terms;

/// The Markdown of one entry in one language. Ranges are bytes of `file`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Body {
    /// The whole file, front matter included, so that every range has its place.
    pub file: Arc<str>,
    /// Where the Markdown begins.
    pub start: usize,
    /// The digest of the Markdown alone.
    pub digest: Digest,
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// Wikilinks and block references in order.
    pub references: Vec<Reference>,
    /// Ordinary links and images in order.
    pub links: Vec<Link>,
    /// Links of HTML, for sites that allow it.
    pub html_links: Vec<Link>,
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// The quantities that its prose states, in order; `None` in a language that Recto does
    /// not read them in.
    pub stated: Option<Vec<Stated>>,
}

impl Body {
    /// Markdown of which nothing is known yet.
    pub fn new(file: Arc<str>, start: usize) -> Self {
        Self {
            digest: Digest::of_bytes(file.as_bytes().get(start..).unwrap_or_default()),
            file,
            start,
            headings: vec![],
            references: vec![],
            links: vec![],
            html_links: vec![],
            blocks: vec![],
            stated: None,
        }
    }

    /// The Markdown.
    pub fn markdown(&self) -> &str {
        &self.file[self.start..]
    }

    /// Whether nothing but blanks was written.
    pub fn is_blank(&self) -> bool {
        self.markdown().trim().is_empty()
    }
}

/// A heading of the body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub parts: Vec<HeadingPart>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A part of a heading's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HeadingPart {
    /// Words as written, or the writer's label of a reference.
    Text(String),
    /// A reference without a label, by its place in [`Body::references`].
    Reference(usize),
}

/// An ordinary link or image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The destination as written.
    pub destination: String,
    /// Whether it is an image.
    pub image: bool,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A wikilink, `[[…]]`, or a block reference, `![[…]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// What it refers to.
    pub target: Target,
    /// Whether the writer gave words of their own.
    pub labelled: bool,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What a reference names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Target {
    /// `[[surface]]`, `[[autre-dossier#surface]]`: a figure or funding line.
    Fact {
        /// The dossier; the one that is being read where none is named.
        dossier: Option<Id>,
        /// The figure or funding line.
        fact: Id,
    },
    /// `[[org:inserm]]` and the like.
    Entity {
        /// What kind of thing.
        kind: EntityKind,
        /// Which one.
        id: Id,
    },
    /// `[[lang:en|open data]]`: words in another language.
    Foreign(LangTag),
    /// `![[funding]]`: a whole section of the dossier.
    Section(Section),
    /// `![[quote:site]]`: one item.
    Item {
        /// What kind of item.
        kind: ItemKind,
        /// Which one.
        id: Id,
    },
}

terms! {
    /// The kinds of things that `[[kind:id]]` can name.
    EntityKind {
        /// An organisation of the registry.
        Organisation = "org",
        /// A funding programme of the registry.
        Programme = "programme",
        /// A speaker of the registry.
        Person = "person",
        /// A topic of the registry.
        Topic = "topic",
        /// A source of the registry.
        Source = "source",
        /// A term of the glossary.
        Term = "term",
        /// A dossier.
        Dossier = "dossier",
        /// A press release.
        Release = "release",
        /// A page of its own.
        Page = "page",
    }
}

terms! {
    /// The sections that `![[section]]` can place, in the theme's default order.
    Section {
        /// Key figures.
        Figures = "figures",
        /// Objectives.
        Objectives = "objectives",
        /// Operators.
        Operators = "operators",
        /// Funding.
        Funding = "funding",
        /// Places.
        Places = "places",
        /// Timeline.
        Timeline = "timeline",
        /// Quotes.
        Quotes = "quotes",
        /// Photos and other media.
        Media = "media",
        /// Documents.
        Documents = "documents",
        /// Press contacts.
        Contacts = "contacts",
        /// Sources.
        Sources = "sources",
        /// Revisions and corrections.
        Revisions = "revisions",
    }
}

terms! {
    /// The kinds of items that `![[kind:id]]` can place.
    ItemKind {
        /// A quote.
        Quote = "quote",
        /// A photo.
        Media = "media",
    }
}

/// Whether a link leads out of the site, or to a program: `https:`, `mailto:`, `tel:`.
pub fn is_external(destination: &str) -> bool {
    destination.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    })
}

/// The path in the site folder of a file that an entry's Markdown names; `None` where it
/// leaves the entry's folder. Percent escapes are read, and names are compared in NFC.
pub fn own_file(entry_file: &str, link: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;

    let decoded = percent_encoding::percent_decode_str(link).decode_utf8().ok()?;
    let name: String = decoded.nfc().collect();
    let name = name.strip_prefix("./").unwrap_or(&name);
    let plain =
        |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains('\\');
    let folder = entry_file.rsplit_once('/')?.0;
    name.split('/').all(plain).then(|| format!("{folder}/{name}"))
}
