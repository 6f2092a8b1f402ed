//! Finds where a key or a value stands in YAML.
//!
//! `serde_yaml`, which reads the front matter, keeps no places. Only when there is something
//! to report is the same text read again here, event by event, keeping them.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diag::{Seg, YamlPart, YamlPath};

/// Every node of a YAML text with its place, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Nodes(Vec<Node>);

/// One value, with the key that leads to it.
#[derive(Debug)]
pub(crate) struct Node {
    /// How to reach it.
    pub(crate) path: YamlPath,
    /// Where its key stands, if it has one.
    pub(crate) key: Option<Range<usize>>,
    /// Where the value stands.
    pub(crate) value: Range<usize>,
}

impl Nodes {
    /// Reads the places of a YAML text; where it stops being YAML, those before.
    pub(crate) fn read(yaml: &str) -> Self {
        let mut reader = Reader { offsets: Offsets::new(yaml), yaml, nodes: vec![] };
        let mut parser = Parser::new_from_str(yaml);
        // Reading stops at the first error: what stands before it is still of use.
        let _complete = reader.document(&mut parser);
        Self(reader.nodes)
    }

    /// Where a key or value stands, in bytes of the text. Where the path does not exist, a
    /// missing key say, it is the nearest thing above it.
    pub(crate) fn find(&self, path: &[Seg], part: YamlPart) -> Option<Range<usize>> {
        let found = self.0.iter().find(|node| node.path == path);
        match (found, part) {
            (Some(node), YamlPart::Key) => {
                Some(node.key.clone().unwrap_or(node.value.clone()))
            }
            (Some(node), YamlPart::Value) if node.value.is_empty() => {
                Some(node.key.clone().unwrap_or(node.value.clone()))
            }
            (Some(node), YamlPart::Value) => Some(node.value.clone()),
            (None, _) => self.find(path.split_last()?.1, YamlPart::Key),
        }
    }

    /// Every path, in the order of the text.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &YamlPath> {
        self.0.iter().map(|node| &node.path)
    }

    /// Where a key would stand that the thing above it was to have: `figures.f.unit` for a
    /// `figures.unit` below the figure `f`.
    pub(crate) fn fellow(&self, value: &Range<usize>, path: &[Seg]) -> Option<YamlPath> {
        let above = self.0.iter().filter(|node| node.value.end <= value.start);
        let deepest = above.max_by_key(|node| (node.value.end, node.path.len()))?;
        let mut fellow = deepest.path.split_last()?.1.to_vec();
        fellow.push(path.last()?.clone());
        Some(fellow)
    }

    /// The smallest node that begins at this byte.
    pub(crate) fn at(&self, byte: usize) -> Option<&Node> {
        let starts = |node: &&Node| node.value.start == byte;
        self.0.iter().filter(starts).min_by_key(|node| node.value.len())
    }
}

/// A mapping or sequence that is being read.
struct Open {
    path_len: usize,
    /// Of a sequence, how many items came; of a mapping, the keys that came.
    kind: OpenKind,
    start: usize,
    key: Option<Range<usize>>,
}

enum OpenKind {
    Sequence { n_items: usize },
    Mapping { keys: Vec<String>, pending: Option<Range<usize>> },
}

struct Reader<'a> {
    yaml: &'a str,
    offsets: Offsets,
    nodes: Vec<Node>,
}

impl<'a> Reader<'a> {
    /// Reads the first document without recursion, so that depth cannot overflow the stack.
    fn document(
        &mut self,
        parser: &mut Parser<'a, saphyr_parser::StrInput<'a>>,
    ) -> Result<(), saphyr_parser::ScanError> {
        let mut path: YamlPath = vec![];
        let mut open: Vec<Open> = vec![];
        while let Some(event) = parser.next_event() {
            let (event, span) = event?;
            let range = self.range(span);
            match event {
                Event::Scalar(text, style, ..) => {
                    let range = self.scalar_range(range, style);
                    self.value(&mut path, &mut open, Some(&text), range);
                }
                Event::Alias(_) => self.value(&mut path, &mut open, None, range),
                Event::MappingStart(..) => {
                    let kind = OpenKind::Mapping { keys: vec![], pending: None };
                    self.enter(&mut path, &mut open, range.start, kind);
                }
                Event::SequenceStart(..) => {
                    let kind = OpenKind::Sequence { n_items: 0 };
                    self.enter(&mut path, &mut open, range.start, kind);
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    if let Some(closed) = open.pop() {
                        path.truncate(closed.path_len);
                        let end = self.trimmed_end(closed.start, range.end);
                        self.nodes.push(Node {
                            path: path.clone(),
                            key: closed.key,
                            value: closed.start..end,
                        });
                        path.pop();
                    }
                }
                Event::DocumentEnd => break,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_) => {}
            }
        }
        Ok(())
    }

    /// A scalar or alias: a key that waits for its value, or a value.
    fn value(
        &mut self,
        path: &mut YamlPath,
        open: &mut [Open],
        text: Option<&str>,
        range: Range<usize>,
    ) {
        if let Some(Open { kind: OpenKind::Mapping { keys, pending }, .. }) =
            open.last_mut()
            && pending.is_none()
        {
            let key = text.unwrap_or_default();
            let nth = keys.iter().filter(|k| *k == key).count();
            keys.push(key.to_owned());
            *pending = Some(range);
            path.push(match nth {
                0 => Seg::Key(key.into()),
                nth => Seg::Repeated(key.into(), nth),
            });
            return;
        }
        let key = self.arrive(path, open);
        self.nodes.push(Node { path: path.clone(), key, value: range });
        path.pop();
    }

    fn enter(
        &mut self,
        path: &mut YamlPath,
        open: &mut Vec<Open>,
        start: usize,
        kind: OpenKind,
    ) {
        // A mapping or sequence as a key is nothing that a writer means; it is given an
        // empty name, and its content is still read.
        if let Some(Open { kind: OpenKind::Mapping { pending, .. }, .. }) =
            open.last_mut()
            && pending.is_none()
        {
            *pending = Some(start..start);
            path.push(Seg::Key("".into()));
        }
        let key = self.arrive(path, open);
        open.push(Open { path_len: path.len(), kind, start, key });
    }

    /// Takes the pending key, or counts the next item of a sequence.
    fn arrive(&self, path: &mut YamlPath, open: &mut [Open]) -> Option<Range<usize>> {
        match open.last_mut().map(|open| &mut open.kind) {
            Some(OpenKind::Sequence { n_items }) => {
                path.push(Seg::Item(*n_items));
                *n_items += 1;
                None
            }
            Some(OpenKind::Mapping { pending, .. }) => pending.take(),
            None => None,
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.offsets.byte(span.start.index())..self.offsets.byte(span.end.index())
    }

    /// The end of a block without the blanks and line ends after it.
    fn trimmed_end(&self, start: usize, end: usize) -> usize {
        start + self.yaml.get(start..end).map_or(0, |text| text.trim_end().len())
    }

    /// Plain scalars may carry trailing blanks; block scalars begin at their content.
    fn scalar_range(&self, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
        match style {
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                range.start..self.trimmed_end(range.start, range.end)
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => range,
        }
    }
}

/// Turns character indices into byte offsets.
enum Offsets {
    /// Every character is one byte.
    Ascii(usize),
    /// The byte at which each character begins, and the end of the text.
    Table(Vec<usize>),
}

impl Offsets {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        let starts = text.char_indices().map(|(at, _)| at);
        Self::Table(starts.chain(std::iter::once(text.len())).collect())
    }

    fn byte(&self, index: usize) -> usize {
        match self {
            Self::Ascii(len) => index.min(*len),
            Self::Table(table) => table[index.min(table.len() - 1)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Nodes;
    use crate::diag::{Seg, YamlPart};

    fn key(name: &str) -> Seg {
        Seg::Key(name.into())
    }

    #[test]
    fn keys_and_values_are_found() {
        let yaml =
            "titre: Été\nfigures:\n  a: {value: 1, unit: m2}\n  b:\n    value: 2\n";
        let nodes = Nodes::read(yaml);
        let text = |path: &[Seg], part| nodes.find(path, part).map(|range| &yaml[range]);
        assert_eq!(text(&[key("titre")], YamlPart::Value), Some("Été"));
        assert_eq!(text(&[key("titre")], YamlPart::Key), Some("titre"));
        let unit = [key("figures"), key("a"), key("unit")];
        assert_eq!(text(&unit, YamlPart::Value), Some("m2"));
        let missing = [key("figures"), key("b"), key("unit")];
        assert_eq!(text(&missing, YamlPart::Value), Some("b"));
    }

    #[test]
    fn repeated_keys_and_items_have_paths_of_their_own() {
        let yaml = "a: 1\na: 2\nliste: [x, y]\nbloc:\n  - u\n  - v: 1\n";
        let nodes = Nodes::read(yaml);
        let text =
            |path: &[Seg]| nodes.find(path, YamlPart::Value).map(|range| &yaml[range]);
        assert_eq!(text(&[Seg::Repeated("a".into(), 1)]), Some("2"));
        assert_eq!(text(&[key("liste"), Seg::Item(1)]), Some("y"));
        assert_eq!(text(&[key("bloc"), Seg::Item(1), key("v")]), Some("1"));
        assert_eq!(text(&[key("bloc")]), Some("- u\n  - v: 1"));
    }
}
