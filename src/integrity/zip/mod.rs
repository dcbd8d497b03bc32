//! A copy of a bundle in a ZIP file, read as a stranger's.
//!
//! Programs that unpack do not agree on what a ZIP file holds: some go by the directory at its end, some by the header before
//! each file, and they differ in names that occur twice, in what lies between files, before and behind. So only an archive
//! that can be read in one way has a content here: files without gaps, each with the same header in both places, and nothing
//! else. The rest is a fault. Memory is bounded by the directory, time by the archive's size.

mod content;
mod directory;
mod record;

use super::{Entry, EntryKind, Fault, FaultKind, MANIFEST, Medium};
use directory::Member;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io;

/// Bytes that can be read from any place.
pub trait ReadAt: Sync {
    /// How many there are.
    fn size(&self) -> u64;

    /// Fills `buffer` from `at` on; an error where there are less.
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()>;
}

/// A copy of a bundle in a ZIP file, at its top or in one folder.
#[derive(Debug)]
pub struct ZipCopy<S> {
    source: S,
    members: Vec<Member>,
    /// In the order of the members.
    entries: Vec<Entry>,
    faults: Vec<Fault>,
}

impl<S: ReadAt> ZipCopy<S> {
    /// Reads the directory of an archive, and the headers of all files. Where an archive is not sound, it has faults and no
    /// entries.
    ///
    /// # Errors
    /// The source can't be read.
    pub fn open(source: S) -> io::Result<Self> {
        let (members, faults) = directory::read(&source)?;
        let mut members = if faults.is_empty() { members } else { Vec::new() };
        let top = top(&members);
        members.retain(|member| !member.is_folder || format!("{}/", member.path) != top);
        let entries = entries(&members, &top);
        Ok(Self { source, members, entries, faults })
    }
}

/// What comes before the paths of a bundle: nothing, or the folder that its list lies in, with a slash. Where there is no
/// list, it is the folder that all lies in.
fn top(members: &[Member]) -> String {
    let split = |member: &Member| member.path.find('/').map_or(0, |slash| slash + 1);
    let files = members.iter().filter(|member| !member.is_folder).map(|member| member.path.split_at(split(member)));
    let lists = files.clone().filter(|(_, rest)| *rest == MANIFEST).map(|(top, _)| top);
    let tops: BTreeSet<&str> = files.map(|(top, _)| top).collect();
    let common = tops.first().filter(|_| tops.len() == 1).copied();
    lists.min().or(common).unwrap_or_default().to_owned()
}

/// The members by their paths in the bundle. What lies beside its folder keeps a path that leads there.
fn entries(members: &[Member], top: &str) -> Vec<Entry> {
    let entry = |member: &Member| {
        let kind = if member.is_folder { EntryKind::Folder } else { EntryKind::File };
        let path = member.path.strip_prefix(top).map_or_else(|| format!("../{}", member.path), str::to_owned);
        Entry { path, kind }
    };
    members.iter().map(entry).collect()
}

impl<S: ReadAt> Medium for ZipCopy<S> {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn faults(&self) -> &[Fault] {
        &self.faults
    }

    fn read(&self, entry: usize, limit: u64) -> Result<Vec<u8>, String> {
        let member = &self.members[entry];
        if member.header.size > limit {
            return Err(format!("it is larger than {limit} bytes"));
        }
        let mut bytes = Vec::new();
        content::unpack(&self.source, member, |block| bytes.extend(block))?;
        Ok(bytes)
    }

    fn hash(&self, entries: &[usize]) -> Vec<Result<[u8; 32], String>> {
        entries.par_iter().map(|entry| content::hash(&self.source, &self.members[*entry])).collect()
    }
}

fn fault(path: &str, why: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Archive, path).why(why)
}

impl ReadAt for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(at).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        let part = from.get(..buffer.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(part);
        Ok(())
    }
}
