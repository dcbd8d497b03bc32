//! The sources as a value: every file of a project with its bytes, and places in them.
//!
//! Nothing here touches the disk. [`crate::fs`] fills a [`SourceTree`] from folders; tests fill one from literals.

mod bytes;
mod media_type;
mod position;
mod tree;
mod vpath;

pub use bytes::{any_byte, array};
pub use media_type::media_type;
pub use position::{LineCol, LineIndex, line_col};
pub use tree::{FileId, Root, SourceFile, SourceTree, Span};
pub use vpath::{VPath, VPathError};
