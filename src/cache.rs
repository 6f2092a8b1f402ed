//! Tables by digest: what a source says, what a page looks like, and what takes long to make.
//!
//! Dropping any of them changes no byte of any output. What a build does not use is forgotten, so
//! that a preview that runs for days keeps to the size of its site.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest::Digest;
use crate::made::Made;
use crate::output::Output;
use crate::parse::Parsed;

/// The most rendered pages that are kept: more than anybody looks at, and of bounded size.
const MAX_RENDERED: usize = 500;

/// What earlier builds found out.
#[derive(Debug, Default)]
pub struct Cache {
    parsed: BTreeMap<Digest, Arc<Parsed>>,
    rendered: BTreeMap<Digest, Arc<Output>>,
    made: Made,
}

impl Cache {
    /// Nothing found out yet, and what earlier builds made.
    pub fn new(made: Made) -> Self {
        Self { made, ..Self::default() }
    }

    /// Pictures, cards and documents that earlier builds made.
    pub fn made(&self) -> &Made {
        &self.made
    }

    /// What a source says, by the digest of its path, its text and its role.
    pub fn parsed(&self, key: Digest) -> Option<Arc<Parsed>> {
        self.parsed.get(&key).cloned()
    }

    /// Keeps what the sources of a build say, and nothing else.
    pub fn keep_parsed(&mut self, parsed: BTreeMap<Digest, Arc<Parsed>>) {
        self.parsed = parsed;
    }

    /// A page as it was rendered, by its digest and that of its theme.
    pub fn rendered(&self, key: Digest) -> Option<Arc<Output>> {
        self.rendered.get(&key).cloned()
    }

    /// Keeps a rendered page. Pages of long ago are forgotten all at once when there are too
    /// many; those that are still looked at are soon here again.
    pub fn keep_rendered(&mut self, key: Digest, output: Arc<Output>) {
        if self.rendered.len() >= MAX_RENDERED {
            self.rendered.clear();
        }
        self.rendered.insert(key, output);
    }
}
