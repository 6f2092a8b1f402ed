//! What a writer did where YAML cannot be read.
//!
//! A parser says where it gave up, which is often a line or more below the slip. Here the
//! lines are looked at as a writer sees them: keys below each other, each with its value.

mod values;

use std::ops::Range;

use crate::diag::{Align, Problem};
use crate::parse::drafts::{
    ContactDraft, DocumentDraft, DossierDraft, EventDraft, FigureDraft, FundingDraft,
    GroupDraft, MediaDraft, ObjectiveDraft, OperatorDraft, OrganisationDraft,
    PersonDraft, PlaceDraft, ProgrammeDraft, QuoteDraft, RevisionDraft, SiteDraft,
    SourceDraft, TermDraft, TopicDraft,
};
use crate::parse::yaml::Keyed;
use values::{quoted, value_end};

pub(super) use values::words_in_brackets;

/// A problem and its place.
type Slip = (Problem, Range<usize>);

/// Whether a word is a key of something, rather than an id or a word of a text.
pub(crate) fn is_key(word: &str) -> bool {
    const KEYS: [&[&str]; 20] = [
        GroupDraft::KEYS,
        ObjectiveDraft::KEYS,
        PersonDraft::KEYS,
        TopicDraft::KEYS,
        DossierDraft::KEYS,
        FigureDraft::KEYS,
        FundingDraft::KEYS,
        QuoteDraft::KEYS,
        EventDraft::KEYS,
        OperatorDraft::KEYS,
        PlaceDraft::KEYS,
        MediaDraft::KEYS,
        DocumentDraft::KEYS,
        ContactDraft::KEYS,
        RevisionDraft::KEYS,
        OrganisationDraft::KEYS,
        ProgrammeDraft::KEYS,
        SourceDraft::KEYS,
        TermDraft::KEYS,
        SiteDraft::KEYS,
    ];
    KEYS.iter().any(|keys| keys.contains(&word))
}

/// A key that has a value, or others below it.
#[derive(Clone, Debug)]
struct Level {
    indent: usize,
    key: String,
    /// Whether its value stands on its line, so that nothing can stand below it.
    has_value: bool,
    /// Its line, without the indent.
    line: Range<usize>,
    /// The line above.
    above: Option<Above>,
}

/// What is to be known of the line above.
#[derive(Clone, Debug)]
struct Above {
    indent: usize,
    key: String,
    has_value: bool,
}

impl Level {
    /// Whether it is the first below another key.
    fn is_first(&self) -> bool {
        let above = self.above.as_ref();
        above.is_some_and(|above| above.indent < self.indent && !above.has_value)
    }

    /// Whether it is not where the first of a level is written, and an indent is.
    fn is_odd_beside(&self, indent: usize) -> bool {
        let above = self.above.as_ref();
        let usual = above.map_or(0, |above| above.indent + USUAL);
        self.is_first() && self.indent != usual && indent == usual
    }

    /// Whether the key above it has nothing below, since this stands too far to the left.
    fn is_child_of_above(&self) -> bool {
        let above = self.above.as_ref();
        above.is_some_and(|above| above.indent == self.indent && !above.has_value)
    }

    fn off(&self, n_spaces: usize, align: Align) -> Slip {
        (Problem::Misaligned { n_spaces, align }, self.line.clone())
    }

    /// Whether it is an item with its keys beside it instead of below.
    fn is_item_beside(&self, indent: usize, key: &str) -> bool {
        let above = self.above.as_ref();
        self.indent == indent
            && !self.has_value
            && !is_key(&self.key)
            && is_key(key)
            && above.is_some_and(|above| self.indent == above.indent + 2 * USUAL)
    }
}

/// How far most writers indent.
const USUAL: usize = 2;

/// The first slip of a text up to a byte.
pub(super) fn first(yaml: &str, up_to: usize) -> Option<Slip> {
    let mut levels: Vec<Level> = vec![];
    let mut above: Option<Above> = None;
    let mut at = 0;
    while at < yaml.len() && at <= up_to {
        let whole = yaml[at..].split_inclusive('\n').next().unwrap_or_default();
        let start = at;
        at += whole.len();
        let line = whole.trim_end();
        if line.trim_start().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if let Some(range) = odd_space(line) {
            let better = line.trim_start().to_owned();
            let problem = Problem::NoBreakSpace { better };
            return Some((problem, start + range.start..start + range.end));
        }
        let dash = line.len() - line.trim_start_matches(' ').len();
        let mut indent = dash;
        while line[indent..].starts_with("- ") {
            indent +=
                1 + (line.len() - indent - 1) - line[indent + 1..].trim_start().len();
        }
        let is_item = indent > dash;
        let text = &line[indent..];
        let range = start + indent..start + line.len();
        if is_item {
            levels.retain(|level| level.indent <= dash);
        }
        let Some((key, value)) = key_of(text) else {
            if let Some(slip) = not_a_key(yaml, text, range.clone(), at, &levels, indent)
                && !is_item
            {
                return Some(slip);
            }
            if is_item || levels.last().is_some_and(|l| !l.has_value && indent > l.indent)
            {
                match value_end(yaml, text, range.start, indent) {
                    Ok(end) => at = at.max(end),
                    Err(slip) => return Some(*slip),
                }
            }
            continue;
        };
        if !is_item && let Some(slip) = misaligned(yaml, &mut levels, text, &range, at) {
            return Some(slip);
        }
        let value_start = range.end - value.len();
        match value_end(yaml, value, value_start, indent) {
            Ok(end) => at = at.max(end),
            Err(slip) => return Some(*slip),
        }
        if let Some(slip) = colon_in_value(yaml, key, value, value_start) {
            return Some(slip);
        }
        let has_value = !value.is_empty() && !value.starts_with('#');
        levels.retain(|level| level.indent < indent);
        levels.push(Level {
            indent,
            key: key.to_owned(),
            has_value,
            line: range,
            above: above.take(),
        });
        above = Some(Above { indent, key: key.to_owned(), has_value });
    }
    None
}

/// A no-break space, or another that YAML does not take for one, in the indent of a line or
/// after the colon of its key.
fn odd_space(line: &str) -> Option<Range<usize>> {
    let indent = &line[..line.len() - line.trim_start().len()];
    let odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t');
    if let Some((at, c)) = indent.char_indices().find(|(_, c)| odd(*c)) {
        return Some(at..at + c.len_utf8());
    }
    let (key, rest) = line.split_once(':')?;
    let is_word = is_word(key.trim_start().trim_start_matches("- "));
    let space = rest.chars().next().filter(|c| is_word && odd(*c))?;
    Some(key.len() + 1..key.len() + 1 + space.len_utf8())
}

/// The key of a line, and what follows its colon.
fn key_of(text: &str) -> Option<(&str, &str)> {
    let (key, rest) = text.split_once(':')?;
    let bare = key.trim_end().trim_matches(['"', '\'']);
    let ends = rest.is_empty() || rest.starts_with([' ', '\t']);
    (is_word(bare) && ends).then(|| (bare, rest.trim_start()))
}

fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    !text.is_empty() && text.chars().all(plain) && !text.starts_with('-')
}

/// A line of keys that stands further left or right than the others of its kind.
fn misaligned(
    yaml: &str,
    levels: &mut Vec<Level>,
    text: &str,
    range: &Range<usize>,
    next: usize,
) -> Option<Slip> {
    let indent = indent_at(yaml, range.start);
    let (key, value) = key_of(text)?;
    let top = levels.last()?.clone();
    let this = |n_spaces: usize, like: &str| {
        let align = Align::Above(like.to_owned());
        Some((Problem::Misaligned { n_spaces, align }, range.clone()))
    };
    if top.is_item_beside(indent, key) {
        return Some(top.off(USUAL, Align::Left));
    }
    if indent > top.indent {
        if !top.has_value {
            return None;
        }
        // The line above is the one that is off where the one above it, or all those below,
        // stand with this one.
        let n_spaces = indent - top.indent;
        if let Some(above) = top.above.as_ref().filter(|above| above.indent == indent) {
            return Some(top.off(n_spaces, Align::Above(above.key.clone())));
        }
        let below = yaml[next..].lines().find(|line| !line.trim().is_empty());
        let with_below = !value.is_empty()
            && below.is_some_and(|line| {
                line.len() - line.trim_start_matches(' ').len() == indent
            });
        let is_top_off = top.is_first() && with_below
            || top.is_odd_beside(indent)
            || top.is_child_of_above();
        return match is_top_off {
            true => Some(top.off(n_spaces, Align::Below(key.to_owned()))),
            false => this(n_spaces, &top.key),
        };
    }
    let mut deeper = None;
    while let Some(level) = levels.last()
        && level.indent > indent
    {
        deeper = levels.pop();
    }
    let deeper = deeper?;
    let outer = levels.last();
    if outer.is_some_and(|outer| outer.indent == indent) {
        return None;
    }
    let to_deeper = deeper.indent - indent;
    if deeper.is_odd_beside(indent) {
        return Some(deeper.off(to_deeper, Align::Below(key.to_owned())));
    }
    // A first key may stand anywhere, also where nothing stands above it.
    let Some(outer) = outer else { return this(to_deeper, &deeper.key) };
    let to_outer = indent - outer.indent;
    let beside = outer.above.as_ref().filter(|above| above.indent == indent);
    if let Some(above) = beside.filter(|_| !is_key(&outer.key)) {
        return Some(outer.off(to_outer, Align::Above(above.key.clone())));
    }
    let is_outer_off = outer.is_odd_beside(indent)
        || outer.is_child_of_above() && !is_key(&outer.key) && to_outer == USUAL;
    if is_outer_off {
        return Some(outer.off(to_outer, Align::Below(key.to_owned())));
    }
    match to_deeper < to_outer || to_deeper == to_outer && is_key(key) {
        true => this(to_deeper, &deeper.key),
        false => this(to_outer, &outer.key),
    }
}

/// A line that has no key where there must be one.
fn not_a_key(
    yaml: &str,
    text: &str,
    range: Range<usize>,
    next: usize,
    levels: &[Level],
    indent: usize,
) -> Option<Slip> {
    let top = levels.last();
    let must_be = match top {
        None => true,
        Some(top) if indent > top.indent => {
            // The first below a key: what stands below it tells whether it was to be one.
            let below = yaml[next..].lines().find(|line| !line.trim().is_empty());
            let is_level = below.is_some_and(|line| {
                let trimmed = line.trim_start_matches(' ');
                line.len() - trimmed.len() == indent && key_of(trimmed).is_some()
            });
            !top.has_value && (is_level || opens(text).is_some())
        }
        Some(_) => true,
    };
    must_be.then(|| of_words(text, range.clone())).flatten().or_else(|| {
        let is_plain = text.starts_with(char::is_alphanumeric) && !text.contains(": ");
        (must_be && is_plain).then_some((Problem::NotYaml, range))
    })
}

/// `value 12` and `value:12`, where keys should be.
pub(super) fn of_words(text: &str, range: Range<usize>) -> Option<Slip> {
    if let Some(space) = odd_space(text) {
        let better = text.replace(|c: char| c.is_whitespace(), " ");
        let problem = Problem::NoBreakSpace { better };
        return Some((problem, range.start + space.start..range.start + space.end));
    }
    Some((words(text)?, range))
}

/// As [`of_words`], of words whose place is known.
pub(crate) fn words(text: &str) -> Option<Problem> {
    if let Some((key, value)) = text.split_once(':')
        && is_word(key)
        && !value.starts_with([' ', '/'])
        && !value.is_empty()
    {
        let better = format!("{key}: {}", value.trim_start());
        return Some(match value.starts_with(char::is_whitespace) {
            true => Problem::NoBreakSpace { better },
            false => Problem::SpaceMissing { better },
        });
    }
    if let Some((key, value)) = opens(text) {
        return Some(Problem::ColonMissing { better: format!("{key}: {value}") });
    }
    let (key, value) = text.split_once(' ')?;
    let (key, value) = (key.trim_end_matches('='), value.trim_start_matches([' ', '=']));
    (is_key(key) && !value.contains(": "))
        .then(|| Problem::ColonMissing { better: format!("{key}: {value}") })
}

/// `surface {label: …`, and `surface:{label: …`
fn opens(text: &str) -> Option<(&str, &str)> {
    let (key, _) = text.split_once(['{', '['])?;
    let value = &text[key.len()..];
    let word = key.trim_end_matches([' ', ':']);
    is_word(word).then_some((word, value))
}

/// `title: Projet : phase 2`
fn colon_in_value(yaml: &str, key: &str, value: &str, start: usize) -> Option<Slip> {
    if value.starts_with(['"', '\'', '{', '[', '|', '>', '#']) {
        return None;
    }
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    if !value.contains(": ") && !value.ends_with(':') {
        return None;
    }
    let line = yaml[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = line + indent_at(yaml, start);
    let better = format!("{key}: {}", quoted(value));
    Some((Problem::UnquotedColon { better }, line..start + value.len()))
}

/// How far the line at a byte is indented.
fn indent_at(yaml: &str, byte: usize) -> usize {
    let start = yaml[..byte].rfind('\n').map_or(0, |newline| newline + 1);
    let line = yaml[start..].lines().next().unwrap_or_default();
    line.len() - line.trim_start_matches(' ').len()
}

/// What is wrong with the indent of an unknown key: one of an item at the top, or an item
/// among the keys of the one above.
pub(super) fn of_another_level(text: &str, key: usize) -> Option<Problem> {
    let start = text[..key].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let (_, value) = key_of(line.trim_start_matches(' '))?;
    let own = line.len() - line.trim_start_matches(' ').len();
    // What holds keys of its own was to be an item; so was what has them beside it.
    let below = text[start..].lines().nth(1).unwrap_or_default();
    let depth = below.len() - below.trim_start_matches(' ').len();
    let is_beside = own > 0
        && depth == own
        && key_of(&below[depth..]).is_some_and(|(key, _)| is_key(key));
    let has_keys = value.starts_with('{') || value.is_empty() && depth > own;
    if key != start + own || !(has_keys || value.is_empty() && is_beside) {
        return None;
    }
    let above = text[..start].lines().rev().filter_map(|line| {
        let trimmed = line.trim_start_matches(' ');
        let (key, value) = key_of(trimmed)?;
        Some((line.len() - trimmed.len(), key, value))
    });
    if own == 0 {
        let mut above = above.peekable();
        if let Some((0, key, "")) = above.peek()
            && is_key(key)
        {
            return Some(Problem::Misaligned { n_spaces: USUAL, align: Align::Right });
        }
        // The items of the section above.
        let items = above.take_while(|(indent, ..)| *indent > 0);
        let (n_spaces, like, _) = items.min_by_key(|(indent, ..)| *indent)?;
        let align = Align::Above(like.to_owned());
        return Some(Problem::Misaligned { n_spaces, align });
    }
    let mut above = above;
    let (indent, like, _) = above.find(|(indent, ..)| *indent < own)?;
    let align = Align::Above(like.to_owned());
    Some(Problem::Misaligned { n_spaces: own - indent, align })
}

/// A value of a key that stands further left than its fellows, and so became a thing of its
/// own: `unit: km` among the figures. The slip, and the key above it.
pub(super) fn dedented(yaml: &str, value: &Range<usize>) -> Option<Slip> {
    let start = yaml[..value.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = yaml[start..].lines().next().unwrap_or_default();
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (key, _) = key_of(&line[indent..])?;
    let above = yaml[..start].lines().rev().find(|line| !line.trim().is_empty())?;
    let depth = above.len() - above.trim_start_matches(' ').len();
    let (like, _) = key_of(&above[depth..])?;
    let is_off = depth > indent && is_key(key) && is_key(like);
    is_off.then(|| {
        let n_spaces = depth - indent;
        let align = Align::Above(like.to_owned());
        let problem = Problem::Misaligned { n_spaces, align };
        (problem, start + indent..start + line.trim_end().len())
    })
}
