//! `recto serve`

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use crate::cache::Cache;
use crate::cli::args::Serve;
use crate::cli::report::Reporter;
use crate::cli::words::Words;
use crate::cli::{Exit, Failure, check_site, complain, instant};
use crate::diag::words::{UiLang, describe, severity as severity_name};
use crate::diag::{Diagnostic, Finding, Severity};
use crate::io::discover::Discoverer;
use crate::io::made;
use crate::io::serve::{Preview, Server};
use crate::io::watch::Watcher;
use crate::preview::prepare;
use crate::render::escape_html;
use crate::source::Snapshot;

/// How long a file that has become empty is given to be filled again: some editors truncate
/// a file before they write it.
const REFILL: Duration = Duration::from_millis(40);

/// Shows a preview until it is stopped.
pub(super) fn run(options: &Serve, words: &'static Words) -> Result<Exit, Failure> {
    check_site(&options.common)?;
    let server = Server::bind(options.port)?;
    let notify = server.notifier();
    let mut common = options.common.clone();
    // Pages in the preview link to the preview, whatever the site's own address is.
    common
        .base_url
        .get_or_insert_with(|| format!("http://localhost:{}", server.port));
    let made = match options.common.no_cache {
        // What is looked at twice is still made once.
        true => made::nothing_before(),
        false => made::before(&options.common.output()),
    };
    let preview = Arc::new(Preview::new(Cache::new(made)));
    let watcher = Watcher::new(&common.site)?;
    let mut worker = Worker {
        options: Serve { common, port: options.port },
        words,
        preview: preview.clone(),
        discoverer: Discoverer::default(),
        last: None,
    };
    worker.rebuild()?;
    complain(&words.serving(&format!("http://localhost:{}/", server.port)));
    std::thread::spawn(move || {
        while watcher.wait() {
            match worker.rebuild() {
                Ok(true) => notify(),
                Ok(false) => {}
                Err(failure) => complain(&failure.describe(words)),
            }
        }
    });
    server.run(preview)?;
    Ok(Exit::Done)
}

/// Rebuilds the site on every save.
struct Worker {
    options: Serve,
    words: &'static Words,
    preview: Arc<Preview>,
    discoverer: Discoverer,
    /// What the site was made from the last time, what was wrong with reading it, and
    /// everything that was found.
    last: Option<(Snapshot, Vec<Diagnostic>, Vec<Finding>)>,
}

impl Worker {
    /// Reads the site again. `false` where nothing has changed.
    fn rebuild(&mut self) -> Result<bool, Failure> {
        let common = self.options.common.clone();
        let now = instant(&common)?;
        let mut read = || self.discoverer.discover(&common.site, now, common.request());
        let (mut snapshot, mut found) = read()?;
        if self
            .last
            .as_ref()
            .is_some_and(|(last, ..)| has_been_emptied(last, &snapshot))
        {
            std::thread::sleep(REFILL);
            (snapshot, found) = read()?;
        }
        // From here on it is our own work, and not the disk's or the editor's.
        let start = Instant::now();
        let known = match self.last.take() {
            Some((last, last_found, known)) => {
                if is_same(&last, &snapshot) && last_found == found {
                    self.last = Some((last, last_found, known));
                    return Ok(false);
                }
                Some(known)
            }
            None => None,
        };
        let mut cache =
            self.preview.cache().lock().unwrap_or_else(PoisonError::into_inner);
        let (ready, findings) = prepare(&snapshot, found.clone(), &mut cache);
        drop(cache);
        let notice = notice(&findings, self.words.lang);
        self.preview.show(ready, &notice);
        let reporter = Reporter::new(&common, self.words);
        // What was wrong before the save has been told, and would hide what it brought.
        let is_new = |finding: &&Finding| match &known {
            Some(known) => !known
                .iter()
                .any(|k| k.path == finding.path && k.problem == finding.problem),
            None => true,
        };
        for finding in findings.iter().filter(is_new) {
            complain(&reporter.rendered(finding, &snapshot.sources));
            complain("");
        }
        if known.is_some() {
            let line = self.words.rebuilt(start.elapsed());
            complain(&format!("{line} – {}", reporter.counts(&findings)));
        }
        self.last = Some((snapshot, found, findings));
        Ok(true)
    }
}

/// Whether a file that had content has none now.
fn has_been_emptied(last: &Snapshot, snapshot: &Snapshot) -> bool {
    snapshot.sources.iter().any(|(path, source)| {
        source.text.is_empty()
            && last.sources.get(path).is_some_and(|s| !s.text.is_empty())
    })
}

/// Whether a site is made from the same files.
fn is_same(last: &Snapshot, snapshot: &Snapshot) -> bool {
    let digests = |s: &Snapshot| {
        let sources =
            s.sources.iter().map(|(path, source)| (path.clone(), source.digest));
        let blobs = s.blobs.iter().map(|(path, blob)| (path.clone(), blob.digest));
        sources.chain(blobs).collect::<Vec<_>>()
    };
    digests(last) == digests(snapshot)
}

/// What is wrong, as a box at the top of every page.
fn notice(findings: &[Finding], lang: UiLang) -> String {
    let errors: Vec<&Finding> = findings
        .iter()
        .filter(|f| f.problem.severity() == Severity::Error)
        .collect();
    if errors.is_empty() {
        return String::new();
    }
    let items: String = errors
        .iter()
        .map(|finding| {
            let (message, hint) = describe(&finding.problem, lang);
            let place = match finding.span {
                Some(span) => format!("{}:{}:{}", finding.path, span.line, span.column),
                None => finding.path.to_string(),
            };
            let hint = hint.map(|hint| format!("<br><em>{}</em>", escape_html(&hint)));
            format!(
                "<li><code>{}</code><br><strong>{}{} {}</strong>{}</li>",
                escape_html(&place),
                severity_name(Severity::Error, lang),
                if lang == UiLang::Fr { "\u{a0}:" } else { ":" },
                escape_html(&message),
                hint.unwrap_or_default(),
            )
        })
        .collect();
    format!("<div id=\"recto-notice\" role=\"alert\"><ul>{items}</ul></div>")
}
