//! On Debian's Noto fonts, and on files made of them that are none.

use super::*;
use read_fonts::FontRef;
use std::sync::LazyLock;

static NASTALIQ: LazyLock<Vec<u8>> = LazyLock::new(|| noto("NotoNastaliqUrdu"));
static NASKH: LazyLock<Vec<u8>> = LazyLock::new(|| noto("NotoNaskhArabic"));

#[expect(clippy::disallowed_methods, reason = "a test reads a font of the system's")]
fn noto(name: &str) -> Vec<u8> {
    let path = format!("/usr/share/fonts/truetype/noto/{name}-Regular.ttf");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}; tests/run installs fonts-noto-core"))
}

fn letters(text: &str) -> Characters {
    text.chars().collect()
}

#[test]
fn a_font_says_what_it_has() {
    let (nastaliq, naskh) = (Font::read(&NASTALIQ).unwrap(), Font::read(&NASKH).unwrap());
    for c in "ڪ۽۾".chars() {
        assert!(!nastaliq.has(c) && naskh.has(c), "{c}");
    }
    assert!(nastaliq.has('ے') && !nastaliq.has('A'));
    assert_eq!(
        nastaliq.local_names(),
        ["Noto Nastaliq Urdu Regular", "NotoNastaliqUrdu-Regular", "Noto Nastaliq Urdu"]
    );
    assert_eq!(nastaliq.weights(), None);
}

#[test]
fn a_subset_is_small_and_always_the_same() {
    let font = Font::read(&NASKH).unwrap();
    let (few, more) = (font.subset(&letters("آپ")).unwrap(), font.subset(&letters("آپ محفوظ ہیں")).unwrap());
    assert!(few.starts_with(b"wOF2") && few.len() < more.len() && more.len() < 10_000, "{} {}", few.len(), more.len());
    assert_eq!(few, font.subset(&letters("پآ")).unwrap());
    assert_eq!(font.subset(&Characters::new()).map(|bytes| bytes.len() < few.len()), Ok(true));
}

/// The notices that the SIL Open Font License asks to keep: of copyright, and of the licence with its address.
#[test]
fn a_subset_keeps_its_notices() {
    for bytes in [&NASTALIQ, &NASKH] {
        let font = Font::read(bytes).unwrap();
        let cut = font.cut(&font.closure(&letters("آپ"))).unwrap();
        let cut = Font { bytes: &cut, tables: FontRef::new(&cut).unwrap() };
        for id in [0, 4, 6, 13, 14].map(NameId::new) {
            assert!(font.name(id).is_some() && font.name(id) == cut.name(id), "{id:?}");
        }
        assert!(cut.name(NameId::LICENSE_DESCRIPTION).unwrap().contains("SIL Open Font License"));
    }
}

/// A letter and its mark may be typed as one character or as two.
#[test]
fn a_letter_brings_what_it_may_be_composed_to() {
    let font = Font::read(&NASKH).unwrap();
    let closure = |text: &str| font.closure(&letters(text));
    assert!(closure("ا\u{0653}").contains(u32::from('آ')));
    assert!(closure("آ").contains(0x0653) && closure("آ").contains(u32::from('ا')));
    assert!(closure("آ").contains(0x200C) && !closure("آ").contains(u32::from('ب')));
}

#[test]
fn files_that_are_no_font_of_ours_say_so() {
    let with = |start: &[u8]| [start, &NASKH[start.len()..]].concat();
    for (bytes, bad) in [
        (Vec::new(), BadFont::NoFont),
        (b"%PDF-1.4".to_vec(), BadFont::NoFont),
        (with(b"OTTO"), BadFont::PostScript),
        (with(b"wOF2"), BadFont::Compressed),
        (with(b"wOFF"), BadFont::Compressed),
        (with(b"ttcf"), BadFont::Collection),
        (NASKH[..1000].to_vec(), BadFont::Broken),
        (with_embedding(0x0002), BadFont::Forbidden),
        (with_embedding(0x0108), BadFont::Forbidden),
        (vec![0; MAX_BYTES + 1], BadFont::TooLarge),
    ] {
        assert_eq!(Font::read(&bytes).err(), Some(bad));
    }
    assert!(Font::read(&with_embedding(0x0008)).is_ok(), "editable embedding allows what we do");
}

/// Noto Naskh with other bits for embedding.
fn with_embedding(bits: u16) -> Vec<u8> {
    let mut bytes = NASKH.clone();
    let at = table(&bytes, b"OS/2").start + 8;
    bytes[at..at + 2].copy_from_slice(&bits.to_be_bytes());
    bytes
}

/// Where a table lies in a font file.
fn table(bytes: &[u8], tag: &[u8; 4]) -> std::ops::Range<usize> {
    let record = bytes[12..].chunks(16).find(|record| record.starts_with(tag)).unwrap();
    let number = |at: usize| u32::from_be_bytes(record[at..at + 4].try_into().unwrap()) as usize;
    number(8)..number(8) + number(12)
}

/// A name that could end its quotes in a style sheet is none.
#[test]
fn names_that_are_not_plain_are_left_out() {
    let mut bytes = NASKH.clone();
    let names = table(&bytes, b"name");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (old, new) = (utf16("Arabic Regular"), utf16("\\\"),url(//a.b)"));
    let at = (names.start..names.end - old.len()).find(|at| bytes[*at..].starts_with(&old)).unwrap();
    bytes[at..at + old.len()].copy_from_slice(&new);
    assert_eq!(Font::read(&bytes).unwrap().local_names(), ["NotoNaskhArabic-Regular", "Noto Naskh Arabic"]);
}

/// A font may come with a contribution: whatever is broken in it, the build goes on to say so.
#[test]
fn a_broken_font_never_ends_the_program() {
    let mut state = 1_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let tags = [b"cmap", b"glyf", b"loca", b"GSUB", b"GPOS", b"GDEF", b"name", b"hmtx", b"head", b"maxp", b"post"];
    let mut refused = 0;
    for round in 0..150 {
        let mut bytes = NASKH.clone();
        let place = table(&bytes, tags[round % tags.len()]);
        for _ in 0..=random(8) {
            let at = place.start + random(place.len());
            bytes[at] = random(256) as u8;
        }
        let Ok(font) = Font::read(&bytes) else { continue };
        refused += usize::from(font.subset(&letters("آپ محفوظ ہیں")).is_err());
    }
    assert!(refused > 0, "no font was broken: the test tests nothing");
}
