//! The inline content of one block while its HTML is written. What must keep its own direction is known only when the block
//! is whole: a phrase may run across links and emphasis.

use super::bidi;
use crate::model::Direction;
use pulldown_cmark_escape::escape_html_body_text;

/// What stands in a block so far, in order.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// The words, and a stand-in for whatever else stands between them.
    text: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy)]
enum Item {
    /// A stretch of the words, and where its HTML begins in the output.
    Text {
        start: usize,
        end: usize,
        html: usize,
    },
    /// A tag, from where to where in the output.
    Open {
        html: usize,
    },
    Close {
        end: usize,
    },
}

impl Inline {
    /// Words, whose HTML is about to be written at `html`.
    pub fn text(&mut self, text: &str, html: usize) {
        let start = self.text.len();
        self.text.push_str(text);
        self.items.push(Item::Text { start, end: self.text.len(), html });
    }

    /// The start of emphasis or a link at `html`.
    pub fn open(&mut self, html: usize) {
        self.items.push(Item::Open { html });
    }

    /// The end of emphasis or a link, which was written up to `end`.
    pub fn close(&mut self, end: usize) {
        self.items.push(Item::Close { end });
    }

    /// Something that is no words: code, a picture.
    pub fn object(&mut self) {
        self.text.push('\u{FFFC}');
    }

    /// Something that no phrase runs across: a line break, a note.
    pub fn stop(&mut self) {
        self.text.push(bidi::BREAK);
    }

    /// Isolates, in `out`, what the block's direction would shuffle, and is empty again.
    pub fn settle(&mut self, out: &mut String, direction: Direction) {
        let mut cuts: Vec<(usize, &'static str)> = Vec::new();
        for run in bidi::runs(&self.text, direction) {
            let open = match (run.plain, run.direction) {
                (true, _) => "<bdi>",
                (false, Direction::LeftToRight) => "<bdi dir=\"ltr\">",
                (false, Direction::RightToLeft) => "<bdi dir=\"rtl\">",
            };
            if let Some((start, end)) = self.html(run.range.start, run.range.end) {
                cuts.extend([(start, open), (end, "</bdi>")]);
            }
        }
        insert(out, &cuts);
        self.text.clear();
        self.items.clear();
    }

    /// Where in the output an element round the words from `start` to `end` would open and close. None where it would
    /// overlap another: then the words stay as they are, which every browser shows in their order.
    fn html(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let holds = |item: &Item, at: usize| matches!(*item, Item::Text { start, end, .. } if start <= at && at < end);
        let first = self.items.iter().position(|item| holds(item, start))?;
        let last = self.items.iter().position(|item| holds(item, end - 1))?;
        let (mut depth, mut least) = (0_isize, 0_isize);
        for item in &self.items[first..=last] {
            depth += match item {
                Item::Text { .. } => 0,
                Item::Open { .. } => 1,
                Item::Close { .. } => -1,
            };
            least = least.min(depth);
        }
        // Tags that open right before the words, or close right behind them, may come to lie inside.
        let (opening, closing) = (usize::try_from(-least).ok()?, usize::try_from(depth - least).ok()?);
        Some((self.before(first, start, opening)?, self.behind(last, end, closing)?))
    }

    fn before(&self, item: usize, start: usize, opening: usize) -> Option<usize> {
        let Item::Text { start: first, html, .. } = self.items[item] else { return None };
        if opening == 0 {
            return Some(html + self.escaped(first, start));
        }
        match self.items[item.checked_sub(opening)?] {
            Item::Open { html } if first == start && self.items[item - opening..item].iter().all(is_open) => Some(html),
            _ => None,
        }
    }

    fn behind(&self, item: usize, end: usize, closing: usize) -> Option<usize> {
        let Item::Text { start: first, end: last, html } = self.items[item] else { return None };
        if closing == 0 {
            return Some(html + self.escaped(first, end));
        }
        let tags = self.items.get(item + 1..=item + closing)?;
        match tags.last()? {
            Item::Close { end: html } if last == end && tags.iter().all(is_close) => Some(*html),
            _ => None,
        }
    }

    /// The length of some words as HTML.
    fn escaped(&self, start: usize, end: usize) -> usize {
        let mut html = String::new();
        // Writing into a string can't fail.
        let _ = escape_html_body_text(&mut html, &self.text[start..end]);
        html.len()
    }
}

fn is_open(item: &Item) -> bool {
    matches!(item, Item::Open { .. })
}

fn is_close(item: &Item) -> bool {
    matches!(item, Item::Close { .. })
}

/// Puts tags into a text, at places in order.
fn insert(out: &mut String, cuts: &[(usize, &str)]) {
    let Some((first, _)) = cuts.first() else { return };
    let tail = out.split_off(*first);
    let mut written = 0;
    for (at, tag) in cuts {
        out.push_str(&tail[written..at - first]);
        out.push_str(tag);
        written = at - first;
    }
    out.push_str(&tail[written..]);
}
