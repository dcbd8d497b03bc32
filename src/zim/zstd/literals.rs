//! The bytes of a block that stood nowhere before.

use super::huffman::Codes;

/// How they are written, by the two bits that say so.
const RAW: u32 = 0;
const ONE_BYTE: u32 = 1;
const HUFFMAN: u32 = 2;

/// Fewer are written in one stream, more in four, which a reader can read at once.
const ONE_STREAM: usize = 256;

/// The section of a block for these bytes.
pub(super) fn section(bytes: &[u8]) -> Vec<u8> {
    let plain = |kind, content: &[u8]| [&header(kind, bytes.len())[..], content].concat();
    match bytes {
        [first, rest @ ..] if !rest.is_empty() && rest.iter().all(|byte| byte == first) => plain(ONE_BYTE, &[*first]),
        [_, _, ..] => compressed(bytes).filter(|small| small.len() < bytes.len()).unwrap_or_else(|| plain(RAW, bytes)),
        _ => plain(RAW, bytes),
    }
}

/// What stands before bytes that are not compressed.
fn header(kind: u32, size: usize) -> Vec<u8> {
    let size = size as u32;
    match size {
        0..32 => vec![(kind | size << 3) as u8],
        32..4096 => (kind | 1 << 2 | size << 4).to_le_bytes()[..2].to_vec(),
        _ => (kind | 3 << 2 | size << 4).to_le_bytes()[..3].to_vec(),
    }
}

fn compressed(bytes: &[u8]) -> Option<Vec<u8>> {
    let codes = Codes::new(bytes);
    let mut content = codes.describe()?;
    if bytes.len() < ONE_STREAM {
        content.extend(codes.write(bytes));
    } else {
        let streams: Vec<Vec<u8>> = bytes.chunks(bytes.len().div_ceil(4)).map(|part| codes.write(part)).collect();
        // Where each but the last ends.
        for stream in &streams[..3] {
            content.extend(u16::try_from(stream.len()).ok()?.to_le_bytes());
        }
        content.extend(streams.concat());
    }
    let (format, bits) = match bytes.len().max(content.len()) {
        _ if bytes.len() < ONE_STREAM => (0, 10),
        0..1024 => (1, 10),
        1024..16384 => (2, 14),
        _ => (3, 18),
    };
    let [size, packed] = [bytes.len(), content.len()].map(|size| size as u64);
    let header = u64::from(HUFFMAN) | format << 2 | size << 4 | packed << (4 + bits);
    let length = (4 + 2 * bits) / 8;
    Some([&header.to_le_bytes()[..length], &content].concat())
}
