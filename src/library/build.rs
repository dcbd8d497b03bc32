use super::{Library, Topic, TopicId, reference, relations};
use crate::model::{Guide, Kind, LangId};
use crate::parse::Parsed;
use std::collections::{BTreeMap, HashMap};

impl Library {
    /// Puts together what was parsed. Nothing is refused here: what leads nowhere is kept for the rules to report.
    pub fn new(parsed: Parsed) -> Self {
        let Parsed { config, sources, search_words, guides } = parsed;
        let (drafts, guides) = part_drafts(guides);
        let topics = topics(&guides, config.languages.len());
        let by_path = topics.iter().zip(0..).map(|(topic, at)| (topic.path.clone(), TopicId(at))).collect();
        let mut library = Library {
            config,
            sources,
            search_words,
            guides,
            topics,
            by_path,
            children: BTreeMap::new(),
            drafts,
            bad_references: Vec::new(),
        };
        library.find_sections();
        let (relations, bad) = relations::of(&library, &reference::Index::new(&library));
        for (topic, relations) in library.topics.iter_mut().zip(relations) {
            topic.relations = relations;
        }
        library.bad_references = bad;
        library
    }

    fn find_sections(&mut self) {
        let sections: Vec<Option<TopicId>> = self.topics.iter().map(|topic| self.section_of(&topic.path)).collect();
        for (topic, section) in self.topics.iter_mut().zip(&sections) {
            topic.section = *section;
        }
        let mut children: BTreeMap<Option<TopicId>, Vec<TopicId>> = BTreeMap::new();
        for (id, topic) in self.topics() {
            if &*topic.path != "index" {
                children.entry(topic.section).or_default().push(id);
            }
        }
        for list in children.values_mut() {
            list.sort_by_key(|id| self.rank(*id));
        }
        self.children = children;
    }

    /// The nearest section above a path: the `index` of its folder, or of a folder above.
    fn section_of(&self, path: &str) -> Option<TopicId> {
        let own = path.strip_suffix("/index").unwrap_or(path);
        let mut folder = own.rsplit_once('/')?.0;
        loop {
            if let Some(id) = self.find(&format!("{folder}/index")) {
                return Some(id);
            }
            folder = folder.rsplit_once('/')?.0;
        }
    }
}

/// Drafts, and the rest. Where the source language's text is a draft, its translations are drafts too.
fn part_drafts(mut guides: Vec<Guide>) -> (Vec<Guide>, Vec<Guide>) {
    let hidden: std::collections::HashSet<Box<str>> = guides
        .iter()
        .filter(|guide| guide.front.draft && guide.lang == LangId::DEFAULT)
        .map(|guide| guide.path.clone())
        .collect();
    let drafts = guides.extract_if(.., |guide| guide.front.draft || hidden.contains(&guide.path)).collect();
    guides.shrink_to_fit();
    (drafts, guides)
}

/// The guides by path, each with its texts; the first language that has one states the facts.
fn topics(guides: &[Guide], languages: usize) -> Vec<Topic> {
    let mut texts: HashMap<&str, Box<[Option<u32>]>> = HashMap::with_capacity(guides.len());
    for (guide, at) in guides.iter().zip(0..) {
        let slots = texts.entry(&guide.path).or_insert_with(|| vec![None; languages].into());
        slots[guide.lang.index()].get_or_insert(at);
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_unstable_by_key(|(path, _)| *path);
    let topic = |(path, texts): (&str, Box<[Option<u32>]>)| {
        let source = texts.iter().find_map(|at| *at).unwrap_or_default();
        let kind = guides[source as usize].front.kind.unwrap_or(Kind::Article);
        Topic { path: path.into(), kind, texts, source, section: None, relations: Default::default() }
    };
    texts.into_iter().map(topic).collect()
}
