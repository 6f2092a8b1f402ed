//! What the pages of an organisation, a programme and a topic have in common. Where much speaks
//! of a thing, it has several pages, each with the next run of every list.

use std::sync::Arc;

use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::resolve::Thing;
use crate::view::figure_lists::TABLE_LEN;
use crate::view::frame::{PageParts, nth_page};
use crate::view::listing::Pagination;
use crate::view::page::{Data, PageLink, Text};
use crate::view::scope::Scope;
use crate::view::{Ground, PAGE_LEN, PageKey};

/// How many pages a thing has, which are the same in all languages.
pub(super) fn n_pages(ground: &Ground, thing: Thing, id: &Id) -> usize {
    let index = &ground.index;
    // How long each of its lists is, and how much of it a page shows.
    let lists = match thing {
        Thing::Organisation => index.organisations.get(id).map(|used| {
            vec![
                (used.roles.len(), PAGE_LEN),
                (used.pays.len(), TABLE_LEN),
                (used.receives.len(), TABLE_LEN),
                (used.quotes.len(), PAGE_LEN),
            ]
        }),
        Thing::Programme => index.programmes.get(id).map(|used| {
            vec![(used.dossiers.len(), PAGE_LEN), (used.funding.len(), TABLE_LEN)]
        }),
        Thing::Topic => index.topics.get(id).map(|used| {
            vec![(used.dossiers.len(), PAGE_LEN), (used.releases.len(), PAGE_LEN)]
        }),
    };
    let n_pages = lists.into_iter().flatten().map(|(len, shown)| len.div_ceil(shown));
    n_pages.max().unwrap_or(0).max(1)
}

/// Where a page of a thing stands, below the host.
pub(super) fn address(
    ground: &Ground,
    thing: Thing,
    id: &Id,
    nth: usize,
    lang: Lang,
) -> Option<Arc<str>> {
    let first = ground.routes.thing(thing, id, lang)?.clone();
    Some(nth_page(first, nth))
}

/// The pages of a thing, of which this is the `nth`, where there are several.
pub(super) fn pagination(
    scope: Scope<'_>,
    thing: Thing,
    id: &Id,
    nth: usize,
) -> Option<Pagination> {
    let address = |nth| {
        let address = address(scope.views, thing, id, nth, scope.lang);
        address.unwrap_or_else(|| "/".into())
    };
    Pagination::new(scope, n_pages(scope.views, thing, id), nth, address)
}

/// The `nth` page of a thing, before its head is made. `description` is in the thing's own
/// words; without it, the theme's words say what the page is.
pub(super) fn parts(
    scope: Scope<'_>,
    thing: Thing,
    id: &Id,
    nth: usize,
    name: &Text,
    description: Option<&Text>,
    data: Data,
) -> PageParts {
    let (template, kind, key): (_, _, fn(Lang, Id, usize) -> PageKey) = match thing {
        Thing::Organisation => {
            ("organisation.html", "organisation", PageKey::Organisation)
        }
        Thing::Programme => ("programme.html", "programme", PageKey::Programme),
        Thing::Topic => ("topic.html", "topic", PageKey::Topic),
    };
    let at = |lang| address(scope.views, thing, id, nth, lang);
    let title = numbered(scope, name.clone(), nth);
    let mut parts = PageParts::where_written(scope, template, kind, title, data, at);
    let description = description.map_or_else(
        || {
            let key = format!("descriptions.{kind}");
            scope.locale().fill(&key, &[("name", &*name.text)]).into()
        },
        |description| description.text.clone(),
    );
    parts.description = Some(match nth {
        0 => description,
        // Each page has words of its own for those who search.
        _ => format!("{}. {description}", parts.title.text).into(),
    });
    parts.card = Some(key(scope.lang, id.clone(), 0));
    parts.above.push(scope.list_link(thing.list()));
    let first = address(scope.views, thing, id, 0, scope.lang);
    if let (1.., Some(first)) = (nth, first) {
        let (url, text) = (scope.url(&first), name.clone());
        parts.above.push(PageLink { url, text, hreflang: None }.into());
    }
    parts
}

/// The title of the `nth` page of several: `Inserm – page 2`.
pub(super) fn numbered(scope: Scope<'_>, mut title: Text, nth: usize) -> Text {
    if nth > 0 {
        let number = (nth + 1).to_string();
        let values = [("title", &*title.text), ("n", &number)];
        title.text = scope.locale().fill("lists.page-of", &values).into();
    }
    title
}
