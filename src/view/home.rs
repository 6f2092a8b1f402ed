//! The landing page that favours no language, the home page of each, and what is shown
//! where there is nothing.

use std::sync::Arc;

use serde::Serialize;

use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::view::Views;
use crate::view::card::CardImage;
use crate::view::figures::{FigureView, key};
use crate::view::frame::{PageParts, output_path};
use crate::view::json_ld;
use crate::view::kept::Kept;
use crate::view::listing::{
    DossierSummary, ReleaseSummary, dossier_summary, release_summary,
};
use crate::view::page::{
    Content, Data, Icon, Page, PageLink, SharedParts, TemplatePage, Text,
};
use crate::view::picture::EmblemView;
use crate::view::scope::Scope;

/// How many dossiers the home page shows.
const N_DOSSIERS: usize = 6;

/// How many press releases the home page shows.
const N_RELEASES: usize = 5;

/// How many key figures of the latest dossier stand below its title.
const N_LEAD_FIGURES: usize = 3;

/// How many key figures of each other dossier the home page shows.
const N_FIGURES: usize = 2;

/// The landing page: every language on equal terms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Landing {
    /// The languages, in the order of `languages:`.
    pub languages: Vec<LandingLanguage>,
    /// The absolute address of the page.
    pub canonical: Arc<str>,
    /// The stylesheet.
    pub stylesheet: Arc<str>,
    /// The icon.
    pub icon: Icon,
    /// The picture beside its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emblem: Option<EmblemView>,
    /// The image that other sites show beside a link to it: that of the reference language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<CardImage>,
    /// Structured data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_ld: Option<String>,
    /// Whether drafts and embargoed entries are shown.
    pub preview: bool,
}

/// A language on the landing page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LandingLanguage {
    /// The language tag.
    pub tag: Arc<str>,
    /// The language's own name for itself.
    pub name: Arc<str>,
    /// Its home page.
    pub url: Arc<str>,
    /// The absolute address of its home page.
    pub absolute: Arc<str>,
    /// The name of the site.
    pub title: Text,
    /// One sentence on the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagline: Option<Text>,
    /// What leads into the language: « Entrer ».
    pub enter: Arc<str>,
}

/// The home page of a language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Home {
    /// The latest dossiers; the first key figures of the first of them are the page's tiles.
    pub dossiers: Vec<DossierSummary>,
    /// All dossiers.
    pub all_dossiers: Arc<str>,
    /// The latest press releases.
    pub releases: Vec<ReleaseSummary>,
    /// All press releases.
    pub all_releases: Arc<str>,
    /// Key figures of the latest dossiers but the first.
    pub figures: Vec<HomeFigures>,
    /// All key figures.
    pub all_figures: Arc<str>,
    /// The topics.
    pub topics: Vec<Kept<PageLink>>,
}

/// Some key figures of a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct HomeFigures {
    /// The dossier.
    pub dossier: Kept<PageLink>,
    /// Its first key figures.
    pub figures: Vec<Arc<FigureView>>,
}

/// What is shown where there is nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NotFound {
    /// The languages whose words are shown: one, or all at the top of the site.
    pub languages: Vec<NotFoundLanguage>,
    /// The stylesheet.
    pub stylesheet: Arc<str>,
    /// The icon.
    pub icon: Icon,
}

/// The words of one language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NotFoundLanguage {
    /// The language tag.
    pub tag: Arc<str>,
    /// The title.
    pub title: Arc<str>,
    /// What to do.
    pub text: Arc<str>,
    /// The home page.
    pub home: Kept<PageLink>,
    /// The list of dossiers.
    pub dossiers: Kept<PageLink>,
    /// The page on which readers search.
    pub search: Kept<PageLink>,
}

/// A page that leads from an old address to a new one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Redirect {
    /// The new address within the host.
    pub url: Arc<str>,
    /// Its absolute form.
    pub absolute: Arc<str>,
    /// The title of the page there.
    pub title: Text,
    /// The language of the page there.
    pub tag: Arc<str>,
    /// What the page says.
    pub moved: Arc<str>,
}

fn scopes<'a>(views: &'a Views) -> impl Iterator<Item = Scope<'a>> {
    views.site.config.languages.iter().map(move |lang| views.scope(lang))
}

/// Makes the landing page.
pub(super) fn landing(views: &Views) -> Page {
    let config = &views.site.config;
    let languages = scopes(views)
        .map(|scope| {
            let home = views.routes.home(scope.lang);
            LandingLanguage {
                tag: scope.locale().tag.shared(),
                name: scope.locale().word("language.name").into(),
                url: scope.url(home),
                absolute: scope.absolute(home),
                title: scope.text(&config.title),
                tagline: scope.maybe(config.tagline.as_ref()),
                enter: scope.locale().word("language.enter").into(),
            }
        })
        .collect();
    let chrome = &views.chrome[Lang::REFERENCE];
    let landing = Landing {
        languages,
        canonical: config.base_url.absolute("/").into(),
        stylesheet: chrome.stylesheet.clone(),
        icon: chrome.icon.clone(),
        emblem: chrome.emblem.clone(),
        image: chrome.image.clone(),
        json_ld: json_ld::landing(scopes(views)),
        preview: chrome.preview,
    };
    bare("/", "landing.html", "landing", Data::Landing(Box::new(landing)))
}

/// A page without the frame that the others have.
pub(super) fn bare(
    path: &str,
    template: &'static str,
    kind: &'static str,
    data: Data,
) -> Page {
    let page = TemplatePage {
        template,
        kind,
        chrome: None,
        head: None,
        data,
        body: None,
        shared: SharedParts::default(),
        offers: vec![],
        plates: vec![],
    };
    Page {
        path: output_path(path),
        lang: None,
        content: Content::Template(Box::new(page)),
    }
}

/// Makes the home page of a language.
pub(super) fn home(scope: Scope<'_>) -> Page {
    let views = scope.views;
    let lists = &views.lists[scope.lang];
    let holds = |entry: Option<&crate::model::entry::Entry>| {
        entry.is_some_and(|it| it.withdrawn.is_none())
    };
    let dossier_holds =
        |id: &&Id| holds(views.site.dossiers.get(*id).map(|it| &it.entry));
    let release_holds =
        |id: &&Id| holds(views.site.releases.get(*id).map(|it| &it.entry));
    let first = lists.dossiers.iter().find(dossier_holds);
    let latest = lists.dossiers.iter().filter(dossier_holds).take(N_DOSSIERS);
    let releases = lists.releases.iter().filter(release_holds).take(N_RELEASES);
    let lead: Vec<_> =
        first.map_or(vec![], |id| key(scope, id).take(N_LEAD_FIGURES).collect());
    let others = lists
        .key_figures
        .iter()
        .filter(|id| first != Some(id) && dossier_holds(id));
    let figures = others.take(N_DOSSIERS).filter_map(|id| {
        let figures = key(scope, id).take(N_FIGURES);
        Some(HomeFigures {
            dossier: scope.entry_address(EntryKind::Dossier, id)?,
            figures: figures.map(|row| row.figure.clone()).collect(),
        })
    });
    let view = Home {
        dossiers: latest.filter_map(|id| dossier_summary(scope, id)).collect(),
        all_dossiers: scope.list("dossiers"),
        releases: releases.filter_map(|id| release_summary(scope, id)).collect(),
        all_releases: scope.list("releases"),
        figures: figures.collect(),
        all_figures: scope.list("key-figures"),
        topics: lists.topics.iter().filter_map(|id| scope.topic(id)).collect(),
    };
    let title = scope.text(&views.site.config.title);
    let data = Data::Home(Box::new(view));
    let mut parts = PageParts::new(scope, "home.html", "home", title, data, |lang| {
        views.routes.home(lang).clone()
    });
    parts.description = views
        .site
        .config
        .tagline
        .as_ref()
        .map(|tagline| scope.text(tagline).text);
    parts.shared.tiles = vec![lead];
    parts.json_ld = vec![json_ld::site(scope)];
    parts.finish(scope)
}

/// Makes the page that is shown where there is nothing: of one language, or of all.
pub(super) fn not_found(views: &Views, lang: Option<Lang>) -> Page {
    let words = |scope: Scope<'_>| NotFoundLanguage {
        tag: scope.locale().tag.shared(),
        title: scope.locale().word("not-found.title").into(),
        text: scope.locale().word("not-found.text").into(),
        home: views.links[scope.lang].home().clone(),
        dossiers: scope.list_link("dossiers"),
        search: PageLink {
            url: scope.list("search"),
            text: scope.word("search.link"),
            hreflang: None,
        }
        .into(),
    };
    let languages = scopes(views)
        .filter(|scope| lang.is_none_or(|lang| lang == scope.lang))
        .map(words);
    let chrome = &views.chrome[Lang::REFERENCE];
    let view = NotFound {
        languages: languages.collect(),
        stylesheet: chrome.stylesheet.clone(),
        icon: chrome.icon.clone(),
    };
    let home = lang.map_or("/", |lang| views.routes.home(lang));
    let data = Data::NotFound(Box::new(view));
    let mut page = bare(&format!("{home}404.html"), "404.html", "not-found", data);
    page.lang = lang;
    page
}

/// Makes the page at an old address.
pub(super) fn redirect(
    views: &Views,
    kind: EntryKind,
    id: &Id,
    nth: usize,
) -> Option<Page> {
    let entry = views.entry(kind, id)?;
    let alias = entry.aliases.get(nth)?;
    // An old address names no language; it leads to the one under which it lies, else to the
    // reference.
    let own = views.site.config.languages.iter().find(|lang| {
        entry.is_in(*lang) && alias.starts_with(&**views.routes.home(*lang))
    });
    let scope = views.scope(own.unwrap_or(Lang::REFERENCE));
    let link = scope.entry_link(entry);
    let address = views.routes.entry(kind, id, scope.lang)?;
    let view = Redirect {
        absolute: scope.absolute(address),
        url: link.url.clone(),
        title: link.text.clone(),
        tag: scope.locale().tag.shared(),
        moved: scope.locale().word("redirect.moved").into(),
    };
    let mut page =
        bare(alias, "redirect.html", "redirect", Data::Redirect(Box::new(view)));
    page.lang = Some(scope.lang);
    Some(page)
}
