use crate::theme::Theme;
use flate2::Compression;
use flate2::write::GzEncoder;
use memchr::memmem;
use std::io::{self, Write};
use std::sync::OnceLock;

/// What the HTML, style sheets and scripts of a guide may weigh together, in bytes after gzip: what fits the first
/// round trips of a slow connection.
pub(super) const FIRST_VIEW: usize = 14 * 1024;

/// What the style sheets and scripts of one theme weigh. It is found out when a page first asks, since to compress them takes
/// longer than to render the page.
#[derive(Debug, Default)]
pub struct Budget {
    /// The name in the bundle and the weight of each.
    assets: OnceLock<Vec<(String, usize)>>,
}

impl Budget {
    /// The weight of the first view, where it is over the budget.
    pub(super) fn exceeded_by(&self, html: &[u8], theme: &Theme) -> Option<usize> {
        let shared = self.loaded_by(html, theme);
        let left = FIRST_VIEW.saturating_sub(shared);
        // Only a page that is near the budget is compressed: to compress every page would cost as much as to render it.
        if html.len() + FRAME <= left || bounds(html).any(|bound| bound <= left) {
            return None;
        }
        let size = gzip_size(html);
        (size > left).then_some(size + shared)
    }

    /// What the style sheets and scripts weigh that a page names: not every page loads every one.
    pub(super) fn loaded_by(&self, html: &[u8], theme: &Theme) -> usize {
        let named = |name: &str| memmem::find(html, name.as_bytes()).is_some();
        self.assets(theme).iter().filter(|(name, _)| named(name)).map(|(_, size)| size).sum()
    }

    fn assets(&self, theme: &Theme) -> &[(String, usize)] {
        self.assets.get_or_init(|| {
            let counts = |name: &str| name.ends_with(".css") || name.ends_with(".js");
            let assets = theme.assets().iter().filter(|asset| counts(&asset.name));
            assets.map(|asset| (asset.path.file_name().to_owned(), gzip_size(&asset.bytes))).collect()
        })
    }
}

/// Sizes that gzip stays below, each tighter than the one before and dearer to find out.
fn bounds(bytes: &[u8]) -> Bounds<'_> {
    let mut symbols = [0; 256 + CLASSES];
    bytes.iter().for_each(|byte| symbols[usize::from(*byte)] += 1);
    Bounds { seen: Seen::new(bytes), symbols, distances: [0; CLASSES], extra_bits: 0, at: 0, looks: 0 }
}

/// What deflate (RFC 1951) comes to where the first part of a text is read as it reads it, only that of each few bytes the last
/// place alone is remembered, and for the rest single bytes have a code by their frequency. Hosts look in more places.
struct Bounds<'a> {
    seen: Seen<'a>,
    /// How often each byte has a code, as all have that were not matched so far, and each class of lengths.
    symbols: [u32; 256 + CLASSES],
    distances: [u32; CLASSES],
    extra_bits: u32,
    at: usize,
    /// How often a size was asked for.
    looks: usize,
}

impl Iterator for Bounds<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        const PARTS: [usize; 6] = [0, 8, 10, 12, 14, 16];
        let end = self.seen.bytes.len() * PARTS.get(self.looks)? / 16;
        self.looks += 1;
        while self.at < end {
            self.step();
        }
        let bits = code_bits(&self.symbols) + code_bits(&self.distances) + f64::from(self.extra_bits);
        Some(with_tables(bits, self.symbols.iter().sum()))
    }
}

impl Bounds<'_> {
    /// Reads a byte, or as many as stood before.
    fn step(&mut self) {
        let found = self.seen.before(self.at);
        self.seen.add(self.at);
        // As compressors do, a byte waits for a longer text from the next one on.
        let waits = |length| length < LONG && self.seen.before(self.at + 1).is_some_and(|(next, _)| next > length);
        let Some((length, distance)) = found.filter(|(length, _)| !waits(*length)) else {
            self.at += 1;
            return;
        };
        for byte in &self.seen.bytes[self.at..self.at + length] {
            self.symbols[usize::from(*byte)] -= 1;
        }
        let (length_class, length_bits) = class(length);
        let (distance_class, distance_bits) = class(distance);
        self.symbols[256 + length_class] += 1;
        self.distances[distance_class] += 1;
        self.extra_bits += length_bits + distance_bits;
        // Every second place will do: the next such text is found a byte later at most.
        for inside in (self.at + 1..self.at + length).step_by(2) {
            self.seen.add(inside);
        }
        self.at += length;
    }
}

/// The shortest text that is looked for: a shorter one saves little, and in place of many a longer one is found.
const SHORTEST: usize = 5;

/// How long a text is for which no longer one is waited for.
const LONG: usize = 32;

/// Where each text of [`SHORTEST`] bytes stood last, as far as it was read.
struct Seen<'a> {
    bytes: &'a [u8],
    /// By a hash of these bytes: one more than the place, so that 0 is nowhere.
    last: [u32; 1 << SLOT_BITS],
}

const SLOT_BITS: u32 = 13;

impl<'a> Seen<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, last: [0; 1 << SLOT_BITS] }
    }

    /// The slot of the bytes at a place, by Knuth's hash, a multiplication; `None` near the end.
    fn slot(&self, at: usize) -> Option<usize> {
        let eight = u64::from_le_bytes(*self.bytes.get(at..)?.first_chunk()?);
        let shortest = eight << (64 - 8 * SHORTEST);
        Some((shortest.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SLOT_BITS)) as usize)
    }

    fn add(&mut self, at: usize) {
        if let Some(slot) = self.slot(at) {
            self.last[slot] = at as u32 + 1;
        }
    }

    /// Where the bytes from a place on stood before: how many of them, and how far back.
    fn before(&self, at: usize) -> Option<(usize, usize)> {
        const LONGEST: usize = 258;
        const WINDOW: usize = 32 * 1024;
        let place = (self.last[self.slot(at)?] as usize).checked_sub(1).filter(|place| at - place <= WINDOW)?;
        let ahead = &self.bytes[at..self.bytes.len().min(at + LONGEST)];
        let length = same_bytes(&self.bytes[place..], ahead);
        (length >= SHORTEST).then_some((length, at - place))
    }
}

/// How many bytes at the start of two texts are the same, eight at a time.
fn same_bytes(a: &[u8], b: &[u8]) -> usize {
    let (a_words, b_words) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    let words = a_words.iter().zip(b_words).take_while(|(a, b)| a == b).count();
    let rest = a[8 * words..].iter().zip(&b[8 * words..]);
    8 * words + rest.take_while(|(a, b)| a == b).count()
}

const CLASSES: usize = 32;

/// The symbol that a length or a distance shares with its like, two for each doubling, and the bits that tell these apart.
fn class(value: usize) -> (usize, u32) {
    let further = value.ilog2().saturating_sub(1);
    (2 * further as usize + (value >> further), further)
}

/// What symbols come to in a code by their frequency (Shannon entropy), in bits.
fn code_bits(counts: &[u32]) -> f64 {
    let total = f64::from(counts.iter().sum::<u32>());
    let bits = |count: &u32| f64::from(*count) * (total / f64::from(*count)).log2();
    counts.iter().filter(|count| **count > 0).map(bits).sum()
}

/// The bytes of a deflated text: a Huffman code takes little more than the entropy of its symbols. Its tables begin each block,
/// and a block holds 16,384 symbols (zlib) or more.
fn with_tables(bits: f64, symbols: u32) -> usize {
    const TABLES: usize = 160;
    (bits / 8.0 * 1.03) as usize + TABLES * (1 + symbols as usize / 12_000) + FRAME
}

/// What gzip adds to a text that it can't make smaller, at most, while that is as large as pages are.
const FRAME: usize = 64;

/// The size after gzip as hosts apply it.
pub(super) fn gzip_size(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Count(0), Compression::new(6));
    // Counting can't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(usize::MAX, |count| count.0)
}

/// A writer that keeps only how much was written.
struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Maker;
    use crate::model::Config;
    use crate::plan::{Job, Output};
    use crate::source::SourceTree;
    use crate::{check, parse, plan};

    #[test]
    fn nothing_is_weighed_until_a_guide_asks() {
        let tree = SourceTree::of_guides([
            ("site.yaml", "title: T\nlanguages: [en]\n"),
            ("sources.yaml", "a: {publisher: A, title: A, url: https://a.example/, accessed: 2026-11-21}\n"),
            ("en/index.md", "---\nkind: home\ntitle: Home\n---\n"),
            (
                "en/a.md",
                "---\nkind: article\ntitle: A\nsummary: A\naudience: [teen]\nreviewed: 2026-11-01\nsources: [a]\n---\nText\n",
            ),
        ]);
        let (parsed, said) = parse::parse(&tree);
        let theme = Theme::load(&tree, &parsed.config).0.unwrap();
        let (checked, said) = check::check(&tree, parsed, said, jiff::civil::date(2026, 11, 22));
        let checked = checked.unwrap_or_else(|_| panic!("{said:#?}"));
        let plan = plan::plan(&tree, &checked, &theme, &[crate::model::Format::Site]).0;
        let (guides, others): (Vec<&Output>, Vec<&Output>) =
            plan.outputs().iter().partition(|output| matches!(output.job, Job::Guide(..)));
        let budget = Budget::default();
        let make = |output: &&Output| {
            assert!(Maker::new(&tree, &checked, &plan, &theme, &budget).make(output).bytes.is_some())
        };
        others.iter().for_each(make);
        assert!(!others.is_empty() && budget.assets.get().is_none());
        guides.iter().for_each(make);
        assert!(budget.assets.get().is_some_and(|assets| !assets.is_empty()));
    }

    #[test]
    fn no_bound_is_below_the_true_size() {
        let english = "<p>Tell somebody you trust what happened. It is not your fault.</p>\n".repeat(200);
        let urdu = "<p>کسی ایسے شخص کو بتائیں جس پر آپ کو بھروسا ہو۔</p>\n".repeat(200);
        let numbers: String = (0..3_000).map(|n| format!("<li><a href=\"{n}.html\">{}</a></li>", n * n)).collect();
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(20_000)
        .collect();
        let digits: String = noise.iter().map(|byte| format!("{},", byte % 37)).collect();
        let files: [&[u8]; 5] = [
            include_bytes!("../../README.md"),
            include_bytes!("../../themes/default/assets/main.css"),
            include_bytes!("../../themes/default/assets/main.js"),
            include_bytes!("../../themes/default/locales/ur.po"),
            include_bytes!("../../guides/ur/stages/targeting.md"),
        ];
        let made = [
            english.as_bytes(),
            urdu.as_bytes(),
            numbers.as_bytes(),
            digits.as_bytes(),
            &noise,
            b"",
            b"abc",
            &[b'a'; 50_000],
        ];
        for text in made.into_iter().chain(files) {
            let (size, bounds) = (gzip_size(text), Vec::from_iter(bounds(text)));
            assert!(bounds.iter().all(|bound| *bound >= size), "{} bytes: {bounds:?} < {size}", text.len());
        }
        let bounds = Vec::from_iter(bounds(numbers.as_bytes()));
        assert!(bounds[5] < bounds[0] / 2, "too loose to be of use: {bounds:?}");
    }

    #[test]
    fn heavy_pages_are_found() {
        let theme = Theme::load(&SourceTree::default(), &Config::default()).0.unwrap();
        let budget = Budget { assets: OnceLock::from(vec![("a.css".into(), 4 * 1024), ("b.js".into(), FIRST_VIEW)]) };
        let exceeded_by = |html: &[u8]| budget.exceeded_by(html, &theme);
        let mut state = 1_u32;
        let words: String = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("{:x} ", state >> 8)
        })
        .take(6_000)
        .collect();
        assert!(exceeded_by(words.as_bytes()).is_some_and(|weight| weight > FIRST_VIEW));
        let short = "<link href=\"../a.css\"><p>Short.</p>".repeat(100);
        assert_eq!(exceeded_by(short.as_bytes()), None);
        let heavy = short + "<script src=\"../b.js\"></script>";
        let size = gzip_size(heavy.as_bytes());
        assert_eq!(exceeded_by(heavy.as_bytes()), Some(size + 4 * 1024 + FIRST_VIEW));
    }
}
