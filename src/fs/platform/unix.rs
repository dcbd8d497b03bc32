use crate::stick::Space;
use rustix::fs::{FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// What tells one folder from another, under whatever path it is reached: device and inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::fs) struct Identity {
    device: u64,
    inode: u64,
}

/// The identity of what lies at `path`, without following a symlink there.
pub(in crate::fs) fn identity(path: &Path) -> io::Result<Identity> {
    Ok(identity_of(&fs::symlink_metadata(path)?))
}

/// What is another one whenever a file holds other bytes, whatever its size and the time that it says it was written: many
/// tools set that time (archives, reproducible builds), but nobody sets that of the last change of its entry.
pub(crate) fn version_of(path: &Path) -> io::Result<String> {
    let file = fs::metadata(path)?;
    let changed = [file.ctime(), file.ctime_nsec(), file.mtime(), file.mtime_nsec()];
    Ok(format!("{path:?} {:?} {} {changed:?}", identity_of(&file), file.len()))
}

/// Whether `folder` is the root of a file system of its own: it can't be renamed, nor anything from beside it into it.
pub(in crate::fs) fn is_mount_point(folder: &Path, parent: &Path) -> io::Result<bool> {
    Ok(identity(folder)?.device != identity(parent)?.device)
}

/// Opens a source for reading. A symlink is an error, and a FIFO or a device does not make it wait.
pub(in crate::fs) fn open_to_read(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Whether `error` of [`open_to_read`] means that the path is a symlink.
pub(in crate::fs) fn is_symlink_error(error: &io::Error) -> bool {
    // FreeBSD says EMLINK, NetBSD EFTYPE (which std does not name); the others follow POSIX.
    [Some(Errno::LOOP.raw_os_error()), Some(Errno::MLINK.raw_os_error())].contains(&error.raw_os_error())
}

/// Creates a file that must not be there yet.
pub(in crate::fs) fn create_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o644).open(path)
}

/// Creates a file that must not be there yet, to be written and read again by its owner.
pub(in crate::fs) fn create_scratch_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Creates a file that must not be there yet, for its owner's eyes only, whatever the umask.
pub(in crate::fs) fn create_secret_file(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    unless_modes_are_unknown(file.set_permissions(Permissions::from_mode(0o600)))?;
    Ok(file)
}

/// Whether a file made by [`create_file`] came out with another mode than 0644: the umask's or an access list's doing.
pub(in crate::fs) fn file_mode_is_off(file: &File) -> io::Result<bool> {
    Ok(file.metadata()?.permissions().mode() & 0o7777 != 0o644)
}

/// Gives a file that we just made the mode 0644 whatever the umask.
pub(in crate::fs) fn set_file_mode(file: &File) -> io::Result<()> {
    unless_modes_are_unknown(file.set_permissions(Permissions::from_mode(0o644)))
}

/// Creates a folder with `mode` whatever the umask.
pub(in crate::fs) fn create_folder(path: &Path, mode: u32) -> io::Result<()> {
    DirBuilder::new().mode(mode).create(path)?;
    unless_modes_are_unknown(fs::set_permissions(path, Permissions::from_mode(mode)))
}

/// Whether a folder has another mode than 0755, which those of a bundle are made with.
pub(in crate::fs) fn folder_mode_is_off(path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.permissions().mode() & 0o7777 != 0o755)
}

/// Swaps two folders in one step; [`io::ErrorKind::Unsupported`] where the system or the file system can't.
pub(in crate::fs) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|errno| match errno {
            // EPERM is what container filters answer to a call that they do not know.
            Errno::NOSYS | Errno::INVAL | Errno::NOTSUP | Errno::PERM => io::ErrorKind::Unsupported.into(),
            other => other.into(),
        })
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (a, b);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Takes the lock file at `path`, making it where it is missing; `None` where another build holds it. The lock lasts
/// until [`unlock`] or the end of the process, however it ends.
pub(in crate::fs) fn try_lock(path: &Path) -> io::Result<Option<File>> {
    loop {
        let file = open_lock(path)?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => return Ok(None),
            locked => locked?,
        }
        // Its holder may have removed the file after we opened it: then the lock that counts is that of a newer file.
        if is_still_at(&file, path)? {
            return Ok(Some(file));
        }
    }
}

/// Removes the lock file, then lets go of the lock: in this order nobody can hold a lock on a name that is gone.
pub(in crate::fs) fn unlock(file: File, path: &Path) -> io::Result<()> {
    let removed = fs::remove_file(path);
    drop(file);
    removed
}

fn open_lock(path: &Path) -> io::Result<File> {
    let base = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let open = |flags| rustix::fs::open(path, base | flags, Mode::from_raw_mode(0o644));
    // Locking over NFS needs a file open for writing, but one that another user's killed build left may only be read.
    let opened = match open(OFlags::RDWR) {
        Err(Errno::ACCESS) => open(OFlags::RDONLY),
        Err(Errno::NOENT) => open(OFlags::RDWR | OFlags::CREATE),
        opened => opened,
    };
    Ok(File::from(opened?))
}

fn is_still_at(file: &File, path: &Path) -> io::Result<bool> {
    match identity(path) {
        Ok(there) => Ok(there == identity_of(&file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn identity_of(metadata: &Metadata) -> Identity {
    Identity { device: metadata.dev(), inode: metadata.ino() }
}

/// Has the names in a folder written to the medium. Some file systems know no such thing, and write them by themselves.
pub(in crate::fs) fn sync_folder(path: &Path) -> io::Result<()> {
    let ignored = [Errno::INVAL, Errno::NOTSUP, Errno::NOSYS, Errno::BADF].map(Errno::raw_os_error);
    match File::open(path)?.sync_all() {
        Err(error) if error.raw_os_error().is_some_and(|code| ignored.contains(&code)) => Ok(()),
        synced => synced,
    }
}

/// Has the system forget what it remembers of a file's content, so that reading asks the medium. A wish: where there is no
/// such call, or the content is not on the medium yet, it does nothing.
pub(in crate::fs) fn forget(file: &File) {
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(target_vendor = "apple")]
    let _ = rustix::fs::fcntl_nocache(file, true);
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd", target_vendor = "apple")))]
    let _ = file;
}

/// The room on the file system that holds `path`, for those who are no administrators.
pub(in crate::fs) fn space(path: &Path) -> io::Result<Option<Space>> {
    let found = rustix::fs::statvfs(path)?;
    Ok(Some(Space { free: found.f_bavail.saturating_mul(found.f_frsize), cluster: found.f_frsize }))
}

/// A file system without modes (FAT on a stick) refuses to set them, even to us who own the file. That is no failure.
fn unless_modes_are_unknown(result: io::Result<()>) -> io::Result<()> {
    let refusals = [Errno::PERM, Errno::NOTSUP, Errno::NOSYS].map(Errno::raw_os_error);
    match result {
        Err(error) if error.raw_os_error().is_some_and(|code| refusals.contains(&code)) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    #[test]
    fn opening_a_source_neither_waits_nor_follows() {
        let folder = tempfile::tempdir().unwrap();
        let (fifo, link) = (folder.path().join("fifo"), folder.path().join("link"));
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        assert!(!open_to_read(&fifo).unwrap().metadata().unwrap().is_file());
        std::os::unix::fs::symlink("fifo", &link).unwrap();
        assert!(is_symlink_error(&open_to_read(&link).unwrap_err()));
    }

    /// A file of the same size and time, in place of another and written over it.
    #[test]
    fn other_bytes_are_another_version() {
        let folder = tempfile::tempdir().unwrap();
        let (path, new) = (folder.path().join("program"), folder.path().join("new"));
        let write = |path: &Path, text: &str| {
            fs::write(path, text).unwrap();
            OpenOptions::new().write(true).open(path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        };
        write(&path, "one");
        let first = version_of(&path).unwrap();
        assert_eq!(version_of(&path).unwrap(), first);
        write(&new, "two");
        fs::rename(&new, &path).unwrap();
        let second = version_of(&path).unwrap();
        assert_ne!(second, first);
        // The clock of a file system may stand for some milliseconds.
        let mut tries = 0;
        while version_of(&path).unwrap() == second {
            assert!(tries < 100_000, "the bytes changed, and the version didn't");
            write(&path, "six");
            tries += 1;
        }
    }

    /// Each holder removes the lock file while others are between opening and locking it.
    #[test]
    fn a_lock_has_one_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let (inside, held) = (AtomicBool::new(false), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..5000 {
                        let Some(file) = try_lock(&path).unwrap() else { continue };
                        assert!(!inside.swap(true, Ordering::SeqCst), "two at once");
                        std::thread::yield_now();
                        inside.store(false, Ordering::SeqCst);
                        held.fetch_add(1, Ordering::SeqCst);
                        unlock(file, &path).unwrap();
                    }
                });
            }
        });
        assert!(held.into_inner() > 0 && !path.exists());
    }
}
