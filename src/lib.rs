//! Recto
#![allow(missing_docs, reason = "wip")]
pub mod diag;
pub mod digest;
pub mod model;
pub mod parse;
pub mod source;
pub mod builtin;
pub mod validate;
pub mod resolve;
pub mod view;
pub mod output;
pub mod render;
pub mod audit;
pub mod cache;
pub mod pipeline;
pub mod io;
pub mod cli;
