//! Lists, fifty to a page, and the summaries that they hold.

use std::sync::Arc;

use serde::Serialize;

use crate::model::dossier::Dossier;
use crate::model::id::Id;
use crate::view::PAGE_LEN;
use crate::view::card::list_key;
use crate::view::frame::{PageParts, list_address};
use crate::view::kept::Kept;
use crate::view::locale::ShownDate;
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::picture::PictureView;
use crate::view::scope::Scope;
use crate::view::thing::numbered;

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Listing<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// How many items the whole list has, in words: `12 dossiers`.
    pub count: String,
    /// The other pages, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

/// The pages of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Pagination {
    /// Every page.
    pub pages: Vec<NumberedPage>,
    /// The page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Arc<str>>,
    /// The page after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Arc<str>>,
}

/// A page of a list by its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NumberedPage {
    /// The number, from 1; `None` stands for pages left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// Its address.
    pub url: Arc<str>,
    /// Whether it is this one.
    pub current: bool,
}

/// A dossier as lists show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DossierSummary {
    /// Its page and title.
    pub link: Kept<PageLink>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
    /// Whether it no longer holds.
    pub withdrawn: bool,
    /// Its picture, which says nothing that the words beside it do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<PictureView>,
    /// Its topics.
    pub topics: Vec<Kept<PageLink>>,
}

/// A press release as lists show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReleaseSummary {
    /// Its page and title.
    pub link: Kept<PageLink>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
    /// Whether it no longer holds.
    pub withdrawn: bool,
}

/// The ids of one page of a list.
pub(super) fn slice<T>(ids: &[T], nth: usize) -> &[T] {
    ids.chunks(PAGE_LEN).nth(nth).unwrap_or_default()
}

impl<T> Listing<T> {
    /// One page of a list of the site. `list` names the theme's word for its items, too.
    pub(super) fn new(
        scope: Scope<'_>,
        list: &str,
        items: Vec<T>,
        n_items: usize,
        nth: usize,
    ) -> Self {
        let count = scope.locale().count(&format!("counts.{list}"), n_items);
        let n_pages = n_items.div_ceil(PAGE_LEN).max(1);
        Self::at(scope, items, count, n_pages, nth, |n| {
            list_address(scope.views, list, n, scope.lang)
        })
    }

    /// One of several pages that have these addresses.
    pub(super) fn at(
        scope: Scope<'_>,
        items: Vec<T>,
        count: String,
        n_pages: usize,
        nth: usize,
        address: impl Fn(usize) -> Arc<str>,
    ) -> Self {
        let pagination = Pagination::new(scope, n_pages, nth, address);
        Self { items, count, pagination }
    }
}

impl Pagination {
    /// The pages of something, of which this is the `nth`; `None` where it is the only one.
    pub(super) fn new(
        scope: Scope<'_>,
        n_pages: usize,
        nth: usize,
        address: impl Fn(usize) -> Arc<str>,
    ) -> Option<Self> {
        let url = |n: usize| scope.url(&address(n));
        (n_pages > 1).then(|| Self {
            pages: shown_pages(nth, n_pages)
                .into_iter()
                .map(|n| match n {
                    Some(n) => NumberedPage {
                        number: Some(n + 1),
                        url: url(n),
                        current: n == nth,
                    },
                    None => NumberedPage { number: None, url: "".into(), current: false },
                })
                .collect(),
            previous: nth.checked_sub(1).map(url),
            next: (nth + 1 < n_pages).then(|| url(nth + 1)),
        })
    }
}

/// The pages that a reader can jump to: the first, the last, and those around this one.
fn shown_pages(nth: usize, n_pages: usize) -> Vec<Option<usize>> {
    let mut shown: Vec<Option<usize>> = vec![];
    for n in 0..n_pages {
        if n == 0 || n + 1 == n_pages || n.abs_diff(nth) <= 2 {
            shown.push(Some(n));
        } else if shown.last().is_some_and(Option::is_some) {
            shown.push(None);
        }
    }
    shown
}

/// Makes a page of a list.
pub(super) fn list_page(
    scope: Scope<'_>,
    template: &'static str,
    list: &'static str,
    data: Data,
    nth: usize,
) -> Page {
    list_parts(scope, template, list, data, nth).finish(scope)
}

/// As [`list_page`], before its head is made.
pub(super) fn list_parts(
    scope: Scope<'_>,
    template: &'static str,
    list: &'static str,
    data: Data,
    nth: usize,
) -> PageParts {
    let views = scope.views;
    let title = numbered(scope, scope.word(&format!("lists.{list}")), nth);
    let mut parts = PageParts::new(scope, template, list, title, data, |lang| {
        list_address(views, list, nth, lang)
    });
    // A language in which the list is shorter, or empty, has no such page.
    for (lang, address) in &mut parts.addresses {
        if nth >= views.lists[*lang].n_pages(list) {
            *address = None;
        }
    }
    let description = scope.locale().word(&format!("descriptions.{list}"));
    parts.description = Some(match nth {
        0 => description.into(),
        // Each page of a list has words of its own for those who search.
        _ => format!("{}. {description}", parts.title.text).into(),
    });
    parts.card = list_key(list, scope.lang);
    parts
}

impl super::Lists {
    /// How many pages a list has. A list of nothing has none, but for that of the dossiers:
    /// it is where a site begins.
    pub(super) fn n_pages(&self, list: &str) -> usize {
        let n_pages = self.len_of(list).div_ceil(PAGE_LEN);
        if list == "dossiers" { n_pages.max(1) } else { n_pages }
    }

    /// How many items a list has.
    fn len_of(&self, list: &str) -> usize {
        match list {
            "dossiers" => self.dossiers.len(),
            "releases" => self.releases.len(),
            "organisations" => self.organisations.len(),
            "programmes" => self.programmes.len(),
            "topics" => self.topics.len(),
            "sources" => self.sources.len(),
            "people" => self.people.len(),
            "glossary" => self.glossary.len(),
            "key-figures" => self.key_figures.len(),
            "corrections" => self.n_corrections,
            "press-room" => self.press_room.len(),
            _ => 0,
        }
    }
}

/// A dossier as lists show it.
pub(super) fn dossier_summary(scope: Scope<'_>, id: &Id) -> Option<DossierSummary> {
    let dossier = scope.views.site.dossiers.get(id)?;
    let entry = &dossier.entry;
    Some(DossierSummary {
        link: scope.entry_link(entry),
        summary: scope.maybe(entry.summary.as_ref()),
        published: entry.published.map(|day| scope.locale().day(day)),
        withdrawn: entry.withdrawn.is_some(),
        cover: cover(scope, dossier),
        topics: dossier.topics.iter().filter_map(|topic| scope.topic(topic)).collect(),
    })
}

/// The picture of a dossier.
fn cover(scope: Scope<'_>, dossier: &Dossier) -> Option<PictureView> {
    let cover = dossier.cover.as_ref()?;
    let media = dossier.media.iter().find(|media| media.id == *cover)?;
    crate::view::picture::view(scope.views, &media.file)
}

/// A press release as lists show it.
pub(super) fn release_summary(scope: Scope<'_>, id: &Id) -> Option<ReleaseSummary> {
    let entry = &scope.views.site.releases.get(id)?.entry;
    Some(ReleaseSummary {
        link: scope.entry_link(entry),
        summary: scope.maybe(entry.summary.as_ref()),
        published: entry.published.map(|day| scope.locale().day(day)),
        withdrawn: entry.withdrawn.is_some(),
    })
}

/// A page of the list of dossiers.
pub(super) fn dossiers(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.lists[scope.lang].dossiers;
    let items = slice(all, nth)
        .iter()
        .filter_map(|id| dossier_summary(scope, id))
        .collect();
    let listing = Listing::new(scope, "dossiers", items, all.len(), nth);
    let data = Data::Dossiers(Box::new(listing));
    list_page(scope, "dossiers.html", "dossiers", data, nth)
}

/// A page of the list of press releases.
pub(super) fn releases(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.lists[scope.lang].releases;
    let items = slice(all, nth)
        .iter()
        .filter_map(|id| release_summary(scope, id))
        .collect();
    let listing = Listing::new(scope, "releases", items, all.len(), nth);
    let data = Data::Releases(Box::new(listing));
    list_page(scope, "releases.html", "releases", data, nth)
}

#[cfg(test)]
mod tests {
    use super::shown_pages;

    #[test]
    fn long_lists_show_the_pages_around_this_one() {
        let shown = |nth, n| {
            let pages = shown_pages(nth, n).into_iter();
            pages
                .map(|n| n.map_or("…".into(), |n| (n + 1).to_string()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(shown(0, 3), "1 2 3");
        assert_eq!(shown(9, 20), "1 … 8 9 10 11 12 … 20");
    }
}
