//! Scripts: nothing that reaches another place, stores something, or makes code or markup out of text.
//!
//! A script can always be written so that no reading of it tells what it does. So this finds what a person writes who
//! does not hide: mistakes, habits and pasted snippets. The page's policy holds against the rest.

mod data;
mod tokens;

use super::address::looks_remote;
use super::report::{Report, quoted};
use crate::diagnostic::Diagnostic;
use crate::source::VPath;
use crate::theme::search_script;
use memchr::memmem;
use tokens::{Fault, Token, Tokens};

/// Audits one classic script.
pub(super) fn audit(path: &VPath, text: &str) -> Vec<Diagnostic> {
    if data::is_data(text) {
        return Vec::new();
    }
    let mut script = Script {
        report: Report::new(path, text.as_bytes()),
        before: [Token::Punct(b';'); 3],
        loads: text.as_bytes() == search_script(),
    };
    script.whole(text);
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        script.token(token, tokens.start());
        script.before = [token, script.before[0], script.before[1]];
    }
    script.report.finish()
}

/// Audits a script that stands in a page: a file of scripts, or data for one, a call in each line.
pub(super) fn audit_written(path: &VPath, text: &str) -> Vec<Diagnostic> {
    if text.split_inclusive('\n').all(data::is_data) { Vec::new() } else { audit(path, text) }
}

struct Script<'a> {
    report: Report<'a>,
    /// The tokens before this one, the nearest first.
    before: [Token<'a>; 3],
    /// Whether it is our own script that loads the parts of the search index, to the byte.
    loads: bool,
}

impl Script<'_> {
    fn whole(&mut self, text: &str) {
        // JavaScript ends a line at these two: a comment would end where no editor shows it.
        for end in ["\u{2028}", "\u{2029}"] {
            if let Some(at) = memmem::find(text.as_bytes(), end.as_bytes()) {
                self.report.add(at, "the script holds an invisible line separator", "write `\\u2028` or `\\u2029`");
            }
        }
        if let Some(at) = memmem::find(text.as_bytes(), b"sourceMappingURL") {
            self.report.add(at, "a script names a source map", "take the comment out: browsers may load the map");
        }
    }

    fn token(&mut self, token: Token<'_>, at: usize) {
        self.argument(token, at);
        match token {
            Token::Word(word) => self.word(word, at),
            Token::Text(written) => self.text(written, at),
            Token::Regex(pattern) if pattern.replace("\\/", "/").contains("://") => self.address(pattern, at),
            Token::Fault(fault) => self.report.add(at, fault.message(), fault.help()),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, at: usize) {
        let [before, owner, _] = self.before;
        let member = before == Token::Punct(b'.');
        let refused = match word {
            "write" | "writeln" => member && owner == Token::Word("document"),
            "constructor" => member,
            "Image" | "Audio" => before == Token::Word("new"),
            _ => reason(word).is_some(),
        };
        if refused {
            self.report.add(at, format!("the script uses `{word}`"), reason(word).unwrap_or(MAKES_CODE));
        }
    }

    fn text(&mut self, written: &str, at: usize) {
        let text = unescape(written);
        // What `location.protocol` is compared with, and no address by itself.
        if looks_remote(&text) && text != "file:" {
            return self.address(&text, at);
        }
        // `window["fetch"]`: a member by its name. A list of words, as in a search index, has no value before its `[`.
        let [before, owner, _] = self.before;
        let member = before == Token::Punct(b'[') && ends_value(owner);
        if member && (reason(&text).is_some() || matches!(&*text, "constructor" | "write" | "writeln")) {
            let help = reason(&text).unwrap_or(MAKES_CODE);
            self.report.add(at, format!("the script uses {}", quoted(&text)), help);
        }
    }

    fn address(&mut self, text: &str, at: usize) {
        let help = "a script knows files of the bundle only; put the exit address into a data attribute of the page, and \
                    compare `location.protocol` with \"file:\"";
        self.report.add(at, format!("the script holds the address {}", quoted(text)), help);
    }

    /// Judges calls by their first argument: this token is that argument, or what follows it.
    fn argument(&mut self, token: Token<'_>, at: usize) {
        let [before, second, third] = self.before;
        if before == Token::Punct(b'[') && matches!(second, Token::Word(global) if GLOBALS.contains(&global)) {
            if !matches!(token, Token::Text(_)) {
                self.report.add(at, "the script takes a member of the window by a computed name", "write the name");
            }
        } else if before == Token::Punct(b'(') {
            self.first_argument(second, token, at);
        } else if second == Token::Punct(b'(')
            && matches!(third, Token::Word("createElement" | "setAttribute"))
            && matches!(before, Token::Text(_))
            && !matches!(token, Token::Punct(b')' | b','))
        {
            self.report.add(at, "the name of an element or attribute is computed", COMPUTED);
        }
        if token == Token::Punct(b'(') && before == Token::Word("open") {
            self.report.add(at, "the script opens something by `open()`", "follow a link, or set the property `open`");
        }
    }

    fn first_argument(&mut self, function: Token<'_>, token: Token<'_>, at: usize) {
        match (function, token) {
            (Token::Word("createElement"), Token::Text(name)) if PLAIN_ELEMENTS.contains(&name) => {}
            (Token::Word("createElement"), Token::Text("script")) if self.loads => {}
            (Token::Word("createElement"), Token::Text(name)) => {
                let help = "make plain elements for text only: others can load or run something";
                self.report.add(at, format!("the script makes an element {}", quoted(name)), help);
            }
            (Token::Word("setAttribute"), Token::Text(name)) if is_plain_attribute(name) => {}
            (Token::Word("setAttribute"), Token::Text(name)) => {
                let help = "set the property, or a class: this attribute can load or run something";
                self.report.add(at, format!("the script sets the attribute {}", quoted(name)), help);
            }
            (Token::Word("createElement" | "setAttribute"), _) => {
                self.report.add(at, "the name of an element or attribute is computed", COMPUTED);
            }
            (Token::Word("setTimeout" | "setInterval"), Token::Text(_)) => {
                self.report.add(at, "a timer is given text to run", "give it a function");
            }
            _ => {}
        }
    }
}

const GLOBALS: &[&str] = &["document", "frames", "globalThis", "navigator", "self", "window"];

const COMPUTED: &str = "write the name as a string by itself, so that the audit can read it";
const MAKES_CODE: &str = "take it out: it makes code or markup out of text";

const PLAIN_ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "bdi", "br", "button", "code", "dd", "div", "dl", "dt", "em", "figure", "h2", "h3", "h4", "hr",
    "i", "li", "mark", "nav", "ol", "p", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td",
    "th", "thead", "time", "tr", "u", "ul",
];

fn is_plain_attribute(name: &str) -> bool {
    name.starts_with("aria-")
        || name.starts_with("data-")
        || matches!(
            name,
            "class"
                | "dir"
                | "disabled"
                | "hidden"
                | "href"
                | "id"
                | "lang"
                | "open"
                | "rel"
                | "role"
                | "tabindex"
                | "title"
                | "type"
                | "value"
        )
}

/// Why a name may not be used at all.
fn reason(word: &str) -> Option<&'static str> {
    const REACHES: &str = "take it out: a page requests nothing from anywhere, not even from its own host";
    const STORES: &str = "take it out: a page leaves nothing on the device, which may be shared";
    const SENDS: &str = "take it out: a page sends nothing, to no other page either";
    const RUNS: &str = "take it out: the scripts of a page are those that the page names";
    const HISTORY: &str = "use `replaceState` or `location.replace`: each entry is one more trace to go back through";
    match word {
        "EventSource"
        | "RTCPeerConnection"
        | "WebSocket"
        | "WebSocketStream"
        | "WebTransport"
        | "XMLHttpRequest"
        | "fetch"
        | "fetchLater"
        | "webkitRTCPeerConnection"
        | "mozRTCPeerConnection"
        | "geolocation"
        | "mediaDevices"
        | "getUserMedia" => Some(REACHES),
        "sendBeacon" | "postMessage" | "BroadcastChannel" | "MessageChannel" | "PushManager" | "Notification"
        | "submit" | "requestSubmit" | "FormData" => Some(SENDS),
        "localStorage"
        | "sessionStorage"
        | "indexedDB"
        | "webkitIndexedDB"
        | "openDatabase"
        | "caches"
        | "cookie"
        | "cookieStore"
        | "storage"
        | "StorageManager"
        | "requestFileSystem"
        | "webkitRequestFileSystem"
        | "showSaveFilePicker" => Some(STORES),
        "import" | "importScripts" | "Worker" | "SharedWorker" | "serviceWorker" | "ServiceWorker" | "audioWorklet"
        | "paintWorklet" | "layoutWorklet" | "WebAssembly" => Some(RUNS),
        "eval"
        | "Function"
        | "execScript"
        | "innerHTML"
        | "outerHTML"
        | "insertAdjacentHTML"
        | "setHTMLUnsafe"
        | "srcdoc"
        | "parseHTMLUnsafe"
        | "createContextualFragment"
        | "DOMParser"
        | "createElementNS"
        | "setAttributeNS"
        | "attachShadow"
        | "designMode"
        | "contentEditable"
        | "execCommand"
        | "setHTML"
        | "writeHTML"
        | "getOwnPropertyDescriptor" => Some(MAKES_CODE),
        "pushState" => Some(HISTORY),
        _ => None,
    }
}

fn ends_value(token: Token<'_>) -> bool {
    match token {
        Token::Word(word) => {
            !matches!(word, "return" | "case" | "in" | "of" | "typeof" | "new" | "else" | "throw" | "void")
        }
        // The `.` is that of `?.[`.
        Token::Punct(punct) => matches!(punct, b')' | b']' | b'.'),
        _ => false,
    }
}

/// What a string means. Only the escapes that stand for one character are decoded; the others keep their letter.
fn unescape(written: &str) -> std::borrow::Cow<'_, str> {
    if !written.contains('\\') {
        return written.into();
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (digits, length) = match after.as_bytes() {
            [b'x', ..] => (after.get(1..3), 3),
            [b'u', b'{', ..] => {
                let end = after.find('}').unwrap_or(after.len());
                (after.get(2..end), end + 1)
            }
            [b'u', ..] => (after.get(1..5), 5),
            _ => (None, 0),
        };
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                text.push(c);
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                let mut chars = after.chars();
                text.extend(chars.next().filter(|c| !matches!(c, '\n' | '\r')));
                rest = chars.as_str();
            }
        }
    }
    text.push_str(rest);
    text.into()
}

impl Fault {
    fn message(self) -> &'static str {
        match self {
            Self::AmbiguousSlash => "a `/` may divide here or begin a regular expression",
            Self::Bracket => "a bracket is not balanced",
            Self::OddComment => "a `<!--`, `-->` or `#!` stands in the code",
            Self::PlainNames => "a name is not in plain ASCII letters",
            Self::Unclosed => "a comment, a string, a template or a regular expression is not closed",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::AmbiguousSlash => "put the regular expression into a variable, or the number into brackets",
            Self::OddComment => "write `//`, or spaces between the signs",
            Self::PlainNames => "write names in ASCII and without `\\`; strings may hold anything",
            Self::Bracket | Self::Unclosed => "close it: browsers would not run the script",
        }
    }
}
