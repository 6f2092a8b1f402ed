//! What is known of a picture before anything is made of it, and what is made of it.

/// The widths in which pictures are published, in pixels; never wider than the original.
const WIDTHS: &[u32] = &[400, 800, 1200, 1600];

/// A photo or drawing that can be published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Picture {
    /// Its width as it is seen, in pixels.
    pub width: u32,
    /// Its height as it is seen, in pixels.
    pub height: u32,
    /// How it is best kept.
    pub kind: PictureKind,
    /// The format of its file.
    pub format: PictureFormat,
    /// Whether its file says where it was taken.
    pub has_place: bool,
}

/// How a picture is best kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PictureKind {
    /// Many colours and nothing to see through: JPEG and WebP with small losses.
    Photo,
    /// Few colours, or transparent: PNG and WebP without loss.
    Flat,
    /// Lines and areas: SVG, at any width.
    Vector,
}

/// A format in which pictures are read and published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names are those of the formats")]
pub enum PictureFormat {
    Jpeg,
    Png,
    WebP,
    Svg,
}

impl PictureFormat {
    /// What readers know it as.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Svg => "SVG",
        }
    }

    /// How names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Svg => "svg",
        }
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// One of the files that are made of a picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Recipe {
    /// Its width in pixels; the original's where there is none.
    pub width: Option<u32>,
    /// Its format.
    pub format: PictureFormat,
    /// Whether nothing of it may be lost.
    pub exact: bool,
}

impl Picture {
    /// The widths in which it is published, the smallest first.
    pub fn widths(&self) -> Vec<u32> {
        let mut widths: Vec<u32> =
            WIDTHS.iter().copied().filter(|w| *w < self.width).collect();
        if widths.len() < WIDTHS.len() {
            widths.push(self.width);
        }
        widths
    }

    /// The height that it has at a width.
    pub fn height_at(&self, width: u32) -> u32 {
        let (w, h) = (u64::from(self.width.max(1)), u64::from(self.height));
        let height = (u64::from(width) * h + w / 2) / w;
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }

    /// The format for browsers that do not read WebP.
    pub fn fallback(&self) -> PictureFormat {
        match self.kind {
            PictureKind::Photo => PictureFormat::Jpeg,
            PictureKind::Flat => PictureFormat::Png,
            PictureKind::Vector => PictureFormat::Svg,
        }
    }

    /// The file in its own format and size, with nothing in it but the picture.
    pub fn original(&self) -> Recipe {
        Recipe { width: None, format: self.format, exact: true }
    }

    /// Whether it is larger than any of the widths in which it is shown.
    pub fn is_large(&self) -> bool {
        self.kind != PictureKind::Vector && WIDTHS.iter().all(|w| *w < self.width)
    }

    /// Every file that pages show of it.
    pub fn recipes(&self) -> Vec<Recipe> {
        if self.kind == PictureKind::Vector {
            return vec![self.original()];
        }
        let formats = [self.fallback(), PictureFormat::WebP];
        let recipes = self.widths().into_iter().flat_map(|width| {
            let exact = self.kind == PictureKind::Flat;
            formats.map(|format| Recipe { width: Some(width), format, exact })
        });
        recipes.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(width: u32, height: u32) -> Picture {
        let (kind, format) = (PictureKind::Photo, PictureFormat::Jpeg);
        Picture { width, height, kind, format, has_place: false }
    }

    #[test]
    fn no_width_is_larger_than_the_original() {
        assert_eq!(photo(300, 200).widths(), [300]);
        assert_eq!(photo(800, 600).widths(), [400, 800]);
        assert_eq!(photo(1000, 500).widths(), [400, 800, 1000]);
        assert_eq!(photo(6000, 4000).widths(), [400, 800, 1200, 1600]);
        assert!(photo(6000, 4000).is_large() && !photo(1600, 10).is_large());
        assert_eq!(photo(6000, 4000).height_at(400), 267);
        assert_eq!(photo(60_000, 1).height_at(400), 1);
    }
}
