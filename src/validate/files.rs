//! Files that the content names: where they may stand, and what they may be.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::diag::Problem;
use crate::model::picture::Picture;
use crate::picture::Pictures;
use crate::source::Blob;
use crate::validate::at::{At, Out};
use crate::validate::secrecy::lies_among_entries;

/// Pictures that are published.
pub(crate) const IMAGE_EXTENSIONS: &[&str] = &["jpg", "jpeg", "png", "webp", "svg"];

/// Documents that are published.
pub(crate) const DOCUMENT_EXTENSIONS: &[&str] = &["pdf", "csv", "txt"];

/// A file below `folder`, which ends with a slash: the file must be there, and its name end
/// with one of `extensions`. `at` is the place of `text`.
pub(crate) fn own_file(
    out: &mut Out<'_>,
    at: &At<'_>,
    text: &str,
    folder: &str,
    blobs: &BTreeMap<Arc<str>, Blob>,
    extensions: &'static [&'static str],
) -> Option<Arc<str>> {
    let name: String = text.nfc().collect();
    if name.split('/').any(|part| part.is_empty() || part.starts_with('.'))
        || name.contains(['\\', ':'])
    {
        out.value(at, Problem::NotAFilePath { text: text.to_owned() });
        return None;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !extensions.contains(&extension.to_ascii_lowercase().as_str()) {
        let text = text.to_owned();
        out.value(at, Problem::FileTypeNotPublished { text, known: extensions });
        return None;
    }
    let path = format!("{folder}{name}");
    if !blobs.contains_key(path.as_str()) {
        let here = blobs.range::<str, _>((Bound::Included(folder), Bound::Unbounded));
        let near = here
            .map(|(path, _)| &**path)
            .take_while(|path| path.starts_with(folder))
            .filter(|path| lies_among_entries(folder) || !lies_among_entries(path))
            .map(|path| &path[folder.len()..]);
        let near = crate::diag::near(&name, near);
        out.value(at, Problem::NoSuchFile { text: text.to_owned(), near });
        return None;
    }
    Some(path.into())
}

/// What is known of a picture, if it can be published. `at` is where its file is named.
pub(crate) fn picture(
    out: &mut Out<'_>,
    at: &At<'_>,
    file: &str,
    pictures: Pictures<'_>,
) -> Option<Picture> {
    match pictures.look(file) {
        Ok(picture) => {
            if picture.has_place {
                out.value(at, Problem::PhotoSaysWhere);
            }
            Some(picture)
        }
        Err(flaw) => {
            out.value(at, flaw.problem());
            None
        }
    }
}
