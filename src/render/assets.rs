//! Files of a theme that are published beside its pages: styles, icons, fonts, images.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, FilePath, Place};
use crate::picture::Flaw;
use crate::source::{Blob, Snapshot};
use crate::validate::IMAGE_EXTENSIONS;
use crate::view::ThemeAsset;

/// The files below `assets/` of a theme, by the paths at which they are published. The first
/// of the folders that has a file gives it.
///
/// A file's published name holds its digest, so that a browser may keep it for ever; what a
/// style refers to by `url(name)` is given the published name too. Pictures are published as
/// those of the content are: photos without what their files say of themselves, drawings
/// rebuilt; one that cannot be is reported.
pub(super) fn assets(
    snapshot: &Snapshot,
    folders: &[Arc<str>],
    found: &mut Vec<Diagnostic>,
) -> (BTreeMap<Arc<str>, Blob>, Vec<ThemeAsset>) {
    let mut files: BTreeMap<&str, (&FilePath, Blob)> = BTreeMap::new();
    for folder in folders.iter().rev() {
        let prefix = format!("{folder}/assets/");
        let texts = snapshot.sources.iter().map(|(path, source)| {
            (path, Blob::from_bytes(source.text.as_bytes().to_vec()))
        });
        let blobs = snapshot.blobs.iter().map(|(path, blob)| (path, blob.clone()));
        for (path, blob) in texts.chain(blobs) {
            if let Some(name) = path.strip_prefix(&prefix) {
                files.insert(name, (path, blob));
            }
        }
    }
    let mut by_name: BTreeMap<&str, Blob> = BTreeMap::new();
    for (name, (path, blob)) in files {
        let file = if is_picture(name) { cleaned(path, &blob) } else { Ok(blob) };
        match file {
            Ok(blob) => drop(by_name.insert(name, blob)),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    let mut names = vec![];
    let mut assets = BTreeMap::new();
    // Styles come last, since their bytes hold the names of the others.
    let (styles, others): (Vec<_>, Vec<_>) =
        by_name.into_iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, blob) in others.into_iter().chain(styles) {
        let blob = match name.ends_with(".css") {
            true => with_published_names(name, blob, &names),
            false => blob,
        };
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let digest = blob.digest.short();
        let path: Arc<str> = format!("assets/{stem}-{digest}.{extension}").into();
        names.push(ThemeAsset { name: name.into(), path: path.clone() });
        assets.insert(path, blob);
    }
    (assets, names)
}

/// Whether a file is a picture, by its name.
fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    IMAGE_EXTENSIONS.iter().any(|it| it.eq_ignore_ascii_case(ending))
}

/// A picture of the theme with nothing in it but the picture.
fn cleaned(path: &FilePath, blob: &Blob) -> Result<Blob, Diagnostic> {
    let bytes = blob.unchanged();
    let cleaned = match &bytes {
        Some(bytes) => crate::picture::cleaned(bytes),
        None => Err(Flaw::Changed),
    };
    cleaned.map(Blob::from_bytes).map_err(|flaw| {
        let place = match (&flaw, &bytes) {
            (Flaw::Unsafe { line, .. }, Some(bytes)) => line_of(bytes, *line),
            _ => Place::File,
        };
        Diagnostic::new(flaw.problem(), path, place)
    })
}

/// A line of a text, counted from 1.
fn line_of(bytes: &[u8], line: usize) -> Place {
    let mut start = 0;
    for (nth, text) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if nth + 1 == line {
            return Place::Bytes(start..start + text.trim_ascii_end().len());
        }
        start += text.len();
    }
    Place::File
}

/// A style whose `url(…)` have the published names. They are relative to the style's folder.
fn with_published_names(name: &str, style: Blob, names: &[ThemeAsset]) -> Blob {
    let folder: Vec<&str> = name.split('/').rev().skip(1).collect();
    let folder: Vec<&str> = folder.into_iter().rev().collect();
    let Some(text) = style.reader.read().ok().and_then(|b| String::from_utf8(b).ok())
    else {
        return style;
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + "url(".len());
        out.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (inside, after) = after.split_at(end);
        let written = inside.trim().trim_matches(['"', '\'']);
        let meant = joined(&folder, written);
        match names.iter().find(|asset| *asset.name == *meant) {
            Some(asset) => {
                let published = asset.path.strip_prefix("assets/");
                out.push('"');
                out.push_str(&"../".repeat(folder.len()));
                out.push_str(published.unwrap_or(&asset.path));
                out.push('"');
            }
            None => out.push_str(inside),
        }
        rest = after;
    }
    out.push_str(rest);
    if out == text { style } else { Blob::from_bytes(out.into_bytes()) }
}

/// A path relative to a folder, without its `.` and `..`.
fn joined(folder: &[&str], written: &str) -> String {
    let mut parts = folder.to_vec();
    for part in written.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_finds_its_font() {
        let font = ThemeAsset {
            name: "fonts/text.woff2".into(),
            path: "assets/fonts/text-0123.woff2".into(),
        };
        let style = "@font-face { src: url('../fonts/text.woff2') } a { b: url(data:x) }";
        let style = Blob::from_bytes(style.as_bytes().to_vec());
        let style = with_published_names("css/print.css", style, &[font]);
        let bytes = style.reader.read().expect("bytes in memory");
        assert_eq!(
            String::from_utf8(bytes).expect("text"),
            "@font-face { src: url(\"../fonts/text-0123.woff2\") } a { b: url(data:x) }"
        );
    }
}
