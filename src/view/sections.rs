//! The other sections of a dossier: objectives, operators, places, events, quotes, …

use std::sync::Arc;

use serde::Serialize;

use crate::model::date::Edtf;
use crate::model::dossier::{
    Contact, Document, DocumentLocation, Dossier, Event, Media, Operator, Place, Quote,
    Revision, Speaker,
};
use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::terms::{Generated, State};
use crate::view::funding::{FactLink, fact_links};
use crate::view::kept::Kept;
use crate::view::links::OrganisationLink;
use crate::view::locale::ShownDate;
use crate::view::page::{SourceLink, Term, Text};
use crate::view::picture::PictureView;
use crate::view::scope::Scope;
use crate::view::{archive, kit};

/// A list of objectives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ObjectiveGroup {
    /// Its name, where the dossier has several lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// How many there are, in words.
    pub count: String,
    /// Where the list comes from.
    pub sources: Vec<Kept<SourceLink>>,
    /// The objectives.
    pub objectives: Vec<ObjectiveView>,
}

/// An objective.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ObjectiveView {
    /// Its words.
    pub label: Text,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// What measures it.
    pub indicators: Vec<FactLink>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

/// The objectives of a dossier, list by list.
pub(super) fn objectives(scope: Scope<'_>, dossier: &Dossier) -> Vec<ObjectiveGroup> {
    let of_group = |group: Option<&Id>| -> Vec<ObjectiveView> {
        let members = dossier.objectives.iter().filter(|o| o.group.as_ref() == group);
        members
            .map(|objective| ObjectiveView {
                label: scope.text(&objective.label),
                note: scope.maybe(objective.note.as_ref()),
                indicators: fact_links(scope, dossier, &objective.indicators),
                sources: scope.sources(&objective.sources),
            })
            .collect()
    };
    let count = |n| scope.locale().count("counts.objectives", n);
    let alone = of_group(None);
    let mut groups = vec![];
    if !alone.is_empty() {
        groups.push(ObjectiveGroup {
            label: None,
            note: None,
            count: count(alone.len()),
            sources: vec![],
            objectives: alone,
        });
    }
    for group in &dossier.groups {
        let objectives = of_group(Some(&group.id));
        if !objectives.is_empty() {
            groups.push(ObjectiveGroup {
                label: Some(scope.text(&group.label)),
                note: scope.maybe(group.note.as_ref()),
                count: count(objectives.len()),
                sources: scope.sources(&group.sources),
                objectives,
            });
        }
    }
    groups
}

/// An organisation's part in a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OperatorView {
    /// The organisation.
    pub organisation: Kept<OrganisationLink>,
    /// Its roles, in words.
    pub roles: String,
    /// Where it acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// How far its part has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Kept<Term>>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

impl OperatorView {
    pub(super) fn new(
        scope: Scope<'_>,
        dossier: &Dossier,
        operator: &Operator,
    ) -> Option<Self> {
        Some(Self {
            organisation: scope.organisation(&operator.organisation)?,
            roles: roles(scope, operator),
            place: place_label(scope, dossier, operator.place.as_ref()),
            state: state(scope, operator.state),
            note: scope.maybe(operator.note.as_ref()),
            sources: scope.sources(&operator.sources),
        })
    }
}

/// The roles of an operator: `financeur et propriétaire`.
fn roles(scope: Scope<'_>, operator: &Operator) -> String {
    let roles: Vec<Arc<str>> =
        operator.roles.iter().map(|r| scope.locale().role(r)).collect();
    scope.locale().list(roles.iter().map(|role| &**role))
}

/// The operators of a dossier in the writer's order.
pub(super) fn operators(scope: Scope<'_>, dossier: &Dossier) -> Vec<OperatorView> {
    let operators = dossier.operators.iter();
    operators
        .filter_map(|operator| OperatorView::new(scope, dossier, operator))
        .collect()
}

fn place_label(scope: Scope<'_>, dossier: &Dossier, id: Option<&Id>) -> Option<Text> {
    let place = dossier.places.iter().find(|place| Some(&place.id) == id)?;
    Some(scope.text(&place.label))
}

fn state(scope: Scope<'_>, state: Option<State>) -> Option<Kept<Term>> {
    state.map(|state| scope.term("state", state.as_str()))
}

/// A place of a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PlaceView {
    /// Its name.
    pub label: Text,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// When it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<ShownDate>,
    /// How far it has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Kept<Term>>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

/// The places of a dossier in the writer's order.
pub(super) fn places(scope: Scope<'_>, dossier: &Dossier) -> Vec<PlaceView> {
    dossier
        .places
        .iter()
        .map(|place| PlaceView {
            label: scope.text(&place.label),
            note: scope.maybe(place.note.as_ref()),
            period: place_period(scope, place),
            state: state(scope, place.state),
            sources: scope.sources(&place.sources),
        })
        .collect()
}

/// `depuis 2021`, `jusqu’en 2028`, `2021–2028`.
fn place_period(scope: Scope<'_>, place: &Place) -> Option<ShownDate> {
    use crate::model::date::End;
    let end = |date: Option<&Edtf>| match date {
        Some(Edtf::Date(date)) => End::Date(*date),
        Some(Edtf::Interval { start: End::Date(date), .. }) => End::Date(*date),
        _ => End::Open,
    };
    match (&place.from, &place.until) {
        (None, None) => None,
        (None, Some(Edtf::Date(until))) => Some(scope.locale().up_to(until)),
        (from, until) => {
            // What is still to come does not serve « since » a date, but from it on.
            let today = scope.views.site.today;
            let to_come = from.as_ref().is_some_and(|from| from.first_day() > today);
            let end_date = match until {
                None if to_come => End::Unknown,
                until => end(until.as_ref()),
            };
            let interval = Edtf::Interval { start: end(from.as_ref()), end: end_date };
            scope.edtf(Some(&interval))
        }
    }
}

/// An event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EventView {
    /// What happens.
    pub label: Text,
    /// When.
    pub date: ShownDate,
    /// Whether the date is our inference.
    pub inferred: bool,
    /// When it had been planned for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<ShownDate>,
    /// Where the planned date comes from.
    pub planned_sources: Vec<Kept<SourceLink>>,
    /// How far it has come.
    pub state: Kept<Term>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
}

/// The events of a dossier in the order of time.
pub(super) fn timeline(scope: Scope<'_>, dossier: &Dossier) -> Vec<EventView> {
    let mut events: Vec<&Event> = dossier.timeline.iter().collect();
    events.sort_by_key(|event| event.date.first_day());
    let today = scope.views.site.today;
    events
        .into_iter()
        .map(|event| {
            // An event of the past that says nothing of its state has happened.
            let past = event.date.first_day() <= today;
            let guess = if past { State::Done } else { State::Planned };
            let state = event.state.unwrap_or(guess);
            let planned = event.planned.as_ref();
            EventView {
                label: scope.text(&event.label),
                date: scope.locale().edtf(&event.date),
                inferred: event.inferred,
                planned: scope.edtf(planned.map(|planned| &planned.date)),
                planned_sources: planned
                    .map_or(vec![], |planned| scope.sources(&planned.sources)),
                state: scope.term("state", state.as_str()),
                place: place_label(scope, dossier, event.place.as_ref()),
                note: scope.maybe(event.note.as_ref()),
                sources: scope.sources(&event.sources),
            }
        })
        .collect()
}

/// A quote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct QuoteView {
    /// Its id.
    pub id: Arc<str>,
    /// The words.
    pub text: Text,
    /// The words as they were said, where those above are a translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Text>,
    /// Who said it.
    pub speaker: Text,
    /// The speaker's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_url: Option<Arc<str>>,
    /// The speaker's role on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Text>,
    /// When it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<ShownDate>,
    /// The occasion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Where it comes from.
    pub sources: Vec<Kept<SourceLink>>,
    /// Figures and funding lines that it states.
    pub supports: Vec<FactLink>,
}

impl QuoteView {
    /// A quote; `dossier` is the one whose figures it states.
    pub(super) fn new(
        scope: Scope<'_>,
        quote: &Quote,
        dossier: Option<&Dossier>,
    ) -> Option<Self> {
        let languages = &scope.views.site.config.languages;
        // The language in which it was said; none of the site's, perhaps, and then what the
        // reference has is a translation whose original we do not have.
        let said = match &quote.lang {
            None => Some(Lang::REFERENCE),
            Some(tag) => languages.find(tag.as_str()),
        };
        let text = scope.text(&quote.text);
        let shown_lang = quote.text[scope.lang].lang;
        let original = said
            .filter(|said| *said != shown_lang && quote.text[*said].lang == *said)
            .map(|said| {
                let words = &quote.text[said];
                let locale = &scope.views.locales[said];
                Text {
                    text: locale.spacing.set(&words.words).into_owned().into(),
                    lang: Some(locale.tag.shared()),
                }
            });
        let (speaker, speaker_url) = match &quote.speaker {
            Speaker::Person(id) => {
                let person = scope.views.site.registry.people.get(id)?;
                (scope.plain(&person.name), Some(scope.person_url(id)))
            }
            Speaker::Organisation(id) => {
                let organisation = scope.organisation(id)?;
                (organisation.name.clone(), organisation.url.clone())
            }
        };
        Some(Self {
            id: quote.id.shared(),
            text,
            original,
            speaker,
            speaker_url,
            role: scope.maybe(quote.role.as_ref()),
            date: scope.edtf(quote.date.as_ref()),
            note: scope.maybe(quote.note.as_ref()),
            sources: scope.sources(&quote.sources),
            supports: dossier.map_or(vec![], |d| fact_links(scope, d, &quote.supports)),
        })
    }
}

/// Quotes in the writer's order.
pub(super) fn quotes(
    scope: Scope<'_>,
    quotes: &[Quote],
    dossier: Option<&Dossier>,
) -> Vec<QuoteView> {
    quotes
        .iter()
        .filter_map(|quote| QuoteView::new(scope, quote, dossier))
        .collect()
}

/// A press contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ContactView {
    /// The name of the person or service.
    pub name: Text,
    /// The organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Kept<OrganisationLink>>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Arc<str>>,
    /// The telephone number as it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Arc<str>>,
    /// The telephone number as a telephone dials it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_uri: Option<String>,
    /// The languages spoken, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<String>,
}

/// Press contacts in the writer's order.
pub(super) fn contacts(scope: Scope<'_>, contacts: &[Contact]) -> Vec<ContactView> {
    contacts
        .iter()
        .map(|contact| {
            let names: Vec<&str> = contact
                .languages
                .iter()
                .map(|tag| match scope.locale().word(&format!("languages.{tag}")) {
                    "" => tag.as_str(),
                    name => name,
                })
                .collect();
            let dialled = |phone: &str| -> String {
                let plain = phone.replace("(0)", "");
                let digits = plain
                    .chars()
                    .filter(|c| c.is_ascii_digit() || *c == '+')
                    .collect::<String>();
                format!("tel:{digits}")
            };
            ContactView {
                name: scope.text(&contact.name),
                organisation: contact
                    .organisation
                    .as_ref()
                    .and_then(|id| scope.organisation(id)),
                email: contact.email.clone(),
                phone: contact
                    .phone
                    .as_ref()
                    .map(|phone| phone.replace(' ', "\u{a0}").into()),
                phone_uri: contact.phone.as_ref().map(|phone| dialled(phone)),
                languages: (!names.is_empty())
                    .then(|| scope.locale().list(names.iter().copied())),
            }
        })
        .collect()
}

/// A photo or drawing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MediaView {
    /// Its id.
    pub id: Arc<str>,
    /// Its widths and addresses.
    pub picture: PictureView,
    /// What it shows.
    pub alt: Text,
    /// Its caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
    /// Who made it.
    pub credit: Text,
    /// What others may do with it.
    pub licence: Kept<Term>,
}

/// Photos and drawings in the writer's order.
pub(super) fn media(scope: Scope<'_>, media: &[Media]) -> Vec<MediaView> {
    media
        .iter()
        .filter_map(|media| {
            Some(MediaView {
                id: media.id.shared(),
                picture: crate::view::picture::view(scope.views, &media.file)?,
                alt: scope.text(&media.alt),
                caption: scope.maybe(media.caption.as_ref()),
                credit: scope.text(&media.credit),
                licence: scope.term("licence", media.licence.as_str()),
            })
        })
        .collect()
}

/// A document to take away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DocumentView {
    /// Its name.
    pub label: Text,
    /// Its address.
    pub url: Arc<str>,
    /// Its kind: `PDF`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Its size in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Whether Recto makes it: its size is known once it is made.
    pub generated: bool,
    /// The archive that has it, with all that goes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<Arc<str>>,
    /// The language that it is in, where it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Arc<str>>,
    /// The name of that language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang_name: Option<Arc<str>>,
}

/// The documents of a dossier, in the writer's order.
pub(super) fn documents(
    scope: Scope<'_>,
    dossier: &Id,
    documents: &[Document],
) -> Vec<DocumentView> {
    documents
        .iter()
        .filter_map(|document| {
            let (url, format, size) = match &document.location {
                DocumentLocation::Generated(Generated::PressKit) => {
                    let address = kit::address(
                        scope.views,
                        EntryKind::Dossier,
                        dossier,
                        scope.lang,
                    )?;
                    (scope.url(&address), Some("PDF".to_owned()), None)
                }
                DocumentLocation::Url(url) => (url.clone(), None, None),
                DocumentLocation::File(file) => {
                    let (_, blob) = scope.views.files.get(file)?;
                    let format =
                        file.rsplit('.').next().unwrap_or_default().to_uppercase();
                    let url = scope.views.file_url(file)?;
                    (url, Some(format), Some(scope.locale().file_size(blob.len)))
                }
            };
            let lang = document.lang.as_ref().filter(|tag| **tag != scope.locale().tag);
            Some(DocumentView {
                label: match &document.label {
                    Some(label) => scope.text(label),
                    None => scope.word("kit.name"),
                },
                url,
                format,
                size,
                generated: matches!(document.location, DocumentLocation::Generated(_)),
                archive: match document.location {
                    DocumentLocation::Generated(Generated::PressKit) => {
                        let address = archive::address(scope.views, dossier, scope.lang);
                        address.map(|address| scope.url(&address))
                    }
                    DocumentLocation::File(_) | DocumentLocation::Url(_) => None,
                },
                lang: lang.map(crate::model::lang::LangTag::shared),
                lang_name: lang.map(|tag| scope.locale().term("languages", tag.as_str())),
            })
        })
        .collect()
}

/// A change since the publication.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RevisionView {
    /// The day.
    pub date: ShownDate,
    /// Why.
    pub kind: Kept<Term>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The figures and funding lines that changed.
    pub changes: Vec<FactLink>,
}

/// What changed, newest first.
pub(super) fn revisions(scope: Scope<'_>, dossier: &Dossier) -> Vec<RevisionView> {
    dossier
        .revisions
        .iter()
        .map(|it| revision(scope, dossier, it))
        .collect()
}

fn revision(scope: Scope<'_>, dossier: &Dossier, revision: &Revision) -> RevisionView {
    RevisionView {
        date: scope.locale().day(revision.date),
        kind: scope.term("revision-kind", revision.kind.as_str()),
        note: scope.maybe(revision.note.as_ref()),
        changes: fact_links(scope, dossier, &revision.changes),
    }
}

/// The revisions that speak of a figure.
pub(super) fn revisions_of(
    scope: Scope<'_>,
    dossier: &Dossier,
    fact: &Id,
) -> Vec<RevisionView> {
    let own = dossier.revisions.iter().filter(|it| it.changes.contains(fact));
    own.map(|it| revision(scope, dossier, it)).collect()
}
