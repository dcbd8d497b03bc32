use super::words::{Audience, Context, Kind, TranslationState, When};
use super::{BlockHash, Helpline, PartialDate};
use std::borrow::Cow;

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
    /// One short hash for each block of the source as translated; `None` where the file does not say.
    pub source_hash: Option<Box<[BlockHash]>>,
}

/// A text of front matter that a translator translates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontText<'a> {
    pub field: &'static str,
    /// The item of its list.
    pub index: Option<u16>,
    /// Tags are one text, a line for each.
    pub words: Cow<'a, str>,
}

impl FrontMatter {
    /// The texts that are given, in the order of the page. Source and translation have them in the same one.
    pub fn texts(&self) -> Vec<FrontText<'_>> {
        let operator = match &self.own {
            Own::Helpline(helpline) => helpline.operator.as_str(),
            _ => "",
        };
        let single = [
            ("title", &*self.title),
            ("summary", &self.summary),
            ("content_note", &self.content_note),
            ("operator", operator),
        ];
        let single = single.map(|(field, words)| FrontText { field, index: None, words: words.into() });
        let tags = FrontText { field: "tags", index: None, words: self.tags.join("\n").into() };
        let mut texts: Vec<_> = single.into_iter().chain([tags]).filter(|text| !text.words.is_empty()).collect();
        let item = |field, (index, words): (usize, &'_ String)| FrontText {
            field,
            index: u16::try_from(index).ok(),
            words: words.clone().into(),
        };
        match &self.own {
            Own::Step(step) => {
                texts.extend(step.do_.iter().enumerate().map(|words| item("do", words)));
                texts.extend(step.do_not.iter().enumerate().map(|words| item("do_not", words)));
            }
            Own::SelfCheck(check) => {
                texts.extend(check.items.iter().map(|item| &item.advice).enumerate().map(|words| item("items", words)));
            }
            _ => {}
        }
        texts
    }
}
