use super::cluster::{Clusters, Place};
use super::{CONTENT, HEADER, INDEX, LISTINGS, MAGIC, MAIN_PAGE, METADATA, NONE, REDIRECT, VERSION, WELL_KNOWN};
use md5::{Digest, Md5};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// A file of a ZIM file: all but its content.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As links name it, with `/` between folders.
    pub path: String,
    /// What lists show in place of the path; empty where that is it.
    pub title: String,
    pub media_type: &'static str,
    /// Whether it is what readers look for by its title, and no part of something else.
    pub is_front: bool,
}

/// A ZIM file that takes its files one by one. They are compressed when a cluster is full, and kept so until the end: the
/// header, which comes first, says where everything lies.
#[derive(Debug, Default)]
pub struct Writer {
    clusters: Clusters,
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    namespace: u8,
    entry: Entry,
    target: Target,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Content(Place),
    /// The path in [`CONTENT`] that it leads to is that of this file.
    MainPage,
}

impl Writer {
    /// Adds a file. Paths must differ.
    ///
    /// # Errors
    /// Where it is too large for a cluster: 4 GiB.
    pub fn add(&mut self, entry: Entry, content: &[u8]) -> io::Result<()> {
        let place = self.clusters.add(content, is_text(entry.media_type))?;
        self.files.push(File { namespace: CONTENT, entry, target: Target::Content(place) });
        Ok(())
    }

    /// Adds something that lists show of the whole: `Title`, `Language`…
    ///
    /// # Errors
    /// As of [`Writer::add`].
    pub fn add_metadata(&mut self, name: &str, media_type: &'static str, content: &[u8]) -> io::Result<()> {
        self.add_to(METADATA, name, media_type, content)
    }

    fn add_to(&mut self, namespace: u8, path: &str, media_type: &'static str, content: &[u8]) -> io::Result<()> {
        let place = self.clusters.add(content, is_text(media_type))?;
        let entry = Entry { path: path.to_owned(), title: String::new(), media_type, is_front: false };
        self.files.push(File { namespace, entry, target: Target::Content(place) });
        Ok(())
    }

    /// Compresses what has come so far, as far as it won't change any more, on the threads at hand.
    pub fn pack(&mut self) {
        self.clusters.pack();
    }

    /// The bytes of the file. Readers begin at the file `main`; `uuid` is the name that tells this file from others.
    ///
    /// # Errors
    /// Where two paths are one, there is no `main`, or the file grows beyond what the format can say.
    pub fn finish(mut self, main: &str, uuid: [u8; 16]) -> io::Result<Vec<u8>> {
        let counter = self.counter();
        self.add_metadata("Counter", "text/plain", counter.as_bytes())?;
        let entry = Entry { path: MAIN_PAGE.into(), title: String::new(), media_type: "", is_front: false };
        self.files.push(File { namespace: WELL_KNOWN, entry, target: Target::MainPage });
        // The lists name entries by their numbers, which these two change: so their room is taken first.
        let listings = self.clusters.next();
        for (blob, path) in (0..).zip(LISTINGS) {
            let entry = Entry { path: path.into(), title: String::new(), media_type: LISTING, is_front: false };
            let place = Place { cluster: listings, blob };
            self.files.push(File { namespace: INDEX, entry, target: Target::Content(place) });
        }
        self.files.sort_by(|a, b| a.key().cmp(&b.key()));
        if let Some(pair) = self.files.windows(2).find(|pair| pair[0].key() == pair[1].key()) {
            return Err(io::Error::other(format!("two files are called {}", pair[0].entry.path)));
        }
        let by_title = self.by_title();
        let front = by_title.iter().filter(|number| self.files[**number as usize].entry.is_front);
        let lists = [bytes_of(&by_title), bytes_of(front)];
        let clusters = std::mem::take(&mut self.clusters).finish(&lists)?;
        self.put_together(main, uuid, &clusters)
    }

    /// How many contents there are of each media type: `text/css=1;text/html=20`.
    fn counter(&self) -> String {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        let contents = self.files.iter().filter(|file| file.namespace == CONTENT);
        contents.for_each(|file| *counts.entry(file.entry.media_type).or_default() += 1);
        let counts: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{kind}={count}")).collect();
        counts.join(";")
    }

    /// The numbers of all entries in the order of their titles.
    fn by_title(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.files.len() as u32).collect();
        numbers.sort_by_key(|number| {
            let file = &self.files[*number as usize];
            (file.namespace, file.title(), *number)
        });
        numbers
    }

    fn put_together(&self, main: &str, uuid: [u8; 16], clusters: &[Vec<u8>]) -> io::Result<Vec<u8>> {
        let number = |namespace, path: &str| {
            let at = self.files.binary_search_by(|file| file.key().cmp(&(namespace, path)));
            at.map_err(|_| io::Error::other(format!("there is no {path} to begin with"))).map(|at| at as u32)
        };
        let (begin, main) = (number(WELL_KNOWN, MAIN_PAGE)?, number(CONTENT, main)?);
        let kinds: BTreeSet<&str> = self.files.iter().map(|file| file.entry.media_type).collect();
        let kinds: Vec<&str> = kinds.into_iter().filter(|kind| !kind.is_empty()).collect();
        let mut out = vec![0; HEADER];
        kinds.iter().for_each(|kind| put_text(&mut out, kind));
        put_text(&mut out, "");
        let cluster_places: Vec<u64> = clusters.iter().map(|cluster| put(&mut out, cluster)).collect();
        let entries: Vec<u64> = self.files.iter().map(|file| put(&mut out, &file.bytes(&kinds, main))).collect();
        let paths = put(&mut out, &entries.iter().flat_map(|at| at.to_le_bytes()).collect::<Vec<u8>>());
        let places = put(&mut out, &cluster_places.iter().flat_map(|at| at.to_le_bytes()).collect::<Vec<u8>>());
        // All entries by title: the first content of the last cluster, which is not compressed, after its first byte and its list.
        let titles = cluster_places.last().map_or(0, |at| at + 1 + 4 * (LISTINGS.len() as u64 + 1));
        let header: [&[u8]; 12] = [
            MAGIC,
            &VERSION.map(u16::to_le_bytes).concat(),
            &uuid,
            &(self.files.len() as u32).to_le_bytes(),
            &(clusters.len() as u32).to_le_bytes(),
            &paths.to_le_bytes(),
            &titles.to_le_bytes(),
            &places.to_le_bytes(),
            &(HEADER as u64).to_le_bytes(),
            &begin.to_le_bytes(),
            &NONE.to_le_bytes(),
            &(out.len() as u64).to_le_bytes(),
        ];
        out[..HEADER].copy_from_slice(&header.concat());
        let checksum = Md5::digest(&out);
        out.extend_from_slice(&checksum);
        Ok(out)
    }
}

/// The media type of lists of entries.
const LISTING: &str = "application/octet-stream+zimlisting";

impl File {
    fn key(&self) -> (u8, &str) {
        (self.namespace, &self.entry.path)
    }

    fn title(&self) -> &str {
        if self.entry.title.is_empty() { &self.entry.path } else { &self.entry.title }
    }

    fn bytes(&self, kinds: &[&str], main: u32) -> Vec<u8> {
        let kind = || kinds.binary_search(&self.entry.media_type).map_or(0, |at| at as u16);
        let (kind, place) = match self.target {
            Target::Content(Place { cluster, blob }) => (kind(), [cluster, blob].map(u32::to_le_bytes).concat()),
            Target::MainPage => (REDIRECT, main.to_le_bytes().to_vec()),
        };
        // No parameters, and no revision.
        let mut out = [&kind.to_le_bytes()[..], &[0, self.namespace], &[0; 4], &place].concat();
        put_text(&mut out, &self.entry.path);
        put_text(&mut out, &self.entry.title);
        out
    }
}

/// Whether compressing makes a file of a media type much smaller.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["application/json", "application/octet-stream", "application/xml", "image/svg+xml"].contains(&media_type)
}

/// Adds bytes, and says where they are.
fn put(out: &mut Vec<u8>, bytes: &[u8]) -> u64 {
    let at = out.len() as u64;
    out.extend_from_slice(bytes);
    at
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
    out.push(0);
}

fn bytes_of<'a>(numbers: impl IntoIterator<Item = &'a u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(|number| number.to_le_bytes()).collect()
}
