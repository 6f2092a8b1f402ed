//! Pictures without what they say of themselves, pixel for pixel as they were.
//!
//! What is kept is listed, and everything else is left out: a part that nobody has thought of
//! cannot slip through. What follows the picture's end is left out too.

use crate::model::picture::PictureFormat;
use crate::picture::{Flaw, look, make};

/// A file with nothing in it but the picture, upright.
pub(super) fn clean(bytes: &[u8], format: PictureFormat) -> Result<Vec<u8>, Flaw> {
    if look::is_to_be_turned(bytes, format) {
        // Which way is up was said in what is left out: the pixels are turned instead.
        let (image, profile) = look::upright(bytes, format)?;
        return make::encoded(&image, format, profile.as_deref(), make::Care::Fine);
    }
    let parts = parts(bytes, format)?;
    let kept = parts.iter().filter(|part| part.kept).map(|part| part.bytes);
    Ok(match format {
        PictureFormat::WebP => webp(kept),
        PictureFormat::Png => png(kept),
        PictureFormat::Jpeg | PictureFormat::Svg => kept.collect::<Vec<_>>().concat(),
    })
}

/// What a file says of itself: the parts that are not published.
pub(super) fn metadata(bytes: &[u8], format: PictureFormat) -> Result<Vec<&[u8]>, Flaw> {
    let parts = parts(bytes, format)?.into_iter().filter(|part| !part.kept);
    Ok(parts.map(|part| part.body).collect())
}

/// A part of a file.
struct Part<'a> {
    /// All of it.
    bytes: &'a [u8],
    /// What is in it, without its name and length.
    body: &'a [u8],
    kept: bool,
}

fn parts(bytes: &[u8], format: PictureFormat) -> Result<Vec<Part<'_>>, Flaw> {
    let parts = match format {
        PictureFormat::Jpeg => jpeg_parts(bytes),
        PictureFormat::Png => png_parts(bytes),
        PictureFormat::WebP => webp_parts(bytes)?,
        PictureFormat::Svg => None,
    };
    parts.ok_or(Flaw::Broken)
}

/// The segments of a JPEG, up to its end.
fn jpeg_parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let mut parts = vec![];
    let mut at = 2;
    parts.push(Part { bytes: bytes.get(..at)?, body: &[], kept: true });
    loop {
        let start = at;
        while bytes.get(at..at + 2)? == [0xff, 0xff] {
            at += 1;
        }
        let &[0xff, marker] = bytes.get(at..at + 2)? else { return None };
        at += 2;
        if marker == 0xd9 {
            parts.push(Part { bytes: &bytes[start..at], body: &[], kept: true });
            return Some(parts);
        }
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            continue;
        }
        let &[high, low] = bytes.get(at..at + 2)? else { return None };
        let len = usize::from(u16::from_be_bytes([high, low]));
        let body = bytes.get(at + 2..at + len)?;
        at += len;
        if marker == 0xda {
            // The pixels, up to the next marker that is none of theirs.
            loop {
                at += memchr::memchr(0xff, bytes.get(at..)?)?;
                match bytes.get(at + 1)? {
                    0x00 | 0xd0..=0xd7 => at += 2,
                    0xff => at += 1,
                    _ => break,
                }
            }
        }
        let kept = match marker {
            // Frames, tables, pixels, how often restarts come.
            0xc0..=0xcf | 0xda..=0xdf => true,
            0xe2 => body.starts_with(b"ICC_PROFILE\0"),
            // How colours are to be turned into red, green and blue.
            0xee => body.starts_with(b"Adobe"),
            _ => false,
        };
        parts.push(Part { bytes: &bytes[start..at], body, kept });
    }
}

/// The chunks of a PNG, up to its end.
fn png_parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    const KEPT: &[&[u8; 4]] = &[
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
        b"sBIT", b"pHYs", b"cICP",
    ];
    let mut parts = vec![Part { bytes: bytes.get(..8)?, body: &[], kept: true }];
    let mut at = 8;
    loop {
        let len = u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?);
        let len = usize::try_from(len).ok()?;
        let chunk = bytes.get(at..at.checked_add(len)?.checked_add(12)?)?;
        let (name, body) = (&chunk[4..8], &chunk[8..8 + len]);
        if crc32(&chunk[4..8 + len]).to_be_bytes() != chunk[8 + len..] {
            return None;
        }
        let kept = KEPT.iter().any(|kept| *kept == name);
        parts.push(Part { bytes: chunk, body, kept });
        at += chunk.len();
        if name == b"IEND" {
            return Some(parts);
        }
    }
}

/// The chunks of a WebP.
fn webp_parts(bytes: &[u8]) -> Result<Option<Vec<Part<'_>>>, Flaw> {
    let mut parts = vec![];
    let Some(len) = bytes.get(4..8).and_then(|len| len.first_chunk()) else {
        return Ok(None);
    };
    let end = (u32::from_le_bytes(*len) as usize).saturating_add(8);
    let mut at = 12;
    let mut has_picture = false;
    while at + 8 <= end {
        let Some(head) = bytes.get(at..at + 8) else { return Ok(None) };
        let (name, len) = head.split_at(4);
        let len = u32::from_le_bytes(*len.first_chunk().unwrap_or(&[0; 4])) as usize;
        let Some(chunk) = bytes.get(at..at.saturating_add(len).saturating_add(8)) else {
            return Ok(None);
        };
        if matches!(name, b"ANIM" | b"ANMF") {
            return Err(Flaw::Animated);
        }
        has_picture |= matches!(name, b"VP8 " | b"VP8L");
        let kept = matches!(name, b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP");
        parts.push(Part { bytes: chunk, body: &chunk[8..], kept });
        at += chunk.len() + len % 2;
    }
    Ok(has_picture.then_some(parts))
}

/// A WebP of some chunks.
fn webp<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
    for chunk in chunks {
        let start = bytes.len();
        bytes.extend(chunk);
        if chunk.starts_with(b"VP8X")
            && let Some(flags) = bytes.get_mut(start + 8)
        {
            // It no longer says that metadata follow.
            *flags &= !0b0000_1100;
        }
        if chunk.len() % 2 == 1 {
            bytes.push(0);
        }
    }
    let len = u32::try_from(bytes.len() - 8).unwrap_or(u32::MAX);
    bytes[4..8].copy_from_slice(&len.to_le_bytes());
    bytes
}

/// A PNG of some chunks. The name of its colour profile is a text that anybody can have
/// written, and is replaced.
fn png<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = vec![];
    for chunk in chunks {
        let profile = chunk.get(4..8).filter(|name| *name == b"iCCP");
        let body = profile.and_then(|_| chunk.get(8..chunk.len() - 4));
        match body.and_then(|body| Some((body, memchr::memchr(0, body)?))) {
            Some((body, end)) => {
                let named = [b"iCCPICC".as_slice(), &body[end..]].concat();
                let len = u32::try_from(named.len() - 4).unwrap_or(0);
                bytes.extend(len.to_be_bytes());
                bytes.extend(&named);
                bytes.extend(crc32(&named).to_be_bytes());
            }
            None => bytes.extend(chunk),
        }
    }
    bytes
}

/// The checksum of PNG (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
