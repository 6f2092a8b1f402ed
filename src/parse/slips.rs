//! What a writer did where YAML cannot be read.
//!
//! A parser says where it gave up, which is often a line or more below the slip. Here the
//! lines are looked at as a writer sees them: keys below each other, each with its value.

use std::ops::Range;

use crate::diag::{Align, Problem};
use crate::parse::drafts::{
    ContactDraft, DocumentDraft, DossierDraft, EventDraft, FigureDraft, FundingDraft,
    GroupDraft, MediaDraft, ObjectiveDraft, OperatorDraft, OrganisationDraft,
    PersonDraft, PlaceDraft, ProgrammeDraft, QuoteDraft, RevisionDraft, SiteDraft,
    SourceDraft, TermDraft, TopicDraft,
};
use crate::parse::yaml::Keyed;

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

/// Where the value that begins at a byte ends, if it goes on below its line.
fn value_end(
    yaml: &str,
    value: &str,
    start: usize,
    indent: usize,
) -> Result<usize, Box<Slip>> {
    let mut letters = value.chars();
    let Some(first) = letters.next() else { return Ok(start) };
    let rest = letters.as_str();
    let line = start..start + value.len();
    let key = key_before(yaml, start);
    let sign = |better: String| {
        let better = if key.is_empty() { better } else { format!("{key}: {better}") };
        Err(Box::new((Problem::SignNotQuoted { sign: first, better }, line.clone())))
    };
    match first {
        '|' | '>' => {
            // `>-` and `|2` begin a text of several lines.
            let head = rest.split(" #").next().unwrap_or_default().trim_end();
            if !head.chars().all(|c| c.is_ascii_digit() || "+-".contains(c)) {
                return sign(quoted(value));
            }
            let mut end = start + value.len();
            for line in yaml[end..].split_inclusive('\n') {
                let depth = line.len() - line.trim_start_matches(' ').len();
                if !line.trim().is_empty() && depth <= indent {
                    break;
                }
                end += line.len();
            }
            Ok(end)
        }
        '"' | '\'' => quoted_end(yaml, &key, value, start),
        '{' | '[' => {
            let end = flow_end(yaml, start)?;
            let after = yaml[end..].lines().next().unwrap_or_default().trim();
            if after.is_empty() || after.starts_with('#') {
                return Ok(end);
            }
            let is_stray = after.chars().all(|c| "}],".contains(c));
            match is_stray {
                true => Err(Box::new((Problem::NotYaml, line))),
                false => sign(quoted(value)),
            }
        }
        '%' if rest.trim().is_empty() && key == "unit" => sign("percent".to_owned()),
        '%' | '@' | '`' => sign(quoted(value)),
        '*' => match value.trim_matches('*').trim() {
            "" => sign(quoted(value)),
            plain if value.ends_with('*') => sign(plain.to_owned()),
            _ => sign(quoted(value)),
        },
        '-' | '?' if rest.is_empty() || rest.starts_with(' ') => {
            let text = value.to_owned();
            match key.as_str() {
                _ if !rest.trim().is_empty() => sign(quoted(value)),
                "value" => Err(Box::new((Problem::NotANumber { text }, line))),
                "amount" => Err(Box::new((Problem::NotAnAmount { text }, line))),
                _ => sign(quoted(value)),
            }
        }
        _ => Ok(start),
    }
}

/// The key before the value at a byte.
fn key_before(yaml: &str, start: usize) -> String {
    let line = yaml[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = yaml[line..start].trim_end();
    let key = before.strip_suffix(':').unwrap_or_default();
    key.rsplit(|c: char| !is_word(c.encode_utf8(&mut [0; 4])) && c != '-')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Where a text between quotation marks ends.
fn quoted_end(
    yaml: &str,
    key: &str,
    value: &str,
    start: usize,
) -> Result<usize, Box<Slip>> {
    let line = start..start + value.len();
    let slip = || {
        let mark = &value[..1];
        let inside = &value[1..];
        let n_marks = inside.matches(mark).count();
        let bare = match inside.strip_suffix(mark) {
            // `'L'avenir'`: the marks around are the writer's own.
            Some(bare) => bare,
            None if n_marks == 0 => inside,
            None => value,
        };
        let better = format!("{key}: {}", quoted(&bare.replace("\\\"", "\"")));
        Err(Box::new((Problem::QuoteNotClosed { better }, line.clone())))
    };
    let Some(end) = quote_end(yaml, start) else { return slip() };
    let after = yaml[end..].lines().next().unwrap_or_default().trim();
    match after.is_empty() || after.starts_with('#') {
        true => Ok(end),
        false => slip(),
    }
}

/// The byte after the quotation mark that closes the one at a byte.
fn quote_end(yaml: &str, start: usize) -> Option<usize> {
    let bytes = yaml.as_bytes();
    let mark = bytes[start];
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if mark == b'"' => at += 1,
            b'\'' if mark == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == mark => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where what a bracket opens ends.
fn flow_end(yaml: &str, start: usize) -> Result<usize, Box<Slip>> {
    let bytes = yaml.as_bytes();
    let indent = indent_at(yaml, start);
    let mut open: Vec<usize> = vec![];
    let not_closed = |open: &[usize]| {
        let at = open.last().copied().unwrap_or(start);
        let bracket = if bytes[at] == b'{' { '}' } else { ']' };
        Err(Box::new((Problem::BracketNotClosed { bracket }, at..at + 1)))
    };
    // What stands between two commas: where it begins, and where its first colon is.
    let mut item = start;
    let mut colon: Option<usize> = None;
    let mut at = start;
    let mut is_fresh = true;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                open.push(at);
                (item, colon, is_fresh) = (at + 1, None, true);
            }
            b'}' | b']' => {
                let Some(opened) = open.pop() else {
                    return Err(Box::new((Problem::NotYaml, at..at + 1)));
                };
                if (bytes[opened] == b'{') != (bytes[at] == b'}') {
                    return not_closed(&[opened]);
                }
                if open.is_empty() {
                    return Ok(at + 1);
                }
                (item, colon, is_fresh) = (at + 1, None, false);
            }
            b',' => (item, colon, is_fresh) = (at + 1, None, true),
            b'"' | b'\'' if is_fresh => {
                let Some(end) = quote_end(yaml, at) else {
                    return Err(Box::new(quote_in_flow(yaml, item, at)));
                };
                let after = yaml[end..].trim_start_matches([' ', '\n']);
                let word = after.split(':').next().unwrap_or_default();
                if is_key(word) && after[word.len()..].starts_with(": ") {
                    return Err(Box::new(comma_missing(yaml, end, word)));
                }
                if !after.is_empty() && !after.starts_with([',', '}', ']', ':', '#']) {
                    return Err(Box::new(quote_in_flow(yaml, item, at)));
                }
                is_fresh = false;
                at = end;
                continue;
            }
            b':' if is_colon(bytes, at) => {
                let is_map = open.last().is_some_and(|open| bytes[*open] == b'{');
                if let Some(first) = colon.filter(|_| is_map) {
                    return Err(Box::new(second_colon(yaml, item, first, at)));
                }
                (colon, is_fresh) = (Some(at), true);
            }
            b'\n' => {
                let next = yaml[at + 1..].lines().find(|line| !line.trim().is_empty());
                let goes_on = next.is_some_and(|line| {
                    let trimmed = line.trim_start_matches(' ');
                    line.len() - trimmed.len() > indent || key_of(trimmed).is_none()
                });
                if !goes_on {
                    return not_closed(&open);
                }
            }
            b' ' | b'\t' => {}
            _ => is_fresh = false,
        }
        at += 1;
    }
    not_closed(&open)
}

fn is_colon(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1), None | Some(b' ' | b'\n' | b'\t'))
}

/// `{label: Longueur value: 12}` and `{label: Projet : phase 2}`.
fn second_colon(yaml: &str, item: usize, first: usize, second: usize) -> Slip {
    let between = &yaml[first + 1..second];
    let word = between.rsplit([' ', '\n']).next().unwrap_or_default();
    if is_key(word) {
        return comma_missing(yaml, second - word.len(), word);
    }
    let end = yaml[second..]
        .find([',', '}', '\n'])
        .map_or(yaml.len(), |len| second + len);
    let begin = item + (yaml[item..end].len() - yaml[item..end].trim_start().len());
    let value = yaml[first + 1..end].trim();
    let better = format!("{}: {}", yaml[begin..first].trim(), quoted(value));
    (Problem::UnquotedColon { better }, begin..begin + yaml[begin..end].trim_end().len())
}

fn comma_missing(yaml: &str, from: usize, word: &str) -> Slip {
    let at = yaml[from..].find(word).map_or(from, |found| from + found);
    (Problem::CommaMissing { key: word.to_owned() }, at..at + word.len())
}

/// A text in brackets whose quotation mark closes too early, or not at all.
fn quote_in_flow(yaml: &str, item: usize, at: usize) -> Slip {
    let line_end = yaml[at..].find('\n').map_or(yaml.len(), |len| at + len);
    let end = yaml[at..line_end].find([',', '}']).map_or(line_end, |len| at + len);
    let value = yaml[at..end].trim_end();
    let mark = &value[..1];
    let bare = match value[1..].strip_suffix(mark) {
        Some(bare) => bare,
        None if value[1..].contains(mark) => value,
        None => &value[1..],
    };
    let key = yaml[item..at].trim().trim_end_matches(':').trim_end();
    let better = match key {
        "" => quoted(bare),
        key => format!("{key}: {}", quoted(bare)),
    };
    (Problem::QuoteNotClosed { better }, at..at + value.len())
}

/// `title: [Le canal] des Moulins`: words that begin with a bracket.
pub(super) fn words_in_brackets(yaml: &str, value: &Range<usize>) -> Option<Slip> {
    let whole = yaml[value.start..].lines().next()?.trim_end();
    let sign = whole.chars().next().filter(|c| "[{".contains(*c))?;
    let after = whole.get(value.len()..)?.trim_start();
    let better = format!("{}: {}", key_before(yaml, value.start), quoted(whole));
    after.starts_with(char::is_alphanumeric).then(|| {
        let problem = Problem::SignNotQuoted { sign, better };
        (problem, value.start..value.start + whole.len())
    })
}

/// A value between quotation marks that it does not have in it, if there are such.
pub(super) fn quoted(value: &str) -> String {
    match (value.contains('"'), value.contains('\'')) {
        (true, false) if !value.contains('\\') => format!("'{value}'"),
        _ => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    }
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
