//! Closed sets of words that facts may use: statuses, kinds, licences.
//!
//! What a reader sees for each is in the theme's `strings/<lang>.yaml`, under the name of
//! the set and the term.

/// Declares a closed set of terms: an enum that reads and writes its own words.
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every term as it is written.
            pub const WORDS: &[&str] = &[$($word),+];

            /// Every term.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The term with this word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// The word, which is also its key in the theme's strings.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}
pub(crate) use terms;

terms! {
    /// How far a figure can be relied on.
    FigureStatus {
        /// An aim that somebody set.
        Target = "target",
        /// Decided, not yet so.
        Planned = "planned",
        /// Observed, to be confirmed.
        Provisional = "provisional",
        /// Counted or measured.
        Observed = "observed",
        /// Observed, and corrected since.
        Revised = "revised",
        /// Computed by us from other figures.
        Derived = "derived",
    }
}

terms! {
    /// How far money has come on its way.
    FundingStatus {
        /// Said in public.
        Announced = "announced",
        /// Written into a plan.
        Planned = "planned",
        /// Promised to a beneficiary.
        Committed = "committed",
        /// Under contract.
        Contracted = "contracted",
        /// Paid out by the payer.
        Paid = "paid",
        /// Used by the beneficiary.
        Spent = "spent",
    }
}

terms! {
    /// The state of an event, a place, an operator's role or an organisation.
    State {
        /// Said in public, not yet decided.
        Announced = "announced",
        /// Decided, not yet so.
        Planned = "planned",
        /// Somebody is still to be chosen.
        ToAppoint = "to-appoint",
        /// So.
        Done = "done",
        /// Given up.
        Cancelled = "cancelled",
    }
}

terms! {
    /// What kind of money a funding line states.
    FundingKind {
        /// A sum, once.
        LumpSum = "lump-sum",
        /// An addition to something whose total is not stated.
        Increase = "increase",
    }
}

terms! {
    /// The period by which a rate is stated.
    Per {
        /// By year.
        Year = "year",
        /// By month.
        Month = "month",
    }
}

terms! {
    /// What is claimed of the parts of a total.
    Parts {
        /// The parts are all there and add up.
        Complete = "complete",
        /// Some parts are missing; those given do not exceed the total.
        Partial = "partial",
        /// The parts add up within the rounding of the numbers as written.
        Approximate = "approximate",
    }
}

terms! {
    /// Why a dossier changed after its publication.
    RevisionKind {
        /// New facts.
        Update = "update",
        /// A figure was revised by whoever states it.
        Revision = "revision",
        /// We had it wrong.
        Correction = "correction",
    }
}

terms! {
    /// What others may do with a photo or a document.
    Licence {
        /// Press articles may show it; nobody may sell or alter it.
        EditorialOnly = "editorial-only",
        /// Nobody else may use it.
        AllRightsReserved = "all-rights-reserved",
        /// Public domain.
        PublicDomain = "public-domain",
        /// Creative Commons Zero 1.0.
        Cc0 = "cc0-1.0",
        /// Creative Commons Attribution 4.0.
        CcBy = "cc-by-4.0",
        /// Creative Commons Attribution-ShareAlike 4.0.
        CcBySa = "cc-by-sa-4.0",
        /// French State's Licence Ouverte 2.0.
        Etalab = "etalab-2.0",
    }
}

terms! {
    /// A document that Recto makes.
    Generated {
        /// The press kit of a dossier.
        PressKit = "press-kit",
    }
}

terms! {
    /// Where a page of its own stands in the navigation.
    Menu {
        /// With the main entries, at the top.
        Header = "header",
        /// At the bottom of every page.
        Footer = "footer",
        /// Nowhere; it is reached by links.
        None = "none",
    }
}

terms! {
    /// What an organisation is.
    OrganisationKind {
        /// A State, a ministry, a public body.
        Public = "public",
        /// A company.
        Company = "company",
        /// An association or a foundation.
        Association = "association",
        /// A place where something happened.
        Venue = "venue",
        /// A fair, a conference.
        Event = "event",
    }
}

/// Units that ship with words in French and English; `site.yaml` adds others.
pub const UNITS: &[&str] = &[
    "percent",
    "percentage-point",
    "m2",
    "ha",
    "m",
    "km",
    "km2",
    "kg",
    "tonne",
    "kwh",
    "mwh",
    "hour",
    "day",
    "month",
    "year",
    "person",
    "patient",
    "student",
    "job",
    "company",
    "organisation",
    "institute",
    "project",
    "application",
    "place",
    "site",
    "bed",
    "city",
    "publication",
    "time",
    "number",
];

/// Roles of operators that ship with words in French and English; `site.yaml` adds others.
pub const ROLES: &[&str] = &[
    "founder",
    "associate",
    "partner",
    "initiator",
    "funder",
    "investor",
    "owner",
    "manager",
    "works",
    "occupant",
    "host",
    "beneficiary",
    "related",
    "mentioned",
    "venue",
    "event",
];

terms! {
    /// Which share cards a site has: the images that other sites show beside a link to a page.
    Cards {
        /// None.
        None = "none",
        /// One for each language, which all of its pages have.
        Site = "site",
        /// Every page of an entry, a key figure or a thing of the registry has its own.
        All = "all",
    }
}
