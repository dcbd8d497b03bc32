use super::{Bundle, MANIFEST, SITE, StickError, UNFINISHED, hash_on_medium, read_if_there};
use crate::fs::FolderCopy;
use crate::integrity::{EntryKind, Medium, Sums};
use crate::stick::START;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

/// What a stick's folder holds, set against what it is to hold. Nothing is written to find it out.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Of each file of the bundle, in its order.
    pub states: Vec<State>,
    /// Files of an older edition, unchanged since, which the bundle has not; with their bytes.
    pub stale: Vec<(String, u64)>,
    /// How many folders have to be made.
    pub new_folders: usize,
    /// Whether the list of all files is there, and no run was broken off.
    is_closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Same,
    Missing,
    /// A file with other content, of so many bytes.
    Other(u64),
}

impl Survey {
    /// Whether there is nothing to do.
    pub fn is_whole(&self) -> bool {
        self.is_closed && self.stale.is_empty() && self.states.iter().all(|state| *state == State::Same)
    }
}

/// Looks at the folder.
///
/// # Errors
/// It holds what we may not replace, or can't be read.
pub(super) fn survey(bundle: &Bundle, folder: &Path) -> Result<Survey, StickError> {
    let Some(there) = entries(folder)? else {
        let folders: HashSet<&str> = bundle.files().iter().flat_map(|file| folders_of(file.path.as_str())).collect();
        let states = vec![State::Missing; bundle.files().len()];
        return Ok(Survey { states, new_folders: folders.len() + 1, ..Survey::default() });
    };
    let read = |path: &str| read_if_there(&folder.join(path)).map_err(StickError::io("read", &folder.join(path)));
    refuse_others_kind(MANIFEST, EntryKind::File, &there, folder)?;
    refuse_others_kind(UNFINISHED, EntryKind::Folder, &there, folder)?;
    refuse_others_kind(&format!("{UNFINISHED}/list"), EntryKind::File, &there, folder)?;
    let list = read(MANIFEST)?;
    let begun = read(&format!("{UNFINISHED}/list"))?;
    let known = Known::read(&[list.as_deref().unwrap_or_default(), begun.as_deref().unwrap_or_default()]);

    let wanted: HashSet<&str> = bundle.files().iter().map(|file| file.path.as_str()).collect();
    let stale = stale(&wanted, &there, &known, folder)?;
    let gone: HashSet<&str> = stale.iter().map(|(path, _)| path.as_str()).collect();
    refuse_in_the_way(&wanted, &there, &gone, folder)?;
    let states = states(bundle, &there, folder)?;
    // A copy by other hands that broke off has no list; that a stranger has a page of ours to the byte can't be.
    let is_ours = begun.is_some() || known.is_of_a_stick() || states.contains(&State::Same);
    if let Some(at) = states.iter().position(|state| matches!(state, State::Other(_))).filter(|_| !is_ours) {
        return Err(StickError::NotOurs { path: folder.join(bundle.files()[at].path.as_str()) });
    }
    if list.is_some() && !is_ours {
        return Err(StickError::NotOurs { path: folder.join(MANIFEST) });
    }
    let needed: HashSet<&str> = wanted.iter().flat_map(|path| folders_of(path)).collect();
    let new_folders = needed.iter().filter(|path| !there.contains_key(**path)).count();
    let is_closed = list.as_deref() == Some(bundle.list()) && !there.contains_key(UNFINISHED);
    Ok(Survey { states, stale, new_folders, is_closed })
}

/// What lies in the folder, by path; `None` where there is no folder yet.
fn entries(folder: &Path) -> Result<Option<HashMap<String, EntryKind>>, StickError> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StickError::io("look at", folder)(error)),
        Ok(metadata) if !metadata.is_dir() => return Err(StickError::InTheWay { path: folder.to_owned() }),
        Ok(_) => {}
    }
    let copy = FolderCopy::open(folder).map_err(|error| StickError::io("list", folder)(error.source))?;
    if let Some(fault) = copy.faults().first() {
        let why = fault.why.clone().unwrap_or_default();
        return Err(StickError::io("list", &folder.join(&fault.path))(io::Error::other(why)));
    }
    Ok(Some(copy.entries().iter().map(|entry| (entry.path.clone(), entry.kind)).collect()))
}

/// What runs of ours have put, or were about to put, into a folder. A damaged line of a list takes only itself away.
#[derive(Debug, Default)]
struct Known(HashMap<String, HashSet<[u8; 32]>>);

impl Known {
    fn read(lists: &[&[u8]]) -> Self {
        let mut known = Self::default();
        for line in lists.iter().flat_map(|list| list.split_inclusive(|byte| *byte == b'\n')) {
            for (path, hash) in Sums::parse(line).iter().flat_map(Sums::files) {
                known.0.entry(path.as_str().to_owned()).or_default().insert(*hash);
            }
        }
        known
    }

    /// Two lines, since a single one may be the damage that we are to mend.
    fn is_of_a_stick(&self) -> bool {
        self.0.contains_key(START) || self.0.contains_key(&format!("{SITE}/{MANIFEST}"))
    }
}

fn stale(
    wanted: &HashSet<&str>,
    there: &HashMap<String, EntryKind>,
    known: &Known,
    folder: &Path,
) -> Result<Vec<(String, u64)>, StickError> {
    let mut stale = Vec::new();
    for (path, hashes) in &known.0 {
        let is_candidate = there.get(path) == Some(&EntryKind::File) && !wanted.contains(path.as_str());
        if !is_candidate || path == MANIFEST || path.starts_with(UNFINISHED) {
            continue;
        }
        let on_disk = folder.join(path);
        let hash = hash_on_medium(&on_disk, &mut |_| {}).map_err(StickError::io("read", &on_disk))?;
        if hashes.contains(&hash) {
            let bytes = fs::metadata(&on_disk).map_err(StickError::io("read", &on_disk))?.len();
            stale.push((path.clone(), bytes));
        }
    }
    stale.sort();
    Ok(stale)
}

/// Refuses what has the place of a file or folder of ours, also by a name that differs in capitals alone: FAT knows no
/// difference, and what we wrote would come back under the other name.
fn refuse_in_the_way(
    wanted: &HashSet<&str>,
    there: &HashMap<String, EntryKind>,
    gone: &HashSet<&str>,
    folder: &Path,
) -> Result<(), StickError> {
    let folders: HashSet<&str> = wanted.iter().flat_map(|path| folders_of(path)).collect();
    let names: HashMap<String, &str> =
        wanted.iter().chain(&folders).chain(&[MANIFEST]).map(|path| (path.to_lowercase(), *path)).collect();
    for (path, kind) in there.iter().filter(|(path, _)| !gone.contains(path.as_str())) {
        let Some(ours) = names.get(&path.to_lowercase()) else { continue };
        let right = if folders.contains(ours) { EntryKind::Folder } else { EntryKind::File };
        if path != ours || *kind != right {
            return Err(StickError::InTheWay { path: folder.join(path) });
        }
    }
    Ok(())
}

fn refuse_others_kind(
    path: &str,
    right: EntryKind,
    there: &HashMap<String, EntryKind>,
    folder: &Path,
) -> Result<(), StickError> {
    match there.get(path) {
        Some(kind) if *kind != right => Err(StickError::InTheWay { path: folder.join(path) }),
        _ => Ok(()),
    }
}

fn states(bundle: &Bundle, there: &HashMap<String, EntryKind>, folder: &Path) -> Result<Vec<State>, StickError> {
    let state = |file: &super::bundle::Wanted| {
        if !there.contains_key(file.path.as_str()) {
            return Ok(State::Missing);
        }
        let on_disk = folder.join(file.path.as_str());
        let failed = StickError::io("read", &on_disk);
        let bytes = match fs::symlink_metadata(&on_disk) {
            Ok(metadata) => metadata.len(),
            Err(error) => return Err(failed(error)),
        };
        // A file that can't be read where it was damaged is written anew.
        let is_same = bytes == file.bytes && hash_on_medium(&on_disk, &mut |_| {}).is_ok_and(|hash| hash == file.hash);
        Ok(if is_same { State::Same } else { State::Other(bytes) })
    };
    bundle.files().iter().map(state).collect()
}

/// The folders that hold a path.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
