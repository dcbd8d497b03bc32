use super::read::ReadError;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{Root, VPath};
use std::ffi::OsStr;
use std::fmt::Write;
use std::fs::FileType;
use std::path::{Path, PathBuf};
use std::{fs, io};
use walkdir::{DirEntry, WalkDir};

/// What the folders hold, before any file is opened: in the order of names, so that the disk's own never shows.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub files: Vec<Found>,
    pub problems: Vec<Diagnostic>,
    seen: usize,
}

/// A regular file to be read.
#[derive(Debug)]
pub(super) struct Found {
    pub root: Root,
    pub path: VPath,
    pub on_disk: PathBuf,
}

impl Walk {
    /// Adds what lies under `folder`, whose files a person calls `label/…`. It stops after `limit` files and folders
    /// of all roots together.
    pub fn add(&mut self, root: Root, folder: &Path, label: &str, limit: usize) -> Result<(), ReadError> {
        let failed = |source| ReadError { path: folder.to_owned(), source };
        if !fs::metadata(folder).map_err(failed)?.is_dir() {
            return Err(failed(io::ErrorKind::NotADirectory.into()));
        }
        let mut entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let Some(entry) = or_gone(entry, folder)? else { continue };
            if is_left_out(&entry) {
                skip(&entry, &mut entries);
                continue;
            }
            self.seen += 1;
            if self.seen > limit {
                self.problems.push(too_many(label, limit));
                break;
            }
            let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            match usable(&entry, inside) {
                Ok(path) if entry.file_type().is_file() => {
                    self.files.push(Found { root, path, on_disk: entry.into_path() });
                }
                Ok(_) => {}
                Err(problem) => {
                    self.problems.push(problem.at(&labelled(label, &shown(inside))));
                    skip(&entry, &mut entries);
                }
            }
        }
        Ok(())
    }
}

/// The path of a folder as a person gave it, with `/` between its parts; empty for the current folder.
pub(super) fn label_of(folder: &Path) -> String {
    use std::path::Component::{CurDir, Normal, ParentDir, Prefix, RootDir};
    let parts = folder.components().filter_map(|part| match part {
        CurDir => None,
        RootDir => Some(String::new()),
        Prefix(_) | ParentDir | Normal(_) => Some(shown_part(part.as_os_str())),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The problem of an entry that can't be read, still without its place.
pub(super) struct Unreadable {
    code: Code,
    message: String,
    help: &'static str,
}

impl Unreadable {
    pub fn symlink() -> Self {
        let help = "put the file itself in its place: what a link leads to may be missing on another machine";
        Self { code: Code::Symlink, message: "this is a symlink, and none is followed".into(), help }
    }

    pub fn special() -> Self {
        let help = "remove it: only files and folders can be part of a site";
        Self { code: Code::BadFileName, message: "this is not a regular file".into(), help }
    }

    pub fn at(self, path: &str) -> Diagnostic {
        Diagnostic::new(self.code, Place::Path(path.to_owned()), self.message).help(self.help)
    }
}

fn usable(entry: &DirEntry, inside: &Path) -> Result<VPath, Unreadable> {
    let bad_name = |message| Unreadable {
        code: Code::BadFileName,
        message,
        help: "rename it: letters, digits, `-`, `_` and `.` work on every system",
    };
    let kind = entry.file_type();
    if kind.is_symlink() {
        return Err(Unreadable::symlink());
    }
    if !kind.is_file() && !kind.is_dir() {
        return Err(Unreadable::special());
    }
    let parts: Option<Vec<&str>> = inside.iter().map(OsStr::to_str).collect();
    let parts = parts.ok_or_else(|| bad_name("this name is not UTF-8".into()))?;
    VPath::new(&parts.join("/")).map_err(|reason| bad_name(format!("this name can't be used: {reason}")))
}

/// Hidden entries and what editors and desktops leave behind belong to nobody's site.
fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    let leftover = |kind: FileType| {
        !kind.is_dir()
            && (name.ends_with(b"~")
                || name.ends_with(b".swp")
                || (name.starts_with(b"#") && name.ends_with(b"#"))
                || name.eq_ignore_ascii_case(b"Thumbs.db")
                || name.eq_ignore_ascii_case(b"desktop.ini")
                || (entry.depth() == 1 && name == b"README.md"))
    };
    name.starts_with(b".") || leftover(entry.file_type())
}

fn skip(entry: &DirEntry, entries: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

/// An entry, `None` where it went away while the walk came to it: then it is as if we had come a moment later.
fn or_gone(entry: walkdir::Result<DirEntry>, folder: &Path) -> Result<Option<DirEntry>, ReadError> {
    let error = match entry {
        Ok(entry) => return Ok(Some(entry)),
        Err(error) => error,
    };
    let path = error.path().unwrap_or(folder).to_owned();
    let inside = error.depth() > 0;
    match error.into_io_error() {
        Some(source) if source.kind() == io::ErrorKind::NotFound && inside => Ok(None),
        Some(source) => Err(ReadError { path, source }),
        None => Err(ReadError { path, source: io::Error::other("the folder holds itself") }),
    }
}

fn too_many(label: &str, limit: usize) -> Diagnostic {
    let place = Place::Path(if label.is_empty() { ".".into() } else { label.to_owned() });
    Diagnostic::new(Code::TooLarge, place, format!("there are more than {limit} files and folders"))
        .help("is this the right folder? Take out what does not belong to the site")
}

fn labelled(label: &str, path: &str) -> String {
    if label.is_empty() { path.to_owned() } else { format!("{label}/{path}") }
}

/// A path with `/` between its parts and escapes for everything that is no visible text.
pub(super) fn shown(path: &Path) -> String {
    path.iter().map(shown_part).collect::<Vec<_>>().join("/")
}

fn shown_part(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() { text.extend(c.escape_default()) } else { text.push(c) }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_what_was_given() {
        let cases = [(".", ""), ("./", ""), ("guides", "guides"), ("./guides/", "guides"), ("../a//b", "../a/b")];
        for (given, label) in cases {
            assert_eq!(label_of(Path::new(given)), label, "{given}");
        }
        #[cfg(unix)]
        assert_eq!(label_of(Path::new("/srv/guides")), "/srv/guides");
    }

    #[cfg(unix)]
    #[test]
    fn names_are_shown_escaped() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(shown_part(OsStr::from_bytes(b"caf\xE9\x1B[1m.md")), "caf\\xE9\\u{1b}[1m.md");
        assert_eq!(shown_part(OsStr::new("مدد.md")), "مدد.md");
    }
}
