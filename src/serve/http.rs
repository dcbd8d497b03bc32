//! The preview as a web server on this machine.

use super::guard::{path_of, refusal};
use super::preview::{Answer, Shown, Told};
use super::{Notice, Say, dress};
use crate::render;
use crate::source::{VPath, media_type};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use std::{fmt, io};
use tokio::sync::watch;

/// How long a request's header may take, and how much of it there may be: the header of a browser is done in no time,
/// within 2 KB.
const HEADER_TIME: Duration = Duration::from_secs(10);
const HEADER_BYTES: usize = 16 * 1024;

/// What is shown now, for all who ask.
pub(super) struct Hub {
    /// Apart from the port this is the address.
    port: u16,
    shown: RwLock<Arc<Shown>>,
    /// What is shown, by a name: a page whose own is another loads itself again.
    revision: watch::Sender<Revision>,
    say: Say,
}

/// The number of changes since the start, and the start: a page that outlived its server must not take one for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Revision {
    start: u64,
    change: u64,
}

impl Hub {
    /// `start` tells this server from those before it.
    pub fn new(port: u16, start: u64, shown: Shown, say: Say) -> Self {
        let revision = watch::Sender::new(Revision { start, change: 0 });
        Self { port, shown: RwLock::new(Arc::new(shown)), revision, say }
    }

    /// Shows something else from now on, and has all open pages load again.
    pub fn show(&self, shown: Arc<Shown>) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        self.change();
    }

    fn change(&self) {
        self.revision.send_modify(|revision| revision.change += 1);
    }

    /// The revision is taken first: a page that is newer than it says is loaded once more, and none is ever older.
    fn answer(&self, path: &VPath) -> (Answer, Revision) {
        let revision = *self.revision.borrow();
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner).clone();
        let (answer, told) = shown.answer(path);
        if let Some(told) = told {
            self.tell(&answer, &told);
        }
        (answer, revision)
    }

    fn tell(&self, answer: &Answer, told: &Told) {
        (self.say)(Notice::Output(told));
        if *answer == Answer::Faulty {
            // What can't say so itself is said over the pages, which have to come again for it.
            self.change();
        }
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("port", &self.port).finish_non_exhaustive()
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{}", self.start, self.change)
    }
}

/// Answers at all the listeners until the process is asked to end.
pub(super) fn serve(listeners: Vec<TcpListener>, hub: Arc<Hub>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(8).build()?;
    let router = Router::new().fallback(answer).with_state(hub);
    runtime.block_on(async {
        for listener in listeners {
            listener.set_nonblocking(true)?;
            tokio::spawn(accept(tokio::net::TcpListener::from_std(listener)?, router.clone()));
        }
        end().await
    })?;
    // A page that is just being made is wanted by nobody any more.
    runtime.shutdown_background();
    Ok(())
}

async fn accept(listener: tokio::net::TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many connections are open: some of them end.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Without it a small answer may wait for the browser's acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIME)
            .max_header_size(HEADER_BYTES)
            .max_buf_size(4 * HEADER_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async {
            // Whatever a client does to its connection is its own matter.
            let _ = connection.await;
        });
    }
}

/// Ctrl-C, or what else asks a process to end.
async fn end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupt = tokio::signal::ctrl_c() => interrupt,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

async fn answer(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut response = match refusal(&parts, hub.port) {
        Some(status) => refused(status),
        None => match parts.uri.path() {
            dress::EVENTS => events(&hub),
            path if path == dress::SCRIPT.0 => body(StatusCode::OK, "js", dress::SCRIPT.1.into()),
            path if path == dress::STYLE.0 => body(StatusCode::OK, "css", dress::STYLE.1.into()),
            _ => match path_of(&parts.uri) {
                Some(path) => output(hub, path).await,
                None => refused(StatusCode::BAD_REQUEST),
            },
        },
    };
    for (name, value) in security_headers() {
        response.headers_mut().insert(name, value);
    }
    if response.status().is_client_error() {
        // Nothing behind such a request is taken for another.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A status and nothing else.
fn refused(status: StatusCode) -> Response {
    let mut response = status.into_response();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

async fn output(hub: Arc<Hub>, path: VPath) -> Response {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let Ok((answer, revision)) = tokio::task::spawn_blocking(move || hub.answer(&path)).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let revision = revision.to_string();
    match answer {
        Answer::Output { bytes, faults } if extension == "html" => {
            let page = dress::dress(&String::from_utf8_lossy(&bytes), &revision, &faults);
            body(StatusCode::OK, &extension, page.into())
        }
        Answer::Output { bytes, .. } => body(StatusCode::OK, &extension, bytes.into()),
        Answer::Faults(faults) => {
            body(StatusCode::INTERNAL_SERVER_ERROR, "html", dress::bare(&revision, &faults).into())
        }
        Answer::Faulty => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        // Somebody may look at a page that went away just now, and it may come back.
        Answer::Absent if extension == "html" => body(StatusCode::NOT_FOUND, "html", dress::bare(&revision, "").into()),
        Answer::Absent => refused(StatusCode::NOT_FOUND),
    }
}

/// The name of what is shown, now and after each change.
fn events(hub: &Hub) -> Response {
    let changes = stream::unfold((hub.revision.subscribe(), true), |(mut revisions, first)| async move {
        if !first {
            revisions.changed().await.ok()?;
        }
        let revision = *revisions.borrow_and_update();
        let event = Event::default().retry(Duration::from_millis(500)).data(revision.to_string());
        Some((Ok::<_, Infallible>(event), (revisions, false)))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

fn body(status: StatusCode, extension: &str, body: Body) -> Response {
    (status, [(header::CONTENT_TYPE, content_type(extension))], body).into_response()
}

/// What a bundle's `_headers` ask of a host, but for what the preview itself needs, and what keeps the rest to this
/// machine: nothing is stored, no other site may embed anything.
fn security_headers() -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let own =
        [("Cache-Control", "no-store"), ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY")];
    let (policy, value) = render::POLICY;
    let all = render::HEADERS.into_iter().chain(own).map(|(name, value)| (name, value.to_owned()));
    let all = all.chain([(policy, dress::open(value))]);
    all.filter_map(|(name, value)| Some((name.parse().ok()?, HeaderValue::try_from(value).ok()?)))
}

fn content_type(extension: &str) -> String {
    match media_type(extension) {
        kind if kind.starts_with("text/") || kind == "application/xml" => format!("{kind}; charset=utf-8"),
        kind => kind.to_owned(),
    }
}
