//! The stages on one screen.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::audit::{self, Hidden, audit};
use crate::cache::Cache;
use crate::diag::{
    Diagnostic, EntryWord, FilePath, Finding, IdKind, Place, Problem, Severity,
};
use crate::digest::Digest;
use crate::made::Made;
use crate::model::entry::{EntryGaps, EntryKind, Visibility};
use crate::model::lang::{Lang, Languages};
use crate::model::raw_html::HtmlPolicy;
use crate::output::facts::Names as SharedNames;
use crate::output::{OutputRecord, OutputSet, Sink};
use crate::parse::{Parsed, Unread, locate, parse};
use crate::render::Renderer;
use crate::render::search::Indexes;
use crate::render::theme::Theme;
use crate::render::typeset::glyphs;
use crate::resolve::{Entries, PublicSite, Site, resolve};
use crate::source::{EntryFile, Snapshot, SourceKind};
use crate::validate::{self, EntryFiles, Names, Secrets, Validated};
use crate::view::{PageKey, Views};

/// What a build has made, and what was found on the way.
#[derive(Debug)]
pub struct Built {
    /// Everything that is wrong, by file and place.
    pub findings: Vec<Finding>,
    /// What was made; empty where there were errors before anything could be rendered.
    pub outputs: OutputSet,
    /// How many pages were rendered.
    pub n_rendered: usize,
    /// How many languages were indexed for the search: not those whose index was known.
    pub n_indexed: usize,
    /// What is there and was not published.
    pub held_back: HeldBack,
}

/// How many entries the public does not see. Who they are is nobody's business who reads
/// what a build says in public.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HeldBack {
    /// Those that say `draft: true`.
    pub n_drafts: usize,
    /// Those whose embargo is not over.
    pub n_embargoed: usize,
}

impl HeldBack {
    fn of(site: &Site, preview: bool) -> Self {
        let mut held = Self::default();
        let hidden = site.entries().filter(|entry| !entry.visibility.is_public(site.now));
        for entry in hidden.filter(|_| !preview) {
            match entry.visibility {
                Visibility::Draft => held.n_drafts += 1,
                Visibility::Embargo(_) => held.n_embargoed += 1,
                Visibility::Public => {}
            }
        }
        held
    }
}

impl Built {
    /// Whether anything found prevents a publication.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.problem.severity() == Severity::Error)
    }
}

/// Builds a site: every output goes to `sink` as it is made, unless there are errors. `found`
/// is what was found while the snapshot was taken.
///
/// # Errors
///
/// Those of the sink. Everything else is a finding.
pub fn build(
    snapshot: &Snapshot,
    found: Vec<Diagnostic>,
    cache: &mut Cache,
    sink: &dyn Sink,
    progress: &Progress,
) -> std::io::Result<Built> {
    let Model { site, theme, mut diagnostics, secrets } = model(snapshot, found, cache);
    let mut outputs = OutputSet::default();
    let mut n_rendered = 0;
    let mut n_indexed = 0;
    let held_back = site.as_ref().map(|site| HeldBack::of(site, snapshot.request.drafts));
    if let (Some(site), Some(theme), false) = (site, theme, has_errors(&diagnostics)) {
        let hidden = hidden(&site, snapshot.request.drafts);
        let views = viewed(site, &theme, snapshot, &mut diagnostics);
        // Pages on all threads, the index beside them on one.
        let known = &*cache;
        let (rendered, indexes) = rayon::join(
            || render(&views, &theme, known.made(), sink, progress),
            || {
                let known = |key| known.index(key);
                match sink.keeps() {
                    true => Indexes::new(&views, known, cache.made()),
                    false => Ok(Indexes::default()),
                }
            },
        );
        let (mut made, mut found) = rendered?;
        diagnostics.append(&mut found);
        n_rendered = made.len();
        let indexes = indexes?;
        n_indexed = indexes.n_made;
        for output in indexes.files().values() {
            let record = OutputRecord::of(output, &SharedNames::default());
            sink.put(output, &record)?;
            // No page of ours lies in the folder of the index.
            made.insert(output.path.clone(), record);
        }
        cache.keep_indexes(indexes.by_digest);
        if !has_errors(&diagnostics) {
            let written = OnceCell::new();
            let written_at = |page: &str, link: &str| {
                let pages = written.get_or_init(|| written_pages(&views));
                written_at(pages, &views, page, link)
            };
            let base_url = &views.site().config.base_url;
            let site = audit::Site {
                path_of: &|address| base_url.path_of(address),
                base_path: &base_url.path,
                written_at: &written_at,
                hidden: &hidden,
            };
            diagnostics.extend(audit(&made, &site));
        }
        outputs = made;
    }
    let findings = located(snapshot, diagnostics, &secrets);
    let held_back = held_back.unwrap_or_default();
    Ok(Built {
        findings,
        outputs,
        n_rendered,
        n_indexed,
        held_back,
    })
}

/// How far a build has come, for whoever waits for it.
#[derive(Debug, Default)]
pub struct Progress {
    /// How many pages there are, once that is known.
    pub n_pages: AtomicUsize,
    /// How many are made.
    pub n_done: AtomicUsize,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The site as its sources describe it.
#[derive(Debug)]
pub struct Model {
    /// The entries, connected; `None` where `site.yaml` cannot be used.
    pub site: Option<Site>,
    /// The theme; `None` where it cannot be used.
    pub theme: Option<Arc<Theme>>,
    /// What is wrong so far.
    pub diagnostics: Vec<Diagnostic>,
    /// The entries that the public must not see yet.
    pub secrets: Secrets,
}

/// What was found, at its lines.
pub(crate) fn located(
    snapshot: &Snapshot,
    diagnostics: Vec<Diagnostic>,
    secrets: &Secrets,
) -> Vec<Finding> {
    let mut findings = locate(snapshot, diagnostics);
    secrets.mark(&mut findings);
    findings
}

/// The stages before anything is rendered: parse, validate, resolve.
///
/// `found` is what was found while the snapshot was taken.
pub fn model(snapshot: &Snapshot, found: Vec<Diagnostic>, cache: &mut Cache) -> Model {
    let mut diagnostics = found;
    let site_file: FilePath = "content/site.yaml".into();
    let Some(site_source) = snapshot.sources.get(&site_file) else {
        let unread = Unread::new(snapshot, &diagnostics, &[]);
        diagnostics.retain(|found| !unread.is_told(found));
        let is_there = diagnostics.iter().any(|found| found.path == site_file);
        let other =
            unread.findings().find(|found| found.path.starts_with("content/site"));
        match other {
            Some(misnamed) => diagnostics.push(misnamed),
            None if is_there => {}
            None => {
                let problem = Problem::NoSite;
                diagnostics.push(Diagnostic::new(problem, &site_file, Place::File));
            }
        }
        let secrets = Secrets::unknown(&snapshot.request);
        return Model { site: None, theme: None, diagnostics, secrets };
    };
    let site_parsed = parse(site_source, "");
    let languages = validate::languages(&site_parsed);
    let reference = languages
        .as_ref()
        .map_or("", |languages| languages[Lang::REFERENCE].as_str());
    let mut parsed = parse_all(snapshot, reference, cache);
    parsed.insert(site_file.clone(), Arc::new(site_parsed));
    let themes = parsed
        .iter()
        .filter(|(path, _)| matches!(SourceKind::of(path), SourceKind::Theme))
        .map(|(path, parsed)| (path.clone(), parsed.clone()))
        .collect();
    let (config, found) =
        validate::config(snapshot, &parsed[&site_file], &themes, cache.made());
    diagnostics.extend(found);
    let Some(config) = config.map(Arc::new) else {
        let found = parsed.values().flat_map(|file| file.diagnostics.clone());
        diagnostics.extend(
            found.filter(|found| is_said_of_html(&found.problem, HtmlPolicy::AsText)),
        );
        let secrets = Secrets::unknown(&snapshot.request);
        return Model { site: None, theme: None, diagnostics, secrets };
    };
    let theme = Theme::load(snapshot, &config.themes)
        .map(Arc::new)
        .map_err(|mut found| diagnostics.append(&mut found))
        .ok();
    let unread = Unread::new(snapshot, &diagnostics, &config.languages.tags());
    diagnostics.retain(|found| !unread.is_told(found));
    diagnostics.extend(unread.findings());
    let registry_files = registry_files(&parsed);
    let (registry, found) =
        validate::registry(&registry_files, &unread, &config.languages);
    diagnostics.extend(found);
    let groups =
        entry_files(snapshot, &parsed, &config.languages, &unread, &mut diagnostics);
    let secrets = Secrets::new(&groups, &config.zone.rules, snapshot);
    let ids = groups.iter().map(|files| (files.kind, files.id));
    let names = Names::new(&registry_files, ids, &unread, &config);
    let validated: Vec<_> = groups
        .par_iter()
        .map(|files| {
            validate::entry(files, snapshot, &config, &names, &secrets, cache.made())
        })
        .collect();
    let mut entries = Entries::default();
    names.declare(&mut entries.gaps);
    for (kind, id) in unread.entries() {
        if unread.has(kind, id, config.languages[Lang::REFERENCE].as_str()) {
            entries.gaps.insert(kind, id, EntryGaps::Whole);
        }
    }
    let mut drafts: BTreeSet<&FilePath> = BTreeSet::new();
    let mut documents = validate::Documents::default();
    for (files, (entry, gaps, found)) in groups.iter().zip(validated) {
        diagnostics.extend(found);
        entries.gaps.insert(files.kind, files.id, gaps);
        let is_draft = |entry: &Validated| entry.entry().visibility == Visibility::Draft;
        if entry.as_ref().is_some_and(is_draft) {
            drafts.extend(files.files.iter().map(|(_, source, _)| &source.path));
        }
        if let Some(entry) = &entry {
            documents.add(entry);
        }
        match entry {
            Some(Validated::Dossier(dossier)) => {
                entries.dossiers.insert(dossier.entry.id.clone(), Arc::new(*dossier));
            }
            Some(Validated::Release(release)) => {
                entries.releases.insert(release.entry.id.clone(), Arc::new(*release));
            }
            Some(Validated::Page(page)) => {
                entries.pages.insert(page.entry.id.clone(), Arc::new(*page));
            }
            None => {}
        }
    }
    diagnostics.extend(documents.check(snapshot, &config, &secrets, cache.made()));
    for (path, file) in &parsed {
        // What a draft still lacks is nobody's mistake.
        let is_draft = drafts.contains(path);
        let found = file.diagnostics.iter();
        diagnostics.extend(
            found
                .filter(|found| !is_draft || !found.problem.is_about_completeness())
                .filter(|found| is_said_of_html(&found.problem, config.html))
                .cloned(),
        );
    }
    let files: BTreeSet<Arc<str>> = snapshot.blobs.keys().cloned().collect();
    let today = validate::today(snapshot, &config);
    let (site, found) = resolve(&config, registry, entries, files, snapshot.now, today);
    diagnostics.extend(found);
    Model { site: Some(site), theme, diagnostics, secrets }
}

/// Whether a finding about HTML in Markdown is one where HTML is treated so. Files are read
/// before anybody knows.
fn is_said_of_html(problem: &Problem, html: HtmlPolicy) -> bool {
    match problem {
        Problem::RawHtml { .. } => html == HtmlPolicy::AsText,
        Problem::HtmlLeftOut { .. } | Problem::HtmlAttributeLeftOut { .. } => {
            html == HtmlPolicy::Allowed
        }
        _ => true,
    }
}

pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.problem.severity() == Severity::Error)
}

/// Parses every source, or remembers what it said.
fn parse_all(
    snapshot: &Snapshot,
    reference: &str,
    cache: &mut Cache,
) -> BTreeMap<FilePath, Arc<Parsed>> {
    let sources: Vec<_> = snapshot
        .sources
        .values()
        .filter(|source| &*source.path != "content/site.yaml" && is_read(&source.path))
        .collect();
    let known = &*cache;
    let parsed: Vec<(FilePath, Digest, Arc<Parsed>)> = sources
        .into_par_iter()
        .map(|source| {
            let parts =
                [source.path.as_bytes(), source.digest.as_bytes(), reference.as_bytes()];
            let key = Digest::of_parts(parts);
            let parsed = known
                .parsed(key)
                .unwrap_or_else(|| Arc::new(parse(source, reference)));
            (source.path.clone(), key, parsed)
        })
        .collect();
    cache.keep_parsed(
        parsed.iter().map(|(_, key, parsed)| (*key, parsed.clone())).collect(),
    );
    parsed.into_iter().map(|(path, _, parsed)| (path, parsed)).collect()
}

/// Whether a source has a draft: templates and stylesheets have none.
fn is_read(path: &str) -> bool {
    match SourceKind::of(path) {
        SourceKind::Theme => path.ends_with(".yaml"),
        SourceKind::Stray => false,
        SourceKind::Site
        | SourceKind::Registry(_)
        | SourceKind::Dossier(_)
        | SourceKind::Release(_)
        | SourceKind::Page(_) => true,
    }
}

fn registry_files(
    parsed: &BTreeMap<FilePath, Arc<Parsed>>,
) -> Vec<(FilePath, Arc<Parsed>)> {
    parsed
        .iter()
        .filter(|(path, _)| matches!(SourceKind::of(path), SourceKind::Registry(_)))
        .map(|(path, parsed)| (path.clone(), parsed.clone()))
        .collect()
}

/// The files of each entry, in the order of the kinds and ids.
fn entry_files<'a>(
    snapshot: &'a Snapshot,
    parsed: &BTreeMap<FilePath, Arc<Parsed>>,
    languages: &Languages,
    unread: &Unread,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<EntryFiles<'a>> {
    let mut groups: BTreeMap<(EntryKind, &'a str), EntryFiles<'a>> = BTreeMap::new();
    // What has the ending of another program is said to be read by nobody.
    let is_told = |found: &Diagnostic| {
        matches!(found.problem, Problem::FileNameEnding { .. })
            .then(|| found.path.clone())
    };
    let told: BTreeSet<FilePath> = diagnostics.iter().filter_map(is_told).collect();
    let is_left = |path: &FilePath| !unread.is_misnamed(path) && !told.contains(path);
    for (path, source) in snapshot.sources.iter().filter(|(path, _)| is_left(path)) {
        let (kind, file): (EntryKind, EntryFile<'a>) = match SourceKind::of(path) {
            SourceKind::Dossier(file) => (EntryKind::Dossier, file),
            SourceKind::Release(file) => (EntryKind::Release, file),
            SourceKind::Page(file) => (EntryKind::Page, file),
            SourceKind::Stray => {
                diagnostics.push(Diagnostic::new(Problem::StrayFile, path, Place::File));
                continue;
            }
            SourceKind::Registry(name)
                if !crate::parse::REGISTRY_FILES.contains(&name) =>
            {
                diagnostics.push(Diagnostic::new(Problem::StrayFile, path, Place::File));
                continue;
            }
            SourceKind::Site | SourceKind::Registry(_) | SourceKind::Theme => continue,
        };
        let Some(lang) = languages.find(file.lang) else {
            let lang = file.lang.to_owned();
            let problem =
                Problem::FileInUnknownLanguage { lang, available: languages.tags() };
            diagnostics.push(Diagnostic::new(problem, path, Place::File));
            continue;
        };
        let Some(parsed) = parsed.get(path) else { continue };
        let group = groups.entry((kind, file.id)).or_insert_with(|| EntryFiles {
            kind,
            id: file.id,
            files: vec![],
            unread: languages
                .iter()
                .filter(|lang| unread.has(kind, file.id, languages[*lang].as_str()))
                .collect(),
        });
        group.files.push((lang, source, parsed.clone()));
    }
    groups.into_values().collect()
}

/// The entries that the public does not see, with the addresses that they would have.
fn hidden(site: &Site, preview: bool) -> Vec<Hidden> {
    if preview {
        return vec![];
    }
    let routes = &site.routes;
    let languages = &site.config.languages;
    site.entries()
        .filter(|entry| !entry.visibility.is_public(site.now))
        .filter_map(|entry| {
            let kind = match entry.kind {
                EntryKind::Dossier => IdKind::Dossier,
                EntryKind::Release => IdKind::Release,
                EntryKind::Page => IdKind::Page,
            };
            let addresses = languages.iter().filter_map(|lang| {
                let address = routes.entry(entry.kind, &entry.id, lang)?;
                Some(site.config.base_url.within_host(address).into())
            });
            Some(Hidden {
                file: entry.files[Lang::REFERENCE].as_ref()?.path.clone(),
                entry: EntryWord { kind, id: entry.id.to_string() },
                addresses: addresses.collect(),
            })
        })
        .collect()
}

/// What the public sees of a site, or with drafts the team, ready to be shown page by page.
pub(crate) fn viewed(
    site: Site,
    theme: &Theme,
    snapshot: &Snapshot,
    diagnostics: &mut Vec<Diagnostic>,
) -> Views {
    let seen = Arc::new(PublicSite::new(site, snapshot.request.drafts));
    let cards = theme.typeset.digest("cards");
    let views = Views::new(seen, &snapshot.blobs, &theme.names, cards);
    diagnostics.extend(glyphs(&views, theme, snapshot));
    views
}

/// What cannot be typeset, since no font has it, and fonts that are not to be used.
fn glyphs(views: &Views, theme: &Theme, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let missing = glyphs::missing(views.site(), &theme.typeset, snapshot);
    let forbidden = theme.typeset.forbidden();
    [missing, forbidden]
        .into_iter()
        .flat_map(|it| it.unwrap_or_else(|font| vec![font]))
        .collect()
}

/// When a page is made: those that say how large files are come after them, and archives after
/// the documents that they hold.
pub(crate) fn stage(key: &PageKey) -> usize {
    match key {
        PageKey::Document(..) | PageKey::Picture(..) => 0,
        PageKey::Archive(..) => 1,
        _ => 2,
    }
}

/// Renders every page on all threads; each goes to the sink as soon as it is made.
fn render(
    views: &Views,
    theme: &Arc<Theme>,
    made: &Made,
    sink: &dyn Sink,
    progress: &Progress,
) -> std::io::Result<(OutputSet, Vec<Diagnostic>)> {
    let renderer = match Renderer::new(views, theme.clone(), made.clone()) {
        Ok(renderer) => renderer,
        Err(diagnostic) => return Ok((OutputSet::default(), vec![diagnostic])),
    };
    let mut stages: [Vec<PageKey>; 3] = Default::default();
    for key in views.keys(&theme.names) {
        stages[stage(&key)].push(key);
    }
    let n_pages = stages.iter().map(Vec::len).sum();
    progress.n_pages.store(n_pages, Ordering::Relaxed);
    let names = SharedNames::default();
    let found = Mutex::new(vec![]);
    // The files of one picture are made together, so that it is decoded once.
    let with_bench = |keys: &'_ [PageKey]| {
        let mut bench = renderer.bench();
        let made = keys.iter().filter_map(|key| {
            let page = views.page(key)?;
            progress.n_done.fetch_add(1, Ordering::Relaxed);
            match renderer.render(&page, &mut bench) {
                Ok(output) => {
                    let record = OutputRecord::of(&output, &names);
                    Some(sink.put(&output, &record).map(|()| (output.path, record)))
                }
                Err(diagnostic) => {
                    let mut found = lock(&found);
                    // One mistake in a template is one finding, not one for each page.
                    if !found.contains(&diagnostic) {
                        found.push(diagnostic);
                    }
                    None
                }
            }
        });
        made.collect::<Vec<std::io::Result<_>>>()
    };
    let mut made = vec![];
    for keys in &stages {
        let groups: Vec<&[PageKey]> =
            keys.chunk_by(PageKey::is_of_same_picture).collect();
        let these = groups.into_par_iter().flat_map_iter(with_bench);
        made.extend(these.collect::<std::io::Result<Vec<_>>>()?);
    }
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (outputs, twice) = OutputSet::new(made);
    found.extend(twice.into_iter().map(|path| {
        let problem = Problem::AddressTwice { address: format!("/{path}") };
        Diagnostic::new(problem, &"content/site.yaml".into(), Place::File)
    }));
    Ok((outputs, found))
}

/// The pages that content is written for, by their paths.
fn written_pages(views: &Views) -> BTreeMap<Arc<str>, PageKey> {
    let is_written = |key: &PageKey| {
        matches!(key, PageKey::Dossier(..) | PageKey::Release(..) | PageKey::Prose(..))
    };
    let keys = views.keys(&[]).into_iter().filter(is_written);
    keys.filter_map(|key| Some((views.path(&key)?, key))).collect()
}

/// Where the content makes a link that stands on a page.
fn written_at(
    pages: &BTreeMap<Arc<str>, PageKey>,
    views: &Views,
    page: &str,
    link: &str,
) -> Option<(FilePath, Range<usize>)> {
    let base = &*views.site().config.base_url.path;
    let file = pages.get(page).and_then(|key| views.source(key))?;
    let within = link.strip_prefix(base).unwrap_or(link);
    let written = file
        .body
        .links
        .iter()
        .find(|l| l.destination == link || l.destination == within)?;
    Some((file.path.clone(), written.range.clone()))
}
