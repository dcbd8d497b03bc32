use sha2::{Digest as _, Sha256};
use std::fmt;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// What a translator translates as one: a text of front matter, a heading, a paragraph, the words of a list item or of
/// a table's cell. A guide's blocks come in the order of the page, front matter first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub hash: BlockHash,
    pub place: BlockPlace,
}

/// Where a block stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockPlace {
    /// A field of front matter, and the item of its list.
    Field(&'static str, Option<u16>),
    /// Bytes of the file.
    Body(Range<u32>),
}

/// A short hash of a block's words: what a translation keeps to know the source that it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockHash(u32);

impl BlockHash {
    /// The hash of words. Line ends, indentation and the Unicode form don't count: re-wrapping a paragraph ages nothing.
    pub fn of(words: &str) -> Self {
        let mut plain = String::with_capacity(words.len());
        for word in words.split_whitespace() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            match word.is_ascii() {
                true => plain.push_str(word),
                false => plain.extend(word.nfc()),
            }
        }
        let hash = Sha256::digest(plain.as_bytes());
        Self(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
    }

    /// Reads what [`fmt::Display`] writes: eight hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| u32::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl fmt::Display for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_ages_nothing_and_a_word_does() {
        let hash = BlockHash::of("You are not to blame.");
        assert_eq!(BlockHash::of(" You are\r\n  not to\tblame.\n"), hash);
        assert_ne!(BlockHash::of("You are not to blame"), hash);
        assert_eq!(BlockHash::of("e\u{301}"), BlockHash::of("\u{e9}"));
        assert_eq!(BlockHash::parse(&hash.to_string()), Some(hash));
        // What is kept in files must not change: FIPS 180-4 gives ba7816bf… for `abc`.
        assert_eq!(BlockHash::of("abc").to_string(), "ba7816bf");
        for bad in ["", "ba7816b", "ba7816bff", "+a7816bf", "ba7816bg"] {
            assert_eq!(BlockHash::parse(bad), None, "{bad}");
        }
    }
}
