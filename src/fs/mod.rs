//! The only reads and writes of disk: [`read()`] walks the sources into a value, [`FolderSink`] puts a bundle in place, and
//! [`Cache`] keeps results for the next build.
//!
//! Everything between the two works on values, so a test of any other room needs no disk.

#![expect(clippy::disallowed_methods, reason = "this room is where the disk is read and written")]

mod cache;
mod folder;
mod platform;
mod read;
mod replace;
mod sources;
mod theme;
mod walk;

pub use cache::Cache;
#[doc(hidden)]
pub use folder::Swap;
pub use folder::{FolderSink, Refusal, SinkError};
pub(crate) use platform::version_of;
pub use read::{Limits, ReadError, read};
pub use replace::replace;
pub use sources::{Sources, Unreadable};
pub use theme::theme_folder;
