//! What machines read: feeds, the sitemap, `robots.txt`.

use std::sync::Arc;

use serde::Serialize;

use crate::model::entry::{Entry, EntryKind};
use crate::model::lang::Lang;
use crate::view::Views;
use crate::view::frame::list_address;
use crate::view::home::bare;
use crate::view::page::{Content, Data, Page, TemplatePage};
use crate::view::scope::Scope;

/// How many entries a feed has.
const N_ENTRIES: usize = 30;

/// A language's Atom feed (RFC 4287).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
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
}

/// Makes a language's feed.
///
/// Entries without any date are left out: a feed says when, and nobody knows.
pub(super) fn feed(scope: Scope<'_>) -> Page {
    let views = scope.views;
    let config = &views.site.config;
    let mut entries: Vec<&Entry> = views
        .site
        .entries()
        .filter(|entry| entry.kind != EntryKind::Page && entry.is_in(scope.lang))
        .filter(|entry| entry.last_changed().is_some())
        .collect();
    entries.sort_by_key(|entry| {
        (std::cmp::Reverse(entry.last_changed()), entry.kind, entry.id.clone())
    });
    entries.truncate(N_ENTRIES);
    let instant = |day: jiff::civil::Date| format!("{day}T00:00:00Z");
    let view = |entry: &&Entry| {
        let address = views.routes.entry(entry.kind, &entry.id, scope.lang)?;
        let kind = match entry.kind {
            EntryKind::Dossier => "kinds.dossier",
            EntryKind::Release => "kinds.release",
            EntryKind::Page => "kinds.page",
        };
        Some(FeedEntry {
            title: scope.text(&entry.title).text,
            url: scope.absolute(address),
            published: entry.published.map(instant),
            updated: instant(entry.last_changed()?),
            summary: scope.maybe(entry.summary.as_ref()).map(|summary| summary.text),
            kind: scope.locale().word(kind).into(),
        })
    };
    let entries: Vec<FeedEntry> = entries.iter().filter_map(view).collect();
    let home = views.routes.home(scope.lang);
    let title = scope.text(&config.title).text;
    feed_page(scope, &format!("{home}feed.xml"), title, scope.absolute(home), entries)
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

/// The sitemap (<https://www.sitemaps.org/protocol.html>).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Sitemap {
    /// Every page that has a place of its own.
    pub pages: Vec<SitemapPage>,
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

/// Makes the sitemap.
pub(super) fn sitemap(views: &Views) -> Page {
    let languages = &views.site.config.languages;
    let mut pages = vec![];
    let mut add = |addresses: Vec<(Lang, Arc<str>)>, changed: Option<String>| {
        let absolute = |address: &str| -> Arc<str> {
            views.site.config.base_url.absolute(address).into()
        };
        let alternates: Vec<(Arc<str>, Arc<str>)> = addresses
            .iter()
            .map(|(lang, address)| (languages[*lang].shared(), absolute(address)))
            .collect();
        for (_, address) in &addresses {
            let languages =
                if alternates.len() > 1 { alternates.clone() } else { vec![] };
            pages.push(SitemapPage {
                url: absolute(address),
                changed: changed.clone(),
                languages,
            });
        }
    };
    let in_lists = |list: &str| -> Vec<(Lang, Arc<str>)> {
        let written = languages.iter();
        let written = written.filter(|lang| views.lists[*lang].n_pages(list) > 0);
        written
            .map(|lang| (lang, list_address(views, list, 0, lang)))
            .collect()
    };
    let everywhere = |address: &dyn Fn(Lang) -> Arc<str>| -> Vec<(Lang, Arc<str>)> {
        languages.iter().map(|lang| (lang, address(lang))).collect()
    };
    add(everywhere(&|lang| views.routes.home(lang).clone()), None);
    for list in crate::resolve::LISTS {
        add(in_lists(list), None);
    }
    for entry in views.site.entries() {
        let written = languages.iter().filter(|lang| entry.is_in(*lang));
        let addresses = written
            .filter_map(|lang| {
                Some((lang, views.routes.entry(entry.kind, &entry.id, lang)?.clone()))
            })
            .collect();
        add(addresses, entry.last_changed().map(|day| day.to_string()));
    }
    use crate::resolve::Thing;
    let organisations =
        views.index.organisations.keys().map(|id| (Thing::Organisation, id));
    let programmes = views.index.programmes.keys().map(|id| (Thing::Programme, id));
    let topics = views.index.topics.keys().map(|id| (Thing::Topic, id));
    for (thing, id) in organisations.chain(programmes).chain(topics) {
        if views.routes.thing(thing, id, Lang::REFERENCE).is_some() {
            add(everywhere(&|lang| super::thing_path(views, thing, id, lang)), None);
        }
    }
    let data = Data::Sitemap(Box::new(Sitemap { pages }));
    bare("/sitemap.xml", "sitemap.xml", "sitemap", data)
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
        rows: vec![],
    };
    Page {
        path: "robots.txt".into(),
        lang: None,
        content: Content::Template(Box::new(page)),
    }
}
