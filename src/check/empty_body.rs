use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Guide, Kind};
use crate::parse;
use crate::source::Span;

/// Guides and translations without a text. The fields of some kinds fill their pages without one.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let Some(kind) = kind(facts, guide) else { return };
        let may_be_empty = matches!(kind, Kind::Home | Kind::Section | Kind::SelfCheck | Kind::Helpline);
        let says_something = guide.outline.words > 0 || !guide.outline.pictures.is_empty();
        if may_be_empty || says_something {
            return;
        }
        let body = parse::body(facts.tree, guide).trim_end();
        let end = guide.body_start + u32::try_from(body.len()).unwrap_or(0);
        let place = Span { file: guide.file, start: guide.body_start, end };
        let message = "the guide says nothing below its fields";
        let help = "write its text after the second `---`, or mark it `draft: true` until there is one";
        said.push(Diagnostic::new(Code::EmptyBody, place, message).help(help));
    }));
}

/// The kind, as far as it could be read: a translation may leave it to its source.
fn kind(facts: &Facts<'_>, guide: &Guide) -> Option<Kind> {
    match guide.front.translation {
        Some(_) => facts.library.facts(facts.library.topic_of(guide)?).kind,
        None => guide.front.kind,
    }
}
