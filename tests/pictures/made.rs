//! Pictures made in memory.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, Frame, ImageEncoder, Rgb, RgbImage};

/// A picture whose left half is red and whose right half is blue.
pub fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { [220, 20, 20] } else { [20, 20, 220] }))
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    halves(width, height).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).unwrap();
    bytes
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    halves(width, height).write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

/// Of as many images as asked for.
pub fn gif(width: u32, height: u32, images: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let frame = Frame::new(DynamicImage::ImageRgb8(halves(width, height)).into_rgba8());
    GifEncoder::new(&mut bytes).encode_frames(std::iter::repeat_n(frame, images)).unwrap();
    bytes
}

/// Without loss.
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = halves(width, height);
    WebPEncoder::new_lossless(&mut bytes).write_image(&pixels, width, height, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// The bytes of a PNG with a chunk right after its header. No decoder of ours looks at checksums of what it leaves out.
pub fn with_chunk(png: &[u8], name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    const HEADER: usize = 33;
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&png[..HEADER], &length, name, data, &[0; 4], &png[HEADER..]].concat()
}

/// The bytes of a JPEG with a segment right after its start.
pub fn with_segment(jpeg: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, data, &jpeg[2..]].concat()
}

/// An EXIF block that turns the picture, names a camera, a place and holds a smaller copy.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x03\0".to_vec();
    // Each entry: tag, type, count, value or its place.
    block.extend(b"\x10\x01\x02\0\x10\0\0\0\x40\0\0\0");
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    block.extend(b"\x25\x88\x04\0\x01\0\0\0\x60\0\0\0\0\0\0\0");
    block.resize(0x40, 0);
    block.extend(b"SECRET-camera-1\0");
    block.resize(0x60, 0);
    block.extend(b"\x01\0\x1B\0\x07\0\x18\0\0\0\x80\0\0\0\0\0\0\0");
    block.resize(0x80, 0);
    block.extend(b"SECRET-31.5204N-74.3587E");
    block.extend(b"SECRET-thumbnail");
    block.extend(jpeg(8, 8));
    block
}
