use super::{MANIFEST, SITE, read_if_there};
use crate::fs::FolderCopy;
use crate::fs::read::ReadError;
use crate::integrity::{self, Asked, Fault, SIGNATURE, Sums};
use crate::source::VPath;
use crate::stick::{READ_ME, START, Site, read_me, start_page};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

/// A whole bundle, and what comes beside it on a stick.
#[derive(Debug)]
pub struct Bundle {
    /// In the order in which they are written: who opens half a stick finds no page yet that says to start there.
    files: Vec<Wanted>,
    /// The `SHA256SUMS` of all of them.
    list: Vec<u8>,
    bytes: u64,
}

/// A file that a stick is to hold.
#[derive(Debug)]
pub(super) struct Wanted {
    /// In our folder on the stick.
    pub path: VPath,
    pub hash: [u8; 32],
    pub bytes: u64,
    from: Origin,
}

#[derive(Debug)]
enum Origin {
    File(PathBuf),
    Memory(Vec<u8>),
}

/// Why a folder can't be put onto sticks.
#[derive(Debug)]
pub enum BadBundle {
    /// It is not there, or may not be read.
    Unreadable(ReadError),
    /// It is not what a build wrote.
    NotWhole(Vec<Fault>),
    /// No folder in it is that of a language.
    NoLanguage,
}

impl Bundle {
    /// Reads all of a bundle, so that none that is not whole gets onto the first stick.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(folder: &Path) -> Result<Self, BadBundle> {
        let copy = FolderCopy::open(folder).map_err(BadBundle::Unreadable)?;
        let verdict = integrity::verify(&copy, &Asked::default());
        if !verdict.is_well() {
            return Err(BadBundle::NotWhole(verdict.faults));
        }
        let failed = |source| BadBundle::Unreadable(ReadError { path: folder.to_owned(), source });
        let list = fs::read(folder.join(MANIFEST)).map_err(failed)?;
        let sums = Sums::parse(&list).map_err(|_| failed(io::ErrorKind::InvalidData.into()))?;
        let site = site(folder, &sums).map_err(failed)?.ok_or(BadBundle::NoLanguage)?;
        let mut files = listed(folder, &sums).map_err(failed)?;
        let signature = read_if_there(&folder.join(SIGNATURE)).map_err(failed)?;
        files.extend(signature.map(|bytes| made(&format!("{SITE}/{SIGNATURE}"), bytes)));
        files.push(made(&format!("{SITE}/{MANIFEST}"), list));
        files.push(made(READ_ME, read_me(&site.languages).into_bytes()));
        files.push(made(START, start_page(&site).into_bytes()));
        let list = Sums::new(files.iter().map(|file| (file.path.clone(), file.hash)).collect()).to_string();
        let bytes = files.iter().map(|file| file.bytes).sum();
        Ok(Self { files, list: list.into_bytes(), bytes })
    }

    /// The bytes of all files, without the list of them.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn files(&self) -> &[Wanted] {
        &self.files
    }

    pub(super) fn list(&self) -> &[u8] {
        &self.list
    }
}

impl Wanted {
    /// Its content, from where it is copied.
    pub fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match &self.from {
            Origin::File(path) => Box::new(File::open(path)?),
            Origin::Memory(bytes) => Box::new(Cursor::new(bytes)),
        })
    }
}

fn made(path: &str, bytes: Vec<u8>) -> Wanted {
    let hash = Sha256::digest(&bytes).into();
    Wanted { path: VPath::of_checked(&[path]), hash, bytes: bytes.len() as u64, from: Origin::Memory(bytes) }
}

fn listed(folder: &Path, sums: &Sums) -> io::Result<Vec<Wanted>> {
    let wanted = |(path, hash): (&VPath, &[u8; 32])| {
        let from = folder.join(path.as_str());
        let bytes = fs::metadata(&from)?.len();
        let path = VPath::of_checked(&[SITE, "/", path.as_str()]);
        Ok(Wanted { path, hash: *hash, bytes, from: Origin::File(from) })
    };
    sums.files().map(wanted).collect()
}

/// What the bundle's home pages say of it.
fn site(folder: &Path, sums: &Sums) -> io::Result<Option<Site>> {
    let mut homes = Vec::new();
    for (path, _) in sums.files() {
        let top = path.as_str().split_once('/').filter(|(_, name)| *name == "index.html");
        if let Some((language, _)) = top {
            homes.push((language, text_of(&folder.join(path.as_str()))?));
        }
    }
    let top = if sums.get("index.html").is_some() { text_of(&folder.join("index.html"))? } else { String::new() };
    let homes = homes.iter().map(|(folder, page)| (*folder, page.as_str()));
    Ok(Site::read(&top, homes, |path| sums.get(path).is_some()))
}

fn text_of(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}
