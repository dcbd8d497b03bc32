//! Pages: the strict subset of HTML, what may stand where, and what every page must have.

mod attributes;
mod chapter;
mod one_file;
mod required;
mod stack;
mod vocabulary;

use super::address::{Refusal, decode_references};
use super::facts::{AnchorLink, DEAD_ANCHOR, PageFacts, hash_of};
use super::report::{Report, quoted};
use super::{Auditor, EXIT_ID, EXIT_PAGE, NOT_FOUND_PAGE};
use crate::diagnostic::Diagnostic;
use crate::markup::{self, Fault, Parts, Reader};
use crate::source::VPath;
use attributes::Tag;
use memchr::{memchr_iter, memrchr};
use one_file::Code;
use required::Required;
use stack::Stack;
use std::borrow::Cow;
pub(super) use vocabulary::allowed as allowed_elements;
use vocabulary::{Element, Shape};

/// Audits one page.
pub(super) fn audit(auditor: &Auditor<'_>, path: &VPath, text: &str) -> (Vec<Diagnostic>, PageFacts) {
    let mut page = Page::new(auditor, path, text);
    page.controls();
    markup::html(text, &mut page);
    page.finish()
}

/// Audits a page that holds these parts and needs nothing else.
pub(super) fn audit_one_file(
    auditor: &Auditor<'_>,
    path: &VPath,
    text: &str,
    parts: &Parts,
) -> (Vec<Diagnostic>, PageFacts) {
    let mut page = Page::new(auditor, path, text);
    page.kind = PageKind::OneFile;
    page.code = Code::of(parts);
    page.controls();
    markup::html_with_code(text, &mut page);
    page.finish()
}

/// Audits a chapter of a book, which is XHTML.
pub(super) fn audit_chapter(auditor: &Auditor<'_>, path: &VPath, text: &str) -> (Vec<Diagnostic>, PageFacts) {
    let mut page = Page::new(auditor, path, text);
    page.kind = PageKind::Chapter;
    page.controls();
    page.chapter_characters();
    markup::xml(text, &mut page);
    page.finish()
}

/// A page while it is read.
struct Page<'a> {
    auditor: &'a Auditor<'a>,
    path: &'a VPath,
    folder: &'a str,
    kind: PageKind,
    source: &'a str,
    report: Report<'a>,
    /// The title so far, where only some are allowed.
    title: String,
    tag: Tag<'a>,
    stack: Stack<'a>,
    required: Required,
    ids: Vec<(u64, usize)>,
    /// Ids of this page that something names: hash, place, as written.
    refs: Vec<(u64, usize, &'a str)>,
    links: Vec<AnchorLink>,
    /// What a page of one file holds, and may hold.
    code: Code<'a>,
    lines: Lines,
    /// A path that was followed last; kept to be written over.
    resolved: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageKind {
    Guide,
    Exit,
    NotFound,
    /// All pages of a language in one file.
    OneFile,
    /// Of a book.
    Chapter,
}

/// How far lines and columns are counted: a page in one line is walked once, however many places of it are asked for.
#[derive(Default)]
struct Lines {
    at: usize,
    /// Line ends before `at`, and characters between the last of them and `at`.
    count: usize,
    column: usize,
}

impl Lines {
    /// The line and the column of the byte `at`, from 1, which is not before the one that was asked for last.
    fn place(&mut self, text: &str, at: usize) -> (usize, usize) {
        let passed = &text.as_bytes()[self.at..at];
        if let Some(end) = memrchr(b'\n', passed) {
            self.count += memchr_iter(b'\n', passed).count();
            self.column = 0;
            self.at += end + 1;
        }
        self.column += text[self.at..at].chars().count();
        self.at = at;
        (1 + self.count, 1 + self.column)
    }
}

impl<'a> Reader<'a> for Page<'a> {
    fn start(&mut self, name: &'a str, at: usize) {
        self.tag.begin(name, at);
    }

    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, at: usize) {
        self.tag_attribute(name, value, at);
    }

    fn start_end(&mut self, slash: bool) {
        let Tag { element, name, at, .. } = self.tag;
        self.place();
        self.values();
        self.element_rules();
        if self.kind == PageKind::Chapter {
            self.chapter_tag(slash);
        }
        let drawing = element.shape() == Shape::Drawing;
        if element.is_void() || slash && drawing || element == Element::Unknown && is_void_name(name) {
            return;
        }
        if slash {
            let help = "write an end tag: browsers ignore the slash, and the element stays open";
            self.report.add(at, format!("`<{name}/>` is not closed by its slash"), help);
        }
        if !self.stack.push(element, name, at) {
            self.report.add(at, "elements are nested too deep", "nest less: browsers flatten what is deeper than 512");
        }
    }

    fn end(&mut self, name: &'a str, at: usize) {
        match self.stack.close(name) {
            stack::Closed::Top { element: Element::Title, empty, start } if self.stack.top() == Some(Element::Head) => {
                self.title_end(empty, start);
            }
            stack::Closed::Top { .. } => {}
            stack::Closed::Deeper { open, open_at } => {
                let message = format!("`</{name}>` closes an element while `<{open}>` inside it is open");
                self.report.add(open_at, message, "write the end tag of each element, in the order of nesting");
            }
            stack::Closed::Nothing => {
                self.report.add(at, format!("`</{name}>` closes nothing"), "take it out, or write its start tag");
            }
        }
    }

    fn text(&mut self, text: &'a str, at: usize) {
        self.stack.filled();
        self.title_text(text, at);
        if self.kind == PageKind::Chapter {
            self.chapter_text(text, at);
        }
        let blank = || text.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
        if self.stack.top().is_none_or(|element| !element.holds_text()) && !blank() {
            let at = at + text.len() - text.trim_ascii_start().len();
            let place =
                self.stack.top_name().map_or("outside the page".into(), |name| format!("directly in `<{name}>`"));
            let help = "browsers would move it elsewhere; put it into an element for text";
            self.report.add(at, format!("text stands {place}"), help);
        }
    }

    fn code(&mut self, name: &'a str, code: &'a str, at: usize) {
        self.stack.filled();
        self.judge_code(name, code, at);
    }

    fn fault(&mut self, fault: Fault<'a>, at: usize) {
        self.report.add(at, fault.message(), fault.help());
    }
}

impl<'a> Page<'a> {
    fn new(auditor: &'a Auditor<'a>, path: &'a VPath, source: &'a str) -> Self {
        let kind = match path.as_str() {
            EXIT_PAGE => PageKind::Exit,
            NOT_FOUND_PAGE => PageKind::NotFound,
            _ => PageKind::Guide,
        };
        Self {
            auditor,
            path,
            folder: path.folder(),
            kind,
            source,
            report: Report::new(path, source.as_bytes()),
            title: String::new(),
            tag: Tag::default(),
            stack: Stack::default(),
            required: Required::default(),
            ids: Vec::with_capacity(64),
            refs: Vec::with_capacity(32),
            links: Vec::new(),
            code: Code::default(),
            lines: Lines::default(),
            resolved: String::with_capacity(128),
        }
    }

    /// Looks for control characters anywhere: some parsers skip them, some end a word there.
    fn controls(&mut self) {
        let is_control =
            |byte: u8| (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F);
        // The fold takes no branch, so that the compiler can make it wide.
        if self.source.bytes().fold(false, |any, byte| any | is_control(byte)) {
            let at = self.source.bytes().position(is_control).unwrap_or_default();
            self.report.add(at, "the page holds a control character", "take it out");
        }
    }

    /// Whether the element of the tag may stand where it stands.
    fn place(&mut self) {
        let Tag { element, name, at, .. } = self.tag;
        if element == Element::Unknown {
            self.report.add(at, format!("the element `{name}` is not allowed"), refused_element(name));
            return;
        }
        let (parent, grandparent) = self.stack.parents();
        if !element.fits(parent, grandparent) || !self.stack.once(element) {
            let place = self.stack.top_name().map_or("at the top".into(), |parent| format!("in `{parent}`"));
            let help = "browsers would move it elsewhere, or read the page in another way; put it where HTML wants it";
            self.report.add(at, format!("`<{name}>` cannot stand {place} here"), help);
            return;
        }
        let block = !matches!(element.shape(), Shape::Inline | Shape::Void | Shape::Drawing);
        if let Some(outer) = self.stack.broken_by(element, block) {
            let help = "close the outer element first: browsers would close it there by themselves";
            self.report.add(at, format!("`<{name}>` cannot stand inside `<{outer}>`"), help);
        }
    }

    /// Decodes an attribute's value; what cannot be decoded is a finding.
    fn decode(&mut self, value: &'a str, at: usize) -> Option<Cow<'a, str>> {
        match decode_references(value) {
            Ok(decoded) => Some(decoded),
            Err(refusal) => {
                self.refuse(at, value, &refusal);
                None
            }
        }
    }

    fn refuse(&mut self, at: usize, value: &str, refusal: &Refusal) {
        self.report.add(at, format!("{} {}", quoted(value), refusal.message()), refusal.help());
    }

    /// Remembers a link to an id of another page.
    fn anchor_link(&mut self, page: u64, id: &str, at: usize) {
        let (line, column) = self.lines.place(self.source, at);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.links.push(AnchorLink { page, id: id.into(), line: number(line), column: number(column) });
    }

    fn finish(mut self) -> (Vec<Diagnostic>, PageFacts) {
        for (name, at) in self.stack.open() {
            self.report.add(at, format!("`<{name}>` is not closed"), "write its end tag");
        }
        self.missing();
        self.judge_policy();
        self.ids.sort_unstable();
        for pair in self.ids.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            self.report.add(pair[1].1, "an id is used twice on the page", "give each element an id of its own");
        }
        let ids: Box<[u64]> = self.ids.iter().map(|(hash, _)| *hash).collect();
        for (hash, at, written) in std::mem::take(&mut self.refs) {
            if ids.binary_search(&hash).is_err() {
                let message = format!("{} names an id that the page does not have", quoted(written));
                self.report.add(at, message, DEAD_ANCHOR);
            }
        }
        (self.report.finish(), PageFacts { ids, links: self.links.into_boxed_slice() })
    }

    /// Keeps an id of the page.
    fn id(&mut self, id: &str, at: usize) {
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
            self.report.add(at, format!("{} is no id", quoted(id)), "write an id without spaces");
        }
        self.ids.push((hash_of(id), at));
    }
}

/// Elements without content that are not allowed: nothing will close them.
fn is_void_name(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "embed" | "frame" | "keygen" | "param" | "track" | "basefont" | "bgsound" | "image"
    )
}

fn refused_element(name: &str) -> &'static str {
    match name {
        "form" | "select" | "option" | "fieldset" => "a page sends nothing: work without a form",
        "object" | "embed" | "applet" | "frame" | "frameset" | "portal" | "fencedframe" => {
            "a page shows nothing but itself: link to the other place"
        }
        "base" => "take it out: it would move every relative link of the page",
        "audio" | "video" | "track" => "recordings are not supported: link to them",
        "math" | "use" | "image" | "foreignObject" | "animate" | "set" | "template" | "slot" => {
            "use plain HTML and plain shapes: this element can bring in what the page does not show"
        }
        _ => "use an element of the list that `lamplight explain audit` shows",
    }
}
