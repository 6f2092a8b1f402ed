//! What the command line says of itself, in French and English.

use std::time::Duration;

use crate::diag::words::UiLang;
use crate::io::Error;
use crate::io::clock::ClockError;
use crate::pipeline::HeldBack;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    pub lang: UiLang,
    pub error: &'static str,
    pub hint: &'static str,
    pub note: &'static str,
    pub usage: &'static str,
    pub commands: &'static str,
    pub options: &'static str,
    pub arguments: &'static str,
    pub about: &'static str,
    pub build: &'static str,
    pub check: &'static str,
    pub serve: &'static str,
    pub new: &'static str,
    pub new_dossier: &'static str,
    pub site: &'static str,
    pub output: &'static str,
    pub base_url: &'static str,
    pub now: &'static str,
    pub strict: &'static str,
    pub drafts: &'static str,
    pub secret: &'static str,
    pub secret_hint: &'static str,
    pub jobs: &'static str,
    pub no_cache: &'static str,
    pub format: &'static str,
    pub quiet: &'static str,
    pub verbose: &'static str,
    pub ui_lang: &'static str,
    pub port: &'static str,
    pub help: &'static str,
    pub version: &'static str,
    pub dossier_id: &'static str,
    pub title: &'static str,
}

impl Words {
    /// The words of a language.
    pub(super) fn of(lang: UiLang) -> &'static Self {
        match lang {
            UiLang::Fr => &FRENCH,
            UiLang::En => &ENGLISH,
        }
    }

    fn pick<'a>(&self, fr: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            UiLang::Fr => fr,
            UiLang::En => en,
        }
    }

    /// `1 erreur`, `3 avertissements`.
    fn counted(&self, n: usize, fr: [&str; 2], en: [&str; 2]) -> String {
        // French counts zero with the singular.
        let (plural, forms) = match self.lang {
            UiLang::Fr => (n > 1, fr),
            UiLang::En => (n != 1, en),
        };
        format!("{n} {}", forms[usize::from(plural)])
    }

    /// How many findings of each kind there were.
    pub(super) fn findings(&self, n_errors: usize, n_warnings: usize) -> String {
        let errors = self.counted(n_errors, ["erreur", "erreurs"], ["error", "errors"]);
        let warnings = self.counted(
            n_warnings,
            ["avertissement", "avertissements"],
            ["warning", "warnings"],
        );
        format!("{errors}, {warnings}")
    }

    /// What a build made.
    pub(super) fn built(
        &self,
        n_pages: usize,
        written: usize,
        removed: usize,
        seconds: Duration,
    ) -> String {
        let pages = self.counted(n_pages, ["fichier", "fichiers"], ["file", "files"]);
        let written = self.counted(
            written,
            ["fichier écrit", "fichiers écrits"],
            ["file written", "files written"],
        );
        let removed =
            self.counted(removed, ["retiré", "retirés"], ["removed", "removed"]);
        let seconds = self.seconds(seconds);
        let (colon, at) = (self.colon(), self.pick("en", "in"));
        format!("{pages}{colon} {written}, {removed}, {at} {seconds}")
    }

    /// What is there and was not published, if anything was not.
    pub(super) fn held_back(&self, held: HeldBack) -> Option<String> {
        let counted = |n: usize, fr, en| (n > 0).then(|| self.counted(n, fr, en));
        let drafts =
            counted(held.n_drafts, ["brouillon", "brouillons"], ["draft", "drafts"]);
        let embargoed = counted(
            held.n_embargoed,
            ["contenu sous embargo", "contenus sous embargo"],
            ["entry under embargo", "entries under embargo"],
        );
        let kinds: Vec<String> = drafts.into_iter().chain(embargoed).collect();
        let kinds = kinds.join(self.pick(" et ", " and "));
        let not_public = self.pick("pas encore public", "not yet public");
        let to_see = self.pick("à voir avec", "see them with");
        let colon = self.colon();
        let command = "`recto serve --drafts`";
        (!kinds.is_empty())
            .then(|| format!("{not_public}{colon} {kinds} ({to_see} {command})"))
    }

    /// A colon, with the space that goes before it.
    pub(super) fn colon(&self) -> &'static str {
        self.pick("\u{a0}:", ":")
    }

    /// What a check looked at.
    pub(super) fn checked(&self, n_files: usize, seconds: Duration) -> String {
        let files = self.counted(
            n_files,
            ["fichier vérifié", "fichiers vérifiés"],
            ["file checked", "files checked"],
        );
        format!("{files} {} {}", self.pick("en", "in"), self.seconds(seconds))
    }

    fn seconds(&self, duration: Duration) -> String {
        let hundredths = duration.as_millis() / 10;
        let point = self.pick(",", ".");
        format!("{}{point}{:02}\u{a0}s", hundredths / 100, hundredths % 100)
    }

    /// Nothing was written.
    pub(super) fn nothing_published(&self) -> &'static str {
        self.pick("rien n’a été publié", "nothing was published")
    }

    /// Files are replaced one by one.
    pub(super) fn one_by_one(&self) -> &'static str {
        self.pick(
            "ce répertoire ne peut pas être échangé d’un coup : les fichiers y sont remplacés un par un",
            "this folder cannot be exchanged in one step: its files are replaced one by one",
        )
    }

    /// Where the preview is.
    pub(super) fn serving(&self, url: &str) -> String {
        match self.lang {
            UiLang::Fr => format!("aperçu sur {url} (Ctrl-C pour arrêter)"),
            UiLang::En => format!("preview at {url} (Ctrl-C to stop)"),
        }
    }

    /// The preview was built again.
    pub(super) fn rebuilt(&self, seconds: Duration) -> String {
        format!("{} {}", self.pick("reconstruit en", "rebuilt in"), self.seconds(seconds))
    }

    /// A new entry was made.
    pub(super) fn made(&self, path: &str) -> String {
        match self.lang {
            UiLang::Fr => format!("créé : {path}").replace(" :", "\u{a0}:"),
            UiLang::En => format!("made: {path}"),
        }
    }

    /// What to do next with a new dossier.
    pub(super) fn next_steps(&self) -> &'static str {
        self.pick(
            "c’est un brouillon : écrivez-le, regardez-le avec `recto serve --drafts`, puis retirez `draft: true`",
            "this is a draft: write it, look at it with `recto serve --drafts`, then remove `draft: true`",
        )
    }

    /// The name of a new entry is no id.
    pub(super) fn not_an_id(&self, name: &str, better: &str) -> String {
        match self.lang {
            UiLang::Fr => {
                format!("`{name}` n’est pas un identifiant\u{a0}; écrivez `{better}`")
            }
            UiLang::En => format!("`{name}` is not an id; write `{better}`"),
        }
    }

    /// A new entry is there already.
    pub(super) fn exists(&self, path: &str) -> String {
        match self.lang {
            UiLang::Fr => format!("`{path}` existe déjà"),
            UiLang::En => format!("`{path}` exists already"),
        }
    }

    /// The site has no settings that can be read.
    pub(super) fn no_site(&self) -> &'static str {
        self.pick(
            "il n’y a pas ici de `content/site.yaml` lisible",
            "there is no readable `content/site.yaml` here",
        )
    }

    /// The folder is no site, and what can be done about it.
    pub(super) fn no_content(&self) -> (String, Option<String>) {
        let message =
            self.pick("il n’y a pas ici de `content/`", "there is no `content/` here");
        let hint = self.pick(
            "lancez la commande dans le répertoire qui contient `content/`, ou donnez celui-ci avec `--site`",
            "run the command in the folder that has `content/`, or name that folder with `--site`",
        );
        (message.to_owned(), Some(hint.to_owned()))
    }

    /// An error of the machine, and what can be done about it.
    pub(super) fn io_error(&self, error: &Error) -> (String, Option<String>) {
        let hint = |fr: &str, en: &str| Some(self.pick(fr, en).to_owned());
        match error {
            Error::Path { path, source } => {
                let disk_full = source.kind() == std::io::ErrorKind::StorageFull;
                let reason = match source.kind() {
                    std::io::ErrorKind::StorageFull => {
                        self.pick("le disque est plein", "the disk is full").to_owned()
                    }
                    std::io::ErrorKind::NotFound => {
                        self.pick("introuvable", "not found").to_owned()
                    }
                    std::io::ErrorKind::PermissionDenied => {
                        self.pick("accès refusé", "permission denied").to_owned()
                    }
                    std::io::ErrorKind::ReadOnlyFilesystem => {
                        self.pick("lecture seule", "read-only").to_owned()
                    }
                    _ => source.to_string(),
                };
                let hint = if disk_full {
                    hint(
                        "le site précédent est intact",
                        "the previous site is untouched",
                    )
                } else {
                    None
                };
                (format!("{}: {reason}", path.display()), hint)
            }
            Error::NotOurs { path } => (
                format!(
                    "{}: {}",
                    path.display(),
                    self.pick(
                        "ce répertoire contient des fichiers que Recto n’a pas écrits",
                        "this folder holds files that Recto did not write",
                    )
                ),
                hint(
                    "donnez un répertoire vide avec `--output`",
                    "give an empty folder with `--output`",
                ),
            ),
            Error::InTheWay { path } => (
                format!(
                    "{}: {}",
                    path.display(),
                    self.pick(
                        "un fichier que Recto n’a pas écrit occupe la place d’une page",
                        "a file that Recto did not write stands where a page belongs",
                    )
                ),
                hint("déplacez-le", "move it away"),
            ),
            Error::PreviewMismatch { path, is_preview: true } => (
                format!(
                    "{}: {}",
                    path.display(),
                    self.pick("ce répertoire contient un aperçu", "this folder holds a preview")
                ),
                hint(
                    "donnez un autre répertoire avec `--output`, ou effacez celui-ci",
                    "give another folder with `--output`, or delete this one",
                ),
            ),
            Error::PreviewMismatch { path, is_preview: false } => (
                format!(
                    "{}: {}",
                    path.display(),
                    self.pick(
                        "ce répertoire contient le site public, où les brouillons n’ont pas leur place",
                        "this folder holds the public site, in which drafts have no place",
                    )
                ),
                hint(
                    "donnez un autre répertoire avec `--output`",
                    "give another folder with `--output`",
                ),
            ),
            Error::Overlap { path } => (
                format!(
                    "{}: {}",
                    path.display(),
                    self.pick(
                        "la sortie et le contenu se chevauchent",
                        "the output and the content overlap",
                    )
                ),
                hint(
                    "donnez un répertoire hors de `content/` et de `themes/`",
                    "give a folder outside of `content/` and `themes/`",
                ),
            ),
            Error::Busy { path } => (
                format!(
                    "{}: {}",
                    path.display(),
                    self.pick(
                        "une autre construction est en cours dans ce répertoire",
                        "another build is at work in this folder",
                    )
                ),
                hint("attendez qu’elle finisse", "wait for it to end"),
            ),
            Error::Port { port, source } => (
                format!("port {port}: {source}"),
                hint("donnez un autre port avec `--port`", "give another port with `--port`"),
            ),
        }
    }

    /// An error of the clock, and what can be done about it.
    pub(super) fn clock_error(&self, error: &ClockError) -> (String, Option<String>) {
        match error {
            ClockError::NotAnInstant(text) => (
                match self.lang {
                    UiLang::Fr => format!("`{text}` n’est pas un instant"),
                    UiLang::En => format!("`{text}` is not an instant"),
                },
                Some(
                    self.pick(
                        "écrivez `2026-03-01T06:00:00+01:00`",
                        "write `2026-03-01T06:00:00+01:00`",
                    )
                    .to_owned(),
                ),
            ),
            ClockError::Implausible(instant) => (
                match self.lang {
                    UiLang::Fr => format!("l’horloge de cette machine indique {instant}, ce qui est impossible"),
                    UiLang::En => format!("this machine’s clock says {instant}, which cannot be"),
                },
                Some(
                    self.pick(
                        "réglez l’horloge, ou donnez l’instant avec `--now` : les embargos en dépendent",
                        "set the clock, or give the instant with `--now`: embargoes depend on it",
                    )
                    .to_owned(),
                ),
            ),
        }
    }

    /// A mistake on the command line: what, with which word, and what is possible.
    pub(super) fn wrong_argument(&self, kind: WrongArgument<'_>) -> String {
        match (self.lang, kind) {
            (UiLang::Fr, WrongArgument::UnknownCommand(word)) => {
                format!("commande inconnue `{word}`")
            }
            (UiLang::En, WrongArgument::UnknownCommand(word)) => {
                format!("unknown command `{word}`")
            }
            (UiLang::Fr, WrongArgument::UnknownOption(word)) => {
                format!("option inconnue `{word}`")
            }
            (UiLang::En, WrongArgument::UnknownOption(word)) => {
                format!("unknown option `{word}`")
            }
            (UiLang::Fr, WrongArgument::Value(option, value)) => {
                format!("`{value}` ne convient pas à `{option}`")
            }
            (UiLang::En, WrongArgument::Value(option, value)) => {
                format!("`{value}` does not fit `{option}`")
            }
            (UiLang::Fr, WrongArgument::NoValue(option)) => {
                format!("`{option}` attend une valeur")
            }
            (UiLang::En, WrongArgument::NoValue(option)) => {
                format!("`{option}` needs a value")
            }
            (UiLang::Fr, WrongArgument::Missing(what)) => format!("il manque {what}"),
            (UiLang::En, WrongArgument::Missing(what)) => format!("{what} is missing"),
            (UiLang::Fr, WrongArgument::Twice(option)) => {
                format!("`{option}` est donné deux fois")
            }
            (UiLang::En, WrongArgument::Twice(option)) => {
                format!("`{option}` is given twice")
            }
            (UiLang::Fr, WrongArgument::NoCommand) => "il manque une commande".into(),
            (UiLang::En, WrongArgument::NoCommand) => "a command is missing".into(),
            (UiLang::Fr, WrongArgument::NotUnicode) => {
                "un argument n’est pas lisible".into()
            }
            (UiLang::En, WrongArgument::NotUnicode) => {
                "an argument cannot be read".into()
            }
        }
    }

    /// `vouliez-vous dire …`
    pub(super) fn did_you_mean(&self, near: &str) -> String {
        match self.lang {
            UiLang::Fr => format!("vouliez-vous dire `{near}`\u{202f}?"),
            UiLang::En => format!("did you mean `{near}`?"),
        }
    }

    /// `choix possibles : …`
    pub(super) fn available(&self, words: &[String]) -> String {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        match self.lang {
            UiLang::Fr => format!("possibles\u{a0}: {}", words.join(", ")),
            UiLang::En => format!("available: {}", words.join(", ")),
        }
    }

    /// Where to learn more.
    pub(super) fn see_help(&self) -> &'static str {
        self.pick(
            "tout est expliqué par `recto --help`",
            "`recto --help` explains everything",
        )
    }
}

/// What can be wrong with an argument.
#[derive(Clone, Copy, Debug)]
pub(super) enum WrongArgument<'a> {
    UnknownCommand(&'a str),
    UnknownOption(&'a str),
    Value(&'a str, &'a str),
    NoValue(&'a str),
    Missing(&'a str),
    Twice(&'a str),
    NoCommand,
    NotUnicode,
}

const FRENCH: Words = Words {
    lang: UiLang::Fr,
    error: "erreur",
    hint: "conseil",
    note: "note",
    usage: "Utilisation :",
    commands: "Commandes",
    options: "Options",
    arguments: "Arguments",
    about: "Fait de dossiers en Markdown et YAML un site bilingue",
    build: "Construit le site dans le répertoire de sortie",
    check: "Vérifie le contenu sans rien écrire",
    serve: "Montre un aperçu, reconstruit à chaque enregistrement",
    new: "Crée une entrée à compléter",
    new_dossier: "Crée un dossier à compléter, dans toutes les langues du site",
    site: "Le répertoire du site, qui contient `content/` [par défaut : celui où l’on est]",
    output: "Le répertoire de sortie [par défaut : `output` dans le site]",
    base_url: "L’adresse du site, à la place de celle de `site.yaml`",
    now: "L’instant de la construction (RFC 3339), dont dépendent les embargos",
    strict: "Traite les avertissements comme des erreurs",
    drafts: "Montre aussi brouillons et embargos, dans un aperçu",
    secret: "ce constat porte sur un contenu qui n’est peut-être pas encore public : il n’est pas cité ici",
    secret_hint: "pour le lire, lancez `recto check` dans un terminal, ou ajoutez `--drafts`",
    jobs: "Le nombre de tâches menées de front",
    no_cache: "Ne reprend rien d’une construction précédente",
    format: "La forme des résultats : human, json, github, gitlab, sarif",
    quiet: "Ne dit que les erreurs",
    verbose: "En dit plus",
    ui_lang: "La langue des messages : fr ou en",
    port: "Le port de l’aperçu",
    help: "Affiche cette aide",
    version: "Affiche la version",
    dossier_id: "L’identifiant du dossier : minuscules, chiffres et traits d’union",
    title: "Le titre, dans la langue de référence",
};

const ENGLISH: Words = Words {
    lang: UiLang::En,
    error: "error",
    hint: "hint",
    note: "note",
    usage: "Usage:",
    commands: "Commands",
    options: "Options",
    arguments: "Arguments",
    about: "From dossiers in Markdown and YAML to a bilingual site",
    build: "Builds the site into the output folder",
    check: "Checks the content and writes nothing",
    serve: "Shows a preview, rebuilt on every save",
    new: "Makes an entry to be filled in",
    new_dossier: "Makes a dossier to be filled in, in every language of the site",
    site: "The site folder, which has `content/` [default: the current one]",
    output: "The output folder [default: `output` in the site]",
    base_url: "The address of the site, in place of that of `site.yaml`",
    now: "The instant of the build (RFC 3339), on which embargoes depend",
    strict: "Treats warnings as errors",
    drafts: "Shows drafts and embargoed entries too, in a preview",
    secret: "this is about content that may not be public yet: it is not quoted here",
    secret_hint: "to read it, run `recto check` in a terminal, or add `--drafts`",
    jobs: "How many things are done at once",
    no_cache: "Takes nothing over from an earlier build",
    format: "The form of the findings: human, json, github, gitlab, sarif",
    quiet: "Says nothing but errors",
    verbose: "Says more",
    ui_lang: "The language of messages: fr or en",
    port: "The port of the preview",
    help: "Shows this help",
    version: "Shows the version",
    dossier_id: "The id of the dossier: lower-case letters, digits and hyphens",
    title: "The title, in the reference language",
};
