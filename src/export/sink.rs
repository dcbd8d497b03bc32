use crate::source::VPath;
use std::io::{self, Write};

/// Where outputs go: a folder, or memory.
pub trait Sink: Sync {
    /// Takes one output. Each path comes once, from any thread, in no fixed order.
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()>;

    /// Takes an output over from what is there already, if that has a file at `path` whose content has this SHA-256, and gives
    /// that content. Where it has none, the output comes through [`Sink::put`].
    fn keep(&self, path: &VPath, hash: &[u8; 32]) -> Option<Vec<u8>> {
        let _ = (path, hash);
        None
    }

    /// Takes one output that is too large for memory, piece by piece.
    fn stream<'a>(&'a self, path: &VPath) -> io::Result<Box<dyn Stream + 'a>> {
        Ok(Box::new(Gathered { sink: self, path: path.clone(), bytes: Vec::new() }))
    }
}

/// An output as it comes. It counts only when it is finished.
pub trait Stream: Write + Send {
    /// Ends the output. `hash` is the SHA-256 of all that was written.
    fn finish(self: Box<Self>, hash: &[u8; 32]) -> io::Result<()>;
}

/// An output for a sink that takes whole ones only.
struct Gathered<'a, S: Sink + ?Sized> {
    sink: &'a S,
    path: VPath,
    bytes: Vec<u8>,
}

impl<S: Sink + ?Sized> Write for Gathered<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<S: Sink + ?Sized> Stream for Gathered<'_, S> {
    fn finish(self: Box<Self>, _: &[u8; 32]) -> io::Result<()> {
        self.sink.put(&self.path, &self.bytes)
    }
}
