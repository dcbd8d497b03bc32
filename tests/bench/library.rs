//! Large sites with a vocabulary as people have it, to measure search: a few words stand in nearly every sentence, most
//! in one guide of hundreds (Zipf's law). `site.rs` draws from some dozens of words, which no index would be like.

#[path = "draw.rs"]
mod draw;

use draw::Draw;
use std::fmt::Write;

/// How many different words the guides have.
const VOCABULARY: usize = 24_000;

/// How many words a guide has, about.
const LENGTH: usize = 700;

/// The files of a site in one language, and the text of each guide without its markup.
pub fn files(guides: usize) -> (Vec<(String, String)>, Vec<String>) {
    let vocabulary: Vec<String> = (0..VOCABULARY).map(word).collect();
    let mut files = vec![
        ("site.yaml".into(), "title: {en: Measured}\nlanguages: [en]\nregions: [PK]\n".to_owned()),
        ("sources.yaml".into(), "a: {publisher: A, title: A, published: 2026, accessed: 2026-11-01}\n".to_owned()),
        ("en/index.md".into(), "---\nkind: home\ntitle: Measured\n---\n".to_owned()),
    ];
    for section in 0..guides.div_ceil(200) {
        let text = format!("---\nkind: section\ntitle: Section {section}\n---\n");
        files.push((format!("en/part-{section}/index.md"), text));
    }
    let mut texts = Vec::with_capacity(guides);
    for number in 0..guides {
        let mut writer = Guide { draw: Draw(number as u64 + 1), vocabulary: &vocabulary, text: String::new() };
        let file = writer.file();
        files.push((format!("en/part-{}/guide-{number}.md", number / 200), file));
        texts.push(writer.text);
    }
    (files, texts)
}

/// What somebody may type into the search of such a site: a word, two words, four, the beginning of one, a slip, a
/// phrase, in turn.
pub fn queries(count: usize) -> Vec<String> {
    let mut draw = Draw(0);
    let queries = (0..count).map(|kind| {
        // Who searches names what is rare.
        let mut words = |count: usize| -> Vec<String> {
            (0..count).map(|_| word(rank(&mut draw).max(draw.below(9_000)))).collect()
        };
        match kind % 6 {
            0 => words(1).concat() + " ",
            1 => words(2).join(" ") + " ",
            2 => words(4).join(" ") + " ",
            3 => words(1)[0].chars().take(3).collect(),
            4 => {
                let mut letters: Vec<char> = words(2).concat().chars().collect();
                letters.swap(1, 2);
                letters.into_iter().take(8).collect::<String>() + " "
            }
            _ => format!("\"{}\"", words(2).join(" ")),
        }
    });
    queries.collect()
}

/// A word that can be spoken, of a length that grows with its rank: frequent words are short.
fn word(rank: usize) -> String {
    const STARTS: [&str; 16] = ["b", "ch", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "w", "tr"];
    const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ea", "ou", "ai"];
    let mut word = String::new();
    let mut rest = rank + 3;
    loop {
        let _ = write!(word, "{}{}", STARTS[rest % 16], VOWELS[rest / 16 % 8]);
        rest /= 128;
        if rest == 0 {
            return word + ["", "n", "r", "s", "ng"][rank % 5];
        }
    }
}

/// One guide being written: its file, and beside it what a reader sees.
struct Guide<'a> {
    draw: Draw,
    vocabulary: &'a [String],
    text: String,
}

impl Guide<'_> {
    fn file(&mut self) -> String {
        let (title, summary) = (self.sentence(4), self.sentence(10));
        let mut file = format!(
            "---\nkind: article\ntitle: \"{title}\"\nsummary: \"{summary}\"\naudience: [teen]\nreviewed: 2026-11-01\n\
             reviewer: Bench\nsources: [a]\n---\n"
        );
        for part in 0..6 {
            if part > 0 {
                let heading = self.sentence(4);
                let _ = write!(file, "\n## {heading}\n\n");
            }
            for _ in 0..LENGTH / 6 / 10 {
                let length = 5 + self.draw.below(11);
                let sentence = self.sentence(length);
                let _ = writeln!(file, "{sentence}.");
            }
        }
        file
    }

    /// Draws words, and notes them as text.
    fn sentence(&mut self, words: usize) -> String {
        let drawn: Vec<&str> = (0..words).map(|_| self.vocabulary[rank(&mut self.draw)].as_str()).collect();
        let mut sentence = drawn.join(" ");
        sentence[..1].make_ascii_uppercase();
        let _ = writeln!(self.text, "{sentence}.");
        sentence
    }
}

/// A rank whose probability is near 1 / (rank + 3): Zipf's law as Mandelbrot put it, by its inverse.
fn rank(draw: &mut Draw) -> usize {
    let share = (draw.next() >> 11) as f64 / (1_u64 << 53) as f64;
    let (first, last) = (3.0_f64, 3.0 + VOCABULARY as f64);
    ((first * (last / first).powf(share)) - first) as usize
}
