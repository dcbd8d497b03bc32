use super::facts::Facts;
use super::unknown_id::References;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::Why;

/// Short ids that several guides have. Headings of one guide with the same id are found by parsing.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let mut places = References::new(facts);
    for bad in facts.library.bad_references() {
        let Why::Ambiguous(topics) = &bad.why else { continue };
        let paths: Vec<String> = topics.iter().map(|id| format!("`{}`", facts.library.topic(*id).path)).collect();
        let message = format!("`{}` can mean {} guides", bad.id, topics.len());
        let place = places.of(bad);
        said.push(Diagnostic::new(Code::DuplicateId, place, message).help(format!("write {}", paths.join(" or "))));
    }
}
