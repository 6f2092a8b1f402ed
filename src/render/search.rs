//! Records to the index of a language, as files that a browser loads piece by piece.
//!
//! The index is pagefind's, made in memory. Of what the library would publish, only what our
//! page asks for goes out: its user interfaces, its worker and its highlighter stay behind.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::made::Made;
use crate::output::Output;
use crate::render::body::{NoteWords, Piece, render};
use crate::view::Views;
use crate::view::search::{FOLDER, Record};
use crate::view::typography::Spacing;

/// What the files are, in the manifest.
const KIND: &str = "search";

/// The most words of one body that are indexed.
const MAX_WORDS: usize = 3_000;

/// The fewest, however many bodies there are: a lead and what follows it.
const MIN_WORDS: usize = 100;

/// The most words of all bodies of a language: what bounds the memory of a build.
const MAX_WORDS_OF_ALL: usize = 1_500_000;

/// The longest word, in bytes: a longer one is none.
const MAX_WORD: usize = 200;

/// The longest title, in words.
const MAX_TITLE: usize = 60;

/// The most files of records in a language. Where there are more records, several share a
/// file.
const MAX_FILES: u32 = 2_000;

/// Changes with the form of the index, so that none is taken for another's.
const FORM: &str = "pagefind 1.6.0, 1";

/// The index of one language.
#[derive(Clone, PartialEq, Debug)]
pub struct Index {
    /// Its files, that of the library's script and the list of languages left out.
    files: Vec<Output>,
    /// What the list of languages says of it.
    entry: serde_json::Map<String, serde_json::Value>,
    /// The library's script, which is the same for every language.
    script: Vec<u8>,
}

/// What a packed index begins with: a line of JSON, and behind it every file as it is.
#[derive(Serialize, Deserialize)]
struct Contents {
    entry: serde_json::Map<String, serde_json::Value>,
    script: usize,
    files: Vec<(String, usize)>,
    lang: Arc<str>,
}

impl Index {
    /// The index as one run of bytes, to be kept for the next build.
    pub fn pack(&self) -> Vec<u8> {
        let lang = self.files.first().and_then(|file| file.lang.clone());
        let contents = Contents {
            entry: self.entry.clone(),
            script: self.script.len(),
            files: self
                .files
                .iter()
                .map(|f| (f.path.to_string(), f.bytes.len()))
                .collect(),
            lang: lang.unwrap_or_default(),
        };
        let mut packed = serde_json::to_vec(&contents).unwrap_or_default();
        packed.push(b'\n');
        packed.extend(&self.script);
        self.files.iter().for_each(|file| packed.extend(&file.bytes));
        packed
    }

    /// An index as it was packed; `None` where the bytes are no such thing.
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let end = memchr::memchr(b'\n', packed)?;
        let contents: Contents = serde_json::from_slice(&packed[..end]).ok()?;
        let mut rest = &packed[end + 1..];
        let mut take = |len: usize| {
            let (bytes, behind) = rest.split_at_checked(len)?;
            rest = behind;
            Some(bytes.to_vec())
        };
        let script = take(contents.script)?;
        let files = contents.files.into_iter().map(|(path, len)| {
            Some(Output {
                path: path.into(),
                kind: KIND,
                lang: Some(contents.lang.clone()),
                bytes: take(len)?,
                pieces: vec![],
            })
        });
        let files = files.collect::<Option<_>>()?;
        rest.is_empty()
            .then_some(Self { files, entry: contents.entry, script })
    }
}

/// The digest of everything that an index depends on.
pub fn digest(tag: &str, records: &[Record]) -> Digest {
    let records = Digest::of_value(records);
    let program = env!("CARGO_PKG_VERSION");
    let form = [FORM.as_bytes(), program.as_bytes()];
    Digest::of_parts(form.into_iter().chain([tag.as_bytes(), records.as_bytes()]))
}

/// Indexes the records of a language. Each is let go as soon as the library has it, since the
/// index in the making is large.
///
/// # Errors
///
/// What the library says; it is given nothing that it could refuse.
pub fn index(
    tag: &Arc<str>,
    spacing: Spacing,
    records: Vec<Record>,
) -> io::Result<Index> {
    // The library waits on threads of its own. One runtime within this function, and nothing
    // of it outlives the call.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()?;
    let files = runtime.block_on(async {
        let options = PagefindServiceConfig::builder().max_fragments(MAX_FILES).build();
        let mut index = PagefindIndex::new(Some(options)).map_err(failed)?;
        let language = tag.to_lowercase();
        let n_bodies = records.iter().filter(|record| record.body.is_some()).count();
        let n_words = (MAX_WORDS_OF_ALL / n_bodies.max(1)).clamp(MIN_WORDS, MAX_WORDS);
        for record in records {
            // A record that the library stumbles over is one that is not found: no reason to
            // publish nothing.
            let _added = index
                .add_custom_record(
                    record.url.to_string(),
                    words_of(&record, spacing, n_words),
                    language.clone(),
                    Some(shown(&record)),
                    Some(filters(&record)),
                    None,
                )
                .await;
        }
        index.get_files().await.map_err(failed)
    })?;
    let mut made = Index {
        files: vec![],
        entry: serde_json::Map::new(),
        script: vec![],
    };
    for file in files {
        let Some(name) = file.filename.to_str() else { continue };
        // Paths have slashes on every system.
        let name = name.replace('\\', "/");
        match name.as_str() {
            "pagefind.js" => made.script = file.contents,
            "pagefind-entry.json" => {
                made.entry = serde_json::from_slice(&file.contents)?;
            }
            _ => made.files.push(output(&name, Some(tag), file.contents)),
        }
    }
    let entry = serde_json::Value::Object(made.entry.clone());
    let stems = &entry["languages"][tag.to_lowercase()]["wasm"];
    // Without a stemmer of the language, the library's program is the one for any.
    let program = format!("wasm.{}.pagefind", stems.as_str().unwrap_or("unknown"));
    let is_used = |path: &str| {
        let name = path.strip_prefix(FOLDER).unwrap_or(path).trim_start_matches('/');
        name.ends_with(".pf_meta")
            || ["index/", "filter/", "fragment/"]
                .iter()
                .any(|dir| name.starts_with(dir))
            || name == program
    };
    made.files.retain(|file| is_used(&file.path));
    made.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(made)
}

/// The search indexes of all languages.
#[derive(Debug, Default)]
pub struct Indexes {
    /// Each by the digest of what it depends on.
    pub by_digest: BTreeMap<Digest, Arc<Index>>,
    /// How many were made now.
    pub n_made: usize,
}

impl Indexes {
    /// The index of every language, as `known` or the shelf of made things has it by the
    /// digest of its records, or made.
    ///
    /// One language after the other, since an index in the making is large; what the library
    /// does within one is on all threads.
    pub fn new(
        views: &Views,
        known: impl Fn(Digest) -> Option<Arc<Index>>,
        made: &Made,
    ) -> io::Result<Self> {
        let mut indexes = Self::default();
        for lang in views.site().config.languages.iter() {
            let records = views.search_records(lang);
            let locale = views.locale(lang);
            let tag = locale.tag.shared();
            let key = digest(&tag, &records);
            let before = || Index::unpack(&made.get(key)?).map(Arc::new);
            let index = match known(key).or_else(before) {
                Some(index) => index,
                None => {
                    indexes.n_made += 1;
                    let index = index(&tag, locale.spacing, records)?;
                    made.put(key, &index.pack());
                    Arc::new(index)
                }
            };
            indexes.by_digest.insert(key, index);
        }
        Ok(indexes)
    }

    /// Their files together.
    pub fn files(&self) -> BTreeMap<Arc<str>, Output> {
        files(self.by_digest.values().map(|index| &**index))
    }
}

/// The files of all languages together, in the order of their paths.
pub fn files<'a>(indexes: impl Iterator<Item = &'a Index>) -> BTreeMap<Arc<str>, Output> {
    let mut files = vec![];
    let mut entry = serde_json::Map::new();
    let mut languages = BTreeMap::new();
    let mut script = vec![];
    for index in indexes {
        files.extend(index.files.iter().cloned());
        let own = index.entry.get("languages").and_then(serde_json::Value::as_object);
        languages.extend(own.into_iter().flatten().map(|(tag, own)| (tag, own.clone())));
        // What else the list says is the same for every language, and so is the script.
        entry.clone_from(&index.entry);
        script.clone_from(&index.script);
    }
    if !files.is_empty() {
        let languages = serde_json::json!(languages);
        entry.insert("languages".to_owned(), languages);
        let entry = serde_json::Value::Object(entry).to_string();
        files.push(output("pagefind-entry.json", None, entry.into_bytes()));
        files.push(output("pagefind.js", None, script));
    }
    files.into_iter().map(|file| (file.path.clone(), file)).collect()
}

/// Whether a path is one of an index.
pub fn is_of_index(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

fn output(name: &str, lang: Option<&Arc<str>>, bytes: Vec<u8>) -> Output {
    let path = format!("{FOLDER}/{name}").into();
    Output {
        path,
        kind: KIND,
        lang: lang.cloned(),
        bytes,
        pieces: vec![],
    }
}

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// What the page shows of a record. Its words are found, too.
fn shown(record: &Record) -> BTreeMap<String, String> {
    // The spaces stay as they are set.
    let bounded = |text: &str| {
        let words = text.split_inclusive(' ').filter(|word| word.len() <= MAX_WORD);
        plain(&words.take(MAX_TITLE).collect::<String>())
    };
    let texts = [
        ("title", Some(&record.title.text)),
        ("value", record.value.as_ref()),
        ("context", record.context.as_ref()),
    ];
    let texts = texts.into_iter();
    texts
        .filter_map(|(name, text)| Some((name.to_owned(), bounded(text?))))
        .collect()
}

/// By what readers choose, and what the page must know of a record without that it is found
/// by it.
fn filters(record: &Record) -> BTreeMap<String, Vec<String>> {
    let mut filters = BTreeMap::from([("kind".to_owned(), vec![record.kind.to_owned()])]);
    if !record.topics.is_empty() {
        let topics = record.topics.iter().map(ToString::to_string);
        filters.insert("topic".to_owned(), topics.collect());
    }
    if let Some(lang) = &record.title.lang {
        filters.insert("lang".to_owned(), vec![lang.to_string()]);
    }
    filters
}

/// The words by which a record is found, and of which its excerpt is taken.
fn words_of(record: &Record, spacing: Spacing, n_words: usize) -> String {
    let mut text = String::new();
    for words in &record.words {
        text.push_str(words);
        text.push(' ');
    }
    if let Some(body) = &record.body {
        let words = NoteWords { heading: "", back: "", note: "" };
        for piece in render(body, spacing, &words) {
            if let Piece::Html(html) = piece {
                push_text(&mut text, &html);
            }
        }
    }
    // The library leaves out what has no word at all.
    if text.trim().is_empty() {
        text.push_str(&record.title.text);
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.len() <= MAX_WORD)
        .take(n_words)
        .collect();
    plain(&words.join(" "))
}

/// The library marks what is its own in a text by three underscores: a writer's are no such
/// mark.
fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    while text.contains("___") {
        text = text.replace("___", "__");
    }
    text
}

/// The text of our own HTML. Where a block ends, so does a word.
fn push_text(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_decoded(text, &rest[..at]);
        let tag = &rest[at..];
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let name = tag[..end].trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
        let is_inline =
            ["a", "abbr", "code", "data", "em", "span", "strong", "sub", "sup", "time"];
        if !name.is_some_and(|name| is_inline.contains(&name)) {
            text.push(' ');
        }
        rest = &tag[end..];
    }
    push_decoded(text, rest);
    text.push(' ');
}

fn push_decoded(text: &mut String, html: &str) {
    if !html.contains('&') {
        text.push_str(html);
        return;
    }
    let plain = html
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.push_str(&plain);
}

#[cfg(test)]
mod tests {
    use super::{Index, index, plain, push_text};
    use crate::view::page::Text;
    use crate::view::search::Record;
    use crate::view::typography::Spacing;

    #[test]
    fn what_is_packed_is_unpacked_and_nothing_else_is() {
        let record = Record {
            url: "/fr/a/".into(),
            kind: "page",
            title: Text { text: "Un titre".into(), lang: None },
            value: None,
            context: None,
            topics: vec![],
            words: vec!["Des mots.".into()],
            body: None,
        };
        let spacing = Spacing::French;
        let made = index(&"fr".into(), spacing, vec![record]).expect("an index");
        let packed = made.pack();
        assert_eq!(Index::unpack(&packed), Some(made));
        for wrong in [&packed[..packed.len() - 1], &packed[1..], b"", b"{}\n"] {
            assert_eq!(Index::unpack(wrong), None);
        }
        let longer = [packed.as_slice(), b"x"].concat();
        assert_eq!(Index::unpack(&longer), None);
    }

    #[test]
    fn the_text_of_prose_is_what_is_read() {
        let mut text = String::new();
        push_text(
            &mut text,
            "<h2 id=\"a\">Où&nbsp;?</h2><p>À <a href=\"/\">S<em>a</em></a> &lt;b&gt;.</p>",
        );
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["Où&nbsp;?", "À", "Sa", "<b>."]);
    }

    #[test]
    fn no_writer_speaks_to_the_library() {
        assert!(!plain("____PAGEFIND_WEIGHT___9 ______").contains("___"));
    }
}
