//! The theme: templates, stylesheet, words, from the site's own folders and the built-in one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::digest::Digest;
use crate::render::assets::assets;
use crate::render::body::text as text_html;
use crate::render::escape::{html as escaped, json_in_script, push_html};
use crate::render::requests;
use crate::render::typeset::Typeset;
use crate::source::{Blob, Snapshot};
use crate::validate::BUILT_IN_THEME;
use crate::view::ThemeAsset;

/// Where the built-in theme has its components.
const COMPONENTS: &str = "components.html";

thread_local! {
    /// Where a page is written before it is known how long it is: room that grows only once.
    static PAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The digest of its templates: what a page looks like depends on it.
    pub digest: Digest,
    /// Files that are published as they are, by the paths at which they are.
    assets: BTreeMap<Arc<str>, Blob>,
    /// What it has for typesetting.
    pub typeset: Typeset,
    /// The same by their names in the theme.
    pub names: Vec<ThemeAsset>,
}

impl Theme {
    /// Loads a theme. `folders` are the site's own first, the built-in one last.
    ///
    /// # Errors
    ///
    /// Every template that cannot be used, with its place, or every request to another site and
    /// every picture that cannot be published.
    pub fn load(
        snapshot: &Snapshot,
        folders: &[Arc<str>],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".xml", ".svg"]);
        let prefixes: Vec<String> = folders
            .iter()
            .map(|folder| format!("{}/", prefix_of(folder)))
            .collect();
        let unplaced = |error: &tera::Error| diagnostic(error, folders, &"themes".into());
        tera.set_fallback_prefixes(prefixes)
            .map_err(|error| vec![unplaced(&error)])?;
        register(&mut tera);
        let mut templates = vec![];
        let mut digests = vec![];
        for folder in folders {
            for source in below(snapshot, &format!("{folder}/templates/")) {
                let name = source.path.strip_prefix(&format!("{folder}/templates/"));
                let name = format!("{}/{}", prefix_of(folder), name.unwrap_or_default());
                digests.push(Digest::of_parts([name.as_bytes(), source.text.as_bytes()]));
                templates.push((name, source.text.to_string()));
            }
        }
        tera.add_raw_templates(templates)
            .map_err(|error| vec![unplaced(&error)])?;
        let mut found = requests::check(snapshot, folders);
        let (assets, names) = assets(snapshot, folders, &mut found);
        if !found.is_empty() {
            return Err(found);
        }
        let digest = Digest::of_parts(digests.iter().map(|d| d.as_bytes().as_slice()));
        let typeset = Typeset::new(snapshot, folders);
        Ok(Self { tera, digest, assets, typeset, names })
    }

    /// Renders a template.
    ///
    /// # Errors
    ///
    /// What the template does wrong, at its place.
    pub(crate) fn render(
        &self,
        template: &str,
        context: &tera::Context,
        folders: &[Arc<str>],
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut page = PAGE.take();
        page.clear();
        let rendered = self.tera.render_to(template, context, &mut page);
        let bytes = page.as_slice().to_vec();
        PAGE.set(page);
        match rendered {
            Ok(()) => Ok(bytes),
            Err(error) => Err(diagnostic(&error, folders, &path_of(folders, template))),
        }
    }

    /// Renders a component.
    ///
    /// # Errors
    ///
    /// As [`Theme::render`].
    pub(crate) fn component(
        &self,
        component: &str,
        arguments: &tera::Context,
        folders: &[Arc<str>],
    ) -> Result<String, Diagnostic> {
        self.tera
            .render_component(component, arguments, None, true)
            .map_err(|error| diagnostic(&error, folders, &path_of(folders, COMPONENTS)))
    }

    /// A file that is published as it is.
    pub(crate) fn asset(&self, path: &str) -> Option<&Blob> {
        self.assets.get(path)
    }
}

/// The name under which a theme's templates are extended: `{% extends "recto/base.html" %}`
/// for the built-in theme, that of its folder for any other.
fn prefix_of(folder: &str) -> &str {
    match folder {
        BUILT_IN_THEME => "recto",
        folder => folder.strip_prefix("themes/").unwrap_or(folder),
    }
}

/// The sources below a folder, in the order of their paths.
fn below<'a>(
    snapshot: &'a Snapshot,
    folder: &str,
) -> impl Iterator<Item = &'a crate::source::Source> {
    use std::ops::Bound;
    let start = (Bound::Included(folder), Bound::Unbounded);
    let folder = folder.to_owned();
    snapshot
        .sources
        .range::<str, _>(start)
        .take_while(move |(path, _)| path.starts_with(&folder))
        .map(|(_, source)| source)
}

/// Filters that turn values of the view into HTML. Each escapes what it is given.
fn register(tera: &mut Tera) {
    // Words that may be in another language: `{{ figure.label | words }}`.
    tera.register_filter(
        "words",
        |text: &Map, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            Ok(match (found(text, "text"), found(text, "lang")) {
                // The engine escapes what it shows.
                (Some(words), None) => words.clone(),
                (words, lang) => {
                    let words = words.and_then(Value::as_str).unwrap_or_default();
                    Value::safe_string(&text_html(words, lang.and_then(Value::as_str)))
                }
            })
        },
    );
    // A quantity: `<data value="75000">75 000 m²</data>`.
    tera.register_filter(
        "value",
        |value: &Map, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let mut html = String::with_capacity(96);
            html.push_str("<data value=\"");
            push_html(&mut html, field(value, "machine"));
            html.push_str("\">");
            push_html(&mut html, field(value, "text"));
            html.push_str("</data>");
            Ok(Value::safe_string(&html))
        },
    );
    // A quantity whose number can be read across a room.
    tera.register_filter(
        "big_value",
        |value: &Map, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let part = |name: &'static str, class: &str| match field(value, name) {
                "" => String::new(),
                text => format!("<span class=\"{class}\">{}</span>", escaped(text)),
            };
            // The sign of a currency is part of the number; words stand above it.
            let before = field(value, "before");
            let at = before.trim_end().rfind(' ').map_or(0, |at| at + 1);
            let (words, sign) = match before[at..].chars().any(char::is_alphabetic) {
                true => (before, ""),
                false => before.split_at(at),
            };
            let words = match words {
                "" => String::new(),
                words => format!("<span class=\"before\">{}</span>", escaped(words)),
            };
            // More than `1 000 000 €` or so is set smaller, so that a telephone can show it.
            let number = field(value, "number");
            let class = if number.chars().count() > 9 { "number long" } else { "number" };
            let html = format!(
                "<data class=\"quantity\" value=\"{}\">{words}\
                 <span class=\"{class}\">{}{}</span>{}</data>",
                escaped(field(value, "machine")),
                escaped(sign),
                escaped(number),
                part("after", "after"),
            );
            Ok(Value::safe_string(&html))
        },
    );
    // A date: `<time datetime="2021-12-14">14 décembre 2021</time>`.
    tera.register_filter(
        "date",
        |date: &Map, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let machine = found(date, "machine").and_then(Value::as_str);
            let mut html = String::with_capacity(96);
            if let Some(machine) = machine {
                html.push_str("<time datetime=\"");
                push_html(&mut html, machine);
                html.push_str("\">");
            }
            push_ordinals(&mut html, field(date, "text"));
            if machine.is_some() {
                html.push_str("</time>");
            }
            Ok(Value::safe_string(&html))
        },
    );
    // JSON text within a `script` element.
    tera.register_filter(
        "json",
        |json: &str, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            Ok(Value::safe_string(&json_in_script(json)))
        },
    );
    // `{{ t.lists.page_of | fill(n=3) }}`
    tera.register_filter(
        "fill",
        |text: &str, values: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let values: Vec<(String, String)> = values
                .iter()
                .filter_map(|(key, value)| {
                    Some((key.as_str()?.to_owned(), value.to_string()))
                })
                .collect();
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect();
            Ok(Value::from(crate::model::words::fill(text, &values)))
        },
    );
}

fn field<'a>(map: &'a Map, name: &'static str) -> &'a str {
    found(map, name).and_then(Value::as_str).unwrap_or_default()
}

fn found<'a>(map: &'a Map, name: &'static str) -> Option<&'a Value> {
    // The maps of our own values are small: looking through them is quicker than a hash.
    let mut entries = map.iter();
    entries
        .find(|(key, _)| key.as_str() == Some(name))
        .map(|(_, value)| value)
}

/// French writes the first of a month with a raised ending.
fn push_ordinals(html: &mut String, text: &str) {
    let mut parts = text.split("1er\u{a0}");
    push_html(html, parts.next().unwrap_or_default());
    for part in parts {
        html.push_str("1<sup>er</sup>\u{a0}");
        push_html(html, part);
    }
}

/// The file of a template, as far as one can tell without looking: that of the nearest theme.
pub(super) fn path_of(folders: &[Arc<str>], template: &str) -> FilePath {
    let last = folders.last().map_or("themes", |folder| folder);
    format!("{last}/templates/{template}").into()
}

/// What a template does wrong, at its place in the theme's folder.
fn diagnostic(
    error: &tera::Error,
    folders: &[Arc<str>],
    fallback: &FilePath,
) -> Diagnostic {
    let file_of = |name: &str| -> FilePath {
        let (prefix, rest) = name.split_once('/').unwrap_or(("", name));
        let folder = folders.iter().find(|folder| prefix_of(folder) == prefix);
        folder
            .map_or_else(|| fallback.clone(), |f| format!("{f}/templates/{rest}").into())
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let place = Place::LineColumn(span.start_line, span.start_col + 1);
            let message = lower_first(report.message());
            Diagnostic::new(
                Problem::Template { message },
                &file_of(report.filename()),
                place,
            )
        }
        ErrorKind::TemplateNotFound(name) => {
            let name = name.clone();
            Diagnostic::new(Problem::TemplateNotFound { name }, fallback, Place::File)
        }
        ErrorKind::MissingParent { current, parent } => {
            let problem = Problem::TemplateNotFound { name: parent.clone() };
            Diagnostic::new(problem, &file_of(current), Place::File)
        }
        ErrorKind::CircularExtend { tpl, .. }
        | ErrorKind::CircularInclude { tpl, .. } => {
            let problem = Problem::TemplatesInCircle { name: tpl.clone() };
            Diagnostic::new(problem, &file_of(tpl), Place::File)
        }
        _ => {
            let text = error.to_string();
            let (message, path, place) = match printed_report(&text) {
                Some((message, name, line, column)) => {
                    (message, file_of(name), Place::LineColumn(line, column))
                }
                None => (text.trim(), fallback.clone(), Place::File),
            };
            let message = lower_first(message);
            Diagnostic::new(Problem::Template { message }, &path, place)
        }
    }
}

/// Some of the engine's errors have their place only in the text that it prints: the message
/// on one line, ` --> file:line:column` on the next.
fn printed_report(text: &str) -> Option<(&str, &str, usize, usize)> {
    let (message, rest) = text.split_once("\n --> ")?;
    let message = message.rsplit('\n').next()?;
    let place = rest.lines().next()?;
    let (place, column) = place.rsplit_once(':')?;
    let (name, line) = place.rsplit_once(':')?;
    let message = message.strip_prefix("error: ").unwrap_or(message);
    Some((message, name, line.parse().ok()?, column.parse().ok()?))
}

/// Messages of findings start in lower case and have no final period.
fn lower_first(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
