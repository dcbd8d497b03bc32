use serde::Serialize;

/// One way in which a copy is not what was published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    #[serde(rename = "fault")]
    pub kind: FaultKind,
    /// What it is about, as [`super::Entry::path`]; empty for the copy as a whole.
    pub path: String,
    /// Of a file under another name: the path that it should have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// More about it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The kinds of faults, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The archive is not built as an archive of a bundle is.
    Archive,
    /// There is no list of files, or no build wrote it.
    Manifest,
    /// The signature does not hold, or the one that was asked for is not there.
    Signature,
    /// The edition is older than asked for, or not named.
    Edition,
    /// A file has another content.
    Changed,
    /// A file is not there.
    Missing,
    /// A file lies under another name.
    Renamed,
    /// There is something that no build wrote.
    Added,
    /// A file or folder could not be read.
    Unreadable,
}

impl Fault {
    pub fn new(kind: FaultKind, path: impl Into<String>) -> Self {
        Self { kind, path: path.into(), was: None, why: None }
    }

    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    pub fn was(mut self, path: impl Into<String>) -> Self {
        self.was = Some(path.into());
        self
    }
}
