//! Recto turns Markdown dossiers with YAML front matter into a bilingual static site.
//!
//! It is built like a document compiler. Data flows one way, each stage has its own type, and
//! each stage is a folder:
//!
//! ```text
//! disk ─discover▶ Snapshot ─parse▶ Draft* ─validate▶ Dossier* ─resolve▶ Site ─view▶ Page*
//!      (io)                memo                          │                            │
//!                                                        └─ PublicSite                │ render, memo
//! disk ◀──────write────── Changes ◀──diff with Manifest── OutputSet ◀─────────────────┘
//!      (io)                                                  └─audit▶ Diagnostic*
//! ```
//!
//! - [`io`] takes a [`source::Snapshot`]: every file below `content/` and `themes/`, the
//!   instant of the build, and what the command line asks. From here on nothing touches the
//!   disk, the clock or the environment: a build is a function of its snapshot.
//! - [`parse`] reads each file into a draft, which keeps what the writer said, also what they
//!   said wrong, and the quantities that its prose states. It never fails; what is wrong is a
//!   [`diag::Diagnostic`].
//! - [`validate`] turns the files of one entry, in all of its languages, into the entry as the
//!   [`model`] has it, valid by construction, or into everything that is wrong with it.
//! - [`resolve`] connects the entries: references, sums, addresses, and the quantities of the
//!   prose with those of the other language and with the figures. What is in draft or under
//!   embargo is left out of the [`resolve::PublicSite`], and does not exist from there on.
//! - [`view`] makes of the site one page at a time: plain values in one language, everything
//!   that a template may see and nothing else.
//! - [`render`] makes bytes of a page with the theme's templates, and hands them to a sink as
//!   they are made; an [`output::OutputSet`] keeps their digests.
//! - [`audit`] looks at all outputs together (links, ids, languages, leaks) before [`io`] puts
//!   them into the output folder in one step.
//!
//! Share cards and press kits are typeset by Typst, as a library in a world of memory: a
//! program of the theme sees its data, its pictures and its fonts. Archives hold kits and what
//! goes with them. They are made before the pages that say how large they are.
//!
//! What takes long to make and follows from its inputs alone, such as pictures of several
//! widths, is kept between builds: a [`made::Made`] has it by the digest of what goes into it,
//! and forgetting it changes no byte.
//!
//! [`pipeline`] has these stages on one screen, [`preview`] the same up to the pages, which it
//! makes as somebody looks at them. [`cli`] is what the user talks to: findings
//! are put into words by [`diag::words`], in French or English.

pub mod diag;
pub mod digest;
pub mod model;
pub mod source;
pub mod builtin;
pub mod parse;
pub mod made;
pub mod picture;
pub mod document;
pub mod validate;
pub mod resolve;
pub mod view;
pub mod output;
pub mod render;
pub mod audit;
pub mod cache;
pub mod pipeline;
pub mod preview;
pub mod io;
pub mod cli;
