//! The writer's own HTML between Markdown's: what is open, and where it must end.

use crate::model::raw_html::{
    Tag, Token, can_stand_in, cannot_hold_blocks, ends_before, text_html, tokens,
};
use crate::view::body::BodyView;
use crate::view::typography::Spacing;

/// The elements of the writer that are open.
pub(crate) struct RawHtml<'v> {
    view: &'v BodyView,
    /// What is open, outermost first: Markdown's elements have no name here.
    open: Vec<Option<&'static str>>,
    /// The element that is left out with its content, and how many are open around it.
    hidden: Option<(String, usize)>,
}

impl<'v> RawHtml<'v> {
    pub(crate) fn new(view: &'v BodyView) -> Self {
        Self { view, open: vec![], hidden: None }
    }

    /// Whether what stands here is left out.
    pub(crate) fn hides(&self) -> bool {
        self.hidden.is_some()
    }

    /// An element of Markdown begins; gives the end tags of what cannot hold it.
    pub(crate) fn enter(&mut self, is_block: bool) -> String {
        let mut html = String::new();
        if !self.view.html {
            return html;
        }
        while is_block && self.top().is_some_and(cannot_hold_blocks) {
            self.close_top(&mut html);
        }
        self.open.push(None);
        html
    }

    /// An element of Markdown ends; gives the end tags of what is still open in it.
    pub(crate) fn leave(&mut self) -> String {
        let mut html = String::new();
        while self.top().is_some() {
            self.close_top(&mut html);
        }
        self.open.pop();
        let len = self.open.len();
        self.hidden = self.hidden.take().filter(|(_, around)| *around <= len);
        html
    }

    /// The end tags of everything that is open.
    pub(crate) fn close_all(&mut self) -> String {
        let mut html = String::new();
        while !self.open.is_empty() {
            html.push_str(&self.leave());
        }
        html
    }

    /// HTML as pages may have it.
    pub(crate) fn html(&mut self, html: &str, inline: bool, spacing: Spacing) -> String {
        let mut out = String::new();
        for (token, _) in tokens(html) {
            match token {
                Token::Close(name) if self.is_hidden_by(&name) => self.hidden = None,
                Token::Open(_) | Token::Text(_) | Token::Close(_) | Token::Comment
                    if self.hides() => {}
                Token::Text(text) => out.push_str(&text_html(&spacing.set(text))),
                Token::Open(tag) => self.begin(&tag, inline, &mut out),
                Token::Close(name) => self.end(&name, &mut out),
                Token::Comment => {}
            }
        }
        if !inline {
            // What a block hides ends with it.
            self.hidden = None;
        }
        out
    }

    fn is_hidden_by(&self, name: &str) -> bool {
        self.hidden.as_ref().is_some_and(|(hidden, _)| hidden == name)
    }

    fn begin(&mut self, tag: &Tag<'_>, inline: bool, out: &mut String) {
        let Some(name) = tag.allowed(inline) else {
            if tag.hides_content() {
                self.hidden = Some((tag.name.clone(), self.open.len()));
            }
            return;
        };
        while self.top().is_some_and(|open| ends_before(open, name)) {
            self.close_top(out);
        }
        // A link cannot stand in a link.
        let in_link = name == "a" && self.open.contains(&Some("a"));
        if in_link || !can_stand_in(name, self.top()) {
            return;
        }
        let attributes = tag.attributes_html(&self.view.base_path, &self.view.page);
        out.push_str(&format!("<{name}{attributes}>"));
        if !tag.is_void() {
            self.open.push(Some(name));
        }
    }

    /// Ends an element if it is open within the innermost element of Markdown.
    fn end(&mut self, name: &str, out: &mut String) {
        let own = self.open.iter().rev().map_while(|open| *open);
        if own.into_iter().any(|open| open == name) {
            while self.top().is_some_and(|open| open != name) {
                self.close_top(out);
            }
            self.close_top(out);
        }
    }

    /// The innermost element, where it is the writer's.
    fn top(&self) -> Option<&'static str> {
        self.open.last().copied().flatten()
    }

    fn close_top(&mut self, out: &mut String) {
        if let Some(Some(name)) = self.open.pop() {
            out.push_str(&format!("</{name}>"));
        }
    }
}
