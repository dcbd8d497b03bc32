use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Kind;

/// Guides that say nowhere what their facts rest on.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (_, _, kind, guide) in facts.originals() {
        if matches!(kind, Kind::Home | Kind::Section) || !guide.front.sources.is_empty() {
            continue;
        }
        let place = facts.places(guide.file).field("sources");
        let message = format!("the {kind} names no source");
        let help = "add `sources: [id]` with an id of `sources.yaml`";
        said.push(Diagnostic::new(Code::MissingSource, place, message).help(help));
    }
}
