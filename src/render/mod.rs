//! A page and a theme in, bytes out. Nothing here sees the site, a file or the clock.

mod html;
mod export;
mod archive;
pub mod typeset;
pub mod theme;
mod assets;
mod body;
mod highlight;
mod escape;

pub use body::commonmark;
pub use html::Renderer;

/// A text for HTML, for the few places that make HTML outside of templates.
pub fn escape_html(text: &str) -> String {
    escape::html(text)
}
