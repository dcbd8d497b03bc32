use super::fold::{fold, is_word_char};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

/// Splits texts into words, folded. One for each thread: a segmenter is not made for every text.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    /// For scripts that write no spaces; made when the first such letter is met.
    segmenter: Option<WordSegmenterBorrowed<'static>>,
}

impl Splitter {
    /// Calls `take` with each word of `text`, folded, in order.
    pub(super) fn words(&mut self, text: &str, take: &mut dyn FnMut(&str)) {
        for run in runs(text) {
            if run.chars().any(has_no_spaces) {
                let segmenter = self
                    .segmenter
                    .get_or_insert_with(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
                let breaks: Vec<usize> = segmenter.segment_str(run).collect();
                breaks.windows(2).for_each(|ends| word(&run[ends[0]..ends[1]], take));
            } else {
                word(run, take);
            }
        }
    }
}

fn word(run: &str, take: &mut dyn FnMut(&str)) {
    let folded = fold(run);
    if !folded.is_empty() {
        take(&folded);
    }
}

/// Runs of letters and digits, with the joiners and apostrophes between them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(is_word_char(c) || matches!(c, '\'' | '’' | '\u{200C}' | '\u{200D}')))
        .filter(|run| !run.is_empty())
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
    use super::all;

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
    fn scripts_without_spaces_are_split_by_a_dictionary() {
        assert!(all("ภาษาไทยเป็นภาษา").len() > 1);
    }
}
