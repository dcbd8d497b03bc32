use crate::stick::Short;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why a stick does not hold the bundle.
#[derive(Debug)]
pub enum StickError {
    /// Another run is writing to it now.
    Busy,
    /// Something lies where a file or folder of ours has to be, and it is no file or folder, or has a name that some systems
    /// take for the same.
    InTheWay { path: PathBuf },
    /// The folder holds files of these names, and no run of ours made it.
    NotOurs { path: PathBuf },
    /// There is not enough room.
    Full(Short),
    /// A file of the bundle changed while it was copied.
    BundleChanged { path: String },
    /// What was written does not come back.
    Differs { path: PathBuf },
    /// The machine failed while it was `doing` something to `path`.
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

impl StickError {
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Busy => "wait until the other run is done",
            Self::InTheWay { .. } => "move it away, or name another folder with `--folder`",
            Self::NotOurs { .. } => "name another folder with `--folder`: this one stays as it is",
            Self::Full(_) => "make room on the stick or take a larger one; nothing on it was touched",
            Self::BundleChanged { .. } => "wait until the build is done, and run the same command again",
            Self::Differs { .. } => "the stick does not keep what it is given: throw it away if it happens again",
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the stick, and run the same command again: it goes on from there"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "is the stick write-protected? Allow writing to it, and run the same command again"
                }
                _ => "put the stick in again, and run the same command again: it goes on from there",
            },
        }
    }
}

impl fmt::Display for StickError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => write!(f, "another run is writing to it"),
            Self::InTheWay { path } => write!(f, "`{}` is in the way", path.display()),
            Self::NotOurs { path } => write!(f, "`{}` is there already, and lamplight didn't write it", path.display()),
            Self::Full(Short { needed, free }) => {
                write!(f, "there is not enough room: {needed} bytes are needed, and {free} are free")
            }
            Self::BundleChanged { path } => write!(f, "`{path}` of the bundle changed while it was copied"),
            Self::Differs { path } => write!(f, "`{}` doesn't come back as it was written", path.display()),
            Self::Io { doing, path, source } => write!(f, "cannot {doing} `{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for StickError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
