//! What machines read: feeds, the sitemap, `robots.txt`.

use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::resolve::Thing;
use crate::view::article::Article;
use crate::view::figure::below;
use crate::view::frame::list_address;
use crate::view::home::bare;
use crate::view::page::{Content, Data, Page, SharedParts, TemplatePage};
use crate::view::scope::Scope;
use crate::view::{Views, thing_path};

/// How many entries a feed has.
const N_ENTRIES: usize = 30;

/// A language's Atom feed (RFC 4287).
#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    /// The language tag.
    pub lang: Arc<str>,
    /// The name of the site.
    pub title: Arc<str>,
    /// One sentence on the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Arc<str>>,
    /// The absolute address of the feed, which is its id.
    pub url: Arc<str>,
    /// The absolute address of the home page.
    pub home: Arc<str>,
    /// Who publishes it.
    pub author: Arc<str>,
    /// When the newest entry last changed, RFC 3339.
    pub updated: String,
    /// Dossiers and press releases, newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntry {
    /// The title.
    pub title: Arc<str>,
    /// The absolute address, which is its id.
    pub url: Arc<str>,
    /// When it was published, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it last changed, RFC 3339.
    pub updated: String,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Arc<str>>,
    /// What it is, in words.
    pub kind: Arc<str>,
    /// All that it says; a template has it as HTML, in `contents`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<Article>,
}

/// Makes a language's feed: dossiers and press releases.
pub(super) fn feed(scope: Scope<'_>) -> Page {
    let views = scope.views;
    let entries = views.site.entries().filter(|entry| entry.kind != EntryKind::Page);
    let home = views.routes.home(scope.lang);
    let title = scope.text(&views.site.config.title).text;
    let entries = newest(scope, entries.collect());
    feed_page(scope, &format!("{home}feed.xml"), title, scope.absolute(home), entries)
}

/// Makes the feed of a topic.
pub(super) fn of_topic(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let views = scope.views;
    let site = &views.site;
    let topic = scope.text(&site.registry.topics.get(id)?.name).text;
    let used = views.index.topics.get(id)?;
    let dossiers = used
        .dossiers
        .iter()
        .filter_map(|id| Some(&site.dossiers.get(id)?.entry));
    let releases = used
        .releases
        .iter()
        .filter_map(|id| Some(&site.releases.get(id)?.entry));
    let entries = newest(scope, dossiers.chain(releases).collect());
    let page = thing_path(views, Thing::Topic, id, scope.lang);
    let title = format!("{topic} – {}", scope.text(&site.config.title).text);
    let path = topic_path(views, id, scope.lang);
    Some(feed_page(scope, &path, title.into(), scope.absolute(&page), entries))
}

/// Where the feed of a topic is, below the host.
pub(super) fn topic_path(views: &Views, id: &Id, lang: Lang) -> String {
    format!("{}feed.xml", thing_path(views, Thing::Topic, id, lang))
}

/// The entries of a language that changed last, newest first.
///
/// Entries without any date are left out: a feed says when, and nobody knows.
fn newest(scope: Scope<'_>, mut entries: Vec<&Entry>) -> Vec<FeedEntry> {
    entries.retain(|entry| entry.is_in(scope.lang) && entry.last_changed().is_some());
    entries.sort_by_key(|entry| {
        (std::cmp::Reverse(entry.last_changed()), entry.kind, entry.id.clone())
    });
    entries.truncate(N_ENTRIES);
    let instant = |day: civil::Date| format!("{day}T00:00:00Z");
    let view = |entry: &&Entry| {
        let article = Article::new(scope, entry)?;
        let kind = match entry.kind {
            EntryKind::Dossier => "kinds.dossier",
            EntryKind::Release => "kinds.release",
            EntryKind::Page => "kinds.page",
        };
        Some(FeedEntry {
            title: scope.text(&entry.title).text,
            url: article.url.clone(),
            published: entry.published.map(instant),
            updated: instant(entry.last_changed()?),
            summary: scope.maybe(entry.summary.as_ref()).map(|summary| summary.text),
            kind: scope.locale().word(kind).into(),
            article: Some(article),
        })
    };
    entries.iter().filter_map(view).collect()
}

/// A feed at an address; `home` is the page that people read in its place.
pub(super) fn feed_page(
    scope: Scope<'_>,
    path: &str,
    title: Arc<str>,
    home: Arc<str>,
    entries: Vec<FeedEntry>,
) -> Page {
    let config = &scope.views.site.config;
    let author = config.publisher.as_ref().map(|p| scope.text(&p.name).text);
    let feed = Feed {
        lang: scope.locale().tag.shared(),
        subtitle: scope.maybe(config.tagline.as_ref()).map(|tagline| tagline.text),
        url: scope.absolute(path),
        home,
        author: author.unwrap_or_else(|| title.clone()),
        // A feed without entries has never changed.
        updated: entries
            .first()
            .map_or_else(|| "1970-01-01T00:00:00Z".into(), |e| e.updated.clone()),
        title,
        entries,
    };
    let mut page = bare(path, "feed.xml", "feed", Data::Feed(Box::new(feed)));
    page.lang = Some(scope.lang);
    page
}

/// The sitemap (<https://www.sitemaps.org/protocol.html>), or a part of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Sitemap {
    /// Every page that has a place of its own.
    pub pages: Vec<SitemapPage>,
    /// The absolute addresses of the parts, where there are too many pages for one file.
    pub parts: Vec<Arc<str>>,
}

/// A page of the sitemap.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SitemapPage {
    /// Its absolute address.
    pub url: Arc<str>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// The same page in every language in which it exists, where that is more than one.
    pub languages: Vec<(Arc<str>, Arc<str>)>,
}

/// How many pages a sitemap has: less than the 50,000 that the protocol allows, since a file
/// may not have more than 50 MB either.
const SITEMAP_LEN: usize = 20_000;

/// How many parts the sitemap has; none where it is one file.
pub(super) fn n_sitemaps(views: &Views) -> usize {
    let mut n_pages: usize = 0;
    each_page(views, &mut |n_addresses, _, _| n_pages += n_addresses);
    match n_pages.div_ceil(SITEMAP_LEN) {
        0 | 1 => 0,
        n => n,
    }
}

/// Where a part of the sitemap is, below the host; parts count from 0.
pub(super) fn sitemap_path(part: Option<usize>) -> String {
    match part {
        None => "/sitemap.xml".to_owned(),
        Some(nth) => format!("/sitemap-{}.xml", nth + 1),
    }
}

/// Makes the sitemap, or a part of it.
pub(super) fn sitemap(views: &Views, part: Option<usize>) -> Page {
    let absolute =
        |path: &str| -> Arc<str> { views.site.config.base_url.absolute(path).into() };
    // A part is one of several; only the first file asks how many there are.
    let n_parts = if part.is_none() { n_sitemaps(views) } else { 0 };
    let path = sitemap_path(part);
    let mut sitemap = Sitemap { pages: vec![], parts: vec![] };
    if n_parts > 0 {
        sitemap.parts =
            (0..n_parts).map(|nth| absolute(&sitemap_path(Some(nth)))).collect();
    } else {
        let first = part.unwrap_or(0) * SITEMAP_LEN;
        let mut nth = 0;
        let wanted = first..first + SITEMAP_LEN;
        each_page(views, &mut |n_addresses, addresses, changed| {
            let own = nth..nth + n_addresses;
            nth = own.end;
            if own.end <= wanted.start || own.start >= wanted.end {
                return;
            }
            let addresses = addresses();
            let alternates: Vec<(Arc<str>, Arc<str>)> = addresses
                .iter()
                .map(|(lang, address)| {
                    (views.site.config.languages[*lang].shared(), absolute(address))
                })
                .collect();
            for (nth, (_, url)) in own.zip(&alternates) {
                if wanted.contains(&nth) {
                    sitemap.pages.push(SitemapPage {
                        url: url.clone(),
                        changed: changed.map(|day| day.to_string()),
                        languages: match alternates.len() {
                            1 => vec![],
                            _ => alternates.clone(),
                        },
                    });
                }
            }
        });
    }
    bare(&path, "sitemap.xml", "sitemap", Data::Sitemap(Box::new(sitemap)))
}

/// A page's address in each language in which it is.
type Addresses = Vec<(Lang, Arc<str>)>;

/// Takes a page: in how many languages it is, its addresses in them, and the day on which it
/// last changed.
type AddPage<'a> = dyn FnMut(usize, &dyn Fn() -> Addresses, Option<civil::Date>) + 'a;

/// Every page that is worth to be found. A part of a sitemap passes most of them over, and
/// asks for no address of these.
fn each_page(views: &Views, add: &mut AddPage<'_>) {
    let languages = &views.site.config.languages;
    let everywhere = |address: &dyn Fn(Lang) -> Option<Arc<str>>| {
        let addresses = languages.iter();
        addresses
            .filter_map(|lang| Some((lang, address(lang)?)))
            .collect::<Addresses>()
    };
    let known = |add: &mut AddPage<'_>, address: &dyn Fn(Lang) -> Option<Arc<str>>| {
        let addresses = everywhere(address);
        add(addresses.len(), &|| addresses.clone(), None);
    };
    known(add, &|lang| Some(views.routes.home(lang).clone()));
    for list in crate::resolve::LISTS {
        known(add, &|lang| {
            let is_there = views.lists[lang].n_pages(list) > 0;
            is_there.then(|| list_address(views, list, 0, lang))
        });
    }
    // A page of an entry, or one below it.
    let mut written = |entry: &Entry, below: &dyn Fn(Lang, &Arc<str>) -> Arc<str>| {
        let n_languages = languages.iter().filter(|lang| entry.is_in(*lang)).count();
        let addresses = || {
            let own = views.routes.entry_everywhere(entry.kind, &entry.id);
            everywhere(&|lang| {
                Some(below(lang, &own.filter(|_| entry.is_in(lang))?[lang]))
            })
        };
        add(n_languages, &addresses, entry.last_changed());
    };
    for entry in views.site.entries() {
        written(entry, &|_, own| own.clone());
    }
    for dossier in views.site.dossiers.values() {
        for figure in dossier.key_figures() {
            written(&dossier.entry, &|lang, own| {
                below(views.locale(lang), own, &figure.id)
            });
        }
    }
    let organisations =
        views.index.organisations.keys().map(|id| (Thing::Organisation, id));
    let programmes = views.index.programmes.keys().map(|id| (Thing::Programme, id));
    let topics = views.index.topics.keys().map(|id| (Thing::Topic, id));
    for (thing, id) in organisations.chain(programmes).chain(topics) {
        if views.routes.thing(thing, id, Lang::REFERENCE).is_some() {
            known(add, &|lang| Some(thing_path(views, thing, id, lang)));
        }
    }
}

/// `robots.txt` (RFC 9309).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Robots {
    /// The absolute address of the sitemap.
    pub sitemap: Arc<str>,
    /// Whether the whole site is a preview, which nobody is to list.
    pub preview: bool,
}

/// Makes `robots.txt`. It never names an address that is to be kept from anybody.
pub(super) fn robots(views: &Views) -> Page {
    let view = Robots {
        sitemap: views.site.config.base_url.absolute("/sitemap.xml").into(),
        preview: views.site.is_preview(),
    };
    let page = TemplatePage {
        template: "robots.txt",
        kind: "robots",
        chrome: None,
        head: None,
        data: Data::Robots(Box::new(view)),
        body: None,
        shared: SharedParts::default(),
        offers: vec![],
        plates: vec![],
    };
    Page {
        path: "robots.txt".into(),
        lang: None,
        content: Content::Template(Box::new(page)),
    }
}
