//! A page and a theme in, bytes out. Nothing here sees the site, a file or the clock.

mod html;
mod shared;
mod export;
pub mod search;
mod kit;
mod archive;
mod files;
pub mod typeset;
pub mod theme;
mod assets;
mod requests;
mod body;
mod article;
mod terms;
mod raw_html;
mod highlight;
mod escape;

pub use body::commonmark;
pub use html::Renderer;

/// A text for HTML, for the few places that make HTML outside of templates.
pub fn escape_html(text: &str) -> String {
    escape::html(text)
}
