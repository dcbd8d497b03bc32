//! Zip files as editions need them: the same bytes for the same files on every machine, and nothing in them of the machine.
//!
//! A file is compressed by itself, on any thread, before it is known what else there will be.

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, DateTime, PreparedZipFile, System, ZipArchive, ZipWriter};
use jiff::civil::Date;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

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

/// The bytes of a zip with these files, in their order.
///
/// # Errors
/// As of [`Writer::add`].
pub fn write(entries: Vec<Entry>) -> io::Result<Vec<u8>> {
    let room = entries.iter().map(Entry::room).sum::<u64>() + 22;
    let mut zip = Writer::new(Vec::with_capacity(usize::try_from(room).unwrap_or_default()));
    entries.into_iter().try_for_each(|entry| zip.add(entry))?;
    zip.finish()
}

/// A zip that is written from its first byte to its last.
#[derive(Debug)]
pub struct Writer<W: Write>(ZipWriter<Onwards<W>>);

impl<W: Write> Writer<W> {
    /// Begins a zip.
    pub fn new(out: W) -> Self {
        Self(ZipWriter::new(Onwards { out, at: 0 }))
    }

    /// Adds a file. Names must differ.
    ///
    /// # Errors
    /// Where two names are one, a name is longer than 65,535 bytes, or nothing more can be written.
    pub fn add(&mut self, entry: Entry) -> io::Result<()> {
        Ok(self.0.add_prepared_file(entry.0)?)
    }

    /// Ends the zip with the list of its files.
    ///
    /// # Errors
    /// Where nothing more can be written.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.0.finish()?.out)
    }
}

/// Something that is written onwards only. The crate asks where it is, and to be taken there.
#[derive(Debug)]
struct Onwards<W> {
    out: W,
    at: u64,
}

impl<W: Write> Write for Onwards<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W> Seek for Onwards<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Current(0) | SeekFrom::End(0) => Ok(self.at),
            SeekFrom::Start(at) if at == self.at => Ok(at),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

/// The files of a zip with their content, in their order.
///
/// # Errors
/// Where the bytes are no zip, a name is no UTF-8, or a file does not unpack.
pub fn read(bytes: &[u8]) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let count = archive.len();
    let file = |at| {
        let mut file = archive.by_index(at)?;
        let mut content = Vec::new();
        file.read_to_end(&mut content)?;
        Ok((file.name()?.into_owned(), content))
    };
    (0..count).map(file).collect()
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
