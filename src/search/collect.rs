use super::document::{Document, Section};
use super::words::Splitter;
use hashbrown::HashMap;
use rayon::prelude::*;

/// What was read of all documents: which word stands where.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Each document as JSON, and its length in words.
    pub documents: Vec<(String, u32)>,
    /// Every word, folded, by its id.
    pub words: Vec<Box<str>>,
    /// By document; in a document by first use.
    pub postings: Vec<Posting>,
}

/// A word in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    pub word: u32,
    pub document: u32,
    /// How often it stands there, weighed by where: two for each time in running text.
    pub weight: u8,
    /// The section where it weighs most: 0 before the first heading, 7 for the seventh and all after it.
    pub section: u8,
    /// Which words follow it: a bit for the [`bucket`] of each.
    pub followers: u16,
}

/// Documents that are read on one thread before their words are put together with the others'.
const CHUNK: usize = 64;

/// Reads `count` documents on the threads at hand. The same documents always give the same result.
pub(super) fn collect(count: usize, document: &(dyn Fn(usize) -> Document + Sync)) -> Collected {
    let starts: Vec<usize> = (0..count).step_by(CHUNK).collect();
    let chunks = starts.into_par_iter().map(|start| {
        let mut reader = Reader::default();
        (start..count.min(start + CHUNK)).for_each(|at| reader.document(&document(at), at));
        reader.out
    });
    merge(chunks.collect())
}

/// One vocabulary for all chunks, in the order of documents.
fn merge(chunks: Vec<Collected>) -> Collected {
    let mut all = Collected::default();
    let mut ids: HashMap<Box<str>, u32> = HashMap::new();
    for chunk in chunks {
        let global: Vec<u32> = chunk
            .words
            .into_iter()
            .map(|word| match ids.get(&word) {
                Some(id) => *id,
                None => {
                    let id = all.words.len() as u32;
                    ids.insert(word.clone(), id);
                    all.words.push(word);
                    id
                }
            })
            .collect();
        let renamed = |posting: Posting| Posting { word: global[posting.word as usize], ..posting };
        all.postings.extend(chunk.postings.into_iter().map(renamed));
        all.documents.extend(chunk.documents);
    }
    all
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

/// Reads documents one by one.
#[derive(Debug, Default)]
struct Reader {
    splitter: Splitter,
    ids: HashMap<Box<str>, u32>,
    /// Where in the postings each word's latest one stands: it is this document's, or has to be made.
    latest: Vec<usize>,
    /// The first posting of the document at hand.
    first: usize,
    out: Collected,
    /// Weight by section of each posting of the document at hand, to tell where a word weighs most.
    best: Vec<(u8, u8)>,
}

impl Reader {
    fn document(&mut self, document: &Document, at: usize) {
        self.first = self.out.postings.len();
        self.best.clear();
        let at = at as u32;
        let mut length =
            self.text(&document.title, at, 0, title(&document.title)) + self.text(&document.summary, at, 0, SUMMARY);
        length += document.tags.iter().map(|tag| self.text(tag, at, 0, TAG)).sum::<u32>();
        for (number, section) in document.sections.iter().enumerate() {
            length += self.section(section, at, number.min(LAST_SECTION) as u8);
        }
        self.out.documents.push((document.json(), length));
    }

    fn section(&mut self, section: &Section, document: u32, number: u8) -> u32 {
        let heading = self.text(&section.heading, document, number, HEADING);
        heading + section.blocks.iter().map(|block| self.text(block, document, number, BODY)).sum::<u32>()
    }

    /// Counts the words of a text, and returns how many there are.
    fn text(&mut self, text: &str, document: u32, section: u8, weight: Weight) -> u32 {
        let (mut count, mut before) = (0, None);
        let mut splitter = std::mem::take(&mut self.splitter);
        splitter.words(text, &mut |word| {
            count += 1;
            if let Some(before) = before {
                let posting: &mut Posting = &mut self.out.postings[before];
                posting.followers |= 1 << bucket(word);
            }
            before = Some(self.word(word, document, section, weight));
        });
        self.splitter = splitter;
        count
    }

    /// Counts a word, and returns the place of its posting.
    fn word(&mut self, word: &str, document: u32, section: u8, Weight(weight): Weight) -> usize {
        let id = match self.ids.get(word) {
            Some(id) => *id,
            None => {
                let id = self.out.words.len() as u32;
                self.ids.insert(word.into(), id);
                self.out.words.push(word.into());
                self.latest.push(usize::MAX);
                id
            }
        };
        let mut at = self.latest[id as usize];
        if at < self.first || at == usize::MAX {
            at = self.out.postings.len();
            self.latest[id as usize] = at;
            self.out.postings.push(Posting { word: id, document, weight: 0, section, followers: 0 });
            self.best.push((section, 0));
        }
        let posting = &mut self.out.postings[at];
        posting.weight = posting.weight.saturating_add(weight);
        // The section is that of the heaviest single use, the first where several are alike.
        let (section_at, heaviest) = &mut self.best[at - self.first];
        if weight > *heaviest {
            (*section_at, *heaviest) = (section, weight);
            posting.section = section;
        }
        at
    }
}

/// Which of twelve classes a word belongs to; the page's script reckons the same.
pub(super) fn bucket(word: &str) -> u16 {
    (word.encode_utf16().fold(0_u32, |hash, unit| (hash * 31 + u32::from(unit)) % 65_521) % 12) as u16
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
    fn chunks_give_what_one_reader_would() {
        let text = |n: usize| document(&format!("Title {}", n % 7), &["a secret", "keep it", "number"]);
        let many = collect(200, &text);
        let mut one = Reader::default();
        (0..200).for_each(|n| one.document(&text(n), n));
        assert_eq!((many.words, many.postings, many.documents), (one.out.words, one.out.postings, one.out.documents));
    }

    #[test]
    fn a_word_knows_where_it_weighs_most_and_what_follows() {
        let read = collect(1, &|_| document("Secrets", &["Do tell.", "Do not wait, do tell."]));
        let posting = |word: &str| {
            let id = read.words.iter().position(|known| &**known == word).unwrap() as u32;
            *read.postings.iter().find(|posting| posting.word == id).unwrap()
        };
        let expected = Posting { section: 1, weight: 2 + 14 + 2 + 2, followers: 0, ..posting("do") };
        let found = posting("do");
        assert_eq!(Posting { followers: 0, ..found }, expected);
        assert_eq!(found.followers, 1 << bucket("tell") | 1 << bucket("not"));
        assert_eq!(posting("secrets").weight, 120);
        assert_eq!(posting("wait").followers, 1 << bucket("do"));
    }
}
