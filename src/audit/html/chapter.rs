//! What chapters of books have besides, and what they lack: they are XML, and shown by programs that are no browsers.

use super::super::report::quoted;
use super::Page;
use super::vocabulary::{Attr, Element};

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const EPUB: &str = "http://www.idpf.org/2007/ops";

/// Whether an attribute is one of XML or of EPUB, as it should be.
pub(super) fn is_own(element: Element, name: &str, value: Option<&str>) -> bool {
    let value = value.unwrap_or_default();
    match name {
        "xmlns" => element == Element::Html && value == XHTML,
        "xmlns:epub" => element == Element::Html && value == EPUB,
        "xml:lang" => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        "epub:type" => {
            !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b' '))
        }
        _ => false,
    }
}

impl<'a> Page<'a> {
    /// Looks for characters that XML has no place for.
    pub(super) fn chapter_characters(&mut self) {
        if let Some(at) = self.source.find(['\u{FFFE}', '\u{FFFF}']) {
            self.report.add(at, "the chapter holds a character that XML does not allow", "take it out");
        }
    }

    /// Judges a tag that is whole: `slash` says whether it closes itself.
    pub(super) fn chapter_tag(&mut self, slash: bool) {
        let (element, name, at) = (self.tag.element, self.tag.name, self.tag.at);
        if element.is_void() && !slash {
            let help = "write it with a slash at its end: a chapter is XML";
            self.report.add(at, format!("`<{name}>` is not closed"), help);
        }
        let active = matches!(
            element,
            Element::Script | Element::Input | Element::Button | Element::Label | Element::Output | Element::Dialog
        );
        if active || self.tag.get(Attr::Contenteditable).is_some() {
            let help = "take it out: a chapter is text, and nothing in it runs or is filled in";
            self.report.add(at, format!("`<{name}>` stands in a chapter"), help);
        }
        if element == Element::Link && self.tag.get(Attr::Rel).is_none_or(|(rel, _)| rel != "stylesheet") {
            self.report.add(at, "a `<link>` of a chapter is no style sheet", "take it out: nothing follows it");
        }
    }

    /// Judges a text: XML knows five names of characters, and no others.
    pub(super) fn chapter_text(&mut self, text: &'a str, at: usize) {
        let Some(decoded) = self.decode(text, at) else { return };
        let is_control =
            |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        if decoded.contains(is_control) || text.contains("]]>") {
            self.report.add(at, format!("{} is no text of XML", quoted(text)), "take out what is invisible in it");
        }
    }
}
