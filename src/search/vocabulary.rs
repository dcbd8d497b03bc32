use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Different words that can be found and added to.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Words,
    ids: HashTable<Known>,
    hasher: DefaultHashBuilder,
}

/// Words, each with a number: the first is 0. Their letters lie one after the other.
#[derive(Debug, Default)]
pub(super) struct Words {
    letters: Vec<u8>,
    /// Where the letters of each word end.
    ends: Vec<u32>,
    classes: Vec<u8>,
}

/// A word where it is looked for: most are told apart here, without a look at their letters. No such 16 bytes are on two lines
/// of a processor's cache.
#[derive(Debug, Clone, Copy)]
struct Known {
    head: u64,
    tail: u32,
    id: u32,
}

impl Vocabulary {
    /// The number of a word, which is added where it is new.
    pub fn id(&mut self, word: &str) -> u32 {
        let Self { words, ids, hasher } = self;
        let key = Key::new(word.as_bytes());
        let hash = key.hash(hasher, || word.as_bytes());
        let is_it =
            |known: &Known| known.key() == key && (!key.is_long() || words.letters(known.id) == word.as_bytes());
        if let Some(known) = ids.find(hash, is_it) {
            return known.id;
        }
        let id = words.push(word);
        let known = Known { head: key.head, tail: key.tail, id };
        ids.insert_unique(hash, known, |known| known.key().hash(hasher, || words.letters(known.id)));
        id
    }

    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The words alone: what finds them is larger than they are.
    pub fn into_words(self) -> Words {
        let Words { mut letters, mut ends, mut classes } = self.words;
        letters.shrink_to_fit();
        ends.shrink_to_fit();
        classes.shrink_to_fit();
        Words { letters, ends, classes }
    }
}

impl Words {
    fn push(&mut self, word: &str) -> u32 {
        self.letters.extend_from_slice(word.as_bytes());
        self.ends.push(self.letters.len() as u32);
        self.classes.push(class(word));
        self.len() as u32 - 1
    }

    fn letters(&self, id: u32) -> &[u8] {
        let start = id.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.letters[start as usize..self.ends[id as usize] as usize]
    }

    /// Which of eight classes a word is of: postings say so of the words that follow.
    pub fn class(&self, id: u32) -> u8 {
        self.classes[id as usize]
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All words, by their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|id| str::from_utf8(self.letters(id)).unwrap_or_default())
    }
}

impl Known {
    fn key(&self) -> Key {
        Key { head: self.head, tail: self.tail }
    }
}

/// What tells apart all words of up to [`SHORT`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    /// The first eight bytes; of a shorter word the first four and the last four.
    head: u64,
    /// The last three bytes and the length.
    tail: u32,
}

const SHORT: usize = 11;

impl Key {
    /// Each part is read at once, so that parts of most words overlap.
    fn new(word: &[u8]) -> Self {
        let head = match (word.first_chunk(), word.first_chunk(), word.last_chunk()) {
            (Some(first), _, _) => u64::from_le_bytes(*first),
            (None, Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
            }
            _ => 0,
        };
        let [a, b, c] = match word {
            [.., a, b, c] => [*a, *b, *c],
            [a, b] => [*a, *b, 0],
            [a] => [*a, 0, 0],
            [] => [0; 3],
        };
        Self { head, tail: u32::from_le_bytes([a, b, c, word.len().min(SHORT + 1) as u8]) }
    }

    fn is_long(self) -> bool {
        usize::from(self.tail.to_le_bytes()[3]) > SHORT
    }

    /// The hash of a word, whose letters are `all`.
    fn hash<'a>(self, hasher: &DefaultHashBuilder, all: impl FnOnce() -> &'a [u8]) -> u64 {
        if self.is_long() { hasher.hash_one(all()) } else { hasher.hash_one((self.head, self.tail)) }
    }
}

/// The class of a word; the page's script reckons the same.
fn class(word: &str) -> u8 {
    (word.encode_utf16().fold(0_u32, |hash, unit| (hash * 31 + u32::from(unit)) % 65_521) % 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number() {
        let mut words = Vocabulary::default();
        let ids: Vec<u32> = ["tell", "راز", "tell", "", "teller", "راز"].map(|word| words.id(word)).into();
        assert_eq!(ids, [0, 1, 0, 2, 3, 1]);
        assert_eq!(words.words().iter().collect::<Vec<_>>(), ["tell", "راز", "", "teller"]);
        assert_eq!(words.words().class(0), class("tell"));
    }

    #[test]
    fn words_of_every_length_are_told_apart() {
        let mut words = Vocabulary::default();
        let all: Vec<String> = (0..40).flat_map(|n| ["b", "c"].map(|end| "a".repeat(n) + end)).collect();
        for _ in 0..2 {
            assert!(all.iter().zip(0..).all(|(word, id)| words.id(word) == id));
        }
        assert_eq!(words.into_words().iter().collect::<Vec<_>>(), all);
    }
}
