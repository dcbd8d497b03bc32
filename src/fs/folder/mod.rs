//! The folder sink: a bundle grows in a stage beside its target and comes in by one swap, so that the old bundle stays
//! whole until the new one is. Killed at any moment, out of disk or denied: the next build finds what was there.
//!
//! Beside the target `NAME`, for as long as a build runs:
//! - `.NAME.lamplight-lock`: locked by the build. What else lies here while one holds the lock is a dead build's.
//! - `.NAME.lamplight-stage-PID`: the stage, see [`stage`].
//! - `.NAME.lamplight-old-PID`: the old bundle on its way out, where two renames stand in for the exchange.

mod before;
mod clutter;
mod error;
mod leftovers;
mod listing;
mod lock;
mod stage;
mod swap;
mod target;

pub use error::{Refusal, SinkError};
pub use swap::Swap;
pub(super) use target::lineage;

use crate::export::{Sink, Stream};
use crate::source::VPath;
use crate::store::Spill;
use before::Before;
use leftovers::Kept;
use lock::Lock;
use stage::Stage;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use swap::Old;
use target::{Parents, Target};

/// Writes a bundle that takes the place of a folder as a whole, or not at all.
///
/// Files come out with mode 0644 and folders with 0755, whatever the umask. Dropped without [`FolderSink::commit`], it
/// leaves everything as it was.
// The fields are dropped in this order: the stage goes while the lock is held, and both before the folders around them.
#[derive(Debug)]
pub struct FolderSink {
    stage: Stage,
    target: Target,
    swap: Swap,
    before: Before,
    kept: Option<Kept>,
    _lock: Lock,
    parents: Parents,
}

impl FolderSink {
    /// Makes ready to replace `target`, which need not exist; missing parents are made. First it puts right what a
    /// killed build may have left. `keep_out` are folders that hold sources: no build may replace, contain or enter one.
    ///
    /// # Errors
    /// [`SinkError::Refused`] where a build may not replace `target`, [`SinkError::Busy`] where another build is about to,
    /// [`SinkError::Io`] where the machine fails.
    pub fn open(target: &Path, keep_out: &[PathBuf]) -> Result<Self, SinkError> {
        Self::open_with(target, keep_out, Swap::Exchange)
    }

    /// [`FolderSink::open`] with the way of swapping that a system without the exchange falls back to: for tests.
    #[doc(hidden)]
    pub fn open_with(target: &Path, keep_out: &[PathBuf], swap: Swap) -> Result<Self, SinkError> {
        let target = Target::resolve(target, keep_out)?;
        let parents = Parents::make(&target)?;
        let lock = Lock::take(&target)?;
        let kept = leftovers::put_right(&target)?;
        let before = Before::new(&target.path, &target.check_content()?);
        let stage = Stage::make(&target)?;
        Ok(Self { stage, target, swap, before, kept, _lock: lock, parents })
    }

    /// Whether the bundle that is in place is whole and has the manifest of this hash, and the signature of the other where
    /// there is one: then nothing has to be written.
    pub fn stands(&self, manifest: &[u8; 32], signature: Option<&[u8; 32]>) -> bool {
        self.before.stands(manifest, signature)
    }

    /// A place beside the new bundle for what a build makes long before it is written. It goes with the stage; where it can't be
    /// made, memory stands in.
    pub fn spill(&self) -> Spill {
        self.stage.nameless_file().map_or_else(|_| Spill::default(), Spill::to)
    }

    /// Leaves all as it was, as dropping does.
    ///
    /// # Errors
    /// [`SinkError::Kept`] where a killed build had left a bundle that could not be removed or holds a file that no build wrote.
    pub fn leave(self) -> Result<(), SinkError> {
        match self.kept {
            None => Ok(()),
            Some(kept) => Err(self.target.kept(kept)),
        }
    }

    /// Puts the bundle in place and removes the one before it.
    ///
    /// # Errors
    /// [`SinkError::Kept`] where the bundle is in place, but the one before it could not be removed or holds a file that
    /// no build wrote; any other error leaves the target as it was.
    pub fn commit(self) -> Result<(), SinkError> {
        self.stage.announce_swap()?;
        let old = swap::put_in_place(self.swap, self.stage.bundle(), &self.target)?;
        self.parents.keep();
        let kept = match old {
            Old::None => None,
            Old::InStage => leftovers::discard(self.stage.bundle(), &self.target),
            Old::Aside(old) => leftovers::discard(&old, &self.target),
        };
        match kept.or(self.kept) {
            None => Ok(()),
            Some(kept) => Err(self.target.kept(kept)),
        }
    }
}

impl Sink for FolderSink {
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        let written = self.stage.place(path).and_then(|place| {
            if self.before.link_same(path.as_str(), bytes, &place) { Ok(()) } else { self.stage.write(&place, bytes) }
        });
        written.map_err(|error| self.cannot_write(path, &error))
    }

    fn keep(&self, path: &VPath, hash: &[u8; 32]) -> Option<Vec<u8>> {
        self.before.link_hashed(path.as_str(), hash, &self.stage.place(path).ok()?)
    }

    fn stream<'a>(&'a self, path: &VPath) -> io::Result<Box<dyn Stream + 'a>> {
        let made = self.stage.place(path).and_then(|place| Ok((self.stage.create(&place)?, place)));
        let (file, place) = made.map_err(|error| self.cannot_write(path, &error))?;
        Ok(Box::new(Growing { sink: self, path: path.clone(), place, file: BufWriter::new(file) }))
    }
}

impl FolderSink {
    fn cannot_write(&self, path: &VPath, error: &io::Error) -> io::Error {
        let place = self.target.shown.join(path.as_str());
        io::Error::new(error.kind(), format!("cannot write `{}`: {error}", place.display()))
    }
}

/// A file of the stage that comes piece by piece.
struct Growing<'a> {
    sink: &'a FolderSink,
    path: VPath,
    place: PathBuf,
    file: BufWriter<File>,
}

impl Write for Growing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|error| self.sink.cannot_write(&self.path, &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|error| self.sink.cannot_write(&self.path, &error))
    }
}

impl Stream for Growing<'_> {
    fn finish(mut self: Box<Self>, hash: &[u8; 32]) -> io::Result<()> {
        self.flush()?;
        let linked = self.sink.before.link_over(self.path.as_str(), hash, &self.place);
        linked.map_err(|error| self.sink.cannot_write(&self.path, &error))
    }
}
