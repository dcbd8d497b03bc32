use super::platform;
use crate::store::{Key, Store};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

/// Results kept in a folder of the user's, one file each, which every build of the user may share.
///
/// A file is the hash of what follows, then the result. What is damaged, or was put there by somebody else, is as if it were not
/// there. Where nothing can be written, nothing is kept: no failure of a cache is one of a build.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    most_bytes: u64,
    swept: Once,
}

/// Raised when files come to be laid out otherwise, so that older ones are not read.
const LAYOUT: &str = "v1";
const HASH: usize = 32;
/// Bytes of the largest result that is read again.
const MOST_OF_ONE: u64 = 64 << 20;
/// Bytes up to which results stay, all together.
const MOST_OF_ALL: u64 = 512 << 20;

impl Cache {
    /// A cache in a folder, which is made when there is something to keep.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.join(LAYOUT), most_bytes: MOST_OF_ALL, swept: Once::new() }
    }

    /// The cache with another bound on the bytes of all that it keeps, which is half a gigabyte by itself.
    #[must_use]
    pub fn keep(self, most_bytes: u64) -> Self {
        Self { most_bytes, ..self }
    }

    /// Two letters of the key make a folder, since some systems are slow with thousands of files in one.
    fn path(&self, key: &Key) -> PathBuf {
        let name = key.to_string();
        self.folder.join(&name[..2]).join(name)
    }

    fn read(&self, key: &Key) -> io::Result<Option<Vec<u8>>> {
        let file = platform::open_to_read(&self.path(key))?;
        if !file.metadata()?.is_file() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        file.take(MOST_OF_ONE + 1).read_to_end(&mut bytes)?;
        let Some((hash, result)) = bytes.split_at_checked(HASH) else { return Ok(None) };
        let whole = bytes.len() as u64 <= MOST_OF_ONE && *hash == seal(key, result);
        Ok(whole.then(|| result.to_vec()))
    }

    /// A file takes its name when it is whole, so that neither a killed build nor another one at the same time shows. The name
    /// of a stage may come again, since systems give the numbers of processes anew: what a killed build left is removed. Should
    /// a living one lose its stage by that, as in a container beside ours, its result is not kept, or the seal shows that it is not whole.
    fn write(&self, key: &Key, bytes: &[u8]) -> io::Result<()> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let path = self.path(key);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let stage = path.with_extension(format!("{}-{count}.new", std::process::id()));
        let _ = fs::remove_file(&stage);
        let mut file = platform::create_file(&stage)?;
        let written = file.write_all(&seal(key, bytes)).and_then(|()| file.write_all(bytes));
        drop(file);
        let done = written.and_then(|()| fs::rename(&stage, &path));
        if done.is_err() {
            let _ = fs::remove_file(&stage);
        }
        done
    }

    /// Takes the oldest files away where all are more than is kept; what killed builds left counts as results do.
    fn sweep(&self) {
        let mut entries: Vec<Entry> = walkdir::WalkDir::new(&self.folder).into_iter().filter_map(entry).collect();
        entries.sort_by(|a, b| (a.modified, &a.path).cmp(&(b.modified, &b.path)));
        let mut total: u64 = entries.iter().map(|entry| entry.bytes).sum();
        for entry in entries {
            if total <= self.most_bytes {
                break;
            }
            if fs::remove_file(&entry.path).is_ok() {
                total -= entry.bytes;
            }
        }
    }
}

impl Store for Cache {
    fn get(&self, key: &Key) -> Option<Vec<u8>> {
        self.read(key).ok().flatten()
    }

    fn put(&self, key: &Key, bytes: &[u8]) {
        let _ = self.write(key, bytes);
        self.swept.call_once(|| self.sweep());
    }
}

/// The hash that stands before a result: of its key, too, so that a file under another's name is none.
fn seal(key: &Key, result: &[u8]) -> [u8; HASH] {
    Sha256::new().chain_update(key.as_bytes()).chain_update(result).finalize().into()
}

/// A file of the cache's own making.
struct Entry {
    path: PathBuf,
    bytes: u64,
    modified: SystemTime,
}

fn entry(found: walkdir::Result<walkdir::DirEntry>) -> Option<Entry> {
    let found = found.ok().filter(|found| found.file_type().is_file() && is_own(found.file_name().to_str()))?;
    let metadata = found.metadata().ok()?;
    Some(Entry { path: found.into_path(), bytes: metadata.len(), modified: metadata.modified().ok()? })
}

/// Whether a name is that of a key, alone or with what a stage adds: no other file is ever removed.
fn is_own(name: Option<&str>) -> bool {
    let key = name.map_or("", |name| name.split_once('.').map_or(name, |(key, _)| key));
    key.len() == 2 * HASH && key.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
