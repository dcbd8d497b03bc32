//! Bytes that flip, as on an old stick: each is found.

use crate::archive::{Archive, Member};
use crate::copies::{Files, Keys, listed, of_bytes, pages, signed, write};
use crate::draw::Draw;
use lamplight::fs;
use lamplight::integrity::{Asked, Entry, EntryKind, Fault, MANIFEST, Medium, SIGNATURE, verify};
use sha2::{Digest, Sha256};
use std::io::{Read, Seek, SeekFrom, Write};

/// A copy in memory.
struct InMemory {
    entries: Vec<Entry>,
    contents: Vec<Vec<u8>>,
}

impl Medium for InMemory {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn faults(&self) -> &[Fault] {
        &[]
    }

    fn read(&self, entry: usize, _: u64) -> Result<Vec<u8>, String> {
        Ok(self.contents[entry].clone())
    }

    fn hash(&self, entries: &[usize]) -> Vec<Result<[u8; 32], String>> {
        entries.iter().map(|entry| Ok(Sha256::digest(&self.contents[*entry]).into())).collect()
    }
}

/// The smaller files of a bundle with a list of their own, so that a look takes no time.
fn small() -> Files {
    let mut files = pages();
    files.retain(|_, bytes| bytes.len() < 3_000);
    assert!(files.len() > 4, "{:?}", files.keys());
    files
}

#[test]
fn ten_thousand_flipped_bytes_are_found() {
    let keys = Keys::new();
    let (public, bundle) = (keys.public(), signed(small(), &keys, 3));
    let entries = bundle.keys().map(|path| Entry { path: path.clone(), kind: EntryKind::File });
    let mut copy = InMemory { entries: entries.collect(), contents: bundle.values().cloned().collect() };
    let asked = Asked { key: Some(&public), min_edition: Some(3) };
    assert!(verify(&copy, &asked).is_well());
    let without = Asked::default();
    let mut draw = Draw(7);
    let mut flipped = 0;
    while flipped < 10_000 {
        for file in 0..copy.contents.len() {
            let path = copy.entries[file].path.clone();
            for at in 0..copy.contents[file].len() {
                let bits = 1 << draw.below(8);
                copy.contents[file][at] ^= bits;
                // Without a key a signature is only held to be one.
                let verdict = verify(&copy, if path == SIGNATURE { &asked } else { &without });
                assert!(!verdict.is_well(), "byte {at} of {path} ^ {bits}");
                copy.contents[file][at] ^= bits;
                flipped += 1;
            }
        }
    }
    assert!(verify(&copy, &asked).is_well());
}

#[test]
fn so_are_those_on_the_disk() {
    let bundle = listed(pages());
    let folder = write(&bundle);
    let mut draw = Draw(11);
    let paths: Vec<&String> = bundle.keys().filter(|path| !bundle[*path].is_empty()).collect();
    for round in 0..600 {
        let path = paths[round % paths.len()];
        let mut file = std::fs::File::options().read(true).write(true).open(folder.path().join(path)).unwrap();
        let at = draw.below(bundle[path].len()) as u64;
        let mut byte = [0];
        file.seek(SeekFrom::Start(at)).unwrap();
        file.read_exact(&mut byte).unwrap();
        let mut put = |byte: u8| {
            file.seek(SeekFrom::Start(at)).unwrap();
            file.write_all(&[byte]).unwrap();
        };
        put(byte[0] ^ 1 << draw.below(8));
        let verdict = verify(&*fs::open_copy(folder.path()).unwrap(), &Asked::default());
        assert!(!verdict.is_well(), "byte {at} of {path}");
        if path != MANIFEST {
            assert_eq!(verdict.faults.len(), 1, "{verdict:#?}");
            assert_eq!(&verdict.faults[0].path, path);
        }
        put(byte[0]);
    }
    assert!(verify(&*fs::open_copy(folder.path()).unwrap(), &Asked::default()).is_well());
}

/// Some bits of a ZIP file say nothing that comes out of it: who made it, its modes, and which of several spellings a
/// packed stream has for one content. Whatever is not found is held to be among them.
#[test]
fn so_is_every_flipped_byte_of_a_zip_file() {
    let keys = Keys::new();
    let bundle = signed(small(), &keys, 3);
    let asked = Asked::default();
    let member = |(index, (path, bytes)): (usize, (&String, &Vec<u8>))| {
        let name = format!("guides/{path}");
        if index % 3 == 0 { Member::stored(&name, bytes) } else { Member::deflated(&name, bytes) }
    };
    let archive = Archive::new(bundle.iter().enumerate().map(member).collect());
    let bytes = archive.bytes();
    assert!(of_bytes(&bytes, &asked).is_well());
    let idle = idle_bytes(&bytes);
    let mut draw = Draw(13);
    let (mut flipped, mut unseen) = (0, 0);
    while flipped < 10_000 {
        for at in 0..bytes.len() {
            let mut copy = bytes.clone();
            copy[at] ^= 1 << draw.below(8);
            flipped += 1;
            if !of_bytes(&copy, &asked).is_well() {
                continue;
            }
            unseen += 1;
            let packed = archive.packed().into_iter().zip(bundle.values()).find(|(packed, _)| packed.contains(&at));
            match packed {
                Some((packed, content)) => assert_eq!(&inflate(&copy[packed]), content, "byte {at}"),
                None => assert!(idle.contains(&at), "byte {at}"),
            }
        }
    }
    assert!(unseen < flipped / 20, "{unseen} of {flipped}");
}

/// Where the bytes lie that say nothing: of each entry in the directory the maker, the kind of text, and the modes.
fn idle_bytes(archive: &[u8]) -> Vec<usize> {
    let members = memchr::memmem::find_iter(archive, b"PK\x01\x02");
    members.flat_map(|at| [4, 5, 36, 37, 38, 39, 40, 41].map(|field| at + field)).collect()
}

fn inflate(packed: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    flate2::read::DeflateDecoder::new(packed).read_to_end(&mut content).unwrap();
    content
}
