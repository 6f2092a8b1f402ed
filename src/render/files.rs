//! What is known of the files that pages offer: how large they are, and how long. They are made
//! before the pages that say so.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tera::value::Key;
use tera::{Map, Value};

use crate::view::locale::Locale;
use crate::view::page::Offer;

/// The files that were made so far, by their paths.
#[derive(Default)]
pub(super) struct Files(Mutex<BTreeMap<Arc<str>, File>>);

/// What is known of one.
struct File {
    len: u64,
    /// How many pages a document has.
    n_pages: Option<u32>,
}

impl Files {
    /// Remembers a file.
    pub(super) fn add(&self, path: Arc<str>, len: usize, n_pages: Option<u32>) {
        let file = File { len: len as u64, n_pages };
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path, file);
    }

    /// The sizes of files in words, by their addresses; those that are known.
    pub(super) fn sizes(&self, offers: &[Offer], locale: &Locale) -> Value {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sizes = offers.iter().filter_map(|offer| {
            let File { len, n_pages } = files.get(&offer.path)?;
            let mut said = locale.file_size(*len);
            if let Some(n_pages) = n_pages {
                let pages = locale.count("counts.pages", *n_pages as usize);
                said = locale.fill("kit.facts", &[("size", &said), ("pages", &pages)]);
            }
            Some((Key::from(offer.url.to_string()), Value::from(said)))
        });
        Value::from(sizes.collect::<Map>())
    }
}
