//! Pictures made smaller, with the same pixels on every machine: the weights are of the four basic operations alone, and
//! the sums are of integers whatever the processor can.

use super::{Dimensions, PictureError, damaged};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};

/// The opaque `pixels` at another size. What is transparent has to be [`weighted`] before.
pub fn resized(pixels: &DynamicImage, size: Dimensions) -> Result<DynamicImage, PictureError> {
    let kind = match pixels {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        DynamicImage::ImageRgba8(_) => PixelType::U8x4,
        _ => return Err(damaged("its pixels are of an unknown kind")),
    };
    let Dimensions { width, height } = size;
    let source = ImageRef::new(pixels.width(), pixels.height(), pixels.as_bytes(), kind).map_err(failed)?;
    let mut target = Image::new(width, height, kind);
    // Lanczos would need a sine, which each system has its own of.
    let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).use_alpha(false);
    Resizer::new().resize(&source, &mut target, &how).map_err(failed)?;
    let bytes = target.into_vec();
    let made = match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, bytes).map(DynamicImage::ImageLuma8),
        PixelType::U8x3 => RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8),
        _ => RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8),
    };
    made.ok_or_else(|| damaged("it could not be made smaller"))
}

/// Colours by how much of them is seen: what is transparent must not bleed into its neighbours.
pub fn weighted(mut pixels: RgbaImage) -> RgbaImage {
    for pixel in pixels.pixels_mut() {
        let [colours @ .., alpha] = &mut pixel.0;
        for colour in colours {
            // At most 255, rounded.
            *colour = ((u32::from(*colour) * u32::from(*alpha) * 2 + 255) / 510) as u8;
        }
    }
    pixels
}

/// Undoes [`weighted`].
pub fn unweighted(mut pixels: RgbaImage) -> RgbaImage {
    for pixel in pixels.pixels_mut() {
        let [colours @ .., alpha] = &mut pixel.0;
        let alpha = u32::from(*alpha);
        for colour in colours {
            let whole = if alpha == 0 { 0 } else { (u32::from(*colour) * 510 + alpha) / (alpha * 2) };
            *colour = whole.min(255) as u8;
        }
    }
    pixels
}

fn failed(error: impl std::fmt::Display) -> PictureError {
    damaged(error.to_string())
}
