//! What a picture is: its size as it is seen, its kind, and whether it can be published.

use std::collections::BTreeSet;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::model::picture::{Picture, PictureFormat, PictureKind};
use crate::picture::{Flaw, MAX_PIXELS, clean, svg};

/// The most bytes that a picture may take once it is decoded.
const MAX_DECODED: u64 = 256 << 20;

/// The most colours of a picture that is kept without loss.
const FEW_COLOURS: usize = 256;

/// The highest picture that WebP can hold.
const MAX_HEIGHT: u32 = 16_383;

/// Looks at the bytes of a file.
pub(super) fn look(bytes: &[u8]) -> Result<Picture, Flaw> {
    let format = format_of(bytes)?;
    if format == PictureFormat::Svg {
        let svg::Drawing { width, height, .. } = svg::rebuilt(bytes)?;
        let kind = PictureKind::Vector;
        return Ok(Picture { width, height, kind, format, has_place: false });
    }
    // A file that is cut short is found by its parts, since decoders are lenient.
    let has_place = clean::metadata(bytes, format)?.iter().any(|m| says_where(m));
    let (width, height, kind) = match format {
        PictureFormat::Jpeg => {
            let mut decoder = decoder(bytes, format)?;
            let (width, height) = decoder.dimensions();
            let turned = is_turned(decoder.orientation().ok());
            let (width, height) = if turned { (height, width) } else { (width, height) };
            (width, height, PictureKind::Photo)
        }
        PictureFormat::Png | PictureFormat::WebP | PictureFormat::Svg => {
            let image = upright(bytes, format)?.0;
            (image.width(), image.height(), kind_of(&image))
        }
    };
    let picture = Picture { width, height, kind, format, has_place };
    let widest = picture.widths().last().copied().unwrap_or(width);
    if picture.height_at(widest) > MAX_HEIGHT {
        return Err(Flaw::TooLarge { width: width.into(), height: height.into() });
    }
    Ok(picture)
}

/// How many pixels a file has.
pub(super) fn n_pixels(bytes: &[u8], format: PictureFormat) -> Result<u32, Flaw> {
    let (width, height) = decoder(bytes, format)?.dimensions();
    Ok(width.saturating_mul(height))
}

/// The format of a file, by its first bytes and not by its name.
pub(super) fn format_of(bytes: &[u8]) -> Result<PictureFormat, Flaw> {
    if bytes.is_empty() {
        return Err(Flaw::Broken);
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => Ok(PictureFormat::Jpeg),
        Ok(ImageFormat::Png) => Ok(PictureFormat::Png),
        Ok(ImageFormat::WebP) => Ok(PictureFormat::WebP),
        Ok(_) => Err(Flaw::Format),
        Err(_) if svg::seems_svg(bytes) => Ok(PictureFormat::Svg),
        Err(_) => Err(Flaw::Format),
    }
}

/// A decoder that has read the head of a file, and no pixel of it.
fn decoder(
    bytes: &[u8],
    format: PictureFormat,
) -> Result<impl ImageDecoder + use<'_>, Flaw> {
    let format = match format {
        PictureFormat::Jpeg => ImageFormat::Jpeg,
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::WebP => ImageFormat::WebP,
        PictureFormat::Svg => return Err(Flaw::Format),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(2 * MAX_DECODED);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| Flaw::Broken)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (u64::from(width), u64::from(height));
    if width * height > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(Flaw::TooLarge { width, height });
    }
    Ok(decoder)
}

/// The pixels of a file as they are to be seen, and its colour profile.
pub(super) fn upright(
    bytes: &[u8],
    format: PictureFormat,
) -> Result<(DynamicImage, Option<Vec<u8>>), Flaw> {
    let mut decoder = decoder(bytes, format)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(|_| Flaw::Broken)?;
    let mut image = match image.color().has_alpha() {
        true => DynamicImage::ImageRgba8(image.into_rgba8()),
        false => DynamicImage::ImageRgb8(image.into_rgb8()),
    };
    image.apply_orientation(orientation);
    // Transparency that hides nothing is none.
    if let DynamicImage::ImageRgba8(pixels) = &image
        && pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX)
    {
        image = DynamicImage::ImageRgb8(image.into_rgb8());
    }
    // Pixels are red, green and blue now, and so must the profile be.
    let profile = profile.filter(|profile| profile.get(16..20) == Some(b"RGB "));
    Ok((image, profile))
}

/// Whether the pixels of a file are not as they are to be seen.
pub(super) fn is_to_be_turned(bytes: &[u8], format: PictureFormat) -> bool {
    let orientation = decoder(bytes, format).ok().map(|mut d| d.orientation());
    !matches!(orientation, None | Some(Ok(Orientation::NoTransforms)))
}

/// Whether width and height change places.
fn is_turned(orientation: Option<Orientation>) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Some(Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH))
}

fn kind_of(image: &DynamicImage) -> PictureKind {
    let DynamicImage::ImageRgb8(pixels) = image else { return PictureKind::Flat };
    let mut colours = BTreeSet::new();
    let mut last = None;
    for pixel in pixels.pixels() {
        if last != Some(pixel) {
            last = Some(pixel);
            colours.insert(pixel.0);
            if colours.len() > FEW_COLOURS {
                return PictureKind::Photo;
            }
        }
    }
    PictureKind::Flat
}

/// Whether some metadata say where a picture was taken.
fn says_where(metadata: &[u8]) -> bool {
    let exif = metadata.strip_prefix(b"Exif\0\0").unwrap_or(metadata);
    let reader = exif::Reader::new();
    let in_exif = reader.read_raw(exif.to_vec()).is_ok_and(|exif| {
        exif.fields().any(|field| {
            field.tag.context() == exif::Context::Gps && field.tag.number() != 0
        })
    });
    in_exif || memchr::memmem::find(metadata, b"GPSLatitude").is_some()
}
