use super::platform;
use super::walk::{Found, Unreadable, Walk, label_of};
use crate::diagnostic::{self, Code, Diagnostic, Place};
use crate::source::{Root, SourceFile, SourceTree};
use rayon::prelude::*;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const MIB: u64 = 1 << 20;

/// How much is read at most, in bytes and in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one `.md` or `.yaml` file of the guides.
    pub text_bytes: u64,
    /// Bytes of any other file.
    pub other_bytes: u64,
    /// Bytes of all files together.
    pub total_bytes: u64,
    /// Files and folders of both roots together.
    pub files: usize,
}

impl Default for Limits {
    /// 2 MiB, 64 MiB, 8 GiB and 400,000.
    fn default() -> Self {
        Self { text_bytes: 2 * MIB, other_bytes: 64 * MIB, total_bytes: 8192 * MIB, files: 400_000 }
    }
}

/// Reads the guides and, where there is one, the theme's folder into a value. The folder may itself be reached by a
/// symlink; below it none is followed.
///
/// What can't be part of a site (a symlink, a FIFO, a name that is not UTF-8, a file over its limit) is left out of the
/// tree and comes back as a diagnostic. Hidden entries, editors' leftovers and a `README.md` at the root are left out
/// without a word. The order of the disk and of the threads never shows.
///
/// # Errors
/// A root that is missing, is no folder or may not be read, and a file or folder inside it that the system does not let
/// us read: the machine's failure, not the editor's.
pub fn read(guides: &Path, theme: Option<&Path>, limits: Limits) -> Result<(SourceTree, Vec<Diagnostic>), ReadError> {
    let guides_label = label_of(guides);
    let theme_label = theme.map_or(String::new(), label_of);
    let mut walk = Walk::default();
    walk.add(Root::Guides, guides, &guides_label, limits.files)?;
    if let Some(theme) = theme {
        walk.add(Root::Theme, theme, &theme_label, limits.files)?;
    }
    let Walk { files: mut found, mut problems, .. } = walk;

    let mut contents = contents_of(&found, limits);
    if contents.is_none() {
        keep_within(&mut found, limits);
        problems.push(too_much(&guides_label, limits));
        contents = contents_of(&found, Limits { total_bytes: u64::MAX, ..limits });
    }
    let labels = SourceTree::new(Vec::new(), &guides_label, &theme_label);
    let mut files = Vec::with_capacity(found.len());
    for (Found { root, path, .. }, content) in found.into_iter().zip(contents.unwrap_or_default()) {
        match content? {
            Content::Bytes(bytes) => files.push(SourceFile { root, path, bytes }),
            Content::Gone | Content::Unread => {}
            Content::Unreadable(problem) => problems.push(problem.at(&labels.label_of(root, path.as_str()))),
            Content::TooLarge(limit) => problems.push(too_large(&labels.label_of(root, path.as_str()), limit)),
        }
    }
    diagnostic::sort(&mut problems);
    Ok((SourceTree::new(files, &guides_label, &theme_label), problems))
}

/// A source that the machine does not let us read.
#[derive(Debug)]
pub struct ReadError {
    pub path: PathBuf,
    pub source: io::Error,
}

impl ReadError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.source.kind() {
            io::ErrorKind::NotFound => "name a folder of guides, or make one with `lamplight init DIR`",
            io::ErrorKind::NotADirectory => "name the folder that holds `site.yaml`, not a file in it",
            io::ErrorKind::PermissionDenied => "allow the user who builds to read it",
            _ => "see that the disk is in place and readable, then build again",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path.display(), self.source)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

enum Content {
    Bytes(Box<[u8]>),
    /// It went away after the walk, as if the walk had come a moment later.
    Gone,
    /// The limit on all files together was passed before.
    Unread,
    Unreadable(Unreadable),
    /// It is larger than this many bytes.
    TooLarge(u64),
}

/// The files' contents in the same order; `None` where they are more than `limits.total_bytes` together. Whether they
/// are depends on their sizes alone, though not which of them are read before that shows.
fn contents_of(found: &[Found], limits: Limits) -> Option<Vec<Result<Content, ReadError>>> {
    let total = AtomicU64::new(0);
    let read = |file: &Found| content_of(file, limits, &total);
    let contents = found.par_iter().map(read).collect();
    (total.into_inner() <= limits.total_bytes).then_some(contents)
}

fn content_of(file: &Found, limits: Limits, total: &AtomicU64) -> Result<Content, ReadError> {
    if total.load(Ordering::Relaxed) > limits.total_bytes {
        return Ok(Content::Unread);
    }
    match read_file(file, limits, total) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Content::Gone),
        Err(error) if platform::is_symlink_error(&error) => Ok(Content::Unreadable(Unreadable::symlink())),
        Err(source) => Err(ReadError { path: file.on_disk.clone(), source }),
        Ok(content) => Ok(content),
    }
}

fn read_file(file: &Found, limits: Limits, total: &AtomicU64) -> io::Result<Content> {
    let limit = limit_of(file, limits);
    let opened = platform::open_to_read(&file.on_disk)?;
    let metadata = opened.metadata()?;
    if !metadata.is_file() {
        return Ok(Content::Unreadable(Unreadable::special()));
    }
    let size = metadata.len();
    if size > limit {
        return Ok(Content::TooLarge(limit));
    }
    if total.fetch_add(size, Ordering::Relaxed) + size > limits.total_bytes {
        return Ok(Content::Unread);
    }
    // The file may grow while we read: never more than the limit comes in.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    opened.take(limit + 1).read_to_end(&mut bytes)?;
    let fits = bytes.len() as u64 <= limit;
    Ok(if fits { Content::Bytes(bytes.into()) } else { Content::TooLarge(limit) })
}

/// Keeps as many files, in order, as stay within the limit together.
fn keep_within(found: &mut Vec<Found>, limits: Limits) {
    let mut total = 0;
    let kept = found.iter().take_while(|file| {
        let bytes = file.on_disk.symlink_metadata().map_or(0, |metadata| metadata.len());
        if bytes <= limit_of(file, limits) {
            total += bytes;
        }
        total <= limits.total_bytes
    });
    let kept = kept.count();
    found.truncate(kept);
}

fn limit_of(file: &Found, limits: Limits) -> u64 {
    let extension = file.path.extension().unwrap_or_default();
    let is_text = ["md", "yaml", "yml"].iter().any(|text| extension.eq_ignore_ascii_case(text));
    if file.root == Root::Guides && is_text { limits.text_bytes } else { limits.other_bytes }
}

fn too_large(path: &str, limit: u64) -> Diagnostic {
    let message = format!("this file is larger than {}, the most that is read of one", size(limit));
    Diagnostic::new(Code::TooLarge, Place::Path(path.to_owned()), message)
        .help("split the text, shrink the picture, or take the file out of the folder")
}

fn too_much(label: &str, limits: Limits) -> Diagnostic {
    let place = Place::Path(if label.is_empty() { ".".into() } else { label.to_owned() });
    let message = format!("the files are larger than {} together, the most that is read", size(limits.total_bytes));
    Diagnostic::new(Code::TooLarge, place, message)
        .help("is this the right folder? Take out what does not belong to the site")
}

/// A number of bytes in the largest unit that shows it exactly.
fn size(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units.iter().find(|(bits, _)| bytes >= 1 << bits && bytes.is_multiple_of(1 << bits)) {
        Some((bits, unit)) => format!("{} {unit}", bytes >> bits),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact() {
        let cases = [(2 * MIB, "2 MiB"), (8192 * MIB, "8 GiB"), (1536, "1536 bytes"), (2048, "2 KiB"), (0, "0 bytes")];
        for (bytes, text) in cases {
            assert_eq!(size(bytes), text);
        }
    }
}
