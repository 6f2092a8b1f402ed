//! Dossiers and press releases: the facts, valid by construction.

use std::sync::Arc;

use jiff::civil;
use rust_decimal::Decimal;

use crate::model::date::{Date, Edtf};
use crate::model::entry::Entry;
use crate::model::formula::Formula;
use crate::model::id::Id;
use crate::model::lang::{LangTag, Localized};
use crate::model::money::Amount;
use crate::model::quantity::Number;
use crate::model::terms::{
    FigureStatus, FundingKind, FundingStatus, Generated, Licence, Parts, Per,
    RevisionKind, State,
};

/// A dossier. Its lists keep the writer's order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dossier {
    /// The head and the prose.
    pub entry: Entry,
    /// Topics of the registry.
    pub topics: Vec<Id>,
    /// Programmes to which the dossier as a whole belongs.
    pub programmes: Vec<Id>,
    /// The date at which the facts were checked, where an item has none of its own.
    pub as_of: Option<Edtf>,
    /// Named lists of objectives.
    pub groups: Vec<Group>,
    /// Objectives.
    pub objectives: Vec<Objective>,
    /// Organisations that take part, with their roles.
    pub operators: Vec<Operator>,
    /// Places.
    pub places: Vec<Place>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Funding lines.
    pub funding: Vec<FundingLine>,
    /// Quotes.
    pub quotes: Vec<Quote>,
    /// Events.
    pub timeline: Vec<Event>,
    /// Press contacts.
    pub contacts: Vec<Contact>,
    /// Photos.
    pub media: Vec<Media>,
    /// The one at its top and on its card.
    pub cover: Option<Id>,
    /// Documents.
    pub documents: Vec<Document>,
    /// What changed since the publication.
    pub revisions: Vec<Revision>,
}

impl Dossier {
    /// Whether it can be taken away as a press kit.
    pub fn has_kit(&self) -> bool {
        self.documents.iter().any(|document| {
            document.location == DocumentLocation::Generated(Generated::PressKit)
        })
    }

    /// Its key figures, in the order of the writer.
    pub fn key_figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|figure| figure.key)
    }
}

/// A press release (communiqué).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// The head and the prose.
    pub entry: Entry,
    /// The place of the dateline: "Paris".
    pub dateline: Option<Localized>,
    /// The dossiers that it announces.
    pub dossiers: Vec<Id>,
    /// Topics of the registry.
    pub topics: Vec<Id>,
    /// Where its statements come from.
    pub sources: Vec<Id>,
    /// Quotes.
    pub quotes: Vec<Quote>,
    /// Press contacts.
    pub contacts: Vec<Contact>,
    /// Photos.
    pub media: Vec<Media>,
}

/// A named list of objectives, as one source sets them out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub label: Localized,
    /// A remark.
    pub note: Option<Localized>,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// An objective.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Objective {
    /// Its id.
    pub id: Id,
    /// Its words.
    pub label: Localized,
    /// A remark.
    pub note: Option<Localized>,
    /// The list that it belongs to.
    pub group: Option<Id>,
    /// Figures and funding lines that measure it.
    pub indicators: Vec<Id>,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// An organisation's part in a dossier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operator {
    /// The organisation, in the registry.
    pub organisation: Id,
    /// Its roles, at least one: ids of [`crate::model::terms::ROLES`] or `site.yaml`.
    pub roles: Vec<Id>,
    /// Where it acts.
    pub place: Option<Id>,
    /// How far its part has come.
    pub state: Option<State>,
    /// A remark.
    pub note: Option<Localized>,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// A place of a dossier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub label: Localized,
    /// A remark.
    pub note: Option<Localized>,
    /// From when it serves.
    pub from: Option<Edtf>,
    /// Until when it serves.
    pub until: Option<Edtf>,
    /// How far it has come.
    pub state: Option<State>,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// A figure: one number, written once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// Its id.
    pub id: Id,
    /// What it counts.
    pub label: Localized,
    /// A remark.
    pub note: Option<Localized>,
    /// How it was counted.
    pub method: Option<Localized>,
    /// What is counted and what is not.
    pub perimeter: Option<Localized>,
    /// Its value.
    pub measure: Measure,
    /// Its unit: an id of [`crate::model::terms::UNITS`] or `site.yaml`.
    pub unit: Id,
    /// The most decimals shown; all of them where none is given.
    pub digits: Option<u32>,
    /// Whether it stands among the key figures.
    pub key: bool,
    /// How far it can be relied on.
    pub status: Option<FigureStatus>,
    /// Its place.
    pub place: Option<Id>,
    /// The time that it describes.
    pub period: Option<Edtf>,
    /// The date at which it was stated or checked.
    pub as_of: Option<Edtf>,
    /// Whether its date was inferred by us rather than stated by the source.
    pub inferred: bool,
    /// The day after which it must be looked at again.
    pub review_after: Option<Date>,
    /// Where it comes from.
    pub sources: Vec<Id>,
    /// The same figure in another dossier.
    pub same_as: Option<FactRef>,
    /// The total of which it is a part.
    pub part_of: Option<Id>,
    /// What is claimed of its own parts.
    pub parts: Option<Parts>,
    /// Earlier values, oldest first.
    pub history: Vec<Past<Number>>,
}

impl Figure {
    /// The most decimals with which it is shown; all of them where there is no limit.
    pub fn shown_digits(&self) -> Option<u32> {
        self.digits.or(match self.measure {
            // What we computed is not more precise than what it was computed from.
            Measure::Derived(_) => Some(2),
            Measure::Stated(_) => None,
        })
    }

    /// The time that it describes, or else that at which it was stated.
    pub fn date(&self) -> Option<&Edtf> {
        self.period.as_ref().or(self.as_of.as_ref())
    }
}

/// How a figure has its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measure {
    /// A source states it.
    Stated(Number),
    /// We compute it from other figures.
    Derived(Formula),
}

impl Measure {
    /// How we compute it, if we do.
    pub fn formula(&self) -> Option<&Formula> {
        match self {
            Self::Stated(_) => None,
            Self::Derived(formula) => Some(formula),
        }
    }
}

/// A figure or funding line of another dossier: `dossier#id`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FactRef {
    /// The dossier.
    pub dossier: Id,
    /// The figure or funding line.
    pub fact: Id,
}

/// An earlier value of a figure or an amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past<T> {
    /// The value.
    pub value: T,
    /// When it was so.
    pub as_of: Edtf,
    /// Why it changed.
    pub reason: Option<Localized>,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// A funding line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FundingLine {
    /// Its id.
    pub id: Id,
    /// What the money is for, in a few words.
    pub label: Localized,
    /// A remark.
    pub note: Option<Localized>,
    /// The purpose, where the label does not say it.
    pub purpose: Option<Localized>,
    /// The amount.
    pub amount: Amount,
    /// A sum or an increase.
    pub kind: FundingKind,
    /// Makes the amount a rate.
    pub per: Option<Per>,
    /// How far the money has come; that of the total where none is given.
    pub status: Option<FundingStatus>,
    /// The years that it covers.
    pub period: Option<Edtf>,
    /// The date at which it was stated or checked.
    pub as_of: Option<Edtf>,
    /// Whether its period was inferred by us rather than stated by the source.
    pub inferred: bool,
    /// The day after which it must be looked at again.
    pub review_after: Option<Date>,
    /// Who pays.
    pub payers: Vec<Id>,
    /// Who receives.
    pub beneficiaries: Vec<Id>,
    /// The programmes that the money comes from.
    pub programmes: Vec<Id>,
    /// Figures that it is meant to bring about.
    pub indicators: Vec<Id>,
    /// Where it comes from.
    pub sources: Vec<Id>,
    /// The line of which it is a part.
    pub part_of: Option<Id>,
    /// What is claimed of its own parts.
    pub parts: Option<Parts>,
    /// The same line in another dossier.
    pub same_as: Option<FactRef>,
    /// Lines that may state the same money; never summed with it.
    pub possibly_same_as: Vec<FactRef>,
    /// Earlier amounts, oldest first.
    pub history: Vec<Past<Amount>>,
}

impl FundingLine {
    /// The amount that may enter a sum: one exact lump sum. Rates, increases, ranges and
    /// bounds never do.
    pub fn summable(&self) -> Option<Decimal> {
        (self.kind == FundingKind::LumpSum && self.per.is_none())
            .then(|| self.amount.number.as_exact())
            .flatten()
    }
}

/// A quote, word for word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quote {
    /// Its id.
    pub id: Id,
    /// Who said it.
    pub speaker: Speaker,
    /// The speaker's role on that day.
    pub role: Option<Localized>,
    /// The words. Every language but [`Quote::lang`] is a translation.
    pub text: Localized,
    /// The language in which it was said, where that is not the reference language.
    pub lang: Option<LangTag>,
    /// When it was said.
    pub date: Option<Edtf>,
    /// A remark: the occasion.
    pub note: Option<Localized>,
    /// Where it comes from.
    pub sources: Vec<Id>,
    /// Figures and funding lines that it states.
    pub supports: Vec<Id>,
}

/// Who said a quote.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Speaker {
    /// A person of the registry.
    Person(Id),
    /// An organisation, where the source names no person.
    Organisation(Id),
}

/// An event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Its id.
    pub id: Id,
    /// What happens.
    pub label: Localized,
    /// A remark.
    pub note: Option<Localized>,
    /// When.
    pub date: Edtf,
    /// Whether the date was inferred by us rather than stated by the source.
    pub inferred: bool,
    /// When it had been planned for, where that differs.
    pub planned: Option<Planned>,
    /// How far it has come; done where none is given and the date is past.
    pub state: Option<State>,
    /// Where.
    pub place: Option<Id>,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// An event's date as it was once planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// When it was to happen.
    pub date: Edtf,
    /// Where that comes from.
    pub sources: Vec<Id>,
}

/// A press contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// The name of the person or service.
    pub name: Localized,
    /// The e-mail address.
    pub email: Option<Arc<str>>,
    /// The telephone number, as typed.
    pub phone: Option<Arc<str>>,
    /// The languages spoken.
    pub languages: Vec<LangTag>,
    /// The organisation.
    pub organisation: Option<Id>,
}

/// A photo or drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Media {
    /// Its id.
    pub id: Id,
    /// Its path in the site folder.
    pub file: Arc<str>,
    /// What is known of it.
    pub picture: crate::model::picture::Picture,
    /// What it shows, for those who do not see it.
    pub alt: Localized,
    /// Its caption.
    pub caption: Option<Localized>,
    /// Who made it.
    pub credit: Localized,
    /// What others may do with it.
    pub licence: Licence,
    /// The last day on which it may be shown.
    pub expires: Option<civil::Date>,
}

/// A document to take away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub label: Option<Localized>,
    /// Where it is.
    pub location: DocumentLocation,
    /// The language that it is in.
    pub lang: Option<LangTag>,
}

/// Where a document is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DocumentLocation {
    /// Recto makes it.
    Generated(Generated),
    /// A file of the dossier: its path in the site folder.
    File(Arc<str>),
    /// An address elsewhere.
    Url(Arc<str>),
}

/// A change since the publication.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revision {
    /// The day.
    pub date: civil::Date,
    /// Why.
    pub kind: RevisionKind,
    /// The figures and funding lines that changed.
    pub changes: Vec<Id>,
    /// What happened.
    pub note: Option<Localized>,
}
