use std::ops::Range;

/// A guide as it is searched for: its words in the order in which readers meet them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Where the page is, from the page with the search box.
    pub url: String,
    /// The tag and the direction of its texts, where they are not in the language of those who search.
    pub foreign: Option<(String, &'static str)>,
    /// The word of its kind: `sign`.
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub tags: Vec<String>,
    /// What stands before the first heading, then each heading with what follows it.
    pub sections: Vec<Section>,
}

/// A heading and the text below it, up to the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's id; empty before the first heading.
    pub anchor: String,
    pub heading: String,
    /// Paragraphs, list items and cells, without markup.
    pub blocks: Vec<String>,
}

/// How much of a guide's text is kept to be shown with results, in hundredths of its bytes. All of it would weigh as
/// much as the guides themselves; so sentences are kept that hold words which no other kept one has.
const KEPT: usize = 55;

/// A sentence of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    /// The number of its section.
    pub section: usize,
    pub text: &'a str,
    /// Where among the document's telling words its own ones stand.
    pub telling: Range<usize>,
}

impl Document {
    /// The document as the page's script reads it: `[url, kind, title, summary, [[anchor, heading, [sentence …]] …]]`.
    ///
    /// `telling` are the words that tell what a sentence is about, by their numbers in a vocabulary of `words`.
    pub(super) fn json(&self, said: &[Sentence<'_>], telling: &[u32], words: usize) -> String {
        let mut passages = vec![Vec::new(); self.sections.len()];
        for (sentence, _) in said.iter().zip(self.kept(said, telling, words)).filter(|(_, kept)| *kept) {
            passages[sentence.section].push(sentence.text);
        }
        let sections: Vec<(&str, &str, Vec<&str>)> = self
            .sections
            .iter()
            .zip(passages)
            .map(|(section, kept)| (&*section.anchor, &*section.heading, kept))
            .collect();
        match &self.foreign {
            Some((lang, dir)) => script_json(&(&self.url, self.kind, &self.title, &self.summary, sections, lang, dir)),
            None => script_json(&(&self.url, self.kind, &self.title, &self.summary, sections)),
        }
    }

    /// Which sentences are kept: within a budget, those first that hold most telling words for their length, and none
    /// whose telling words have all been kept already.
    fn kept(&self, said: &[Sentence<'_>], telling: &[u32], words: usize) -> Vec<bool> {
        let fixed = self.title.len() + self.summary.len();
        let headings: usize = self.sections.iter().map(|section| section.heading.len()).sum();
        let body: usize = said.iter().map(|sentence| sentence.text.len()).sum();
        let mut left = ((fixed + headings + body) * KEPT / 100).saturating_sub(fixed + headings);
        let mut order: Vec<usize> = (0..said.len()).collect();
        // Words for a thousand bytes; the order of reading where two are alike.
        let density = |at: &usize| said[*at].telling.len() * 1000 / (said[*at].text.len() + 8);
        order.sort_by_cached_key(|at| std::cmp::Reverse(density(at)));
        let mut kept = vec![false; said.len()];
        let mut seen = vec![0_u64; words.div_ceil(64)];
        for at in order {
            let length = said[at].text.len();
            let new = |word: &u32| seen[*word as usize / 64] >> (word % 64) & 1 == 0;
            let telling = &telling[said[at].telling.clone()];
            if length <= left && telling.iter().any(new) {
                kept[at] = true;
                left -= length;
                telling.iter().for_each(|word| seen[*word as usize / 64] |= 1 << (word % 64));
            }
        }
        kept
    }
}

/// The sentences of a block, each with its closing mark.
pub(super) fn sentences(block: &str) -> impl Iterator<Item = &str> {
    let mut rest = block.trim();
    let end = if block.is_ascii() { end_of_ascii_sentence } else { end_of_sentence };
    std::iter::from_fn(move || {
        let (sentence, tail) = rest.split_at(end(rest));
        rest = tail.trim_start();
        Some(sentence).filter(|sentence| !sentence.is_empty())
    })
}

/// [`end_of_sentence`], many bytes at once.
fn end_of_ascii_sentence(text: &str) -> usize {
    let closes = |at: &usize| text.as_bytes().get(at + 1).is_some_and(|next| char::from(*next).is_whitespace());
    memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).find(closes).map_or(text.len(), |at| at + 1)
}

/// Where the first closing mark before a space ends. Most bytes are the last of no mark.
fn end_of_sentence(text: &str) -> usize {
    const MARKS: [&str; 7] = [".", "!", "?", "۔", "؟", "।", "。"];
    const LAST: [bool; 256] = {
        let (mut last, mut at) = ([false; 256], 0);
        while at < MARKS.len() {
            let mark = MARKS[at].as_bytes();
            last[mark[mark.len() - 1] as usize] = true;
            at += 1;
        }
        last
    };
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| LAST[usize::from(*byte)]) {
        let ends = |mark: &&str| text.as_bytes()[..=at].ends_with(mark.as_bytes());
        if MARKS.iter().any(ends) && text[at + 1..].starts_with(char::is_whitespace) {
            return at + 1;
        }
    }
    text.len()
}

/// JSON that is safe in a script of any encoding-aware reader: no `<`, and none of the two invisible line ends.
pub(super) fn script_json(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|error| unreachable!("strings and lists are JSON: {error}"));
    // The two line ends begin with this byte.
    if memchr::memchr2(b'<', 0xE2, json.as_bytes()).is_some() {
        json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
    } else {
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_marks_of_any_script() {
        let split = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(split("Call 1799. It is free! At nine.thirty"), ["Call 1799.", "It is free!", "At nine.thirty"]);
        assert_eq!(split("یہ راز نہ رکھیں۔ کسی بڑے کو بتائیں؟"), ["یہ راز نہ رکھیں۔", "کسی بڑے کو بتائیں؟"]);
        assert_eq!(split("  "), [""; 0]);
        for text in ["One.\u{b}Two? Three!Four", "a. . b", ".", "?! x", "No end", "2.5 m.\nNext."] {
            for at in 0..text.len() {
                assert_eq!(end_of_ascii_sentence(&text[at..]), end_of_sentence(&text[at..]), "{:?}", &text[at..]);
            }
        }
    }

    #[test]
    fn what_is_kept_stays_within_its_share_and_in_order() {
        let blocks: Vec<String> = (0..20).map(|n| format!("Sentence number {n} speaks of matter and thing.")).collect();
        let document = Document { sections: vec![Section::default()], ..Document::default() };
        // The first half tells twenty things, one in each sentence or two; the second half tells them again.
        let telling: Vec<u32> = (0..40).map(|n| n % 20).collect();
        let said: Vec<Sentence<'_>> =
            blocks.iter().zip(0..).map(|(text, n)| Sentence { section: 0, text, telling: n * 2..n * 2 + 2 }).collect();
        let kept = document.kept(&said, &telling, 20);
        let whole: usize = blocks.iter().map(String::len).sum();
        let bytes: usize = blocks.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(text, _)| text.len()).sum();
        assert!(bytes * 100 <= whole * KEPT && bytes * 100 > whole * (KEPT - 10), "{bytes} of {whole}");
        assert_eq!(kept, [[true; 10], [false; 10]].concat());
        let json = document.json(&said, &telling, 20);
        let place = |n: usize| json.find(blocks[n].as_str()).unwrap();
        assert!((0..9).all(|n| place(n) < place(n + 1)) && !json.contains(&blocks[10]), "{json}");
    }

    #[test]
    fn a_document_cannot_leave_its_script() {
        let document = Document { title: "</script>\u{2028}".into(), ..Document::default() };
        assert_eq!(document.json(&[], &[], 0), r#"["","","\u003c/script>\u2028","",[]]"#);
    }
}
