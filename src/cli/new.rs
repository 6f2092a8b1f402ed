//! `recto new`

use std::path::Path;

use crate::cli::args::NewDossier;
use crate::cli::words::Words;
use crate::cli::{Exit, Failure, complain, say};
use crate::io::Error;
use crate::model::id::{is_kebab, slugify};
use crate::model::lang::{Lang, Languages};
use crate::source::Source;

/// The reference file of a new dossier, in French and in English.
const REFERENCE: [(&str, &str); 2] = [
    ("fr", include_str!("new/dossier.fr.md")),
    ("en", include_str!("new/dossier.en.md")),
];

/// The translation of a new dossier, in French and in English.
const TRANSLATION: [(&str, &str); 2] = [
    ("fr", include_str!("new/translation.fr.md")),
    ("en", include_str!("new/translation.en.md")),
];

/// Makes a dossier in every language of the site: a draft, with comments that say what to
/// write.
pub(super) fn dossier(
    options: &NewDossier,
    words: &'static Words,
) -> Result<Exit, Failure> {
    if !is_kebab(&options.id) {
        let better = slugify(&options.id);
        let better = if better.is_empty() { "mon-dossier".to_owned() } else { better };
        return Err(Failure::Said(words.not_an_id(&options.id, &better)));
    }
    let languages = languages(&options.site)
        .ok_or_else(|| Failure::Said(words.no_site().to_owned()))?;
    let folder = options.site.join("content/dossiers").join(&options.id);
    if folder.exists() {
        let shown = format!("content/dossiers/{}", options.id);
        return Err(Failure::Said(words.exists(&shown)));
    }
    let title = options.title.clone().unwrap_or_else(|| title_of(&options.id));
    std::fs::create_dir_all(&folder).map_err(Error::at(&folder))?;
    for lang in languages.iter() {
        let tag = languages[lang].as_str();
        let model = if lang.is_reference() { REFERENCE } else { TRANSLATION };
        let (_, text) = model
            .into_iter()
            .find(|(of, _)| *of == languages[lang].language())
            .unwrap_or(model[1]);
        // A title is written between quotes: it may hold a colon.
        let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
        let reference = languages[Lang::REFERENCE].as_str();
        let text = text.replace("{title}", &quoted).replace("{reference}", reference);
        let path = folder.join(format!("index.{tag}.md"));
        std::fs::write(&path, text).map_err(Error::at(&path))?;
        say(&words.made(&format!("content/dossiers/{}/index.{tag}.md", options.id)));
    }
    complain(words.next_steps());
    Ok(Exit::Done)
}

/// `mon-dossier` as a title: `Mon dossier`.
fn title_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => words,
    }
}

fn languages(site: &Path) -> Option<Languages> {
    let text = std::fs::read_to_string(site.join("content/site.yaml")).ok()?;
    let source = Source::new("content/site.yaml".into(), &text);
    crate::validate::languages(&crate::parse::parse(&source, ""))
}
