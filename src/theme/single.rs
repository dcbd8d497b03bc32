//! The theme's files as they stand in the file that holds all pages of a language.

use super::{Theme, ThemeAsset};
use crate::markup::{Part, data_url};

/// What the names of files begin with that no page of the site loads.
const SINGLE: &str = "single.";

impl ThemeAsset {
    /// Whether only the file that holds all pages has use for it: it stands in that, and nowhere else.
    pub fn is_for_single(&self) -> bool {
        self.name.starts_with(SINGLE)
    }
}

impl Theme {
    /// The style sheets as they stand in the file of a language: fonts and pictures are in them, but for the fonts of other languages.
    pub(crate) fn written_sheets(&self, tag: &str) -> Vec<Part> {
        let own = format!("font-{}.woff2", tag.to_ascii_lowercase());
        let is_foreign = |asset: &ThemeAsset| asset.is_font_of_language && asset.name != own;
        self.written(".css", |text| {
            self.assets().iter().filter(|asset| media_type(asset).is_some()).fold(text, |text, asset| {
                if is_foreign(asset) { without_face(text, asset) } else { with_file(text, asset) }
            })
        })
    }

    /// The scripts as they stand there.
    pub(crate) fn written_scripts(&self) -> Vec<Part> {
        self.written(".js", |text| text)
    }

    fn written(&self, extension: &str, change: impl Fn(String) -> String) -> Vec<Part> {
        let assets = self.assets().iter().filter(|asset| asset.name.ends_with(extension));
        let part = |asset: &ThemeAsset| Part {
            path: asset.path.clone(),
            text: change(String::from_utf8_lossy(&asset.bytes).into_owned()),
        };
        assets.map(part).collect()
    }
}

fn media_type(asset: &ThemeAsset) -> Option<&'static str> {
    match asset.path.extension()? {
        "woff2" => Some("font/woff2"),
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        _ => None,
    }
}

/// A sheet in which a file stands where it was named.
fn with_file(sheet: String, asset: &ThemeAsset) -> String {
    let Some(kind) = media_type(asset) else { return sheet };
    let named = ["\"", "'", ""].map(|quote| format!("url({quote}{}{quote})", asset.path.file_name()));
    if !named.iter().any(|named| sheet.contains(named.as_str())) {
        return sheet;
    }
    let written = format!("url(\"{}\")", data_url(kind, &asset.bytes));
    named.iter().fold(sheet, |sheet, named| sheet.replace(named.as_str(), &written))
}

/// A sheet without the rule that brings in the font of a language: nothing would show it.
fn without_face(sheet: String, asset: &ThemeAsset) -> String {
    let Some(at) = sheet.find(&format!("url(\"{}\")", asset.path.file_name())) else { return sheet };
    let (Some(start), Some(end)) = (sheet[..at].rfind("@font-face"), sheet[at..].find("}\n")) else { return sheet };
    format!("{}{}", &sheet[..start], &sheet[at + end + 2..])
}

#[cfg(test)]
mod tests {
    use super::super::Face;
    use super::*;
    use crate::model::Config;
    use crate::source::SourceTree;

    #[test]
    fn a_sheet_holds_the_font_of_its_language_alone() {
        let mut theme = Theme::load(&SourceTree::default(), &Config::default()).0.unwrap();
        let face = |tag: &str, bytes: &[u8]| Face {
            tag: tag.into(),
            bytes: bytes.to_vec(),
            local_names: vec!["A Font".into()],
            weights: None,
        };
        theme.embed(vec![face("ur", b"urdu"), face("sd", b"sindhi")], false);
        let main = |tag| {
            theme.written_sheets(tag).into_iter().find(|part| part.path.file_name().starts_with("main.")).unwrap().text
        };
        let urdu = main("ur");
        assert!(
            urdu.contains("src: local(\"A Font\"), url(\"data:font/woff2;base64,dXJkdQ==\") format(\"woff2\")"),
            "{urdu}"
        );
        assert_eq!(urdu.matches("@font-face").count(), 1);
        assert!(!main("en").contains("@font-face") && !main("en").contains("woff2"));
    }
}
