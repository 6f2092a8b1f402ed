//! Topics: the list, and one page each with its dossiers and press releases.

use std::sync::Arc;

use serde::Serialize;

use crate::model::id::Id;
use crate::resolve::Thing;
use crate::view::feed::topic_path;
use crate::view::figure_lists::{FigureSample, FiguresOf, sample};
use crate::view::kept::Kept;
use crate::view::listing::{
    DossierSummary, Listing, Pagination, ReleaseSummary, dossier_summary, list_page,
    release_summary, slice,
};
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::thing::{pagination, parts};

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
    /// The other pages of it, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A topic as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TopicSummary {
    /// Its page and name.
    pub link: Kept<PageLink>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// How many dossiers it has, in words.
    pub count: String,
}

/// Makes a page of a topic.
pub(super) fn page(scope: Scope<'_>, id: &Id, nth: usize) -> Option<Page> {
    let views = scope.views;
    let topic = views.site.registry.topics.get(id)?;
    let used = views.index.topics.get(id)?;
    let name = scope.text(&topic.name);
    let (rows, figures) = sample(scope, &FiguresOf::Topic(id.clone()), nth);
    let view = TopicPage {
        figures,
        description: scope.maybe(topic.description.as_ref()),
        dossiers: slice(&used.dossiers, nth)
            .iter()
            .filter_map(|id| dossier_summary(scope, id))
            .collect(),
        releases: slice(&used.releases, nth)
            .iter()
            .filter_map(|id| release_summary(scope, id))
            .collect(),
        feed: scope.url(&topic_path(views, id, scope.lang)),
        pagination: pagination(scope, Thing::Topic, id, nth),
    };
    let description = view.description.clone();
    let data = Data::Topic(Box::new(view));
    let description = description.as_ref();
    let mut parts = parts(scope, Thing::Topic, id, nth, &name, description, data);
    parts.shared.rows = rows;
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
