//! What an entry says, as the HTML of a feed: simple elements that any reader shows.

use crate::render::body::{NoteWords, Piece, render, text};
use crate::render::escape::html as escaped;
use crate::view::article::{Article, Said};
use crate::view::typography::Spacing;

/// The HTML of an article.
pub(crate) fn html(article: &Article, spacing: Spacing, words: &NoteWords<'_>) -> String {
    let mut out = String::new();
    if !article.figures.is_empty() {
        out.push_str("<ul>\n");
        for figure in &article.figures {
            let label = text(&figure.label.text, figure.label.lang.as_deref());
            let value = escaped(&figure.value.text);
            out.push_str(&format!("<li><strong>{value}</strong> – {label}</li>\n"));
        }
        out.push_str("</ul>\n");
    }
    for piece in render(&article.body, spacing, words) {
        match piece {
            Piece::Html(html) => out.push_str(&html),
            Piece::Section("quotes") => {
                article.quotes.iter().for_each(|q| quote(&mut out, q));
            }
            // A table or a chart is worth more on its page than its parts are here.
            Piece::Section(key) => {
                let title = article.sections.iter().find(|(section, _)| *section == key);
                let title = title.map_or("", |(_, title)| title);
                let (url, title) = (escaped(&article.url), escaped(title));
                out.push_str(&format!("<p><a href=\"{url}\">{title}</a></p>\n"));
            }
            // A picture of a feed would be one of another site, for those who read it there.
            Piece::Item(kind, _) if kind != "quote" => {}
            Piece::Item(_, id) => {
                let said = article.quotes.iter().filter(|quote| quote.id == id);
                said.for_each(|said| quote(&mut out, said));
            }
        }
    }
    out
}

fn quote(out: &mut String, said: &Said) {
    let words = text(&said.text.text, said.text.lang.as_deref());
    let speaker: Vec<String> = said
        .speaker
        .iter()
        .map(|part| text(&part.text, part.lang.as_deref()))
        .collect();
    let speaker = speaker.join(", ");
    out.push_str(&format!(
        "<blockquote><p>{words}</p></blockquote>\n<p>– {speaker}</p>\n"
    ));
}
