use crate::model::{PlainText, PlainTextWriter};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// A walk over the events of a body for its words. Those of headings are left out: the outline has them. Footnotes stand where
/// they are written.
pub(in crate::parse) struct TextWalk<'a> {
    writer: PlainTextWriter<'a>,
    in_heading: bool,
}

impl<'a> TextWalk<'a> {
    pub fn new(body: &'a str) -> Self {
        Self { writer: PlainTextWriter::new(body), in_heading: false }
    }

    pub fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.writer.begin_section();
                self.in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Start(tag) if is_block(&tag.to_end()) => self.writer.end_block(),
            Event::End(tag) if is_block(tag) => self.writer.end_block(),
            _ if self.in_heading => {}
            Event::Text(text) => self.writer.text(without_scheme(text), range.clone()),
            Event::Code(text) => self.writer.text(text, range.clone()),
            Event::SoftBreak | Event::HardBreak => self.writer.space(),
            _ => {}
        }
    }

    pub fn finish(self) -> PlainText {
        self.writer.finish()
    }
}

/// The address of a web page as people read it.
fn without_scheme(text: &str) -> &str {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text)
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::events;

    #[test]
    fn blocks_below_their_headings() {
        let body = "Some *plain*\nwords.\n\n## One [link](a.md)\n- item\n  - inner ![alt](assets/a.png)\n\n| a | b |\n|-|-|\n| c | `d` |\n\n# Two\n<https://example.org/>[^1] &amp; \\* more\n\n[^1]: note\n";
        let expected: [&[&str]; 3] =
            [&["Some plain words."], &["item", "inner alt", "a", "b", "c", "d"], &["example.org/ & * more", "note"]];
        let mut walk = TextWalk::new(body);
        events(body).for_each(|(event, range)| walk.event(&event, &range));
        assert_eq!(walk.finish().sections(body), expected);
    }
}
