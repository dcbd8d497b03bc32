use crate::fs::platform;
use crate::fs::read::ReadError;
use crate::fs::walk::shown;
use crate::integrity::{Entry, EntryKind, Fault, FaultKind, Medium, is_clutter};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// As many files and folders as a build reads.
const MAX_ENTRIES: usize = 400_000;
/// The most that a stick's FAT32 holds in one file, and more than a build writes: a sparse file of a petabyte is not read.
const MAX_BYTES: u64 = u32::MAX as u64;
const BLOCK: usize = 64 << 10;

/// A copy of a bundle in a folder. No symlink in it is followed.
#[derive(Debug, Default)]
pub struct FolderCopy {
    entries: Vec<Entry>,
    /// Where the entries lie, in the same order.
    on_disk: Vec<PathBuf>,
    faults: Vec<Fault>,
}

impl FolderCopy {
    /// Lists the folder. What can't be listed of it is a fault of the copy.
    ///
    /// # Errors
    /// The folder is not there, is none, or can't be listed at all.
    pub fn open(folder: &Path) -> Result<Self, ReadError> {
        let failed = |source| ReadError { path: folder.to_owned(), source };
        // A walk would find a file where none was asked for, and no fault with it.
        std::fs::read_dir(folder).map_err(failed)?;
        let mut copy = Self::default();
        let mut entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    let kind = kind(entry.file_type());
                    let is_left = is_clutter(&entry.file_name().to_string_lossy(), true);
                    copy.add(inside(folder, entry.path()), kind, entry.into_path());
                    // What systems keep to themselves they often let nobody list.
                    if kind == EntryKind::Folder && is_left {
                        entries.skip_current_dir();
                    }
                }
                Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
                Err(error) => {
                    let path = error.path().map_or(String::new(), |path| inside(folder, path));
                    let why = error.io_error().map_or("it holds itself".to_owned(), ToString::to_string);
                    copy.faults.push(Fault::new(FaultKind::Unreadable, path).why(why));
                }
            }
            if copy.entries.len() > MAX_ENTRIES {
                let why =
                    format!("there are more than {MAX_ENTRIES} files and folders, and the rest was not looked at");
                copy.faults.push(Fault::new(FaultKind::Added, "").why(why));
                break;
            }
        }
        Ok(copy)
    }

    fn add(&mut self, path: String, kind: EntryKind, on_disk: PathBuf) {
        self.entries.push(Entry { path, kind });
        self.on_disk.push(on_disk);
    }

    fn open_entry(&self, entry: usize, limit: u64) -> Result<impl Read, String> {
        let open = || -> io::Result<_> {
            let file = platform::open_to_read(&self.on_disk[entry])?;
            let metadata = file.metadata()?;
            Ok((file, metadata))
        };
        let (file, metadata) = open().map_err(|error| error.to_string())?;
        match metadata.len() {
            _ if !metadata.is_file() => Err("it is no regular file".into()),
            length if length > limit => Err(format!("it is larger than {limit} bytes")),
            // It may grow while it is read.
            _ => Ok(file.take(limit)),
        }
    }

    fn hash_one(&self, entry: usize) -> Result<[u8; 32], String> {
        let mut file = self.open_entry(entry, MAX_BYTES)?;
        let (mut hash, mut block) = (Sha256::new(), vec![0; BLOCK]);
        loop {
            match file.read(&mut block) {
                Ok(0) => return Ok(hash.finalize().into()),
                Ok(read) => hash.update(&block[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

impl Medium for FolderCopy {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn faults(&self) -> &[Fault] {
        &self.faults
    }

    fn read(&self, entry: usize, limit: u64) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = self.open_entry(entry, limit)?.read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| error.to_string())
    }

    fn hash(&self, entries: &[usize]) -> Vec<Result<[u8; 32], String>> {
        entries.par_iter().map(|entry| self.hash_one(*entry)).collect()
    }
}

fn inside(folder: &Path, path: &Path) -> String {
    shown(path.strip_prefix(folder).unwrap_or(path))
}

fn kind(kind: std::fs::FileType) -> EntryKind {
    match kind {
        kind if kind.is_dir() => EntryKind::Folder,
        kind if kind.is_file() => EntryKind::File,
        kind if kind.is_symlink() => EntryKind::Symlink,
        _ => EntryKind::Special,
    }
}
