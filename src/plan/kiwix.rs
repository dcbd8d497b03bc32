//! What a site needs to be a file for Kiwix.

use crate::diagnostic::{Code, Diagnostic};
use crate::library::Library;
use crate::media::{self, PictureKind};
use crate::parse::{Key, locate};
use crate::source::{Root, SourceTree};
use crate::theme::Theme;

/// What of the languages and of the theme's icon can't go into a ZIM file.
pub(super) fn problems(tree: &SourceTree, library: &Library, theme: &Theme) -> Vec<Diagnostic> {
    languages(tree, library).into_iter().chain(icon(tree, theme)).collect()
}

fn languages(tree: &SourceTree, library: &Library) -> Vec<Diagnostic> {
    let Some(file) = tree.find(Root::Guides, "site.yaml") else { return Vec::new() };
    let without = library.config.languages.iter().enumerate().filter(|(_, locale)| locale.iso_639_3().is_none());
    let problem = |(index, locale): (usize, &crate::locale::Locale)| {
        let place = locate(tree, file, &[Key::Field("languages"), Key::Index(index)]);
        let message = format!("`{locale}` has no code of three letters in ISO 639-3, which Kiwix asks for");
        let help = "name the language by a tag that has one, or leave `zim` out of `--format`";
        Diagnostic::new(Code::BadValue, place, message).help(help)
    };
    without.map(problem).collect()
}

fn icon(tree: &SourceTree, theme: &Theme) -> Option<Diagnostic> {
    let (file, icon) = (tree.find(Root::Theme, "assets/icon.png")?, theme.icon()?);
    let why = match media::look(&icon.bytes) {
        Err(error) => error.to_string(),
        Ok(look) if look.kind != PictureKind::Png => "it is no PNG file".into(),
        Ok(look) if look.size.width != look.size.height => "it is not as high as it is wide".into(),
        Ok(look) if look.size.width < media::ICON_SIDE => format!("it is smaller than {} pixels", media::ICON_SIDE),
        Ok(_) => match media::reencode(&icon.bytes, &[media::ICON_SIDE]) {
            Err(error) => error.to_string(),
            Ok(_) => return None,
        },
    };
    let side = media::ICON_SIDE;
    let help = format!("make a square PNG picture of it, {side} × {side} pixels or more: Kiwix lists the site with it");
    Some(Diagnostic::new(Code::ThemeError, file, format!("`assets/icon.png` can't be an icon: {why}")).help(help))
}
