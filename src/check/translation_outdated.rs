use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::{Change, TranslationState};
use crate::model::Guide;
use crate::source::Span;

/// How many changed blocks of one guide are pointed at.
const MOST: usize = 10;

/// Translations whose source has changed since, one warning each: it points at every block that is to be translated
/// anew. A guide that a language lacks is no warning: a site may mean to leave it so; `translate status` counts them.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let library = facts.library;
    said.extend(facts.gather(|guide, said| {
        let Some(id) = library.topic_of(guide) else { return };
        let source = library.source(id);
        let Some(TranslationState::Outdated(changes)) = library.translation(id, guide.lang) else { return };
        if !facts.is_unread(guide.file) && !facts.is_unread(source.file) {
            said.push(diagnostic(facts, guide, source, &changes));
        }
    }));
}

fn diagnostic(facts: &Facts<'_>, guide: &Guide, source: &Guide, changes: &[Change]) -> Diagnostic {
    let message = format!("{} since this was translated", what_changed(changes));
    let help = format!(
        "translate anew what is pointed at, then run `lamplight translate mark {}`",
        facts.tree.label(guide.file)
    );
    let place = facts.places(guide.file).field("source_hash");
    let diagnostic = Diagnostic::new(Code::TranslationOutdated, place, message).help(help);
    places(facts, source, changes)
        .into_iter()
        .fold(diagnostic, |diagnostic, (span, label)| diagnostic.other(span, label))
}

/// `2 blocks of the source have changed, and 1 is new`.
fn what_changed(changes: &[Change]) -> String {
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
    let changed = count(|change| matches!(change, Change::Changed { .. }));
    let added = count(|change| matches!(change, Change::Added { .. }));
    let removed = count(|change| matches!(change, Change::Removed { .. }));
    let mut parts = Vec::new();
    for (count, one, many) in
        [(changed, "has changed", "have changed"), (added, "is new", "are new"), (removed, "is gone", "are gone")]
    {
        let blocks = match (parts.is_empty(), count) {
            (true, 1) => " block of the source",
            (true, _) => " blocks of the source",
            (false, _) => "",
        };
        match count {
            0 => {}
            1 => parts.push(format!("1{blocks} {one}")),
            _ => parts.push(format!("{count}{blocks} {many}")),
        }
    }
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) }
}

fn places(facts: &Facts<'_>, source: &Guide, changes: &[Change]) -> Vec<(Span, &'static str)> {
    let places = facts.places(source.file);
    let block = |change: &Change| {
        let (at, label) = match *change {
            Change::Changed { new, .. } => (new, "changed"),
            Change::Added { new } => (new, "new"),
            Change::Removed { .. } => return None,
        };
        source.blocks.get(at).map(|block| (places.block(&block.place), label))
    };
    changes.iter().filter_map(block).take(MOST).collect()
}
