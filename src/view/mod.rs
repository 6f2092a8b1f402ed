//! The public site in, plain values out: everything that a template may see of a page.
//!
//! Pages are made one at a time, when they are rendered: [`Views::keys`] tells which there
//! are, [`Views::page`] makes one of them. Lists hold small summaries, never whole entries.

pub mod page;
pub mod kept;
mod scope;
mod wording;
mod links;
mod index;
mod frame;
pub mod listing;
pub mod home;
pub mod dossier;
pub mod sections;
pub mod figures;
pub mod funding;
pub mod body;
mod calculation;
pub mod release;
mod thing;
pub mod organisation;
pub mod programme;
pub mod topic;
pub mod sources;
pub mod glossary;
pub mod open_data;
pub mod corrections;
pub mod figure_lists;
pub mod figure;
pub mod card;
pub mod kit;
pub mod archive;
pub mod press;
pub mod chart;
mod notices;
mod json_ld;
pub mod people;
pub mod prose;
pub mod statements;
pub mod article;
pub mod picture;
pub mod feed;
pub mod search;
pub mod locale;
pub mod typography;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::digest::Digest;
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::{Lang, PerLang};
use crate::model::picture::{PictureFormat, Recipe};
use crate::resolve::{PublicSite, Routes, Thing};
use crate::source::Blob;
use figure_lists::{FiguresOf, Order};
use figures::FigureSlots;
use glossary::Glossary;
use index::Index;
use locale::Locale;
use page::{Chrome, Content, Page};
use scope::Scope;
use wording::Wording;

pub(crate) use links::Links;
pub use links::OrganisationLink;

/// How many items a list has on one page.
pub const PAGE_LEN: usize = 50;

/// The public site, ready to be seen page by page.
#[derive(Debug)]
pub struct Views {
    ground: Ground,
    links: PerLang<Links>,
    glossaries: PerLang<Arc<Glossary>>,
    chrome: PerLang<Arc<Chrome>>,
    /// Key figures as each language shows them, made when a page first asks for them.
    key_figures: PerLang<FigureSlots>,
    /// Their orders, likewise.
    orders: PerLang<[OnceLock<Vec<usize>>; Order::ALL.len()]>,
}

/// What names, links and pages are made from.
#[derive(Debug)]
pub struct Ground {
    site: Arc<PublicSite>,
    routes: Arc<Routes>,
    index: Index,
    locales: PerLang<Arc<Locale>>,
    lists: PerLang<Lists>,
    /// Photos and documents that are published: their addresses by their paths.
    files: BTreeMap<Arc<str>, (Arc<str>, Blob)>,
    /// Pictures that entries show, by their paths.
    pictures: BTreeMap<Arc<str>, picture::Published>,
    /// What changed in figures and amounts, newest first.
    changes: Vec<corrections::ChangeRef>,
    /// The digest of what the theme has for typesetting, which addresses of cards hold.
    typeset: Digest,
}

impl Deref for Views {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.ground
    }
}

/// Every list of a language in the order in which its readers see it.
#[derive(Debug, Default)]
struct Lists {
    dossiers: Vec<Id>,
    releases: Vec<Id>,
    organisations: Vec<Id>,
    programmes: Vec<Id>,
    topics: Vec<Id>,
    sources: Vec<Id>,
    people: Vec<Id>,
    glossary: Vec<Id>,
    /// Dossiers that have a press kit.
    press_room: Vec<Id>,
    key_figures: Vec<Id>,
    n_corrections: usize,
    source_pages: BTreeMap<Id, usize>,
    people_pages: BTreeMap<Id, usize>,
    term_pages: BTreeMap<Id, usize>,
}

/// Names a page of the site.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(
    missing_docs,
    reason = "each variant is named as its module; numbers count from 0"
)]
pub enum PageKey {
    Landing,
    Home(Lang),
    Dossier(Lang, Id),
    Release(Lang, Id),
    Prose(Lang, Id),
    Organisation(Lang, Id, usize),
    Programme(Lang, Id, usize),
    Topic(Lang, Id, usize),
    Dossiers(Lang, usize),
    Releases(Lang, usize),
    Organisations(Lang, usize),
    Programmes(Lang, usize),
    Topics(Lang, usize),
    KeyFigures(Lang, usize),
    Sources(Lang, usize),
    People(Lang, usize),
    Glossary(Lang, usize),
    Figure(Lang, Id, Id),
    Figures(Lang, FiguresOf, usize),
    Corrections(Lang, usize),
    PressRoom(Lang, usize),
    CorrectionsFeed(Lang),
    NotFound(Option<Lang>),
    Search(Lang),
    Feed(Lang),
    TopicFeed(Lang, Id),
    Sitemap(Option<usize>),
    Robots,
    Redirect(EntryKind, Id, usize),
    Data(Option<Id>, open_data::DataFile),
    Card(Box<PageKey>),
    Document(EntryKind, Lang, Id),
    Archive(Lang, Id),
    Asset(Arc<str>),
    File(Arc<str>),
    Picture(Arc<str>, Recipe),
}

/// A file that the theme publishes as it is, at a path that names its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThemeAsset {
    /// Its name in the theme: `style.css`.
    pub name: Arc<str>,
    /// Where it is published: `assets/style-1a2b3c4d.css`.
    pub path: Arc<str>,
}

impl Views {
    /// Prepares the site: orders its lists, and finds out who is spoken of where.
    pub fn new(
        site: Arc<PublicSite>,
        blobs: &BTreeMap<Arc<str>, Blob>,
        assets: &[ThemeAsset],
        typeset: Digest,
    ) -> Self {
        let config = site.config.clone();
        let languages = &config.languages;
        let routes = site.routes.clone();
        let index = Index::new(&site);
        let locales =
            PerLang::from_fn(languages, |lang| Arc::new(Locale::new(&config, lang)));
        let changes = corrections::changes(&site);
        let lists = PerLang::from_fn(languages, |lang| {
            frame::lists(&site, &index, &locales[lang], lang, changes.len())
        });
        let files = frame::files(&site, blobs);
        let pictures = picture::published(&site, blobs);
        let ground = Ground {
            site,
            routes,
            index,
            locales,
            lists,
            files,
            pictures,
            changes,
            typeset,
        };
        let links = PerLang::from_fn(languages, |lang| {
            Links::new(Wording { ground: &ground, lang })
        });
        let glossaries = PerLang::from_fn(languages, |lang| {
            let wording = Wording { ground: &ground, lang };
            Arc::new(Glossary::new(wording, &links[lang]))
        });
        let chrome = PerLang::from_fn(languages, |lang| {
            let wording = Wording { ground: &ground, lang };
            Arc::new(frame::chrome(wording, &links[lang], assets))
        });
        let n_figures = ground.index.key_figures.len();
        let key_figures = PerLang::from_fn(&config.languages, |_| {
            (0..n_figures).map(|_| OnceLock::new()).collect()
        });
        let orders = PerLang::from_fn(&config.languages, |_| Default::default());
        Self {
            ground,
            links,
            glossaries,
            chrome,
            key_figures,
            orders,
        }
    }

    /// The site as it is seen from a language.
    fn scope(&self, lang: Lang) -> Scope<'_> {
        Scope {
            views: self,
            wording: Wording { ground: &self.ground, lang },
        }
    }

    /// The languages' ways of writing.
    pub fn locale(&self, lang: Lang) -> &Arc<Locale> {
        &self.locales[lang]
    }

    /// All key figures in an order of a language.
    fn ordered(&self, scope: Scope<'_>, order: Order) -> &[usize] {
        // Only words are ordered otherwise in another language.
        let lang = if order == Order::Label { scope.lang } else { Lang::REFERENCE };
        self.orders[lang][order as usize]
            .get_or_init(|| figure_lists::sorted(scope, order))
    }

    /// What all pages of a language share.
    pub fn chrome(&self, lang: Lang) -> &Chrome {
        &self.chrome[lang]
    }

    /// The site that is seen.
    pub fn site(&self) -> &PublicSite {
        &self.site
    }

    /// Links to everything that has a page in a language, shared by all pages that show them.
    pub(crate) fn links(&self, lang: Lang) -> &Links {
        &self.links[lang]
    }

    /// How many key figures the site has.
    pub fn n_key_figures(&self) -> usize {
        self.index.key_figures.len()
    }

    /// How many sources the site names.
    pub fn n_sources(&self) -> usize {
        self.index.sources.len()
    }

    /// Every page of the site, in the order of the languages.
    pub fn keys(&self, assets: &[ThemeAsset]) -> Vec<PageKey> {
        let mut keys = vec![PageKey::Landing, PageKey::NotFound(None)];
        keys.extend([PageKey::Sitemap(None), PageKey::Robots]);
        let parts = 0..feed::n_sitemaps(self);
        keys.extend(parts.map(|nth| PageKey::Sitemap(Some(nth))));
        for (lang, lists) in self.lists.iter() {
            keys.extend([
                PageKey::Home(lang),
                PageKey::Feed(lang),
                PageKey::Search(lang),
                PageKey::NotFound(Some(lang)),
            ]);
            let mut add = |list: &str, key: fn(Lang, usize) -> PageKey| {
                keys.extend((0..lists.n_pages(list)).map(|nth| key(lang, nth)));
            };
            add("dossiers", PageKey::Dossiers);
            add("releases", PageKey::Releases);
            add("organisations", PageKey::Organisations);
            add("programmes", PageKey::Programmes);
            add("topics", PageKey::Topics);
            add("key-figures", PageKey::KeyFigures);
            add("sources", PageKey::Sources);
            add("people", PageKey::People);
            add("glossary", PageKey::Glossary);
            add("corrections", PageKey::Corrections);
            add("press-room", PageKey::PressRoom);
            if lists.n_pages("corrections") > 0 {
                keys.push(PageKey::CorrectionsFeed(lang));
            }
            let mut add = |ids: &[Id], thing, key: fn(Lang, Id, usize) -> PageKey| {
                for id in ids {
                    let pages = 0..thing::n_pages(self, thing, id);
                    keys.extend(pages.map(|nth| key(lang, id.clone(), nth)));
                }
            };
            add(&lists.organisations, Thing::Organisation, PageKey::Organisation);
            add(&lists.programmes, Thing::Programme, PageKey::Programme);
            add(&lists.topics, Thing::Topic, PageKey::Topic);
            let topics = lists.topics.iter().cloned();
            keys.extend(topics.map(|id| PageKey::TopicFeed(lang, id)));
            for (of, n_pages) in figure_lists::tables(self, lang) {
                let pages = 0..n_pages;
                keys.extend(pages.map(|nth| PageKey::Figures(lang, of.clone(), nth)));
            }
            for entry in self.site.entries().filter(|entry| entry.is_in(lang)) {
                let id = entry.id.clone();
                if entry.kind == EntryKind::Dossier
                    && archive::address(self, &id, lang).is_some()
                {
                    keys.push(PageKey::Archive(lang, id.clone()));
                }
                if kit::address(self, entry.kind, &id, lang).is_some() {
                    keys.push(PageKey::Document(entry.kind, lang, id.clone()));
                }
                keys.push(match entry.kind {
                    EntryKind::Dossier => PageKey::Dossier(lang, id.clone()),
                    EntryKind::Release => PageKey::Release(lang, id.clone()),
                    EntryKind::Page => PageKey::Prose(lang, id.clone()),
                });
                // What is made after its dossier finds everything of it at hand.
                let dossier = self.site.dossiers.get(&id);
                let dossier = dossier.filter(|_| entry.kind == EntryKind::Dossier);
                let figures = dossier.into_iter().flat_map(|it| it.key_figures());
                keys.extend(
                    figures.map(|figure| {
                        PageKey::Figure(lang, id.clone(), figure.id.clone())
                    }),
                );
            }
        }
        for entry in self.site.entries() {
            let redirects = 0..entry.aliases.len();
            keys.extend(
                redirects.map(|n| PageKey::Redirect(entry.kind, entry.id.clone(), n)),
            );
        }
        use open_data::DataFile;
        keys.extend(DataFile::ALL.map(|file| PageKey::Data(None, file)));
        for (id, dossier) in &self.site.dossiers {
            if open_data::has_data(dossier) {
                keys.extend(
                    DataFile::ALL.map(|file| PageKey::Data(Some(id.clone()), file)),
                );
            }
        }
        keys.extend(card::keys(self, &keys));
        keys.extend(assets.iter().map(|asset| PageKey::Asset(asset.path.clone())));
        keys.extend(picture::keys(self));
        // Two entries may hold one file under one name.
        let mut seen: BTreeSet<Arc<str>> =
            keys.iter().filter_map(|key| self.path_of_picture(key)).collect();
        for (path, (url, _)) in &self.files {
            if seen.insert(url.clone()) {
                keys.push(PageKey::File(path.clone()));
            }
        }
        keys
    }

    /// Makes a page; `None` where the key names nothing of this site.
    pub fn page(&self, key: &PageKey) -> Option<Page> {
        let scope = |lang: &Lang| self.scope(*lang);
        match key {
            PageKey::Landing => Some(home::landing(self)),
            PageKey::Home(lang) => Some(home::home(scope(lang))),
            PageKey::Dossier(lang, id) => dossier::page(scope(lang), id),
            PageKey::Release(lang, id) => release::page(scope(lang), id),
            PageKey::Prose(lang, id) => prose::page(scope(lang), id),
            PageKey::Organisation(lang, id, n) => organisation::page(scope(lang), id, *n),
            PageKey::Programme(lang, id, n) => programme::page(scope(lang), id, *n),
            PageKey::Topic(lang, id, n) => topic::page(scope(lang), id, *n),
            PageKey::Dossiers(lang, n) => Some(listing::dossiers(scope(lang), *n)),
            PageKey::Releases(lang, n) => Some(listing::releases(scope(lang), *n)),
            PageKey::Organisations(lang, n) => Some(organisation::list(scope(lang), *n)),
            PageKey::Programmes(lang, n) => Some(programme::list(scope(lang), *n)),
            PageKey::Topics(lang, n) => Some(topic::list(scope(lang), *n)),
            PageKey::KeyFigures(lang, n) => Some(figures::list(scope(lang), *n)),
            PageKey::Sources(lang, n) => Some(sources::list(scope(lang), *n)),
            PageKey::People(lang, n) => Some(people::list(scope(lang), *n)),
            PageKey::Glossary(lang, n) => Some(glossary::list(scope(lang), *n)),
            PageKey::Figure(lang, dossier, id) => figure::page(scope(lang), dossier, id),
            PageKey::Figures(lang, of, n) => figure_lists::page(scope(lang), of, *n),
            PageKey::Corrections(lang, n) => Some(corrections::list(scope(lang), *n)),
            PageKey::PressRoom(lang, n) => Some(press::list(scope(lang), *n)),
            PageKey::CorrectionsFeed(lang) => Some(corrections::feed(scope(lang))),
            PageKey::NotFound(lang) => Some(home::not_found(self, *lang)),
            PageKey::Search(lang) => Some(search::page(scope(lang))),
            PageKey::Feed(lang) => Some(feed::feed(scope(lang))),
            PageKey::TopicFeed(lang, id) => feed::of_topic(scope(lang), id),
            PageKey::Sitemap(part) => Some(feed::sitemap(self, *part)),
            PageKey::Robots => Some(feed::robots(self)),
            PageKey::Redirect(kind, id, n) => home::redirect(self, *kind, id, *n),
            PageKey::Data(dossier, file) => {
                open_data::page(self, dossier.as_ref(), *file)
            }
            PageKey::Card(of) => card::page(self, of),
            PageKey::Archive(lang, id) => archive::page(scope(lang), id),
            PageKey::Document(kind, lang, id) => kit::page(scope(lang), *kind, id),
            PageKey::Asset(path) => Some(Page {
                path: path.clone(),
                lang: None,
                content: Content::Asset(path.clone()),
            }),
            PageKey::File(path) => {
                let (url, blob) = self.files.get(path)?;
                let path = url.trim_start_matches('/').into();
                let content = match picture_format(url) {
                    Some(format) => {
                        let recipe = Recipe { width: None, format, exact: true };
                        Content::Picture(blob.clone(), recipe)
                    }
                    None => Content::File(blob.clone()),
                };
                Some(Page { path, lang: None, content })
            }
            PageKey::Picture(path, recipe) => {
                let published = self.pictures.get(path)?;
                let address = published.address(*recipe);
                Some(Page {
                    path: frame::output_path(&address),
                    lang: None,
                    content: Content::Picture(published.blob().clone(), *recipe),
                })
            }
        }
    }

    /// Where a page is written.
    pub fn path(&self, key: &PageKey) -> Option<Arc<str>> {
        let list =
            |list: &str, lang: Lang, n: usize| frame::list_address(self, list, n, lang);
        let thing = |thing, id, n, lang| thing::address(self, thing, id, n, lang);
        let address: Arc<str> = match key {
            PageKey::Landing => "/".into(),
            PageKey::Home(lang) => self.routes.home(*lang).clone(),
            PageKey::Dossier(..) | PageKey::Release(..) | PageKey::Prose(..) => {
                let (kind, lang, id) = entry_key(key)?;
                self.routes.entry(kind, id, lang)?.clone()
            }
            PageKey::Organisation(lang, id, n) => {
                thing(Thing::Organisation, id, *n, *lang)?
            }
            PageKey::Programme(lang, id, n) => thing(Thing::Programme, id, *n, *lang)?,
            PageKey::Topic(lang, id, n) => thing(Thing::Topic, id, *n, *lang)?,
            PageKey::Dossiers(lang, n) => list("dossiers", *lang, *n),
            PageKey::Releases(lang, n) => list("releases", *lang, *n),
            PageKey::Organisations(lang, n) => list("organisations", *lang, *n),
            PageKey::Programmes(lang, n) => list("programmes", *lang, *n),
            PageKey::Topics(lang, n) => list("topics", *lang, *n),
            PageKey::KeyFigures(lang, n) => list("key-figures", *lang, *n),
            PageKey::Sources(lang, n) => list("sources", *lang, *n),
            PageKey::People(lang, n) => list("people", *lang, *n),
            PageKey::Glossary(lang, n) => list("glossary", *lang, *n),
            PageKey::Figure(lang, dossier, id) => {
                figure::address(self, dossier, id, *lang)?
            }
            PageKey::Figures(lang, of, n) => figure_lists::address(self, of, *n, *lang)?,
            PageKey::Corrections(lang, n) => list("corrections", *lang, *n),
            PageKey::Search(lang) => list("search", *lang, 0),
            PageKey::PressRoom(lang, n) => list("press-room", *lang, *n),
            PageKey::CorrectionsFeed(lang) => {
                corrections::feed_address(self.scope(*lang))
            }
            PageKey::NotFound(None) => "/404.html".into(),
            PageKey::NotFound(Some(lang)) => {
                format!("{}404.html", self.routes.home(*lang)).into()
            }
            PageKey::Feed(lang) => format!("{}feed.xml", self.routes.home(*lang)).into(),
            PageKey::TopicFeed(lang, id) => feed::topic_path(self, id, *lang).into(),
            PageKey::Sitemap(part) => feed::sitemap_path(*part).into(),
            PageKey::Robots => "/robots.txt".into(),
            PageKey::Redirect(kind, id, n) => {
                self.entry(*kind, id)?.aliases.get(*n)?.clone()
            }
            PageKey::Data(dossier, file) => open_data::address(dossier.as_ref(), *file),
            PageKey::Card(of) => card::path(self, of)?,
            PageKey::Archive(lang, id) => archive::address(self, id, *lang)?,
            PageKey::Document(kind, lang, id) => kit::address(self, *kind, id, *lang)?,
            PageKey::Asset(path) => path.clone(),
            PageKey::File(path) => self.files.get(path)?.0.clone(),
            PageKey::Picture(..) => self.path_of_picture(key)?,
        };
        Some(frame::output_path(&address))
    }

    fn path_of_picture(&self, key: &PageKey) -> Option<Arc<str>> {
        let PageKey::Picture(path, recipe) = key else { return None };
        Some(self.pictures.get(path)?.address(*recipe))
    }

    /// The file from which an entry's page comes, where a page comes from one file.
    pub fn source(&self, key: &PageKey) -> Option<&crate::model::entry::LanguageFile> {
        let (kind, lang, id) = entry_key(key)?;
        self.entry(kind, id)?.files[lang].as_ref()
    }

    fn entry(&self, kind: EntryKind, id: &Id) -> Option<&Entry> {
        match kind {
            EntryKind::Dossier => {
                self.site.dossiers.get(id).map(|dossier| &dossier.entry)
            }
            EntryKind::Release => {
                self.site.releases.get(id).map(|release| &release.entry)
            }
            EntryKind::Page => self.site.pages.get(id).map(|page| &page.entry),
        }
    }

    /// The address of a published file.
    fn file_url(&self, path: &str) -> Option<Arc<str>> {
        let (url, _) = self.files.get(path)?;
        Some(self.site.config.base_url.within_host(url).into())
    }
}

impl PageKey {
    /// Whether two keys name files that are made of one picture.
    pub fn is_of_same_picture(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Picture(here, _), Self::Picture(there, _)) => here == there,
            _ => false,
        }
    }

    /// The language of the page, where it has one.
    pub fn lang(&self) -> Option<Lang> {
        match self {
            Self::Home(lang)
            | Self::Dossier(lang, _)
            | Self::Release(lang, _)
            | Self::Document(_, lang, _)
            | Self::Archive(lang, _)
            | Self::Prose(lang, _)
            | Self::Organisation(lang, ..)
            | Self::Programme(lang, ..)
            | Self::Topic(lang, ..)
            | Self::Dossiers(lang, _)
            | Self::Releases(lang, _)
            | Self::Organisations(lang, _)
            | Self::Programmes(lang, _)
            | Self::Topics(lang, _)
            | Self::KeyFigures(lang, _)
            | Self::Sources(lang, _)
            | Self::People(lang, _)
            | Self::Glossary(lang, _)
            | Self::Figure(lang, ..)
            | Self::Figures(lang, ..)
            | Self::Corrections(lang, _)
            | Self::PressRoom(lang, _)
            | Self::CorrectionsFeed(lang)
            | Self::Search(lang)
            | Self::TopicFeed(lang, _)
            | Self::Feed(lang) => Some(*lang),
            Self::NotFound(lang) => *lang,
            Self::Card(of) => of.lang(),
            Self::Landing
            | Self::Sitemap(_)
            | Self::Robots
            | Self::Redirect(..)
            | Self::Data(..)
            | Self::Asset(_)
            | Self::File(_)
            | Self::Picture(..) => None,
        }
    }
}

/// The format of a published file, where it is a picture.
fn picture_format(url: &str) -> Option<PictureFormat> {
    use PictureFormat::{Jpeg, Png, Svg, WebP};
    let extension = url.rsplit_once('.')?.1;
    if extension == "jpeg" {
        return Some(Jpeg);
    }
    [Jpeg, Png, WebP, Svg]
        .into_iter()
        .find(|f| f.extension() == extension)
}

/// The entry whose page a key names.
fn entry_key(key: &PageKey) -> Option<(EntryKind, Lang, &Id)> {
    match key {
        PageKey::Dossier(lang, id) => Some((EntryKind::Dossier, *lang, id)),
        PageKey::Release(lang, id) => Some((EntryKind::Release, *lang, id)),
        PageKey::Prose(lang, id) => Some((EntryKind::Page, *lang, id)),
        _ => None,
    }
}

/// The address of a thing's page in a language, below the host.
pub(crate) fn thing_path(views: &Ground, thing: Thing, id: &Id, lang: Lang) -> Arc<str> {
    views
        .routes
        .thing(thing, id, lang)
        .cloned()
        .unwrap_or_else(|| "/".into())
}
