//! What everybody may see.

use std::ops::Deref;

use rust_decimal::Decimal;

use crate::model::dossier::Figure;
use crate::model::entry::Entry;
use crate::model::id::Id;
use crate::model::quantity::Number;
use crate::resolve::Site;

/// The site as the public may see it.
///
/// Renderers receive nothing else: an entry in draft or under embargo does not exist for
/// them, so that a build with it is the same, byte for byte, as a build without its files.
/// There is no other way to make one than [`PublicSite::new`].
#[derive(Clone, Debug)]
pub struct PublicSite {
    site: Site,
    preview: bool,
}

impl PublicSite {
    /// Leaves out what is not public at the instant of the build.
    ///
    /// A preview keeps everything, and every page of it says that it is one.
    pub fn new(mut site: Site, preview: bool) -> Self {
        let now = site.now;
        let visible = |entry: &Entry| preview || entry.visibility.is_public(now);
        site.dossiers.retain(|_, dossier| visible(&dossier.entry));
        site.releases.retain(|_, release| visible(&release.entry));
        site.pages.retain(|_, page| visible(&page.entry));
        let dossiers = &site.dossiers;
        site.facts.retain(|id, _| dossiers.contains_key(id));
        Self { site, preview }
    }

    /// The number of a figure of the site. One that cannot be computed is an error long before
    /// anything is shown.
    pub fn number_of(&self, dossier: &Id, figure: &Figure) -> Number {
        let number = self.site.number_of(dossier, figure);
        number.unwrap_or_else(|| Number::exact(Decimal::ZERO))
    }

    /// Whether drafts and embargoed entries are shown.
    pub fn is_preview(&self) -> bool {
        self.preview
    }
}

impl Deref for PublicSite {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}
