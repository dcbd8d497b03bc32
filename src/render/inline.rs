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
        let mut cursor = Cursor::default();
        for run in bidi::runs(&self.text, direction) {
            let open = match (run.plain, run.direction) {
                (true, _) => "<bdi>",
                (false, Direction::LeftToRight) => "<bdi dir=\"ltr\">",
                (false, Direction::RightToLeft) => "<bdi dir=\"rtl\">",
            };
            if let Some((start, end)) = self.html(&mut cursor, run.range.start, run.range.end) {
                cuts.extend([(start, open), (end, "</bdi>")]);
            }
        }
        insert(out, &cuts);
        self.text.clear();
        self.items.clear();
    }

    /// Where in the output an element round the words from `start` to `end` would open and close. None where it would
    /// overlap another: then the words stay as they are, which every browser shows in their order.
    fn html(&self, cursor: &mut Cursor, start: usize, end: usize) -> Option<(usize, usize)> {
        let first = self.item_at(cursor.item, start)?;
        let opens_at = self.html_at(cursor, first, start);
        // That of the last byte: what follows may stand behind a tag.
        let last = self.item_at(first, end - 1)?;
        let closes_at = self.html_at(cursor, last, end);
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
        let opens_at = if opening == 0 { opens_at } else { self.before(first, start, opening)? };
        let closes_at = if closing == 0 { closes_at } else { self.behind(last, end, closing)? };
        Some((opens_at, closes_at))
    }

    /// The words with the byte `at`, which are the item `from` or a later one.
    fn item_at(&self, from: usize, at: usize) -> Option<usize> {
        let ends_behind = |item: &Item| matches!(item, Item::Text { end, .. } if at < *end);
        let item = from + self.items[from..].iter().position(ends_behind)?;
        matches!(self.items[item], Item::Text { start, .. } if start <= at).then_some(item)
    }

    /// Where the HTML of the byte `at` of some words begins. Places are asked for in order and each goes on from the one
    /// before, so that a long paragraph is followed once, however much of it is isolated.
    fn html_at(&self, cursor: &mut Cursor, item: usize, at: usize) -> usize {
        let Item::Text { start, html, .. } = self.items[item] else { return cursor.html };
        let followed = item == cursor.item && cursor.text > start;
        let (from, html) = if followed { (cursor.text, cursor.html) } else { (start, html) };
        *cursor = Cursor { item, text: at, html: html + self.escaped(from, at) };
        cursor.html
    }

    /// Where the tag opens that is as many before an item, where nothing else stands between it and the words from `start`.
    fn before(&self, item: usize, start: usize, opening: usize) -> Option<usize> {
        let Item::Text { start: first, .. } = self.items[item] else { return None };
        let tags = &self.items[item.checked_sub(opening)?..item];
        match tags.first()? {
            Item::Open { html } if first == start && tags.iter().all(is_open) => Some(*html),
            _ => None,
        }
    }

    /// As [`Self::before`], where the tag closes that is as many behind an item.
    fn behind(&self, item: usize, end: usize, closing: usize) -> Option<usize> {
        let Item::Text { end: last, .. } = self.items[item] else { return None };
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

/// How far the words of a block are followed in its HTML.
#[derive(Debug, Default)]
struct Cursor {
    /// The item, a byte of the words in it, and where that byte's HTML begins.
    item: usize,
    text: usize,
    html: usize,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes pieces as a body is written, `<` and `>` before words for the start and end of emphasis.
    fn settled(pieces: &[&str], direction: Direction) -> String {
        let (mut inline, mut out) = (Inline::default(), String::new());
        for piece in pieces {
            match *piece {
                "<" => {
                    inline.open(out.len());
                    out.push_str("<em>");
                }
                ">" => {
                    out.push_str("</em>");
                    inline.close(out.len());
                }
                words => {
                    inline.text(words, out.len());
                    let _ = escape_html_body_text(&mut out, words);
                }
            }
        }
        inline.settle(&mut out, direction);
        out
    }

    #[test]
    fn phrases_are_found_again_in_the_html() {
        let shown = |pieces: &[&str]| settled(pieces, Direction::RightToLeft);
        assert_eq!(shown(&["م a & b، c< 1-1"]), "م <bdi>a &amp; b</bdi>، <bdi>c</bdi>&lt; <bdi dir=\"ltr\">1-1</bdi>");
        assert_eq!(shown(&["م a ", "<", "b", ">", " م"]), "م <bdi>a <em>b</em></bdi> م");
        assert_eq!(shown(&["<", "a", ">", " b م"]), "<bdi><em>a</em> b</bdi> م");
        assert_eq!(shown(&["م ", "<", "م a", ">", " b"]), "م <em>م a</em> b");
        assert_eq!(
            shown(&["a & م", "<", "b", ">", "م & c"]),
            "<bdi>a</bdi> &amp; م<em><bdi>b</bdi></em>م &amp; <bdi>c</bdi>"
        );
    }

    /// No clock is asked: what is quadratic takes minutes.
    #[test]
    fn a_long_paragraph_is_followed_once() {
        const COUNT: usize = 100_000;
        let words = "مدد help & ".repeat(COUNT);
        let runs = |html: &str| html.matches("<bdi>").count();
        assert_eq!(runs(&settled(&[&words], Direction::RightToLeft)), COUNT);
        let pieces = ["مدد ", "<", "help", ">", " & "].repeat(COUNT);
        assert_eq!(runs(&settled(&pieces, Direction::RightToLeft)), COUNT);
    }
}
