//! Things that take long to make and follow from what they are made of alone: pictures of
//! several widths, share cards, PDFs.
//!
//! They are kept by the digest of everything that goes into them, so that what is kept can
//! only ever be what would be made again. Where they are kept is the edge's business: a
//! [`Shelf`] is a folder on the disk, a bounded memory, or [`Nothing`]. A shelf may forget
//! whatever it likes at any time, and no byte of a site changes for it.

use std::fmt::Debug;
use std::sync::Arc;

use crate::digest::Digest;

/// Keeps made things by their keys, from several threads.
pub trait Shelf: Send + Sync + Debug {
    /// The thing of a key, whole and as it was put, or nothing.
    fn get(&self, key: Digest) -> Option<Vec<u8>>;

    /// Keeps a thing, if it can: what cannot be kept is made again.
    fn put(&self, key: Digest, bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Shelf for Nothing {
    fn get(&self, _: Digest) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: Digest, _: &[u8]) {}
}

/// What earlier builds made, wherever that is kept.
#[derive(Clone, Debug)]
pub struct Made(Arc<dyn Shelf>);

impl Default for Made {
    fn default() -> Self {
        Self(Arc::new(Nothing))
    }
}

impl Made {
    /// What is on a shelf.
    pub fn on(shelf: Arc<dyn Shelf>) -> Self {
        Self(shelf)
    }

    /// The key of a thing: what kind of thing it is, with the number of its recipe
    /// (`picture 1`), and everything that it is made of. Another version of the program finds
    /// nothing under it.
    pub fn key<'a>(kind: &'a str, parts: impl IntoIterator<Item = &'a [u8]>) -> Digest {
        let head = [env!("CARGO_PKG_VERSION").as_bytes(), kind.as_bytes()];
        Digest::of_parts(head.into_iter().chain(parts))
    }

    /// The thing of a key, where it is kept.
    pub fn get(&self, key: Digest) -> Option<Vec<u8>> {
        self.0.get(key)
    }

    /// Keeps a thing.
    pub fn put(&self, key: Digest, bytes: &[u8]) {
        self.0.put(key, bytes);
    }

    /// The thing of a key, made now where it is not kept.
    ///
    /// # Errors
    ///
    /// Those of making it; nothing is kept then.
    pub fn get_or_make<E>(
        &self,
        key: Digest,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        if let Some(bytes) = self.get(key) {
            return Ok(bytes);
        }
        let bytes = make()?;
        self.put(key, &bytes);
        Ok(bytes)
    }
}
