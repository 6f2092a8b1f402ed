//! `recto check`

use std::time::Instant;

use crate::cache::Cache;
use crate::cli::args::Common;
use crate::cli::build::with_progress;
use crate::cli::report::{Reporter, Summary};
use crate::cli::words::Words;
use crate::cli::{Exit, Failure, check_site, instant, on_threads};
use crate::io::discover::Discoverer;
use crate::io::{Error, made};
use crate::output::Discard;
use crate::pipeline::{Progress, build};

/// Checks the site: everything that a build does, and nothing is written.
pub(super) fn run(options: &Common, words: &'static Words) -> Result<Exit, Failure> {
    let start = Instant::now();
    let reporter = Reporter::new(options, words);
    check_site(options)?;
    let now = instant(options)?;
    let progress = Progress::default();
    let (snapshot, built) = with_progress(&progress, options, || {
        on_threads(options.jobs, || {
            let (snapshot, found) =
                Discoverer::default().discover(&options.site, now, options.request())?;
            let mut cache = match options.no_cache {
                true => Cache::default(),
                false => Cache::new(made::before(&options.output())),
            };
            let built = build(&snapshot, found, &mut cache, &Discard, &progress)
                .map_err(Error::at(&options.site))?;
            Ok::<_, Failure>((snapshot, built))
        })
    })?;
    let summary = Summary {
        n_pages: built.outputs.len(),
        n_rendered: built.n_rendered,
        n_written: 0,
        elapsed: start.elapsed(),
    };
    reporter.findings(&built.findings, &snapshot.sources, &summary);
    // The theme that is built in is nothing that its users could have got wrong.
    let is_content = |path: &str| path.starts_with("content/");
    let n_files = snapshot.sources.keys().filter(|path| is_content(path)).count();
    let line = words.checked(n_files, summary.elapsed);
    reporter.tell(&format!("{line} – {}", reporter.counts(&built.findings)));
    if let Some(line) = words.held_back(built.held_back) {
        reporter.tell(&line);
    }
    let failed = reporter.has_errors(&built.findings);
    Ok(if failed { Exit::ContentErrors } else { Exit::Done })
}
