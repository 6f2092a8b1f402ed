//! What stands at the top of a page of which a reader must know something first: that it was
//! withdrawn, or that the text it was translated from has changed.

use std::sync::Arc;

use serde::Serialize;

use crate::model::entry::{Entry, EntryKind};
use crate::model::lang::Lang;
use crate::view::kept::Kept;
use crate::view::page::{PageLink, Text};
use crate::view::scope::Scope;

/// One notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Notice {
    /// Which one, for styles: `withdrawn`, `stale`.
    pub key: &'static str,
    /// The first words.
    pub title: Arc<str>,
    /// What is said in the page's language whatever the entry.
    pub text: Arc<str>,
    /// What the writer says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// What stands before the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Arc<str>>,
    /// The page to read instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Kept<PageLink>>,
}

/// The notices of an entry's page, the weightier first.
pub(super) fn of_entry(scope: Scope<'_>, entry: &Entry) -> Vec<Notice> {
    let mut notices = vec![];
    let locale = scope.locale();
    if let Some(withdrawn) = &entry.withdrawn {
        let day = locale.day(withdrawn.date);
        let instead = withdrawn.replaced_by.as_ref();
        let link = instead.and_then(|id| scope.entry_address(EntryKind::Dossier, id));
        notices.push(Notice {
            key: "withdrawn",
            title: locale.fill("notices.withdrawn", &[("date", &day.text)]).into(),
            text: locale.word("notices.withdrawn-text").into(),
            reason: scope.maybe(withdrawn.reason.as_ref()),
            before: link.is_some().then(|| locale.word("notices.replaced-by").into()),
            link,
        });
    }
    if let Some((changed, reviewed)) = entry.stale_since(scope.lang) {
        let [changed, reviewed] = [changed, reviewed].map(|day| locale.day(day).text);
        let values = [("changed", &*changed), ("reviewed", &*reviewed)];
        let original = &scope.views.locales[Lang::REFERENCE].tag;
        let address = scope.views.routes.entry(entry.kind, &entry.id, Lang::REFERENCE);
        let read = || {
            let language = locale.term("languages", original.as_str());
            locale.fill("notices.read-original", &[("language", &language)])
        };
        notices.push(Notice {
            key: "stale",
            title: locale.word("notices.stale").into(),
            text: locale.fill("notices.stale-text", &values).into(),
            reason: None,
            before: None,
            link: address.map(|address| {
                let text = Text { text: read().into(), lang: None };
                let hreflang = Some(original.shared());
                PageLink { url: scope.url(address), text, hreflang }.into()
            }),
        });
    }
    notices
}
