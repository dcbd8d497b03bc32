//! The site as a zip file. Outputs are compressed on all threads and added in the order of their paths, so that the file grows in
//! its sink and never in memory.

use super::manifest;
use super::{Sink, Stream};
use crate::library::Library;
use crate::model::Format;
use crate::plan::Plan;
use crate::source::VPath;
use crate::zip::{Entry, Time, Writer};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The folder that everything lies in: unpacked among other files, a site must not lie about. It says nothing, for discreet
/// sites too.
const FOLDER: &str = "guides";

/// The zip file of a site as it grows.
pub(super) struct SiteZip<'a> {
    pub path: VPath,
    time: Time,
    writer: Writer<Hashed<'a>>,
}

impl<'a> SiteZip<'a> {
    /// Begins the zip where a plan asks for one. Its files carry the date of the edition.
    ///
    /// # Errors
    /// Those of the sink, with the path of the zip.
    pub fn begin(library: &Library, plan: &Plan, sink: &'a dyn Sink) -> Result<Option<Self>, (VPath, io::Error)> {
        let Some(edition) = plan.editions().iter().find(|edition| edition.format == Format::Zip) else {
            return Ok(None);
        };
        let path = edition.path.clone();
        let stream = sink.stream(&path).map_err(|error| (path.clone(), error))?;
        let day = library.config.edition.as_ref().map(|edition| edition.date.first_day());
        let writer = Writer::new(Hashed { stream, hash: Sha256::new(), bytes: 0 });
        Ok(Some(Self { path, time: Time::new(day), writer }))
    }

    /// The time that files of the zip carry.
    pub fn time(&self) -> Time {
        self.time
    }

    /// Adds a file.
    pub fn add(&mut self, packed: Entry) -> io::Result<()> {
        self.writer.add(packed)
    }

    /// Adds what closes a bundle, the list of what it holds and the signature of that, and puts the zip into its sink.
    pub fn close(mut self, seals: &[(VPath, String)]) -> io::Result<manifest::Entry> {
        for (path, text) in seals {
            self.add(pack(path, text.as_bytes(), self.time)?)?;
        }
        let Hashed { stream, hash, bytes } = self.writer.finish()?;
        let hash = hash.finalize().into();
        stream.finish(&hash)?;
        Ok(manifest::Entry::from_parts(&self.path, hash, bytes))
    }
}

/// Compresses a file of the site, on any thread.
pub(super) fn pack(path: &VPath, bytes: &[u8], time: Time) -> io::Result<Entry> {
    Entry::new(&format!("{FOLDER}/{path}"), bytes, time)
}

/// A stream that knows what has passed through it.
struct Hashed<'a> {
    stream: Box<dyn Stream + 'a>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
