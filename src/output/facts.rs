//! What `audit` needs of an HTML page: its language, its ids, the links it makes.
//!
//! Read from the bytes as they are published, so that what a theme writes is seen as well as
//! what Recto writes. Our own pages are well-formed; of others, what cannot be read is not
//! there.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::quality::FixedState;

use crate::output::pieces::{Piece, PieceFacts, Run, SharedHtml};

/// What one page says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageFacts {
    /// The `lang` of its `html` element.
    pub lang: Option<Arc<str>>,
    /// The ids of its elements, in order.
    pub ids: Vec<Arc<str>>,
    /// The addresses of `href` and `src` that stay on the site, each once, in no order.
    pub links: Vec<Arc<str>>,
    /// The full addresses to which it leads, each once, in no order.
    pub full_links: Vec<Arc<str>>,
    /// What it has in common with other pages, and what that says.
    pub pieces: Vec<Arc<SharedHtml>>,
    /// Its runs of pieces.
    pub runs: Vec<Run>,
}

/// Texts that many pages have in common, kept once.
#[derive(Debug, Default)]
pub struct Names(Mutex<HashSet<Arc<str>, FixedState>>);

impl Names {
    /// The shared form of each text.
    fn share(&self, texts: &[Cow<'_, str>]) -> Vec<Arc<str>> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .iter()
            .map(|text| match names.get(&**text) {
                Some(name) => name.clone(),
                None => {
                    let name: Arc<str> = (&**text).into();
                    names.insert(name.clone());
                    name
                }
            })
            .collect()
    }
}

impl PageFacts {
    /// Its ids, and those of what it has in common with others.
    pub fn all_ids(&self) -> impl Iterator<Item = &Arc<str>> {
        self.ids
            .iter()
            .chain(self.facts_of_page().flat_map(|facts| &facts.ids))
    }

    /// The links of what it has in common with others that mean something else on each page.
    pub fn relative_links(&self) -> impl Iterator<Item = &Arc<str>> {
        self.facts_of_page().flat_map(|facts| &facts.relative)
    }

    /// Every link that stays on the site.
    pub fn all_links(&self) -> impl Iterator<Item = &Arc<str>> {
        let pieces = self.pieces.iter().map(|piece| &piece.facts);
        let pieces = pieces.chain(self.runs.iter().flat_map(Run::facts));
        self.links
            .iter()
            .chain(pieces.flat_map(|facts| facts.links.iter().chain(&facts.relative)))
    }

    /// Every full address to which it leads.
    pub fn all_full_links(&self) -> impl Iterator<Item = &Arc<str>> {
        let pieces = self.pieces.iter().map(|piece| &piece.facts);
        let pieces = pieces.chain(self.runs.iter().flat_map(Run::facts));
        self.full_links
            .iter()
            .chain(pieces.flat_map(|facts| &facts.full_links))
    }

    fn facts_of_page(&self) -> impl Iterator<Item = &PieceFacts> {
        let pieces = self.pieces.iter().map(|piece| &piece.facts);
        pieces.chain(self.runs.iter().flat_map(Run::facts_of_page))
    }

    /// Reads a page. `pieces` are those that it may have, in their order.
    pub fn read(html: &[u8], names: &Names, pieces: &[Piece]) -> Self {
        let mut lang = vec![];
        let mut ids = vec![];
        let mut links = vec![];
        let mut full_links = vec![];
        let mut awaited = pieces.iter().peekable();
        let mut shared = vec![];
        let mut runs = vec![];
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &html[at..]) {
            at += found;
            let here = &html[at..];
            if let Some(len) = awaited.peek().and_then(|piece| piece.begins(here)) {
                at += len;
                match awaited.next() {
                    Some(Piece::One(piece)) => shared.push(piece.clone()),
                    Some(Piece::Run(run, _)) => runs.push(run.clone()),
                    None => {}
                }
                continue;
            }
            at += 1;
            let tag = &html[at..];
            match tag.first() {
                // The end of an element has no attributes.
                Some(b'/') => continue,
                Some(b'!') if tag.starts_with(b"!--") => {
                    at += memchr::memmem::find(tag, b"-->")
                        .map_or(tag.len(), |end| end + 3);
                    continue;
                }
                _ => {}
            }
            let is_html = tag.starts_with(b"html");
            // Those in the head tell of the page itself.
            let is_link = tag.starts_with(b"link");
            let is_opaque = tag.starts_with(b"script") || tag.starts_with(b"style");
            at = attributes(html, at, &mut |name, value| match name {
                b"id" => ids.push(decoded(value)),
                b"href" | b"src" if is_internal(value) => links.push(decoded(value)),
                b"href" | b"src" if !is_link && is_full(value) => {
                    full_links.push(decoded(value));
                }
                b"lang" if is_html => lang.push(decoded(value)),
                _ => {}
            });
            if is_opaque {
                // What stands in these is not HTML.
                let rest = &html[at..];
                at += memchr::memmem::find(rest, b"</").unwrap_or(rest.len());
            }
        }
        let [links, full_links] = [links, full_links].map(|links| {
            let mut links = names.share(&links);
            // Shared texts are the same where they are at the same place.
            links.sort_unstable_by_key(|link| link.as_ptr());
            links.dedup_by_key(|link| link.as_ptr());
            links
        });
        let lang = names.share(&lang).pop();
        Self {
            lang,
            ids: names.share(&ids),
            links,
            full_links,
            pieces: shared,
            runs,
        }
    }
}

/// Reads the attributes of a tag from behind its `<`, and gives the byte behind its `>`.
fn attributes<'a>(
    bytes: &'a [u8],
    start: usize,
    take: &mut impl FnMut(&'a [u8], &'a [u8]),
) -> usize {
    // Names are a few bytes long: a loop is quicker than a search.
    let mut at = start;
    let mut name = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return at + 1,
            b'=' => {
                let value = at + 2;
                match bytes.get(at + 1) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let rest = bytes.get(value..).unwrap_or_default();
                        let len = memchr::memchr(*quote, rest);
                        let end = value + len.unwrap_or(rest.len());
                        take(&bytes[name..at], &bytes[value..end]);
                        at = end + 1;
                        name = at;
                    }
                    _ => at += 1,
                }
            }
            b' ' | b'/' | b'\n' | b'\t' | b'\r' | b'\x0c' => {
                at += 1;
                name = at;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Whether an address stays on the site: a path, or a place on the page.
fn is_internal(address: &[u8]) -> bool {
    match address {
        [b'/', b'/', ..] => !address.contains(&b':'),
        [b'/' | b'#', ..] => true,
        _ => !address.contains(&b':'),
    }
}

/// Whether an address leads to a host by its name, this one's perhaps.
fn is_full(address: &[u8]) -> bool {
    let begins = |with: &[u8]| {
        let start = address.get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    begins(b"https:") || begins(b"http:") || begins(b"//")
}

/// An attribute's value without the escapes that our own escapers make.
fn decoded(value: &[u8]) -> Cow<'_, str> {
    // What is no UTF-8 was not written by us.
    let value = String::from_utf8_lossy(value);
    if !value.contains('&') {
        return value;
    }
    let plain = value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&");
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Names, PageFacts};

    #[test]
    fn a_page_tells_its_language_ids_and_links() {
        let html = br##"<!doctype html><html lang="fr"><!-- <a href="/x/"> --><body id="a">
            <a class="x" href="/fr/?a=1&amp;b=2">1 &gt; 0</a><img src='p.png' id="b">
            <a href="https://example.org/">e</a><a href="#b">b</a>
            <script type="application/ld+json">{"url": "<a href=\"/no/\">"}</script></body>"##;
        let facts = PageFacts::read(html, &Names::default(), &[]);
        let list = |texts: &[Arc<str>]| texts.join(" ");
        assert_eq!(facts.lang.as_deref(), Some("fr"));
        assert_eq!(list(&facts.ids), "a b");
        let mut links = facts.links.clone();
        links.sort();
        assert_eq!(list(&links), "#b /fr/?a=1&b=2 p.png");
        assert_eq!(list(&facts.full_links), "https://example.org/");
    }
}
