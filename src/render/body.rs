//! Markdown to HTML: the prose of a page, with what its references became.
//!
//! The events are pulldown-cmark's, and so is the writer; between the two, references become
//! links, headings get their ids, code its colours, prose its spaces, and HTML becomes text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser,
    Tag, TagEnd,
};

use crate::model::body::Body;
use crate::render::escape::{html as escaped, push_html};
use crate::render::highlight::code_block;
use crate::render::raw_html::RawHtml;
use crate::render::terms;
use crate::view::body::{BodyView, Resolved, ResolvedLink};
use crate::view::picture::PictureView;
use crate::view::typography::Spacing;

/// A piece of the prose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// HTML.
    Html(String),
    /// A section of the page, by its key.
    Section(&'static str),
    /// One item: its kind and its id.
    Item(&'static str, std::sync::Arc<str>),
}

/// What the words of notes at the end of the prose are.
pub(crate) struct NoteWords<'a> {
    /// The heading: « Notes ».
    pub(crate) heading: &'a str,
    /// What a link back to the text is called.
    pub(crate) back: &'a str,
    /// What a link to a note is called, before its number.
    pub(crate) note: &'a str,
}

/// Marks where a section or item stands in the HTML. Content never has this character:
/// `parse` refuses control characters.
const MARK: char = '\u{1}';

/// Renders the prose of a page.
pub(crate) fn render(
    view: &BodyView,
    spacing: Spacing,
    words: &NoteWords<'_>,
) -> Vec<Piece> {
    let parser = Parser::new_ext(view.body.markdown(), crate::parse::markdown_options());
    // About so many that the list need not grow.
    let mut events = Vec::with_capacity(view.body.markdown().len() / 12);
    events.extend(parser);
    if let Some(used) = &view.terms {
        events = terms::mark(events, used);
    }
    let mut writer = Writer::new(view, spacing, words);
    writer.events(events);
    let closed = writer.raw.close_all();
    writer.raw(closed);
    writer.finish()
}

/// CommonMark as it is: the same road with our extensions off, for the examples of the
/// specification. HTML stays HTML, headings keep their level, code its class.
pub fn commonmark(markdown: &str) -> String {
    let body = Body::new(markdown.into(), 0);
    let view = BodyView {
        body: std::sync::Arc::new(body),
        references: vec![],
        heading_ids: vec![],
        files: vec![],
        pictures: vec![],
        shift: 0,
        terms: None,
        html: false,
        page: "".into(),
        base_path: "".into(),
    };
    let words = NoteWords { heading: "", back: "", note: "" };
    let mut writer = Writer::new(&view, Spacing::AsTyped, &words);
    writer.as_specified = true;
    writer.events(Parser::new_ext(markdown, Options::empty()).collect());
    let pieces = writer.finish().into_iter();
    pieces
        .map(|piece| match piece {
            Piece::Html(html) => html,
            Piece::Section(_) | Piece::Item(..) => String::new(),
        })
        .collect()
}

struct Writer<'a, 'v> {
    view: &'v BodyView,
    spacing: Spacing,
    words: &'a NoteWords<'a>,
    out: Vec<Event<'v>>,
    /// Notes by their labels: the number, and the events of the definition.
    notes: BTreeMap<String, Note<'v>>,
    n_references: usize,
    n_links: usize,
    n_headings: usize,
    /// Acronyms that were expanded on this page.
    expanded: Vec<String>,
    blocks: Vec<Piece>,
    /// The last character of the text so far in this paragraph.
    last: Option<char>,
    table: Table,
    /// The writer's HTML, where the site allows it.
    raw: RawHtml<'v>,
    /// Nothing is done that CommonMark does not say.
    as_specified: bool,
}

/// A note: its number by first use, how often it is referred to, and what it says.
#[derive(Default)]
struct Note<'v> {
    number: Option<usize>,
    n_uses: usize,
    events: Vec<Event<'v>>,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    cell: usize,
}

impl<'a, 'v> Writer<'a, 'v> {
    fn new(view: &'v BodyView, spacing: Spacing, words: &'a NoteWords<'a>) -> Self {
        Self {
            view,
            spacing,
            words,
            out: vec![],
            notes: BTreeMap::new(),
            n_references: 0,
            n_links: 0,
            n_headings: 0,
            expanded: vec![],
            blocks: vec![],
            last: None,
            table: Table::default(),
            raw: RawHtml::new(view),
            as_specified: false,
        }
    }

    /// Maps all events. Definitions of notes are set aside, to stand at the end.
    fn events(&mut self, events: Vec<Event<'v>>) {
        self.out.reserve(events.len());
        let mut events = events.into_iter().peekable();
        let mut note: Option<(String, usize)> = None;
        while let Some(event) = events.next() {
            let next = events.peek().and_then(|next| first_char(next));
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    note = Some((label.to_string(), self.out.len()));
                    self.raw.enter(true);
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    let closed = self.raw.leave();
                    self.raw(closed);
                    if let Some((label, start)) = note.take() {
                        let said = self.out.split_off(start);
                        self.notes.entry(label).or_default().events = said;
                    }
                }
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) if self.as_specified => {
                    self.out.push(event);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let mut code = String::new();
                    for inner in events.by_ref() {
                        match inner {
                            Event::Text(text) => code.push_str(&text),
                            Event::End(TagEnd::CodeBlock) => break,
                            _ => {}
                        }
                    }
                    let info = match &kind {
                        CodeBlockKind::Fenced(info) => info,
                        CodeBlockKind::Indented => "",
                    };
                    self.raw(code_block(&code, info));
                }
                Event::Start(Tag::HtmlBlock) => {
                    let mut html = String::new();
                    for inner in events.by_ref() {
                        match inner {
                            Event::Html(text) | Event::Text(text) => html.push_str(&text),
                            Event::End(TagEnd::HtmlBlock) => break,
                            _ => {}
                        }
                    }
                    if self.view.html {
                        let html = self.raw.html(&html, false, self.spacing);
                        self.raw(html);
                        continue;
                    }
                    let text = without_comments(&html);
                    if !text.trim().is_empty() {
                        self.raw(format!("<p>{}</p>\n", escaped(text.trim())));
                    }
                }
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { has_pothole },
                    ..
                }) => {
                    let inner = take_until(&mut events, |event| {
                        matches!(event, Event::End(TagEnd::Link))
                    });
                    self.reference(has_pothole, inner);
                }
                Event::Start(Tag::Image {
                    link_type: LinkType::WikiLink { .. }, ..
                }) => {
                    take_until(&mut events, |event| {
                        matches!(event, Event::End(TagEnd::Image))
                    });
                    self.block();
                }
                Event::Start(Tag::Image { .. }) if !self.as_specified => {
                    self.picture(&mut events);
                }
                event => self.event(event, next),
            }
        }
    }

    /// A picture of the entry, in its widths. Whatever stands in its brackets is read as
    /// words, further links and pictures too, which count as `parse` counted them.
    fn picture(&mut self, events: &mut impl Iterator<Item = Event<'v>>) {
        let nth = self.n_links;
        self.n_links += 1;
        let mut alt = String::new();
        let mut depth = 0_usize;
        for event in events {
            match event {
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { .. }, ..
                }) => {
                    self.n_references += 1;
                }
                Event::Start(Tag::Image { link_type, .. }) => {
                    depth += 1;
                    let is_block = matches!(link_type, LinkType::WikiLink { .. });
                    let count =
                        if is_block { &mut self.n_references } else { &mut self.n_links };
                    *count += 1;
                }
                Event::Start(Tag::Link { .. }) => self.n_links += 1,
                Event::End(TagEnd::Image) if depth == 0 => break,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        let alt = self.spacing.set(&alt).into_owned();
        if let Some(Some(picture)) = self.view.pictures.get(nth) {
            self.inline(picture_html(picture, &alt));
        }
    }

    fn event(&mut self, event: Event<'v>, next: Option<char>) {
        let is_shown = matches!(
            event,
            Event::Text(_) | Event::Code(_) | Event::FootnoteReference(_)
        );
        if is_shown && self.raw.hides() {
            return;
        }
        match event {
            Event::Text(text) => {
                let spaced = self.spacing.set_between(&text, self.last, next);
                self.last = spaced.chars().next_back().or(self.last);
                let spaced = match spaced {
                    Cow::Borrowed(_) => None,
                    Cow::Owned(spaced) => Some(spaced.into()),
                };
                self.out.push(Event::Text(spaced.unwrap_or(text)));
            }
            Event::Code(code) => {
                self.last = code.chars().next_back();
                self.out.push(Event::Code(code));
            }
            Event::InlineHtml(_) | Event::Html(_) if self.as_specified => {
                self.out.push(event);
            }
            Event::InlineHtml(mark) if mark.starts_with(terms::MARKS) => {
                self.inline(terms::html(&mark, self.view.terms.as_ref()));
            }
            Event::InlineHtml(html) | Event::Html(html) if self.view.html => {
                let html = self.raw.html(&html, true, self.spacing);
                self.inline(html);
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                let text = without_comments(&html);
                if !text.is_empty() {
                    self.out.push(Event::Text(text.into()));
                }
            }
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak | Event::HardBreak => {
                self.last = Some('\n');
                self.out.push(event);
            }
            Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => self.out.push(event),
        }
    }

    fn raw(&mut self, html: String) {
        if html.is_empty() {
            return;
        }
        self.out.push(Event::Html(html.into()));
    }

    fn inline(&mut self, html: String) {
        if html.is_empty() {
            return;
        }
        self.out.push(Event::InlineHtml(html.into()));
    }

    fn start(&mut self, tag: Tag<'v>) {
        let is_block = !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        );
        let closed = self.raw.enter(is_block);
        self.raw(closed);
        match tag {
            Tag::Heading { level, .. } => {
                let id = self.view.heading_ids.get(self.n_headings);
                let id = id.map(|id| CowStr::from(id.to_string()));
                self.n_headings += 1;
                self.last = None;
                let level = self.level(level);
                let tag = Tag::Heading { level, id, classes: vec![], attrs: vec![] };
                self.out.push(Event::Start(tag));
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let dest_url = self.address(dest_url);
                self.out
                    .push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                // A table that is wider than a phone scrolls on its own, and the keyboard
                // can scroll it.
                self.raw(
                    "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"><table>\n"
                        .into(),
                );
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.cell = 0;
                self.raw("<thead><tr>".into());
            }
            Tag::TableRow => {
                self.table.cell = 0;
                self.raw("<tr>".into());
            }
            Tag::TableCell => {
                let class = match self.table.alignments.get(self.table.cell) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Left | Alignment::None) | None => "",
                };
                self.table.cell += 1;
                self.last = None;
                let tag = if self.table.in_head { "th scope=\"col\"" } else { "td" };
                self.inline(format!("<{tag}{class}>"));
            }
            Tag::Paragraph => {
                self.last = None;
                self.out.push(Event::Start(Tag::Paragraph));
            }
            tag => self.out.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let closed = self.raw.leave();
        self.inline(closed);
        match tag {
            TagEnd::Heading(level) => {
                let level = self.level(level);
                self.out.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::Table => self.raw("</tbody></table></div>\n".into()),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.raw("</tr></thead><tbody>\n".into());
            }
            TagEnd::TableRow => self.raw("</tr>\n".into()),
            TagEnd::TableCell => {
                let tag = if self.table.in_head { "th" } else { "td" };
                self.inline(format!("</{tag}>"));
            }
            tag => self.out.push(Event::End(tag)),
        }
    }

    /// A first-level heading would be the page's second title.
    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        if self.as_specified {
            return level;
        }
        let number = (level as u8 + self.view.shift).clamp(2, 6);
        HeadingLevel::try_from(usize::from(number)).unwrap_or(HeadingLevel::H6)
    }

    /// The address of a link or image, in the order in which `parse` saw them.
    fn address(&mut self, written: CowStr<'v>) -> CowStr<'v> {
        let file = self.view.files.get(self.n_links).and_then(Option::as_ref);
        self.n_links += 1;
        match file {
            Some(url) => CowStr::from(url.to_string()),
            None if written.starts_with('/') => {
                CowStr::from(format!("{}{written}", self.view.base_path))
            }
            None if written.starts_with('#') => {
                CowStr::from(format!("{}{written}", self.view.page))
            }
            None => written,
        }
    }

    /// A wikilink: what it became, around the writer's words or its own.
    fn reference(&mut self, labelled: bool, inner: Vec<Event<'v>>) {
        let resolved = self.view.references.get(self.n_references);
        self.n_references += 1;
        match resolved {
            Some(Resolved::Link(link)) => {
                self.inline(opening(link));
                self.raw.enter(false);
                if labelled {
                    inner.into_iter().for_each(|event| self.event(event, None));
                } else {
                    let html = self.own_words(link);
                    self.last = link.text.chars().next_back();
                    self.inline(html);
                }
                let closed = self.raw.leave();
                self.inline(closed);
                self.inline("</a>".into());
            }
            Some(Resolved::Foreign { lang }) => {
                self.inline(format!("<span lang=\"{}\">", escaped(lang)));
                self.raw.enter(false);
                inner.into_iter().for_each(|event| self.event(event, None));
                let closed = self.raw.leave();
                self.inline(closed);
                self.inline("</span>".into());
            }
            Some(Resolved::Section(_) | Resolved::Item { .. }) | None => {
                inner.into_iter().for_each(|event| self.event(event, None));
            }
        }
    }

    /// The words of a reference to which the writer gave none.
    fn own_words(&mut self, link: &ResolvedLink) -> String {
        let text = escaped(&link.text);
        if let Some(value) = &link.value {
            return format!("<data value=\"{}\">{text}</data>", escaped(value));
        }
        let lang = link
            .lang
            .as_ref()
            .map(|l| format!(" lang=\"{}\"", escaped(l)))
            .unwrap_or_default();
        match &link.expansion {
            Some(expansion) if !self.expanded.contains(&link.text.to_string()) => {
                self.expanded.push(link.text.to_string());
                format!("<abbr{lang} title=\"{}\">{text}</abbr>", escaped(expansion))
            }
            _ if !lang.is_empty() => format!("<span{lang}>{text}</span>"),
            _ => text,
        }
    }

    /// A section or an item: a mark, where the template will put it.
    fn block(&mut self) {
        let resolved = self.view.references.get(self.n_references);
        self.n_references += 1;
        let piece = match resolved {
            Some(Resolved::Section(key)) => Piece::Section(key),
            Some(Resolved::Item { kind, id }) => Piece::Item(kind, id.clone()),
            Some(Resolved::Link(_) | Resolved::Foreign { .. }) | None => return,
        };
        self.inline(format!("{MARK}{}{MARK}", self.blocks.len()));
        self.blocks.push(piece);
    }

    fn note_reference(&mut self, label: &str) {
        let n_numbered = self.notes.values().filter(|note| note.number.is_some()).count();
        let note = self.notes.entry(label.to_owned()).or_default();
        let number = *note.number.get_or_insert(n_numbered + 1);
        note.n_uses += 1;
        let suffix =
            if note.n_uses > 1 { format!("-{}", note.n_uses) } else { String::new() };
        let name = escaped(self.words.note);
        let page = escaped(&self.view.page);
        self.inline(format!(
            "<sup><a id=\"note-ref-{number}{suffix}\" href=\"{page}#note-{number}\" \
             aria-label=\"{name} {number}\">{number}</a></sup>"
        ));
    }

    /// The notes at the end, in the order of their first use.
    fn end_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        let mut notes: Vec<(usize, Note<'v>)> = notes
            .into_values()
            .filter_map(|note| Some((note.number?, note)))
            .collect();
        notes.sort_by_key(|(number, _)| *number);
        if notes.is_empty() {
            return;
        }
        let heading = escaped(self.words.heading);
        let back = escaped(self.words.back);
        let page = escaped(&self.view.page);
        self.raw(format!(
            "<section class=\"notes\"><h2 id=\"notes\">{heading}</h2>\n<ol>\n"
        ));
        for (number, note) in notes {
            self.raw(format!("<li id=\"note-{number}\">\n"));
            self.out.extend(note.events);
            self.raw(format!(
                "<p class=\"back\"><a href=\"{page}#note-ref-{number}\">{back}</a></p></li>\n"
            ));
        }
        self.raw("</ol></section>\n".into());
    }

    fn finish(mut self) -> Vec<Piece> {
        self.end_notes();
        let mut html = String::with_capacity(self.view.body.markdown().len() * 3 / 2);
        pulldown_cmark::html::push_html(&mut html, self.out.into_iter());
        if self.blocks.is_empty() {
            return vec![Piece::Html(html)];
        }
        let mut pieces = vec![];
        for (nth, part) in html.split(MARK).enumerate() {
            if nth % 2 == 0 {
                pieces.push(Piece::Html(part.to_owned()));
            } else if let Some(block) =
                part.parse().ok().and_then(|n: usize| self.blocks.get(n))
            {
                pieces.push(block.clone());
            }
        }
        mend_paragraphs(&mut pieces);
        pieces.retain(
            |piece| !matches!(piece, Piece::Html(html) if html.trim().is_empty()),
        );
        pieces
    }
}

/// A paragraph cannot hold a section: where one stands in a paragraph, the paragraph ends
/// before it and another begins after it, unless nothing is left to be in them.
fn mend_paragraphs(pieces: &mut [Piece]) {
    let mut in_paragraph = false;
    let last = pieces.len().saturating_sub(1);
    for (nth, piece) in pieces.iter_mut().enumerate() {
        let Piece::Html(html) = piece else { continue };
        if in_paragraph {
            let rest = html.trim_start().to_owned();
            *html = match rest.strip_prefix("</p>") {
                Some(rest) => rest.to_owned(),
                None => format!("<p>{rest}"),
            };
        }
        let open = html.rfind("<p>");
        in_paragraph =
            nth < last && open.is_some_and(|open| !html[open..].contains("</p>"));
        if in_paragraph {
            let trimmed = html.trim_end().len();
            html.truncate(trimmed);
            match html.strip_suffix("<p>").map(str::len) {
                Some(len) => html.truncate(len),
                None => html.push_str("</p>\n"),
            }
        }
    }
}

/// How wide a picture of the prose is shown: as wide as the text, or the whole of a phone.
const SIZES: &str = "(min-width: 48rem) 44rem, 100vw";

/// A picture of the prose.
fn picture_html(picture: &PictureView, alt: &str) -> String {
    let mut html = String::from("<picture>");
    if let Some(webp) = &picture.webp {
        let webp = escaped(webp);
        html.push_str(&format!(
            "<source type=\"image/webp\" srcset=\"{webp}\" sizes=\"{SIZES}\">"
        ));
    }
    html.push_str(&format!("<img src=\"{}\"", escaped(&picture.url)));
    if let Some(srcset) = &picture.srcset {
        let srcset = escaped(srcset);
        html.push_str(&format!(" srcset=\"{srcset}\" sizes=\"{SIZES}\""));
    }
    let (alt, width, height) = (escaped(alt), picture.width, picture.height);
    html.push_str(&format!(
        " alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
    ));
    html.push_str("</picture>");
    html
}

/// The link of a reference.
fn opening(link: &ResolvedLink) -> String {
    let mut html = format!("<a href=\"{}\"", escaped(&link.url));
    if let Some(hreflang) = &link.hreflang {
        html.push_str(&format!(" hreflang=\"{}\"", escaped(hreflang)));
    }
    html.push('>');
    html
}

/// Events up to one that ends them, which is left out.
fn take_until<'v>(
    events: &mut impl Iterator<Item = Event<'v>>,
    is_end: impl Fn(&Event<'v>) -> bool,
) -> Vec<Event<'v>> {
    events.take_while(|event| !is_end(event)).collect()
}

/// The first character that an event shows, where it shows any.
pub(super) fn first_char(event: &Event<'_>) -> Option<char> {
    match event {
        Event::Text(text) | Event::Code(text) => text.chars().next(),
        Event::SoftBreak | Event::HardBreak => Some('\n'),
        Event::InlineHtml(mark) if terms::begins(mark) => Some('x'),
        // A word follows, whatever it is: guillemets need their inner space before it.
        Event::Start(
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Strikethrough,
        ) => Some('x'),
        _ => None,
    }
}

/// HTML as text, without the comments, which are notes to the team.
pub(super) fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Words that may be in another language, as HTML.
pub(crate) fn text(words: &str, lang: Option<&str>) -> String {
    let mut out = String::with_capacity(words.len() + 24);
    match lang {
        None => push_html(&mut out, words),
        Some(lang) => {
            out.push_str("<span lang=\"");
            push_html(&mut out, lang);
            out.push_str("\">");
            push_html(&mut out, words);
            out.push_str("</span>");
        }
    }
    out
}
