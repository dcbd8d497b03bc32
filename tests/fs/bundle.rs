//! Small bundles to write, and folders as values to compare them with.

use lamplight::export::Sink;
use lamplight::fs::{FolderSink, SinkError, Swap};
use lamplight::source::VPath;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::{fs, io};

/// The files of a folder: path to bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A bundle of 61 files, one of which comes piece by piece, and its manifest. No file of one version is the same in another, and each has some of its own.
pub fn version(name: &str) -> Files {
    let mut files = Files::new();
    for n in 0..60 {
        let path = match n % 4 {
            0 => format!("page-{n}.html"),
            1 => format!("en/stages/page-{n}.html"),
            2 => format!("en/only-{name}/page-{n}.html"),
            _ => format!("ur/page-{name}-{n}.html"),
        };
        files.insert(path, format!("{name} {n}\n").repeat(n * 10).into_bytes());
    }
    files.insert("editions/guides.zip".into(), name.repeat(30_000).into_bytes());
    with_manifest(files)
}

/// Adds the `SHA256SUMS` that an export closes with.
pub fn with_manifest(mut files: Files) -> Files {
    let line = |(path, bytes): (&String, &Vec<u8>)| {
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{hash}  {path}\n")
    };
    let manifest: String = files.iter().map(line).collect();
    files.insert("SHA256SUMS".into(), manifest.into_bytes());
    files
}

/// A bundle of one page.
pub fn page(text: &str) -> Files {
    with_manifest(Files::from([("index.html".to_owned(), text.as_bytes().to_vec())]))
}

/// Puts files into a sink; those of `editions/` piece by piece.
pub fn put_all(sink: &FolderSink, files: &Files) -> io::Result<()> {
    files.iter().try_for_each(|(path, bytes)| {
        let path = VPath::new(path).unwrap();
        if path.folder() == "editions" { stream(sink, &path, bytes) } else { sink.put(&path, bytes) }
    })
}

fn stream(sink: &FolderSink, path: &VPath, bytes: &[u8]) -> io::Result<()> {
    let mut stream = sink.stream(path)?;
    bytes.chunks(1_000).try_for_each(|piece| stream.write_all(piece))?;
    stream.finish(&Sha256::digest(bytes).into())
}

/// A whole build, which fails as the command line's would.
pub fn build(target: &Path, files: &Files, swap: Swap) -> Result<(), SinkError> {
    let sink = FolderSink::open_with(target, &[], swap)?;
    let failed = |source| SinkError::Io { doing: "write", path: target.to_owned(), source };
    put_all(&sink, files).map_err(failed)?;
    sink.commit()
}

/// What a folder holds, without following symlinks; `None` where there is no folder.
pub fn files_in(folder: &Path) -> Option<Files> {
    if !folder.is_dir() {
        return None;
    }
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    Some(files)
}

/// The names in a folder, sorted.
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
