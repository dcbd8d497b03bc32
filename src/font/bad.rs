use super::MAX_BYTES;
use std::fmt;

/// Why a file can't be embedded as a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadFont {
    NoFont,
    /// WOFF or WOFF2: made for browsers, from a font.
    Compressed,
    /// Several fonts in one file.
    Collection,
    /// OpenType with PostScript outlines.
    PostScript,
    Broken,
    TooLarge,
    /// Its maker allows no embedding, or none in part.
    Forbidden,
    /// None of the characters that the language uses is in it.
    NoCharacters,
}

impl BadFont {
    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::NoFont | Self::Broken => "name the TrueType file of a font, which most often ends in `.ttf`",
            Self::Compressed => {
                "name the TrueType file (`.ttf`) that it was made from: the build makes the WOFF2 itself"
            }
            Self::Collection => "name a file with one font, as `NotoNastaliqUrdu-Regular.ttf`",
            Self::PostScript => "name the font's TrueType file (`.ttf`) instead of the `.otf`",
            Self::TooLarge => "name a font for this language alone, as one of the Noto family",
            Self::Forbidden => "choose a font with a free licence, as those of the Noto family",
            Self::NoCharacters => "name a font that is made for this language",
        }
    }
}

impl fmt::Display for BadFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFont => f.write_str("is no font"),
            Self::Compressed => f.write_str("is a font in the form for browsers"),
            Self::Collection => f.write_str("holds several fonts"),
            Self::PostScript => f.write_str("has PostScript outlines, of which no part can be taken"),
            Self::Broken => f.write_str("is a font that can't be read"),
            Self::TooLarge => write!(f, "is larger than {} MiB", MAX_BYTES >> 20),
            Self::Forbidden => f.write_str("says that it may not be embedded in part"),
            Self::NoCharacters => f.write_str("has no letter of the language"),
        }
    }
}

impl std::error::Error for BadFont {}
