//! From bytes to pixels and back.

use super::{Header, Picture, PictureError, PictureKind, damaged, jpeg, png};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, Limits};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder};
use std::io::Cursor;

/// Of 100. Under 90 the encoder halves the resolution of colour (4:2:0).
const JPEG_QUALITY: u8 = 82;

/// Decodes, turns upright, encodes. `header` is that of `bytes`.
pub fn reencode(header: &Header, bytes: &[u8]) -> Result<Picture, PictureError> {
    let mut pixels = match header.kind {
        PictureKind::Jpeg => decode(JpegDecoder::new(Cursor::new(jpeg::bare(bytes)?)).map_err(broken)?, header)?,
        PictureKind::Png => {
            decode(PngDecoder::with_limits(Cursor::new(png::bare(bytes)?), limits()).map_err(broken)?, header)?
        }
    };
    pixels.apply_orientation(header.orientation);
    let (width, height) = (pixels.width(), pixels.height());
    let bytes = match header.kind {
        PictureKind::Jpeg => encode_jpeg(pixels)?,
        PictureKind::Png => encode_png(pixels)?,
    };
    Ok(Picture { bytes, kind: header.kind, width, height })
}

fn decode(mut decoder: impl ImageDecoder, header: &Header) -> Result<DynamicImage, PictureError> {
    // A file may hold a second header for the decoder alone to believe.
    if decoder.dimensions() != (header.width, header.height) {
        return Err(damaged("it has two different sizes"));
    }
    let mut limits = limits();
    limits.reserve(decoder.total_bytes()).map_err(broken)?;
    decoder.set_limits(limits).map_err(broken)?;
    DynamicImage::from_decoder(decoder).map_err(broken)
}

/// Room for the largest picture of four channels of 16 bits, and for what a decoder needs beside it.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(super::MAX_SIDE);
    limits.max_image_height = Some(super::MAX_SIDE);
    limits.max_alloc = Some(super::MAX_PIXELS * 8 + (64 << 20));
    limits
}

fn encode_jpeg(pixels: DynamicImage) -> Result<Vec<u8>, PictureError> {
    let side = |length: u32| u16::try_from(length).map_err(|_| damaged("it has too many pixels"));
    let (width, height) = (side(pixels.width())?, side(pixels.height())?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, JPEG_QUALITY);
    // The encoder's own Huffman tables stay: optimised ones come with a scan for each colour, which decoders get wrong.
    encoder.set_progressive(false);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let encoded = match pixels {
        DynamicImage::ImageLuma8(gray) => encoder.encode(gray.as_raw(), width, height, ColorType::Luma),
        other => encoder.encode(other.into_rgb8().as_raw(), width, height, ColorType::Rgb),
    };
    encoded.map_err(|error| damaged(error.to_string()))?;
    Ok(bytes)
}

fn encode_png(pixels: DynamicImage) -> Result<Vec<u8>, PictureError> {
    let pixels = eight_bits(pixels);
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), pixels.color().into())
        .map_err(broken)?;
    Ok(bytes)
}

/// Eight bits a channel, and no alpha channel where nothing is transparent: no eye sees the rest on a page, and a phone
/// would have to fetch it.
fn eight_bits(pixels: DynamicImage) -> DynamicImage {
    let color = pixels.color();
    match (color.has_color(), color.has_alpha()) {
        (true, true) => {
            let rgba = pixels.into_rgba8();
            let opaque = rgba.pixels().all(|pixel| pixel.0[3] == u8::MAX);
            let rgba = DynamicImage::ImageRgba8(rgba);
            if opaque { DynamicImage::ImageRgb8(rgba.into_rgb8()) } else { rgba }
        }
        (true, false) => DynamicImage::ImageRgb8(pixels.into_rgb8()),
        (false, true) => {
            let gray = pixels.into_luma_alpha8();
            let opaque = gray.pixels().all(|pixel| pixel.0[1] == u8::MAX);
            let gray = DynamicImage::ImageLumaA8(gray);
            if opaque { DynamicImage::ImageLuma8(gray.into_luma8()) } else { gray }
        }
        (false, false) => DynamicImage::ImageLuma8(pixels.into_luma8()),
    }
}

fn broken(error: ImageError) -> PictureError {
    damaged(error.to_string())
}
