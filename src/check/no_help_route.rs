use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::TopicId;
use crate::model::Kind;
use crate::source::FileId;
use std::collections::HashSet;

/// Guides from which a reader does not get on to a step, or from a step to someone who helps.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    // What leads nowhere because of a slip in an id was reported at that id.
    let slipped: HashSet<FileId> = facts.library.bad_references().iter().map(|bad| bad.file).collect();
    for (id, _, kind, guide) in facts.originals().filter(|(.., guide)| !slipped.contains(&guide.file)) {
        if let Some((field, message, help)) = problem(facts, id, kind) {
            let place = facts.places(guide.file).field(field);
            said.push(Diagnostic::new(Code::NoHelpRoute, place, message).help(help));
        }
    }
}

fn problem(facts: &Facts<'_>, id: TopicId, kind: Kind) -> Option<(&'static str, &'static str, &'static str)> {
    let relations = |id: TopicId| &facts.library.topic(id).relations;
    let own = relations(id);
    match kind {
        Kind::Sign if own.steps.is_empty() => Some((
            "steps",
            "the sign leads to no step",
            "say what a reader who sees it can do: `steps: [keep-evidence]`",
        )),
        Kind::Step if own.help.is_empty() => {
            Some(("help", "the step leads to no helpline", "say who helps with it: `help: [id]`"))
        }
        Kind::Step if own.help.iter().all(|id| facts.library.is_superseded(*id)) => {
            let message = "the step leads only to helplines whose place others have taken";
            Some(("help", message, "name the ones that hold today"))
        }
        Kind::Stage if own.signs.is_empty() && own.steps.is_empty() => {
            let help = "say by what a reader can tell it, and what to do: `signs: […]`, `steps: […]`";
            Some(("signs", "the stage leads to no sign and to no step", help))
        }
        Kind::SelfCheck if own.items.iter().flatten().all(|sign| relations(*sign).steps.is_empty()) => {
            let message = "none of the signs that it asks about leads to a step";
            Some(("items", message, "add `steps: […]` to those signs"))
        }
        _ => None,
    }
}
