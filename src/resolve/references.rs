//! What the prose refers to: facts, entries, blocks, links, files.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, FilePath, IdKind, Place, Problem, Seg, YamlPart, near};
use crate::model::body::{Body, EntityKind, ItemKind, Link, Reference, Section, Target};
use crate::model::dossier::{DocumentLocation, Dossier, Release};
use crate::model::entry::{Entry, EntryKind, Gaps, Visibility};
use crate::model::id::{Id, slugify};
use crate::model::lang::Lang;
use crate::model::raw_html::HtmlPolicy;
use crate::resolve::brackets;
use crate::resolve::figures::{has_gap, unknown_dossier, unknown_fact};
use crate::resolve::{Fact, Site};

/// An entry that a reference can name.
pub type TargetEntry<'a> = (EntryKind, &'a Id);

/// Checks the prose of every entry in every language.
pub(super) fn check(site: &Site, gaps: &Gaps, found: &mut Vec<Diagnostic>) {
    let mut texts: Vec<Text<'_>> = vec![];
    for dossier in site.dossiers.values() {
        texts.extend(Text::of(&dossier.entry, Owner::Dossier(dossier)));
    }
    for release in site.releases.values() {
        texts.extend(Text::of(&release.entry, Owner::Release(release)));
    }
    for page in site.pages.values() {
        texts.extend(Text::of(&page.entry, Owner::Page));
    }
    let checked: Vec<Vec<Diagnostic>> = texts
        .par_iter()
        .map(|text| {
            let mut checker = Checker { site, gaps, text, placed: vec![], found: vec![] };
            for reference in &text.body.references {
                checker.reference(reference);
            }
            for link in &text.body.links {
                checker.link(link);
            }
            if let Owner::Dossier(dossier) = text.owner {
                brackets::check(dossier, text.body, text.path, &mut checker.found);
            }
            if site.config.html == HtmlPolicy::Allowed {
                text.body.html_links.iter().for_each(|link| checker.html_link(link));
            }
            checker.found
        })
        .collect();
    found.extend(checked.into_iter().flatten());
    for release in site.releases.values() {
        announced(site, release, found);
    }
    for entry in site.entries() {
        replaced(site, entry, found);
    }
    for dossier in site.dossiers.values() {
        documents(site, dossier, found);
    }
    addresses(site, found);
}

/// Entries that send readers to a dossier that is not public, now or on the day on which they
/// are withdrawn.
fn replaced(site: &Site, entry: &Entry, found: &mut Vec<Diagnostic>) {
    let (Some(id), Some(file)) = (&entry.replaced_by, &entry.files[Lang::REFERENCE])
    else {
        return;
    };
    let there = site.entry((EntryKind::Dossier, id));
    if let Some(problem) = there.and_then(|there| site.hidden_from(entry, there)) {
        let place = value(&["withdrawn", "replaced_by"]);
        found.push(Diagnostic::new(problem, &file.path, place));
    }
}

/// Documents of which the full address is that of a page that is not public.
fn documents(site: &Site, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    let Some(file) = &dossier.entry.files[Lang::REFERENCE] else { return };
    for document in &dossier.documents {
        if let DocumentLocation::Url(url) = &document.location
            && let Some(problem) = site.hidden_at(dossier.entry.visibility, url)
        {
            let place = value(&["documents", document.id.as_str(), "url"]);
            found.push(Diagnostic::new(problem, &file.path, place));
        }
    }
}

/// As [`documents`], for the addresses of the registry and of `site.yaml`.
fn addresses(site: &Site, found: &mut Vec<Diagnostic>) {
    let (registry, config) = (&site.registry, &site.config);
    let mut check = |url: &Option<Arc<str>>, file: &str, keys: &[&str]| {
        let hidden = url.as_ref().and_then(|it| site.hidden_at(Visibility::Public, it));
        if let Some(problem) = hidden {
            let file = format!("content/{file}.yaml");
            found.push(Diagnostic::new(problem, &file.into(), value(keys)));
        }
    };
    for it in registry.organisations.values() {
        check(&it.url, "registry/organisations", &[it.id.as_str(), "url"]);
    }
    for it in registry.programmes.values() {
        check(&it.url, "registry/programmes", &[it.id.as_str(), "url"]);
    }
    for it in registry.sources.values() {
        check(&it.url, "registry/sources", &[it.id.as_str(), "url"]);
    }
    if let Some(it) = &config.publisher {
        check(&it.url, "site", &["publisher", "url"]);
    }
    if let Some(it) = &config.accessibility {
        check(&it.contact.url, "site", &["accessibility", "contact", "url"]);
    }
    if let Some(it) = &config.legal {
        check(&it.publisher.url, "site", &["legal", "publisher", "url"]);
        check(&it.host.url, "site", &["legal", "host", "url"]);
    }
}

/// The place of the value of a key.
fn value(keys: &[&str]) -> Place {
    let path = keys.iter().map(|key| Seg::Key((*key).into()));
    Place::Yaml(path.collect(), YamlPart::Value)
}

/// Dossiers that a press release announces before they are public.
fn announced(site: &Site, release: &Release, found: &mut Vec<Diagnostic>) {
    let Some(file) = &release.entry.files[Lang::REFERENCE] else { return };
    for id in &release.dossiers {
        let dossier = site.dossiers.get(id);
        let hidden = dossier.and_then(|d| site.hidden_from(&release.entry, &d.entry));
        if let Some(problem) = hidden {
            found.push(Diagnostic::new(problem, &file.path, value(&["dossiers"])));
        }
    }
}

/// Prose of an entry in one language.
struct Text<'a> {
    entry: &'a Entry,
    owner: Owner<'a>,
    path: &'a FilePath,
    body: &'a Body,
    lang: Lang,
}

/// The entry whose facts the prose may name without saying whose they are.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Dossier(&'a Dossier),
    Release(&'a Release),
    Page,
}

impl<'a> Text<'a> {
    fn of(entry: &'a Entry, owner: Owner<'a>) -> impl Iterator<Item = Self> {
        entry.files.iter().filter_map(move |(lang, file)| {
            let file = file.as_ref()?;
            Some(Self {
                entry,
                owner,
                path: &file.path,
                body: &file.body,
                lang,
            })
        })
    }
}

struct Checker<'a> {
    site: &'a Site,
    gaps: &'a Gaps,
    text: &'a Text<'a>,
    placed: Vec<&'a Target>,
    found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, problem: Problem, range: &Range<usize>) {
        let place = Place::Bytes(range.clone());
        self.found.push(Diagnostic::new(problem, self.text.path, place));
    }

    fn reference(&mut self, reference: &'a Reference) {
        let range = &reference.range;
        match &reference.target {
            Target::Fact { dossier, fact } => self.fact(dossier.as_ref(), fact, range),
            Target::Entity { kind, id } => self.entity(*kind, id, range),
            Target::Foreign(_) => {}
            Target::Section(section) => self.section(*section, reference),
            Target::Item { kind, id } => {
                self.item(*kind, id, range);
                if self.placed.contains(&&reference.target) {
                    let block = format!("{}:{id}", kind.as_str());
                    self.report(Problem::BlockTwice { block }, range);
                }
                self.placed.push(&reference.target);
            }
        }
    }

    fn fact(&mut self, dossier: Option<&'a Id>, fact: &Id, range: &Range<usize>) {
        let dossier = match (dossier, self.text.owner) {
            (Some(id), _) => id,
            (None, Owner::Dossier(dossier)) => &dossier.entry.id,
            (None, Owner::Release(release)) if release.dossiers.len() == 1 => {
                &release.dossiers[0]
            }
            (None, Owner::Release(_) | Owner::Page) => {
                self.report(Problem::DossierNeeded { fact: fact.to_string() }, range);
                return;
            }
        };
        match self.site.dossiers.get(dossier) {
            None if self.gaps.has_entry(EntryKind::Dossier, dossier) => {}
            None => {
                let problem = unknown_dossier(self.site, self.text.entry, dossier);
                self.report(problem, range);
            }
            // Of what is hidden, no more is said than that.
            Some(there) if self.is_hidden(&there.entry, range) => {}
            Some(there) => {
                if self.site.fact(dossier, fact).is_none()
                    && Fact::search(there, fact).is_none()
                    && !has_gap(self.gaps, dossier, fact)
                {
                    let problem = match Section::parse(fact.as_str()) {
                        Some(_) => Problem::BlockWithoutMark { block: fact.to_string() },
                        None => unknown_fact(self.site, self.text.entry, there, fact),
                    };
                    self.report(problem, range);
                }
            }
        }
    }

    fn entity(&mut self, kind: EntityKind, id: &Id, range: &Range<usize>) {
        let site = self.site;
        let registry = &site.registry;
        let (known, id_kind, ids): (bool, IdKind, Vec<&Id>) = match kind {
            EntityKind::Organisation => (
                registry.organisations.contains_key(id),
                IdKind::Organisation,
                registry.organisations.keys().collect(),
            ),
            EntityKind::Programme => (
                registry.programmes.contains_key(id),
                IdKind::Programme,
                registry.programmes.keys().collect(),
            ),
            EntityKind::Person => (
                registry.people.contains_key(id),
                IdKind::Person,
                registry.people.keys().collect(),
            ),
            EntityKind::Topic => (
                registry.topics.contains_key(id),
                IdKind::Topic,
                registry.topics.keys().collect(),
            ),
            EntityKind::Source => (
                registry.sources.contains_key(id),
                IdKind::Source,
                registry.sources.keys().collect(),
            ),
            EntityKind::Term => (
                registry.glossary.contains_key(id),
                IdKind::Term,
                registry.glossary.keys().collect(),
            ),
            EntityKind::Dossier => return self.entry(EntryKind::Dossier, id, range),
            EntityKind::Release => return self.entry(EntryKind::Release, id, range),
            EntityKind::Page => return self.entry(EntryKind::Page, id, range),
        };
        let file = match kind {
            EntityKind::Organisation => "organisations",
            EntityKind::Programme => "programmes",
            EntityKind::Person => "people",
            EntityKind::Topic => "topics",
            EntityKind::Source => "sources",
            EntityKind::Term => "glossary",
            EntityKind::Dossier | EntityKind::Release | EntityKind::Page => "",
        };
        if !known && !self.gaps.declares(file, id) {
            let near = near(id.as_str(), ids.into_iter().map(Id::as_str));
            self.report(
                Problem::UnknownId { kind: id_kind, id: id.to_string(), near },
                range,
            );
        }
    }

    fn entry(&mut self, kind: EntryKind, id: &Id, range: &Range<usize>) {
        match self.site.entry((kind, id)) {
            Some(entry) => {
                self.is_hidden(entry, range);
            }
            None if self.gaps.has_entry(kind, id) => {}
            None => {
                let known = self.site.named_from(self.text.entry, kind);
                let near = near(id.as_str(), known.map(Id::as_str));
                let kind = id_kind(kind);
                self.report(Problem::UnknownId { kind, id: id.to_string(), near }, range);
            }
        }
    }

    /// What everybody may read cannot refer to what the team alone may see: whether it does,
    /// which is reported.
    fn is_hidden(&mut self, there: &Entry, range: &Range<usize>) -> bool {
        let hidden = self.site.hidden_from(self.text.entry, there);
        self.report_hidden(hidden, range)
    }

    /// As [`Checker::is_hidden`], of an address.
    fn is_hidden_at(&mut self, address: &str, range: &Range<usize>) -> bool {
        let hidden = self.site.hidden_at(self.text.entry.visibility, address);
        self.report_hidden(hidden, range)
    }

    fn report_hidden(&mut self, hidden: Option<Problem>, range: &Range<usize>) -> bool {
        let is_hidden = hidden.is_some();
        hidden.into_iter().for_each(|problem| self.report(problem, range));
        is_hidden
    }

    fn section(&mut self, section: Section, reference: &'a Reference) {
        let range = &reference.range;
        let block = section.as_str().to_owned();
        let is_empty = match (self.text.owner, section) {
            (Owner::Dossier(dossier), section) => is_empty(dossier, section),
            (Owner::Release(release), Section::Quotes) => release.quotes.is_empty(),
            (Owner::Release(release), Section::Contacts) => release.contacts.is_empty(),
            (Owner::Release(release), Section::Media) => release.media.is_empty(),
            (Owner::Release(_) | Owner::Page, _) => {
                self.report(Problem::BlockNotHere { block }, range);
                return;
            }
        };
        let Entry { kind, id, .. } = self.text.entry;
        if is_empty {
            if !self.gaps.has_any(*kind, id, section.as_str()) {
                self.report(Problem::EmptyBlock { block }, range);
            }
        } else if self.placed.contains(&&reference.target) {
            self.report(Problem::BlockTwice { block }, range);
        } else {
            self.placed.push(&reference.target);
        }
    }

    fn item(&mut self, kind: ItemKind, id: &Id, range: &Range<usize>) {
        let (quotes, media) = match self.text.owner {
            Owner::Dossier(dossier) => (&dossier.quotes[..], &dossier.media[..]),
            Owner::Release(release) => (&release.quotes[..], &release.media[..]),
            Owner::Page => (&[][..], &[][..]),
        };
        let (id_kind, known): (IdKind, Vec<&Id>) = match kind {
            ItemKind::Quote => {
                (IdKind::Quote, quotes.iter().map(|quote| &quote.id).collect())
            }
            ItemKind::Media => {
                (IdKind::Media, media.iter().map(|media| &media.id).collect())
            }
        };
        let Entry { kind, id: own, .. } = self.text.entry;
        if !known.contains(&id)
            && !self.gaps.has_item(*kind, own, &["quotes", "media"], id)
        {
            let near = near(id.as_str(), known.into_iter().map(Id::as_str));
            self.report(
                Problem::UnknownId { kind: id_kind, id: id.to_string(), near },
                range,
            );
        }
    }

    /// Links within the site, and files of the entry's folder.
    fn link(&mut self, link: &Link) {
        let Link { destination, image, range } = link;
        if self.is_hidden_at(destination, range)
            || crate::model::body::is_external(destination)
        {
            return;
        }
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (destination.as_str(), None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if *image {
            self.image(path, range);
        } else if path.is_empty() {
            self.anchor(fragment.unwrap_or_default(), range);
        } else if path.starts_with('/') {
            if !self.site.routes.leads_somewhere(path) {
                let (site, here) = (self.site, self.text.entry);
                let near = site.routes.near(path, |there| {
                    let there = site.entry(there);
                    there.is_none_or(|it| site.hidden_from(here, it).is_none())
                });
                let target = destination.clone();
                self.report(Problem::BrokenLink { target, near }, range);
            }
        } else if self.own_file(path).is_none() {
            let target = destination.clone();
            self.report(Problem::BrokenLink { target, near: None }, range);
        }
    }

    /// As [`Checker::link`]; files are published where Markdown links them.
    fn html_link(&mut self, link: &Link) {
        let destination = &link.destination;
        if self.is_hidden_at(destination, &link.range) {
            // Which is reported.
        } else if destination.starts_with(['/', '#']) && !destination.starts_with("//") {
            self.link(link);
        } else if !crate::model::body::is_external(destination)
            && !destination.starts_with("//")
        {
            let problem = Problem::BrokenLink { target: destination.clone(), near: None };
            self.report(problem, &link.range);
        }
    }

    /// A file of the entry's own folder that may be published.
    fn own_file(&self, path: &str) -> Option<&str> {
        let file = crate::model::body::own_file(self.text.path, path)?;
        self.site.files.get(file.as_str()).map(|file| &**file)
    }

    fn image(&mut self, path: &str, range: &Range<usize>) {
        let media = match self.text.owner {
            Owner::Dossier(dossier) => &dossier.media[..],
            Owner::Release(release) => &release.media[..],
            Owner::Page => &[],
        };
        let file = self.own_file(path).map(str::to_owned);
        match file {
            None => {
                let text = path.to_owned();
                self.report(Problem::NoSuchFile { text, near: None }, range);
            }
            Some(file) => {
                let Entry { kind, id, .. } = self.text.entry;
                // A picture that cannot be published is declared all the same.
                let is_lost = self.gaps.has_any(*kind, id, "media");
                if !is_lost && !media.iter().any(|media| *media.file == *file) {
                    self.report(
                        Problem::UndeclaredImage { file: path.to_owned() },
                        range,
                    );
                }
            }
        }
    }

    /// A heading of the same text, or a section of the page.
    fn anchor(&mut self, fragment: &str, range: &Range<usize>) {
        let words = &self.site.config.words[self.text.lang];
        let sections = Section::ALL.iter().map(|section| {
            slugify(words.text(&format!("sections.{}", section.as_str())))
        });
        let headings = self.text.body.headings.iter().map(|heading| {
            let words: String = heading
                .parts
                .iter()
                .map(|part| match part {
                    crate::model::body::HeadingPart::Text(text) => text.as_str(),
                    crate::model::body::HeadingPart::Reference(_) => "",
                })
                .collect();
            slugify(&words)
        });
        let known: Vec<String> = headings.chain(sections).collect();
        if !fragment.is_empty() && !known.iter().any(|anchor| anchor == fragment) {
            let near = near(fragment, known.iter().map(String::as_str));
            let near = near.map(|near| format!("#{near}"));
            self.report(
                Problem::BrokenLink { target: format!("#{fragment}"), near },
                range,
            );
        }
    }
}

fn is_empty(dossier: &Dossier, section: Section) -> bool {
    match section {
        Section::Figures => dossier.figures.is_empty(),
        Section::Objectives => dossier.objectives.is_empty(),
        Section::Operators => dossier.operators.is_empty(),
        Section::Funding => dossier.funding.is_empty(),
        Section::Places => dossier.places.is_empty(),
        Section::Timeline => dossier.timeline.is_empty(),
        Section::Quotes => dossier.quotes.is_empty(),
        Section::Media => dossier.media.is_empty(),
        Section::Documents => dossier.documents.is_empty(),
        Section::Contacts => dossier.contacts.is_empty(),
        Section::Sources => false,
        Section::Revisions => dossier.revisions.is_empty(),
    }
}

/// What kind of id the ids of a kind of entry are.
pub(super) fn id_kind(kind: EntryKind) -> IdKind {
    match kind {
        EntryKind::Dossier => IdKind::Dossier,
        EntryKind::Release => IdKind::Release,
        EntryKind::Page => IdKind::Page,
    }
}
