use super::Sink;
use super::archives::Archive;
use crate::model::Config;
use crate::source::VPath;
use crate::zip::{Entry, Time, write};
use std::io;
use std::sync::{Mutex, PoisonError};

/// The folder that everything lies in: unpacked among other files, a site must not lie about. It says nothing, for discreet
/// sites too.
const FOLDER: &str = "guides";

/// The site as a zip file. It keeps compressed files only.
pub(super) struct SiteZip {
    time: Time,
    entries: Mutex<Vec<Entry>>,
}

impl SiteZip {
    /// Its files carry the date of the edition.
    pub fn new(config: &Config) -> Self {
        let day = config.edition.as_ref().map(|edition| edition.date.first_day());
        Self { time: Time::new(day), entries: Mutex::default() }
    }
}

impl Sink for SiteZip {
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        let entry = Entry::new(&format!("{FOLDER}/{path}"), bytes, self.time)?;
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        Ok(())
    }
}

impl Archive for SiteZip {
    fn close(self: Box<Self>) -> io::Result<Vec<u8>> {
        let mut entries = self.entries.into_inner().unwrap_or_else(PoisonError::into_inner);
        entries.sort_by(|a, b| a.name().cmp(b.name()));
        write(entries)
    }
}
