//! The words of the domain: values that are valid by construction. No serde, no IO.

pub mod picture;
pub mod dossier;
pub mod entry;
pub mod body;
pub mod stated;
pub mod registry;
pub mod config;
pub mod statements;
pub mod raw_html;
pub mod words;
pub mod terms;
pub mod formula;
pub mod quantity;
pub mod money;
pub mod date;
pub mod spelling;
pub(crate) mod references;
pub mod lang;
pub mod id;
