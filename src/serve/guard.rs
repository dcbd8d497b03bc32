//! Which requests are answered: those of the person at this machine, for an output of the plan by its exact path.
//!
//! A preview shows pages that are not published, on an address that every page in the browser can try. So the names in
//! `Host` and `Origin` must be this machine's own (a name that a stranger points here is not), other sites can't load
//! anything as part of theirs, and what is no plain GET or HEAD is refused before it is looked at further.

use crate::source::VPath;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};

/// The longest target of a request, in bytes.
const LONGEST: usize = 2048;

/// Why a request is refused, if it is. `port` is the one that the preview listens at.
pub(super) fn refusal(request: &Parts, port: u16) -> Option<StatusCode> {
    let Parts { method, uri, headers, .. } = request;
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    // A request with a body, or one that pretends to have one: whoever reads on might take it for a second request.
    if headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING) {
        return Some(StatusCode::BAD_REQUEST);
    }
    // The form with a host is for proxies.
    if uri.authority().is_some() || uri.scheme().is_some() {
        return Some(StatusCode::BAD_REQUEST);
    }
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST {
        return Some(StatusCode::URI_TOO_LONG);
    }
    match one(headers, &header::HOST) {
        Ok(Some(host)) if is_own(host, port) => {}
        Ok(Some(_)) => return Some(StatusCode::FORBIDDEN),
        Ok(None) | Err(()) => return Some(StatusCode::BAD_REQUEST),
    }
    let foreign = match one(headers, &header::ORIGIN) {
        Ok(None) => false,
        Ok(Some(origin)) => !origin.strip_prefix("http://").is_some_and(|host| is_own(host, port)),
        Err(()) => true,
    };
    (foreign || is_part_of_another_site(headers)).then_some(StatusCode::FORBIDDEN)
}

/// The output that a target asks for: its path with nothing decoded but what a path can't hold as it is; `/` and folders
/// stand for their `index.html`.
pub(super) fn path_of(uri: &Uri) -> Option<VPath> {
    let path = uri.path().strip_prefix('/')?;
    let mut path = decoded(path)?;
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    VPath::new(&path).ok()
}

/// `None` where a byte is encoded that need not be, as in `%2e%2e`: the bundle's own links never are.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut out = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let byte = u8::try_from(digit(bytes.next())? * 16 + digit(bytes.next())?).ok()?;
                let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~' | b'/' | b'\\');
                (!plain && !byte.is_ascii_control()).then_some(byte)?
            }
            byte => byte.is_ascii_graphic().then_some(byte)?,
        });
    }
    String::from_utf8(out).ok()
}

/// The one value of a header; an error where it has several, or one that is no plain text.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(drop),
        _ => Err(()),
    }
}

fn is_own(host: &str, port: u16) -> bool {
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        None if port == 80 => host,
        None => return false,
    };
    matches!(name, "127.0.0.1" | "[::1]") || name.eq_ignore_ascii_case("localhost")
}

/// Whether a browser says that another site asks, other than by a link that somebody followed (Fetch Metadata, W3C).
fn is_part_of_another_site(headers: &HeaderMap) -> bool {
    let says = |name: &str| headers.get(name).map(|value| value.as_bytes());
    match says("sec-fetch-site") {
        None | Some(b"same-origin" | b"none") => false,
        Some(_) => says("sec-fetch-mode") != Some(b"navigate") || says("sec-fetch-dest") != Some(b"document"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn asked(target: &str, headers: &[(&str, &str)]) -> Option<StatusCode> {
        let mut request = Request::get(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        refusal(&request.body(()).unwrap().into_parts().0, 1111)
    }

    #[test]
    fn own_names_only() {
        for host in ["127.0.0.1:1111", "localhost:1111", "LocalHost:1111", "[::1]:1111"] {
            assert_eq!(asked("/", &[("host", host)]), None, "{host}");
            let origin = format!("http://{host}");
            assert_eq!(asked("/", &[("host", host), ("origin", &origin)]), None, "{origin}");
        }
        let hosts = [
            "127.0.0.1",
            "localhost",
            "127.0.0.1:1112",
            "localhost.:1111",
            "127.0.0.1:1111:1111",
            "a@localhost:1111",
            "",
        ];
        for host in hosts {
            assert_eq!(asked("/", &[("host", host)]), Some(StatusCode::FORBIDDEN), "{host}");
        }
        assert_eq!(asked("/", &[]), Some(StatusCode::BAD_REQUEST));
        assert!(is_own("localhost", 80) && !is_own("localhost", 8080));
    }

    #[test]
    fn other_sites_may_link_and_nothing_more() {
        let host = ("host", "127.0.0.1:1111");
        let (site, mode, dest) = (("sec-fetch-site", "cross-site"), "sec-fetch-mode", "sec-fetch-dest");
        assert_eq!(asked("/", &[host, site, (mode, "navigate"), (dest, "document")]), None);
        assert_eq!(asked("/", &[host, ("sec-fetch-site", "same-origin"), (mode, "no-cors"), (dest, "script")]), None);
        for (mode_is, dest_is) in
            [("no-cors", "script"), ("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")]
        {
            let refused = asked("/", &[host, site, (mode, mode_is), (dest, dest_is)]);
            assert_eq!(refused, Some(StatusCode::FORBIDDEN), "{mode_is} {dest_is}");
        }
    }

    #[test]
    fn paths_mean_one_thing() {
        let path = |target: &str| path_of(&target.parse().unwrap()).map(|path| path.to_string());
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("/en/").as_deref(), Some("en/index.html"));
        assert_eq!(path("/en/signs/a.html?x").as_deref(), Some("en/signs/a.html"));
        assert_eq!(path("/%D9%85%20b.txt").as_deref(), Some("م b.txt"));
        for bad in [
            "//",
            "/en//a",
            "/../a",
            "/%2e%2e/a",
            "/en%2fa",
            "/a%5cb",
            "/a%00",
            "/%65n/",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/./",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }
}
