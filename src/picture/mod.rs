//! Bytes of pictures in, bytes of pictures out: what a file holds, and what is made of it.
//!
//! A picture is published upright, in several widths, with its colour profile and without
//! anything else that its file said: where and by whom it was taken, with what, and how it
//! looked before it was cropped.

mod look;
mod make;
mod clean;
mod svg;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Problem;
use crate::digest::Digest;
use crate::made::Made;
use crate::model::picture::{Picture, PictureFormat, PictureKind, Recipe};
use crate::source::Blob;

pub use make::{Bench, Turns};

/// The most pixels of a picture: more than any camera of a press photographer makes.
pub const MAX_PIXELS: u64 = 64_000_000;

/// The number of what is done to pictures: another one gives every published picture another
/// name, and finds nothing that was made before.
const RECIPES: &str = "picture 1";

/// Why a picture cannot be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// It is empty, cut short or damaged.
    Broken,
    /// It has too many pixels.
    TooLarge {
        /// Its width.
        width: u64,
        /// Its height.
        height: u64,
    },
    /// It is in none of the formats that can be cleaned.
    Format,
    /// It moves.
    Animated,
    /// It is a drawing with something that a drawing must not have, at a line.
    Unsafe {
        /// What it is: `<script>`, `onload`.
        what: String,
        /// The line in its file.
        line: usize,
    },
    /// The file is not as it was when the site was read.
    Changed,
}

impl Flaw {
    /// The flaw in the words of a finding.
    pub fn problem(self) -> Problem {
        match self {
            Self::Broken => Problem::BrokenPicture,
            Self::TooLarge { width, height } => {
                Problem::TooManyPixels { width, height, max: MAX_PIXELS }
            }
            Self::Format => Problem::PictureFormat,
            Self::Animated => Problem::MovingPicture,
            Self::Unsafe { what, line } => Problem::UnsafeDrawing { what, line },
            Self::Changed => Problem::ChangedWhileReading,
        }
    }
}

/// The pictures of a site, looked at once and remembered.
#[derive(Clone, Copy, Debug)]
pub struct Pictures<'a> {
    /// Every file that is no text.
    pub blobs: &'a BTreeMap<Arc<str>, Blob>,
    /// What earlier builds found out.
    pub made: &'a Made,
}

impl Pictures<'_> {
    /// What is known of the picture at a path.
    ///
    /// # Errors
    ///
    /// Why it cannot be published.
    pub fn look(&self, path: &str) -> Result<Picture, Flaw> {
        let blob = self.blobs.get(path).ok_or(Flaw::Changed)?;
        let key = Made::key("look 1", [blob.digest.as_bytes().as_slice()]);
        if let Some(known) = self.made.get(key).and_then(|bytes| from_bytes(&bytes)) {
            return Ok(known);
        }
        let picture = look::look(&blob.unchanged().ok_or(Flaw::Changed)?)?;
        self.made.put(key, to_text(&picture).as_bytes());
        Ok(picture)
    }
}

/// The digits in the names of everything that is made of a picture.
pub fn digits(blob: &Blob) -> String {
    Digest::of_parts([RECIPES.as_bytes(), blob.digest.as_bytes()]).short()
}

/// What names a file that is made of a picture: the key under which it is kept.
pub fn name(blob: &Blob, recipe: Recipe) -> Digest {
    let width = recipe.width.unwrap_or(0).to_string();
    let format = recipe.format.extension();
    let exact = if recipe.exact { b"exact".as_slice() } else { b"" };
    let parts = [blob.digest.as_bytes(), width.as_bytes(), format.as_bytes(), exact];
    Made::key(RECIPES, parts)
}

/// A file in a picture's own format, with nothing in it but the picture.
///
/// # Errors
///
/// Why it cannot be published.
pub fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    match look::format_of(bytes)? {
        PictureFormat::Svg => svg::rebuilt(bytes).map(|drawing| drawing.bytes),
        format => clean::clean(bytes, format),
    }
}

const KINDS: [PictureKind; 3] =
    [PictureKind::Photo, PictureKind::Flat, PictureKind::Vector];

const FORMATS: [PictureFormat; 4] =
    [PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::WebP, PictureFormat::Svg];

/// What is known, as it is kept.
fn to_text(picture: &Picture) -> String {
    let Picture { width, height, kind, format, has_place } = *picture;
    let kind = KINDS.iter().position(|k| *k == kind).unwrap_or(0);
    let format = FORMATS.iter().position(|f| *f == format).unwrap_or(0);
    format!("{width} {height} {kind} {format} {}", u8::from(has_place))
}

fn from_bytes(bytes: &[u8]) -> Option<Picture> {
    let mut numbers = std::str::from_utf8(bytes).ok()?.split(' ');
    let mut next = || numbers.next()?.parse::<u32>().ok();
    Some(Picture {
        width: next()?,
        height: next()?,
        kind: *KINDS.get(usize::try_from(next()?).ok()?)?,
        format: *FORMATS.get(usize::try_from(next()?).ok()?)?,
        has_place: next()? == 1,
    })
}
