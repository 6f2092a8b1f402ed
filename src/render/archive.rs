//! Archives: several files as one, and the words of a dossier as plain text.
//!
//! The bytes of an archive follow from its files alone: no file has a time.

use std::io::{Cursor, Write};

use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::output::Sha256;
use crate::view::archive::ArchiveMedia;
use crate::view::dossier::DossierPage;
use crate::view::figures::FigureView;
use crate::view::kept::Kept;
use crate::view::locale::Locale;
use crate::view::page::{Chrome, Head, SourceLink};
use crate::view::sections::QuoteView;

/// The kind of an output that is an archive, in the manifest.
pub(super) const KIND: &str = "archive";

/// An archive is kept under this name; the number counts the ways in which it is packed.
pub(super) const RECIPE: &str = "archive 2";

/// Files on their way into one, below a folder.
pub(super) struct Packing<'a> {
    folder: &'a str,
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// A list of them that `sha256sum --check` reads.
    list: String,
}

impl<'a> Packing<'a> {
    pub(super) fn new(folder: &'a str) -> Self {
        let zip = ZipWriter::new(Cursor::new(vec![]));
        Self { folder, zip, list: String::new() }
    }

    /// Packs a file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) {
        self.list.push_str(&format!("{}  {name}\n", Sha256::of(bytes)));
        self.put(name, bytes);
    }

    fn put(&mut self, name: &str, bytes: &[u8]) {
        // What is compressed already is kept as it is.
        let is_dense = [".jpg", ".png", ".webp"];
        let is_dense = is_dense.iter().any(|ending| name.ends_with(ending));
        let method = match is_dense {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        // Writing to memory does not fail, and no name stands there twice.
        let written = self
            .zip
            .start_file(format!("{}/{name}", self.folder), options)
            .and_then(|()| Ok(self.zip.write_all(bytes)?));
        debug_assert!(written.is_ok(), "{name}: {written:?}");
    }

    /// The archive, with the list as its last file.
    pub(super) fn done(mut self) -> Vec<u8> {
        let list = std::mem::take(&mut self.list);
        self.put("MANIFEST.txt", list.as_bytes());
        self.zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }
}

/// The words of a dossier, as Markdown or as plain text.
pub(super) struct Words<'a> {
    pub(super) head: &'a Head,
    pub(super) site: Option<&'a Chrome>,
    pub(super) dossier: &'a DossierPage,
    pub(super) key_figures: Vec<&'a FigureView>,
    pub(super) prose: &'a Value,
    pub(super) locale: &'a Locale,
    /// Whether it is Markdown.
    pub(super) marked: bool,
}

impl Words<'_> {
    /// All that the dossier says in words and figures.
    pub(super) fn all(&self) -> String {
        let (locale, dossier) = (self.locale, self.dossier);
        let mut out = vec![self.heading(1, &self.text(&self.head.title.text))];
        out.extend(dossier.summary.as_ref().map(|summary| self.text(&summary.text)));
        let dates = [
            ("dates.published", &dossier.published),
            ("dates.updated", &dossier.updated),
            ("dates.as_of", &dossier.as_of),
        ];
        for (key, date) in dates {
            let said = date
                .as_ref()
                .map(|date| format!("{} {}", locale.word(key), date.text));
            out.extend(said);
        }
        let figures: Vec<&FigureView> =
            self.key_figures.iter().copied().chain(&dossier.figures).collect();
        if !figures.is_empty() {
            out.push(self.heading(2, locale.word("sections.figures")));
            let figures = figures.into_iter().map(|it| {
                let mut said = vec![it.value.text.to_string()];
                said.extend(it.status.as_ref().map(|status| status.text.to_string()));
                said.extend(it.as_of.as_ref().map(|as_of| {
                    format!("{} {}", locale.word("figures.as_of"), as_of.text)
                }));
                said.extend(self.cited(&it.sources));
                self.item(&it.label.text, &said)
            });
            out.push(figures.collect::<Vec<_>>().join("\n"));
        }
        if !dossier.funding.is_empty() {
            out.push(self.heading(2, locale.word("sections.funding")));
            let lines = dossier.funding.iter().map(|row| match (&row.line, &row.rest) {
                (Some(line), _) => {
                    let mut said = vec![line.value.text.to_string()];
                    said.extend(line.status.as_ref().map(|it| it.text.to_string()));
                    said.extend(self.cited(&line.sources));
                    format!(
                        "{}{}",
                        "  ".repeat(row.depth),
                        self.item(&line.label.text, &said)
                    )
                }
                (None, Some(rest)) => {
                    let said = [rest.value.text.to_string()];
                    format!("{}{}", "  ".repeat(row.depth), self.item(&rest.label, &said))
                }
                (None, None) => String::new(),
            });
            out.push(lines.collect::<Vec<_>>().join("\n"));
        }
        if let Some(blocks) = self.prose.as_array() {
            let placed: Vec<String> =
                blocks.iter().filter_map(|it| self.block(it)).collect();
            out.extend(placed);
        }
        let objectives = dossier.objectives.iter().flat_map(|group| &group.objectives);
        let objectives: Vec<String> =
            objectives.map(|it| self.item(&it.label.text, &[])).collect();
        if !objectives.is_empty() {
            out.push(self.heading(2, locale.word("sections.objectives")));
            out.push(objectives.join("\n"));
        }
        let operators = dossier.operators.iter().map(|it| {
            let mut said = vec![it.roles.clone()];
            said.extend(it.state.as_ref().map(|state| state.text.to_string()));
            self.item(&it.organisation.name.text, &said)
        });
        let operators: Vec<String> = operators.collect();
        if !operators.is_empty() {
            out.push(self.heading(2, locale.word("sections.operators")));
            out.push(operators.join("\n"));
        }
        let timeline = dossier.timeline.iter().map(|event| {
            let said = [self.text(&event.label.text), event.state.text.to_string()];
            self.item(&event.date.text, &said)
        });
        let timeline: Vec<String> = timeline.collect();
        if !timeline.is_empty() {
            out.push(self.heading(2, locale.word("sections.timeline")));
            out.push(timeline.join("\n"));
        }
        let quotes = self.quotes();
        if !quotes.is_empty() {
            out.push(self.heading(2, locale.word("sections.quotes")));
            out.push(quotes);
        }
        if !dossier.contacts.is_empty() {
            out.push(self.heading(2, locale.word("sections.contacts")));
            let contacts = dossier.contacts.iter().map(|contact| {
                let ways = [&contact.email, &contact.phone];
                let ways: Vec<String> =
                    ways.into_iter().flatten().map(ToString::to_string).collect();
                self.item(&contact.name.text, &ways)
            });
            out.push(contacts.collect::<Vec<_>>().join("\n"));
        }
        if !dossier.sources.is_empty() {
            out.push(self.heading(2, locale.word("sections.sources")));
            let sources = dossier.sources.iter().map(|source| {
                let said = source.url.iter().map(ToString::to_string);
                self.item(&source.title.text, &said.collect::<Vec<_>>())
            });
            out.push(sources.collect::<Vec<_>>().join("\n"));
        }
        let closing = [("kit.about", self.site.and_then(|it| it.about.as_ref()))];
        let reuse = [("kit.reuse", self.site.and_then(|it| it.reuse.as_ref()))];
        for (key, text) in closing.into_iter().chain(reuse) {
            if let Some(text) = text {
                out.push(self.heading(2, locale.word(key)));
                out.push(self.text(&text.text));
            }
        }
        out.push(self.head.canonical.to_string());
        out.join("\n\n") + "\n"
    }

    /// Quotes ready to be pasted, each with who said it, when, and where it comes from.
    pub(super) fn quotes(&self) -> String {
        let quotes = self.dossier.placed_quotes.iter().chain(&self.dossier.quotes);
        quotes.map(|quote| self.quote(quote)).collect::<Vec<_>>().join("\n\n")
    }

    fn quote(&self, quote: &QuoteView) -> String {
        let locale = self.locale;
        let quoted = |text: &str| {
            format!(
                "{}{}{}",
                locale.word("quotes.open"),
                self.text(text),
                locale.word("quotes.close")
            )
        };
        let mut said = vec![self.text(&quote.speaker.text)];
        said.extend(quote.role.as_ref().map(|role| self.text(&role.text)));
        said.extend(quote.date.as_ref().map(|date| date.text.to_string()));
        let mut lines = vec![quoted(&quote.text.text), format!("— {}", said.join(", "))];
        lines.extend(self.cited(&quote.sources));
        let translated = quote.original.as_ref().map(|original| {
            format!("{} {}", locale.word("quotes.translated"), quoted(&original.text))
        });
        lines.extend(translated);
        match self.marked {
            true => lines
                .iter()
                .map(|line| format!("> {line}  "))
                .collect::<Vec<_>>()
                .join("\n"),
            false => lines.join("\n"),
        }
    }

    /// What may be done with each picture, and whom to name.
    pub(super) fn credits(&self, media: &[ArchiveMedia]) -> String {
        let locale = self.locale;
        let mut out =
            vec![self.head.title.text.to_string(), self.head.canonical.to_string()];
        let reuse = self.site.and_then(|site| site.reuse.as_ref());
        out.extend(reuse.map(|reuse| reuse.text.to_string()));
        for it in media {
            let mut lines: Vec<String> =
                it.files.iter().map(|(name, _)| name.clone()).collect();
            if lines.is_empty() {
                lines.push(it.name.clone());
            }
            lines.extend([
                locale.fill("kit.caption", &[("caption", &it.caption.text)]),
                locale.fill("kit.credit", &[("credit", &it.credit)]),
                locale.fill("kit.licence", &[("licence", &it.licence.text)]),
                locale.fill("kit.use", &[("use", &it.usage.text)]),
            ]);
            if it.files.is_empty() {
                lines.push(locale.word("kit.left-out").to_owned());
            }
            out.push(lines.join("\n"));
        }
        out.join("\n\n") + "\n"
    }

    fn cited(&self, sources: &[Kept<SourceLink>]) -> Option<String> {
        let names = sources
            .iter()
            .map(|it| format!("{}{}", self.text(&it.text.text), it.detail));
        let names: Vec<String> = names.collect();
        let key = if names.len() > 1 { "sources.labels" } else { "sources.label" };
        (!names.is_empty())
            .then(|| format!("{} {}", self.locale.word(key), names.join(", ")))
    }

    fn heading(&self, level: usize, text: &str) -> String {
        match self.marked {
            true => format!("{} {text}", "#".repeat(level)),
            false => text.to_uppercase(),
        }
    }

    /// `- Surface : 75 000 m², prévu`
    fn item(&self, label: &str, said: &[String]) -> String {
        let label = self.text(label);
        match said.is_empty() {
            true => format!("- {label}"),
            false => {
                let said = said.join(self.locale.word("dates.semicolon"));
                format!("- {label}{} {said}", self.locale.word("dates.colon"))
            }
        }
    }

    /// Words as they are, or so that Markdown reads no sign in them.
    fn text(&self, text: &str) -> String {
        if !self.marked {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }

    fn blocks(&self, node: &Value) -> Vec<String> {
        let content = node["content"].as_array().into_iter().flatten();
        let mut out: Vec<String> = vec![];
        let mut line = String::new();
        for it in content {
            if is_inline(it) {
                line.push_str(&self.inline(it));
            } else {
                out.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
                out.extend(self.block(it));
            }
        }
        out.extend((!line.is_empty()).then_some(line));
        out
    }

    fn block(&self, node: &Value) -> Option<String> {
        let indented = |text: &str, first: &str| {
            let rest = " ".repeat(first.chars().count());
            let lines = text.lines().enumerate();
            let lines = lines.map(|(nth, line)| match (nth, line) {
                (0, line) => format!("{first}{line}"),
                (_, "") => String::new(),
                (_, line) => format!("{rest}{line}"),
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        Some(match node["kind"].as_str()? {
            "heading" => {
                let level = node["level"].as_u64().unwrap_or(2);
                self.heading(usize::try_from(level).unwrap_or(2), &self.inlines(node))
            }
            "quote" => {
                let text = self.blocks(node).join("\n\n");
                let lines = text.lines().map(|line| format!("> {line}"));
                lines.collect::<Vec<_>>().join("\n")
            }
            "code-block" => {
                let inner = self.plain(node);
                match self.marked {
                    true => format!("````\n{}\n````", inner.trim_end()),
                    false => inner.trim_end().to_owned(),
                }
            }
            "list" => {
                let first = node["first"].as_u64();
                let items = node["content"].as_array()?.iter().zip(0..);
                let items = items.map(|(item, nth)| {
                    let sign = match first {
                        Some(first) => format!("{}. ", first + nth),
                        None => "- ".to_owned(),
                    };
                    indented(&self.blocks(item).join("\n\n"), &sign)
                });
                items.collect::<Vec<_>>().join("\n")
            }
            "table" => {
                let rows = node["content"].as_array()?.iter();
                let mut rows: Vec<String> = rows
                    .map(|row| {
                        let cells = row["content"].as_array().into_iter().flatten();
                        let cells =
                            cells.map(|cell| self.inlines(cell).replace('|', "\\|"));
                        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
                    })
                    .collect();
                let n_columns = node["align"].as_array().map_or(0, Vec::len);
                if self.marked && !rows.is_empty() {
                    rows.insert(1, format!("|{}", " --- |".repeat(n_columns)));
                }
                rows.join("\n")
            }
            "rule" => "---".to_owned(),
            "placed" | "section" => return None,
            _ => self.inlines(node),
        })
    }

    fn inlines(&self, node: &Value) -> String {
        let content = node["content"].as_array().into_iter().flatten();
        content.map(|it| self.inline(it)).collect()
    }

    /// The words of code, as they are.
    fn plain(&self, node: &Value) -> String {
        let content = node["content"].as_array().into_iter().flatten();
        content.filter_map(|it| it["text"].as_str()).collect()
    }

    fn inline(&self, node: &Value) -> String {
        let around = |sign: &str| match self.marked {
            true => format!("{sign}{}{sign}", self.inlines(node)),
            false => self.inlines(node),
        };
        let text = node["text"].as_str().unwrap_or_default();
        match node["kind"].as_str().unwrap_or_default() {
            "text" => self.text(text),
            "code" if self.marked => format!("``{text}``"),
            "code" => text.to_owned(),
            "emphasis" => around("*"),
            "strong" => around("**"),
            "strike" => around("~~"),
            "link" if self.marked => {
                let url = node["url"].as_str().unwrap_or_default();
                format!("[{}](<{url}>)", self.inlines(node))
            }
            "break" => "\n".to_owned(),
            "note" => format!(" ({})", self.blocks(node).join(" ")),
            _ => self.inlines(node),
        }
    }
}

fn is_inline(node: &Value) -> bool {
    let kind = node["kind"].as_str().unwrap_or_default();
    matches!(
        kind,
        "text"
            | "emphasis"
            | "strong"
            | "strike"
            | "code"
            | "link"
            | "foreign"
            | "span"
            | "break"
            | "note"
    )
}
