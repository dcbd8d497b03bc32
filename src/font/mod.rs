//! Fonts as values: what a file holds, and the part of it that a site needs.
//!
//! A font of the Arabic script weighs half a megabyte, most of it letters of other languages. [`Font::subset`] keeps the
//! glyphs of some characters with every rule that joins them, and writes them as WOFF2.

mod bad;
mod characters;
mod subset;

pub use bad::BadFont;
pub use characters::Characters;
pub use subset::RECIPE;

use read_fonts::tables::name::NameRecord;
use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use std::fmt;

/// Bytes of the largest font that is read.
pub const MAX_BYTES: usize = 16 << 20;

/// A font of one face with TrueType outlines.
pub struct Font<'a> {
    bytes: &'a [u8],
    tables: FontRef<'a>,
}

impl<'a> Font<'a> {
    /// Reads a font file, as far as to know that it can be embedded.
    ///
    /// # Errors
    /// A file that is no such font, that is larger than [`MAX_BYTES`], or whose maker forbids what we do with it.
    pub fn read(bytes: &'a [u8]) -> Result<Self, BadFont> {
        if bytes.len() > MAX_BYTES {
            return Err(BadFont::TooLarge);
        }
        match bytes.get(..4) {
            Some(b"\0\x01\0\0" | b"true") => {}
            Some(b"OTTO") => return Err(BadFont::PostScript),
            Some(b"wOFF" | b"wOF2") => return Err(BadFont::Compressed),
            Some(b"ttcf") => return Err(BadFont::Collection),
            _ => return Err(BadFont::NoFont),
        }
        let tables = FontRef::new(bytes).map_err(|_| BadFont::Broken)?;
        let font = Self { bytes, tables };
        font.complete()?;
        font.allowed()?;
        Ok(font)
    }

    /// Whether the font has what subsetting and browsers need.
    fn complete(&self) -> Result<(), BadFont> {
        let tables = &self.tables;
        let sound = tables.head().is_ok()
            && tables.maxp().is_ok_and(|maxp| maxp.num_glyphs() > 0)
            && tables.cmap().is_ok()
            && tables.hmtx().is_ok()
            && tables.loca(None).is_ok()
            && tables.glyf().is_ok();
        if sound { Ok(()) } else { Err(BadFont::Broken) }
    }

    /// What the maker allows, by the bits for embedding of OpenType's table `OS/2` (`fsType`).
    fn allowed(&self) -> Result<(), BadFont> {
        const USAGE: u16 = 0x000F;
        const RESTRICTED: u16 = 0x0002;
        const NO_SUBSETTING: u16 = 0x0100;
        const BITMAPS_ONLY: u16 = 0x0200;
        let bits = self.tables.os2().map_or(0, |os2| os2.fs_type());
        if bits & USAGE == RESTRICTED || bits & (NO_SUBSETTING | BITMAPS_ONLY) != 0 {
            return Err(BadFont::Forbidden);
        }
        Ok(())
    }

    /// Whether the font has a glyph of its own for a character.
    pub fn has(&self, c: char) -> bool {
        self.tables.cmap().ok().and_then(|cmap| cmap.map_codepoint(c)).is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// The names by which a system that has the font installed knows it, as far as they are plain words: the full one, the
    /// PostScript one, and of a regular face that of its family, by which WebKitGTK finds it.
    pub fn local_names(&self) -> Vec<String> {
        let regular = self.name(NameId::SUBFAMILY_NAME).is_some_and(|name| name == "Regular");
        let family = regular.then_some(NameId::FAMILY_NAME);
        let mut names: Vec<String> = Vec::new();
        for id in [NameId::FULL_NAME, NameId::POSTSCRIPT_NAME].into_iter().chain(family) {
            let name = self.name(id).filter(|name| is_plain(name) && !names.contains(name));
            names.extend(name);
        }
        names
    }

    /// The lightest and the boldest weight of a font that has all between them.
    pub fn weights(&self) -> Option<(u16, u16)> {
        let fvar = self.tables.fvar().ok()?;
        let axis = fvar.axes().ok()?.iter().find(|axis| axis.axis_tag() == Tag::new(b"wght"))?;
        let weight = |value: f64| value.clamp(1.0, 1000.0) as u16;
        Some((weight(axis.min_value().to_f64()), weight(axis.max_value().to_f64())))
    }

    /// A name in English, else the first in any language.
    fn name(&self, id: NameId) -> Option<String> {
        const ENGLISH: u16 = 0x0409;
        let table = self.tables.name().ok()?;
        let records = || table.name_record().iter().filter(|record| record.name_id() == id && record.is_unicode());
        let text = |record: &NameRecord| Some(record.string(table.string_data()).ok()?.chars().collect::<String>());
        let english = records().find(|record| record.language_id() == ENGLISH);
        english.or_else(|| records().next()).and_then(text)
    }
}

/// Whether a name can stand between quotes in a style sheet as it is: the audit lets no other through.
fn is_plain(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_' | b'.');
    !name.trim().is_empty() && name.len() <= 100 && name.bytes().all(plain)
}

impl fmt::Debug for Font<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font").field("names", &self.local_names()).field("bytes", &self.bytes.len()).finish()
    }
}

#[cfg(test)]
mod tests;
