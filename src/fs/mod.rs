//! The only reads and writes of disk: [`read()`] walks the sources into a value, [`FolderSink`] puts a bundle in place,
//! [`Cache`] keeps results for the next build, and [`open_copy`] looks at a copy of a bundle wherever it lies.
//!
//! Everything between the two works on values, so a test of any other room needs no disk.

#![expect(clippy::disallowed_methods, reason = "this room is where the disk is read and written")]

mod cache;
mod copy;
mod folder;
mod key;
mod platform;
mod read;
mod replace;
mod sources;
mod stick;
mod theme;
mod walk;

pub use cache::Cache;
pub use copy::{FolderCopy, open_copy};
#[doc(hidden)]
pub use folder::Swap;
pub use folder::{FolderSink, Refusal, SinkError};
pub use key::{KeyFileError, read_key, read_line_of, write_keys};
pub(crate) use platform::version_of;
pub use read::{Limits, ReadError, read};
pub use replace::replace;
pub use sources::{Sources, Unreadable};
pub use stick::{BadBundle, Bundle, Copied, StickError, copy_to_stick};
pub use theme::theme_folder;
