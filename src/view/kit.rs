//! Press kits: a dossier as a document that can be taken away.
//!
//! A kit says what the dossier's page says, in the same values: it is the same view, set on
//! sheets. A dossier has one in each of its languages when its `documents` ask for it.

use std::sync::Arc;

use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::view::page::{Content, Page};
use crate::view::scope::Scope;
use crate::view::wording::Wording;
use crate::view::{Ground, dossier};

/// The address of a dossier's kit, below the host; `None` where it has none in the language.
pub(super) fn address(ground: &Ground, id: &Id, lang: Lang) -> Option<Arc<str>> {
    let dossier = ground.site.dossiers.get(id)?;
    let is_there = dossier.has_kit() && dossier.entry.is_in(lang);
    let above = ground
        .routes
        .entry(EntryKind::Dossier, id, lang)
        .filter(|_| is_there)?;
    let slug = above.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let word = Wording { ground, lang }.locale().word("routes.press-kit");
    Some(format!("{above}{slug}-{word}.pdf").into())
}

/// Makes the kit of a dossier.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let address = address(scope.views, id, scope.lang)?;
    let page = dossier::page(scope, id)?;
    let Content::Template(values) = page.content else { return None };
    Some(Page {
        path: super::frame::output_path(&address),
        lang: Some(scope.lang),
        content: Content::Document(values),
    })
}
