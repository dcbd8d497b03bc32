use super::facts::{Facts, excerpt};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Guide, LangId, Link};
use crate::parse::suggest;
use std::ops::Range;

/// Links to a heading that the page they lead to does not have.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let broken = facts.gather(|guide, found| {
        for link in &guide.outline.links {
            let target = link.target.as_ref().ok().and_then(|target| anchor(facts, guide, target));
            let target = target.filter(|(to, id)| !to.outline.has_heading(id));
            found.extend(target.map(|(to, id)| Anchored { guide, range: &link.range, to, id }));
        }
    });
    said.extend(broken.iter().enumerate().map(|(number, link)| {
        let own = link.to.file == link.guide.file;
        let whose = if own { "this guide".to_owned() } else { format!("`{}`", facts.path(link.to)) };
        let message = match link.id {
            "" => "the link names no heading after its `#`".to_owned(),
            id => format!("{whose} has no heading `#{}`", excerpt(id)),
        };
        let help = help(facts, link, number < MOST);
        Diagnostic::new(Code::BrokenAnchor, link.guide.span(link.range), message).help(help)
    }));
}

/// How many broken anchors, and headings for each, are compared in search of the one that was meant.
const MOST: usize = 200;

/// A link to a heading that is not there.
struct Anchored<'a> {
    guide: &'a Guide,
    range: &'a Range<u32>,
    /// The text that a reader is led to.
    to: &'a Guide,
    id: &'a str,
}

fn anchor<'a>(facts: &Facts<'a>, guide: &'a Guide, target: &'a Link) -> Option<(&'a Guide, &'a str)> {
    match target {
        Link::Anchor(id) => Some((guide, id)),
        Link::Guide { path, anchor: Some(id) } => {
            let (lang, topic) = facts.library.guide_at(path)?;
            Some((facts.library.text_for(topic, lang), id))
        }
        _ => None,
    }
}

fn help(facts: &Facts<'_>, link: &Anchored<'_>, search: bool) -> String {
    let headings = &link.to.outline.headings;
    if headings.is_empty() {
        return "the page has no headings: link to the page itself".into();
    }
    if let Some(own) = translated(facts, link) {
        return format!(
            "write `{{#{}}}` after the heading `{own}`, so that it has the same name in both languages",
            link.id
        );
    }
    let ids = || headings.iter().take(MOST).map(|heading| &*heading.id);
    match suggest::nearest(link.id, ids().filter(|_| search)) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => {
            let names: Vec<String> = ids().take(5).map(|id| format!("`#{id}`")).collect();
            let more = if headings.len() > names.len() { " …" } else { "" };
            format!("its headings are {}{more}", names.join(", "))
        }
    }
}

/// The words of the heading that stands where the source language's text has the wanted one.
fn translated<'a>(facts: &Facts<'a>, link: &Anchored<'a>) -> Option<&'a str> {
    let topic = facts.library.topic_of(link.to).filter(|_| link.to.lang != LangId::DEFAULT)?;
    let source = &facts.library.text(topic, LangId::DEFAULT)?.outline.headings;
    let at = source.iter().take(MOST).position(|heading| &*heading.id == link.id)?;
    (source.len() == link.to.outline.headings.len()).then(|| &*link.to.outline.headings[at].text)
}
