//! Key figures as tables: those of a dossier, topic, programme, organisation or year, and all
//! of them in several orders. Every table is a page, or several, so that readers can sort and
//! filter without a script.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use crate::model::dossier::Figure;
use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::resolve::Thing;
use crate::view::chart::{Bars, bars};
use crate::view::figures::FigureRows;
use crate::view::frame::{PageParts, list_address, nth_page};
use crate::view::kept::Kept;
use crate::view::listing::Listing;
use crate::view::page::{Data, Page, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::wording::Wording;
use crate::view::{Ground, Views, thing_path};

/// Whose key figures a table holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FiguresOf {
    /// All of them, in an order.
    All(Order),
    /// Those that describe a year, or are known of it.
    Year(i16),
    /// Those of a dossier.
    Dossier(Id),
    /// Those of the dossiers of a topic.
    Topic(Id),
    /// Those of the dossiers of a programme.
    Programme(Id),
    /// Those of the dossiers in which an organisation has a role.
    Organisation(Id),
}

/// An order of all key figures, beside that of their dossiers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Order {
    /// By unit, the largest first: values of different units cannot be compared.
    Value,
    /// By date, the newest first.
    Date,
    /// By label, in the alphabet of the language.
    Label,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Value, Self::Date, Self::Label];

    /// The order by its name in the theme's words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Value => "by-value",
            Self::Date => "by-date",
            Self::Label => "by-label",
        }
    }
}

/// Key figures as a table; the figures themselves are the page's rows.
#[derive(Clone, Debug, Serialize)]
pub struct FigureList {
    /// How many there are, and the other pages.
    #[serde(flatten)]
    pub listing: Listing<()>,
    /// Figures of one unit, compared; on the first page of a table.
    pub charts: Vec<Bars>,
    /// What the order is, where it is not plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Arc<str>>,
    /// Other ways to look them up.
    #[serde(flatten)]
    pub ways: Ways,
}

/// Ways to look key figures up: in other orders, and by year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Ways {
    /// All of them, in each order.
    pub orders: Vec<Way>,
    /// Every year that has any.
    pub years: Vec<Way>,
}

/// A link to one of several tables.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Way {
    /// Its page.
    pub url: Arc<str>,
    /// Its words: `2021`, `par date`.
    pub text: Arc<str>,
    /// Whether it is this one.
    pub current: bool,
}

/// The first key figures of something, on its own page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FigureSample {
    /// How many there are, in words.
    pub count: String,
    /// The table of all, where these are not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Arc<str>>,
}

/// How many key figures the page of a topic, programme or organisation shows.
const SAMPLE_LEN: usize = 10;

/// How many rows a table has on one page: a row is a line or two, and readers sort and filter
/// what is on the page.
pub(super) const TABLE_LEN: usize = 100;

/// How many pages a table of so many rows has.
fn n_pages(n_rows: usize) -> usize {
    n_rows.div_ceil(TABLE_LEN)
}

/// The last day that a figure describes, or of which it is known.
fn last_day(figure: &Figure) -> Option<civil::Date> {
    let date = figure.date()?;
    Some(date.last_day().unwrap_or_else(|| date.first_day()))
}

/// The year of a figure: that of its last day.
pub(super) fn year_of(figure: &Figure) -> Option<i16> {
    Some(last_day(figure)?.year())
}

/// The key figures of a table, as places among those of the site.
fn members<'a>(scope: Scope<'a>, of: &FiguresOf) -> Cow<'a, [usize]> {
    let index = &scope.views.index;
    let figures = match of {
        FiguresOf::All(order) => return scope.views.ordered(scope, *order).into(),
        FiguresOf::Dossier(id) => return index.key_figures_of(id).collect(),
        FiguresOf::Year(year) => index.years.get(year),
        FiguresOf::Topic(id) => index.topics.get(id).map(|used| &used.figures),
        FiguresOf::Programme(id) => index.programmes.get(id).map(|used| &used.figures),
        FiguresOf::Organisation(id) => {
            index.organisations.get(id).map(|used| &used.figures)
        }
    };
    figures.map(Vec::as_slice).unwrap_or_default().into()
}

/// All key figures in an order of a language.
pub(super) fn sorted(scope: Scope<'_>, order: Order) -> Vec<usize> {
    let index = &scope.views.index;
    // The index has them in this order.
    let dossiers = scope.views.site.dossiers.values();
    let figures = dossiers.flat_map(|dossier| dossier.key_figures()).enumerate();
    match order {
        Order::Value => {
            let mut figures: Vec<usize> = (0..index.key_figures.len()).collect();
            figures.sort_unstable_by_key(|nth| index.by_value(*nth));
            figures
        }
        Order::Date => {
            let mut figures: Vec<_> = figures
                .map(|(nth, figure)| (Reverse(last_day(figure)), nth))
                .collect();
            figures.sort_unstable();
            figures.into_iter().map(|(_, nth)| nth).collect()
        }
        Order::Label => {
            let locale = scope.locale();
            let mut figures: Vec<_> = figures
                .map(|(nth, figure)| {
                    (locale.sort_key(&figure.label[scope.lang].words), nth)
                })
                .collect();
            figures.sort_unstable();
            figures.into_iter().map(|(_, nth)| nth).collect()
        }
    }
}

/// Whether a dossier has a table of its key figures: where it says more than the dossier's
/// own page, which shows all of them. There are many to be sorted, or some to be compared.
pub(super) fn has_table(ground: &Ground, dossier: &Id) -> bool {
    let index = &ground.index;
    let key = index
        .key_figures
        .get(index.key_figures_of(dossier))
        .unwrap_or_default();
    let n_of_unit = |unit| key.iter().filter(|figure| figure.unit == unit).count();
    key.len() > SAMPLE_LEN || key.iter().any(|figure| n_of_unit(figure.unit) > 1)
}

/// Every table of a language, with the number of its pages.
pub(super) fn tables(views: &Views, lang: Lang) -> Vec<(FiguresOf, usize)> {
    let index = &views.index;
    let scope = views.scope(lang);
    let all = Order::ALL.map(FiguresOf::All).into_iter();
    let mut tables: Vec<(FiguresOf, usize)> = all
        .map(|of| (of, index.key_figures.len()))
        .chain(index.years.iter().map(|(year, n)| (FiguresOf::Year(*year), n.len())))
        .collect();
    let dossiers = views.site.dossiers.iter();
    let dossiers = dossiers.filter(|(id, dossier)| {
        dossier.entry.is_in(lang) && has_table(&views.ground, id)
    });
    tables.extend(
        dossiers.map(|(id, _)| {
            (FiguresOf::Dossier(id.clone()), index.key_figures_of(id).len())
        }),
    );
    let lists = &views.lists[lang];
    let things = lists.topics.iter().cloned().map(FiguresOf::Topic);
    let things = things.chain(lists.programmes.iter().cloned().map(FiguresOf::Programme));
    let things =
        things.chain(lists.organisations.iter().cloned().map(FiguresOf::Organisation));
    // What the page of a thing shows whole needs no table of its own.
    tables.extend(things.filter_map(|of| {
        let n = members(scope, &of).len();
        (n > SAMPLE_LEN).then_some((of, n))
    }));
    for (_, n) in &mut tables {
        *n = n_pages(*n);
    }
    tables
}

/// The address of a page of a table, below the host; `None` where it is not in the language.
pub(super) fn address(
    ground: &Ground,
    of: &FiguresOf,
    nth: usize,
    lang: Lang,
) -> Option<Arc<str>> {
    let locale = Wording { ground, lang }.locale();
    let below = |above: &str| format!("{above}{}/", locale.word("routes.figures"));
    let of_thing = |thing, id| below(&thing_path(ground, thing, id, lang));
    let key_figures = || list_address(ground, "key-figures", 0, lang);
    let first = match of {
        FiguresOf::All(order) => {
            let key = format!("routes.{}", order.as_str());
            format!("{}{}/", key_figures(), locale.word(&key))
        }
        FiguresOf::Year(year) => format!("{}{year}/", key_figures()),
        FiguresOf::Dossier(id) => {
            let dossier = ground.site.dossiers.get(id)?;
            let address = ground.routes.entry(EntryKind::Dossier, id, lang);
            below(address.filter(|_| dossier.entry.is_in(lang))?)
        }
        FiguresOf::Topic(id) => of_thing(Thing::Topic, id),
        FiguresOf::Programme(id) => of_thing(Thing::Programme, id),
        FiguresOf::Organisation(id) => of_thing(Thing::Organisation, id),
    };
    Some(nth_page(first.into(), nth))
}

/// Links to all orders and years; `current` is what is shown.
pub(super) fn ways(scope: Scope<'_>, current: Option<&FiguresOf>) -> Ways {
    let way = |of: FiguresOf, text: &str| Way {
        url: address(scope.views, &of, 0, scope.lang)
            .map_or_else(|| "#".into(), |address| scope.url(&address)),
        text: text.into(),
        current: current == Some(&of),
    };
    let mut orders = vec![Way {
        url: scope.list("key-figures"),
        text: scope.locale().word("figures.by-dossier").into(),
        current: current.is_none(),
    }];
    orders.extend(Order::ALL.map(|order| {
        let key = format!("figures.{}", order.as_str());
        way(FiguresOf::All(order), scope.locale().word(&key))
    }));
    let years = scope.views.index.years.keys().rev();
    let years = years.map(|year| way(FiguresOf::Year(*year), &year.to_string()));
    Ways { orders, years: years.collect() }
}

/// The first key figures of something, and what its page says of them. Of several pages, the
/// first has them.
pub(super) fn sample(
    scope: Scope<'_>,
    of: &FiguresOf,
    nth: usize,
) -> (FigureRows, Option<FigureSample>) {
    if nth > 0 {
        return (FigureRows::default(), None);
    }
    let members = members(scope, of);
    let shown = &members[..members.len().min(SAMPLE_LEN)];
    let all = (members.len() > shown.len())
        .then(|| address(scope.views, of, 0, scope.lang))
        .flatten();
    let sample = (!members.is_empty()).then(|| FigureSample {
        count: scope.locale().count("counts.key-figures", members.len()),
        all: all.map(|address| scope.url(&address)),
    });
    (FigureRows::new(scope, shown), sample)
}

/// The list that a table stands below, and the page of what it is of.
fn above(scope: Scope<'_>, of: &FiguresOf) -> Option<(&'static str, Kept<PageLink>)> {
    Some(match of {
        FiguresOf::All(_) | FiguresOf::Year(_) => return None,
        FiguresOf::Dossier(id) => {
            ("dossiers", scope.entry_address(EntryKind::Dossier, id)?)
        }
        FiguresOf::Topic(id) => ("topics", scope.topic(id)?),
        FiguresOf::Programme(id) => ("programmes", scope.programme(id)?),
        FiguresOf::Organisation(id) => {
            let of = scope.organisation(id)?;
            let (url, text) = (of.url.clone()?, of.name.clone());
            ("organisations", PageLink { url, text, hreflang: None }.into())
        }
    })
}

/// `Chiffres clés par valeur`, `Chiffres clés – PariSanté Campus`.
fn title(scope: Scope<'_>, of: &FiguresOf, above: Option<&Kept<PageLink>>) -> Text {
    let locale = scope.locale();
    let plain = scope.word("lists.key-figures").text;
    let year;
    let (key, name, value) = match (of, above) {
        (FiguresOf::All(order), _) => {
            let order = locale.word(&format!("figures.{}", order.as_str()));
            ("figures.in-order", "order", order)
        }
        (FiguresOf::Year(of_year), _) => {
            year = of_year.to_string();
            ("figures.of-year", "year", &*year)
        }
        (_, Some(link)) => ("figures.of", "name", &*link.text.text),
        (_, None) => return Text { text: plain, lang: None },
    };
    let text = locale.fill(key, &[("title", &plain), (name, value)]);
    Text { text: text.into(), lang: None }
}

/// `2021 : 12 chiffres clés, chacun avec sa date et sa source.`
fn description(
    scope: Scope<'_>,
    of: &FiguresOf,
    above: Option<&Kept<PageLink>>,
    list: &FigureList,
) -> Arc<str> {
    let locale = scope.locale();
    let name = match (of, above) {
        (FiguresOf::All(order), _) => {
            locale.word(&format!("figures.{}", order.as_str())).to_owned()
        }
        (FiguresOf::Year(year), _) => year.to_string(),
        (_, Some(link)) => link.text.text.to_string(),
        (_, None) => scope.word("lists.key-figures").text.to_string(),
    };
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let name: String = first.chain(letters).collect();
    let values = [("name", &*name), ("count", &*list.listing.count)];
    locale.fill("descriptions.figure-list", &values).into()
}

/// A page of a table.
pub(super) fn page(scope: Scope<'_>, of: &FiguresOf, nth: usize) -> Option<Page> {
    let all = members(scope, of);
    let at = |nth, lang| address(scope.views, of, nth, lang);
    at(nth, scope.lang)?;
    let above = above(scope, of);
    let count = scope.locale().count("counts.key-figures", all.len());
    let by_value = matches!(of, FiguresOf::All(Order::Value));
    let data = FigureList {
        listing: Listing::at(scope, vec![], count, n_pages(all.len()), nth, |nth| {
            at(nth, scope.lang).unwrap_or_else(|| "/".into())
        }),
        charts: if nth == 0 { bars(scope, &all) } else { vec![] },
        note: by_value.then(|| scope.locale().word("figures.by-value-note").into()),
        ways: match above {
            Some(_) => Ways { orders: vec![], years: vec![] },
            None => ways(scope, Some(of)),
        },
    };
    let description = description(scope, of, above.as_ref().map(|(_, link)| link), &data);
    let title = title(scope, of, above.as_ref().map(|(_, link)| link));
    let data = Data::FigureList(Box::new(data));
    let (template, kind) = ("figure-list.html", "key-figures");
    let mut parts =
        PageParts::where_written(scope, template, kind, title, data, |lang| {
            at(nth, lang)
        });
    parts.above = match above {
        None => vec![scope.list_link("key-figures")],
        Some((list, link)) => vec![scope.list_link(list), link],
    };
    let shown = all.chunks(TABLE_LEN).nth(nth).unwrap_or_default();
    parts.shared.rows = FigureRows::new(scope, shown);
    parts.description = Some(description);
    Some(parts.finish(scope))
}
