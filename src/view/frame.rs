//! What stands around every page: its head, the navigation, the switch of languages.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest::Digest;
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::terms::Menu;
use crate::resolve::PublicSite;
use crate::source::Blob;
use crate::view::body::BodyView;
use crate::view::index::Index;
use crate::view::json_ld;
use crate::view::kept::Kept;
use crate::view::links::Links;
use crate::view::locale::Locale;
use crate::view::open_data;
use crate::view::page::{
    Alternate, Chrome, Content, Data, Head, Icon, Offer, Page, PageLink, Plate,
    PublisherView, SharedParts, TemplatePage, Text,
};
use crate::view::scope::Scope;
use crate::view::statements::menu_name;
use crate::view::wording::Wording;
use crate::view::{Ground, Lists, PAGE_LEN, PageKey, ThemeAsset, card, notices, picture};

/// Orders every list of a language: entries by date, newest first, the rest by its readers'
/// alphabet.
pub(super) fn lists(
    site: &PublicSite,
    index: &Index,
    locale: &Locale,
    lang: Lang,
    n_corrections: usize,
) -> Lists {
    // What was withdrawn comes after all that still holds.
    let newest = |entry: &Entry| {
        (entry.withdrawn.is_some(), Reverse((entry.published, entry.updated)))
    };
    let mut dossiers: Vec<&Entry> = site.dossiers.values().map(|d| &d.entry).collect();
    dossiers.sort_by_key(|entry| (newest(entry), entry.id.clone()));
    let mut releases: Vec<&Entry> = site.releases.values().map(|r| &r.entry).collect();
    releases.sort_by_key(|entry| (newest(entry), entry.id.clone()));
    let ids = |entries: Vec<&Entry>| {
        entries.into_iter().map(|entry| entry.id.clone()).collect()
    };
    let dossiers: Vec<Id> = ids(dossiers);

    let registry = &site.registry;
    let by_name = |ids: Vec<&Id>, name: &dyn Fn(&Id) -> Option<Arc<str>>| -> Vec<Id> {
        let named: Vec<(Arc<str>, &Id)> =
            ids.into_iter().filter_map(|id| Some((name(id)?, id))).collect();
        let mut keyed: Vec<_> =
            named.iter().map(|(name, id)| (locale.sort_key(name), *id)).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, id)| id.clone()).collect()
    };
    let organisations = by_name(index.organisations.keys().collect(), &|id| {
        let organisation = registry.organisations.get(id)?;
        let short = organisation.acronym.as_ref().unwrap_or(&organisation.name);
        Some(short[lang].words.clone())
    });
    let programmes = by_name(index.programmes.keys().collect(), &|id| {
        registry
            .programmes
            .get(id)
            .map(|programme| programme.name[lang].words.clone())
    });
    let topics = by_name(index.topics.keys().collect(), &|id| {
        registry.topics.get(id).map(|topic| topic.name[lang].words.clone())
    });
    let sources = by_name(index.sources.iter().collect(), &|id| {
        let source = registry.sources.get(id)?;
        let label = source.label.as_ref().map(|label| label[lang].words.clone());
        source.title.clone().or(label)
    });
    let people = by_name(index.people.keys().collect(), &|id| {
        registry.people.get(id).map(|person| person.sort.clone())
    });
    let glossary = by_name(registry.glossary.keys().collect(), &|id| {
        registry.glossary.get(id).map(|term| term.term[lang].words.clone())
    });
    let has_key_figures = |id: &&Id| site.dossiers[*id].key_figures().next().is_some();
    let has_kit = |id: &&Id| {
        let dossier = &site.dossiers[*id];
        dossier.has_kit() && dossier.entry.is_in(lang)
    };
    let press_room = dossiers.iter().filter(has_kit).cloned().collect();
    let key_figures = dossiers.iter().filter(has_key_figures).cloned().collect();
    let pages = |ids: &[Id]| -> BTreeMap<Id, usize> {
        ids.iter()
            .enumerate()
            .map(|(nth, id)| (id.clone(), nth / PAGE_LEN))
            .collect()
    };
    Lists {
        releases: ids(releases),
        source_pages: pages(&sources),
        people_pages: pages(&people),
        term_pages: pages(&glossary),
        glossary,
        dossiers,
        organisations,
        programmes,
        topics,
        sources,
        people,
        press_room,
        key_figures,
        n_corrections,
    }
}

/// The documents that public entries offer, and the files to which their texts link, each with
/// its address.
///
/// The address holds the digest of the file, so that a changed photo has another one, and
/// two photos of one name do not meet.
pub(super) fn files(
    site: &PublicSite,
    blobs: &BTreeMap<Arc<str>, Blob>,
) -> BTreeMap<Arc<str>, (Arc<str>, Blob)> {
    use crate::model::dossier::DocumentLocation;

    let mut paths: Vec<Arc<str>> = vec![];
    for dossier in site.dossiers.values() {
        paths.extend(dossier.documents.iter().filter_map(|document| {
            match &document.location {
                DocumentLocation::File(file) => Some(file.clone()),
                DocumentLocation::Generated(_) | DocumentLocation::Url(_) => None,
            }
        }));
    }
    for entry in site.entries() {
        for file in entry.files.iter().filter_map(|(_, file)| file.as_ref()) {
            for link in file.body.links.iter().filter(|link| !link.image) {
                let path = link.destination.split(['#', '?']).next().unwrap_or_default();
                if !crate::model::body::is_external(path)
                    && let Some(own) = crate::model::body::own_file(&file.path, path)
                    && let Some(known) = site.files.get(own.as_str())
                {
                    paths.push(known.clone());
                }
            }
        }
    }
    paths
        .into_iter()
        .filter_map(|path| {
            let blob = blobs.get(&path)?.clone();
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            let extension = extension.to_ascii_lowercase();
            let stem = picture::stem(&path, &blob);
            let url = format!("{stem}.{extension}").into();
            Some((path, (url, blob)))
        })
        .collect()
}

/// What all pages of a language share.
pub(super) fn chrome(
    wording: Wording<'_>,
    links: &Links,
    assets: &[ThemeAsset],
) -> Chrome {
    let ground = wording.ground;
    let site = &ground.site;
    let config = &site.config;
    let asset = |name: &str| {
        let path = assets
            .iter()
            .find(|asset| &*asset.name == name)
            .map(|asset| &*asset.path);
        wording.url(&format!("/{}", path.unwrap_or(name)))
    };
    // Another theme may have other faces, or none.
    let first_read = ["fonts/serif-regular.woff2", "fonts/serif-semibold.woff2"];
    let is_there = |name: &&str| assets.iter().any(|asset| &*asset.name == *name);
    let of_menu = |menu: Menu| -> Vec<Kept<PageLink>> {
        let mut pages: Vec<_> =
            site.pages.values().filter(|page| page.menu == menu).collect();
        pages.sort_by_key(|page| (page.order, page.entry.id.clone()));
        pages
            .into_iter()
            .filter_map(|page| {
                let link = links.entry(EntryKind::Page, &page.entry.id)?;
                let text = menu_name(wording, page.says, &link.text);
                Some(PageLink { text, ..(**link).clone() }.into())
            })
            .collect()
    };
    let lists = &ground.lists[wording.lang];
    let list = |list: &str| links.list(list).filter(|_| lists.n_pages(list) > 0).cloned();
    let mut nav: Vec<Kept<PageLink>> = [
        list("dossiers"),
        list("key-figures"),
        list("organisations"),
        list("programmes"),
        list("topics"),
        list("releases"),
        list("press-room"),
    ]
    .into_iter()
    .flatten()
    .collect();
    nav.extend(of_menu(Menu::Header));
    let mut footer: Vec<Kept<PageLink>> =
        [list("people"), list("corrections"), list("sources"), list("glossary")]
            .into_iter()
            .flatten()
            .collect();
    footer.extend(of_menu(Menu::Footer));
    let (emblem, icon) = match picture::emblem(wording) {
        Some((emblem, mime)) => {
            let url = emblem.url.clone();
            (Some(emblem), Icon { url, mime })
        }
        None => (None, Icon { url: asset("icon.svg"), mime: "image/svg+xml" }),
    };
    let mut chrome = Chrome {
        lang: wording.locale().tag.shared(),
        title: wording.text(&config.title),
        tagline: wording.maybe(config.tagline.as_ref()),
        home: wording.url(ground.routes.home(wording.lang)),
        nav,
        search: wording.list("search"),
        footer,
        publisher: config.publisher.as_ref().map(|publisher| PublisherView {
            name: wording.text(&publisher.name),
            url: publisher.url.clone(),
            email: publisher.email.clone(),
        }),
        about: wording.maybe(config.about.as_ref()),
        reuse: wording.maybe(config.reuse.as_ref()),
        feed: wording.url(&format!("{}feed.xml", ground.routes.home(wording.lang))),
        data: wording.url(&open_data::folder(None)),
        stylesheet: asset("style.css"),
        fonts: first_read.into_iter().filter(is_there).map(asset).collect(),
        script: asset("tables.js"),
        search_script: asset("search.js"),
        emblem,
        icon,
        image: card::home_image(wording),
        preview: site.is_preview(),
        digest: Digest::of_bytes(b""),
    };
    let words: Vec<(&str, &str)> = wording
        .locale()
        .words
        .iter()
        .map(|(key, message)| (key, message.text()))
        .collect();
    let of_chrome = Digest::of_value(&chrome);
    let of_words = Digest::of_value(&words);
    chrome.digest = Digest::of_parts([
        of_chrome.as_bytes().as_slice(),
        of_words.as_bytes().as_slice(),
    ]);
    chrome
}

/// What a page says of itself, from which its head is made.
pub(super) struct PageParts {
    /// The template.
    pub(super) template: &'static str,
    /// What the page is, in the manifest.
    pub(super) kind: &'static str,
    /// Its title.
    pub(super) title: Text,
    /// One or two sentences.
    pub(super) description: Option<Arc<str>>,
    /// Its address in each language, where it exists in it; below the host.
    pub(super) addresses: Vec<(Lang, Option<Arc<str>>)>,
    /// The pages above it, the home page left out.
    pub(super) above: Vec<Kept<PageLink>>,
    /// Its values.
    pub(super) data: Data,
    /// Its prose.
    pub(super) body: Option<BodyView>,
    /// The contents.
    pub(super) toc: Vec<crate::view::page::TocItem>,
    /// Structured data: the nodes that the page adds to those of every page.
    pub(super) json_ld: Vec<serde_json::Value>,
    /// What the page is in the words of schema.org, where its kind does not say it.
    pub(super) page_type: Option<&'static str>,
    /// What it shows as others do.
    pub(super) shared: SharedParts,
    /// What a reader must know first.
    pub(super) notices: Vec<notices::Notice>,
    /// Its own key, where it can have a share card of its own.
    pub(super) card: Option<PageKey>,
    /// Files that it offers.
    pub(super) offers: Vec<Offer>,
    /// Its pictures as they are set on paper.
    pub(super) plates: Vec<Plate>,
}

impl PageParts {
    /// A page that exists in every language, at the addresses that `address` gives.
    pub(super) fn new(
        scope: Scope<'_>,
        template: &'static str,
        kind: &'static str,
        title: Text,
        data: Data,
        address: impl Fn(Lang) -> Arc<str>,
    ) -> Self {
        Self::where_written(scope, template, kind, title, data, |lang| {
            Some(address(lang))
        })
    }

    /// A page that exists in the languages for which `address` gives an address.
    pub(super) fn where_written(
        scope: Scope<'_>,
        template: &'static str,
        kind: &'static str,
        title: Text,
        data: Data,
        address: impl Fn(Lang) -> Option<Arc<str>>,
    ) -> Self {
        let languages = &scope.views.site.config.languages;
        Self {
            template,
            kind,
            title,
            description: None,
            addresses: languages.iter().map(|lang| (lang, address(lang))).collect(),
            above: vec![],
            data,
            body: None,
            toc: vec![],
            json_ld: vec![],
            page_type: None,
            notices: vec![],
            shared: SharedParts::default(),
            card: None,
            offers: vec![],
            plates: vec![],
        }
    }

    /// A page of an entry, which exists in the languages that the entry was written in.
    pub(super) fn of_entry(
        scope: Scope<'_>,
        template: &'static str,
        kind: &'static str,
        entry: &Entry,
        data: Data,
    ) -> Self {
        let views = scope.views;
        let addresses = entry
            .files
            .iter()
            .map(|(lang, file)| {
                let address = views.routes.entry(entry.kind, &entry.id, lang);
                (lang, file.as_ref().and(address).cloned())
            })
            .collect();
        let description = entry.summary.as_ref().map(|summary| scope.text(summary).text);
        let id = entry.id.clone();
        let (above, card) = match entry.kind {
            EntryKind::Dossier => (Some("dossiers"), PageKey::Dossier(scope.lang, id)),
            EntryKind::Release => (Some("releases"), PageKey::Release(scope.lang, id)),
            EntryKind::Page => (None, PageKey::Prose(scope.lang, id)),
        };
        Self {
            template,
            kind,
            title: scope.text(&entry.title),
            description,
            addresses,
            above: above.map(|list| scope.list_link(list)).into_iter().collect(),
            data,
            body: None,
            toc: vec![],
            json_ld: vec![],
            page_type: None,
            notices: notices::of_entry(scope, entry),
            shared: SharedParts::default(),
            card: Some(card),
            offers: vec![],
            plates: vec![],
        }
    }

    /// Makes the page.
    pub(super) fn finish(self, scope: Scope<'_>) -> Page {
        let views = scope.views;
        let own = self.addresses.iter().find(|(lang, _)| *lang == scope.lang);
        let address = own
            .and_then(|(_, address)| address.clone())
            .unwrap_or_else(|| "/".into());
        let path = output_path(&address);
        let site_title = scope.text(&views.site.config.title).text;
        let is_home = address == *views.routes.home(scope.lang);
        let document_title = if is_home {
            site_title.to_string()
        } else {
            format!("{} – {site_title}", self.title.text)
        };
        let mut breadcrumb = vec![];
        if !is_home {
            breadcrumb.push(views.links[scope.lang].home().clone());
        }
        breadcrumb.extend(self.above);
        let languages = alternates(scope, &self.addresses);
        let n_languages =
            languages.iter().filter(|alternate| alternate.url.is_some()).count();
        let x_default = match (is_home, n_languages) {
            (true, _) => Some(scope.absolute("/")),
            (false, 2..) => {
                languages.iter().find_map(|alternate| alternate.absolute.clone())
            }
            (false, _) => None,
        };
        let url = scope.url(&address);
        let canonical = scope.absolute(&address);
        let json_ld = json_ld::OfPage {
            kind: self.page_type.unwrap_or_else(|| json_ld::kind_of_page(self.kind)),
            title: &self.title.text,
            address: &canonical,
            above: (!is_home).then_some(&breadcrumb),
            nodes: &self.json_ld,
        };
        let json_ld = json_ld.document(scope);
        let chrome = views.chrome[scope.lang].clone();
        let mut menus = chrome.nav.iter().chain(&chrome.footer);
        let head = Head {
            in_menu: url == chrome.search || menus.any(|link| link.url == url),
            title: self.title,
            document_title,
            description: self.description,
            url,
            canonical,
            languages,
            x_default,
            breadcrumb,
            toc: self.toc,
            notices: self.notices,
            noindex: views.site.is_preview(),
            json_ld: Some(json_ld),
            og_type: match self.kind {
                "dossier" | "release" | "figure" | "page" => "article",
                _ => "website",
            },
            image: self.card.and_then(|own| card::image(scope, &own)),
        };
        let template = TemplatePage {
            template: self.template,
            kind: self.kind,
            chrome: Some(chrome),
            head: Some(head),
            data: self.data,
            body: self.body,
            shared: self.shared,
            offers: self.offers,
            plates: self.plates,
        };
        Page {
            path,
            lang: Some(scope.lang),
            content: Content::Template(Box::new(template)),
        }
    }
}

/// The page in every language of the site.
fn alternates(
    scope: Scope<'_>,
    addresses: &[(Lang, Option<Arc<str>>)],
) -> Vec<Alternate> {
    let views = scope.views;
    addresses
        .iter()
        .map(|(lang, address)| Alternate {
            tag: views.locales[*lang].tag.shared(),
            og_locale: views.locales[*lang].open_graph.clone(),
            name: views.locales[*lang].name.clone(),
            url: address.as_ref().map(|address| scope.url(address)),
            absolute: address.as_ref().map(|address| scope.absolute(address)),
            current: *lang == scope.lang,
            missing: address
                .is_none()
                .then(|| views.locales[*lang].word("language.missing").into()),
        })
        .collect()
}

/// The file that a web server gives for an address.
pub(super) fn output_path(address: &str) -> Arc<str> {
    let path = address.trim_start_matches('/');
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html").into(),
        false => path.into(),
    }
}

/// The addresses of one page of a list in each language.
pub(super) fn list_address(
    views: &Ground,
    list: &str,
    nth: usize,
    lang: Lang,
) -> Arc<str> {
    nth_page(views.routes.list(lang, list), nth)
}

/// The address of a page of a list, of which `first` is the first.
pub(super) fn nth_page(first: Arc<str>, nth: usize) -> Arc<str> {
    match nth {
        0 => first,
        nth => format!("{first}page/{}/", nth + 1).into(),
    }
}
