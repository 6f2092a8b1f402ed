//! Share cards as PNG.

use std::collections::BTreeMap;

use typst_render::RenderOptions;

use crate::diag::{Diagnostic, Problem};
use crate::digest::Digest;
use crate::made::Made;
use crate::render::typeset::{Typeset, keep_what_fonts_have, png};
use crate::view::card::{Card, HEIGHT, WIDTH};

/// The kind of an output that is a share card, in the manifest.
pub(in crate::render) const KIND: &str = "card";

/// A card is kept under this name; the number counts the ways in which it is drawn.
const RECIPE: &str = "card 1";

/// Draws a card, or takes one that was drawn before.
///
/// # Errors
///
/// What its template does wrong, at its place.
pub(in crate::render) fn image(
    typeset: &Typeset,
    card: &Card,
    made: &Made,
) -> Result<Vec<u8>, Diagnostic> {
    let (value, theme) = (Digest::of_value(card), typeset.digest("cards"));
    let parts = [value.as_bytes().as_slice(), theme.as_bytes()];
    made.get_or_make(Made::key(RECIPE, parts), || drawn(typeset, card))
}

fn drawn(typeset: &Typeset, card: &Card) -> Result<Vec<u8>, Diagnostic> {
    let program = format!("cards/{}.typ", card.template);
    let mut data = serde_json::to_value(card).unwrap_or_default();
    keep_what_fonts_have(typeset, &mut data)?;
    let drawn =
        typeset.typeset(&program, data.to_string(), BTreeMap::new(), |document| {
            let pages = document.pages();
            let first = pages.first().map(|page| {
                let pixel_per_pt = 1.0.into();
                let options = RenderOptions { pixel_per_pt, render_bleed: false };
                let image = typst_render::render(page, &options);
                let (width, height) = (image.width(), image.height());
                (width, height, png::encode(width, height, image.data()))
            });
            (pages.len(), first)
        })?;
    match drawn {
        (1, Some((WIDTH, HEIGHT, bytes))) => Ok(bytes),
        (n_pages, image) => {
            let (width, height) =
                image.map_or((0, 0), |(width, height, _)| (width, height));
            let problem = Problem::CardSize { n_pages, width, height };
            Err(typeset.of_program(&program, problem))
        }
    }
}
