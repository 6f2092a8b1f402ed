//! `site.yaml`, valid.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::model::id::Id;
use crate::model::lang::{Languages, Localized, PerLang};
use crate::model::money::Currency;
use crate::model::picture::Picture;
use crate::model::raw_html::HtmlPolicy;
use crate::model::statements::{Accessibility, Legal};
use crate::model::terms::Cards;
use crate::model::words::{Message, Words};

/// The site's settings and words.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// The languages, reference language first.
    pub languages: Languages,
    /// The address at which the site is published, without a final slash. IDNs are in
    /// Punycode.
    pub base_url: BaseUrl,
    /// The name of the site.
    pub title: Localized,
    /// One sentence on the site.
    pub tagline: Option<Localized>,
    /// The picture beside the name of the site.
    pub emblem: Option<Emblem>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// What `accessibility:` says; `None` where it is not there.
    pub accessibility: Option<Accessibility>,
    /// What `legal:` says; `None` where it is not there.
    pub legal: Option<Legal>,
    /// What becomes of HTML in Markdown.
    pub html: HtmlPolicy,
    /// The paragraph on the publisher that ends what journalists take away.
    pub about: Option<Localized>,
    /// What they may do with it.
    pub reuse: Option<Localized>,
    /// The currency of amounts that name none; where there is no such currency, an amount
    /// has to name its own.
    pub currency: Option<Currency>,
    /// The time zone of the editors, for suggestions and checks of embargoes.
    pub zone: Zone,
    /// Words of the units that `site.yaml` adds or replaces.
    pub units: BTreeMap<Id, PerLang<Message>>,
    /// Words of the roles that `site.yaml` adds or replaces.
    pub roles: BTreeMap<Id, PerLang<Message>>,
    /// Which share cards it has.
    pub cards: Cards,
    /// Where the site can be published.
    pub targets: BTreeMap<Id, PublishTarget>,
    /// The theme's folders, the site's own first, the built-in theme last.
    pub themes: Vec<Arc<str>>,
    /// The words of the theme in each language.
    pub words: PerLang<Arc<Words>>,
}

/// The picture beside the name of the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Emblem {
    /// Its path in the site folder.
    pub file: Arc<str>,
    /// What is known of it.
    pub picture: Picture,
    /// What it shows, where that says more than the name beside it.
    pub alt: Option<Localized>,
}

/// An absolute http(s) address, split where pages need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseUrl {
    /// Scheme and host: `https://example.org`.
    pub origin: Arc<str>,
    /// The path below which the site lives: empty, or `/dossiers` without a final slash.
    pub path: Arc<str>,
}

impl BaseUrl {
    /// The absolute address of a path that begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.path)
    }

    /// The address within the host of a path that begins with a slash.
    pub fn within_host(&self, path: &str) -> String {
        format!("{}{path}", self.path)
    }
}

/// Who publishes the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publisher {
    /// The name.
    pub name: Localized,
    /// The publisher's own site.
    pub url: Option<Arc<str>>,
    /// The e-mail address.
    pub email: Option<Arc<str>>,
}

/// A time zone of the IANA database, with its name.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    /// Its rules.
    pub rules: TimeZone,
    /// Whether the site names it; else it is a guess, and only good for suggestions.
    pub declared: bool,
}

/// A place where the site can be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PublishTarget {
    /// A folder, on this machine or mounted.
    Folder(Arc<str>),
    /// A branch of a git repository.
    Git {
        /// The remote.
        remote: Arc<str>,
        /// The branch.
        branch: Arc<str>,
    },
    /// An object store: `s3://bucket/prefix`.
    Store(Arc<str>),
}
