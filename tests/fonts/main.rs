//! Fonts that a build cuts down and embeds, on Debian's Noto fonts and the guides of this repository.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and fail by panics")]

mod bundle;
#[path = "../noto/mod.rs"]
mod noto;
mod shaping;
#[path = "../site/mod.rs"]
mod site;
mod woff2;

use lamplight::diagnostic::Diagnostic;
use lamplight::plan::GivenFont;
use lamplight::source::{Root, SourceTree};
use lamplight::store::Store;
use std::path::Path;

/// The languages of the guides and the fonts that are made for them.
const FONTS: [(&str, &str); 3] = [("ur", "NotoNastaliqUrdu"), ("ps", "NotoNaskhArabic"), ("sd", "NotoNaskhArabic")];

/// The guides of this repository.
fn guides() -> SourceTree {
    let files = site::files(Root::Guides, &Path::new(env!("CARGO_MANIFEST_DIR")).join("guides"));
    SourceTree::new(files, "guides", "theme")
}

/// Fonts of Debian's for languages of the guides, `en ur ps sd`.
fn given(fonts: &[(&str, &str)]) -> Vec<GivenFont> {
    let font = |(tag, name): &(&str, &str)| GivenFont {
        tag: (*tag).to_owned(),
        name: format!("{name}.ttf"),
        bytes: noto::regular(name),
    };
    fonts.iter().map(font).collect()
}

/// The guides with fonts.
fn build(fonts: &[(&str, &str)], store: &dyn Store) -> (site::Files, Vec<Diagnostic>) {
    let (bundle, said) = site::export_with_fonts(&guides(), &given(fonts), store);
    (bundle.unwrap_or_else(|| panic!("{said:#?}")), said)
}

/// The font that a bundle has for a language.
fn font_of<'b>(bundle: &'b site::Files, tag: &str) -> (&'b str, &'b [u8]) {
    let start = format!("assets/font-{tag}.");
    let mut found = bundle.iter().filter(|(path, _)| path.starts_with(&start));
    let (path, bytes) = found.next().unwrap_or_else(|| panic!("there is no font for {tag}"));
    assert!(found.next().is_none() && path.ends_with(".woff2"), "{path}");
    (path, bytes)
}
