//! Stylesheets: nothing is loaded but files of the bundle and pictures and fonts written into the sheet.

mod local;
mod tokens;

use super::address::{Address, looks_remote, read};
use super::report::{Report, quoted};
use super::{Auditor, address};
use crate::diagnostic::Diagnostic;
use crate::source::VPath;
use local::LocalNames;
use memchr::memmem;
use tokens::{Fault, Token, Tokens, unescape};

/// Audits one stylesheet.
pub(super) fn audit(auditor: &Auditor<'_>, path: &VPath, text: &str) -> Vec<Diagnostic> {
    let mut sheet = Sheet {
        auditor,
        path,
        report: Report::new(path, text.as_bytes()),
        open: Vec::new(),
        hidden_property: None,
        block: None,
        local: LocalNames::default(),
        resolved: String::new(),
    };
    sheet.whole(text);
    // The one `@charset` that is none: browsers compare its bytes and drop it.
    let charset = text.get(..CHARSET.len()).is_some_and(|start| start.eq_ignore_ascii_case(CHARSET));
    let skipped = if charset { CHARSET.len() } else { 0 };
    let mut tokens = Tokens::new(&text[skipped..]);
    while let Some(token) = tokens.next() {
        sheet.token(token, skipped + tokens.start());
    }
    for (_, at) in std::mem::take(&mut sheet.open) {
        sheet.report.add(at, "a bracket is not closed", "close it: the rest of the stylesheet is inside it");
    }
    sheet.report.finish()
}

const CHARSET: &str = "@charset \"utf-8\";";

struct Sheet<'a> {
    auditor: &'a Auditor<'a>,
    path: &'a VPath,
    report: Report<'a>,
    /// The open brackets and their places.
    open: Vec<(Bracket, usize)>,
    /// The place of a name that does harm as a property, if it was the last token.
    hidden_property: Option<usize>,
    /// The name of the rule whose block is to come.
    block: Option<&'a str>,
    local: LocalNames,
    resolved: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// A bracket by itself, and the one that closes it.
    Plain(u8),
    /// The block of `@font-face`.
    FontFace,
    /// `url(` before a string.
    Url,
    /// `image-set(`, where a bare string is an address.
    ImageSet,
    /// `type(` in an `image-set(`.
    Type,
    Function,
}

impl<'a> Sheet<'a> {
    fn whole(&mut self, text: &str) {
        if let Some(at) = text.bytes().position(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0C'))
        {
            self.report.add(at, "the stylesheet holds a control character", "take it out");
        }
        if let Some(at) = memmem::find(text.as_bytes(), b"sourceMappingURL") {
            self.report.add(at, "a stylesheet names a source map", "take the comment out: browsers may load the map");
        }
    }

    fn token(&mut self, token: Token<'a>, at: usize) {
        if let Some((message, help)) = self.local.token(token, self.open.last().map(|(open, _)| *open)) {
            self.report.add(at, message, help);
        }
        let property = if token == Token::Space { self.hidden_property } else { self.hidden_property.take() };
        match token {
            Token::Ident(written) => {
                let name = unescape(written).to_ascii_lowercase();
                match name.as_str() {
                    "behavior" | "-ms-behavior" => self.hidden_property = Some(at),
                    "-moz-binding" | "progid" => self.harmful(at),
                    _ => {}
                }
            }
            Token::Other(b':') => {
                if let Some(at) = property {
                    self.harmful(at);
                }
            }
            Token::Function(written) => self.function(written, at),
            Token::AtKeyword(written) => self.at_keyword(written, at),
            Token::Url(url) => self.load(url, at),
            Token::Text(written) => self.string(&unescape(written), at),
            Token::Open(bracket) => {
                let is_font = bracket == b'{' && self.block.take() == Some("font-face");
                let open = if is_font { Bracket::FontFace } else { Bracket::Plain(closing(bracket)) };
                self.open.push((open, at));
            }
            Token::Close(bracket) => {
                let closed = self.open.pop().map(|(open, _)| open.closing());
                if closed != Some(bracket) {
                    let message = format!("a `{}` closes nothing", char::from(bracket));
                    self.report.add(at, message, "balance the brackets: browsers drop rules to find their way back");
                }
            }
            Token::Fault(fault) => self.report.add(at, fault.message(), fault.help()),
            Token::Other(b';') => self.block = None,
            Token::Space | Token::Other(_) => {}
        }
    }

    fn harmful(&mut self, at: usize) {
        let help = "take it out: in some browsers it runs scripts";
        self.report.add(at, "a property brings behaviour into the stylesheet", help);
    }

    fn at_keyword(&mut self, written: &'a str, at: usize) {
        self.block = Some(written);
        const ALLOWED: &[&str] = &[
            "-webkit-keyframes",
            "container",
            "counter-style",
            "font-face",
            "font-feature-values",
            "keyframes",
            "layer",
            "media",
            "page",
            "property",
            "scope",
            "starting-style",
            "supports",
            "view-transition",
            // The margins of a printed page.
            "bottom-center",
            "bottom-left",
            "bottom-left-corner",
            "bottom-right",
            "bottom-right-corner",
            "left-bottom",
            "left-middle",
            "left-top",
            "right-bottom",
            "right-middle",
            "right-top",
            "top-center",
            "top-left",
            "top-left-corner",
            "top-right",
            "top-right-corner",
        ];
        let name = unescape(written).to_ascii_lowercase();
        let help = match name.as_str() {
            "import" => "link each stylesheet from the page: an import loads one more file, from anywhere",
            "charset" => "write `@charset \"utf-8\";` as the first bytes, or nothing",
            _ if written.contains('\\') => "write the name without escapes",
            name if ALLOWED.contains(&name) => return,
            _ => "leave it out: the audit does not know what it loads",
        };
        self.report.add(at, format!("the rule `@{name}` is not allowed here"), help);
    }

    fn function(&mut self, written: &str, at: usize) {
        let name = unescape(written).to_ascii_lowercase();
        let bracket = match name.as_str() {
            "url" => Bracket::Url,
            "image-set" | "-webkit-image-set" => Bracket::ImageSet,
            "type" => Bracket::Type,
            _ => Bracket::Function,
        };
        self.open.push((bracket, at));
        // Parsers differ on what an escaped or foreign letter before a bracket makes of the name.
        if !written.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            let message = format!("the function {} is written with escapes or foreign letters", quoted(written));
            self.report.add(at, message, "write its name in plain letters");
            return;
        }
        let help = match name.as_str() {
            "expression" => "take it out: in some browsers it runs scripts",
            "src" | "image" | "cross-fade" | "-webkit-cross-fade" | "element" | "-moz-element" | "paint" => {
                "name the file with `url(…)`, so that the audit can follow it"
            }
            _ => return,
        };
        self.report.add(at, format!("the function `{name}()` is not allowed"), help);
    }

    fn string(&mut self, meant: &str, at: usize) {
        match self.open.last() {
            Some((Bracket::Url, _)) => self.load(meant, at),
            Some((Bracket::ImageSet, _)) => {
                let help = "write it as `url(…)`, so that every reader of the stylesheet sees an address";
                self.report.add(at, "an address in `image-set()` is a bare string", help);
            }
            Some((Bracket::Type, _)) if meant.starts_with("image/") => {}
            _ if looks_remote(meant) => {
                let help = "take it out: in the wrong place a string is an address to load";
                self.report.add(at, format!("the string {} is an address outside the bundle", quoted(meant)), help);
            }
            _ => {}
        }
    }

    fn load(&mut self, url: &str, at: usize) {
        const HELP: &str =
            "put the file into the theme's assets: a remote one tells another host that this page is read";
        const DATA: &[&str] = &[
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/svg+xml",
            "font/woff2",
            "font/woff",
            "font/ttf",
            "font/otf",
        ];
        const FILES: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff2", ".woff", ".ttf", ".otf"];
        let problem = match read(url) {
            Ok(Address::Data(kind)) if DATA.contains(&kind.as_str()) => return,
            Ok(Address::Inside { path, fragment: None }) if FILES.iter().any(|end| path.ends_with(end)) => {
                match self.auditor.find(self.path.folder(), &path, &mut self.resolved) {
                    Ok(()) => return,
                    Err((message, help)) => (format!("which {message}"), help),
                }
            }
            Ok(Address::Inside { .. }) => ("which is neither a picture nor a font".into(), HELP),
            Ok(_) => ("which is no file of the bundle".into(), HELP),
            Err(refusal @ address::Refusal::Character(_)) => (format!("which {}", refusal.message()), refusal.help()),
            Err(refusal) => (format!("which {}", refusal.message()), HELP),
        };
        self.report.add(at, format!("the stylesheet loads {}, {}", quoted(url), problem.0), problem.1);
    }
}

impl Bracket {
    fn closing(self) -> u8 {
        match self {
            Self::Plain(closing) => closing,
            Self::FontFace => b'}',
            _ => b')',
        }
    }
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

impl Fault {
    fn message(self) -> &'static str {
        match self {
            Self::Backslash => "a backslash escapes a line's end outside a string",
            Self::Unclosed => "a comment, a string or an address is not closed",
            Self::HtmlComment => "an HTML comment stands in the stylesheet",
            Self::Url => "a `url(…)` holds a quote, a bracket, a space or an escape",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Url => "write the address in quotes, or without such characters",
            Self::HtmlComment => "write `/* … */`",
            _ => "write plain rules: what browsers repair here, the audit cannot follow",
        }
    }
}
