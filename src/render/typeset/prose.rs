//! Markdown as data for Typst: the prose of a page, with what its references became.
//!
//! A template of Typst sets a tree of blocks: it never reads what a writer typed as a program.

use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::render::body::{first_char, without_comments};
use crate::view::body::{BodyView, Resolved, ResolvedLink};
use crate::view::typography::Spacing;

/// The prose of a page as a list of blocks. `origin` is that of the site: outside of it, links
/// need all of their address.
pub(in crate::render) fn blocks(
    view: &BodyView,
    spacing: Spacing,
    origin: &str,
) -> Value {
    let parser = Parser::new_ext(view.body.markdown(), crate::parse::markdown_options());
    let mut writer = Writer {
        view,
        spacing,
        origin,
        open: vec![],
        done: vec![],
        notes: BTreeMap::new(),
        n_references: 0,
        n_links: 0,
        level: 2,
        last: None,
        expanded: vec![],
    };
    let mut events = parser.peekable();
    while let Some(event) = events.next() {
        let next = events.peek().and_then(first_char);
        writer.event(event, next);
    }
    let Writer { mut done, notes, .. } = writer;
    for block in &mut done {
        put_notes(block, &notes);
    }
    Value::Array(done)
}

struct Writer<'v> {
    view: &'v BodyView,
    spacing: Spacing,
    origin: &'v str,
    /// Nodes that are not at their end yet, outermost first.
    open: Vec<Open>,
    done: Vec<Value>,
    /// What notes say, by their labels.
    notes: BTreeMap<String, Vec<Value>>,
    n_references: usize,
    n_links: usize,
    /// The level of the last heading: none is skipped below it.
    level: u8,
    /// The last character of the text so far in this paragraph.
    last: Option<char>,
    /// Acronyms that were spelt out.
    expanded: Vec<String>,
}

/// A node that is not at its end yet.
struct Open {
    /// The node without its content; `None` for a wikilink's own words, which are left out.
    node: Option<Value>,
    content: Vec<Value>,
}

impl<'v> Writer<'v> {
    fn event(&mut self, event: Event<'v>, next: Option<char>) {
        match event {
            Event::Text(text) if self.is_code() => self.text(&text),
            Event::Text(text) => {
                let spaced = self.spacing.set_between(&text, self.last, next);
                self.last = spaced.chars().next_back().or(self.last);
                self.text(&spaced);
            }
            Event::Code(code) => {
                self.last = code.chars().next_back();
                self.add(json!({"kind": "code", "text": &*code}));
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                let text = without_comments(&html);
                if !text.trim().is_empty() {
                    self.text(&text);
                }
            }
            Event::FootnoteReference(label) => {
                self.add(json!({"kind": "note", "label": &*label}));
            }
            Event::SoftBreak => {
                self.last = Some('\n');
                self.text(" ");
            }
            Event::HardBreak => {
                self.last = Some('\n');
                self.add(json!({"kind": "break"}));
            }
            Event::Rule => self.add(json!({"kind": "rule"})),
            Event::TaskListMarker(done) => {
                self.text(if done { "\u{2611} " } else { "\u{2610} " });
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
        }
    }

    fn is_code(&self) -> bool {
        let kind = self.open.last().and_then(|open| open.node.as_ref());
        kind.is_some_and(|node| node["kind"] == "code-block")
    }

    fn text(&mut self, text: &str) {
        self.add(json!({"kind": "text", "text": text}));
    }

    fn add(&mut self, node: Value) {
        match self.open.last_mut() {
            Some(open) => open.content.push(node),
            None => self.done.push(node),
        }
    }

    fn open(&mut self, node: Value) {
        self.open.push(Open { node: Some(node), content: vec![] });
    }

    fn start(&mut self, tag: Tag<'v>) {
        match tag {
            Tag::Paragraph => {
                self.last = None;
                self.open(json!({"kind": "paragraph"}));
            }
            Tag::Heading { level, .. } => {
                self.last = None;
                // The title is the one heading of the first level, and no level is skipped.
                self.level = (level as u8 + self.view.shift).clamp(2, self.level + 1);
                self.open(json!({"kind": "heading", "level": self.level}));
            }
            Tag::BlockQuote(_) => self.open(json!({"kind": "quote"})),
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or(""),
                    CodeBlockKind::Indented => "",
                };
                self.open(json!({"kind": "code-block", "language": language}));
            }
            Tag::HtmlBlock => self.open(json!({"kind": "paragraph"})),
            Tag::List(first) => self.open(json!({"kind": "list", "first": first})),
            Tag::Item => {
                self.last = None;
                self.open(json!({"kind": "item"}));
            }
            Tag::FootnoteDefinition(label) => {
                self.open(json!({"kind": "note-text", "label": &*label}));
            }
            Tag::Table(alignments) => {
                let name = |alignment: &Alignment| match alignment {
                    Alignment::Right => "right",
                    Alignment::Center => "center",
                    Alignment::Left | Alignment::None => "left",
                };
                let align: Vec<&str> = alignments.iter().map(name).collect();
                self.open(json!({"kind": "table", "align": align}));
            }
            Tag::TableHead => self.open(json!({"kind": "head"})),
            Tag::TableRow => self.open(json!({"kind": "row"})),
            Tag::TableCell => {
                self.last = None;
                self.open(json!({"kind": "cell"}));
            }
            Tag::Emphasis => self.open(json!({"kind": "emphasis"})),
            Tag::Strong => self.open(json!({"kind": "strong"})),
            Tag::Strikethrough => self.open(json!({"kind": "strike"})),
            Tag::Link { link_type: LinkType::WikiLink { has_pothole }, .. } => {
                self.reference(has_pothole);
            }
            Tag::Link { dest_url, .. } => {
                let url = self.address(&dest_url);
                self.open(json!({"kind": "link", "url": url}));
            }
            Tag::Image { link_type: LinkType::WikiLink { .. }, .. } => self.block(),
            // A picture by its address is its words.
            Tag::Image { dest_url, .. } => {
                self.address(&dest_url);
                self.open(json!({"kind": "span"}));
            }
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.open(json!({"kind": "span"})),
        }
    }

    fn end(&mut self, _: TagEnd) {
        let Some(Open { node, content }) = self.open.pop() else { return };
        let Some(mut node) = node else { return };
        match node["kind"].as_str() {
            // A section or an item cannot stand in a paragraph: it parts it.
            Some("paragraph") => {
                let is_block = |node: &Value| {
                    matches!(node["kind"].as_str(), Some("section" | "placed"))
                };
                let is_blank = |node: &Value| {
                    node["text"].as_str().is_some_and(|text| text.trim().is_empty())
                };
                let mut inline = vec![];
                let mut parts = vec![];
                for part in content {
                    if is_block(&part) {
                        parts.push(std::mem::take(&mut inline));
                        parts.push(vec![part]);
                    } else {
                        inline.push(part);
                    }
                }
                parts.push(inline);
                for part in parts {
                    match part.as_slice() {
                        [block] if is_block(block) => self.add(block.clone()),
                        inline if inline.iter().all(is_blank) => {}
                        _ => self.add(json!({"kind": "paragraph", "content": part})),
                    }
                }
            }
            Some("note-text") => {
                let label = node["label"].as_str().unwrap_or_default();
                self.notes.insert(label.to_owned(), content);
            }
            _ => {
                node["content"] = Value::Array(content);
                self.add(node);
            }
        }
    }

    /// The address of a link or picture, in the order in which `parse` saw them.
    fn address(&mut self, written: &str) -> String {
        let file = self.view.files.get(self.n_links).and_then(Option::as_ref);
        self.n_links += 1;
        match file {
            Some(url) => self.absolute(url),
            None if written.starts_with('/') => {
                self.absolute(&format!("{}{written}", self.view.base_path))
            }
            None => written.to_owned(),
        }
    }

    fn absolute(&self, url: &str) -> String {
        match url.starts_with('/') {
            true => format!("{}{url}", self.origin),
            false => url.to_owned(),
        }
    }

    /// A wikilink: what it became, around the writer's words or its own.
    fn reference(&mut self, labelled: bool) {
        let resolved = self.view.references.get(self.n_references);
        self.n_references += 1;
        match resolved {
            Some(Resolved::Link(link)) => {
                let url = self.absolute(&link.url);
                let node = json!({"kind": "link", "url": url});
                if labelled {
                    self.open(node);
                } else {
                    self.last = link.text.chars().next_back();
                    let mut node = node;
                    node["content"] = Value::Array(self.own_words(link));
                    self.add(node);
                    self.open.push(Open { node: None, content: vec![] });
                }
            }
            Some(Resolved::Foreign { lang }) => {
                self.open(json!({"kind": "foreign", "lang": &**lang}));
            }
            Some(Resolved::Section(_) | Resolved::Item { .. }) | None => {
                self.open(json!({"kind": "span"}));
            }
        }
    }

    /// The words of a reference to which the writer gave none. A sheet of paper shows nothing
    /// to whoever points at an acronym: what it stands for follows it, once.
    fn own_words(&mut self, link: &ResolvedLink) -> Vec<Value> {
        let text = json!({"kind": "text", "text": &*link.text});
        let mut words = vec![match &link.lang {
            Some(lang) => json!({"kind": "foreign", "lang": &**lang, "content": [text]}),
            None => text,
        }];
        if let Some(expansion) = &link.expansion
            && !self.expanded.contains(&link.text.to_string())
        {
            self.expanded.push(link.text.to_string());
            words.push(json!({"kind": "text", "text": format!(" ({expansion})")}));
        }
        words
    }

    /// A section or an item, where the template will put it.
    fn block(&mut self) {
        let resolved = self.view.references.get(self.n_references);
        self.n_references += 1;
        match resolved {
            Some(Resolved::Section(key)) => {
                self.add(json!({"kind": "section", "section": key}));
            }
            Some(Resolved::Item { kind, id }) => {
                self.add(json!({"kind": "placed", "item": kind, "id": &**id}));
            }
            Some(Resolved::Link(_) | Resolved::Foreign { .. }) | None => {}
        }
        self.open.push(Open { node: None, content: vec![] });
    }
}

/// Gives each reference to a note what the note says: a sheet has them at its foot.
fn put_notes(node: &mut Value, notes: &BTreeMap<String, Vec<Value>>) {
    if node["kind"] == "note" {
        let label = node["label"].as_str().unwrap_or_default();
        let said = notes.get(label).cloned().unwrap_or_default();
        node["content"] = Value::Array(said);
        return;
    }
    if let Some(content) = node.get_mut("content").and_then(Value::as_array_mut) {
        content.iter_mut().for_each(|node| put_notes(node, notes));
    }
}
