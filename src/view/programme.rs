//! Programmes: the list, and one page each with its dossiers and its funding.

use std::sync::Arc;

use serde::Serialize;

use crate::model::id::Id;
use crate::resolve::Thing;
use crate::view::PAGE_LEN;
use crate::view::figure_lists::{FigureSample, FiguresOf, sample};
use crate::view::kept::Kept;
use crate::view::listing::{
    DossierSummary, Listing, Pagination, dossier_summary, list_page, slice,
};
use crate::view::organisation::{DossierFunding, dossier_funding};
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::thing::{pagination, parts};

/// A programme.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProgrammePage {
    /// The key figures of its dossiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<FigureSample>,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Text>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Its own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// The programme of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Kept<PageLink>>,
    /// Its parts.
    pub children: Vec<Kept<PageLink>>,
    /// Dossiers that belong to it as a whole.
    pub dossiers: Vec<DossierSummary>,
    /// Money that comes from it.
    pub funding: Vec<DossierFunding>,
    /// The other pages of it, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// A programme as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProgrammeSummary {
    /// Its page and name.
    pub link: Kept<PageLink>,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Text>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The programme of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Kept<PageLink>>,
}

/// Makes a page of a programme.
pub(super) fn page(scope: Scope<'_>, id: &Id, nth: usize) -> Option<Page> {
    let views = scope.views;
    let programme = views.site.registry.programmes.get(id)?;
    let used = views.index.programmes.get(id)?;
    let name = scope.name(&programme.name, programme.name_lang.as_ref());
    let (rows, figures) = sample(scope, &FiguresOf::Programme(id.clone()), nth);
    let view = ProgrammePage {
        figures,
        acronym: scope.maybe(programme.acronym.as_ref()),
        description: scope.maybe(programme.description.as_ref()),
        url: programme.url.clone(),
        part_of: programme.part_of.as_ref().and_then(|id| scope.programme(id)),
        children: match nth {
            0 => used.children.iter().filter_map(|id| scope.programme(id)).collect(),
            _ => vec![],
        },
        dossiers: used
            .dossiers
            .iter()
            .skip(nth * PAGE_LEN)
            .take(PAGE_LEN)
            .filter_map(|id| dossier_summary(scope, id))
            .collect(),
        funding: dossier_funding(scope, &used.funding, nth),
        pagination: pagination(scope, Thing::Programme, id, nth),
    };
    let description = view.description.clone();
    let data = Data::Programme(Box::new(view));
    let description = description.as_ref();
    let mut parts = parts(scope, Thing::Programme, id, nth, &name, description, data);
    parts.shared.rows = rows;
    Some(parts.finish(scope))
}

/// A page of the list of programmes.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.lists[scope.lang].programmes;
    let items = slice(all, nth).iter().filter_map(|id| {
        let programme = scope.views.site.registry.programmes.get(id)?;
        Some(ProgrammeSummary {
            link: scope.programme(id)?,
            acronym: scope.maybe(programme.acronym.as_ref()),
            description: scope.maybe(programme.description.as_ref()),
            part_of: programme.part_of.as_ref().and_then(|id| scope.programme(id)),
        })
    });
    let listing = Listing::new(scope, "programmes", items.collect(), all.len(), nth);
    let data = Data::Programmes(Box::new(listing));
    list_page(scope, "programmes.html", "programmes", data, nth)
}
