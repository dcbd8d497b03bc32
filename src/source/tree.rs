use super::VPath;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A file of a [`SourceTree`], by its place in the sorted list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(u32);

/// Bytes `start..end` of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `file`. Source files stay far below 4 GiB (`too-large`).
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The span as byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Which folder a file was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    Guides,
    Theme,
}

/// One file: where it lies in its root, and its bytes as they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    pub root: Root,
    pub path: VPath,
    pub bytes: Box<[u8]>,
}

/// Every file of a project as a value, sorted by root and path, so that the order of reading never shows.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SourceTree {
    files: Vec<SourceFile>,
    guides_label: String,
    theme_label: String,
}

impl SourceTree {
    /// A tree of `files`. The labels are what a person calls the two roots (`guides`, `themes/calm`): they begin
    /// every path in a diagnostic, and are empty for "this folder".
    pub fn new(mut files: Vec<SourceFile>, guides_label: &str, theme_label: &str) -> Self {
        files.sort_by(|a, b| (a.root, &a.path).cmp(&(b.root, &b.path)));
        files.dedup_by(|a, b| (a.root, &a.path) == (b.root, &b.path));
        Self { files, guides_label: guides_label.into(), theme_label: theme_label.into() }
    }

    /// A tree of guides alone from paths and contents: how tests write a site.
    ///
    /// # Panics
    /// Where a path is no [`VPath`].
    pub fn of_guides<P: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let file = |(path, bytes): (P, B)| SourceFile {
            root: Root::Guides,
            path: VPath::new(path.as_ref()).expect("a valid path"),
            bytes: bytes.as_ref().into(),
        };
        Self::new(files.into_iter().map(file).collect(), "guides", "theme")
    }

    /// All files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The files of one root.
    pub fn root(&self, root: Root) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.iter().filter(move |(_, file)| file.root == root)
    }

    /// The file of an id that this tree gave out.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The id of the file at `path`.
    pub fn find(&self, root: Root, path: &str) -> Option<FileId> {
        let found = self.files.binary_search_by(|file| (file.root, file.path.as_str()).cmp(&(root, path)));
        found.ok().and_then(|index| u32::try_from(index).ok()).map(FileId)
    }

    /// The file's text as it is, byte order mark and all; `None` where it is not UTF-8.
    pub fn text(&self, id: FileId) -> Option<&str> {
        simdutf8::basic::from_utf8(&self.file(id).bytes).ok()
    }

    /// What a person calls the file: the root's label, then the path.
    pub fn label(&self, id: FileId) -> String {
        let file = self.file(id);
        self.label_of(file.root, file.path.as_str())
    }

    /// What a person calls `path` of `root`, whether or not the tree holds it.
    pub fn label_of(&self, root: Root, path: &str) -> String {
        let label = match root {
            Root::Guides => &self.guides_label,
            Root::Theme => &self.theme_label,
        };
        if label.is_empty() { path.to_owned() } else { format!("{label}/{path}") }
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_path_whatever_the_order_of_reading() {
        let tree = SourceTree::of_guides([("b.md", "2"), ("a.md", "1"), ("a/c.md", "3")]);
        let id = tree.find(Root::Guides, "a/c.md").unwrap();
        assert_eq!(tree.text(id), Some("3"));
        assert_eq!(tree.label(id), "guides/a/c.md");
        assert_eq!(tree.find(Root::Theme, "a/c.md"), None);
    }
}
