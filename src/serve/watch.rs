//! Waiting for changes of folders.

use super::now;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// How long nothing may happen until a change is taken for whole: editors save in several steps, in a few milliseconds.
const QUIET: Duration = Duration::from_millis(25);
/// The same after what is most often the last step of a save.
const QUIET_AFTER_LAST: Duration = Duration::from_millis(5);
/// How long a change is waited for at most, where things never become quiet.
const LONGEST: Duration = Duration::from_millis(150);
/// How often to look where the system can't tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// Tells of changes below some folders.
#[derive(Debug)]
pub(super) struct Watch {
    /// Where the system can't tell, why not, until that was said; then every look may find a change.
    watcher: Result<RecommendedWatcher, Option<String>>,
    events: Receiver<notify::Result<Event>>,
    /// The folders by the names they were given, with those they have in events.
    roots: BTreeMap<PathBuf, PathBuf>,
    /// A folder itself came, went or was renamed: what is watched may be another one.
    moved: bool,
    /// A folder is not there.
    missing: bool,
    /// The last change was only that events were lost.
    lost_before: bool,
    /// A folder came: it is told of before it is watched, so that what came into it meanwhile is not told.
    look_again: bool,
}

impl Watch {
    /// Watches nothing yet.
    pub fn new() -> Self {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more: then the watcher goes, too.
            let _ = sender.send(event);
        });
        Self::with(watcher, events)
    }

    fn with(watcher: notify::Result<RecommendedWatcher>, events: Receiver<notify::Result<Event>>) -> Self {
        let watcher = watcher.map_err(|error| Some(error.to_string()));
        let (moved, missing, lost_before, look_again) = (false, false, false, false);
        Self { watcher, events, roots: BTreeMap::new(), moved, missing, lost_before, look_again }
    }

    /// Watches these folders and no others from now on. Whether there is one among them that was not watched till now: what
    /// changed there before is not told.
    ///
    /// # Errors
    /// Where the system can't watch, it is said once, in words; from then on [`Self::change`] looks every second.
    pub fn follow(&mut self, folders: &[&Path]) -> Result<bool, String> {
        let watcher = match &mut self.watcher {
            Ok(watcher) => watcher,
            Err(why) => return why.take().map_or(Ok(false), Err),
        };
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
                    self.watcher = Err(None);
                    return Err(error.to_string());
                }
            }
        }
        Ok(new)
    }

    /// Waits until something may have changed, and then for quiet.
    pub fn change(&mut self) {
        if self.watcher.is_err() {
            std::thread::sleep(POLL);
        } else if let Err(why) = self.told() {
            // Whatever it did not tell of is found by looking now, and from now on.
            self.watcher = Err(Some(why));
        }
    }

    /// Waits until the system tells of a change; an error where it no longer will.
    fn told(&mut self) -> Result<(), String> {
        loop {
            let ended = || "it tells no more".to_owned();
            let event = if std::mem::take(&mut self.look_again) {
                match self.events.recv_timeout(POLL) {
                    Err(RecvTimeoutError::Timeout) => return Ok(()),
                    Err(RecvTimeoutError::Disconnected) => return Err(ended()),
                    Ok(event) => event,
                }
            } else {
                self.events.recv().map_err(|_| ended())?
            };
            let event = event.map_err(|error| error.to_string())?;
            let mut lost = event.need_rescan();
            if !self.matters(&event) {
                continue;
            }
            let mut quiet = quiet_after(&event);
            let begun = now();
            while begun.elapsed() < LONGEST {
                let Ok(event) = self.events.recv_timeout(quiet) else { break };
                let event = event.map_err(|error| error.to_string())?;
                if self.matters(&event) {
                    lost &= event.need_rescan();
                    quiet = quiet_after(&event);
                }
            }
            // Reading a hundred thousand files makes as many events, of which some may be lost: once more is enough.
            let known = lost && self.lost_before;
            self.lost_before = lost;
            if !known {
                return Ok(());
            }
        }
    }

    /// Whether an event may change what is read. Notes where it is about a folder itself.
    fn matters(&mut self, event: &Event) -> bool {
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
            let inside = self.roots.values().any(|root| is_read(root, path));
            self.look_again |= inside && structural && path.is_dir();
            matters |= itself || comes || inside;
        }
        matters
    }
}

/// A file that was written is closed, or takes the name of another.
fn quiet_after(event: &Event) -> Duration {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => QUIET_AFTER_LAST,
        _ => QUIET,
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

/// Whether a path lies below a folder and in nothing hidden, as `.git`, which is never read.
fn is_read(root: &Path, path: &Path) -> bool {
    let hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".");
    path.strip_prefix(root).is_ok_and(|inside| !inside.iter().any(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::CreateKind;
    use notify::{Error, ErrorKind};
    use std::sync::mpsc::Sender;

    /// A watch of a system that says what the test does.
    fn watch() -> (Sender<notify::Result<Event>>, Watch) {
        let (sender, events) = mpsc::channel();
        (sender, Watch::with(notify::recommended_watcher(|_| {}), events))
    }

    /// It says so, once, and looks by itself from then on.
    fn assert_looks_because(mut watch: Watch, words: &str) {
        let folder = tempfile::tempdir().unwrap();
        let why = watch.follow(&[folder.path()]).unwrap_err();
        assert!(why.contains(words), "{why}");
        assert_eq!(watch.follow(&[folder.path()]), Ok(false));
        watch.change();
        assert_eq!(watch.follow(&[folder.path()]), Ok(false));
    }

    #[test]
    fn no_watcher_can_be_had() {
        let error = Error::generic("too many users");
        assert_looks_because(Watch::with(Err(error), mpsc::channel().1), "too many users");
    }

    #[test]
    fn it_can_not_watch_a_new_folder() {
        let (sender, mut watch) = watch();
        sender.send(Err(Error::new(ErrorKind::MaxFilesWatch))).unwrap();
        watch.change();
        assert_looks_because(watch, "limit");
    }

    #[test]
    fn it_fails_while_things_change() {
        let (sender, mut watch) = watch();
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(watch.follow(&[folder.path()]), Ok(true));
        let root = watch.roots.values().next().unwrap().join("a.md");
        sender.send(Ok(Event::new(EventKind::Any).add_path(root))).unwrap();
        sender.send(Err(Error::new(ErrorKind::MaxFilesWatch))).unwrap();
        watch.change();
        assert_looks_because(watch, "limit");
    }

    #[test]
    fn a_new_folder_is_looked_at_again() {
        let (sender, mut watch) = watch();
        let folder = tempfile::tempdir().unwrap();
        watch.follow(&[folder.path()]).unwrap();
        let inner = tempfile::Builder::new().prefix("news").tempdir_in(watch.roots.values().next().unwrap()).unwrap();
        let come = Event::new(EventKind::Create(CreateKind::Folder)).add_path(inner.path().to_path_buf());
        sender.send(Ok(come)).unwrap();
        watch.change();
        assert!(watch.look_again);
        watch.change();
        assert!(!watch.look_again, "once, without another event");
    }

    #[test]
    fn the_last_step_of_a_save_is_waited_for_no_longer_than_it_must() {
        let after = |kind| quiet_after(&Event::new(kind));
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert!(after(written) == QUIET_AFTER_LAST && after(renamed) == QUIET_AFTER_LAST);
        let gone = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        for kind in [EventKind::Any, EventKind::Create(CreateKind::File), gone] {
            assert_eq!(after(kind), QUIET, "{kind:?}");
        }
    }

    #[test]
    fn it_ends() {
        let (sender, mut watch) = watch();
        drop(sender);
        watch.change();
        assert_looks_because(watch, "no more");
    }
}
