//! The fonts of languages, put into the pages of those languages by the style sheet.

use super::assets::{ThemeAsset, hashed_path};
use super::{Theme, files, functions};
use crate::font::Characters;
use crate::source::SourceTree;
use std::fmt::Write;
use std::sync::Arc;

/// A font for the pages of one language.
#[derive(Debug, Clone)]
pub struct Face {
    /// The language's tag.
    pub tag: String,
    /// WOFF2.
    pub bytes: Vec<u8>,
    /// The names by which a device may have the font already: letters, digits, spaces, `-`, `_` and `.` only.
    pub local_names: Vec<String>,
    /// The lightest and the boldest weight, where it has all between.
    pub weights: Option<(u16, u16)>,
}

/// The style sheet that every page loads.
pub(super) const SHEET: &str = "main.css";

impl Theme {
    /// Adds fonts to the theme's files, and to its style sheet what shows them. Names of files in the bundle change by
    /// that: it comes before the plan.
    pub fn embed(&mut self, faces: Vec<Face>, discreet: bool) {
        if faces.is_empty() {
            return;
        }
        let mut assets = Vec::clone(&self.assets);
        let mut rules = String::new();
        for face in faces {
            let name = format!("font-{}.woff2", face.tag.to_ascii_lowercase());
            let Some(path) = hashed_path(&name, &[&face.bytes], discreet) else { continue };
            rules.push_str(&face.rules(path.file_name(), "var(--fonts, sans-serif)"));
            self.book_faces.insert(face.tag.clone(), face.rules(path.file_name(), "sans-serif"));
            assets.push(ThemeAsset { name, path, bytes: face.bytes, is_font_of_language: true });
        }
        if let Some(sheet) = assets.iter_mut().find(|asset| asset.name == SHEET) {
            sheet.bytes.extend_from_slice(rules.as_bytes());
            sheet.path = hashed_path(SHEET, &[&sheet.bytes], discreet).unwrap_or_else(|| sheet.path.clone());
        }
        assets.sort_by(|a, b| a.name.cmp(&b.name));
        self.assets = Arc::new(assets);
        for engine in &mut self.engines {
            functions::register_assets(engine, &self.assets);
        }
    }
}

impl Face {
    /// What shows the font. It is loaded by pages in its language alone: the language's name in the switch of another page
    /// is not worth a hundred kilobytes. `behind` are the fonts that stand behind it.
    fn rules(&self, file: &str, behind: &str) -> String {
        let Self { tag, .. } = self;
        let mut rules = format!("@font-face {{\nfont-family: \"Site {tag}\";\nsrc: ");
        // A font of that name on the device need not have all weights, as this one has.
        let local_names = if self.weights.is_none() { self.local_names.as_slice() } else { &[] };
        // Writing into a string can't fail.
        for name in local_names {
            let _ = write!(rules, "local(\"{name}\"), ");
        }
        let _ = writeln!(rules, "url(\"{file}\") format(\"woff2\");\nfont-display: swap;");
        if let Some((lightest, boldest)) = self.weights {
            let _ = writeln!(rules, "font-weight: {lightest} {boldest};");
        }
        let _ = writeln!(
            rules,
            "}}\nhtml[lang=\"{tag}\"], html[lang=\"{tag}\"] [lang=\"{tag}\"] {{ font-family: \"Site {tag}\", {behind}; }}"
        );
        rules
    }
}

/// The characters that templates, style sheets and scripts write by themselves.
pub fn literals(tree: &SourceTree) -> Characters {
    let mut characters = Characters::new();
    let speaks = |path: &str| [".html", ".css", ".js"].iter().any(|end| path.ends_with(end));
    for (_, file) in files(tree).iter().filter(|(path, _)| speaks(path)) {
        characters.add(&String::from_utf8_lossy(&file.text));
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_with_all_weights_never_gives_way_to_one_of_the_device() {
        let face = |weights| Face {
            tag: "ur".into(),
            bytes: Vec::new(),
            local_names: vec!["Noto Nastaliq Urdu".into()],
            weights,
        };
        let rules = |weights| face(weights).rules("f.woff2", "sans-serif");
        assert!(rules(None).contains("src: local(\"Noto Nastaliq Urdu\"), url(\"f.woff2\")"));
        let variable = rules(Some((400, 700)));
        assert!(variable.contains("src: url(\"f.woff2\") format(\"woff2\");\n"), "{variable}");
        assert!(variable.contains("font-weight: 400 700;\n"), "{variable}");
    }
}
