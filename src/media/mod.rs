//! Pictures: what a guide shows, made anew from its pixels.
//!
//! A photograph taken on a phone says where and when it was taken, by which phone, and often carries a smaller copy
//! of itself from before it was cropped. Cutting those parts out leaks (comments, trailing data, XMP, makers' own
//! segments), so no byte of the file is passed on: [`reencode`] decodes the pixels, turns them upright, makes them
//! smaller and encodes them again. The colour profile goes too: pixels are taken for sRGB, as browsers take those without a
//! profile, so the colours of a wide-gamut photograph become a little paler.
//!
//! Photographs become JPEG, drawings and all that is transparent PNG: the encoders that are safe code write WebP without
//! loss only, which old phones can't show and which saves little.
//!
//! Pictures may come from a stranger: their size is read from the header and checked before anything is decoded, and
//! the decoders see only the parts of a file that make pixels. Of what moves they see the first image.

mod drawing;
mod found;
mod gif;
mod icon;
mod jpeg;
mod palette;
mod pixels;
mod png;
mod resize;
#[cfg(test)]
mod tests;
mod webp;

pub use drawing::{BadDrawing, Drawing, drawing, is_drawing};
pub use icon::{ICON_SIDE, icon};

use image::metadata::Orientation;
use std::fmt;

/// The extensions of files that may hold a picture.
pub const EXTENSIONS: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

/// The most pixels a picture may have.
pub const MAX_PIXELS: u64 = 40_000_000;

/// The most pixels along one side.
pub const MAX_SIDE: u32 = 30_000;

/// What makes a picture, apart from the file and the width: this code, and the crates that it uses. A result of another
/// recipe is another result.
pub const RECIPE: [&str; 8] = [
    include_str!("pixels.rs"),
    include_str!("palette.rs"),
    include_str!("resize.rs"),
    include_str!("jpeg.rs"),
    include_str!("png.rs"),
    include_str!("gif.rs"),
    include_str!("webp.rs"),
    "image 0.25.10; fast_image_resize 6.1.0; jpeg-encoder 0.7.1; zune-jpeg 0.5.15; png 0.18.1; gif 0.14.2; weezl 0.1.12; \
     image-webp 0.2.4; fdeflate 0.3.7; flate2 1.1.11; miniz_oxide 0.8.9; miniz_oxide 0.9.1",
];

/// What is known of a picture before its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// As it is shown.
    pub size: Dimensions,
    /// What it will be encoded as.
    pub kind: PictureKind,
    /// Whether it holds several images, of which the first is kept.
    pub moves: bool,
}

/// Reads the header of the picture in `bytes`: nothing is decoded.
///
/// # Errors
/// Where it is no picture that can be read, too large, or has no readable header. A sound header is no promise that the rest is.
pub fn look(bytes: &[u8]) -> Result<Look, PictureError> {
    let header = header(bytes)?;
    let turned = matches!(
        header.orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (width, height) = if turned { (header.height, header.width) } else { (header.width, header.height) };
    Ok(Look { size: Dimensions { width, height }, kind: header.kind(), moves: header.moves })
}

/// The picture in `bytes` made anew at each of `widths`, upright and without anything but pixels; never wider than it is. The
/// same bytes give the same pictures on every machine, with eight bits a channel.
///
/// Time and memory grow with the pixels: the largest picture takes seconds and some 600 MB.
///
/// # Errors
/// Where it is no picture that can be read, too large, or does not decode to its end.
pub fn reencode(bytes: &[u8], widths: &[u32]) -> Result<Vec<Picture>, PictureError> {
    let header = header(bytes)?;
    pixels::reencode(&header, bytes, widths)
}

/// The size of a picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimensions {
    pub width: u32,
    pub height: u32,
}

impl Dimensions {
    /// The size of the same picture at another width, which is never more than its own.
    pub fn at_width(self, width: u32) -> Self {
        let width = width.clamp(1, self.width);
        let (w, own, h) = (u64::from(width), u64::from(self.width), u64::from(self.height));
        // At most the own height, so that it fits.
        let height = u32::try_from((h * w * 2 + own) / (own * 2)).unwrap_or(u32::MAX);
        Self { width, height: height.max(1) }
    }
}

/// A picture that is safe to publish.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The whole file.
    pub bytes: Vec<u8>,
    pub kind: PictureKind,
    /// As shown.
    pub size: Dimensions,
}

/// What a picture is encoded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureKind {
    Jpeg,
    Png,
}

impl PictureKind {
    /// The usual file extension: `jpg` or `png`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// Why a file cannot be used as a picture. Displays what is wrong; [`PictureError::help`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureError {
    /// No picture that we read by its content, whatever its name is: what it is, with an article.
    NotAPicture { found: &'static str },
    /// More than [`MAX_PIXELS`], or longer than [`MAX_SIDE`]; the size as the header gives it.
    TooLarge { width: u32, height: u32 },
    /// It ends too early, contradicts itself, or uses a feature that browsers lack too.
    Damaged(String),
}

impl PictureError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotAPicture { .. } => {
                "save it as JPEG (photographs) or PNG (drawings, screenshots) and use that file"
            }
            Self::TooLarge { .. } => {
                "make it smaller: at most 40 megapixels and 30,000 pixels a side; 1,600 pixels are wide enough for a page"
            }
            Self::Damaged(_) => "open it in a picture editor, save it again as JPEG or PNG, and use that file",
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture { found } => write!(f, "this is {found}, not a JPEG, PNG, WebP or GIF picture"),
            Self::TooLarge { width, height } => write!(f, "the picture is too large: {width} × {height} pixels"),
            Self::Damaged(reason) => write!(f, "the picture cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for PictureError {}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, kind, size: Dimensions { width, height } } = self;
        write!(f, "Picture({kind:?}, {width} × {height}, {} bytes)", bytes.len())
    }
}

/// What a file is by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    Gif,
    Webp {
        /// Encoded with loss and without transparency, as photographs are.
        photo: bool,
    },
}

/// What a file says of its picture before any pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header {
    format: Format,
    /// As stored, before it is turned upright.
    width: u32,
    height: u32,
    orientation: Orientation,
    moves: bool,
}

impl Header {
    fn kind(&self) -> PictureKind {
        match self.format {
            Format::Jpeg | Format::Webp { photo: true } => PictureKind::Jpeg,
            Format::Png | Format::Gif | Format::Webp { photo: false } => PictureKind::Png,
        }
    }
}

/// The header, its size already found to be bearable.
fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let header = if jpeg::is_jpeg(bytes) {
        jpeg::header(bytes)?
    } else if png::is_png(bytes) {
        png::header(bytes)?
    } else if gif::is_gif(bytes) {
        gif::header(bytes)?
    } else if webp::is_webp(bytes) {
        webp::header(bytes)?
    } else {
        return Err(PictureError::NotAPicture { found: found::name(bytes) });
    };
    bearable(header.width, header.height)?;
    Ok(header)
}

fn bearable(width: u32, height: u32) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(damaged("its header gives it no pixels"));
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(())
}

fn damaged(reason: impl Into<String>) -> PictureError {
    PictureError::Damaged(reason.into())
}

/// What is said of a file that was cut off.
fn ends_early() -> PictureError {
    damaged("the file ends before the picture does")
}

/// How an EXIF block, without the name before it, wants the picture turned.
fn orientation(exif: &[u8]) -> Orientation {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}
