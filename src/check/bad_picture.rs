use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::media;
use crate::source::{Root, SourceFile};

/// Pictures whose header can't be read, or says that they are too large. What only decoding shows is found when the
/// picture is written anew.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (id, file) in facts.tree.root(Root::Guides).filter(|(_, file)| is_picture(file)) {
        if let Err(error) = media::dimensions(&file.bytes) {
            said.push(Diagnostic::new(Code::BadPicture, id, error.to_string()).help(error.help()));
        }
    }
}

fn is_picture(file: &SourceFile) -> bool {
    let extension = file.path.extension().unwrap_or_default();
    file.path.as_str().starts_with("assets/") && ["jpg", "jpeg", "png"].contains(&extension)
}
