//! Topics: the list, and one page each with its dossiers and press releases.

use std::sync::Arc;

use serde::Serialize;

use crate::model::id::Id;
use crate::resolve::Thing;
use crate::view::feed::topic_path;
use crate::view::figure_lists::{FigureSample, FiguresOf, sample};
use crate::view::frame::{PageParts, list_link};
use crate::view::listing::{
    DossierSummary, Listing, ReleaseSummary, dossier_summary, list_page, release_summary,
    slice,
};
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::{PageKey, thing_path};

/// A topic.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TopicPage {
    /// The key figures of its dossiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<FigureSample>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Its dossiers.
    pub dossiers: Vec<DossierSummary>,
    /// Its press releases.
    pub releases: Vec<ReleaseSummary>,
    /// Its feed.
    pub feed: Arc<str>,
}

/// A topic as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TopicSummary {
    /// Its page and name.
    pub link: PageLink,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// How many dossiers it has, in words.
    pub count: String,
}

/// Makes a topic's page.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let views = scope.views;
    let topic = views.site.registry.topics.get(id)?;
    let used = views.index.topics.get(id)?;
    let name = scope.text(&topic.name);
    let (rows, figures) = sample(scope, &FiguresOf::Topic(id.clone()));
    let view = TopicPage {
        figures,
        description: scope.maybe(topic.description.as_ref()),
        dossiers: used
            .dossiers
            .iter()
            .filter_map(|id| dossier_summary(scope, id))
            .collect(),
        releases: used
            .releases
            .iter()
            .filter_map(|id| release_summary(scope, id))
            .collect(),
        feed: scope.url(&topic_path(views, id, scope.lang)),
    };
    let values = [("name", &*name.text)];
    let description = view.description.as_ref().map_or_else(
        || scope.locale().fill("descriptions.topic", &values).into(),
        |description| description.text.clone(),
    );
    let data = Data::Topic(Box::new(view));
    let mut parts = PageParts::new(scope, "topic.html", "topic", name, data, |lang| {
        thing_path(views, Thing::Topic, id, lang)
    });
    parts.shared.rows = rows;
    parts.description = Some(description);
    parts.card = Some(PageKey::Topic(scope.lang, id.clone()));
    parts.above.push(list_link(scope, "topics"));
    Some(parts.finish(scope))
}

/// A page of the list of topics.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.lists[scope.lang].topics;
    let items = slice(all, nth).iter().filter_map(|id| {
        let topic = scope.views.site.registry.topics.get(id)?;
        let used = scope.views.index.topics.get(id)?;
        Some(TopicSummary {
            link: scope.topic(id)?,
            description: scope.maybe(topic.description.as_ref()),
            count: scope.locale().count("counts.dossiers", used.dossiers.len()),
        })
    });
    let listing = Listing::new(scope, "topics", items.collect(), all.len(), nth);
    let data = Data::Topics(Box::new(listing));
    list_page(scope, "topics.html", "topics", data, nth)
}
