use super::fold::{fold, is_word_char};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;
use unicode_normalization::char::canonical_combining_class;

/// Splits texts into words, folded. One for each thread: a segmenter is not made for every text.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    /// For scripts that write no spaces; made when the first such letter is met.
    segmenter: Option<WordSegmenterBorrowed<'static>>,
    /// Where a word is folded.
    room: String,
}

impl Splitter {
    /// Calls `take` with each word of `text`, folded, in order.
    pub(super) fn words(&mut self, text: &str, take: &mut impl FnMut(&str)) {
        let classes: &Classes = &CLASSES;
        let mut rest = text;
        while let Some(run) = next_run(classes, rest) {
            rest = run.rest;
            match run.class {
                Class::Settled => take(run.text),
                Class::Spaceless => self.segments(run.text, take),
                _ => word(run.text, &mut self.room, take),
            }
        }
    }

    fn segments(&mut self, run: &str, take: &mut impl FnMut(&str)) {
        let segmenter =
            self.segmenter.get_or_insert_with(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
        let mut start = 0;
        for end in segmenter.segment_str(run).filter(|end| *end > 0) {
            word(&run[start..end], &mut self.room, take);
            start = end;
        }
    }
}

fn word(run: &str, room: &mut String, take: &mut impl FnMut(&str)) {
    let folded = fold(run, room);
    if !folded.is_empty() {
        take(folded);
    }
}

/// What a character means to the words around it. A run of characters is what the last of these is that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// Between words.
    Between,
    /// Part of a word, which folding leaves as it is.
    Settled,
    /// Part of a word that must be folded: letters, digits, marks, and the joiners and apostrophes between them.
    Folded,
    /// Part of a word that only a dictionary finds.
    Spaceless,
}

/// The class of each character up to the scripts of India. Unicode's own tables take longer than all else that is done
/// with a letter.
type Classes = [Class; 0xE00];

static CLASSES: LazyLock<Classes> =
    LazyLock::new(|| std::array::from_fn(|code| char::from_u32(code as u32).map_or(Class::Between, class)));

fn class(c: char) -> Class {
    if matches!(c, '\'' | '’' | '\u{200C}' | '\u{200D}') {
        Class::Folded
    } else if matches!(c, '\u{2000}'..='\u{206F}') || !is_word_char(c) {
        Class::Between
    } else if has_no_spaces(c) {
        Class::Spaceless
    } else if canonical_combining_class(c) == 0 && is_folded(c) {
        Class::Settled
    } else {
        Class::Folded
    }
}

fn is_folded(c: char) -> bool {
    fold(c.encode_utf8(&mut [0; 4]), &mut String::new()) == c.encode_utf8(&mut [0; 4])
}

/// Characters without anything between words among them.
struct Run<'a> {
    text: &'a str,
    class: Class,
    /// What follows it.
    rest: &'a str,
}

fn next_run<'a>(classes: &Classes, text: &'a str) -> Option<Run<'a>> {
    let mut start = 0;
    let (mut found, length) = loop {
        let (class, length) = class_at(classes, text, start)?;
        if class > Class::Between {
            break (class, length);
        }
        start += length;
    };
    let mut at = start + length;
    while let Some((class, length)) = class_at(classes, text, at) {
        if class == Class::Between {
            break;
        }
        (at, found) = (at + length, found.max(class));
    }
    Some(Run { text: &text[start..at], class: found, rest: &text[at..] })
}

/// The class of the character at a place, and its length; `None` at the end.
#[inline]
fn class_at(classes: &Classes, text: &str, at: usize) -> Option<(Class, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some((classes[usize::from(byte)], 1));
    }
    let c = text[at..].chars().next()?;
    Some((classes.get(c as usize).copied().unwrap_or_else(|| class(c)), c.len_utf8()))
}

/// Letters of scripts in which only a dictionary finds the words: Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// All words of a text as a list.
#[cfg(test)]
pub(super) fn all(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    Splitter::default().words(text, &mut |word| words.push(word.to_owned()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_and_folded() {
        assert_eq!(all("Don't tell — “anyone”!"), ["dont", "tell", "anyone"]);
        assert_eq!(all("کسی کو نہ بتائیں۔ 1799"), ["کسی", "کو", "نہ", "بتای\u{654}یں", "1799"]);
        assert_eq!(all("051-9106691"), ["051", "9106691"]);
        assert_eq!(all(" … ' "), [""; 0]);
    }

    /// The page's script is held to the same vectors in browsers.
    #[test]
    fn the_shared_vectors_hold() {
        let vectors = include_str!("../../tests/search/folding.json");
        let vectors: Vec<(String, Vec<String>)> = serde_json::from_str(vectors).unwrap();
        for (text, words) in vectors {
            assert_eq!(all(&text), words, "{text:?}");
        }
    }

    #[test]
    fn a_run_that_is_settled_is_folded_already() {
        for c in (0..0x2_FFFF).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            let expected: Vec<&str> = text.split(|c: char| !(is_word_char(c) || class(c) == Class::Folded)).collect();
            let folded: Vec<_> = expected
                .iter()
                .map(|word| fold(word, &mut String::new()).to_owned())
                .filter(|word| !word.is_empty())
                .collect();
            if class(c) != Class::Spaceless {
                assert_eq!(all(&text), folded, "{c:?} U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn scripts_without_spaces_are_split_by_a_dictionary() {
        assert!(all("ภาษาไทยเป็นภาษา").len() > 1);
    }
}
