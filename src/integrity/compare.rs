//! What a medium holds, set against the list of what it should hold.

use super::{Entry, EntryKind, Fault, FaultKind, MANIFEST, Medium, SIGNATURE, Sums, is_clutter};
use std::collections::{HashMap, HashSet};

/// What came of a comparison.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub faults: Vec<Fault>,
    /// What desktops and systems left behind.
    pub clutter: Vec<String>,
    /// How many files are there just as they should be.
    pub whole: usize,
}

/// Finds every file that is changed, missing, added or renamed.
pub(super) fn compare(sums: &Sums, medium: &dyn Medium) -> Compared {
    let mut compared = Compared::default();
    let Sorted { listed, added, clutter } = sort(sums, medium.entries(), &mut compared.faults);
    compared.clutter = clutter;
    for (index, hash) in listed.iter().zip(medium.hash(&listed)) {
        let path = &medium.entries()[*index].path;
        match hash {
            Ok(hash) if sums.get(path) == Some(&hash) => compared.whole += 1,
            Ok(_) => compared.faults.push(Fault::new(FaultKind::Changed, path)),
            Err(why) => compared.faults.push(Fault::new(FaultKind::Unreadable, path).why(why)),
        }
    }
    let there: HashSet<&str> = medium.entries().iter().map(|entry| entry.path.as_str()).collect();
    let missing = sums.files().filter(|(path, _)| !there.contains(path.as_str()));
    let missing: Vec<_> = missing.map(|(path, hash)| (path.as_str(), *hash)).collect();
    name_strays(medium, &missing, &added, &mut compared.faults);
    compared
}

/// The entries of a medium by what they are, as indexes.
#[derive(Default)]
struct Sorted {
    /// Files that the list names.
    listed: Vec<usize>,
    /// Files that it does not name.
    added: Vec<usize>,
    clutter: Vec<String>,
}

fn sort(sums: &Sums, entries: &[Entry], faults: &mut Vec<Fault>) -> Sorted {
    let needed: HashSet<&str> = sums.files().flat_map(|(path, _)| folders_of(path.as_str())).collect();
    let filled: HashSet<&str> = entries.iter().flat_map(|entry| folders_of(&entry.path)).collect();
    let mut sorted = Sorted::default();
    let mut clutter = HashSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let path = entry.path.as_str();
        let is_listed = sums.get(path).is_some();
        if is_listed && entry.kind == EntryKind::File {
            sorted.listed.push(index);
        } else if [MANIFEST, SIGNATURE].contains(&path) {
            // Read and judged before; what is not a file there was not found.
        } else if let Some(left) = topmost_clutter(entry).filter(|_| !is_listed && !needed.contains(path)) {
            clutter.insert(left.to_owned());
        } else {
            let fault = |why| Fault::new(if is_listed { FaultKind::Changed } else { FaultKind::Added }, path).why(why);
            match entry.kind {
                EntryKind::File => sorted.added.push(index),
                EntryKind::Folder if is_listed => faults.push(fault("a folder, and no file")),
                EntryKind::Folder if needed.contains(path) || filled.contains(path) => {}
                EntryKind::Folder => faults.push(fault("an empty folder")),
                EntryKind::Symlink => faults.push(fault("a symlink")),
                EntryKind::Special => faults.push(fault("no regular file")),
            }
        }
    }
    sorted.clutter = clutter.into_iter().collect();
    sorted.clutter.sort_unstable();
    sorted
}

/// Files that are missing and files that are added: a file of the same content as a missing one was renamed.
fn name_strays(medium: &dyn Medium, missing: &[(&str, [u8; 32])], added: &[usize], faults: &mut Vec<Fault>) {
    // Without a missing file there is nothing to find, and what others keep beside the bundle may be large.
    let hashes = if missing.is_empty() { Vec::new() } else { medium.hash(added) };
    let mut by_hash: HashMap<[u8; 32], Vec<&str>> = HashMap::new();
    missing.iter().rev().for_each(|(path, hash)| by_hash.entry(*hash).or_default().push(path));
    let mut found = HashSet::new();
    for (at, index) in added.iter().enumerate() {
        let path = &medium.entries()[*index].path;
        let hash = hashes.get(at).and_then(|hash| hash.as_ref().ok());
        match hash.and_then(|hash| by_hash.get_mut(hash)).and_then(Vec::pop) {
            Some(was) => {
                found.insert(was);
                faults.push(Fault::new(FaultKind::Renamed, path).was(was));
            }
            None => faults.push(added_fault(path)),
        }
    }
    let lost = missing.iter().filter(|(path, _)| !found.contains(path));
    faults.extend(lost.map(|(path, _)| Fault::new(FaultKind::Missing, *path)));
}

fn added_fault(path: &str) -> Fault {
    let fault = Fault::new(FaultKind::Added, path);
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.eq_ignore_ascii_case("autorun.inf") { fault.why("some systems start what it names") } else { fault }
}

/// The path of the entry, or of the first folder that holds it, which is clutter.
fn topmost_clutter(entry: &Entry) -> Option<&str> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let of_folder = || folders_of(&entry.path).find(|folder| is_clutter(&name(folder), true));
    let itself = || match entry.kind {
        EntryKind::File | EntryKind::Folder => {
            is_clutter(&name(&entry.path), entry.kind == EntryKind::Folder).then_some(entry.path.as_str())
        }
        EntryKind::Symlink | EntryKind::Special => None,
    };
    of_folder().or_else(itself)
}

/// The folders that hold a path, the topmost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
