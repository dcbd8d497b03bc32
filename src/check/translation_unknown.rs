use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::TranslationState;

/// Translations that do not say which text they were made from, so that nothing can tell when they fall behind.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let library = facts.library;
    said.extend(facts.gather(|guide, said| {
        let state = library.topic_of(guide).and_then(|id| library.translation(id, guide.lang));
        if state != Some(TranslationState::Unknown) || facts.is_unread(guide.file) {
            return;
        }
        let message = "the translation does not say which text it was made from";
        let help = format!(
            "compare it with its source, then run `lamplight translate mark {}`, which writes `source_hash`",
            facts.tree.label(guide.file)
        );
        let place = facts.places(guide.file).start();
        said.push(Diagnostic::new(Code::TranslationUnknown, place, message).help(help));
    }));
}
