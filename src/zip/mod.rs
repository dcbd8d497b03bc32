//! Zip files as editions need them: the same bytes for the same files on every machine, and nothing in them of the machine.
//!
//! A file is compressed by itself, on any thread, before it is known what else there will be.

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, DateTime, PreparedZipFile, System, ZipWriter};
use jiff::civil::Date;
use std::io::{self, Cursor};

/// One file of a zip, compressed already.
#[derive(Debug)]
pub struct Entry(PreparedZipFile);

/// The time that the files of a zip carry: the start of a day.
#[derive(Debug, Clone, Copy)]
pub struct Time(DateTime);

impl Entry {
    /// A file that is compressed, where that makes it smaller.
    ///
    /// # Errors
    /// Those of the compressor, which writes into memory: none are known.
    pub fn new(name: &str, bytes: &[u8], time: Time) -> io::Result<Self> {
        let deflated = PreparedZipFile::from_data(name, options(CompressionMethod::Deflated, time), bytes)?;
        if deflated.compressed_size() < bytes.len() as u64 {
            return Ok(Self(deflated));
        }
        Self::stored(name, bytes, time)
    }

    /// A file as it is.
    ///
    /// # Errors
    /// As of [`Entry::new`].
    pub fn stored(name: &str, bytes: &[u8], time: Time) -> io::Result<Self> {
        Ok(Self(PreparedZipFile::from_data(name, options(CompressionMethod::Stored, time), bytes)?))
    }

    /// The path in the zip, with `/` between folders.
    pub fn name(&self) -> &[u8] {
        self.0.file_name_raw()
    }

    /// What it takes in a zip, in bytes: its data, and its name with what is told of it, before the data and at the end.
    fn room(&self) -> u64 {
        self.0.compressed_size() + 2 * self.name().len() as u64 + 30 + 46
    }
}

impl Time {
    /// The start of a day. A zip knows those from 1980 to 2107: others become the nearest of these, and no day the first.
    pub fn new(day: Option<Date>) -> Self {
        let first = DateTime::default();
        let Some(day) = day else { return Self(first) };
        let known = |year: i16, month: i8, day: i8| {
            let part = |n: i8| u8::try_from(n).ok();
            DateTime::from_date_and_time(u16::try_from(year).ok()?, part(month)?, part(day)?, 0, 0, 0).ok()
        };
        let last = || known(2107, 12, 31).filter(|_| day.year() > 2107);
        Self(known(day.year(), day.month(), day.day()).or_else(last).unwrap_or(first))
    }
}

/// The bytes of a zip with these files, in their order. Names must differ.
///
/// # Errors
/// Where two names are one, or a name is longer than 65,535 bytes.
pub fn write(entries: Vec<Entry>) -> io::Result<Vec<u8>> {
    let room = entries.iter().map(Entry::room).sum::<u64>() + 22;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(usize::try_from(room).unwrap_or_default())));
    for entry in entries {
        zip.add_prepared_file(entry.0)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// What is told of every file: its time, and that everybody may read it. The crate would name the system that it runs on.
fn options(method: CompressionMethod, time: Time) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(time.0)
        .system(System::Unix)
        .unix_permissions(0o644)
}

#[cfg(test)]
mod tests;
