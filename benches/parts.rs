//! What single parts of a build cost, each against its limit: the theme, the search index, a
//! share card.
//!
//! ```text
//! cargo bench --bench parts                  # all of them
//! cargo bench --bench parts -- theme index   # some: theme, index, card
//! ```
//!
//! Times are of this process's processor, user and system, since those of the clock depend on
//! what else the machine does. The program ends with an error where a limit is passed.

#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod synthetic;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

use recto::cache::Cache;
use recto::made::Made;
use recto::pipeline::{Model, model};
use recto::render::theme::Theme;
use recto::render::{Renderer, search};
use recto::resolve::PublicSite;
use recto::source::{Request, Snapshot, Source};
use recto::view::page::{Content, Page};
use recto::view::{PageKey, Views};

/// Measures a part, says what it took, and whether that is within its limit.
type Measure = fn() -> bool;

/// What is measured, each by its name.
const PARTS: [(&str, Measure); 3] = [("theme", theme), ("index", index), ("card", card)];

fn main() -> ExitCode {
    let named: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    println!("part                                    n      measured         limit");
    let mut all_within = true;
    for (name, measure) in PARTS {
        if named.is_empty() || named.iter().any(|it| it == name) {
            all_within &= measure();
        }
    }
    if all_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The theme on every page of 10,000 dossiers, those of search and pictures left out: what is
/// asked for is the rendering; what the pages hold is told beside it, and each template.
fn theme() -> bool {
    let site = Site::new(10_000, "");
    let renderer = site.renderer();
    let mut bench = renderer.bench();
    let (mut viewing, mut rendering, mut n_pages) = (0, 0, 0);
    let mut templates: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    let mut keys = site.views.keys(&site.theme.names);
    keys.retain(|key| {
        !matches!(key, PageKey::Search(_) | PageKey::Card(_) | PageKey::Picture(..))
    });
    // Several at once, since to ask for the time takes time, too; but not so many that the
    // first have left the processor's caches, as they have not in a build.
    for keys in keys.chunks(20) {
        let before = micros();
        let pages = keys.iter().map(|key| site.views.page(key));
        let mut pages: Vec<_> = pages.map(|it| it.expect("a key has its page")).collect();
        viewing += micros() - before;
        pages.retain(|page| matches!(page.content, Content::Template(_)));
        for pages in pages.chunk_by(|one, next| template(one) == template(next)) {
            let before = micros();
            for page in pages {
                let output =
                    renderer.render(page, &mut bench).expect("the theme renders");
                assert!(!output.bytes.is_empty(), "{}", page.path);
            }
            let spent = micros() - before;
            let n = i64::try_from(pages.len()).unwrap_or(0);
            let (n_so_far, spent_so_far) =
                templates.entry(template(&pages[0])).or_default();
            *n_so_far += n;
            *spent_so_far += spent;
            rendering += spent;
            n_pages += n;
        }
    }
    told("view of a page", n_pages, viewing, "µs", None);
    for (template, (n, spent)) in templates {
        told(&format!("    {template}"), n, spent, "µs", None);
    }
    told("theme on a page", n_pages, rendering, "µs", Some(100))
}

/// The template of a page.
fn template(page: &Page) -> &'static str {
    match &page.content {
        Content::Template(page) => page.template,
        _ => "",
    }
}

/// The search index of 1,000 dossiers, in two languages.
fn index() -> bool {
    let site = Site::new(1_000, "");
    let languages = site.views.site().config.languages.clone();
    let before = micros();
    let mut n_records = 0;
    for lang in languages.iter() {
        let records = site.views.search_records(lang);
        n_records += records.len();
        let locale = site.views.locale(lang);
        let index = search::index(&locale.tag.shared(), locale.spacing, records)
            .expect("an index");
        assert!(!search::files([index].iter()).is_empty());
    }
    let spent = micros() - before;
    println!("    {n_records} records");
    told("search index, both languages", 1, spent / 1_000, "ms", Some(3_000))
}

/// Share cards of 200 dossiers, each drawn anew: the first waits for the fonts, and is told
/// apart.
fn card() -> bool {
    let site = Site::new(200, "cards: all\n");
    let renderer = site.renderer();
    let mut bench = renderer.bench();
    let of_dossier = |key: &PageKey| match key {
        PageKey::Card(of) => matches!(**of, PageKey::Dossier(..)),
        _ => false,
    };
    let keys = site.views.keys(&site.theme.names).into_iter().filter(of_dossier);
    let (mut first, mut others, mut n_others) = (None, 0, 0);
    for key in keys {
        let page = site.views.page(&key).expect("every key has its page");
        let before = micros();
        let output = renderer.render(&page, &mut bench).expect("the card is drawn");
        assert!(output.bytes.starts_with(b"\x89PNG"), "{key:?}");
        let spent = micros() - before;
        if first.is_none() {
            first = Some(spent);
        } else {
            others += spent;
            n_others += 1;
        }
    }
    told("the first card", 1, first.unwrap_or_default(), "µs", None);
    told("a share card", n_others, others, "µs", Some(30_000))
}

/// A synthetic site, resolved, and its theme.
struct Site {
    views: Views,
    theme: Arc<Theme>,
}

impl Site {
    /// A site of so many dossiers; `more` is added to its settings.
    fn new(n_dossiers: usize, more: &str) -> Self {
        let files = synthetic::site(n_dossiers).into_iter().map(|(path, text)| {
            let is_settings = path == "content/site.yaml";
            let text = if is_settings { text + more } else { text };
            Source::new(path.into(), &text)
        });
        let sources = recto::builtin::theme().chain(files);
        let snapshot = Snapshot {
            sources: sources.map(|source| (source.path.clone(), source)).collect(),
            blobs: recto::builtin::fonts().collect(),
            now: "2026-01-15T12:00:00Z".parse().expect("an instant"),
            request: Request::default(),
        };
        let Model { site, theme, .. } = model(&snapshot, vec![], &mut Cache::default());
        let site = site.expect("the synthetic site is one");
        let theme = theme.expect("the built-in theme loads");
        let public = Arc::new(PublicSite::new(site, false));
        let views = Views::new(
            public,
            &snapshot.blobs,
            &theme.names,
            theme.typeset.digest("cards"),
        );
        Self { views, theme }
    }

    fn renderer(&self) -> Renderer {
        Renderer::new(&self.views, self.theme.clone(), Made::default())
            .expect("the theme has what every page shares")
    }
}

/// Says what each of `n` things took, and whether that is within the limit.
fn told(what: &str, n: i64, spent: i64, unit: &str, limit: Option<i64>) -> bool {
    let each = spent / n.max(1);
    let is_within = limit.is_none_or(|limit| each <= limit);
    let limit = limit.map(|limit| format!("{limit} {unit}")).unwrap_or_default();
    let mark = if is_within { "" } else { "  passed" };
    println!("{what:<30} {n:>10}  {each:>9} {unit}  {limit:>12}{mark}");
    is_within
}

/// What this process has had of the processor, in microseconds.
fn micros() -> i64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("the system counts");
    usage.user_time().num_microseconds() + usage.system_time().num_microseconds()
}
