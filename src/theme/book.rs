//! The theme's files as they stand in books.

use super::{Theme, ThemeAsset};
use crate::source::VPath;

/// The style sheet of books. Nothing else loads it.
const SHEET: &str = "book.css";

impl ThemeAsset {
    /// Whether only books have use for it: it stands in them, and nowhere else.
    pub fn is_for_books(&self) -> bool {
        self.name == SHEET
    }
}

impl Theme {
    /// Where the style sheet of books lies in one: `assets/book.css`, which says nothing of what the book holds.
    pub(crate) fn book_sheet_path() -> VPath {
        VPath::of_checked(&["assets/", SHEET])
    }

    /// The style sheet of books in a language, and the files that it names.
    pub(crate) fn book_sheet(&self, tag: &str) -> (String, Vec<&ThemeAsset>) {
        let sheet = self.assets().iter().find(|asset| asset.is_for_books());
        let mut css = sheet.map_or_else(String::new, |sheet| String::from_utf8_lossy(&sheet.bytes).into_owned());
        css.push_str(self.book_faces.get(tag).map_or("", String::as_str));
        let named = self.assets().iter().filter(|asset| css.contains(asset.path.file_name())).collect();
        (css, named)
    }
}
