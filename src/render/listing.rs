//! Lists of guides: sections, home, the A–Z, everything on one page.

use super::cards::{card, cards, helpline};
use super::context::{Card, Child, Crumb, Foreign, Letter, NavItem};
use super::guide::{sign, stage, step};
use super::helplines;
use super::links::From;
use crate::library::{Library, TopicId};
use crate::model::{Audience, Kind, LangId, Own};
use crate::plan::{MAX_ON_ONE_PAGE, poster_path};
use serde::Serialize;

/// A section as the home page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub title: String,
    pub summary: String,
    pub url: String,
    /// Set where its texts are in another language than the page.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    /// The kind that most of its guides have.
    pub kind: &'static str,
    /// Its guides, where they are few enough to stand on a home page.
    pub children: Vec<Child>,
}

const FEW: usize = 12;

/// The sections that the page's language has, for its home page.
pub(super) fn sections(from: &From<'_>) -> Vec<Section> {
    own_sections(from)
        .map(|id| {
            let Card { title, summary, url, lang, dir, .. } = card(from, id);
            let children = own_children(from, Some(id));
            let kind = from.renderer.library.main_kind(&children).word();
            let few = if children.len() <= FEW { children } else { Vec::new() };
            let children = few.into_iter().map(|id| child(from, id)).collect();
            Section { title, summary, url, lang, dir, kind, children }
        })
        .collect()
}

/// One of the few ways in that the home page shows first, for a person in need. Its words are messages (`door-step`).
#[derive(Debug, Serialize)]
pub(super) struct Door {
    /// `self-check stage step helpline`.
    pub kind: &'static str,
    /// The title of what it leads to.
    pub title: String,
    pub summary: String,
    pub url: String,
}

/// Is this grooming, how does it happen, what can I do, who can I talk to: the sections for these questions, or the one
/// self-check. What a site lacks has no door.
pub(super) fn doors(from: &From<'_>, sections: &[Section]) -> Vec<Door> {
    const KINDS: [Kind; 4] = [Kind::SelfCheck, Kind::Stage, Kind::Step, Kind::Helpline];
    let library = from.renderer.library;
    let section = |kind: Kind| {
        let section = sections.iter().find(|section| section.kind == kind.word())?;
        Some((section.title.clone(), section.summary.clone(), section.url.clone()))
    };
    let guide = |id: TopicId| {
        let card = card(from, id);
        (card.title, card.summary, card.url)
    };
    let lone = |kind: Kind| reading_order(from, None).into_iter().find(|id| library.topic(*id).kind == kind);
    let door = |kind: Kind| {
        let (title, summary, url) = match kind {
            // Where the help link of every page leads.
            Kind::Helpline => guide(from.renderer.help[from.lang.index()]?),
            Kind::SelfCheck => section(kind).or_else(|| lone(kind).map(guide))?,
            _ => section(kind)?,
        };
        Some(Door { kind: kind.word(), title, summary, url })
    };
    KINDS.into_iter().filter_map(door).collect()
}

/// The way to each section of the page's language; the one that `topic` is or lies in is current.
pub(super) fn nav(from: &From<'_>, topic: Option<TopicId>) -> Vec<NavItem> {
    let library = from.renderer.library;
    let above: Vec<TopicId> = std::iter::successors(topic, |id| library.topic(*id).section).collect();
    let item = |id: TopicId| {
        let Card { title, url, lang, dir, .. } = card(from, id);
        NavItem { title, foreign: Foreign { lang, dir }, url, current: above.contains(&id) }
    };
    own_sections(from).map(item).collect()
}

fn own_sections<'f>(from: &'f From<'_>) -> impl Iterator<Item = TopicId> + 'f {
    sections_in(from.renderer.library, from.lang)
}

fn sections_in(library: &Library, lang: LangId) -> impl Iterator<Item = TopicId> + '_ {
    library.sections().filter(move |id| library.serves(*id, lang))
}

/// The section where help is found: the first that holds helplines, in the language itself if it has one.
pub(super) fn help_section(library: &Library, lang: LangId) -> Option<TopicId> {
    let is_help = |id: &TopicId| library.children(Some(*id)).iter().any(|id| library.topic(*id).kind == Kind::Helpline);
    sections_in(library, lang).find(is_help).or_else(|| library.sections().find(is_help))
}

/// The guides of a section that the page's language has.
pub(super) fn own_children(from: &From<'_>, section: Option<TopicId>) -> Vec<TopicId> {
    from.renderer.library.children_in(section, from.lang)
}

/// A guide with what a list of its kind shows beside its title.
pub(super) fn child(from: &From<'_>, topic: TopicId) -> Child {
    let library = from.renderer.library;
    let facts = library.facts(topic);
    let relations = &library.topic(topic).relations;
    Child {
        card: card(from, topic),
        stage: stage(facts),
        sign: sign(facts),
        step: step(from, facts, library.text_for(topic, from.lang)),
        helpline: helpline(from, topic),
        signs: cards(from, &relations.signs),
        steps: cards(from, &relations.steps),
    }
}

/// All guides of the page's language in reading order: section by section, each after its own page.
pub(super) fn reading_order(from: &From<'_>, section: Option<TopicId>) -> Vec<TopicId> {
    let library = from.renderer.library;
    let mut order = Vec::new();
    let (mut pending, mut sections) = (Vec::new(), Vec::new());
    match section {
        Some(section) => pending.push(section),
        None => {
            let (first, rest): (Vec<_>, Vec<_>) =
                own_children(from, None).into_iter().partition(|id| library.topic(*id).kind != Kind::Section);
            order.extend(first);
            sections = rest;
        }
    }
    pending.extend(sections.into_iter().rev());
    while let Some(id) = pending.pop() {
        order.push(id);
        if library.topic(id).kind == Kind::Section {
            pending.extend(own_children(from, Some(id)).into_iter().rev());
        }
    }
    order
}

/// The posters of the sections among some guides.
pub(super) fn posters<'t>(from: &From<'_>, topics: impl Iterator<Item = &'t TopicId>) -> Vec<Crumb> {
    let poster = |id: &TopicId| {
        let path = poster_path(from.renderer.library, from.lang, *id);
        let Card { title, lang, dir, .. } = card(from, *id);
        from.renderer.plan.contains(path.as_str()).then(|| Crumb {
            title,
            foreign: Foreign { lang, dir },
            url: path.relative_from(from.path),
        })
    };
    topics.filter_map(poster).collect()
}

/// Guides of one kind, for an audience.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub kind: &'static str,
    /// How many guides there are.
    pub count: usize,
    /// The guides, where they are few enough for one page; else none.
    pub children: Vec<Child>,
}

/// The guides for an audience in the order in which a person in need reads: is this it, what do I do, what are the
/// signs, how does it happen, what more is there. Who can help comes last, so that the page ends in a person.
pub(super) fn for_audience(from: &From<'_>, audience: Audience) -> Vec<Group> {
    const KINDS: [Kind; 6] = [Kind::SelfCheck, Kind::Step, Kind::Sign, Kind::Stage, Kind::Article, Kind::Helpline];
    let library = from.renderer.library;
    let fits = |id: &TopicId| {
        library.serves(*id, from.lang) && library.facts(*id).audience.contains(&audience) && !library.is_superseded(*id)
    };
    let guides: Vec<TopicId> = reading_order(from, None).into_iter().filter(fits).collect();
    let group = |kind: Kind| {
        let mut guides: Vec<TopicId> = guides.iter().copied().filter(|id| library.topic(*id).kind == kind).collect();
        guides.sort_by_key(|id| distance(library, *id, audience));
        if kind == Kind::Helpline {
            guides = helplines::sorted(library, &guides);
        }
        let count = guides.len();
        let listed = if count <= MAX_ON_ONE_PAGE { guides } else { Vec::new() };
        let children = listed.into_iter().map(|id| child(from, id)).collect();
        Group { kind: kind.word(), count, children }
    };
    KINDS.into_iter().map(group).filter(|group| group.count > 0).collect()
}

/// How far a step is from an audience: nearest is what they alone do, then what they do with others, then what others do.
fn distance(library: &Library, topic: TopicId, audience: Audience) -> (bool, usize) {
    match &library.facts(topic).own {
        Own::Step(step) => (!step.actor.contains(&audience), step.actor.len()),
        _ => (false, 0),
    }
}

/// Every guide of the page's language by the first letter of its title, in the order of that language.
pub(super) fn letters(from: &From<'_>) -> Vec<Letter> {
    let library = from.renderer.library;
    let formats = from.renderer.theme.formats(from.lang);
    let listed = |id: &TopicId| library.topic(*id).kind != Kind::Home && library.serves(*id, from.lang);
    let title = |id: TopicId| library.text_for(id, from.lang).front.title.as_str();
    let mut topics: Vec<TopicId> = library.topics().map(|(id, _)| id).filter(listed).collect();
    topics.sort_by(|a, b| formats.compare(title(*a), title(*b)).then(a.cmp(b)));
    let mut letters: Vec<Letter> = Vec::new();
    for id in topics {
        let letter = formats.letter(title(id));
        let card = card(from, id);
        match letters.last_mut().filter(|last| formats.same_letter(&last.letter, &letter)) {
            Some(last) => last.guides.push(card),
            None => letters.push(Letter { letter, guides: vec![card] }),
        }
    }
    letters
}
