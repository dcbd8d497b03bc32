use std::ops::Range;

/// The words of a body without its markup, as steps through the body: some five bytes for a line. So they are not kept twice, and
/// nobody has to read the Markdown again for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainText(Box<[u8]>);

/// What a step does with its number, in the lowest two bits; the number stands above them, all in LEB128.
const SKIP: usize = 0;
/// So many bytes of the body.
const TAKE: usize = 1;
/// So many bytes that follow here: the body writes them as an entity.
const GIVEN: usize = 2;
/// One of the three below.
const MARK: usize = 3;

const SPACE: usize = 0;
const END_OF_BLOCK: usize = 1;
const SECTION: usize = 2;

impl PlainText {
    /// Lists of blocks (paragraphs, list items, cells): what stands before the first heading, then one list for each heading.
    /// `body` is the one that was read.
    pub fn sections(&self, body: &str) -> Vec<Vec<String>> {
        let (mut sections, mut block) = (vec![Vec::new()], String::new());
        let (mut rest, mut at) = (&*self.0, 0);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        while let Some(step) = number(&mut rest) {
            let count = step >> 2;
            match step & 3 {
                SKIP => at += count,
                TAKE => {
                    block.push_str(body.get(at..at + count).unwrap_or_default());
                    at += count;
                }
                GIVEN => block.push_str(&rest.split_off(..count).map(text).unwrap_or_default()),
                _ if count == SPACE => block.push(' '),
                _ => {
                    close(&mut sections, &mut block);
                    if count == SECTION {
                        sections.push(Vec::new());
                    }
                }
            }
        }
        close(&mut sections, &mut block);
        sections
    }
}

fn close(sections: &mut [Vec<String>], block: &mut String) {
    let text = block.trim();
    if let Some(section) = sections.last_mut().filter(|_| !text.is_empty()) {
        section.push(text.to_owned());
    }
    block.clear();
}

/// Takes a number in LEB128 off `rest`.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *rest.split_off_first()?;
        number |= usize::from(byte & 0x7F).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Writes down the [`PlainText`] of a body while that is read from its start to its end.
#[derive(Debug)]
pub struct PlainTextWriter<'a> {
    body: &'a str,
    steps: Vec<u8>,
    /// Where the steps so far lead to.
    at: usize,
    /// What is to be taken next.
    run: Range<usize>,
    /// Whether the block has any text.
    begun: bool,
}

impl<'a> PlainTextWriter<'a> {
    pub fn new(body: &'a str) -> Self {
        Self { body, steps: Vec::new(), at: 0, run: 0..0, begun: false }
    }

    /// Adds text that stands in the bytes `range` of the body, or is written there in another way.
    pub fn text(&mut self, text: &str, range: Range<usize>) {
        self.begun = true;
        // Most are written as they are; code stands between its marks.
        let place = |written: &str| if written.starts_with(text) { Some(0) } else { written.find(text) };
        let Some(start) = self.body.get(range.clone()).and_then(place) else {
            return self.given(text);
        };
        let range = range.start + start..range.start + start + text.len();
        if range.start < self.run.end {
            return self.given(text);
        }
        if range.start > self.run.end {
            self.take();
            self.run.start = range.start;
        }
        self.run.end = range.end;
    }

    /// Adds a space.
    pub fn space(&mut self) {
        if self.begun {
            self.take();
            self.step(MARK, SPACE);
        }
    }

    /// Ends the block that is open, if one is.
    pub fn end_block(&mut self) {
        if self.begun {
            self.take();
            self.step(MARK, END_OF_BLOCK);
            self.begun = false;
        }
    }

    /// Begins the section of a heading.
    pub fn begin_section(&mut self) {
        self.take();
        self.step(MARK, SECTION);
        self.begun = false;
    }

    pub fn finish(mut self) -> PlainText {
        self.take();
        PlainText(self.steps.into())
    }

    fn given(&mut self, text: &str) {
        self.take();
        self.step(GIVEN, text.len());
        self.steps.extend_from_slice(text.as_bytes());
    }

    /// Writes down what is to be taken.
    fn take(&mut self) {
        let Range { start, end } = self.run;
        if start < end {
            if start > self.at {
                self.step(SKIP, start - self.at);
            }
            self.step(TAKE, end - start);
            self.at = end;
            self.run.start = end;
        }
    }

    fn step(&mut self, kind: usize, count: usize) {
        let mut number = count << 2 | kind;
        while number >= 0x80 {
            self.steps.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.steps.push(number as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_from_the_body() {
        let body = "One *two*\nthree &amp; four\n# Five\nsix";
        let mut writer = PlainTextWriter::new(body);
        let at = |text: &str| body.find(text).unwrap()..body.find(text).unwrap() + text.len();
        writer.space();
        writer.text("One ", at("One "));
        writer.text("two", at("*two*"));
        writer.space();
        writer.text("three ", at("three "));
        writer.text("and", at("&amp;"));
        writer.text(" four", at(" four"));
        writer.text("One", at("One"));
        writer.end_block();
        writer.end_block();
        writer.begin_section();
        writer.begin_section();
        writer.text("six", at("six"));
        let text = writer.finish();
        assert_eq!(text.sections(body), [vec!["One two three and fourOne"], vec![], vec!["six"]]);
        assert_eq!(PlainText::default().sections(body), [[""; 0]]);
    }

    #[test]
    fn long_texts_are_as_one_step() {
        let body = "a".repeat(100_000);
        let mut writer = PlainTextWriter::new(&body);
        writer.text(&body[..50_000], 0..50_000);
        writer.text(&body[50_000..], 50_000..100_000);
        let text = writer.finish();
        assert_eq!((text.0.len(), text.sections(&body)), (3, vec![vec![body]]));
    }
}
