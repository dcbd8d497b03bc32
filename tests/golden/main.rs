//! Whole bundles, to the byte: each folder here is a site and, in `bundle`, what it builds to.
//!
//! `LAMPLIGHT_BLESS=1 cargo test --test golden` writes what is built now; read the difference before you commit it.
//! The sites have a stylesheet and a script of their own, so that a change of the default theme's shows only in its
//! templates.
#![allow(clippy::disallowed_methods, reason = "tests read and write folders")]
#![allow(clippy::unwrap_used, reason = "a test fails where it can't go on")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn one_language() {
    golden("one-language");
}

#[test]
fn two_languages() {
    golden("two-languages");
}

/// The default language is written from right to left, in its own digits.
#[test]
fn right_to_left() {
    golden("right-to-left");
}

fn golden(site: &str) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(site);
    let place = tempfile::tempdir().unwrap();
    let built = place.path().join("bundle");
    let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    let program = program.current_dir(&site).args(["build", "--today", "2026-11-22", "-o"]).arg(&built);
    let output = program.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (built, expected) = (files(&built), site.join("bundle"));
    if std::env::var_os("LAMPLIGHT_BLESS").is_some_and(|value| value == "1") {
        bless(&expected, &built);
    }
    compare(&files(&expected), &built);
}

/// Every file below a folder with its bytes; none where there is no folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        files.insert(path, fs::read(entry.path()).unwrap());
    }
    files
}

fn bless(expected: &Path, built: &BTreeMap<String, Vec<u8>>) {
    if expected.exists() {
        fs::remove_dir_all(expected).unwrap();
    }
    for (path, bytes) in built {
        let path = expected.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Fails at the first file that differs, with its lines; a list of files is compared before any of them.
fn compare(expected: &BTreeMap<String, Vec<u8>>, built: &BTreeMap<String, Vec<u8>>) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(expected), names(built), "the bundle holds other files");
    // Hashes differ wherever anything does: the manifest is looked at last.
    let (manifest, pages): (Vec<_>, Vec<_>) = expected.iter().partition(|(path, _)| *path == "SHA256SUMS");
    for (path, bytes) in pages.into_iter().chain(manifest) {
        if let (Ok(text), Ok(found)) = (std::str::from_utf8(bytes), std::str::from_utf8(&built[path])) {
            eprintln!("comparing {path}");
            snapbox::Assert::new().eq(found, snapbox::Data::text(text).raw());
        }
        assert!(*bytes == built[path], "{path} differs");
    }
}
