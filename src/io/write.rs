//! Puts a build into its output folder, so that a reader sees the old site or the new one,
//! never half of each.
//!
//! What a build makes goes to a stage beside the folder, and only what has changed. Then a
//! twin of the folder is brought to the new state: files that stay are linked into it, not
//! copied, changed ones are moved in. The folder and its twin are then exchanged in one
//! step. The twin, which is now the old site, is brought to the new state as well, so that
//! the next build finds it ready and nothing that was withdrawn stays behind.
//!
//! Where the system cannot exchange folders (a mount point, some network disks), files are
//! replaced one by one: what pages need first, then pages, then what is gone.
//!
//! Only what the last manifest lists is ever replaced or deleted.

use std::collections::{BTreeMap, HashSet};
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use walkdir::WalkDir;

use crate::io::files::{
    create_dir, create_dir_all, is_not_allowed, link, make_parents, move_file,
    remove_file, remove_tree, same_file, unlock, write_bytes, write_file,
    write_with_parents,
};
use crate::io::{Error, made};
use crate::made::Made;
use crate::output::{
    Changes, MANIFEST_PATH, Manifest, Output, OutputRecord, OutputSet, Sha256, Sink,
};

/// Files by which people keep an empty folder in git, or tell a host something. They are not
/// ours, and nobody needs to be warned of them.
const KEPT: &[&str] = &[".gitkeep", ".gitignore", ".keep", ".nojekyll", "CNAME"];

/// Where a first build waits, each file at its place already, below the hidden folder: nothing
/// of an earlier one has to be taken over, so that the whole is moved at once.
const FIRST: &str = "stage/site";

/// A build on its way to its output folder.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    /// A hidden folder beside the output: the stage, the twin, the lock.
    work: PathBuf,
    preview: bool,
    old: Option<OldOutput>,
    n_fresh: AtomicUsize,
    /// Files that are new or changed.
    fresh: Mutex<Vec<(Arc<str>, Waiting)>>,
    made: Arc<made::Folder>,
    _lock: File,
}

/// Where a file waits that is new or changed.
#[derive(Clone, Copy, Debug)]
enum Waiting {
    /// In the stage, under its number.
    InStage(usize),
    /// At its place in the twin, or in [`FIRST`], which becomes the twin.
    InTwin,
}

/// What an earlier build left.
#[derive(Debug)]
struct OldOutput {
    manifest: Manifest,
    /// When the manifest was written; what is younger was touched by somebody else.
    written: Option<SystemTime>,
}

/// What a commit did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Committed {
    /// What changed.
    pub changes: Changes,
    /// Whether files were replaced one by one, since the folder could not be exchanged.
    pub one_by_one: bool,
}

impl Stage {
    /// Prepares a build into a folder. With `fresh`, nothing of an earlier build is taken
    /// over: every file is written anew.
    ///
    /// # Errors
    ///
    /// [`Error::NotOurs`] where the folder holds files and no manifest of ours,
    /// [`Error::PreviewMismatch`], [`Error::Busy`], and what the disk says.
    pub fn open(
        output: &Path,
        site: &Path,
        preview: bool,
        fresh: bool,
    ) -> Result<Self, Error> {
        // What is published may be read by everybody, whatever the mask of the shell that
        // started us: set once, and no file needs its rights mended.
        rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o022));
        let output = resolved(output)?;
        check_overlap(&output, site)?;
        let manifest_path = output.join(MANIFEST_PATH);
        let manifest = std::fs::read_to_string(&manifest_path)
            .ok()
            .and_then(|json| Manifest::parse(&json));
        if manifest.is_none() && !is_empty(&output)? {
            return Err(Error::NotOurs { path: output });
        }
        if let Some(manifest) = &manifest
            && manifest.preview != preview
        {
            return Err(Error::PreviewMismatch {
                path: output,
                is_preview: manifest.preview,
            });
        }
        let work = work_folder(&output);
        create_dir_all(&work)?;
        let lock = lock(&work)?;
        let stage = work.join("stage");
        remove_tree(&stage)?;
        create_dir_all(&stage)?;
        let written = std::fs::metadata(&manifest_path).and_then(|m| m.modified()).ok();
        let written = if fresh { None } else { written };
        let old = manifest.map(|manifest| OldOutput { manifest, written });
        let made = Arc::new(made::Folder::new(&work, fresh));
        Ok(Self {
            made,
            output,
            work,
            preview,
            old,
            n_fresh: AtomicUsize::new(0),
            fresh: Mutex::default(),
            _lock: lock,
        })
    }

    /// What earlier builds into this folder made; with `fresh`, only what this one does.
    pub fn made(&self) -> Made {
        Made::on(self.made.clone())
    }

    /// Whether a file of the earlier build still stands in the folder as it was written.
    fn is_intact(&self, path: &str, sha256: Sha256) -> bool {
        let Some(OldOutput { manifest, written: Some(written) }) = &self.old else {
            return false;
        };
        let Some(entry) = manifest.files.get(path) else { return false };
        if entry.sha256 != sha256 {
            return false;
        }
        let disk = self.output.join(path);
        let Ok(metadata) = std::fs::symlink_metadata(&disk) else { return false };
        if !metadata.is_file() || metadata.len() != entry.size {
            return false;
        }
        match metadata.modified() {
            Ok(modified) if modified <= *written => true,
            // Somebody touched it since: only its bytes can tell whether it is still ours.
            _ => std::fs::read(&disk).is_ok_and(|bytes| Sha256::of(&bytes) == sha256),
        }
    }

    /// A file that waits in the stage.
    fn staged(&self, nth: usize) -> PathBuf {
        self.work.join(format!("stage/{nth}"))
    }

    /// What the output folder is exchanged for.
    fn twin(&self) -> PathBuf {
        self.work.join("twin")
    }

    /// Files in the folder that are not ours, and will be left alone.
    ///
    /// # Errors
    ///
    /// [`Error::InTheWay`] where one of them stands at the path of an output.
    pub fn foreign_files(&self, outputs: &OutputSet) -> Result<Vec<PathBuf>, Error> {
        let foreign = self.foreign(&Manifest::new(outputs, self.preview))?;
        Ok(foreign
            .into_iter()
            .filter(|path| !is_kept(path))
            .map(|p| self.output.join(p))
            .collect())
    }

    /// Brings the folder to the new state.
    ///
    /// # Errors
    ///
    /// What the disk says. The folder is then as it was, unless files had to be replaced one
    /// by one.
    pub fn commit(self, outputs: &OutputSet) -> Result<Committed, Error> {
        self.made.sweep();
        let manifest = Manifest::new(outputs, self.preview);
        let fresh = std::mem::take(
            &mut *self.fresh.lock().unwrap_or_else(PoisonError::into_inner),
        );
        let fresh: BTreeMap<_, _> = fresh.into_iter().collect();
        let before = self.old.as_ref().map(|old| &old.manifest);
        let mut changes = Changes::between(before, &manifest);
        changes.written = fresh.keys().cloned().collect();
        changes.n_unchanged = manifest.files.len() - changes.written.len();
        let foreign = self.foreign(&manifest)?;
        let same = before.is_some_and(|before| *before == manifest);
        if fresh.is_empty() && changes.removed.is_empty() && same {
            return Ok(Committed { changes, one_by_one: false });
        }
        let json = self.work.join("stage/manifest");
        write_file(&json, manifest.to_json().as_bytes())?;
        let update = Update {
            stage: &self,
            manifest: &manifest,
            fresh,
            json,
            foreign: &foreign,
        };
        let one_by_one = match update.is_small(&changes) {
            true => {
                update.replace(&changes)?;
                let twin = self.twin();
                if twin.is_dir() {
                    update.relink(&twin, &changes)?;
                }
                false
            }
            false => update.exchange_or_replace(&changes)?,
        };
        Ok(Committed { changes, one_by_one })
    }

    /// Files and folders in the output that no manifest of ours lists.
    fn foreign(&self, manifest: &Manifest) -> Result<Vec<PathBuf>, Error> {
        let ours = |path: &str| {
            let old = self.old.as_ref();
            path == MANIFEST_PATH
                || old.is_some_and(|old| old.manifest.files.contains_key(path))
        };
        let mut foreign = vec![];
        for entry in WalkDir::new(&self.output).min_depth(1).sort_by_file_name() {
            let Ok(entry) = entry else { continue };
            let below = entry.path().strip_prefix(&self.output).unwrap_or(entry.path());
            let is_ours = below.to_str().is_some_and(ours);
            if entry.file_type().is_dir() || is_ours {
                continue;
            }
            if below.to_str().is_some_and(|path| manifest.files.contains_key(path)) {
                return Err(Error::InTheWay { path: entry.into_path() });
            }
            foreign.push(below.to_owned());
        }
        Ok(foreign)
    }
}

impl Sink for Stage {
    fn put(&self, output: &Output, record: &OutputRecord) -> std::io::Result<()> {
        if self.is_intact(&output.path, record.sha256) {
            return Ok(());
        }
        let waiting = if self.old.is_none() {
            let path = self.work.join(FIRST).join(&*output.path);
            write_with_parents(&path, &output.bytes)?;
            Waiting::InTwin
        } else {
            let nth = self.n_fresh.fetch_add(1, Ordering::Relaxed);
            write_bytes(&self.staged(nth), &output.bytes)?;
            Waiting::InStage(nth)
        };
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        fresh.push((output.path.clone(), waiting));
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing that was not published stays behind; if the disk refuses, the next build
        // removes it.
        let _removed = remove_tree(&self.work.join("stage"));
    }
}

/// A new state of the folder.
struct Update<'a> {
    stage: &'a Stage,
    manifest: &'a Manifest,
    fresh: BTreeMap<Arc<str>, Waiting>,
    /// The new manifest, waiting in the stage.
    json: PathBuf,
    foreign: &'a [PathBuf],
}

impl Update<'_> {
    /// Whether one page alone changes: renaming it is a step that nobody sees half of.
    fn is_small(&self, changes: &Changes) -> bool {
        let exists = self.stage.old.is_some();
        exists && changes.removed.is_empty() && self.fresh.len() <= 1
    }

    /// Exchanges the folder for its twin, or replaces file by file where that cannot be.
    /// Tells whether it was file by file.
    fn exchange_or_replace(mut self, changes: &Changes) -> Result<bool, Error> {
        let twin = self.stage.twin();
        let output = &self.stage.output;
        if std::fs::symlink_metadata(output).is_err() {
            // There is no old site that a reader could see: the first is moved into place.
            remove_tree(&twin)?;
            self.fill(&twin)?;
            std::fs::rename(&twin, output).map_err(Error::at(output))?;
            return Ok(false);
        }
        // A folder that an earlier build could not finish must not stop this one.
        unlock(&twin);
        match self.fill(&twin) {
            Ok(()) => {}
            Err(Error::Path { source, .. }) if cannot_link(&source) => {
                return self.replace_from(&twin, changes);
            }
            Err(error) => return Err(error),
        }
        if let Ok(metadata) = std::fs::metadata(output) {
            // The folder keeps its rights.
            let _kept = std::fs::set_permissions(&twin, metadata.permissions());
        }
        match renameat_with(CWD, &twin, CWD, output, RenameFlags::EXCHANGE) {
            Ok(()) => {
                // The new site is there; the twin is put right now, or by the next build.
                unlock(&twin);
                if self.follow(&twin, changes).is_err() {
                    let _removed = remove_tree(&twin);
                }
                Ok(false)
            }
            // Where the system cannot exchange folders, files are replaced one by one. Where
            // it may not, nothing is changed at all.
            Err(error) if is_not_allowed(error) => {
                unlock(&twin);
                Err(Error::at(output)(error.into()))
            }
            Err(_) => self.replace_from(&twin, changes),
        }
    }

    /// Brings the twin to the new state. What stays is linked, not copied.
    fn fill(&mut self, twin: &Path) -> Result<(), Error> {
        // Nothing can stand in the way in a folder that was not there.
        let is_new = std::fs::symlink_metadata(twin).is_err();
        let is_first = self.stage.old.is_none();
        let mut folders = HashSet::new();
        if is_first {
            remove_tree(twin)?;
            let first = self.stage.work.join(FIRST);
            create_dir(&first)?;
            std::fs::rename(&first, twin).map_err(Error::at(twin))?;
        } else {
            create_dir(twin)?;
            for path in self.manifest.files.keys() {
                let to = twin.join(&**path);
                make_parents(&to, twin, &mut folders, is_new)?;
                let Some(waiting) = self.fresh.get_mut(path) else {
                    link(&self.stage.output.join(&**path), &to)?;
                    continue;
                };
                if let Waiting::InStage(nth) = *waiting {
                    if !is_new && to.is_dir() {
                        remove_tree(&to)?;
                    }
                    let from = self.stage.staged(nth);
                    std::fs::rename(from, &to).map_err(Error::at(&to))?;
                    // Where files are replaced one by one after all, it is taken from there.
                    *waiting = Waiting::InTwin;
                }
            }
        }
        let to = twin.join(MANIFEST_PATH);
        std::fs::rename(&self.json, &to).map_err(Error::at(&to))?;
        for path in self.foreign {
            let (from, to) = (self.stage.output.join(path), twin.join(path));
            make_parents(&to, twin, &mut folders, is_new)?;
            link(&from, &to)?;
        }
        if !is_new && !is_first {
            self.prune(twin)?;
        }
        self.json = twin.join(MANIFEST_PATH);
        Ok(())
    }

    /// Removes what neither the new site nor somebody else has put there.
    fn prune(&self, twin: &Path) -> Result<(), Error> {
        let is_wanted = |path: &Path| {
            let below = path.strip_prefix(twin).unwrap_or(path);
            let ours = below.to_str().is_some_and(|path| self.manifest.lists(path));
            ours || self.foreign.iter().any(|foreign| foreign == below)
        };
        let unwanted: Vec<PathBuf> = WalkDir::new(twin)
            .min_depth(1)
            .into_iter()
            .flatten()
            .filter(|entry| !entry.file_type().is_dir() && !is_wanted(entry.path()))
            .map(walkdir::DirEntry::into_path)
            .collect();
        unwanted.iter().try_for_each(|path| remove_file(path, twin))
    }

    /// After the exchange, brings the old site to the new state, to be the next twin. What
    /// somebody put into the folder meanwhile is moved to the new one.
    fn follow(&self, twin: &Path, changes: &Changes) -> Result<(), Error> {
        let output = &self.stage.output;
        let ours = |below: &Path| {
            below.to_str().is_some_and(|path| {
                let old = self.stage.old.as_ref();
                self.manifest.lists(path)
                    || old.is_some_and(|old| old.manifest.lists(path))
            })
        };
        for entry in WalkDir::new(twin).min_depth(1).into_iter().flatten() {
            let below = entry.path().strip_prefix(twin).unwrap_or(entry.path());
            if entry.file_type().is_dir() || ours(below) {
                continue;
            }
            let there = output.join(below);
            if !same_file(entry.path(), &there) {
                if let Some(parent) = there.parent() {
                    create_dir_all(parent)?;
                }
                std::fs::rename(entry.path(), &there).map_err(Error::at(&there))?;
            }
        }
        self.relink(twin, changes)
    }

    /// Makes what has changed the same in the twin, so that nothing that was withdrawn stays
    /// behind.
    fn relink(&self, twin: &Path, changes: &Changes) -> Result<(), Error> {
        let output = &self.stage.output;
        let mut folders = HashSet::new();
        let manifest: Arc<str> = MANIFEST_PATH.into();
        for path in changes.written.iter().chain([&manifest]) {
            let (from, to) = (output.join(&**path), twin.join(&**path));
            make_parents(&to, twin, &mut folders, false)?;
            link(&from, &to)?;
        }
        for path in &changes.removed {
            remove_file(&twin.join(&**path), twin)?;
        }
        Ok(())
    }

    fn replace_from(self, twin: &Path, changes: &Changes) -> Result<bool, Error> {
        self.replace(changes)?;
        remove_tree(twin)?;
        Ok(true)
    }

    /// Replaces file by file: what pages need first, then pages, then what is gone.
    fn replace(&self, changes: &Changes) -> Result<(), Error> {
        let output = &self.stage.output;
        create_dir(output)?;
        let mut folders = HashSet::new();
        let is_page = |path: &str| path.ends_with(".html") || path.ends_with(".xml");
        let assets = self.fresh.iter().filter(|(path, _)| !is_page(path));
        let pages = self.fresh.iter().filter(|(path, _)| is_page(path));
        for (path, waiting) in assets.chain(pages) {
            let to = output.join(&**path);
            make_parents(&to, output, &mut folders, false)?;
            let from = match *waiting {
                Waiting::InStage(nth) => self.stage.staged(nth),
                Waiting::InTwin => self.stage.twin().join(&**path),
            };
            move_file(&from, &to)?;
        }
        for path in &changes.removed {
            remove_file(&output.join(&**path), output)?;
        }
        move_file(&self.json, &output.join(MANIFEST_PATH))
    }
}

/// The folder itself, where the path is a link to it; its parents exist.
fn resolved(output: &Path) -> Result<PathBuf, Error> {
    if let Ok(path) = output.canonicalize() {
        return if path.is_dir() { Ok(path) } else { Err(Error::InTheWay { path }) };
    }
    let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    create_dir_all(parent)?;
    let parent = parent.canonicalize().map_err(Error::at(parent))?;
    Ok(parent.join(output.file_name().unwrap_or_default()))
}

/// The output may not be, hold or lie in what the site is made from.
fn check_overlap(output: &Path, site: &Path) -> Result<(), Error> {
    let site = site.canonicalize().map_err(Error::at(site))?;
    let inputs = [site.join("content"), site.join("themes")];
    let overlaps = inputs
        .iter()
        .any(|input| output.starts_with(input) || input.starts_with(output));
    if overlaps { Err(Error::Overlap { path: output.to_owned() }) } else { Ok(()) }
}

/// Whether a folder is not there, or holds nothing that is anybody's.
fn is_empty(output: &Path) -> Result<bool, Error> {
    let entries = match std::fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(Error::at(output)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(Error::at(output))?;
        if !is_kept(Path::new(&entry.file_name())) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_kept(path: &Path) -> bool {
    path.to_str().is_some_and(|path| KEPT.contains(&path))
}

/// The hidden folder beside the output: on the same disk, and never inside what is published.
pub(super) fn work_folder(output: &Path) -> PathBuf {
    let name = output.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = format!(".{}.recto", name.unwrap_or_default());
    output
        .parent()
        .map_or_else(|| PathBuf::from(&name), |parent| parent.join(&name))
}

fn lock(work: &Path) -> Result<File, Error> {
    let path = work.join("lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    let file = file.map_err(Error::at(&path))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(_) => Err(Error::Busy { path: work.to_owned() }),
    }
}

fn cannot_link(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{
        CrossesDevices, PermissionDenied, TooManyLinks, Unsupported,
    };
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}
