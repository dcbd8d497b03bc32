//! Reads what a build writes as WOFF2 (W3C, 2024), without the transformation of glyphs that it leaves out.

use std::io::Read;

/// The tags that a directory names by their number, in the order of the standard.
const TAGS: &str = "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT \
VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat \
fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill";

/// The TrueType file in a WOFF2 file.
pub fn decode(woff2: &[u8]) -> Vec<u8> {
    assert!(woff2.starts_with(b"wOF2\0\x01\0\0"), "no WOFF2 of TrueType");
    let count = usize::from(u16::from_be_bytes([woff2[12], woff2[13]]));
    let compressed = u32::from_be_bytes(woff2[20..24].try_into().unwrap()) as usize;
    let mut at = 48;
    let tables: Vec<([u8; 4], usize)> = (0..count).map(|_| entry(woff2, &mut at)).collect();
    let mut data = Vec::new();
    let stream = &woff2[at..at + compressed];
    brotli_decompressor::Decompressor::new(stream, 4096).read_to_end(&mut data).unwrap();
    assert_eq!(data.len(), tables.iter().map(|(_, length)| length).sum::<usize>());
    truetype(&tables, &data)
}

/// An entry of the directory: the tag of a table and its length.
fn entry(woff2: &[u8], at: &mut usize) -> ([u8; 4], usize) {
    let flags = woff2[*at];
    *at += 1;
    let tag: [u8; 4] = match usize::from(flags & 0x3F) {
        63 => {
            *at += 4;
            woff2[*at - 4..*at].try_into().unwrap()
        }
        number => TAGS.as_bytes()[number * 5..number * 5 + 4].try_into().unwrap(),
    };
    // Of these two, version 3 is the one without a transformation.
    let plain = if matches!(&tag, b"glyf" | b"loca") { 3 } else { 0 };
    assert_eq!(flags >> 6, plain, "{} is transformed", String::from_utf8_lossy(&tag));
    let mut length = 0;
    loop {
        let byte = woff2[*at];
        *at += 1;
        length = length << 7 | usize::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return (tag, length);
        }
    }
}

fn truetype(tables: &[([u8; 4], usize)], data: &[u8]) -> Vec<u8> {
    let mut sorted: Vec<([u8; 4], &[u8])> = Vec::new();
    let mut rest = data;
    for (tag, length) in tables {
        let (table, more) = rest.split_at(*length);
        sorted.push((*tag, table));
        rest = more;
    }
    sorted.sort();
    // Readers need neither the fields for searching nor the checksums.
    let mut head = b"\0\x01\0\0".to_vec();
    head.extend(u16::try_from(sorted.len()).unwrap().to_be_bytes());
    head.extend([0; 6]);
    let mut body = Vec::new();
    let start = head.len() + 16 * sorted.len();
    for (tag, table) in sorted {
        head.extend(tag);
        head.extend([0; 4]);
        head.extend(u32::try_from(start + body.len()).unwrap().to_be_bytes());
        head.extend(u32::try_from(table.len()).unwrap().to_be_bytes());
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    head.extend(body);
    head
}
