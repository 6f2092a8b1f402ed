//! The HTML that writers may use in Markdown, where the site allows any: which elements and
//! attributes, and what becomes of the rest.
//!
//! HTML is taken apart here into tags and text. What a page gets of it is made anew: names of
//! elements from the lists below, attributes by way of `ammonia`, text escaped. Whatever a tag
//! was misread as, nothing else comes out.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ammonia::{Builder, UrlRelative};

use crate::model::id::slugify;
use crate::model::terms::terms;

terms! {
    /// What becomes of HTML in Markdown.
    HtmlPolicy {
        /// It is shown as it is written.
        AsText = "as-text",
        /// Harmless elements are taken, the rest is left out.
        Allowed = "allowed",
    }
}

/// What stands before the ids that writers give: no script and no link of the theme finds
/// them in place of its own.
pub const ID_PREFIX: &str = "texte-";

/// Elements that can stand within a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em",
    "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that stand on their own.
const BLOCK: &[&str] = &[
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "hr",
    "li",
    "ol",
    "p",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements without content.
const VOID: &[&str] = &["br", "hr", "wbr"];

/// Elements whose content goes with them: it is not for readers.
const WITH_CONTENT: &[&str] = &[
    "audio",
    "canvas",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

/// In what some elements alone can stand.
const PARENTS: &[(&str, &[&str])] = &[
    ("caption", &["table"]),
    ("dd", &["dl"]),
    ("dt", &["dl"]),
    ("figcaption", &["figure"]),
    ("li", &["ul", "ol"]),
    ("summary", &["details"]),
    ("tbody", &["table"]),
    ("td", &["tr"]),
    ("tfoot", &["table"]),
    ("th", &["tr"]),
    ("thead", &["table"]),
    ("tr", &["table", "thead", "tbody", "tfoot"]),
];

/// The attributes that an element can have.
fn attributes_of(name: &str) -> &'static [&'static str] {
    match name {
        "a" => &["id", "lang", "dir", "href", "hreflang"],
        "abbr" | "dfn" => &["id", "lang", "dir", "title"],
        "data" => &["id", "lang", "dir", "value"],
        "details" => &["id", "lang", "dir", "open"],
        "li" => &["id", "lang", "dir", "value"],
        "ol" => &["id", "lang", "dir", "start", "reversed"],
        "td" => &["id", "lang", "dir", "colspan", "rowspan"],
        "th" => &["id", "lang", "dir", "colspan", "rowspan", "scope"],
        "time" => &["id", "lang", "dir", "datetime"],
        _ => &["id", "lang", "dir"],
    }
}

/// A piece of HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token<'a> {
    /// Text between tags.
    Text(&'a str),
    /// The tag that begins an element.
    Open(Tag<'a>),
    /// The tag that ends the element of this name.
    Close(String),
    /// A comment, or a declaration.
    Comment,
}

/// The tag that begins an element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag<'a> {
    /// The name, in lower case.
    pub name: String,
    /// What follows the name.
    rest: &'a str,
    /// The attributes: names in lower case, values as written.
    attributes: Vec<(String, &'a str)>,
}

/// Takes HTML apart.
pub fn tokens(html: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = vec![];
    let mut text = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + found;
        let Some((token, end)) = tag(html, start) else {
            at = start + 1;
            continue;
        };
        if text < start {
            tokens.push((Token::Text(&html[text..start]), text..start));
        }
        tokens.push((token, start..end));
        (text, at) = (end, end);
    }
    if text < html.len() {
        tokens.push((Token::Text(&html[text..]), text..html.len()));
    }
    tokens
}

/// The tag or comment that begins at a byte, and its end; `None` where it is a mere `<`.
fn tag(html: &str, start: usize) -> Option<(Token<'_>, usize)> {
    let rest = &html[start..];
    let end_of =
        |mark: &str| rest.find(mark).map_or(html.len(), |at| start + at + mark.len());
    if rest.starts_with("<!--") {
        return Some((Token::Comment, end_of("-->")));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return Some((Token::Comment, end_of(">")));
    }
    let (closes, name) = match rest.strip_prefix("</") {
        Some(name) => (true, name),
        None => (false, &rest[1..]),
    };
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let len = name
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<'))
        .unwrap_or(name.len());
    let (name, rest) = name.split_at(len);
    let name = name.to_ascii_lowercase();
    if closes {
        return Some((Token::Close(name), end_of(">")));
    }
    let (attributes, len) = attributes(rest);
    let end = html.len() - rest.len() + len;
    let rest = rest[..len].trim_end_matches('>').trim_end_matches('/');
    Some((Token::Open(Tag { name, rest, attributes }), end))
}

/// The attributes of a tag from behind its name, and how long they are with the `>`.
fn attributes(rest: &str) -> (Vec<(String, &str)>, usize) {
    let mut attributes = vec![];
    let is_gap = |c: char| c.is_ascii_whitespace() || c == '/';
    let mut at = 0;
    loop {
        at += rest[at..].len() - rest[at..].trim_start_matches(is_gap).len();
        let left = &rest[at..];
        if left.is_empty() {
            return (attributes, at);
        }
        if left.starts_with('>') {
            return (attributes, at + 1);
        }
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        let first = left.chars().next().map_or(1, char::len_utf8);
        let len = left[first..].find(ends).map_or(left.len(), |len| len + first);
        let name = left[..len].to_ascii_lowercase();
        at += len;
        let after = rest[at..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            attributes.push((name, ""));
            continue;
        };
        let value = value.trim_start();
        at = rest.len() - value.len();
        let (value, len) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                let len = inner.find(quote).unwrap_or(inner.len());
                (&inner[..len], (len + 2).min(value.len()))
            }
            _ => {
                let ends = |c: char| c.is_ascii_whitespace() || c == '>';
                let len = value.find(ends).unwrap_or(value.len());
                (&value[..len], len)
            }
        };
        attributes.push((name, value));
        at += len;
    }
}

impl Tag<'_> {
    /// The element as pages may have it; `None` where they may not.
    pub fn allowed(&self, inline: bool) -> Option<&'static str> {
        let lists: &[&[&str]] = if inline { &[INLINE] } else { &[INLINE, BLOCK] };
        let mut all = lists.iter().flat_map(|list| list.iter());
        all.find(|name| **name == self.name).copied()
    }

    /// Whether the element has no content.
    pub fn is_void(&self) -> bool {
        VOID.contains(&&*self.name)
    }

    /// Whether what stands in the element is left out with it.
    pub fn hides_content(&self) -> bool {
        WITH_CONTENT.contains(&&*self.name)
    }

    /// Where a link leads.
    pub fn href(&self) -> Option<&str> {
        let is_href = |(name, _): &&(String, &str)| self.name == "a" && name == "href";
        let (_, value) = self.attributes.iter().find(is_href)?;
        Some(value)
    }

    /// The attributes that are left out.
    pub fn attributes_left_out(&self) -> Vec<&str> {
        let kept = attributes_of(&self.name);
        let is_left_out = |(name, _): &&(String, &str)| {
            !kept.contains(&&**name)
                || (name == "href" && !self.attributes_html("", "").contains(" href="))
        };
        let left_out = self.attributes.iter().filter(is_left_out);
        left_out.map(|(name, _)| &**name).collect()
    }

    /// The attributes that pages may have, as HTML. Addresses of the site get the path below
    /// which it lives, places of the page its address where it is read elsewhere.
    pub fn attributes_html(&self, base_path: &str, page: &str) -> String {
        // Any element can stand in for any other: only the attributes come back. Parts of a
        // table alone would be lost.
        const STAND_IN: &str = "span";
        let kept: HashSet<&str> = attributes_of(&self.name).iter().copied().collect();
        let (base_path, page) = (base_path.to_owned(), page.to_owned());
        let mut builder = Builder::empty();
        builder
            .tags(HashSet::from([STAND_IN]))
            .generic_attributes(HashSet::new())
            .tag_attributes(HashMap::from([(STAND_IN, kept)]))
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
            .url_relative(UrlRelative::PassThrough)
            .link_rel(None)
            .attribute_filter(move |_, name, value| match name {
                "id" => Some(format!("{ID_PREFIX}{}", slugify(value)).into()),
                "href" => address(value, &base_path, &page),
                _ => Some(value.into()),
            });
        let clean = builder.clean(&format!("<{STAND_IN} {}></{STAND_IN}>", self.rest));
        let clean = clean.to_string();
        let open = clean
            .strip_prefix("<span")
            .and_then(|rest| rest.strip_suffix("></span>"));
        open.unwrap_or_default().to_owned()
    }
}

/// The address of a link as pages have it; `None` where none may lead there.
fn address<'a>(value: &'a str, base_path: &str, page: &str) -> Option<Cow<'a, str>> {
    let value = value.trim();
    let odd = |c: char| c.is_control() || c == '\\';
    let scheme = value
        .split(['/', '?', '#'])
        .next()
        .and_then(|part| part.split_once(':'));
    let known = ["http", "https", "mailto", "tel"];
    match scheme {
        _ if value.contains(odd) || value.starts_with("//") => None,
        Some((scheme, _)) if !known.contains(&&*scheme.to_ascii_lowercase()) => None,
        _ if value.starts_with('/') => Some(format!("{base_path}{value}").into()),
        _ if value.starts_with('#') => Some(format!("{page}{value}").into()),
        _ => Some(value.into()),
    }
}

/// Whether an element can stand right in another one.
pub fn can_stand_in(name: &str, parent: Option<&str>) -> bool {
    let parents = PARENTS.iter().find(|(child, _)| *child == name);
    parents.is_none_or(|(_, parents)| parent.is_some_and(|p| parents.contains(&p)))
}

/// Whether an element that is open ends where another begins: the end tag was left out.
pub fn ends_before(open: &str, name: &str) -> bool {
    match name {
        "li" => open == "li",
        "dt" | "dd" => ["dt", "dd", "p"].contains(&open),
        "td" | "th" => ["td", "th", "p"].contains(&open),
        "tr" => ["td", "th", "tr", "p"].contains(&open),
        "thead" | "tbody" | "tfoot" => {
            ["td", "th", "tr", "thead", "tbody", "tfoot", "caption"].contains(&open)
        }
        name => BLOCK.contains(&name) && cannot_hold_blocks(open),
    }
}

/// Whether paragraphs and lists cannot stand in an element.
pub fn cannot_hold_blocks(open: &str) -> bool {
    INLINE.contains(&open) || ["p", "summary", "dt"].contains(&open)
}

/// Text of HTML, whose entities are read, as HTML.
pub fn text_html(text: &str) -> String {
    // Pages have the character, not its name.
    Builder::empty().clean(text).to_string().replace("&nbsp;", "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    fn open(html: &str) -> String {
        let tokens = tokens(html);
        let Some((Token::Open(tag), range)) = tokens.first() else {
            return String::new();
        };
        assert_eq!(range.start, 0);
        format!("{}{}", tag.name, tag.attributes_html("/base", ""))
    }

    #[test]
    fn tags_are_made_anew() {
        assert_eq!(open("<B class=x onclick='a()'>"), "b");
        assert_eq!(open("<a href=/fr/ style=\"x\">"), "a href=\"/base/fr/\"");
        assert_eq!(open("<a href=\"javascript:alert(1)\">"), "a");
        assert_eq!(open("<a href=\"jav&#x09;ascript:alert(1)\">"), "a");
        assert_eq!(open("<a href=//evil.example>"), "a");
        assert_eq!(
            open("<td colspan=2 id=document>"),
            "td colspan=\"2\" id=\"texte-document\""
        );
        assert_eq!(open("<abbr title='a\"b>c'>"), "abbr title=\"a&quot;b&gt;c\"");
        assert_eq!(open("<span lang=en></span><script>"), "span lang=\"en\"");
        assert_eq!(open("<details open/>"), "details open=\"\"");
    }

    #[test]
    fn html_is_taken_apart_whole() {
        for html in
            ["a < b", "<", "</", "<a", "<a href=\"x", "<a b='", "x<!-- y", "<é>", "<a =>"]
        {
            let tokens = tokens(html);
            let mut at = 0;
            for (_, range) in &tokens {
                assert_eq!(range.start, at, "{html}");
                at = range.end;
            }
            assert_eq!(at, html.len(), "{html}");
        }
        let names: Vec<String> = tokens("<p>x<br/></p><!-- y -->")
            .into_iter()
            .map(|(token, _)| format!("{token:?}").chars().take(8).collect())
            .collect();
        assert_eq!(names.len(), 5, "{names:?}");
    }
}
