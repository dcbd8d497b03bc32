use super::cluster::{STORED, ZSTANDARD};
use super::{HEADER, MAGIC, NONE, REDIRECT, VERSION};
use md5::{Digest, Md5};
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, Read};
use std::ops::Range;

/// A ZIM file that is read, in the one form that a [`Writer`](super::Writer) gives it.
#[derive(Debug)]
pub struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Found>,
    clusters: Vec<Range<usize>>,
    main: Option<u32>,
}

/// An entry as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// `C` is content.
    pub namespace: char,
    pub path: String,
    /// Empty where it is the path.
    pub title: String,
    pub target: Target,
}

/// What an entry stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The content with this number in the cluster with that.
    Content { media_type: String, cluster: u32, blob: u32 },
    /// The entry with this number.
    Redirect(u32),
}

impl<'a> Archive<'a> {
    /// Reads all but the contents.
    ///
    /// # Errors
    /// Where it is not as a [`Writer`](super::Writer) writes.
    pub fn open(bytes: &'a [u8]) -> io::Result<Self> {
        let (all, checksum) = bytes.split_last_chunk::<16>().ok_or_else(|| bad("it is too short"))?;
        if Md5::digest(all)[..] != checksum[..] {
            return Err(bad("its checksum is another"));
        }
        let header = Header(all);
        if !all.starts_with(MAGIC) || [header.u16(4)?, header.u16(6)?] != VERSION {
            return Err(bad("it does not begin with its format"));
        }
        if header.place(72)? != all.len() || header.place(56)? != HEADER {
            return Err(bad("its parts are not where they should be"));
        }
        let kinds = kinds(all)?;
        let entry = |at: usize| entry(all, header.place(header.place(32)? + 8 * at)?, &kinds);
        let entries: Vec<Found> = (0..header.u32(24)? as usize).map(entry).collect::<io::Result<_>>()?;
        if !entries.is_sorted_by(|a, b| (a.namespace, &a.path) < (b.namespace, &b.path)) {
            return Err(bad("its entries are in no order"));
        }
        let count = header.u32(28)? as usize;
        let places = (0..count).map(|at| header.place(header.place(48)? + 8 * at)).collect::<io::Result<Vec<_>>>()?;
        // Entries come behind the last cluster.
        let end = header.place(header.place(32)?)?;
        let ends = places.iter().skip(1).copied().chain([end]);
        let clusters = places.iter().zip(ends).map(|(start, end)| *start..end).collect();
        let main = Some(header.u32(64)?).filter(|main| *main != NONE);
        Ok(Self { bytes: all, entries, clusters, main })
    }

    /// The entries in the order of their namespaces, then of their paths: what numbers of entries count.
    pub fn entries(&self) -> &[Found] {
        &self.entries
    }

    /// Where readers begin.
    pub fn main(&self) -> Option<&Found> {
        let entry = self.entries.get(self.main? as usize)?;
        match entry.target {
            Target::Redirect(to) => self.entries.get(to as usize),
            Target::Content { .. } => Some(entry),
        }
    }

    /// How many clusters there are.
    pub fn clusters(&self) -> u32 {
        self.clusters.len() as u32
    }

    /// The contents of a cluster.
    ///
    /// # Errors
    /// Where there is none, or it does not unpack to what it should.
    pub fn contents(&self, cluster: u32) -> io::Result<Vec<Vec<u8>>> {
        let range = self.clusters.get(cluster as usize).ok_or_else(|| bad("it has no such cluster"))?;
        let packed = self.bytes.get(range.clone()).ok_or_else(|| bad("a cluster is not in it"))?;
        let mut body = Vec::new();
        match packed.split_first() {
            Some((&STORED, stored)) => body.extend_from_slice(stored),
            Some((&ZSTANDARD, frame)) => {
                StreamingDecoder::new(frame).map_err(io::Error::other)?.read_to_end(&mut body)?;
            }
            _ => return Err(bad("a cluster is packed in an unknown way")),
        }
        let list = Header(&body);
        let count = list.u32(0)? as usize / 4;
        let ends = (0..count).map(|at| Ok(list.u32(4 * at)? as usize)).collect::<io::Result<Vec<_>>>()?;
        if ends.last() != Some(&body.len()) {
            return Err(bad("a cluster has more in it than its list says"));
        }
        let content = |pair: &[usize]| body.get(pair[0]..pair[1]).map(<[u8]>::to_vec);
        ends.windows(2).map(content).collect::<Option<_>>().ok_or_else(|| bad("contents are in no order"))
    }

    /// The content of an entry; nothing for one that leads to another.
    ///
    /// # Errors
    /// As of [`Archive::contents`].
    pub fn content(&self, entry: &Found) -> io::Result<Option<Vec<u8>>> {
        let Target::Content { cluster, blob, .. } = entry.target else { return Ok(None) };
        let mut all = self.contents(cluster)?;
        if blob as usize >= all.len() {
            return Err(bad("an entry has no content"));
        }
        Ok(Some(all.swap_remove(blob as usize)))
    }
}

/// Numbers at fixed places.
struct Header<'a>(&'a [u8]);

impl Header<'_> {
    fn array<const N: usize>(&self, at: usize) -> io::Result<[u8; N]> {
        self.0.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or_else(|| bad("a number is not in it"))
    }

    fn u16(&self, at: usize) -> io::Result<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> io::Result<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    /// A place in the file.
    fn place(&self, at: usize) -> io::Result<usize> {
        let place = usize::try_from(u64::from_le_bytes(self.array(at)?)).unwrap_or(usize::MAX);
        Some(place).filter(|place| *place <= self.0.len()).ok_or_else(|| bad("a place is not in it"))
    }
}

fn kinds(bytes: &[u8]) -> io::Result<Vec<String>> {
    let mut kinds = Vec::new();
    let mut at = HEADER;
    loop {
        let kind = text(bytes, &mut at)?;
        if kind.is_empty() {
            return Ok(kinds);
        }
        kinds.push(kind);
    }
}

fn entry(bytes: &[u8], at: usize, kinds: &[String]) -> io::Result<Found> {
    let head = Header(bytes);
    let [_, namespace] = head.array::<2>(at + 2)?;
    let (target, mut after) = match head.u16(at)? {
        REDIRECT => (Target::Redirect(head.u32(at + 8)?), at + 12),
        kind => {
            let media_type = kinds.get(usize::from(kind)).ok_or_else(|| bad("an entry has no media type"))?.clone();
            let (cluster, blob) = (head.u32(at + 8)?, head.u32(at + 12)?);
            (Target::Content { media_type, cluster, blob }, at + 16)
        }
    };
    let path = text(bytes, &mut after)?;
    let title = text(bytes, &mut after)?;
    Ok(Found { namespace: char::from(namespace), path, title, target })
}

/// The text at a place, which moves behind the zero that ends it.
fn text(bytes: &[u8], at: &mut usize) -> io::Result<String> {
    let rest = bytes.get(*at..).unwrap_or_default();
    let end = memchr::memchr(0, rest).ok_or_else(|| bad("a text has no end"))?;
    *at += end + 1;
    String::from_utf8(rest[..end].to_vec()).map_err(|_| bad("a text is no UTF-8"))
}

fn bad(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("no ZIM file of ours: {why}"))
}
