//! Colours for code blocks: syntect's grammars, a dozen short classes.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::render::escape::push_html;

/// The longest code block that is coloured; a longer one is shown plain.
const MAX_LEN: usize = 50_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Classes by scope; the first that fits the innermost scope counts.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    const SCOPES: [(&str, &str); 16] = [
        ("comment", "c"),
        ("string", "s"),
        ("constant.numeric", "n"),
        ("constant", "o"),
        ("keyword.operator", "p"),
        ("keyword", "k"),
        ("storage", "k"),
        ("entity.name.function", "f"),
        ("support.function", "f"),
        ("entity.name.tag", "t"),
        ("entity.name", "t"),
        ("support.type", "t"),
        ("entity.other.attribute-name", "a"),
        ("variable.parameter", "v"),
        ("markup.heading", "k"),
        ("invalid", "e"),
    ];
    SCOPES
        .iter()
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
        .collect()
});

/// A code block as HTML. `info` is the info string of the fence.
pub(crate) fn code_block(code: &str, info: &str) -> String {
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    let syntax = (!word.is_empty())
        .then(|| SYNTAXES.find_syntax_by_token(word))
        .flatten();
    let mut out = String::with_capacity(code.len() * 2);
    match syntax.filter(|_| code.len() <= MAX_LEN) {
        // The class is made of the grammar's own name, never of what the writer typed.
        Some(syntax) => {
            let name = crate::model::id::slugify(&syntax.name);
            out.push_str(&format!("<pre><code class=\"language-{name}\">"));
            if highlight(code, syntax, &mut out).is_none() {
                push_html(&mut out, code);
            }
        }
        None => {
            out.push_str("<pre><code>");
            push_html(&mut out, code);
        }
    }
    out.push_str("</code></pre>\n");
    out
}

/// Writes code with its classes; `None`, and nothing written, where a grammar fails.
fn highlight(code: &str, syntax: &SyntaxReference, out: &mut String) -> Option<()> {
    let start = out.len();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    for line in LinesWithEndings::from(code) {
        let Ok(operations) = state.parse_line(line, &SYNTAXES) else {
            out.truncate(start);
            return None;
        };
        let mut at = 0;
        for (index, operation) in operations {
            push_token(out, &line[at..index], &stack);
            at = index;
            if stack.apply(&operation).is_err() {
                out.truncate(start);
                return None;
            }
        }
        push_token(out, &line[at..], &stack);
    }
    Some(())
}

fn push_token(out: &mut String, token: &str, stack: &ScopeStack) {
    if token.is_empty() {
        return;
    }
    let class = stack.as_slice().iter().rev().find_map(|scope| {
        CLASSES
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(*scope))
            .map(|(_, class)| class)
    });
    match class.filter(|_| !token.trim().is_empty()) {
        Some(class) => {
            out.push_str("<span class=\"hl-");
            out.push_str(class);
            out.push_str("\">");
            push_html(out, token);
            out.push_str("</span>");
        }
        None => push_html(out, token),
    }
}

#[cfg(test)]
mod tests {
    use super::code_block;

    #[test]
    fn known_languages_are_coloured_and_others_are_not() {
        let json = code_block("{\"a\": 1}\n", "json");
        assert!(json.starts_with("<pre><code class=\"language-json\">"), "{json}");
        assert!(json.contains("<span class=\"hl-n\">1</span>"), "{json}");
        assert_eq!(
            code_block("a < b\n", "inconnu"),
            "<pre><code>a &lt; b\n</code></pre>\n"
        );
    }

    #[test]
    fn an_info_string_cannot_make_attributes() {
        let html = code_block("x\n", "js\" onmouseover=\"alert(1)");
        assert_eq!(html, "<pre><code>x\n</code></pre>\n");
    }
}
