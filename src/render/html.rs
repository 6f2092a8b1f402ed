//! Templates and their values to bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Context, Map, Value};

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::made::Made;
use crate::model::lang::{Lang, PerLang};
use crate::output::Output;
use crate::output::pieces::{Piece, SharedHtml};
use crate::picture::{Bench, Turns};
use crate::render::archive;
use crate::render::article::html as article_html;
use crate::render::body::{NoteWords, Piece as BodyPiece, render as render_body};
use crate::render::export;
use crate::render::files::Files;
use crate::render::shared::{self, PartHtml, Shared};
use crate::render::theme::{Theme, path_of};
use crate::render::typeset::{card, document};
use crate::source::Blob;
use crate::view::Views;
use crate::view::kept::for_template;
use crate::view::locale::Locale;
use crate::view::page::{Chrome, Content, Data, Page, SharedParts, TemplatePage};
use crate::view::typography::Spacing;

/// Renders the pages of one build.
pub struct Renderer {
    pub(super) theme: Arc<Theme>,
    /// What is known of the files that pages offer.
    files: Files,
    /// Scheme and host of the site: what leaves it needs whole addresses.
    pub(super) origin: Arc<str>,
    folders: Vec<Arc<str>>,
    pub(super) languages: PerLang<LanguageValues>,
    /// What many pages of each language have in common.
    parts: PerLang<PartHtml>,
    /// What earlier builds made.
    pub(super) made: Made,
    turns: Turns,
}

/// The kind of an output that is a picture or a file of the site.
const MEDIA: &str = "media";

/// The template that every page extends.
const BASE: &str = "base.html";

/// What all pages of a language have in common, by its name in templates and in the order in
/// which a page has it: links of the head, the name of the site, and the two menus as pages have
/// them that are in neither.
const PARTS: [(&str, &str); 4] = [
    ("head", "partials/head-links.html"),
    ("title", "partials/site-title.html"),
    ("nav", "partials/nav.html"),
    ("footer", "partials/footer.html"),
];

/// What the templates of a language have in common, turned into values once.
pub(super) struct LanguageValues {
    pub(super) tag: Arc<str>,
    pub(super) locale: Arc<Locale>,
    pub(super) spacing: Spacing,
    pub(super) words: Value,
    chrome: Value,
    /// The parts of [`PARTS`] by their names.
    shared: Value,
    /// The same as pieces.
    pieces: [Arc<SharedHtml>; PARTS.len()],
    notes: [String; 3],
}

impl Renderer {
    /// Prepares the values that all pages of a language share.
    ///
    /// # Errors
    ///
    /// Never for values of our own making; a value that cannot be turned into one for
    /// templates is a mistake of ours, and is reported rather than hidden.
    pub fn new(views: &Views, theme: Arc<Theme>, made: Made) -> Result<Self, Diagnostic> {
        let config = &views.site().config;
        let languages = &config.languages;
        let folders = config.themes.clone();
        let values = PerLang::try_from_fn(languages, |lang| {
            let locale = views.locale(lang);
            let chrome = serialized::<Chrome>(views.chrome(lang));
            let mut values = LanguageValues {
                tag: locale.tag.shared(),
                locale: locale.clone(),
                spacing: locale.spacing,
                words: words_value(locale),
                chrome: chrome.map_err(|problem| failed(&folders, problem, BASE))?,
                shared: Value::none(),
                pieces: PARTS.map(|_| SharedHtml::read("").into()),
                notes: ["notes.heading", "notes.back", "notes.note"]
                    .map(|key| locale.word(key).to_owned()),
            };
            let mut shared = Map::new();
            for (nth, part) in parts(&theme, &values, &folders)?.into_iter().enumerate() {
                shared.insert(Key::from(PARTS[nth].0), part.value);
                values.pieces[nth] = part.piece;
            }
            values.shared = Value::from(shared);
            shared::links(&theme, views.links(lang), &folders)?;
            Ok(values)
        })?;
        let (n_figures, n_sources) = (views.n_key_figures(), views.n_sources());
        Ok(Self {
            parts: PerLang::from_fn(languages, |_| PartHtml::new(n_figures, n_sources)),
            languages: values,
            theme,
            files: Files::default(),
            origin: config.base_url.origin.clone(),
            folders,
            made,
            turns: Turns::default(),
        })
    }

    /// A place to make the files of one picture.
    pub fn bench(&self) -> Bench<'_> {
        Bench::new(&self.made, &self.turns)
    }

    /// Renders a page. `bench` keeps what the files of one picture have in common.
    ///
    /// # Errors
    ///
    /// What its template does wrong; a file that can no longer be read, or is no picture.
    pub fn render(
        &self,
        page: &Page,
        bench: &mut Bench<'_>,
    ) -> Result<Output, Diagnostic> {
        let lang = page.lang.map(|lang| self.languages[lang].tag.clone());
        let mut pieces = vec![];
        let mut n_pages = None;
        let (kind, bytes) = match &page.content {
            Content::Template(template) => {
                let mut context =
                    self.context(page.lang, template).map_err(|problem| {
                        failed(&self.folders, problem, template.template)
                    })?;
                let lang = page.lang.unwrap_or(Lang::REFERENCE);
                let [head, title, nav, footer] = &self.languages[lang].pieces;
                let is_in_menu = template.head.as_ref().is_none_or(|head| head.in_menu);
                if template.chrome.is_some() {
                    pieces.extend([head, title].map(|piece| Piece::One(piece.clone())));
                }
                if !is_in_menu {
                    pieces.push(Piece::One(nav.clone()));
                }
                self.parts(lang, &template.shared, &mut context, &mut pieces)?;
                if !is_in_menu {
                    pieces.push(Piece::One(footer.clone()));
                }
                let sizes =
                    self.files.sizes(&template.offers, &self.languages[lang].locale);
                context.insert_value("sizes", sizes);
                let bytes =
                    self.theme.render(template.template, &context, &self.folders)?;
                (template.kind, bytes)
            }
            Content::Asset(path) => {
                let blob = self.theme.asset(path).expect("assets are keys of the theme");
                ("asset", bytes_of(blob, &page.path)?)
            }
            Content::File(blob) => (MEDIA, bytes_of(blob, &page.path)?),
            Content::Picture(blob, recipe) => {
                let file = bench.file(blob, *recipe).map_err(|flaw| {
                    Diagnostic::new(flaw.problem(), &page.path, Place::File)
                });
                (MEDIA, file?)
            }
            Content::Data(data) => (export::KIND, export::bytes(data)),
            Content::Document(document) => {
                let pdf = self.document(page.lang, document, bench)?;
                n_pages = Some(pdf.n_pages);
                (document::KIND, pdf.bytes)
            }
            Content::Archive(it) => (archive::KIND, self.kept_archive(page, it, bench)?),
            Content::Card(card) => {
                (card::KIND, card::image(&self.theme.typeset, card, &self.made)?)
            }
        };
        if matches!(kind, document::KIND | archive::KIND | MEDIA) {
            self.files.add(page.path.clone(), bytes.len(), n_pages);
        }
        Ok(Output { path: page.path.clone(), kind, lang, bytes, pieces })
    }

    /// Gives a template what its page shows as others do.
    fn parts(
        &self,
        lang: Lang,
        parts: &SharedParts,
        context: &mut Context,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Diagnostic> {
        let html = &self.parts[lang];
        let render = |template: &str, name, value: Result<Value, Problem>| {
            let value =
                value.map_err(|problem| failed(&self.folders, problem, template))?;
            let mut context = self.languages[lang].context();
            context.insert_value(name, value);
            self.theme.render(template, &context, &self.folders)
        };
        let (rows, run) = html.rows(&parts.rows, render)?;
        context.insert_value("rows", rows);
        pieces.extend(run);
        let mut groups = Vec::with_capacity(parts.tiles.len());
        for group in &parts.tiles {
            let mut tiles = Vec::with_capacity(group.len());
            for tile in group {
                let Shared { value, piece } = html.tile(tile, render)?;
                tiles.push(value);
                pieces.push(Piece::One(piece));
            }
            groups.push(Value::from(tiles));
        }
        context.insert_value("tiles", Value::from(groups));
        let mut sources = Vec::with_capacity(parts.sources.len());
        for source in &parts.sources {
            let Shared { value, piece } = html.source(source, render)?;
            sources.push(value);
            pieces.push(Piece::One(piece));
        }
        context.insert_value("source_list", Value::from(sources));
        Ok(())
    }

    fn context(
        &self,
        lang: Option<Lang>,
        page: &TemplatePage,
    ) -> Result<Context, Problem> {
        let values = &self.languages[lang.unwrap_or(Lang::REFERENCE)];
        let mut context = values.context();
        if page.chrome.is_some() {
            context.insert_value("site", values.chrome.clone());
            context.insert_value("shared", values.shared.clone());
        }
        if let Some(head) = &page.head {
            context.insert_value("page", serialized(head)?);
        }
        let mut data = data_value(&page.data)?;
        if let Some(map) = data.as_map() {
            // The variant's name is the variable's.
            if let Some(value) = map.get(&Key::Str(page.data.name())) {
                data = value.clone();
            }
        }
        context.insert_value(page.data.name(), data);
        let [heading, back, note] = &values.notes;
        let words = NoteWords { heading, back, note };
        if let Data::Feed(feed) = &page.data {
            let html = feed.entries.iter().map(|entry| {
                let article = entry.article.as_ref();
                article.map(|article| article_html(article, values.spacing, &words))
            });
            let contents = html.map(|html| Value::from(html.unwrap_or_default()));
            context.insert_value("contents", Value::from(contents.collect::<Vec<_>>()));
        }
        if let Some(body) = &page.body {
            let pieces = render_body(body, values.spacing, &words);
            context.insert_value(
                "body",
                Value::from(pieces.iter().map(piece_value).collect::<Vec<_>>()),
            );
        }
        Ok(context)
    }

    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Renderer({:?})", self.folders)
    }
}

impl LanguageValues {
    /// What every template of the language sees.
    fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("t", self.words.clone());
        context.insert_value("lang", Value::from(&*self.tag));
        context
    }
}

/// The parts of a language that all of its pages have in common.
fn parts(
    theme: &Theme,
    values: &LanguageValues,
    folders: &[Arc<str>],
) -> Result<Vec<Shared>, Diagnostic> {
    let mut context = values.context();
    context.insert_value("site", values.chrome.clone());
    let page = Map::from_iter([(Key::from("url"), Value::from(""))]);
    context.insert_value("page", Value::from(page));
    PARTS
        .iter()
        .map(|(_, part)| Ok(Shared::new(&theme.render(part, &context, folders)?)))
        .collect()
}

/// A value that a template cannot have.
pub(super) fn failed(
    folders: &[Arc<str>],
    problem: Problem,
    template: &str,
) -> Diagnostic {
    Diagnostic::new(problem, &path_of(folders, template), Place::File)
}

/// The bytes of a file, if they are still those that the site was made with.
pub(super) fn bytes_of(blob: &Blob, path: &FilePath) -> Result<Vec<u8>, Diagnostic> {
    let changed = || Diagnostic::new(Problem::ChangedWhileReading, path, Place::File);
    blob.unchanged().ok_or_else(changed)
}

pub(super) fn serialized<T: serde::Serialize + ?Sized>(
    value: &T,
) -> Result<Value, Problem> {
    for_template(value).map_err(|error| Problem::Template { message: error.to_string() })
}

fn data_value(data: &Data) -> Result<Value, Problem> {
    serialized(data)
}

/// A piece of prose as templates see it: `{html}`, `{section}` or `{item, id}`.
fn piece_value(piece: &BodyPiece) -> Value {
    let mut map = Map::new();
    match piece {
        BodyPiece::Html(html) => {
            map.insert("html".into(), Value::safe_string(html));
        }
        BodyPiece::Section(key) => {
            map.insert("section".into(), Value::from(*key));
        }
        BodyPiece::Item(kind, id) => {
            map.insert("item".into(), Value::from(*kind));
            map.insert("id".into(), Value::from(&**id));
        }
    }
    Value::from(map)
}

/// The theme's strings as nested maps: `t.nav.home`. Hyphens become underscores, since a
/// template reads a hyphen as a minus.
fn words_value(locale: &Locale) -> Value {
    #[derive(Default)]
    struct Node {
        text: Option<String>,
        children: BTreeMap<String, Node>,
    }
    fn value(node: Node) -> Value {
        match node.text {
            Some(text) => Value::from(text),
            None => {
                let mut map = Map::new();
                for (key, child) in node.children {
                    map.insert(key.into(), value(child));
                }
                Value::from(map)
            }
        }
    }
    let mut root = Node::default();
    for (key, message) in locale.words.iter() {
        let mut node = &mut root;
        for step in key.split('.') {
            node = node.children.entry(step.replace('-', "_")).or_default();
        }
        node.text = Some(message.text().to_owned());
    }
    value(root)
}
