//! The Markdown of an entry: its references, links and headings, and what is wrong with it.
//!
//! The HTML is made by `render::body` from the same text, with the same options.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::model::body::{
    Body, EntityKind, Heading, HeadingPart, ItemKind, Link, Reference, Section, Target,
};
use crate::model::id::Id;
use crate::model::lang::LangTag;
use crate::model::raw_html::{Token, tokens};
use crate::parse::front_matter::conflict_markers;
use crate::parse::prose;
use crate::parse::quantities::Gatherer;

/// The most bytes of one Markdown file.
pub(super) const MAX_LEN: usize = 5_000_000;

/// The deepest nesting of lists and quotations.
const MAX_DEPTH: usize = 50;

/// The extensions of Markdown that writers have.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Reads the Markdown of a file from a byte to its end.
pub(crate) fn read(
    file: &Arc<str>,
    start: usize,
    lang: &str,
    path: &FilePath,
    out: &mut Vec<Diagnostic>,
) -> Body {
    let markdown = &file[start..];
    let n_found_before = out.len();
    let mut reader = Reader {
        text: file,
        start,
        path,
        out,
        body: Body::new(file.clone(), start),
        depth: 0,
        n_open: 0,
        last_level: 1,
        heading: None,
        links: vec![],
        code: vec![],
        in_code: false,
        bracket: None,
        has_bullets: false,
    };
    if markdown.len() > MAX_LEN {
        let problem = Problem::MarkdownTooLong { len: markdown.len(), max: MAX_LEN };
        reader.report(problem, start..start);
        return reader.body;
    }
    let mut gatherer = Gatherer::new(lang);
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        let range = range.start + start..range.end + start;
        gatherer.event(&event, &range);
        if !reader.event(event, range) {
            break;
        }
    }
    reader.conflict_markers(n_found_before);
    let gathered = gatherer.finish();
    for (mark, range) in gathered.left_over {
        // A bracket that opens a reference is told as such.
        let is_told = reader.out[n_found_before..].iter().any(|found| {
            matches!(&found.place, Place::Bytes(other) if other.contains(&range.start))
        });
        if !is_told {
            reader.report(Problem::MarkdownNotClosed { mark }, range);
        }
    }
    (reader.body.blocks, reader.body.stated) = (gathered.blocks, gathered.stated);
    reader.body
}

/// A link or image whose words are being read.
struct OpenLink {
    destination: String,
    kind: OpenKind,
    words: String,
    /// Whether it holds an image, whose own alternative text names the link.
    has_image: bool,
    range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenKind {
    Link,
    Autolink,
    Image,
    /// A wikilink: its place in the references, and whether the words are the writer's.
    Reference {
        index: Option<usize>,
        labelled: bool,
    },
}

struct Reader<'a> {
    text: &'a str,
    start: usize,
    path: &'a FilePath,
    out: &'a mut Vec<Diagnostic>,
    body: Body,
    depth: usize,
    /// How many elements are open, paragraphs left out: a block stands in none.
    n_open: usize,
    last_level: u8,
    heading: Option<Heading>,
    links: Vec<OpenLink>,
    code: Vec<Range<usize>>,
    in_code: bool,
    /// Where a lone bracket ended.
    bracket: Option<usize>,
    /// Whether the text was found to have bullets of an office program.
    has_bullets: bool,
}

impl Reader<'_> {
    fn report(&mut self, problem: Problem, range: Range<usize>) {
        self.out
            .push(Diagnostic::new(problem, self.path, Place::Bytes(range)));
    }

    /// Takes one event; `false` stops the reading.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> bool {
        match event {
            Event::Start(tag) => {
                let is_paragraph = matches!(tag, Tag::Paragraph);
                let goes_on = self.start(tag, range);
                self.n_open += usize::from(!is_paragraph);
                return goes_on;
            }
            Event::End(tag) => {
                let is_paragraph = matches!(tag, TagEnd::Paragraph);
                self.n_open = self.n_open.saturating_sub(usize::from(!is_paragraph));
                self.end(tag);
            }
            Event::Text(text) => self.words(&text, &range),
            Event::Code(text) => self.push_words(&text),
            Event::SoftBreak | Event::HardBreak => self.push_words(" "),
            Event::InlineHtml(_) => {
                self.left_out(&range, true);
                self.html(range);
            }
            // A block of HTML is reported when it begins, once for all of its lines.
            Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
        true
    }

    fn html(&mut self, range: Range<usize>) {
        let html = &self.text[range.clone()];
        if html.starts_with("</") {
            return;
        }
        let problem = if html.trim_start().starts_with("<!--") {
            Problem::HtmlComment
        } else {
            Problem::RawHtml { tag: tag_name(html) }
        };
        let line = html.lines().next().unwrap_or_default().trim_end().len();
        self.report(problem, range.start..range.start + line);
    }

    /// What of HTML is left out where the site allows it. Whether it does is not known here:
    /// `pipeline` keeps what is said of the one or of the other.
    fn left_out(&mut self, range: &Range<usize>, inline: bool) {
        let text = self.text;
        let mut hidden_by: Option<String> = None;
        for (token, at) in tokens(&text[range.clone()]) {
            let at = range.start + at.start..range.start + at.end;
            match token {
                Token::Close(name) if hidden_by.as_ref() == Some(&name) => {
                    hidden_by = None;
                }
                Token::Open(_) | Token::Text(_) | Token::Close(_) | Token::Comment
                    if hidden_by.is_some() => {}
                Token::Open(tag) => {
                    if tag.allowed(inline).is_none() {
                        let problem = Problem::HtmlLeftOut { tag: tag.name.clone() };
                        self.report(problem, at);
                        hidden_by = tag.hides_content().then_some(tag.name);
                        continue;
                    }
                    let left_out = tag.attributes_left_out();
                    if let Some(href) = tag.href().filter(|_| !left_out.contains(&"href"))
                    {
                        let destination = href.trim().to_owned();
                        let range = at.clone();
                        let link = Link { destination, image: false, range };
                        self.body.html_links.push(link);
                    }
                    for attribute in left_out {
                        let (tag, attribute) = (tag.name.clone(), attribute.to_owned());
                        let problem = Problem::HtmlAttributeLeftOut { tag, attribute };
                        self.report(problem, at.clone());
                    }
                }
                Token::Text(_) | Token::Close(_) | Token::Comment => {}
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) -> bool {
        match tag {
            Tag::Heading { level, .. } => {
                let level = level_number(level);
                self.heading = Some(Heading { level, parts: vec![], range });
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    let first_line =
                        self.text[range.clone()].lines().next().unwrap_or_default();
                    let shown =
                        first_line.chars().take(40).map(char::len_utf8).sum::<usize>();
                    self.report(
                        Problem::MarkdownTooDeep,
                        range.start..range.start + shown,
                    );
                    return false;
                }
            }
            Tag::CodeBlock(kind) => {
                if matches!(kind, CodeBlockKind::Indented) {
                    let line =
                        self.text[range.clone()].lines().next().unwrap_or_default();
                    if reads_as_prose(line) {
                        let end = range.start + line.len();
                        self.report(Problem::IndentedText, range.start..end);
                    }
                }
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    let block = self.text[range.clone()].trim_end();
                    let last = block.lines().last().unwrap_or_default().trim();
                    let closes = last.starts_with("```") || last.starts_with("~~~");
                    if !closes || block.lines().count() < 2 {
                        let first = block.lines().next().unwrap_or_default().len();
                        let problem = Problem::MarkdownNotClosed { mark: "```" };
                        self.report(problem, range.start..range.start + first);
                    }
                }
                self.in_code = true;
                self.code.push(range);
            }
            Tag::HtmlBlock => {
                self.left_out(&range, false);
                self.html(range);
            }
            Tag::TableCell => {
                let cell = &self.text[range.clone()];
                if cell.contains("[[") && !cell.contains("]]") {
                    self.report(Problem::BarInTableReference, range);
                }
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.open(link_type, &dest_url, false, range);
            }
            Tag::Image { link_type, dest_url, .. } => {
                if let Some(link) = self.links.last_mut() {
                    link.has_image = true;
                }
                self.open(link_type, &dest_url, true, range);
            }
            Tag::Paragraph => self.paragraph(&range),
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
        true
    }

    /// A paragraph that was meant as a list, a heading or a table.
    fn paragraph(&mut self, range: &Range<usize>) {
        let text = &self.text[range.clone()];
        if let Some(mark) = bullet(text) {
            // One hint is enough for all that was copied.
            if !mem::replace(&mut self.has_bullets, true) {
                let at = range.start..range.start + mark.len_utf8();
                self.report(Problem::ListMark { mark }, at);
            }
            return;
        }
        let line = text.lines().next().unwrap_or_default().trim_end();
        let after = line.trim_start_matches('#');
        let is_heading =
            after.len() < line.len() && after.starts_with(char::is_alphabetic);
        let is_table = line.starts_with('|') && line.matches('|').count() > 2;
        let mark = match (is_heading, is_table) {
            (true, _) => "#",
            (_, true) => "|",
            _ => return,
        };
        let problem = Problem::MarkdownNotClosed { mark };
        self.report(problem, range.start..range.start + line.len());
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some(heading) = self.heading.take() {
                    self.close_heading(heading);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.depth = self.depth.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Link | TagEnd::Image => {
                if let Some(link) = self.links.pop() {
                    self.close_link(link);
                }
            }
            TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn close_heading(&mut self, heading: Heading) {
        let line = self.text[heading.range.clone()].trim_end().len();
        let range = heading.range.start..heading.range.start + line;
        if heading.level == 1 {
            self.report(Problem::SecondTitle, range);
        } else if heading.level > self.last_level + 1 {
            let problem =
                Problem::HeadingJump { from: self.last_level, to: heading.level };
            self.report(problem, range);
        }
        self.last_level = heading.level;
        self.body.headings.push(heading);
    }

    fn open(
        &mut self,
        link_type: LinkType,
        destination: &str,
        image: bool,
        range: Range<usize>,
    ) {
        let kind = match link_type {
            LinkType::WikiLink { has_pothole } => {
                let index = self.reference(destination, image, has_pothole, &range);
                if let (Some(index), Some(heading), false) =
                    (index, &mut self.heading, has_pothole)
                {
                    heading.parts.push(HeadingPart::Reference(index));
                }
                OpenKind::Reference { index, labelled: has_pothole }
            }
            LinkType::Autolink | LinkType::Email => OpenKind::Autolink,
            LinkType::Inline
            | LinkType::Reference
            | LinkType::ReferenceUnknown
            | LinkType::Collapsed
            | LinkType::CollapsedUnknown
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown => {
                if image {
                    OpenKind::Image
                } else {
                    OpenKind::Link
                }
            }
        };
        let destination = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        let words = String::new();
        self.links
            .push(OpenLink { destination, kind, words, has_image: false, range });
    }

    /// Reads what a wikilink names; `None` where that is reported.
    fn reference(
        &mut self,
        written: &str,
        block: bool,
        labelled: bool,
        range: &Range<usize>,
    ) -> Option<usize> {
        // In a table cell the bar is escaped, and the backslash is left behind.
        let written = written.strip_suffix('\\').unwrap_or(written).trim();
        match read_target(written, block) {
            Ok(_) if block && self.n_open > 0 => {
                let block = written.to_owned();
                self.report(Problem::BlockNotAlone { block }, range.clone());
                None
            }
            Ok(target) => {
                let reference = Reference { target, labelled, range: range.clone() };
                self.body.references.push(reference);
                Some(self.body.references.len() - 1)
            }
            Err(problem) => {
                self.report(problem, range.clone());
                None
            }
        }
    }

    fn close_link(&mut self, link: OpenLink) {
        let OpenLink { destination, kind, words, has_image, range } = link;
        if matches!(kind, OpenKind::Reference { .. }) {
            return;
        }
        let is_image = kind == OpenKind::Image;
        if let Some(problem) = prose::forbidden_address(&destination, is_image) {
            self.report(problem, range);
            return;
        }
        match kind {
            OpenKind::Reference { .. } => {}
            OpenKind::Image if words.trim().is_empty() => {
                self.report(Problem::ImageWithoutAlt, range.clone());
            }
            OpenKind::Image => {}
            OpenKind::Autolink => {
                if !destination.starts_with("mailto:") {
                    self.report(
                        Problem::BareAddress { url: destination.clone() },
                        range.clone(),
                    );
                }
            }
            OpenKind::Link if has_image => {}
            OpenKind::Link => {
                if prose::says_nothing(&words) {
                    let problem =
                        Problem::LinkSaysNothing { words: words.trim().to_owned() };
                    self.report(problem, range.clone());
                } else if words.trim().starts_with("http") {
                    self.report(
                        Problem::BareAddress { url: words.trim().to_owned() },
                        range.clone(),
                    );
                }
            }
        }
        if let Some(problem) = prose::private_mail(&destination) {
            self.report(problem, range.clone());
        }
        self.body.links.push(Link { destination, image: is_image, range });
    }

    /// A run of text.
    fn words(&mut self, text: &str, range: &Range<usize>) {
        self.push_words(text);
        let in_link = !self.links.is_empty();
        if self.in_code {
            return;
        }
        // Each bracket that begins nothing is a run of its own.
        let opened = &self.text[range.clone()] == "[";
        if opened && self.bracket == Some(range.start) {
            self.report(Problem::ReferenceNotClosed, range.start - 1..range.end);
        }
        let escaped = self.text[..range.start].ends_with('\\');
        self.bracket = (opened && !escaped).then_some(range.end);
        let found = prose::slips(&self.text[range.clone()], in_link);
        for (problem, at) in found {
            self.report(problem, range.start + at.start..range.start + at.end);
        }
    }

    fn push_words(&mut self, text: &str) {
        if let Some(link) = self.links.last_mut() {
            link.words.push_str(text);
            if matches!(
                link.kind,
                OpenKind::Reference { index: Some(_), labelled: false }
            ) {
                return;
            }
        }
        if let Some(heading) = &mut self.heading {
            match heading.parts.last_mut() {
                Some(HeadingPart::Text(words)) => words.push_str(text),
                Some(HeadingPart::Reference(_)) | None => {
                    heading.parts.push(HeadingPart::Text(text.to_owned()));
                }
            }
        }
    }

    /// Lines that git left of an unfinished merge, outside code blocks. Where there are
    /// any, nothing else that was found is worth telling.
    fn conflict_markers(&mut self, n_found_before: usize) {
        let markers = conflict_markers(&self.text[self.start..]).into_iter();
        let markers: Vec<_> = markers
            .map(|(marker, range)| {
                (marker, range.start + self.start..range.end + self.start)
            })
            .filter(|(_, range)| !self.code.iter().any(|c| c.contains(&range.start)))
            .collect();
        if !markers.is_empty() {
            self.out.truncate(n_found_before);
        }
        for (marker, range) in markers {
            self.report(Problem::ConflictMarker { marker: marker.to_owned() }, range);
        }
    }
}

/// Reads what stands between the double brackets.
fn read_target(written: &str, block: bool) -> Result<Target, Problem> {
    let unknown =
        |known: &'static [&'static str], kind: &str| Problem::UnknownReferenceKind {
            written: written.to_owned(),
            near: crate::diag::near(kind, known.iter().copied()),
            known,
        };
    let id = |text: &str| {
        Id::parse(text)
            .map_err(|_| Problem::MalformedReference { written: written.to_owned() })
    };
    match (block, written.split_once(':')) {
        (true, None) => match Section::parse(written) {
            Some(section) => Ok(Target::Section(section)),
            None => Err(unknown(Section::WORDS, written)),
        },
        (true, Some((kind, item))) => match ItemKind::parse(kind) {
            Some(kind) => Ok(Target::Item { kind, id: id(item)? }),
            None => Err(unknown(ItemKind::WORDS, kind)),
        },
        (false, Some(("lang", tag))) => match LangTag::parse(tag) {
            Some(tag) => Ok(Target::Foreign(tag)),
            None => Err(Problem::NotALanguage { text: tag.to_owned() }),
        },
        (false, Some((kind, entity))) => match EntityKind::parse(kind) {
            Some(kind) => Ok(Target::Entity { kind, id: id(entity)? }),
            None => Err(unknown(EntityKind::WORDS, kind)),
        },
        (false, None) => match written.split_once('#') {
            None => Ok(Target::Fact { dossier: None, fact: id(written)? }),
            Some((dossier, fact)) => {
                Ok(Target::Fact { dossier: Some(id(dossier)?), fact: id(fact)? })
            }
        },
    }
}

pub(super) fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The name of the tag that begins a piece of HTML, for the message.
fn tag_name(html: &str) -> String {
    html.trim_start()
        .trim_start_matches(['<', '/', '!', '?'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(20)
        .collect()
}

/// The bullet with which a paragraph begins that office programs make of a list. A dash may
/// open a speech: it is one where two lines begin with it.
fn bullet(text: &str) -> Option<char> {
    let starts = |line: &str| {
        let mut chars = line.trim_start().chars();
        let mark = chars.next()?;
        chars.next().filter(|c| c.is_whitespace()).map(|_| mark)
    };
    let mark = starts(text)?;
    let n_lines = text.lines().filter(|line| starts(line) == Some(mark)).count();
    match mark {
        '•' | '◦' | '▪' | '●' | '■' | '‣' | '·' | '\u{f0b7}' | '\u{f0a7}' => {
            Some(mark)
        }
        '–' | '—' if n_lines > 1 => Some(mark),
        _ => None,
    }
}

/// Whether a line is made of words, as a sentence is and code is not.
fn reads_as_prose(line: &str) -> bool {
    let is_word = |word: &&str| {
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    let n_words = line.split_whitespace().filter(is_word).count();
    n_words >= 5 && n_words * 4 >= line.split_whitespace().count() * 3
}
