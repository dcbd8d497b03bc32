//! The theme's file for Kiwix.

use super::{Theme, ThemeAsset};

/// The picture by which Kiwix lists the site, where a theme has one.
const ICON: &str = "icon.png";

impl ThemeAsset {
    /// Whether only Kiwix has use for it: it stands in the file for that, and nowhere else.
    pub fn is_for_kiwix(&self) -> bool {
        self.name == ICON
    }
}

impl Theme {
    /// The picture by which Kiwix lists the site.
    pub fn icon(&self) -> Option<&ThemeAsset> {
        self.assets().iter().find(|asset| asset.is_for_kiwix())
    }
}
