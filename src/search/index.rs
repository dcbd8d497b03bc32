use super::bits::Bits;
use super::collect::{Collected, collect};
use super::document::{Document, script_json};
use super::encode::{by_units, word};
use super::file::IndexFile;
use super::lists::Lists;
use super::words::Splitter;
use crate::store::Spill;
use flate2::Crc;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

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
#[derive(Debug, Clone)]
pub struct Index {
    /// By name; `head.js` is among them.
    pub files: Vec<IndexFile>,
    /// CRC-32 of the names and the CRC-32s of all files, 8 hexadecimal digits.
    pub hash: String,
}

impl Index {
    /// Makes the index of `count` documents; `document` is asked for each once, from any thread. The files go to the spill.
    pub fn new(
        language: Language<'_>,
        count: usize,
        document: &(dyn Fn(usize) -> Document + Sync),
        spill: &Spill,
    ) -> Self {
        let mut pieces = collect(count, document, spill);
        let (mut files, t) = texts(&mut pieces);
        let lists = Lists::new(language.tag, pieces);
        let ((dictionary, d), (backwards, r)) = rayon::join(|| dictionary(&lists, spill), || backwards(&lists, spill));
        let (parts, p, k) = parts(&lists.texts, spill);
        files.extend([dictionary, backwards, parts].into_iter().flatten());
        let head = Head {
            n: count,
            d,
            r,
            p,
            k,
            c: lists.code.lengths(),
            t,
            y: language.synonyms.iter().map(|group| group.iter().map(|phrase| folded(phrase)).collect()).collect(),
            u: language.urgent.iter().map(|phrase| folded(phrase)).collect(),
        };
        files.push(IndexFile::new("head", &script_json(&head), spill));
        files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Self { hash: hash(&files), files }
    }
}

/// The files of an index as one script, without the texts of guides: where all guides stand in one page, they are read from that. It
/// hands them over as the only part of texts.
pub fn without_texts<'a>(files: impl Iterator<Item = &'a [u8]>) -> String {
    let texts = |file: &&str| file.strip_prefix("lamplight(\"t").is_some_and(|rest| rest.starts_with(char::is_numeric));
    let files = files.map(|file| std::str::from_utf8(file).unwrap_or_default()).filter(|file| !texts(file));
    files.map(|file| with_one_part_of_texts(file).unwrap_or_else(|| file.to_owned())).collect()
}

/// The head of an index.
fn with_one_part_of_texts(file: &str) -> Option<String> {
    let values = file.strip_prefix(HEAD)?.strip_suffix(END)?;
    let mut head: Value = serde_json::from_str(values).ok()?;
    *head.get_mut("t")? = json!([0]);
    Some(format!("{HEAD}{}{END}", script_json(&head)))
}

/// What stands round the values of the head.
const HEAD: &str = "lamplight(\"head\",[";
const END: &str = "]);\n";

/// Tells two indexes apart, so that no browser takes a file of one for that of the other.
fn hash(files: &[IndexFile]) -> String {
    let mut all = Crc::new();
    for file in files {
        all.update(file.name.as_bytes());
        all.update(&file.sum.to_le_bytes());
    }
    format!("{:08x}", all.sum())
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
    p: Vec<usize>,
    k: Vec<usize>,
    /// How many bits the code of each symbol in the lists has.
    c: String,
    /// The first document of each part of titles and sentences, which is in its name: `t120.js`.
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

/// How many bytes a part may have before the next begins. Compressed, lists come near 16 KiB, the others far below.
const DICTIONARY_PART: usize = 16 * 1024;
const LIST_PART: usize = 16 * 1024;

/// Up to how many bytes of words are simply searched through for a misspelt one.
const SEARCHED_THROUGH: usize = 100_000;

/// Words; and in bits how many documents each stands in (the binary logarithm), and the list: 0 where it is the next new
/// one, else 1 and how far back it lies. Gives the parts, and the first word of each.
fn dictionary(lists: &Lists, spill: &Spill) -> (Vec<IndexFile>, Vec<String>) {
    let (mut files, mut firsts, mut next) = (Vec::new(), Vec::new(), 0);
    let mut rest = lists.words.as_slice();
    while let Some((first, _)) = rest.first() {
        let (mut words, mut columns, mut before) = (String::new(), Bits::default(), "");
        let start = next;
        let taken = rest.iter().take_while(|(text, list)| {
            let room = words.len() < DICTIONARY_PART;
            if room {
                word(&mut words, before, text);
                before = text;
                columns.push(lists.sizes[*list as usize].ilog2().min(15), 4);
                columns.push(u32::from(*list < next), 1);
                if *list < next {
                    columns.some(next - list);
                }
                next = next.max(*list + 1);
            }
            room
        });
        let taken = taken.count();
        rest = &rest[taken..];
        let values = format!("{start},{},\"{}\"", script_json(&words.trim_end()), columns.finish());
        files.push(IndexFile::new(&format!("d{}", firsts.len()), &values, spill));
        firsts.push(first.to_string());
    }
    (files, firsts)
}

/// The same words read backwards, where the dictionary is too large to be searched through.
fn backwards(lists: &Lists, spill: &Spill) -> (Vec<IndexFile>, Vec<String>) {
    let (mut files, mut firsts) = (Vec::new(), Vec::new());
    if lists.words.iter().map(|(text, _)| text.len()).sum::<usize>() <= SEARCHED_THROUGH {
        return (files, firsts);
    }
    let mut reversed: Vec<String> = lists.words.iter().map(|(text, _)| text.chars().rev().collect()).collect();
    reversed.par_sort_unstable_by(|a, b| by_units(a, b));
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
        files.push(IndexFile::new(&format!("r{}", firsts.len()), &script_json(&words.trim_end()), spill));
        firsts.push(first.clone());
    }
    (files, firsts)
}

/// Where parts begin if each is closed as soon as it has so many bytes.
fn starts(sizes: impl Iterator<Item = usize>, part: usize) -> Vec<usize> {
    let (mut starts, mut size) = (Vec::new(), part);
    for (at, bytes) in sizes.enumerate() {
        if size >= part {
            starts.push(at);
            size = 0;
        }
        size += bytes;
    }
    starts
}

/// What lies between each of `starts` and the next.
fn slices<'a, T>(all: &'a [T], starts: &[usize]) -> Vec<&'a [T]> {
    let ends = starts.iter().skip(1).copied().chain([all.len()]);
    starts.iter().zip(ends).map(|(start, end)| &all[*start..end]).collect()
}

/// The lists: how long each is, in characters, and their characters one after the other. Gives the parts, the first
/// list of each, and its size in KiB.
fn parts(lists: &[String], spill: &Spill) -> (Vec<IndexFile>, Vec<usize>, Vec<usize>) {
    let starts = starts(lists.iter().map(|list| list.len() + 1), LIST_PART);
    let parts = slices(lists, &starts).into_par_iter().enumerate().map(|(part, lists)| {
        let mut lengths = Bits::default();
        lists.iter().for_each(|list| lengths.some(list.len() as u32));
        let values = format!("\"{}\",\"{}\"", lengths.finish(), lists.concat());
        (values.len().div_ceil(1024), IndexFile::new(&format!("p{part}"), &values, spill))
    });
    let (sizes, files) = parts.unzip();
    (files, starts, sizes)
}

/// Takes the titles and sentences out of the pieces: their files, and the first document of each.
fn texts(pieces: &mut [Collected]) -> (Vec<IndexFile>, Vec<usize>) {
    pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.texts)).map(|part| (part.file, part.first)).unzip()
}

#[cfg(test)]
mod tests {
    use super::super::document::Section;
    use super::*;
    use std::collections::BTreeMap;

    fn document(at: usize) -> Document {
        let blocks = vec![format!("Guide {at} is about thing{} and matter{}.", at % 7, at % 31)];
        Document {
            url: format!("{at}.html"),
            sections: vec![Section { blocks, ..Section::default() }],
            ..Document::default()
        }
    }

    fn texts_of(index: &Index) -> BTreeMap<String, String> {
        let text = |file: &IndexFile| String::from_utf8(file.bytes.read().unwrap().into_owned()).unwrap();
        index.files.iter().map(|file| (file.name.clone(), text(file))).collect()
    }

    #[test]
    fn threads_never_show() {
        let language = Language { tag: "en", synonyms: &[], urgent: &[] };
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let index = pool.install(|| Index::new(language, 1_000, &document, &Spill::default()));
            (texts_of(&index), index.hash)
        };
        assert_eq!(with(1), with(7));
    }

    #[test]
    fn an_index_of_other_texts_has_another_hash() {
        let language = Language { tag: "en", synonyms: &[], urgent: &[] };
        let of = |first| Index::new(language, 20, &|at| document(first + at), &Spill::default());
        let names = |index: &Index| index.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
        let (one, other) = (of(0), of(1));
        assert_eq!(names(&one), names(&other));
        assert_ne!(one.hash, other.hash);
    }

    #[test]
    fn all_of_it_but_the_texts_is_one_script() {
        let language = Language { tag: "en", synonyms: &[vec!["a < b".into(), "c".into()]], urgent: &["help".into()] };
        let files = texts_of(&Index::new(language, 1_000, &document, &Spill::default()));
        assert!(files.keys().filter(|name| name.starts_with('t')).count() > 1);
        let script = without_texts(files.values().map(String::as_bytes));
        let others = files.iter().filter(|(name, _)| !name.starts_with('t') && *name != "head.js");
        for (name, text) in others {
            assert!(script.contains(text), "{name}");
        }
        assert!(!script.contains("lamplight(\"t") && !script.contains("is about thing"), "{script}");
        let head = script.lines().find_map(|line| line.strip_prefix(HEAD)).unwrap();
        let head: Value = serde_json::from_str(head.strip_suffix("]);").unwrap()).unwrap();
        assert_eq!((&head["n"], &head["t"], &head["u"]), (&json!(1_000), &json!([0]), &json!([["help"]])));
    }

    #[test]
    fn parts_begin_where_the_one_before_is_full() {
        assert_eq!(starts([4, 4, 4, 9, 1].into_iter(), 8), [0, 2, 4]);
        assert_eq!(starts([9, 1].into_iter(), 8), [0, 1]);
        assert_eq!(slices(&[1, 2, 3], &[0, 2]), [&[1, 2][..], &[3]]);
        assert_eq!(starts(std::iter::empty(), 8), [0; 0]);
    }
}
