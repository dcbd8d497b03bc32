use super::collect::{Collected, Posting, collect};
use super::document::{Document, script_json};
use super::encode::{by_units, digit, number, word};
use super::words::Splitter;
use hashbrown::HashMap;
use rust_stemmers::{Algorithm, Stemmer};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What an index is made for.
#[derive(Debug, Clone, Copy)]
pub struct Language<'a> {
    /// BCP 47.
    pub tag: &'a str,
    /// Groups of words or phrases that mean the same to those who search.
    pub synonyms: &'a [Vec<String>],
    /// Words and phrases of people who need help at once.
    pub urgent: &'a [String],
}

/// The index of one language: scripts that hold its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// By name; `head.js` is among them.
    pub files: Vec<IndexFile>,
    /// Of all files together, 8 hexadecimal digits.
    pub hash: String,
}

/// A file of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFile {
    /// `p3.js`
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Index {
    /// Makes the index of `count` documents; `document` is asked for each once, from any thread.
    pub fn new(language: Language<'_>, count: usize, document: &(dyn Fn(usize) -> Document + Sync)) -> Self {
        let read = collect(count, document);
        let lists = Lists::new(language.tag, &read);
        let mut writer = Writer::default();
        let (d, r) = (writer.dictionary(&lists), writer.backwards(&lists));
        let (p, k) = writer.lists(&lists, &read);
        let head = Head {
            n: read.documents.len(),
            d,
            r,
            p,
            k,
            t: writer.texts(&read),
            y: language.synonyms.iter().map(|group| group.iter().map(|phrase| folded(phrase)).collect()).collect(),
            u: language.urgent.iter().map(|phrase| folded(phrase)).collect(),
        };
        writer.file("head", &script_json(&head));
        writer.finish()
    }
}

/// What the page's script knows before it loads anything else. The names are short: every search loads them.
#[derive(Debug, Serialize)]
struct Head {
    /// How many documents there are.
    n: usize,
    /// The first word of each part of the dictionary, and of the one that is read backwards.
    d: Vec<String>,
    r: Vec<String>,
    /// The first list of each part, and how large the part is, in KiB.
    p: Vec<u32>,
    k: Vec<usize>,
    /// The first document of each part.
    t: Vec<usize>,
    /// Groups of phrases, and phrases; each a list of folded words.
    y: Vec<Vec<Vec<String>>>,
    u: Vec<Vec<String>>,
}

fn folded(phrase: &str) -> Vec<String> {
    let mut words = Vec::new();
    Splitter::default().words(phrase, &mut |word| words.push(word.to_owned()));
    words
}

/// The words in order, and the list that each belongs to: words with one stem share a list.
struct Lists<'a> {
    /// Sorted; with the id of the list.
    words: Vec<(&'a str, u32)>,
    /// Postings by list, in each by document. Those of words with one stem are one.
    postings: Vec<Vec<Posting>>,
}

impl<'a> Lists<'a> {
    fn new(tag: &str, read: &'a Collected) -> Self {
        let stemmer = stemmer(tag);
        let mut order: Vec<u32> = (0..read.words.len() as u32).collect();
        order.sort_unstable_by(|a, b| by_units(&read.words[*a as usize], &read.words[*b as usize]));
        let mut ids: HashMap<String, u32> = HashMap::new();
        let mut list_of = vec![0; read.words.len()];
        let mut words = Vec::with_capacity(order.len());
        for at in order {
            let text = &*read.words[at as usize];
            let stem = stemmer.as_ref().map_or(text.into(), |stemmer| stemmer.stem(text));
            let next = ids.len() as u32;
            let id = *ids.entry_ref(&*stem).or_insert(next);
            list_of[at as usize] = id;
            words.push((text, id));
        }
        Self { words, postings: by_list(&read.postings, &list_of, ids.len()) }
    }

    /// How many documents a list names.
    fn documents(&self, list: u32) -> usize {
        self.postings[list as usize].len()
    }
}

/// Postings by list. They come by document, so each list does too.
fn by_list(postings: &[Posting], list_of: &[u32], lists: usize) -> Vec<Vec<Posting>> {
    let mut sizes = vec![0_usize; lists];
    postings.iter().for_each(|posting| sizes[list_of[posting.word as usize] as usize] += 1);
    let mut by_list: Vec<Vec<Posting>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for posting in postings {
        let list = &mut by_list[list_of[posting.word as usize] as usize];
        match list.last_mut() {
            Some(last) if last.document == posting.document => {
                if posting.weight > last.weight {
                    last.section = posting.section;
                }
                last.weight = last.weight.saturating_add(posting.weight);
                last.followers |= posting.followers;
            }
            _ => list.push(*posting),
        }
    }
    by_list
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

/// How many bytes a part may have before the next begins. Compressed, lists come near 16 KiB, the others far below: a
/// result needs one part of texts, so ten results must not need ten large ones.
const DICTIONARY_PART: usize = 16 * 1024;
const LIST_PART: usize = 22 * 1024;
const TEXT_PART: usize = 9 * 1024;

/// Up to how many parts of the dictionary are simply searched through for a misspelt word.
const SEARCHED_THROUGH: usize = 3;

#[derive(Default)]
struct Writer {
    files: Vec<IndexFile>,
}

impl Writer {
    /// A script that hands over data: JSON values, separated by commas.
    fn file(&mut self, name: &str, values: &str) {
        let script = format!("lamplight(\"{name}\",{values});\n");
        self.files.push(IndexFile { name: format!("{name}.js"), bytes: script.into_bytes() });
    }

    /// Words, how many documents each stands in (the binary logarithm), and the list: 0 where it is the next new one, else
    /// how far back it lies.
    fn dictionary(&mut self, lists: &Lists<'_>) -> Vec<String> {
        let (mut firsts, mut next) = (Vec::new(), 0);
        let mut rest = lists.words.as_slice();
        while let Some((first, _)) = rest.first() {
            let (mut words, mut counts, mut refs, mut before) = (String::new(), String::new(), String::new(), "");
            let start = next;
            let taken = rest.iter().take_while(|(text, list)| {
                let room = words.len() + refs.len() * 2 < DICTIONARY_PART;
                if room {
                    word(&mut words, before, text);
                    before = *text;
                    counts.push(digit(lists.documents(*list).max(1).ilog2()));
                    number(&mut refs, next - list);
                    next += u32::from(*list == next);
                }
                room
            });
            let taken = taken.count();
            rest = &rest[taken..];
            let values = format!("{start},{},\"{counts}\",\"{refs}\"", script_json(&words.trim_end()));
            self.file(&format!("d{}", firsts.len()), &values);
            firsts.push((*first).to_owned());
        }
        firsts
    }

    fn backwards(&mut self, lists: &Lists<'_>) -> Vec<String> {
        let parts = self.files.len();
        if parts <= SEARCHED_THROUGH {
            return Vec::new();
        }
        let mut reversed: Vec<String> = lists.words.iter().map(|(text, _)| text.chars().rev().collect()).collect();
        reversed.sort_unstable_by(|a, b| by_units(a, b));
        let mut firsts = Vec::new();
        let mut rest = reversed.as_slice();
        while let Some(first) = rest.first() {
            let (mut words, mut before) = (String::new(), "");
            let taken = rest.iter().take_while(|text| {
                let room = words.len() < DICTIONARY_PART;
                if room {
                    word(&mut words, before, text);
                    before = *text;
                }
                room
            });
            let taken = taken.count();
            rest = &rest[taken..];
            self.file(&format!("r{}", firsts.len()), &script_json(&words.trim_end()));
            firsts.push(first.clone());
        }
        firsts
    }

    fn lists(&mut self, lists: &Lists<'_>, read: &Collected) -> (Vec<u32>, Vec<usize>) {
        let words: u64 = read.documents.iter().map(|(_, length)| u64::from(*length)).sum();
        let average = (words as f32 / read.documents.len().max(1) as f32).max(1.0);
        let (mut firsts, mut sizes) = (Vec::new(), Vec::new());
        let (mut part, mut first) = (ListPart::default(), 0);
        for (list, postings) in (0..).zip(&lists.postings) {
            part.add(postings, read, average);
            if part.len() >= LIST_PART || list as usize + 1 == lists.postings.len() {
                self.file(&format!("p{}", firsts.len()), &part.values(first));
                firsts.push(first);
                sizes.push(part.len().div_ceil(1024));
                (part, first) = (ListPart::default(), list + 1);
            }
        }
        (firsts, sizes)
    }

    fn texts(&mut self, read: &Collected) -> Vec<usize> {
        let mut firsts = Vec::new();
        let mut part = String::new();
        for (at, (json, _)) in read.documents.iter().enumerate() {
            if part.is_empty() {
                firsts.push(at);
            } else {
                part.push(',');
            }
            part.push_str(json);
            if part.len() >= TEXT_PART || at + 1 == read.documents.len() {
                let number = firsts.len() - 1;
                self.file(&format!("t{number}"), &format!("{},[{part}]", firsts[number]));
                part.clear();
            }
        }
        firsts
    }

    fn finish(mut self) -> Index {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        let mut hash = Sha256::new();
        for file in &self.files {
            hash.update(file.name.as_bytes());
            hash.update((file.bytes.len() as u64).to_le_bytes());
            hash.update(&file.bytes);
        }
        let hash = hash.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        Index { files: self.files, hash }
    }
}

/// Lists by column: what is alike stands together, which compresses best.
#[derive(Debug, Default)]
struct ListPart {
    /// For each list twice the number of its documents, and one more where it is so common that nothing else is said.
    sizes: String,
    /// How many documents lie between one and the next.
    documents: String,
    /// Eight times how much the word weighs in the document (0 to 7), and the section.
    places: String,
    /// Which words follow: six bits each.
    followers: String,
    others: String,
}

impl ListPart {
    fn add(&mut self, postings: &[Posting], read: &Collected, average: f32) {
        // A word of more than every other guide tells no guide from another.
        let common = postings.len() * 2 > read.documents.len() && read.documents.len() >= 16;
        number(&mut self.sizes, postings.len() as u32 * 2 + u32::from(common));
        let mut next = 0;
        for posting in postings {
            number(&mut self.documents, posting.document - next);
            next = posting.document + 1;
            if !common {
                let length = read.documents[posting.document as usize].1 as f32;
                self.places.push(digit(level(posting.weight, length / average) * 8 + u32::from(posting.section)));
                self.followers.push(digit(u32::from(posting.followers & 63)));
                self.others.push(digit(u32::from(posting.followers >> 6)));
            }
        }
    }

    /// The values of the part whose first list is `first`; the columns are plain characters.
    fn values(&self, first: u32) -> String {
        let Self { sizes, documents, places, followers, others } = self;
        format!("{first},\"{sizes}\",\"{documents}\",\"{places}\",\"{followers}\",\"{others}\"")
    }

    fn len(&self) -> usize {
        self.sizes.len() + self.documents.len() + self.places.len() + self.followers.len() + self.others.len()
    }
}

/// How fast more of the same word stops to count, and how much long guides are held back: BM25's k1 and b.
const SATURATION: f32 = 6.0;
const LENGTH: f32 = 0.5;

/// BM25's part of a word in a document, without the word's rarity, in eight steps. `length` is that of the document in
/// average lengths.
fn level(weight: u8, length: f32) -> u32 {
    let often = f32::from(weight) / 2.0;
    let part = often / (often + SATURATION * (1.0 - LENGTH + LENGTH * length));
    ((part * 8.0) as u32).min(7)
}
