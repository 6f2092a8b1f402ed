//! Findings for people and for machines.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::cli::args::{Common, Format};
use crate::cli::words::Words;
use crate::cli::{complain, say};
use crate::diag::words::{describe, related, severity as severity_name};
use crate::diag::{FilePath, Finding, Severity, Span};
use crate::model::lang::LangTag;
use crate::source::{Source, SourceKind};

/// The longest piece of a file that is shown with a finding.
const MAX_SNIPPET: usize = 2_000;

/// Shows findings, in the form and language that were asked for.
pub(super) struct Reporter<'a> {
    words: &'static Words,
    options: &'a Common,
    renderer: Renderer,
    /// Whether others may read what is said here.
    is_overheard: bool,
}

/// What a command did, for the last line and for machines.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Summary {
    /// How many files the site has.
    pub(super) n_pages: usize,
    /// How many of them were rendered.
    pub(super) n_rendered: usize,
    /// How many were written.
    pub(super) n_written: usize,
    /// How long it took.
    pub(super) elapsed: Duration,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(options: &'a Common, words: &'static Words) -> Self {
        // NO_COLOR: <https://no-color.org>.
        let no_color = std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty());
        let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let is_terminal = std::io::stderr().is_terminal();
        let styled = is_terminal && !no_color && !dumb;
        let is_ci = std::env::var("CI").is_ok_and(|value| !value.is_empty());
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        Self {
            words,
            options,
            renderer: renderer.decor_style(DecorStyle::Ascii),
            is_overheard: is_overheard(options.format, is_ci, is_terminal),
        }
    }

    /// Whether a finding is not to be quoted here.
    fn is_hushed(&self, finding: &Finding) -> bool {
        self.is_overheard && finding.is_secret
    }

    /// The finding and its hint in words. What is about a secret says no more than its code;
    /// that an embargo cannot be read says nothing but that.
    fn describe(&self, finding: &Finding) -> (String, Option<String>) {
        let is_of_embargo = finding.problem.code().starts_with("embargo-");
        match self.is_hushed(finding) && !is_of_embargo {
            true => (self.words.secret.into(), Some(self.words.secret_hint.into())),
            false => describe(&finding.problem, self.words.lang),
        }
    }

    /// The path of a finding's file; of a secret's files, only that of its text.
    fn path<'f>(&self, finding: &Finding, path: &'f str) -> &'f str {
        match self.is_hushed(finding) {
            true => told(path),
            false => path,
        }
    }

    /// Whether the addresses of pages that are gone may be told: they may have gone back to
    /// what is not public.
    pub(super) fn tells_removed(&self) -> bool {
        self.options.drafts || !self.is_overheard
    }

    /// How bad a finding is, with the options that were given.
    pub(super) fn severity(&self, finding: &Finding) -> Severity {
        match finding.problem.severity() {
            Severity::Warning if self.options.strict => Severity::Error,
            severity => severity,
        }
    }

    /// Whether any finding prevents a publication.
    pub(super) fn has_errors(&self, findings: &[Finding]) -> bool {
        findings
            .iter()
            .any(|finding| self.severity(finding) == Severity::Error)
    }

    /// Shows the findings, and for machines what the command did.
    pub(super) fn findings(
        &self,
        findings: &[Finding],
        sources: &BTreeMap<FilePath, Source>,
        summary: &Summary,
    ) {
        match self.options.format {
            Format::Human => self.human(findings, sources),
            Format::Json => say(&self.json(findings, summary).to_string()),
            Format::Github => {
                findings.iter().for_each(|finding| say(&self.github(finding)));
            }
            Format::Gitlab => {
                let issues: Vec<Value> =
                    findings.iter().map(|f| self.gitlab(f)).collect();
                say(&Value::from(issues).to_string());
            }
            Format::Sarif => say(&self.sarif(findings).to_string()),
        }
    }

    /// The last line for people: how many findings of each kind.
    pub(super) fn counts(&self, findings: &[Finding]) -> String {
        let count =
            |severity| findings.iter().filter(|f| self.severity(f) == severity).count();
        self.words.findings(count(Severity::Error), count(Severity::Warning))
    }

    /// Says something to people; machines and the quiet do not hear it.
    pub(super) fn tell(&self, text: &str) {
        if self.options.format == Format::Human && !self.options.quiet {
            say(text);
        }
    }

    fn human(&self, findings: &[Finding], sources: &BTreeMap<FilePath, Source>) {
        // Errors come last, where the eye is when the program ends.
        let is_error = |finding: &&Finding| self.severity(finding) == Severity::Error;
        let (errors, others): (Vec<_>, Vec<_>) = findings.iter().partition(is_error);
        for finding in others.into_iter().chain(errors) {
            let severity = self.severity(finding);
            if self.options.quiet && severity != Severity::Error {
                continue;
            }
            complain(&self.rendered(finding, sources));
            complain("");
        }
    }

    /// A finding as a compiler would show it: the line, a caret, a hint.
    pub(super) fn rendered(
        &self,
        finding: &Finding,
        sources: &BTreeMap<FilePath, Source>,
    ) -> String {
        let severity = self.severity(finding);
        let (message, hint) = self.describe(finding);
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Suggestion => Level::INFO,
        };
        let level = level.with_name(severity_name(severity, self.words.lang));
        let title = level.primary_title(message).id(finding.problem.code());
        let is_hushed = self.is_hushed(finding);
        let source = |path: &FilePath| {
            let source = sources.get(path).filter(|_| !is_hushed);
            source.map(|source| source.text.clone())
        };
        let main = source(&finding.path);
        let mut group = Group::with_title(title);
        group = match snippet(main.as_ref(), finding.span, &finding.path) {
            Some((text, line, range)) => group.element(
                Snippet::source(text.to_owned())
                    .path(finding.path.to_string())
                    .line_start(line)
                    .annotation(AnnotationKind::Primary.span(range)),
            ),
            None => {
                let path = self.path(finding, &finding.path);
                group.element(origin(path, finding.span))
            }
        };
        for (what, span, path) in &finding.related {
            let label = related(*what, self.words.lang);
            let text = source(path);
            group = match snippet(text.as_ref(), *span, path) {
                Some((text, line, range)) => group.element(
                    Snippet::source(text.to_owned())
                        .path(path.to_string())
                        .line_start(line)
                        .annotation(AnnotationKind::Context.span(range).label(label)),
                ),
                None => group.element(origin(self.path(finding, path), *span)),
            };
        }
        if let Some(hint) = hint {
            let level = Level::HELP.with_name(self.words.hint);
            group = group.element(level.message(hint));
        }
        self.renderer.render(&[group])
    }

    /// One object: see the command line's reference.
    fn json(&self, findings: &[Finding], summary: &Summary) -> Value {
        let count =
            |severity| findings.iter().filter(|f| self.severity(f) == severity).count();
        let items: Vec<Value> =
            findings.iter().map(|finding| self.json_finding(finding)).collect();
        json!({
            "version": 1,
            "findings": items,
            "summary": {
                "errors": count(Severity::Error),
                "warnings": count(Severity::Warning),
                "pages": summary.n_pages,
                "rendered": summary.n_rendered,
                "written": summary.n_written,
                "seconds": seconds(summary.elapsed),
            },
        })
    }

    fn json_finding(&self, finding: &Finding) -> Value {
        let (message, hint) = self.describe(finding);
        let related: Vec<Value> = finding
            .related
            .iter()
            .map(|(what, span, path)| {
                json!({
                    "path": self.path(finding, path),
                    "line": span.map(|span| span.line),
                    "column": span.map(|span| span.column),
                    "message": related(*what, self.words.lang),
                })
            })
            .collect();
        let span = finding.span;
        json!({
            "code": finding.problem.code(),
            "severity": level_name(self.severity(finding)),
            "path": self.path(finding, &finding.path),
            "line": span.map(|span| span.line),
            "column": span.map(|span| span.column),
            "end_line": span.map(|span| span.end_line),
            "end_column": span.map(|span| span.end_column),
            "message": message,
            "hint": hint,
            "related": related,
        })
    }

    /// A workflow command of GitHub Actions
    /// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).
    fn github(&self, finding: &Finding) -> String {
        let level = match self.severity(finding) {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "notice",
        };
        let place = match finding.span {
            Some(span) => {
                format!(
                    ",line={},col={},endLine={}",
                    span.line, span.column, span.end_line
                )
            }
            None => String::new(),
        };
        let path = github_property(self.path(finding, &finding.path));
        let title = github_property(finding.problem.code());
        let text = github_data(&self.one_line(finding));
        format!("::{level} file={path}{place},title={title}::{text}")
    }

    /// An issue of GitLab's Code Quality report
    /// (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>).
    fn gitlab(&self, finding: &Finding) -> Value {
        let severity = match self.severity(finding) {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Suggestion => "info",
        };
        let line = finding.span.map_or(1, |span| span.line);
        let text = self.one_line(finding);
        let path = self.path(finding, &finding.path);
        let parts = [path.as_bytes(), finding.problem.code().as_bytes(), text.as_bytes()];
        let fingerprint = crate::digest::Digest::of_parts(parts);
        json!({
            "description": text,
            "check_name": finding.problem.code(),
            "fingerprint": fingerprint.to_string(),
            "severity": severity,
            "location": {"path": path, "lines": {"begin": line}},
        })
    }

    /// SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).
    fn sarif(&self, findings: &[Finding]) -> Value {
        let results: Vec<Value> = findings
            .iter()
            .map(|finding| {
                let level = match self.severity(finding) {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Suggestion => "note",
                };
                json!({
                    "ruleId": finding.problem.code(),
                    "level": level,
                    "message": {"text": self.one_line(finding)},
                    "locations": [sarif_location(self.path(finding, &finding.path), finding.span)],
                    "relatedLocations": finding
                        .related
                        .iter()
                        .map(|(what, span, path)| {
                            let path = self.path(finding, path);
                            let mut location = sarif_location(path, *span);
                            let text = related(*what, self.words.lang);
                            location["message"] = json!({"text": text});
                            location
                        })
                        .collect::<Vec<_>>(),
                })
            })
            .collect();
        let mut rules: Vec<&str> = findings.iter().map(|f| f.problem.code()).collect();
        rules.sort_unstable();
        rules.dedup();
        let rules: Vec<Value> = rules.into_iter().map(|id| json!({"id": id})).collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "Recto",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        })
    }

    fn one_line(&self, finding: &Finding) -> String {
        let (message, hint) = self.describe(finding);
        match hint {
            Some(hint) => format!("{message} – {hint}"),
            None => message,
        }
    }
}

/// Whether others may read what is said: not where a person looks at a terminal. What machines
/// are told goes on to somewhere else.
fn is_overheard(format: Format, is_ci: bool, is_terminal: bool) -> bool {
    is_ci || !is_terminal || format != Format::Human
}

/// Of a path, what says no more than which entry is meant: names of files are chosen freely.
fn told(path: &str) -> &str {
    let is_plain = match SourceKind::of(path) {
        SourceKind::Site | SourceKind::Registry(_) | SourceKind::Theme => true,
        SourceKind::Dossier(file)
        | SourceKind::Release(file)
        | SourceKind::Page(file) => LangTag::parse(file.lang).is_some(),
        SourceKind::Stray => !path.starts_with("content/"),
    };
    let folders = path.match_indices('/').take(3);
    match folders.last() {
        Some((end, _)) if !is_plain => &path[..end],
        _ => path,
    }
}

fn sarif_location(path: &str, span: Option<Span>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(path)}});
    if let Some(span) = span {
        physical["region"] = json!({
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        });
    }
    json!({"physicalLocation": physical})
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'#')
        .add(b'?')
        .add(b'%')
        .add(b'"');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}

fn level_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "suggestion",
    }
}

/// Seconds as a JSON number, to the millisecond, without floating point.
fn seconds(duration: Duration) -> Value {
    let millis = duration.as_millis();
    let text = format!("{}.{:03}", millis / 1000, millis % 1000);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// Data of a workflow command.
fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The lines of a span, the number of the first, and the span within them.
fn snippet<'t>(
    text: Option<&'t Arc<str>>,
    span: Option<Span>,
    path: &str,
) -> Option<(&'t str, usize, std::ops::Range<usize>)> {
    let (text, span) = (text?, span?);
    if span.end > text.len() || (span.start == 0 && span.end == 0 && span.line > 1) {
        return None;
    }
    debug_assert!(!path.is_empty(), "every finding has a file");
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end..]
        .find('\n')
        .map_or(text.len(), |newline| span.end + newline);
    let shown = text.get(start..end)?;
    (shown.len() <= MAX_SNIPPET)
        .then(|| (shown, span.line, span.start - start..span.end - start))
}

fn origin(path: &str, span: Option<Span>) -> Origin<'static> {
    let origin = Origin::path(path.to_owned());
    match span {
        Some(span) => origin.line(span.line).char_column(span.column),
        None => origin,
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, is_overheard, told};

    #[test]
    fn only_a_terminal_is_not_overheard() {
        assert!(!is_overheard(Format::Human, false, true));
        assert!(is_overheard(Format::Human, true, true));
        assert!(is_overheard(Format::Human, false, false));
        // `recto check --format sarif > report`, typed at a terminal.
        for format in [Format::Json, Format::Github, Format::Gitlab, Format::Sarif] {
            assert!(is_overheard(format, false, true));
        }
    }

    #[test]
    fn a_path_tells_which_entry_is_meant_and_no_name_of_a_file() {
        for (path, expected) in [
            ("content/dossiers/a/index.fr.md", "content/dossiers/a/index.fr.md"),
            ("content/dossiers/a/purchase.md", "content/dossiers/a"),
            ("content/dossiers/a/index.purchase.md", "content/dossiers/a"),
            ("content/dossiers/a/media/x.jpg", "content/dossiers/a"),
            ("content/dossiers/a/b/index.fr.md", "content/dossiers/a"),
            ("content/pages/a.fr.md", "content/pages/a.fr.md"),
            ("content/pages/purchase.pdf", "content/pages"),
            ("content/registry/topics.yaml", "content/registry/topics.yaml"),
            ("content/site.yaml", "content/site.yaml"),
            ("themes", "themes"),
        ] {
            assert_eq!(told(path), expected);
        }
    }
}
