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

    /// The path on the site of a full address; `None` where that leads to another one.
    ///
    /// It is read as a browser would read it: `HTTP://www.Site.example:80/a/../%62` is `/b/`
    /// there. It ends with a slash in any case.
    pub fn path_of(&self, address: &str) -> Option<String> {
        let rest = match address.split_once(':') {
            Some((scheme, rest))
                if ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) =>
            {
                rest
            }
            _ => address.strip_prefix("//")?,
        };
        let rest = rest.trim_start_matches(['/', '\\']);
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let own = self.origin.split_once("://").map_or(&*self.origin, |(_, own)| own);
        if host(authority) != host(own) {
            return None;
        }
        let path = plain_path(path);
        path.strip_prefix(&*self.path)
            .filter(|path| path.starts_with('/'))
            .map(str::to_owned)
    }

    /// The address within the host of a path that begins with a slash.
    pub fn within_host(&self, path: &str) -> String {
        format!("{}{path}", self.path)
    }
}

/// The host of an authority, as names are compared.
fn host(authority: &str) -> String {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.trim_end_matches(":443").trim_end_matches(":80");
    let host = host.trim_end_matches('.').to_lowercase();
    match host.is_ascii() {
        true => host,
        false => idna::domain_to_ascii(&host).unwrap_or(host),
    }
}

/// A path without escapes, `.` and `..`, what follows it, and with a slash at its end.
pub(crate) fn plain_path(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let mut parts: Vec<&str> = vec![];
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut plain = String::from("/");
    for part in parts {
        plain.push_str(part);
        plain.push('/');
    }
    plain
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

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_full_address_of_the_site_is_a_path_on_it() {
        let base = |origin: &str, path: &str| BaseUrl {
            origin: origin.into(),
            path: path.into(),
        };
        let site = base("https://xn--sant-epa.example", "");
        for address in [
            "https://xn--sant-epa.example/fr/a",
            "http://xn--sant-epa.example/fr/a/?x#y",
            "HTTPS://someone@Santé.Example.:443/fr//b/../%61/",
            "//santé.example/fr/./a/",
            "https:\\\\santé.example\\fr\\a",
        ] {
            assert_eq!(site.path_of(address).as_deref(), Some("/fr/a/"), "{address}");
        }
        for address in ["https://a.example/fr/a/", "/fr/a/", "mailto:a@santé.example"] {
            assert_eq!(site.path_of(address), None, "{address}");
        }
        let below = base("http://localhost:8000", "/d");
        assert_eq!(below.path_of("http://localhost:8000/d/fr/").as_deref(), Some("/fr/"));
        assert_eq!(below.path_of("http://localhost:8000/data/"), None);
        assert_eq!(below.path_of("http://localhost/d/fr/"), None);
    }
}
