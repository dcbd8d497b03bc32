use super::{Block, FrontMatter, LangId, Link, PlainText, UnsafeLink};
use crate::source::{FileId, Span};
use std::ops::Range;

/// One guide file: its front matter, and the facts of its body that rules and other pages need.
///
/// The document itself is not kept: a render job parses its own body again.
#[derive(Debug, Clone)]
pub struct Guide {
    pub file: FileId,
    pub lang: LangId,
    /// The path below the language without `.md`: `stages/targeting`, `stages/index`, `index`.
    pub path: Box<str>,
    pub front: FrontMatter,
    /// The byte at which the body starts.
    pub body_start: u32,
    pub outline: Outline,
    /// The words of the body.
    pub text: PlainText,
    /// What there is to translate; none where the guide has no translation, or is one.
    pub blocks: Box<[Block]>,
}

impl Guide {
    /// A range of the file as a span.
    pub fn span(&self, range: &Range<u32>) -> Span {
        Span { file: self.file, start: range.start, end: range.end }
    }

    /// Whether the file is a section's or the language's own page.
    pub fn is_index(&self) -> bool {
        &*self.path == "index" || self.path.ends_with("/index")
    }
}

/// What a body holds that matters outside of it. Every range is in bytes of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    pub headings: Vec<Heading>,
    pub links: Vec<LinkUse>,
    pub pictures: Vec<PictureUse>,
    /// Each run of raw HTML.
    pub raw_html: Vec<Range<u32>>,
    /// Numbers of three digits or more in text, outside code.
    pub numbers: Vec<NumberUse>,
    /// Places where a contact was blacked out, as `[email protected]`.
    pub redacted: Vec<Range<u32>>,
    pub words: u32,
    /// The places of the headings, by their ids.
    by_id: Box<[u32]>,
}

impl Outline {
    /// Makes the headings known by their ids, once they have them.
    pub fn index_headings(&mut self) {
        let mut by_id: Vec<u32> = (0..).take(self.headings.len()).collect();
        by_id.sort_unstable_by_key(|at| &self.headings[*at as usize].id);
        self.by_id = by_id.into();
    }

    /// Gives back the room that was kept for more: the outlines of all guides stay in memory.
    pub fn shrink(&mut self) {
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.pictures.shrink_to_fit();
        self.raw_html.shrink_to_fit();
        self.numbers.shrink_to_fit();
        self.redacted.shrink_to_fit();
    }

    /// Whether a heading has the id, without a walk over all: thousands of links may ask.
    pub fn has_heading(&self, id: &str) -> bool {
        self.by_id.binary_search_by(|at| (*self.headings[*at as usize].id).cmp(id)).is_ok()
    }
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique in the guide.
    pub id: Box<str>,
    /// The words, without markup.
    pub text: Box<str>,
    pub range: Range<u32>,
}

/// A link as a body uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkUse {
    pub target: Result<Link, UnsafeLink>,
    pub range: Range<u32>,
}

/// A picture as a body uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureUse {
    pub target: Result<Link, UnsafeLink>,
    /// Whether it has words for those who can't see it.
    pub has_alt: bool,
    pub range: Range<u32>,
}

/// A number in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberUse {
    /// Digits in ASCII, with a leading `+` where one was written.
    pub digits: Box<str>,
    /// Whether it is the text of a link.
    pub linked: bool,
    /// Whether the words around it read as a year or a date.
    pub year: bool,
    pub range: Range<u32>,
}
