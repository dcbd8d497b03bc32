//! Zstandard (RFC 8878), written by integers alone, so that the bytes are the same on every machine.
//!
//! The library of the format is in C, and writes with other tables on other processors; what there is of it in Rust stumbles over
//! some texts. A site says much of a page on others, which lies far apart: what counts is to look that far.

mod bits;
mod fse;
mod huffman;
mod literals;
mod repeats;
mod sequences;
#[cfg(test)]
mod tests;

use bits::Bits;
use repeats::{FURTHEST, Repeats};
use sequences::Offsets;

/// The most that a block holds.
const BLOCK: usize = 128 << 10;

/// What a frame begins with.
const MAGIC: [u8; 4] = 0xFD2F_B528_u32.to_le_bytes();

/// What a block is, by the two bits that say so.
const RAW: u32 = 0;
const COMPRESSED: u32 = 2;

/// The text as one frame.
pub(super) fn compress(text: &[u8]) -> Vec<u8> {
    let window = text.len().next_power_of_two().clamp(1 << 10, FURTHEST);
    let mut out = MAGIC.to_vec();
    // No size, no checksum, no dictionary: what it is in says all that. Then how far back repetitions may lie.
    out.extend([0, (window.ilog2() as u8 - 10) << 3]);
    let mut repeats = Repeats::new(text, window);
    let mut offsets = Offsets::default();
    let mut at = 0;
    loop {
        let end = text.len().min(at + BLOCK);
        let mut later = offsets.clone();
        let small = block(&mut repeats, at..end, &mut later).filter(|small| small.len() < end - at);
        let (kind, bytes) = match &small {
            Some(small) => (COMPRESSED, &small[..]),
            None => (RAW, &text[at..end]),
        };
        // A reader learns of offsets by blocks that have some.
        if small.is_some() {
            offsets = later;
        }
        let header = u32::from(end == text.len()) | kind << 1 | (bytes.len() as u32) << 3;
        out.extend_from_slice(&header.to_le_bytes()[..3]);
        out.extend_from_slice(bytes);
        at = end;
        if at == text.len() {
            return out;
        }
    }
}

/// The part of a text as a compressed block; nothing where that can't be said.
fn block(repeats: &mut Repeats<'_>, range: std::ops::Range<usize>, offsets: &mut Offsets) -> Option<Vec<u8>> {
    let (loose, found) = repeats.split(range);
    let mut out = literals::section(&loose);
    out.extend(sequences::section(&found, offsets)?);
    Some(out)
}
