//! `recto build`

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::cache::Cache;
use crate::cli::args::{Common, Format};
use crate::cli::report::{Reporter, Summary};
use crate::cli::words::Words;
use crate::cli::{Exit, Failure, check_site, complain, instant, on_threads};
use crate::diag::{Finding, Problem};
use crate::io::Error;
use crate::io::discover::Discoverer;
use crate::io::write::Stage;
use crate::output::Changes;
use crate::pipeline::{Built, Progress, build};
use crate::source::Snapshot;

/// Builds the site into its output folder.
pub(super) fn run(options: &Common, words: &'static Words) -> Result<Exit, Failure> {
    let start = Instant::now();
    let reporter = Reporter::new(options, words);
    let output = options.output();
    check_site(options)?;
    let now = instant(options)?;
    let stage = Stage::open(&output, &options.site, options.drafts, options.no_cache)?;
    let progress = Progress::default();
    let (snapshot, built) = with_progress(&progress, options, || {
        on_threads(options.jobs, || {
            let (snapshot, found) =
                Discoverer::default().discover(&options.site, now, options.request())?;
            let mut cache = Cache::new(stage.made());
            let built = build(&snapshot, found, &mut cache, &stage, &progress)
                .map_err(Error::at(&output))?;
            Ok::<(Snapshot, Built), Failure>((snapshot, built))
        })
    })?;
    let Built { mut findings, outputs, n_rendered, held_back, .. } = built;
    let mut summary = Summary {
        n_pages: outputs.len(),
        n_rendered,
        ..Summary::default()
    };
    if !reporter.has_errors(&findings) {
        let foreign = stage.foreign_files(&outputs)?.into_iter();
        findings.extend(foreign.map(|path| {
            let path = path.strip_prefix(&options.site).unwrap_or(&path);
            Finding::of_file(Problem::ForeignFile, &path.to_string_lossy().into())
        }));
    }
    if reporter.has_errors(&findings) {
        drop(stage);
        summary.elapsed = start.elapsed();
        reporter.findings(&findings, &snapshot.sources, &summary);
        reporter.tell(&format!(
            "{} – {}",
            reporter.counts(&findings),
            words.nothing_published()
        ));
        return Ok(Exit::ContentErrors);
    }
    let committed = stage.commit(&outputs)?;
    if committed.one_by_one && options.format == Format::Human {
        complain(&format!("{}: {}", words.note, words.one_by_one()));
    }
    summary.n_written = committed.changes.written.len();
    summary.elapsed = start.elapsed();
    reporter.findings(&findings, &snapshot.sources, &summary);
    let removed = committed.changes.removed.len();
    let line = words.built(outputs.len(), summary.n_written, removed, summary.elapsed);
    reporter.tell(&format!("{line} – {}", reporter.counts(&findings)));
    if let Some(line) = words.held_back(held_back) {
        reporter.tell(&line);
    }
    if options.verbose {
        let Changes { written, removed, .. } = &committed.changes;
        let removed = removed.iter().filter(|_| reporter.tells_removed());
        for path in written.iter().chain(removed) {
            reporter.tell(&format!("  {path}"));
        }
    }
    Ok(Exit::Done)
}

/// Shows how far a build has come, on a terminal, once it takes longer than a second.
pub(super) fn with_progress<T>(
    progress: &Progress,
    options: &Common,
    work: impl FnOnce() -> T,
) -> T {
    use std::io::IsTerminal;
    let shown = std::io::stderr().is_terminal()
        && !options.quiet
        && options.format == Format::Human;
    if !shown {
        return work();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let wait = Duration::from_millis(50);
            let mut waited = Duration::ZERO;
            let bar = indicatif::ProgressBar::hidden();
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(wait);
                waited += wait;
                let n_pages = progress.n_pages.load(Ordering::Relaxed);
                if waited >= Duration::from_secs(1) && n_pages > 0 {
                    bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
                    bar.set_length(n_pages as u64);
                    bar.set_position(progress.n_done.load(Ordering::Relaxed) as u64);
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    })
}
