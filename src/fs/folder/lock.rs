use super::error::SinkError;
use super::target::Target;
use crate::fs::platform;
use std::fs::File;
use std::path::PathBuf;

/// The right to write to a target, held by one build at a time and let go of by the system when it is killed.
#[derive(Debug)]
pub(super) struct Lock {
    file: Option<File>,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock or says who is in the way, without waiting.
    pub fn take(target: &Target) -> Result<Self, SinkError> {
        let path = target.beside("lock");
        match platform::try_lock(&path).map_err(SinkError::io("lock the output folder by", &path))? {
            Some(file) => Ok(Self { file: Some(file), path }),
            None => Err(SinkError::Busy { target: target.shown.clone() }),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that can't be removed does no harm: the next build takes it over.
        if let Some(file) = self.file.take() {
            let _ = platform::unlock(file, &self.path);
        }
    }
}
