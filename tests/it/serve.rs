//! The preview as a browser sees it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::time::{Duration, Instant};

use tempfile::{TempDir, tempdir};

use crate::program::recto;
use crate::project::Project;
use crate::sites::RICH;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

struct Preview {
    project: Project,
    folder: TempDir,
    child: Child,
    _said: BufReader<ChildStderr>,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Preview {
    fn start() -> Self {
        let project = Project::bilingual(RICH);
        let folder = tempdir().unwrap();
        project.write_to(folder.path());
        let mut child = recto(folder.path())
            .args(["serve", "--port", "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "it ended");
            if let Some((_, rest)) = line.split_once("http://localhost:") {
                let digits: String =
                    rest.chars().take_while(char::is_ascii_digit).collect();
                break digits.parse().unwrap();
            }
        };
        Self { project, folder, child, _said: said, port }
    }

    fn save(&mut self, path: &str, from: &str, to: &str) {
        self.project.edit(path, from, to);
        std::fs::write(self.folder.path().join(path), self.project.text(path)).unwrap();
    }

    fn request(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let host = format!("localhost:{}", self.port);
        self.get_from(path, &host)
    }

    fn get_from(&self, path: &str, host: &str) -> String {
        let mut stream = self.request(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ));
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks again until the page says it.
    fn wait_for(&self, path: &str, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let page = self.get(path);
            if page.contains(words) {
                return page;
            }
            assert!(Instant::now() < end, "{path} never said {words:?}:\n{page}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn pages_are_served_from_memory() {
    let preview = Preview::start();
    let page = preview.get("/fr/dossiers/a/");
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert!(page.contains("content-type: text/html; charset=utf-8"), "{page}");
    assert!(page.contains("cache-control: no-store"), "{page}");
    assert!(page.contains("<h1>Un campus</h1>"), "{page}");
    assert!(page.contains("/_recto/reload.js"), "{page}");
    // Links lead back into the preview.
    assert!(page.contains(&format!("http://localhost:{}/fr/dossiers/a/", preview.port)));
    assert!(preview.get("/fr/dossiers/a").contains("location: /fr/dossiers/a/"));
    assert!(preview.get("/fr/rien/").starts_with("HTTP/1.1 404 "));
    assert!(!preview.folder.path().join("output").exists());
}

#[test]
fn the_index_follows_a_save() {
    let mut preview = Preview::start();
    let entry = preview.get("/pagefind/pagefind-entry.json");
    assert!(entry.starts_with("HTTP/1.1 200 "), "{entry}");
    let hash = |entry: &str| entry.split_once("\"hash\":\"").unwrap().1[..10].to_owned();
    let before = hash(&entry);
    assert!(preview.get("/pagefind/pagefind.js").contains("text/javascript"));
    preview.save("content/dossiers/a/index.fr.md", "75 000", "76 000");
    let end = Instant::now() + PATIENCE;
    while hash(&preview.get("/pagefind/pagefind-entry.json")) == before {
        assert!(Instant::now() < end, "the index stayed as it was");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_save_is_a_new_page() {
    let mut preview = Preview::start();
    preview.save("content/dossiers/a/index.fr.md", "75 000", "76 000");
    let page = preview.wait_for("/fr/dossiers/a/", "76\u{202f}000\u{a0}m²");
    assert!(!page.contains("75\u{202f}000"), "{page}");
    // The figure is written once: the English page and the release follow.
    preview.wait_for("/en/dossiers/a-campus/", "76,000\u{a0}m²");
    preview.wait_for("/fr/communiques/annonce/", "76\u{202f}000\u{a0}m²");
}

#[test]
fn a_browser_is_told_of_what_it_shows_and_of_nothing_else() {
    let mut preview = Preview::start();
    preview.get("/fr/a-propos/");
    let host = format!("localhost:{}", preview.port);
    let listen = |path: &str| {
        BufReader::new(preview.request(&format!(
            "GET /_recto/events?path={path} HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )))
    };
    let mut shown = listen("%2Ffr%2Fa-propos%2F");
    let mut other = listen("%2Fen%2Fabout%2F");
    for stream in [&mut shown, &mut other] {
        wait_for_line(stream, "text/event-stream");
    }
    preview.save("content/pages/a-propos.fr.md", "Un site d’essai.", "Un site neuf.");
    wait_for_line(&mut shown, "event: reload");
    other
        .get_ref()
        .set_read_timeout(Some(Duration::from_millis(400)))
        .unwrap();
    let mut line = String::new();
    while other.read_line(&mut line).is_ok_and(|n| n > 0) {
        assert!(!line.contains("reload"), "{line}");
    }
}

fn wait_for_line(stream: &mut BufReader<TcpStream>, words: &str) {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "no {words:?}");
        if line.contains(words) {
            return;
        }
    }
}

#[test]
fn a_mistake_is_shown_in_the_page_until_it_is_mended() {
    let mut preview = Preview::start();
    let path = "content/dossiers/a/index.fr.md";
    preview.save(path, "[[surface]]", "[[surfase]]");
    let page = preview.wait_for("/fr/a-propos/", "surfase");
    assert!(page.contains("content/dossiers/a/index.fr.md"), "{page}");
    assert!(page.contains("surface"), "the hint: {page}");
    // The last good site stays under the message.
    assert!(page.contains("Un site d’essai."), "{page}");
    preview.save(path, "[[surfase]]", "[[surface]]");
    let end = Instant::now() + PATIENCE;
    while preview.get("/fr/a-propos/").contains("surfase") {
        assert!(Instant::now() < end, "the message stayed");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn no_other_name_and_no_path_leads_anywhere_else() {
    let preview = Preview::start();
    let other = preview.get_from("/fr/", "evil.example");
    assert!(other.starts_with("HTTP/1.1 421 "), "{other}");
    for path in
        ["/../content/site.yaml", "/%2e%2e/content/site.yaml", "/content/site.yaml"]
    {
        let page = preview.get(path);
        assert!(page.starts_with("HTTP/1.1 404 "), "{path}: {page}");
        assert!(!page.contains("base_url"), "{path}");
    }
    let mut post = preview.request(&format!(
        "POST /fr/ HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        preview.port
    ));
    let mut answer = String::new();
    post.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}
