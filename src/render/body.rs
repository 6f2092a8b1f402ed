//! Markdown to HTML: the prose of a page, with what its references became.
//!
//! The events are pulldown-cmark's, and so is the writer; between the two, references become
//! links, headings get their ids, code its colours, prose its spaces, and HTML becomes text.

use std::collections::BTreeMap;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser,
    Tag, TagEnd,
};

use crate::model::body::Body;
use crate::render::escape::{html as escaped, push_html};
use crate::render::highlight::code_block;
use crate::view::body::{BodyView, Resolved, ResolvedLink};
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
    let events: Vec<Event<'_>> = parser.collect();
    let mut writer = Writer::new(view, spacing, words);
    writer.events(events);
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
        shift: 0,
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
            as_specified: false,
        }
    }

    /// Maps all events. Definitions of notes are set aside, to stand at the end.
    fn events(&mut self, events: Vec<Event<'v>>) {
        let mut events = events.into_iter().peekable();
        let mut note: Option<(String, usize)> = None;
        while let Some(event) = events.next() {
            let next = events.peek().and_then(|next| first_char(next));
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    note = Some((label.to_string(), self.out.len()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
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
                event => self.event(event, next),
            }
        }
    }

    fn event(&mut self, event: Event<'v>, next: Option<char>) {
        match event {
            Event::Text(text) => {
                let spaced =
                    self.spacing.set_between(&text, self.last, next).into_owned();
                self.last = spaced.chars().next_back().or(self.last);
                self.out.push(Event::Text(spaced.into()));
            }
            Event::Code(code) => {
                self.last = code.chars().next_back();
                self.out.push(Event::Code(code));
            }
            Event::InlineHtml(_) | Event::Html(_) if self.as_specified => {
                self.out.push(event);
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
        self.out.push(Event::Html(html.into()));
    }

    fn inline(&mut self, html: String) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    fn start(&mut self, tag: Tag<'v>) {
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
            Tag::Image { link_type, dest_url, title, id } => {
                let dest_url = self.address(dest_url);
                self.out.push(Event::Start(Tag::Image {
                    link_type,
                    dest_url,
                    title,
                    id,
                }));
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
                if labelled {
                    inner.into_iter().for_each(|event| self.event(event, None));
                } else {
                    let html = self.own_words(link);
                    self.last = link.text.chars().next_back();
                    self.inline(html);
                }
                self.inline("</a>".into());
            }
            Some(Resolved::Foreign { lang }) => {
                self.inline(format!("<span lang=\"{}\">", escaped(lang)));
                inner.into_iter().for_each(|event| self.event(event, None));
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
        self.inline(format!(
            "<sup><a id=\"note-ref-{number}{suffix}\" href=\"#note-{number}\" \
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
        self.raw(format!(
            "<section class=\"notes\"><h2 id=\"notes\">{heading}</h2>\n<ol>\n"
        ));
        for (number, note) in notes {
            self.raw(format!("<li id=\"note-{number}\">\n"));
            self.out.extend(note.events);
            self.raw(format!(
                "<p class=\"back\"><a href=\"#note-ref-{number}\">{back}</a></p></li>\n"
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
