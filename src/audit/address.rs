//! Addresses: what one is by its form alone, and where a relative one leads in the bundle.

use memchr::memchr;
use std::borrow::Cow;

/// What an address is. Whether it may stand where it stands, and whether its target exists, is for others to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// `#id`, decoded.
    Fragment(Cow<'a, str>),
    /// A relative path, decoded, and the fragment after it.
    Inside { path: Cow<'a, str>, fragment: Option<Cow<'a, str>> },
    /// `https:` or `http:`.
    Web,
    /// `tel:`, `sms:` or `mailto:`.
    Person,
    /// `data:`, with its media type in lower case.
    Data(String),
}

/// Why an address is refused anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    AbsolutePath,
    Character(char),
    Credentials,
    Empty,
    Escape,
    Host,
    LeavesBundle,
    Mail,
    NoFile,
    Number,
    Query,
    Reference(String),
    Scheme(String),
    SchemeRelative,
}

/// Reads an address whose character references are decoded.
///
/// Nothing is trimmed or repaired: browsers drop tabs and line breaks inside addresses and turn `\` into `/`, so a
/// character that no plain address has is refused before anything else is looked at.
pub(super) fn read(url: &str) -> Result<Address<'_>, Refusal> {
    let kinds = url.bytes().fold(0, |kinds, byte| kinds | KINDS[usize::from(byte)]);
    if kinds & UNSURE != 0
        && let Some(bad) = url.chars().find(|c| !is_plain(*c))
    {
        return Err(Refusal::Character(bad));
    }
    if kinds & COLON != 0 {
        let end = url.find([':', '/', '?', '#']).unwrap_or(url.len());
        if url[end..].starts_with(':') {
            return with_scheme(&url[..end], &url[end + 1..]);
        }
    }
    match url.as_bytes() {
        [] => Err(Refusal::Empty),
        [b'/', b'/', ..] => Err(Refusal::SchemeRelative),
        [b'/', ..] => Err(Refusal::AbsolutePath),
        [b'#', ..] => fragment(&url[1..]).map(Address::Fragment),
        _ if kinds & QUERY != 0 && is_query(url) => Err(Refusal::Query),
        _ if kinds & PERCENT != 0 => relative(url),
        // The two forms of nearly all links: nothing is to be decoded.
        _ if kinds & HASH == 0 => Ok(Address::Inside { path: Cow::Borrowed(url), fragment: None }),
        _ => {
            let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
            let fragment = Some(Cow::Borrowed(fragment)).filter(|fragment| !fragment.is_empty());
            fragment
                .map_or(Err(Refusal::Empty), |id| Ok(Address::Inside { path: Cow::Borrowed(path), fragment: Some(id) }))
        }
    }
}

/// Follows the relative `path` from `folder` and leaves the path from the bundle's root in `into`.
pub(super) fn resolve(folder: &str, path: &str, into: &mut String) -> Result<(), Refusal> {
    into.clear();
    into.push_str(folder);
    // Most paths climb first and then only go down: what follows is one piece.
    let mut rest = path;
    while let Some(after) = rest.strip_prefix("../") {
        rest = after;
        climb(into)?;
    }
    if is_downward(rest) {
        descend(into, rest);
        return Ok(());
    }
    let mut last = "";
    for segment in rest.split('/') {
        last = segment;
        match segment {
            // `a//b` is another address than `a/b`, and `a/` asks a server for a file that the disk would not give.
            "" => return Err(Refusal::NoFile),
            "." => {}
            ".." => climb(into)?,
            name => descend(into, name),
        }
    }
    if matches!(last, "." | "..") { Err(Refusal::NoFile) } else { Ok(()) }
}

/// Whether no segment is empty or begins with a dot.
fn is_downward(path: &str) -> bool {
    let mut before = b'/';
    for byte in path.bytes() {
        if before == b'/' && matches!(byte, b'/' | b'.') {
            return false;
        }
        before = byte;
    }
    before != b'/'
}

fn climb(folder: &mut String) -> Result<(), Refusal> {
    if folder.is_empty() {
        return Err(Refusal::LeavesBundle);
    }
    folder.truncate(folder.bytes().rposition(|byte| byte == b'/').unwrap_or(0));
    Ok(())
}

fn descend(folder: &mut String, name: &str) {
    if !folder.is_empty() {
        folder.push('/');
    }
    folder.push_str(name);
}

/// Decodes the character references of an attribute's value: numeric ones and the five that a renderer needs. The
/// error is the reference that is none of these, or no character at all.
pub(super) fn decode_references(value: &str) -> Result<Cow<'_, str>, Refusal> {
    let Some(first) = memchr(b'&', value.as_bytes()) else { return Ok(Cow::Borrowed(value)) };
    let mut decoded = String::with_capacity(value.len());
    decoded.push_str(&value[..first]);
    let mut rest = &value[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let end = after.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#').unwrap_or(after.len());
        let refused = || Refusal::Reference(format!("&{}", &after[..end]));
        let name = &after[..end];
        let tail = after[end..].strip_prefix(';').ok_or_else(refused)?;
        decoded.push(referenced(name).ok_or_else(refused)?);
        let next = tail.find('&').unwrap_or(tail.len());
        decoded.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    Ok(Cow::Owned(decoded))
}

/// Whether text that is no address would be taken for one that leads out of the bundle.
pub(super) fn looks_remote(text: &str) -> bool {
    // Most texts are plain words: no scheme without a colon, and nothing to skip before a letter.
    let colon = memchr(b':', text.as_bytes()).is_some();
    if !colon && text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    let mut chars = text.chars();
    if slash(chars.next()) && slash(chars.next()) && chars.next().is_some_and(|c| !c.is_whitespace()) {
        return true;
    }
    if !colon || text.contains("://") {
        return colon;
    }
    let plain: String = text.chars().filter(|c| !c.is_control()).map(|c| c.to_ascii_lowercase()).collect();
    let hosts = ["http:", "https:", "ws:", "wss:", "ftp:"];
    let others = ["javascript:", "vbscript:", "data:", "blob:", "file:", "filesystem:", "view-source:", "about:"];
    hosts.iter().any(|scheme| begins_word(&plain, scheme)) || others.iter().any(|scheme| plain.starts_with(scheme))
}

/// Whether `wanted` stands in `text` where a word begins.
fn begins_word(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))
}

fn with_scheme<'a>(scheme: &str, rest: &'a str) -> Result<Address<'a>, Refusal> {
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" => web(rest),
        "tel" | "sms" => number(rest),
        "mailto" => mail(rest),
        "data" => {
            let end = rest.find([';', ',']).unwrap_or(rest.len());
            Ok(Address::Data(rest[..end].to_ascii_lowercase()))
        }
        other => Err(Refusal::Scheme(other.to_owned())),
    }
}

fn web(rest: &str) -> Result<Address<'_>, Refusal> {
    let after = rest.strip_prefix("//").ok_or(Refusal::Host)?;
    let authority = &after[..after.find(['/', '?', '#']).unwrap_or(after.len())];
    if authority.contains('@') {
        return Err(Refusal::Credentials);
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let named = host.contains(|c: char| c.is_alphanumeric())
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit());
    if named { Ok(Address::Web) } else { Err(Refusal::Host) }
}

/// Digits and what people put between them. No `*` and `#`: those are commands to the telephone.
fn number(rest: &str) -> Result<Address<'_>, Refusal> {
    let digits = rest.strip_prefix('+').unwrap_or(rest);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'(' | b')'));
    let any = digits.bytes().any(|byte| byte.is_ascii_digit());
    if plain && any { Ok(Address::Person) } else { Err(Refusal::Number) }
}

/// One address; of the fields only the subject and the text, so that nobody is copied in unseen.
fn mail(rest: &str) -> Result<Address<'_>, Refusal> {
    let (address, fields) = rest.split_once('?').map_or((rest, None), |(address, fields)| (address, Some(fields)));
    let named = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
            && !name.contains([',', ';', ':', '/', '#', '%'])
    });
    let known = |field: &str| field.starts_with("subject=") || field.starts_with("body=");
    let plain = fields.is_none_or(|fields| !fields.contains('#') && fields.split('&').all(known));
    if named && plain { Ok(Address::Person) } else { Err(Refusal::Mail) }
}

/// A path with a `%` in it or in its fragment.
fn relative(url: &str) -> Result<Address<'_>, Refusal> {
    let (path, after) = url.split_once('#').map_or((url, None), |(path, after)| (path, Some(after)));
    let path = decode_percent(path)?;
    if path.contains(|c: char| !is_plain(c) && c != ' ' || matches!(c, ':' | '?' | '#')) {
        return Err(Refusal::Escape);
    }
    Ok(Address::Inside { path, fragment: after.map(fragment).transpose()? })
}

/// Whether a `?` stands before the fragment.
fn is_query(url: &str) -> bool {
    url.find(['?', '#']).is_some_and(|at| url[at..].starts_with('?'))
}

fn fragment(written: &str) -> Result<Cow<'_, str>, Refusal> {
    if written.is_empty() { Err(Refusal::Empty) } else { decode_percent(written) }
}

fn decode_percent(text: &str) -> Result<Cow<'_, str>, Refusal> {
    if memchr(b'%', text.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let [high, low, tail @ ..] = tail else { return Err(Refusal::Escape) };
        match (hex(high).zip(hex(low)).map(|(high, low)| high << 4 | low), tail) {
            // An escaped `/` or `\` is one name to some programs and a folder to others.
            (None | Some(0..=0x1F | 0x7F | b'/' | b'\\'), _) => return Err(Refusal::Escape),
            (Some(byte), tail) => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| Refusal::Escape)
}

fn referenced(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            // The standard turns 0 and 0x80 to 0x9F into something else: no renderer writes them.
            number.ok().filter(|n| *n != 0 && !(0x80..0xA0).contains(n)).and_then(char::from_u32)
        }
    }
}

/// What the bytes of an address can be, as bits: most addresses are known to be plain from these alone.
static KINDS: [u8; 256] = {
    let mut kinds = [UNSURE; 256];
    let mut byte = 0;
    while byte < 128 {
        if is_plain_ascii(byte) {
            kinds[byte as usize] = 0;
        }
        byte += 1;
    }
    kinds[b':' as usize] = COLON;
    kinds[b'%' as usize] = PERCENT;
    kinds[b'?' as usize] = QUERY;
    kinds[b'#' as usize] = HASH;
    kinds
};
const UNSURE: u8 = 1;
const COLON: u8 = 2;
const PERCENT: u8 = 4;
const QUERY: u8 = 8;
const HASH: u8 = 16;

/// Whether an address may hold the character as it is: no space, control, quote or bracket that something else could
/// end at, and nothing that is invisible or turns the text's direction.
fn is_plain(c: char) -> bool {
    match c {
        '\0'..='\x7F' => is_plain_ascii(c as u8),
        '\u{80}'..='\u{A0}' => false,
        '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' => false,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => false,
        '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}' => false,
        other => !other.is_whitespace() && !other.is_control(),
    }
}

const fn is_plain_ascii(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~')
}

impl Refusal {
    /// What is wrong, to follow the address and a verb: "the link `x` …".
    pub(super) fn message(&self) -> String {
        match self {
            Self::AbsolutePath => "begins with `/`".into(),
            Self::Character(c) => format!("holds the character U+{:04X}", u32::from(*c)),
            Self::Credentials => "holds a user name before the host".into(),
            Self::Empty => "is empty".into(),
            Self::Escape => "holds a `%` that stands for no plain character".into(),
            Self::Host => "names no plain host".into(),
            Self::LeavesBundle => "leads out of the bundle".into(),
            Self::Mail => "is no plain mail address".into(),
            Self::NoFile => "names a folder, not a file".into(),
            Self::Number => "is no plain phone number".into(),
            Self::Query => "has a query".into(),
            Self::Reference(reference) => format!("holds the character reference `{reference}`"),
            Self::Scheme(scheme) => format!("has the scheme `{scheme}:`"),
            Self::SchemeRelative => "begins with `//`".into(),
        }
    }

    /// Why that is forbidden, and what to do.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::AbsolutePath => "write it relative to the page: the bundle must work in any folder and from a stick",
            Self::Character(_) => "percent-encode it or take it out: it can make an address read as another one",
            Self::Credentials => "take it out: it makes an address look like another host's",
            Self::Empty => "name a file or an id",
            Self::Escape => "write the name as it is",
            Self::Host => "write `https://` and a host name",
            Self::LeavesBundle => "link to a file of the bundle: nothing else comes along on a stick",
            Self::Mail => "write one address, and at most a subject and a body",
            Self::NoFile => "name the file, such as `index.html`: without a server nobody looks it up",
            Self::Number => "write digits, after a `+` if need be: `*` and `#` are commands to a phone",
            Self::Query => "take it out: without a server nothing answers it, and with one it is logged",
            Self::Reference(_) => {
                "write the character itself, or a number such as `&#39;`: other names can hide a scheme"
            }
            Self::Scheme(_) => "only relative addresses, https, http, tel, sms and mailto may be linked",
            Self::SchemeRelative => "write `https://` in a link; a page may load from the bundle alone",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_an_address_is() {
        let inside = |path, fragment: Option<&'static str>| {
            Ok(Address::Inside { path: Cow::Borrowed(path), fragment: fragment.map(Cow::Borrowed) })
        };
        assert_eq!(read("../a.html#b"), inside("../a.html", Some("b")));
        assert_eq!(read("a%2Db.html"), inside("a-b.html", None));
        assert_eq!(read("#%D9%85"), Ok(Address::Fragment("م".into())));
        assert_eq!(read("data:image/PNG;base64,AA=="), Ok(Address::Data("image/png".into())));
        for web in ["https://a.b", "HTTP://a.b:80/?q=1#x", "https://اردو.pk/مدد"] {
            assert_eq!(read(web), Ok(Address::Web), "{web}");
        }
        for person in ["tel:+92-300-1234567", "sms:1799", "mailto:a@b.pk?subject=Wrong&body=Hi"] {
            assert_eq!(read(person), Ok(Address::Person), "{person}");
        }
    }

    #[test]
    fn refuses_each_trick() {
        let cases = [
            ("", Refusal::Empty),
            ("#", Refusal::Empty),
            ("a.html#", Refusal::Empty),
            (" a.html", Refusal::Character(' ')),
            ("java\tscript:x", Refusal::Character('\t')),
            ("a\\b", Refusal::Character('\\')),
            ("a\u{202E}b", Refusal::Character('\u{202E}')),
            ("javascript:alert(1)", Refusal::Scheme("javascript".into())),
            ("VBScript:x", Refusal::Scheme("vbscript".into())),
            ("c:/a", Refusal::Scheme("c".into())),
            (":x", Refusal::Scheme(String::new())),
            ("//host/a", Refusal::SchemeRelative),
            ("/a", Refusal::AbsolutePath),
            ("a?b", Refusal::Query),
            ("?b", Refusal::Query),
            ("a%2fb", Refusal::Escape),
            ("a%00", Refusal::Escape),
            ("a%0A", Refusal::Escape),
            ("a%", Refusal::Escape),
            ("a%FF", Refusal::Escape),
            ("javascript%3Ax", Refusal::Escape),
            ("https:a.b", Refusal::Host),
            ("https:///a.b", Refusal::Host),
            ("https://a.b:x", Refusal::Host),
            ("https://%61.b", Refusal::Host),
            ("https://u@a.b", Refusal::Credentials),
            ("https://u:p@a.b", Refusal::Credentials),
            ("tel:*21*1799#", Refusal::Number),
            ("tel:%2306%23", Refusal::Number),
            ("tel:", Refusal::Number),
            ("sms:1799?body=x", Refusal::Number),
            ("mailto:a@b.pk,c@d.pk", Refusal::Mail),
            ("mailto:a@b.pk?bcc=c@d.pk", Refusal::Mail),
            ("mailto:a", Refusal::Mail),
        ];
        for (url, refusal) in cases {
            assert_eq!(read(url), Err(refusal), "{url:?}");
        }
    }

    #[test]
    fn resolves_inside_the_bundle_only() {
        let follow = |folder: &str, path: &str| {
            let mut into = String::from("left over");
            resolve(folder, path, &mut into).map(|()| into)
        };
        assert_eq!(follow("en/signs", "../steps/a.html"), Ok("en/steps/a.html".into()));
        assert_eq!(follow("", "./a.html"), Ok("a.html".into()));
        assert_eq!(follow("en", "../../a.html"), Err(Refusal::LeavesBundle));
        for folder in ["a/", "a//b.html", "..", ".", "a/..", "."] {
            assert_eq!(follow("en", folder), Err(Refusal::NoFile), "{folder}");
        }
    }

    #[test]
    fn decodes_what_a_renderer_writes_and_nothing_else() {
        assert_eq!(decode_references("a&amp;b&#x27;&#39;&#X41;").as_deref(), Ok("a&b''A"));
        for bad in
            ["&", "&colon;", "&Tab;", "&#9", "&amp", "&#0;", "&#x80;", "&#xD800;", "&#x110000;", "&#;", "&x;", "& "]
        {
            assert!(matches!(decode_references(bad), Err(Refusal::Reference(_))), "{bad}");
        }
    }

    #[test]
    fn text_that_would_leave_the_bundle() {
        for remote in
            ["//a.b", " https:a.b", "x https://a", "jAvascript:x", "java\nscript:x", "data:text/html,x", "\\\\a"]
        {
            assert!(looks_remote(remote), "{remote:?}");
        }
        for plain in ["", "10:30", "note: see page", "../a.html", "metadata: yes", "a // b", "//", "\\d+"] {
            assert!(!looks_remote(plain), "{plain:?}");
        }
    }
}
