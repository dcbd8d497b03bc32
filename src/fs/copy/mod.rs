//! Copies of a bundle as they lie somewhere: a stick, a folder, a ZIP file.

mod archive;
mod folder;

pub use folder::FolderCopy;

use super::read::ReadError;
use crate::integrity::Medium;
use std::fs;
use std::path::Path;

/// Lists what lies in the folder or the ZIP file at `path`, without reading its files.
///
/// # Errors
/// Nothing is there, it is neither, or it may not be read.
pub fn open_copy(path: &Path) -> Result<Box<dyn Medium>, ReadError> {
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    if is_file { Ok(Box::new(archive::open(path)?)) } else { Ok(Box::new(FolderCopy::open(path)?)) }
}
