//! Recto
#![allow(missing_docs, reason = "wip")]
pub mod diag;
pub mod digest;
pub mod model;
pub mod parse;
pub mod source;
pub mod validate;
pub mod resolve;
pub mod view;
