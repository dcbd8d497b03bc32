use std::path::PathBuf;
use std::{fmt, io};

/// How many foreign files a message names.
const NAMED: usize = 3;

/// Why a bundle did not come into its folder.
#[derive(Debug)]
pub enum SinkError {
    /// No build may replace this folder: wrong usage, and nothing was touched.
    Refused { target: PathBuf, why: Refusal },
    /// Another build is writing to this folder now.
    Busy { target: PathBuf },
    /// The new bundle is in place, and the one before it was kept aside.
    Kept { target: PathBuf, kept: PathBuf, why: String },
    /// The machine failed while it was `doing` something to `path`; the target is as it was.
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

/// Why no build may replace a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is the root of the file system.
    Root,
    /// It is the home folder, or holds it.
    Home,
    /// It is the folder we work in, or holds it.
    WorkingFolder,
    /// It is, holds or lies inside this folder of sources.
    Sources(PathBuf),
    /// Something else than a folder is there.
    NotAFolder,
    /// It is a symlink to nowhere.
    DanglingLink,
    /// A `..` follows a folder that does not exist.
    NoSuchParent,
    /// A file system of its own is mounted there: nothing can be swapped with it.
    MountPoint,
    /// It holds files that no build wrote, in order. `listed` is whether it has a `SHA256SUMS` at all.
    Foreign { files: Vec<String>, listed: bool },
}

impl SinkError {
    pub(super) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Refused { why, .. } => why.help(),
            Self::Busy { .. } => "wait until it is done, or name another folder with `-o`",
            Self::Kept { .. } => "look through the folder that was kept, save what is yours, and delete it",
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the disk and build again; the bundle that was there is untouched"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "allow the user who builds to write there, or name another folder with `-o`"
                }
                io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
                    "the system does not let this folder be replaced: name a new folder with `-o`"
                }
                _ => {
                    "see that the disk is in place and writable, and build again; the bundle that was there is untouched"
                }
            },
        }
    }
}

impl Refusal {
    fn help(&self) -> &'static str {
        match self {
            Self::Foreign { .. } => {
                "a build replaces the whole folder: move out what you want to keep, or name another folder with `-o`"
            }
            Self::MountPoint => "name a folder inside it, such as `site`, with `-o`",
            Self::NotAFolder | Self::DanglingLink => "delete it, or name another folder with `-o`",
            Self::Root | Self::Home | Self::WorkingFolder | Self::Sources(_) | Self::NoSuchParent => {
                "name a folder of its own for the output with `-o`, such as `output`"
            }
        }
    }
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { target, why } => write!(f, "cannot build into `{}`: {why}", target.display()),
            Self::Busy { target } => write!(f, "another build is writing to `{}`", target.display()),
            Self::Kept { target, kept, why } => write!(
                f,
                "the new bundle is in `{}`, but the one before it was kept as `{}`: {why}",
                target.display(),
                kept.display()
            ),
            Self::Io { doing, path, source } => write!(f, "cannot {doing} `{}`: {source}", path.display()),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("it is the root of the file system"),
            Self::Home => f.write_str("it is the home folder or holds it"),
            Self::WorkingFolder => f.write_str("it is the current folder or holds it"),
            Self::Sources(folder) => {
                write!(f, "it is, holds or lies inside `{}`, which the build reads", folder.display())
            }
            Self::NotAFolder => f.write_str("it is not a folder"),
            Self::DanglingLink => f.write_str("it is a symlink that leads nowhere"),
            Self::NoSuchParent => f.write_str("a `..` in it follows a folder that does not exist"),
            Self::MountPoint => f.write_str("a disk is mounted there"),
            Self::Foreign { files, listed: true } => {
                write!(f, "it holds {}, which its SHA256SUMS does not list", Named(files))
            }
            Self::Foreign { files, listed: false } => {
                write!(f, "it holds {}, and no SHA256SUMS says that a build wrote it", Named(files))
            }
        }
    }
}

impl std::error::Error for SinkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The first few names of a list that may be long.
pub(super) struct Named<'a>(pub &'a [String]);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        f.write_str(&names.join(", "))?;
        match self.0.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
