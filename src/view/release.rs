//! A press release's page.

use std::sync::Arc;

use serde::Serialize;

use crate::model::body::ItemKind;
use crate::model::date::Moment;
use crate::model::entry::{Entry, Visibility};
use crate::model::id::Id;
use crate::view::body::BodyView;
use crate::view::frame::PageParts;
use crate::view::json_ld;
use crate::view::kept::Kept;
use crate::view::kit;
use crate::view::listing::{ReleaseSummary, release_summary};
use crate::view::locale::ShownDate;
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::picture::plates;
use crate::view::scope::Scope;
use crate::view::sections::{ContactView, MediaView, QuoteView, contacts, media, quotes};
use crate::view::sources::{SourceView, of_ids};

/// A press release.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReleasePage {
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// The place of the dateline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Text>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
    /// The dossiers that it announces.
    pub dossiers: Vec<Kept<PageLink>>,
    /// Its topics.
    pub topics: Vec<Kept<PageLink>>,
    /// Quotes that the writer did not place.
    pub quotes: Vec<QuoteView>,
    /// Quotes that stand in the prose.
    pub placed_quotes: Vec<QuoteView>,
    /// Photos that the writer did not place.
    pub media: Vec<MediaView>,
    /// Photos that stand in the prose.
    pub placed_media: Vec<MediaView>,
    /// Press contacts.
    pub contacts: Vec<ContactView>,
    /// Its sources.
    pub sources: Vec<Kept<SourceView>>,
    /// Until when nobody was to publish it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargo: Option<String>,
    /// The same as PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Arc<str>>,
}

/// Makes a press release's page.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let site = &scope.views.site;
    let release = site.releases.get(id)?;
    let file = release.entry.files[scope.lang].as_ref()?;
    let own = release.dossiers.first().filter(|_| release.dossiers.len() == 1);
    let body = BodyView::new(scope, &file.body, &file.path, own);
    let placed = body.placed();
    let is_placed = |kind, section, id: &str| {
        placed.contains(&section)
            || body.placed_items(kind).iter().any(|i| i.as_str() == id)
    };
    let (placed_quotes, quotes) =
        quotes(scope, &release.quotes, None).into_iter().partition(|q| {
            is_placed(ItemKind::Quote, crate::model::body::Section::Quotes, &q.id)
        });
    let (placed_media, media) = media(scope, &release.media).into_iter().partition(|m| {
        is_placed(ItemKind::Media, crate::model::body::Section::Media, &m.id)
    });
    let mut sources = release.sources.clone();
    for id in release.quotes.iter().flat_map(|quote| &quote.sources) {
        if !sources.contains(id) {
            sources.push(id.clone());
        }
    }
    let entry = &release.entry;
    let document = kit::address(scope.views, entry.kind, id, scope.lang);
    let view = ReleasePage {
        summary: scope.maybe(entry.summary.as_ref()),
        dateline: scope.maybe(release.dateline.as_ref()),
        published: entry.published.map(|day| scope.locale().day(day)),
        dossiers: release
            .dossiers
            .iter()
            .filter_map(|id| site.dossiers.get(id))
            .map(|dossier| scope.entry_link(&dossier.entry))
            .collect(),
        topics: release.topics.iter().filter_map(|topic| scope.topic(topic)).collect(),
        quotes,
        placed_quotes,
        media,
        placed_media,
        contacts: contacts(scope, &release.contacts),
        sources: of_ids(scope, &sources),
        embargo: embargo(scope, entry),
        document: document.as_ref().map(|address| scope.url(address)),
    };
    let sources = view.sources.clone();
    let data = Data::Release(Box::new(view));
    let mut parts = PageParts::of_entry(scope, "release.html", "release", entry, data);
    parts.toc = body.toc(scope);
    parts.body = Some(body);
    parts.shared.sources = sources;
    parts.json_ld = vec![json_ld::release(scope, release)];
    parts.offers = document.iter().map(|address| scope.offer(address)).collect();
    parts.plates = plates(scope.views, &release.media);
    Some(parts.finish(scope))
}

/// « Sous embargo jusqu’au 14 décembre 2021 à 11 h 00 », and what is said once that is over.
fn embargo(scope: Scope<'_>, entry: &Entry) -> Option<String> {
    let Visibility::Embargo(until) = entry.visibility else { return None };
    let site = &scope.views.site;
    let there = until.to_zoned(site.config.zone.rules.clone());
    let moment = Moment { day: there.date(), time: Some(there.time()) };
    let key = match until <= site.now {
        true => "release.embargo-over",
        false => "release.embargo",
    };
    let date = scope.locale().moment(&moment).text;
    Some(scope.locale().fill(key, &[("date", &date)]))
}

/// The press releases that announce a dossier, newest first.
pub(super) fn related_releases(scope: Scope<'_>, dossier: &Id) -> Vec<ReleaseSummary> {
    let releases = scope.views.index.releases_of.get(dossier).into_iter().flatten();
    releases.filter_map(|id| release_summary(scope, id)).collect()
}
