//! What a whole build costs: CPU time and memory of the program as its users run it.
//!
//! ```text
//! cargo bench --bench build               # 100, 1,000 and 10,000 dossiers
//! cargo bench --bench build -- 1000       # one size
//! ```
//!
//! Each line is a process of its own: a first build, a build that changes nothing, a build
//! after one edit. Times are of the processor, user and system, since those of the clock
//! depend on what else the machine does.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark writes the sites that it measures, and says what it measured"
)]

mod synthetic;

use std::path::{Path, PathBuf};
use std::process::Command;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes };
    println!("dossiers  build      files   CPU s   CPU µs/file   peak MB");
    for n_dossiers in sizes {
        let folder = tempfile::tempdir_in(ram_disk()).expect("a temporary folder");
        write(folder.path(), n_dossiers);
        run(folder.path(), n_dossiers, "first");
        run(folder.path(), n_dossiers, "unchanged");
        let edited = folder.path().join(synthetic::path(n_dossiers / 2, "fr"));
        let text = std::fs::read_to_string(&edited).expect("a dossier");
        std::fs::write(&edited, text + "\nUne phrase de plus.\n").expect("a dossier");
        run(folder.path(), n_dossiers, "one edit");
    }
}

/// A folder in memory, where there is one: disks differ more than programs do.
fn ram_disk() -> PathBuf {
    let ram = Path::new("/dev/shm");
    if ram.is_dir() { ram.to_owned() } else { std::env::temp_dir() }
}

fn write(folder: &Path, n_dossiers: usize) {
    for (path, text) in synthetic::site(n_dossiers) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file in a folder"))
            .expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

fn run(folder: &Path, n_dossiers: usize, what: &str) {
    let before = children();
    let status = Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", "--quiet", "--site"])
        .arg(folder)
        .status()
        .expect("the program runs");
    assert!(status.success(), "the synthetic site builds");
    let after = children();
    let manifest = std::fs::read_to_string(folder.join("output/recto-manifest.json"));
    let n_files = manifest.expect("a manifest").lines().count() - 2;
    let micros = after.0 - before.0;
    println!(
        "{n_dossiers:>8}  {what:<9} {n_files:>6}  {:>3}.{:02}  {:>12}  {:>8}",
        micros / 1_000_000,
        micros % 1_000_000 / 10_000,
        micros / i64::try_from(n_files).unwrap_or(1),
        after.1 / 1024,
    );
}

/// CPU time in microseconds and the largest resident set in kB of the processes so far.
fn children() -> (i64, i64) {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    let micros =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    (micros, usage.max_rss())
}
