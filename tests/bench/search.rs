//! What search costs on a large site: `cargo bench --bench search`, `cargo bench --bench search -- 1000`.
//!
//! It prints the time that the index adds to a build in memory, and the sizes as a host would send them, each file by
//! itself in gzip. `LAMPLIGHT_KEEP=DIR` writes the bundle there, to be searched in a browser.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench stops where its site is wrong")]

mod library;

use flate2::{Compression, write::GzEncoder};
use lamplight::check::{Checked, check};
use lamplight::export::{Sink, export};
use lamplight::parse::parse;
use lamplight::plan::{Job, Plan, plan};
use lamplight::source::{SourceTree, VPath};
use lamplight::theme::Theme;
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);
const RUNS: usize = 5;

fn main() {
    let guides = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let (files, texts) = library::files(guides);
    let tree = SourceTree::of_guides(files);
    let mut site = Site::new(&tree);
    let (mut without, mut with) = (Duration::MAX, Duration::MAX);
    // One after the other, so that a busy machine slows both.
    for _ in 0..RUNS {
        without = without.min(site.build(&tree, false));
        with = with.min(site.build(&tree, true));
    }
    let share = |part: f64, whole: f64| 100.0 * part / whole;
    println!("{guides} guides, the best of {RUNS} builds in memory");
    println!("  without search {without:.0?}, with it {with:.0?}");
    let added = with.saturating_sub(without).as_secs_f64();
    println!("  search adds {:.1} % (at most 25)", share(added, without.as_secs_f64()));
    let text: usize = texts.par_iter().map(|text| gzip(text.as_bytes())).sum();
    let size = |begins: &[char]| site.size(begins) as f64;
    println!("  gzip: plain text {} KB", text / 1000);
    println!("  head {:.1} KB (at most 30)", size(&['h']) / 1024.0);
    println!("  dictionary and lists {:.1} % of the text (at most 35)", share(size(&['d', 'r', 'p']), text as f64));
    println!("  titles and snippets {:.1} % of the text (at most 60)", share(size(&['t']), text as f64));
    if let Some(folder) = std::env::var_os("LAMPLIGHT_KEEP") {
        site.export(&tree, &Folder(folder.into()));
    }
}

struct Site {
    checked: Checked,
    theme: Theme,
    plan: Plan,
}

impl Site {
    fn new(tree: &SourceTree) -> Self {
        let (parsed, said) = parse(tree);
        let theme = Theme::load(tree, &parsed.config).0.unwrap();
        let (checked, said) = check(tree, parsed, said, TODAY);
        let checked = checked.unwrap_or_else(|_| panic!("the bench's own site has problems: {said:#?}"));
        let plan = plan(tree, &checked, &theme).0;
        Self { checked, theme, plan }
    }

    /// How long everything takes from the sources to the last byte.
    fn build(&mut self, tree: &SourceTree, search: bool) -> Duration {
        let begun = Instant::now();
        *self = Self::new(tree);
        if search {
            self.plan.add_search(tree, &self.checked);
        }
        self.export(tree, &Nowhere);
        begun.elapsed()
    }

    fn export(&self, tree: &SourceTree, sink: &dyn Sink) {
        let (result, said) = export(tree, &self.checked, &self.plan, &self.theme, sink);
        assert!(result.is_ok(), "{said:#?}");
    }

    /// The size of the index's files whose names begin so.
    fn size(&self, begins: &[char]) -> usize {
        let parts = self.plan.outputs().par_iter().filter(|output| output.path.file_name().starts_with(begins));
        parts
            .map(|output| match output.job {
                Job::SearchPart(lang, at) => gzip(self.plan.search_part(lang, at)),
                _ => 0,
            })
            .sum()
    }
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &VPath, bytes: &[u8]) -> io::Result<()> {
        std::hint::black_box(bytes);
        Ok(())
    }
}

struct Folder(PathBuf);

impl Sink for Folder {
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        let file = self.0.join(path.as_str());
        std::fs::create_dir_all(file.parent().unwrap_or(&self.0))?;
        std::fs::write(file, bytes)
    }
}
