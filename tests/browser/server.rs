//! A web host on this machine: a folder below an address, and a note of every request.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// Serves until it is dropped.
#[derive(Debug)]
pub struct Server {
    port: u16,
    mount: String,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    mount: String,
    requests: Mutex<Vec<Request>>,
    over: Mutex<bool>,
}

/// What was asked, and whether it was there.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`
    pub method: String,
    /// As it was sent: `/a/b/en/index.html`
    pub target: String,
    pub status: u16,
}

impl Server {
    /// Serves `folder` at `mount`, which begins and ends with a slash; what lies outside of `mount` is not there.
    pub fn start(folder: &Path, mount: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            mount: mount.to_owned(),
            requests: Mutex::new(Vec::new()),
            over: Mutex::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if *accepting.over.lock().unwrap() {
                    break;
                }
                // Browsers open connections ahead of time and leave them silent: each waits in a thread of its own.
                let shared = Arc::clone(&accepting);
                thread::spawn(move || stream.ok().map(|stream| shared.answer(stream)));
            }
        });
        Self { port, mount: mount.to_owned(), shared }
    }

    /// `http://127.0.0.1:PORT/mount/`
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.mount)
    }

    /// The requests since this was asked last.
    pub fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.shared.requests.lock().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        *self.shared.over.lock().unwrap() = true;
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    /// One request, then the connection is closed: simple, and a browser's wish to keep it open is no matter here.
    fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        let first = lines.next()?.ok()?;
        // What a browser says of itself is no matter here, but it must have said it all before it listens.
        lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
        let (method, rest) = first.split_once(' ')?;
        let target = rest.split(' ').next()?;
        let file = self.file(target);
        let status = if file.is_some() { 200 } else { 404 };
        self.requests.lock().unwrap().push(Request { method: method.to_owned(), target: target.to_owned(), status });
        let (kind, body) = match &file {
            Some(path) => (content_type(path), fs::read(path).ok()?),
            None => ("text/html; charset=utf-8", fs::read(self.folder.join("404.html")).unwrap_or_default()),
        };
        write!(
            stream,
            "HTTP/1.1 {status} .\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        )
        .ok()?;
        stream.write_all(&body).ok()
    }

    fn file(&self, target: &str) -> Option<PathBuf> {
        let path = target.split(['?', '#']).next()?.strip_prefix(self.mount.as_str())?;
        if path.split('/').any(|part| part == "..") {
            return None;
        }
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        Some(self.folder.join(path)).filter(|path| path.is_file())
    }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
