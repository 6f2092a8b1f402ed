//! People who are quoted, with what they said and where.

use std::sync::Arc;

use serde::Serialize;

use crate::view::kept::Kept;
use crate::view::listing::{Listing, list_page, slice};
use crate::view::organisation::quote_view;
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::sections::QuoteView;

/// A person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PersonView {
    /// Their id, which is their anchor.
    pub id: Arc<str>,
    /// Their name.
    pub name: Arc<str>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// What they said, and in which dossier or release it stands.
    pub quotes: Vec<PersonQuote>,
}

/// A quote and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PersonQuote {
    /// The dossier or release.
    pub place: Kept<PageLink>,
    /// The quote.
    pub quote: QuoteView,
}

/// A page of the list of people.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let views = scope.views;
    let all = &views.lists[scope.lang].people;
    let items = slice(all, nth).iter().filter_map(|id| {
        let person = views.site.registry.people.get(id)?;
        let quotes = views.index.people.get(id)?.iter();
        Some(PersonView {
            id: id.shared(),
            name: person.name.clone(),
            description: scope.maybe(person.description.as_ref()),
            quotes: quotes
                .filter_map(|reference| quote_view(scope, reference))
                .map(|(place, quote)| PersonQuote { place, quote })
                .collect(),
        })
    });
    let listing = Listing::new(scope, "people", items.collect(), all.len(), nth);
    let data = Data::People(Box::new(listing));
    list_page(scope, "people.html", "people", data, nth)
}
