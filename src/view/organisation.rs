//! Organisations: the list, and one page each with its roles, its dossiers and its funding.

use std::sync::Arc;

use serde::Serialize;

use crate::model::id::Id;
use crate::resolve::Thing;
use crate::view::figure_lists::{FigureSample, FiguresOf, TABLE_LEN, sample};
use crate::view::funding::FundingItem;
use crate::view::index::QuoteRef;
use crate::view::kept::Kept;
use crate::view::links::OrganisationLink;
use crate::view::listing::{Listing, Pagination, list_page, slice};
use crate::view::page::{Data, Page, PageLink, Term, Text};
use crate::view::scope::Scope;
use crate::view::sections::{OperatorView, QuoteView};
use crate::view::thing::{pagination, parts};

/// An organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OrganisationPage {
    /// Its full name.
    pub name: Text,
    /// Its acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Text>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kept<Term>>,
    /// Whether it exists yet, where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Kept<Term>>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Its own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// Its ROR id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ror: Option<Arc<str>>,
    /// Its part in each dossier.
    pub roles: Vec<DossierRole>,
    /// The key figures of those dossiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<FigureSample>,
    /// What it pays.
    pub pays: Vec<DossierFunding>,
    /// What it receives.
    pub receives: Vec<DossierFunding>,
    /// What it said.
    pub quotes: Vec<QuoteView>,
    /// The other pages of it, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// An organisation's part in a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DossierRole {
    /// The dossier.
    pub dossier: Kept<PageLink>,
    /// The part.
    pub operator: OperatorView,
}

/// A funding line with its dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DossierFunding {
    /// The dossier.
    pub dossier: Kept<PageLink>,
    /// The line.
    pub line: FundingItem,
}

/// An organisation as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OrganisationSummary {
    /// Its page and name.
    pub organisation: Kept<OrganisationLink>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kept<Term>>,
    /// Its dossiers.
    pub dossiers: Vec<Kept<PageLink>>,
}

/// Funding lines of dossiers by their places in them: those of the `nth` page.
pub(super) fn dossier_funding(
    scope: Scope<'_>,
    lines: &[(Id, usize)],
    nth: usize,
) -> Vec<DossierFunding> {
    let lines = lines
        .chunks(TABLE_LEN)
        .nth(nth)
        .unwrap_or_default()
        .iter()
        .filter_map(|(id, nth)| {
            let dossier = scope.views.site.dossiers.get(id)?;
            let line = FundingItem::new(scope, dossier, dossier.funding.get(*nth)?);
            Some(DossierFunding { dossier: scope.entry_link(&dossier.entry), line })
        });
    lines.collect()
}

/// A quote by where it stands, with the dossier whose figures it states.
pub(super) fn quote_view(
    scope: Scope<'_>,
    reference: &QuoteRef,
) -> Option<(Kept<PageLink>, QuoteView)> {
    let site = &scope.views.site;
    match reference {
        QuoteRef::Dossier(id, nth) => {
            let dossier = site.dossiers.get(id)?;
            let quote = QuoteView::new(scope, dossier.quotes.get(*nth)?, Some(dossier))?;
            Some((scope.entry_link(&dossier.entry), quote))
        }
        QuoteRef::Release(id, nth) => {
            let release = site.releases.get(id)?;
            let quote = QuoteView::new(scope, release.quotes.get(*nth)?, None)?;
            Some((scope.entry_link(&release.entry), quote))
        }
    }
}

/// Makes a page of an organisation.
pub(super) fn page(scope: Scope<'_>, id: &Id, nth: usize) -> Option<Page> {
    let views = scope.views;
    let organisation = views.site.registry.organisations.get(id)?;
    let used = views.index.organisations.get(id)?;
    let name = scope.name(&organisation.name, organisation.name_lang.as_ref());
    let roles = slice(&used.roles, nth).iter().filter_map(|(id, nth)| {
        let dossier = views.site.dossiers.get(id)?;
        let operator = OperatorView::new(scope, dossier, dossier.operators.get(*nth)?)?;
        Some(DossierRole {
            dossier: scope.entry_link(&dossier.entry),
            operator,
        })
    });
    let (rows, figures) = sample(scope, &FiguresOf::Organisation(id.clone()), nth);
    let view = OrganisationPage {
        name: name.clone(),
        acronym: scope.maybe(organisation.acronym.as_ref()),
        kind: organisation
            .kind
            .map(|kind| scope.term("organisation-kind", kind.as_str())),
        state: organisation.state.map(|state| scope.term("state", state.as_str())),
        description: scope.maybe(organisation.description.as_ref()),
        url: organisation.url.clone(),
        ror: organisation.ror.clone(),
        roles: roles.collect(),
        figures,
        pays: dossier_funding(scope, &used.pays, nth),
        receives: dossier_funding(scope, &used.receives, nth),
        pagination: pagination(scope, Thing::Organisation, id, nth),
        quotes: slice(&used.quotes, nth)
            .iter()
            .filter_map(|q| Some(quote_view(scope, q)?.1))
            .collect(),
    };
    let description = view.description.clone();
    let data = Data::Organisation(Box::new(view));
    let description = description.as_ref();
    let thing = Thing::Organisation;
    let mut parts = parts(scope, thing, id, nth, &name, description, data);
    parts.shared.rows = rows;
    Some(parts.finish(scope))
}

/// A page of the list of organisations.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let views = scope.views;
    let all = &views.lists[scope.lang].organisations;
    let items = slice(all, nth).iter().filter_map(|id| {
        let organisation = views.site.registry.organisations.get(id)?;
        let used = views.index.organisations.get(id)?;
        let mut dossiers: Vec<&Id> = used
            .roles
            .iter()
            .chain(&used.pays)
            .chain(&used.receives)
            .map(|(id, _)| id)
            .collect();
        dossiers.sort();
        dossiers.dedup();
        Some(OrganisationSummary {
            organisation: scope.organisation(id)?,
            kind: organisation
                .kind
                .map(|kind| scope.term("organisation-kind", kind.as_str())),
            dossiers: dossiers
                .into_iter()
                .filter_map(|id| {
                    Some(scope.entry_link(&views.site.dossiers.get(id)?.entry))
                })
                .take(MAX_DOSSIERS)
                .collect(),
        })
    });
    let listing = Listing::new(scope, "organisations", items.collect(), all.len(), nth);
    let data = Data::Organisations(Box::new(listing));
    list_page(scope, "organisations.html", "organisations", data, nth)
}

/// How many dossiers the list names for each organisation; its own page names all.
const MAX_DOSSIERS: usize = 5;
