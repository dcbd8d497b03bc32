use std::ops::Range;

/// A place as people count it: both from 1, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    pub line: usize,
    pub column: usize,
}

/// Where the byte `offset` of `bytes` lies. `\n`, `\r\n` and a lone `\r` end a line; a byte order mark is no column;
/// bytes that are not UTF-8 count as one column for each that does not continue a character. An offset inside a
/// character, inside `\r\n` or past the end means the character, the line's end or the file's end.
///
/// Reads the whole of `bytes`; for many places of one file keep a [`LineIndex`].
pub fn line_col(bytes: &[u8], offset: usize) -> LineCol {
    LineIndex::new(bytes).line_col(offset)
}

/// Where the lines of one file begin: finds any place in it without reading the file again, however long its lines.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    bytes: &'a [u8],
    /// The offset of each line's first byte, a byte order mark left out.
    starts: Vec<usize>,
    /// How many characters begin before each `BLOCK` bytes, so that a column costs no walk from the line's start.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 512;

impl<'a> LineIndex<'a> {
    /// Reads `bytes` once.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut starts = vec![if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }];
        let mut characters = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut seen = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if at % BLOCK == 0 {
                characters.push(seen);
            }
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
            seen += usize::from(begins_character(*byte));
        }
        Self { bytes, starts, characters }
    }

    /// The file that was indexed.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where the byte `offset` lies, by the rules of [`line_col`].
    pub fn line_col(&self, offset: usize) -> LineCol {
        let mut offset = offset.clamp(self.starts[0], self.bytes.len());
        if offset > 0 && self.bytes.get(offset - 1..=offset) == Some(b"\r\n") {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = self.characters_before(offset) - self.characters_before(self.starts[line - 1]);
        let inside = self.bytes.get(offset).is_some_and(|byte| !begins_character(*byte));
        LineCol { line, column: 1 + if inside { before.saturating_sub(1) } else { before } }
    }

    /// The bytes of the line with this number, from 1, without what ends it. A number past the last gives the last.
    pub fn line(&self, number: usize) -> Range<usize> {
        let number = number.clamp(1, self.starts.len());
        let start = self.starts[number - 1];
        let line = &self.bytes[start..self.starts.get(number).copied().unwrap_or(self.bytes.len())];
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        start..start + content.strip_suffix(b"\r").unwrap_or(content).len()
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.characters.len().saturating_sub(1));
        self.characters.get(block).copied().unwrap_or(0) + characters_in(&self.bytes[block * BLOCK..offset])
    }
}

fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| begins_character(**byte)).count()
}

fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_every_line_ending_and_characters_not_bytes() {
        let at = |text: &str, offset| {
            let LineCol { line, column } = line_col(text.as_bytes(), offset);
            (line, column)
        };
        assert_eq!(at("a\nb", 2), (2, 1));
        assert_eq!(at("a\r\nb", 3), (2, 1));
        assert_eq!(at("a\r\nb", 2), (1, 2), "inside the line's end");
        assert_eq!(at("a\rb", 2), (2, 1));
        assert_eq!(at("\u{FEFF}ab", 4), (1, 2));
        assert_eq!(at("\u{FEFF}ab", 1), (1, 1), "inside the byte order mark");
        assert_eq!(at("مدد x", 7), (1, 5));
        assert_eq!(at("مدد x", 3), (1, 2), "inside a character");
        assert_eq!(at("ab", 99), (1, 3));
        assert_eq!(at("ab\n", 3), (2, 1));
        assert_eq!(at("", 0), (1, 1));
    }

    #[test]
    fn lines_come_without_their_ends() {
        let text = "\u{FEFF}a\r\nbc\rd\n\n";
        let index = LineIndex::new(text.as_bytes());
        let lines: Vec<&str> = (1..=5).map(|number| &text[index.line(number)]).collect();
        assert_eq!(lines, ["a", "bc", "d", "", ""]);
        assert_eq!(index.line(99), index.line(5));
    }

    #[test]
    fn a_line_of_many_blocks_is_counted_right() {
        let text = format!("\n{}", "مx".repeat(5_000));
        let index = LineIndex::new(text.as_bytes());
        for character in [0, 1, 170, 171, 342, 5_000, 9_999, 10_000] {
            let offset = text[1..].char_indices().nth(character).map_or(text.len(), |(at, _)| at + 1);
            assert_eq!(index.line_col(offset), LineCol { line: 2, column: character + 1 });
        }
    }

    proptest! {
        #[test]
        fn agrees_with_a_walk_over_the_characters(text in "\u{FEFF}?[ab\r\n\u{645}\u{1F600}]{0,1500}", at in 0usize..1500) {
            let offset = text.char_indices().nth(at).map_or(text.len(), |(offset, _)| offset);
            prop_assume!(!text[..offset].ends_with('\r') || !text[offset..].starts_with('\n'));
            let before = text[..offset].strip_prefix('\u{FEFF}').unwrap_or(&text[..offset]).replace("\r\n", "\n");
            let line = before.matches(['\r', '\n']).count() + 1;
            let column = before.rsplit(['\r', '\n']).next().unwrap_or("").chars().count() + 1;
            prop_assert_eq!(line_col(text.as_bytes(), offset), LineCol { line, column });
        }

        #[test]
        fn any_bytes_have_places(bytes in prop::collection::vec(any::<u8>(), 0..2000), offset in 0usize..2100) {
            let index = LineIndex::new(&bytes);
            let place = index.line_col(offset);
            let line = index.line(place.line);
            prop_assert!(place.column <= characters_in(&bytes[line.clone()]) + 1);
            prop_assert!(offset.min(bytes.len()) + 3 >= line.start);
        }
    }
}
