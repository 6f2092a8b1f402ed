//! HTML that many pages have in common: menus, links, sources, key figures as rows and as tiles.
//! It is rendered once in each language, and read once by `audit`.

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Problem};
use crate::output::pieces::{Piece, Run, Series, SharedHtml};
use crate::render::html::{failed, serialized};
use crate::render::theme::Theme;
use crate::view::Links;
use crate::view::figures::{FigureRow, FigureRows};
use crate::view::kept::Kept;
use crate::view::sources::SourceView;

/// A key figure in a table.
const ROW: &str = "partials/figure-row.html";

/// How long a row is, more or less.
const ROW_LEN: usize = 640;

/// A key figure among others of its dossier.
const TILE: &str = "partials/figure-tile.html";

/// A source in a list.
const SOURCE: &str = "partials/source.html";

/// What a template makes.
type Rendered = Result<Vec<u8>, Diagnostic>;

/// HTML that many pages have in common.
#[derive(Clone)]
pub(super) struct Shared {
    /// As templates have it.
    pub(super) value: Value,
    /// What it says of links and ids.
    pub(super) piece: Arc<SharedHtml>,
}

impl Shared {
    pub(super) fn new(html: &[u8]) -> Self {
        let html = String::from_utf8_lossy(html);
        let html = html.trim();
        let piece = SharedHtml::read(html).into();
        Self { value: Value::safe_string(html), piece }
    }
}

/// Gives every link of a language its HTML, which templates have as `html`.
///
/// # Errors
///
/// What the theme's component does wrong.
pub(super) fn links(
    theme: &Theme,
    links: &Links,
    folders: &[Arc<str>],
) -> Result<(), Diagnostic> {
    for link in links.organisations() {
        show(theme, "organisation", "of", link, folders)?;
    }
    for link in links.sources() {
        show(theme, "source_link", "to", link, folders)?;
    }
    for link in links.pages() {
        show(theme, "link", "to", link, folders)?;
    }
    Ok(())
}

/// Gives a link the HTML that a component makes of it.
fn show<T: Serialize>(
    theme: &Theme,
    component: &'static str,
    argument: &'static str,
    link: &Kept<T>,
    folders: &[Arc<str>],
) -> Result<(), Diagnostic> {
    let value =
        serialized(&**link).map_err(|problem| failed(folders, problem, component))?;
    let mut arguments = Context::new();
    arguments.insert_value(argument, value.clone());
    let html = theme.component(component, &arguments, folders)?;
    let mut fields = value.into_map().unwrap_or_default();
    fields.insert("html".into(), Value::safe_string(&html));
    link.show_as(Value::from(fields));
    Ok(())
}

/// The key figures and sources of a language, by their places among those of the site: each is
/// rendered when a page first shows it.
pub(super) struct PartHtml {
    rows: Arc<Series>,
    tiles: Vec<OnceLock<Shared>>,
    sources: Vec<OnceLock<Shared>>,
}

impl PartHtml {
    pub(super) fn new(n_figures: usize, n_sources: usize) -> Self {
        let places = |n| (0..n).map(|_| OnceLock::new()).collect();
        Self {
            rows: Series::new(n_figures).into(),
            tiles: places(n_figures),
            sources: places(n_sources),
        }
    }

    /// A source in a list.
    pub(super) fn source(
        &self,
        source: &Kept<SourceView>,
        render: impl Fn(&str, &'static str, Result<Value, Problem>) -> Rendered,
    ) -> Result<Shared, Diagnostic> {
        let made = || render(SOURCE, "source", serialized(source));
        once(self.sources.get(source.nth), made)
    }

    /// The rows of a table of key figures, as templates have them and as a page may have them.
    /// `render` takes a template, and a value with its name.
    pub(super) fn rows(
        &self,
        rows: &FigureRows,
        render: impl Fn(&str, &'static str, Result<Value, Problem>) -> Rendered,
    ) -> Result<(Value, Option<Piece>), Diagnostic> {
        let mut html = String::with_capacity(ROW_LEN * rows.places().len());
        for &nth in rows.places() {
            if !html.is_empty() {
                html.push('\n');
            }
            if let Some(known) = self.rows.html(nth) {
                html.push_str(known);
            } else if let Some(row) = rows.row(nth) {
                let made = render(ROW, "row", serialized(&row.shown()))?;
                let made = String::from_utf8_lossy(&made);
                html.push_str(self.rows.keep(nth, made.trim()).unwrap_or(&made));
            }
        }
        let run = Run {
            of: self.rows.clone(),
            members: rows.places().into(),
        };
        let value = Value::safe_string(&html);
        Ok((value, (!html.is_empty()).then_some(Piece::Run(run, html))))
    }

    /// A key figure among others of its dossier.
    pub(super) fn tile(
        &self,
        figure: &FigureRow,
        render: impl Fn(&str, &'static str, Result<Value, Problem>) -> Rendered,
    ) -> Result<Shared, Diagnostic> {
        let tile = || render(TILE, "figure", serialized(&*figure.figure));
        once(self.tiles.get(figure.nth), tile)
    }
}

/// What is known, or is made now and known from now on.
fn once(
    place: Option<&OnceLock<Shared>>,
    make: impl FnOnce() -> Rendered,
) -> Result<Shared, Diagnostic> {
    if let Some(known) = place.and_then(OnceLock::get) {
        return Ok(known.clone());
    }
    let made = Shared::new(&make()?);
    Ok(match place {
        Some(place) => place.get_or_init(|| made).clone(),
        None => made,
    })
}
