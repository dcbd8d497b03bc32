use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Guide;
use crate::parse::hidden::{in_text, may_be_in};
use crate::parse::{self, markdown};
use crate::source::Span;
use pulldown_cmark::{Event, TagEnd};
use std::ops::Range;

/// Characters that nobody sees in the bodies of guides. Those in front matter, `site.yaml` and `sources.yaml` are found when
/// these are read, those in catalogues by the theme.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let body = parse::body(facts.tree, guide);
        // To look at letters is cheaper than to read Markdown. An entity says what stands nowhere.
        if !body.contains('&') && !may_be_in(body) {
            return;
        }
        let mut block = Block::new(guide);
        for (event, range) in markdown::events(body) {
            match event {
                Event::Text(words) | Event::Code(words) => block.push(body, &words, range),
                Event::SoftBreak | Event::HardBreak => block.text.push('\n'),
                Event::Start(tag) if !is_inline(&tag.to_end()) => block.end(said),
                Event::End(tag) if !is_inline(&tag) => block.end(said),
                _ => {}
            }
        }
        block.end(said);
    }));
}

/// The words of a block, however many links and emphases part them.
struct Block<'g> {
    guide: &'g Guide,
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of a block's words, and where it stands in the file.
struct Piece {
    start: usize,
    file: Range<usize>,
    /// Whether the file has it letter by letter, not by entities.
    literal: bool,
}

impl<'g> Block<'g> {
    fn new(guide: &'g Guide) -> Self {
        Self { guide, text: String::new(), pieces: Vec::new() }
    }

    fn push(&mut self, body: &str, words: &str, range: Range<usize>) {
        let literal = body.get(range.clone()) == Some(words);
        let base = self.guide.body_start as usize;
        let file = range.start + base..range.end + base;
        self.pieces.push(Piece { start: self.text.len(), file, literal });
        self.text.push_str(words);
    }

    /// Says what hides in the block, and makes room for the next.
    fn end(&mut self, said: &mut Vec<Diagnostic>) {
        for hidden in in_text(&self.text) {
            let before = self.pieces.partition_point(|piece| piece.start <= hidden.range.start);
            let Some(piece) = self.pieces[..before].last() else { continue };
            let start = piece.file.start + hidden.range.start - piece.start;
            let range = if piece.literal { start..start + hidden.range.len() } else { piece.file.clone() };
            let place = Span::new(self.guide.file, range);
            said.push(Diagnostic::new(Code::HiddenCharacter, place, hidden.to_string()).help(hidden.help()));
        }
        self.text.clear();
        self.pieces.clear();
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image)
}
