//! Figures in single brackets: `[surface]` for `[[surface]]`, which Markdown shows as it is.

use std::ops::Range;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::model::body::Body;
use crate::model::dossier::Dossier;
use crate::model::id::Id;
use crate::resolve::Fact;

/// Finds the figures and funding lines of a dossier that its prose names in single brackets.
pub(super) fn check(
    dossier: &Dossier,
    body: &Body,
    path: &FilePath,
    found: &mut Vec<Diagnostic>,
) {
    let text = body.markdown();
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        let Some(range) = alone(text, at) else { continue };
        let Ok(id) = Id::parse(&text[range.start + 1..range.end - 1]) else { continue };
        let range = range.start + body.start..range.end + body.start;
        let in_prose = |range: &Range<usize>| {
            let mut blocks = body.blocks.iter();
            blocks.any(|b| b.range.start <= range.start && range.end <= b.range.end)
        };
        // `[surface]: /adresse/` somewhere makes it a link.
        let is_link = text.contains(&format!("[{id}]:"));
        if Fact::search(dossier, &id).is_some() && in_prose(&range) && !is_link {
            let problem = Problem::SingleBrackets { id: id.to_string() };
            found.push(Diagnostic::new(problem, path, Place::Bytes(range)));
        }
    }
}

/// Brackets that are not a part of something else: of a reference, a link, an image, code.
fn alone(text: &str, at: usize) -> Option<Range<usize>> {
    let end = at + text[at..].find(']')? + 1;
    let before = &text[..at];
    let after = &text[end..];
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_code = line.matches('`').count() % 2 == 1;
    let is_part = before.ends_with(['[', '!', '\\', ']'])
        || after.starts_with(['(', '[', ']', ':']);
    (!is_code && !is_part && !text[at..end].contains('\n')).then_some(at..end)
}
