//! The validator of books (epubcheck) finds no fault in any book.

use crate::bundle::Bundle;
use crate::engines::program::{command, node_module, program};
use crate::noto;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

#[test]
fn every_book_is_valid() {
    let font = |lang: &str, name: &str| format!("{lang}={}", noto::path(name));
    let fonts = [font("en", "NotoSans"), font("ur", "NotoNastaliqUrdu"), font("sd", "NotoNaskhArabic")];
    let [en, ur, sd] = fonts.each_ref().map(String::as_str);
    let books = ["--format", "site,epub"];
    let with_fonts = [&books[..], &["--font", en, "--font", ur, "--font", sd]].concat();
    // One of them has pictures, and every element that Markdown makes.
    let bundles = [
        Bundle::guides_with(&books),
        Bundle::guides_with(&with_fonts),
        Bundle::golden_with("one-language", &books),
        Bundle::golden_with("right-to-left", &books),
    ];
    for bundle in bundles {
        for book in books_of(&bundle.folder()) {
            let (faults, said) = epubcheck(&book);
            assert_eq!(faults, Vec::<String>::new(), "{}: {said}", book.display());
            assert!(said.contains("No errors or warnings detected"), "{}: {said}", book.display());
        }
    }
}

/// The book of a build, with a chapter that is not well formed.
#[test]
fn faults_are_found() {
    let bundle = Bundle::golden_with("one-language", &["--format", "site,epub"]);
    let bytes = fs::read(&books_of(&bundle.folder())[0]).unwrap();
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let faulty = tempfile::Builder::new().suffix(".epub").tempfile().unwrap();
    let mut out = zip::ZipWriter::new(faulty.reopen().unwrap());
    for at in 0..book.len() {
        let mut file = book.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut content).unwrap();
        if name.ends_with("en/index.xhtml") {
            content = String::from_utf8(content).unwrap().replace("</h1>", "<br></h1>").into_bytes();
        }
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(name.as_str(), stored).unwrap();
        std::io::Write::write_all(&mut out, &content).unwrap();
    }
    out.finish().unwrap();
    let (faults, said) = epubcheck(faulty.path());
    assert!(faults.iter().any(|fault| fault.contains("RSC-016")), "{said}");
}

fn books_of(bundle: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(bundle.join("editions")).unwrap().map(|file| file.unwrap().path());
    let mut books: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|it| it == "epub")).collect();
    books.sort();
    assert!(!books.is_empty());
    books
}

/// What the validator says is wrong with a book, and all that it says.
fn epubcheck(book: &Path) -> (Vec<String>, String) {
    let home = tempfile::tempdir().unwrap();
    let mut java = command(&program(&["java"], "default-jre-headless"), home.path());
    java.arg("-jar").arg(node_module("../epubcheck/epubcheck.jar")).arg(book);
    let output = java.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(said.contains("EPUBCheck completed"), "epubcheck does not say what it found: {said}");
    let is_fault = |line: &&str| ["FATAL(", "ERROR(", "WARNING("].iter().any(|kind| line.starts_with(kind));
    (said.lines().filter(is_fault).map(str::to_owned).collect(), said)
}
