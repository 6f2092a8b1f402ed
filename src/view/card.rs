//! Share cards: the images that other sites show beside a link to a page.
//!
//! A card is set from a few short texts, those that the page itself has. Its address holds the
//! digest of all of them and of the theme's part in it, since networks keep an image by its
//! address for weeks: a card that says something else is another image.

use std::sync::Arc;

use serde::Serialize;

use crate::digest::Digest;
use crate::model::dossier::Dossier;
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::terms::Cards;
use crate::view::figures::{FigureView, key};
use crate::view::frame::output_path;
use crate::view::kept::Kept;
use crate::view::locale::Shown;
use crate::view::page::{Content, Page, Term, Text};
use crate::view::scope::Scope;
use crate::view::wording::Wording;
use crate::view::{Ground, PageKey, Views};

/// How wide cards are, in pixels: what Open Graph and its readers ask for.
pub const WIDTH: u32 = 1200;

/// How high they are.
pub const HEIGHT: u32 = 630;

/// The most figures that a card is given. How many it shows is the template's choice.
const MAX_FIGURES: usize = 3;

/// A share card, as its template sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Card {
    /// The template below `cards/` of the theme: `dossier`.
    pub template: &'static str,
    /// The language tag.
    pub lang: Arc<str>,
    /// The languages of the site: readers see on which side of the sheet they are.
    pub languages: Vec<CardLanguage>,
    /// The name of the site.
    pub site: Text,
    /// Its address without its scheme: `example.org`.
    pub host: Arc<str>,
    /// What the page is: « Dossier ».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Text>,
    /// The title of the page.
    pub title: Text,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// What follows the title in small type: a place and a day, a dossier's name.
    pub details: Vec<Text>,
    /// Its first key figures.
    pub figures: Vec<CardFigure>,
}

/// A language on a card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CardLanguage {
    /// The language tag.
    pub tag: Arc<str>,
    /// The language's own name for itself.
    pub name: Arc<str>,
    /// Whether it is the card's.
    pub current: bool,
}

/// A key figure on a card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CardFigure {
    /// What it counts.
    pub label: Text,
    /// Its value.
    pub value: Shown,
    /// How far it can be relied on: « prévu ».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Kept<Term>>,
    /// When it was stated, in words: « situation : 4 décembre 2020 ».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Arc<str>>,
    /// Its first source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
}

/// The image of a page, in its head.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CardImage {
    /// Its absolute address.
    pub url: Arc<str>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

/// Whether a page can have a card of its own: those that people share, not the further pages
/// of a list.
fn has_own(key: &PageKey) -> bool {
    match key {
        PageKey::Home(_)
        | PageKey::Dossier(..)
        | PageKey::Release(..)
        | PageKey::Prose(..)
        | PageKey::Organisation(_, _, 0)
        | PageKey::Programme(_, _, 0)
        | PageKey::Topic(_, _, 0)
        | PageKey::Figure(..) => true,
        PageKey::Dossiers(_, n)
        | PageKey::Releases(_, n)
        | PageKey::Organisations(_, n)
        | PageKey::Programmes(_, n)
        | PageKey::Topics(_, n)
        | PageKey::KeyFigures(_, n)
        | PageKey::Sources(_, n)
        | PageKey::People(_, n)
        | PageKey::Glossary(_, n)
        | PageKey::PressRoom(_, n)
        | PageKey::Corrections(_, n) => *n == 0,
        PageKey::Landing
        | PageKey::Organisation(..)
        | PageKey::Programme(..)
        | PageKey::Topic(..)
        | PageKey::Figures(..)
        | PageKey::CorrectionsFeed(_)
        | PageKey::NotFound(_)
        | PageKey::Search(_)
        | PageKey::TopicFeed(..)
        | PageKey::Picture(..)
        | PageKey::Feed(_)
        | PageKey::Sitemap(_)
        | PageKey::Robots
        | PageKey::Redirect(..)
        | PageKey::Data(..)
        | PageKey::Card(_)
        | PageKey::Document(..)
        | PageKey::Archive(..)
        | PageKey::Asset(_)
        | PageKey::File(_) => false,
    }
}

/// The first page of a list.
pub(super) fn list_key(list: &str, lang: Lang) -> Option<PageKey> {
    Some(match list {
        "dossiers" => PageKey::Dossiers(lang, 0),
        "releases" => PageKey::Releases(lang, 0),
        "organisations" => PageKey::Organisations(lang, 0),
        "programmes" => PageKey::Programmes(lang, 0),
        "topics" => PageKey::Topics(lang, 0),
        "key-figures" => PageKey::KeyFigures(lang, 0),
        "sources" => PageKey::Sources(lang, 0),
        "people" => PageKey::People(lang, 0),
        "corrections" => PageKey::Corrections(lang, 0),
        "glossary" => PageKey::Glossary(lang, 0),
        "press-room" => PageKey::PressRoom(lang, 0),
        _ => return None,
    })
}

/// The cards among the pages of a site.
pub(super) fn keys(views: &Views, pages: &[PageKey]) -> Vec<PageKey> {
    let has_card = |key: &&PageKey| match views.site.config.cards {
        Cards::None => false,
        Cards::Site => matches!(key, PageKey::Home(_)),
        Cards::All => has_own(key),
    };
    let cards = pages.iter().filter(has_card);
    cards.map(|key| PageKey::Card(Box::new(key.clone()))).collect()
}

/// The image of a page that has a card of its own.
pub(super) fn image(scope: Scope<'_>, of: &PageKey) -> Option<CardImage> {
    if scope.views.site.config.cards != Cards::All || !has_own(of) {
        return None;
    }
    let card = card(scope, of)?;
    let path = scope.views.path(of)?;
    Some(card_image(*scope, &path, &card))
}

/// The image of every page that has no card of its own.
pub(super) fn home_image(wording: Wording<'_>) -> Option<CardImage> {
    let ground = wording.ground;
    let path = output_path(ground.routes.home(wording.lang));
    let has_cards = ground.site.config.cards != Cards::None;
    has_cards.then(|| card_image(wording, &path, &home(wording)))
}

fn card_image(wording: Wording<'_>, path: &str, card: &Card) -> CardImage {
    CardImage {
        url: wording.absolute(&address(wording.ground, path, card)),
        alt: alt(wording, card),
        width: WIDTH,
        height: HEIGHT,
    }
}

/// What a card shows, in words: its title, and the figure that is large on it.
fn alt(wording: Wording<'_>, card: &Card) -> String {
    let locale = wording.locale();
    let title = match &card.kind {
        Some(kind) => {
            locale.fill("cards.alt", &[("kind", &kind.text), ("title", &card.title.text)])
        }
        None => card.title.text.to_string(),
    };
    match card.figures.first() {
        None => title,
        Some(figure) => {
            let values = [
                ("title", &*title),
                ("label", &figure.label.text),
                ("value", &figure.value.text),
            ];
            // The card of a figure has the figure's name as its title.
            let key = match card.template {
                "figure" => "cards.alt-value",
                _ => "cards.alt-figure",
            };
            locale.fill(key, &values)
        }
    }
}

/// Where the card of a page is published: below `cards/`, as the page's own path.
fn address(ground: &Ground, page: &str, card: &Card) -> String {
    let stem = page.strip_suffix("index.html").unwrap_or(page);
    let value = Digest::of_value(card);
    let parts = [value.as_bytes().as_slice(), ground.typeset.as_bytes()];
    let digest = Digest::of_parts(parts).short();
    format!("/cards/{}-{digest}.png", stem.trim_end_matches('/'))
}

/// Where the card of a page is published, and what it says.
fn placed(views: &Views, of: &PageKey) -> Option<(Lang, String, Card)> {
    let lang = of.lang()?;
    let card = card(views.scope(lang), of)?;
    let address = address(views, &views.path(of)?, &card);
    Some((lang, address, card))
}

/// The address of the card of a page.
pub(super) fn path(views: &Views, of: &PageKey) -> Option<Arc<str>> {
    let (_, address, _) = placed(views, of)?;
    Some(address.into())
}

/// Makes the card of a page.
pub(super) fn page(views: &Views, of: &PageKey) -> Option<Page> {
    let (lang, address, card) = placed(views, of)?;
    Some(Page {
        path: output_path(&address),
        lang: Some(lang),
        content: Content::Card(Box::new(card)),
    })
}

/// What the card of a page says.
fn card(scope: Scope<'_>, of: &PageKey) -> Option<Card> {
    let site = &scope.views.site;
    let registry = &site.registry;
    match of {
        PageKey::Home(_) => Some(home(*scope)),
        PageKey::Dossier(_, id) => Some(dossier(scope, site.dossiers.get(id)?)),
        PageKey::Release(_, id) => {
            let release = site.releases.get(id)?;
            let mut card = entry(scope, "release", &release.entry);
            card.details.extend(scope.maybe(release.dateline.as_ref()));
            let day = release.entry.published.map(|day| scope.locale().day(day).text);
            card.details.extend(day.map(own_words));
            Some(card)
        }
        PageKey::Prose(_, id) => {
            let mut card = entry(scope, "page", &site.pages.get(id)?.entry);
            card.kind = None;
            Some(card)
        }
        PageKey::Organisation(_, id, _) => {
            let it = registry.organisations.get(id)?;
            let name = scope.name(&it.name, it.name_lang.as_ref());
            let mut card = plain(*scope, "page", Some("kinds.organisation"), name);
            card.summary = scope.maybe(it.description.as_ref());
            card.details.extend(scope.maybe(it.acronym.as_ref()));
            Some(card)
        }
        PageKey::Programme(_, id, _) => {
            let it = registry.programmes.get(id)?;
            let name = scope.name(&it.name, it.name_lang.as_ref());
            let mut card = plain(*scope, "page", Some("kinds.programme"), name);
            card.summary = scope.maybe(it.description.as_ref());
            Some(card)
        }
        PageKey::Topic(_, id, _) => {
            let it = registry.topics.get(id)?;
            let name = scope.text(&it.name);
            let mut card = plain(*scope, "page", Some("kinds.topic"), name);
            card.summary = scope.maybe(it.description.as_ref());
            Some(card)
        }
        PageKey::Figure(_, dossier, id) => figure(scope, dossier, id),
        PageKey::Dossiers(..) => Some(list(scope, "dossiers")),
        PageKey::Releases(..) => Some(list(scope, "releases")),
        PageKey::Organisations(..) => Some(list(scope, "organisations")),
        PageKey::Programmes(..) => Some(list(scope, "programmes")),
        PageKey::Topics(..) => Some(list(scope, "topics")),
        PageKey::KeyFigures(..) => Some(list(scope, "key-figures")),
        PageKey::Sources(..) => Some(list(scope, "sources")),
        PageKey::People(..) => Some(list(scope, "people")),
        PageKey::Corrections(..) => Some(list(scope, "corrections")),
        PageKey::Glossary(..) => Some(list(scope, "glossary")),
        PageKey::PressRoom(..) => Some(list(scope, "press-room")),
        PageKey::Landing
        | PageKey::Figures(..)
        | PageKey::CorrectionsFeed(_)
        | PageKey::NotFound(_)
        | PageKey::Search(_)
        | PageKey::TopicFeed(..)
        | PageKey::Picture(..)
        | PageKey::Feed(_)
        | PageKey::Sitemap(_)
        | PageKey::Robots
        | PageKey::Redirect(..)
        | PageKey::Data(..)
        | PageKey::Card(_)
        | PageKey::Document(..)
        | PageKey::Archive(..)
        | PageKey::Asset(_)
        | PageKey::File(_) => None,
    }
}

/// What every card has.
fn plain(
    wording: Wording<'_>,
    template: &'static str,
    kind: Option<&str>,
    title: Text,
) -> Card {
    let ground = wording.ground;
    let config = &ground.site.config;
    let languages = config.languages.iter().map(|lang| CardLanguage {
        tag: ground.locales[lang].tag.shared(),
        name: ground.locales[lang].word("language.name").into(),
        current: lang == wording.lang,
    });
    let base = &config.base_url;
    let host = base.origin.split("://").nth(1).unwrap_or(&base.origin);
    Card {
        template,
        lang: wording.locale().tag.shared(),
        languages: languages.collect(),
        site: wording.text(&config.title),
        host: format!("{host}{}", base.path).into(),
        kind: kind.map(|key| wording.word(key)),
        title,
        summary: None,
        details: vec![],
        figures: vec![],
    }
}

/// Words in the language of the card.
fn own_words(text: Arc<str>) -> Text {
    Text { text, lang: None }
}

fn home(wording: Wording<'_>) -> Card {
    let config = &wording.ground.site.config;
    let mut card = plain(wording, "home", None, wording.text(&config.title));
    card.summary = wording.maybe(config.tagline.as_ref());
    let publisher = config.publisher.as_ref();
    let name = publisher.map(|publisher| wording.text(&publisher.name));
    card.details.extend(name);
    card
}

/// The card of a list.
fn list(scope: Scope<'_>, list: &str) -> Card {
    let title = scope.word(&format!("lists.{list}"));
    let mut card = plain(*scope, "page", None, title);
    card.summary = Some(scope.word(&format!("descriptions.{list}")));
    card
}

fn entry(scope: Scope<'_>, template: &'static str, entry: &Entry) -> Card {
    let kind = match entry.kind {
        EntryKind::Dossier => "kinds.dossier",
        EntryKind::Release => "kinds.release",
        EntryKind::Page => "kinds.page",
    };
    let mut card = plain(*scope, template, Some(kind), scope.text(&entry.title));
    card.summary = scope.maybe(entry.summary.as_ref());
    card
}

fn dossier(scope: Scope<'_>, dossier: &Dossier) -> Card {
    let mut card = entry(scope, "dossier", &dossier.entry);
    let figures = key(scope, &dossier.entry.id).take(MAX_FIGURES);
    card.figures = figures.map(|row| card_figure(scope, &row.figure)).collect();
    card
}

fn figure(scope: Scope<'_>, dossier_id: &Id, id: &Id) -> Option<Card> {
    let dossier = scope.views.site.dossiers.get(dossier_id)?;
    let nth = dossier.key_figures().position(|figure| figure.id == *id)?;
    let keys = scope.views.index.key_figures_of(dossier_id);
    let view = scope.key_figure(keys.start + nth)?;
    let title = view.label.clone();
    let mut card = plain(*scope, "figure", Some("kinds.figure"), title);
    card.details = vec![scope.text(&dossier.entry.title)];
    card.figures = vec![card_figure(scope, &view)];
    Some(card)
}

fn card_figure(scope: Scope<'_>, view: &FigureView) -> CardFigure {
    let locale = scope.locale();
    let derived = || scope.term("figures", "derived");
    let as_of = view
        .as_of
        .as_ref()
        .map(|as_of| format!("{} {}", locale.word("figures.as_of"), as_of.text).into());
    CardFigure {
        label: view.label.clone(),
        value: view.value.clone(),
        status: view.status.clone().or_else(|| view.derived.then(derived)),
        as_of,
        source: view.sources.first().map(|source| Text {
            text: format!("{}{}", source.text.text, source.detail).into(),
            lang: source.text.lang.clone(),
        }),
    }
}
