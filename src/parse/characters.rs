//! Characters that have no business in a text: controls, bidirectional overrides, piles of
//! combining marks. Whole files are looked at, so that a `\u{202e}` in a code block is found
//! as well as one in a title.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::diag::Problem;

/// The most combining marks that may follow one letter. Vietnamese needs two, biblical
/// Hebrew four.
const MAX_MARKS: usize = 8;

/// Every character of a text that is refused, with its place.
pub(crate) fn odd_characters(text: &str) -> Vec<(Problem, Range<usize>)> {
    let mut found = vec![];
    let mut n_marks = 0;
    // Isolates that are still open in this line, each to be closed before its end.
    let mut isolates: Vec<(usize, char)> = vec![];
    let mut line_start = 0;
    // Only control characters below U+0020 and what is not ASCII needs a look.
    for (at, c) in text.char_indices() {
        if c.is_ascii() && !c.is_ascii_control() {
            n_marks = 0;
            continue;
        }
        let range = at..at + c.len_utf8();
        match c {
            '\n' => {
                for (at, c) in isolates.drain(..) {
                    let range = at..at + c.len_utf8();
                    found.push((Problem::BidiControl { code: u32::from(c) }, range));
                }
                line_start = at + 1;
            }
            '\t' => {}
            '\u{202a}'..='\u{202e}' if !is_right_to_left(&text[line_start..]) => {
                found.push((Problem::BidiControl { code: u32::from(c) }, range));
            }
            '\u{2066}'..='\u{2068}' => isolates.push((at, c)),
            '\u{2069}' => {
                isolates.pop();
            }
            '\u{200b}' | '\u{2060}' | '\u{feff}'
                if at > 0 && is_among_latin(text, &range) =>
            {
                let code = u32::from(c);
                found.push((Problem::InvisibleCharacter { code }, range));
            }
            '\u{fffd}' => {
                let written = c.to_string();
                found.push((Problem::GarbledText { written, meant: None }, range));
            }
            'Â' | 'Ã' | 'â' => {
                if let Some((written, meant)) = misread(&text[at..]) {
                    let range = at..at + written.len();
                    let written = written.to_owned();
                    let meant = Some(meant);
                    found.push((Problem::GarbledText { written, meant }, range));
                }
            }
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => {
                found.push((Problem::ControlCharacter { code: u32::from(c) }, range));
            }
            c if is_combining_mark(c) => {
                n_marks += 1;
                if n_marks == MAX_MARKS + 1 {
                    found.push((Problem::TooManyMarks, range));
                }
                continue;
            }
            _ => {}
        }
        n_marks = 0;
    }
    for (at, c) in isolates {
        let range = at..at + c.len_utf8();
        found.push((Problem::BidiControl { code: u32::from(c) }, range));
    }
    found
}

/// What stands at the beginning of a text if its UTF-8 was read as Windows-1252, as mail and
/// office programs do: `Ã©`, and the `é` that it was.
fn misread(text: &str) -> Option<(&str, char)> {
    // Where the two differ, a byte from 0x80 on is one of these in Windows-1252.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}',
        'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›',
        'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let byte = |c: char| match HIGH.iter().zip(0x80..).find(|(high, _)| **high == c) {
        Some((_, byte)) => Some(byte),
        None => u8::try_from(u32::from(c)).ok(),
    };
    let first = byte(text.chars().next()?)?;
    let n_bytes = if first >= 0xe0 { 3 } else { 2 };
    let bytes: Vec<u8> = text.chars().take(n_bytes).map_while(byte).collect();
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let written = text.chars().take(n_bytes).map(char::len_utf8).sum();
    Some((&text[..written], meant))
}

/// Whether what stands beside a place is written without separators of no width, as Latin
/// words and numbers are and Thai or Khmer words are not.
fn is_among_latin(text: &str, at: &Range<usize>) -> bool {
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let plain = |c: char| matches!(c.script(), Script::Latin | Script::Common);
    before.is_none_or(plain) && after.is_none_or(plain)
}

/// Whether the line that begins a text has words that are written from right to left.
fn is_right_to_left(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.chars().any(|c| {
        matches!(
            c.script(),
            Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
        )
    })
}

/// A letter of another script within a word of Latin letters, as in `аdmin` with a Cyrillic
/// `а`.
pub(crate) fn mixed_script(text: &str) -> Option<char> {
    let foreign = |c: char| {
        c.is_alphabetic()
            && !matches!(c.script(), Script::Latin | Script::Common | Script::Inherited)
    };
    let latin = |c: char| c.is_alphabetic() && c.script() == Script::Latin;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(latin))
        .find_map(|word| word.chars().find(|c| foreign(*c)))
}

#[cfg(test)]
mod tests {
    use super::{mixed_script, odd_characters};
    use crate::diag::Problem;

    fn codes(text: &str) -> Vec<&'static str> {
        odd_characters(text)
            .iter()
            .map(|(problem, _)| problem.code())
            .collect()
    }

    #[test]
    fn ordinary_text_in_any_script_passes() {
        for text in [
            "Œuvre « à l’étranger » — 5 °C",
            "👩‍👩‍👧‍👦 🇫🇷",
            "مرحبا بالعالم",
            "tiếng Việt",
            "a\tb\nc",
            "\u{2067}שלום\u{2069} fin",
            "e\u{301}",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_deceives_a_reader_is_found() {
        assert_eq!(codes("a\u{202e}b"), ["bidi-control"]);
        assert_eq!(codes("a\u{2066}b\nc"), ["bidi-control"]);
        assert_eq!(codes("a\0b\u{8}"), ["control-character", "control-character"]);
        assert_eq!(codes(&format!("Z{}", "\u{301}".repeat(5000))), ["too-many-marks"]);
    }

    #[test]
    fn what_a_copy_has_damaged_is_found() {
        let meant = |text| {
            odd_characters(text)
                .into_iter()
                .map(|(problem, range)| match problem {
                    Problem::GarbledText { meant, .. } => (&text[range], meant),
                    problem => panic!("{problem:?}"),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(meant("santÃ©"), [("Ã©", Some('é'))]);
        assert_eq!(meant("lâ€™Ã©tÃ©").len(), 3);
        assert_eq!(meant("lâ€™an"), [("â€™", Some('’'))]);
        assert_eq!(meant("75Â\u{a0}m²"), [("Â\u{a0}", Some('\u{a0}'))]);
        assert_eq!(meant("sant\u{fffd}"), [("\u{fffd}", None)]);
        for text in ["SÃO PAULO", "Â", "bâtir, pâte", "ÂGE", "â€"] {
            assert_eq!(meant(text), [], "{text}");
        }
    }

    #[test]
    fn a_lookalike_letter_is_found() {
        assert_eq!(mixed_script("аdmin"), Some('а'));
        assert_eq!(mixed_script("москва-paris"), None);
    }
}
