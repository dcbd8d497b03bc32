//! `SHA256SUMS`: every other file of a bundle with its hash.

use crate::integrity::Sums;
use crate::source::VPath;
use sha2::{Digest, Sha256};
use std::fmt;

/// One file of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    path: VPath,
    hash: [u8; 32],
    bytes: u64,
}

impl Entry {
    pub(super) fn new(path: &VPath, bytes: &[u8]) -> Self {
        Self { path: path.clone(), hash: Sha256::digest(bytes).into(), bytes: bytes.len() as u64 }
    }

    pub(super) fn from_parts(path: &VPath, hash: [u8; 32], bytes: u64) -> Self {
        Self { path: path.clone(), hash, bytes }
    }

    pub(super) fn path(&self) -> &VPath {
        &self.path
    }

    /// The SHA-256 of the content.
    pub(super) fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The size of the content.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// The files of a bundle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest(Vec<Entry>);

impl Manifest {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    /// How many files it lists.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The size of all files together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|entry| entry.bytes).sum()
    }
}

impl fmt::Display for Manifest {
    /// The text of its [`Sums`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.0.iter().map(|entry| (entry.path.clone(), entry.hash));
        Sums::new(files.collect()).fmt(f)
    }
}
