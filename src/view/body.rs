//! Prose with what its references became in the page's language.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::model::body::{
    Body, EntityKind, HeadingPart, ItemKind, Link, Section, Target,
};
use crate::model::entry::EntryKind;
use crate::model::id::{Id, slugify};
use crate::model::raw_html::HtmlPolicy;
use crate::view::Views;
use crate::view::glossary::TermsUsed;
use crate::view::page::TocItem;
use crate::view::picture::PictureView;
use crate::view::scope::Scope;

/// The prose of a page.
#[derive(Clone, Debug, Serialize)]
pub struct BodyView {
    /// The Markdown.
    #[serde(serialize_with = "digest_of_body")]
    pub body: Arc<Body>,
    /// What each reference of the Markdown became, in order.
    pub references: Vec<Resolved>,
    /// The id of each heading, in order.
    pub heading_ids: Vec<Arc<str>>,
    /// Addresses of links that name files of the entry, in the order of the Markdown's links;
    /// `None` where the link stays as written.
    pub files: Vec<Option<Arc<str>>>,
    /// Pictures of the prose, likewise.
    pub pictures: Vec<Option<PictureView>>,
    /// Levels by which headings move down: prose of a release stands one level lower in a
    /// list, say.
    pub shift: u8,
    /// The terms of the glossary that the prose uses, each to be marked once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsUsed>,
    /// Whether HTML is taken as such.
    pub html: bool,
    /// The page, where the prose is read elsewhere; empty on the page itself.
    pub page: Arc<str>,
    /// The path below which the site lives, which internal links as written do not have.
    pub base_path: Arc<str>,
}

fn digest_of_body<S: Serializer>(
    body: &Arc<Body>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&body.digest)
}

/// What a reference became.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolved {
    /// A link.
    Link(Box<ResolvedLink>),
    /// Words in another language.
    Foreign {
        /// The language tag.
        lang: Arc<str>,
    },
    /// A section of the page.
    Section(&'static str),
    /// One item.
    Item {
        /// `quote` or `media`.
        kind: &'static str,
        /// Its id.
        id: Arc<str>,
    },
}

/// What a reference to a fact or an entry became.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ResolvedLink {
    /// Where it leads.
    pub url: Arc<str>,
    /// What it shows where the writer gave no words.
    pub text: Arc<str>,
    /// The language of the text, where it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Arc<str>>,
    /// What an acronym stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expansion: Option<Arc<str>>,
    /// The value of a fact, for machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Arc<str>>,
    /// The language of the page that it leads to, where it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hreflang: Option<Arc<str>>,
}

impl BodyView {
    /// Resolves the references of some prose, for a page in a language.
    ///
    /// `own` is the dossier whose facts are meant where none is named.
    pub(crate) fn new(
        scope: Scope<'_>,
        body: &Arc<Body>,
        entry_file: &str,
        own: Option<&Id>,
    ) -> Self {
        let references = body
            .references
            .iter()
            .map(|reference| resolve(scope, &reference.target, own))
            .collect();
        let mut view = Self {
            body: body.clone(),
            references,
            heading_ids: vec![],
            files: body
                .links
                .iter()
                .map(|link| file_address(scope.views, entry_file, link))
                .collect(),
            pictures: body
                .links
                .iter()
                .map(|link| {
                    link.image.then(|| own_picture(scope.views, entry_file, link))?
                })
                .collect(),
            shift: 0,
            terms: scope.views.glossaries[scope.lang].used_in(body),
            html: scope.views.site.config.html == HtmlPolicy::Allowed,
            page: "".into(),
            base_path: scope.views.site.config.base_url.path.clone(),
        };
        let mut taken = BTreeSet::new();
        view.heading_ids = (0..body.headings.len())
            .map(|nth| unique_id(&slugify(&view.heading_text(nth)), &mut taken))
            .collect();
        view
    }

    /// The words of a heading.
    fn heading_text(&self, nth: usize) -> String {
        let parts = self.body.headings[nth].parts.iter();
        parts
            .map(|part| match part {
                HeadingPart::Text(text) => text.as_str(),
                HeadingPart::Reference(index) => match self.references.get(*index) {
                    Some(Resolved::Link(link)) => &link.text,
                    _ => "",
                },
            })
            .collect()
    }

    /// The contents: headings of level two, with those of level three below.
    pub(crate) fn toc(&self, scope: Scope<'_>) -> Vec<TocItem> {
        let mut toc: Vec<TocItem> = vec![];
        for (nth, heading) in self.body.headings.iter().enumerate() {
            let text = scope
                .locale()
                .spacing
                .set(&self.heading_text(nth))
                .into_owned()
                .into();
            let id = self.heading_ids[nth].clone();
            let item = TocItem { id, text, children: vec![] };
            match (heading.level, toc.last_mut()) {
                (0..=2, _) => toc.push(item),
                (3, Some(above)) => above.children.push(item),
                _ => {}
            }
        }
        toc
    }

    /// The sections that the writer placed in the prose.
    pub(crate) fn placed(&self) -> BTreeSet<Section> {
        let targets = self.body.references.iter().map(|reference| &reference.target);
        targets
            .filter_map(|target| match target {
                Target::Section(section) => Some(*section),
                _ => None,
            })
            .collect()
    }

    /// The quotes or media that the writer placed one by one.
    pub(crate) fn placed_items(&self, kind: ItemKind) -> BTreeSet<&Id> {
        let targets = self.body.references.iter().map(|reference| &reference.target);
        targets
            .filter_map(|target| match target {
                Target::Item { kind: k, id } if *k == kind => Some(id),
                _ => None,
            })
            .collect()
    }
}

/// An id that no element of the page has yet.
pub(crate) fn unique_id(slug: &str, taken: &mut BTreeSet<String>) -> Arc<str> {
    let stem = if slug.is_empty() { "section" } else { slug };
    let mut id = stem.to_owned();
    let mut n = 2;
    while !taken.insert(id.clone()) {
        id = format!("{stem}-{n}");
        n += 1;
    }
    id.into()
}

fn file_address(views: &Views, entry_file: &str, link: &Link) -> Option<Arc<str>> {
    if crate::model::body::is_external(&link.destination) {
        return None;
    }
    let path = link.destination.split(['#', '?']).next().unwrap_or_default();
    let file = crate::model::body::own_file(entry_file, path)?;
    views.file_url(&file)
}

fn own_picture(views: &Views, entry_file: &str, link: &Link) -> Option<PictureView> {
    let file = crate::model::body::own_file(entry_file, &link.destination)?;
    crate::view::picture::view(views, &file)
}

/// What a reference becomes. Everything it names exists: `resolve` has checked it.
fn resolve(scope: Scope<'_>, target: &Target, own: Option<&Id>) -> Resolved {
    let link = match target {
        Target::Foreign(tag) => return Resolved::Foreign { lang: tag.shared() },
        Target::Section(section) => return Resolved::Section(section.as_str()),
        Target::Item { kind, id } => {
            return Resolved::Item { kind: kind.as_str(), id: id.shared() };
        }
        Target::Fact { dossier, fact } => dossier
            .as_ref()
            .or(own)
            .and_then(|dossier| fact_link(scope, dossier, fact)),
        Target::Entity { kind, id } => entity_link(scope, *kind, id),
    };
    Resolved::Link(Box::new(link.unwrap_or_else(|| ResolvedLink {
        url: "#".into(),
        text: "".into(),
        lang: None,
        expansion: None,
        value: None,
        hreflang: None,
    })))
}

fn fact_link(scope: Scope<'_>, dossier: &Id, fact: &Id) -> Option<ResolvedLink> {
    let there = scope.views.site.fact(dossier, fact)?;
    let shown = scope.fact_value(dossier, there);
    let page = scope.entry_address(EntryKind::Dossier, dossier)?;
    let entry = &scope.views.site.dossiers.get(dossier)?.entry;
    let anchor = scope.fact_anchor(entry, there);
    Some(ResolvedLink {
        url: format!("{}#{anchor}", page.url).into(),
        text: shown.text.clone(),
        lang: None,
        expansion: None,
        value: Some(shown.machine.into()),
        hreflang: page.hreflang.clone(),
    })
}

fn entity_link(scope: Scope<'_>, kind: EntityKind, id: &Id) -> Option<ResolvedLink> {
    let registry = &scope.views.site.registry;
    let named = |url: Arc<str>, text: crate::view::page::Text| ResolvedLink {
        url,
        text: text.text,
        lang: text.lang,
        expansion: None,
        value: None,
        hreflang: None,
    };
    Some(match kind {
        EntityKind::Organisation => {
            let link = scope.organisation(id)?;
            let expansion = link.acronym.as_ref().map(|_| link.name.text.clone());
            let text = link.acronym.as_ref().unwrap_or(&link.name).clone();
            ResolvedLink { expansion, ..named(link.url.clone()?, text) }
        }
        EntityKind::Programme => {
            let programme = registry.programmes.get(id)?;
            let name = scope.name(&programme.name, programme.name_lang.as_ref());
            let acronym = programme.acronym.as_ref().map(|acronym| scope.text(acronym));
            let expansion = acronym.as_ref().map(|_| name.text.clone());
            let url = scope.programme(id)?.url.clone();
            ResolvedLink { expansion, ..named(url, acronym.unwrap_or(name)) }
        }
        EntityKind::Person => {
            let person = registry.people.get(id)?;
            named(scope.person_url(id), scope.plain(&person.name))
        }
        EntityKind::Topic => {
            let topic = scope.topic(id)?;
            named(topic.url.clone(), topic.text.clone())
        }
        EntityKind::Term => {
            let term = registry.glossary.get(id)?;
            let name = scope.text(&term.term);
            let acronym = scope.maybe(term.acronym.as_ref());
            let expansion = acronym.as_ref().map(|_| name.text.clone());
            ResolvedLink {
                expansion,
                ..named(scope.term_url(id), acronym.unwrap_or(name))
            }
        }
        EntityKind::Source => {
            let source = registry.sources.get(id)?;
            named(scope.source_url(id), scope.source_name(source))
        }
        EntityKind::Dossier | EntityKind::Release | EntityKind::Page => {
            let kind = match kind {
                EntityKind::Dossier => EntryKind::Dossier,
                EntityKind::Release => EntryKind::Release,
                _ => EntryKind::Page,
            };
            let page = scope.entry_address(kind, id)?;
            ResolvedLink {
                hreflang: page.hreflang.clone(),
                ..named(page.url.clone(), page.text.clone())
            }
        }
    })
}
