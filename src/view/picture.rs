//! Pictures as pages show them: several widths to choose from, their sizes always known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::model::dossier::Media;
use crate::model::picture::{Picture, PictureFormat, Recipe};
use crate::model::terms::Licence;
use crate::resolve::PublicSite;
use crate::source::Blob;
use crate::view::page::{Plate, Text};
use crate::view::wording::Wording;
use crate::view::{Ground, PageKey};

/// A picture with everything that is published of it.
#[derive(Clone, Debug)]
pub struct Published {
    picture: Picture,
    blob: Blob,
    /// Its address without what tells its widths and formats apart: `/media/facade-1a2b3c4d`.
    stem: Arc<str>,
    /// Whether its file is published in full, for those who may use it.
    is_given: bool,
    /// Whether it is only ever seen small.
    is_small: bool,
}

/// The picture beside the name of the site, which is its icon, too.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EmblemView {
    /// Its address.
    pub url: Arc<str>,
    /// Its width, in pixels.
    pub width: u32,
    /// Its height, in pixels.
    pub height: u32,
    /// What it shows, where that says more than the name beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<Text>,
}

/// A picture for `<picture>` and `<img>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PictureView {
    /// The address for browsers that do not choose.
    pub url: Arc<str>,
    /// Its width, in pixels.
    pub width: u32,
    /// Its height, in pixels.
    pub height: u32,
    /// Its widths as every browser reads them; none of a drawing, which has all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub srcset: Option<String>,
    /// The same as WebP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webp: Option<String>,
    /// The address of the whole file, where it is larger and others may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Arc<str>>,
}

/// The pictures that public entries show, by their paths. `stem` gives the address of a file,
/// without its ending.
pub(super) fn published(
    site: &PublicSite,
    blobs: &BTreeMap<Arc<str>, Blob>,
) -> BTreeMap<Arc<str>, Published> {
    let dossiers = site.dossiers.values().flat_map(|dossier| &dossier.media);
    let releases = site.releases.values().flat_map(|release| &release.media);
    let mut pictures = BTreeMap::new();
    let mut given: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    for media in dossiers.chain(releases) {
        let Some(blob) = blobs.get(&media.file) else { continue };
        let stem = stem(&media.file, blob);
        // One file may be shown twice, under two licences: the stricter one holds.
        let is_given = given.entry(stem.clone()).or_insert(true);
        *is_given &= media.picture.is_large() && may_be_used(media);
        let (picture, blob) = (media.picture, blob.clone());
        let is_given = *is_given;
        let published = Published { picture, blob, stem, is_given, is_small: false };
        pictures.insert(media.file.clone(), published);
    }
    if let Some(emblem) = &site.config.emblem
        && let Some(blob) = blobs.get(&emblem.file)
        && !pictures.contains_key(&emblem.file)
    {
        let (picture, stem, blob) =
            (emblem.picture, stem(&emblem.file, blob), blob.clone());
        let published = Published {
            picture,
            blob,
            stem,
            is_given: false,
            is_small: true,
        };
        pictures.insert(emblem.file.clone(), published);
    }
    for picture in pictures.values_mut() {
        picture.is_given = given.get(&picture.stem).is_some_and(|given| *given);
    }
    pictures
}

/// The picture beside the name of the site, in the format that every browser reads, and with its
/// type.
pub(super) fn emblem(wording: Wording<'_>) -> Option<(EmblemView, &'static str)> {
    let ground = wording.ground;
    let emblem = ground.site.config.emblem.as_ref()?;
    let published = ground.pictures.get(&emblem.file)?;
    // The narrowest, in the format that comes before WebP.
    let recipe = *published.picture.recipes().first()?;
    let width = recipe.width.unwrap_or(published.picture.width);
    let view = EmblemView {
        url: wording.url(&published.address(recipe)),
        width,
        height: published.picture.height_at(width),
        alt: wording.maybe(emblem.alt.as_ref()),
    };
    Some((view, recipe.format.mime()))
}

/// The address of what is made of a picture, without what tells widths and formats apart.
pub(super) fn stem(path: &str, blob: &Blob) -> Arc<str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, _) = name.rsplit_once('.').unwrap_or((name, ""));
    let digits = crate::picture::digits(blob);
    format!("/media/{}-{digits}", crate::model::id::slugify(stem)).into()
}

/// Whether others may pass it on.
pub(super) fn may_be_used(media: &Media) -> bool {
    !matches!(media.licence, Licence::AllRightsReserved)
}

impl Published {
    /// Every file that is made of it.
    fn recipes(&self) -> Vec<Recipe> {
        let mut recipes = self.picture.recipes();
        if self.is_small {
            recipes.truncate(1);
        }
        if self.is_given {
            recipes.push(self.picture.original());
        }
        recipes
    }

    /// The address of one of them, below the host's root.
    pub(super) fn address(&self, recipe: Recipe) -> Arc<str> {
        let extension = recipe.format.extension();
        match recipe.width {
            Some(width) => format!("{}-{width}.{extension}", self.stem).into(),
            None => format!("{}.{extension}", self.stem).into(),
        }
    }

    /// The file of which it is made.
    pub(super) fn blob(&self) -> &Blob {
        &self.blob
    }
}

/// The width in which a picture is set on paper and goes to newsrooms, in pixels: a column of a
/// newspaper's page, or the whole of a sheet at 190 dots per inch.
const WEB_WIDTH: u32 = 1200;

/// A picture as every program reads it, not larger than pages need.
pub(super) fn web(ground: &Ground, path: &str) -> Option<(Recipe, Arc<str>)> {
    let published = ground.pictures.get(path)?;
    let fallback = published.picture.fallback();
    let recipes = published.picture.recipes();
    let mut plain = recipes.iter().filter(|recipe| recipe.format == fallback);
    let first = plain.clone().next();
    let widest = plain.rfind(|recipe| recipe.width.is_none_or(|w| w <= WEB_WIDTH));
    let recipe = *widest.or(first)?;
    Some((recipe, published.address(recipe)))
}

/// Pictures as they are set on paper.
pub(super) fn plates<'a>(
    ground: &Ground,
    media: impl IntoIterator<Item = &'a Media>,
) -> Vec<Plate> {
    let plates = media.into_iter().filter_map(|media| {
        let (recipe, _) = web(ground, &media.file)?;
        let blob = ground.pictures.get(&media.file)?.blob.clone();
        let (id, path) = (media.id.shared(), media.file.clone());
        Some(Plate { id, path, blob, recipe })
    });
    plates.collect()
}

/// The addresses of what others may take of a picture: the whole file, where it is published,
/// and one of the size of a page.
pub(super) fn given(ground: &Ground, media: &Media) -> Vec<(Recipe, Arc<str>)> {
    if !may_be_used(media) {
        return vec![];
    }
    let whole = ground.pictures.get(&media.file).filter(|it| it.is_given).map(|it| {
        let recipe = it.picture.original();
        (recipe, it.address(recipe))
    });
    whole.into_iter().chain(web(ground, &media.file)).collect()
}

/// Every file that is made of the pictures of a site: those of one picture together, and none
/// twice.
pub(super) fn keys(ground: &Ground) -> Vec<PageKey> {
    let mut seen = BTreeSet::new();
    let mut keys = vec![];
    for (path, published) in &ground.pictures {
        if seen.insert(&published.stem) {
            let recipes = published.recipes().into_iter();
            keys.extend(recipes.map(|recipe| PageKey::Picture(path.clone(), recipe)));
        }
    }
    keys
}

/// A picture as pages show it; `None` for a file that no public entry declares.
pub(super) fn view(ground: &Ground, path: &str) -> Option<PictureView> {
    let published = ground.pictures.get(path)?;
    let picture = &published.picture;
    let address = |recipe: Recipe| -> Arc<str> {
        let address = published.address(recipe);
        ground.site.config.base_url.within_host(&address).into()
    };
    let original = published.is_given.then(|| address(picture.original()));
    let recipes = picture.recipes();
    let set = |format: PictureFormat| -> Option<String> {
        let of_format = recipes.iter().filter(|recipe| recipe.format == format);
        let sources = of_format.filter_map(|recipe| {
            Some(format!("{} {}w", address(*recipe), recipe.width?))
        });
        let sources: Vec<String> = sources.collect();
        (!sources.is_empty()).then(|| sources.join(", "))
    };
    // Of the formats that every browser reads, the one that a phone and a desk can both do
    // with.
    let fallback = picture.fallback();
    let mut plain = recipes.iter().filter(|recipe| recipe.format == fallback);
    let first = plain.clone().next();
    let middle = plain.rfind(|recipe| recipe.width.is_none_or(|width| width <= 800));
    let shown = *middle.or(first)?;
    let widest = recipes.iter().filter_map(|recipe| recipe.width).max();
    let width = widest.unwrap_or(picture.width);
    Some(PictureView {
        url: address(shown),
        width,
        height: picture.height_at(width),
        srcset: set(fallback),
        webp: set(PictureFormat::WebP),
        original,
    })
}
