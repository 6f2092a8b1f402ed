//! The outputs of a build, looked at as a visitor would, before they reach the disk: links
//! and anchors, ids, languages, and nothing that is not public.

mod links;
mod html;
mod language;
mod leak;

use std::ops::Range;

use crate::diag::{Diagnostic, FilePath};
use crate::output::OutputSet;

pub use leak::Hidden;

/// What `audit` is told of the site beside its outputs.
pub struct Site<'a> {
    /// The path on the site of a full address, without the path below which the site lives.
    pub path_of: &'a PathOf<'a>,
    /// The path below which the site lives: empty, or `/dossiers`.
    pub base_path: &'a str,
    /// Where the content makes a link: the file and the bytes, for an output's path and the
    /// link as it is on the page.
    pub written_at: &'a WrittenAt<'a>,
    /// The addresses of entries that are not public.
    pub hidden: &'a [Hidden],
}

/// Finds the path on the site of a full address, where it leads to the site.
pub type PathOf<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Finds where the content makes a link.
pub type WrittenAt<'a> = dyn Fn(&str, &str) -> Option<(FilePath, Range<usize>)> + 'a;

/// Looks at all outputs.
pub fn audit(outputs: &OutputSet, site: &Site<'_>) -> Vec<Diagnostic> {
    let mut found = vec![];
    links::check(outputs, site, &mut found);
    html::check(outputs, &mut found);
    language::check(outputs, &mut found);
    leak::check(outputs, site, &mut found);
    found
}

/// The file to which a finding about an output is attached: the theme that makes it.
fn theme_file() -> FilePath {
    "themes".into()
}
