use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::TopicId;
use std::collections::HashSet;

/// Helplines that leave a caller's questions open, and those that claim each other's place.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (id, helpline) in facts.library.helplines() {
        let guide = facts.library.source(id);
        if !facts.library.is_superseded(id) {
            if !helpline.left_out.is_empty() {
                let names: Vec<String> = helpline.left_out.iter().map(|name| format!("`{name}`")).collect();
                let message = format!("`{}` does not say {}", guide.front.title, names.join(", "));
                let place = facts.places(guide.file).start();
                said.push(Diagnostic::new(Code::HelplineIncomplete, place, message).help(help(&helpline.left_out)));
            }
        } else if takes_own_place(facts, id) {
            let field = if helpline.supersedes.is_empty() { "replaced_by" } else { "supersedes" };
            let message = format!("`{}` takes its own place, by way of others or directly", guide.front.title);
            let help = "keep `supersedes` or `replaced_by` only where the newer helpline took the older one's place";
            said.push(
                Diagnostic::new(Code::HelplineIncomplete, facts.places(guide.file).field(field), message).help(help),
            );
        }
    }
}

fn help(left_out: &[&str]) -> String {
    let questions = left_out.iter().map(|name| match *name {
        "needs" => "`needs: [talk]` (what it helps with)",
        "languages" => "`languages: [ur]` (what is spoken there)",
        "anonymous" => "`anonymous: yes` (whether one may stay unnamed)",
        _ => "`informs: no` (whether they tell anyone else)",
    });
    let questions: Vec<&str> = questions.collect();
    format!("ask them and write {}; where nobody can say, write `[]` or `unknown`", questions.join(", "))
}

fn takes_own_place(facts: &Facts<'_>, start: TopicId) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![start]);
    while let Some(id) = open.pop() {
        for next in &facts.library.topic(id).relations.replaced_by {
            if *next == start {
                return true;
            }
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    false
}
