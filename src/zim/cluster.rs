use rayon::prelude::*;
use std::io;

/// How much lies in a cluster. A reader unpacks all of one for a file of it, and what is alike is best compressed together.
const SIZE: usize = 2 << 20;

/// How hard the contents are compressed. Levels from 13 on search by binary trees, with no way of their own for one processor
/// or another, as the ones below have (`ZSTD_resolveRowMatchFinderMode` of the library): so the bytes are the same on every machine.
const LEVEL: i32 = 16;

/// Of the byte that a cluster begins with: how it is compressed.
pub(super) const STORED: u8 = 1;
pub(super) const ZSTANDARD: u8 = 5;

/// Where a content lies: the number of its cluster, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub cluster: u32,
    pub blob: u32,
}

/// Contents on their way into clusters.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    all: Vec<Cluster>,
    /// The ones that still take contents: of those that compressing leaves as large as they are, and of others.
    open: [Option<usize>; 2],
}

#[derive(Debug)]
struct Cluster {
    is_text: bool,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The contents, one behind the other, and where each ends.
    Loose {
        contents: Vec<u8>,
        ends: Vec<usize>,
    },
    Packed(Vec<u8>),
}

impl Clusters {
    /// Adds a content.
    pub fn add(&mut self, content: &[u8], is_text: bool) -> io::Result<Place> {
        if content.len() > u32::MAX as usize / 2 {
            return Err(io::Error::other("a file of 2 GiB or more is too large for a ZIM file"));
        }
        let number = match self.open[usize::from(is_text)] {
            Some(number) if self.all[number].takes(content) => number,
            _ => {
                self.all.push(Cluster { is_text, state: State::Loose { contents: Vec::new(), ends: Vec::new() } });
                self.all.len() - 1
            }
        };
        self.open[usize::from(is_text)] = Some(number);
        let State::Loose { contents, ends } = &mut self.all[number].state else {
            return Err(io::Error::other("an open cluster is packed"));
        };
        contents.extend_from_slice(content);
        ends.push(contents.len());
        Ok(Place { cluster: number as u32, blob: ends.len() as u32 - 1 })
    }

    /// The number of the cluster that would come next.
    pub fn next(&self) -> u32 {
        self.all.len() as u32
    }

    /// Packs those that take nothing more. Where one can't be, it is tried again at the end, and said.
    pub fn pack(&mut self) {
        let open = self.open;
        let closed = self.all.par_iter_mut().enumerate().filter(|(number, _)| !open.contains(&Some(*number)));
        closed.for_each(|(_, cluster)| drop(cluster.pack()));
    }

    /// The bytes of all clusters, and of one more with `last` as it is.
    pub fn finish(mut self, last: &[Vec<u8>]) -> io::Result<Vec<Vec<u8>>> {
        self.open = [None; 2];
        for content in last {
            self.add(content, false)?;
        }
        self.all.par_iter_mut().try_for_each(Cluster::pack)?;
        let bytes = |cluster| match cluster {
            Cluster { state: State::Packed(bytes), .. } => Some(bytes),
            Cluster { state: State::Loose { .. }, .. } => None,
        };
        Ok(self.all.into_iter().filter_map(bytes).collect())
    }
}

impl Cluster {
    fn takes(&self, content: &[u8]) -> bool {
        matches!(&self.state, State::Loose { contents, .. } if contents.len() + content.len() <= SIZE)
    }

    fn pack(&mut self) -> io::Result<()> {
        let State::Loose { contents, ends } = &self.state else { return Ok(()) };
        // Where each content begins, counted from this list, then where the last ends.
        let base = 4 * (ends.len() + 1);
        let places = std::iter::once(&0).chain(ends).map(|end| (base + end) as u32);
        let mut body: Vec<u8> = places.flat_map(u32::to_le_bytes).collect();
        body.extend_from_slice(contents);
        let small = if self.is_text { Some(zstd::bulk::compress(&body, LEVEL)?) } else { None };
        let small = small.filter(|small| small.len() < body.len());
        let (how, body) = small.map_or((STORED, body), |small| (ZSTANDARD, small));
        self.state = State::Packed([&[how], &body[..]].concat());
        Ok(())
    }
}
