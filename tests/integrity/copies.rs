//! A signed bundle, and copies of it.

use crate::archive::Archive;
use lamplight::fs;
use lamplight::integrity::{
    Asked, Edition, Fault, FaultKind, KeyFile, MANIFEST, NewKeys, PublicKey, SIGNATURE, Signer, Sums, Verdict, ZipCopy,
    generate, verify,
};
use lamplight::source::VPath;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tempfile::TempDir;

pub type Files = BTreeMap<String, Vec<u8>>;

pub struct Keys(NewKeys);

impl Keys {
    pub fn new() -> Self {
        Self(generate(None).unwrap())
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::parse(&self.0.public).unwrap()
    }

    fn sign(&self, list: &[u8], edition: u32) -> Vec<u8> {
        let key = KeyFile::parse(&self.0.secret).unwrap().unlock(None).unwrap();
        let edition = Edition { number: edition, date: Some("2026-11-22".into()) };
        Signer::new(key, &edition).sign(list).into_bytes()
    }
}

/// What a build of the test's site writes, without its list.
pub fn pages() -> Files {
    let (files, problems) = crate::site::export::<&[u8]>(&[]);
    let mut files = files.unwrap_or_else(|| panic!("{problems:#?}"));
    files.remove(MANIFEST).unwrap();
    files
}

/// Files with their list.
pub fn listed(mut files: Files) -> Files {
    files.retain(|path, _| ![MANIFEST, SIGNATURE].contains(&path.as_str()));
    let line = |(path, bytes): (&String, &Vec<u8>)| (VPath::new(path).unwrap(), Sha256::digest(bytes).into());
    let list = Sums::new(files.iter().map(line).collect()).to_string();
    files.insert(MANIFEST.into(), list.into_bytes());
    files
}

/// Files with their list and its signature.
pub fn signed(files: Files, keys: &Keys, edition: u32) -> Files {
    let mut files = listed(files);
    let signature = keys.sign(&files[MANIFEST], edition);
    files.insert(SIGNATURE.into(), signature);
    files
}

pub fn write(files: &Files) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// What is said of a copy in a folder.
pub fn in_folder(files: &Files, asked: &Asked<'_>) -> Verdict {
    let folder = write(files);
    verify(&*fs::open_copy(folder.path()).unwrap(), asked)
}

/// What is said of a copy in a ZIP file on the disk.
pub fn in_zip(files: &Files, asked: &Asked<'_>) -> Verdict {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), Archive::of(files).bytes()).unwrap();
    verify(&*fs::open_copy(file.path()).unwrap(), asked)
}

/// What is said of a ZIP file in memory.
pub fn of_bytes(bytes: &[u8], asked: &Asked<'_>) -> Verdict {
    verify(&ZipCopy::open(bytes).unwrap(), asked)
}

pub fn fault(kind: FaultKind, path: &str) -> (FaultKind, String, Option<String>) {
    (kind, path.to_owned(), None)
}

pub fn renamed(was: &str, path: &str) -> (FaultKind, String, Option<String>) {
    (FaultKind::Renamed, path.to_owned(), Some(was.to_owned()))
}

/// Faults without their words.
pub fn faults(verdict: &Verdict) -> Vec<(FaultKind, String, Option<String>)> {
    let short = |fault: &Fault| (fault.kind, fault.path.clone(), fault.was.clone());
    verdict.faults.iter().map(short).collect()
}
