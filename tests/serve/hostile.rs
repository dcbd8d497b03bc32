//! Requests that nobody with good intentions sends. Each is refused with a status of 4xx or by closing the connection, and no
//! byte of the site comes with it.

use crate::client::{Answer, ask, connect, get};
use crate::program::{Preview, SECRET, TITLE, site, write};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

#[test]
fn every_hostile_request_is_refused() {
    let preview = Preview::start();
    let requests = requests(preview.port);
    assert!(requests.len() >= 200, "only {} requests", requests.len());
    let wrong: Vec<String> = requests.iter().filter_map(|request| fault(preview.port, request)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), requests.len(), wrong.join("\n"));
    assert_eq!(get(preview.port, "/").status, 200, "it is still there");
}

/// The test above can fail: what it looks for is seen in answers that hold it.
#[test]
fn an_answer_with_content_would_be_seen() {
    let preview = Preview::start();
    for path in ["/", "/index.html", "/en/", "/en/article.html?x=1", "/robots.txt", "/en/nothing.html"] {
        let request = request("GET", path, &format!("127.0.0.1:{}", preview.port), "Connection: close\r\n");
        let fault = fault(preview.port, &request);
        assert_eq!(fault.is_none(), path == "/en/nothing.html", "{path}: {fault:?}");
    }
}

/// What is wrong with the answer to a request that should be refused.
fn fault(port: u16, request: &[u8]) -> Option<String> {
    let answer = ask(port, request);
    let shown: String = String::from_utf8_lossy(request).chars().take(200).collect();
    let text = String::from_utf8_lossy(&answer);
    if answer.is_empty() {
        return None;
    }
    let Some(Answer { status, body, .. }) = Answer::read(&answer) else {
        return Some(format!("{shown:?}: no answer of HTTP: {text:?}"));
    };
    let content = [TITLE, SECRET, "First words", "as it is", "root:x"].iter().any(|words| text.contains(words));
    // Where a page would be, a person is told that there is none.
    let reason = body.is_empty() || status == 404 && body.contains("The bundle has no such page");
    let good = (400..500).contains(&status) && reason && !content && text.matches("HTTP/1.").count() == 1;
    (!good).then(|| format!("{shown:?}: {text:?}"))
}

fn request(method: &str, target: &str, host: &str, headers: &str) -> Vec<u8> {
    format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n").into_bytes()
}

fn requests(port: u16) -> Vec<Vec<u8>> {
    let own = format!("127.0.0.1:{port}");
    let mut all = Vec::new();
    all.extend(paths().iter().map(|path| request("GET", path, &own, "")));
    all.extend(
        raw_targets()
            .iter()
            .map(|target| [b"GET ", *target, b" HTTP/1.1\r\nHost: ", own.as_bytes(), b"\r\n\r\n"].concat()),
    );
    all.extend(METHODS.iter().map(|method| request(method, "/", &own, "")));
    all.extend(hosts(port).iter().map(|host| request("GET", "/", host, "")));
    all.extend(origins(port).iter().map(|origin| request("GET", "/", &own, &format!("Origin: {origin}\r\n"))));
    all.extend(SITES.iter().map(|headers| request("GET", "/en/article.html", &own, headers)));
    all.extend(foreign_targets(port).iter().map(|target| request("GET", target, &own, "")));
    all.extend(smuggled(&own));
    all.extend(floods(&own));
    all.extend(malformed(&own));
    all
}

/// Ways out of the plan, to files that are there and to some that might be.
fn paths() -> Vec<String> {
    const UP: [&str; 18] = [
        "/../",
        "/../../",
        "/../../../../../../../../",
        "/en/../../",
        "/en/signs/../../../",
        "/./../",
        "/%2e%2e/",
        "/%2E%2E/",
        "/.%2e/",
        "/%2e./",
        "/%252e%252e/",
        "/..%2f",
        "/..%5c",
        "/..\\",
        "/%c0%ae%c0%ae/",
        "/..;/",
        "/....//",
        "//",
    ];
    const FILES: [&str; 5] =
        ["secret.txt", "guides/site.yaml", "guides/en/draft.md", "etc/passwd", "proc/self/environ"];
    let mut paths: Vec<String> = UP.iter().flat_map(|up| FILES.iter().map(move |file| format!("{up}{file}"))).collect();
    let single = [
        "/secret.txt",
        "/guides/site.yaml",
        "/site.yaml",
        "/sources.yaml",
        "/en/draft.html",
        "/en/draft.md",
        "/en/article.md",
        "/en/article",
        "/en",
        "/EN/article.html",
        "/en/Article.html",
        "/en/article.html/",
        "/en//article.html",
        "//en/article.html",
        "/en/./article.html",
        "/%65n/article.html",
        "/en/article%2ehtml",
        "/en/article.html%00",
        "/en/article.html%00.txt",
        "/en%2farticle.html",
        "/en%5carticle.html",
        "/en\\article.html",
        "/index.html.",
        "/index.html::$DATA",
        "/INDEX.HTML",
        "/.git/config",
        "/.env",
        "/.nojekyll/",
        "/assets/",
        "/assets",
        "/root/robots.txt",
        "/SHA256SUMS",
        "/_lamplight/",
        "/_lamplight/preview.js/",
        "/_lamplight/other",
        "/_LAMPLIGHT/events",
        "/_lamplight/../index.html",
        "/%5flamplight/events",
        "/cgi-bin/test",
        "/favicon.ico",
        "/CON",
        "/en/NUL.txt",
        "/C:/secret.txt",
        "/~root/secret.txt",
        "/%",
        "/%4",
        "/%zz",
        "/%ff%fe",
        "/%u002e%u002e/secret.txt",
        "/%0d%0aSet-Cookie:a=b",
        "/en/%0a",
        "/<script>",
        "/'or'1'='1",
        "/$(id)",
        "/{{7*7}}",
        "/|id",
        "/?",
        "/robots.txt/..",
        "/robots.txt/../robots.txt",
        "/..",
        "/.",
        "/...",
        "/%2e",
        "/ ",
    ];
    // `/?` is the home page with an empty query, and a space ends the target: the same as `/`, and answered.
    paths.extend(single.iter().filter(|path| !["/?", "/ "].contains(path)).map(|path| path.to_string()));
    paths.push(format!("/{}", "a/".repeat(2000)));
    paths.push(format!("/{}.html", "a".repeat(5000)));
    paths.push(format!("/index.html?{}", "a".repeat(5000)));
    paths.push(format!("/{}index.html", "../".repeat(400)));
    paths.push(format!("/{}", "%2e%2e/".repeat(200)));
    paths
}

/// Targets that are no text.
fn raw_targets() -> Vec<&'static [u8]> {
    vec![
        b"/\xff\xfe",
        b"/en/\xc3\x28.html",
        b"/\x00",
        b"/\x7f",
        b"/\x01index.html",
        b"/en/article.html\x00",
        b"/\xe2\x80\xae",
        b"/a\tb",
    ]
}

const METHODS: [&str; 17] = [
    "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "COPY", "MOVE", "LOCK",
    "DEBUG", "PURGE", "get", "GETS", "PRI",
];

/// Names that are not this machine's, among them those of DNS rebinding.
fn hosts(port: u16) -> Vec<String> {
    let names = [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example#127.0.0.1",
        "127.0.0.1.nip.io",
        "0.0.0.0",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "localhost.",
        "local host",
        "xn--localhost",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::2]",
        "::1",
        "192.168.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "host.docker.internal",
        "user@127.0.0.1",
        "127.0.0.1:80@evil.example",
        "localhost/..",
        "localhost%00",
        "*",
        "",
    ];
    let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
    hosts.extend(
        ["127.0.0.1", "localhost", "[::1]", "", "127.0.0.1:", "localhost:80", "evil.example"].map(str::to_owned),
    );
    hosts.extend([
        format!("127.0.0.1:0{port}"),
        format!("127.0.0.1:{port}0"),
        format!("127.0.0.1:{port},evil.example"),
    ]);
    hosts.push(format!("127.0.0.1:{port}\r\nHost: evil.example:{port}"));
    hosts.push(format!("evil.example:{port}\r\nHost: 127.0.0.1:{port}"));
    hosts.push(format!("127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}"));
    hosts
}

fn origins(port: u16) -> Vec<String> {
    let mut origins: Vec<String> = [
        "null",
        "http://evil.example",
        "https://evil.example",
        "http://127.0.0.1",
        "http://localhost",
        "http://127.0.0.1:1",
        "file://",
        "*",
        "",
        "chrome-extension://abcdefghijklmnop",
    ]
    .map(str::to_owned)
    .to_vec();
    for form in [
        "https://127.0.0.1:P",
        "ws://127.0.0.1:P",
        "127.0.0.1:P",
        "http://127.0.0.1:P/",
        "http://127.0.0.1:P.evil.example",
        "http://evil.example:P",
        "http://127.0.0.1:P, http://evil.example",
        "http://127.0.0.1:P\r\nOrigin: http://evil.example",
        "http://user@127.0.0.1:P",
        "http://[::ffff:127.0.0.1]:P",
        " http://evil.example http://localhost:P",
    ] {
        origins.push(form.replace(":P", &format!(":{port}")));
    }
    origins
}

/// What browsers say when another site loads a page of ours as part of its own.
const SITES: [&str; 6] = [
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n",
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
    "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: style\r\n",
    "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
    "Sec-Fetch-Site: cross-site\r\n",
];

/// Targets for proxies and for whole servers.
fn foreign_targets(port: u16) -> Vec<String> {
    let own =
        ["http://127.0.0.1:P/", "http://localhost:P/en/article.html", "HTTP://127.0.0.1:P/", "http://127.0.0.1:P"];
    let other = [
        "http://evil.example/",
        "https://127.0.0.1:P/",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "127.0.0.1:P",
        "evil.example:443",
        "*",
        "index.html",
        "en/article.html",
        "?",
        "http:///",
        "http://",
        "://",
    ];
    own.iter().chain(&other).map(|target| target.replace(":P", &format!(":{port}"))).collect()
}

/// One request for us that would be two for somebody else: only one is ever answered.
fn smuggled(own: &str) -> Vec<Vec<u8>> {
    let second = format!("GET /en/article.html HTTP/1.1\r\nHost: {own}\r\n\r\n");
    let lengths = [
        "Content-Length: 5",
        "Content-Length: 0",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 5, 5",
        "Content-Length: x",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "X: y\r\n Transfer-Encoding: chunked",
    ];
    let mut all: Vec<Vec<u8>> = lengths
        .iter()
        .map(|lines| format!("GET / HTTP/1.1\r\nHost: {own}\r\n{lines}\r\n\r\n0\r\n\r\n{second}").into_bytes())
        .collect();
    all.push(
        format!("POST / HTTP/1.1\r\nHost: {own}\r\nContent-Length: {}\r\n\r\n{second}", second.len()).into_bytes(),
    );
    all.push(format!("GET /nothing HTTP/1.1\r\nHost: {own}\r\n\r\n{second}{second}").into_bytes());
    all
}

fn floods(own: &str) -> Vec<Vec<u8>> {
    let large = |bytes: usize| format!("X-Large: {}\r\n", "a".repeat(bytes));
    let many = |count: usize| (0..count).map(|n| format!("X-{n}: {n}\r\n")).collect::<String>();
    let mut all: Vec<Vec<u8>> = [large(20_000), large(100_000), large(1 << 20), many(101), many(1000), many(50_000)]
        .iter()
        .map(|headers| request("GET", "/", own, headers))
        .collect();
    all.push(format!("GET /{} HTTP/1.1\r\nHost: {own}\r\n\r\n", "a".repeat(1 << 20)).into_bytes());
    all.push(format!("GET / HTTP/1.1\r\nHost: {own}\r\n{}: x\r\n\r\n", "X".repeat(1 << 20)).into_bytes());
    all.push("a".repeat(1 << 20).into_bytes());
    all
}

/// What is no request of HTTP/1.1, or only nearly one.
fn malformed(own: &str) -> Vec<Vec<u8>> {
    let texts = [
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        format!("GET / HTTP/2.0\r\nHost: {own}\r\n\r\n"),
        format!("GET / HTTP/9.9\r\nHost: {own}\r\n\r\n"),
        format!("GET / http/1.1\r\nHost: {own}\r\n\r\n"),
        format!("GET /\r\nHost: {own}\r\n\r\n"),
        "GET /\r\n\r\n".to_owned(),
        format!("GET  / HTTP/1.1\r\nHost: {own}\r\n\r\n"),
        format!("GET / /index.html HTTP/1.1\r\nHost: {own}\r\n\r\n"),
        format!("/ HTTP/1.1\r\nHost: {own}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost {own}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\nX: a\0b\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\nX Y: b\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\n: b\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost : {own}\r\n\r\n"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}".to_owned() + "\r\n\r\n",
        "EHLO localhost\r\n\r\n".to_owned(),
        "{\"method\": \"GET\"}\r\n\r\n".to_owned(),
    ];
    texts.map(String::into_bytes).to_vec()
}

#[test]
fn methods_other_than_get_and_head_are_told_which_are_allowed() {
    let preview = Preview::start();
    let host = format!("127.0.0.1:{}", preview.port);
    for method in ["POST", "PUT", "OPTIONS", "DELETE"] {
        let answer = Answer::read(&ask(preview.port, &request(method, "/", &host, ""))).unwrap();
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")), "{answer:?}");
    }
}

/// Requests that never end wait by themselves, also many of them.
#[test]
fn half_requests_keep_nobody_waiting() {
    const TRIES: usize = 5;
    let preview = Preview::start();
    let starts: [&[u8]; 4] = [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127", b"GET / HTTP/1.1\r\nX: y\r\n"];
    // Where they stood in a queue, the answer would come after the end of some of them, every time. On a busy machine their time
    // may also be over because it is slow, which doesn't happen every time.
    let answered_before_them = || {
        let mut held: Vec<_> = (0..120).map(|_| connect(preview.port)).collect();
        for (stream, start) in held.iter_mut().zip(starts.iter().cycle()) {
            stream.write_all(start).unwrap();
        }
        assert_eq!(get(preview.port, "/en/article.html").status, 200);
        held.iter_mut().all(is_open)
    };
    assert!((0..TRIES).any(|_| answered_before_them()), "it was answered only when half ones had ended");
}

/// Whether the server still waits for what we may say.
fn is_open(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    stream.read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}

/// Every good answer carries what a bundle's hosts are asked to send, and what keeps a preview to itself.
#[test]
fn good_answers_are_as_guarded_as_a_bundle() {
    let preview = Preview::start();
    for path in ["/", "/tables.html", "/robots.txt", "/_lamplight/preview.js", "/_lamplight/preview.css"] {
        let answer = get(preview.port, path);
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("connect-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let expected = [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-dns-prefetch-control", "off"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ];
        for (name, value) in expected {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-") && name != "set-cookie"));
    }
}

/// What a bundle may hold is named as hosts do: browsers are told not to guess.
#[test]
fn files_come_with_their_types() {
    let place = site();
    let types = [
        ("gif", "image/gif"),
        ("webp", "image/webp"),
        ("woff", "font/woff"),
        ("woff2", "font/woff2"),
        ("ttf", "font/ttf"),
        ("otf", "font/otf"),
        ("pdf", "application/pdf"),
        ("json", "application/json"),
    ];
    for (extension, _) in types {
        write(place.path(), &format!("guides/root/file.{extension}"), b"as it is");
    }
    let preview = Preview::of(place);
    for (extension, media) in types {
        let answer = get(preview.port, &format!("/file.{extension}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(media)), "{extension}");
    }
}

#[test]
fn head_is_get_without_the_body() {
    let preview = Preview::start();
    let host = format!("localhost:{}", preview.port);
    for path in ["/", "/en/article.html", "/robots.txt", "/_lamplight/preview.css"] {
        let head = Answer::read(&ask(preview.port, &request("HEAD", path, &host, "Connection: close\r\n"))).unwrap();
        let full = get(preview.port, path);
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
        for name in ["content-type", "content-length"] {
            assert_eq!(head.header(name), full.header(name), "{path}");
        }
    }
}
