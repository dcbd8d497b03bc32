use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Different words, each with a number: the first is 0. Their letters lie one after the other.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    letters: Vec<u8>,
    words: Vec<Word>,
    ids: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// Where the letters of a word are, and of which class it is.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: u32,
    length: u32,
    class: u8,
}

impl Vocabulary {
    /// The number of a word, which is added where it is new.
    pub fn id(&mut self, word: &str) -> u32 {
        let Self { letters, words, ids, hasher } = self;
        let hash = hasher.hash_one(word.as_bytes());
        if let Some(id) = ids.find(hash, |id| words[*id as usize].letters(letters) == word.as_bytes()) {
            return *id;
        }
        let id = words.len() as u32;
        words.push(Word { start: letters.len() as u32, length: word.len() as u32, class: class(word) });
        letters.extend_from_slice(word.as_bytes());
        ids.insert_unique(hash, id, |id| hasher.hash_one(words[*id as usize].letters(letters)));
        id
    }

    /// Which of eight classes a word is of: postings say so of the words that follow.
    pub fn class(&self, id: u32) -> u8 {
        self.words[id as usize].class
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// All words, by their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| str::from_utf8(word.letters(&self.letters)).unwrap_or_default())
    }
}

impl Word {
    fn letters(self, all: &[u8]) -> &[u8] {
        &all[self.start as usize..][..self.length as usize]
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
        assert_eq!(words.iter().collect::<Vec<_>>(), ["tell", "راز", "", "teller"]);
        assert_eq!(words.class(0), class("tell"));
    }
}
