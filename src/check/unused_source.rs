use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use std::collections::HashSet;

/// Sources that no guide and no draft cites.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    // A guide that could not be read may cite any of them.
    if !facts.unread_paths().is_empty() {
        return;
    }
    let (library, sources) = (facts.library, &facts.library.sources);
    let cited: HashSet<&str> =
        library.guides().iter().chain(library.drafts()).flat_map(|g| &g.front.sources).map(String::as_str).collect();
    let unused: Vec<&str> = sources.entries.keys().map(String::as_str).filter(|id| !cited.contains(id)).collect();
    let Some(places) = sources.file.map(|file| facts.places(file)) else { return };
    for id in unused {
        let message = format!("no guide cites the source `{id}`");
        let help = "cite it in the `sources` of a guide that rests on it, or remove it";
        said.push(Diagnostic::new(Code::UnusedSource, places.key(&[id.into()]), message).help(help));
    }
}
