use super::contact::is_invisible;
use crate::model::{Link, UnsafeLink, ascii_digits};
use crate::source::VPath;

/// Reads the destination of a link or picture in the file `from` (`None` where nothing relative can be meant).
///
/// Allowed are another file by relative path, `#anchor`, `https:`, `http:`, `tel:`, `mailto:` and `sms:`.
pub fn parse_link(target: &str, from: Option<&VPath>) -> Result<Link, UnsafeLink> {
    let target = target.trim_matches(' ');
    if let Some(c) = target.chars().find(|c| is_invisible(*c) || *c == '\\') {
        return Err(UnsafeLink::Invisible(c));
    }
    if target.starts_with("//") {
        return Err(UnsafeLink::SchemeRelative);
    }
    if let Some(anchor) = target.strip_prefix('#') {
        return Ok(Link::Anchor(percent_decode(anchor).into()));
    }
    match scheme(target) {
        Some(scheme) => with_scheme(&scheme, &target[scheme.len() + 1..], target),
        None => Ok(relative(target, from)),
    }
}

/// What stands before the first colon, in lower case, where that comes before any `/`, `?` or `#`.
fn scheme(target: &str) -> Option<String> {
    let end = target.find([':', '/', '?', '#'])?;
    (target.as_bytes()[end] == b':').then(|| target[..end].to_ascii_lowercase())
}

fn with_scheme(scheme: &str, rest: &str, whole: &str) -> Result<Link, UnsafeLink> {
    match scheme {
        "https" | "http" => web(rest, whole),
        "tel" => phone(rest).map(|number| Link::Tel(number.into())),
        "sms" => phone(rest).map(|number| Link::Sms(number.into())),
        "mailto" => mail(rest),
        _ => Err(UnsafeLink::Scheme),
    }
}

fn web(rest: &str, whole: &str) -> Result<Link, UnsafeLink> {
    let authority = rest.strip_prefix("//").ok_or(UnsafeLink::Malformed)?;
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(UnsafeLink::Credentials);
    }
    let host = authority.split(':').next().unwrap_or_default();
    let bad = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '{' | '}' | '|' | '^');
    if host.is_empty() || host.starts_with('.') || whole.chars().any(bad) {
        return Err(UnsafeLink::Malformed);
    }
    Ok(Link::Web(whole.into()))
}

fn phone(rest: &str) -> Result<&str, UnsafeLink> {
    let plain = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.'));
    let digits = ascii_digits(rest);
    if plain && digits.trim_start_matches('+').len() >= 2 { Ok(rest) } else { Err(UnsafeLink::Malformed) }
}

fn mail(rest: &str) -> Result<Link, UnsafeLink> {
    let address = percent_decode(rest);
    let (name, domain) = address.split_once('@').ok_or(UnsafeLink::Malformed)?;
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'))
    };
    if plain(name) && plain(domain) && domain.contains('.') {
        Ok(Link::Mail(address.into()))
    } else {
        Err(UnsafeLink::Malformed)
    }
}

fn relative(target: &str, from: Option<&VPath>) -> Link {
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(percent_decode(anchor).into())),
        None => (target, None),
    };
    let Some(path) = from.and_then(|from| from.resolve(&percent_decode(path))) else {
        return Link::Nowhere(target.into());
    };
    match path.as_str().split_once('/') {
        Some(("assets", _)) => Link::Asset(path),
        _ if path.extension() == Some("md") => Link::Guide { path, anchor },
        _ => Link::Nowhere(target.into()),
    }
}

/// Undoes `%41`; what is no valid escape, or would be no UTF-8, stays.
pub(crate) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let byte = hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(target: &str) -> Result<Link, UnsafeLink> {
        parse_link(target, Some(&VPath::new("en/signs/a.md").unwrap()))
    }

    #[test]
    fn what_is_allowed() {
        let guide = |path: &str, anchor: Option<&str>| {
            Ok(Link::Guide { path: VPath::new(path).unwrap(), anchor: anchor.map(Into::into) })
        };
        assert_eq!(read("../steps/b.md"), guide("en/steps/b.md", None));
        assert_eq!(read("b.md#x-y"), guide("en/signs/b.md", Some("x-y")));
        assert_eq!(read("#%D9%85%D8%AF%D8%AF"), Ok(Link::Anchor("مدد".into())));
        assert_eq!(read("../../assets/a%20b.png"), Ok(Link::Asset(VPath::new("assets/a b.png").unwrap())));
        assert_eq!(read("HTTPS://example.org/a?b#c"), Ok(Link::Web("HTTPS://example.org/a?b#c".into())));
        assert_eq!(read("tel:1799"), Ok(Link::Tel("1799".into())));
        assert_eq!(read("mailto:a.b@example.org"), Ok(Link::Mail("a.b@example.org".into())));
        assert_eq!(read("b.html"), Ok(Link::Nowhere("b.html".into())));
        assert_eq!(read("../../../x.md"), Ok(Link::Nowhere("../../../x.md".into())));
    }

    #[test]
    fn what_is_refused() {
        let cases = [
            ("javascript:alert(1)", UnsafeLink::Scheme),
            ("JaVaScRiPt:alert(1)", UnsafeLink::Scheme),
            ("data:text/html,x", UnsafeLink::Scheme),
            ("file:///etc/passwd", UnsafeLink::Scheme),
            ("//example.org/", UnsafeLink::SchemeRelative),
            ("https://user:pass@example.org/", UnsafeLink::Credentials),
            ("https://example.org@evil.example/", UnsafeLink::Credentials),
            ("https://exam\u{202E}ple.org", UnsafeLink::Invisible('\u{202E}')),
            ("java\tscript:alert(1)", UnsafeLink::Invisible('\t')),
            ("\\\\host\\x", UnsafeLink::Invisible('\\')),
            ("https:example.org", UnsafeLink::Malformed),
            ("https:///x", UnsafeLink::Malformed),
            ("tel:help", UnsafeLink::Malformed),
            ("mailto:nobody", UnsafeLink::Malformed),
            ("mailto:a@b.c?bcc=evil@x.y", UnsafeLink::Malformed),
        ];
        for (target, why) in cases {
            assert_eq!(read(target), Err(why), "{target:?}");
        }
    }
}
