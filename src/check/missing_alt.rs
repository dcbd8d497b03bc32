use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};

/// Pictures without words for those who can't see them.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        for picture in guide.outline.pictures.iter().filter(|picture| !picture.has_alt) {
            let message = "the picture has no words for those who can't see it";
            let help = "say between the brackets what it shows: `![what it shows](…)`; a picture that shows nothing of \
                        use is better left out";
            said.push(Diagnostic::new(Code::MissingAlt, guide.span(&picture.range), message).help(help));
        }
    }));
}
