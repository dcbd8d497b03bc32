//! WebP files as chunks (developers.google.com/speed/webp/docs/riff_container), without decoding any of them.

use super::{Format, Header, PictureError, bearable, damaged, ends_early, orientation};
use image::metadata::Orientation;

pub fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Reads the size of the canvas, the EXIF block, and whether there are several images.
pub fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let still = still(bytes)?;
    let (width, height) = still.canvas;
    let exif = body(bytes).map(Chunks).unwrap_or(Chunks(&[])).map_while(Result::ok).find(|chunk| chunk.name == b"EXIF");
    Ok(Header {
        format: Format::Webp { photo: still.is_photo() && still.fills_canvas() },
        width,
        height,
        orientation: exif.map_or(Orientation::NoTransforms, |chunk| orientation(chunk.data)),
        moves: still.moves,
    })
}

/// The first image of a file, and where it lies on the canvas.
pub struct Still<'a> {
    image: Chunk<'a>,
    /// How transparent the pixels are, where the image itself does not say it.
    alpha: Option<Chunk<'a>>,
    /// In pixels from the left and from above.
    pub place: (u32, u32),
    pub size: (u32, u32),
    pub canvas: (u32, u32),
    moves: bool,
}

impl Still<'_> {
    pub fn fills_canvas(&self) -> bool {
        self.place == (0, 0) && self.size == self.canvas
    }

    fn is_photo(&self) -> bool {
        self.image.name == b"VP8 " && self.alpha.is_none()
    }

    /// A file with nothing but this image.
    pub fn bare(&self) -> Vec<u8> {
        let mut chunks = Vec::new();
        if let Some(alpha) = &self.alpha {
            const HAS_ALPHA: u8 = 0x10;
            let (width, height) = (self.size.0 - 1, self.size.1 - 1);
            let [[w0, w1, w2, _], [h0, h1, h2, _]] = [width, height].map(u32::to_le_bytes);
            push(&mut chunks, b"VP8X", &[HAS_ALPHA, 0, 0, 0, w0, w1, w2, h0, h1, h2]);
            push(&mut chunks, alpha.name, alpha.data);
        }
        push(&mut chunks, self.image.name, self.image.data);
        let length = u32::try_from(chunks.len() + 4).unwrap_or(u32::MAX).to_le_bytes();
        [b"RIFF", &length, b"WEBP", chunks.as_slice()].concat()
    }
}

fn push(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend_from_slice(name);
    file.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend_from_slice(data);
    file.extend_from_slice(&[0][..data.len() % 2]);
}

/// Finds the first image.
pub fn still(bytes: &[u8]) -> Result<Still<'_>, PictureError> {
    let (mut canvas, mut frames, mut parts) = (None, 0, Parts::default());
    let (mut frame, mut place) = (None, (0, 0));
    for chunk in Chunks(body(bytes)?) {
        let chunk = chunk?;
        match chunk.name {
            b"VP8X" => canvas = Some((three(chunk.data, 4)? + 1, three(chunk.data, 7)? + 1)),
            b"ANMF" => {
                frames += 1;
                if frames > 1 {
                    break;
                }
                place = (three(chunk.data, 0)? * 2, three(chunk.data, 3)? * 2);
                frame = Some((three(chunk.data, 6)? + 1, three(chunk.data, 9)? + 1));
                for part in Chunks(chunk.data.get(16..).ok_or_else(ends_early)?) {
                    parts.take(part?);
                }
            }
            _ if frames == 0 => parts.take(chunk),
            _ => {}
        }
    }
    let image = parts.image.ok_or_else(|| damaged("it holds no image"))?;
    let size = size_of(&image)?;
    let canvas = canvas.unwrap_or(size);
    let outside = place.0 + size.0 > canvas.0 || place.1 + size.1 > canvas.1;
    if frame.unwrap_or(canvas) != size || outside {
        bearable(canvas.0, canvas.1)?;
        bearable(size.0, size.1)?;
        return Err(damaged("it has two different sizes"));
    }
    Ok(Still { image, alpha: parts.alpha, place, size, canvas, moves: frames > 1 })
}

/// What makes the pixels of one image.
#[derive(Default)]
struct Parts<'a> {
    image: Option<Chunk<'a>>,
    alpha: Option<Chunk<'a>>,
}

impl<'a> Parts<'a> {
    fn take(&mut self, chunk: Chunk<'a>) {
        match chunk.name {
            b"VP8 " | b"VP8L" if self.image.is_none() => self.image = Some(chunk),
            b"ALPH" if self.alpha.is_none() => self.alpha = Some(chunk),
            _ => {}
        }
    }
}

/// The size that an image itself gives (RFC 6386, 9.1; RFC 9649, 3.4).
fn size_of(image: &Chunk<'_>) -> Result<(u32, u32), PictureError> {
    const SIDE: u32 = 0x3FFF;
    match (image.name, image.data) {
        (b"VP8 ", [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1, ..]) => {
            Ok((u32::from(u16::from_le_bytes([*w0, *w1])) & SIDE, u32::from(u16::from_le_bytes([*h0, *h1])) & SIDE))
        }
        (b"VP8L", [0x2F, b0, b1, b2, b3, ..]) => {
            let bits = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
            Ok(((bits & SIDE) + 1, (bits >> 14 & SIDE) + 1))
        }
        _ => Err(damaged("its image has no header")),
    }
}

/// The chunks of a file, as far as its own length goes.
fn body(bytes: &[u8]) -> Result<&[u8], PictureError> {
    let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
    let end = length.and_then(|length| usize::try_from(length).ok()?.checked_add(8)).ok_or_else(ends_early)?;
    bytes.get(12..end).ok_or_else(ends_early)
}

#[derive(Clone, Copy)]
struct Chunk<'a> {
    name: &'a [u8; 4],
    data: &'a [u8],
}

/// Chunk after chunk; an error, then nothing more, where the bytes end before one does.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, PictureError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = std::mem::take(&mut self.0);
        if rest.is_empty() {
            return None;
        }
        let Some((chunk, after)) = split_chunk(rest) else { return Some(Err(ends_early())) };
        self.0 = after;
        Some(Ok(chunk))
    }
}

fn split_chunk(bytes: &[u8]) -> Option<(Chunk<'_>, &[u8])> {
    let (name, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (data, after) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    // Some writers leave the last byte of padding out.
    let after = if data.len() % 2 == 1 { after.get(1..).unwrap_or_default() } else { after };
    Some((Chunk { name, data }, after))
}

/// A number of three bytes.
fn three(data: &[u8], at: usize) -> Result<u32, PictureError> {
    let [b0, b1, b2] = *data.get(at..at + 3).ok_or_else(ends_early)? else { return Err(ends_early()) };
    Ok(u32::from_le_bytes([b0, b1, b2, 0]))
}
