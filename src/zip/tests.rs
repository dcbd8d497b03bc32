use super::*;
use std::io::{Cursor, Read};

fn zip(files: &[(&str, &[u8])], time: Time) -> Vec<u8> {
    write(files.iter().map(|(name, bytes)| Entry::new(name, bytes, time).unwrap()).collect()).unwrap()
}

#[test]
fn what_is_put_in_comes_out() {
    let text = "The same words again and again. ".repeat(50);
    let noise: Vec<u8> = (0..=255_u8).collect();
    let files: [(&str, &[u8]); 4] =
        [("a/b.html", text.as_bytes()), ("a/c.png", &noise), ("a/empty", b""), ("ü.txt", "ü".as_bytes())];
    let day = Time::new(Some(jiff::civil::date(2026, 11, 21)));
    let bytes = zip(&files, day);
    let mut archive = ::zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(archive.len(), files.len());
    for (at, (name, content)) in files.iter().enumerate() {
        let mut file = archive.by_index(at).unwrap();
        assert_eq!(file.name().unwrap(), *name);
        assert_eq!(file.last_modified().unwrap().to_string(), "2026-11-21 00:00:00");
        assert_eq!(file.unix_mode(), Some(0o100_644));
        assert_eq!(file.extra_data().unwrap_or_default(), b"", "{name}");
        let method = if name.ends_with(".html") { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        assert_eq!(file.compression(), method, "{name}");
        let mut found = Vec::new();
        file.read_to_end(&mut found).unwrap();
        assert_eq!(found, *content, "{name}");
    }
    let room: u64 = files.iter().map(|(name, content)| Entry::new(name, content, day).unwrap().room()).sum();
    assert_eq!(bytes.len() as u64, room + 22, "room is made once, and no field is there that was not counted");
}

/// Bits 3 and 11 of what a file's head says: whether its size comes after it, and whether its name is UTF-8.
#[test]
fn sizes_stand_before_files_and_names_are_utf_8() {
    for (name, flags) in [("plain.txt", 0), ("ü.txt", 1 << 11)] {
        let bytes = zip(&[(name, b"x")], Time::new(None));
        assert_eq!(u16::from_le_bytes([bytes[6], bytes[7]]), flags, "{name}");
    }
}

#[test]
fn days_that_no_zip_knows() {
    let of = |year, month, day| Time::new(Some(jiff::civil::date(year, month, day))).0.to_string();
    assert_eq!(of(2026, 2, 28), "2026-02-28 00:00:00");
    assert_eq!(of(1979, 12, 31), "1980-01-01 00:00:00");
    assert_eq!(of(2108, 1, 1), "2107-12-31 00:00:00");
    assert_eq!(Time::new(None).0.to_string(), "1980-01-01 00:00:00");
}

#[test]
fn two_files_of_one_name_are_refused() {
    let time = Time::new(None);
    let entries = ["a", "a"].map(|name| Entry::new(name, b"", time).unwrap());
    assert!(write(entries.into()).is_err());
}

/// From 65,536 files on a zip needs the long form of its end.
#[test]
fn more_files_than_the_short_form_counts() {
    let time = Time::new(None);
    let entries = (0..70_000).map(|n| Entry::stored(&n.to_string(), b"", time).unwrap()).collect();
    let archive = ::zip::ZipArchive::new(Cursor::new(write(entries).unwrap())).unwrap();
    assert_eq!(archive.len(), 70_000);
}
