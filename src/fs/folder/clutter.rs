use crate::fs::platform;
use crate::integrity;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::Path;

/// Whether an entry is what desktops and systems leave behind. It is no reason to refuse a folder, and still not ours: it
/// moves along into the new bundle.
pub(super) fn is_clutter(name: &OsStr, kind: FileType) -> bool {
    (kind.is_dir() || kind.is_file()) && integrity::is_clutter(&name.to_string_lossy(), kind.is_dir())
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
