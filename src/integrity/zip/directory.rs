use super::record::{End, Fields, Header, are_harmless};
use super::{ReadAt, fault};
use crate::integrity::Fault;
use crate::source::VPath;
use std::collections::HashMap;
use std::io;
use unicode_normalization::UnicodeNormalization;

const MEMBER_MAGIC: &[u8] = b"PK\x01\x02";
const LOCAL_MAGIC: &[u8] = b"PK\x03\x04";
const DESCRIPTOR_MAGIC: &[u8] = b"PK\x07\x08";
const LOCAL_LENGTH: u64 = 4 + Header::LENGTH as u64;
/// Names as long as they can be, of as many files as there can be: more than memory should be spent on.
const MAX_DIRECTORY: u32 = 64 << 20;
/// Text shrinks to a fifth, a table of zeros to a hundredth: what grows beyond this many times was made to.
const MAX_GROWTH: u64 = 200;

/// A file has a descriptor behind it, and its sizes stand there.
const HAS_DESCRIPTOR: u16 = 1 << 3;
const IS_UTF8: u16 = 1 << 11;
/// How hard the packing was tried.
const EFFORT: u16 = 0b110;
pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;

/// A file or folder of an archive.
#[derive(Debug)]
pub(super) struct Member {
    /// Without a slash at the end.
    pub path: String,
    pub is_folder: bool,
    pub header: Header,
    /// Where its content begins.
    pub content_at: u64,
    name: Vec<u8>,
    local_at: u64,
}

/// The members of an archive in the order in which they lie in it, and everything that makes it unsound.
pub(super) fn read(source: &dyn ReadAt) -> io::Result<(Vec<Member>, Vec<Fault>)> {
    let directory = match read_directory(source)? {
        Ok(directory) => directory,
        Err(why) => return Ok((Vec::new(), vec![fault("", why)])),
    };
    let mut faults = Vec::new();
    let (mut members, whole) = parse(&directory.bytes, directory.members, &mut faults);
    if !whole {
        return Ok((members, faults));
    }
    members.sort_by_key(|member| member.local_at);
    let mut end = 0;
    for member in &mut members {
        match check_local(source, member, end)? {
            Ok(after) => end = after,
            Err(why) => {
                faults.push(fault(&member.path, why));
                return Ok((members, faults));
            }
        }
    }
    if end != directory.at {
        faults.push(fault("", "something lies between the last file and the directory"));
    }
    let size: u64 = members.iter().map(|member| member.header.size).sum();
    if size > MAX_GROWTH * source.size() {
        faults.push(fault("", format!("it would unpack to {size} bytes, more than {MAX_GROWTH} times its size")));
    }
    faults.extend(clashes(&members));
    Ok((members, faults))
}

struct Directory {
    bytes: Vec<u8>,
    members: u16,
    at: u64,
}

fn read_directory(source: &dyn ReadAt) -> io::Result<Result<Directory, &'static str>> {
    let Some(end_at) = source.size().checked_sub(End::LENGTH as u64) else { return Ok(Err("it is no ZIP file")) };
    let mut bytes = [0; End::LENGTH];
    source.read_at(end_at, &mut bytes)?;
    let end = match End::read(&bytes) {
        Ok(end) => end,
        Err(why) => return Ok(Err(why)),
    };
    if u64::from(end.at) + u64::from(end.size) != end_at {
        return Ok(Err("its directory does not lie where its end says, or something was added before the archive"));
    }
    if end.size > MAX_DIRECTORY {
        return Ok(Err("its directory is larger than that of any bundle"));
    }
    let mut bytes = vec![0; end.size as usize];
    source.read_at(end.at.into(), &mut bytes)?;
    Ok(Ok(Directory { bytes, members: end.members, at: end.at.into() }))
}

/// The members of a directory, and whether all of them could be read.
fn parse(directory: &[u8], count: u16, faults: &mut Vec<Fault>) -> (Vec<Member>, bool) {
    let mut fields = Fields(directory);
    let mut members = Vec::new();
    for _ in 0..count {
        match parse_member(&mut fields) {
            Some(Ok(member)) => members.push(member),
            Some(Err(fault)) => faults.push(fault),
            None => {
                faults.push(fault("", "its directory is cut short"));
                return (members, false);
            }
        }
    }
    if !fields.0.is_empty() {
        faults.push(fault("", "its directory is longer than its end says"));
    }
    (members, faults.is_empty())
}

/// One record of the directory; `None` where there is none.
fn parse_member(fields: &mut Fields<'_>) -> Option<Result<Member, Fault>> {
    fields.0 = fields.0.strip_prefix(MEMBER_MAGIC)?;
    let _made_by = fields.u16()?;
    let header = Header::read(fields)?;
    let (comment_length, disk) = (fields.u16()?, fields.u16()?);
    let _internal_attributes = fields.u16()?;
    let attributes = fields.u32()?;
    let local_at = fields.u32()?.into();
    let name = fields.bytes(header.name_length.into())?;
    let extra = fields.bytes(header.extra_length.into())?;
    fields.bytes(comment_length.into())?;

    let shown = String::from_utf8_lossy(name).into_owned();
    let bad = |why: &str| Some(Err(fault(&shown, why)));
    let (path, is_folder) = match path_of(name, header.flags) {
        Ok(path) => path,
        Err(why) => return bad(why),
    };
    if let Some(why) = why_not(&header, is_folder) {
        return bad(why);
    }
    if disk != 0 || comment_length != 0 || !are_harmless(extra) {
        return bad("its entry in the directory has parts that no bundle needs");
    }
    if !is_plain(attributes, is_folder) {
        return bad("it is a symlink, or another thing that is no plain file");
    }
    Some(Ok(Member { path, is_folder, header, content_at: 0, name: name.to_owned(), local_at }))
}

/// The path of a name, and whether it is a folder's.
fn path_of(name: &[u8], flags: u16) -> Result<(String, bool), &'static str> {
    let text = str::from_utf8(name).map_err(|_| "its name is not UTF-8")?;
    if !text.is_ascii() && flags & IS_UTF8 == 0 {
        return Err("its name does not say that it is UTF-8, and is read in several ways");
    }
    let (path, is_folder) = text.strip_suffix('/').map_or((text, false), |path| (path, true));
    if path.contains(':') || VPath::new(path).is_err() {
        return Err("its name would lead out of the folder that it is unpacked in");
    }
    Ok((path.to_owned(), is_folder))
}

/// Why a header can't be that of a bundle's file.
fn why_not(header: &Header, is_folder: bool) -> Option<&'static str> {
    let Header { flags, method, packed, size, .. } = *header;
    if flags & !(HAS_DESCRIPTOR | IS_UTF8 | EFFORT) != 0 {
        return Some("it is encrypted, or packed in a way that no bundle is");
    }
    match method {
        STORED if packed != size || flags & HAS_DESCRIPTOR != 0 => {
            Some("the sizes of its content contradict each other")
        }
        STORED | DEFLATED if is_folder && (packed, size) != (0, 0) => Some("it is a folder with content"),
        STORED | DEFLATED if [packed, size].contains(&u32::MAX.into()) => Some("it is larger than 4 GB"),
        STORED | DEFLATED => None,
        _ => Some("it is encrypted, or packed in a way that no bundle is"),
    }
}

/// Whether what Unix and DOS note of a file is that it is one, or a folder where its name says so.
fn is_plain(attributes: u32, is_folder: bool) -> bool {
    const FOLDER: u32 = 0o040_000;
    const FILE: u32 = 0o100_000;
    const DOS_FOLDER: u32 = 0x10;
    let unix = attributes >> 16 & 0o170_000;
    let fits_unix = unix == 0 || unix == if is_folder { FOLDER } else { FILE };
    fits_unix && (is_folder || attributes & DOS_FOLDER == 0)
}

/// Holds the header before a file against the directory's; the end of the file, with what belongs to it.
fn check_local(source: &dyn ReadAt, member: &mut Member, expected_at: u64) -> io::Result<Result<u64, &'static str>> {
    const DIFFERS: &str = "what stands before it differs from what the directory says of it";
    if member.local_at != expected_at {
        return Ok(Err("it does not follow the file before it: something lies between them, or they share bytes"));
    }
    let name_at = expected_at + LOCAL_LENGTH;
    if name_at + u64::from(member.header.name_length) > source.size() {
        return Ok(Err(DIFFERS));
    }
    let mut bytes = vec![0; LOCAL_LENGTH as usize + usize::from(member.header.name_length)];
    source.read_at(expected_at, &mut bytes)?;
    let Some(fields) = bytes.strip_prefix(LOCAL_MAGIC) else { return Ok(Err(DIFFERS)) };
    let mut fields = Fields(fields);
    let Some(local) = Header::read(&mut fields) else { return Ok(Err(DIFFERS)) };
    let sizes_follow = member.header.flags & HAS_DESCRIPTOR != 0 && (local.crc, local.packed, local.size) == (0, 0, 0);
    let Header { crc, packed, size, .. } = member.header;
    let expected = Header { extra_length: local.extra_length, ..member.header.clone() };
    let local = if sizes_follow { Header { crc, packed, size, ..local } } else { local };
    if local != expected || fields.0 != member.name {
        return Ok(Err(DIFFERS));
    }

    let extra_at = name_at + u64::from(member.header.name_length);
    member.content_at = extra_at + u64::from(local.extra_length);
    let end = member.content_at + packed;
    if end > source.size() {
        return Ok(Err("its content goes beyond the archive"));
    }
    let mut extra = vec![0; local.extra_length.into()];
    source.read_at(extra_at, &mut extra)?;
    if !are_harmless(&extra) {
        return Ok(Err(DIFFERS));
    }
    if member.header.flags & HAS_DESCRIPTOR == 0 {
        return Ok(Ok(end));
    }
    Ok(check_descriptor(source, &member.header, end)?.ok_or(DIFFERS))
}

/// The end of the descriptor that begins at `at`, where it says what the directory does.
fn check_descriptor(source: &dyn ReadAt, header: &Header, at: u64) -> io::Result<Option<u64>> {
    let sizes = [header.packed, header.size].map(|size| size as u32);
    let numbers: Vec<u8> = [header.crc, sizes[0], sizes[1]].iter().flat_map(|number| number.to_le_bytes()).collect();
    for expected in [[DESCRIPTOR_MAGIC, &numbers].concat(), numbers] {
        let end = at + expected.len() as u64;
        let mut found = vec![0; expected.len()];
        if end <= source.size() {
            source.read_at(at, &mut found)?;
            if found == expected {
                return Ok(Some(end));
            }
        }
    }
    Ok(None)
}

/// Members that would be one file on some system, and files that would be folders.
fn clashes(members: &[Member]) -> Vec<Fault> {
    let folded = |path: &str| path.nfc().flat_map(char::to_lowercase).collect::<String>();
    let mut seen: HashMap<String, &Member> = HashMap::with_capacity(members.len());
    let mut faults = Vec::new();
    for member in members {
        if let Some(first) = seen.insert(folded(&member.path), member) {
            faults.push(fault(&member.path, format!("it is there twice, also as {}", first.path)));
        }
    }
    for member in members {
        let mut above = member.path.match_indices('/').map(|(at, _)| &member.path[..at]);
        if above.any(|folder| seen.get(&folded(folder)).is_some_and(|member| !member.is_folder)) {
            faults.push(fault(&member.path, "it lies in a file"));
        }
    }
    faults
}
