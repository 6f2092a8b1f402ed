//! The terms of the glossary in prose: the first use of each on a page is marked.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::render::escape::html as escaped;
use crate::view::glossary::TermsUsed;

/// Before a term, with the term's place among those used, or after it. Content never has
/// these characters: `parse` refuses control characters.
pub(crate) const MARKS: [char; 2] = [BEFORE, AFTER];

const BEFORE: char = '\u{2}';
const AFTER: char = '\u{3}';

/// What follows a mark where it is the acronym that is used.
const ACRONYM: char = 'a';

/// Whether a term begins here.
pub(crate) fn begins(mark: &str) -> bool {
    mark.starts_with(BEFORE)
}

/// The HTML of a mark: the link to the glossary begins or ends, and an acronym in it.
pub(crate) fn html(mark: &str, used: Option<&TermsUsed>) -> String {
    let acronym = mark.ends_with(ACRONYM);
    let nth = mark.strip_prefix(BEFORE).map(|nth| nth.trim_end_matches(ACRONYM));
    let term = nth.and_then(|nth| used?.terms.get(nth.parse::<usize>().ok()?));
    match term {
        Some(term) => {
            let url = escaped(&term.link.url);
            let link = format!("<a class=\"term\" href=\"{url}\">");
            match acronym {
                true => format!("{link}<abbr title=\"{}\">", escaped(&term.link.term)),
                false => link,
            }
        }
        None if acronym => "</abbr></a>".to_owned(),
        None => "</a>".to_owned(),
    }
}

/// Marks the first use of each term in running prose: not in headings, links, code, notes or
/// quotations.
pub(crate) fn mark<'v>(events: Vec<Event<'v>>, used: &TermsUsed) -> Vec<Event<'v>> {
    let mut out = Vec::with_capacity(events.len() + 4 * used.terms.len());
    let mut left = vec![true; used.terms.len()];
    let mut run: Vec<Event<'v>> = vec![];
    // How many elements are open in which no term is marked.
    let mut depth = 0_usize;
    for event in events {
        match &event {
            Event::Text(_) | Event::SoftBreak if depth == 0 => {
                run.push(event);
                continue;
            }
            Event::Start(tag) if is_closed_to_terms(tag) => depth += 1,
            Event::End(tag) if ends_closed(tag) => depth = depth.saturating_sub(1),
            // A link of the writer's own HTML.
            Event::InlineHtml(html) if html.starts_with("<a ") => depth += 1,
            Event::InlineHtml(html) if html.starts_with("</a") => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        flush(&mut run, used, &mut left, &mut out);
        out.push(event);
    }
    flush(&mut run, used, &mut left, &mut out);
    out
}

/// Finds the terms in a run of text, which may go over several lines.
fn flush<'v>(
    run: &mut Vec<Event<'v>>,
    used: &TermsUsed,
    left: &mut [bool],
    out: &mut Vec<Event<'v>>,
) {
    if run.is_empty() || !left.contains(&true) {
        out.append(run);
        return;
    }
    let text: String = run
        .iter()
        .map(|event| match event {
            Event::Text(text) => text,
            _ => " ",
        })
        .collect();
    let mut cuts: Vec<(usize, Event<'v>)> = vec![];
    let mut from = 0;
    while let Some((nth, range)) = used.find(&text, from) {
        if std::mem::replace(&mut left[nth], false) {
            let acronym = used.terms[nth].link.acronym.as_ref();
            let is_acronym =
                acronym.is_some_and(|own| text[range.clone()].starts_with(&**own));
            let kind = if is_acronym { ACRONYM.to_string() } else { String::new() };
            let before = Event::InlineHtml(format!("{BEFORE}{nth}{kind}").into());
            cuts.push((range.start, before));
            cuts.push((range.end, Event::InlineHtml(format!("{AFTER}{kind}").into())));
        }
        from = range.end;
    }
    if cuts.is_empty() {
        out.append(run);
        return;
    }
    let mut cuts = cuts.into_iter().peekable();
    let mut at = 0;
    for event in run.drain(..) {
        let Event::Text(words) = event else {
            at += 1;
            out.push(event);
            continue;
        };
        let mut start = 0;
        while let Some((cut, mark)) = cuts.next_if(|(cut, _)| *cut <= at + words.len()) {
            let end = cut - at;
            if end > start {
                out.push(Event::Text(words[start..end].to_owned().into()));
            }
            out.push(mark);
            start = end;
        }
        if start == 0 {
            at += words.len();
            out.push(Event::Text(words));
            continue;
        }
        if start < words.len() {
            out.push(Event::Text(words[start..].to_owned().into()));
        }
        at += words.len();
    }
    out.extend(cuts.map(|(_, mark)| mark));
}

fn is_closed_to_terms(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListTitle
            | Tag::TableHead
    )
}

fn ends_closed(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::TableHead
    )
}
