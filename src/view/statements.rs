//! The statements that the law asks for, as `site.yaml` lets us make them. What is not given
//! is said not to be.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::model::id::{Id, slugify};
use crate::model::lang::Localized;
use crate::model::quantity::Number;
use crate::model::statements::{Accessibility, Audit, Contact, PageKind};
use crate::view::body::unique_id;
use crate::view::page::{Text, TocItem};
use crate::view::scope::Scope;

/// A section of a statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatementSection {
    /// The id of its heading.
    pub id: Arc<str>,
    /// Its heading.
    pub title: Arc<str>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A paragraph, with a list or facts below it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Block {
    /// The paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Whether it is what the page is there to say.
    pub strong: bool,
    /// The items of a list.
    pub items: Vec<StatedValue>,
    /// Facts by their names.
    pub facts: Vec<StatedFact>,
}

/// A fact with its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatedFact {
    /// What it is.
    pub name: Arc<str>,
    /// The fact; `None` where `site.yaml` does not give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<StatedValue>,
}

/// Words, and where they lead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatedValue {
    /// The words.
    pub text: Text,
    /// Where they lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
}

/// What a page of a kind says beside its prose. `taken` are the ids that its prose has.
pub(super) fn sections(
    scope: Scope<'_>,
    kind: PageKind,
    taken: &mut BTreeSet<String>,
) -> Vec<StatementSection> {
    let parts = match kind {
        PageKind::Accessibility => accessibility(scope),
        PageKind::LegalNotice => legal(scope),
    };
    parts
        .into_iter()
        .map(|(key, blocks)| {
            let title: Arc<str> = scope.locale().word(key).into();
            StatementSection {
                id: unique_id(&slugify(&title), taken),
                title,
                blocks,
            }
        })
        .collect()
}

/// The contents of the sections.
pub(super) fn toc(sections: &[StatementSection]) -> Vec<TocItem> {
    let item = |section: &StatementSection| TocItem {
        id: section.id.clone(),
        text: section.title.clone(),
        children: vec![],
    };
    sections.iter().map(item).collect()
}

/// The name of a page in the menus: that of the accessibility statement tells the state, as
/// French law asks.
pub(super) fn menu_name(
    wording: crate::view::wording::Wording<'_>,
    kind: Option<PageKind>,
    title: &Text,
) -> Text {
    match kind {
        Some(PageKind::Accessibility) => {
            let config = &wording.ground.site.config;
            let given = config.accessibility.clone().unwrap_or_default();
            let state = wording.term("compliance", given.compliance().as_str());
            let values = [("title", &*title.text), ("state", &*state.text)];
            let text = wording.locale().fill("statement.menu", &values).into();
            Text { text, lang: title.lang.clone() }
        }
        Some(PageKind::LegalNotice) | None => title.clone(),
    }
}

type Part = (&'static str, Vec<Block>);

fn accessibility(scope: Scope<'_>) -> Vec<Part> {
    let config = &scope.views.site.config;
    let given = config.accessibility.clone().unwrap_or_default();
    let locale = scope.locale();
    let state = scope.term("compliance", given.compliance().as_str()).text.clone();
    let audited = given.audit.is_some();
    let site = scope.text(&config.title).text;
    let publisher = config.publisher.as_ref().map(|publisher| &publisher.name);
    let publisher = publisher.map_or_else(|| site.clone(), |name| scope.text(name).text);
    let home = scope.absolute(scope.views.routes.home(scope.lang));
    let values = [
        ("state", &*state),
        ("site", &*site),
        ("publisher", &*publisher),
        ("url", &*home),
    ];
    let say = |key: &str| paragraph(locale.fill(key, &values));
    let mut state_blocks = vec![
        say("statement.commitment"),
        say("statement.applies"),
        Block {
            strong: true,
            ..say(match audited {
                true => "statement.state-audited",
                false => "statement.state-unaudited",
            })
        },
    ];
    state_blocks.extend((!audited).then(|| say("statement.without-audit")));
    let mut parts = vec![("statement.state", state_blocks)];
    if let Some(audit) = &given.audit {
        parts.push(("statement.results", vec![results(scope, audit)]));
    }
    parts.push(("statement.not-accessible", not_accessible(scope, &given)));
    let mut made = vec![fact(
        scope,
        "statement.stated",
        given.stated.map(|day| plain(locale.day(day).text.to_string())),
    )];
    if !given.technologies.is_empty() {
        let names = locale.list(given.technologies.iter().map(|name| &**name));
        made.push(fact(scope, "statement.technologies", Some(plain(names))));
    }
    if let Some(audit) = given.audit.as_ref().filter(|audit| !audit.tools.is_empty()) {
        let names = locale.list(audit.tools.iter().map(|name| &**name));
        made.push(fact(scope, "statement.tools", Some(plain(names))));
    }
    let mut made = vec![Block { facts: made, ..Block::default() }];
    if let Some(audit) = given.audit.as_ref().filter(|audit| !audit.pages.is_empty()) {
        made.push(listed(scope, "statement.pages", &audit.pages));
    }
    parts.push(("statement.made", made));
    let facts = reached(scope, &given.contact, false);
    let facts = match facts.is_empty() {
        true => vec![fact(scope, "statement.write-to", None)],
        false => facts,
    };
    parts.push((
        "statement.contact",
        vec![say("statement.contact-text"), Block { facts, ..Block::default() }],
    ));
    let way = |words: &str, url: Option<&str>| StatedValue {
        text: scope.word(words),
        url: url.map(|key| locale.word(key).into()),
    };
    let remedies = Block {
        items: vec![
            way("statement.remedy-form", Some("statement.remedy-form-url")),
            way("statement.remedy-delegate", Some("statement.remedy-delegate-url")),
            way("statement.remedy-post", None),
        ],
        ..say("statement.remedies-text")
    };
    parts.push(("statement.remedies", vec![remedies]));
    parts
}

fn results(scope: Scope<'_>, audit: &Audit) -> Block {
    let locale = scope.locale();
    let rate = Number::exact(audit.rate.normalize());
    let percent = Id::parse("percent").expect("the name of a unit is an id");
    let rate = locale.quantity(&rate, &percent, None).text;
    let by = scope.text(&audit.by).text;
    let date = locale.day(audit.date).text;
    let values = [("by", &*by), ("date", &*date), ("rate", &*rate)];
    paragraph(locale.fill("statement.results-text", &values))
}

fn not_accessible(scope: Scope<'_>, given: &Accessibility) -> Vec<Block> {
    let lists = [
        ("statement.failures", &given.failures),
        ("statement.burden", &given.burden),
        ("statement.exempt", &given.exempt),
    ];
    let blocks: Vec<Block> = lists
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(key, items)| listed(scope, key, items))
        .collect();
    match blocks.is_empty() {
        true => {
            let key = match given.compliance() {
                crate::model::statements::Compliance::Compliant => "statement.none",
                _ => "statement.not-listed",
            };
            vec![paragraph(scope.locale().word(key).to_owned())]
        }
        false => blocks,
    }
}

fn legal(scope: Scope<'_>) -> Vec<Part> {
    let config = &scope.views.site.config;
    let given = config.legal.clone().unwrap_or_default();
    let words = |words: Option<&Localized>| {
        words.map(|words| StatedValue { text: scope.text(words), url: None })
    };
    let own = config.publisher.as_ref();
    let mut publisher = given.publisher.clone();
    publisher.name = publisher.name.or_else(|| own.map(|own| own.name.clone()));
    publisher.email = publisher.email.or_else(|| own?.email.clone());
    publisher.url = publisher.url.or_else(|| own?.url.clone());
    let mut facts = reached(scope, &publisher, true);
    if given.registration.is_some() {
        let value = words(given.registration.as_ref());
        facts.push(fact(scope, "statement.registration", value));
    }
    let mut people =
        vec![fact(scope, "statement.director", words(given.director.as_ref()))];
    if given.editor.is_some() {
        people.push(fact(scope, "statement.editor", words(given.editor.as_ref())));
    }
    let facts_alone = |facts| vec![Block { facts, ..Block::default() }];
    vec![
        ("statement.publisher", facts_alone(facts)),
        ("statement.direction", facts_alone(people)),
        ("statement.host", facts_alone(reached(scope, &given.host, true))),
    ]
}

/// How somebody can be reached; with `all`, also what is not given and must be.
fn reached(scope: Scope<'_>, contact: &Contact, all: bool) -> Vec<StatedFact> {
    let words = |words: Option<&Localized>| {
        words.map(|words| StatedValue { text: scope.text(words), url: None })
    };
    let linked = |text: Option<&Arc<str>>, scheme: &str| {
        text.map(|text| {
            let digits = |text: &str| text.replace([' ', '\u{a0}', '\u{202f}'], "");
            let target = if scheme == "tel:" { digits(text) } else { text.to_string() };
            let url = Some(format!("{scheme}{target}").into());
            StatedValue { text: scope.plain(text), url }
        })
    };
    let facts = [
        ("statement.name", words(contact.name.as_ref()), all),
        ("statement.address", words(contact.address.as_ref()), all),
        ("statement.phone", linked(contact.phone.as_ref(), "tel:"), all),
        ("statement.email", linked(contact.email.as_ref(), "mailto:"), false),
        ("statement.site", linked(contact.url.as_ref(), ""), false),
    ];
    facts
        .into_iter()
        .filter(|(_, value, must)| *must || value.is_some())
        .map(|(key, value, _)| fact(scope, key, value))
        .collect()
}

fn fact(scope: Scope<'_>, key: &str, value: Option<StatedValue>) -> StatedFact {
    StatedFact { name: scope.locale().word(key).into(), value }
}

fn plain(text: String) -> StatedValue {
    StatedValue {
        text: Text { text: text.into(), lang: None },
        url: None,
    }
}

fn paragraph(text: String) -> Block {
    Block {
        text: Some(Text { text: text.into(), lang: None }),
        ..Block::default()
    }
}

fn listed(scope: Scope<'_>, key: &str, items: &[Localized]) -> Block {
    let items = items
        .iter()
        .map(|words| StatedValue { text: scope.text(words), url: None });
    Block {
        items: items.collect(),
        ..paragraph(scope.locale().word(key).to_owned())
    }
}
