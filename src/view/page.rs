//! What every page has: its address, its place in the site, its words.

use std::sync::Arc;

use serde::Serialize;

use crate::digest::Digest;
use crate::model::lang::Lang;
use crate::source::Blob;
use crate::view::body::BodyView;
use crate::view::kept::Kept;
use crate::view::picture::EmblemView;

/// A page, or another file of the site, with everything that its template may see.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is written: `fr/dossiers/campus/index.html`.
    pub path: Arc<str>,
    /// The language it is in; `None` for what has none.
    pub lang: Option<Lang>,
    /// What it is made of.
    pub content: Content,
}

/// What a page is made of.
#[derive(Clone, Debug)]
pub enum Content {
    /// A template and its values.
    Template(Box<TemplatePage>),
    /// A file of the theme.
    Asset(Arc<str>),
    /// A document.
    File(Blob),
    /// A file that is made of a picture.
    Picture(Blob, crate::model::picture::Recipe),
    /// Open data.
    Data(Box<super::open_data::DataContent>),
    /// A page's values, to be set as a document.
    Document(Box<TemplatePage>),
    /// Several files in one.
    Archive(Box<super::archive::Archive>),
    /// A share card.
    Card(Box<super::card::Card>),
}

/// A template and its values.
#[derive(Clone, Debug, Serialize)]
pub struct TemplatePage {
    /// The template: `dossier.html`.
    pub template: &'static str,
    /// What the page is, in the manifest.
    pub kind: &'static str,
    /// The words of this language, shared by all of its pages.
    #[serde(skip)]
    pub chrome: Option<Arc<Chrome>>,
    /// The head of an HTML page.
    pub head: Option<Head>,
    /// Values of the page, under the name that the template has for them.
    pub data: Data,
    /// Its prose.
    pub body: Option<BodyView>,
    /// What it shows as others do.
    pub shared: SharedParts,
    /// Files that it offers: how large they are is known once they are made.
    #[serde(skip)]
    pub offers: Vec<Offer>,
    /// Its pictures as they are set on paper, where it is also there as a document.
    #[serde(skip)]
    pub plates: Vec<Plate>,
}

/// A file that a page offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Its address within the host.
    pub url: Arc<str>,
    /// Where it is written.
    pub path: Arc<str>,
}

/// A picture as it is set on paper. The addresses that the page has of it change with it.
#[derive(Clone, Debug)]
pub struct Plate {
    /// Its id.
    pub id: Arc<str>,
    /// Its path in the site folder.
    pub path: Arc<str>,
    /// Its file.
    pub blob: Blob,
    /// What is made of it.
    pub recipe: crate::model::picture::Recipe,
}

/// What a page shows as other pages do: each is rendered once in each language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SharedParts {
    /// The rows of its table of key figures.
    pub rows: super::figures::FigureRows,
    /// Its tiles of key figures, by the groups in which they stand.
    pub tiles: Vec<Vec<Arc<super::figures::FigureRow>>>,
    /// The list of its sources.
    pub sources: Vec<Kept<super::sources::SourceView>>,
}

impl Page {
    /// What the page looks like depends on nothing else.
    pub fn digest(&self) -> Digest {
        match &self.content {
            Content::Template(page) | Content::Document(page) => {
                let chrome = page.chrome.as_ref().map(|chrome| chrome.digest);
                let value = Digest::of_value(&**page);
                let chrome = chrome.as_ref().map_or(&[][..], |digest| digest.as_bytes());
                Digest::of_parts([self.path.as_bytes(), value.as_bytes(), chrome])
            }
            Content::Asset(name) => {
                Digest::of_parts([self.path.as_bytes(), name.as_bytes()])
            }
            Content::Picture(blob, recipe) => {
                let name = crate::picture::name(blob, *recipe);
                Digest::of_parts([self.path.as_bytes(), name.as_bytes()])
            }
            Content::File(blob) => {
                Digest::of_parts([self.path.as_bytes(), blob.digest.as_bytes()])
            }
            Content::Data(data) => {
                let value = Digest::of_value(&**data);
                Digest::of_parts([self.path.as_bytes(), value.as_bytes()])
            }
            Content::Archive(archive) => archive.digest(&self.path),
            // The path of a card holds the digest of what it says.
            Content::Card(_) => Digest::of_bytes(self.path.as_bytes()),
        }
    }
}

/// Values of a page, under the name that its template has for them.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is named as its template's variable")]
pub enum Data {
    Landing(Box<super::home::Landing>),
    Home(Box<super::home::Home>),
    Dossier(Box<super::dossier::DossierPage>),
    Dossiers(Box<super::listing::Listing<super::listing::DossierSummary>>),
    Release(Box<super::release::ReleasePage>),
    Releases(Box<super::listing::Listing<super::listing::ReleaseSummary>>),
    Organisation(Box<super::organisation::OrganisationPage>),
    Organisations(Box<super::listing::Listing<super::organisation::OrganisationSummary>>),
    Programme(Box<super::programme::ProgrammePage>),
    Programmes(Box<super::listing::Listing<super::programme::ProgrammeSummary>>),
    Topic(Box<super::topic::TopicPage>),
    Topics(Box<super::listing::Listing<super::topic::TopicSummary>>),
    KeyFigures(Box<super::figures::KeyFigures>),
    Sources(Box<super::listing::Listing<Kept<super::sources::SourceView>>>),
    People(Box<super::listing::Listing<super::people::PersonView>>),
    Glossary(Box<super::listing::Listing<super::glossary::Letter>>),
    Corrections(Box<super::corrections::Corrections>),
    PressRoom(Box<super::press::PressRoom>),
    KeyFigure(Box<super::figure::FigurePage>),
    FigureList(Box<super::figure_lists::FigureList>),
    Prose(Box<super::prose::ProsePage>),
    NotFound(Box<super::home::NotFound>),
    Search(Box<super::search::SearchPage>),
    Redirect(Box<super::home::Redirect>),
    Feed(Box<super::feed::Feed>),
    Sitemap(Box<super::feed::Sitemap>),
    Robots(Box<super::feed::Robots>),
}

impl Data {
    /// The name of the template's variable.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Landing(_) => "landing",
            Self::Home(_) => "home",
            Self::Dossier(_) => "dossier",
            Self::Dossiers(_) => "dossiers",
            Self::Release(_) => "release",
            Self::Releases(_) => "releases",
            Self::Organisation(_) => "organisation",
            Self::Organisations(_) => "organisations",
            Self::Programme(_) => "programme",
            Self::Programmes(_) => "programmes",
            Self::Topic(_) => "topic",
            Self::Topics(_) => "topics",
            Self::KeyFigures(_) => "key_figures",
            Self::Sources(_) => "sources",
            Self::People(_) => "people",
            Self::Glossary(_) => "glossary",
            Self::Corrections(_) => "corrections",
            Self::PressRoom(_) => "press_room",
            Self::KeyFigure(_) => "key_figure",
            Self::FigureList(_) => "figure_list",
            Self::Prose(_) => "prose",
            Self::NotFound(_) => "not_found",
            Self::Search(_) => "search",
            Self::Redirect(_) => "redirect",
            Self::Feed(_) => "feed",
            Self::Sitemap(_) => "sitemap",
            Self::Robots(_) => "robots",
        }
    }
}

/// Words, with their language where it is not the page's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Text {
    /// The words, spaced as their language is.
    pub text: Arc<str>,
    /// Their language, where it is another than the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Arc<str>>,
}

/// A link within the site.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PageLink {
    /// The address within the host.
    pub url: Arc<str>,
    /// What it is called.
    pub text: Text,
    /// The language of the page that it leads to, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hreflang: Option<Arc<str>>,
}

/// A source where a value is shown: its name, and when it was published.
///
/// The date is apart from the name, which may be in another language than the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SourceLink {
    /// The address of its entry among the sources.
    pub url: Arc<str>,
    /// Its label, its publisher, or its title.
    pub text: Text,
    /// What follows its name, in the page's language: `, 4 December 2020`, where the name
    /// does not already say when it was published.
    pub detail: Arc<str>,
}

/// A word of a closed set: its key for styles, and its name for readers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Term {
    /// The key: `planned`.
    pub key: Arc<str>,
    /// The name: `prévu`.
    pub text: Arc<str>,
}

/// The head of an HTML page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Head {
    /// The title of the page, as its `h1` has it.
    pub title: Text,
    /// What the browser's tab says.
    pub document_title: String,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Arc<str>>,
    /// The address within the host.
    pub url: Arc<str>,
    /// The absolute address.
    pub canonical: Arc<str>,
    /// The same page in every language, this one included.
    pub languages: Vec<Alternate>,
    /// The absolute address of the page that names no language, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x_default: Option<Arc<str>>,
    /// Whether the menus have it, and mark it.
    pub in_menu: bool,
    /// From the home page to the page above this one.
    pub breadcrumb: Vec<Kept<PageLink>>,
    /// The contents.
    pub toc: Vec<TocItem>,
    /// What a reader must know first.
    pub notices: Vec<super::notices::Notice>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// Structured data: schema.org's JSON-LD, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_ld: Option<String>,
    /// What the page is to Open Graph: `article`, `website`.
    pub og_type: &'static str,
    /// The image that other sites show beside a link to the page, where it has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<super::card::CardImage>,
}

/// The same page in one language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Alternate {
    /// The language tag.
    pub tag: Arc<str>,
    /// The tag as Open Graph writes it: `fr_FR`.
    pub og_locale: Arc<str>,
    /// The language's own name for itself.
    pub name: Arc<str>,
    /// The address within the host; `None` where the page does not exist in the language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// The absolute address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absolute: Option<Arc<str>>,
    /// Whether this is the page itself.
    pub current: bool,
    /// What is said where the page does not exist, in that language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Arc<str>>,
}

/// A line of the contents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TocItem {
    /// The id of the heading.
    pub id: Arc<str>,
    /// Its words.
    pub text: Arc<str>,
    /// The headings right below it.
    pub children: Vec<TocItem>,
}

/// What all pages of a language share.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Chrome {
    /// The language tag.
    pub lang: Arc<str>,
    /// The name of the site.
    pub title: Text,
    /// One sentence on the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagline: Option<Text>,
    /// The home page.
    pub home: Arc<str>,
    /// The main entries.
    pub nav: Vec<Kept<PageLink>>,
    /// The page on which readers search.
    pub search: Arc<str>,
    /// The entries at the bottom.
    pub footer: Vec<Kept<PageLink>>,
    /// Who publishes the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<PublisherView>,
    /// The paragraph on the publisher that ends a press kit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
    /// What readers may do with what they take away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reuse: Option<Text>,
    /// The feed.
    pub feed: Arc<str>,
    /// Where the open data of the site stands.
    pub data: Arc<str>,
    /// The stylesheet.
    pub stylesheet: Arc<str>,
    /// The faces of what is read first: a browser fetches them together with the stylesheet.
    pub fonts: Vec<Arc<str>>,
    /// The script by which tables are sorted and filtered; no page needs it.
    pub script: Arc<str>,
    /// The script of the page on which readers search.
    pub search_script: Arc<str>,
    /// The picture beside its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emblem: Option<EmblemView>,
    /// The icon: that picture, or that of the theme.
    pub icon: Icon,
    /// The image that other sites show beside a link to a page that has none of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<super::card::CardImage>,
    /// Whether drafts and embargoed entries are shown.
    pub preview: bool,
    /// The digest of all of this and of the words.
    #[serde(skip)]
    pub digest: Digest,
}

/// The icon of the site, which browsers show beside its pages' titles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Icon {
    /// Its address.
    pub url: Arc<str>,
    /// Its media type.
    pub mime: &'static str,
}

/// Who publishes the site.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PublisherView {
    /// The name.
    pub name: Text,
    /// The publisher's own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Arc<str>>,
}
