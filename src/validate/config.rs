//! `site.yaml`: languages, addresses, titles, units.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diag::{Diagnostic, Place, Problem};
use crate::made::Made;
use crate::model::config::{BaseUrl, Config, Emblem, PublishTarget, Publisher, Zone};
use crate::model::id::Id;
use crate::model::lang::{Lang, LangTag, Languages, PerLang};
use crate::model::money::Currency;
use crate::model::raw_html::HtmlPolicy;
use crate::model::terms::Cards;
use crate::model::words::Message;
use crate::parse::drafts::{PublisherDraft, SiteDraft, TargetDraft};
use crate::parse::yaml::{Entries, Keyed, Scalar, Words};
use crate::parse::{Draft, Parsed};
use crate::picture::Pictures;
use crate::source::Snapshot;
use crate::validate::at::{At, Out, unknown_key};
use crate::validate::files::{IMAGE_EXTENSIONS, own_file, picture};
use crate::validate::registry::Reader;
use crate::validate::secrecy::lies_among_entries;
use crate::validate::{statements, strings};

/// Where `site.yaml` is.
pub(crate) const SITE: &str = "content/site.yaml";

/// The languages that a site declares: what has to be known before its files are read.
pub(crate) fn languages(draft: &SiteDraft, out: &mut Out<'_>) -> Option<Languages> {
    let top = At::TOP;
    let at = top.key("languages");
    let mut tags = vec![];
    let mut all_tags = true;
    for (item, text) in out.list(&at, draft.languages.as_ref()) {
        match LangTag::parse(text) {
            Some(tag) => tags.push(tag),
            None => {
                all_tags = false;
                out.value(&item.as_at(), Problem::NotALanguage { text: text.to_owned() });
            }
        }
    }
    if draft.languages.is_none() {
        out.missing(&top, "languages");
        return None;
    }
    let languages = Languages::new(tags);
    if languages.is_none() && all_tags {
        out.value(&at, Problem::NoLanguages);
    }
    languages.filter(|_| all_tags)
}

/// The languages that were probably meant, so that the other settings can be looked at.
fn probable_languages(draft: &SiteDraft) -> Option<Languages> {
    let items = draft.languages.iter().flat_map(|list| &list.items);
    let mut tags: Vec<LangTag> = vec![];
    for tag in items.filter_map(|item| LangTag::parse(item.text()?)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags.extend(LangTag::parse("fr").filter(|_| tags.is_empty()));
    Languages::new(tags)
}

/// Validates `site.yaml` and the words of the theme.
pub(crate) fn config(
    snapshot: &Snapshot,
    parsed: &Parsed,
    themes: &BTreeMap<Arc<str>, Arc<Parsed>>,
    made: &Made,
) -> (Option<Config>, Vec<Diagnostic>) {
    let path: Arc<str> = SITE.into();
    let Draft::Site(draft) = &parsed.draft else { return (None, vec![]) };
    let mut out = Out::new(&path, &parsed.left_out);
    let top = At::TOP;
    out.odd_keys(&top, &**draft);
    let declared = languages(draft, &mut out);
    let are_declared = declared.is_some();
    let Some(languages) = declared.or_else(|| probable_languages(draft)) else {
        return (None, out.finish());
    };
    let base_url = base_url(snapshot, draft, &mut out);
    let mut reader = Reader { out: &mut out, languages: &languages };
    let title = reader.required(&top, "title", draft.title.as_ref());
    let tagline = reader.optional(&top, "tagline", draft.tagline.as_ref());
    let pictures = Pictures { blobs: &snapshot.blobs, made };
    let emblem = draft
        .emblem
        .as_ref()
        .and_then(|words| emblem(words, &top.key("emblem"), &mut reader, pictures));
    let publisher = draft
        .publisher
        .as_ref()
        .and_then(|draft| publisher(draft, &top.key("publisher"), &mut reader));
    let accessibility = draft.accessibility.as_ref().map(|draft| {
        statements::accessibility(draft, &top.key("accessibility"), &mut reader)
    });
    let legal = draft
        .legal
        .as_ref()
        .map(|draft| statements::legal(draft, &top.key("legal"), &mut reader));
    let about = reader.optional(&top, "about", draft.about.as_ref());
    let reuse = reader.optional(&top, "reuse", draft.reuse.as_ref());
    let html = out.term(
        &top.key("html"),
        draft.html.as_ref(),
        HtmlPolicy::WORDS,
        HtmlPolicy::parse,
    );
    let units = words_by_id("units", draft.units.as_ref(), &mut out, &languages);
    let roles = words_by_id("roles", draft.roles.as_ref(), &mut out, &languages);
    let currency = currency(draft.currency.as_ref(), &mut out);
    let zone = zone(draft.timezone.as_ref(), &mut out);
    let cards =
        out.term(&top.key("cards"), draft.cards.as_ref(), Cards::WORDS, Cards::parse);
    let targets = targets(draft.targets.as_ref(), &mut out);
    let themes_of = strings::chain(snapshot, draft.theme.as_ref(), themes, &mut out);
    let mut found = out.finish();
    if !are_declared {
        return (None, found);
    }
    let words = strings::words(snapshot, &languages, &themes_of, themes, &mut found);
    let config = (|| {
        Some(Config {
            base_url: base_url?,
            title: title?,
            tagline,
            emblem,
            publisher,
            accessibility,
            legal,
            html: html.unwrap_or(HtmlPolicy::AsText),
            about,
            reuse,
            currency,
            zone,
            units,
            roles,
            cards: cards.unwrap_or(Cards::Site),
            targets,
            themes: themes_of,
            words: words?,
            languages,
        })
    })();
    (config, found)
}

/// The picture beside the name of the site: `media/emblem.svg`, or a map that also says what it
/// shows. It stands beside that name, and needs no other words.
fn emblem(
    words: &Words,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
    pictures: Pictures<'_>,
) -> Option<Emblem> {
    let file_at = at.key("file");
    let (file, at_file, alt) = match words {
        Words::Text(scalar) => (scalar.text()?, at, None),
        Words::Map(entries) => {
            reader.out.repeated(at, entries.iter().map(|(key, _)| key));
            for (key, _) in entries.iter() {
                if !EMBLEM_KEYS.contains(&key) {
                    reader.out.key(&at.key(key), unknown_key(key, EMBLEM_KEYS));
                }
            }
            let alt = reader.optional(at, "alt", entries.get("alt"));
            let file = match entries.get("file") {
                Some(Words::Text(scalar)) => scalar.text(),
                Some(_) => {
                    let key = "file".to_owned();
                    reader.out.value(&file_at, Problem::WordsNotQuoted { key });
                    return None;
                }
                None => None,
            };
            let Some(file) = file else {
                reader.out.missing(at, "file");
                return None;
            };
            (file, &file_at, alt)
        }
        Words::List(_) | Words::Float => {
            reader.out.value(at, Problem::WordsNotQuoted { key: at.name() });
            return None;
        }
    };
    let (out, blobs) = (&mut *reader.out, pictures.blobs);
    // All of the site shows it, whether or not the entry is public.
    if lies_among_entries(&format!("{CONTENT}{file}")) {
        out.value(at_file, Problem::FileOfAnEntry { text: file.to_owned() });
        return None;
    }
    let file = own_file(out, at_file, file, CONTENT, blobs, IMAGE_EXTENSIONS)?;
    let picture = picture(out, at_file, &file, pictures)?;
    Some(Emblem { file, picture, alt })
}

/// The folder below which `site.yaml` names files.
const CONTENT: &str = "content/";

/// What may be said of an emblem.
const EMBLEM_KEYS: &[&str] = &["file", "alt"];

fn publisher(
    draft: &PublisherDraft,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
) -> Option<Publisher> {
    reader.out.odd_keys(at, draft);
    let name = reader.required(at, "name", draft.name.as_ref());
    let url = reader.out.url(&at.key("url"), draft.url.as_ref());
    let email = reader.out.email(&at.key("email"), draft.email.as_ref());
    Some(Publisher { name: name?, url, email })
}

/// The address of the site: that of the command line, else that of `site.yaml`.
fn base_url(
    snapshot: &Snapshot,
    draft: &SiteDraft,
    out: &mut Out<'_>,
) -> Option<BaseUrl> {
    let top = At::TOP;
    let at = top.key("base_url");
    if let Some(url) = &snapshot.request.base_url {
        let base = parse_base_url(url);
        if base.is_none() {
            out.elsewhere(Diagnostic::new(
                Problem::NotABaseUrl { text: url.clone() },
                out.path,
                Place::File,
            ));
        }
        return base;
    }
    let Some(text) = draft.base_url.as_ref().and_then(Scalar::text) else {
        out.missing(&top, "base_url");
        return None;
    };
    let base = parse_base_url(text);
    if base.is_none() {
        out.value(&at, Problem::NotABaseUrl { text: text.to_owned() });
    }
    base
}

/// Reads `https://example.org/dossiers/`.
pub(crate) fn parse_base_url(text: &str) -> Option<BaseUrl> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    if !matches!(scheme, "http" | "https")
        || rest.contains(['?', '#', ' ', '\\', '@', '"', '<'])
    {
        return None;
    }
    let (authority, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return None;
    }
    let host = ascii_host(host)?;
    let path = path.trim_end_matches('/');
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
            && !part.starts_with('.')
    };
    if !path.is_empty() && !path[1..].split('/').all(plain) {
        return None;
    }
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(BaseUrl {
        origin: format!("{scheme}://{host}{port}").into(),
        path: path.into(),
    })
}

/// A host in ASCII: labels with other letters are written in Punycode.
fn ascii_host(host: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(host).ok()?;
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    ascii.split('.').all(label).then_some(ascii)
}

fn currency(scalar: Option<&Scalar>, out: &mut Out<'_>) -> Option<Currency> {
    let text = scalar?.text()?;
    let currency = Currency::parse(text).or_else(|| Currency::of_sign(text));
    if currency.is_none() {
        let problem =
            Problem::UnknownCurrency { text: text.to_owned(), written: text.to_owned() };
        out.value(&At::TOP.key("currency"), problem);
    }
    currency
}

fn zone(scalar: Option<&Scalar>, out: &mut Out<'_>) -> Zone {
    let guess = || Zone {
        rules: TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC),
        declared: false,
    };
    let Some(text) = scalar.and_then(Scalar::text) else { return guess() };
    match TimeZone::get(text) {
        Ok(rules) => Zone { rules, declared: true },
        Err(_) => {
            out.value(
                &At::TOP.key("timezone"),
                Problem::NotATimeZone { text: text.to_owned() },
            );
            guess()
        }
    }
}

/// Units and roles that the site adds: `start-up: {fr: …, en: {one: …, other: …}}`.
fn words_by_id(
    section: &'static str,
    entries: Option<&Entries<Words>>,
    out: &mut Out<'_>,
    languages: &Languages,
) -> BTreeMap<Id, PerLang<Message>> {
    let top = At::TOP;
    let at = top.key(section);
    let mut valid = BTreeMap::new();
    let Some(entries) = entries else { return valid };
    out.repeated(&at, entries.iter().map(|(key, _)| key));
    for (key, words) in entries.iter() {
        let at = at.key(key);
        let Some(id) = out.key_id(&at, key) else { continue };
        let mut given: BTreeMap<Lang, Message> = BTreeMap::new();
        match words {
            // One word for every language: a symbol.
            Words::Text(scalar) => {
                if let Some(text) = scalar.text() {
                    given.extend(
                        languages.iter().map(|lang| (lang, Message::plain(text))),
                    );
                }
            }
            Words::Map(by_lang) => {
                for (tag, words) in by_lang.iter() {
                    let at = at.key(tag);
                    match languages.find(tag) {
                        Some(lang) => given.extend(
                            strings::message(words, &at, out)
                                .map(|message| (lang, message)),
                        ),
                        None => out.key(
                            &at,
                            Problem::UnknownLanguage {
                                lang: tag.to_owned(),
                                available: languages.tags(),
                            },
                        ),
                    }
                }
            }
            Words::List(_) | Words::Float => {
                out.value(&at, Problem::WordsNotQuoted { key: key.to_owned() });
            }
        }
        for lang in languages.iter().filter(|lang| !given.contains_key(lang)) {
            out.key(&at, Problem::NoWordsIn { lang: languages[lang].to_string() });
        }
        let fallback = Message::plain(id.as_str());
        valid.insert(
            id,
            PerLang::from_fn(languages, |lang| {
                given.get(&lang).cloned().unwrap_or_else(|| fallback.clone())
            }),
        );
    }
    valid
}

fn targets(
    entries: Option<&Entries<TargetDraft>>,
    out: &mut Out<'_>,
) -> BTreeMap<Id, PublishTarget> {
    let top = At::TOP;
    let at = top.key("targets");
    let mut valid = BTreeMap::new();
    let Some(entries) = entries else { return valid };
    out.repeated(&at, entries.iter().map(|(key, _)| key));
    for (key, draft) in entries.iter() {
        let at = at.key(key);
        out.odd_keys(&at, draft);
        let Some(id) = out.key_id(&at, key) else { continue };
        let text = |scalar: &Option<Scalar>| -> Option<Arc<str>> {
            scalar.as_ref().and_then(Scalar::text).map(Into::into)
        };
        let target = match (text(&draft.folder), text(&draft.git), text(&draft.store)) {
            (Some(folder), None, None) => PublishTarget::Folder(folder),
            (None, Some(remote), None) => {
                let branch = text(&draft.branch).unwrap_or_else(|| "pages".into());
                PublishTarget::Git { remote, branch }
            }
            (None, None, Some(store)) => {
                const SCHEMES: [&str; 4] = ["s3://", "gs://", "az://", "https://"];
                if !SCHEMES.iter().any(|scheme| store.starts_with(scheme)) {
                    let text = store.to_string();
                    out.value(&at.key("store"), Problem::NotAStore { text });
                }
                PublishTarget::Store(store)
            }
            _ => {
                out.key(&at, Problem::TargetWithoutPlace { known: TargetDraft::KEYS });
                continue;
            }
        };
        valid.insert(id, target);
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::parse_base_url;

    #[test]
    fn a_base_url_is_absolute_and_plain() {
        let read = |text| parse_base_url(text).map(|base| base.absolute("/fr/"));
        assert_eq!(
            read("https://example.org").as_deref(),
            Some("https://example.org/fr/")
        );
        assert_eq!(
            read("https://example.org/d/").as_deref(),
            Some("https://example.org/d/fr/")
        );
        assert_eq!(
            read(" http://localhost:8000/ ").as_deref(),
            Some("http://localhost:8000/fr/")
        );
        assert_eq!(
            read("https://santé.example").as_deref(),
            Some("https://xn--sant-epa.example/fr/")
        );
        for text in [
            "javascript:alert(1)",
            "example.org",
            "https://",
            "https://a b",
            "ftp://x.fr",
            "https://x.fr/?a",
            "https://user@x.fr",
            "https://x.fr:99999",
            "https://x.fr/../y",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
