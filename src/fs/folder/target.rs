use super::error::{Refusal, SinkError};
use super::leftovers::Kept;
use super::listing::Listing;
use crate::fs::platform::{self, Identity};
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};
use std::{env, fs, io};

/// A folder that a build may replace, by its canonical path.
#[derive(Debug)]
pub(super) struct Target {
    /// The path as the user gave it, for messages.
    pub shown: PathBuf,
    pub path: PathBuf,
    pub parent: PathBuf,
    name: OsString,
}

impl Target {
    /// Finds out where `given` leads, and refuses what no build may replace whatever it holds.
    pub fn resolve(given: &Path, keep_out: &[PathBuf]) -> Result<Self, SinkError> {
        let refuse = |why| SinkError::Refused { target: given.to_owned(), why };
        let (existing, missing) = split(given)?;
        let path = missing.iter().rev().fold(existing.clone(), |path, name| path.join(name));
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return Err(refuse(Refusal::Root)) };
        let target =
            Self { shown: given.to_owned(), parent: parent.to_owned(), name: name.to_owned(), path: path.clone() };
        match target.why_not(&existing, keep_out).map_err(SinkError::io("look at", given))? {
            Some(why) => Err(refuse(why)),
            None => Ok(target),
        }
    }

    /// What lies there. Refuses a folder with files that no build wrote.
    pub fn check_content(&self) -> Result<Listing, SinkError> {
        let listing = Listing::of(&self.path).map_err(SinkError::io("look through", &self.shown))?;
        if listing.foreign.is_empty() {
            return Ok(listing);
        }
        let why = Refusal::Foreign { files: listing.foreign, listed: listing.manifest.is_some() };
        Err(SinkError::Refused { target: self.shown.clone(), why })
    }

    /// The path `.NAME.lamplight-WHAT` beside the target.
    pub fn beside(&self, what: &str) -> PathBuf {
        let mut name = self.hidden_prefix();
        name.push(what);
        self.parent.join(name)
    }

    /// What the names of all our entries beside the target begin with.
    pub fn hidden_prefix(&self) -> OsString {
        [OsStr::new("."), &self.name, OsStr::new(".lamplight-")].into_iter().collect()
    }

    /// The path under which an old bundle is kept that we may not remove: beside the target and in plain sight.
    pub fn kept_path(&self, count: usize) -> PathBuf {
        let mut name = self.name.clone();
        name.push(format!(".lamplight-kept-{}", numbered(count)));
        self.parent.join(name)
    }

    pub fn kept(&self, Kept { path, why }: Kept) -> SinkError {
        SinkError::Kept { target: self.shown.clone(), kept: path, why }
    }

    fn why_not(&self, existing: &Path, keep_out: &[PathBuf]) -> io::Result<Option<Refusal>> {
        let exists = existing == self.path;
        let ours = lineage(existing)?;
        let itself = if exists { ours.first() } else { None };
        let holds = |folder: &Path| itself.is_some_and(|it| lineage(folder).is_ok_and(|folders| folders.contains(it)));

        if exists && !fs::metadata(existing)?.is_dir() {
            return Ok(Some(Refusal::NotAFolder));
        }
        if env::current_dir().is_ok_and(|folder| holds(&folder)) {
            return Ok(Some(Refusal::WorkingFolder));
        }
        if env::home_dir().is_some_and(|home| home.is_absolute() && holds(&home)) {
            return Ok(Some(Refusal::Home));
        }
        for folder in keep_out {
            // A folder that is not there holds nothing to protect.
            let Ok(real) = folder.canonicalize() else { continue };
            if ours.contains(&platform::identity(&real)?) || holds(&real) {
                return Ok(Some(Refusal::Sources(folder.clone())));
            }
        }
        let mounted = exists && platform::is_mount_point(existing, &self.parent)?;
        Ok(mounted.then_some(Refusal::MountPoint))
    }
}

/// The folders above a new target, made for it. They go again unless the bundle comes.
#[derive(Debug)]
pub(super) struct Parents {
    made: Vec<PathBuf>,
}

impl Parents {
    pub fn make(target: &Target) -> Result<Self, SinkError> {
        let mut parents = Self { made: Vec::new() };
        let missing: Vec<&Path> = target.parent.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => parents.made.push(folder.to_owned()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(SinkError::io("make the folder", folder)(error)),
            }
        }
        Ok(parents)
    }

    pub fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        // One that is no longer empty stays, and so do those above it.
        let _ = self.made.iter().rev().try_for_each(fs::remove_dir);
    }
}

/// The process's number, with a count behind it from the second try on.
pub(super) fn numbered(count: usize) -> String {
    match count {
        0 => std::process::id().to_string(),
        count => format!("{}-{count}", std::process::id()),
    }
}

/// The canonical path of the part of `given` that exists, and the names of what does not, the last one first.
fn split(given: &Path) -> Result<(PathBuf, Vec<OsString>), SinkError> {
    let refuse = |why| Err(SinkError::Refused { target: given.to_owned(), why });
    let mut path = std::path::absolute(given).map_err(SinkError::io("look at", given))?;
    let mut missing = Vec::new();
    loop {
        match path.canonicalize() {
            Ok(existing) => return Ok((existing, missing)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(SinkError::io("look at", given)(error)),
        }
        if path.is_symlink() {
            return refuse(Refusal::DanglingLink);
        }
        match path.components().next_back() {
            Some(Component::Normal(name)) => missing.push(name.to_owned()),
            _ => return refuse(Refusal::NoSuchParent),
        }
        path.pop();
    }
}

/// The identities of a folder and of all folders that hold it. Paths can't tell: a bind mount or a file system that
/// ignores case gives one folder several.
pub(in crate::fs) fn lineage(folder: &Path) -> io::Result<Vec<Identity>> {
    folder.canonicalize()?.ancestors().map(platform::identity).collect()
}
