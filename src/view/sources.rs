//! Sources: where figures and quotes come from.

use std::sync::Arc;

use serde::Serialize;

use crate::model::id::Id;
use crate::view::kept::Kept;
use crate::view::listing::{Listing, list_page, slice};
use crate::view::locale::ShownDate;
use crate::view::page::{Data, Page, Text};
use crate::view::scope::Scope;
use crate::view::wording::Wording;

/// A source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SourceView {
    /// Its place among those of the site.
    #[serde(skip)]
    pub nth: usize,
    /// Its id, which is its anchor on the page of sources.
    pub id: Arc<str>,
    /// Where it stands on the page of sources.
    pub page_url: Arc<str>,
    /// Its title as printed, or as we call it.
    pub title: Text,
    /// Whether the title is ours.
    pub ours: bool,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Arc<str>>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Text>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<ShownDate>,
    /// When we read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessed: Option<ShownDate>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// A source by its id: the `nth` of the site, at an address on the page of sources.
pub(super) fn view(
    wording: Wording<'_>,
    id: &Id,
    nth: usize,
    page_url: &Arc<str>,
) -> Option<SourceView> {
    let source = wording.ground.site.registry.sources.get(id)?;
    let moment = |moment: Option<&crate::model::date::Moment>| {
        moment.map(|moment| wording.locale().moment(moment))
    };
    Some(SourceView {
        nth,
        id: id.shared(),
        page_url: page_url.clone(),
        title: wording.source_name(source),
        ours: source.title.is_none(),
        author: source.author.clone(),
        publisher: wording.maybe(source.publisher.as_ref()),
        published: moment(source.published.as_ref()),
        updated: moment(source.updated.as_ref()),
        accessed: moment(source.accessed.as_ref()),
        url: source.url.clone(),
        note: wording.maybe(source.note.as_ref()),
    })
}

/// Sources by their ids.
pub(super) fn of_ids(scope: Scope<'_>, ids: &[Id]) -> Vec<Kept<SourceView>> {
    let links = &scope.views.links[scope.lang];
    ids.iter().filter_map(|id| links.source_view(id).cloned()).collect()
}

/// A page of the list of sources.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.lists[scope.lang].sources;
    let items = of_ids(scope, slice(all, nth));
    let listing = Listing::new(scope, "sources", items, all.len(), nth);
    let data = Data::Sources(Box::new(listing));
    list_page(scope, "sources.html", "sources", data, nth)
}
