//! Values: quotation marks, brackets and signs that YAML reads in its own way.

use std::ops::Range;

use super::{Slip, indent_at, is_key, is_word, key_of};
use crate::diag::Problem;

/// Where the value that begins at a byte ends, if it goes on below its line.
pub(super) fn value_end(
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
pub(in crate::parse) fn words_in_brackets(
    yaml: &str,
    value: &Range<usize>,
) -> Option<Slip> {
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
