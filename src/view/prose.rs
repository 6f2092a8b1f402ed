//! Pages of their own: about, legal notice, accessibility.

use serde::Serialize;

use crate::model::id::Id;
use crate::model::statements::PageKind;
use crate::view::body::BodyView;
use crate::view::frame::PageParts;
use crate::view::locale::ShownDate;
use crate::view::page::{Data, Page, Text};
use crate::view::scope::Scope;
use crate::view::statements::{StatementSection, sections, toc};

/// A page of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProsePage {
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<ShownDate>,
    /// What the page says beside its prose: a statement that the law asks for.
    pub statement: Vec<StatementSection>,
}

/// Makes a page of its own.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let page = scope.views.site.pages.get(id)?;
    let entry = &page.entry;
    let file = entry.files[scope.lang].as_ref()?;
    let body = BodyView::new(scope, &file.body, &file.path, None);
    let mut taken = body.heading_ids.iter().map(ToString::to_string).collect();
    let statement = page.says.map(|kind| sections(scope, kind, &mut taken));
    let statement = statement.unwrap_or_default();
    let mut toc = toc(&statement);
    toc.extend(body.toc(scope));
    let view = ProsePage {
        statement,
        summary: scope.maybe(entry.summary.as_ref()),
        updated: entry.updated.map(|day| scope.locale().day(day)),
    };
    let data = Data::Prose(Box::new(view));
    let mut parts = PageParts::of_entry(scope, "page.html", "page", entry, data);
    // A legal notice says who is behind the site.
    parts.page_type = (page.says == Some(PageKind::LegalNotice)).then_some("AboutPage");
    parts.toc = toc;
    parts.body = Some(body);
    Some(parts.finish(scope))
}
