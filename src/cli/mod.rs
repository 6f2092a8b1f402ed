//! The command line: what it was asked, what it says, how it ends.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where Recto learns the locale it speaks in, and writes what `new` makes"
)]

mod args;
mod build;
mod check;
mod serve;
mod new;
mod report;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::diag::words::UiLang;
use crate::io::Error;
use crate::io::clock::{self, ClockError};
use args::Command;
use words::Words;

/// How a command ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// It did what it was asked.
    Done,
    /// The content has errors; nothing was published.
    ContentErrors,
    /// The command line or the machine failed; nothing was published.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::ContentErrors => 1,
            Exit::Failed => 2,
        })
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = ui_lang(&arguments);
    let words = Words::of(lang);
    let command = match args::parse(&arguments, lang) {
        Ok(command) => command,
        Err(args::Stop::Shown(text)) => {
            say(&text);
            return Exit::Done.into();
        }
        Err(args::Stop::Wrong(text)) => {
            complain(&text);
            return Exit::Failed.into();
        }
    };
    let result = match command {
        Command::Build(options) => build::run(&options, words),
        Command::Check(options) => check::run(&options, words),
        Command::Serve(options) => serve::run(&options, words),
        Command::NewDossier(options) => new::dossier(&options, words),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            complain(&failure.describe(words));
            Exit::Failed.into()
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
enum Failure {
    /// The machine.
    Io(Error),
    /// The clock, or what was given in its place.
    Clock(ClockError),
    /// The folder is no site.
    NoSite,
    /// Something else, in the words of the command line.
    Said(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Io(error)
    }
}

impl Failure {
    fn describe(&self, words: &Words) -> String {
        let (message, hint) = match self {
            Self::Io(error) => words.io_error(error),
            Self::Clock(error) => words.clock_error(error),
            Self::NoSite => words.no_content(),
            Self::Said(message) => (message.clone(), None),
        };
        let colon = words.colon();
        let mut text = format!("{}{colon} {message}", words.error);
        if let Some(hint) = hint {
            text.push_str(&format!("\n  = {}{colon} {hint}", words.hint));
        }
        text
    }
}

/// The instant of the build that the options ask for.
fn instant(options: &args::Common) -> Result<jiff::Timestamp, Failure> {
    clock::now(options.now.as_deref(), &options.site).map_err(Failure::Clock)
}

/// Whether the folder is a site: nothing is made beside one that is not.
fn check_site(options: &args::Common) -> Result<(), Failure> {
    let content = options.site.join("content");
    match std::fs::read_dir(&content) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Failure::NoSite)
        }
        Err(error) => Err(Error::at(&content)(error).into()),
    }
}

/// Runs some work on as many threads as were asked for.
fn on_threads<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let pool = jobs
        .and_then(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// Prints to the standard output. A closed pipe is somebody's wish, not a failure.
fn say(text: &str) {
    let _closed = writeln!(std::io::stdout().lock(), "{}", text.trim_end_matches('\n'));
}

/// Prints to the standard error output.
fn complain(text: &str) {
    let _closed = writeln!(std::io::stderr().lock(), "{}", text.trim_end_matches('\n'));
}

/// The language in which to speak: that of `--ui-lang`, else of the environment's locale,
/// else the site's reference language.
fn ui_lang(arguments: &[std::ffi::OsString]) -> UiLang {
    let option = |name: &str| {
        let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
        while let Some(argument) = arguments.next() {
            if argument == name {
                return arguments.next().map(str::to_owned);
            }
            if let Some(value) =
                argument.strip_prefix(name).and_then(|r| r.strip_prefix('='))
            {
                return Some(value.to_owned());
            }
        }
        None
    };
    if let Some(lang) = option("--ui-lang").and_then(|tag| UiLang::parse(&tag)) {
        return lang;
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    if let Some(lang) = locale.and_then(|locale| UiLang::parse(&locale)) {
        return lang;
    }
    let site = option("--site").map_or_else(|| PathBuf::from("."), PathBuf::from);
    reference_language(&site).unwrap_or(UiLang::En)
}

/// The reference language of a site, as far as the command line speaks it.
fn reference_language(site: &Path) -> Option<UiLang> {
    let path = site.join("content/site.yaml");
    let text = std::fs::read_to_string(path).ok()?;
    let source = crate::source::Source::new("content/site.yaml".into(), &text);
    let languages = crate::validate::languages(&crate::parse::parse(&source, ""))?;
    UiLang::parse(languages[crate::model::lang::Lang::REFERENCE].language())
}
