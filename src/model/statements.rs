//! What the law wants a site to say of itself: who answers for it, and how far everybody can
//! use it.

use std::sync::Arc;

use jiff::civil;
use rust_decimal::Decimal;

use crate::model::lang::Localized;
use crate::model::terms::terms;

terms! {
    /// How far a site keeps to the accessibility standard.
    Compliance {
        /// Less than half of the criteria are met, or nobody has looked.
        NonCompliant = "non-compliant",
        /// At least half of the criteria are met.
        Partial = "partial",
        /// All criteria are met.
        Compliant = "compliant",
    }
}

terms! {
    /// What a page of its own says beside its prose.
    PageKind {
        /// The accessibility statement.
        Accessibility = "accessibility",
        /// The legal notice.
        LegalNotice = "legal-notice",
    }
}

/// What is known of the accessibility of the site.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Accessibility {
    /// The last audit.
    pub audit: Option<Audit>,
    /// Whom readers can ask for another way to what they cannot reach.
    pub contact: Contact,
    /// What does not meet the standard.
    pub failures: Vec<Localized>,
    /// What would be too much to ask.
    pub burden: Vec<Localized>,
    /// What the law does not ask for.
    pub exempt: Vec<Localized>,
    /// What the site is made with.
    pub technologies: Vec<Arc<str>>,
    /// When the statement was made.
    pub stated: Option<civil::Date>,
}

/// An audit of accessibility.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audit {
    /// When it was made.
    pub date: civil::Date,
    /// Who made it.
    pub by: Localized,
    /// Which share of the criteria is met, in percent.
    pub rate: Decimal,
    /// What was tried with which programs.
    pub tools: Vec<Arc<str>>,
    /// Which pages were looked at.
    pub pages: Vec<Localized>,
}

/// Somebody who can be reached.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// The name.
    pub name: Option<Localized>,
    /// The address on an envelope.
    pub address: Option<Localized>,
    /// The telephone number.
    pub phone: Option<Arc<str>>,
    /// The e-mail address.
    pub email: Option<Arc<str>>,
    /// A form, or a site.
    pub url: Option<Arc<str>>,
}

/// Who answers for the site.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Legal {
    /// Who publishes it.
    pub publisher: Contact,
    /// Under which number the publisher is registered, and its capital.
    pub registration: Option<Localized>,
    /// Who answers for what is published.
    pub director: Option<Localized>,
    /// Who answers for the texts, where that is somebody else.
    pub editor: Option<Localized>,
    /// Who hosts it.
    pub host: Contact,
}

impl Accessibility {
    /// How far the site keeps to the standard: what no audit has found is not so.
    pub fn compliance(&self) -> Compliance {
        match &self.audit {
            Some(audit) if audit.rate >= Decimal::ONE_HUNDRED => Compliance::Compliant,
            Some(audit) if audit.rate >= Decimal::from(50) => Compliance::Partial,
            Some(_) | None => Compliance::NonCompliant,
        }
    }
}
