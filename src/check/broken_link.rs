use super::facts::{Facts, excerpt};
use super::nearest_path::nearest_paths;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Guide, LangId, Link};
use crate::source::{Root, VPath};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Links and pictures that lead to no file.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let broken = facts.gather(|guide, broken| {
        for link in &guide.outline.links {
            let why = link.target.as_ref().ok().and_then(|target| why_link(facts, guide, target));
            broken.extend(why.map(|why| Broken { guide, range: &link.range, why }));
        }
        for picture in &guide.outline.pictures {
            let why = picture.target.as_ref().ok().and_then(|target| why_picture(facts, target));
            broken.extend(why.map(|why| Broken { guide, range: &picture.range, why }));
        }
    });
    if broken.is_empty() {
        return;
    }
    let near = Near::new(facts, &broken);
    said.extend(broken.iter().map(|broken| {
        let (message, help) = words(facts, broken, &near);
        Diagnostic::new(Code::BrokenLink, broken.guide.span(broken.range), message).help(help)
    }));
}

/// A link or picture that leads nowhere.
struct Broken<'a> {
    guide: &'a Guide,
    range: &'a Range<u32>,
    why: Why<'a>,
}

enum Why<'a> {
    NoGuide(&'a VPath),
    Draft(&'a VPath),
    NoAsset(&'a VPath),
    Nowhere(&'a str),
    /// A picture that is to show what is no picture.
    NoPicture,
}

fn why_link<'a>(facts: &Facts<'_>, guide: &Guide, target: &'a Link) -> Option<Why<'a>> {
    match target {
        Link::Guide { path, .. } => why_guide(facts, guide.lang, path),
        Link::Asset(path) => why_asset(facts, path),
        Link::Nowhere(text) => Some(Why::Nowhere(text)),
        Link::Anchor(_) | Link::Web(_) | Link::Tel(_) | Link::Sms(_) | Link::Mail(_) => None,
    }
}

fn why_picture<'a>(facts: &Facts<'_>, target: &'a Link) -> Option<Why<'a>> {
    match target {
        Link::Asset(path) => why_asset(facts, path),
        Link::Nowhere(text) => Some(Why::Nowhere(text)),
        // `remote-resource`
        Link::Web(_) => None,
        Link::Guide { .. } | Link::Anchor(_) | Link::Tel(_) | Link::Sms(_) | Link::Mail(_) => Some(Why::NoPicture),
    }
}

fn why_asset<'a>(facts: &Facts<'_>, path: &'a VPath) -> Option<Why<'a>> {
    facts.tree.find(Root::Guides, path.as_str()).is_none().then_some(Why::NoAsset(path))
}

/// A reader of a translation is led on to the source language's text where their own is still missing.
fn why_guide<'a>(facts: &Facts<'_>, from: LangId, path: &'a VPath) -> Option<Why<'a>> {
    let library = facts.library;
    if let Some((lang, topic)) = library.guide_at(path) {
        let stands_in = lang == from && library.text(topic, LangId::DEFAULT).is_some();
        if stands_in || library.text(topic, lang).is_some() {
            return None;
        }
    }
    let (folder, below) = path.as_str().split_once('/').unwrap_or(("", path.as_str()));
    let below = below.strip_suffix(".md").unwrap_or(below);
    let Some(lang) = library.config.langs().find(|lang| library.config.locale(*lang).is_folder(folder)) else {
        return Some(Why::NoGuide(path));
    };
    if facts.is_draft(lang, below) || (lang == from && facts.is_draft(LangId::DEFAULT, below)) {
        return Some(Why::Draft(path));
    }
    // A file that could not be read has been reported itself.
    let unread = facts.tree.find(Root::Guides, path.as_str()).is_some();
    (!unread).then_some(Why::NoGuide(path))
}

/// What the broken targets were most likely meant to be.
struct Near<'a> {
    guides: HashMap<&'a str, &'a str>,
    assets: HashMap<&'a str, &'a str>,
    /// Every folder of the site.
    folders: HashSet<&'a str>,
}

impl<'a> Near<'a> {
    fn new(facts: &Facts<'a>, broken: &[Broken<'a>]) -> Self {
        let guides: Vec<&str> = facts.library.guides().iter().map(|guide| facts.path(guide).as_str()).collect();
        let files: Vec<&str> = facts.tree.root(Root::Guides).map(|(_, file)| file.path.as_str()).collect();
        let assets: Vec<&str> = files.iter().copied().filter(|path| path.starts_with("assets/")).collect();
        let wanted = |find: fn(&Broken<'a>) -> Option<&'a str>| broken.iter().filter_map(find);
        let no_guide = |broken: &Broken<'a>| match broken.why {
            Why::NoGuide(path) => Some(path.as_str()),
            _ => None,
        };
        let no_asset = |broken: &Broken<'a>| match broken.why {
            Why::NoAsset(path) => Some(path.as_str()),
            _ => None,
        };
        Self {
            guides: nearest_paths(wanted(no_guide), &guides),
            assets: nearest_paths(wanted(no_asset), &assets),
            folders: files.iter().flat_map(|path| folders(path)).collect(),
        }
    }
}

/// The folders above a path.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/')).map(|(folder, _)| folder)
}

fn words(facts: &Facts<'_>, broken: &Broken<'_>, near: &Near<'_>) -> (String, String) {
    let from = facts.path(broken.guide);
    let meant = |near: Option<&&str>, otherwise: &str| {
        let path = near.and_then(|near| VPath::new(near).ok());
        path.map_or(otherwise.to_owned(), |path| format!("did you mean `{}`?", path.relative_from(from)))
    };
    match &broken.why {
        Why::NoGuide(path) => {
            let help = "name the file of the guide as it lies beside this one, as `../steps/keep-evidence.md`";
            (format!("there is no guide `{path}`"), meant(near.guides.get(path.as_str()), help))
        }
        Why::Draft(path) => {
            let message = format!("`{path}` is a draft, which readers don't get");
            (message, "remove the link until then, or publish the guide by removing its `draft: true`".into())
        }
        Why::NoAsset(path) => {
            let help = "put the file there, or write the name that it has";
            (format!("there is no file `{path}`"), meant(near.assets.get(path.as_str()), help))
        }
        Why::Nowhere(text) => nowhere(facts, near, from, text),
        Why::NoPicture => {
            let message = "a picture must be a file of `assets/`";
            (message.into(), "write `![what it shows](../assets/name.jpg)`, or a link without the `!`".into())
        }
    }
}

/// What is wrong with a relative address that leads to nothing a site can hold.
fn nowhere(facts: &Facts<'_>, near: &Near<'_>, from: &VPath, text: &str) -> (String, String) {
    let shown = excerpt(text);
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let there = |path: &str| from.resolve(path).filter(|path| facts.tree.find(Root::Guides, path.as_str()).is_some());
    if path.is_empty() {
        return ("the address is empty".into(), "write it between the round brackets".into());
    }
    if path.starts_with('/') {
        let help = "write it relative to this file, as `../steps/keep-evidence.md`";
        return (format!("`{shown}` begins with `/`"), help.into());
    }
    let folder = path.trim_end_matches('/');
    if let Some(index) = there(&format!("{folder}/index.md")) {
        return (format!("`{shown}` is a folder"), format!("did you mean `{}`?", index.relative_from(from)));
    }
    if from.resolve(folder).is_some_and(|folder| near.folders.contains(folder.as_str())) {
        return (format!("`{shown}` is a folder without `index.md`"), "link to one of its guides".into());
    }
    if let Some(guide) = there(&format!("{}.md", folder.trim_end_matches(".html"))) {
        return (format!("`{shown}` is no guide's file"), format!("did you mean `{}`?", guide.relative_from(from)));
    }
    if !path.ends_with('/') && from.resolve(path).is_none() {
        return (
            format!("`{shown}` leads out of the guides folder"),
            "link to a guide or to a file of `assets/`".into(),
        );
    }
    let help = "link to a guide's `.md` file, to a file of `assets/`, or to an address from `https://`";
    (format!("`{shown}` is neither a guide nor a file of `assets/`"), help.into())
}
