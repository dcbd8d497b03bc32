use super::bundle::Wanted;
use super::survey::{State, Survey};
use super::{BLOCK, Bundle, MANIFEST, StickError, UNFINISHED, hash_on_medium, read_if_there};
use crate::fs::platform;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Makes the folder what the bundle is, but for files that are neither ours nor the bundle's.
///
/// Content is on the medium before it gets its name. Names are, before the list: a folder is synced once and not after every
/// file, which would take sticks minutes, and what a run that was broken off believed to be there the next one reads.
pub(super) fn write(bundle: &Bundle, folder: &Path, survey: &Survey, say: &dyn Fn(u64)) -> Result<(), StickError> {
    let work = Work::begin(folder, bundle)?;
    survey.stale.iter().try_for_each(|(path, _)| work.remove(path))?;
    let mut done = 0;
    let mut tell = |bytes: u64| {
        done += bytes;
        say(done);
    };
    for (file, state) in bundle.files().iter().zip(&survey.states) {
        match state {
            State::Same => tell(file.bytes),
            State::Missing | State::Other(_) => work.put(file, &mut tell)?,
        }
    }
    work.sync_folders(bundle)?;
    for file in bundle.files() {
        work.compare(file, &mut tell)?;
    }
    work.put_list(bundle)?;
    work.end()
}

/// The right to write to a folder, as long as the copy is not complete.
struct Work<'a> {
    folder: &'a Path,
    unfinished: PathBuf,
    /// `None` on file systems that know no locks.
    lock: Option<File>,
}

impl<'a> Work<'a> {
    /// Marks the copy as unfinished, takes the lock, and notes what is to come.
    fn begin(folder: &'a Path, bundle: &Bundle) -> Result<Self, StickError> {
        let unfinished = folder.join(UNFINISHED);
        for path in [folder, &unfinished] {
            match platform::create_folder(path, 0o755) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => made.map_err(StickError::io("make the folder", path))?,
            }
        }
        let path = unfinished.join("lock");
        let lock = match platform::try_lock(&path) {
            Ok(Some(file)) => Some(file),
            Ok(None) => return Err(StickError::Busy),
            // The run that had it is done, and has just taken the folder away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StickError::Busy),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => None,
            Err(error) => return Err(StickError::io("lock the stick by", &path)(error)),
        };
        let work = Self { folder, unfinished, lock };
        work.note(bundle.list()).map_err(StickError::io("write", &work.unfinished.join("list")))?;
        Ok(work)
    }

    /// Adds to the lists of what was begun. They only grow, so that a run that is broken off in this very moment takes nothing away.
    fn note(&self, list: &[u8]) -> io::Result<()> {
        let path = self.unfinished.join("list");
        let before = read_if_there(&path)?.unwrap_or_default();
        if before.ends_with(list) {
            return Ok(());
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        // The last line may be torn.
        let gap: &[u8] = if before.is_empty() { b"" } else { b"\n" };
        file.write_all(&[gap, list].concat())?;
        file.sync_all()?;
        platform::sync_folder(&self.unfinished)?;
        platform::sync_folder(self.folder)
    }

    /// Takes a file away, and the folders that are empty then.
    fn remove(&self, path: &str) -> Result<(), StickError> {
        let on_disk = self.folder.join(path);
        match fs::remove_file(&on_disk) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.map_err(StickError::io("remove", &on_disk))?,
        }
        let folders = on_disk.ancestors().skip(1).take_while(|folder| *folder != self.folder);
        for folder in folders {
            // A folder that holds something is refused, and so are those above it.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn put(&self, file: &Wanted, tell: &mut dyn FnMut(u64)) -> Result<(), StickError> {
        let target = self.folder.join(file.path.as_str());
        let failed = |error| StickError::io("write", &target)(error);
        let source = file.open().map_err(StickError::io("read the bundle for", &target))?;
        let hash = self.stage(source, tell).map_err(failed)?;
        if hash != file.hash {
            return Err(StickError::BundleChanged { path: file.path.to_string() });
        }
        self.place(&target).map_err(failed)
    }

    /// Writes the content under another name, as far as onto the medium; its hash.
    fn stage(&self, mut source: impl Read, tell: &mut dyn FnMut(u64)) -> io::Result<[u8; 32]> {
        let stage = self.unfinished.join("stage");
        remove_if_there(&stage)?;
        let mut file = platform::create_file(&stage)?;
        let (mut hash, mut block) = (Sha256::new(), vec![0; BLOCK]);
        loop {
            match source.read(&mut block) {
                Ok(0) => break,
                Ok(count) => {
                    hash.update(&block[..count]);
                    file.write_all(&block[..count])?;
                    tell(count as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        platform::set_file_mode(&file)?;
        file.sync_all()?;
        Ok(hash.finalize().into())
    }

    /// Gives what is staged its name, and makes the folders above it.
    fn place(&self, target: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = target.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
        missing.into_iter().rev().try_for_each(|folder| platform::create_folder(folder, 0o755))?;
        fs::rename(self.unfinished.join("stage"), target)
    }

    fn sync_folders(&self, bundle: &Bundle) -> Result<(), StickError> {
        let parents = |file: &Wanted| {
            let on_disk = self.folder.join(file.path.as_str());
            let parents = on_disk.ancestors().skip(1).take_while(|path| path.starts_with(self.folder));
            parents.map(Path::to_owned).collect::<Vec<_>>()
        };
        let folders: BTreeSet<PathBuf> = bundle.files().iter().flat_map(parents).collect();
        folders.iter().try_for_each(|path| platform::sync_folder(path).map_err(StickError::io("write", path)))
    }

    fn compare(&self, file: &Wanted, tell: &mut dyn FnMut(u64)) -> Result<(), StickError> {
        let path = self.folder.join(file.path.as_str());
        let hash = hash_on_medium(&path, tell).map_err(StickError::io("read back", &path))?;
        if hash == file.hash { Ok(()) } else { Err(StickError::Differs { path }) }
    }

    fn put_list(&self, bundle: &Bundle) -> Result<(), StickError> {
        let path = self.folder.join(MANIFEST);
        let write = || {
            let hash = self.stage(bundle.list(), &mut |_| {})?;
            self.place(&path)?;
            platform::sync_folder(self.folder)?;
            Ok(hash == hash_on_medium(&path, &mut |_| {})?)
        };
        let comes_back = write().map_err(StickError::io("write", &path))?;
        if comes_back { Ok(()) } else { Err(StickError::Differs { path }) }
    }

    /// Takes the mark away: the copy is complete.
    fn end(self) -> Result<(), StickError> {
        let Self { folder, unfinished, lock } = self;
        let end = || {
            remove_if_there(&unfinished.join("stage"))?;
            remove_if_there(&unfinished.join("list"))?;
            match lock {
                Some(lock) => platform::unlock(lock, &unfinished.join("lock"))?,
                None => remove_if_there(&unfinished.join("lock"))?,
            }
            fs::remove_dir(&unfinished)?;
            platform::sync_folder(folder)
        };
        end().map_err(StickError::io("remove", &folder.join(UNFINISHED)))
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
