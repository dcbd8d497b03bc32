//! A strict reading of markup: the subset of HTML on which every parser agrees, and a [`Fault`] for all the rest.
//!
//! A browser accepts any bytes and guesses; each guess is a place where two parsers differ and something can hide.
//! So nothing is guessed here: values are quoted, names are plain, `<` stands only where a tag begins. A test compares
//! what this scanner saw with a tokenizer of the HTML standard.

mod one_file;

pub(crate) use one_file::{Part, Parts, data_url, policy};

use memchr::{memchr, memchr2, memmem};

/// Takes the pieces of a text in their order, each with the byte where it begins.
pub(crate) trait Reader<'a> {
    /// `<name`; its attributes follow, then the end of the tag.
    fn start(&mut self, name: &'a str, at: usize);
    /// An attribute of the tag just begun: the value is as written, without its quotes.
    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, at: usize);
    /// `>`, or `/>` with a slash.
    fn start_end(&mut self, slash: bool);
    fn end(&mut self, name: &'a str, at: usize);
    /// Text between tags, never empty.
    fn text(&mut self, text: &'a str, at: usize);
    /// The whole of a `<style>` or `<script>` without attributes that stands in the page: see [`html_with_code`]. `at` is where
    /// its start tag begins.
    fn code(&mut self, name: &'a str, code: &'a str, at: usize) {
        let _ = (name, code, at);
    }
    /// What is outside the subset. The scanner goes on at the next place that makes sense.
    fn fault(&mut self, fault: Fault<'a>, at: usize);
}

/// Reads a page, which begins with `<!doctype html>`.
pub(crate) fn html<'a>(text: &'a str, reader: &mut impl Reader<'a>) {
    let prolog = doctype(text);
    if prolog.is_none() {
        reader.fault(Fault::NoDoctype, 0);
    }
    Scanner { text, at: prolog.unwrap_or(0), xml: false, code: false, reader }.content();
}

/// As [`html`], for a page that holds its style sheets and scripts.
///
/// No code holds `</` or `<!--`: so every parser sees it end at the first end tag, and none takes a part of it for a comment, in which
/// another `<script>` would change where it ends.
pub(crate) fn html_with_code<'a>(text: &'a str, reader: &mut impl Reader<'a>) {
    let prolog = doctype(text);
    if prolog.is_none() {
        reader.fault(Fault::NoDoctype, 0);
    }
    Scanner { text, at: prolog.unwrap_or(0), xml: false, code: true, reader }.content();
}

/// Reads an XML document, which begins with `<?xml …?>`; no element has content of a kind of its own.
pub(crate) fn xml<'a>(text: &'a str, reader: &mut impl Reader<'a>) {
    let prolog = xml_declaration(text);
    if prolog.is_none() {
        reader.fault(Fault::NoXmlDeclaration, 0);
    }
    Scanner { text, at: prolog.unwrap_or(0), xml: true, code: false, reader }.content();
}

struct Scanner<'a, 'r, R> {
    text: &'a str,
    at: usize,
    xml: bool,
    /// Whether style sheets and scripts may stand in the page.
    code: bool,
    reader: &'r mut R,
}

impl<'a, R: Reader<'a>> Scanner<'a, '_, R> {
    fn content(&mut self) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            if bytes[self.at] != b'<' {
                let start = self.at;
                self.at += memchr(b'<', &bytes[start..]).unwrap_or(bytes.len() - start);
                self.reader.text(&self.text[start..self.at], start);
                continue;
            }
            match bytes.get(self.at + 1) {
                Some(b'/') => self.end_tag(),
                Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(),
                Some(b'!') => self.comment(),
                Some(b'?') => self.skip_past(Fault::ProcessingInstruction, self.at),
                _ => {
                    self.reader.fault(Fault::BareLess, self.at);
                    self.at += 1;
                }
            }
        }
    }

    fn start_tag(&mut self) {
        let start = self.at;
        self.at += 1;
        let (name, plain) = self.name();
        if self.code && matches!(name, "style" | "script") && self.byte() == Some(b'>') {
            return self.code(name, start);
        }
        if !plain || self.is_raw_text(name) {
            return self.refused_tag(name, start);
        }
        self.reader.start(name, start);
        self.attributes();
        if !self.xml && matches!(name, "script" | "title") {
            self.opaque(name);
        }
    }

    /// A style sheet or a script, up to and with its end tag.
    fn code(&mut self, name: &'a str, start: usize) {
        self.at += 1;
        let rest = &self.text[self.at..];
        let length = memmem::find(rest.as_bytes(), b"</").unwrap_or(rest.len());
        let (code, after) = rest.split_at(length);
        let end = after.strip_prefix("</").and_then(|after| after.strip_prefix(name));
        if !end.is_some_and(|after| after.starts_with('>')) || memmem::find(code.as_bytes(), b"<!--").is_some() {
            return self.refused_tag(name, start);
        }
        self.at += length + "</>".len() + name.len();
        self.reader.code(name, code, start);
    }

    /// Whether a browser does not read the element's content as markup, always or depending on its settings. Scripts
    /// and titles are judged when their content is there.
    fn is_raw_text(&self, name: &str) -> bool {
        let names = matches!(
            name.as_bytes(),
            b"iframe" | b"noembed" | b"noframes" | b"noscript" | b"plaintext" | b"style" | b"textarea" | b"xmp"
        );
        names && !self.xml
    }

    /// A start tag with capitals, or of an element whose content is not read.
    fn refused_tag(&mut self, name: &'a str, start: usize) {
        let lower = name.to_ascii_lowercase();
        if !self.is_raw_text(&lower) && !matches!(lower.as_str(), "script" | "title") {
            return self.skip_past(Fault::Capitals(name), start);
        }
        let code = self.code && matches!(lower.as_str(), "script" | "style");
        self.reader.fault(if code { Fault::Code } else { Fault::RawText(name) }, start);
        let rest = &self.text.as_bytes()[self.at..];
        self.at += find_ignoring_case(rest, format!("</{lower}").as_bytes()).unwrap_or(rest.len());
        let rest = &self.text.as_bytes()[self.at..];
        self.at += memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
    }

    fn end_tag(&mut self) {
        let start = self.at;
        self.at += 2;
        let (name, plain) = self.name();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || self.byte() != Some(b'>') {
            return self.skip_past(Fault::EndTag, start);
        }
        self.at += 1;
        if plain {
            self.reader.end(name, start);
        } else {
            self.reader.fault(Fault::Capitals(name), start);
        }
    }

    /// The text of a comment holds no `<`, `>` or `--`, so that no parser of any age ends it elsewhere.
    fn comment(&mut self) {
        let start = self.at;
        let Some(body) = self.text[start..].strip_prefix("<!--") else {
            return self.skip_past(Fault::Declaration, start);
        };
        let end = memmem::find(body.as_bytes(), b"--");
        let Some((text, "-->")) = end.map(|end| (&body[..end], body.get(end..end + 3).unwrap_or_default())) else {
            return self.skip_past(Fault::Comment, start);
        };
        if text.starts_with('-') || memchr2(b'<', b'>', text.as_bytes()).is_some() {
            return self.skip_past(Fault::Comment, start);
        }
        self.at += "<!--".len() + text.len() + "-->".len();
    }

    /// Reads to the `>` of a start tag. After a fault it goes on at the next `>`.
    fn attributes(&mut self) {
        loop {
            let name_end = self.at;
            self.skip_space();
            let start = self.at;
            match self.byte() {
                Some(b'>') => {
                    self.at += 1;
                    return self.reader.start_end(false);
                }
                Some(b'/') if self.text.as_bytes().get(start + 1) == Some(&b'>') => {
                    self.at += 2;
                    return self.reader.start_end(true);
                }
                None => {
                    self.reader.fault(Fault::Unclosed, start);
                    return self.reader.start_end(false);
                }
                Some(b'/') => self.skip_to_tag_end(Fault::Slash, start),
                Some(_) if start == name_end => self.skip_to_tag_end(Fault::NoSpace, start),
                Some(_) => self.attribute(),
            }
        }
    }

    fn attribute(&mut self) {
        let start = self.at;
        let (name, _) = self.name();
        match self.byte() {
            _ if name.is_empty() => self.skip_to_tag_end(Fault::AttributeName, start),
            Some(b'=') => self.value(name, start),
            Some(b' ' | b'\t' | b'\n' | b'\r' | b'>' | b'/') => self.reader.attribute(name, None, start),
            _ => self.skip_to_tag_end(Fault::AttributeName, start),
        }
    }

    fn value(&mut self, name: &'a str, start: usize) {
        let bytes = self.text.as_bytes();
        let quote = match bytes.get(self.at + 1) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return self.skip_to_tag_end(Fault::Unquoted(name), start),
        };
        let from = self.at + 2;
        let end = memchr2(quote, b'<', &bytes[from..]).map_or(bytes.len(), |length| from + length);
        match bytes.get(end) {
            Some(b'<') => {
                self.at = memchr(quote, &bytes[end..]).map_or(bytes.len(), |length| end + length + 1);
                self.reader.fault(Fault::LessInValue(name), start);
            }
            Some(_) => {
                self.at = end + 1;
                self.reader.attribute(name, Some(&self.text[from..end]), start);
            }
            None => self.skip_to_tag_end(Fault::Unclosed, start),
        }
    }

    /// A script is empty, and the text of a title holds no markup: so it does not matter how a parser reads what is
    /// between their tags.
    fn opaque(&mut self, name: &str) {
        let rest = &self.text[self.at..];
        let (length, fault) = match name {
            "script" => (0, Fault::InlineScript),
            _ => (memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()), Fault::TitleMarkup),
        };
        let end_tag = rest[length..].strip_prefix("</").and_then(|after| after.strip_prefix(name));
        if !end_tag.is_some_and(|after| after.starts_with('>')) {
            self.reader.fault(fault, self.at);
            let end = format!("</{name}");
            self.at += find_ignoring_case(rest.as_bytes(), end.as_bytes()).unwrap_or(rest.len());
        }
    }

    /// Reports a fault and goes on after the next `>`.
    fn skip_past(&mut self, fault: Fault<'a>, start: usize) {
        self.skip_to_tag_end(fault, start);
        self.at = self.text.len().min(self.at + 1);
    }

    /// Reports a fault and goes on at the next `>`.
    fn skip_to_tag_end(&mut self, fault: Fault<'a>, start: usize) {
        self.reader.fault(fault, start);
        let rest = &self.text.as_bytes()[self.at..];
        self.at += memchr(b'>', rest).unwrap_or(rest.len());
    }

    /// The name that begins here, may be empty, and whether it has no capitals.
    fn name(&mut self) -> (&'a str, bool) {
        let rest = &self.text[self.at..];
        let (mut kinds, mut length) = (0, 0);
        for byte in rest.bytes() {
            let kind = NAME[usize::from(byte)];
            if kind == 0 {
                break;
            }
            kinds |= kind;
            length += 1;
        }
        self.at += length;
        (&rest[..length], kinds & CAPITAL == 0)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }
}

/// Why a piece of markup is outside the subset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault<'a> {
    AttributeName,
    BareLess,
    Capitals(&'a str),
    Code,
    Comment,
    Declaration,
    EndTag,
    InlineScript,
    LessInValue(&'a str),
    NoDoctype,
    NoSpace,
    NoXmlDeclaration,
    ProcessingInstruction,
    RawText(&'a str),
    Slash,
    TitleMarkup,
    Unclosed,
    Unquoted(&'a str),
}

/// The bytes of names. Anything else next to a name is a fault, so that no parser reads a longer one.
static NAME: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'A'..=b'Z' => CAPITAL,
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b':' | b'_' | b'.' => 1,
            _ => 0,
        };
        byte += 1;
    }
    table
};
const CAPITAL: u8 = 2;

fn doctype(text: &str) -> Option<usize> {
    const DOCTYPE: &str = "<!doctype html>";
    text.get(..DOCTYPE.len()).filter(|start| start.eq_ignore_ascii_case(DOCTYPE)).map(str::len)
}

fn xml_declaration(text: &str) -> Option<usize> {
    const FORMS: [&str; 2] =
        ["<?xml version=\"1.0\" encoding=\"utf-8\"?>", "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>"];
    let matches = |form: &&str| text.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form));
    FORMS.iter().find(|form| matches(form)).map(|form| form.len())
}

fn find_ignoring_case(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        from += memchr(wanted[0], &text[from..])?;
        if text.get(from..from + wanted.len())?.eq_ignore_ascii_case(wanted) {
            return Some(from);
        }
        from += 1;
    }
}

impl Fault<'_> {
    /// What is wrong, in one sentence.
    pub(crate) fn message(self) -> String {
        match self {
            Self::AttributeName => "an attribute has a name that is not letters, digits and hyphens".into(),
            Self::BareLess => "a `<` stands in the text and begins no tag".into(),
            Self::Capitals(name) => format!("the tag `{name}` is written with capitals"),
            Self::Code => "a style sheet or a script is not closed, has attributes, or holds `</` or `<!--`".into(),
            Self::Comment => "a comment is not closed, or holds `<`, `>` or `--`".into(),
            Self::Declaration => "a `<!` begins neither the doctype nor a comment".into(),
            Self::EndTag => "an end tag is not just `</name>`".into(),
            Self::InlineScript => "a script is written into the page".into(),
            Self::LessInValue(name) => format!("the value of `{name}` holds a `<`"),
            Self::NoDoctype => "the page does not begin with `<!doctype html>`".into(),
            Self::NoSpace => "two parts of a tag have no space between them".into(),
            Self::NoXmlDeclaration => "the file does not begin with an XML declaration in UTF-8".into(),
            Self::ProcessingInstruction => "a processing instruction `<?` is in the file".into(),
            Self::RawText(name) => format!("the element `{name}` is not allowed"),
            Self::Slash => "a `/` stands inside a tag".into(),
            Self::TitleMarkup => "the title holds a `<`".into(),
            Self::Unclosed => "a tag is not closed".into(),
            Self::Unquoted(name) => format!("the value of `{name}` is not in quotes"),
        }
    }

    /// What to do about it.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::InlineScript => {
                "put it into a file and load it with `<script src>`: the page's policy runs nothing else"
            }
            Self::RawText(name) if name.eq_ignore_ascii_case("style") => {
                "put the rules into the theme's stylesheet: the page's policy applies nothing else"
            }
            Self::RawText(name) if name.eq_ignore_ascii_case("noscript") => {
                "write the page so that it is complete without scripts; browsers read `noscript` in two ways"
            }
            Self::Code => "write `<\\/` in a script's strings, and no HTML comment",
            Self::RawText(_) => "take it out: browsers do not read its content as the rest of the page",
            Self::BareLess | Self::LessInValue(_) | Self::TitleMarkup => "write it as `&lt;`",
            Self::NoDoctype => "begin the template with `<!doctype html>`, without anything before it",
            Self::NoXmlDeclaration => "begin the template with `<?xml version=\"1.0\" encoding=\"utf-8\"?>`",
            _ => {
                "write plain, closed tags with values in quotes: browsers differ on anything else, and there things can hide"
            }
        }
    }
}
