//! What search costs: `cargo bench --bench search`, or `cargo bench --bench search -- 1000` for a smaller site.
//!
//! It prints a table with the goals: the time that the index adds to a build, the sizes as a host sends them (each file
//! by itself in gzip), what a query loads, and how long it takes in Chromium on a processor six times slower. The left
//! column is a generated site, the right one the guides of this project.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench stops where its site is wrong")]
#![cfg(unix)]

#[allow(dead_code, reason = "the browser tests need more of it")]
#[path = "../browser/engines/mod.rs"]
mod engines;
#[allow(dead_code, reason = "the browser tests need more of it")]
#[path = "../browser/judged.rs"]
mod judged;
mod library;
#[allow(dead_code, reason = "the browser tests need more of it")]
#[path = "../browser/outside.rs"]
mod outside;
mod query;
#[allow(dead_code, reason = "the browser tests need more of it")]
#[path = "../browser/webdriver.rs"]
mod webdriver;

use flate2::{Compression, write::GzEncoder};
use lamplight::check::{Checked, check};
use lamplight::export::{Sink, export};
use lamplight::fs::{FolderSink, Limits, read};
use lamplight::model::Format;
use lamplight::parse::parse;
use lamplight::plan::{Job, Plan, plan};
use lamplight::source::{SourceTree, VPath};
use lamplight::store::Spill;
use lamplight::theme::Theme;
use query::Cost;
use rayon::prelude::*;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);
const RUNS: usize = 7;

fn main() {
    let guides = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(10_000);
    // On the disk of the build folder: `/tmp` is memory on some systems.
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (files, texts) = library::files(guides);
    for (path, text) in files {
        let path = place.path().join("guides").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let queries = library::queries(48);
    let queries: Vec<(&str, &str)> = queries.iter().map(|text| ("en", text.as_str())).collect();
    let generated = Measured::new(&place.path().join("guides"), &place.path().join("output"), &texts, &queries);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides");
    let judged = judged::judged();
    let queries: Vec<(&str, &str)> =
        judged.iter().flat_map(|(lang, queries)| queries.iter().map(|query| (*lang, query.text))).collect();
    let ours = Measured::new(&own, &place.path().join("own"), &texts_of(&own), &queries);
    print(&[(&format!("{guides} guides"), &generated), ("guides/", &ours)]);
}

/// Everything that is measured on a site.
struct Measured {
    /// The best of all builds in memory, without search and with it.
    memory: [Duration; 2],
    /// From the folder of guides to the folder of the bundle.
    disk: [Duration; 2],
    guides: usize,
    /// Of the guides without markup, in gzip.
    text: usize,
    head: usize,
    dictionary: usize,
    lists: usize,
    /// The average of a part of the lists, and of the titles and sentences.
    list_part: usize,
    titles: usize,
    costs: Vec<Cost>,
}

impl Measured {
    fn new(guides: &Path, output: &Path, texts: &[String], queries: &[(&str, &str)]) -> Self {
        let (mut memory, mut disk) = ([Duration::MAX; 2], [Duration::MAX; 2]);
        let (tree, in_memory) = (tree(guides), Spill::default());
        // One after the other, so that a busy machine slows both.
        for at in (0..RUNS).flat_map(|_| [0, 1]) {
            memory[at] =
                memory[at].min(timed(|| Site::new(&tree, (at == 1).then_some(&in_memory)).export(&tree, &Nowhere)));
        }
        for at in (0..RUNS).flat_map(|_| [0, 1]) {
            disk[at] = disk[at].min(timed(|| build(guides, output, at == 1)));
        }
        let site = Site::new(&tree, Some(&in_memory));
        let (_, head) = site.size(&["head"]);
        let (_, dictionary) = site.size(&["d", "r"]);
        let (parts, lists) = site.size(&["p"]);
        let (_, titles) = site.size(&["t"]);
        Self {
            memory,
            disk,
            guides: texts.len(),
            text: texts.par_iter().map(|text| gzip(text.as_bytes())).sum(),
            head,
            dictionary,
            lists,
            list_part: lists / parts.max(1),
            titles,
            costs: query::costs(output, queries),
        }
    }

    /// The rows of the table, each with its goal.
    fn rows(&self) -> Vec<(&'static str, String, &'static str)> {
        let added = |[without, with]: [Duration; 2]| with.saturating_sub(without).as_secs_f64();
        let share = |times: [Duration; 2]| format!("{:.1} %", 100.0 * added(times) / times[0].as_secs_f64());
        let of_text = |bytes: usize| format!("{:.1} %", 100.0 * bytes as f64 / self.text as f64);
        let kib = |bytes: usize| format!("{:.1} KiB", bytes as f64 / 1024.0);
        let mut bytes: Vec<usize> = self.costs.iter().map(|cost| cost.bytes).collect();
        let mut times: Vec<f64> = self.costs.iter().map(|cost| cost.time).collect();
        bytes.sort_unstable();
        times.sort_unstable_by(f64::total_cmp);
        let (middle, last) = (bytes.len() / 2, bytes.len() - 1);
        let of_1000 = |time: f64| format!("{:.1} ms", time * 1e6 / self.guides as f64);
        vec![
            ("build from disk to disk, without search", format!("{:.0?}", self.disk[0]), ""),
            ("search adds to it", share(self.disk), "25 %"),
            ("build in memory, without search", format!("{:.0?}", self.memory[0]), ""),
            ("search adds to it", share(self.memory), ""),
            ("search adds for 1,000 guides, in memory", of_1000(added(self.memory)), ""),
            ("plain text", kib(self.text), ""),
            ("head", kib(self.head), "30 KiB"),
            ("head, dictionary and lists", of_text(self.head + self.dictionary + self.lists), "35 %"),
            ("of these, the dictionary", of_text(self.dictionary), ""),
            ("a part of the lists", kib(self.list_part), "near 16 KiB"),
            ("titles and snippets", of_text(self.titles), "60 %"),
            ("a query loads: median", kib(bytes[middle]), ""),
            ("a query loads: most", kib(bytes[last]), "120 KiB"),
            ("a query takes, 6 times slower: median", format!("{:.0} ms", times[middle]), ""),
            ("a query takes, 6 times slower: most", format!("{:.0} ms", times[last]), "50 ms"),
        ]
    }
}

fn print(columns: &[(&str, &Measured)]) {
    let rows: Vec<_> = columns.iter().map(|(_, measured)| measured.rows()).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| format!(" {name:>13} |")).collect();
    println!("| {:40} |{} {:11} |", "", names.concat(), "at most");
    println!("|{}|{}|", "-".repeat(42), ["-".repeat(15), "-".repeat(15), "-".repeat(13)].join("|"));
    for (at, (what, _, goal)) in rows[0].iter().enumerate() {
        let values: Vec<String> = rows.iter().map(|rows| format!(" {:>13} |", rows[at].1)).collect();
        println!("| {what:40} |{} {goal:11} |", values.concat());
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    std::hint::black_box(run());
    begun.elapsed()
}

fn tree(guides: &Path) -> SourceTree {
    read(guides, None, Limits::default()).unwrap().0
}

/// What `lamplight build` does.
fn build(guides: &Path, output: &Path, search: bool) {
    let tree = tree(guides);
    let sink = FolderSink::open(output, &[guides.to_owned()]).unwrap();
    let site = Site::new(&tree, search.then(|| sink.spill()).as_ref());
    site.export(&tree, &sink);
    sink.commit().unwrap();
}

/// The text of each guide and translation without its markup.
fn texts_of(guides: &Path) -> Vec<String> {
    let tree = tree(guides);
    let (parsed, _) = parse(&tree);
    let text = |guide: &lamplight::model::Guide| {
        let front = [guide.front.title.clone(), guide.front.summary.clone()];
        let headings = guide.outline.headings.iter().map(|heading| heading.text.to_string());
        let body = guide.text.sections(lamplight::parse::body(&tree, guide)).concat();
        front.into_iter().chain(headings).chain(body).collect::<Vec<_>>().join("\n")
    };
    parsed.guides.iter().map(text).collect()
}

struct Site {
    checked: Checked,
    theme: Theme,
    plan: Plan,
}

impl Site {
    /// `spill` is where the search index goes, where there is to be one.
    fn new(tree: &SourceTree, spill: Option<&Spill>) -> Self {
        let (parsed, said) = parse(tree);
        let theme = Theme::load(tree, &parsed.config).0.unwrap();
        let (checked, said) = check(tree, parsed, said, TODAY);
        let checked = checked.unwrap_or_else(|_| panic!("the bench's own site has problems: {said:#?}"));
        let mut plan = plan(tree, &checked, &theme, &[Format::Site]).0;
        if let Some(spill) = spill {
            plan.add_search(tree, &checked, spill);
        }
        Self { checked, theme, plan }
    }

    fn export(&self, tree: &SourceTree, sink: &dyn Sink) {
        let (result, said) = export(tree, &self.checked, &self.plan, &self.theme, sink);
        assert!(result.is_ok(), "{said:#?}");
    }

    /// How many files of the index have names that begin so, and their size.
    fn size(&self, begins: &[&str]) -> (usize, usize) {
        let parts = self.plan.outputs().par_iter().filter_map(|output| match output.job {
            Job::SearchPart(lang, at) if begins.iter().any(|begin| output.path.file_name().starts_with(begin)) => {
                Some((1, gzip(&self.plan.search_part(lang, at).unwrap())))
            }
            _ => None,
        });
        parts.reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
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
