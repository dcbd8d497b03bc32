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
        // Cheapest first: bounds by single bytes, then by what stands there twice, looked for in one place and in a few. Only
        // a page that is near the budget is compressed: to compress every page would cost as much as to render it.
        if byte_bound(html) <= left || match_bound(html, 1) <= left || match_bound(html, 8) <= left {
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

/// A size that gzip stays below: that of a code for single bytes by their frequency, plus tables and frame.
fn byte_bound(bytes: &[u8]) -> usize {
    if bytes.len() < 2 * 1024 {
        return bytes.len() + 64;
    }
    let mut counts = [0; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    with_tables(code_bits(&counts))
}

/// A tighter size that gzip stays below: what deflate (RFC 1951) comes to where it takes the longest match of those that it
/// finds in so many `tries`. Hosts look in more places, and wait for a longer match.
fn match_bound(bytes: &[u8], tries: usize) -> usize {
    let mut seen = Seen::new(bytes);
    let (mut symbols, mut distances) = ([0; 256 + CLASSES], [0; CLASSES]);
    let (mut extra_bits, mut at) = (0, 0);
    while at < bytes.len() {
        let (length, distance) = seen.longest(at, tries);
        if length < SHORTEST {
            symbols[usize::from(bytes[at])] += 1;
            seen.add(at);
            at += 1;
            continue;
        }
        let (length_class, length_bits) = class(length);
        let (distance_class, distance_bits) = class(distance);
        symbols[256 + length_class] += 1;
        distances[distance_class] += 1;
        extra_bits += length_bits + distance_bits;
        (at..at + length).for_each(|at| seen.add(at));
        at += length;
    }
    with_tables(code_bits(&symbols) + code_bits(&distances) + f64::from(extra_bits))
}

/// The shortest match that is looked for.
const SHORTEST: usize = 4;

/// Where each four bytes of a text stood, as far as it was read. Places are one more than they are, so that 0 is nowhere.
struct Seen<'a> {
    bytes: &'a [u8],
    /// The last place by a hash of the four.
    last: Vec<usize>,
    /// By place, the one before with the same hash.
    before: Vec<usize>,
}

impl<'a> Seen<'a> {
    const SLOTS: u32 = 14;

    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, last: vec![0; 1 << Self::SLOTS], before: vec![0; bytes.len()] }
    }

    /// A multiplicative hash (Knuth) of the four bytes at a place; `None` near the end.
    fn slot(&self, at: usize) -> Option<usize> {
        let four = self.bytes[at..].first_chunk::<SHORTEST>()?;
        Some((u32::from_le_bytes(*four).wrapping_mul(0x9E37_79B1) >> (32 - Self::SLOTS)) as usize)
    }

    fn add(&mut self, at: usize) {
        if let Some(slot) = self.slot(at) {
            self.before[at] = std::mem::replace(&mut self.last[slot], at + 1);
        }
    }

    /// The length of the longest match at a place, and how far back it is.
    fn longest(&self, at: usize, tries: usize) -> (usize, usize) {
        const LONGEST: usize = 258;
        const WINDOW: usize = 32 * 1024;
        let first = self.slot(at).map_or(0, |slot| self.last[slot]);
        let places = std::iter::successors(first.checked_sub(1), |place| self.before[*place].checked_sub(1));
        let near = places.take(tries).take_while(|place| at - place <= WINDOW);
        let matches = near.map(|place| (same_bytes(&self.bytes[place..], &self.bytes[at..], LONGEST), at - place));
        // Of two as long the nearer, which is met first.
        matches.fold((0, 0), |best, found| if found.0 > best.0 { found } else { best })
    }
}

/// How many bytes at the start of two texts are the same, up to `most`.
fn same_bytes(a: &[u8], b: &[u8], most: usize) -> usize {
    a.iter().zip(b).take(most).take_while(|(a, b)| a == b).count()
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

/// The bytes of a deflated text: a Huffman code takes little more than the entropy of its symbols.
fn with_tables(bits: f64) -> usize {
    (bits / 8.0 * 1.02) as usize + 512
}

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
            let (size, bounds) = (gzip_size(text), [byte_bound(text), match_bound(text, 1), match_bound(text, 8)]);
            assert!(bounds.iter().all(|bound| *bound >= size), "{} bytes: {bounds:?} < {size}", text.len());
        }
        assert!(match_bound(numbers.as_bytes(), 1) < byte_bound(numbers.as_bytes()) / 2, "too loose to be of use");
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
