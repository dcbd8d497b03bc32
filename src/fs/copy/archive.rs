use crate::fs::read::ReadError;
use crate::integrity::{ReadAt, ZipCopy};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A file that is read from any place.
#[derive(Debug)]
pub struct OpenFile {
    size: u64,
    file: Mutex<File>,
}

/// Lists what is in a ZIP file.
pub(super) fn open(path: &Path) -> Result<ZipCopy<OpenFile>, ReadError> {
    let open = || {
        let file = File::open(path)?;
        ZipCopy::open(OpenFile { size: file.metadata()?.len(), file: Mutex::new(file) })
    };
    open().map_err(|source| ReadError { path: path.to_owned(), source })
}

impl ReadAt for OpenFile {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(buffer)
    }
}
