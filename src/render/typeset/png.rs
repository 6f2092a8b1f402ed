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
    let (palette, indices) = with_palette(width, pixels);
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
fn with_palette(width: u32, pixels: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let runs = runs(width, pixels);
    let mut n_pixels: BTreeMap<Colour, usize> = BTreeMap::new();
    for (colour, n) in runs.iter().flatten().flatten() {
        *n_pixels.entry(*colour).or_default() += n;
    }
    let mut frequent: Vec<(usize, Colour)> =
        n_pixels.iter().map(|(colour, n)| (*n, *colour)).collect();
    frequent.sort_unstable_by(|a, b| b.cmp(a));
    frequent.truncate(MAX_COLOURS);
    let palette: Vec<Colour> = frequent.into_iter().map(|(_, colour)| colour).collect();
    let mut places: BTreeMap<Colour, u8> =
        palette.iter().copied().zip(0..=u8::MAX).collect();
    for colour in n_pixels.into_keys() {
        places.entry(colour).or_insert_with(|| nearest(colour, &palette));
    }
    let mut indices: Vec<u8> = Vec::with_capacity(pixels.len() / 4);
    let width = width as usize;
    for row in runs {
        match row {
            Some(runs) => {
                for (colour, n) in runs {
                    let place = places.get(&colour).copied().unwrap_or_default();
                    indices.resize(indices.len() + n, place);
                }
            }
            None => indices.extend_from_within(indices.len() - width..),
        }
    }
    (palette.into_iter().flatten().collect(), indices)
}

/// A run of pixels of one colour, with its length.
type Run = (Colour, usize);

/// Each row as runs, `None` where it is the row above: a card is paper most of all.
fn runs(width: u32, pixels: &[u8]) -> Vec<Option<Vec<Run>>> {
    let rows = pixels.chunks_exact(4 * width.max(1) as usize);
    let mut above: Option<&[u8]> = None;
    let runs = rows.map(|row| {
        let is_same = above.replace(row) == Some(row);
        (!is_same).then(|| runs_of(row))
    });
    runs.collect()
}

fn runs_of(row: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = vec![];
    let mut add = |pixel: &[u8], n| {
        let colour = [pixel[0], pixel[1], pixel[2]];
        match runs.last_mut() {
            Some((last, len)) if *last == colour => *len += n,
            _ => runs.push((colour, n)),
        }
    };
    // Most blocks are of one colour: they are seen as a whole.
    for block in row.chunks(4 * 16) {
        match block[4..] == block[..block.len() - 4] {
            true => add(block, block.len() / 4),
            false => block.chunks_exact(4).for_each(|pixel| add(pixel, 1)),
        }
    }
    runs
}

/// The place of the colour of a palette that is nearest to another.
fn nearest(colour: Colour, palette: &[Colour]) -> u8 {
    let mut best = (u32::MAX, 0);
    for (place, known) in (0..=u8::MAX).zip(palette) {
        let [r, g, b] = *known;
        let [r, g, b] =
            [r.abs_diff(colour[0]), g.abs_diff(colour[1]), b.abs_diff(colour[2])];
        let [r, g, b] = [u32::from(r), u32::from(g), u32::from(b)];
        best = best.min((r * r + g * g + b * b, place));
    }
    best.1
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
        let (palette, indices) = with_palette(2, &pixels);
        assert_eq!((palette.len(), indices.len()), (3 * 256, pixels.len() / 4));
        for (pixel, place) in pixels.chunks(4).zip(indices) {
            let shown = &palette[3 * usize::from(place)..][..3];
            let off = pixel[..3].iter().zip(shown).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(off <= Some(127), "{pixel:?} as {shown:?}");
        }
        let (palette, indices) = with_palette(1, &[1, 2, 3, 255, 1, 2, 3, 255]);
        assert_eq!((palette, indices), (vec![1, 2, 3], vec![0, 0]));
    }
}
