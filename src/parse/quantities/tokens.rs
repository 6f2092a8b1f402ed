//! Words, numbers and signs of a text, and whether they stand in a quotation.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::quantity::is_space;
use crate::parse::quantities::lexicon::{Lex, Lexicon};

/// A piece of the text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Whether nothing stands between the token before and this one.
    pub(super) joined: bool,
    /// Whether it is somebody else's words.
    pub(super) quoted: bool,
    /// What the word does in quantities.
    pub(super) lexes: &'static [Lex],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// A word: begins with a letter, and may hold digits.
    Word,
    /// A number in digits. The flag: whether it is written without spaces, commas or points.
    Number(Decimal, bool),
    /// A sign.
    Sign(char),
    /// Something that is no text: code, a reference.
    Object,
}

/// The most digits of a number that prose states.
const MAX_DIGITS: usize = 15;

/// Stands in the text for what is no text.
pub(super) const OBJECT: char = '\u{fffc}';

/// How a language parts the digits of its numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Digits {
    /// `75 000,5`
    French,
    /// `75,000.5`
    English,
}

/// Cuts a text into its tokens.
pub(super) fn tokens(text: &str, lexicon: &'static Lexicon, out: &mut Vec<Token>) {
    out.clear();
    let mut quotes = Quotes::default();
    let mut at = 0;
    let mut joined = false;
    while at < text.len() {
        // Most of a text is ASCII, and need not be decoded.
        let byte = text.as_bytes()[at];
        if matches!(byte, b' ' | b'\n') {
            joined = false;
            at += 1;
            continue;
        }
        let c = match byte.is_ascii() {
            true => char::from(byte),
            false => text[at..].chars().next().unwrap_or(OBJECT),
        };
        if c.is_whitespace() || is_space(c) {
            joined = false;
            at += c.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let is_letter = is_letter(c);
        if is_letter || c.is_numeric() {
            quotes.pass();
        }
        let (kind, len) = if c.is_ascii_digit() {
            number(rest, lexicon.digits)
        } else if is_letter {
            (TokenKind::Word, word_len(rest))
        } else if c == OBJECT {
            (TokenKind::Object, c.len_utf8())
        } else {
            quotes.see(c);
            (TokenKind::Sign(c), c.len_utf8())
        };
        out.push(Token {
            kind,
            range: at..at + len,
            joined,
            quoted: quotes.is_open(),
            lexes: match kind {
                TokenKind::Word => lexicon.of_word(&text[at..at + len]),
                _ => &[],
            },
        });
        at += len;
        joined = true;
    }
}

/// Whether a character is a letter. Those of western Europe are told without a table.
fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' => true,
        c if c.is_ascii() => false,
        c => c.is_alphabetic(),
    }
}

/// The length of the word at the beginning of a text.
fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let len = bytes.iter().take_while(|byte| is_part(**byte)).count();
    match bytes.get(len) {
        Some(byte) if !byte.is_ascii() => {
            let is_part = |c: char| is_letter(c) || c.is_numeric() || c == '_';
            text.find(|c: char| !is_part(c)).unwrap_or(text.len())
        }
        _ => len,
    }
}

/// Which quotation marks are open.
#[derive(Default)]
struct Quotes {
    guillemets: usize,
    curly: usize,
    straight: bool,
    /// Whether a quotation has just ended.
    ended: bool,
    /// In parentheses right after a quotation, which translate it.
    gloss: bool,
}

impl Quotes {
    fn see(&mut self, c: char) {
        let ended = std::mem::take(&mut self.ended);
        match c {
            '(' if ended => self.gloss = true,
            ')' => self.gloss = false,
            '«' => self.guillemets += 1,
            '»' => self.guillemets = self.guillemets.saturating_sub(1),
            '“' | '„' => self.curly += 1,
            '”' => self.curly = self.curly.saturating_sub(1),
            '"' => self.straight = !self.straight,
            _ => {}
        }
        self.ended = matches!(c, '»' | '”' | '"') && !self.is_open();
    }

    /// A word ends what may follow a quotation.
    fn pass(&mut self) {
        self.ended = false;
    }

    fn is_open(&self) -> bool {
        self.guillemets > 0 || self.curly > 0 || self.straight || self.gloss
    }
}

/// Reads the digits at the beginning of a text.
fn number(text: &str, digits: Digits) -> (TokenKind, usize) {
    let first = digits_len(text);
    let mut plain = text[..first].to_owned();
    let mut len = first;
    if first <= 3 {
        while let Some((sign_len, group)) = group(&text[len..], digits) {
            plain.push_str(group);
            len += sign_len + 3;
        }
    }
    let is_plain = len == first;
    let mut is_whole = true;
    let point = match digits {
        Digits::French => [',', '.'],
        Digits::English => ['.', '.'],
    };
    let mut rest = text[len..].chars();
    if rest.next().is_some_and(|c| point.contains(&c)) {
        let decimals = digits_len(rest.as_str());
        // `2021.` ends a sentence, and `1.2.3` is no number.
        let after = &text[len + 1 + decimals..];
        let is_version = after.starts_with('.')
            && after[1..].starts_with(|c: char| c.is_ascii_digit());
        if decimals > 0 && !is_version {
            plain.push('.');
            plain.push_str(&text[len + 1..len + 1 + decimals]);
            len += 1 + decimals;
            is_whole = false;
        }
    }
    // A number of more digits is an identifier, and could not be scaled.
    match plain.parse::<Decimal>() {
        _ if plain.len() > MAX_DIGITS => (TokenKind::Object, len),
        Ok(value) => (TokenKind::Number(value.normalize(), is_plain && is_whole), len),
        Err(_) => (TokenKind::Object, len),
    }
}

/// A group of three digits after its separator.
fn group(text: &str, digits: Digits) -> Option<(usize, &str)> {
    let c = text.chars().next()?;
    let parts = match digits {
        Digits::French => is_space(c),
        Digits::English => c == ',' || is_space(c),
    };
    let rest = &text[c.len_utf8()..];
    (parts && digits_len(rest) == 3).then(|| (c.len_utf8(), &rest[..3]))
}

fn digits_len(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
