use super::error::{Refusal, SinkError};
use super::target::{Target, numbered};
use crate::fs::platform;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// How a new bundle takes the place of an old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swap {
    /// In one step where the system and the file system can, else by two renames.
    Exchange,
    /// By two renames, as if there were no other way.
    Renames,
}

/// Where the old bundle is after the swap.
#[derive(Debug)]
pub(super) enum Old {
    /// There was none, or an empty folder.
    None,
    /// In the stage, where the new one was.
    InStage,
    /// Beside the target.
    Aside(PathBuf),
}

/// Puts the folder `new` in the target's place.
pub(super) fn put_in_place(swap: Swap, new: &Path, target: &Target) -> Result<Old, SinkError> {
    let failed = |source| SinkError::io("replace", &target.shown)(source);
    // The target may come or go while we work, by another hand than a build's: then the other way is right.
    for _ in 0..3 {
        // A rename replaces nothing but an empty folder, so this can't do harm.
        match fs::rename(new, &target.path) {
            Ok(()) => return Ok(Old::None),
            Err(error) if is_occupied(&error) => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(SinkError::Refused { target: target.shown.clone(), why: Refusal::NotAFolder });
            }
            Err(error) => return Err(failed(error)),
        }
        let swapped = match swap {
            Swap::Exchange => platform::exchange(new, &target.path).map(|()| Old::InStage),
            Swap::Renames => Err(io::ErrorKind::Unsupported.into()),
        };
        let swapped = match swapped {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => rename_twice(new, target),
            swapped => swapped,
        };
        match swapped {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            swapped => return swapped.map_err(failed),
        }
    }
    Err(failed(io::ErrorKind::NotFound.into()))
}

/// Between the two renames there is no bundle at the target: [`super::leftovers`] puts the old one back if we die there.
fn rename_twice(new: &Path, target: &Target) -> io::Result<Old> {
    let old = target.beside(&format!("old-{}", numbered(0)));
    fs::rename(&target.path, &old)?;
    if let Err(error) = fs::rename(new, &target.path) {
        fs::rename(&old, &target.path)?;
        return Err(error);
    }
    Ok(Old::Aside(old))
}

/// Whether a rename failed because its goal is a folder that holds something. On Windows any folder is in the way.
pub(super) fn is_occupied(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, PermissionDenied};
    [AlreadyExists, DirectoryNotEmpty].contains(&error.kind()) || cfg!(windows) && error.kind() == PermissionDenied
}
