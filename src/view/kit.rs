//! Documents to take away: the press kit of a dossier, a press release as PDF.
//!
//! A document says what the page says, in the same values: it is the same view, set on sheets.
//! A dossier has one in each of its languages when its `documents` ask for it; a press release
//! has one always.

use std::sync::Arc;

use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::view::page::{Content, Page};
use crate::view::scope::Scope;
use crate::view::wording::Wording;
use crate::view::{Ground, dossier, release};

/// The address of an entry's document, below the host; `None` where it has none in the
/// language.
pub(super) fn address(
    ground: &Ground,
    kind: EntryKind,
    id: &Id,
    lang: Lang,
) -> Option<Arc<str>> {
    let (entry, word) = match kind {
        EntryKind::Dossier => {
            let dossier = ground.site.dossiers.get(id).filter(|it| it.has_kit())?;
            (&dossier.entry, "routes.press-kit")
        }
        EntryKind::Release => (&ground.site.releases.get(id)?.entry, "routes.release"),
        EntryKind::Page => return None,
    };
    let above = ground.routes.entry(kind, id, lang).filter(|_| entry.is_in(lang))?;
    let slug = above.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let word = Wording { ground, lang }.locale().word(word);
    Some(format!("{above}{slug}-{word}.pdf").into())
}

/// Makes the document of an entry.
pub(super) fn page(scope: Scope<'_>, kind: EntryKind, id: &Id) -> Option<Page> {
    let address = address(scope.views, kind, id, scope.lang)?;
    let page = match kind {
        EntryKind::Dossier => dossier::page(scope, id)?,
        EntryKind::Release => release::page(scope, id)?,
        EntryKind::Page => return None,
    };
    let Content::Template(values) = page.content else { return None };
    Some(Page {
        path: super::frame::output_path(&address),
        lang: Some(scope.lang),
        content: Content::Document(values),
    })
}
