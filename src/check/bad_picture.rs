use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::media::{self, BadDrawing};
use crate::source::{FileId, Root, SourceFile, Span};

/// Pictures whose header can't be read, or says that they are too large, and drawings that hold more than shapes. What only
/// decoding shows is found when the picture is written anew.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (id, file) in pictures(facts) {
        if media::is_drawing(&file.bytes) {
            let bad = media::drawing(&file.bytes).err().unwrap_or_default();
            said.extend(bad.into_iter().map(|BadDrawing { range, message, help }| {
                Diagnostic::new(Code::BadPicture, Span::new(id, range), message).help(help)
            }));
        } else if let Err(error) = media::look(&file.bytes) {
            said.push(Diagnostic::new(Code::BadPicture, id, error.to_string()).help(error.help()));
        }
    }
}

/// The files that are pictures by their names.
pub(super) fn pictures<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (FileId, &'a SourceFile)> {
    facts.tree.root(Root::Guides).filter(|(_, file)| {
        let extension = file.path.extension().unwrap_or_default();
        file.path.as_str().starts_with("assets/") && media::EXTENSIONS.contains(&extension)
    })
}
