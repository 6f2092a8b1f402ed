//! Shelves for made things: a folder beside the output, and a memory that is not too large.
//!
//! A thing on the disk is preceded by the digest of its bytes: what was cut short or changed
//! is as if it were not there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::digest::Digest;
use crate::io::write::work_folder;
use crate::made::{Made, Shelf};

/// The folder of made things, in the hidden one beside the output.
const NAME: &str = "made";

/// What builds into an output folder have made, for who writes nothing: a check, a preview.
pub fn before(output: &Path) -> Made {
    let output = output.canonicalize().ok().filter(|path| path.is_dir());
    let folder = output.map(|output| work_folder(&output).join(NAME));
    Made::on(Arc::new(Memory::over(folder)))
}

/// What a preview makes itself, and nothing of earlier builds.
pub fn nothing_before() -> Made {
    Made::on(Arc::new(Memory::over(None)))
}

/// The most bytes that are kept in memory: enough for the pictures that somebody looks at.
const MAX_MEMORY: usize = 128 << 20;

/// A folder of made things.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Whether what earlier builds left is not looked at.
    fresh: bool,
    /// What this build has asked for, and whether it made it.
    used: Mutex<BTreeMap<Digest, bool>>,
    n_parts: AtomicUsize,
}

impl Folder {
    /// That of a work folder, which is there once something is put into it. With `fresh`,
    /// nothing of earlier builds is used.
    pub(super) fn new(work: &Path, fresh: bool) -> Self {
        Self {
            path: work.join(NAME),
            fresh,
            used: Mutex::default(),
            n_parts: AtomicUsize::new(0),
        }
    }

    /// Forgets what this build did not use.
    pub(super) fn sweep(&self) {
        let used: BTreeSet<String> =
            lock(&self.used).keys().map(Digest::to_string).collect();
        let Ok(entries) = std::fs::read_dir(&self.path) else { return };
        for entry in entries.filter_map(Result::ok) {
            if !entry.file_name().to_str().is_some_and(|name| used.contains(name)) {
                // What cannot be removed takes room, and does no harm.
                let _removed = std::fs::remove_file(entry.path());
            }
        }
    }
}

impl Shelf for Folder {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let is_ours = *lock(&self.used).entry(key).or_default();
        if self.fresh && !is_ours {
            return None;
        }
        read(&self.path, key)
    }

    fn put(&self, key: Digest, bytes: &[u8]) {
        let nth = self.n_parts.fetch_add(1, Ordering::Relaxed);
        let part = self.path.join(format!("part-{nth}"));
        let digest = Digest::of_bytes(bytes);
        let whole = [digest.as_bytes().as_slice(), bytes].concat();
        let put = std::fs::create_dir_all(&self.path)
            .and_then(|()| std::fs::write(&part, whole))
            .and_then(|()| std::fs::rename(&part, self.path.join(key.to_string())));
        if put.is_err() {
            // A full disk is told by who writes the site; this is made again another time.
            let _removed = std::fs::remove_file(&part);
        }
        lock(&self.used).insert(key, put.is_ok());
    }
}

/// A thing in a folder, if it is whole.
fn read(folder: &Path, key: Digest) -> Option<Vec<u8>> {
    let mut bytes = std::fs::read(folder.join(key.to_string())).ok()?;
    let digest: [u8; 32] = *bytes.first_chunk()?;
    bytes.drain(..digest.len());
    (Digest::of_bytes(&bytes).as_bytes() == &digest).then_some(bytes)
}

/// A memory over a folder that is read and never written: for checks and the preview, which
/// leave nothing behind.
#[derive(Debug)]
struct Memory {
    folder: Option<PathBuf>,
    kept: Mutex<(usize, BTreeMap<Digest, Vec<u8>>)>,
}

impl Memory {
    /// A memory over what the builds into an output folder have left.
    fn over(folder: Option<PathBuf>) -> Self {
        Self { folder, kept: Mutex::default() }
    }
}

impl Shelf for Memory {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let kept = lock(&self.kept).1.get(&key).cloned();
        kept.or_else(|| read(self.folder.as_ref()?, key))
    }

    fn put(&self, key: Digest, bytes: &[u8]) {
        let mut kept = lock(&self.kept);
        let (len, things) = &mut *kept;
        // Things of long ago are forgotten all at once; those that are still looked at are
        // soon here again.
        if *len + bytes.len() > MAX_MEMORY {
            things.clear();
            *len = 0;
        }
        if bytes.len() <= MAX_MEMORY && things.insert(key, bytes.to_vec()).is_none() {
            *len += bytes.len();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path, fresh: bool) -> Folder {
        Folder::new(path, fresh)
    }

    #[test]
    fn what_was_made_is_there_for_the_next_build_and_gone_once_unused() {
        let disk = tempfile::tempdir().expect("a folder");
        let (a, b) = (Digest::of_bytes(b"a"), Digest::of_bytes(b"b"));
        let first = folder(disk.path(), false);
        assert_eq!(first.get(a), None);
        first.put(a, b"A");
        first.put(b, b"B");
        first.sweep();
        let second = folder(disk.path(), false);
        assert_eq!(second.get(a), Some(b"A".to_vec()));
        second.sweep();
        let third = folder(disk.path(), false);
        assert_eq!(third.get(a), Some(b"A".to_vec()));
        assert_eq!(third.get(b), None, "no build has used it since");
        assert_eq!(std::fs::read_dir(disk.path().join("made")).expect("it").count(), 1);
        let memory = Memory::over(Some(disk.path().join("made")));
        assert_eq!(memory.get(a), Some(b"A".to_vec()));
    }

    #[test]
    fn a_fresh_build_uses_only_what_it_makes() {
        let disk = tempfile::tempdir().expect("a folder");
        let key = Digest::of_bytes(b"a");
        folder(disk.path(), false).put(key, b"old");
        let fresh = folder(disk.path(), true);
        assert_eq!(fresh.get(key), None);
        fresh.put(key, b"new");
        assert_eq!(fresh.get(key), Some(b"new".to_vec()));
    }

    #[test]
    fn what_is_damaged_is_not_there() {
        let disk = tempfile::tempdir().expect("a folder");
        let key = Digest::of_bytes(b"a");
        let kept = folder(disk.path(), false);
        kept.put(key, b"some bytes of a picture");
        let file = disk.path().join("made").join(key.to_string());
        let whole = std::fs::read(&file).expect("the file");
        for nth in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[nth] ^= 0x10;
            std::fs::write(&file, &bytes).expect("written");
            assert_eq!(kept.get(key), None, "byte {nth} is another");
            std::fs::write(&file, &whole[..nth]).expect("written");
            assert_eq!(kept.get(key), None, "cut after {nth} bytes");
        }
    }

    #[test]
    fn a_memory_keeps_to_its_size() {
        let memory = Memory::over(None);
        let large = vec![0; MAX_MEMORY / 2 + 1];
        let (a, b) = (Digest::of_bytes(b"a"), Digest::of_bytes(b"b"));
        memory.put(a, &large);
        memory.put(b, &large);
        assert_eq!(memory.get(a), None);
        assert_eq!(memory.get(b).map(|bytes| bytes.len()), Some(large.len()));
    }
}
