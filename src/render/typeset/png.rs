//! PNG of few colours: small, and the same bytes whoever makes it.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

/// How many colours an image with a palette has at most.
const MAX_COLOURS: usize = 256;

/// Encodes an opaque image, given as red, green, blue and alpha of each pixel.
///
/// Text on paper has few colours, but many shades between them. Those that are rare become
/// the nearest of the frequent ones, which nobody sees, and a palette makes the file a third
/// of what it was.
pub(super) fn encode(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let (palette, indices) = with_palette(pixels);
    let mut bytes = vec![];
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_filter(Filter::NoFilter);
    encoder.set_compression(Compression::Balanced);
    // Writing to memory does not fail, and there are as many pixels as were announced.
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&indices));
    debug_assert!(written.is_ok(), "{written:?}");
    bytes
}

type Colour = [u8; 3];

/// The colours of an image, and for each pixel its place among them.
fn with_palette(pixels: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let colour = |pixel: &[u8]| -> Colour { [pixel[0], pixel[1], pixel[2]] };
    let mut n_pixels: BTreeMap<Colour, usize> = BTreeMap::new();
    // Most of a card is long runs of paper.
    for run in pixels.as_chunks::<4>().0.chunk_by(|a, b| a == b) {
        *n_pixels.entry(colour(&run[0])).or_default() += run.len();
    }
    let mut frequent: Vec<(usize, Colour)> =
        n_pixels.iter().map(|(colour, n)| (*n, *colour)).collect();
    frequent.sort_unstable_by(|a, b| b.cmp(a));
    frequent.truncate(MAX_COLOURS);
    let palette: Vec<Colour> = frequent.into_iter().map(|(_, colour)| colour).collect();
    let mut places: BTreeMap<Colour, u8> = BTreeMap::new();
    for colour in n_pixels.keys() {
        let nearest = (0..=u8::MAX)
            .zip(&palette)
            .min_by_key(|(_, known)| distance(colour, known));
        places.insert(*colour, nearest.map_or(0, |(place, _)| place));
    }
    let mut indices = Vec::with_capacity(pixels.len() / 4);
    for run in pixels.as_chunks::<4>().0.chunk_by(|a, b| a == b) {
        let place = places.get(&colour(&run[0])).copied().unwrap_or_default();
        indices.resize(indices.len() + run.len(), place);
    }
    (palette.into_iter().flatten().collect(), indices)
}

fn distance(a: &Colour, b: &Colour) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::with_palette;

    #[test]
    fn rare_shades_become_their_neighbours() {
        // 300 greys, of which the darkest are rare.
        let mut pixels = vec![];
        for shade in 0..=255_u8 {
            let n = if shade < 8 { 1 } else { 3 };
            pixels.extend([shade, shade, shade, 255].repeat(n));
            pixels.extend([shade, shade, 255, 255].repeat(n));
        }
        let (palette, indices) = with_palette(&pixels);
        assert_eq!((palette.len(), indices.len()), (3 * 256, pixels.len() / 4));
        for (pixel, place) in pixels.chunks(4).zip(indices) {
            let shown = &palette[3 * usize::from(place)..][..3];
            let off = pixel[..3].iter().zip(shown).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(off <= Some(127), "{pixel:?} as {shown:?}");
        }
        let (palette, indices) = with_palette(&[1, 2, 3, 255, 1, 2, 3, 255]);
        assert_eq!((palette, indices), (vec![1, 2, 3], vec![0, 0]));
    }
}
