use crate::stick::Space;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What tells one folder from another: its canonical path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fs) struct Identity(PathBuf);

/// The identity of what lies at `path`.
pub(in crate::fs) fn identity(path: &Path) -> io::Result<Identity> {
    fs::canonicalize(path).map(Identity)
}

/// What is another one whenever a file holds other bytes, whatever its size and times: here nothing but the bytes tells.
pub(crate) fn version_of(path: &Path) -> io::Result<String> {
    let (mut hash, mut file, mut part) = (Sha256::new(), File::open(path)?, vec![0; 1 << 18]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(format!("{path:?} {:?}", hash.finalize())),
            count => hash.update(&part[..count]),
        }
    }
}

/// Mounted folders are resolved by canonicalising; what is left shows when renaming.
pub(in crate::fs) fn is_mount_point(_folder: &Path, _parent: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Opens a source for reading.
pub(in crate::fs) fn open_to_read(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Opening follows links here: the walk alone finds them.
pub(in crate::fs) fn is_symlink_error(_error: &io::Error) -> bool {
    false
}

/// Creates a file that must not be there yet.
pub(in crate::fs) fn create_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Creates a file that must not be there yet, to be written and read again; who may read it is inherited from its folder.
pub(in crate::fs) fn create_scratch_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Creates a file that must not be there yet; who may read it is inherited from its folder.
pub(in crate::fs) fn create_secret_file(path: &Path) -> io::Result<File> {
    create_file(path)
}

/// There are no modes here.
pub(in crate::fs) fn file_mode_is_off(_file: &File) -> io::Result<bool> {
    Ok(false)
}

/// There are no modes here.
pub(in crate::fs) fn set_file_mode(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Creates a folder; there are no modes here.
pub(in crate::fs) fn create_folder(path: &Path, _mode: u32) -> io::Result<()> {
    fs::create_dir(path)
}

/// There are no modes here.
pub(in crate::fs) fn folder_mode_is_off(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

/// No system of this family swaps two folders in one step.
pub(in crate::fs) fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Takes the lock file at `path` by opening it for nobody else; `None` where another build holds it.
pub(in crate::fs) fn try_lock(path: &Path) -> io::Result<Option<File>> {
    const SHARING_VIOLATION: i32 = 32;
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).share_mode(0).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lets go of the lock, then removes the file: nobody can remove it as long as it is open.
pub(in crate::fs) fn unlock(file: File, path: &Path) -> io::Result<()> {
    drop(file);
    fs::remove_file(path)
}

/// Folders can't be synced here; the system writes their names by itself.
pub(in crate::fs) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// There is no such call here that needs no unsafe code.
pub(in crate::fs) fn forget(_file: &File) {}

/// Nothing tells here how much room there is, without unsafe code.
pub(in crate::fs) fn space(_path: &Path) -> io::Result<Option<Space>> {
    Ok(None)
}
