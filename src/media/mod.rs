//! Pictures: what a guide shows, made anew from its pixels.
//!
//! A photograph taken on a phone says where and when it was taken, by which phone, and often carries a smaller copy
//! of itself from before it was cropped. Cutting those parts out leaks (comments, trailing data, XMP, makers' own
//! segments), so no byte of the file is passed on: [`reencode`] decodes the pixels, turns them upright and encodes
//! them again. The colour profile goes too: pixels are taken for sRGB, as browsers take those without a profile, so the
//! colours of a wide-gamut photograph become a little paler.
//!
//! Pictures may come from a stranger: their size is read from the header and checked before anything is decoded, and
//! the decoders see only the parts of a file that make pixels.

mod found;
mod jpeg;
mod pixels;
mod png;
#[cfg(test)]
mod tests;

use image::metadata::Orientation;
use std::fmt;

/// The most pixels a picture may have.
pub const MAX_PIXELS: u64 = 40_000_000;

/// The most pixels along one side.
pub const MAX_SIDE: u32 = 30_000;

/// The size of the picture in `bytes` as it is shown, from its header alone: nothing is decoded.
///
/// # Errors
/// Where it is no JPEG or PNG, too large, or has no readable header. A sound header is no promise that the rest is.
pub fn dimensions(bytes: &[u8]) -> Result<Dimensions, PictureError> {
    let header = header(bytes)?;
    let turned = matches!(
        header.orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (width, height) = if turned { (header.height, header.width) } else { (header.width, header.height) };
    Ok(Dimensions { width, height })
}

/// The picture in `bytes` made anew, upright and without anything but pixels. The same bytes give the same picture on
/// every machine. A JPEG stays a JPEG, a PNG a PNG with its transparency; both get eight bits a channel.
///
/// Time and memory grow with the pixels: the largest picture takes seconds and some 600 MB.
///
/// # Errors
/// Where it is no JPEG or PNG, too large, or does not decode to its end.
pub fn reencode(bytes: &[u8]) -> Result<Picture, PictureError> {
    let header = header(bytes)?;
    pixels::reencode(&header, bytes)
}

/// The size of a picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimensions {
    pub width: u32,
    pub height: u32,
}

/// A picture that is safe to publish.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The whole file.
    pub bytes: Vec<u8>,
    pub kind: PictureKind,
    /// In pixels, as shown.
    pub width: u32,
    /// In pixels, as shown.
    pub height: u32,
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
    /// Neither JPEG nor PNG by its content, whatever its name is: what it is, with an article.
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
            Self::NotAPicture { found } => write!(f, "this is {found}, not a JPEG or PNG picture"),
            Self::TooLarge { width, height } => write!(f, "the picture is too large: {width} × {height} pixels"),
            Self::Damaged(reason) => write!(f, "the picture cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for PictureError {}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, kind, width, height } = self;
        write!(f, "Picture({kind:?}, {width} × {height}, {} bytes)", bytes.len())
    }
}

/// What a file says of its picture before any pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header {
    kind: PictureKind,
    /// As stored, before it is turned upright.
    width: u32,
    height: u32,
    orientation: Orientation,
}

/// The header, its size already found to be bearable.
fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let header = if jpeg::is_jpeg(bytes) {
        jpeg::header(bytes)?
    } else if png::is_png(bytes) {
        png::header(bytes)?
    } else {
        return Err(PictureError::NotAPicture { found: found::name(bytes) });
    };
    let Header { width, height, .. } = header;
    if width == 0 || height == 0 {
        return Err(damaged("its header gives it no pixels"));
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(header)
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
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}
