//! Posters: what a section says, on one sheet of A4.
//!
//! A sheet doesn't scroll, so how large the type may be, and how much can be said at all, is reckoned here (`fit`);
//! what finds no room is counted on the poster itself.

mod fit;
mod layout;

use super::cards::{foreign, helpline};
use super::context::{Card, Channel, Helpline};
use super::helplines;
use super::links::From;
use super::listing;
use super::qr::Qr;
use crate::library::TopicId;
use crate::model::{Kind, Need};
use serde::Serialize;

/// A section as its poster shows it.
#[derive(Debug, Serialize)]
pub(super) struct Poster {
    /// `stage sign step helpline`: what its guides are.
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    /// Set where the section's text is in another language than the page.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    /// The section's own page.
    pub section_url: String,
    /// How large the type is in print, `a` to `i`, and in how many columns what is said stands.
    pub size: char,
    pub columns: usize,
    /// What is said, as far as there is room; none on a poster of helplines.
    pub items: Vec<Item>,
    /// Who to call: the helplines of the section, else a few of the site's, danger first.
    pub calls: Vec<Call>,
    /// How many of the section's guides found no room.
    pub more: usize,
    /// Whether an item keeps evidence, so that the guard must stand beside it.
    pub evidence: bool,
    /// How all of the numbers were verified, where it is the same for all.
    pub alike: Option<Alike>,
    /// The day from which the first of the numbers counts as unconfirmed.
    pub until: Option<String>,
}

/// How several helplines were verified.
#[derive(Debug, Serialize)]
pub(super) struct Alike {
    /// `called published-source operator-confirmed unknown`.
    pub how: String,
    /// When the first of them was.
    pub date: String,
}

/// A stage, sign or step.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    #[serde(flatten)]
    pub card: Card,
    /// The summary, or the first thing that a step says to do.
    pub text: String,
    /// Of a step: `now today later`.
    pub when: Option<&'static str>,
    /// Of a step: audience words.
    pub who: Vec<&'static str>,
    #[serde(skip)]
    evidence: bool,
}

/// A helpline that can be called.
#[derive(Debug, Serialize)]
pub(super) struct Call {
    #[serde(flatten)]
    pub helpline: Helpline,
    /// The way that stands in large type and in the code: a phone where there is one.
    pub first: Channel,
    pub others: Vec<Channel>,
    /// How large `first` can be: `short`, `long` or `address`.
    pub look: &'static str,
    pub qr: Option<Qr>,
    /// Who published the sources it was found in, each once.
    pub found: Vec<String>,
}

/// The poster of a section.
pub(super) fn poster(from: &From<'_>, section: TopicId) -> Poster {
    let library = from.renderer.library;
    let children = library.children_in(Some(section), from.lang);
    let kind = library.main_kind(&children);
    let text = library.text_for(section, from.lang);
    let (lang, dir) = foreign(from, text);
    let own: Vec<TopicId> = children.into_iter().filter(|id| library.topic(*id).kind == kind).collect();
    let (mut items, mut calls) = (Vec::new(), Vec::new());
    if kind == Kind::Helpline {
        calls.extend(helplines::sorted(library, &own).into_iter().filter_map(|topic| call(from, topic)));
    } else {
        items.extend(own.into_iter().map(|topic| item(from, topic)));
        items.sort_by_key(|item: &Item| soon(item.when));
        calls = first_calls(from);
    }
    let mut poster = Poster {
        kind: kind.word(),
        title: from.say(&text.front.title, text),
        summary: from.say(&text.front.summary, text),
        lang,
        dir,
        section_url: from.guide(section),
        size: 'a',
        columns: 1,
        alike: alike(&calls),
        evidence: items.iter().any(|item| item.evidence),
        items,
        calls,
        more: 0,
        until: None,
    };
    layout::fill(from, &mut poster);
    poster.until = poster.calls.iter().filter_map(|call| call.helpline.due.clone()).min();
    poster
}

fn item(from: &From<'_>, topic: TopicId) -> Item {
    let child = listing::child(from, topic);
    let step = child.step.as_ref();
    Item {
        text: step.and_then(|step| step.do_.first()).unwrap_or(&child.card.summary).clone(),
        when: step.and_then(|step| step.when),
        who: step.map(|step| step.actor.clone()).unwrap_or_default(),
        evidence: step.is_some_and(|step| step.evidence),
        card: child.card,
    }
}

fn soon(when: Option<&str>) -> usize {
    let order = ["now", "today", "later"];
    order.iter().position(|word| Some(*word) == when).unwrap_or(order.len())
}

/// The helplines at the foot of a poster about something else: one each for danger now, for talking, for reporting and
/// for protection, as far as there are such, the nearest to the whole country first; no more than three.
fn first_calls(from: &From<'_>) -> Vec<Call> {
    const NEEDS: [Need; 4] = [Need::DangerNow, Need::Talk, Need::ReportCrime, Need::ChildProtection];
    const FEW: usize = 3;
    let library = from.renderer.library;
    let all: Vec<TopicId> = library.helplines().map(|(id, _)| id).collect();
    let sorted = helplines::sorted(library, &all);
    let mut chosen: Vec<TopicId> = Vec::new();
    for need in NEEDS {
        let meets = |id: &&TopicId| {
            library.helpline(**id).is_some_and(|helpline| {
                helpline.needs.contains(&need) && helpline.channels.iter().any(|channel| channel.is_number())
            })
        };
        // Who answers in danger is busy with danger: for anything else there are others.
        let fresh = |id: &&TopicId| {
            need == Need::DangerNow
                || library.helpline(**id).is_some_and(|helpline| !helpline.needs.contains(&Need::DangerNow))
        };
        chosen.extend(sorted.iter().filter(meets).find(fresh).filter(|id| !chosen.contains(id)).copied());
    }
    if chosen.is_empty() {
        chosen = sorted;
    }
    chosen.into_iter().filter_map(|topic| call(from, topic)).take(FEW).collect()
}

fn alike(calls: &[Call]) -> Option<Alike> {
    let how = |call: &Call| call.helpline.verified_how.clone();
    let first = how(calls.first()?);
    let dates: Option<Vec<String>> = calls.iter().map(|call| call.helpline.verified.clone()).collect();
    let date = dates?.into_iter().min()?;
    calls.iter().all(|call| how(call) == first).then(|| Alike { how: first.unwrap_or_else(|| "unknown".into()), date })
}

/// A helpline with the one way that is nearest at hand; `None` where it names no way at all.
fn call(from: &From<'_>, topic: TopicId) -> Option<Call> {
    const NEAREST: [&str; 5] = ["phone", "sms", "web", "chat", "email"];
    let helpline = helpline(from, topic)?;
    let mut others = helpline.channels.clone();
    let kind = NEAREST.iter().find(|kind| others.iter().any(|channel| channel.kind == **kind))?;
    let first = others.remove(others.iter().position(|channel| channel.kind == *kind)?);
    let look = match (first.kind, first.value.chars().count()) {
        ("phone" | "sms", ..=6) => "short",
        ("phone" | "sms", _) => "long",
        _ => "address",
    };
    let mut found: Vec<String> = Vec::new();
    for source in &helpline.sources {
        if !found.contains(&source.publisher) {
            found.push(source.publisher.clone());
        }
    }
    Some(Call { qr: from.renderer.codes.of(&first.url), look, first, others, found, helpline })
}
