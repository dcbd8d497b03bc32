use crate::fs::platform;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::Path;

/// Files that desktops put into every folder that somebody looks at.
const FILES: [&str; 6] = [".DS_Store", ".directory", ".localized", "desktop.ini", "ehthumbs.db", "Thumbs.db"];
/// Folders that systems put onto a disk.
const FOLDERS: [&str; 6] =
    [".Spotlight-V100", ".TemporaryItems", ".Trashes", ".fseventsd", "$RECYCLE.BIN", "System Volume Information"];

/// Whether an entry is what desktops and systems leave behind. It is no reason to refuse a folder, and still not ours: it
/// moves along into the new bundle.
pub(super) fn is_clutter(name: &OsStr, kind: FileType) -> bool {
    let is_one_of = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    // macOS keeps what a file system has no place for in a file beside, with these two characters before its name.
    let is_double = || name.as_encoded_bytes().starts_with(b"._");
    kind.is_dir() && is_one_of(&FOLDERS) || kind.is_file() && (is_one_of(&FILES) || is_double())
}

/// Moves `inside`, a path in the folder `from`, to the same place in the folder `to`. What is there already stays, and
/// that is an error.
pub(super) fn carry_over(inside: &Path, from: &Path, to: &Path) -> io::Result<()> {
    let goal = to.join(inside);
    if fs::symlink_metadata(&goal).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folders: Vec<&Path> = goal.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
    folders.into_iter().rev().try_for_each(|folder| platform::create_folder(folder, 0o755))?;
    fs::rename(from.join(inside), goal)
}
