use crate::library::{Change, Library, TopicId, TranslationState};
use crate::model::LangId;
use crate::parse::Places;
use crate::source::{SourceTree, line_col};
use serde::Serialize;
use std::collections::BTreeMap;

/// How far each language is, by its tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    pub languages: BTreeMap<String, LanguageStatus>,
}

/// How many guides a language lacks, has an old text of, and has as they are now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LanguageStatus {
    pub missing: usize,
    pub outdated: usize,
    /// Texts that do not say which source they were made from.
    pub unknown: usize,
    pub current: usize,
    /// All guides, by path.
    pub guides: Vec<GuideStatus>,
}

/// How one guide stands in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideStatus {
    /// The path below a language: `stages/targeting`.
    pub guide: String,
    pub state: &'static str,
    /// `human machine reviewed`, where the text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<&'static str>,
    /// The source's file, as a person knows it.
    pub source: String,
    /// What has changed since.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<ChangedBlock>,
}

/// A block of the source that is not what was translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedBlock {
    /// `changed added removed`.
    pub change: &'static str,
    /// The line of the source, from 1; of what was removed, the line of what comes next.
    pub line: usize,
    /// The words of the source; none of what was removed, of which only a hash is known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Status {
    /// How the languages of a site stand to its default one.
    pub fn of(tree: &SourceTree, library: &Library) -> Self {
        let tag = |lang: LangId| library.config.locale(lang).tag().to_owned();
        let langs = library.config.langs().filter(|lang| *lang != LangId::DEFAULT);
        Self { languages: langs.map(|lang| (tag(lang), LanguageStatus::of(tree, library, lang))).collect() }
    }
}

impl LanguageStatus {
    fn of(tree: &SourceTree, library: &Library, lang: LangId) -> Self {
        let mut status = Self::default();
        for (id, topic) in library.topics() {
            let Some(state) = library.translation(id, lang) else { continue };
            let (name, count) = match &state {
                TranslationState::Missing => ("missing", &mut status.missing),
                TranslationState::Outdated(_) => ("outdated", &mut status.outdated),
                TranslationState::Unknown => ("unknown", &mut status.unknown),
                TranslationState::Current => ("current", &mut status.current),
            };
            *count += 1;
            let own = library.text(id, lang).and_then(|text| text.front.translation.as_ref());
            status.guides.push(GuideStatus {
                guide: topic.path.to_string(),
                state: name,
                translation: own.and_then(|own| own.state).map(|state| state.word()),
                source: tree.label(library.source(id).file),
                blocks: match &state {
                    TranslationState::Outdated(changes) => blocks(tree, library, id, changes),
                    _ => Vec::new(),
                },
            });
        }
        status
    }

    /// Of a hundred guides, how many the language has as they are now; rounded down, so that 100 means all.
    pub fn per_cent(&self) -> usize {
        match self.guides.len() {
            0 => 100,
            all => self.current * 100 / all,
        }
    }
}

fn blocks(tree: &SourceTree, library: &Library, id: TopicId, changes: &[Change]) -> Vec<ChangedBlock> {
    let source = library.source(id);
    let bytes = &tree.file(source.file).bytes;
    let places = Places::new(tree, source.file);
    let span = |at: usize| source.blocks.get(at).map(|block| places.block(&block.place));
    let line = |at: usize| line_col(bytes, at).line;
    let words = |at: usize| {
        let text = span(at).and_then(|span| bytes.get(span.range())).map(String::from_utf8_lossy).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let block = |change: &Change| {
        let (name, at, text) = match *change {
            Change::Changed { new, .. } => ("changed", new, words(new)),
            Change::Added { new } => ("added", new, words(new)),
            Change::Removed { before, .. } => ("removed", before, String::new()),
        };
        let line = span(at).map_or_else(|| line(bytes.len()), |span| line(span.start as usize));
        ChangedBlock { change: name, line, text }
    };
    changes.iter().map(block).collect()
}
