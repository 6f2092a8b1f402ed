//! Drafts of what became of an entry after it was published.

use crate::parse::yaml::{OneOrMany, Scalar, draft};

draft! {
    /// A change since the publication.
    RevisionDraft {
        /// Day.
        date: Scalar,
        /// Update, revision or correction.
        kind: Scalar,
        /// Figures and funding lines that changed.
        changes: OneOrMany,
        /// What happened.
        note: Scalar,
    }
}

draft! {
    /// That an entry no longer holds.
    WithdrawnDraft {
        /// Since when.
        date: Scalar,
        /// Why.
        reason: Scalar,
        /// The dossier that stands in its place.
        replaced_by: Scalar,
    }
}
