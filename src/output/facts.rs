//! What `audit` needs of an HTML page: its language, its ids, the links it makes.
//!
//! Read from the bytes as they are published, so that what a theme writes is seen as well as
//! what Recto writes. Our own pages are well-formed; of others, what cannot be read is not
//! there.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What one page says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageFacts {
    /// The `lang` of its `html` element.
    pub lang: Option<Arc<str>>,
    /// The ids of its elements, in order.
    pub ids: Vec<Arc<str>>,
    /// The addresses of `href` and `src` that stay on the site, each once.
    pub links: Vec<Arc<str>>,
}

/// Texts that many pages have in common, kept once.
#[derive(Debug, Default)]
pub struct Names(Mutex<HashSet<Arc<str>>>);

impl Names {
    /// The shared form of each text.
    fn share(&self, texts: &[String]) -> Vec<Arc<str>> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .iter()
            .map(|text| match names.get(text.as_str()) {
                Some(name) => name.clone(),
                None => {
                    let name: Arc<str> = text.as_str().into();
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
        let mut lang = None;
        let mut ids = vec![];
        let mut links: Vec<String> = vec![];
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &html[at..]) {
            at += found + 1;
            let tag_start = at;
            if html[at..].starts_with(b"!--") {
                at += memchr::memmem::find(&html[at..], b"-->")
                    .map_or(html.len() - at, |n| n + 3);
                continue;
            }
            let is_html = html[tag_start..].starts_with(b"html");
            at = attributes(html, at, &mut |name, value| match name {
                b"id" => ids.push(decoded(value)),
                b"href" | b"src" if is_internal(value) => links.push(decoded(value)),
                b"lang" if is_html => lang = Some(decoded(value)),
                _ => {}
            });
            if html[tag_start..].starts_with(b"script")
                || html[tag_start..].starts_with(b"style")
            {
                // What stands in these is not HTML.
                at += memchr::memmem::find(&html[at..], b"</").unwrap_or(html.len() - at);
            }
        }
        links.sort_unstable();
        links.dedup();
        let lang = lang
            .map(|lang| names.share(&[lang]))
            .and_then(|mut shared| shared.pop());
        Self {
            lang,
            ids: names.share(&ids),
            links: names.share(&links),
        }
    }
}

/// Reads the attributes of a tag from behind its `<`, and gives the byte behind its `>`.
fn attributes<'a>(
    html: &'a [u8],
    start: usize,
    take: &mut impl FnMut(&'a [u8], &'a [u8]),
) -> usize {
    let mut at = start;
    while at < html.len() {
        match html[at] {
            b'>' => return at + 1,
            b'=' if matches!(html.get(at + 1), Some(b'"' | b'\'')) => {
                let quote = html[at + 1];
                let name_start = html[start..at]
                    .iter()
                    .rposition(|b| b.is_ascii_whitespace() || *b == b'"' || *b == b'/')
                    .map_or(start, |n| start + n + 1);
                let value_start = at + 2;
                let len = memchr::memchr(quote, &html[value_start..]);
                let value_end = len.map_or(html.len(), |len| value_start + len);
                take(&html[name_start..at], &html[value_start..value_end]);
                at = value_end + 1;
            }
            _ => at += 1,
        }
    }
    html.len()
}

/// Whether an address stays on the site: a path, or a place on the page.
fn is_internal(address: &[u8]) -> bool {
    let path = address.starts_with(b"/") && !address.starts_with(b"//");
    path || address.starts_with(b"#") || !address.contains(&b':')
}

/// An attribute's value without the escapes that our own escaper makes.
fn decoded(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    if !text.contains('&') {
        return text.into_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
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
        assert_eq!(list(&facts.links), "#b /fr/?a=1&b=2 p.png");
    }
}
