//! What a page says of its translation: who made it, and which parts the source has outrun.

use super::context::{LanguageLink, Part, Translation};
use super::links::From;
use crate::library::{Change, Library, TopicId, TranslationState};
use crate::model::{BlockPlace, Guide, LangId};
use crate::plan::{guide_path, heading_anchor};

/// What a reader of `topic` in the page's language is to know; `None` where that is the language it was written in.
/// Ids of the page begin with `prefix`.
pub(super) fn translation(from: &From<'_>, topic: TopicId, prefix: &str) -> Option<Translation> {
    let library = from.renderer.library;
    let state = library.translation(topic, from.lang)?;
    let text = library.text_for(topic, from.lang);
    let own = text.front.translation.as_deref();
    let missing = state == TranslationState::Missing;
    let changed = match &state {
        TranslationState::Outdated(changes) => parts(library, library.source(topic), text, changes, prefix),
        _ => Vec::new(),
    };
    Some(Translation {
        state: if missing { Some("missing") } else { own.and_then(|own| own.state).map(|state| state.word()) },
        translator: own.map(|own| own.translator.clone()).unwrap_or_default(),
        reviewed: own.and_then(|own| own.translation_reviewed).map(|date| date.to_string()),
        outdated: matches!(state, TranslationState::Outdated(_)),
        changed,
        source: source(from, library, topic),
    })
}

fn source(from: &From<'_>, library: &Library, topic: TopicId) -> LanguageLink {
    let text = library.source(topic);
    let locale = library.config.locale(text.lang);
    LanguageLink {
        lang: locale.tag().to_owned(),
        dir: locale.direction().html(),
        name: locale.own_name().to_owned(),
        url: guide_path(library, text.lang, &text.path).relative_from(from.path),
        address: None,
        current: false,
        default: text.lang == LangId::DEFAULT,
        translated: true,
    }
}

/// The headings of `text` below which the source has changed, each once; what stands above the first heading has none.
/// Where the two texts are not parted alike nobody can tell.
fn parts(library: &Library, source: &Guide, text: &Guide, changes: &[Change], prefix: &str) -> Vec<Part> {
    if source.outline.headings.len() != text.outline.headings.len() {
        return Vec::new();
    }
    let mut sections: Vec<usize> = changes.iter().map(|change| section(source, change)).collect();
    sections.sort_unstable();
    sections.dedup();
    let part = |section: usize| match section.checked_sub(1).and_then(|at| text.outline.headings.get(at)) {
        Some(heading) => {
            let url = format!("#{prefix}{}", heading_anchor(library, &heading.id));
            Part { title: Some(heading.text.to_string()), url }
        }
        None => Part { title: None, url: String::new() },
    };
    sections.into_iter().map(part).collect()
}

/// How many headings of the source begin at or above a change.
fn section(source: &Guide, change: &Change) -> usize {
    let block = match *change {
        Change::Changed { new, .. } | Change::Added { new } => source.blocks.get(new),
        // What is gone stood at the end of what comes before.
        Change::Removed { before, .. } => before.checked_sub(1).and_then(|at| source.blocks.get(at)),
    };
    match block.map(|block| &block.place) {
        Some(BlockPlace::Body(range)) => {
            source.outline.headings.partition_point(|heading| heading.range.start <= range.start)
        }
        Some(BlockPlace::Field(..)) | None => 0,
    }
}
