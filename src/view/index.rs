//! Who and what the public entries speak of: the other way round from the front matter.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::body::{Body, EntityKind, Target};
use crate::model::dossier::{Contact, Quote, Speaker};
use crate::model::id::Id;
use crate::model::quantity::Number;
use crate::resolve::{PublicSite, Site};
use crate::view::figure_lists::year_of;

/// For each thing of the registry, where the public entries speak of it. What none of them
/// speaks of is not here, and has no page.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) organisations: BTreeMap<Id, OrganisationUse>,
    pub(crate) programmes: BTreeMap<Id, ProgrammeUse>,
    pub(crate) topics: BTreeMap<Id, TopicUse>,
    pub(crate) people: BTreeMap<Id, Vec<QuoteRef>>,
    pub(crate) sources: BTreeSet<Id>,
    /// Press releases by the dossiers that they announce, newest first.
    pub(crate) releases_of: BTreeMap<Id, Vec<Id>>,
    /// Every key figure of the site, in the order of the dossiers.
    pub(crate) key_figures: Vec<KeyFigure>,
    /// The units of the key figures, in their order.
    pub(crate) units: Vec<Id>,
    /// Where the key figures of each dossier stand among them.
    of_dossiers: BTreeMap<Id, Range<usize>>,
    /// Key figures by year, as places among all of them.
    pub(crate) years: BTreeMap<i16, Vec<usize>>,
}

/// A key figure: where it is, and what tables compare. They compare each of them many times,
/// and do not look for its dossier.
#[derive(Clone, Debug)]
pub(crate) struct KeyFigure {
    pub(crate) dossier: Id,
    /// Its place among the figures of its dossier.
    pub(crate) place: usize,
    /// The place of its unit among those of the key figures.
    pub(crate) unit: usize,
    pub(crate) number: Number,
}

/// Where an organisation is spoken of. Numbers are places in the dossier's lists.
#[derive(Debug, Default)]
pub(crate) struct OrganisationUse {
    pub(crate) roles: Vec<(Id, usize)>,
    pub(crate) pays: Vec<(Id, usize)>,
    pub(crate) receives: Vec<(Id, usize)>,
    pub(crate) quotes: Vec<QuoteRef>,
    /// The key figures of the dossiers in which it has a role, as places among all of them.
    pub(crate) figures: Vec<usize>,
}

/// Where a programme is spoken of.
#[derive(Debug, Default)]
pub(crate) struct ProgrammeUse {
    pub(crate) dossiers: BTreeSet<Id>,
    pub(crate) funding: Vec<(Id, usize)>,
    pub(crate) children: BTreeSet<Id>,
    /// The key figures of its dossiers, as places among all of them.
    pub(crate) figures: Vec<usize>,
}

/// Where a topic is spoken of.
#[derive(Debug, Default)]
pub(crate) struct TopicUse {
    pub(crate) dossiers: Vec<Id>,
    pub(crate) releases: Vec<Id>,
    /// The key figures of its dossiers, as places among all of them.
    pub(crate) figures: Vec<usize>,
}

/// A quote of a dossier or a press release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum QuoteRef {
    Dossier(Id, usize),
    Release(Id, usize),
}

impl Index {
    pub(crate) fn new(site: &PublicSite) -> Self {
        let key_figures = site.dossiers.values().flat_map(|it| it.key_figures());
        let units: BTreeSet<&Id> = key_figures.map(|figure| &figure.unit).collect();
        let mut index = Self {
            units: units.iter().copied().cloned().collect(),
            ..Self::default()
        };
        let units: BTreeMap<&Id, usize> =
            units.into_iter().enumerate().map(|(nth, unit)| (unit, nth)).collect();
        for (id, dossier) in &site.dossiers {
            for topic in &dossier.topics {
                index
                    .topics
                    .entry(topic.clone())
                    .or_default()
                    .dossiers
                    .push(id.clone());
            }
            for programme in &dossier.programmes {
                let programmes = index.programmes.entry(programme.clone()).or_default();
                programmes.dossiers.insert(id.clone());
            }
            for (nth, operator) in dossier.operators.iter().enumerate() {
                let organisation = operator.organisation.clone();
                index.organisation(organisation).roles.push((id.clone(), nth));
                index.sources(&operator.sources);
            }
            for (nth, line) in dossier.funding.iter().enumerate() {
                for payer in &line.payers {
                    index.organisation(payer.clone()).pays.push((id.clone(), nth));
                }
                for beneficiary in &line.beneficiaries {
                    index
                        .organisation(beneficiary.clone())
                        .receives
                        .push((id.clone(), nth));
                }
                for programme in &line.programmes {
                    let programme =
                        index.programmes.entry(programme.clone()).or_default();
                    programme.funding.push((id.clone(), nth));
                }
                index.sources(&line.sources);
                line.history.iter().for_each(|past| index.sources(&past.sources));
            }
            let start = index.key_figures.len();
            for (place, figure) in dossier.figures.iter().enumerate() {
                if figure.key {
                    if let Some(year) = year_of(figure) {
                        let nth = index.key_figures.len();
                        index.years.entry(year).or_default().push(nth);
                    }
                    index.key_figures.push(KeyFigure {
                        dossier: id.clone(),
                        place,
                        unit: units.get(&figure.unit).copied().unwrap_or_default(),
                        number: site.number_of(id, figure),
                    });
                }
            }
            let end = index.key_figures.len();
            if end > start {
                index.of_dossiers.insert(id.clone(), start..end);
            }
            for figure in &dossier.figures {
                index.sources(&figure.sources);
                figure.history.iter().for_each(|past| index.sources(&past.sources));
            }
            dossier.groups.iter().for_each(|group| index.sources(&group.sources));
            dossier
                .objectives
                .iter()
                .for_each(|objective| index.sources(&objective.sources));
            dossier.places.iter().for_each(|place| index.sources(&place.sources));
            for event in &dossier.timeline {
                index.sources(&event.sources);
                event
                    .planned
                    .iter()
                    .for_each(|planned| index.sources(&planned.sources));
            }
            index.quotes(&dossier.quotes, |nth| QuoteRef::Dossier(id.clone(), nth));
            index.contacts(&dossier.contacts);
        }
        let mut releases: Vec<_> = site.releases.iter().collect();
        releases.sort_by_key(|(id, release)| (Reverse(release.entry.published), *id));
        for (id, release) in releases {
            for dossier in &release.dossiers {
                index.releases_of.entry(dossier.clone()).or_default().push(id.clone());
            }
            for topic in &release.topics {
                index
                    .topics
                    .entry(topic.clone())
                    .or_default()
                    .releases
                    .push(id.clone());
            }
            index.sources(&release.sources);
            index.quotes(&release.quotes, |nth| QuoteRef::Release(id.clone(), nth));
            index.contacts(&release.contacts);
        }
        for entry in site.entries() {
            for (_, file) in entry.files.iter() {
                file.iter().for_each(|file| index.prose(&file.body));
            }
        }
        for term in site.registry.glossary.values() {
            index.sources(&term.sources);
        }
        index.programmes_above(site);
        index.figures_of_things();
        index
    }

    /// How a key figure and another are to be compared by value: units one after another, the
    /// largest value first.
    pub(crate) fn by_value(
        &self,
        nth: usize,
    ) -> Option<(usize, Reverse<Decimal>, usize)> {
        let figure = self.key_figures.get(nth)?;
        Some((figure.unit, Reverse(figure.number.leading()), nth))
    }

    /// The key figures of a dossier, as places among all of them.
    pub(crate) fn key_figures_of(&self, dossier: &Id) -> Range<usize> {
        self.of_dossiers.get(dossier).cloned().unwrap_or_default()
    }

    fn organisation(&mut self, id: Id) -> &mut OrganisationUse {
        self.organisations.entry(id).or_default()
    }

    fn sources(&mut self, ids: &[Id]) {
        for id in ids {
            if !self.sources.contains(id) {
                self.sources.insert(id.clone());
            }
        }
    }

    fn quotes(&mut self, quotes: &[Quote], reference: impl Fn(usize) -> QuoteRef) {
        for (nth, quote) in quotes.iter().enumerate() {
            match &quote.speaker {
                Speaker::Person(id) => {
                    self.people.entry(id.clone()).or_default().push(reference(nth));
                }
                Speaker::Organisation(id) => {
                    self.organisation(id.clone()).quotes.push(reference(nth));
                }
            }
            self.sources(&quote.sources);
        }
    }

    fn contacts(&mut self, contacts: &[Contact]) {
        for organisation in
            contacts.iter().filter_map(|contact| contact.organisation.as_ref())
        {
            self.organisation(organisation.clone());
        }
    }

    /// What prose refers to has a page to be referred to.
    fn prose(&mut self, body: &Body) {
        for reference in &body.references {
            let Target::Entity { kind, id } = &reference.target else { continue };
            match kind {
                EntityKind::Organisation => {
                    self.organisations.entry(id.clone()).or_default();
                }
                EntityKind::Programme => {
                    self.programmes.entry(id.clone()).or_default();
                }
                EntityKind::Topic => {
                    self.topics.entry(id.clone()).or_default();
                }
                EntityKind::Person => {
                    self.people.entry(id.clone()).or_default();
                }
                EntityKind::Source => {
                    self.sources.insert(id.clone());
                }
                EntityKind::Term
                | EntityKind::Dossier
                | EntityKind::Release
                | EntityKind::Page => {}
            }
        }
    }

    /// Gathers the key figures of topics, programmes and organisations once: every page of
    /// their tables asks for them.
    fn figures_of_things(&mut self) {
        let of_dossiers = &self.of_dossiers;
        let figures = |dossiers: &mut dyn Iterator<Item = &Id>| {
            let mut figures: Vec<usize> = vec![];
            for id in dossiers {
                let Some(range) = of_dossiers.get(id) else { continue };
                // A dossier in which an organisation has two roles comes twice in a row.
                if figures.last().is_none_or(|last| !range.contains(last)) {
                    figures.extend(range.clone());
                }
            }
            figures
        };
        for topic in self.topics.values_mut() {
            topic.figures = figures(&mut topic.dossiers.iter());
        }
        for programme in self.programmes.values_mut() {
            programme.figures = figures(&mut programme.dossiers.iter());
        }
        for organisation in self.organisations.values_mut() {
            let roles = organisation.roles.iter();
            organisation.figures = figures(&mut roles.map(|(dossier, _)| dossier));
        }
    }

    /// A programme that is a part of another brings the other along.
    fn programmes_above(&mut self, site: &Site) {
        let used: Vec<Id> = self.programmes.keys().cloned().collect();
        for id in used {
            let mut below = id;
            // A circle ends where everything is known already.
            while let Some(above) =
                site.registry.programmes.get(&below).and_then(|p| p.part_of.clone())
            {
                let known = self.programmes.contains_key(&above);
                let entry = self.programmes.entry(above.clone()).or_default();
                if !entry.children.insert(below) && known {
                    break;
                }
                below = above;
            }
        }
    }
}
