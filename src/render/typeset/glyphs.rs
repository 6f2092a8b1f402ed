//! Characters that no font of the theme has, where the content writes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, FilePath, Place, Problem};
use crate::model::dossier::{Contact, Dossier, Media, Quote, Release};
use crate::model::entry::Entry;
use crate::model::lang::{Lang, Localized};
use crate::model::picture::PictureKind;
use crate::model::terms::Cards;
use crate::render::typeset::Typeset;
use crate::resolve::PublicSite;
use crate::source::Snapshot;

/// The most characters that one finding names.
const MAX_NAMED: usize = 5;

/// Finds what share cards, press kits and press releases have to leave out: one finding for
/// each file, at its first such character.
///
/// # Errors
///
/// A font or a drawing that cannot be read.
pub fn missing(
    site: &PublicSite,
    typeset: &Typeset,
    snapshot: &Snapshot,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let drawings = BTreeMap::new();
    let mut found = Found {
        typeset,
        snapshot,
        of_files: BTreeMap::new(),
        drawings,
    };
    let config = &site.config;
    let kits: Vec<&Dossier> = site
        .dossiers
        .values()
        .map(|it| &**it)
        .filter(|it| it.has_kit())
        .collect();
    for dossier in &kits {
        found.of_kit(dossier)?;
    }
    for release in site.releases.values() {
        found.of_release(release)?;
    }
    let is_set = !kits.is_empty() || !site.releases.is_empty();
    if config.cards == Cards::None && !is_set {
        return Ok(found.diagnostics());
    }
    let settings: FilePath = "content/site.yaml".into();
    found.words(&settings, Some(&config.title))?;
    found.words(&settings, config.tagline.as_ref())?;
    let publisher = config.publisher.as_ref();
    found.words(&settings, publisher.map(|publisher| &publisher.name))?;
    found.all(&settings, [config.about.as_ref(), config.reuse.as_ref()])?;
    let registry = &site.registry;
    let file =
        |name: &str| -> FilePath { format!("content/registry/{name}.yaml").into() };
    if config.cards == Cards::All {
        for entry in site.entries() {
            found.of_entry(entry, &entry.title)?;
            found.of_entry_maybe(entry, entry.summary.as_ref())?;
        }
        for dossier in site.dossiers.values() {
            for figure in dossier.key_figures() {
                found.of_entry(&dossier.entry, &figure.label)?;
            }
        }
        for it in registry.topics.values() {
            found.all(&file("topics"), [Some(&it.name), it.description.as_ref()])?;
        }
        for it in registry.organisations.values() {
            found.words(&file("organisations"), it.description.as_ref())?;
        }
        for it in registry.programmes.values() {
            found.words(&file("programmes"), it.description.as_ref())?;
        }
    }
    if config.cards == Cards::All || is_set {
        for it in registry.organisations.values() {
            found.all(&file("organisations"), [Some(&it.name), it.acronym.as_ref()])?;
        }
        for it in registry.programmes.values() {
            found.words(&file("programmes"), Some(&it.name))?;
        }
    }
    if is_set {
        for it in registry.people.values() {
            found.text(&file("people"), &it.name)?;
        }
        for it in registry.sources.values() {
            let texts = [it.title.as_ref(), it.author.as_ref()];
            texts
                .into_iter()
                .flatten()
                .try_for_each(|it| found.text(&file("sources"), it))?;
            let words = [it.label.as_ref(), it.publisher.as_ref(), it.note.as_ref()];
            found.all(&file("sources"), words)?;
        }
    }
    Ok(found.diagnostics())
}

/// Characters that no font has, by the files that write them, in the order of the texts.
struct Found<'a> {
    typeset: &'a Typeset,
    snapshot: &'a Snapshot,
    of_files: BTreeMap<FilePath, Vec<char>>,
    /// Drawings that have such characters, as they were given.
    drawings: BTreeMap<FilePath, String>,
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
        let mut words: Vec<Option<&Localized>> = vec![];
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
        words.extend(dossier.operators.iter().map(|it| it.note.as_ref()));
        words
            .into_iter()
            .try_for_each(|words| self.of_entry_maybe(entry, words))?;
        self.of_both(entry, &dossier.quotes, &dossier.contacts, &dossier.media)
    }

    /// What a press release says.
    fn of_release(&mut self, release: &Release) -> Result<(), Diagnostic> {
        let entry = &release.entry;
        self.of_entry_maybe(entry, release.dateline.as_ref())?;
        self.of_both(entry, &release.quotes, &release.contacts, &release.media)
    }

    /// What dossiers and press releases have in common.
    fn of_both(
        &mut self,
        entry: &Entry,
        quotes: &[Quote],
        contacts: &[Contact],
        media: &[Media],
    ) -> Result<(), Diagnostic> {
        for file in entry.files.iter().filter_map(|(_, file)| file.as_ref()) {
            self.text(&file.path, file.body.markdown())?;
        }
        let mut words = vec![Some(&entry.title), entry.summary.as_ref()];
        for it in quotes {
            words.extend([Some(&it.text), it.role.as_ref(), it.note.as_ref()]);
        }
        words.extend(contacts.iter().map(|it| Some(&it.name)));
        words.extend(
            media
                .iter()
                .flat_map(|it| [Some(&it.alt), it.caption.as_ref(), Some(&it.credit)]),
        );
        words
            .into_iter()
            .try_for_each(|words| self.of_entry_maybe(entry, words))?;
        for it in media {
            if it.picture.kind == PictureKind::Vector {
                self.drawing(&it.file)?;
            }
        }
        Ok(())
    }

    /// The words within a drawing.
    fn drawing(&mut self, path: &FilePath) -> Result<(), Diagnostic> {
        let Some(blob) = self.snapshot.blobs.get(path) else { return Ok(()) };
        let changed = || Diagnostic::new(Problem::ChangedWhileReading, path, Place::File);
        let bytes = blob.unchanged().ok_or_else(changed)?;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        self.text(path, &text)?;
        if self.of_files.contains_key(path) {
            self.drawings.insert(path.clone(), text);
        }
        Ok(())
    }

    /// Where a file writes one of some characters. One may be written by its number: then the
    /// file is all that is known.
    fn place(&self, path: &FilePath, characters: &[char]) -> Place {
        let first = |text: &str| {
            characters.iter().find_map(|c| Some((text.find(*c)?, c.len_utf8())))
        };
        if let Some(drawing) = self.drawings.get(path) {
            return first(drawing).map_or(Place::File, |(start, _)| {
                let before = &drawing[..start];
                let line = before.matches('\n').count() + 1;
                let column =
                    before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
                Place::LineColumn(line, column)
            });
        }
        let text = self.snapshot.sources.get(path).map_or("", |source| &*source.text);
        first(text).map_or(Place::File, |(start, len)| Place::Bytes(start..start + len))
    }

    fn diagnostics(self) -> Vec<Diagnostic> {
        let of_file = |(path, characters): (&Arc<str>, &Vec<char>)| {
            let place = self.place(path, characters);
            let named = characters.iter().take(MAX_NAMED);
            let mut named: Vec<String> =
                named.map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
            if characters.len() > MAX_NAMED {
                named.push("…".into());
            }
            let problem = Problem::NoGlyph { characters: named.join(", ") };
            Diagnostic::new(problem, path, place)
        };
        self.of_files.iter().map(of_file).collect()
    }
}
