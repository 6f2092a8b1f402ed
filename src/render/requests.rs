//! What pages would fetch from other sites, by what the theme's files say: nobody else is to
//! learn who reads a dossier. The browser would refuse it, too, and the page would lack it.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Place, Problem};
use crate::source::Snapshot;

/// What stands before the address of something that a script fetches, without blanks.
const BEFORE_FETCHED: &[&str] = &[
    "from",
    "import",
    "import(",
    "fetch(",
    "importScripts(",
    "Worker(",
    "EventSource(",
    "WebSocket(",
    "sendBeacon(",
    ".src=",
    "\"GET\",",
    "\"POST\",",
];

/// What stands before a pattern, and not before a division.
const BEFORE_PATTERN: &[char] =
    &['(', ',', '=', ':', '[', '!', '&', '|', '?', '{', '}', ';', '>'];

/// Elements that fetch, and attributes by which they do.
const FETCHING: &[(&str, &[&str])] = &[
    ("audio", &["src"]),
    ("embed", &["src"]),
    ("iframe", &["src"]),
    ("image", &["href"]),
    ("img", &["src", "srcset"]),
    ("input", &["src"]),
    ("link", &["href", "imagesrcset"]),
    ("object", &["data"]),
    ("script", &["src", "href"]),
    ("source", &["src", "srcset"]),
    ("track", &["src"]),
    ("use", &["href"]),
    ("video", &["src", "poster"]),
];

/// Kinds of links that only tell of an address.
const TELLING: &[&str] =
    &["alternate", "author", "canonical", "license", "me", "next", "prev"];

/// Finds the requests to other sites in styles, scripts and templates of some folders.
pub(super) fn check(snapshot: &Snapshot, folders: &[Arc<str>]) -> Vec<Diagnostic> {
    let mut found = vec![];
    for (path, source) in &snapshot.sources {
        let of_folder = |folder: &Arc<str>| path.strip_prefix(&**folder);
        let Some(name) = folders.iter().find_map(of_folder) else { continue };
        let text = &*source.text;
        let ranges = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "css" if name.starts_with("/assets/") => of_style(text),
            "js" if name.starts_with("/assets/") => of_script(text),
            "html" if name.starts_with("/templates/") => of_template(text),
            _ => continue,
        };
        found.extend(ranges.into_iter().map(|range| {
            let problem =
                Problem::RequestElsewhere { url: text[range.clone()].to_owned() };
            Diagnostic::new(problem, path, Place::Bytes(range))
        }));
    }
    found
}

/// Whether an address names a host.
fn is_elsewhere(address: &str) -> bool {
    let is_scheme = |scheme: &str| scheme.bytes().all(|it| it.is_ascii_alphabetic());
    address.split_once("//").is_some_and(|(before, _)| {
        before.is_empty() || before.strip_suffix(':').is_some_and(is_scheme)
    })
}

/// Where a style would fetch from another site: by `@import`, `url()`, `image-set()`.
fn of_style(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = vec![];
    // Whether a text in quotes is an address here, and whether an address only is a name.
    let (mut fetches, mut names) = (false, false);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &text.as_bytes()[at..];
        match byte {
            b'/' if rest.starts_with(b"/*") => at += len_until(&rest[2..], b"*/") + 2,
            b'"' | b'\'' => {
                let len = quoted_len(rest);
                let inside = at + 1..at + len;
                found.extend(address(text, inside).filter(|_| fetches && !names));
                at += len + 1;
            }
            b';' | b'{' | b'}' => {
                (fetches, names) = (false, false);
                at += 1;
            }
            b'@' | b'-' | b'a'..=b'z' | b'A'..=b'Z' => {
                let is_end =
                    |it: &u8| !(it.is_ascii_alphanumeric() || b"-_@".contains(it));
                let len = rest.iter().position(is_end).unwrap_or(rest.len());
                let word = text[at..at + len].to_ascii_lowercase();
                let calls = rest.get(len) == Some(&b'(');
                at += len;
                match word.as_str() {
                    "@import" => fetches = true,
                    "@namespace" => names = true,
                    "image-set" | "-webkit-image-set" | "src" if calls => fetches = true,
                    "url" if calls => {
                        let inside = &text[at + 1..];
                        let blank = inside.len() - inside.trim_start().len();
                        let start = at + 1 + blank;
                        let len = match bytes.get(start) {
                            Some(b'"' | b'\'') => quoted_len(&bytes[start..]),
                            _ => len_until(&bytes[start..], b")").saturating_sub(1),
                        };
                        let quotes =
                            usize::from(matches!(bytes.get(start), Some(b'"' | b'\'')));
                        let range = start + quotes..(start + len).min(text.len());
                        found.extend(address(text, range).filter(|_| !names));
                        at = (start + len + 1).min(text.len());
                    }
                    _ => {}
                }
            }
            _ => at += 1,
        }
    }
    found
}

/// Where a script would fetch from another site, as far as it says so in one place.
fn of_script(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = vec![];
    // The last of what is no blank and no comment.
    let mut before = String::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        match byte {
            b'/' if rest.starts_with(b"//") => at += len_until(rest, b"\n"),
            b'/' if rest.starts_with(b"/*") => at += len_until(&rest[2..], b"*/") + 2,
            b'"' | b'\'' | b'`' => {
                let len = quoted_len(rest);
                let is_fetched = BEFORE_FETCHED.iter().any(|it| before.ends_with(it));
                found.extend(address(text, at + 1..at + len).filter(|_| is_fetched));
                let inside = rest.get(1..len.min(rest.len())).unwrap_or_default();
                before = format!("\"{}\"", String::from_utf8_lossy(inside));
                at += len + 1;
            }
            b' ' | b'\t' | b'\n' => at += 1,
            // A pattern stands where a value may begin; the quotes in it are none.
            b'/' if before.is_empty() || before.ends_with(BEFORE_PATTERN) => {
                at += quoted_len(rest) + 1;
                before = "//".into();
            }
            byte => {
                before.push(char::from(*byte));
                at += 1;
            }
        }
    }
    found
}

/// Where a template would have every page fetch from another site.
fn of_template(text: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    for (start, _) in text.match_indices('<') {
        let rest = &text[start + 1..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let is_end = |c: char| !c.is_ascii_alphanumeric();
        let name = tag[..tag.find(is_end).unwrap_or(tag.len())].to_ascii_lowercase();
        let Some((_, by)) = FETCHING.iter().find(|(element, _)| *element == name) else {
            continue;
        };
        if TELLING.iter().any(|rel| tag.contains(&format!("rel=\"{rel}\""))) {
            continue;
        }
        for attribute in *by {
            for quote in ['"', '\''] {
                let head = format!("{attribute}={quote}");
                let Some(at) = tag.find(&head) else { continue };
                let inside = start + 1 + at + head.len();
                let len = text[inside..].find([quote, ',', ' ']).unwrap_or(0);
                found.extend(address(text, inside..inside + len));
            }
        }
    }
    found
}

/// The place of an address without its blanks, where it names a host.
fn address(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let written = text.get(range.clone())?;
    let start = range.start + (written.len() - written.trim_start().len());
    let address = written.trim();
    is_elsewhere(address).then(|| start..start + address.len())
}

/// The length of a text in quotes, without the second; a text ends with its line at the
/// latest, so that one that is none does not hide what follows.
fn quoted_len(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' if bytes[0] != b'`' => return at,
            byte if *byte == bytes[0] => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// How far it is to the end of something, with the end.
fn len_until(bytes: &[u8], end: &[u8]) -> usize {
    memchr::memmem::find(bytes, end).map_or(bytes.len(), |at| at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, look: fn(&str) -> Vec<Range<usize>>) -> Vec<&str> {
        look(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_style_that_fetches_from_elsewhere_is_found() {
        let style = "/* url(http://no) */ @namespace svg url(http://www.w3.org/2000/svg);
            @IMPORT 'https://a/x.css'; @import url( //b/y.css );
            p { background: URL(\"http://c/z.png\"), url(data:image/png;base64,//8=) }
            q::after { content: 'http://no'; background: image-set('//d/e.png' 1x) }
            @font-face { src: url(../fonts/x.woff2), url(/y.woff2) } a { b: url(";
        let expected = ["https://a/x.css", "//b/y.css", "http://c/z.png", "//d/e.png"];
        assert_eq!(found(style, of_style), expected);
    }

    #[test]
    fn a_script_that_fetches_from_elsewhere_is_found() {
        let script = "// import 'http://no'\nimport a from 'https://a/x.js'; import\"//b\";
            const words = 'http://no', help = /'/; await import(`https://c/d.js`);
            fetch( 'https://e' ); request.open('GET', 'http://f'); link.href = 'http://no';
            import own from './own.js'";
        let expected =
            ["https://a/x.js", "//b", "https://c/d.js", "https://e", "http://f"];
        assert_eq!(found(script, of_script), expected);
    }

    #[test]
    fn a_template_whose_pages_fetch_from_elsewhere_is_found() {
        let template = "<a href=\"https://no\"><script src='//a/x.js'></script>
            <link rel=\"stylesheet\" href=\"https://b/c.css\"><img src=\"/own.png\">
            <link rel=\"canonical\" href=\"https://no\"><img src=\"{{ url }}\"
            srcset=\"https://d/e.png 2x\">";
        let expected = ["//a/x.js", "https://b/c.css", "https://d/e.png"];
        assert_eq!(found(template, of_template), expected);
    }
}
