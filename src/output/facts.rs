//! What `audit` needs of an HTML page: its language, its ids, the links it makes.
//!
//! Read from the bytes as they are published, so that what a theme writes is seen as well as
//! what Recto writes. Our own pages are well-formed; of others, what cannot be read is not
//! there.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::quality::FixedState;

/// What one page says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageFacts {
    /// The `lang` of its `html` element.
    pub lang: Option<Arc<str>>,
    /// The ids of its elements, in order.
    pub ids: Vec<Arc<str>>,
    /// The addresses of `href` and `src` that stay on the site, each once, in no order.
    pub links: Vec<Arc<str>>,
    /// What it has in common with other pages, and what that says.
    pub pieces: Vec<Arc<SharedHtml>>,
}

/// A piece of HTML that many pages have in common, such as their menus or a row of a table:
/// it is read once, and passed over where a page has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedHtml {
    /// How long it is, in bytes.
    len: usize,
    /// Its first bytes: most elements of a page differ from it in these.
    start: [u8; 16],
    /// The hash of all of it. Its bytes are not kept: a table of a hundred rows would read
    /// those of each row from where no cache has them.
    hash: u64,
    /// The ids of its elements, in order.
    pub ids: Vec<Arc<str>>,
    /// The addresses within the host that it leads to.
    pub links: Vec<Arc<str>>,
    /// Those that mean something else on each page: relative ones, and places on the page.
    pub relative: Vec<Arc<str>>,
}

impl SharedHtml {
    /// Whether it stands at the beginning of `html`.
    fn begins(&self, html: &[u8]) -> bool {
        let own = html.get(..self.len);
        own.is_some_and(|own| start(own) == self.start && hash(own) == self.hash)
    }

    /// Reads a piece, which begins and ends with an element.
    pub fn read(html: &str) -> Self {
        let facts = PageFacts::read(html.as_bytes(), &Names::default(), &[]);
        let is_path = |link: &Arc<str>| link.starts_with('/');
        let (links, relative) = facts.links.into_iter().partition(is_path);
        let bytes = html.as_bytes();
        Self {
            len: bytes.len(),
            start: start(bytes),
            hash: hash(bytes),
            ids: facts.ids,
            links,
            relative,
        }
    }
}

/// The first bytes of a piece, or all of them and zeros.
fn start(bytes: &[u8]) -> [u8; 16] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut start = [0; 16];
        start[..bytes.len()].copy_from_slice(bytes);
        start
    })
}

fn hash(bytes: &[u8]) -> u64 {
    FixedState::default().hash_one(bytes)
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
    /// Reads a page. `pieces` are those that it may have, in their order.
    pub fn read(html: &[u8], names: &Names, pieces: &[Arc<SharedHtml>]) -> Self {
        // Once for all values. What is no UTF-8 was not written by us.
        let html = match std::str::from_utf8(html) {
            Ok(html) => Cow::Borrowed(html),
            Err(_) => String::from_utf8_lossy(html),
        };
        let mut lang = vec![];
        let mut ids = vec![];
        let mut links = vec![];
        let mut awaited = pieces.iter().peekable();
        let mut shared = vec![];
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
            at += found;
            let here = &html.as_bytes()[at..];
            if let Some(piece) = awaited.next_if(|piece| piece.begins(here)) {
                at += piece.len;
                shared.push(piece.clone());
                continue;
            }
            at += 1;
            let tag = &html.as_bytes()[at..];
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
            let is_opaque = tag.starts_with(b"script") || tag.starts_with(b"style");
            at = attributes(&html, at, &mut |name, value| match name {
                "id" => ids.push(decoded(value)),
                "href" | "src" if is_internal(value) => links.push(decoded(value)),
                "lang" if is_html => lang.push(decoded(value)),
                _ => {}
            });
            if is_opaque {
                // What stands in these is not HTML.
                let rest = &html.as_bytes()[at..];
                at += memchr::memmem::find(rest, b"</").unwrap_or(rest.len());
            }
        }
        let mut links = names.share(&links);
        // Shared texts are the same where they are at the same place.
        links.sort_unstable_by_key(|link| link.as_ptr());
        links.dedup_by_key(|link| link.as_ptr());
        let lang = names.share(&lang).pop();
        Self {
            lang,
            ids: names.share(&ids),
            links,
            pieces: shared,
        }
    }
}

/// Reads the attributes of a tag from behind its `<`, and gives the byte behind its `>`.
fn attributes<'a>(
    html: &'a str,
    start: usize,
    take: &mut impl FnMut(&'a str, &'a str),
) -> usize {
    // Names are a few bytes long: a loop is quicker than a search.
    let bytes = html.as_bytes();
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
                        take(&html[name..at], &html[value..end]);
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
fn is_internal(address: &str) -> bool {
    let path = address.starts_with('/') && !address.starts_with("//");
    path || address.starts_with('#') || !address.contains(':')
}

/// An attribute's value without the escapes that our own escapers make.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
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

    use super::{Names, PageFacts, SharedHtml};

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
    }

    #[test]
    fn what_pages_have_in_common_is_read_once() {
        let nav =
            Arc::new(SharedHtml::read("<nav id=\"n\"><a href=\"/fr/\">a</a></nav>"));
        let row = Arc::new(SharedHtml::read("<tr><td><a href=\"#x\">x</a></td></tr>"));
        let html = "<html lang=\"fr\"><nav id=\"n\"><a href=\"/fr/\">a</a></nav>\
            <p id=\"p\"></p><tr><td><a href=\"#y\">y</a></td></tr>\
            <tr><td><a href=\"#x\">x</a></td></tr>";
        let pieces = [nav.clone(), row.clone(), row.clone()];
        let facts = PageFacts::read(html.as_bytes(), &Names::default(), &pieces);
        assert_eq!(facts.pieces, [nav, row], "a row that is not there is not told");
        assert_eq!(facts.ids, ["p".into()]);
        assert_eq!(facts.links, ["#y".into()], "one that only looks like it is read");
        assert_eq!(facts.pieces[0].links, ["/fr/".into()]);
        assert_eq!(facts.pieces[1].relative, ["#x".into()]);
    }
}
