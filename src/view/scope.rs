//! The site as it is seen from one language: its words, and what they can be linked to.

use std::ops::Deref;
use std::sync::Arc;

use crate::model::entry::{Entry, EntryKind};
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::resolve::Fact;
use crate::view::Views;
use crate::view::figures::{FigureRow, FigureView};
use crate::view::frame::list_address;
use crate::view::kept::Kept;
use crate::view::links::OrganisationLink;
use crate::view::locale::Shown;
use crate::view::page::{PageLink, SourceLink};
use crate::view::wording::Wording;

/// The site as it is seen from one language.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) views: &'a Views,
    pub(crate) wording: Wording<'a>,
}

impl<'a> Deref for Scope<'a> {
    type Target = Wording<'a>;

    fn deref(&self) -> &Wording<'a> {
        &self.wording
    }
}

impl<'a> Scope<'a> {
    /// An organisation by its id.
    pub(crate) fn organisation(self, id: &Id) -> Option<Kept<OrganisationLink>> {
        self.views.links[self.lang].organisation(id).cloned()
    }

    /// Organisations by their ids.
    pub(crate) fn organisations(self, ids: &[Id]) -> Vec<Kept<OrganisationLink>> {
        ids.iter().filter_map(|id| self.organisation(id)).collect()
    }

    /// A link to a programme.
    pub(crate) fn programme(self, id: &Id) -> Option<Kept<PageLink>> {
        self.views.links[self.lang].programme(id).cloned()
    }

    /// A link to a topic.
    pub(crate) fn topic(self, id: &Id) -> Option<Kept<PageLink>> {
        self.views.links[self.lang].topic(id).cloned()
    }

    /// A link to a list of the site: `dossiers`, `organisations`.
    pub(crate) fn list_link(self, list: &'static str) -> Kept<PageLink> {
        let links = &self.views.links[self.lang];
        links.list(list).unwrap_or(links.home()).clone()
    }

    /// A link to an entry.
    pub(crate) fn entry_address(
        self,
        kind: EntryKind,
        id: &Id,
    ) -> Option<Kept<PageLink>> {
        self.views.links[self.lang].entry(kind, id).cloned()
    }

    /// As [`Scope::entry_address`], for an entry of the public site.
    pub(crate) fn entry_link(self, entry: &Entry) -> Kept<PageLink> {
        self.entry_address(entry.kind, &entry.id).unwrap_or_else(|| {
            let text = self.text(&entry.title);
            PageLink { url: "#".into(), text, hreflang: None }.into()
        })
    }

    /// The value of a figure or funding line.
    pub(crate) fn fact_value(self, dossier: &Id, fact: Fact<'_>) -> Shown {
        match fact {
            Fact::Figure(figure) => {
                let number = self.views.site.number_of(dossier, figure);
                self.locale().quantity(&number, &figure.unit, figure.shown_digits())
            }
            Fact::Funding(line) => self.locale().amount(&line.amount, line.per),
        }
    }

    /// A key figure, by its place among those of the site; made once, and shared by all of
    /// the pages that show it.
    pub(crate) fn key_figure(self, nth: usize) -> Option<Arc<FigureView>> {
        Some(self.figure_row(nth)?.figure.clone())
    }

    /// As [`Scope::key_figure`], with its dossier.
    pub(crate) fn figure_row(self, nth: usize) -> Option<&'a Arc<FigureRow>> {
        let shared = self.views.key_figures[self.lang].get(nth)?;
        if let Some(row) = shared.get() {
            return Some(row);
        }
        let known = self.views.index.key_figures.get(nth)?;
        let dossier = self.views.site.dossiers.get(&known.dossier)?;
        let page = self.entry_link(&dossier.entry);
        let figure = dossier.figures.get(known.place)?;
        let figure = FigureView::new(self, dossier, figure, &page);
        let row = || FigureRow { nth, figure: figure.into(), dossier: page }.into();
        Some(shared.get_or_init(row))
    }

    /// The id of the element that shows a fact on its dossier's page: that of the language in
    /// which there is such a page.
    pub(crate) fn fact_anchor(self, dossier: &Entry, fact: Fact<'_>) -> String {
        let lang = if dossier.is_in(self.lang) { self.lang } else { Lang::REFERENCE };
        let key = match fact {
            Fact::Figure(_) => "anchors.figure",
            Fact::Funding(_) => "anchors.funding",
        };
        let prefix = self.views.locale(lang).word(key);
        format!("{prefix}-{}", fact.id())
    }

    /// Where a fact stands: its dossier's page, at its anchor.
    pub(crate) fn fact_url(self, dossier: &Entry, fact: Fact<'_>) -> Arc<str> {
        let page = self.entry_link(dossier);
        format!("{}#{}", page.url, self.fact_anchor(dossier, fact)).into()
    }

    /// A source on the page of sources.
    pub(crate) fn source_url(self, id: &Id) -> Arc<str> {
        self.views.links[self.lang]
            .source(id)
            .map_or_else(|| "#".into(), |link| link.url.clone())
    }

    /// A term in the glossary.
    pub(crate) fn term_url(self, id: &Id) -> Arc<str> {
        let url = self.views.links[self.lang].term(id);
        url.cloned().unwrap_or_else(|| "#".into())
    }

    /// A person on the page of people.
    pub(crate) fn person_url(self, id: &Id) -> Arc<str> {
        let nth = self.views.lists[self.lang].people_pages.get(id).copied().unwrap_or(0);
        let page = list_address(self.views, "people", nth, self.lang);
        self.url(&format!("{page}#{id}"))
    }

    /// Short links to sources: who published, and when.
    pub(crate) fn sources(self, ids: &[Id]) -> Vec<Kept<SourceLink>> {
        let links = &self.views.links[self.lang];
        ids.iter().filter_map(|id| links.source(id).cloned()).collect()
    }
}
