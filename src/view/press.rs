//! The press room: every press kit, the press releases, pictures to be used, whom to ask.

use std::sync::Arc;

use serde::Serialize;

use crate::model::dossier::Media;
use crate::model::entry::{Entry, EntryKind};
use crate::model::picture::PictureFormat;
use crate::view::kept::Kept;
use crate::view::listing::{
    DossierSummary, Listing, ReleaseSummary, dossier_summary, list_parts,
    release_summary, slice,
};
use crate::view::page::{Data, Page, PageLink, Term};
use crate::view::picture::given;
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
    /// What may be done with it, in a sentence.
    pub usage: Kept<Term>,
    /// What can be taken of it; nothing where nobody may pass it on.
    pub downloads: Vec<Download>,
    /// The dossier or press release that it is of.
    pub entry: Kept<PageLink>,
}

/// A file of a picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Download {
    /// Its address.
    pub url: Arc<str>,
    /// Its format: `JPEG`.
    pub format: &'static str,
    /// Its width and height in pixels, in words; a drawing has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<String>,
}

/// A page of the press room.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let views = scope.views;
    let lists = &views.lists[scope.lang];
    let here = slice(&lists.press_room, nth);
    let is_first = nth == 0;
    let latest = lists.releases.iter().take(if is_first { PAGE_LEN } else { 0 });
    let mut offers = vec![];
    let mut offer = |address: &str| {
        let offer = scope.offer(address);
        let url = offer.url.clone();
        offers.push(offer);
        url
    };
    let mut kits = vec![];
    let mut pictures = vec![];
    for id in here {
        let document = kit::address(views, EntryKind::Dossier, id, scope.lang);
        let archive = archive::address(views, id, scope.lang);
        let dossier = dossier_summary(scope, id);
        let (Some(document), Some(archive), Some(dossier)) = (document, archive, dossier)
        else {
            continue;
        };
        let (document, archive) = (offer(&document), offer(&archive));
        kits.push(KitView { dossier, document, archive });
        if let Some(it) = views.site.dossiers.get(id) {
            pictures.extend(library(scope, &it.entry, &it.media, &mut offer));
        }
    }
    let mut releases = vec![];
    for id in latest {
        let document = kit::address(views, EntryKind::Release, id, scope.lang);
        let Some(release) = release_summary(scope, id) else { continue };
        let document = document.map(|address| offer(&address));
        releases.push(PressRelease { release, document });
        if let Some(it) = views.site.releases.get(id) {
            pictures.extend(library(scope, &it.entry, &it.media, &mut offer));
        }
    }
    let mut whom: Vec<ContactView> = vec![];
    if is_first {
        let site = &views.site;
        let of_dossiers = site.dossiers.values().map(|it| &it.contacts);
        let of_releases = site.releases.values().map(|it| &it.contacts);
        for contact in of_dossiers.chain(of_releases).flat_map(|it| contacts(scope, it)) {
            // Whoever answers for several entries stands there once, with the languages.
            let is_same = |it: &&mut ContactView| {
                it.name == contact.name && it.email == contact.email
            };
            match whom.iter_mut().find(is_same) {
                Some(known) if known.languages.is_none() => *known = contact,
                Some(_) => {}
                None => whom.push(contact),
            }
        }
    }
    let n_kits = lists.press_room.len();
    let data = PressRoom {
        kits: Listing::new(scope, "press-room", kits, n_kits, nth),
        releases,
        all_releases: scope.list("releases"),
        media: pictures,
        contacts: whom,
    };
    let data = Data::PressRoom(Box::new(data));
    let mut parts = list_parts(scope, "press-room.html", "press-room", data, nth);
    parts.offers = offers;
    parts.finish(scope)
}

/// The pictures of an entry, with what can be taken of them.
fn library(
    scope: Scope<'_>,
    entry: &Entry,
    all: &[Media],
    offer: &mut impl FnMut(&str) -> Arc<str>,
) -> Vec<PressMedia> {
    let mut pictures = vec![];
    for picture in media(scope, all) {
        let Some(media) = all.iter().find(|it| it.id.as_str() == &*picture.id) else {
            continue;
        };
        let downloads = given(scope.views, media).into_iter().map(|(recipe, address)| {
            let it = &media.picture;
            let dimensions = (recipe.format != PictureFormat::Svg).then(|| {
                let width = recipe.width.unwrap_or(it.width);
                let height = it.height_at(width);
                let (width, height) = (width.to_string(), height.to_string());
                let values = [("width", &*width), ("height", &*height)];
                scope.locale().fill("kit.dimensions", &values)
            });
            Download {
                url: offer(&address),
                format: recipe.format.name(),
                dimensions,
            }
        });
        pictures.push(PressMedia {
            picture,
            usage: scope.term("licence-use", media.licence.as_str()),
            downloads: downloads.collect(),
            entry: scope.entry_link(entry),
        });
    }
    pictures
}
