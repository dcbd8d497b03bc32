//! The whole program on a folder of files, as a user runs it: `cargo bench --bench program`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench stops where the machine fails")]

mod site;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::cell::LazyCell;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

criterion_group!(benches, program);
criterion_main!(benches);

fn program(criterion: &mut Criterion) {
    for guides in SIZES {
        // Made when a bench that was asked for needs it.
        let place = LazyCell::new(|| site_on_disk(guides));
        let mut group = criterion.benchmark_group("program");
        group.throughput(Throughput::Elements(guides as u64));
        group.sample_size(10);
        let run = |command: &str| lamplight(place.path(), command);
        group.bench_function(BenchmarkId::new("check", guides), |b| b.iter(|| run("check")));
        // Each build takes the place of the one before, as an editor's does.
        group.bench_function(BenchmarkId::new("build", guides), |b| b.iter(|| run("build")));
    }
}

/// On the disk of the build folder: `/tmp` is memory on some systems.
fn site_on_disk(guides: usize) -> TempDir {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (path, text) in site::files(guides) {
        let path = place.path().join("guides").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    place
}

fn lamplight(folder: &Path, command: &str) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    let output = program.arg(command).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
