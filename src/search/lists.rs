use super::bits::Bits;
use super::code::Code;
use super::collect::{Collected, Usage};
use super::encode::by_units;
use super::vocabulary::{Vocabulary, Words};
use hashbrown::HashMap;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

/// The words in order, and the lists of the documents that they stand in. Words with one stem share a list.
pub(super) struct Lists {
    /// Sorted; with the number of the list.
    pub words: Vec<(Box<str>, u32)>,
    /// How many documents each list names.
    pub sizes: Vec<u32>,
    /// Each list as it is written.
    pub texts: Vec<String>,
    /// How the [`Symbol`]s in them are written.
    pub code: Code,
}

impl Lists {
    /// Of what was collected each thing is dropped as soon as it was made use of: together they are as large as the guides.
    pub fn new(tag: &str, mut pieces: Vec<Collected>) -> Self {
        let words = pieces.iter_mut().map(|piece| std::mem::take(&mut piece.words));
        let Numbered { words, lists, list_of } = number(stemmer(tag).as_ref(), words);
        let lengths = Lengths::new(&pieces);
        let firsts = pieces.iter().scan(0, |next, piece| {
            let first = *next;
            *next += piece.documents.len() as u32;
            Some(first)
        });
        let firsts: Vec<u32> = firsts.collect();
        let sorted = pieces.into_par_iter().zip(list_of).zip(firsts);
        let sorted = sorted.map(|((piece, list_of), first)| Sorted::new(&piece, first, &lengths, &list_of, lists));
        let sorted = AllSorted { pieces: sorted.collect(), documents: lengths.count };
        let numbers = || (0..lists).into_par_iter().with_min_len(256);
        let counts = numbers().fold(|| [0; 256], |counts, at| sorted.count(at, counts)).reduce(|| [0; 256], sum);
        let code = Code::new(&counts);
        let lists = numbers().map(|at| sorted.list(at)).map(|list| (list.entries.len() as u32, list.text(&code)));
        let (sizes, texts) = lists.unzip();
        Self { words, sizes, texts, code }
    }
}

/// The words of all pieces in one order.
struct Numbered {
    words: Vec<(Box<str>, u32)>,
    /// How many lists there are: their numbers are those of the first word of each, in order.
    lists: usize,
    /// For each piece the list of each of its words.
    list_of: Vec<Vec<u32>>,
}

fn number(stemmer: Option<&Stemmer>, pieces: impl Iterator<Item = Words>) -> Numbered {
    let mut all = Vocabulary::default();
    let mut list_of: Vec<Vec<u32>> = pieces.map(|words| words.iter().map(|word| all.id(word)).collect()).collect();
    let all = all.into_words();
    let mut order: Vec<(&str, usize)> = all.iter().zip(0..).collect();
    order.par_sort_unstable_by(|a, b| by_units(a.0, b.0));
    let stem = |word| stemmer.map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word));
    let stems: Vec<Cow<'_, str>> = order.par_iter().with_min_len(256).map(|(word, _)| stem(*word)).collect();
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut lists = vec![0; order.len()];
    let mut words = Vec::with_capacity(order.len());
    for ((word, id), stem) in order.into_iter().zip(&stems) {
        let next = numbers.len() as u32;
        lists[id] = *numbers.entry(&**stem).or_insert(next);
        words.push((word.into(), lists[id]));
    }
    list_of.iter_mut().flatten().for_each(|id| *id = lists[*id as usize]);
    Numbered { words, lists: numbers.len(), list_of }
}

/// Stemmers that work on folded words, that is without accents. For a language without a kept one, none is made up.
fn stemmer(tag: &str) -> Option<Stemmer> {
    let algorithm = match tag.split('-').next().unwrap_or(tag) {
        "en" => Algorithm::English,
        "nl" => Algorithm::Dutch,
        "da" => Algorithm::Danish,
        "nb" | "no" => Algorithm::Norwegian,
        "sv" => Algorithm::Swedish,
        "it" => Algorithm::Italian,
        "es" => Algorithm::Spanish,
        "pt" => Algorithm::Portuguese,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}

/// How long documents are.
struct Lengths {
    count: usize,
    /// In words, the average.
    average: f32,
}

impl Lengths {
    fn new(pieces: &[Collected]) -> Self {
        let all = || pieces.iter().flat_map(|piece| &piece.documents);
        let (count, words) = (all().count(), all().map(|read| u64::from(read.length)).sum::<u64>());
        Self { count, average: (words as f32 / count.max(1) as f32).max(1.0) }
    }
}

/// What lists say of the documents of a piece: by list, in each by document.
struct Sorted {
    /// Where each list ends.
    ends: Vec<u32>,
    entries: Vec<Entry>,
}

impl Sorted {
    /// `first` is the number of the piece's first document.
    fn new(piece: &Collected, first: u32, lengths: &Lengths, list_of: &[u32], lists: usize) -> Self {
        let (mut ends, usages) = by_list(piece, list_of, lists);
        let mut entries = Vec::with_capacity(usages.len());
        let mut from = 0;
        for end in &mut ends {
            for one in usages[from..*end as usize].chunk_by(|a, b| a.0 == b.0) {
                let document = one[0].0;
                let length = piece.documents[document as usize].length as f32 / lengths.average;
                entries.push(Entry::new(first + document, one.iter().map(|(_, usage)| usage), length));
            }
            from = *end as usize;
            *end = entries.len() as u32;
        }
        Self { ends, entries }
    }

    fn list(&self, at: usize) -> &[Entry] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[start as usize..self.ends[at] as usize]
    }
}

/// The postings of a piece by list, in each by document: where each list ends, and for each posting the document in its piece
/// and how it uses a word of the list.
fn by_list(piece: &Collected, list_of: &[u32], lists: usize) -> (Vec<u32>, Vec<(u32, Usage)>) {
    let mut ends = vec![0_u32; lists + 1];
    piece.postings.iter().for_each(|posting| ends[list_of[posting.word as usize] as usize + 1] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut usages = vec![(0, Usage::default()); piece.postings.len()];
    let mut from = 0;
    for (document, read) in (0..).zip(&piece.documents) {
        for posting in &piece.postings[from..read.end] {
            let next = &mut ends[list_of[posting.word as usize] as usize];
            usages[*next as usize] = (document, posting.usage);
            *next += 1;
        }
        from = read.end;
    }
    ends.pop();
    (ends, usages)
}

/// All pieces, in order.
struct AllSorted {
    pieces: Vec<Sorted>,
    documents: usize,
}

impl AllSorted {
    fn list(&self, at: usize) -> List {
        let entries = self.pieces.iter().map(|piece| piece.list(at)).collect::<Vec<_>>().concat();
        List { common: self.is_common(entries.len()), entries }
    }

    /// Adds how often each symbol stands in a list.
    fn count(&self, at: usize, mut counts: Counts) -> Counts {
        if !self.is_common(self.pieces.iter().map(|piece| piece.list(at).len()).sum()) {
            let entries = self.pieces.iter().flat_map(|piece| piece.list(at));
            entries.for_each(|entry| counts[usize::from(entry.symbol)] += 1);
        }
        counts
    }

    /// Whether a word of so many guides tells no guide from another: it stands in more than every other one.
    fn is_common(&self, documents: usize) -> bool {
        documents * 2 > self.documents && self.documents >= 16
    }
}

/// A document in a list.
#[derive(Debug, Clone, Copy)]
struct Entry {
    document: u32,
    symbol: Symbol,
    followers: u8,
}

/// What is said of a word in a document, in one number: 32 times how much it weighs there (0 to 7), 4 times the section
/// (0 to 7), and how many classes of words follow it (3 for three and more).
type Symbol = u8;

impl Entry {
    /// Puts the words of a document that share the list together. `length` is that of the document in average lengths.
    fn new<'a>(document: u32, usages: impl Iterator<Item = &'a Usage>, length: f32) -> Self {
        let (mut weight, mut heaviest, mut section, mut followers) = (0_u8, 0, 0, 0);
        for usage in usages {
            weight = weight.saturating_add(usage.weight);
            followers |= usage.followers;
            if usage.weight > heaviest {
                (heaviest, section) = (usage.weight, usage.section);
            }
        }
        let symbol = level(weight, length) * 32 + section * 4 + followers.count_ones().min(3) as u8;
        Self { document, symbol, followers }
    }
}

/// How fast more of the same word stops to count, and how much long guides are held back: BM25's k1 and b.
const SATURATION: f32 = 6.0;
const LENGTH: f32 = 0.5;

/// BM25's part of a word in a document, without the word's rarity, in eight steps.
fn level(weight: u8, length: f32) -> u8 {
    let often = f32::from(weight) / 2.0;
    let part = often / (often + SATURATION * (1.0 - LENGTH + LENGTH * length));
    ((part * 8.0) as u8).min(7)
}

struct List {
    entries: Vec<Entry>,
    /// Whether nothing is said of the documents but that they are named.
    common: bool,
}

/// How often each symbol stands in lists.
type Counts = [u64; 256];

fn sum(a: Counts, b: Counts) -> Counts {
    std::array::from_fn(|symbol| a[symbol] + b[symbol])
}

impl List {
    /// The list in bits: 1 where it is common; how many documents it names; the number of the first, from 1 on; `k` (4);
    /// then for each document the gap to the one before it, its symbol, and the classes that follow.
    fn text(&self, code: &Code) -> String {
        let mut bits = Bits::default();
        let k = self.rice();
        bits.push(u32::from(self.common), 1);
        bits.some(self.entries.len() as u32);
        bits.some(self.first() + 1);
        bits.push(k, 4);
        for (entry, width) in self.entries.iter().zip(self.gaps()) {
            gap(&mut bits, width, k);
            if !self.common {
                code.push(&mut bits, entry.symbol);
                followers(&mut bits, entry.followers);
            }
        }
        bits.finish()
    }

    fn first(&self) -> u32 {
        self.entries.first().map_or(0, |first| first.document)
    }

    /// How many documents lie before each, back to the one before it; 0 for the first.
    fn gaps(&self) -> impl Iterator<Item = u32> {
        let mut next = self.first();
        self.entries.iter().map(move |entry| {
            let gap = entry.document - next;
            next = entry.document + 1;
            gap
        })
    }

    /// The `k` of [`gap`] that makes the list shortest: near the logarithm of the average gap, and below it where a few
    /// gaps are wide.
    fn rice(&self) -> u32 {
        let last = self.entries.last().map_or(0, |last| last.document);
        let average = (last - self.first()) / self.entries.len().max(1) as u32;
        let most = average.max(1).ilog2().min(15);
        let tried = [3, 2, 1, 0].map(|less| most.saturating_sub(less));
        let mut costs = [0; 4];
        for gap in self.gaps() {
            costs.iter_mut().zip(tried).for_each(|(cost, k)| *cost += bits_of_gap(gap, k));
        }
        tried.into_iter().zip(costs).min_by_key(|(_, cost)| *cost).map_or(0, |(k, _)| k)
    }
}

/// A gap in Golomb and Rice's code: as many ones as it has times 2ᵏ, a zero, the rest in `k` bits.
fn gap(bits: &mut Bits, gap: u32, k: u32) {
    let mut ones = gap >> k;
    while ones > 16 {
        bits.push(u32::MAX, 16);
        ones -= 16;
    }
    bits.push((1 << (ones + 1)) - 2, ones + 1);
    bits.push(gap, k);
}

fn bits_of_gap(gap: u32, k: u32) -> u32 {
    (gap >> k) + 1 + k
}

/// One class or two, each in three bits; more as a bit for each.
fn followers(bits: &mut Bits, followers: u8) {
    if followers.count_ones() > 2 {
        bits.push(followers.into(), 8);
    } else {
        (0..8).filter(|class| followers >> class & 1 == 1).for_each(|class| bits.push(class, 3));
    }
}

#[cfg(test)]
mod tests {
    use super::super::collect::collect;
    use super::super::document::{Document, Section};
    use super::*;
    use crate::store::Spill;

    fn document(title: &str, body: &str) -> Document {
        let section = Section { blocks: vec![body.to_owned()], ..Section::default() };
        Document { title: title.into(), sections: vec![section], ..Document::default() }
    }

    /// Reads bits as the page's script does.
    struct Reader<'a>(std::str::Chars<'a>, Vec<u32>);

    impl Reader<'_> {
        fn take(&mut self, count: u32) -> u32 {
            const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            while self.1.len() < count as usize {
                let value = DIGITS.find(self.0.next().unwrap()).unwrap() as u32;
                self.1.extend((0..6).rev().map(|bit| value >> bit & 1));
            }
            self.1.drain(..count as usize).fold(0, |value, bit| value * 2 + bit)
        }

        fn some(&mut self) -> u32 {
            let size = self.take(5);
            1 << size | self.take(size)
        }

        fn symbol(&mut self, code: &Code) -> Symbol {
            let mut read = String::new();
            loop {
                read.push(if self.take(1) == 1 { '1' } else { '0' });
                let found = (0..=255).find(|symbol| code.written(*symbol).as_ref() == Some(&read));
                if let Some(symbol) = found {
                    return symbol;
                }
            }
        }

        fn followers(&mut self, count: u8) -> u8 {
            match count {
                0 => 0,
                1 => 1 << self.take(3),
                2 => 1 << self.take(3) | 1 << self.take(3),
                _ => self.take(8) as u8,
            }
        }

        fn list(&mut self, code: &Code) -> Vec<(u32, Option<(Symbol, u8)>)> {
            let (common, count, mut next, k) = (self.take(1), self.some(), self.some() - 1, self.take(4));
            let mut list = Vec::new();
            for _ in 0..count {
                while self.take(1) == 1 {
                    next += 1 << k;
                }
                next += self.take(k);
                let said = (common == 0).then(|| {
                    let symbol = self.symbol(code);
                    (symbol, self.followers(symbol & 3))
                });
                list.push((next, said));
                next += 1;
            }
            list
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let texts = ["one two", "two three one four one five one six", "one seven", "nothing", "one. One one two"];
        // Far apart and near: gaps of every width.
        let number = |at: usize| if at % 97 < 5 { at % 97 } else { 3 };
        let pieces = collect(1_000, &|at| document("", texts[number(at)]), &Spill::default());
        let lists = Lists::new("ur", pieces);
        let of = |word: &str| {
            let at = lists.words.iter().find(|(known, _)| **known == *word).unwrap().1;
            Reader(lists.texts[at as usize].chars(), Vec::new()).list(&lists.code)
        };
        let holders: Vec<u32> = (0..1_000).filter(|at| at % 97 == 1).collect();
        let found = of("three");
        assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), holders);
        let classes = |words: &[&str]| {
            let mut all = Vocabulary::default();
            words.iter().fold(0, |mask, word| {
                let id = all.id(word);
                mask | 1_u8 << all.words().class(id)
            })
        };
        assert!(found.iter().all(|(_, said)| said.unwrap().1 == classes(&["one"])));
        let four = classes(&["two", "four", "five", "six"]);
        let one = of("one").into_iter().find(|(at, _)| *at == 1).unwrap().1.unwrap();
        assert_eq!((one.1, one.0 & 3), (four, four.count_ones().min(3) as u8));
        assert!(of("nothing").iter().all(|(_, said)| said.is_none()), "a word of most guides says no more");
    }

    #[test]
    fn words_with_one_stem_share_a_list() {
        let read =
            |tag| Lists::new(tag, collect(1, &|_| document("Report", "reports reporting"), &Spill::default())).sizes;
        assert_eq!(read("en"), [1]);
        assert_eq!(read("ur"), [1, 1, 1]);
    }

    #[test]
    fn gaps_of_one_list_are_short_where_guides_stand_together() {
        let list = |documents: &[u32]| List {
            common: true,
            entries: documents.iter().map(|document| Entry { document: *document, symbol: 0, followers: 0 }).collect(),
        };
        let together: Vec<u32> = (8_000..8_100).collect();
        let spread: Vec<u32> = (0..100).map(|at| at * 81).collect();
        assert!(list(&together).rice() < list(&spread).rice());
        let code = Code::new(&[0; 256]);
        assert!(list(&together).text(&code).len() * 2 < list(&spread).text(&code).len() * 3);
    }
}
