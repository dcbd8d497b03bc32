/// What a copy of a bundle lies in: a folder, an archive.
pub trait Medium: Sync {
    /// All that lies there, as it was listed, in no fixed order.
    fn entries(&self) -> &[Entry];

    /// What is wrong with the medium itself, whatever its files hold.
    fn faults(&self) -> &[super::Fault];

    /// The content of an entry, by its index. Why not, in words, where it can't be read or is longer than `limit` bytes.
    fn read(&self, entry: usize, limit: u64) -> Result<Vec<u8>, String>;

    /// The SHA-256 of each of these entries, or in words why there is none.
    fn hash(&self, entries: &[usize]) -> Vec<Result<[u8; 32], String>>;
}

/// One thing that a medium lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// With `/` between its parts, without one at its end. A name that is not UTF-8, or holds what is no visible text, is
    /// shown with escapes: the backslash in them keeps it apart from every path of a bundle.
    pub path: String,
    pub kind: EntryKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    File,
    Folder,
    Symlink,
    /// A device, a pipe and the like.
    Special,
}
