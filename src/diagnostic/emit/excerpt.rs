//! The few source lines around a diagnostic, made short and harmless, with the way from offsets of the file to them.

use super::visible;
use crate::source::LineIndex;
use std::ops::Range;

/// Characters of a line that are shown; a longer line is cut to a window around the mark.
const WIDTH: usize = 120;

/// Characters of the window before the mark.
const BEFORE: usize = 50;

/// Lines a mark may span to be drawn whole. A longer one is shown by its first line.
const TALLEST: usize = 6;

/// Consecutive lines of one file as they are shown.
pub struct Excerpt {
    /// The lines with `\n` between them, whatever ended them in the file.
    pub text: String,
    /// The number of the first line, from 1.
    pub first_line: usize,
    lines: Vec<Line>,
}

struct Line {
    /// The bytes of the file that are shown.
    window: Range<usize>,
    /// For each byte of the window and the one after, where it begins in the excerpt's text.
    shown: Vec<usize>,
}

impl Excerpt {
    /// The lines from the first of `marks` to the last.
    pub fn new<'m>(index: &LineIndex<'_>, marks: impl Iterator<Item = &'m Mark>) -> Self {
        let marks: Vec<&Mark> = marks.collect();
        let first_line = marks.iter().map(|mark| mark.lines.start).min().unwrap_or(1);
        let last_line = marks.iter().map(|mark| mark.lines.end).max().unwrap_or(first_line);
        let mut excerpt = Self { text: String::new(), first_line, lines: Vec::new() };
        for number in first_line..=last_line {
            if number > first_line {
                excerpt.text.push('\n');
            }
            excerpt.push_line(index, number, &marks);
        }
        // The renderer takes no empty last line for a line.
        if excerpt.text.ends_with('\n') {
            excerpt.text.push(' ');
        }
        excerpt
    }

    /// Where `mark`, one of those the excerpt was made for, lies in the text.
    pub fn find(&self, mark: &Mark) -> Range<usize> {
        let start = self.offset(mark.lines.start, mark.bytes.start);
        start..self.offset(mark.lines.end, mark.bytes.end).max(start)
    }

    fn offset(&self, line: usize, offset: usize) -> usize {
        let Line { window, shown } = &self.lines[line - self.first_line];
        shown[offset.clamp(window.start, window.end) - window.start]
    }

    fn push_line(&mut self, index: &LineIndex<'_>, number: usize, marks: &[&Mark]) {
        let (bytes, line) = (index.bytes(), index.line(number));
        let focus = marks.iter().find_map(|mark| mark.on(number)).unwrap_or(line.start);
        let window = window(bytes, &line, focus);
        if window.start > line.start {
            self.text.push('…');
        }
        let mut shown = Vec::with_capacity(window.len() + 1);
        for chunk in bytes[window.clone()].utf8_chunks() {
            for c in chunk.valid().chars() {
                shown.extend(std::iter::repeat_n(self.text.len(), c.len_utf8()));
                self.text.push(if c == '\t' { c } else { visible::character(c) });
            }
            if !chunk.invalid().is_empty() {
                shown.extend(std::iter::repeat_n(self.text.len(), chunk.invalid().len()));
                self.text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        shown.push(self.text.len());
        if window.end < line.end {
            self.text.push('…');
        }
        self.lines.push(Line { window, shown });
    }
}

/// A span as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    bytes: Range<usize>,
    /// The numbers of its first and its last line.
    lines: Range<usize>,
}

impl Mark {
    /// `span` inside the file, without the line end it may close with.
    pub fn new(index: &LineIndex<'_>, span: Range<usize>) -> Self {
        let start = span.start.min(index.bytes().len());
        let mut end = span.end.clamp(start, index.bytes().len());
        let first = index.line_col(start).line;
        let mut last = index.line_col(end).line;
        if last > first && end <= index.line(last).start {
            last -= 1;
            end = index.line(last).end;
        }
        if last - first >= TALLEST {
            last = first;
            end = index.line(first).end;
        }
        Self { bytes: start..end.max(start), lines: first..last }
    }

    /// Whether both can be drawn in one excerpt: near each other, on lines that are shown whole.
    pub fn joins(&self, other: &Mark, index: &LineIndex<'_>) -> bool {
        let first = self.lines.start.min(other.lines.start);
        let last = self.lines.end.max(other.lines.end);
        last - first < 2 * TALLEST && (first..=last).all(|line| fits(&index.bytes()[index.line(line)]))
    }

    /// Where on the line `number` the mark begins or ends.
    fn on(&self, number: usize) -> Option<usize> {
        if self.lines.start == number {
            Some(self.bytes.start)
        } else {
            (self.lines.end == number).then_some(self.bytes.end)
        }
    }
}

/// The part of `line` that is shown so that `focus` is in it.
fn window(bytes: &[u8], line: &Range<usize>, focus: usize) -> Range<usize> {
    if fits(&bytes[line.clone()]) {
        return line.clone();
    }
    let focus = focus.clamp(line.start, line.end);
    let after = forward(bytes, line, focus, WIDTH - BEFORE);
    let start = backward(bytes, line, after, WIDTH);
    start..forward(bytes, line, start, WIDTH)
}

fn fits(line: &[u8]) -> bool {
    line.len() <= WIDTH || (line.len() <= 4 * WIDTH && String::from_utf8_lossy(line).chars().count() <= WIDTH)
}

/// `count` characters on from `at`. Never reads more than four bytes for a character, whatever the bytes are.
fn forward(bytes: &[u8], line: &Range<usize>, at: usize, count: usize) -> usize {
    (0..count)
        .fold(at, |at, _| (at + 1..line.end).take(4).find(|next| begins(bytes, *next)).unwrap_or(line.end.min(at + 4)))
}

/// `count` characters back from `at`.
fn backward(bytes: &[u8], line: &Range<usize>, at: usize, count: usize) -> usize {
    let before = |at: usize| (line.start..at).rev().take(4).find(|previous| begins(bytes, *previous));
    (0..count).fold(at, |at, _| before(at).unwrap_or(line.start.max(at.saturating_sub(4))))
}

fn begins(bytes: &[u8], at: usize) -> bool {
    bytes[at] & 0xC0 != 0x80
}
