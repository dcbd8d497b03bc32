//! Each stage of the pipeline by itself, in memory: `cargo bench --bench stages`, `cargo bench --bench stages -- render`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench stops where its site is wrong")]

mod site;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lamplight::audit::Auditor;
use lamplight::check::{Checked, check};
use lamplight::export::{Sink, export};
use lamplight::library::Library;
use lamplight::model::Format;
use lamplight::parse::{Parsed, parse};
use lamplight::plan::{Plan, plan};
use lamplight::render::Renderer;
use lamplight::source::{SourceTree, VPath};
use lamplight::theme::Theme;
use rayon::prelude::*;
use std::cell::LazyCell;
use std::hint::black_box;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

criterion_group!(benches, stages);
criterion_main!(benches);

fn stages(criterion: &mut Criterion) {
    for guides in SIZES {
        // Made when a bench that was asked for needs it.
        let site = LazyCell::new(|| Site::new(guides));
        let mut group = criterion.benchmark_group("stages");
        group.throughput(Throughput::Elements(guides as u64));
        group.sample_size(if guides < 10_000 { 20 } else { 10 });
        let id = |stage: &str| BenchmarkId::new(stage, guides);
        group.bench_function(id("parse"), |b| b.iter(|| parse(black_box(&site.tree))));
        let parsed = || site.parsed.clone();
        let batch = criterion::BatchSize::PerIteration;
        group.bench_function(id("library"), |b| b.iter_batched(parsed, Library::new, batch));
        // With the library, which it puts together itself.
        let run = |parsed| check(&site.tree, parsed, Vec::new(), TODAY);
        group.bench_function(id("check"), |b| b.iter_batched(parsed, run, batch));
        group.bench_function(id("plan"), |b| b.iter(|| plan(&site.tree, &site.checked, &site.theme, &[Format::Site])));
        group.bench_function(id("render"), |b| b.iter(|| site.render()));
        let pages = LazyCell::new(|| site.pages());
        group.bench_function(id("audit"), |b| b.iter(|| site.audit(&pages)));
        group.bench_function(id("export"), |b| b.iter(|| site.export()));
    }
}

/// A site with what every stage is given.
struct Site {
    tree: SourceTree,
    parsed: Parsed,
    checked: Checked,
    theme: Theme,
    plan: Plan,
}

impl Site {
    fn new(guides: usize) -> Self {
        let tree = SourceTree::of_guides(site::files(guides));
        let (parsed, said) = parse(&tree);
        let (theme, _) = Theme::load(&tree, &parsed.config);
        let theme = theme.unwrap();
        let (checked, said) = check(&tree, parsed.clone(), said, TODAY);
        assert_eq!(said, [], "the bench's own site has problems");
        let checked = checked.unwrap();
        let (plan, _) = plan(&tree, &checked, &theme, &[Format::Site]);
        Self { tree, parsed, checked, theme, plan }
    }

    /// Every output on the threads at hand; the sum of their bytes, so that nothing is left out.
    fn render(&self) -> usize {
        let renderer = Renderer::new(&self.tree, &self.checked, &self.plan, &self.theme);
        self.plan.outputs().par_iter().map(|output| renderer.render(output).unwrap().len()).sum()
    }

    fn pages(&self) -> Vec<(&VPath, Vec<u8>)> {
        let renderer = Renderer::new(&self.tree, &self.checked, &self.plan, &self.theme);
        let outputs = self.plan.outputs().par_iter();
        outputs.map(|output| (&output.path, renderer.render(output).unwrap().into_owned())).collect()
    }

    fn audit(&self, pages: &[(&VPath, Vec<u8>)]) -> usize {
        let exists = |path: &str| self.plan.contains(path);
        let auditor = Auditor { exists: &exists, allowed_urls: &[], neutral_titles: None };
        pages.par_iter().map(|(path, bytes)| auditor.any(path, bytes).diagnostics.len()).sum()
    }

    /// Render, audit and manifest, into a sink that only counts.
    fn export(&self) -> usize {
        let sink = Count::default();
        let (result, said) = export(&self.tree, &self.checked, &self.plan, &self.theme, &sink);
        assert!(result.is_ok(), "{said:#?}");
        sink.0.into_inner()
    }
}

#[derive(Default)]
struct Count(AtomicUsize);

impl Sink for Count {
    fn put(&self, _: &VPath, bytes: &[u8]) -> io::Result<()> {
        self.0.fetch_add(black_box(bytes).len(), Ordering::Relaxed);
        Ok(())
    }
}
