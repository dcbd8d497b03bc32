//! Guides and helplines as other pages name them.

use super::context::{Card, Channel, Helpline, Hours, Source};
use super::links::{From, absolute};
use crate::library::TopicId;
use crate::model::{self, Guide, Own, VerifiedHow, YesNoUnknown};

/// The language and direction of a text, where they are not the page's own.
pub(super) fn foreign(from: &From<'_>, text: &Guide) -> (Option<String>, Option<&'static str>) {
    if text.lang == from.lang {
        return (None, None);
    }
    let locale = from.renderer.library.config.locale(text.lang);
    (Some(locale.tag().to_owned()), Some(locale.direction().html()))
}

/// A guide as a link with its summary.
pub(super) fn card(from: &From<'_>, topic: TopicId) -> Card {
    let library = from.renderer.library;
    let text = library.text_for(topic, from.lang);
    let (lang, dir) = foreign(from, text);
    Card {
        kind: library.topic(topic).kind.word(),
        title: from.say(&text.front.title, text),
        summary: from.say(&text.front.summary, text),
        url: from.guide(topic),
        lang,
        dir,
    }
}

pub(super) fn cards(from: &From<'_>, topics: &[TopicId]) -> Vec<Card> {
    topics.iter().map(|topic| card(from, *topic)).collect()
}

/// A helpline with everything that a reader needs to reach it.
pub(super) fn helpline(from: &From<'_>, topic: TopicId) -> Option<Helpline> {
    let library = from.renderer.library;
    let facts = library.helpline(topic)?;
    let text = library.text_for(topic, from.lang);
    let (lang, dir) = foreign(from, text);
    let (operator, named) = match &text.front.own {
        Own::Helpline(own) if !own.operator.is_empty() => (&own.operator, text),
        _ => (&facts.operator, library.source(topic)),
    };
    let (operator_lang, operator_dir) = foreign(from, named);
    let unknown = YesNoUnknown::Unknown;
    let relations = &library.topic(topic).relations;
    Some(Helpline {
        title: from.say(&text.front.title, text),
        summary: from.say(&text.front.summary, text),
        url: from.guide(topic),
        lang,
        dir,
        operator: from.say(operator, named),
        operator_lang,
        operator_dir,
        needs: facts.needs.iter().map(|need| need.word()).collect(),
        regions: facts.regions.clone(),
        channels: facts.channels.iter().map(|c| channel(from, c)).collect(),
        languages: facts.languages.clone(),
        anonymous: facts.anonymous.unwrap_or(unknown).word(),
        informs: facts.informs.unwrap_or(unknown).word(),
        verified: facts.verified.map(|date| date.to_string()),
        verified_how: facts.verified_how.map(verified_how),
        due: facts.verified.map(|date| library.config.review.helplines.after(date).to_string()),
        sources: sources(from, &library.facts(topic).sources),
        superseded: library.is_superseded(topic),
        replaced_by: cards(from, &relations.replaced_by),
        supersedes: cards(from, &relations.supersedes),
    })
}

/// Helplines that are still to be called, in the order given.
pub(super) fn current_helplines(from: &From<'_>, topics: impl IntoIterator<Item = TopicId>) -> Vec<Helpline> {
    let library = from.renderer.library;
    let current = topics.into_iter().filter(|topic| !library.is_superseded(*topic));
    current.filter_map(|topic| helpline(from, topic)).collect()
}

fn verified_how(how: VerifiedHow) -> String {
    how.word().replace(' ', "-")
}

fn channel(from: &From<'_>, channel: &model::Channel) -> Channel {
    Channel {
        kind: channel.kind.word(),
        value: channel.value.clone(),
        url: absolute(&channel.link()).unwrap_or_default(),
        hours: hours(from, channel.hours),
        cost: channel.cost.word(),
    }
}

fn hours(from: &From<'_>, hours: model::Hours) -> Hours {
    let plain =
        |kind| Hours { kind, first: String::new(), last: String::new(), opens: String::new(), closes: String::new() };
    let formats = from.renderer.theme.formats(from.lang);
    let time = |minutes: u16| formats.digits(&format!("{:02}:{:02}", minutes / 60, minutes % 60));
    match hours {
        model::Hours::Always => plain("always"),
        model::Hours::Unknown => plain("unknown"),
        model::Hours::Weekly { first, last, opens, closes } => Hours {
            kind: "weekly",
            first: first.word().to_lowercase(),
            last: last.word().to_lowercase(),
            opens: time(opens),
            closes: time(closes),
        },
    }
}

/// The sources that a guide cites; an unknown id is an error of its own.
pub(super) fn sources(from: &From<'_>, ids: &[String]) -> Vec<Source> {
    let entries = &from.renderer.library.sources.entries;
    let source = |source: &model::Source| Source {
        publisher: source.publisher.clone(),
        title: source.title.clone(),
        url: source.url.clone(),
        published: source.published.map(|date| date.to_string()),
        accessed: source.accessed.map(|date| date.to_string()),
    };
    ids.iter().filter_map(|id| entries.get(id)).map(source).collect()
}
