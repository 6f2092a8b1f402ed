//! The YAML between two lines of `---`, read by `serde_yaml` into drafts.

use std::ops::Range;

use saphyr_parser::{Event, Parser};
use serde::de::DeserializeOwned;

use crate::diag::{Align, Diagnostic, FilePath, Place, Problem, Shape, YamlPath};
use crate::parse::locate::Nodes;
use crate::parse::slips;
use crate::parse::yaml;

/// The most bytes of YAML in one file.
pub(super) const MAX_LEN: usize = 1 << 20;

/// The deepest nesting of maps and lists. Nothing that a writer means nests deeper than
/// four; `serde_yaml` itself stops at 128, and is slow long before for `[[[[…`.
const MAX_DEPTH: usize = 32;

/// How many wrong shapes are reported in one file before the rest is taken to be one
/// mistake.
const MAX_WRONG_SHAPES: usize = 50;

/// Where the front matter and the Markdown of a file are, in bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Split {
    /// The YAML, without the `---` lines.
    pub(crate) yaml: Range<usize>,
    /// Where the Markdown begins.
    pub(crate) body: usize,
}

/// Finds the front matter of a Markdown file.
pub(crate) fn split(
    text: &str,
    path: &FilePath,
    out: &mut Vec<Diagnostic>,
) -> Option<Split> {
    let mut report = |problem, range: Range<usize>| {
        out.push(Diagnostic::new(problem, path, Place::Bytes(range)));
    };
    // Blanks before the first `---` are forgiven with a warning: without it, half of the
    // tools in the world would publish the front matter as text.
    let start = text.len() - text.trim_start_matches([' ', '\n', '\t']).len();
    let first_line = text[start..].lines().next().unwrap_or_default();
    let first = start..start + first_line.trim_end().len();
    match first_line.trim_end() {
        "---" => {}
        "+++" => {
            report(Problem::TomlFrontMatter, first);
            return None;
        }
        _ => {
            report(Problem::NoFrontMatter, 0..first_line.len().min(text.len()));
            return None;
        }
    }
    if start > 0 {
        report(Problem::BlankBeforeFrontMatter, first.clone());
    }
    let yaml_start = (start + first_line.len() + 1).min(text.len());
    let mut at = yaml_start;
    for line in text[yaml_start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            let split = Split { yaml: yaml_start..at, body: at + line.len() };
            if let Some(range) = second_document(text, split.body) {
                report(Problem::SecondDocument, range);
                return None;
            }
            return Some(split);
        }
        at += line.len();
    }
    report(Problem::FrontMatterNotClosed, first);
    None
}

/// Keys and another `---` right after the front matter: a second YAML document, which
/// Markdown would show as a heading.
fn second_document(text: &str, body: usize) -> Option<Range<usize>> {
    let mut at = body;
    for (n_keys, line) in text[body..].split_inclusive('\n').enumerate() {
        let trimmed = line.trim_end();
        if trimmed == "---" && n_keys > 0 {
            return Some(at..at + trimmed.len());
        }
        let is_key = trimmed.split_once(':').is_some_and(|(key, rest)| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
            !key.is_empty()
                && key.bytes().all(plain)
                && (rest.is_empty() || rest.starts_with(' '))
        });
        let is_continued = n_keys > 0 && trimmed.starts_with([' ', '-']);
        if !is_key && !is_continued {
            return None;
        }
        at += line.len();
    }
    None
}

/// What was read, with the places that could not be.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Read<T> {
    /// The draft.
    pub(crate) draft: T,
    /// Values of a wrong shape, which were reported and read as if nothing stood there.
    pub(crate) left_out: Vec<YamlPath>,
}

/// Reads the YAML of `text[range]` into a draft.
///
/// `None` where the text is not YAML at all. A value of a wrong shape is reported, blanked,
/// and the rest is read again, so that one slip does not hide the others.
pub(crate) fn read<T: DeserializeOwned + Default>(
    text: &str,
    range: Range<usize>,
    path: &FilePath,
    out: &mut Vec<Diagnostic>,
) -> Option<Read<T>> {
    let offset = range.start;
    let yaml = &text[range.clone()];
    let mut report = |problem, range: Range<usize>| {
        let range = range.start + offset..range.end + offset;
        out.push(Diagnostic::new(problem, path, Place::Bytes(range)));
    };
    if yaml.len() > MAX_LEN {
        report(Problem::YamlTooLong { len: yaml.len(), max: MAX_LEN }, 0..0);
        return None;
    }
    let markers = conflict_markers(yaml);
    if !markers.is_empty() {
        // Nothing that a half-merged file says is worth telling.
        for (marker, range) in markers {
            report(Problem::ConflictMarker { marker: marker.to_owned() }, range);
        }
        return None;
    }
    if let Some((problem, range)) = forbidden(yaml) {
        report(problem, range);
        return None;
    }
    if yaml.trim().is_empty() {
        return Some(Read { draft: T::default(), left_out: vec![] });
    }
    for (problem, range) in lost_comments(yaml) {
        report(problem, range);
    }
    // Spaces of other programs in an indent make a key of their own, with nothing wrong in it.
    if yaml.contains("\n\u{a0}")
        && let Some((problem @ Problem::NoBreakSpace { .. }, range)) =
            slips::first(yaml, yaml.len())
    {
        report(problem, range);
        return None;
    }
    let mut left_out = vec![];
    let mut shapes = vec![];
    let mut current = std::borrow::Cow::Borrowed(yaml);
    loop {
        let error = match serde_yaml::from_str::<T>(&current) {
            Ok(draft) => {
                shapes.into_iter().for_each(|(problem, range)| report(problem, range));
                return Some(Read { draft, left_out });
            }
            Err(error) => error,
        };
        let message = error.to_string();
        let byte = error.location().map_or(0, |location| location.index());
        let Some(shape) = wrong_shape(&message) else {
            // What has a wrong shape before it may have it because of it.
            let (problem, range) = syntax_problem(yaml, &message, byte);
            report(problem, range);
            return None;
        };
        let nodes = Nodes::read(&current);
        match nodes.at(byte) {
            Some(node) if !node.path.is_empty() && left_out.len() < MAX_WRONG_SHAPES => {
                let path = node.path.clone();
                let key = path.last().map(ToString::to_string).unwrap_or_default();
                let line = first_line(yaml, &node.value);
                let words = &yaml[line.clone()];
                let is_map = shape == Shape::Map;
                // An item whose keys stand beside it: each of them has a wrong shape.
                if is_map
                    && let Some((
                        problem @ Problem::Misaligned { align: Align::Left, .. },
                        range,
                    )) = slips::first(yaml, line.end)
                {
                    report(problem, range);
                    return None;
                }
                let slip = is_map.then(|| slips::dedented(yaml, &node.value)).flatten();
                if slip.is_some() {
                    // The thing that lacks it is the one above.
                    left_out.extend(nodes.fellow(&node.value, &path));
                }
                let slip = slip
                    .or_else(|| is_map.then(|| slips::of_words(words, line.clone()))?);
                let slip = slip.or_else(|| slips::words_in_brackets(yaml, &node.value));
                let wrong = (Problem::WrongShape { key, expected: shape }, line);
                shapes.push(slip.unwrap_or(wrong));
                current = blanked(&current, &node.value).into();
                left_out.push(path);
            }
            _ => {
                shapes.into_iter().for_each(|(problem, range)| report(problem, range));
                let line = line_at(yaml, byte);
                report(Problem::NotAMap, line);
                return None;
            }
        }
    }
}

/// The text with a range replaced by spaces, so that every other place stays.
fn blanked(text: &str, range: &Range<usize>) -> String {
    let blank = text[range.clone()]
        .chars()
        .map(|c| if c == '\n' { '\n' } else { ' ' });
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..range.start]);
    out.extend(blank);
    out.push_str(&text[range.end..]);
    out
}

/// The part of a range on its first line: what a report can underline.
fn first_line(text: &str, range: &Range<usize>) -> Range<usize> {
    let len = text[range.clone()].find('\n').unwrap_or(range.len());
    range.start..range.start + len
}

/// The line at a byte, without its indent.
fn line_at(text: &str, byte: usize) -> Range<usize> {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let start = text[..byte].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    start + indent..start + line.trim_end().len().max(indent)
}

/// What Recto does not take although it is YAML: aliases, merge keys, tags, deep nesting.
///
/// Most front matter has none of the bytes by which these begin, and is not looked at.
fn forbidden(yaml: &str) -> Option<(Problem, Range<usize>)> {
    if let Some(at) = too_deep(yaml) {
        return Some((Problem::NestedTooDeeply, line_at(yaml, at)));
    }
    memchr::memchr3(b'&', b'*', b'!', yaml.as_bytes())?;
    let chars_to_byte =
        |index: usize| yaml.char_indices().nth(index).map_or(yaml.len(), |(at, _)| at);
    for event in Parser::new_from_str(yaml) {
        // A syntax error is reported by the parser of record, in its own words.
        let (event, span) = event.ok()?;
        let at = || {
            let start = chars_to_byte(span.start.index());
            first_line(yaml, &(start..chars_to_byte(span.end.index()).max(start)))
        };
        match event {
            Event::Alias(_) => return Some((Problem::Alias, at())),
            Event::Scalar(_, _, anchor, tag) => {
                if tag.is_some() {
                    return Some((Problem::CustomTag, line_at(yaml, at().start)));
                }
                if anchor != 0 {
                    return Some((Problem::Alias, at()));
                }
            }
            Event::MappingStart(anchor, tag) | Event::SequenceStart(anchor, tag) => {
                if tag.is_some() {
                    return Some((Problem::CustomTag, line_at(yaml, at().start)));
                }
                if anchor != 0 {
                    return Some((Problem::Alias, line_at(yaml, at().start)));
                }
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::MappingEnd
            | Event::SequenceEnd => {}
        }
    }
    None
}

/// Where brackets or indents nest deeper than anybody means; both parsers are slow there.
fn too_deep(yaml: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut indents: Vec<usize> = vec![];
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() {
            while indents.last().is_some_and(|last| *last >= indent) {
                indents.pop();
            }
            indents.push(indent);
            // `- - - - x` nests once per dash.
            let dashes =
                line[indent..].split(' ').take_while(|word| *word == "-").count();
            if indents.len() + dashes > MAX_DEPTH {
                return Some(at);
            }
        }
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_DEPTH {
                return Some(at);
            }
        }
        at += line.len();
    }
    None
}

/// The shape that serde expected, where the error is about a shape.
fn wrong_shape(message: &str) -> Option<Shape> {
    let at = message.find("invalid type: ")?;
    let expected = message[at..].split_once(", expected ")?.1;
    if expected.starts_with(yaml::LIST) {
        Some(Shape::WordOrList)
    } else if expected.starts_with(yaml::WORDS) {
        Some(Shape::Words)
    } else if expected.starts_with(yaml::MAP) {
        Some(Shape::Map)
    } else {
        Some(Shape::List)
    }
}

/// Turns a syntax error of the parser into what the writer did.
fn syntax_problem(yaml: &str, message: &str, byte: usize) -> (Problem, Range<usize>) {
    let line = line_at(yaml, byte);
    if message.contains("more than one document") {
        return (Problem::SecondDocument, line);
    }
    if message.contains("recursion limit") || message.contains("repetition limit") {
        return (Problem::NestedTooDeeply, line);
    }
    if message.contains("control characters are not allowed") {
        return (Problem::ControlCharacter { code: 0 }, line);
    }
    if let Some(tab) = tab_indent(yaml, byte) {
        return (Problem::TabIndent, tab);
    }
    if let Some(slip) = slips::first(yaml, line.end) {
        return slip;
    }
    (Problem::NotYaml, line)
}

/// Words that are lost behind a `#` that was meant as one: `la ville #1 en France`.
pub(super) fn lost_comments(yaml: &str) -> Vec<(Problem, Range<usize>)> {
    let mut lost = vec![];
    if !yaml.contains(" #") {
        return lost;
    }
    let mut start = 0;
    for whole in yaml.split_inclusive('\n') {
        let (line, at) = (whole.trim_end(), start);
        start += whole.len();
        let Some((_, value)) = line.split_once(": ") else { continue };
        let value_start = line.len() - value.len();
        let is_plain =
            !value.trim_start().starts_with(['"', '\'', '#', '{', '[', '|', '>']);
        let Some(sign) = value.find(" #").filter(|_| is_plain) else { continue };
        let after = &value[sign + 2..];
        // `# a comment`, `#----`: somebody's own.
        if after.starts_with(char::is_alphanumeric) && !value[..sign].trim().is_empty() {
            let words = &value[sign + 1..];
            let range = at + value_start + sign + 1..at + line.len();
            lost.push((Problem::CommentInValue { lost: words.to_owned() }, range));
        }
    }
    lost
}

/// A tab in the indent of the line at a byte, or of the line above it.
fn tab_indent(yaml: &str, byte: usize) -> Option<Range<usize>> {
    let byte = yaml.floor_char_boundary(byte.min(yaml.len()));
    let here = yaml[..byte].rfind('\n').map_or(0, |newline| newline + 1);
    let above = yaml[..here.saturating_sub(1)]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    [here, above].into_iter().find_map(|start| {
        let line = yaml[start..].lines().next().unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start().len()];
        indent.find('\t').map(|tab| start + tab..start + tab + 1)
    })
}

/// Lines that git left of an unfinished merge.
pub(crate) fn conflict_markers(text: &str) -> Vec<(&'static str, Range<usize>)> {
    const MARKERS: [&str; 3] = ["<<<<<<< ", ">>>>>>> ", "||||||| "];
    if !MARKERS.iter().any(|marker| text.contains(marker)) {
        return vec![];
    }
    let mut markers = vec![];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marker = MARKERS.iter().find(|marker| line.starts_with(**marker));
        let between = (line.trim_end() == "=======").then_some("=======");
        if let Some(marker) = marker.copied().or(between) {
            markers.push((marker.trim_end(), at..at + line.trim_end().len()));
        }
        at += line.len();
    }
    // A line of equals signs underlines a heading where git has left nothing else.
    if markers.iter().all(|(marker, _)| *marker == "=======") {
        markers.clear();
    }
    markers
}
