//! What a file is that is no picture that we read, by its first bytes, in words for the person who chose it.

/// What begins so, with an article. The first that fits is meant.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\0\0\x01\0", "an icon file"),
    (b"\xFF\x0A", "a JPEG XL picture"),
    (b"\0\0\0\x0CJXL ", "a JPEG XL picture"),
    (b"\0\0\0\x0CjP  ", "a JPEG 2000 picture"),
    (b"8BPS", "a Photoshop document"),
    (b"BM", "a BMP picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xD0\xCF\x11\xE0", "an office document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"version https://git-lfs", "a Git LFS pointer (the picture itself was not fetched)"),
];

/// What an ISO media file holds, by the brand after `ftyp`.
const BRANDS: &[(&[u8], &str)] = &[
    (b"hei", "a HEIC picture"),
    (b"hev", "a HEIC picture"),
    (b"mif1", "a HEIC picture"),
    (b"msf1", "a HEIC picture"),
    (b"avi", "an AVIF picture"),
];

/// What `bytes` hold, with an article: `a GIF`, `an SVG drawing`.
pub fn name(bytes: &[u8]) -> &'static str {
    let begins = |table: &[(&[u8], &'static str)], bytes: &[u8]| {
        table.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, name)| *name)
    };
    if bytes.is_empty() {
        "an empty file"
    } else if bytes.get(4..8) == Some(b"ftyp") {
        begins(BRANDS, &bytes[8..]).unwrap_or("a video")
    } else if bytes.starts_with(b"RIFF") {
        "a sound or video"
    } else {
        begins(BEGINNINGS, bytes).or_else(|| markup(bytes)).unwrap_or_else(|| text_or_data(bytes))
    }
}

/// Whether a file is SVG.
pub fn is_drawing(bytes: &[u8]) -> bool {
    markup(bytes) == Some(DRAWING)
}

const DRAWING: &str = "an SVG drawing";

/// What a file that begins with `<` is.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !start.starts_with('<') {
        None
    } else if start.starts_with("<!doctype html") || start.starts_with("<html") {
        Some("an HTML page")
    } else if start.contains("<svg") {
        Some(DRAWING)
    } else if start.starts_with("<?xml") {
        Some("an XML file")
    } else {
        Some("an HTML page")
    }
}

fn text_or_data(bytes: &[u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => "a text file",
        _ => "a file of an unknown kind",
    }
}
