//! Documents to take away, as PDF that a screen reader reads: PDF/UA-1 and PDF/A-2a.

use std::collections::BTreeMap;

use serde_json::Value;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::diag::{Diagnostic, Place, Problem};
use crate::made::Made;
use crate::model::picture::PictureFormat;
use crate::picture::{self, Bench};
use crate::render::typeset::{Typeset, keep_what_fonts_have};
use crate::view::page::Plate;

/// The kind of an output that is a document of ours, in the manifest.
pub(in crate::render) const KIND: &str = "document";

/// A document is kept under this name; the number counts the ways in which it is set.
const RECIPE: &str = "document 2";

/// Pictures of a document, by the names under which its program finds them.
pub(in crate::render) type Plates<'a> = Vec<(String, &'a Plate)>;

/// What a document is made of.
pub(in crate::render) struct Sheet<'a> {
    /// The program of the theme.
    pub(in crate::render) program: &'a str,
    /// What tells the document from all others.
    pub(in crate::render) ident: &'a str,
    /// The day that it is of.
    pub(in crate::render) day: Option<&'a str>,
    /// What it says.
    pub(in crate::render) data: Value,
    /// Its pictures.
    pub(in crate::render) plates: Plates<'a>,
}

/// Sets a document, or takes one that was set before.
///
/// # Errors
///
/// What its template does wrong, at its place; a picture that can no longer be read.
pub(in crate::render) fn pdf(
    typeset: &Typeset,
    sheet: Sheet<'_>,
    made: &Made,
    bench: &mut Bench<'_>,
) -> Result<Pdf, Diagnostic> {
    let Sheet { program, ident, day, mut data, plates } = sheet;
    let said = data.to_string();
    let mut parts = vec![program, ident, day.unwrap_or_default(), &said];
    let pictures: Vec<String> = plates
        .iter()
        .map(|(_, plate)| picture::name(&plate.blob, plate.recipe).to_string())
        .collect();
    parts.extend(pictures.iter().map(String::as_str));
    let digest = typeset.digest("kit");
    let parts = parts.iter().map(|part| part.as_bytes());
    let key = Made::key(RECIPE, parts.chain([digest.as_bytes().as_slice()]));
    // What is kept is the number of pages, and the document.
    let kept = made.get_or_make(key, || {
        // The fonts are in the key.
        keep_what_fonts_have(typeset, &mut data)?;
        let data = data.to_string();
        let mut files = BTreeMap::new();
        for (name, plate) in plates {
            let file = bench.file(&plate.blob, plate.recipe).map_err(|flaw| {
                Diagnostic::new(flaw.problem(), &plate.path, Place::File)
            });
            let file = match plate.recipe.format {
                PictureFormat::Svg => typeset.drawn_with_fonts(file?)?,
                PictureFormat::Jpeg | PictureFormat::Png | PictureFormat::WebP => file?,
            };
            files.insert(name, file);
        }
        let options = options(ident, day);
        let made = typeset.typeset(program, data, files, move |document| {
            let n_pages = u32::try_from(document.pages().len()).unwrap_or(u32::MAX);
            let pdf = typst_pdf::pdf(document, &options).map_err(|errors| {
                let messages = errors.iter().map(|error| {
                    let hints = error.hints.iter().map(|hint| format!("; {}", hint.v));
                    format!("{}{}", error.message, hints.collect::<String>())
                });
                messages.collect::<Vec<_>>().join("; ")
            });
            pdf.map(|pdf| [&n_pages.to_le_bytes()[..], &pdf].concat())
        })?;
        made.map_err(|message| typeset.of_program(program, Problem::Template { message }))
    })?;
    let (n_pages, bytes) = kept.split_first_chunk().unwrap_or((&[0; 4], &[]));
    Ok(Pdf {
        n_pages: u32::from_le_bytes(*n_pages),
        bytes: bytes.to_vec(),
    })
}

/// A document that was set.
pub(in crate::render) struct Pdf {
    /// How many pages it has.
    pub(in crate::render) n_pages: u32,
    /// The file.
    pub(in crate::render) bytes: Vec<u8>,
}

fn options(ident: &str, day: Option<&str>) -> PdfOptions {
    let timestamp = day.and_then(timestamp);
    // An archive wants to know of when a document is; one that does not say is not for it.
    let both = [PdfStandard::Ua_1, PdfStandard::A_2a];
    let standards = PdfStandards::new(&both[..if timestamp.is_some() { 2 } else { 1 }]);
    let creator = concat!("Recto ", env!("CARGO_PKG_VERSION"));
    PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some(creator.to_owned())),
        timestamp,
        standards: standards.expect("the two go together"),
        ..PdfOptions::default()
    }
}

/// Noon of a day, `2021-12-14`.
fn timestamp(day: &str) -> Option<Timestamp> {
    let mut parts = day.split('-');
    let year = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Timestamp::new_utc(Datetime::from_ymd_hms(year, month, day, 12, 0, 0)?))
}
