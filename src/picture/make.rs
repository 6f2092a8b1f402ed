//! The files of a picture: each width in each format.

use std::io::Cursor;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fast_image_resize::images::Image;
use fast_image_resize::{IntoImageView, PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder, RgbImage, RgbaImage};
use img_parts::ImageICC;

use crate::digest::Digest;
use crate::made::Made;
use crate::model::picture::{PictureFormat, Recipe};
use crate::picture::{Flaw, cleaned, look, name};
use crate::source::Blob;

/// What of a picture may be lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Care {
    /// What nobody sees at the width of a page.
    Shown,
    /// Less: the picture is kept at its size, and only turned.
    Fine,
    /// Nothing.
    Exact,
}

impl Care {
    /// The quality of the formats that lose something, in percent.
    fn quality(self) -> u8 {
        match self {
            Self::Shown => 80,
            Self::Fine => 92,
            Self::Exact => 100,
        }
    }
}

/// Pictures of more pixels than this are made one after the other: several of them would
/// take more memory than a small machine has.
const MANY_PIXELS: u32 = 24_000_000;

/// Whose turn it is to make a picture of many pixels.
#[derive(Debug, Default)]
pub struct Turns(Mutex<()>);

/// A place to make the files of one picture after the other, which is decoded once.
#[derive(Debug)]
pub struct Bench<'a> {
    made: &'a Made,
    turns: &'a Turns,
    turn: Option<MutexGuard<'a, ()>>,
    decoded: Option<(Digest, DynamicImage, Option<Vec<u8>>)>,
}

impl<'a> Bench<'a> {
    /// A place with nothing on it.
    pub fn new(made: &'a Made, turns: &'a Turns) -> Self {
        Self { made, turns, turn: None, decoded: None }
    }

    /// A file of a picture, as an earlier build made it or made now.
    ///
    /// # Errors
    ///
    /// Why the picture cannot be published.
    pub fn file(&mut self, blob: &Blob, recipe: Recipe) -> Result<Vec<u8>, Flaw> {
        let key = name(blob, recipe);
        if let Some(bytes) = self.made.get(key) {
            return Ok(bytes);
        }
        let bytes = match recipe.width {
            None => cleaned(&blob.unchanged().ok_or(Flaw::Changed)?)?,
            Some(width) => {
                let (image, profile) = self.decoded(blob)?;
                let image = resized(image, width).ok_or(Flaw::Broken)?;
                let care = if recipe.exact { Care::Exact } else { Care::Shown };
                encoded(&image, recipe.format, profile, care)?
            }
        };
        self.made.put(key, &bytes);
        Ok(bytes)
    }

    /// The pixels of a picture and its colour profile.
    fn decoded(&mut self, blob: &Blob) -> Result<(&DynamicImage, Option<&[u8]>), Flaw> {
        if self
            .decoded
            .as_ref()
            .is_none_or(|(digest, ..)| *digest != blob.digest)
        {
            self.decoded = None;
            self.turn = None;
            let bytes = blob.unchanged().ok_or(Flaw::Changed)?;
            let format = look::format_of(&bytes)?;
            if look::n_pixels(&bytes, format)? > MANY_PIXELS {
                let turn = self.turns.0.lock();
                self.turn = Some(turn.unwrap_or_else(PoisonError::into_inner));
            }
            let (image, profile) = look::upright(&bytes, format)?;
            self.decoded = Some((blob.digest, image, profile));
        }
        let decoded = self.decoded.as_ref();
        decoded
            .map(|(_, image, profile)| (image, profile.as_deref()))
            .ok_or(Flaw::Broken)
    }
}

/// A picture at another width. `None` for one without pixels.
fn resized(image: &DynamicImage, width: u32) -> Option<DynamicImage> {
    if image.width() == width {
        return Some(image.clone());
    }
    let (w, h) = (u64::from(image.width()), u64::from(image.height()));
    let height = ((u64::from(width) * h + w / 2) / w.max(1)).max(1);
    let height = u32::try_from(height).ok()?;
    let pixels = image.pixel_type()?;
    let mut small = Image::new(width, height, pixels);
    Resizer::new().resize(image, &mut small, &ResizeOptions::new()).ok()?;
    let bytes = small.into_vec();
    match pixels {
        PixelType::U8x3 => RgbImage::from_raw(width, height, bytes).map(Into::into),
        PixelType::U8x4 => RgbaImage::from_raw(width, height, bytes).map(Into::into),
        _ => None,
    }
}

/// A picture as a file, with its colour profile.
pub(super) fn encoded(
    image: &DynamicImage,
    format: PictureFormat,
    profile: Option<&[u8]>,
    care: Care,
) -> Result<Vec<u8>, Flaw> {
    let (width, height) = (image.width(), image.height());
    let (bytes, colours) = (image.as_bytes(), image.color().into());
    let mut out = Cursor::new(vec![]);
    let profile = profile.map(<[u8]>::to_vec);
    match format {
        PictureFormat::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, care.quality());
            if let Some(profile) = profile {
                // A profile that does not fit is one that no browser reads.
                let _fits = encoder.set_icc_profile(profile);
            }
            let written = match image {
                DynamicImage::ImageRgb8(pixels) => encoder.encode_image(pixels),
                image => encoder.encode_image(&image.to_rgb8()),
            };
            written.map_err(|_| Flaw::Broken)?;
        }
        PictureFormat::Png => {
            let (compression, filter) = (CompressionType::Best, FilterType::Adaptive);
            let mut encoder = PngEncoder::new_with_quality(&mut out, compression, filter);
            if let Some(profile) = profile {
                let _fits = encoder.set_icc_profile(profile);
            }
            let written = encoder.write_image(bytes, width, height, colours);
            written.map_err(|_| Flaw::Broken)?;
        }
        PictureFormat::WebP => return webp(image, profile, care),
        PictureFormat::Svg => return Err(Flaw::Format),
    }
    Ok(out.into_inner())
}

fn webp(
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
    care: Care,
) -> Result<Vec<u8>, Flaw> {
    let (width, height) = (image.width(), image.height());
    let encoder = match image {
        DynamicImage::ImageRgba8(p) => webp::Encoder::from_rgba(p, width, height),
        DynamicImage::ImageRgb8(p) => webp::Encoder::from_rgb(p, width, height),
        _ => return Err(Flaw::Format),
    };
    let quality = f32::from(care.quality());
    let encoded = encoder.encode_simple(care == Care::Exact, quality);
    let encoded = encoded.map_err(|_| Flaw::Broken)?;
    let bytes = encoded.to_vec();
    let Some(profile) = profile else { return Ok(bytes) };
    let mut parts =
        img_parts::webp::WebP::from_bytes(bytes.into()).map_err(|_| Flaw::Broken)?;
    parts.set_icc_profile(Some(profile.into()));
    Ok(parts.encoder().bytes().to_vec())
}
