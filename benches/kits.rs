//! What press kits cost: CPU time of one, memory of many.
//!
//! ```text
//! cargo bench --bench kits                # 500 kits: 250 dossiers in two languages
//! cargo bench --bench kits -- 50          # 50 kits
//! ```
//!
//! First each kit is set by itself, on one thread of this process, the first ones left out:
//! half of them cost less than the median. Then the program builds the whole site, once with
//! everything to do, once with nothing changed, once after an edit of one dossier; and once
//! more without kits, for comparison.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark writes the sites that it measures, and says what it measured"
)]

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod synthetic;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use recto::cache::Cache;
use recto::preview::prepare;
use recto::source::{Blob, Request, Snapshot, Source};

/// Kits at which everything is made that later ones find: fonts, programs, words.
const N_WARM: usize = 5;

fn main() {
    let n_kits: usize = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(500);
    let files = with_kits(synthetic::site(n_kits.div_ceil(2)));
    one_by_one(&files, n_kits);
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), &files);
    println!("build          CPU s   peak MB");
    run(folder.path(), "first");
    run(folder.path(), "unchanged");
    let edited = folder.path().join(synthetic::path(0, "fr"));
    let text = std::fs::read_to_string(&edited).expect("a dossier");
    std::fs::write(&edited, text + "\nUne phrase de plus.\n").expect("a dossier");
    run(folder.path(), "one edit");
    let without = tempfile::tempdir().expect("a temporary folder");
    write(without.path(), &synthetic::site(n_kits.div_ceil(2)));
    run(without.path(), "without kits");
}

/// The same site, every dossier with a press kit.
fn with_kits(mut files: Vec<(String, String)>) -> Vec<(String, String)> {
    for (path, text) in &mut files {
        if path.ends_with("index.fr.md") {
            let documents = "documents: {kit: {generated: press-kit}}\ncontacts:";
            *text = text.replacen("contacts:", documents, 1);
        }
    }
    files
}

/// Sets each kit, one after the other.
fn one_by_one(files: &[(String, String)], n_kits: usize) {
    // What is set on other threads is counted, too; there is one.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    one.expect("nothing has used the threads yet");
    let sources = files.iter().map(|(path, text)| {
        let path: Arc<str> = path.as_str().into();
        (path.clone(), Source::new(path, text))
    });
    let theme = recto::builtin::theme().map(|source| (source.path.clone(), source));
    let blobs: BTreeMap<Arc<str>, Blob> = recto::builtin::fonts().collect();
    let snapshot = Snapshot {
        sources: theme.chain(sources).collect(),
        blobs,
        now: jiff::Timestamp::from_second(1_767_225_600).expect("a day of 2026"),
        request: Request::default(),
    };
    let (ready, findings) = prepare(&snapshot, vec![], &mut Cache::default());
    let ready = ready.unwrap_or_else(|| panic!("{findings:?}"));
    let cache = Mutex::new(Cache::default());
    let (mut micros, mut n_bytes) = (vec![], 0);
    for nth in 0..n_kits.div_ceil(2) {
        for (path, word) in [("fr", "dossier-de-presse"), ("en", "press-kit")] {
            let name = format!("dossier-{nth:05}");
            let path = format!("{path}/dossiers/{name}/{name}-{word}.pdf");
            let before = cpu(UsageWho::RUSAGE_SELF);
            let made = ready.page(&path, &cache).unwrap_or_else(|| panic!("no {path}"));
            micros.push(cpu(UsageWho::RUSAGE_SELF) - before);
            n_bytes += made.expect("it is set").bytes.len();
        }
    }
    let first = micros[0];
    let mut warm = micros.split_off(N_WARM.min(micros.len() - 1));
    warm.sort_unstable();
    let ms = |micros: i64| format!("{}.{}", micros / 1_000, micros % 1_000 / 100);
    println!(
        "CPU ms a kit: median {}, 9 of 10 below {}, the first {}; {} kB each",
        ms(warm[warm.len() / 2]),
        ms(warm[warm.len() * 9 / 10]),
        ms(first),
        n_bytes / n_kits / 1_000,
    );
}

fn write(folder: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file in a folder"))
            .expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// Builds the site in a process of its own, which a shell reports on.
fn run(folder: &Path, what: &str) {
    let before = cpu(UsageWho::RUSAGE_CHILDREN);
    let child = Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", "--quiet", "--site"])
        .arg(folder)
        .spawn()
        .expect("the program runs");
    let peak = peak_of(child);
    let micros = cpu(UsageWho::RUSAGE_CHILDREN) - before;
    println!(
        "{what:<12} {:>4}.{:02} {:>9}",
        micros / 1_000_000,
        micros % 1_000_000 / 10_000,
        peak / 1024
    );
}

/// Waits for a process; its largest resident set, in kB, as the system last told it.
fn peak_of(mut child: std::process::Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let said = std::fs::read_to_string(&status).unwrap_or_default();
        let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kb.unwrap_or(0));
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            assert!(status.success(), "the synthetic site builds");
            return peak;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// CPU time in microseconds so far.
fn cpu(who: UsageWho) -> i64 {
    let usage = getrusage(who).expect("the system counts");
    usage.user_time().num_microseconds() + usage.system_time().num_microseconds()
}
