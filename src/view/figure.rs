//! The page of a key figure: its permanent address, where it comes from, what it was before,
//! and how to cite it.

use std::sync::Arc;

use serde::Serialize;

use crate::model::entry::EntryKind;
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::view::chart::{Steps, steps};
use crate::view::figures::FigureView;
use crate::view::frame::PageParts;
use crate::view::kept::Kept;
use crate::view::locale::Locale;
use crate::view::page::{Data, Page, PageLink};
use crate::view::scope::Scope;
use crate::view::sections::{QuoteView, RevisionView, quotes, revisions_of};
use crate::view::sources::of_ids;
use crate::view::{Ground, PageKey, json_ld, open_data};

/// A key figure, with everything that somebody who reuses it must know.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FigurePage {
    /// The figure.
    pub figure: Arc<FigureView>,
    /// Its dossier.
    pub dossier: Kept<PageLink>,
    /// How it is cited, in the language of the page.
    pub citation: String,
    /// What it was over time, where it has changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Steps>,
    /// Who said it.
    pub quotes: Vec<QuoteView>,
    /// Updates and corrections that speak of it.
    pub revisions: Vec<RevisionView>,
    /// Where the data of its dossier stands.
    pub data: Arc<str>,
}

/// The address of a key figure's page, below the host; `None` where its dossier is not in the
/// language.
pub(super) fn address(
    ground: &Ground,
    dossier: &Id,
    figure: &Id,
    lang: Lang,
) -> Option<Arc<str>> {
    let entry = &ground.site.dossiers.get(dossier)?.entry;
    let above = ground.routes.entry(EntryKind::Dossier, dossier, lang);
    let above = above.filter(|_| entry.is_in(lang))?;
    Some(below(&ground.locales[lang], above, figure))
}

/// The page of a key figure below its dossier's.
pub(super) fn below(locale: &Locale, dossier: &str, figure: &Id) -> Arc<str> {
    let word = locale.word("routes.figures");
    [dossier, word, "/", figure.as_str(), "/"].concat().into()
}

/// Makes the page of a key figure.
pub(super) fn page(scope: Scope<'_>, dossier_id: &Id, id: &Id) -> Option<Page> {
    let dossier = scope.views.site.dossiers.get(dossier_id)?;
    let mut figures = dossier.key_figures().enumerate();
    let (nth, figure) = figures.find(|(_, figure)| figure.id == *id)?;
    let keys = scope.views.index.key_figures_of(dossier_id);
    let row = scope.figure_row(keys.start + nth)?;
    let view = row.figure.clone();
    let above = scope.views.routes.entry_everywhere(EntryKind::Dossier, dossier_id)?;
    let address = |lang| {
        let is_there = dossier.entry.is_in(lang);
        is_there.then(|| below(scope.views.locale(lang), &above[lang], id))
    };
    let own = scope.absolute(&address(scope.lang)?);
    let supporting: Vec<_> = dossier
        .quotes
        .iter()
        .filter(|quote| quote.supports.contains(id))
        .cloned()
        .collect();
    let data = FigurePage {
        citation: citation(scope, &view, &own),
        dossier: row.dossier.clone(),
        steps: steps(scope, dossier, figure),
        quotes: quotes(scope, &supporting, None),
        revisions: revisions_of(scope, dossier, id),
        data: scope.url(&open_data::folder(Some(dossier_id))),
        figure: view,
    };
    let title = data.figure.label.clone();
    let above = data.dossier.clone();
    let value = data.figure.value.text.clone();
    let dossier_title = above.text.text.clone();
    let data = Data::KeyFigure(Box::new(data));
    let mut parts =
        PageParts::where_written(scope, "figure.html", "figure", title, data, address);
    parts.shared.sources = of_ids(scope, &figure.sources);
    parts.above = vec![scope.list_link("dossiers"), above];
    let values =
        [("label", &*parts.title.text), ("value", &*value), ("dossier", &*dossier_title)];
    parts.description = Some(scope.locale().fill("descriptions.figure", &values).into());
    parts.json_ld = vec![json_ld::figure(scope, dossier, figure, &own)];
    parts.card = Some(PageKey::Figure(scope.lang, dossier_id.clone(), id.clone()));
    Some(parts.finish(scope))
}

/// What somebody who quotes the figure copies: what it is, of when, from whom, and where.
fn citation(scope: Scope<'_>, figure: &FigureView, address: &str) -> String {
    let locale = scope.locale();
    let mut details: Vec<&str> = vec![];
    if let Some(status) = &figure.status {
        details.push(&status.text);
    } else if figure.derived {
        details.push(locale.word("figures.derived"));
    }
    let as_of = figure
        .as_of
        .as_ref()
        .map(|as_of| format!("{} {}", locale.word("figures.as_of"), as_of.text));
    details.extend(as_of.as_deref());
    let details = match details.is_empty() {
        true => String::new(),
        false => format!(" ({})", details.join(", ")),
    };
    let sources: Vec<String> = figure
        .sources
        .iter()
        .map(|source| format!("{}{}", source.text.text, source.detail))
        .collect();
    let key = match sources.len() {
        0 => "figures.citation-without-source",
        _ => "figures.citation",
    };
    locale.fill(
        key,
        &[
            ("label", &figure.label.text),
            ("value", &figure.value.text),
            ("details", &details),
            ("sources", &sources.join(locale.word("dates.semicolon"))),
            ("site", &scope.text(&scope.views.site.config.title).text),
            ("url", address),
        ],
    )
}
