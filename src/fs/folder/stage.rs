//! The stage: a private folder beside the target in which a bundle grows.
//!
//! ```text
//! .NAME.lamplight-stage-PID/   0700
//!   lamplight-stage            the marker: without it nobody removes the folder
//!   swap                       from just before the swap on: the identity of the new bundle's folder
//!   spill                      for a moment: the name of a file that goes without one
//!   bundle/                    the new bundle, and after an exchange the old one
//! ```
use super::error::SinkError;
use super::listing::Listing;
use super::target::{Target, numbered};
use crate::fs::platform;
use crate::source::VPath;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

const MARKER: &str = "lamplight-stage";
const MARKER_TEXT: &str = "A build writes here. Without one running, this folder may be deleted.\n";
const SWAP: &str = "swap";
const BUNDLE: &str = "bundle";
const SPILL: &str = "spill";

/// A stage of this process. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Stage {
    container: PathBuf,
    bundle: PathBuf,
    /// Whether files come out with a wrong mode unless it is set, as the marker did.
    sets_modes: bool,
    folders: RwLock<HashSet<String>>,
}

impl Stage {
    /// Makes an empty stage.
    pub fn make(target: &Target) -> Result<Self, SinkError> {
        let container = make_container(target)?;
        let bundle = container.join(BUNDLE);
        let mut stage = Self { container, bundle, sets_modes: true, folders: RwLock::default() };
        stage.furnish().map_err(SinkError::io("write to", &target.parent))?;
        Ok(stage)
    }

    /// Where the new bundle lies, and after an exchange the old one.
    pub fn bundle(&self) -> &Path {
        &self.bundle
    }

    /// Where a file of the bundle is to be, in a folder that is there.
    pub fn place(&self, path: &VPath) -> io::Result<PathBuf> {
        self.make_folder(path.folder())?;
        Ok(self.bundle.join(path.as_str()))
    }

    /// Writes a new file at a place.
    pub fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        self.create(place)?.write_all(bytes)
    }

    /// Makes a new file at a place.
    pub fn create(&self, place: &Path) -> io::Result<fs::File> {
        let file = platform::create_file(place)?;
        if self.sets_modes {
            platform::set_file_mode(&file)?;
        }
        Ok(file)
    }

    /// Makes an empty file that has lost its name again: the system removes it when it is closed, also by a kill.
    pub fn nameless_file(&self) -> io::Result<fs::File> {
        let path = self.container.join(SPILL);
        let file = platform::create_scratch_file(&path)?;
        fs::remove_file(path)?;
        Ok(file)
    }

    /// Notes which folder is the new one, so that whoever finds the stage later can tell it from the old one.
    pub fn announce_swap(&self) -> Result<(), SinkError> {
        let path = self.container.join(SWAP);
        identity_text(&self.bundle).and_then(|text| fs::write(&path, text)).map_err(SinkError::io("write", path))
    }

    fn furnish(&mut self) -> io::Result<()> {
        let mut marker = platform::create_file(&self.container.join(MARKER))?;
        self.sets_modes = platform::file_mode_is_off(&marker)?;
        marker.write_all(MARKER_TEXT.as_bytes())?;
        platform::create_folder(&self.bundle, 0o755)
    }

    fn make_folder(&self, folder: &str) -> io::Result<()> {
        if folder.is_empty() || self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        // Made under the lock, as another thread must not use a folder before it has its mode.
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for path in ends.map(|end| &folder[..end]) {
            if !folders.contains(path) {
                platform::create_folder(&self.bundle.join(path), 0o755)?;
                folders.insert(path.to_owned());
            }
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What can't be removed now is removed by the next build.
        let _ = remove_container(&self.container);
    }
}

/// What a stage holds that a build left behind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing that counts: a new bundle that did not come in place, or no bundle.
    OwnWork,
    /// The bundle that was in place before: its files have to be looked at before they go.
    Old(PathBuf),
    /// It lacks the marker: it may be anybody's.
    Unknown,
}

/// Finds out what the stage `container` holds, without changing anything.
pub(super) fn look_into(container: &Path) -> Holds {
    let is_file = |name| fs::symlink_metadata(container.join(name)).is_ok_and(|metadata| metadata.is_file());
    let bundle = container.join(BUNDLE);
    if !is_file(MARKER) {
        return Holds::Unknown;
    }
    if !is_file(SWAP) || fs::symlink_metadata(&bundle).is_err() {
        return Holds::OwnWork;
    }
    match (fs::read_to_string(container.join(SWAP)), identity_text(&bundle)) {
        (Ok(noted), Ok(there)) if noted == there => Holds::OwnWork,
        _ => Holds::Old(bundle),
    }
}

/// Removes a stage whose old bundle, if it held one, is gone. The marker goes last: killed at any point, the rest is still
/// known as ours.
pub(super) fn remove_container(container: &Path) -> io::Result<()> {
    let bundle = container.join(BUNDLE);
    match look_into(container) {
        Holds::OwnWork if fs::symlink_metadata(&bundle).is_ok() => fs::remove_dir_all(&bundle)?,
        Holds::OwnWork => {}
        Holds::Old(old) => {
            let listing = Listing::of(&old)?;
            if !listing.foreign.is_empty() {
                return Err(io::ErrorKind::DirectoryNotEmpty.into());
            }
            listing.remove(&old)?;
        }
        // A kill may come between making the folder and the marker: empty, it can go.
        Holds::Unknown => return fs::remove_dir(container),
    }
    for name in [SPILL, SWAP, MARKER] {
        match fs::remove_file(container.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::remove_dir(container)
}

fn make_container(target: &Target) -> Result<PathBuf, SinkError> {
    // The name is taken only where something lies that we may not remove.
    let mut count = 0;
    loop {
        let container = target.beside(&format!("stage-{}", numbered(count)));
        match platform::create_folder(&container, 0o700) {
            Ok(()) => return Ok(container),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && count < 1000 => count += 1,
            Err(error) => return Err(SinkError::io("make a folder in", &target.parent)(error)),
        }
    }
}

fn identity_text(folder: &Path) -> io::Result<String> {
    platform::identity(folder).map(|identity| format!("{identity:?}\n"))
}
