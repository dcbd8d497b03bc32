use super::bad_picture::pictures;
use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::media;

/// Pictures that move, of which the bundle shows the first image.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (id, file) in pictures(facts) {
        if media::look(&file.bytes).is_ok_and(|look| look.moves) {
            let message = "the picture moves, and pages show its first image only";
            let help = "show the steps as pictures one below the other, or save the image that matters as PNG";
            said.push(Diagnostic::new(Code::AnimatedPicture, id, message).help(help));
        }
    }
}
