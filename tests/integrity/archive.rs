//! ZIP files as they should be and as they should not.

use crate::copies::Files;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::ops::Range;

/// A file in an archive, as it stands before its content and in the directory.
#[derive(Clone)]
pub struct Member {
    pub local: Header,
    pub central: Header,
    pub packed: Vec<u8>,
    /// What follows the content.
    pub after: Vec<u8>,
    pub attributes: u32,
    pub comment: Vec<u8>,
    /// Where the directory says that it begins, if it lies.
    pub local_at: Option<u32>,
}

#[derive(Clone)]
pub struct Header {
    pub flags: u16,
    pub method: u16,
    pub time: u32,
    pub crc: u32,
    pub packed: u32,
    pub size: u32,
    pub name: Vec<u8>,
    pub extra: Vec<u8>,
}

#[derive(Clone)]
pub struct Archive {
    pub members: Vec<Member>,
    pub before: Vec<u8>,
    pub before_directory: Vec<u8>,
    /// How many members the end tells of, if it lies.
    pub count: Option<u16>,
    pub comment: Vec<u8>,
    pub behind: Vec<u8>,
}

impl Archive {
    /// As the ZIP edition is: one folder, sorted, deflated.
    pub fn of(files: &Files) -> Self {
        Self::with_top("guides/", files)
    }

    pub fn with_top(top: &str, files: &Files) -> Self {
        Self::new(files.iter().map(|(path, bytes)| Member::deflated(&format!("{top}{path}"), bytes)).collect())
    }

    pub fn new(members: Vec<Member>) -> Self {
        let none = Vec::new;
        Self { members, before: none(), before_directory: none(), count: None, comment: none(), behind: none() }
    }

    /// Where the contents lie in [`Archive::bytes`].
    pub fn packed(&self) -> Vec<Range<usize>> {
        let mut at = self.before.len();
        let range = |member: &Member| {
            let start = at + 30 + member.local.name.len() + member.local.extra.len();
            let end = start + member.packed.len();
            at = end + member.after.len();
            start..end
        };
        self.members.iter().map(range).collect()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let (mut out, mut directory) = (self.before.clone(), Vec::new());
        for member in &self.members {
            let at = member.local_at.unwrap_or(out.len() as u32);
            out.extend(b"PK\x03\x04");
            member.local.write(&mut out);
            out.extend(&member.local.name);
            out.extend(&member.local.extra);
            out.extend(&member.packed);
            out.extend(&member.after);
            directory.extend(b"PK\x01\x02\x14\x03");
            member.central.write(&mut directory);
            directory.extend((member.comment.len() as u16).to_le_bytes());
            directory.extend([0; 4]);
            directory.extend(member.attributes.to_le_bytes());
            directory.extend(at.to_le_bytes());
            directory.extend(&member.central.name);
            directory.extend(&member.central.extra);
            directory.extend(&member.comment);
        }
        out.extend(&self.before_directory);
        let at = out.len() as u32;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        let count = self.count.unwrap_or(self.members.len() as u16).to_le_bytes();
        out.extend([count, count].concat());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend((self.comment.len() as u16).to_le_bytes());
        out.extend(&self.comment);
        out.extend(&self.behind);
        out
    }
}

impl Member {
    pub fn stored(name: &str, bytes: &[u8]) -> Self {
        Self::new(name, bytes, 0, bytes.to_vec())
    }

    pub fn deflated(name: &str, bytes: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        Self::new(name, bytes, 8, encoder.finish().unwrap())
    }

    fn new(name: &str, bytes: &[u8], method: u16, packed: Vec<u8>) -> Self {
        let flags = if name.is_ascii() { 0 } else { 1 << 11 };
        let header = Header {
            flags,
            method,
            time: 0x0021_0000,
            crc: crc(bytes),
            packed: packed.len() as u32,
            size: bytes.len() as u32,
            name: name.as_bytes().to_vec(),
            extra: Vec::new(),
        };
        let kind = if name.ends_with('/') { 0o040_755 } else { 0o100_644 };
        let (local, central, attributes) = (header.clone(), header, kind << 16);
        Self { local, central, packed, after: Vec::new(), attributes, comment: Vec::new(), local_at: None }
    }

    /// Changes both headers alike.
    pub fn both(mut self, change: impl Fn(&mut Header)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    pub fn local(mut self, change: impl Fn(&mut Header)) -> Self {
        change(&mut self.local);
        self
    }

    pub fn with(mut self, change: impl Fn(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// As programs write it that can't go back: sizes and checksum behind the content.
    pub fn streamed(self, has_magic: bool) -> Self {
        let numbers = [self.central.crc, self.central.packed, self.central.size];
        let magic: &[u8] = if has_magic { b"PK\x07\x08" } else { b"" };
        let after = [magic.to_vec(), numbers.iter().flat_map(|number| number.to_le_bytes()).collect()].concat();
        let clear = |header: &mut Header| (header.crc, header.packed, header.size) = (0, 0, 0);
        self.both(|header| header.flags |= 1 << 3).local(clear).with(|member| member.after = after.clone())
    }
}

impl Header {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend([20_u16, self.flags, self.method].iter().flat_map(|number| number.to_le_bytes()));
        out.extend([self.time, self.crc, self.packed, self.size].iter().flat_map(|number| number.to_le_bytes()));
        out.extend([self.name.len() as u16, self.extra.len() as u16].iter().flat_map(|number| number.to_le_bytes()));
    }
}

pub fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
