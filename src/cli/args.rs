//! The command line's own grammar, and what is said of it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use crate::cli::words::{Words, WrongArgument};
use crate::diag::words::UiLang;
use crate::source::Request;

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum Command {
    /// `recto build`
    Build(Common),
    /// `recto check`
    Check(Common),
    /// `recto serve`
    Serve(Serve),
    /// `recto new dossier`
    NewDossier(NewDossier),
}

/// Options that several commands share.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) site: PathBuf,
    pub(super) output: Option<PathBuf>,
    pub(super) base_url: Option<String>,
    pub(super) now: Option<String>,
    pub(super) strict: bool,
    pub(super) drafts: bool,
    pub(super) jobs: Option<usize>,
    pub(super) no_cache: bool,
    pub(super) format: Format,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
}

impl Common {
    /// What the core is asked.
    pub(super) fn request(&self) -> Request {
        Request {
            base_url: self.base_url.clone(),
            drafts: self.drafts,
        }
    }

    /// Where the site is built: previews have a folder of their own.
    pub(super) fn output(&self) -> PathBuf {
        let default = if self.drafts { "preview" } else { "output" };
        self.output.clone().unwrap_or_else(|| self.site.join(default))
    }
}

/// Options of `recto serve`.
#[derive(Clone, Debug)]
pub(super) struct Serve {
    pub(super) common: Common,
    pub(super) port: u16,
}

/// Options of `recto new dossier`.
#[derive(Clone, Debug)]
pub(super) struct NewDossier {
    pub(super) site: PathBuf,
    pub(super) id: String,
    pub(super) title: Option<String>,
}

/// The form of the findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// For people.
    Human,
    /// One object.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
}

/// Why no command came of the arguments.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something was asked to be shown.
    Shown(String),
    /// The arguments are wrong.
    Wrong(String),
}

const FORMATS: [&str; 5] = ["human", "json", "github", "gitlab", "sarif"];

/// Reads the arguments of the process.
pub(super) fn parse(arguments: &[OsString], lang: UiLang) -> Result<Command, Stop> {
    let words = Words::of(lang);
    let matches = grammar(words)
        .try_get_matches_from(arguments)
        .map_err(|error| stop(&error, words))?;
    match matches.subcommand() {
        Some(("build", matches)) => Ok(Command::Build(common(matches))),
        Some(("check", matches)) => Ok(Command::Check(common(matches))),
        Some(("serve", matches)) => {
            let port = matches.get_one("port").copied().unwrap_or(DEFAULT_PORT);
            Ok(Command::Serve(Serve { common: common(matches), port }))
        }
        Some(("new", matches)) => match matches.subcommand() {
            Some(("dossier", matches)) => Ok(Command::NewDossier(NewDossier {
                site: path(matches, "site").unwrap_or_else(|| ".".into()),
                id: text(matches, "id").unwrap_or_default(),
                title: text(matches, "title"),
            })),
            _ => Err(Stop::Wrong(wrong(words, WrongArgument::NoCommand, None))),
        },
        _ => Err(Stop::Wrong(wrong(words, WrongArgument::NoCommand, None))),
    }
}

/// Where the preview is looked for first.
const DEFAULT_PORT: u16 = 8000;

fn grammar(words: &'static Words) -> Clap {
    let command = |name: &'static str, about: &'static str| {
        Clap::new(name)
            .about(about)
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .disable_version_flag(true)
            .help_template(template(words))
            .subcommand_help_heading(words.commands)
            .arg(help(words))
    };
    let shared = |command: Clap| command.args(shared_options(words));
    let port = option("port", "PORT", words.port, words).value_parser(value_parser!(u16));
    let id = Arg::new("id")
        .value_name("ID")
        .required(true)
        .help(words.dossier_id)
        .help_heading(words.arguments);
    let title = option("title", "TITLE", words.title, words);
    let site =
        option("site", "DIR", words.site, words).value_parser(value_parser!(PathBuf));
    let new_dossier = command("dossier", words.new_dossier)
        .arg(id)
        .arg(title)
        .arg(site)
        .arg(ui_lang(words));
    let version = Arg::new("version")
        .long("version")
        .short('V')
        .action(ArgAction::Version)
        .help(words.version)
        .help_heading(words.options);
    command("recto", words.about)
        .version(env!("CARGO_PKG_VERSION"))
        .styles(Styles::plain())
        .arg(version)
        .arg(ui_lang(words))
        .subcommand(shared(command("build", words.build)))
        .subcommand(shared(command("check", words.check)))
        .subcommand(shared(command("serve", words.serve)).arg(port))
        .subcommand(command("new", words.new).subcommand(new_dossier))
        .subcommand_required(true)
}

fn template(words: &Words) -> String {
    format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}", words.usage)
}

fn help(words: &'static Words) -> Arg {
    Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::Help)
        .help(words.help)
        .help_heading(words.options)
}

fn option(
    name: &'static str,
    value: &'static str,
    help: &'static str,
    words: &'static Words,
) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help)
        .help_heading(words.options)
}

fn flag(name: &'static str, help: &'static str, words: &'static Words) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
        .help_heading(words.options)
}

fn ui_lang(words: &'static Words) -> Arg {
    option("ui-lang", "LANG", words.ui_lang, words)
        .value_parser(["fr", "en"])
        .hide_possible_values(true)
}

fn shared_options(words: &'static Words) -> Vec<Arg> {
    let folder = |name, help| {
        option(name, "DIR", help, words).value_parser(value_parser!(PathBuf))
    };
    vec![
        folder("site", words.site),
        folder("output", words.output),
        option("base-url", "URL", words.base_url, words),
        option("now", "INSTANT", words.now, words),
        flag("strict", words.strict, words),
        flag("drafts", words.drafts, words),
        option("jobs", "N", words.jobs, words)
            .short('j')
            .value_parser(value_parser!(u16).range(1..=512)),
        flag("no-cache", words.no_cache, words),
        option("format", "FORMAT", words.format, words)
            .value_parser(FORMATS)
            .hide_possible_values(true),
        flag("quiet", words.quiet, words).short('q'),
        flag("verbose", words.verbose, words).short('v'),
        ui_lang(words),
    ]
}

fn common(matches: &ArgMatches) -> Common {
    Common {
        site: path(matches, "site").unwrap_or_else(|| ".".into()),
        output: path(matches, "output"),
        base_url: text(matches, "base-url"),
        now: text(matches, "now"),
        strict: matches.get_flag("strict"),
        drafts: matches.get_flag("drafts"),
        jobs: matches.get_one::<u16>("jobs").map(|jobs| usize::from(*jobs)),
        no_cache: matches.get_flag("no-cache"),
        format: match text(matches, "format").as_deref() {
            Some("json") => Format::Json,
            Some("github") => Format::Github,
            Some("gitlab") => Format::Gitlab,
            Some("sarif") => Format::Sarif,
            _ => Format::Human,
        },
        quiet: matches.get_flag("quiet"),
        verbose: matches.get_flag("verbose"),
    }
}

fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

fn path(matches: &ArgMatches, name: &str) -> Option<PathBuf> {
    matches.get_one::<PathBuf>(name).cloned()
}

/// Says what is wrong in the language of the command line: clap itself speaks English.
fn stop(error: &clap::Error, words: &Words) -> Stop {
    let context = |kind: ContextKind| -> Option<String> {
        match error.get(kind)? {
            ContextValue::String(text) => Some(text.clone()),
            ContextValue::Strings(texts) => Some(texts.join(", ")),
            ContextValue::StyledStr(text) => Some(text.to_string()),
            _ => None,
        }
    };
    let list = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => vec![],
    };
    // `--jobs <N>` is shown as `--jobs`.
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let name = argument.split(' ').next().unwrap_or_default().to_owned();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let suggested =
        |kind| list(kind).into_iter().next().map(|near| words.did_you_mean(&near));
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Stop::Shown(error.to_string());
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::MissingSubcommand => {
            let known = list(ContextKind::ValidSubcommand);
            wrong(words, WrongArgument::NoCommand, Some(words.available(&known)))
        }
        ErrorKind::InvalidSubcommand => {
            let word = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            let hint = suggested(ContextKind::SuggestedSubcommand);
            wrong(words, WrongArgument::UnknownCommand(&word), hint)
        }
        ErrorKind::UnknownArgument => {
            let hint = suggested(ContextKind::SuggestedArg);
            wrong(words, WrongArgument::UnknownOption(&name), hint)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            wrong(words, WrongArgument::NoValue(&name), None)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let known = list(ContextKind::ValidValue);
            let hint = (!known.is_empty()).then(|| words.available(&known));
            wrong(words, WrongArgument::Value(&name, &value), hint)
        }
        ErrorKind::MissingRequiredArgument => {
            wrong(words, WrongArgument::Missing(&argument), None)
        }
        ErrorKind::ArgumentConflict => wrong(words, WrongArgument::Twice(&name), None),
        ErrorKind::InvalidUtf8 => wrong(words, WrongArgument::NotUnicode, None),
        _ => wrong(words, WrongArgument::UnknownOption(&name), None),
    };
    Stop::Wrong(text)
}

fn wrong(words: &Words, kind: WrongArgument<'_>, hint: Option<String>) -> String {
    let hint = hint.unwrap_or_else(|| words.see_help().to_owned());
    let colon = words.colon();
    let message = words.wrong_argument(kind);
    format!("{}{colon} {message}\n  = {}{colon} {hint}", words.error, words.hint)
}
