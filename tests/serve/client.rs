//! Requests byte by byte, as no browser would send them, and what comes back.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine until a test fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Everything that comes back for `bytes` until the server ends the connection.
pub fn ask(port: u16, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(port);
    // A server that has heard enough closes while we still speak.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    loop {
        match stream.read(&mut part) {
            Ok(0) => return answer,
            Ok(count) => answer.extend_from_slice(&part[..count]),
            // As it does with an answer that it did not wait to see delivered.
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return answer,
            Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&answer)),
        }
    }
}

pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// An answer of HTTP/1.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// In lower case, as they came.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// `None` for no bytes at all.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Some(Self { status, headers: lines.filter_map(header).collect(), body: body.to_owned() })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a browser asks for.
pub fn get(port: u16, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    Answer::read(&ask(port, request.as_bytes())).expect("an answer")
}

/// Asks again until the answer is as it should be.
pub fn await_page(port: u16, path: &str, what: &str, holds: impl Fn(&Answer) -> bool) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = get(port, path);
        if holds(&answer) {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}: {answer:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A connection that hears of changes.
pub struct Events(BufReader<TcpStream>);

impl Events {
    pub fn listen(port: u16) -> Self {
        let mut stream = connect(port);
        let request = format!("GET /_lamplight/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        Self(BufReader::new(stream))
    }

    /// The name of what is shown: at first at once, then after each change.
    pub fn next(&mut self) -> String {
        let begun = Instant::now();
        let mut line = String::new();
        loop {
            // Now and then there is a line that keeps the connection, and tells nothing.
            assert!(begun.elapsed() < PATIENCE, "no event comes");
            line.clear();
            let count = self.0.read_line(&mut line).expect("an event");
            assert!(count > 0, "the events ended");
            if let Some(revision) = line.trim_end().strip_prefix("data: ") {
                return revision.to_owned();
            }
        }
    }
}
