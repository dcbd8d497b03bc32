use super::{Placed, events};
use crate::model::BlockHash;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// A stretch of a body that a translator translates as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBlock {
    pub kind: BlockKind,
    /// Bytes of the body: the words with their inline markup, without what makes the block a heading, an item or a
    /// quotation.
    pub range: Range<usize>,
    /// The Markdown in one line; a hard break is `\` and a new line. Code keeps its lines.
    pub text: String,
    /// Where links that are defined elsewhere in the body lead. They are no part of `text`, but age a block as words do.
    targets: String,
}

/// What a block is, for those who translate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// With its level, 1 to 6.
    Heading(u8),
    Paragraph,
    Item,
    Cell,
    Term,
    Code,
}

impl TextBlock {
    /// The short hash that translations keep of it.
    pub fn hash(&self) -> BlockHash {
        if self.targets.is_empty() {
            return BlockHash::of(&self.text);
        }
        BlockHash::of(&format!("{}\n{}", self.text, self.targets))
    }
}

/// The blocks of a body in their order.
pub fn blocks(body: &str) -> Vec<TextBlock> {
    let mut walk = BlockWalk::new(body);
    events(body).for_each(|event| walk.event(event));
    walk.finish()
}

/// A walk over the events of a body for its blocks.
pub(in crate::parse) struct BlockWalk<'a> {
    body: &'a str,
    open: Vec<Container>,
    /// How many of these are quotations.
    quotes: usize,
    run: Option<Run>,
    blocks: Vec<TextBlock>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Of(BlockKind),
    Quote,
    Other,
}

/// Inline events that follow each other without a block's start or end between them.
struct Run {
    range: Range<usize>,
    hard_breaks: Vec<Range<usize>>,
    targets: String,
    /// The lines of code, as they are.
    code: Option<String>,
}

impl<'a> BlockWalk<'a> {
    pub fn new(body: &'a str) -> Self {
        Self { body, open: Vec::new(), quotes: 0, run: None, blocks: Vec::new() }
    }

    pub fn finish(mut self) -> Vec<TextBlock> {
        self.end_run();
        self.blocks
    }

    pub fn event(&mut self, (event, range): Placed<'a>) {
        match event {
            Event::Start(tag) if is_inline(&tag) => {
                self.inline(range);
                if let Tag::Link { link_type, dest_url, .. } = &tag
                    && is_defined_elsewhere(*link_type)
                    && let Some(run) = &mut self.run
                {
                    run.targets.push_str(dest_url);
                    run.targets.push('\n');
                }
            }
            Event::Start(tag) => {
                self.end_run();
                let container = self.container(&tag);
                self.quotes += usize::from(container == Container::Quote);
                self.open.push(container);
            }
            Event::End(tag) if is_inline_end(tag) => {}
            Event::End(_) => {
                self.end_run();
                self.quotes -= usize::from(self.open.pop() == Some(Container::Quote));
            }
            Event::Text(text) => {
                self.inline(range);
                if self.kind() == BlockKind::Code
                    && let Some(run) = &mut self.run
                {
                    run.code.get_or_insert_default().push_str(&text);
                }
            }
            Event::HardBreak => {
                self.inline(range.clone());
                self.run.iter_mut().for_each(|run| run.hard_breaks.push(range.clone()));
            }
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::SoftBreak => {
                self.inline(range)
            }
            _ => {}
        }
    }

    fn container(&self, tag: &Tag<'a>) -> Container {
        Container::Of(match tag {
            Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
            Tag::Paragraph if self.open.last() == Some(&Container::Of(BlockKind::Item)) => BlockKind::Item,
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Item => BlockKind::Item,
            Tag::TableCell => BlockKind::Cell,
            Tag::DefinitionListTitle => BlockKind::Term,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::BlockQuote(_) => return Container::Quote,
            _ => return Container::Other,
        })
    }

    fn kind(&self) -> BlockKind {
        match self.open.last() {
            Some(Container::Of(kind)) => *kind,
            _ => BlockKind::Paragraph,
        }
    }

    fn inline(&mut self, range: Range<usize>) {
        match &mut self.run {
            Some(run) => run.range.end = run.range.end.max(range.end),
            None => {
                let escaped = self.body[..range.start].bytes().rev().take_while(|b| *b == b'\\').count() % 2;
                let range = range.start - escaped..range.end;
                self.run = Some(Run { range, hard_breaks: Vec::new(), targets: String::new(), code: None });
            }
        }
    }

    fn end_run(&mut self) {
        let Some(Run { range, hard_breaks, targets, code }) = self.run.take() else { return };
        let kind = self.kind();
        let text = code.map(|code| code.trim_end().to_owned()).unwrap_or_else(|| self.one_line(&range, &hard_breaks));
        let range = range.start..range.start + self.body[range].trim_end().len();
        if !text.is_empty() {
            self.blocks.push(TextBlock { kind, range, text, targets });
        }
    }

    /// The Markdown of a range, its lines joined by spaces; only hard breaks part lines.
    fn one_line(&self, range: &Range<usize>, hard_breaks: &[Range<usize>]) -> String {
        let starts = std::iter::once(range.start).chain(hard_breaks.iter().map(|at| at.end));
        let ends = hard_breaks.iter().map(|at| at.start).chain([range.end]);
        let parts = starts.zip(ends).map(|(start, end)| {
            let lines = self.body[start..end].split(['\n', '\r']).enumerate();
            let lines =
                lines.map(|(n, line)| if n == 0 && start == range.start { line } else { unquoted(line, self.quotes) });
            lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
        });
        parts.collect::<Vec<_>>().join("\\\n")
    }
}

/// A line of a paragraph without the marks of the quotations that it stands in, which it may leave out.
fn unquoted(line: &str, quotes: usize) -> &str {
    let mut rest = line.trim_start();
    for _ in 0..quotes {
        let Some(inner) = rest.strip_prefix('>') else { break };
        rest = inner.trim_start();
    }
    rest
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn is_defined_elsewhere(link: LinkType) -> bool {
    matches!(link, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Vec<(BlockKind, String)> {
        let blocks = blocks(body);
        for block in &blocks {
            let first = block.text.split([' ', '\n']).next().unwrap();
            assert!(body[block.range.clone()].starts_with(first.trim_end_matches('\\')), "{block:?}");
        }
        blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    fn texts(body: &str) -> Vec<String> {
        found(body).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn each_unit_is_one_block() {
        let body = "Intro *goes*\non [here](a.md).\n\n## Head {#id}\n\n- one\n- **two**\n  more\n  - inner\n\n1. loose\n\n   second\n\n\
                    > [!NOTE]\n> quoted\n> on\n\n| a | b |\n|---|---|\n| c d | |\n\n- [ ] task\n\nTerm\n: Meaning\n\n\
                    [^1]: Foot\n\n```\ncode\n  more\n```\n";
        use BlockKind::*;
        let expected = [
            (Paragraph, "Intro *goes* on [here](a.md)."),
            (Heading(2), "Head"),
            (Item, "one"),
            (Item, "**two** more"),
            (Item, "inner"),
            (Item, "loose"),
            (Item, "second"),
            (Paragraph, "quoted on"),
            (Cell, "a"),
            (Cell, "b"),
            (Cell, "c d"),
            (Item, "task"),
            (Term, "Term"),
            (Paragraph, "Meaning"),
            (Paragraph, "Foot"),
            (Code, "code\n  more"),
        ];
        assert_eq!(found(body), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn wrapping_and_line_ends_are_no_words() {
        let plain = texts("You are not\nto blame.\n\n> It is\n> not.\n");
        for same in [
            "You are\r\nnot to blame.\r\n\r\n> It is\r\n> not.\r\n",
            "You are not to blame.\n\n>It is\nnot.\n",
            "   You are not\n   to blame.\n\n> It\n>   is not.\n",
        ] {
            assert_eq!(texts(same), plain);
        }
    }

    /// No clock is asked: what looks at each line once for each level takes minutes.
    #[test]
    fn a_deep_quotation_may_go_on_without_its_marks() {
        let body = "> ".repeat(5_000) + &"a\n".repeat(50_000);
        assert_eq!(texts(&body), [vec!["a"; 50_000].join(" ")]);
    }

    #[test]
    fn hard_breaks_and_escapes_stay() {
        assert_eq!(texts("a  \nb\\\nc\n"), ["a\\\nb\\\nc"]);
        assert_eq!(texts("\\*a\\* &amp; b\n\n- \\# c\n"), ["\\*a\\* &amp; b", "\\# c"]);
        assert_eq!(texts("> a\\\n> b\n"), ["a\\\nb"]);
    }

    #[test]
    fn where_a_defined_link_leads_ages_its_block() {
        let hash = |body: &str| blocks(body)[0].hash();
        assert_eq!(texts("Call [them][it].\n\n[it]: tel:1799\n"), ["Call [them][it]."]);
        assert_ne!(hash("Call [them][it].\n\n[it]: tel:1799\n"), hash("Call [them][it].\n\n[it]: tel:1991\n"));
    }
}
