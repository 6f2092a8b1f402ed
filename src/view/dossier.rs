//! A dossier's page.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::model::body::{ItemKind, Section};
use crate::model::dossier::Dossier;
use crate::model::id::{Id, slugify};
use crate::view::body::{BodyView, unique_id};
use crate::view::chart::{Plans, Stack, plans, stacks};
use crate::view::figure_lists::{FiguresOf, address, has_table};
use crate::view::figures::{FigureView, key, others};
use crate::view::frame::PageParts;
use crate::view::funding::{FundingRow, rows};
use crate::view::json_ld;
use crate::view::kept::Kept;
use crate::view::locale::ShownDate;
use crate::view::open_data::{self, has_data};
use crate::view::page::{Data, Page, PageLink, Text, TocItem};
use crate::view::picture::plates;
use crate::view::release::related_releases;
use crate::view::scope::Scope;
use crate::view::sections::{
    ContactView, DocumentView, EventView, MediaView, ObjectiveGroup, OperatorView,
    PlaceView, QuoteView, RevisionView, contacts, documents, media, objectives,
    operators, places, quotes, revisions, timeline,
};
use crate::view::sources::{SourceView, of_ids};
use crate::view::{archive, kit};

/// A dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DossierPage {
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
    /// When it was last changed in substance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<ShownDate>,
    /// When its facts were checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<ShownDate>,
    /// Its topics.
    pub topics: Vec<Kept<PageLink>>,
    /// The programmes to which it belongs.
    pub programmes: Vec<Kept<PageLink>>,
    /// Sections that stand before the prose.
    pub before: Vec<SectionRef>,
    /// Sections that stand after it.
    pub after: Vec<SectionRef>,
    /// Its figures beside the key figures, which are the page's tiles.
    pub figures: Vec<FigureView>,
    /// The ids of the elements that show its key figures.
    pub key_anchors: Vec<String>,
    /// Its key figures as a table, where that says more than this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_figures: Option<Arc<str>>,
    /// Its objectives.
    pub objectives: Vec<ObjectiveGroup>,
    /// Its operators.
    pub operators: Vec<OperatorView>,
    /// Its funding.
    pub funding: Vec<FundingRow>,
    /// Its totals as bars.
    pub stacks: Vec<Stack>,
    /// Its places.
    pub places: Vec<PlaceView>,
    /// Its events.
    pub timeline: Vec<EventView>,
    /// What had been planned against what came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<Plans>,
    /// Its quotes; those that stand in the prose on their own are in `placed_quotes`.
    pub quotes: Vec<QuoteView>,
    /// Quotes that stand in the prose.
    pub placed_quotes: Vec<QuoteView>,
    /// The picture at its top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<MediaView>,
    /// Its photos; those that stand in the prose on their own are in `placed_media`.
    pub media: Vec<MediaView>,
    /// Photos that stand in the prose.
    pub placed_media: Vec<MediaView>,
    /// Its documents.
    pub documents: Vec<DocumentView>,
    /// Its press contacts.
    pub contacts: Vec<ContactView>,
    /// Its sources.
    pub sources: Vec<Kept<SourceView>>,
    /// What changed since it was published.
    pub revisions: Vec<RevisionView>,
    /// Press releases that announce it.
    pub releases: Vec<crate::view::listing::ReleaseSummary>,
    /// Where its open data stands, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Arc<str>>,
}

/// A section of the page: which one, the id of its heading, its words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SectionRef {
    /// Which one.
    pub key: &'static str,
    /// The id of its heading.
    pub id: Arc<str>,
    /// Its words.
    pub title: Arc<str>,
}

/// Makes a dossier's page.
pub(super) fn page(scope: Scope<'_>, id: &Id) -> Option<Page> {
    let dossier = scope.views.site.dossiers.get(id)?;
    let file = dossier.entry.files[scope.lang].as_ref()?;
    let body = BodyView::new(scope, &file.body, &file.path, Some(id));
    let placed = body.placed();
    let (quotes_placed, quotes_left) =
        split(quotes(scope, &dossier.quotes, Some(dossier)), |q| {
            body.placed_items(ItemKind::Quote)
                .iter()
                .any(|id| id.as_str() == &*q.id)
        });
    let (media_placed, media_left) = split(media(scope, &dossier.media), |m| {
        body.placed_items(ItemKind::Media)
            .iter()
            .any(|id| id.as_str() == &*m.id)
    });
    let is_cover =
        |m: &MediaView| dossier.cover.as_ref().is_some_and(|id| id.as_str() == &*m.id);
    let (mut cover, media_left) = split(media_left, is_cover);
    let locale = scope.locale();
    let entry = &dossier.entry;
    let of = FiguresOf::Dossier(id.clone());
    let tiles: Vec<_> = key(scope, id).collect();
    let mut view = DossierPage {
        summary: scope.maybe(entry.summary.as_ref()),
        published: entry.published.map(|day| locale.day(day)),
        updated: entry.updated.map(|day| locale.day(day)),
        as_of: scope.edtf(dossier.as_of.as_ref()),
        topics: dossier.topics.iter().filter_map(|topic| scope.topic(topic)).collect(),
        programmes: dossier
            .programmes
            .iter()
            .filter_map(|id| scope.programme(id))
            .collect(),
        before: vec![],
        after: vec![],
        figures: others(scope, dossier),
        key_anchors: tiles.iter().map(|tile| tile.figure.anchor.clone()).collect(),
        key_figures: has_table(scope.views, id)
            .then(|| address(scope.views, &of, 0, scope.lang))
            .flatten()
            .map(|address| scope.url(&address)),
        objectives: objectives(scope, dossier),
        operators: operators(scope, dossier),
        funding: rows(scope, dossier),
        stacks: stacks(scope, dossier),
        places: places(scope, dossier),
        timeline: timeline(scope, dossier),
        plans: plans(scope, dossier),
        quotes: quotes_left,
        placed_quotes: quotes_placed,
        cover: cover.pop(),
        media: media_left,
        placed_media: media_placed,
        documents: documents(scope, id, &dossier.documents),
        contacts: contacts(scope, &dossier.contacts),
        sources: of_ids(scope, &sources_of(dossier)),
        revisions: revisions(scope, dossier),
        releases: related_releases(scope, id),
        data: has_data(dossier).then(|| scope.url(&open_data::folder(Some(id)))),
    };
    let mut taken: BTreeSet<String> =
        body.heading_ids.iter().map(ToString::to_string).collect();
    for section in Section::ALL.iter().filter(|section| !placed.contains(section)) {
        if view.is_empty(*section) {
            continue;
        }
        let title: Arc<str> =
            locale.word(&format!("sections.{}", section.as_str())).into();
        let id = unique_id(&slugify(&title), &mut taken);
        let reference = SectionRef { key: section.as_str(), id, title };
        match section {
            Section::Figures => view.before.push(reference),
            _ => view.after.push(reference),
        }
    }
    if !view.releases.is_empty() {
        let title: Arc<str> = locale.word("sections.releases").into();
        let id = unique_id(&slugify(&title), &mut taken);
        view.after.push(SectionRef { key: "releases", id, title });
    }
    let item = |section: &SectionRef| TocItem {
        id: section.id.clone(),
        text: section.title.clone(),
        children: vec![],
    };
    let mut toc: Vec<TocItem> = view.before.iter().map(item).collect();
    toc.extend(body.toc(scope));
    toc.extend(view.after.iter().map(item));
    let json_ld = json_ld::dossier(scope, dossier);
    let sources = view.sources.clone();
    let data = Data::Dossier(Box::new(view));
    let mut parts = PageParts::of_entry(scope, "dossier.html", "dossier", entry, data);
    parts.body = Some(body);
    parts.toc = toc;
    parts.json_ld = json_ld;
    parts.shared.tiles = vec![tiles];
    parts.shared.sources = sources;
    let generated = [
        kit::address(scope.views, entry.kind, id, scope.lang),
        archive::address(scope.views, id, scope.lang),
    ];
    parts.offers = generated.iter().flatten().map(|it| scope.offer(it)).collect();
    if !parts.offers.is_empty() {
        parts.plates = plates(scope.views, &dossier.media);
    }
    Some(parts.finish(scope))
}

/// Parts items into those of which something is so, and the others.
fn split<T>(items: Vec<T>, is: impl Fn(&T) -> bool) -> (Vec<T>, Vec<T>) {
    items.into_iter().partition(|item| is(item))
}

impl DossierPage {
    fn is_empty(&self, section: Section) -> bool {
        match section {
            Section::Figures => self.figures.is_empty() && self.key_anchors.is_empty(),
            Section::Objectives => self.objectives.is_empty(),
            Section::Operators => self.operators.is_empty(),
            Section::Funding => self.funding.is_empty(),
            Section::Places => self.places.is_empty(),
            Section::Timeline => self.timeline.is_empty(),
            Section::Quotes => self.quotes.is_empty(),
            Section::Media => self.media.is_empty(),
            Section::Documents => self.documents.is_empty(),
            Section::Contacts => self.contacts.is_empty(),
            Section::Sources => self.sources.is_empty(),
            Section::Revisions => self.revisions.is_empty(),
        }
    }
}

/// Every source of a dossier, in the order in which its sections name them.
fn sources_of(dossier: &Dossier) -> Vec<Id> {
    let mut ids: Vec<Id> = vec![];
    let mut seen = BTreeSet::new();
    let mut add = |list: &[Id]| {
        for id in list {
            if seen.insert(id.clone()) {
                ids.push(id.clone());
            }
        }
    };
    dossier.figures.iter().for_each(|figure| {
        add(&figure.sources);
        figure.history.iter().for_each(|past| add(&past.sources));
    });
    dossier.groups.iter().for_each(|group| add(&group.sources));
    dossier
        .objectives
        .iter()
        .for_each(|objective| add(&objective.sources));
    dossier.operators.iter().for_each(|operator| add(&operator.sources));
    dossier.funding.iter().for_each(|line| {
        add(&line.sources);
        line.history.iter().for_each(|past| add(&past.sources));
    });
    dossier.places.iter().for_each(|place| add(&place.sources));
    for event in &dossier.timeline {
        add(&event.sources);
        event.planned.iter().for_each(|planned| add(&planned.sources));
    }
    dossier.quotes.iter().for_each(|quote| add(&quote.sources));
    ids
}
