//! A site that is made page by page, as somebody looks at it: the same stages as a build, up to
//! the pages.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;

use crate::cache::Cache;
use crate::diag::{Diagnostic, Finding};
use crate::digest::Digest;
use crate::output::Output;
use crate::pipeline::{Model, has_errors, located, lock, model, stage, viewed};
use crate::render::Renderer;
use crate::render::search::{self, Indexes};
use crate::source::Snapshot;
use crate::view::page::{Content, Page};
use crate::view::{PageKey, Views};

/// A site that is ready to be rendered page by page: what the preview serves.
#[derive(Debug)]
pub struct Ready {
    views: Views,
    renderer: Renderer,
    /// Every page by the path at which it is written.
    keys: BTreeMap<Arc<str>, PageKey>,
    /// The files of the search index, made when one of them is first asked for.
    search: OnceLock<BTreeMap<Arc<str>, Arc<Output>>>,
}

/// The stages before rendering, for a preview: no page is made that nobody looks at.
///
/// The site is `None` where there are errors.
pub fn prepare(
    snapshot: &Snapshot,
    found: Vec<Diagnostic>,
    cache: &mut Cache,
) -> (Option<Ready>, Vec<Finding>) {
    let Model { site, theme, mut diagnostics, secrets } = model(snapshot, found, cache);
    let mut ready = None;
    if let (Some(site), Some(theme), false) = (site, theme, has_errors(&diagnostics)) {
        let views = viewed(site, &theme, snapshot, &mut diagnostics);
        match Renderer::new(&views, theme.clone(), cache.made().clone()) {
            Ok(renderer) => {
                // The path of a card is a digest of what it says.
                let keys = views.keys(&theme.names).into_par_iter();
                let keys =
                    keys.filter_map(|key| Some((views.path(&key)?, key))).collect();
                let search = OnceLock::new();
                ready = Some(Ready { views, renderer, keys, search });
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    (ready, located(snapshot, diagnostics, &secrets))
}

impl Ready {
    /// The digest of a page; `None` where there is none at this path.
    pub fn digest(&self, path: &str) -> Option<Digest> {
        let page = self.views.page(self.keys.get(path)?)?;
        Some(self.key_of(&page))
    }

    fn key_of(&self, page: &Page) -> Digest {
        let theme = self.renderer.theme();
        let (templates, kits) = (theme.digest, theme.typeset.digest("kit"));
        let parts = [page.digest(), templates, kits];
        Digest::of_parts(parts.iter().map(|part| part.as_bytes().as_slice()))
    }

    /// A page, rendered now or remembered; `None` where there is none at this path.
    pub fn page(
        &self,
        path: &str,
        cache: &Mutex<Cache>,
    ) -> Option<Result<Arc<Output>, Diagnostic>> {
        if search::is_of_index(path) {
            return self.search_file(path, cache).map(Ok);
        }
        let page = self.views.page(self.keys.get(path)?)?;
        let key = self.key_of(&page);
        let mut bench = self.renderer.bench();
        let offered = self.offered(&page);
        // A page that offers nothing is as its digest says.
        let is_kept = offered.is_empty();
        let known = is_kept.then(|| lock(cache).rendered(key)).flatten();
        if let Some(output) = known {
            return Some(Ok(output));
        }
        for file in offered {
            if let Err(diagnostic) = self.renderer.render(&file, &mut bench) {
                return Some(Err(diagnostic));
            }
        }
        Some(self.renderer.render(&page, &mut bench).map(|output| {
            let output = Arc::new(output);
            if is_kept {
                lock(cache).keep_rendered(key, output.clone());
            }
            output
        }))
    }

    /// The files that a page offers: it says how large they are, and they are made first.
    fn offered(&self, page: &Page) -> Vec<Page> {
        let Content::Template(template) = &page.content else { return vec![] };
        let mut keys: Vec<&PageKey> = template
            .offers
            .iter()
            .filter_map(|it| self.keys.get(&it.path))
            .collect();
        // An archive finds its documents made.
        keys.sort_by_key(|key| stage(key));
        keys.into_iter().filter_map(|key| self.views.page(key)).collect()
    }

    /// A file of the search index.
    fn search_file(&self, path: &str, cache: &Mutex<Cache>) -> Option<Arc<Output>> {
        let files = self.search.get_or_init(|| {
            // A preview whose search fails is still a preview: the page says that it failed.
            let known = |key| lock(cache).index(key);
            let made = lock(cache).made().clone();
            let indexes = Indexes::new(&self.views, known, &made).unwrap_or_default();
            let files = indexes.files();
            lock(cache).keep_indexes(indexes.by_digest);
            files
                .into_iter()
                .map(|(path, output)| (path, Arc::new(output)))
                .collect()
        });
        files.get(path).cloned()
    }

    /// The path below which the site lives.
    pub fn base_path(&self) -> &str {
        &self.views.site().config.base_url.path
    }
}
