//! The integration tests: one binary, in the order of the stages.
//!
//! - `cases`: mistakes and what is said of them, written beside each other in `tests/cases/`;
//! - `hostile`: bad input and the reaction it gets, in `tests/hostile.yaml`;
//! - the other modules: what a user would notice of a whole site.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may read files, run the program, and fail where it stands"
)]
#![allow(unreachable_pub, reason = "everything here is one binary")]

mod program;
mod project;
mod cards;
mod kits;
mod archives;
mod sheets;
mod cases;
mod cli;
mod commonmark;
mod content;
mod contrast;
mod corrections;
mod determinism;
mod figures;
mod figure_lists;
mod found;
mod hostile;
mod incremental;
mod io;
mod emblem;
mod media;
mod notices;
mod open_data;
mod parity;
mod prose;
mod readme;
mod search;
mod secrets;
mod serve;
mod shown;
mod sites;
mod statements;
mod sums;
mod tidy;
mod words;
