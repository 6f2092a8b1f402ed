//! All entries together: what refers to what, what adds up, who lives where, and what is
//! public.

mod figures;
mod same;
mod sums;
mod numbers;
mod references;
mod brackets;
mod parity;
mod prose;
mod routes;
mod statements;
mod embargo;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{Timestamp, civil};
use rust_decimal::Decimal;

use crate::diag::{Diagnostic, EntryWord, Problem};
use crate::model::config::Config;
use crate::model::dossier::{Dossier, FactRef, Figure, FundingLine, Measure, Release};
use crate::model::entry::{Entry, EntryKind, Gaps, Page, Visibility};
use crate::model::id::Id;
use crate::model::lang::Localized;
use crate::model::quantity::Number;
use crate::model::registry::Registry;

pub use embargo::PublicSite;
pub use figures::Facts;
pub use references::TargetEntry;
pub use routes::{LISTS, Routes, Thing};
pub use sums::Reconciliation;

/// Every entry of the site, drafts and embargoed ones included, with what connects them.
#[derive(Clone, Debug)]
pub struct Site {
    /// `site.yaml` and the words of the theme.
    pub config: Arc<Config>,
    /// Organisations, people, programmes, topics, sources.
    pub registry: Arc<Registry>,
    /// Dossiers by id.
    pub dossiers: BTreeMap<Id, Arc<Dossier>>,
    /// Press releases by id.
    pub releases: BTreeMap<Id, Arc<Release>>,
    /// Pages of their own by id.
    pub pages: BTreeMap<Id, Arc<Page>>,
    /// What was computed from the facts of each dossier.
    pub facts: BTreeMap<Id, Arc<Facts>>,
    /// Who lives where.
    pub routes: Arc<Routes>,
    /// Files of entries that may be published: photos and documents, by path.
    pub files: Arc<BTreeSet<Arc<str>>>,
    /// The instant of the build.
    pub now: Timestamp,
    /// The day of the build where the editors are.
    pub today: civil::Date,
}

/// What is known of the entries before they are connected.
#[derive(Debug, Default)]
pub struct Entries {
    /// Valid dossiers.
    pub dossiers: BTreeMap<Id, Arc<Dossier>>,
    /// Valid press releases.
    pub releases: BTreeMap<Id, Arc<Release>>,
    /// Valid pages.
    pub pages: BTreeMap<Id, Arc<Page>>,
    /// What could not be read of them.
    pub gaps: Gaps,
}

/// Connects the entries.
pub fn resolve(
    config: &Arc<Config>,
    registry: Registry,
    entries: Entries,
    files: BTreeSet<Arc<str>>,
    now: Timestamp,
    today: civil::Date,
) -> (Site, Vec<Diagnostic>) {
    let routes = Arc::new(Routes::new(config, &registry, &entries));
    let gaps = entries.gaps;
    let mut site = Site {
        config: config.clone(),
        registry: Arc::new(registry),
        dossiers: entries.dossiers,
        releases: entries.releases,
        pages: entries.pages,
        facts: BTreeMap::new(),
        routes,
        files: Arc::new(files),
        now,
        today,
    };
    let mut found = vec![];
    site.facts = figures::resolve(&site, &gaps, &mut found);
    references::check(&site, &gaps, &mut found);
    parity::check(&site, &mut found);
    prose::check(&site, &mut found);
    routes::check(&site, &mut found);
    statements::check(&site, &mut found);
    (site, found)
}

impl Entries {
    /// Every valid entry's head.
    fn heads(&self) -> impl Iterator<Item = &Entry> {
        heads(&self.dossiers, &self.releases, &self.pages)
    }
}

/// Every entry's head, dossiers first, each kind in the order of the ids.
fn heads<'a>(
    dossiers: &'a BTreeMap<Id, Arc<Dossier>>,
    releases: &'a BTreeMap<Id, Arc<Release>>,
    pages: &'a BTreeMap<Id, Arc<Page>>,
) -> impl Iterator<Item = &'a Entry> {
    let dossiers = dossiers.values().map(|dossier| &dossier.entry);
    let releases = releases.values().map(|release| &release.entry);
    let pages = pages.values().map(|page| &page.entry);
    dossiers.chain(releases).chain(pages)
}

impl Site {
    /// Every entry's head, dossiers first, each kind in the order of the ids.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        heads(&self.dossiers, &self.releases, &self.pages)
    }

    /// Why one entry cannot speak of another: everybody may read the first, and the team
    /// alone may see the second.
    pub(crate) fn hidden_from(&self, here: &Entry, there: &Entry) -> Option<Problem> {
        self.hidden_from_who_sees(here.visibility, there)
    }

    /// As [`Site::hidden_from`], for what is seen by the same people as an entry.
    fn hidden_from_who_sees(&self, here: Visibility, there: &Entry) -> Option<Problem> {
        // Also what will be public before the other is: an embargo that ends by itself must
        // not break the site.
        let hidden = match (here, there.visibility) {
            (Visibility::Draft, _) | (_, Visibility::Public) => false,
            (Visibility::Embargo(here), Visibility::Embargo(there)) => {
                here < there && self.now < there
            }
            (here, there) => match here {
                Visibility::Embargo(_) => there == Visibility::Draft,
                _ => !there.is_public(self.now),
            },
        };
        hidden.then(|| Problem::NotPublic {
            entry: EntryWord {
                kind: references::id_kind(there.kind),
                id: there.id.to_string(),
            },
        })
    }

    /// Why an address cannot stand where some people see it: a path on the site, or a full
    /// address of it, at which there is what they may not see.
    fn hidden_at(&self, here: Visibility, address: &str) -> Option<Problem> {
        let path = match address.starts_with('/') && !address.starts_with("//") {
            true => address.to_owned(),
            false => self.config.base_url.path_of(address)?,
        };
        let there = self.entry(self.routes.entry_at(&path)?)?;
        self.hidden_from_who_sees(here, there)
    }

    /// The head of an entry.
    fn entry(&self, (kind, id): TargetEntry<'_>) -> Option<&Entry> {
        match kind {
            EntryKind::Dossier => self.dossiers.get(id).map(|it| &it.entry),
            EntryKind::Release => self.releases.get(id).map(|it| &it.entry),
            EntryKind::Page => self.pages.get(id).map(|it| &it.entry),
        }
    }

    /// The entries of a kind that one may speak of.
    fn named_from(&self, here: &Entry, kind: EntryKind) -> impl Iterator<Item = &Id> {
        let of_kind = self.entries().filter(move |there| there.kind == kind);
        of_kind
            .filter(|there| self.hidden_from(here, there).is_none())
            .map(|there| &there.id)
    }

    /// A figure or funding line of a dossier.
    pub fn fact(&self, dossier: &Id, fact: &Id) -> Option<Fact<'_>> {
        let dossier = self.dossiers.get(dossier)?;
        let facts = self.facts.get(&dossier.entry.id);
        match facts {
            Some(facts) => facts.find(dossier, fact),
            None => Fact::search(dossier, fact),
        }
    }

    /// The number of a figure, stated or computed; `None` where it could not be computed.
    pub fn number_of(&self, dossier: &Id, figure: &Figure) -> Option<Number> {
        match &figure.measure {
            Measure::Stated(number) => Some(*number),
            Measure::Derived(_) => self.derived(dossier, &figure.id).map(Number::exact),
        }
    }

    /// The exact value of a figure that is computed.
    pub fn derived(&self, dossier: &Id, fact: &Id) -> Option<Decimal> {
        self.facts.get(dossier)?.derived.get(fact).copied()
    }
}

/// A figure or a funding line.
#[derive(Clone, Copy, Debug)]
pub enum Fact<'a> {
    /// A figure.
    Figure(&'a Figure),
    /// A funding line.
    Funding(&'a FundingLine),
}

impl<'a> Fact<'a> {
    /// Looks for a fact of a dossier.
    pub(crate) fn search(dossier: &'a Dossier, fact: &Id) -> Option<Self> {
        let figure = dossier.figures.iter().find(|figure| figure.id == *fact);
        figure.map(Self::Figure).or_else(|| {
            dossier
                .funding
                .iter()
                .find(|line| line.id == *fact)
                .map(Self::Funding)
        })
    }

    /// Its id.
    pub fn id(&self) -> &'a Id {
        match self {
            Self::Figure(figure) => &figure.id,
            Self::Funding(line) => &line.id,
        }
    }

    /// Every fact of a dossier, figures first.
    pub fn all(dossier: &'a Dossier) -> impl Iterator<Item = Self> {
        let figures = dossier.figures.iter().map(Self::Figure);
        figures.chain(dossier.funding.iter().map(Self::Funding))
    }

    /// What it counts, or what it is for.
    pub fn label(&self) -> &'a Localized {
        match self {
            Self::Figure(figure) => &figure.label,
            Self::Funding(line) => &line.label,
        }
    }

    /// The section of the front matter in which it stands.
    pub fn section(&self) -> &'static str {
        match self {
            Self::Figure(_) => "figures",
            Self::Funding(_) => "funding",
        }
    }

    /// The same fact in another dossier.
    pub fn same_as(&self) -> Option<&'a FactRef> {
        match self {
            Self::Figure(figure) => figure.same_as.as_ref(),
            Self::Funding(line) => line.same_as.as_ref(),
        }
    }
}
