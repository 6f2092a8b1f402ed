//! The preview: pages served from memory on the loopback interface, rebuilt on every save.
//!
//! A request is looked up in the site's own list of pages and never on the disk, so that no
//! path can lead out of it. Requests that name another host are refused, since a page
//! elsewhere could otherwise read the preview through a name that it points at this machine
//! (DNS rebinding).

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cache::Cache;
use crate::digest::Digest;
use crate::io::Error;
use crate::output::Output;
use crate::preview::Ready;

/// How long a client may take to say what it wants.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How many ports are tried, from the one that was asked for.
const N_PORTS: u16 = 20;

/// What the preview shows.
#[derive(Debug, Default)]
pub struct Preview {
    /// The last site without errors.
    ready: RwLock<Option<Arc<Ready>>>,
    /// What is wrong now, as HTML to be shown in every page; empty where nothing is.
    notice: RwLock<Arc<str>>,
    cache: Mutex<Cache>,
}

impl Preview {
    /// Nothing to show yet, with the memory of earlier builds.
    pub fn new(cache: Cache) -> Self {
        Self { cache: Mutex::new(cache), ..Self::default() }
    }

    /// The memory of earlier builds.
    pub fn cache(&self) -> &Mutex<Cache> {
        &self.cache
    }

    /// Shows a new state: the site, where it has no errors, and what is wrong.
    pub fn show(&self, ready: Option<Ready>, notice: &str) {
        if let Some(ready) = ready {
            let mut shown = self.ready.write().unwrap_or_else(PoisonError::into_inner);
            *shown = Some(Arc::new(ready));
        }
        *self.notice.write().unwrap_or_else(PoisonError::into_inner) = notice.into();
    }

    fn ready(&self) -> Option<Arc<Ready>> {
        self.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn notice(&self) -> Arc<str> {
        self.notice.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a browser that shows this page has on its screen.
    fn state(&self, path: &str) -> (Option<Digest>, Arc<str>) {
        let digest = self.ready().and_then(|ready| ready.digest(&file_of(path)));
        (digest, self.notice())
    }
}

/// A preview's address, and the way to tell its browsers of a change.
#[derive(Debug)]
pub struct Server {
    /// The port on which it listens.
    pub port: u16,
    listener: std::net::TcpListener,
    changes: watch::Sender<u64>,
}

#[derive(Clone)]
struct Shared {
    preview: Arc<Preview>,
    changes: watch::Receiver<u64>,
}

impl Server {
    /// Takes a port: the one asked for, or the next that is free.
    ///
    /// # Errors
    ///
    /// [`Error::Port`] where none can be had.
    pub fn bind(port: u16) -> Result<Self, Error> {
        let mut last = None;
        for port in port..=port.saturating_add(N_PORTS) {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            match std::net::TcpListener::bind(address) {
                Ok(listener) => {
                    let port =
                        listener.local_addr().map_or(port, |address| address.port());
                    return Ok(Self { port, listener, changes: watch::Sender::new(0) });
                }
                Err(error) => last = Some(error),
            }
        }
        let source = last.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into());
        Err(Error::Port { port, source })
    }

    /// Tells the browsers that something has changed.
    pub fn notifier(&self) -> impl Fn() + Send + use<> {
        let changes = self.changes.clone();
        move || changes.send_modify(|n| *n += 1)
    }

    /// Serves until the process ends.
    ///
    /// # Errors
    ///
    /// What the system says of the network.
    pub fn run(self, preview: Arc<Preview>) -> Result<(), Error> {
        let port = self.port;
        let at = |source| Error::Port { port, source };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(at)?;
        self.listener.set_nonblocking(true).map_err(at)?;
        let shared = Shared { preview, changes: self.changes.subscribe() };
        let listener = self.listener;
        // The sender lives as long as the server, or its browsers would stop listening.
        let _changes = self.changes;
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).map_err(at)?;
            let router = Router::new().fallback(answer).with_state(shared);
            accept(listener, router).await;
            Ok(())
        })
    }
}

async fn accept(listener: TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: some will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            // A browser that goes away in the middle is no error.
            let _ended = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    if let Err(status) = check_host(request.headers(), request.uri()) {
        return status.into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = StatusCode::METHOD_NOT_ALLOWED.into_response();
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match request.uri().path() {
        "/_recto/events" => events(&shared, request.uri()),
        "/_recto/reload.js" => fixed(SCRIPT, "text/javascript; charset=utf-8"),
        "/_recto/notice.css" => fixed(STYLE, "text/css; charset=utf-8"),
        // Rendering is work for a thread of its own, so that a slow page holds up no other.
        _ => {
            let path = request.uri().path().to_owned();
            let preview = shared.preview.clone();
            let made = tokio::task::spawn_blocking(move || page(&preview, &path)).await;
            made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}

/// One host, and it is this machine by its own name.
fn check_host(headers: &HeaderMap, uri: &Uri) -> Result<(), StatusCode> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(StatusCode::BAD_REQUEST);
    };
    let host = host.to_str().map_err(|_| StatusCode::BAD_REQUEST)?;
    if host.contains(['@', '/', '\\', ' ']) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    let is_own = |host: &str| {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        ["localhost", "127.0.0.1", "[::1]"].contains(&name.to_ascii_lowercase().as_str())
    };
    let names_own = uri.host().is_none_or(is_own);
    if is_own(host) && names_own { Ok(()) } else { Err(StatusCode::MISDIRECTED_REQUEST) }
}

/// The output that a request's path means.
fn file_of(path: &str) -> String {
    let path = path.trim_start_matches('/');
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

/// The path of a request below the site, decoded once; `None` where it cannot be one.
fn site_path(path: &str, base: &str) -> Option<String> {
    let below = path.strip_prefix(base)?;
    let decoded = percent_decode_str(below).decode_utf8().ok()?;
    let plain = |part: &str| part != ".." && part != ".";
    let clean = decoded.starts_with('/')
        && !decoded.contains("//")
        && !decoded.contains(['\\', '\0', '%'])
        && decoded.split('/').all(plain);
    clean.then(|| decoded.into_owned())
}

fn page(preview: &Preview, path: &str) -> Response {
    let notice = preview.notice();
    let Some(ready) = preview.ready() else {
        let body = with_notice(EMPTY_PAGE, &notice);
        return html(StatusCode::OK, body);
    };
    let base = ready.base_path();
    if path == "/" && !base.is_empty() {
        return redirect(&format!("{base}/"));
    }
    let Some(below) = site_path(path, base) else { return not_found(preview, &ready) };
    let file = file_of(&below);
    match ready.page(&file, preview.cache()) {
        Some(Ok(output)) => respond(&output, &notice, StatusCode::OK),
        Some(Err(diagnostic)) => {
            let lang = crate::diag::words::UiLang::En;
            let (message, _) = crate::diag::words::describe(&diagnostic.problem, lang);
            let text = format!("{}: {message}", diagnostic.path);
            let notice = format!("<pre>{}</pre>", crate::render::escape_html(&text));
            html(StatusCode::INTERNAL_SERVER_ERROR, with_notice(EMPTY_PAGE, &notice))
        }
        None if !below.ends_with('/')
            && ready
                .digest(&format!("{}/index.html", below.trim_start_matches('/')))
                .is_some() =>
        {
            redirect(&format!("{base}{below}/"))
        }
        None => not_found(preview, &ready),
    }
}

fn not_found(preview: &Preview, ready: &Ready) -> Response {
    match ready.page("404.html", preview.cache()) {
        Some(Ok(output)) => respond(&output, &preview.notice(), StatusCode::NOT_FOUND),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn redirect(to: &str) -> Response {
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    if let Ok(value) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

fn respond(output: &Output, notice: &str, status: StatusCode) -> Response {
    if output.path.ends_with(".html") {
        let page = String::from_utf8_lossy(&output.bytes);
        return html(status, with_notice(&page, notice));
    }
    let mut response = (status, output.bytes.clone()).into_response();
    set_headers(response.headers_mut(), media_type(&output.path));
    response
}

fn html(status: StatusCode, body: String) -> Response {
    let mut response = (status, Body::from(body)).into_response();
    set_headers(response.headers_mut(), "text/html; charset=utf-8");
    response
}

fn set_headers(headers: &mut HeaderMap, media_type: &'static str) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// The media type of an output, by the ending of its name.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// What is shown while there is no site yet.
const EMPTY_PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <title>Recto</title></head>\n<body>\n</body>\n</html>\n";

/// A page with the preview's script, and with what is wrong at its top.
fn with_notice(page: &str, notice: &str) -> String {
    let script = "<script src=\"/_recto/reload.js\" defer></script>\n";
    let page = match page.rfind("</body>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]),
        None => format!("{page}{script}"),
    };
    if notice.is_empty() {
        return page;
    }
    let body = page
        .find("<body")
        .and_then(|at| page[at..].find('>').map(|end| at + end + 1));
    // A page may allow no style but those of files.
    let notice = format!("<link rel=\"stylesheet\" href=\"/_recto/notice.css\">{notice}");
    match body {
        Some(at) => format!("{}{notice}{}", &page[..at], &page[at..]),
        None => format!("{notice}{page}"),
    }
}

/// Loads the page again when the server says that it, or what is wrong, has changed.
const SCRIPT: &str = "'use strict';\n\
    const events = new EventSource('/_recto/events?path=' + encodeURIComponent(location.pathname));\n\
    events.addEventListener('reload', () => location.reload());\n";

/// What the box of what is wrong looks like, on any theme.
const STYLE: &str = "#recto-notice { position: relative; z-index: 9; margin: 0; \
    padding: 1rem 1.5rem; background: #7a1020; color: #fff; \
    font: 16px/1.5 system-ui, sans-serif; }\n\
    #recto-notice ul { margin: 0; padding: 0; list-style: none; display: grid; gap: .75rem; }\n";

/// A file of the preview's own.
fn fixed(text: &'static str, content_type: &'static str) -> Response {
    let mut response = text.into_response();
    set_headers(response.headers_mut(), content_type);
    response
}

/// Server-sent events: one for each change that this browser's page shows.
fn events(shared: &Shared, uri: &Uri) -> Response {
    let path = uri
        .query()
        .and_then(|query| query.strip_prefix("path="))
        .unwrap_or("/");
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let preview = shared.preview.clone();
    let base = preview
        .ready()
        .map(|ready| ready.base_path().to_owned())
        .unwrap_or_default();
    let path = path.strip_prefix(&base).unwrap_or(&path).to_owned();
    let shown = preview.state(&path);
    let start = (shared.changes.clone(), preview, path, shown);
    let stream =
        stream::unfold(start, |(mut changes, preview, path, shown)| async move {
            loop {
                changes.changed().await.ok()?;
                let state = preview.state(&path);
                if state != shown {
                    let event = Ok::<_, Infallible>(
                        Event::default().event("reload").data("changed"),
                    );
                    return Some((event, (changes, preview, path, state)));
                }
            }
        });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

    use super::{check_host, site_path, with_notice};

    fn host(hosts: &[&str]) -> Result<(), StatusCode> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, HeaderValue::from_str(host).expect("a header"));
        }
        check_host(&headers, &Uri::from_static("/"))
    }

    #[test]
    fn only_this_machine_is_answered() {
        for own in
            ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "localhost"]
        {
            assert_eq!(host(&[own]), Ok(()), "{own}");
        }
        for other in
            ["evil.test:8000", "127.0.0.1.evil.test", "localhost@evil", "localhost.evil"]
        {
            assert_eq!(host(&[other]), Err(StatusCode::MISDIRECTED_REQUEST), "{other}");
        }
        assert_eq!(host(&[]), Err(StatusCode::BAD_REQUEST));
        assert_eq!(host(&["localhost", "localhost"]), Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn a_path_is_decoded_once_and_stays_below_the_site() {
        assert_eq!(site_path("/fr/%C3%A9t%C3%A9/", "").as_deref(), Some("/fr/été/"));
        assert_eq!(site_path("/d/fr/", "/d").as_deref(), Some("/fr/"));
        for path in [
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/%252e%252e/",
            "/..%2f",
            "/..%5c",
            "/%c0%ae%c0%ae/",
            "/fr//../../x",
            "//evil",
        ] {
            assert_eq!(site_path(path, ""), None, "{path}");
        }
    }

    #[test]
    fn what_is_wrong_stands_at_the_top_of_the_page() {
        let page =
            with_notice("<html><body class=\"x\"><p>a</p></body></html>", "<aside>");
        assert!(
            page.starts_with(
                "<html><body class=\"x\"><link rel=\"stylesheet\" \
                 href=\"/_recto/notice.css\"><aside><p>a</p><script"
            ),
            "{page}"
        );
    }
}
