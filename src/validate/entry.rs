//! The head of a dossier, a press release or a page, and its files in each language.

use std::sync::Arc;

use jiff::civil;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::model::config::Config;
use crate::model::date::parse_embargo;
use crate::model::entry::{
    Entry, EntryGaps, EntryKind, LanguageFile, Page, Visibility, Withdrawn,
};
use crate::model::id::{Id, is_kebab};
use crate::model::lang::{Lang, Localized, PerLang};
use crate::model::statements::PageKind;
use crate::model::terms::Menu;
use crate::parse::drafts::{PageDraft, WithdrawnDraft};
use crate::parse::yaml::{Flag, OneOrMany, Scalar};
use crate::parse::{Draft, Parsed};
use crate::source::{Blob, Source};
use crate::validate::at::{At, Out};
use crate::validate::texts::{Texts, Translation};
use crate::validate::{Names, dossier};

/// What an entry is validated against.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) config: &'a Config,
    /// Ids that the entry may refer to.
    pub(crate) names: &'a Names,
    /// Photos and documents.
    pub(crate) blobs: &'a std::collections::BTreeMap<Arc<str>, Blob>,
    /// What is known of those that are pictures.
    pub(crate) pictures: crate::picture::Pictures<'a>,
    /// The day of the build where the editors are.
    pub(crate) today: civil::Date,
}

/// The files of one entry, read.
#[derive(Clone, Debug)]
pub struct EntryFiles<'a> {
    /// What kind of entry.
    pub kind: EntryKind,
    /// Its id, as the folder or file is named.
    pub id: &'a str,
    /// Each file with its language.
    pub files: Vec<(Lang, &'a Source, Arc<Parsed>)>,
    /// Languages in which there is a file that could not be read.
    pub unread: Vec<Lang>,
}

/// An entry, valid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Validated {
    /// A dossier.
    Dossier(Box<crate::model::dossier::Dossier>),
    /// A press release.
    Release(Box<crate::model::dossier::Release>),
    /// A page of its own.
    Page(Box<Page>),
}

/// Validates one entry from all of its files.
pub(crate) fn validate(
    files: &EntryFiles<'_>,
    context: Context<'_>,
) -> (Option<Validated>, EntryGaps, Vec<Diagnostic>) {
    let languages = &context.config.languages;
    let mut found = vec![];
    let reference = files.files.iter().find(|(lang, ..)| lang.is_reference());
    let Some((_, source, parsed)) = reference else {
        let tag = languages[Lang::REFERENCE].to_string();
        let is_unread = files.unread.contains(&Lang::REFERENCE);
        for (_, source, _) in files.files.iter().filter(|_| !is_unread) {
            let file = file_in(files, &tag);
            let problem = Problem::NoReference { lang: tag.clone(), file };
            found.push(Diagnostic::new(problem, &source.path, Place::File));
        }
        return (None, EntryGaps::Whole, found);
    };
    let mut out = Out::new(&source.path, &parsed.left_out);
    let Ok(id) = Id::parse(files.id) else {
        let better = crate::model::id::slugify(files.id);
        let problem = Problem::BadFolderName { name: files.id.to_owned(), better };
        let found = vec![Diagnostic::new(problem, &source.path, Place::File)];
        return (None, EntryGaps::Whole, found);
    };
    let mut translations = vec![];
    let mut translated = vec![];
    for (lang, source, parsed) in &files.files {
        if let Draft::Translation(draft) = &parsed.draft {
            let mut out = Out::new(&source.path, &parsed.left_out);
            translations.push(Translation::new(
                *lang,
                &source.path,
                draft,
                &parsed.left_out,
                &mut out,
            ));
            found.extend(out.finish());
            translated.push(*lang);
        }
    }
    let texts = Texts::new(languages, translations);
    let per_lang = PerLang::from_fn(languages, |lang| {
        let (_, source, parsed) = files.files.iter().find(|(l, ..)| *l == lang)?;
        Some(LanguageFile {
            path: source.path.clone(),
            body: parsed.body.clone()?,
        })
    });
    let validated = match &parsed.draft {
        Draft::Dossier(draft) => {
            Some(dossier::dossier(&id, draft, per_lang, source, texts, &mut out, context))
        }
        Draft::Release(draft) => {
            Some(dossier::release(&id, draft, per_lang, source, texts, &mut out, context))
        }
        Draft::Page(draft) => {
            Some(page(&id, draft, per_lang, source, texts, &mut out, context))
        }
        Draft::Site(_)
        | Draft::Organisations(_)
        | Draft::People(_)
        | Draft::Programmes(_)
        | Draft::Topics(_)
        | Draft::Sources(_)
        | Draft::Glossary(_)
        | Draft::Translation(_)
        | Draft::Theme(_)
        | Draft::Strings(_)
        | Draft::Unreadable => None,
    };
    let (more, gaps) = out.finish_with_gaps();
    found.extend(more);
    let gaps = if validated.is_some() { gaps } else { EntryGaps::Whole };
    let is_draft = validated
        .as_ref()
        .is_some_and(|v| v.entry().visibility == Visibility::Draft);
    if is_draft {
        // A draft is allowed to be unfinished: that is what it is.
        found.retain(|diagnostic| !diagnostic.problem.is_about_completeness());
    } else if validated.is_some() {
        missing_languages(&source.path, &translated, files, context, &mut found);
    }
    (validated, gaps, found)
}

/// The name of an entry's file in a language: `index.en.md`, `about.en.md`.
fn file_in(files: &EntryFiles<'_>, tag: &str) -> String {
    match files.kind {
        EntryKind::Dossier | EntryKind::Release => format!("index.{tag}.md"),
        EntryKind::Page => format!("{}.{tag}.md", files.id),
    }
}

/// Languages in which a public entry does not exist at all.
fn missing_languages(
    reference: &FilePath,
    translated: &[Lang],
    files: &EntryFiles<'_>,
    context: Context<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let languages = &context.config.languages;
    for lang in languages.iter().filter(|lang| !lang.is_reference()) {
        let has_file =
            files.files.iter().any(|(l, ..)| *l == lang) || files.unread.contains(&lang);
        if !has_file && !translated.contains(&lang) {
            let tag = languages[lang].to_string();
            let file = file_in(files, &tag);
            let problem = Problem::NotTranslated { lang: tag, file };
            found.push(Diagnostic::new(problem, reference, Place::File));
        }
    }
}

impl Validated {
    /// The head of the entry.
    pub fn entry(&self) -> &Entry {
        match self {
            Self::Dossier(dossier) => &dossier.entry,
            Self::Release(release) => &release.entry,
            Self::Page(page) => &page.entry,
        }
    }
}

/// The keys that every kind of entry has.
pub(crate) struct Head<'a> {
    pub(crate) kind: EntryKind,
    pub(crate) title: Option<&'a Scalar>,
    pub(crate) summary: Option<&'a Scalar>,
    pub(crate) slug: Option<&'a Scalar>,
    pub(crate) published: Option<&'a Scalar>,
    pub(crate) updated: Option<&'a Scalar>,
    pub(crate) embargo: Option<&'a Scalar>,
    pub(crate) draft: Option<&'a Flag>,
    pub(crate) withdrawn: Option<&'a WithdrawnDraft>,
    pub(crate) aliases: Option<&'a OneOrMany>,
}

/// Makes a [`Head`] of a draft, whatever its kind.
macro_rules! head {
    ($kind:expr, $draft:expr) => {
        $crate::validate::entry::Head {
            kind: $kind,
            title: $draft.title.as_ref(),
            summary: $draft.summary.as_ref(),
            slug: $draft.slug.as_ref(),
            published: $draft.published.as_ref(),
            updated: $draft.updated.as_ref(),
            embargo: $draft.embargo.as_ref(),
            draft: $draft.draft.as_ref(),
            withdrawn: $draft.withdrawn.as_ref(),
            aliases: $draft.aliases.as_ref(),
        }
    };
}
pub(crate) use head;

/// Validates the head of an entry. One without a title is called by its id, so that the rest
/// of it can be looked at; it is never rendered, since a missing title is an error.
pub(crate) fn entry(
    id: &Id,
    head: &Head<'_>,
    files: PerLang<Option<LanguageFile>>,
    texts: &mut Texts<'_>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Entry {
    let top = At::TOP;
    let title = texts.required(out, &top, "title", head.title);
    let title = title.unwrap_or_else(|| {
        Localized::same(&context.config.languages, &id.as_str().into())
    });
    let summary = texts.optional(out, &top, "summary", head.summary);
    let has_summary = summary.is_some() || out.has_slip(&top, "summary");
    if !has_summary && head.kind != EntryKind::Page {
        out.key(&top, Problem::NoSummary);
    }
    let slug = texts.slug(out, head.slug, id, |text| slug(text, context));
    if let Err(problem) = self::slug(id.as_str(), context)
        && head.slug.is_none()
    {
        out.key(&top, problem);
    }
    let published = out.day(&top.key("published"), head.published);
    let updated = out.day(&top.key("updated"), head.updated);
    if let (Some(published), Some(updated)) = (published, updated)
        && updated < published
    {
        out.value(&top.key("updated"), Problem::UpdatedBeforePublished);
    }
    let visibility = visibility(head, published, out, context);
    let aliases = aliases(head.aliases, out);
    let replaced_by = replaced_by(head.withdrawn, out, context);
    let withdrawn = withdrawn(head.withdrawn, &replaced_by, texts, out, context);
    let entry = Entry {
        kind: head.kind,
        id: id.clone(),
        title,
        summary,
        slug,
        aliases,
        published,
        updated,
        visibility,
        withdrawn,
        replaced_by,
        reviewed: texts.days("reviewed"),
        files,
    };
    for lang in context.config.languages.iter() {
        if let Some((changed, reviewed)) = entry.stale_since(lang) {
            let [changed, reviewed] = [changed, reviewed].map(|day| day.to_string());
            let problem = Problem::StaleTranslation { changed, reviewed };
            texts.at_words(lang, &top.key("reviewed"), problem);
        }
    }
    entry
}

/// The dossier that stands in the place of an entry, or will.
fn replaced_by(
    draft: Option<&WithdrawnDraft>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Option<Id> {
    let (top, known) = (At::TOP, context.names.dossiers());
    let at = top.key("withdrawn");
    out.one_id(&at.key("replaced_by"), draft?.replaced_by.as_ref(), known)
}

/// What is said of an entry that no longer holds. Until its day has come, nothing is.
fn withdrawn(
    draft: Option<&WithdrawnDraft>,
    replaced_by: &Option<Id>,
    texts: &mut Texts<'_>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Option<Withdrawn> {
    let draft = draft?;
    let top = At::TOP;
    let at = top.key("withdrawn");
    out.odd_keys(&at, draft);
    let reason = texts.optional(out, &at, "reason", draft.reason.as_ref());
    let replaced_by = replaced_by.clone();
    if draft.date.as_ref().and_then(Scalar::text).is_none() {
        out.missing(&at, "date");
    }
    let date = out.day(&at.key("date"), draft.date.as_ref())?;
    (date <= context.today).then_some(Withdrawn { date, reason, replaced_by })
}

fn visibility(
    head: &Head<'_>,
    published: Option<civil::Date>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Visibility {
    let top = At::TOP;
    let is_draft = out.flag(&top.key("draft"), head.draft);
    let at = top.key("embargo");
    let zone = &context.config.zone;
    // What has nothing after it was meant to be filled in: it must not publish.
    let is_empty = |scalar: &Scalar| scalar.text().is_none() && !scalar.is_null();
    if head.embargo.is_some_and(is_empty) {
        out.value(&at, Problem::EmbargoWithoutInstant);
    }
    let embargo = head.embargo.and_then(Scalar::text).and_then(|text| {
        let instant = out.ok(&at, parse_embargo(text, &zone.rules))?;
        let offset = zone.rules.to_offset(instant);
        let written: Option<jiff::tz::Offset> =
            jiff::fmt::temporal::DateTimeParser::new()
                .parse_pieces(text)
                .ok()
                .and_then(|pieces| pieces.to_numeric_offset());
        if zone.declared
            && !text.ends_with('Z')
            && written.is_some_and(|written| written != offset)
        {
            let better =
                instant.to_zoned(zone.rules.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z");
            out.value(&at, Problem::OffsetOfAnotherSeason { better: better.to_string() });
        }
        Some(instant)
    });
    match (is_draft, embargo) {
        (true, _) => Visibility::Draft,
        (false, Some(until)) => Visibility::Embargo(until),
        (false, None) => {
            if let Some(day) = published
                && day > context.today
            {
                let date = day.to_string();
                out.value(&top.key("published"), Problem::PublishedInFuture { date });
            }
            Visibility::Public
        }
    }
}

/// Old addresses: absolute paths of plain parts.
fn aliases(list: Option<&OneOrMany>, out: &mut Out<'_>) -> Vec<Arc<str>> {
    let top = At::TOP;
    let at = top.key("aliases");
    let mut aliases: Vec<Arc<str>> = vec![];
    for (item, text) in out.list(&at, list) {
        let at = item.as_at();
        let inner = text
            .strip_prefix('/')
            .map(|rest| rest.strip_suffix('/').unwrap_or(rest));
        let plain = |part: &str| {
            let plain = |c: char| c.is_alphanumeric() || "-_.~".contains(c);
            !part.is_empty()
                && part.len() <= 255
                && !part.starts_with('.')
                && !part.ends_with('.')
                && part.chars().all(plain)
        };
        match inner {
            Some(inner) if inner.split('/').all(plain) && text.len() <= 900 => {
                aliases.push(format!("/{inner}/").into());
            }
            _ => out.value(&at, Problem::NotAnAlias { text: text.to_owned() }),
        }
    }
    aliases
}

/// Reads a slug: an id that is no reserved name.
pub(crate) fn slug(text: &str, context: Context<'_>) -> Result<Id, Problem> {
    let is_reserved = RESERVED.contains(&text)
        || context.config.languages.find(text).is_some()
        || context.names.route_words.contains(text);
    if is_reserved {
        return Err(Problem::ReservedSlug { slug: text.to_owned() });
    }
    let device = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_device = ["con", "prn", "aux", "nul"].contains(&text)
        || (matches!(device, "com" | "lpt") && text.len() == 4);
    if is_device || !is_kebab(text) || text.len() > Id::MAX_LEN {
        let better = crate::model::id::slugify(text);
        return Err(Problem::NotASlug { slug: text.to_owned(), better });
    }
    Id::parse(text)
}

/// Names that files and folders of every site have.
const RESERVED: &[&str] = &[
    "404",
    "assets",
    "feed",
    "index",
    "media",
    "page",
    "pagefind",
    "recto-manifest",
    "robots",
    "search",
    "sitemap",
];

fn page(
    id: &Id,
    draft: &PageDraft,
    files: PerLang<Option<LanguageFile>>,
    source: &Source,
    mut texts: Texts<'_>,
    out: &mut Out<'_>,
    context: Context<'_>,
) -> Validated {
    let top = At::TOP;
    out.odd_keys(&top, draft);
    let entry =
        entry(id, &head!(EntryKind::Page, draft), files, &mut texts, out, context);
    let menu = out.term(&top.key("menu"), draft.menu.as_ref(), Menu::WORDS, Menu::parse);
    let says =
        out.term(&top.key("kind"), draft.kind.as_ref(), PageKind::WORDS, PageKind::parse);
    let order = draft.order.as_ref().and_then(Scalar::text).map(str::parse::<i32>);
    let order = match order {
        Some(Err(_)) => {
            let text = draft
                .order
                .as_ref()
                .and_then(Scalar::text)
                .unwrap_or_default()
                .to_owned();
            out.value(&top.key("order"), Problem::NotAWholeNumber { text });
            0
        }
        Some(Ok(order)) => order,
        None => 0,
    };
    for diagnostic in texts.finish(source, <PageDraft as crate::parse::yaml::Keyed>::KEYS)
    {
        out.elsewhere(diagnostic);
    }
    let page = Page {
        entry,
        menu: menu.unwrap_or(Menu::None),
        order,
        says,
    };
    Validated::Page(Box::new(page))
}
