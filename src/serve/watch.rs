//! Waiting for changes of folders.

use super::now;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// How long nothing may happen until a change is taken for whole: editors save in several steps, in a few milliseconds.
const QUIET: Duration = Duration::from_millis(25);
/// How long a change is waited for at most, where things never become quiet.
const LONGEST: Duration = Duration::from_millis(150);
/// How often to look where the system can't tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// Tells of changes below some folders.
#[derive(Debug)]
pub(super) struct Watch {
    /// `None` where the system can't tell; then every look may find a change.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    /// The folders by the names they were given, with those they have in events.
    roots: BTreeMap<PathBuf, PathBuf>,
    /// A folder itself came, went or was renamed: what is watched may be another one.
    moved: bool,
    /// A folder is not there.
    missing: bool,
    /// The last change was only that events were lost.
    lost_before: bool,
}

impl Watch {
    /// Watches nothing yet.
    pub fn new() -> Self {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more: then the watcher goes, too.
            let _ = sender.send(event);
        });
        Self { watcher: watcher.ok(), events, roots: BTreeMap::new(), moved: false, missing: false, lost_before: false }
    }

    /// Watches these folders and no others from now on. Whether there is one among them that was not watched till now: what
    /// changed there before is not told.
    ///
    /// # Errors
    /// Where the system can't watch, it is said once, in words; from then on [`Self::change`] looks every second.
    pub fn follow(&mut self, folders: &[&Path]) -> Result<bool, String> {
        let Some(watcher) = &mut self.watcher else { return Ok(false) };
        let moved = std::mem::take(&mut self.moved);
        self.roots.retain(|folder, root| {
            let stays = folders.contains(&folder.as_path()) && !moved;
            if !stays {
                // It may be gone already, and its watch with it.
                let _ = watcher.unwatch(root);
            }
            stays
        });
        self.missing = false;
        let mut new = false;
        for folder in folders {
            if self.roots.contains_key(*folder) {
                continue;
            }
            match watch(watcher, folder, &self.roots) {
                Ok(Some(root)) => {
                    self.roots.insert(folder.to_path_buf(), root);
                    new = true;
                }
                Ok(None) => self.missing = true,
                Err(error) => {
                    self.watcher = None;
                    return Err(error.to_string());
                }
            }
        }
        Ok(new)
    }

    /// Waits until something may have changed, and then for quiet.
    pub fn change(&mut self) {
        if self.watcher.is_none() {
            std::thread::sleep(POLL);
            return;
        }
        loop {
            let Ok(event) = self.events.recv() else {
                self.watcher = None;
                return;
            };
            let mut lost = is_lost(&event);
            let mut changed = self.matters(&event);
            if !changed {
                continue;
            }
            let begun = now();
            while begun.elapsed() < LONGEST {
                match self.events.recv_timeout(QUIET) {
                    Ok(event) if self.matters(&event) => lost &= is_lost(&event),
                    Ok(_) => {}
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
            // Reading a hundred thousand files makes as many events, of which some may be lost: once more is enough.
            changed = !(lost && self.lost_before);
            self.lost_before = lost;
            if changed {
                return;
            }
        }
    }

    /// Whether an event may change what is read. Notes where it is about a folder itself.
    fn matters(&mut self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if event.need_rescan() {
            return true;
        }
        let read_only = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if read_only {
            return false;
        }
        let structural = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any
        );
        let mut matters = false;
        for path in &event.paths {
            let itself = structural && self.roots.values().any(|root| root == path);
            self.moved |= itself;
            let comes = structural && self.missing;
            matters |= itself || comes || self.roots.values().any(|root| is_read(root, path));
        }
        matters
    }
}

/// Watches a folder with all below it, and the folder around it, to know when it is replaced. Gives its name in events;
/// `None` where it is not there.
#[expect(clippy::disallowed_methods, reason = "events name folders without symlinks and dots")]
fn watch(
    watcher: &mut RecommendedWatcher,
    folder: &Path,
    watched: &BTreeMap<PathBuf, PathBuf>,
) -> notify::Result<Option<PathBuf>> {
    let known = |parent: &Path| watched.values().any(|root| parent.starts_with(root));
    let around = |path: &Path| path.parent().map(Path::to_path_buf).filter(|parent| parent.is_dir() && !known(parent));
    let found = std::fs::canonicalize(folder);
    let parent = match &found {
        Ok(root) => around(root),
        Err(_) => std::path::absolute(folder).ok().and_then(|folder| around(&folder)),
    };
    if let Some(parent) = parent {
        watcher.watch(&parent, RecursiveMode::NonRecursive)?;
    }
    let Ok(root) = found else { return Ok(None) };
    watcher.watch(&root, RecursiveMode::Recursive)?;
    Ok(Some(root))
}

/// Whether events were lost.
fn is_lost(event: &notify::Result<Event>) -> bool {
    event.as_ref().is_ok_and(Event::need_rescan)
}

/// Whether a path lies below a folder and in nothing hidden, as `.git`, which is never read.
fn is_read(root: &Path, path: &Path) -> bool {
    let hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".");
    path.strip_prefix(root).is_ok_and(|inside| !inside.iter().any(hidden))
}
