//! A guide with all that its page shows.

use super::cards::{card, cards, current_helplines, foreign, helpline, sources};
use super::context;
use super::links::{BodyFrame, From};
use super::markdown::{self, Setting};
use super::translation::translation;
use crate::library::TopicId;
use crate::model::{self, FrontMatter, Kind, Own};
use crate::parse::body;
use crate::plan::{guide_anchor, heading_anchor};

/// The guide `topic` for the page `from`. On a page of its own its headings stay; on one that shows several they sink
/// a level and every id is prefixed.
pub(super) fn guide(from: &From<'_>, topic: TopicId) -> context::Guide {
    let library = from.renderer.library;
    let facts = library.facts(topic);
    let text = library.text_for(topic, from.lang);
    let (lang, dir) = foreign(from, text);
    let anchor = guide_anchor(library, &library.topic(topic).path);
    let prefix = if from.inline.is_some() { format!("{anchor}:") } else { String::new() };
    let direction = from.direction(text);
    let setting = Setting { id_prefix: &prefix, sink: u8::from(from.inline.is_some()), direction };
    let frame = BodyFrame { from: *from, topic };
    let relations = &library.topic(topic).relations;
    let kind = library.topic(topic).kind;
    let (previous, next) = neighbours(from, topic);
    context::Guide {
        kind: kind.word(),
        title: from.say(&text.front.title, text),
        summary: from.say(&text.front.summary, text),
        lang,
        dir,
        audience: facts.audience.iter().map(|audience| audience.word()).collect(),
        content_note: from.say(&text.front.content_note, text),
        content: markdown::html(body(from.renderer.tree, text), text, &frame, setting),
        headings: headings(from, text, &prefix),
        tags: text.front.tags.iter().map(|tag| from.say(tag, text)).collect(),
        reviewed: facts.reviewed.map(|date| date.to_string()),
        next_review: facts.reviewed.map(|date| library.config.review.guides.after(date).to_string()),
        reviewer: facts.reviewer.clone(),
        sources: sources(from, &facts.sources),
        stages: cards(from, &relations.stages),
        signs: cards(from, &relations.signs),
        steps: cards(from, &relations.steps),
        help: current_helplines(from, help(from, topic)),
        previous,
        next,
        stage: stage(facts),
        sign: sign(facts),
        step: step(from, facts, text),
        helpline: helpline(from, topic),
        items: items(from, topic, text),
        translation: translation(from, topic, &prefix),
        anchor,
    }
}

/// The helplines that a guide names; else those that its steps name.
fn help(from: &From<'_>, topic: TopicId) -> Vec<TopicId> {
    let library = from.renderer.library;
    let relations = &library.topic(topic).relations;
    if !relations.help.is_empty() || relations.steps.is_empty() {
        return relations.help.clone();
    }
    let mut help = Vec::new();
    for id in relations.steps.iter().flat_map(|step| &library.topic(*step).relations.help) {
        if !help.contains(id) {
            help.push(*id);
        }
    }
    help
}

/// The guides before and after this one in its section, as far as the page's language has them.
fn neighbours(from: &From<'_>, topic: TopicId) -> (Option<context::Card>, Option<context::Card>) {
    let library = from.renderer.library;
    if library.topic(topic).kind == Kind::Section {
        return (None, None);
    }
    let (before, after) = library.neighbours(topic);
    let own = |id: &TopicId| library.serves(*id, from.lang);
    (before.filter(own).map(|id| card(from, id)), after.filter(own).map(|id| card(from, id)))
}

fn headings(from: &From<'_>, text: &model::Guide, prefix: &str) -> Vec<context::Heading> {
    let heading = |heading: &model::Heading| context::Heading {
        level: heading.level,
        id: format!("{prefix}{}", heading_anchor(from.renderer.library, &heading.id)),
        text: from.say(&heading.text, text),
    };
    text.outline.headings.iter().map(heading).collect()
}

pub(super) fn stage(facts: &FrontMatter) -> Option<context::Stage> {
    match &facts.own {
        Own::Stage(stage) => {
            Some(context::Stage { context: stage.context.iter().map(|context| context.word()).collect() })
        }
        _ => None,
    }
}

pub(super) fn sign(facts: &FrontMatter) -> Option<context::Sign> {
    match &facts.own {
        Own::Sign(sign) => Some(context::Sign { seen_by: sign.seen_by.iter().map(|who| who.word()).collect() }),
        _ => None,
    }
}

/// A step: its facts, and the words of the text in the page's language where it has its own.
pub(super) fn step(from: &From<'_>, facts: &FrontMatter, text: &model::Guide) -> Option<context::Step> {
    let Own::Step(step) = &facts.own else { return None };
    let (do_, do_not) = match &text.front.own {
        Own::Step(own) => (&own.do_, &own.do_not),
        _ => (&step.do_, &step.do_not),
    };
    let all = |texts: &[String]| texts.iter().map(|item| from.say(item, text)).collect();
    Some(context::Step {
        when: step.when.map(|when| when.word()),
        actor: step.actor.iter().map(|who| who.word()).collect(),
        do_: all(do_),
        do_not: all(do_not),
        evidence: step.evidence,
    })
}

fn items(from: &From<'_>, topic: TopicId, text: &model::Guide) -> Vec<context::Item> {
    let library = from.renderer.library;
    let (Own::SelfCheck(facts), signs) = (&library.facts(topic).own, &library.topic(topic).relations.items) else {
        return Vec::new();
    };
    let advice = |index: usize| match &text.front.own {
        Own::SelfCheck(own) => own.items.get(index).map(|item| item.advice.clone()),
        _ => None,
    };
    let item = |(index, item): (usize, &model::Item)| context::Item {
        sign: signs.get(index).copied().flatten().map(|sign| card(from, sign)),
        advice: from.say(&advice(index).unwrap_or_else(|| item.advice.clone()), text),
    };
    facts.items.iter().enumerate().map(item).collect()
}
