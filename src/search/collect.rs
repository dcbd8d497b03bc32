use super::document::{Document, Section, Sentence, sentences};
use super::file::IndexFile;
use super::vocabulary::{Vocabulary, Words};
use super::words::Splitter;
use crate::store::Spill;
use rayon::prelude::*;

/// What was read of documents that follow each other: which word stands where.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub documents: Vec<Read>,
    /// What results show of them.
    pub texts: Vec<TextPart>,
    /// Every word, folded.
    pub words: Words,
    /// By document; in a document by first use.
    pub postings: Vec<Posting>,
}

/// What is kept of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// How many words it has.
    pub length: u32,
    /// Where its postings end, and the next one's begin.
    pub end: usize,
}

/// The texts of documents that follow each other.
#[derive(Debug)]
pub(super) struct TextPart {
    /// The first of the documents.
    pub first: usize,
    pub file: IndexFile,
}

/// How many bytes a part of texts may have before the next begins. Compressed, it is far below the 16 KiB of lists: a result
/// needs one part of texts, so ten results must not need ten large ones.
const TEXT_PART: usize = 9 * 1024;

/// A word in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    /// Its number in the vocabulary.
    pub word: u32,
    pub usage: Usage,
}

/// How a word is used in a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// How often it stands there, weighed by where: two for each time in running text.
    pub weight: u8,
    /// The section where it weighs most: 0 before the first heading, 7 for the seventh and all after it.
    pub section: u8,
    /// Which words follow it: a bit for the class of each.
    pub followers: u8,
}

/// The fewest documents that are worth a vocabulary of their own, and the most vocabularies.
const FEW: usize = 24;
const PIECES: usize = 8;

/// Reads `count` documents on the threads at hand: in order, in some pieces, each with its own numbers of words. Where pieces
/// end, no number of threads decides. Texts go to the spill as soon as they fill a file.
pub(super) fn collect(count: usize, document: &(dyn Fn(usize) -> Document + Sync), spill: &Spill) -> Vec<Collected> {
    let size = FEW.max(count.div_ceil(PIECES));
    let read = |piece: usize| {
        let (mut reader, mut texts) = (Reader::default(), Texts::new(spill));
        for at in piece * size..count.min((piece + 1) * size) {
            texts.push(at, &reader.document(&document(at)));
        }
        Collected { texts: texts.finish(), ..reader.finish() }
    };
    (0..count.div_ceil(size)).into_par_iter().map(read).collect()
}

/// How much a word counts by where it stands.
#[derive(Debug, Clone, Copy)]
struct Weight(u8);

/// A title of few words is about each of them.
fn title(text: &str) -> Weight {
    Weight(40 + 80 / text.split_whitespace().count().clamp(1, 80) as u8)
}

const HEADING: Weight = Weight(14);
const TAG: Weight = Weight(30);
const SUMMARY: Weight = Weight(14);
const BODY: Weight = Weight(2);

/// The last section that a posting tells apart.
const LAST_SECTION: usize = 7;

/// Puts texts together in files of the index.
struct Texts<'a> {
    spill: &'a Spill,
    parts: Vec<TextPart>,
    /// The first document of the next file, and it and those after it as the page's script reads them, with commas between.
    first: usize,
    json: String,
}

impl<'a> Texts<'a> {
    fn new(spill: &'a Spill) -> Self {
        Self { spill, parts: Vec::new(), first: 0, json: String::new() }
    }

    fn push(&mut self, document: usize, json: &str) {
        if self.json.is_empty() {
            self.first = document;
        } else {
            self.json.push(',');
        }
        self.json.push_str(json);
        if self.json.len() >= TEXT_PART {
            self.close();
        }
    }

    fn close(&mut self) {
        let file = IndexFile::new(&format!("t{}", self.first), &self.json, self.spill);
        self.parts.push(TextPart { first: self.first, file });
        self.json.clear();
    }

    fn finish(mut self) -> Vec<TextPart> {
        if !self.json.is_empty() {
            self.close();
        }
        self.parts
    }
}

/// Reads documents one by one.
#[derive(Debug, Default)]
struct Reader {
    splitter: Splitter,
    /// Where in the postings each word's latest one stands: it is this document's, or has to be made.
    latest: Vec<u32>,
    /// The first posting of the document at hand.
    first: usize,
    vocabulary: Vocabulary,
    /// All but the words.
    out: Collected,
    /// Of each posting of the document at hand, how heavy its heaviest use is.
    heaviest: Vec<u8>,
    /// The words of the document's sentences that tell what they are about.
    telling: Vec<u32>,
}

impl Reader {
    /// What was read, without the room that was kept for more: all pieces stand in memory together.
    fn finish(mut self) -> Collected {
        self.out.postings.shrink_to_fit();
        Collected { words: self.vocabulary.into_words(), ..self.out }
    }

    /// Reads a document, and gives what is shown of it.
    fn document(&mut self, document: &Document) -> String {
        self.first = self.out.postings.len();
        self.heaviest.clear();
        self.telling.clear();
        let mut length =
            self.text(&document.title, 0, title(&document.title)) + self.text(&document.summary, 0, SUMMARY);
        length += document.tags.iter().map(|tag| self.text(tag, 0, TAG)).sum::<u32>();
        let mut said = Vec::new();
        for (number, section) in document.sections.iter().enumerate() {
            length += self.section(section, number, &mut said);
        }
        self.out.documents.push(Read { length, end: self.out.postings.len() });
        document.json(&said, &self.telling, self.vocabulary.words().len())
    }

    fn section<'a>(&mut self, section: &'a Section, number: usize, said: &mut Vec<Sentence<'a>>) -> u32 {
        let at = number.min(LAST_SECTION) as u8;
        let mut length = self.text(&section.heading, at, HEADING);
        for block in &section.blocks {
            let mut before = None;
            for text in sentences(block) {
                let start = self.telling.len();
                length += self.words(text, at, BODY, &mut before, true);
                said.push(Sentence { section: number, text, telling: start..self.telling.len() });
            }
        }
        length
    }

    fn text(&mut self, text: &str, section: u8, weight: Weight) -> u32 {
        self.words(text, section, weight, &mut None, false)
    }

    /// Counts the words of a text, and returns how many there are. `before` is the posting of the word before it.
    fn words(&mut self, text: &str, section: u8, weight: Weight, before: &mut Option<usize>, note: bool) -> u32 {
        let mut count = 0;
        let mut splitter = std::mem::take(&mut self.splitter);
        splitter.words(text, &mut |word| {
            count += 1;
            let id = self.vocabulary.id(word);
            if let Some(before) = *before {
                self.out.postings[before].usage.followers |= 1 << self.vocabulary.words().class(id);
            }
            *before = Some(self.word(id, section, weight));
            if note && tells(word) {
                self.telling.push(id);
            }
        });
        self.splitter = splitter;
        count
    }

    /// Counts a word, and returns the place of its posting.
    fn word(&mut self, id: u32, section: u8, Weight(weight): Weight) -> usize {
        if id as usize == self.latest.len() {
            self.latest.push(u32::MAX);
        }
        let latest = &mut self.latest[id as usize];
        let mut at = *latest as usize;
        if at < self.first || *latest == u32::MAX {
            at = self.out.postings.len();
            *latest = at as u32;
            self.out.postings.push(Posting { word: id, usage: Usage { section, ..Usage::default() } });
            self.heaviest.push(0);
        }
        let usage = &mut self.out.postings[at].usage;
        usage.weight = usage.weight.saturating_add(weight);
        // The section is that of the heaviest single use, the first where several are alike.
        let heaviest = &mut self.heaviest[at - self.first];
        if weight > *heaviest {
            *heaviest = weight;
            usage.section = section;
        }
        at
    }
}

/// Whether a word says what a sentence is about: long ones do, and numbers.
fn tells(word: &str) -> bool {
    word.len() > 4 || (word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(title: &str, blocks: &[&str]) -> Document {
        let intro = Section { blocks: vec![blocks[0].into()], ..Section::default() };
        let rest = blocks[1..].iter().map(|block| block.to_string()).collect();
        let below = Section { anchor: "a".into(), heading: "What to do".into(), blocks: rest };
        Document { title: title.into(), sections: vec![intro, below], ..Document::default() }
    }

    #[test]
    fn a_word_knows_where_it_weighs_most_and_what_follows() {
        let read =
            collect(1, &|_| document("Secrets", &["Do tell.", "Do not wait, do tell."]), &Spill::default()).remove(0);
        let id = |word: &str| read.words.iter().position(|known| known == word).unwrap() as u32;
        let usage = |word: &str| read.postings.iter().find(|posting| posting.word == id(word)).unwrap().usage;
        let class = |word: &str| 1 << read.words.class(id(word));
        let expected = Usage { weight: 2 + 14 + 2 + 2, section: 1, followers: class("tell") | class("not") };
        assert_eq!(usage("do"), expected);
        assert_eq!(usage("secrets").weight, 120);
        assert_eq!(usage("wait").followers, class("do"));
        assert_eq!(read.documents[0].length, 1 + 2 + 3 + 5);
    }

    #[test]
    fn a_word_follows_another_across_the_end_of_a_sentence_but_not_of_a_block() {
        let section = Section { blocks: vec!["Tell. Now".into(), "today".into()], ..Section::default() };
        let document = Document { sections: vec![section], ..Document::default() };
        let read = collect(1, &|_| document.clone(), &Spill::default()).remove(0);
        assert_eq!(read.words.iter().collect::<Vec<_>>(), ["tell", "now", "today"]);
        assert_eq!([0, 1].map(|at| read.postings[at].usage.followers), [1 << read.words.class(1), 0]);
    }
}
