use super::error::{Named, SinkError};
use super::listing::Listing;
use super::stage::{self, Holds};
use super::swap::is_occupied;
use super::target::Target;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// An old bundle that was not removed, and why.
#[derive(Debug)]
pub(super) struct Kept {
    pub path: PathBuf,
    pub why: String,
}

/// Puts right what killed builds left beside the target: an old bundle on its way out comes back where the target is
/// missing, else it goes; stages go. The caller holds the lock, so every builder of what is found here is dead.
pub(super) fn put_right(target: &Target) -> Result<Option<Kept>, SinkError> {
    let looking = || SinkError::io("look through", &target.parent);
    let (mut olds, mut stages) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(&target.parent).map_err(looking())? {
        let entry = entry.map_err(looking())?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        match leftover(&entry.file_name(), target) {
            Some("old") if is_folder => olds.push(entry.path()),
            Some("stage") if is_folder => stages.push(entry.path()),
            _ => {}
        }
    }
    let mut kept = None;
    for old in olds {
        // A rename replaces nothing but an empty folder.
        match fs::rename(&old, &target.path) {
            Ok(()) => {}
            Err(error) if is_occupied(&error) => {
                // Only where a bundle is in place is the one before it of no use.
                target.check_content()?;
                kept = discard(&old, target).or(kept);
                if old.exists() {
                    // Should we die between our own two renames, there would be two to choose from.
                    return Err(SinkError::io("remove", old)(io::ErrorKind::DirectoryNotEmpty.into()));
                }
            }
            Err(error) => return Err(SinkError::io("put back", &old)(error)),
        }
    }
    for stage in stages {
        if let Holds::Old(old) = stage::look_into(&stage) {
            kept = discard(&old, target).or(kept);
        }
        // One that can't be removed, as another user's, is in nobody's way.
        let _ = stage::remove_container(&stage);
    }
    Ok(kept)
}

/// Removes an old bundle, once what desktops put into it has moved over to the one in place. One that holds a file that no build wrote, or that can't be removed, moves out of the way.
pub(super) fn discard(old: &Path, target: &Target) -> Option<Kept> {
    let why = match Listing::of(old) {
        Ok(listing) if !listing.foreign.is_empty() => format!("no build wrote {} in it", Named(&listing.foreign)),
        Ok(listing) => match listing.carry_over(old, &target.path).and_then(|()| listing.remove(old)) {
            Ok(()) => return None,
            Err(error) => format!("it can't be removed: {error}"),
        },
        Err(error) => format!("it can't be looked through: {error}"),
    };
    let mut count = 0;
    loop {
        let path = target.kept_path(count);
        match fs::rename(old, &path) {
            Ok(()) => return Some(Kept { path, why }),
            Err(error) if is_occupied(&error) && count < 1000 => count += 1,
            // It stays where it is: say so.
            Err(_) => return Some(Kept { path: old.to_owned(), why }),
        }
    }
}

/// What kind of leftover a name beside the target is: `old` or `stage`, a dash and numbers, nothing else.
fn leftover(name: &OsStr, target: &Target) -> Option<&'static str> {
    let rest = name.as_encoded_bytes().strip_prefix(target.hidden_prefix().as_encoded_bytes())?;
    let rest = std::str::from_utf8(rest).ok()?;
    let (kind, numbers) = rest.split_once('-')?;
    let are_numbers = numbers.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    match kind {
        "old" if are_numbers => Some("old"),
        "stage" if are_numbers => Some("stage"),
        _ => None,
    }
}
