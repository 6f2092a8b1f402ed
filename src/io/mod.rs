//! The edge: files in, files out, the clock, the network of the preview. Bytes, not dossiers.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where files, the clock and other programs are touched"
)]

pub mod discover;
pub mod write;
mod files;
pub mod made;
pub mod serve;
pub mod watch;
pub mod clock;

use std::path::PathBuf;

/// What only the machine can mend.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be used.
    #[error("{}: {source}", path.display())]
    Path {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The output folder holds files and no manifest of ours.
    #[error("{}: not an output of Recto", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// A file that is not ours stands where a page belongs.
    #[error("{}: in the way", path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// A preview would go into a public output, or the other way round.
    #[error("{}: preview and public output do not mix", path.display())]
    PreviewMismatch {
        /// The folder.
        path: PathBuf,
        /// Whether the folder is a preview.
        is_preview: bool,
    },
    /// The output folder is, holds or lies in the content.
    #[error("{}: output and content overlap", path.display())]
    Overlap {
        /// The folder.
        path: PathBuf,
    },
    /// Another build writes to the same folder.
    #[error("{}: another build is at work", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// No port could be had.
    #[error("port {port}: {source}")]
    Port {
        /// Which one.
        port: u16,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// Joins an error of the system to its path.
    pub fn at(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Path { path, source }
    }
}
