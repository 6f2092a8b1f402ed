//! Drawings, rebuilt from what a drawing may have.
//!
//! Two rules. What could run, reach another place, or grow without end is refused, with its
//! line: scripts, handlers, foreign content, addresses, imports, entities, animation. All that
//! is not listed as part of a drawing is left out: notes, metadata, what editors keep for
//! themselves. What is left is written anew.

use std::collections::BTreeSet;
use std::str::FromStr;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::picture::Flaw;

/// The most bytes of a drawing.
const MAX_LEN: usize = 2_000_000;

/// The deepest that its elements may nest.
const MAX_DEPTH: usize = 64;

/// The most elements.
const MAX_ELEMENTS: usize = 50_000;

/// The widest and highest that a drawing may be, in its own units.
const MAX_SIDE: u32 = 20_000;

/// Elements of a drawing.
const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "style",
    "filter",
    "feGaussianBlur",
    "feOffset",
    "feBlend",
    "feColorMatrix",
    "feComposite",
    "feFlood",
    "feMerge",
    "feMergeNode",
];

/// Elements that run something, hold something foreign, or move.
const REFUSED: &[&str] = &[
    "script",
    "foreignObject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "image",
    "feImage",
    "a",
    "set",
    "animate",
    "animateMotion",
    "animateTransform",
    "animateColor",
    "mpath",
    "discard",
    "handler",
    "listener",
    "link",
    "meta",
    "base",
    "canvas",
];

/// Attributes of a drawing.
const ATTRIBUTES: &[&str] = &[
    "id",
    "class",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "d",
    "points",
    "transform",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-miterlimit",
    "stroke-opacity",
    "opacity",
    "color",
    "display",
    "visibility",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "mask",
    "maskUnits",
    "maskContentUnits",
    "mask-type",
    "filter",
    "filterUnits",
    "primitiveUnits",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "patternUnits",
    "patternContentUnits",
    "patternTransform",
    "marker-start",
    "marker-mid",
    "marker-end",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "refX",
    "refY",
    "orient",
    "preserveAspectRatio",
    "overflow",
    "vector-effect",
    "paint-order",
    "shape-rendering",
    "text-anchor",
    "dominant-baseline",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "letter-spacing",
    "dx",
    "dy",
    "rotate",
    "textLength",
    "lengthAdjust",
    "in",
    "in2",
    "result",
    "stdDeviation",
    "mode",
    "type",
    "values",
    "operator",
    "flood-color",
    "flood-opacity",
    "k1",
    "k2",
    "k3",
    "k4",
    "style",
    "isolation",
    "mix-blend-mode",
    "href",
];

/// A drawing that can be published.
pub(super) struct Drawing {
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Whether some bytes begin as a drawing does.
pub(super) fn seems_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg") || text.contains(":svg")
}

/// Reads a drawing and writes it anew.
pub(super) fn rebuilt(bytes: &[u8]) -> Result<Drawing, Flaw> {
    if bytes.len() > MAX_LEN {
        return Err(Flaw::Unsafe { what: format!("> {MAX_LEN} bytes"), line: 1 });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Flaw::Broken)?;
    let text = text.trim_start_matches('\u{feff}');
    Rebuild {
        text,
        at: 0,
        out: String::with_capacity(text.len()),
        open: vec![],
        skipped: 0,
        n_elements: 0,
        size: None,
        holds_use: BTreeSet::new(),
        used: vec![],
    }
    .run()
}

/// An element that is open: its name as written, and its id.
struct Open {
    name: &'static str,
    id: Option<String>,
    has_use: bool,
}

struct Rebuild<'a> {
    text: &'a str,
    /// Where the reader is.
    at: usize,
    out: String,
    open: Vec<Open>,
    /// How many elements that are left out are open.
    skipped: usize,
    n_elements: usize,
    size: Option<(u32, u32)>,
    /// Ids of elements that use others: what uses them could grow without end.
    holds_use: BTreeSet<String>,
    used: Vec<(String, usize)>,
}

impl Rebuild<'_> {
    fn run(mut self) -> Result<Drawing, Flaw> {
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_end_names = true;
        loop {
            let event = reader.read_event().map_err(|_| Flaw::Broken)?;
            match event {
                Event::Start(tag) => self.start(&tag, false)?,
                Event::Empty(tag) => self.start(&tag, true)?,
                Event::End(_) => self.end(),
                Event::Text(text) => self.characters(&text.xml10_content())?,
                Event::CData(text) => self.characters(&text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let known = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        Ok(None) => predefined(&reference.xml10_content()),
                        Err(_) => None,
                    };
                    let Some(c) = known else {
                        let name = reference.xml10_content().into_owned();
                        return Err(self.unsafe_(format!("&{name};")));
                    };
                    self.characters(&c.to_string())?;
                }
                // A document type may only name the one of SVG.
                Event::DocType(text) => {
                    if text.xml10_content().contains(['[', '%']) {
                        return Err(self.unsafe_("<!DOCTYPE [".into()));
                    }
                }
                Event::PI(text) => {
                    if text.target().contains("stylesheet") {
                        return Err(self.unsafe_("<?xml-stylesheet".into()));
                    }
                }
                Event::Comment(_) | Event::Decl(_) => {}
                Event::Eof => break,
            }
            self.at = usize::try_from(reader.buffer_position()).unwrap_or(self.at);
        }
        let is_whole = self.open.is_empty() && self.skipped == 0 && self.n_elements > 0;
        let (Some((width, height)), true) = (self.size, is_whole) else {
            return Err(Flaw::Broken);
        };
        for (id, line) in &self.used {
            if self.holds_use.contains(id) {
                let what = format!("<use href=\"#{id}\">");
                return Err(Flaw::Unsafe { what, line: *line });
            }
        }
        self.out.push('\n');
        Ok(Drawing { bytes: self.out.into_bytes(), width, height })
    }

    fn line(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        // The reader stands at the end of what it read last; blanks lead to what is next.
        let rest = &self.text[before.len()..];
        let blanks = rest.len() - rest.trim_start().len();
        let upto = &self.text.as_bytes()[..before.len() + blanks];
        memchr::memchr_iter(b'\n', upto).count() + 1
    }

    fn unsafe_(&self, what: String) -> Flaw {
        Flaw::Unsafe { what, line: self.line() }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Flaw> {
        self.n_elements += 1;
        let name = tag.name();
        let local = tag.local_name();
        let local = local.as_ref();
        if self.n_elements > MAX_ELEMENTS {
            return Err(self.unsafe_(format!("> {MAX_ELEMENTS} elements")));
        }
        if self.open.len() + self.skipped >= MAX_DEPTH {
            return Err(self.unsafe_(format!("> {MAX_DEPTH} levels")));
        }
        if REFUSED.iter().any(|refused| refused.eq_ignore_ascii_case(local)) {
            return Err(self.unsafe_(format!("<{local}>")));
        }
        let known = ELEMENTS.iter().find(|known| **known == local);
        let is_own = name.prefix().is_none_or(|prefix| prefix.as_ref() == "svg");
        let Some(known) = known.filter(|_| is_own && self.skipped == 0) else {
            self.skipped += usize::from(!is_empty);
            return Ok(());
        };
        if self.n_elements == 1 && *known != "svg" {
            return Err(Flaw::Broken);
        }
        self.out.push('<');
        self.out.push_str(known);
        if self.open.is_empty() {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        }
        let mut id = None;
        let mut sizes = [None, None, None];
        let mut seen = BTreeSet::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| Flaw::Broken)?;
            let key = attribute.key;
            let local = key.local_name();
            let local = local.as_ref();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|_| self.unsafe_(format!("{local}=\"&…\"")))?;
            if local.len() > 2 && local[..2].eq_ignore_ascii_case("on") {
                return Err(self.unsafe_(format!("{local}=")));
            }
            let prefix = key.prefix();
            let prefix = prefix.as_ref().map(AsRef::as_ref);
            let is_href = local == "href" && matches!(prefix, None | Some("xlink"));
            if is_href && !value.trim().starts_with('#') {
                return Err(self.unsafe_(format!("href=\"{}\"", shown(&value))));
            }
            let is_own = prefix.is_none() || is_href;
            if !is_own || !ATTRIBUTES.contains(&local) || !seen.insert(local.to_owned()) {
                continue;
            }
            if let Some(what) = reaches_out(&value) {
                return Err(self.unsafe_(format!("{local}=\"{what}\"")));
            }
            match local {
                "viewBox" => sizes[0] = Some(value.to_string()),
                "width" => sizes[1] = Some(value.to_string()),
                "height" => sizes[2] = Some(value.to_string()),
                "id" => id = Some(value.to_string()),
                _ => {}
            }
            if *known == "use" && is_href {
                self.used.push((value.trim()[1..].to_owned(), self.line()));
            }
            // The size of the drawing is written from its numbers, below.
            if self.open.is_empty() && matches!(local, "width" | "height") {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(local);
            self.out.push_str("=\"");
            push_escaped(&mut self.out, &value);
            self.out.push('"');
        }
        if self.open.is_empty() {
            let (width, height) = self.size_of(&sizes)?;
            self.size = Some((width, height));
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
            if sizes[0].is_none() {
                self.out.push_str(&format!(" viewBox=\"0 0 {width} {height}\""));
            }
        }
        self.out.push_str(if is_empty { "/>" } else { ">" });
        let has_use = *known == "use";
        if has_use {
            self.open.iter_mut().for_each(|open| open.has_use = true);
        }
        let open = Open { name: known, id, has_use };
        if is_empty {
            self.close(open);
        } else {
            self.open.push(open);
        }
        Ok(())
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if let Some(open) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(open.name);
            self.out.push('>');
            self.close(open);
        }
    }

    fn close(&mut self, open: Open) {
        if let (Some(id), true) = (open.id, open.has_use) {
            self.holds_use.insert(id);
        }
    }

    /// Text within an element: of words, of a style, or nothing but blanks.
    fn characters(&mut self, text: &str) -> Result<(), Flaw> {
        let Some(open) = self.open.last().filter(|_| self.skipped == 0) else {
            return Ok(());
        };
        match open.name {
            "style" => {
                if let Some(what) = reaches_out(text) {
                    return Err(self.unsafe_(what));
                }
                push_escaped(&mut self.out, text);
            }
            "text" | "tspan" => push_escaped(&mut self.out, text),
            _ => {
                let is_line_end = text.contains('\n');
                self.out.push_str(if is_line_end { "\n" } else { "" });
            }
        }
        Ok(())
    }

    /// The size of the drawing, from its view box, or its width and height.
    fn size_of(&self, sizes: &[Option<String>; 3]) -> Result<(u32, u32), Flaw> {
        let [view_box, width, height] = sizes;
        let numbers: Option<Vec<Decimal>> = match view_box {
            Some(view_box) => view_box
                .split(|c: char| c == ',' || c.is_ascii_whitespace())
                .filter(|part| !part.is_empty())
                .map(number)
                .collect(),
            None => [width, height].into_iter().map(|s| number(s.as_deref()?)).collect(),
        };
        let numbers = numbers.unwrap_or_default();
        let too_large = || Flaw::TooLarge { width: u64::MAX, height: u64::MAX };
        let (([_, _, width, height], Some(_)) | ([width, height], None)) =
            (numbers.as_slice(), view_box)
        else {
            return Err(self.unsafe_("viewBox".into()));
        };
        let side = |n: &Decimal| n.round().to_u32().ok_or_else(too_large);
        let (width, height) = (side(width)?, side(height)?);
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(too_large());
        }
        if width == 0 || height == 0 {
            return Err(self.unsafe_("viewBox".into()));
        }
        Ok((width, height))
    }
}

/// A number, with or without `px`.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let text = text.strip_suffix("px").unwrap_or(text);
    Decimal::from_str(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

/// What of a style or a value leads out of the drawing, where anything does.
fn reaches_out(value: &str) -> Option<String> {
    // A comment or an escape could stand within the words that are looked for.
    let lower = value.to_ascii_lowercase();
    for word in ["@import", "@font-face", "expression(", "javascript:", "image(", "src("]
    {
        if lower.contains(word) {
            return Some(word.into());
        }
    }
    if lower.contains('\\') || lower.contains("/*") || lower.contains('<') {
        return Some(if lower.contains('\\') { "\\" } else { "/*" }.into());
    }
    lower.match_indices("url").find_map(|(at, _)| {
        let inside = lower[at + 3..].trim_start().strip_prefix('(')?;
        let inside = inside.trim_start().trim_start_matches(['"', '\'']).trim_start();
        let end = inside.find(')').unwrap_or(inside.len());
        (!inside.starts_with('#')).then(|| format!("url({})", shown(&inside[..end])))
    })
}

/// The first of some words, for a message.
fn shown(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Text for XML, in an element or an attribute.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
}
