use super::ReadAt;
use super::directory::{Member, STORED};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest, Sha256};
use std::io::{self, BufReader, Read};

const BLOCK: usize = 64 << 10;

/// The SHA-256 of a member's content; in words why it has none.
pub(super) fn hash(source: &dyn ReadAt, member: &Member) -> Result<[u8; 32], String> {
    let mut hash = Sha256::new();
    unpack(source, member, |block| hash.update(block))?;
    Ok(hash.finalize().into())
}

/// Hands on a member's content block by block, and never more of it than its header says.
pub(super) fn unpack(source: &dyn ReadAt, member: &Member, mut take: impl FnMut(&[u8])) -> Result<(), String> {
    let packed = BufReader::with_capacity(BLOCK, Section::new(source, member));
    if member.header.method == STORED {
        return copy(packed, member, &mut take);
    }
    let mut inflated = DeflateDecoder::new(packed);
    copy(&mut inflated, member, &mut take)?;
    // What is behind the end of the packed stream would be read by nobody, and be there all the same.
    if inflated.total_in() == member.header.packed { Ok(()) } else { Err("something lies behind its content".into()) }
}

fn copy(mut content: impl Read, member: &Member, take: &mut impl FnMut(&[u8])) -> Result<(), String> {
    let (mut crc, mut block, mut left) = (Crc::new(), vec![0; BLOCK], member.header.size);
    loop {
        let read = content.read(&mut block).map_err(|error| format!("it can't be unpacked: {error}"))?;
        if read == 0 {
            break;
        }
        left = left.checked_sub(read as u64).ok_or("it is longer than the archive says")?;
        crc.update(&block[..read]);
        take(&block[..read]);
    }
    match left {
        0 if crc.sum() == member.header.crc => Ok(()),
        0 => Err("its checksum in the archive is another".into()),
        _ => Err("it is shorter than the archive says".into()),
    }
}

/// The packed bytes of a member.
struct Section<'a> {
    source: &'a dyn ReadAt,
    at: u64,
    end: u64,
}

impl<'a> Section<'a> {
    fn new(source: &'a dyn ReadAt, member: &Member) -> Self {
        Self { source, at: member.content_at, end: member.content_at + member.header.packed }
    }
}

impl Read for Section<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let length = left.min(buffer.len());
        self.source.read_at(self.at, &mut buffer[..length])?;
        self.at += length as u64;
        Ok(length)
    }
}
