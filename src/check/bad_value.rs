use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{FrontMatter, Guide, Kind, Own};

/// Translations that contradict the guide they are of: another kind, or lists of another length. What a value of its
/// own is wrong with is found by parsing.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let library = facts.library;
    said.extend(facts.gather(|guide, said| {
        let Some(id) = library.topic_of(guide).filter(|_| guide.front.translation.is_some()) else { return };
        let source = library.source(id);
        let Some(kind) = source.front.kind.filter(|_| source.front.translation.is_none()) else { return };
        if let Some(given) = guide.front.kind.filter(|given| *given != kind) {
            let place = facts.places(guide.file).value(&["kind".into()]);
            let message =
                format!("the translation is of the kind `{given}`, and its source is a guide of the kind `{kind}`");
            said.push(
                Diagnostic::new(Code::BadValue, place, message).help("remove the line: the kind is the source's"),
            );
        } else {
            said.extend(lists(facts, guide, source, kind));
        }
    }));
}

fn lists(facts: &Facts<'_>, guide: &Guide, source: &Guide, kind: Kind) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for (name, count) in counts(&guide.front) {
        let wanted = counts(&source.front).into_iter().find(|(other, _)| *other == name).map_or(0, |(_, count)| count);
        if count == wanted {
            continue;
        }
        let place = facts.places(guide.file).field(name);
        let message = format!("`{name}` has {}, and the source has {wanted}", items(count));
        let help = match wanted {
            0 => format!("remove it: the {kind} that is translated has no `{name}`"),
            _ => "translate each item of the source, in its order".to_owned(),
        };
        said.push(
            Diagnostic::new(Code::BadValue, place, message)
                .help(help)
                .other(facts.places(source.file).field(name), "the source"),
        );
    }
    said
}

fn items(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

/// The lists whose items a reader gets in pairs of source and translation, as far as they are given.
fn counts(front: &FrontMatter) -> Vec<(&'static str, usize)> {
    let all = match &front.own {
        Own::Step(step) => vec![("do", step.do_.len()), ("do_not", step.do_not.len())],
        Own::SelfCheck(check) => vec![("items", check.items.len())],
        _ => Vec::new(),
    };
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}
