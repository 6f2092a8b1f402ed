//! Characters that no font of the theme has, where the content writes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::model::dossier::Dossier;
use crate::model::entry::Entry;
use crate::model::lang::{Lang, Localized};
use crate::model::terms::Cards;
use crate::render::typeset::Typeset;
use crate::resolve::PublicSite;
use crate::source::{Source, SourcePath};

/// The most characters that one finding names.
const MAX_NAMED: usize = 5;

/// Finds what share cards and press kits have to leave out: one finding for each file, at its first such
/// character.
///
/// # Errors
///
/// A font that cannot be read.
pub fn missing(
    site: &PublicSite,
    typeset: &Typeset,
    sources: &BTreeMap<SourcePath, Source>,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut found = Found { typeset, of_files: BTreeMap::new() };
    let config = &site.config;
    let kits = || site.dossiers.values().filter(|dossier| dossier.has_kit());
    for dossier in kits() {
        found.of_kit(dossier)?;
    }
    if config.cards == Cards::None && kits().next().is_none() {
        return Ok(found.diagnostics(sources));
    }
    let settings: FilePath = "content/site.yaml".into();
    found.words(&settings, Some(&config.title))?;
    found.words(&settings, config.tagline.as_ref())?;
    let publisher = config.publisher.as_ref();
    found.words(&settings, publisher.map(|publisher| &publisher.name))?;
    if config.cards == Cards::All {
        for entry in site.entries() {
            found.of_entry(entry, &entry.title)?;
            found.of_entry_maybe(entry, entry.summary.as_ref())?;
        }
        for release in site.releases.values() {
            found.of_entry_maybe(&release.entry, release.dateline.as_ref())?;
        }
        for dossier in site.dossiers.values() {
            for figure in dossier.key_figures() {
                found.of_entry(&dossier.entry, &figure.label)?;
            }
        }
        let registry = &site.registry;
        let file =
            |name: &str| -> FilePath { format!("content/registry/{name}.yaml").into() };
        for it in registry.organisations.values() {
            let words = [Some(&it.name), it.acronym.as_ref(), it.description.as_ref()];
            found.all(&file("organisations"), words)?;
        }
        for it in registry.programmes.values() {
            found.all(&file("programmes"), [Some(&it.name), it.description.as_ref()])?;
        }
        for it in registry.topics.values() {
            found.all(&file("topics"), [Some(&it.name), it.description.as_ref()])?;
        }
    }
    Ok(found.diagnostics(sources))
}

/// Characters that no font has, by the files that write them, in the order of the texts.
struct Found<'a> {
    typeset: &'a Typeset,
    of_files: BTreeMap<FilePath, Vec<char>>,
}

impl Found<'_> {
    fn text(&mut self, file: &FilePath, text: &str) -> Result<(), Diagnostic> {
        let missing = self.typeset.missing(text)?;
        if missing.is_empty() {
            return Ok(());
        }
        let known = self.of_files.entry(file.clone()).or_default();
        for c in missing {
            if !known.contains(&c) {
                known.push(c);
            }
        }
        Ok(())
    }

    /// Words of which every language stands in the same file.
    fn words(
        &mut self,
        file: &FilePath,
        words: Option<&Localized>,
    ) -> Result<(), Diagnostic> {
        let texts = words.into_iter().flat_map(Localized::iter);
        texts
            .map(|(_, text)| &text.words)
            .try_for_each(|it| self.text(file, it))
    }

    fn all<const N: usize>(
        &mut self,
        file: &FilePath,
        words: [Option<&Localized>; N],
    ) -> Result<(), Diagnostic> {
        words.into_iter().try_for_each(|words| self.words(file, words))
    }

    /// Words of an entry, each in the file of its language.
    fn of_entry(&mut self, entry: &Entry, words: &Localized) -> Result<(), Diagnostic> {
        let file = |lang: Lang| entry.files[lang].as_ref().map(|file| file.path.clone());
        for (_, text) in words.iter() {
            let of_lang = file(text.lang).or_else(|| file(Lang::REFERENCE));
            if let Some(path) = of_lang {
                self.text(&path, &text.words)?;
            }
        }
        Ok(())
    }

    fn of_entry_maybe(
        &mut self,
        entry: &Entry,
        words: Option<&Localized>,
    ) -> Result<(), Diagnostic> {
        words.map_or(Ok(()), |words| self.of_entry(entry, words))
    }

    /// What a press kit says: all that its dossier says.
    fn of_kit(&mut self, dossier: &Dossier) -> Result<(), Diagnostic> {
        let entry = &dossier.entry;
        for file in entry.files.iter().filter_map(|(_, file)| file.as_ref()) {
            self.text(&file.path, file.body.markdown())?;
        }
        let mut words: Vec<Option<&Localized>> =
            vec![Some(&entry.title), entry.summary.as_ref()];
        for it in &dossier.figures {
            words.extend([Some(&it.label), it.note.as_ref(), it.method.as_ref()]);
            words.push(it.perimeter.as_ref());
        }
        for it in &dossier.funding {
            words.extend([Some(&it.label), it.note.as_ref(), it.purpose.as_ref()]);
        }
        for it in &dossier.groups {
            words.extend([Some(&it.label), it.note.as_ref()]);
        }
        for it in &dossier.objectives {
            words.extend([Some(&it.label), it.note.as_ref()]);
        }
        for it in &dossier.places {
            words.extend([Some(&it.label), it.note.as_ref()]);
        }
        for it in &dossier.timeline {
            words.extend([Some(&it.label), it.note.as_ref()]);
        }
        for it in &dossier.quotes {
            words.extend([Some(&it.text), it.role.as_ref(), it.note.as_ref()]);
        }
        words.extend(dossier.operators.iter().map(|it| it.note.as_ref()));
        words.extend(dossier.contacts.iter().map(|it| Some(&it.name)));
        words
            .into_iter()
            .try_for_each(|words| self.of_entry_maybe(entry, words))
    }

    fn diagnostics(self, sources: &BTreeMap<SourcePath, Source>) -> Vec<Diagnostic> {
        let of_file = |(path, characters): (Arc<str>, Vec<char>)| {
            // A character may be written by its number: then the file is all that is known.
            let text = sources.get(&path).map_or("", |source| &*source.text);
            let at = characters.iter().find_map(|c| Some((text.find(*c)?, c.len_utf8())));
            let place = match at {
                Some((start, len)) => Place::Bytes(start..start + len),
                None => Place::File,
            };
            let named = characters.iter().take(MAX_NAMED);
            let mut named: Vec<String> =
                named.map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
            if characters.len() > MAX_NAMED {
                named.push("…".into());
            }
            let problem = Problem::NoGlyph { characters: named.join(", ") };
            Diagnostic::new(problem, &path, place)
        };
        self.of_files.into_iter().map(of_file).collect()
    }
}
