//! The press room: every press kit, the press releases, pictures to be used, whom to ask.

use std::sync::Arc;

use serde::Serialize;

use crate::model::entry::EntryKind;
use crate::view::listing::{
    DossierSummary, Listing, ReleaseSummary, dossier_summary, list_page, release_summary,
    slice,
};
use crate::view::page::{Data, Page, PageLink};
use crate::view::scope::Scope;
use crate::view::sections::{ContactView, MediaView, contacts, media};
use crate::view::{PAGE_LEN, archive, kit};

/// The press room, or one of its further pages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PressRoom {
    /// The press kits of this page.
    #[serde(flatten)]
    pub kits: Listing<KitView>,
    /// The latest press releases, on the first page.
    pub releases: Vec<PressRelease>,
    /// All press releases.
    pub all_releases: Arc<str>,
    /// Pictures of the dossiers of this page.
    pub media: Vec<PressMedia>,
    /// Whom to ask, on the first page.
    pub contacts: Vec<ContactView>,
}

/// A press kit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct KitView {
    /// The dossier.
    pub dossier: DossierSummary,
    /// Its absolute address, by which its kit is known.
    pub ident: Arc<str>,
    /// The PDF.
    pub document: Arc<str>,
    /// The archive.
    pub archive: Arc<str>,
}

/// A press release with its PDF.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PressRelease {
    /// The release.
    pub release: ReleaseSummary,
    /// The PDF, where it is in the language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Arc<str>>,
}

/// A picture of the library.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PressMedia {
    /// The picture.
    pub picture: MediaView,
    /// The size of its file, in words.
    pub size: String,
    /// The dossier that it is of.
    pub dossier: PageLink,
}

/// A page of the press room.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let views = scope.views;
    let lists = &views.lists[scope.lang];
    let here = slice(&lists.press_room, nth);
    let url = |address: Arc<str>| scope.url(&address);
    let kits = here.iter().filter_map(|id| {
        let address = views.routes.entry(EntryKind::Dossier, id, scope.lang)?;
        Some(KitView {
            dossier: dossier_summary(scope, id)?,
            ident: scope.absolute(address),
            document: kit::address(views, EntryKind::Dossier, id, scope.lang).map(url)?,
            archive: archive::address(views, id, scope.lang).map(url)?,
        })
    });
    let pictures = here.iter().flat_map(|id| {
        let dossier = views.site.dossiers.get(id);
        let link = dossier.map(|dossier| scope.entry_link(&dossier.entry));
        let all = dossier.map(|dossier| {
            let sizes = dossier.media.iter().filter_map(|media| {
                let (_, blob) = views.files.get(&media.file)?;
                Some(scope.locale().file_size(blob.len))
            });
            media(scope, &dossier.media).into_iter().zip(sizes)
        });
        all.into_iter().flatten().filter_map(move |(picture, size)| {
            Some(PressMedia { picture, size, dossier: link.clone()? })
        })
    });
    let is_first = nth == 0;
    let latest = lists.releases.iter().take(if is_first { PAGE_LEN } else { 0 });
    let releases = latest.filter_map(|id| {
        let document = kit::address(views, EntryKind::Release, id, scope.lang);
        Some(PressRelease {
            release: release_summary(scope, id)?,
            document: document.map(url),
        })
    });
    let mut whom: Vec<ContactView> = vec![];
    if is_first {
        let site = &views.site;
        let of_dossiers = site.dossiers.values().map(|it| &it.contacts);
        let of_releases = site.releases.values().map(|it| &it.contacts);
        for contact in of_dossiers.chain(of_releases).flat_map(|it| contacts(scope, it)) {
            if !whom.contains(&contact) {
                whom.push(contact);
            }
        }
    }
    let n_kits = lists.press_room.len();
    let data = PressRoom {
        kits: Listing::new(scope, "press-room", kits.collect(), n_kits, nth),
        releases: releases.collect(),
        all_releases: scope.list("releases"),
        media: pictures.collect(),
        contacts: whom,
    };
    let data = Data::PressRoom(Box::new(data));
    list_page(scope, "press-room.html", "press-room", data, nth)
}
