use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Guide, LangId};
use crate::source::Root;
use std::collections::BTreeMap;

/// The pages that lead to others: a site's home, and the `index.md` of each folder. Fields are missed by parsing.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    home(facts, said);
    let mut folders: BTreeMap<&str, &Guide> = BTreeMap::new();
    let alone =
        |guide: &Guide| facts.library.topic_of(guide).is_some_and(|id| facts.library.topic(id).section.is_none());
    for guide in facts.library.guides().iter().filter(|guide| !guide.is_index() && alone(guide)) {
        if let Some((folder, _)) = guide.path.rsplit_once('/') {
            folders.entry(folder).or_insert(guide);
        }
    }
    for (folder, guide) in &folders {
        // One page above serves the folders below it.
        let above = || above(folder).skip(1);
        if !above().any(|folder| folders.contains_key(folder)) && !self::above(folder).any(|f| is_unread(facts, f)) {
            said.push(section(facts, guide, folder));
        }
    }
}

fn home(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let library = facts.library;
    let home = library.find("index").and_then(|id| library.text(id, LangId::DEFAULT));
    let Some(file) = facts.tree.find(Root::Guides, "site.yaml").filter(|_| facts.site_is_read()) else { return };
    if home.is_some() || is_unread(facts, "index") {
        return;
    }
    let path = format!("{}/index.md", library.config.locale(LangId::DEFAULT).folder());
    let (message, help) = if facts.is_draft(LangId::DEFAULT, "index") {
        (format!("the site's home page `{path}` is a draft"), "remove its `draft: true`".to_owned())
    } else {
        (format!("the site has no home page `{path}`"), "write one, with `kind: home` and a `title`".to_owned())
    };
    let place = facts.places(file).value(&["languages".into(), 0.into()]);
    said.push(Diagnostic::new(Code::MissingField, place, message).help(help));
}

fn section(facts: &Facts<'_>, guide: &Guide, folder: &str) -> Diagnostic {
    let index = format!("{folder}/index");
    let language = facts.library.config.locale(guide.lang).folder();
    let (message, help) = if facts.is_draft(LangId::DEFAULT, &index) || facts.is_draft(guide.lang, &index) {
        (
            format!("the `index.md` of the folder `{language}/{folder}` is a draft"),
            "remove its `draft: true`".to_owned(),
        )
    } else {
        let message = format!("the folder `{language}/{folder}` has no `index.md`");
        (message, "write one, with `kind: section` and a `title`: its page leads readers to this guide".to_owned())
    };
    Diagnostic::new(Code::MissingField, facts.places(guide.file).start(), message).help(help)
}

/// A folder and those above it: `a/b`, `a`.
fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above))
}

/// Whether the page of a folder is there and could not be read, which was reported.
fn is_unread(facts: &Facts<'_>, folder: &str) -> bool {
    let library = facts.library;
    library.config.langs().any(|lang| {
        let language = library.config.locale(lang).folder();
        let path =
            if folder == "index" { format!("{language}/index.md") } else { format!("{language}/{folder}/index.md") };
        facts.tree.find(Root::Guides, &path).is_some_and(|file| facts.is_unread(file))
    })
}
