//! Files and folders of the output: made, linked, moved and removed, each with its path in what
//! is said where the disk refuses.

use std::collections::HashSet;
use std::fs::{OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::io::Error;

pub(super) fn create_dir_all(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(Error::at(path))
}

/// Makes one folder, if it is not there.
pub(super) fn create_dir(path: &Path) -> Result<(), Error> {
    match std::fs::create_dir(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let is_dir = std::fs::symlink_metadata(path).is_ok_and(|m| m.is_dir());
            if is_dir { Ok(()) } else { Err(Error::InTheWay { path: path.to_owned() }) }
        }
        Err(error) => Err(Error::at(path)(error)),
    }
}

/// Makes the folders between a root and a file; `made` remembers those that are there.
pub(super) fn make_parents(
    file: &Path,
    root: &Path,
    made: &mut HashSet<PathBuf>,
    is_new: bool,
) -> Result<(), Error> {
    let Some(parent) = file.parent() else { return Ok(()) };
    if made.contains(parent) || parent == root || !parent.starts_with(root) {
        return Ok(());
    }
    make_parents(parent, root, made, is_new)?;
    // A file of the old site may stand where the new one has a folder.
    if !is_new && std::fs::symlink_metadata(parent).is_ok_and(|m| !m.is_dir()) {
        std::fs::remove_file(parent).map_err(Error::at(parent))?;
    }
    create_dir(parent)?;
    made.insert(parent.to_owned());
    Ok(())
}

pub(super) fn same_file(a: &Path, b: &Path) -> bool {
    match (std::fs::symlink_metadata(a), std::fs::symlink_metadata(b)) {
        (Ok(a), Ok(b)) => a.ino() == b.ino() && a.dev() == b.dev(),
        _ => false,
    }
}

/// Makes `to` the same file as `from`. A link is made anew, and not followed.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), Error> {
    if same_file(from, to) {
        return Ok(());
    }
    if let Ok(metadata) = std::fs::symlink_metadata(to) {
        let removed = if metadata.is_dir() {
            std::fs::remove_dir_all(to)
        } else {
            std::fs::remove_file(to)
        };
        removed.map_err(Error::at(to))?;
    }
    std::fs::hard_link(from, to).map_err(Error::at(to))
}

/// Moves a file to its place, across disks if need be.
pub(super) fn move_file(from: &Path, to: &Path) -> Result<(), Error> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            let beside = to.with_extension("recto-part");
            std::fs::copy(from, &beside).map_err(Error::at(&beside))?;
            std::fs::rename(&beside, to).map_err(Error::at(to))
        }
        result => result.map_err(Error::at(to)),
    }
}

/// Removes a file, and the folders that it leaves empty, up to a root.
pub(super) fn remove_file(path: &Path, root: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::at(path)(error));
        }
        _ => {}
    }
    let mut folder = path.parent();
    while let Some(empty) =
        folder.filter(|folder| *folder != root && folder.starts_with(root))
    {
        if std::fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}

/// Whether the system refused for want of rights.
pub(super) fn is_not_allowed(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    matches!(error, Errno::ACCESS | Errno::PERM | Errno::ROFS)
}

/// Makes our own folders writable again, where somebody had locked the output.
pub(super) fn unlock(folder: &Path) {
    for entry in WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        let is_locked = entry.file_type().is_dir()
            && entry
                .metadata()
                .is_ok_and(|metadata| metadata.mode() & 0o300 != 0o300);
        if is_locked {
            // What cannot be unlocked is told when it is written to.
            let _unlocked =
                std::fs::set_permissions(entry.path(), Permissions::from_mode(0o755));
        }
    }
}

/// Removes a folder of ours with everything in it.
pub(super) fn remove_tree(path: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::at(path)(error))
        }
        _ => Ok(()),
    }
}

pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_bytes(path, bytes).map_err(Error::at(path))
}

/// Writes a file, and makes the folders above it where they are not there.
pub(super) fn write_with_parents(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let (true, Some(parent)) = (path.ends_with("index.html"), path.parent()) {
        // Most pages have a folder of their own; if it is there, or cannot be made, what
        // follows tells.
        let _made = match std::fs::create_dir(parent) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(parent)
            }
            made => made,
        };
    }
    match write_bytes(path, bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            write_bytes(path, bytes)
        }
        result => result,
    }
}

/// Writes a file.
pub(super) fn write_bytes(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    file.write_all(bytes)
}
