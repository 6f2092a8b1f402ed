//! Programmes: the list, and one page each with its dossiers and its funding.

use std::sync::Arc;

use serde::Serialize;

use crate::model::id::Id;
use crate::resolve::Thing;
use crate::view::figure_lists::{FigureSample, FiguresOf, sample};
use crate::view::frame::{PageParts, list_link};
use crate::view::listing::{DossierSummary, Listing, dossier_summary, list_page, slice};
use crate::view::organisation::{DossierFunding, dossier_funding};
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::{PageKey, thing_path};

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
    pub part_of: Option<PageLink>,
    /// Its parts.
    pub children: Vec<PageLink>,
    /// Dossiers that belong to it as a whole.
    pub dossiers: Vec<DossierSummary>,
    /// Money that comes from it.
    pub funding: Vec<DossierFunding>,
}

/// A programme as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProgrammeSummary {
    /// Its page and name.
    pub link: PageLink,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Text>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The programme of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<PageLink>,
}

/// Makes a programme's page.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let views = scope.views;
    let programme = views.site.registry.programmes.get(id)?;
    let used = views.index.programmes.get(id)?;
    let name = scope.name(&programme.name, programme.name_lang.as_ref());
    let (rows, figures) = sample(scope, &FiguresOf::Programme(id.clone()));
    let view = ProgrammePage {
        figures,
        acronym: scope.maybe(programme.acronym.as_ref()),
        description: scope.maybe(programme.description.as_ref()),
        url: programme.url.clone(),
        part_of: programme.part_of.as_ref().and_then(|id| scope.programme(id)),
        children: used.children.iter().filter_map(|id| scope.programme(id)).collect(),
        dossiers: used
            .dossiers
            .iter()
            .filter_map(|id| dossier_summary(scope, id))
            .collect(),
        funding: dossier_funding(scope, &used.funding),
    };
    let values = [("name", &*name.text)];
    let description = view.description.as_ref().map_or_else(
        || scope.locale().fill("descriptions.programme", &values).into(),
        |description| description.text.clone(),
    );
    let data = Data::Programme(Box::new(view));
    let mut parts =
        PageParts::new(scope, "programme.html", "programme", name, data, |lang| {
            thing_path(views, Thing::Programme, id, lang)
        });
    parts.shared.rows = rows;
    parts.description = Some(description);
    parts.card = Some(PageKey::Programme(scope.lang, id.clone()));
    parts.above.push(list_link(scope, "programmes"));
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
