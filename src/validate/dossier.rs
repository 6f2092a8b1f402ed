//! Dossiers and press releases, section by section.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{IdKind, Problem};
use crate::model::dossier::{
    Contact, Document, DocumentLocation, Dossier, Event, Group, Media, Objective,
    Operator, Place, Planned, Release, Revision,
};
use crate::model::entry::{EntryKind, LanguageFile};
use crate::model::id::Id;
use crate::model::lang::{LangTag, PerLang};
use crate::model::picture::Picture;
use crate::model::terms::{Generated, Licence, RevisionKind, State};
use crate::parse::drafts::{
    ContactDraft, DocumentDraft, DossierDraft, EventDraft, GroupDraft, MediaDraft,
    ObjectiveDraft, OperatorDraft, PlaceDraft, ReleaseDraft, RevisionDraft,
};
use crate::parse::yaml::{Entries, Keyed, Scalar, Words};
use crate::source::Source;
use crate::validate::at::{At, Out};
use crate::validate::entry::{Context, Validated, entry, head};
use crate::validate::facts;
use crate::validate::files::{self, DOCUMENT_EXTENSIONS, IMAGE_EXTENSIONS};
use crate::validate::registry::Reader;
use crate::validate::texts::Texts;
use crate::validate::values::Known;

/// What the sections of one entry share.
pub(crate) struct Sections<'a, 't, 'o, 'p> {
    pub(crate) id: &'a Id,
    pub(crate) texts: &'a mut Texts<'t>,
    pub(crate) out: &'o mut Out<'p>,
    pub(crate) context: Context<'a>,
    /// Figures and funding lines, by key.
    pub(crate) facts: BTreeSet<Box<str>>,
    pub(crate) figures: BTreeSet<Box<str>>,
    pub(crate) funding: BTreeSet<Box<str>>,
    pub(crate) places: BTreeSet<Box<str>>,
    pub(crate) groups: BTreeSet<Box<str>>,
    /// Whether the dossier says when its facts were checked, also if it cannot be read.
    pub(crate) has_as_of: bool,
    /// The folder of the entry, with a final slash.
    pub(crate) folder: &'a str,
}

/// Keys of a map of entries.
fn keys<T>(entries: Option<&Entries<T>>) -> BTreeSet<Box<str>> {
    entries
        .into_iter()
        .flat_map(|entries| &entries.0)
        .map(|(key, _)| key.clone())
        .collect()
}

/// Validates a dossier.
pub(crate) fn dossier(
    id: &Id,
    draft: &DossierDraft,
    files: PerLang<Option<LanguageFile>>,
    source: &Source,
    mut texts: Texts<'_>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Validated {
    let top = At::TOP;
    out.odd_keys(&top, draft);
    let entry =
        entry(id, &head!(EntryKind::Dossier, draft), files, &mut texts, out, context);
    let names = context.names;
    let topics = out.ids(&top.key("topics"), draft.topics.as_ref(), names.topics());
    let programmes =
        out.ids(&top.key("programmes"), draft.programmes.as_ref(), names.programmes());
    let as_of = out.edtf(&top.key("as_of"), draft.as_of.as_ref());
    facts::check_as_of(out, &top.key("as_of"), as_of.as_ref(), context);
    let has_as_of = draft.as_of.as_ref().is_some_and(|as_of| as_of.text().is_some())
        || out.has_slip(&top, "as_of");
    let figures = keys(draft.figures.as_ref());
    let funding = keys(draft.funding.as_ref());
    for both in figures.intersection(&funding) {
        out.key(
            &top.key("funding").key(both),
            Problem::FactTwice { id: both.to_string() },
        );
    }
    let folder = folder_of(&source.path);
    let mut sections = Sections {
        id,
        texts: &mut texts,
        out,
        context,
        facts: figures.union(&funding).cloned().collect(),
        figures,
        funding,
        places: keys(draft.places.as_ref()),
        groups: keys(draft.groups.as_ref()),
        has_as_of,
        folder,
    };
    let groups = sections.each("groups", draft.groups.as_ref(), Sections::group);
    let objectives =
        sections.each("objectives", draft.objectives.as_ref(), Sections::objective);
    let operators =
        sections.each("operators", draft.operators.as_ref(), Sections::operator);
    let places = sections.each("places", draft.places.as_ref(), Sections::place);
    let figures =
        sections.each("figures", draft.figures.as_ref(), |sections, id, draft, at| {
            facts::figure(sections, id, draft, at, as_of.as_ref())
        });
    let funding =
        sections.each("funding", draft.funding.as_ref(), |sections, id, draft, at| {
            facts::funding(sections, id, draft, at, as_of.as_ref())
        });
    let quotes = sections.each("quotes", draft.quotes.as_ref(), facts::quote);
    let timeline = sections.each("timeline", draft.timeline.as_ref(), Sections::event);
    let contacts = sections.each("contacts", draft.contacts.as_ref(), Sections::contact);
    let media = sections.each("media", draft.media.as_ref(), Sections::media);
    let cover = draft.cover.as_ref().and_then(Scalar::text).and_then(|cover| {
        let ids = keys(draft.media.as_ref());
        let known = Known { kind: IdKind::Media, ids: Some(&ids) };
        sections.out.known_id(&top.key("cover"), cover, known)
    });
    let documents =
        sections.each("documents", draft.documents.as_ref(), Sections::document);
    let revisions = sections.revisions(draft.revisions.as_deref().unwrap_or_default());
    for diagnostic in texts.finish(source, DossierDraft::KEYS) {
        out.elsewhere(diagnostic);
    }
    Validated::Dossier(Box::new(Dossier {
        entry,
        topics,
        programmes,
        as_of,
        groups,
        objectives,
        operators,
        places,
        figures,
        funding,
        quotes: quotes.into_iter().flatten().collect(),
        timeline,
        contacts,
        media,
        cover,
        documents,
        revisions,
    }))
}

/// Validates a press release.
pub(crate) fn release(
    id: &Id,
    draft: &ReleaseDraft,
    files: PerLang<Option<LanguageFile>>,
    source: &Source,
    mut texts: Texts<'_>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Validated {
    let top = At::TOP;
    out.odd_keys(&top, draft);
    let entry =
        entry(id, &head!(EntryKind::Release, draft), files, &mut texts, out, context);
    if draft.published.is_none() {
        out.missing(&top, "published");
    }
    let dateline = texts.optional(out, &top, "dateline", draft.dateline.as_ref());
    let names = context.names;
    let dossiers =
        out.ids(&top.key("dossiers"), draft.dossiers.as_ref(), names.dossiers());
    let topics = out.ids(&top.key("topics"), draft.topics.as_ref(), names.topics());
    let sources = out.ids(&top.key("source"), draft.source.as_ref(), names.sources());
    let folder = folder_of(&source.path);
    let mut sections = Sections {
        id,
        texts: &mut texts,
        out,
        context,
        facts: BTreeSet::new(),
        figures: BTreeSet::new(),
        funding: BTreeSet::new(),
        places: BTreeSet::new(),
        groups: BTreeSet::new(),
        has_as_of: false,
        folder,
    };
    let quotes = sections.each("quotes", draft.quotes.as_ref(), facts::quote);
    let contacts = sections.each("contacts", draft.contacts.as_ref(), Sections::contact);
    let media = sections.each("media", draft.media.as_ref(), Sections::media);
    for diagnostic in texts.finish(source, ReleaseDraft::KEYS) {
        out.elsewhere(diagnostic);
    }
    Validated::Release(Box::new(Release {
        entry,
        dateline,
        dossiers,
        topics,
        sources,
        quotes: quotes.into_iter().flatten().collect(),
        contacts,
        media,
    }))
}

impl<'a> Sections<'a, '_, '_, '_> {
    /// Validates each entry of a section.
    fn each<T: Keyed, U>(
        &mut self,
        section: &'static str,
        entries: Option<&Entries<T>>,
        mut validate: impl FnMut(&mut Self, Id, &T, &At<'_>) -> Option<U>,
    ) -> Vec<U> {
        let Some(entries) = entries else { return vec![] };
        let top = At::TOP;
        let at = top.key(section);
        if !self.out.count(&at, entries.0.len()) {
            return vec![];
        }
        self.out.repeated(&at, entries.iter().map(|(key, _)| key));
        let mut seen = BTreeSet::new();
        let mut valid = Vec::with_capacity(entries.0.len());
        for (key, draft) in entries.iter() {
            // Paths name the first of two entries with one key; the second is reported as
            // repeated and not looked into.
            if !seen.insert(key) {
                continue;
            }
            let at = at.key(key);
            self.out.odd_keys(&at, draft);
            let id = self.out.key_id(&at, key);
            match id.and_then(|id| validate(self, id, draft, &at)) {
                Some(item) => valid.push(item),
                None => self.out.lost(section, key),
            }
        }
        valid
    }

    /// The sources of an item.
    pub(crate) fn sources(
        &mut self,
        at: &At<'_>,
        list: Option<&crate::parse::yaml::OneOrMany>,
    ) -> Vec<Id> {
        self.out.ids(&at.key("source"), list, self.context.names.sources())
    }

    fn state(&mut self, at: &At<'_>, scalar: Option<&Scalar>) -> Option<State> {
        self.out.term(&at.key("status"), scalar, State::WORDS, State::parse)
    }

    pub(crate) fn place_id(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
    ) -> Option<Id> {
        let known = Known { kind: IdKind::Place, ids: Some(&self.places) };
        self.out.one_id(&at.key("place"), scalar, known)
    }

    fn group(&mut self, id: Id, draft: &GroupDraft, at: &At<'_>) -> Option<Group> {
        let label = self.texts.required(self.out, at, "label", draft.label.as_ref());
        let note = self.texts.optional(self.out, at, "note", draft.note.as_ref());
        let sources = self.sources(at, draft.source.as_ref());
        Some(Group { id, label: label?, note, sources })
    }

    fn objective(
        &mut self,
        id: Id,
        draft: &ObjectiveDraft,
        at: &At<'_>,
    ) -> Option<Objective> {
        let label = self.texts.required(self.out, at, "label", draft.label.as_ref());
        let note = self.texts.optional(self.out, at, "note", draft.note.as_ref());
        let known = Known { kind: IdKind::Group, ids: Some(&self.groups) };
        let group = self.out.one_id(&at.key("group"), draft.group.as_ref(), known);
        let known = Known { kind: IdKind::Fact, ids: Some(&self.facts) };
        let indicators =
            self.out.ids(&at.key("indicators"), draft.indicators.as_ref(), known);
        let sources = self.sources(at, draft.source.as_ref());
        Some(Objective {
            id,
            label: label?,
            note,
            group,
            indicators,
            sources,
        })
    }

    fn operator(
        &mut self,
        id: Id,
        draft: &OperatorDraft,
        at: &At<'_>,
    ) -> Option<Operator> {
        let names = self.context.names;
        let known = names.organisations();
        if known.ids.is_some_and(|ids| !ids.contains(id.as_str())) {
            self.out
                .key(at, crate::validate::values::unknown_id(id.as_str(), known));
        }
        let roles = self.out.ids(&at.key("role"), draft.role.as_ref(), names.roles());
        if draft.role.as_ref().is_none_or(|roles| roles.items.is_empty()) {
            self.out.missing(at, "role");
        }
        let place = self.place_id(at, draft.place.as_ref());
        let state = self.state(at, draft.status.as_ref());
        let note = self.texts.optional(self.out, at, "note", draft.note.as_ref());
        let sources = self.sources(at, draft.source.as_ref());
        Some(Operator {
            organisation: id,
            roles,
            place,
            state,
            note,
            sources,
        })
    }

    fn place(&mut self, id: Id, draft: &PlaceDraft, at: &At<'_>) -> Option<Place> {
        let label = self.texts.required(self.out, at, "label", draft.label.as_ref());
        let note = self.texts.optional(self.out, at, "note", draft.note.as_ref());
        let from = self.out.edtf(&at.key("from"), draft.from.as_ref());
        let until = self.out.edtf(&at.key("until"), draft.until.as_ref());
        let state = self.state(at, draft.status.as_ref());
        let sources = self.sources(at, draft.source.as_ref());
        Some(Place {
            id,
            label: label?,
            note,
            from,
            until,
            state,
            sources,
        })
    }

    fn event(&mut self, id: Id, draft: &EventDraft, at: &At<'_>) -> Option<Event> {
        let label = self.texts.required(self.out, at, "label", draft.label.as_ref());
        let note = self.texts.optional(self.out, at, "note", draft.note.as_ref());
        if draft.date.as_ref().and_then(Scalar::text).is_none() {
            self.out.missing(at, "date");
        }
        let date = self.out.edtf(&at.key("date"), draft.date.as_ref());
        let inferred = self.out.flag(&at.key("inferred"), draft.inferred.as_ref());
        let planned = self.out.edtf(&at.key("planned"), draft.planned.as_ref());
        let planned_sources = self.out.ids(
            &at.key("planned_source"),
            draft.planned_source.as_ref(),
            self.context.names.sources(),
        );
        let state = self.state(at, draft.status.as_ref());
        let place = self.place_id(at, draft.place.as_ref());
        let sources = self.sources(at, draft.source.as_ref());
        if sources.is_empty() && draft.source.is_none() {
            self.out.key(at, Problem::NoSource);
        }
        let planned = planned.map(|date| Planned { date, sources: planned_sources });
        Some(Event {
            id,
            label: label?,
            note,
            date: date?,
            inferred,
            planned,
            state,
            place,
            sources,
        })
    }

    fn contact(&mut self, id: Id, draft: &ContactDraft, at: &At<'_>) -> Option<Contact> {
        let name = self.texts.required(self.out, at, "name", draft.name.as_ref());
        let email = self.out.email(&at.key("email"), draft.email.as_ref());
        let phone = self.out.phone(&at.key("phone"), draft.phone.as_ref());
        if draft.email.is_none() && draft.phone.is_none() {
            self.out.key(at, Problem::ContactWithoutAddress);
        }
        let list = at.key("languages");
        let mut languages = vec![];
        for (item, text) in self.out.list(&list, draft.languages.as_ref()) {
            match LangTag::parse(text) {
                Some(tag) => languages.push(tag),
                None => {
                    let problem = Problem::NotALanguage { text: text.to_owned() };
                    self.out.value(&item.as_at(), problem);
                }
            }
        }
        let known = self.context.names.organisations();
        let at = at.key("organisation");
        let organisation = self.out.one_id(&at, draft.organisation.as_ref(), known);
        Some(Contact {
            id,
            name: name?,
            email,
            phone,
            languages,
            organisation,
        })
    }

    fn media(&mut self, id: Id, draft: &MediaDraft, at: &At<'_>) -> Option<Media> {
        let alt = self.texts.required(self.out, at, "alt", draft.alt.as_ref());
        let caption =
            self.texts.optional(self.out, at, "caption", draft.caption.as_ref());
        let file = self.file(at, draft.file.as_ref(), IMAGE_EXTENSIONS);
        let has =
            |scalar: &Option<Scalar>| scalar.as_ref().and_then(Scalar::text).is_some();
        // A name is the same in every language; a sentence is not.
        let (credit, has_credit) = match &draft.credit {
            Some(Words::Text(scalar)) if scalar.text().is_none() => (None, false),
            Some(words) => {
                let languages = self.texts.languages();
                let mut reader = Reader { out: self.out, languages };
                (reader.words(&at.key("credit"), words), true)
            }
            None => (None, false),
        };
        for (key, is_given) in [
            ("file", has(&draft.file)),
            ("credit", has_credit),
            ("licence", has(&draft.licence)),
        ] {
            if !is_given {
                self.out.missing(at, key);
            }
        }
        let licence = self.out.term(
            &at.key("licence"),
            draft.licence.as_ref(),
            Licence::WORDS,
            Licence::parse,
        );
        let picture = file.as_ref().and_then(|file| self.picture(file, at));
        let expires = self.out.day(&at.key("expires"), draft.expires.as_ref());
        if let Some(day) = expires
            && day < self.context.today
        {
            let problem = Problem::LicenceExpired { date: day.to_string() };
            self.out.value(&at.key("expires"), problem);
        }
        Some(Media {
            id,
            file: file?,
            picture: picture?,
            alt: alt?,
            caption,
            credit: credit?,
            licence: licence?,
            expires,
        })
    }

    /// What is known of a picture, if it can be published.
    fn picture(&mut self, file: &str, at: &At<'_>) -> Option<Picture> {
        files::picture(self.out, &at.key("file"), file, self.context.pictures)
    }

    fn document(
        &mut self,
        id: Id,
        draft: &DocumentDraft,
        at: &At<'_>,
    ) -> Option<Document> {
        let generated = self.out.term(
            &at.key("generated"),
            draft.generated.as_ref(),
            Generated::WORDS,
            Generated::parse,
        );
        let file = self.file(at, draft.file.as_ref(), DOCUMENT_EXTENSIONS);
        let url = self.out.url(&at.key("url"), draft.url.as_ref());
        let n_given = [&draft.generated, &draft.file, &draft.url]
            .into_iter()
            .filter(|scalar| scalar.as_ref().is_some_and(|s| s.text().is_some()))
            .count();
        if n_given != 1 {
            self.out.key(at, Problem::DocumentWithoutPlace);
        }
        let lang = self.out.lang_tag(&at.key("lang"), draft.lang.as_ref());
        let label = if draft.generated.is_some() {
            self.texts.optional(self.out, at, "label", draft.label.as_ref())
        } else {
            Some(self.texts.required(self.out, at, "label", draft.label.as_ref())?)
        };
        let location = (generated.map(DocumentLocation::Generated))
            .or(file.map(DocumentLocation::File))
            .or(url.map(DocumentLocation::Url));
        Some(Document { id, label, location: location?, lang })
    }

    /// A file of the entry's own folder, which must be there.
    fn file(
        &mut self,
        at: &At<'_>,
        scalar: Option<&Scalar>,
        extensions: &'static [&'static str],
    ) -> Option<Arc<str>> {
        let (folder, blobs) = (self.folder, self.context.blobs);
        files::own_file(
            self.out,
            &at.key("file"),
            scalar?.text()?,
            folder,
            blobs,
            extensions,
        )
    }

    fn revisions(&mut self, drafts: &[RevisionDraft]) -> Vec<Revision> {
        let top = At::TOP;
        let list = top.key("revisions");
        if !self.out.count(&list, drafts.len()) {
            return vec![];
        }
        let mut revisions = vec![];
        for (nth, draft) in drafts.iter().enumerate() {
            let at = list.item(nth);
            self.out.odd_keys(&at, draft);
            if draft.date.as_ref().and_then(Scalar::text).is_none() {
                self.out.missing(&at, "date");
            }
            if draft.kind.as_ref().and_then(Scalar::text).is_none() {
                self.out.missing(&at, "kind");
            }
            let date = self.out.day(&at.key("date"), draft.date.as_ref());
            let kind = self.out.term(
                &at.key("kind"),
                draft.kind.as_ref(),
                RevisionKind::WORDS,
                RevisionKind::parse,
            );
            let known = Known { kind: IdKind::Fact, ids: Some(&self.facts) };
            let changes = self.out.ids(&at.key("changes"), draft.changes.as_ref(), known);
            let name = draft.date.as_ref().and_then(Scalar::text).unwrap_or_default();
            let note =
                self.texts.of_item(self.out, &at, "note", name, draft.note.as_ref());
            if let (Some(date), Some(kind)) = (date, kind) {
                revisions.push(Revision { date, kind, changes, note });
            }
        }
        revisions.sort_by_key(|revision| std::cmp::Reverse(revision.date));
        revisions
    }
}

/// The folder of a file, with its last slash.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}
