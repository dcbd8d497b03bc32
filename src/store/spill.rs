use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Where bytes go that are made long before they are used, so that they take no memory until then.
///
/// The default one has no medium: all stays in memory.
#[derive(Clone, Default)]
pub struct Spill(Option<Arc<Mutex<Medium>>>);

struct Medium {
    bytes: Box<dyn Bytes>,
    /// How many bytes there are.
    length: u64,
}

trait Bytes: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Bytes for T {}

impl Spill {
    /// Spills to an empty medium: a file that nobody else knows.
    pub fn to(medium: impl Read + Write + Seek + Send + 'static) -> Self {
        Self(Some(Arc::new(Mutex::new(Medium { bytes: Box::new(medium), length: 0 }))))
    }

    /// Takes bytes. What the medium does not take, as on a full disk, stays in memory.
    pub fn put(&self, bytes: Vec<u8>) -> Spilled {
        let written = self.0.as_ref().and_then(|medium| {
            let start = lock(medium).append(&bytes).ok()?;
            Some(Place::Out { medium: Arc::clone(medium), start })
        });
        Spilled { length: bytes.len(), place: written.unwrap_or_else(|| Place::Memory(bytes.into())) }
    }
}

impl fmt::Debug for Spill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.as_ref().map(|medium| lock(medium).length);
        f.debug_tuple("Spill").field(&length).finish()
    }
}

/// Bytes that were [put](Spill::put) away.
#[derive(Clone)]
pub struct Spilled {
    length: usize,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Memory(Arc<Vec<u8>>),
    Out { medium: Arc<Mutex<Medium>>, start: u64 },
}

impl Spilled {
    /// The bytes.
    ///
    /// # Errors
    /// Those of the medium.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.place {
            Place::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Place::Out { medium, start } => lock(medium).read(*start, self.length).map(Cow::Owned),
        }
    }
}

impl fmt::Debug for Spilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = match self.place {
            Place::Memory(_) => None,
            Place::Out { start, .. } => Some(start),
        };
        f.debug_struct("Spilled").field("start", &start).field("length", &self.length).finish()
    }
}

impl Medium {
    /// Writes bytes behind the others, and says where they begin. After a failure the next ones overwrite what came.
    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let start = self.length;
        self.bytes.seek(SeekFrom::Start(start))?;
        self.bytes.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(start)
    }

    fn read(&mut self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.bytes.seek(SeekFrom::Start(start))?;
        self.bytes.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// No thread panics between a change of the length and that of the bytes.
fn lock(medium: &Mutex<Medium>) -> std::sync::MutexGuard<'_, Medium> {
    medium.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// Takes so many bytes, and no more.
    struct Full(Cursor<Vec<u8>>, usize);

    impl Read for Full {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            self.0.read(bytes)
        }
    }

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = self.1.saturating_sub(self.0.position() as usize).min(bytes.len());
            self.0.write(&bytes[..room])
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Full {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    fn is_in_memory(spilled: &Spilled) -> bool {
        matches!(spilled.place, Place::Memory(_))
    }

    #[test]
    fn what_is_put_is_read_in_any_order() {
        let spill = Spill::to(Cursor::new(Vec::new()));
        let all: Vec<Spilled> = (0..20).map(|n| spill.put(vec![n; usize::from(n) * 100])).collect();
        for (n, spilled) in (0..20).zip(&all).rev() {
            assert_eq!(*spilled.read().unwrap(), vec![n; usize::from(n) * 100]);
        }
        assert!(all.iter().all(|spilled| !is_in_memory(spilled)));
    }

    #[test]
    fn what_a_full_medium_does_not_take_stays_in_memory() {
        let spill = Spill::to(Full(Cursor::default(), 10));
        let texts = ["first", "too long for it", "next"];
        let all = texts.map(|text| spill.put(text.into()));
        assert_eq!(all.each_ref().map(is_in_memory), [false, true, false]);
        assert_eq!(
            all.each_ref().map(|spilled| spilled.read().unwrap().into_owned()),
            texts.map(|text| text.as_bytes().to_vec())
        );
        assert!(is_in_memory(&Spill::default().put(vec![1])));
    }

    #[test]
    fn a_medium_that_lost_bytes_says_so() {
        let spill = Spill::to(Cursor::new(Vec::new()));
        let spilled = spill.put(vec![1; 10]);
        lock(spill.0.as_ref().unwrap()).bytes = Box::new(Cursor::new(vec![1; 9]));
        assert_eq!(spilled.read().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
