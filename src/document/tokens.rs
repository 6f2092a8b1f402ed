//! Names, texts and dictionaries of a PDF, in the order of its bytes.

use std::borrow::Cow;

/// A part of a PDF that means something here.
#[derive(PartialEq, Debug)]
pub(super) enum Token<'a> {
    /// `/Name`, without its escapes.
    Name(Cow<'a, [u8]>),
    /// `(text)` or `<74657874>`.
    Text(Vec<u8>),
    /// `<<`
    Open,
    /// `>>`
    Close,
    /// `obj`, `stream`, `R`, a number.
    Word(&'a [u8]),
}

/// The tokens of a PDF; what is between them that means nothing here is passed over.
pub(super) struct Tokens<'a> {
    pub(super) bytes: &'a [u8],
    /// How far they are read.
    pub(super) at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.bytes[self.at..];
            let (token, len) = match rest {
                [] => return None,
                [b'<', b'<', ..] => (Some(Token::Open), 2),
                [b'>', b'>', ..] => (Some(Token::Close), 2),
                [b'<', after @ ..] => {
                    let len = memchr::memchr(b'>', after).unwrap_or(after.len());
                    (Some(Token::Text(from_hex(&after[..len]))), len + 1)
                }
                [b'(', after @ ..] => {
                    let (text, len) = text(after);
                    (Some(Token::Text(text)), len + 1)
                }
                [b'/', after @ ..] => {
                    let len = word_len(after);
                    (Some(Token::Name(name(&after[..len]))), len + 1)
                }
                [b'%', ..] => {
                    (None, memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()))
                }
                rest => match word_len(rest) {
                    0 => (None, 1),
                    len => (Some(Token::Word(&rest[..len])), len),
                },
            };
            self.at += len.min(rest.len());
            if token.is_some() {
                return token;
            }
        }
    }
}

fn word_len(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| {
        matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
            || b"()<>[]{}/%".contains(byte)
    };
    bytes.iter().position(is_end).unwrap_or(bytes.len())
}

/// A name without its escapes: `#4aavaScript` is `JavaScript`.
fn name(written: &[u8]) -> Cow<'_, [u8]> {
    if !written.contains(&b'#') {
        return Cow::Borrowed(written);
    }
    let mut name = vec![];
    let mut rest = written;
    while let [byte, after @ ..] = rest {
        rest = after;
        match (byte, after) {
            (b'#', [a, b, after @ ..])
                if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() =>
            {
                name.extend(from_hex(&[*a, *b]));
                rest = after;
            }
            _ => name.push(*byte),
        }
    }
    Cow::Owned(name)
}

fn from_hex(digits: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| Some(char::from(*byte).to_digit(16)? as u8);
    let digits: Vec<u8> = digits.iter().filter_map(digit).collect();
    let pairs = digits.chunks(2).map(|it| it[0] << 4 | it.get(1).unwrap_or(&0));
    pairs.collect()
}

/// A text from behind its `(`, and its length with the `)` at its end.
fn text(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut text = vec![];
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return (text, at),
            b')' => depth -= 1,
            b'\\' => {
                let digits = bytes[at..].iter().take(3);
                let n_digits = digits.take_while(|it| matches!(it, b'0'..=b'7')).count();
                if n_digits > 0 {
                    let digits = bytes[at..at + n_digits].iter();
                    let code =
                        digits.fold(0_u16, |code, it| code * 8 + u16::from(it - b'0'));
                    text.push(code as u8);
                    at += n_digits;
                    continue;
                }
                let escaped = bytes.get(at).copied().unwrap_or(b' ');
                at += 1;
                text.push(match escaped {
                    b'n' | b'r' | b't' | b'b' | b'f' | b'\r' | b'\n' => b' ',
                    other => other,
                });
                continue;
            }
            _ => {}
        }
        text.push(*byte);
    }
    (text, at)
}
