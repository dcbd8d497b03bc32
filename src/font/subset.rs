use super::{BadFont, Characters, Font};
use read_fonts::collections::IntSet;
use read_fonts::types::{NameId, Tag};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use std::panic::{self, AssertUnwindSafe};
use ttf2woff2::{BrotliQuality, EncodeOptions};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// What makes a subset, apart from the font and the characters: this very file, and the crates that it uses. A result of
/// another recipe is another result.
pub const RECIPE: [&str; 2] = [
    include_str!("subset.rs"),
    "skera 0.9.0; read-fonts 0.46.0; write-fonts 0.55.0; ttf2woff2 0.14.1; brotli 9.1.1; unicode-normalization 0.1.26",
];

impl Font<'_> {
    /// The glyphs of `characters`, as far as the font has them, with all that shapes them, as WOFF2. The same bytes on any
    /// machine. The notices of copyright and licence stay in it.
    ///
    /// # Errors
    /// A font in which something beyond its outermost tables is broken, and one that has none of the characters.
    pub fn subset(&self, characters: &Characters) -> Result<Vec<u8>, BadFont> {
        let wanted = self.closure(characters);
        if wanted.is_empty() {
            return Err(BadFont::NoCharacters);
        }
        // The crates below were written for fonts that can be trusted. This one may come with a contribution.
        let made = panic::catch_unwind(AssertUnwindSafe(|| {
            let font = self.cut(&wanted)?;
            ttf2woff2::encode_with_options(&font, options()).map_err(|_| BadFont::Broken)
        }));
        made.unwrap_or(Err(BadFont::Broken))
    }

    /// The characters that the font has, of those wanted and of those that a shaper puts in their place or beside them.
    pub(super) fn closure(&self, characters: &Characters) -> IntSet<u32> {
        let mut wanted = characters.clone();
        wanted.add(BY_SHAPERS);
        // A letter with its mark may become one character, or fall apart into two.
        characters.iter().flat_map(|c| std::iter::once(c).nfd()).for_each(|part| wanted.insert(part));
        let marks: Vec<char> = wanted.iter().filter(|c| is_combining_mark(*c)).collect();
        let mut bases: Vec<char> = wanted.iter().collect();
        while let Some(base) = bases.pop() {
            for composed in marks.iter().filter_map(|mark| compose(base, *mark)) {
                if !wanted.contains(composed) {
                    wanted.insert(composed);
                    bases.push(composed);
                }
            }
        }
        wanted.iter().filter(|c| self.has(*c)).map(u32::from).collect()
    }

    pub(super) fn cut(&self, wanted: &IntSet<u32>) -> Result<Vec<u8>, BadFont> {
        let mut names: IntSet<NameId> = IntSet::empty();
        names.insert_range(NameId::COPYRIGHT_NOTICE..=NameId::POSTSCRIPT_NAME);
        names.extend([NameId::TRADEMARK, NameId::LICENSE_DESCRIPTION, NameId::LICENSE_URL]);
        let plan = Plan::new(
            &IntSet::empty(),
            wanted,
            &self.tables,
            // Hints are for coarse screens of desktops, and phones leave them aside: they cost a sixth.
            SubsetFlags::SUBSET_FLAGS_NO_HINTING,
            &DEFAULT_DROP_TABLES.iter().copied().collect(),
            &IntSet::all(),
            &DEFAULT_LAYOUT_FEATURES.iter().copied().chain(USED_BY_SHEETS.map(|tag| Tag::new(&tag))).collect(),
            &names,
            &IntSet::all(),
        );
        subset_font(&self.tables, &plan).map_err(|_| BadFont::Broken)
    }
}

/// What a shaper puts in by itself: a space for other spaces, a hyphen for one that does not break, a ring below a mark
/// that stands alone, and characters that only steer it.
const BY_SHAPERS: &str = " \u{2010}\u{25CC}\u{034F}\u{061C}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{FEFF}";

/// Features that style sheets ask for by `font-variant-numeric`, beside those that are always on.
const USED_BY_SHEETS: [[u8; 4]; 2] = [*b"tnum", *b"lnum"];

/// The transformation of glyphs that WOFF2 knows is left out: some of what it makes is refused by browsers.
fn options() -> EncodeOptions {
    EncodeOptions { quality: BrotliQuality::from(11), transform_glyf_loca: false, threads: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A recipe that names other versions than those that are built in would take results of theirs for its own.
    #[test]
    fn the_recipe_names_what_is_built_in() {
        let lock = include_str!("../../Cargo.lock");
        let [this_file, versions] = RECIPE;
        let named: Vec<(&str, &str)> = versions.split("; ").filter_map(|part| part.split_once(' ')).collect();
        for (name, version) in &named {
            let package = format!("name = \"{name}\"\nversion = \"{version}\"\n");
            assert!(lock.contains(&package), "Cargo.lock has another {name}: raise it in RECIPE");
        }
        let (code, _) = this_file.split_once("#[cfg(test)]").unwrap();
        assert!(code.contains("fn closure(") && code.contains("fn cut(") && code.contains("fn options("));
        let imported = code.lines().filter_map(|line| line.strip_prefix("use ")?.split("::").next());
        for name in imported.filter(|name| !["super", "std"].contains(name)) {
            assert!(named.iter().any(|(own, _)| own.replace('-', "_") == name), "RECIPE lacks {name}");
        }
    }
}
