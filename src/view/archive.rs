//! The archive of a dossier: everything that a newsroom needs, in one file.

use std::sync::Arc;

use crate::digest::Digest;
use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::picture::Recipe;
use crate::source::Blob;
use crate::view::kept::Kept;
use crate::view::open_data::{self, DataContent, DataFile};
use crate::view::page::{Content, Page, TemplatePage, Term, Text};
use crate::view::scope::Scope;
use crate::view::{Ground, dossier, kit, picture, release};

/// What an archive is made of.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The folder that it unpacks into.
    pub folder: Arc<str>,
    /// The dossier, whose press kit is `<folder>.pdf`.
    pub dossier: Box<TemplatePage>,
    /// The press releases that announce it, with the names of their files.
    pub releases: Vec<(String, Box<TemplatePage>)>,
    /// Its data, with the names of their files.
    pub tables: Vec<(&'static str, Box<DataContent>)>,
    /// Its pictures.
    pub media: Vec<ArchiveMedia>,
}

/// A picture in an archive, or left out of it.
#[derive(Clone, Debug)]
pub struct ArchiveMedia {
    /// The name of its file.
    pub name: String,
    /// The file that the writer gave.
    pub blob: Blob,
    /// What is made of it, by the names of the files; nothing where nobody may pass it on.
    pub files: Vec<(String, Recipe)>,
    /// What it shows.
    pub caption: Text,
    /// Who made it.
    pub credit: Arc<str>,
    /// What may be done with it.
    pub licence: Kept<Term>,
    /// The same in a sentence.
    pub usage: Kept<Term>,
}

impl Archive {
    /// What is in the archive depends on nothing else.
    pub(super) fn digest(&self, path: &str) -> Digest {
        let mut digests = vec![Digest::of_bytes(path.as_bytes())];
        digests.push(Digest::of_value(&*self.dossier));
        for (name, page) in &self.releases {
            digests.push(Digest::of_bytes(name.as_bytes()));
            digests.push(Digest::of_value(&**page));
        }
        digests.extend(self.tables.iter().map(|(_, table)| Digest::of_value(&**table)));
        for it in &self.media {
            let said = (&it.name, &it.caption, &it.credit, &it.licence, &it.usage);
            digests.push(Digest::of_value(&said));
            for (name, recipe) in &it.files {
                digests.push(Digest::of_bytes(name.as_bytes()));
                digests.push(crate::picture::name(&it.blob, *recipe));
            }
        }
        Digest::of_parts(digests.iter().map(|digest| digest.as_bytes().as_slice()))
    }
}

/// The address of a dossier's archive, below the host: beside its press kit.
pub(super) fn address(ground: &Ground, id: &Id, lang: Lang) -> Option<Arc<str>> {
    let kit = kit::address(ground, EntryKind::Dossier, id, lang)?;
    let stem = kit.strip_suffix(".pdf").unwrap_or(&kit);
    Some(format!("{stem}.zip").into())
}

/// Makes the archive of a dossier.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let views = scope.views;
    let address = address(views, id, scope.lang)?;
    let Content::Template(dossier) = dossier::page(scope, id)?.content else {
        return None;
    };
    let file_name = |address: &str| -> String {
        address.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let announcing = views.index.releases_of.get(id).into_iter().flatten();
    let releases = announcing.filter_map(|id| {
        let address = kit::address(views, EntryKind::Release, id, scope.lang)?;
        let Content::Template(page) = release::page(scope, id)?.content else {
            return None;
        };
        Some((file_name(&address), page))
    });
    let tables = [DataFile::Figures, DataFile::Funding].into_iter();
    let tables = tables.filter_map(|file| {
        let Content::Data(data) = open_data::page(views, Some(id), file)?.content else {
            return None;
        };
        Some((file.name(), data))
    });
    let media = views.site.dossiers.get(id)?.media.iter().filter_map(|media| {
        let original = media.picture.original();
        let published = views.pictures.get(&media.file)?;
        let name = file_name(&published.address(original));
        let mut files = vec![];
        if picture::may_be_used(media) {
            files.push((format!("media/original/{name}"), original));
            // A drawing has all widths.
            let web =
                picture::web(views, &media.file).filter(|(web, _)| *web != original);
            files.extend(web.map(|(recipe, address)| {
                (format!("media/web/{}", file_name(&address)), recipe)
            }));
        }
        Some(ArchiveMedia {
            name,
            blob: published.blob().clone(),
            files,
            caption: scope.text(media.caption.as_ref().unwrap_or(&media.alt)),
            credit: scope.text(&media.credit).text,
            licence: scope.term("licence", media.licence.as_str()),
            usage: scope.term("licence-use", media.licence.as_str()),
        })
    });
    let name = file_name(&address);
    let archive = Archive {
        folder: name.strip_suffix(".zip").unwrap_or(&name).into(),
        dossier,
        releases: releases.collect(),
        tables: tables.collect(),
        media: media.collect(),
    };
    Some(Page {
        path: super::frame::output_path(&address),
        lang: Some(scope.lang),
        content: Content::Archive(Box::new(archive)),
    })
}
