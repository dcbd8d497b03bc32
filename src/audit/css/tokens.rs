//! The tokens of CSS Syntax 3, as far as an audit needs them: numbers and punctuation carry nothing.

use memchr::{memchr3, memmem};
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// As written, escapes too.
    Ident(&'a str),
    /// A name and its `(`.
    Function(&'a str),
    AtKeyword(&'a str),
    /// The text between the quotes, escapes as written.
    Text(&'a str),
    /// The text of `url(…)` without quotes.
    Url(&'a str),
    Open(u8),
    Close(u8),
    Space,
    /// A number, a hash, or a character by itself.
    Other(u8),
    Fault(Fault),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A backslash before a line's end, outside a string.
    Backslash,
    /// A comment, string or `url(` that never ends, or ends with its line.
    Unclosed,
    /// `<!--` or `-->`.
    HtmlComment,
    /// A quote, bracket, control or escape in a `url(…)` without quotes.
    Url,
}

/// An iterator over the tokens of a stylesheet. Comments are left out.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    start: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, start: 0 }
    }

    /// The byte where the last token begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    fn token(&mut self) -> Token<'a> {
        let rest = &self.text.as_bytes()[self.at..];
        match *rest {
            [b' ' | b'\n' | b'\t' | b'\r' | b'\x0C', ..] => {
                self.skip_space();
                Token::Space
            }
            [quote @ (b'"' | b'\''), ..] => self.quoted(quote),
            [bracket @ (b'(' | b'[' | b'{'), ..] => self.one(Token::Open(bracket)),
            [bracket @ (b')' | b']' | b'}'), ..] => self.one(Token::Close(bracket)),
            [b'<', b'!', b'-', b'-', ..] | [b'-', b'-', b'>', ..] => self.one(Token::Fault(Fault::HtmlComment)),
            [b'#', ..] => {
                self.at += 1;
                self.name();
                Token::Other(b'#')
            }
            [b'@', ..] if begins_ident(&rest[1..]) => {
                self.at += 1;
                Token::AtKeyword(self.name())
            }
            _ if begins_number(rest) => self.number(),
            _ if begins_ident(rest) => self.ident(),
            [b'\\', ..] => self.one(Token::Fault(Fault::Backslash)),
            [byte, ..] => self.one(Token::Other(byte)),
            [] => Token::Space,
        }
    }

    fn one(&mut self, token: Token<'a>) -> Token<'a> {
        self.at += 1;
        token
    }

    /// A name, a function, or a `url(…)` without quotes.
    fn ident(&mut self) -> Token<'a> {
        let name = self.name();
        if self.byte() != Some(b'(') {
            return Token::Ident(name);
        }
        self.at += 1;
        if !name.eq_ignore_ascii_case("url") {
            return Token::Function(name);
        }
        let rest = &self.text[self.at..];
        if rest.trim_start_matches(SPACE).starts_with(['"', '\'']) { Token::Function(name) } else { self.url() }
    }

    fn url(&mut self) -> Token<'a> {
        let rest = &self.text[self.at..];
        let Some(end) = rest.find(')') else {
            self.at = self.text.len();
            return Token::Fault(Fault::Unclosed);
        };
        self.at += end + 1;
        let url = rest[..end].trim_matches(SPACE);
        let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '\\');
        if url.contains(odd) { Token::Fault(Fault::Url) } else { Token::Url(url) }
    }

    fn quoted(&mut self, quote: u8) -> Token<'a> {
        self.at += 1;
        let start = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let Some(end) = memchr3(quote, b'\\', b'\n', rest) else {
                self.at = self.text.len();
                return Token::Fault(Fault::Unclosed);
            };
            // A string may not hold the other line ends either.
            let other_end = rest[..end].iter().any(|byte| matches!(byte, b'\r' | b'\x0C'));
            self.at += end + 1;
            match rest[end] {
                _ if other_end => return Token::Fault(Fault::Unclosed),
                b'\n' => return Token::Fault(Fault::Unclosed),
                b'\\' => self.skip_escaped(),
                _ => return Token::Text(&self.text[start..self.at - 1]),
            }
        }
    }

    /// Skips what follows a backslash: up to six hexadecimal digits and one space, or any one character. `\r\n` is one.
    fn skip_escaped(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
        self.at += digits;
        let rest = &self.text[self.at..];
        self.at += match rest.chars().next() {
            _ if rest.starts_with("\r\n") => 2,
            Some(c) if digits == 0 || SPACE.contains(&c) => c.len_utf8(),
            _ => 0,
        };
    }

    fn number(&mut self) -> Token<'a> {
        let bytes = self.text.as_bytes();
        self.at += usize::from(matches!(bytes[self.at], b'+' | b'-'));
        self.skip_digits();
        if let [b'.', digit, ..] = bytes[self.at..]
            && digit.is_ascii_digit()
        {
            self.at += 1;
            self.skip_digits();
        }
        if let [b'e' | b'E', next @ ..] = &bytes[self.at..] {
            let sign = usize::from(matches!(next.first(), Some(b'+' | b'-')));
            if next.get(sign).is_some_and(u8::is_ascii_digit) {
                self.at += 1 + sign;
                self.skip_digits();
            }
        }
        if begins_ident(&bytes[self.at..]) {
            self.name();
        }
        Token::Other(b'0')
    }

    fn skip_digits(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\t' | b'\r' | b'\x0C')) {
            self.at += 1;
        }
    }

    fn name(&mut self) -> &'a str {
        let start = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            match rest {
                [byte, ..] if is_name(*byte) => self.at += 1,
                [b'\\', ..] if is_escape(rest) => {
                    self.at += 1;
                    self.skip_escaped();
                }
                _ => return &self.text[start..self.at],
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.start = self.at;
            let rest = &self.text.as_bytes()[self.at..];
            match rest {
                [] => return None,
                [b'/', b'*', body @ ..] => match memmem::find(body, b"*/") {
                    Some(end) => self.at += end + 4,
                    None => {
                        self.at = self.text.len();
                        return Some(Token::Fault(Fault::Unclosed));
                    }
                },
                _ => return Some(self.token()),
            }
        }
    }
}

const SPACE: [char; 5] = [' ', '\n', '\t', '\r', '\x0C'];

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..)
}

fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'\\', next, ..] if !matches!(next, b'\n' | b'\r' | b'\x0C'))
}

fn begins_ident(text: &[u8]) -> bool {
    match text {
        [b'-', b'-', ..] => true,
        [b'-', next @ ..] => begins_word(next),
        _ => begins_word(text),
    }
}

fn begins_word(text: &[u8]) -> bool {
    match text {
        [byte, ..] if is_name(*byte) => !byte.is_ascii_digit() && *byte != b'-',
        _ => is_escape(text),
    }
}

fn begins_number(text: &[u8]) -> bool {
    match text {
        [b'+' | b'-', rest @ ..] => matches!(rest, [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..]),
        _ => matches!(text, [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..]),
    }
}

/// What a name or a string means: its escapes decoded.
pub(super) fn unescape(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut meant = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            meant.push(c);
            continue;
        }
        let mut hex = String::new();
        while let Some(digit) = chars.next_if(|c| hex.len() < 6 && c.is_ascii_hexdigit()) {
            hex.push(digit);
        }
        if hex.is_empty() {
            // A line's end after a backslash joins the lines.
            let next = chars.next();
            if next == Some('\r') {
                chars.next_if_eq(&'\n');
            }
            meant.extend(next.filter(|c| !matches!(c, '\n' | '\r' | '\x0C')));
            continue;
        }
        let number = u32::from_str_radix(&hex, 16).ok().filter(|number| *number != 0);
        meant.push(number.and_then(char::from_u32).unwrap_or('\u{FFFD}'));
        if chars.next_if_eq(&'\r').is_some() {
            chars.next_if_eq(&'\n');
        } else {
            chars.next_if(|c| SPACE.contains(c));
        }
    }
    Cow::Owned(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(css: &str) -> Vec<Token<'_>> {
        Tokens::new(css).filter(|token| *token != Token::Space).collect()
    }

    #[test]
    fn reads_names_functions_and_urls() {
        use Token::{AtKeyword, Close, Function, Ident, Open, Other, Text, Url};
        assert_eq!(tokens("@media(a)"), [AtKeyword("media"), Open(b'('), Ident("a"), Close(b')')]);
        assert_eq!(tokens("URL( a.png )"), [Url("a.png")]);
        assert_eq!(tokens("url( 'a.png')"), [Function("url"), Text("a.png"), Close(b')')]);
        assert_eq!(tokens(r"\75 rl(a)"), [Function(r"\75 rl"), Ident("a"), Close(b')')]);
        assert_eq!(tokens("-webkit-x(--y:-1.5e-3px #a/**/b)")[..2], [Function("-webkit-x"), Ident("--y")]);
        assert_eq!(tokens("1e3url(a)"), [Other(b'0'), Open(b'('), Ident("a"), Close(b')')]);
        assert_eq!(
            tokens(
                r#""a\"b" 'c\
d'"#
            ),
            [Text(r#"a\"b"#), Text("c\\\nd")]
        );
    }

    #[test]
    fn faults() {
        for (css, fault) in [
            ("/* a", Fault::Unclosed),
            ("'a\nb'", Fault::Unclosed),
            ("'a", Fault::Unclosed),
            ("url(a", Fault::Unclosed),
            ("url(a b)", Fault::Url),
            ("url(a\\29)", Fault::Url),
            ("url(a'b)", Fault::Url),
            ("<!-- a -->", Fault::HtmlComment),
            ("\\\n", Fault::Backslash),
        ] {
            assert!(tokens(css).contains(&Token::Fault(fault)), "{css:?}");
        }
    }

    #[test]
    fn escapes_mean_what_they_stand_for() {
        assert_eq!(unescape(r"\75 rl"), "url");
        assert_eq!(unescape(r"\000075rl"), "url");
        assert_eq!(unescape(r"im\port"), "import");
        assert_eq!(unescape("a\\\nb"), "ab");
        assert_eq!(unescape(r"\0 \d800 x"), "\u{FFFD}\u{FFFD}x");
        assert_eq!(unescape(r"\"), "");
    }
}
