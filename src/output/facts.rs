//! What `audit` needs of an HTML page: its language, its ids, the links it makes.
//!
//! Read from the bytes as they are published, so that what a theme writes is seen as well as
//! what Recto writes. Our own pages are well-formed; of others, what cannot be read is not
//! there.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What one page says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageFacts {
    /// The `lang` of its `html` element.
    pub lang: Option<Arc<str>>,
    /// The ids of its elements, in order.
    pub ids: Vec<Arc<str>>,
    /// The addresses of `href` and `src` that stay on the site, each once, in no order.
    pub links: Vec<Arc<str>>,
}

/// Texts that many pages have in common, kept once.
#[derive(Debug, Default)]
pub struct Names(Mutex<HashSet<Arc<str>>>);

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
    /// Reads a page.
    pub fn read(html: &[u8], names: &Names) -> Self {
        let mut lang = vec![];
        let mut ids = vec![];
        let mut links = vec![];
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &html[at..]) {
            at += found + 1;
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
            at += attributes(tag, &mut |name, value| match name {
                b"id" => ids.push(decoded(value)),
                b"href" | b"src" if is_internal(value) => links.push(decoded(value)),
                b"lang" if is_html => lang.push(decoded(value)),
                _ => {}
            });
            if tag.starts_with(b"script") || tag.starts_with(b"style") {
                // What stands in these is not HTML.
                at += memchr::memmem::find(&html[at..], b"</").unwrap_or(html.len() - at);
            }
        }
        let mut links = names.share(&links);
        // Shared texts are the same where they are at the same place.
        links.sort_unstable_by_key(|link| link.as_ptr());
        links.dedup_by_key(|link| link.as_ptr());
        let lang = names.share(&lang).pop();
        Self { lang, ids: names.share(&ids), links }
    }
}

/// Reads the attributes of a tag from behind its `<`, and gives the byte behind its `>`.
fn attributes<'a>(tag: &'a [u8], take: &mut impl FnMut(&'a [u8], &'a [u8])) -> usize {
    let mut at = 0;
    loop {
        let Some(found) = memchr::memchr2(b'>', b'=', &tag[at..]) else {
            return tag.len();
        };
        let sign = at + found;
        if tag[sign] == b'>' {
            return sign + 1;
        }
        let Some(quote @ (b'"' | b'\'')) = tag.get(sign + 1) else {
            at = sign + 1;
            continue;
        };
        let before = &tag[at..sign];
        let name = before.iter().rposition(|b| b.is_ascii_whitespace() || *b == b'/');
        let value = sign + 2;
        let len = memchr::memchr(*quote, &tag[value..]).unwrap_or(tag.len() - value);
        take(&before[name.map_or(0, |n| n + 1)..], &tag[value..value + len]);
        at = (value + len + 1).min(tag.len());
    }
}

/// Whether an address stays on the site: a path, or a place on the page.
fn is_internal(address: &[u8]) -> bool {
    let path = address.starts_with(b"/") && !address.starts_with(b"//");
    path || address.starts_with(b"#") || !address.contains(&b':')
}

/// An attribute's value without the escapes that our own escapers make.
fn decoded(value: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(value);
    if !text.contains('&') {
        return text;
    }
    let plain = text
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
    use super::{Names, PageFacts};

    #[test]
    fn a_page_tells_its_language_ids_and_links() {
        let html = br##"<!doctype html><html lang="fr"><!-- <a href="/x/"> --><body id="a">
            <a class="x" href="/fr/?a=1&amp;b=2">1 &gt; 0</a><img src='p.png' id="b">
            <a href="https://example.org/">e</a><a href="#b">b</a>
            <script type="application/ld+json">{"url": "<a href=\"/no/\">"}</script></body>"##;
        let facts = PageFacts::read(html, &Names::default());
        let list = |texts: &[std::sync::Arc<str>]| texts.join(" ");
        assert_eq!(facts.lang.as_deref(), Some("fr"));
        assert_eq!(list(&facts.ids), "a b");
        let mut links = facts.links.clone();
        links.sort();
        assert_eq!(list(&links), "#b /fr/?a=1&b=2 p.png");
    }
}
