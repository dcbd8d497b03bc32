//! GIF files as blocks (GIF89a specification), without decompressing any of them.

use super::{Format, Header, PictureError, bearable, damaged, ends_early};
use image::metadata::Orientation;

const IMAGE: u8 = 0x2C;
const EXTENSION: u8 = 0x21;
const END: u8 = 0x3B;
/// The extension that says what is transparent in the image after it.
const CONTROL: u8 = 0xF9;

pub fn is_gif(bytes: &[u8]) -> bool {
    bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")
}

/// Reads the size of the screen, and whether there are several images.
pub fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let screen = bytes.get(6..10).ok_or_else(ends_early)?;
    let (width, height) = (number(screen, 0), number(screen, 2));
    // A damaged end is found when the pixels are decoded.
    let images: Vec<Block<'_>> =
        Blocks::new(bytes)?.map_while(Result::ok).filter(|block| block.kind == IMAGE).take(2).collect();
    if let Some(first) = images.first() {
        bearable(number(first.bytes, 5), number(first.bytes, 7))?;
    }
    let (orientation, moves) = (Orientation::NoTransforms, images.len() > 1);
    Ok(Header { format: Format::Gif, width, height, orientation, moves })
}

/// The file with nothing but its screen and its first image.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let blocks = Blocks::new(bytes)?;
    let mut bare = bytes[..blocks.at].to_vec();
    let mut control: &[u8] = &[];
    for block in blocks {
        let block = block?;
        match block.kind {
            IMAGE => {
                bare.extend_from_slice(control);
                bare.extend_from_slice(block.bytes);
                bare.push(END);
                return Ok(bare);
            }
            EXTENSION if block.bytes.get(1) == Some(&CONTROL) => control = block.bytes,
            _ => {}
        }
    }
    Err(damaged("it holds no image"))
}

struct Block<'a> {
    kind: u8,
    /// From its kind to its last sub-block. Of an image at least the ten bytes that describe it.
    bytes: &'a [u8],
}

/// The blocks up to the end of the file; an error, then nothing more, where it ends before.
struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
    done: bool,
}

impl<'a> Blocks<'a> {
    /// After the screen and its colours.
    fn new(bytes: &'a [u8]) -> Result<Self, PictureError> {
        const SCREEN: usize = 13;
        let flags = *bytes.get(10).ok_or_else(ends_early)?;
        let at = SCREEN + colours(flags);
        if at > bytes.len() { Err(ends_early()) } else { Ok(Self { bytes, at, done: false }) }
    }

    fn block(&self) -> Option<Block<'a>> {
        let rest = self.bytes.get(self.at..)?;
        let kind = *rest.first()?;
        let data_at = match kind {
            EXTENSION => 2,
            // The description, its colours, and the size of its first code.
            IMAGE => 10 + colours(*rest.get(9)?) + 1,
            _ => return Some(Block { kind, bytes: &rest[..1] }),
        };
        let end = end_of_data(rest, data_at)?;
        Some(Block { kind, bytes: &rest[..end] })
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Result<Block<'a>, PictureError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.block() {
            Some(block) if matches!(block.kind, IMAGE | EXTENSION) => {
                self.at += block.bytes.len();
                Some(Ok(block))
            }
            Some(block) => {
                self.done = true;
                (block.kind != END).then(|| Err(damaged("it holds a block that no GIF has")))
            }
            None => {
                self.done = true;
                Some(Err(ends_early()))
            }
        }
    }
}

/// Bytes of the table of colours that the flags of a screen or an image announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the sub-blocks that begin at `at` end, with the empty one that closes them.
fn end_of_data(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}
