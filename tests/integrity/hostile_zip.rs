//! ZIP files that were made to look like one thing and unpack to another, or to be dear. Each is a fault, and none costs much.

use crate::archive::{Archive, Header, Member, crc};
use crate::copies::{Files, faults, in_zip, listed, of_bytes, pages};
use lamplight::integrity::{Asked, FaultKind, MANIFEST, ReadAt, Verdict, ZipCopy, verify};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

const HOME: &str = "guides/en/index.html";

fn bundle() -> Files {
    let mut files = pages();
    files.retain(|path, bytes| bytes.len() < 3_000 || path == "en/index.html");
    listed(files)
}

/// The archive of a bundle with one member changed.
fn with(name: &str, change: impl Fn(Member) -> Member) -> Vec<u8> {
    let mut archive = Archive::of(&bundle());
    let member = archive.members.iter_mut().find(|member| member.central.name == name.as_bytes()).unwrap();
    *member = change(member.clone());
    archive.bytes()
}

fn with_more(members: impl IntoIterator<Item = Member>) -> Vec<u8> {
    let mut archive = Archive::of(&bundle());
    archive.members.extend(members);
    archive.bytes()
}

fn look(bytes: &[u8]) -> Verdict {
    of_bytes(bytes, &Asked::default())
}

/// Refused as a whole: nothing in it was looked at.
fn is_refused(what: &str, bytes: &[u8], words: &str) {
    let verdict = look(bytes);
    assert!(!verdict.faults.is_empty(), "{what}");
    assert!(verdict.faults.iter().all(|fault| fault.kind == FaultKind::Archive), "{what}: {verdict:#?}");
    let found = verdict.faults.iter().any(|fault| fault.why.as_ref().is_some_and(|why| why.contains(words)));
    assert!(found, "{what}: {verdict:#?}");
    assert_eq!(verdict.whole, 0, "{what}");
}

#[test]
fn two_files_of_one_name() {
    let evil = || Member::deflated(HOME, b"evil");
    is_refused("the same", &with_more([evil()]), "twice");
    is_refused("other case", &with_more([Member::stored("guides/EN/Index.html", b"evil")]), "twice");
    is_refused(
        "composed otherwise",
        &with_more([("guides/\u{E9}"), ("guides/e\u{301}")].map(|name| Member::stored(name, b""))),
        "twice",
    );
    is_refused("a folder and a file", &with_more([Member::stored("guides/en", b"")]), "lies in a file");
    is_refused("twice a folder", &with_more(["guides/x/", "guides/x/"].map(|name| Member::stored(name, b""))), "twice");
}

#[test]
fn headers_that_contradict_the_directory() {
    let differs = "differs from what the directory says";
    type Change = fn(&mut Header);
    let cases: [(&str, Change); 8] = [
        ("name", |header| header.name = b"guides/en/other.html".to_vec()),
        ("shorter name", |header| header.name = b"guides/en".to_vec()),
        ("checksum", |header| header.crc ^= 1),
        ("size", |header| header.size += 1),
        ("packed size", |header| header.packed -= 1),
        ("method", |header| header.method = 0),
        ("flags", |header| header.flags |= 1 << 11),
        ("time", |header| header.time += 1),
    ];
    for (what, change) in cases {
        is_refused(what, &with(HOME, |member| member.local(change)), differs);
    }
    let zeros = |header: &mut Header| (header.crc, header.packed, header.size) = (0, 0, 0);
    is_refused("no sizes", &with(HOME, |member| member.local(zeros)), differs);
    is_refused("a ZIP64 size", &with(HOME, |member| member.local(|header| header.extra = vec![1, 0, 0, 0])), differs);
    is_refused(
        "a wrong descriptor",
        &with(HOME, |member| member.streamed(true).with(|member| member.after[5] ^= 1)),
        differs,
    );
    is_refused(
        "no descriptor",
        &with(HOME, |member| member.streamed(true).with(|member| member.after.clear())),
        differs,
    );
}

#[test]
fn names_that_lead_out() {
    for name in [
        "../evil.html",
        "guides/../../evil.html",
        "/etc/cron.d/evil",
        "C:/evil.html",
        "guides\\..\\evil.html",
        "guides//a",
        "guides/./a",
        "guides/a\0b",
        "guides/a\nb",
        "guides/a.html:stream",
        "",
        "/",
        "guides/..",
    ] {
        is_refused(name, &with_more([Member::stored(name, b"evil")]), "lead out");
    }
    let latin = |header: &mut Header| header.name = b"guides/caf\xE9.html".to_vec();
    is_refused("Latin-1", &with_more([Member::stored("guides/a", b"").both(latin)]), "not UTF-8");
    let unmarked = |header: &mut Header| header.flags = 0;
    is_refused(
        "no mark of UTF-8",
        &with_more([Member::stored("guides/caf\u{E9}", b"").both(unmarked)]),
        "several ways",
    );
}

#[test]
fn what_is_no_plain_file() {
    for mode in [0o120_777_u32, 0o060_644, 0o020_644, 0o010_644, 0o140_644, 0o040_755] {
        let member = Member::stored("guides/link", b"/etc/passwd").with(|member| member.attributes = mode << 16);
        is_refused("mode", &with_more([member]), "symlink");
    }
    let dos = Member::stored("guides/folder", b"").with(|member| member.attributes = 0x10);
    is_refused("a folder for DOS", &with_more([dos]), "symlink");
    is_refused("a folder with content", &with_more([Member::stored("guides/new/", b"x")]), "folder with content");
    for flag in [1, 1 << 5, 1 << 6, 1 << 13] {
        is_refused("encrypted", &with(HOME, |member| member.both(|header| header.flags |= flag)), "encrypted");
    }
    for method in [1, 9, 12, 14, 93, 95, 99] {
        is_refused("method", &with(HOME, |member| member.both(|header| header.method = method)), "packed in a way");
    }
    for id in [0x0001_u16, 0x7075, 0x6375, 0x0017, 0x9901] {
        let extra = [id.to_le_bytes(), [0, 0]].concat();
        let change = |member: Member| member.both(|header| header.extra = extra.clone());
        is_refused("extra", &with(HOME, change), "parts that no bundle needs");
    }
    is_refused(
        "a torn extra",
        &with(HOME, |member| member.both(|header| header.extra = vec![1])),
        "parts that no bundle",
    );
    is_refused(
        "a comment",
        &with(HOME, |member| member.with(|member| member.comment = b"x".to_vec())),
        "parts that no bundle",
    );
}

#[test]
fn what_lies_beside_the_files() {
    let whole = Archive::of(&bundle());
    let but = |change: fn(&mut Archive)| {
        let mut archive = whole.clone();
        change(&mut archive);
        archive.bytes()
    };
    is_refused("before", &but(|archive| archive.before = b"#!/bin/sh\n".to_vec()), "something lies between");
    is_refused("behind", &but(|archive| archive.behind = vec![0]), "behind it");
    is_refused(
        "another archive behind",
        &but(|archive| archive.behind = Archive::new(vec![]).bytes()),
        "where its end says",
    );
    is_refused("a comment", &but(|archive| archive.comment = b"hello".to_vec()), "behind it");
    is_refused(
        "before the directory",
        &but(|archive| archive.before_directory = vec![0; 9]),
        "before the directory".split(' ').next_back().unwrap(),
    );
    is_refused("in a gap", &but(|archive| archive.members[1].after = b"gap".to_vec()), "does not follow");
    is_refused("fewer told of", &but(|archive| archive.count = Some(2)), "longer than its end says");
    is_refused("more told of", &but(|archive| archive.count = Some(9_999)), "cut short");
    is_refused("ZIP64", &but(|archive| archive.count = Some(u16::MAX)), "ZIP64");
    let mut prefixed = b"MZ".to_vec();
    prefixed.extend(whole.bytes());
    is_refused("a program before", &prefixed, "where its end says");
    for bytes in [&b""[..], b"PK", b"PK\x05\x06", &[0; 22], &[0xFF; 500], b"no archive at all, only words"] {
        is_refused("no archive", bytes, "no ZIP file");
    }
}

/// As in Fifield's "better zip bomb" of 2019: many names, one content.
#[test]
fn files_that_share_their_bytes() {
    let mut archive = Archive::of(&bundle());
    let first = archive.members[0].clone();
    let double = first.both(|header| header.name = b"guides/double".to_vec()).with(|member| member.local_at = Some(0));
    archive.members.push(double);
    is_refused("overlap", &archive.bytes(), "share bytes");
    let mut archive = Archive::of(&bundle());
    archive.members[2].local_at = Some(0);
    is_refused("all at one place", &archive.bytes(), "share bytes");
}

#[test]
fn contents_that_are_not_what_the_headers_say() {
    type Change = fn(Member) -> Member;
    let cases: [(&str, Change, &str); 6] = [
        ("longer", |member| member.both(|header| header.size -= 1), "longer than the archive says"),
        ("shorter", |member| member.both(|header| header.size += 1), "shorter than the archive says"),
        ("checksum", |member| member.both(|header| header.crc ^= 1), "checksum"),
        ("torn", |member| cut(member, 9), "unpacked"),
        ("no packed bytes", |member| member.with(|member| member.packed.fill(0xFF)), "unpacked"),
        ("hidden bytes behind", |member| grown(member, b"hidden"), "behind its content"),
    ];
    for (what, change, words) in cases {
        let verdict = look(&with(HOME, change));
        assert_eq!(faults(&verdict), [crate::copies::fault(FaultKind::Unreadable, "en/index.html")], "{what}");
        assert!(verdict.faults[0].why.as_ref().unwrap().contains(words), "{what}: {verdict:#?}");
        // The list and the signature are read by the same way.
        let verdict = look(&with("guides/SHA256SUMS", change));
        assert!(verdict.faults.iter().any(|fault| fault.path == MANIFEST), "{what}: {verdict:#?}");
    }
    let lies = Member::stored("guides/new", b"abc").both(|header| header.size = 9);
    is_refused("stored with two sizes", &with_more([lies]), "contradict");
}

fn cut(mut member: Member, bytes: usize) -> Member {
    member.packed.truncate(member.packed.len() - bytes);
    let length = member.packed.len() as u32;
    member.both(|header| header.packed = length)
}

fn grown(mut member: Member, more: &[u8]) -> Member {
    member.packed.extend(more);
    let length = member.packed.len() as u32;
    member.both(|header| header.packed = length)
}

/// A gigabyte of zeros in a megabyte, said honestly: refused before a byte is unpacked. One that says it is small is
/// unpacked as far as it said.
#[test]
fn bombs() {
    let zeros = vec![0; 1 << 24];
    let bomb = Member::deflated("guides/bomb", &zeros);
    is_refused("honest", &with_more([bomb.clone()]), "times its size");
    let name = bomb.central.name.clone();
    let liar = bomb.both(|header| (header.size, header.crc) = (1_000, crc(&[0; 1_000])));
    let mut archive = Archive::of(&bundle());
    let home = archive.members.iter_mut().find(|member| member.central.name == HOME.as_bytes()).unwrap();
    *home = liar.both(|header| header.name = HOME.into());
    let source = Counted { bytes: archive.bytes(), read: AtomicU64::new(0) };
    let size = (&source).size();
    let copy = ZipCopy::open(&source).unwrap();
    let verdict = verify(&copy, &Asked::default());
    assert!(verdict.faults[0].why.as_ref().unwrap().contains("longer than the archive says"), "{verdict:#?}");
    let read = source.read.load(Ordering::Relaxed);
    assert!(read < 4 * size, "{read} bytes of {size} were read");
    assert!(!name.is_empty());
}

struct Counted {
    bytes: Vec<u8>,
    read: AtomicU64,
}

impl ReadAt for &Counted {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.read.fetch_add(buffer.len() as u64, Ordering::Relaxed);
        (&self.bytes[..]).read_at(at, buffer)
    }
}

/// What other programs write for the same files is as good.
#[test]
fn other_programs_archives() {
    let files = bundle();
    let times = [b"UT\x05\0\x03".to_vec(), vec![0; 4]].concat();
    let variants: [(&str, &dyn Fn(Member) -> Member); 4] = [
        ("descriptors", &|member| if member.local.method == 8 { member.streamed(true) } else { member }),
        ("without a mark", &|member| if member.local.method == 8 { member.streamed(false) } else { member }),
        ("times in extra fields", &|member| member.both(|header| header.extra = times.clone())),
        ("from DOS", &|member| member.with(|member| member.attributes = 0x20)),
    ];
    for (what, change) in variants {
        let mut archive = Archive::of(&files);
        archive.members = archive.members.into_iter().map(change).collect();
        let verdict = look(&archive.bytes());
        assert!(verdict.is_well(), "{what}: {verdict:#?}");
    }
    let folders = ["guides/", "guides/en/"].map(|name| Member::stored(name, b""));
    assert!(look(&with_more(folders)).is_well());
    assert!(in_zip(&files, &Asked::default()).is_well());
}

#[test]
fn an_archive_that_was_cut() {
    let whole = Archive::of(&bundle()).bytes();
    for length in (0..whole.len()).step_by(7) {
        assert!(!look(&whole[..length]).is_well(), "cut to {length}");
    }
}
