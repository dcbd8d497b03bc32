//! PNG files as chunks (W3C PNG, third edition), without decompressing any of them.

use super::{Format, Header, PictureError, damaged, ends_early, orientation};
use image::metadata::Orientation;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

pub fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Reads the size, and the first EXIF block wherever it stands.
pub fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let mut chunks = Chunks::new(bytes);
    let first = chunks.next().unwrap_or_else(|| Err(ends_early()))?;
    let (b"IHDR", [w3, w2, w1, w0, h3, h2, h1, h0, ..]) = (first.name, first.data) else {
        return Err(damaged("it does not begin with its header"));
    };
    let width = u32::from_be_bytes([*w3, *w2, *w1, *w0]);
    let height = u32::from_be_bytes([*h3, *h2, *h1, *h0]);
    let (mut turn, mut moves) = (None, false);
    // A damaged end is found when the pixels are decoded.
    for chunk in chunks.map_while(Result::ok) {
        match chunk.name {
            b"eXIf" if turn.is_none() => turn = Some(orientation(chunk.data)),
            // An animation announces how many images it has.
            b"acTL" => moves = chunk.data.get(..4).is_some_and(|count| count > [0, 0, 0, 1].as_slice()),
            _ => {}
        }
    }
    let orientation = turn.unwrap_or(Orientation::NoTransforms);
    Ok(Header { format: Format::Png, width, height, orientation, moves })
}

/// The file with nothing but what makes pixels: header, palette, transparency, pixels. Ends where the picture does.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut bare = SIGNATURE.to_vec();
    for chunk in Chunks::new(bytes) {
        let chunk = chunk?;
        if matches!(chunk.name, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND") {
            bare.extend_from_slice(chunk.whole);
        }
    }
    Ok(bare)
}

struct Chunk<'a> {
    name: &'a [u8; 4],
    data: &'a [u8],
    /// With its length, name and checksum.
    whole: &'a [u8],
}

/// The chunks up to `IEND`; an error, then nothing more, where the file ends before.
struct Chunks<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Chunks<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.get(SIGNATURE.len()..) }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, PictureError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        let Some((chunk, after)) = split_chunk(rest) else { return Some(Err(ends_early())) };
        self.rest = (chunk.name != b"IEND").then_some(after);
        Some(Ok(chunk))
    }
}

fn split_chunk(bytes: &[u8]) -> Option<(Chunk<'_>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (name, rest) = rest.split_first_chunk::<4>()?;
    let data = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let (whole, after) = bytes.split_at_checked(data.len().checked_add(12)?)?;
    Some((Chunk { name, data, whole }, after))
}
