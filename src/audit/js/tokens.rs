//! The tokens of a classic script. Where JavaScript's own grammar would be needed to tell a division from a regular
//! expression, or a comment from code, the text is refused: so no comment and no string can hide code.

use memchr::{memchr, memchr2, memchr3, memmem};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// An identifier or a keyword.
    Word(&'a str),
    Number,
    /// The text between the quotes, or a stretch of a template, escapes as written.
    Text(&'a str),
    Regex(&'a str),
    Punct(u8),
    Fault(Fault),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A `/` that may divide or begin a regular expression.
    AmbiguousSlash,
    /// A bracket that closes nothing.
    Bracket,
    /// `<!--`, `-->` or `#!`, which are comments in some places only.
    OddComment,
    /// A backslash or a letter outside ASCII in code.
    PlainNames,
    /// A comment, string, template or regular expression without an end.
    Unclosed,
}

/// An iterator over the tokens of a script. Comments are left out.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    start: usize,
    last: Last,
    open: Vec<Open>,
    /// Inside a template, after its backtick or a `}`.
    template: bool,
}

/// What the last token was, as far as it decides what a `/` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A value ended: `/` divides.
    Value,
    /// A value is to come: `/` begins a regular expression.
    Operator,
    /// One or the other.
    Unclear,
    /// `if`, `while`, `for` or `with`.
    Control,
    /// A `.`, or the `#` of a private name: a keyword after it is a name.
    Dot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `(` after `if` and the like: what follows its end is a statement.
    Control,
    Round,
    Square,
    Curly,
    /// `${` of a template.
    Template,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, start: 0, last: Last::Operator, open: Vec::new(), template: false }
    }

    /// The byte where the last token begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    fn token(&mut self) -> Token<'a> {
        let rest = &self.text.as_bytes()[self.at..];
        match *rest {
            [b'"' | b'\'', ..] => self.string(rest[0]),
            [b'`', ..] => {
                self.at += 1;
                self.template = true;
                self.template_text()
            }
            [b'<', b'!', b'-', b'-', ..] | [b'-', b'-', b'>', ..] => self.fault(Fault::OddComment, 3),
            [b'#', b'!', ..] if self.at == 0 => self.fault(Fault::OddComment, 2),
            [b'/', ..] => self.slash(),
            [byte, ..] if byte.is_ascii_digit() => self.number(),
            [b'.', digit, ..] if digit.is_ascii_digit() => self.number(),
            [byte, ..] if is_word(byte) => self.word(),
            [b'\\' | 0x80.., ..] => {
                let length = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
                self.fault(Fault::PlainNames, length)
            }
            [b'(' | b'[' | b'{' | b')' | b']' | b'}', ..] => self.bracket(rest[0]),
            [sign @ (b'+' | b'-'), next, ..] if next == sign => {
                self.last = Last::Unclear;
                self.at += 2;
                Token::Punct(sign)
            }
            _ => {
                self.at += 1;
                self.last = if matches!(rest[0], b'.' | b'#') { Last::Dot } else { Last::Operator };
                Token::Punct(rest[0])
            }
        }
    }

    fn fault(&mut self, fault: Fault, length: usize) -> Token<'a> {
        self.at += length;
        Token::Fault(fault)
    }

    fn unclosed(&mut self) -> Token<'a> {
        self.at = self.text.len();
        Token::Fault(Fault::Unclosed)
    }

    fn word(&mut self) -> Token<'a> {
        let start = self.at;
        while self.text.as_bytes().get(self.at).is_some_and(|byte| is_word(*byte)) {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        self.last = match word {
            _ if self.last == Last::Dot => Last::Value,
            "if" | "while" | "for" | "with" => Last::Control,
            // `for await (…)`
            "await" if self.last == Last::Control => Last::Control,
            "case" | "delete" | "do" | "else" | "extends" | "in" | "instanceof" | "new" | "return" | "throw"
            | "typeof" | "void" => Last::Operator,
            "await" | "of" | "yield" => Last::Unclear,
            _ => Last::Value,
        };
        Token::Word(word)
    }

    fn number(&mut self) -> Token<'a> {
        while self.text.as_bytes().get(self.at).is_some_and(|byte| is_word(*byte) || *byte == b'.') {
            self.at += 1;
        }
        self.last = Last::Value;
        Token::Number
    }

    fn string(&mut self, quote: u8) -> Token<'a> {
        self.at += 1;
        let start = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let Some(end) = memchr3(quote, b'\\', b'\n', rest) else { return self.unclosed() };
            // A lone `\r` ends a line too.
            if rest[end] == b'\n' || memchr(b'\r', &rest[..end]).is_some() {
                return self.fault(Fault::Unclosed, end + 1);
            }
            self.at += end + 1;
            if rest[end] == quote {
                self.last = Last::Value;
                return Token::Text(&self.text[start..self.at - 1]);
            }
            self.skip_escaped();
        }
    }

    fn template_text(&mut self) -> Token<'a> {
        let start = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let Some(end) = memchr3(b'`', b'\\', b'$', rest) else { return self.unclosed() };
            self.at += end + 1;
            match &rest[end..] {
                [b'`', ..] => {
                    self.template = false;
                    self.last = Last::Value;
                    return Token::Text(&self.text[start..self.at - 1]);
                }
                [b'$', b'{', ..] => {
                    self.at += 1;
                    self.template = false;
                    self.last = Last::Operator;
                    self.open.push(Open::Template);
                    return Token::Text(&self.text[start..self.at - 2]);
                }
                [b'\\', ..] => self.skip_escaped(),
                _ => {}
            }
        }
    }

    fn skip_escaped(&mut self) {
        let rest = &self.text[self.at..];
        self.at += if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
    }

    fn slash(&mut self) -> Token<'a> {
        match self.last {
            Last::Value => {
                self.last = Last::Operator;
                self.at += 1;
                Token::Punct(b'/')
            }
            Last::Operator => self.regex(),
            Last::Unclear | Last::Control | Last::Dot => self.fault(Fault::AmbiguousSlash, 1),
        }
    }

    fn regex(&mut self) -> Token<'a> {
        let (start, mut class) = (self.at + 1, false);
        self.at += 1;
        loop {
            let Some(byte) = self.text.as_bytes().get(self.at) else { return self.unclosed() };
            match byte {
                b'\n' | b'\r' => return self.fault(Fault::Unclosed, 1),
                b'\\' => self.at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                _ => {}
            }
            let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            self.at = (self.at + length).min(self.text.len());
        }
        let pattern = &self.text[start..self.at];
        self.at += 1;
        while self.text.as_bytes().get(self.at).is_some_and(|byte| is_word(*byte)) {
            self.at += 1;
        }
        self.last = Last::Value;
        Token::Regex(pattern)
    }

    fn bracket(&mut self, bracket: u8) -> Token<'a> {
        self.at += 1;
        let opened = match bracket {
            b'(' if self.last == Last::Control => Some(Open::Control),
            b'(' => Some(Open::Round),
            b'[' => Some(Open::Square),
            b'{' => Some(Open::Curly),
            _ => None,
        };
        if let Some(open) = opened {
            self.open.push(open);
            self.last = Last::Operator;
            return Token::Punct(bracket);
        }
        self.last = match (bracket, self.open.pop()) {
            (b')', Some(Open::Control)) => Last::Operator,
            (b')', Some(Open::Round)) | (b']', Some(Open::Square)) => Last::Value,
            (b'}', Some(Open::Curly)) => Last::Unclear,
            (b'}', Some(Open::Template)) => {
                self.template = true;
                Last::Value
            }
            _ => return Token::Fault(Fault::Bracket),
        };
        Token::Punct(bracket)
    }

    /// Skips white space and comments; `false` where a comment has no end.
    fn skip_blank(&mut self) -> bool {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            match rest {
                [b' ' | b'\n' | b'\t' | b'\r' | 0x0B | 0x0C, ..] => self.at += 1,
                [b'/', b'/', ..] => self.at += memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
                [b'/', b'*', body @ ..] => match memmem::find(body, b"*/") {
                    Some(end) => self.at += end + 4,
                    None => return false,
                },
                _ => return true,
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let closed = self.template || self.skip_blank();
        self.start = self.at;
        if !closed {
            return Some(self.unclosed());
        }
        if self.at == self.text.len() {
            // Brackets left open are as telling as those that close nothing.
            return self.open.drain(..).next().map(|_| Token::Fault(Fault::Bracket));
        }
        Some(if self.template { self.template_text() } else { self.token() })
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(js: &str) -> Vec<Token<'_>> {
        Tokens::new(js).collect()
    }

    #[test]
    fn tells_division_from_regular_expressions() {
        use Token::{Number, Punct, Regex, Word};
        assert_eq!(tokens("a / b / 2"), [Word("a"), Punct(b'/'), Word("b"), Punct(b'/'), Number]);
        assert_eq!(tokens("(a) / 2")[3..], [Punct(b'/'), Number]);
        assert_eq!(tokens("= /[/*]\\//g")[1], Regex(r"[/*]\/"));
        assert_eq!(tokens("if (x) /[/*]/.test(y)")[4], Regex("[/*]"));
        assert_eq!(tokens("return /a/")[1], Regex("a"));
        assert_eq!(tokens("a.return / 2")[3], Punct(b'/'));
        assert_eq!(tokens("this.#if(x) /a/ 2")[7], Punct(b'/'));
        assert_eq!(tokens("for await (x of y) /a/")[7], Regex("a"));
        assert_eq!(tokens("class A extends /[/*]/ {")[3], Regex("[/*]"));
        for unclear in ["{} /a/", "a++ /b/ 1", "yield /a/", "} /a/"] {
            let found = tokens(unclear);
            assert!(found.iter().any(|token| matches!(token, Token::Fault(_))), "{unclear}: {found:?}");
        }
    }

    #[test]
    fn reads_strings_templates_and_comments() {
        use Token::{Punct, Text, Word};
        assert_eq!(tokens(r"'a\'b' // 'c"), [Text(r"a\'b")]);
        assert_eq!(tokens("`a${b + `c`}d`"), [Text("a"), Word("b"), Punct(b'+'), Text("c"), Punct(b'}'), Text("d")]);
        assert_eq!(tokens("`a${{b}}c`").last(), Some(&Text("c")));
        assert_eq!(tokens("/* ` */ a // `\nb"), [Word("a"), Word("b")]);
    }

    #[test]
    fn refuses_what_could_hide_code() {
        for js in
            ["'a\nb'", "`a", "/* a", "<!-- a", "\n--> a", "#!/bin/a", "f\\u0061", "é", "(", "(]", "}", "= /a\n/", "'a"]
        {
            let found = tokens(js);
            assert!(found.iter().any(|token| matches!(token, Token::Fault(_))), "{js:?}: {found:?}");
        }
    }
}
