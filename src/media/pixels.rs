//! From bytes to pixels and back.

use super::resize::{resized, unweighted, weighted};
use super::{Dimensions, Format, Header, Picture, PictureError, PictureKind, damaged, gif, jpeg, palette, png, webp};
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, Limits, RgbaImage};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder};
use std::io::Cursor;

/// Of 100. Under 90 the encoder halves the resolution of colour (4:2:0).
const JPEG_QUALITY: u8 = 82;

/// Decodes, turns upright, and encodes at each width. `header` is that of `bytes`.
pub fn reencode(header: &Header, bytes: &[u8], widths: &[u32]) -> Result<Vec<Picture>, PictureError> {
    let mut pixels = decode(header, bytes)?;
    pixels.apply_orientation(header.orientation);
    let kind = header.kind();
    let pixels = Scaled::new(match kind {
        PictureKind::Jpeg => without_alpha(pixels),
        PictureKind::Png => eight_bits(pixels),
    });
    widths.iter().map(|width| pixels.picture(kind, *width)).collect()
}

fn decode(header: &Header, bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    let size = (header.width, header.height);
    match header.format {
        Format::Jpeg => decoded(JpegDecoder::new(Cursor::new(jpeg::bare(bytes)?)).map_err(broken)?, size),
        Format::Png => {
            decoded(PngDecoder::with_limits(Cursor::new(png::bare(bytes)?), limits()).map_err(broken)?, size)
        }
        Format::Gif => decoded(GifDecoder::new(Cursor::new(gif::bare(bytes)?)).map_err(broken)?, size),
        Format::Webp { .. } => {
            let still = webp::still(bytes)?;
            let pixels = decoded(WebPDecoder::new(Cursor::new(still.bare())).map_err(broken)?, still.size)?;
            if still.fills_canvas() {
                return Ok(pixels);
            }
            let mut canvas = RgbaImage::new(still.canvas.0, still.canvas.1);
            image::imageops::replace(&mut canvas, &pixels.into_rgba8(), still.place.0.into(), still.place.1.into());
            Ok(canvas.into())
        }
    }
}

fn decoded(mut decoder: impl ImageDecoder, size: (u32, u32)) -> Result<DynamicImage, PictureError> {
    // A file may hold a second header for the decoder alone to believe.
    if decoder.dimensions() != size {
        return Err(damaged("it has two different sizes"));
    }
    let mut limits = limits();
    limits.reserve(decoder.total_bytes()).map_err(broken)?;
    decoder.set_limits(limits).map_err(broken)?;
    DynamicImage::from_decoder(decoder).map_err(broken)
}

/// Pixels that can be had at several sizes.
struct Scaled {
    whole: DynamicImage,
    /// The same, where some are transparent, as they can be made smaller.
    weighted: Option<DynamicImage>,
}

impl Scaled {
    fn new(whole: DynamicImage) -> Self {
        let alpha = whole.color().has_alpha();
        let weighted = alpha.then(|| DynamicImage::ImageRgba8(weighted(whole.to_rgba8())));
        Self { whole, weighted }
    }

    fn picture(&self, kind: PictureKind, width: u32) -> Result<Picture, PictureError> {
        let own = Dimensions { width: self.whole.width(), height: self.whole.height() };
        let size = own.at_width(width);
        let smaller = if size == own { None } else { Some(self.at(size)?) };
        let pixels = smaller.as_ref().unwrap_or(&self.whole);
        let bytes = match kind {
            PictureKind::Jpeg => encode_jpeg(pixels)?,
            PictureKind::Png => encode_png(pixels)?,
        };
        Ok(Picture { bytes, kind, size })
    }

    fn at(&self, size: Dimensions) -> Result<DynamicImage, PictureError> {
        let Some(weighted) = &self.weighted else { return resized(&self.whole, size) };
        let pixels = DynamicImage::ImageRgba8(unweighted(resized(weighted, size)?.into_rgba8()));
        Ok(if self.whole.color().has_color() { pixels } else { pixels.into_luma_alpha8().into() })
    }
}

/// Room for the largest picture of four channels of 16 bits, and for what a decoder needs beside it.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(super::MAX_SIDE);
    limits.max_image_height = Some(super::MAX_SIDE);
    limits.max_alloc = Some(super::MAX_PIXELS * 8 + (64 << 20));
    limits
}

fn encode_jpeg(pixels: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let side = |length: u32| u16::try_from(length).map_err(|_| damaged("it has too many pixels"));
    let (width, height) = (side(pixels.width())?, side(pixels.height())?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, JPEG_QUALITY);
    // The encoder's own Huffman tables stay: optimised ones come with a scan for each colour, which decoders get wrong.
    encoder.set_progressive(false);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let color = if pixels.color().has_color() { ColorType::Rgb } else { ColorType::Luma };
    encoder.encode(pixels.as_bytes(), width, height, color).map_err(|error| damaged(error.to_string()))?;
    Ok(bytes)
}

fn encode_png(pixels: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), pixels.color().into())
        .map_err(broken)?;
    // Slopes of few colours may be smaller as differences of their neighbours.
    Ok(palette::encode(pixels).filter(|other| other.len() < bytes.len()).unwrap_or(bytes))
}

/// What a JPEG can hold: eight bits of gray, or of three colours.
fn without_alpha(pixels: DynamicImage) -> DynamicImage {
    if pixels.color().has_color() { pixels.into_rgb8().into() } else { pixels.into_luma8().into() }
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
