//! CommonMark with the extensions that guides may use. The same options read a body for its outline and for its page.

mod blocks;
mod heading_ids;
mod numbers;
mod outline;
mod text;

pub(super) use blocks::BlockWalk;
pub use blocks::{BlockKind, TextBlock, blocks};
pub use numbers::{Number, numbers, numbers_beside_words};
pub(super) use outline::OutlineWalk;
pub(super) use text::TextWalk;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Options, Parser};
use std::ops::Range;

/// What a guide's Markdown is: CommonMark, tables, footnotes, strikethrough, task lists, heading ids, alerts and
/// definition lists.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The events of a body with their places in it.
pub fn events(body: &str) -> OffsetIter<'_> {
    Parser::new_ext(body, options()).into_offset_iter()
}

/// The destination of a link as it would be written out: an address in angle brackets, `<name@example.org>`, means
/// `mailto:`.
pub fn destination<'a>(kind: LinkType, target: &CowStr<'a>) -> CowStr<'a> {
    match kind {
        LinkType::Email => format!("mailto:{target}").into(),
        _ => target.clone(),
    }
}

/// An event with its bytes in the body.
pub type Placed<'a> = (Event<'a>, Range<usize>);
