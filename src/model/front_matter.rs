use super::words::{Audience, Context, Kind, TranslationState, When};
use super::{Helpline, PartialDate};

/// What a file's front matter says, each value already of its type.
///
/// In a translation only the texts are there; the facts are those of the source-language file, and the
/// [library](crate::library) is where the two meet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub kind: Option<Kind>,
    pub title: String,
    pub summary: String,
    pub order: Option<i32>,
    pub audience: Vec<Audience>,
    pub reviewed: Option<PartialDate>,
    pub reviewer: String,
    /// Ids of `sources.yaml`.
    pub sources: Vec<String>,
    pub content_note: String,
    pub tags: Vec<String>,
    /// Ids of helplines.
    pub help: Vec<String>,
    pub draft: bool,
    /// Old paths below the language, with or without `.html`.
    pub moved_from: Vec<String>,
    pub own: Own,
    pub translation: Option<Box<Translation>>,
}

/// The fields of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Own {
    /// Home, section, article.
    #[default]
    Plain,
    Stage(Box<Stage>),
    Sign(Box<Sign>),
    Step(Box<Step>),
    Helpline(Box<Helpline>),
    SelfCheck(Box<SelfCheck>),
}

/// A stage of grooming.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    pub signs: Vec<String>,
    pub steps: Vec<String>,
    pub context: Vec<Context>,
}

/// A warning sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sign {
    pub stages: Vec<String>,
    pub steps: Vec<String>,
    pub seen_by: Vec<Audience>,
}

/// A step of protection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    pub when: Option<When>,
    pub actor: Vec<Audience>,
    pub do_: Vec<String>,
    pub do_not: Vec<String>,
    /// The page carries the guard on evidence.
    pub evidence: bool,
}

/// A page of ticks, each with its advice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelfCheck {
    pub items: Vec<Item>,
}

/// One tick of a self-check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// The id of a sign; empty in a translation, where items go by their order.
    pub sign: String,
    pub advice: String,
}

/// What a translated file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    pub state: Option<TranslationState>,
    pub translator: String,
    pub translation_reviewed: Option<PartialDate>,
    /// One short hash for each block of the source as translated.
    pub source_hash: Vec<String>,
}
