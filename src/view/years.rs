//! Key figures year by year: the year that they describe, or of which they are known.

use std::sync::Arc;

use serde::Serialize;

use crate::model::dossier::Figure;
use crate::model::lang::Lang;
use crate::view::PAGE_LEN;
use crate::view::figures::{FigureRow, row};
use crate::view::frame::{PageParts, list_link};
use crate::view::listing::{Listing, slice};
use crate::view::page::{Data, Page};
use crate::view::scope::Scope;
use crate::view::wording::Wording;
use crate::view::{Ground, Views};

/// The key figures of a year.
#[derive(Clone, Debug, Serialize)]
pub struct YearPage {
    /// The figures of this page.
    #[serde(flatten)]
    pub listing: Listing<FigureRow>,
    /// Every year that has any.
    pub years: Vec<YearLink>,
}

/// A year, and its page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct YearLink {
    /// The year.
    pub year: i16,
    /// Its page.
    pub url: Arc<str>,
    /// Whether it is this one.
    pub current: bool,
}

/// The year of a figure: the last that it describes, or that of which it is known.
pub(super) fn year_of(figure: &Figure) -> Option<i16> {
    let date = figure.period.as_ref().or(figure.as_of.as_ref())?;
    Some(date.last_day().unwrap_or_else(|| date.first_day()).year())
}

/// The address of a page of a year.
pub(super) fn address(ground: &Ground, year: i16, nth: usize, lang: Lang) -> Arc<str> {
    let list = ground.routes.list(lang, "key-figures");
    match nth {
        0 => format!("{list}{year}/").into(),
        nth => format!("{list}{year}/page/{}/", nth + 1).into(),
    }
}

/// How many pages each year has.
pub(super) fn pages(views: &Views) -> impl Iterator<Item = (i16, usize)> {
    let years = views.index.years.iter();
    years.flat_map(|(year, figures)| {
        (0..figures.len().div_ceil(PAGE_LEN)).map(|nth| (*year, nth))
    })
}

/// Links to every year; `current` is the one that is shown.
pub(super) fn links(scope: Scope<'_>, current: Option<i16>) -> Vec<YearLink> {
    let years = scope.views.index.years.keys().rev();
    years
        .map(|year| YearLink {
            year: *year,
            url: scope.url(&address(scope.views, *year, 0, scope.lang)),
            current: Some(*year) == current,
        })
        .collect()
}

/// A page of a year's key figures.
pub(super) fn page(scope: Scope<'_>, year: i16, nth: usize) -> Option<Page> {
    let all = scope.views.index.years.get(&year)?;
    let items = slice(all, nth).iter().filter_map(|(id, nth)| row(scope, id, *nth));
    let items: Vec<FigureRow> = items.collect();
    let at = |nth, lang| address(scope.views, year, nth, lang);
    let listing = Listing::at(scope, "key-figures", items, all.len(), nth, |nth| {
        at(nth, scope.lang)
    });
    let data = YearPage { listing, years: links(scope, Some(year)) };
    let data = Data::YearFigures(Box::new(data));
    let wording: Wording<'_> = *scope;
    let mut title = wording.word("lists.key-figures");
    let values = [("title", &*title.text), ("year", &year.to_string())];
    title.text = scope.locale().fill("figures.of-year", &values).into();
    let mut parts =
        PageParts::new(scope, "year-figures.html", "key-figures", title, data, |lang| {
            at(nth, lang)
        });
    parts.above = vec![list_link(scope, "key-figures")];
    parts.nth = nth;
    Some(parts.finish(scope))
}
