//! A bundle onto a stick: survey, room, copy, read back, list.
//!
//! Whatever moment a stick is pulled out at, running again completes it: what is there with the right bytes is left, all else is
//! written anew, and the list `SHA256SUMS` comes last. Until then a folder of ours, [`UNFINISHED`], marks the copy and
//! keeps the lists of what was begun; without it a third edition could not tell the second's leftovers from a stranger's files.

mod bundle;
mod error;
mod survey;
mod write;

pub use bundle::{BadBundle, Bundle};
pub use error::StickError;

use super::platform;
use crate::integrity::{self, Asked, FaultKind, MANIFEST};
use crate::stick::{self, SITE, Step};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use survey::{State, Survey};

/// Our folder on a stick whose copy is not complete: the lock, the file that is being written, the lists.
const UNFINISHED: &str = ".lamplight-unfinished";
/// Bytes that are read at once; progress is told after each.
const BLOCK: usize = 256 << 10;

/// What came of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// All files of ours on the stick, and their bytes.
    pub files: usize,
    pub bytes: u64,
    /// How many of them were written, the rest being there already.
    pub written: usize,
    /// Files of an older edition that were taken away.
    pub removed: usize,
    /// What lies in our folder and is not ours.
    pub strangers: Vec<String>,
    /// Whether the system told how much room there is.
    pub room_known: bool,
}

/// Puts the bundle into `folder` on the stick `stick`, which is there. `say` is told how many of twice the bundle's bytes are done:
/// written, and read back.
///
/// # Errors
/// Nothing outside of `folder` is ever touched. Where it is busy, in the way or too small, nothing in it is either; after any
/// other error the next run goes on from there.
pub fn copy_to_stick(bundle: &Bundle, stick: &Path, folder: &str, say: &dyn Fn(u64)) -> Result<Copied, StickError> {
    let folder = &stick.join(folder);
    let survey = survey::survey(bundle, folder)?;
    let space = platform::space(stick).map_err(StickError::io("ask how much room there is on", stick))?;
    if let Some(space) = space {
        stick::fits(space, steps(bundle, &survey)).map_err(StickError::Full)?;
    }
    let mut written = survey.states.iter().filter(|state| **state != State::Same).count();
    if !survey.is_whole() {
        write::write(bundle, folder, &survey, say)?;
        // The list.
        written += 1;
    }
    say(2 * bundle.bytes());
    Ok(Copied {
        files: bundle.files().len() + 1,
        bytes: bundle.bytes(),
        written,
        removed: survey.stale.len(),
        strangers: strangers(folder)?,
        room_known: space.is_some(),
    })
}

/// Our copy as `verify` sees it: another look than the writer's own, which also finds what is not ours.
fn strangers(folder: &Path) -> Result<Vec<String>, StickError> {
    let copy = super::FolderCopy::open(folder).map_err(|error| StickError::io("list", folder)(error.source))?;
    let verdict = integrity::verify(&copy, &Asked::default());
    // We write no signature of the stick's own list: one that lies there is a stranger's, too.
    let is_stranger = |kind| matches!(kind, FaultKind::Added | FaultKind::Signature);
    let (strangers, faults): (Vec<_>, Vec<_>) = verdict.faults.into_iter().partition(|fault| is_stranger(fault.kind));
    match faults.into_iter().next() {
        Some(fault) => Err(StickError::Differs { path: folder.join(fault.path) }),
        None => Ok(strangers.into_iter().map(|fault| fault.path).collect()),
    }
}

/// The copy as far as room is concerned.
fn steps<'a>(bundle: &'a Bundle, survey: &'a Survey) -> impl Iterator<Item = Step> + 'a {
    let removed = survey.stale.iter().map(|(_, bytes)| Step::Remove(*bytes));
    let folders = std::iter::repeat_n(Step::Folder, survey.new_folders);
    let written = bundle.files().iter().zip(&survey.states).filter_map(|(file, state)| match state {
        State::Same => None,
        State::Missing => Some(Step::Write { new: file.bytes, old: None }),
        State::Other(old) => Some(Step::Write { new: file.bytes, old: Some(*old) }),
    });
    // The list, for which the one before stays, and its copy for the time being.
    let list = Step::Write { new: bundle.list().len() as u64, old: None };
    let last = if survey.is_whole() { None } else { Some([list, list, Step::Folder]) };
    removed.chain(folders).chain(last.into_iter().flatten()).chain(written)
}

/// The SHA-256 of a file as it lies on the medium, where the system lets us pass by what it remembers of it.
fn hash_on_medium(path: &Path, say: &mut dyn FnMut(u64)) -> io::Result<[u8; 32]> {
    let file = platform::open_to_read(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    platform::forget(&file);
    hash(file, say)
}

fn hash(mut file: File, say: &mut dyn FnMut(u64)) -> io::Result<[u8; 32]> {
    let (mut hash, mut block) = (Sha256::new(), vec![0; BLOCK]);
    loop {
        match file.read(&mut block) {
            Ok(0) => return Ok(hash.finalize().into()),
            Ok(count) => {
                hash.update(&block[..count]);
                say(count as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The content of a file that need not be there.
fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
