//! `SHA256SUMS`: every other file of a bundle with its hash, in the form that `sha256sum -c` reads.

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

/// The files of a bundle, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest(Vec<Entry>);

impl Manifest {
    pub(super) fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
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
    /// A line `<64 hex digits>␠␠<path>` for each file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.0 {
            for byte in entry.hash {
                write!(f, "{byte:02x}")?;
            }
            writeln!(f, "  {}", entry.path)?;
        }
        Ok(())
    }
}

/// The paths and hashes that a manifest's text lists; `None` for a line that is of another form.
pub fn parse(text: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    text.lines().map(|line| {
        let (hash, path) = line.split_once("  ")?;
        let hex = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        (hex && VPath::new(path).is_ok()).then_some((hash, path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_lines_that_read_back() {
        let entry = |path: &str| Entry::new(&VPath::new(path).unwrap(), path.as_bytes());
        let text = Manifest::new(vec![entry("b.html"), entry("a/c.html")]).to_string();
        let paths: Vec<_> = parse(&text).map(|line| line.unwrap().1).collect();
        assert_eq!(paths, ["a/c.html", "b.html"]);
        assert_eq!(parse("nonsense\n").next(), Some(None));
    }
}
