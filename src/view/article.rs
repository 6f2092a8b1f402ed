//! What an entry says, away from its page: whole, with links that lead back from anywhere.

use std::sync::Arc;

use serde::Serialize;

use crate::model::dossier::Quote;
use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::view::body::{BodyView, Resolved};
use crate::view::figures::{FigureView, key};
use crate::view::page::Text;
use crate::view::scope::Scope;

/// What an entry says.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// The absolute address of its page.
    pub url: Arc<str>,
    /// Its key figures, which no prose repeats.
    pub figures: Vec<Arc<FigureView>>,
    /// Its prose. Every link in it is absolute.
    pub body: BodyView,
    /// Its quotes, for those that stand in the prose.
    pub quotes: Vec<Said>,
    /// What the sections that stand in the prose are called.
    pub sections: Vec<(&'static str, Arc<str>)>,
}

/// A quote with the least that it needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Said {
    /// Its id.
    pub id: Arc<str>,
    /// The words between their marks.
    pub text: Text,
    /// Who said it, and in which role.
    pub speaker: Vec<Text>,
}

impl Article {
    /// What an entry says in a language; `None` where it is not written in it.
    pub(super) fn new(scope: Scope<'_>, entry: &Entry) -> Option<Self> {
        let site = &scope.views.site;
        let file = entry.files[scope.lang].as_ref()?;
        let dossier = match entry.kind {
            EntryKind::Dossier => site.dossiers.get(&entry.id),
            EntryKind::Release | EntryKind::Page => None,
        };
        let release = match entry.kind {
            EntryKind::Release => site.releases.get(&entry.id),
            EntryKind::Dossier | EntryKind::Page => None,
        };
        let own: Option<&Id> = match release {
            Some(release) if release.dossiers.len() == 1 => release.dossiers.first(),
            _ => dossier.map(|dossier| &dossier.entry.id),
        };
        let quotes: &[Quote] = match (dossier, release) {
            (Some(dossier), _) => &dossier.quotes,
            (_, Some(release)) => &release.quotes,
            (None, None) => &[],
        };
        let url =
            scope.absolute(scope.views.routes.entry(entry.kind, &entry.id, scope.lang)?);
        let mut body = BodyView::new(scope, &file.body, &file.path, own);
        from_anywhere(&mut body, &site.config.base_url.origin, &url);
        let placed = body.placed().into_iter();
        let title = |section: &str| scope.word(&format!("sections.{section}")).text;
        Some(Self {
            url,
            figures: dossier
                .iter()
                .flat_map(|dossier| key(scope, &dossier.entry.id))
                .map(|row| row.figure.clone())
                .collect(),
            sections: placed.map(|s| (s.as_str(), title(s.as_str()))).collect(),
            quotes: crate::view::sections::quotes(scope, quotes, None)
                .into_iter()
                .map(|quote| Said {
                    id: quote.id,
                    text: quote.text,
                    speaker: [Some(quote.speaker), quote.role]
                        .into_iter()
                        .flatten()
                        .collect(),
                })
                .collect(),
            body,
        })
    }
}

/// Makes every link of some prose absolute. Terms are not explained: the glossary is a part of
/// the site, and who reads elsewhere has not asked for it.
fn from_anywhere(body: &mut BodyView, origin: &str, page: &Arc<str>) {
    body.terms = None;
    body.page = page.clone();
    body.base_path = format!("{origin}{}", body.base_path).into();
    for reference in &mut body.references {
        if let Resolved::Link(link) = reference
            && link.url.starts_with('/')
        {
            link.url = format!("{origin}{}", link.url).into();
        }
    }
    for file in body.files.iter_mut().flatten() {
        *file = format!("{origin}{file}").into();
    }
}
