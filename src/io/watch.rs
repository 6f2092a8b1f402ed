//! Tells when the site folder has changed, once for each save.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify::{EventKind, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, RecommendedCache, new_debouncer,
};

use crate::io::Error;

/// How long the folder must be still before a save counts as finished. Editors write in
/// several steps (a temporary file, a rename, a change of rights), all within a few
/// milliseconds.
const QUIET: Duration = Duration::from_millis(40);

/// Watches a site folder for as long as it lives.
pub struct Watcher {
    changes: Receiver<()>,
    _debouncer: Debouncer<notify::RecommendedWatcher, RecommendedCache>,
}

impl Watcher {
    /// Watches the content and the themes of a site.
    ///
    /// # Errors
    ///
    /// Where the system cannot watch.
    pub fn new(site: &Path) -> Result<Self, Error> {
        let (sender, changes) = channel();
        let at = || Error::at(site);
        let as_io = |error: notify::Error| std::io::Error::other(error.to_string());
        let handler = handler(sender);
        let mut debouncer =
            new_debouncer(QUIET, None, handler).map_err(as_io).map_err(at())?;
        // The site folder itself is watched without what is below it, so that a folder that
        // is made later is noticed, and the output is not.
        debouncer
            .watch(site, RecursiveMode::NonRecursive)
            .map_err(as_io)
            .map_err(at())?;
        for folder in ["content", "themes"] {
            let folder = site.join(folder);
            if folder.is_dir() {
                debouncer
                    .watch(&folder, RecursiveMode::Recursive)
                    .map_err(as_io)
                    .map_err(at())?;
            }
        }
        Ok(Self { changes, _debouncer: debouncer })
    }

    /// Waits for the next change. `false` when no more can come.
    pub fn wait(&self) -> bool {
        let waited = self.changes.recv().is_ok();
        // Changes that came meanwhile are looked at together.
        while self.changes.try_recv().is_ok() {}
        waited
    }
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watcher")
    }
}

fn handler(sender: Sender<()>) -> impl FnMut(DebounceEventResult) + Send + 'static {
    move |result: DebounceEventResult| {
        let changed = match result {
            // What was merely read did not change.
            Ok(events) => events.iter().any(|event| {
                !matches!(event.kind, EventKind::Access(_))
                    && event.paths.iter().any(|path| is_input(path))
            }),
            // Events were lost: anything may have changed.
            Err(_) => true,
        };
        if changed {
            // Nobody listens any more once the preview ends.
            let _ended = sender.send(());
        }
    }
}

/// Whether a path can be a part of the site.
fn is_input(path: &Path) -> bool {
    path.components()
        .any(|part| matches!(part.as_os_str().to_str(), Some("content" | "themes")))
}
