//! Drafts: what each file says, before anybody asks whether it is true.

pub use crate::parse::course::{RevisionDraft, WithdrawnDraft};
use crate::parse::yaml::{Entries, Flag, OneOrMany, Scalar, Words, draft};

draft! {
    /// `content/site.yaml`
    SiteDraft {
        /// Language tags, reference language first.
        languages: OneOrMany,
        /// Where the site will be published.
        base_url: Scalar,
        /// The name of the site, per language.
        title: Words,
        /// One sentence on the site, per language.
        tagline: Words,
        /// The picture beside its name: a file, or a file with what it shows.
        emblem: Words,
        /// Who publishes it.
        publisher: PublisherDraft,
        /// The paragraph on the publisher that ends what journalists take away.
        about: Words,
        /// What they may do with it.
        reuse: Words,
        /// The folder below `themes/`.
        theme: Scalar,
        /// How far everybody can use it.
        accessibility: AccessibilityDraft,
        /// Who answers for it.
        legal: LegalDraft,
        /// What becomes of HTML in Markdown.
        html: Scalar,
        /// ISO 4217 code.
        currency: Scalar,
        /// IANA time zone.
        timezone: Scalar,
        /// Units that the site adds, with words per language.
        units: Entries<Words>,
        /// Roles that the site adds, with words per language.
        roles: Entries<Words>,
        /// Which share cards it has.
        cards: Scalar,
        /// Publishing targets.
        targets: Entries<TargetDraft>,
    }
}

draft! {
    /// Who publishes the site.
    PublisherDraft {
        /// Name, per language.
        name: Words,
        /// Address of its own site.
        url: Scalar,
        /// E-mail address.
        email: Scalar,
    }
}

draft! {
    /// How far everybody can use the site.
    AccessibilityDraft {
        /// Compliance, which follows from the audit.
        state: Scalar,
        /// The last audit.
        audit: AuditDraft,
        /// Whom readers can write to.
        contact: ContactPointDraft,
        /// What does not meet the standard, words per language.
        failures: Vec<Words>,
        /// What would be too much to ask, words per language.
        burden: Vec<Words>,
        /// What the law does not ask for, words per language.
        exempt: Vec<Words>,
        /// What the site is made with.
        technologies: OneOrMany,
        /// When the statement was made.
        stated: Scalar,
    }
}

draft! {
    /// An audit of accessibility.
    AuditDraft {
        /// Day.
        date: Scalar,
        /// Who made it, per language.
        by: Words,
        /// The share of criteria that are met, in percent.
        rate: Scalar,
        /// Programs that were used.
        tools: OneOrMany,
        /// Pages that were looked at, words per language.
        pages: Vec<Words>,
    }
}

draft! {
    /// Who answers for the site.
    LegalDraft {
        /// Who publishes it; `publisher` of the site where no name is given.
        publisher: ContactPointDraft,
        /// Registration number and capital, per language.
        registration: Words,
        /// Who answers for what is published, per language.
        director: Words,
        /// Who answers for the texts, per language.
        editor: Words,
        /// Who hosts it.
        host: ContactPointDraft,
    }
}

draft! {
    /// Somebody who can be reached.
    ContactPointDraft {
        /// Name, per language.
        name: Words,
        /// Postal address, per language.
        address: Words,
        /// Telephone number.
        phone: Scalar,
        /// E-mail address.
        email: Scalar,
        /// Address of a form or a site.
        url: Scalar,
    }
}

draft! {
    /// A publishing target: one of a folder, a git branch, a store.
    TargetDraft {
        /// A folder.
        folder: Scalar,
        /// A git remote.
        git: Scalar,
        /// The branch of the git remote.
        branch: Scalar,
        /// The address of an object store.
        store: Scalar,
    }
}

draft! {
    /// `themes/<name>/theme.yaml`
    ThemeDraft {
        /// The theme that it changes; the built-in one where none is named.
        extends: Scalar,
        /// What it is, for people.
        description: Scalar,
    }
}

draft! {
    /// An organisation of the registry.
    OrganisationDraft {
        /// Full name, per language.
        name: Words,
        /// The language of a name that is not translated.
        lang: Scalar,
        /// Acronym or short name, per language.
        acronym: Words,
        /// Other spellings.
        aliases: OneOrMany,
        /// What it is.
        kind: Scalar,
        /// Whether it exists yet.
        status: Scalar,
        /// One or two sentences, per language.
        description: Words,
        /// Its own site.
        url: Scalar,
        /// Its ROR id.
        ror: Scalar,
        /// The last part of its address, per language.
        slug: Words,
    }
}

draft! {
    /// A speaker of the registry.
    PersonDraft {
        /// The name.
        name: Scalar,
        /// The name by which it is sorted.
        sort: Scalar,
        /// A remark, per language.
        description: Words,
    }
}

draft! {
    /// A programme of the registry.
    ProgrammeDraft {
        /// Name, per language.
        name: Words,
        /// The language of a name that is not translated.
        lang: Scalar,
        /// Acronym, per language.
        acronym: Words,
        /// Other names.
        aliases: OneOrMany,
        /// One or two sentences, per language.
        description: Words,
        /// The programme of which it is a part.
        part_of: Scalar,
        /// Its own site.
        url: Scalar,
        /// The last part of its address, per language.
        slug: Words,
    }
}

draft! {
    /// A topic of the registry.
    TopicDraft {
        /// Name, per language.
        name: Words,
        /// One or two sentences, per language.
        description: Words,
        /// The last part of its address, per language.
        slug: Words,
    }
}

draft! {
    /// A source of the registry.
    SourceDraft {
        /// Title as printed.
        title: Scalar,
        /// How we call it, per language.
        label: Words,
        /// The language that it is in.
        lang: Scalar,
        /// Who wrote it.
        author: Scalar,
        /// Who published it, per language.
        publisher: Words,
        /// When it was published.
        published: Scalar,
        /// When it was last changed.
        updated: Scalar,
        /// When we read it.
        accessed: Scalar,
        /// Where it can be read.
        url: Scalar,
        /// A remark for readers, per language.
        note: Words,
    }
}

draft! {
    /// A term of the glossary.
    TermDraft {
        /// The term in the singular, per language.
        term: Words,
        /// Its acronym, per language.
        acronym: Words,
        /// Other words for it, lists per language.
        aliases: Entries<OneOrMany>,
        /// What it means, per language.
        definition: Words,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// A dossier in the reference language.
    DossierDraft {
        /// The title.
        title: Scalar,
        /// One or two sentences.
        summary: Scalar,
        /// The last part of the address.
        slug: Scalar,
        /// Topics of the registry.
        topics: OneOrMany,
        /// Programmes of the registry.
        programmes: OneOrMany,
        /// Day of publication.
        published: Scalar,
        /// Day of the last change in substance.
        updated: Scalar,
        /// When the facts were checked.
        as_of: Scalar,
        /// The instant before which nobody may see it.
        embargo: Scalar,
        /// Whether it is not to be published.
        draft: Flag,
        /// That it no longer holds.
        withdrawn: WithdrawnDraft,
        /// The picture at its top and on its card, one of `media`.
        cover: Scalar,
        /// Old addresses.
        aliases: OneOrMany,
        /// Named lists of objectives.
        groups: Entries<GroupDraft>,
        /// Objectives.
        objectives: Entries<ObjectiveDraft>,
        /// Operators.
        operators: Entries<OperatorDraft>,
        /// Places.
        places: Entries<PlaceDraft>,
        /// Figures.
        figures: Entries<FigureDraft>,
        /// Funding lines.
        funding: Entries<FundingDraft>,
        /// Quotes.
        quotes: Entries<QuoteDraft>,
        /// Events.
        timeline: Entries<EventDraft>,
        /// Press contacts.
        contacts: Entries<ContactDraft>,
        /// Photos.
        media: Entries<MediaDraft>,
        /// Documents.
        documents: Entries<DocumentDraft>,
        /// What changed since the publication.
        revisions: Vec<RevisionDraft>,
    }
}

draft! {
    /// A press release in the reference language.
    ReleaseDraft {
        /// The title.
        title: Scalar,
        /// One or two sentences.
        summary: Scalar,
        /// The last part of the address.
        slug: Scalar,
        /// The place of the dateline.
        dateline: Scalar,
        /// The dossiers that it announces.
        dossiers: OneOrMany,
        /// Topics of the registry.
        topics: OneOrMany,
        /// Day of publication.
        published: Scalar,
        /// Day of the last change in substance.
        updated: Scalar,
        /// The instant before which nobody may see it.
        embargo: Scalar,
        /// Whether it is not to be published.
        draft: Flag,
        /// That it no longer holds.
        withdrawn: WithdrawnDraft,
        /// Old addresses.
        aliases: OneOrMany,
        /// Where its statements come from.
        source: OneOrMany,
        /// Quotes.
        quotes: Entries<QuoteDraft>,
        /// Press contacts.
        contacts: Entries<ContactDraft>,
        /// Photos.
        media: Entries<MediaDraft>,
    }
}

draft! {
    /// A page of its own in the reference language.
    PageDraft {
        /// The title.
        title: Scalar,
        /// One or two sentences.
        summary: Scalar,
        /// The last part of the address.
        slug: Scalar,
        /// What it says beside its prose.
        kind: Scalar,
        /// Where it stands in the navigation.
        menu: Scalar,
        /// Its place among the others of its menu.
        order: Scalar,
        /// Day of publication.
        published: Scalar,
        /// Day of the last change in substance.
        updated: Scalar,
        /// The instant before which nobody may see it.
        embargo: Scalar,
        /// Whether it is not to be published.
        draft: Flag,
        /// That it no longer holds.
        withdrawn: WithdrawnDraft,
        /// Old addresses.
        aliases: OneOrMany,
    }
}

draft! {
    /// A named list of objectives.
    GroupDraft {
        /// Name.
        label: Scalar,
        /// Remark.
        note: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// An objective.
    ObjectiveDraft {
        /// Its words.
        label: Scalar,
        /// Remark.
        note: Scalar,
        /// The list that it belongs to.
        group: Scalar,
        /// Figures and funding lines that measure it.
        indicators: OneOrMany,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// An organisation's part in a dossier; the key is the organisation.
    OperatorDraft {
        /// Its roles.
        role: OneOrMany,
        /// Where it acts.
        place: Scalar,
        /// How far its part has come.
        status: Scalar,
        /// Remark.
        note: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// A place.
    PlaceDraft {
        /// Name.
        label: Scalar,
        /// Remark.
        note: Scalar,
        /// From when it serves, EDTF.
        from: Scalar,
        /// Until when it serves, EDTF.
        until: Scalar,
        /// How far it has come.
        status: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// A figure.
    FigureDraft {
        /// What it counts.
        label: Scalar,
        /// Remark.
        note: Scalar,
        /// How it was counted.
        method: Scalar,
        /// What is counted and what is not.
        perimeter: Scalar,
        /// The number.
        value: Scalar,
        /// Our arithmetic, in place of a value.
        formula: Scalar,
        /// Unit.
        unit: Scalar,
        /// The most decimals shown.
        digits: Scalar,
        /// The least value that makes sense.
        min: Scalar,
        /// The greatest value that makes sense.
        max: Scalar,
        /// Whether it stands among the key figures.
        key: Flag,
        /// How far it can be relied on.
        status: Scalar,
        /// Place of the dossier.
        place: Scalar,
        /// The time that it describes, EDTF.
        period: Scalar,
        /// When it was stated or checked, EDTF.
        as_of: Scalar,
        /// Whether its date is our inference.
        inferred: Flag,
        /// When it must be looked at again, EDTF.
        review_after: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
        /// The same figure of another dossier.
        same_as: Scalar,
        /// The total of which it is a part.
        part_of: Scalar,
        /// What is claimed of its own parts.
        parts: Scalar,
        /// Earlier values.
        history: Vec<PastFigureDraft>,
    }
}

draft! {
    /// An earlier value of a figure.
    PastFigureDraft {
        /// The number.
        value: Scalar,
        /// The unit, only if it is the figure's.
        unit: Scalar,
        /// When it was so, EDTF.
        as_of: Scalar,
        /// Why it changed.
        reason: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// A funding line.
    FundingDraft {
        /// What the money is for.
        label: Scalar,
        /// Remark.
        note: Scalar,
        /// Purpose.
        purpose: Scalar,
        /// Amount.
        amount: Scalar,
        /// Sum or increase.
        kind: Scalar,
        /// Makes it a rate.
        per: Scalar,
        /// How far the money has come.
        status: Scalar,
        /// The years that it covers, EDTF.
        period: Scalar,
        /// When it was stated or checked, EDTF.
        as_of: Scalar,
        /// Whether its period is our inference.
        inferred: Flag,
        /// When it must be looked at again, EDTF.
        review_after: Scalar,
        /// Who pays.
        payer: OneOrMany,
        /// Who receives.
        beneficiary: OneOrMany,
        /// Programmes of the registry.
        programme: OneOrMany,
        /// Figures that it is meant to bring about.
        indicators: OneOrMany,
        /// Sources of the registry.
        source: OneOrMany,
        /// The line of which it is a part.
        part_of: Scalar,
        /// What is claimed of its own parts.
        parts: Scalar,
        /// The same line of another dossier.
        same_as: Scalar,
        /// Lines that may state the same money.
        possibly_same_as: OneOrMany,
        /// Earlier amounts.
        history: Vec<PastAmountDraft>,
    }
}

draft! {
    /// An earlier amount of a funding line.
    PastAmountDraft {
        /// Amount.
        amount: Scalar,
        /// When it was so, EDTF.
        as_of: Scalar,
        /// Why it changed.
        reason: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// A quote.
    QuoteDraft {
        /// The speaker, a person of the registry.
        speaker: Scalar,
        /// The organisation that speaks, where the source names no person.
        organisation: Scalar,
        /// The speaker's role on that day.
        role: Scalar,
        /// The words.
        text: Scalar,
        /// The language in which it was said.
        lang: Scalar,
        /// When it was said, EDTF.
        date: Scalar,
        /// The occasion.
        note: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
        /// Figures and funding lines that it states.
        supports: OneOrMany,
        /// Whether its words are still missing.
        draft: Flag,
    }
}

draft! {
    /// An event.
    EventDraft {
        /// What happens.
        label: Scalar,
        /// Remark.
        note: Scalar,
        /// When, EDTF.
        date: Scalar,
        /// Whether its date is our inference.
        inferred: Flag,
        /// When it had been planned for, EDTF.
        planned: Scalar,
        /// Sources for the planned date.
        planned_source: OneOrMany,
        /// How far it has come.
        status: Scalar,
        /// Place of the dossier.
        place: Scalar,
        /// Sources of the registry.
        source: OneOrMany,
    }
}

draft! {
    /// A press contact.
    ContactDraft {
        /// Name of the person or service.
        name: Scalar,
        /// E-mail address.
        email: Scalar,
        /// Telephone number.
        phone: Scalar,
        /// Languages spoken.
        languages: OneOrMany,
        /// Organisation of the registry.
        organisation: Scalar,
    }
}

draft! {
    /// A photo.
    MediaDraft {
        /// Path within the dossier's folder.
        file: Scalar,
        /// What it shows.
        alt: Scalar,
        /// Caption.
        caption: Scalar,
        /// Who made it: one text, or one per language.
        credit: Words,
        /// What others may do with it.
        licence: Scalar,
        /// The last day on which it may be shown.
        expires: Scalar,
    }
}

draft! {
    /// A document: one of a generated one, a file, an address.
    DocumentDraft {
        /// What Recto makes.
        generated: Scalar,
        /// Path within the dossier's folder.
        file: Scalar,
        /// Address.
        url: Scalar,
        /// Name.
        label: Scalar,
        /// The language that it is in.
        lang: Scalar,
    }
}

/// A translation: words alone, keyed by the ids of the reference. It has no fields of its
/// own, since what it may say depends on what the reference says.
pub type TranslationDraft = Entries<Words>;
