//! JPEG files as markers and segments (ITU-T T.81, annex B), without decoding any of them.

use super::{Format, Header, PictureError, damaged, ends_early, orientation};
use image::metadata::Orientation;

const START: &[u8] = &[0xFF, 0xD8];
const END: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

/// The name before an EXIF block in its segment.
const EXIF: &[u8] = b"Exif\0\0";

pub fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xD8, 0xFF])
}

/// Reads the segments before the first scan: the frame's size and the first EXIF block.
pub fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let (mut size, mut turn) = (None, None);
    for segment in Segments::new(bytes) {
        let Segment { marker, payload, .. } = match segment {
            Ok(segment) => segment,
            Err(error) if size.is_none() => return Err(error),
            // A damaged end is found when the pixels are decoded.
            Err(_) => break,
        };
        match marker {
            START_OF_SCAN => break,
            0xE1 if turn.is_none() => turn = payload.strip_prefix(EXIF).map(orientation),
            // A frame: precision, height, width, components.
            marker if is_frame(marker) && size.is_none() => {
                let [_, h1, h0, w1, w0, ..] = *payload else { return Err(damaged("its frame header is cut short")) };
                size = Some((u32::from(u16::from_be_bytes([w1, w0])), u32::from(u16::from_be_bytes([h1, h0]))));
            }
            _ => {}
        }
    }
    let (width, height) = size.ok_or_else(|| damaged("it has no frame header"))?;
    let orientation = turn.unwrap_or(Orientation::NoTransforms);
    Ok(Header { format: Format::Jpeg, width, height, orientation, moves: false })
}

/// The file with nothing but what makes pixels: the frame, tables, scans, and Adobe's segment, which says how the
/// colours are stored. Ends where the picture does.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut bare = START.to_vec();
    let mut frame: Option<Segment<'_>> = None;
    let mut coded = 0;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        let Segment { marker, payload, whole } = segment;
        if matches!(marker, 0xC0..=0xCF | 0xDA..=0xDF) || (marker == 0xEE && payload.starts_with(b"Adobe")) {
            bare.extend_from_slice(whole);
        }
        if marker == START_OF_SCAN && frame.as_ref().is_some_and(|frame| !is_whole(frame, payload)) {
            return Err(damaged("its colours are stored one after the other, which few programs do"));
        }
        coded += if marker == START_OF_SCAN { whole.len() as u64 } else { 0 };
        if is_frame(marker) && frame.replace(segment).is_some() {
            return Err(damaged("it holds more than one frame"));
        }
    }
    // The decoder would make gray of what is missing: a small file that claims much would cost as much as a large picture.
    if frame.is_some_and(|frame| coded < least_coded(&frame)) {
        return Err(ends_early());
    }
    bare.extend_from_slice(&[0xFF, END]);
    Ok(bare)
}

/// The fewest bytes that the pixels of a frame are coded in: for each block of 64 a bit, and where the frame is not progressive
/// a second one, since its end is coded, too.
fn least_coded(frame: &Segment<'_>) -> u64 {
    let [_, h1, h0, w1, w0, _, components @ ..] = frame.payload else { return 0 };
    let (width, height) = (u64::from(u16::from_be_bytes([*w1, *w0])), u64::from(u16::from_be_bytes([*h1, *h0])));
    let factors =
        || components.chunks_exact(3).map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)));
    let most = factors().fold((1, 1), |most: (u64, u64), own| (most.0.max(own.0), most.1.max(own.1)));
    let blocks =
        factors().map(|(across, down)| (width * across).div_ceil(8 * most.0) * (height * down).div_ceil(8 * most.1));
    let bits = if matches!(frame.marker, 0xC2) { 1 } else { 2 };
    blocks.sum::<u64>() * bits / 8
}

/// Whether a scan of `frame` has all its components, as it must unless the frame is progressive: the decoder makes
/// wrong colours of baseline frames with a scan for each component, without an error
/// (github.com/etemesi254/zune-image/issues/422 and 448).
fn is_whole(frame: &Segment<'_>, scan: &[u8]) -> bool {
    !matches!(frame.marker, 0xC0 | 0xC1) || frame.payload.get(5) == scan.first()
}

/// SOF0 to SOF15, leaving out what else lies in that range: DHT, JPG, DAC.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

struct Segment<'a> {
    marker: u8,
    /// What follows the length.
    payload: &'a [u8],
    /// From the marker's `0xFF` to the next marker; after a scan's header that takes in its coded data.
    whole: &'a [u8],
}

/// The segments up to the end of the picture; an error, then nothing more, where the file ends before.
struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
    done: bool,
}

impl<'a> Segments<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: START.len(), done: false }
    }

    fn segment(&mut self) -> Option<Segment<'a>> {
        let marker_at = next_marker(self.bytes, self.at)?;
        let marker = self.bytes[marker_at + 1];
        let payload_at = marker_at + 4;
        let mut end = marker_at + 2;
        // Of the markers that may stand alone only the end matters; restarts and TEM are skipped as empty segments.
        if !matches!(marker, END | 0xD0..=0xD8 | 0x01) {
            let length = self.bytes.get(marker_at + 2..payload_at)?;
            end += usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
        }
        let payload = self.bytes.get(payload_at.min(end)..end)?;
        if marker == START_OF_SCAN {
            end = end_of_scan(self.bytes, end)?;
        }
        self.at = end;
        Some(Segment { marker, payload, whole: &self.bytes[marker_at..end] })
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, PictureError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let segment = self.segment();
        self.done = segment.as_ref().is_none_or(|segment| segment.marker == END);
        match segment {
            Some(segment) if segment.marker == END => None,
            Some(segment) => Some(Ok(segment)),
            None => Some(Err(ends_early())),
        }
    }
}

/// Where the next marker's last `0xFF` stands, at `from` or after. Fill bytes and stray bytes are passed over, as every
/// decoder does.
fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF)).map(|at| from + at)
}

/// Where the coded data that begins at `from` ends: at the first marker that is no restart.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = next_marker(bytes, at)?;
        if !matches!(bytes[at + 1], 0xD0..=0xD7) {
            return Some(at);
        }
        at += 2;
    }
}
