//! Facts about all guides together: which texts are one guide in several languages, what relates to what, where a link
//! or an id leads. No documents, so memory stays flat; a render job parses its own document again.

mod build;
mod reference;
mod relations;
mod translation;

pub use reference::{BadReference, Target, Why};
pub use relations::Relations;
pub use translation::{Change, TranslationState, changes};

use crate::model::{Config, Fallback, FrontMatter, Guide, Helpline, Kind, LangId, Own, SearchWords, Sources};
use crate::source::VPath;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// A guide in all its languages, by its place in the library: the order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(u32);

/// One guide in all its languages.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The path below a language: `stages/targeting`, `stages/index`, `index`.
    pub path: Box<str>,
    pub kind: Kind,
    /// Places in the list of guides, by language.
    texts: Box<[Option<u32>]>,
    /// The text whose front matter holds the facts: the default language's, else the only one.
    source: u32,
    /// The section whose page lists this guide.
    pub section: Option<TopicId>,
    pub relations: Relations,
}

/// All guides of a site that are no drafts, and what holds between them.
#[derive(Debug, Clone)]
pub struct Library {
    pub config: Config,
    pub sources: Sources,
    /// What readers of each language may type, in the order of `languages`.
    pub search_words: Vec<SearchWords>,
    guides: Vec<Guide>,
    topics: Vec<Topic>,
    by_path: HashMap<Box<str>, TopicId>,
    /// The guides of each section, in the section's order; those of no section under `None`.
    children: BTreeMap<Option<TopicId>, Vec<TopicId>>,
    drafts: Vec<Guide>,
    bad_references: Vec<BadReference>,
}

impl Library {
    /// The guide of an id that this library gave out.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0 as usize]
    }

    /// Every guide with its id, by path.
    pub fn topics(&self) -> impl Iterator<Item = (TopicId, &Topic)> {
        (0..).map(TopicId).zip(&self.topics)
    }

    /// The guide at a path below a language.
    pub fn find(&self, path: &str) -> Option<TopicId> {
        self.by_path.get(path).copied()
    }

    /// Every text of every guide: by language, then path.
    pub fn guides(&self) -> &[Guide] {
        &self.guides
    }

    /// The guide that a text belongs to.
    pub fn topic_of(&self, guide: &Guide) -> Option<TopicId> {
        self.find(&guide.path)
    }

    /// Guides marked as drafts, which have no page.
    pub fn drafts(&self) -> &[Guide] {
        &self.drafts
    }

    /// The text that states the facts of a guide.
    pub fn source(&self, id: TopicId) -> &Guide {
        &self.guides[self.topic(id).source as usize]
    }

    /// The facts of a guide.
    pub fn facts(&self, id: TopicId) -> &FrontMatter {
        &self.source(id).front
    }

    /// The guide's own text in a language, if there is one.
    pub fn text(&self, id: TopicId, lang: LangId) -> Option<&Guide> {
        self.topic(id).texts[lang.index()].map(|at| &self.guides[at as usize])
    }

    /// The text that a reader of `lang` is given: their own, else the source's.
    pub fn text_for(&self, id: TopicId, lang: LangId) -> &Guide {
        self.text(id, lang).unwrap_or_else(|| self.source(id))
    }

    /// Whether readers of `lang` have a page of the guide: their language's own text, or the default language's where
    /// the site lets that stand in.
    pub fn serves(&self, id: TopicId, lang: LangId) -> bool {
        self.text(id, lang).is_some()
            || (self.config.fallback == Fallback::Show && self.source(id).lang == LangId::DEFAULT)
    }

    /// The languages whose readers have a page of the guide.
    pub fn languages(&self, id: TopicId) -> impl Iterator<Item = LangId> {
        self.config.langs().filter(move |lang| self.serves(id, *lang))
    }

    /// The facts of a helpline.
    pub fn helpline(&self, id: TopicId) -> Option<&Helpline> {
        match &self.facts(id).own {
            Own::Helpline(helpline) => Some(helpline),
            _ => None,
        }
    }

    /// Every helpline with its facts.
    pub fn helplines(&self) -> impl Iterator<Item = (TopicId, &Helpline)> {
        self.topics().filter_map(|(id, _)| Some((id, self.helpline(id)?)))
    }

    /// Whether another helpline has taken this one's place.
    pub fn is_superseded(&self, id: TopicId) -> bool {
        !self.topic(id).relations.replaced_by.is_empty()
    }

    /// The guides of a section in its order; those that belong to none for `None`.
    pub fn children(&self, section: Option<TopicId>) -> &[TopicId] {
        self.children.get(&section).map_or(&[], Vec::as_slice)
    }

    /// The sections that belong to no other, in order.
    pub fn sections(&self) -> impl Iterator<Item = TopicId> {
        self.children(None).iter().copied().filter(|id| self.topic(*id).kind == Kind::Section)
    }

    /// The guides of a section, in its order, that readers of a language have a page of.
    pub fn children_in(&self, section: Option<TopicId>, lang: LangId) -> Vec<TopicId> {
        self.children(section).iter().copied().filter(|id| self.serves(*id, lang)).collect()
    }

    /// The kind that most of some guides have; [`Kind::Article`] where none is that of more than half.
    pub fn main_kind(&self, topics: &[TopicId]) -> Kind {
        const KINDS: [Kind; 6] = [Kind::Stage, Kind::Sign, Kind::Step, Kind::Helpline, Kind::SelfCheck, Kind::Section];
        let count = |kind: Kind| topics.iter().filter(|id| self.topic(**id).kind == kind).count();
        KINDS.into_iter().find(|kind| count(*kind) * 2 > topics.len()).unwrap_or(Kind::Article)
    }

    /// The neighbours of a guide in its section.
    pub fn neighbours(&self, id: TopicId) -> (Option<TopicId>, Option<TopicId>) {
        let siblings = self.children(self.topic(id).section);
        let Some(at) = self.position(id, siblings) else { return (None, None) };
        let before = at.checked_sub(1).map(|at| siblings[at]);
        (before, siblings.get(at + 1).copied())
    }

    /// References by id that lead nowhere, in the order of the guides.
    pub fn bad_references(&self) -> &[BadReference] {
        &self.bad_references
    }

    /// The guide and language of a path in the guides folder, `en/steps/keep-evidence.md`.
    pub fn guide_at(&self, path: &VPath) -> Option<(LangId, TopicId)> {
        let (folder, rest) = path.as_str().split_once('/')?;
        let lang = self.config.langs().find(|lang| self.config.locale(*lang).is_folder(folder))?;
        Some((lang, self.find(rest.strip_suffix(".md")?)?))
    }

    /// How a section sorts its guides: by `order`, then path.
    fn rank(&self, id: TopicId) -> (i32, TopicId) {
        (self.facts(id).order.unwrap_or(i32::MAX), id)
    }

    fn position(&self, id: TopicId, sorted: &[TopicId]) -> Option<usize> {
        sorted.binary_search_by_key(&self.rank(id), |other| self.rank(*other)).ok()
    }
}
