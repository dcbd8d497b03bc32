use super::listing::Listing;
use crate::fs::platform;
use crate::integrity::{MANIFEST, SIGNATURE, Sums};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The bundle that is in place while a new one grows. What the new one has just as it is goes over by a hard link, so that it
/// is not written again and keeps its time: those who copy what is newer (rsync, a stick) copy less.
#[derive(Debug, Default)]
pub(super) struct Before {
    folder: PathBuf,
    /// What the bundle's manifest lists and is there, by path, with the hash that it should have.
    files: HashMap<Box<str>, [u8; 32]>,
    /// The bundle's own folder and those in it, by their whole paths.
    folders: Vec<PathBuf>,
    /// Whether the manifest is all that is there: nothing is missing and no folder stands empty.
    complete: bool,
    /// Whether a build has signed it.
    signed: bool,
}

impl Before {
    /// What lies in `folder`, by its listing.
    pub fn new(folder: &Path, listing: &Listing) -> Self {
        let Some(manifest) = &listing.manifest else { return Self::default() };
        let there: HashSet<&str> = listing.files().collect();
        let Ok(sums) = Sums::parse(manifest.as_bytes()) else { return Self::default() };
        let listed = sums.files().filter(|(path, _)| there.contains(path.as_str()));
        let files: HashMap<Box<str>, [u8; 32]> = listed.map(|(path, hash)| (path.as_str().into(), *hash)).collect();
        let parents = |path: &str| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        let wanted: HashSet<String> = files.keys().flat_map(|path| parents(path)).collect();
        let folders = listing.folders().to_vec();
        let complete = files.len() == sums.files().len() && wanted.len() + 1 == folders.len();
        Self { folder: folder.to_owned(), files, folders, complete, signed: listing.signed }
    }

    /// Makes `new` another name of the file at `path`, if that holds just these bytes.
    pub fn link_same(&self, path: &str, bytes: &[u8], new: &Path) -> bool {
        self.link_if(path, new, Some(bytes.len()), |old| old == bytes).is_some()
    }

    /// Makes `new` another name of the file at `path`, if its content has this hash, and gives that content.
    pub fn link_hashed(&self, path: &str, hash: &[u8; 32], new: &Path) -> Option<Vec<u8>> {
        self.files.get(path).filter(|listed| *listed == hash)?;
        self.link_if(path, new, None, |old| Sha256::digest(old)[..] == hash[..])
    }

    /// Makes `new`, a file that is there and whose content has this hash, another name of the file at `path`, if that holds
    /// the same.
    pub fn link_over(&self, path: &str, hash: &[u8; 32], new: &Path) -> io::Result<()> {
        let same = self.files.get(path) == Some(hash) && self.hash(path).is_ok_and(|old| old == *hash);
        let beside = new.with_extension("same");
        if !same || fs::hard_link(self.folder.join(path), &beside).is_err() {
            return Ok(());
        }
        fs::rename(beside, new)
    }

    /// Whether each file is there just as the manifest says, in folders as a build leaves them, and nothing else is. `manifest` is
    /// the hash of that, `signature` the hash of what signs it.
    pub fn stands(&self, manifest: &[u8; 32], signature: Option<&[u8; 32]>) -> bool {
        let whole = |path: &str, hash: &[u8; 32]| self.hash(path).is_ok_and(|old| old == *hash);
        let open = |folder: &PathBuf| platform::folder_mode_is_off(folder).is_ok_and(|is_off| !is_off);
        let signed = signature.map_or(!self.signed, |hash| self.signed && whole(SIGNATURE, hash));
        self.complete
            && signed
            && self.folders.iter().all(open)
            && whole(MANIFEST, manifest)
            && self.files.par_iter().all(|(path, hash)| whole(path, hash))
    }

    /// Anything that goes wrong means that the file has to be written, no more.
    fn link_if(
        &self,
        path: &str,
        new: &Path,
        size: Option<usize>,
        holds: impl FnOnce(&[u8]) -> bool,
    ) -> Option<Vec<u8>> {
        let is_listed = self.files.contains_key(path);
        if !(is_listed || path == MANIFEST && self.complete || path == SIGNATURE && self.signed) {
            return None;
        }
        let old = self.read(path, size).ok().filter(|old| holds(old))?;
        fs::hard_link(self.folder.join(path), new).ok().map(|()| old)
    }

    /// The content of a file, if that has the size that is given.
    fn read(&self, path: &str, size: Option<usize>) -> io::Result<Vec<u8>> {
        let (mut file, length) = self.open(path)?;
        if size.is_some_and(|size| size as u64 != length) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The hash of a file's content, of which little is in memory at a time.
    fn hash(&self, path: &str) -> io::Result<[u8; 32]> {
        let (mut file, _) = self.open(path)?;
        let (mut hash, mut part) = (Sha256::new(), [0; 32 * 1024]);
        loop {
            match file.read(&mut part) {
                Ok(0) => return Ok(hash.finalize().into()),
                Ok(length) => hash.update(&part[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// A file as a build leaves it, and its size: with another mode it has to be written again.
    fn open(&self, path: &str) -> io::Result<(fs::File, u64)> {
        let file = platform::open_to_read(&self.folder.join(path))?;
        let metadata = file.metadata()?;
        if !metadata.is_file() || platform::file_mode_is_off(&file)? {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok((file, metadata.len()))
    }
}
