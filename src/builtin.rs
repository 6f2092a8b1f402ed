//! The theme that ships in the binary.

use std::sync::Arc;

use crate::source::{Blob, Source};

/// The folder under which the built-in theme stands in a snapshot. No site can have it, since
/// names of themes begin with a letter or a digit.
const FOLDER: &str = "themes/.built-in";

/// Names files of `themes/default`, whose texts are compiled in.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Every file by its name in the theme. A test holds the list against the folder.
        pub const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../themes/default/", $name)))),+];
    };
}

/// Names fonts of `themes/default`, whose bytes are compiled in.
macro_rules! fonts {
    ($($name:literal),+ $(,)?) => {
        /// Every font by its name in the theme. A test holds the list against the folder.
        pub const FONTS: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../themes/default/", $name)))),+];
    };
}

fonts![
    "assets/fonts/sans-regular.woff2",
    "assets/fonts/sans-semibold.woff2",
    "assets/fonts/serif-italic.woff2",
    "assets/fonts/serif-regular.woff2",
    "assets/fonts/serif-semibold.woff2",
    "fonts/IBMPlexSans-Regular.ttf",
    "fonts/IBMPlexSans-SemiBold.ttf",
    "fonts/IBMPlexSerif-Italic.ttf",
    "fonts/IBMPlexSerif-Regular.ttf",
    "fonts/IBMPlexSerif-SemiBold.ttf",
];

files![
    "assets/fonts/OFL.txt",
    "assets/icon.svg",
    "assets/search.js",
    "assets/style.css",
    "assets/tables.js",
    "cards/dossier.typ",
    "cards/figure.typ",
    "cards/home.typ",
    "cards/page.typ",
    "cards/release.typ",
    "cards/sheet.typ",
    "fonts/OFL.txt",
    "kit/dossier.typ",
    "kit/parts.typ",
    "kit/prose.typ",
    "kit/release.typ",
    "kit/sheet.typ",
    "strings/en.yaml",
    "strings/fr.yaml",
    "templates/404.html",
    "templates/base.html",
    "templates/components.html",
    "templates/corrections.html",
    "templates/charts/bars.html",
    "templates/charts/plans.html",
    "templates/charts/stack.html",
    "templates/charts/steps.html",
    "templates/dossier.html",
    "templates/dossiers.html",
    "templates/feed.xml",
    "templates/figure-list.html",
    "templates/figure.html",
    "templates/glossary.html",
    "templates/home.html",
    "templates/key-figures.html",
    "templates/landing.html",
    "templates/organisation.html",
    "templates/organisations.html",
    "templates/page.html",
    "templates/partials/card-cover.html",
    "templates/partials/cover.html",
    "templates/partials/dossier-card.html",
    "templates/partials/dossier-funding.html",
    "templates/partials/dossier-item.html",
    "templates/partials/emblem.html",
    "templates/partials/figure-facts.html",
    "templates/partials/figure-provenance.html",
    "templates/partials/figure-row.html",
    "templates/partials/figure-rows.html",
    "templates/partials/figure-sample.html",
    "templates/partials/figure-tile.html",
    "templates/partials/footer.html",
    "templates/partials/head-links.html",
    "templates/partials/list-header.html",
    "templates/partials/media.html",
    "templates/partials/nav.html",
    "templates/partials/notices.html",
    "templates/partials/operator.html",
    "templates/partials/pagination.html",
    "templates/partials/quote.html",
    "templates/partials/release-item.html",
    "templates/partials/section.html",
    "templates/partials/source.html",
    "templates/partials/statement.html",
    "templates/partials/tables-script.html",
    "templates/partials/share-card.html",
    "templates/partials/site-title.html",
    "templates/partials/toc.html",
    "templates/partials/ways.html",
    "templates/people.html",
    "templates/press-room.html",
    "templates/programme.html",
    "templates/programmes.html",
    "templates/redirect.html",
    "templates/release.html",
    "templates/releases.html",
    "templates/robots.txt",
    "templates/search.html",
    "templates/sections/contacts.html",
    "templates/sections/documents.html",
    "templates/sections/figures.html",
    "templates/sections/funding.html",
    "templates/sections/media.html",
    "templates/sections/objectives.html",
    "templates/sections/operators.html",
    "templates/sections/places.html",
    "templates/sections/quotes.html",
    "templates/sections/releases.html",
    "templates/sections/revisions.html",
    "templates/sections/sources.html",
    "templates/sections/timeline.html",
    "templates/sitemap.xml",
    "templates/sources.html",
    "templates/topic.html",
    "templates/topics.html",
    "theme.yaml",
];

/// The theme as sources of a snapshot.
pub fn theme() -> impl Iterator<Item = Source> {
    FILES
        .iter()
        .map(|(name, text)| Source::new(format!("{FOLDER}/{name}").into(), text))
}

/// The fonts of the theme: those below `assets/` are for browsers, those below `fonts/`, whole,
/// for what is typeset here.
pub fn fonts() -> impl Iterator<Item = (Arc<str>, Blob)> {
    FONTS.iter().map(|(name, bytes)| {
        (format!("{FOLDER}/{name}").into(), Blob::from_static(bytes))
    })
}
