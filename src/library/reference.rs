use super::{Library, TopicId};
use crate::model::Kind;
use crate::source::FileId;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// A field of front matter that names guides by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The name of the field.
    pub field: &'static str,
    /// The place in its list.
    pub index: Option<usize>,
    /// The kind of guide that the field may name.
    pub kind: Kind,
}

/// A reference by id that leads to no guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadReference {
    pub file: FileId,
    pub target: Target,
    pub id: String,
    pub why: Why,
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No guide has the id.
    Unknown,
    /// A guide has it, of another kind.
    Kind(Kind),
    /// Several guides of the kind have it as the last part of their paths.
    Ambiguous(Vec<TopicId>),
    /// A draft has it.
    Draft,
}

/// Guides by the last part of their paths, for each kind.
pub(super) struct Index<'a> {
    library: &'a Library,
    by_name: HashMap<(Kind, &'a str), Vec<TopicId>>,
    /// Made when the first reference leads nowhere.
    others: OnceCell<Others<'a>>,
}

/// What an id that leads nowhere may have meant.
struct Others<'a> {
    /// The kind of the first guide with a path or a last part.
    kinds: HashMap<&'a str, Kind>,
    drafts: HashSet<&'a str>,
}

impl<'a> Index<'a> {
    pub fn new(library: &'a Library) -> Self {
        let mut by_name: HashMap<_, Vec<TopicId>> = HashMap::new();
        for (id, topic) in library.topics() {
            if matches!(topic.kind, Kind::Home | Kind::Section | Kind::Article) {
                continue;
            }
            by_name.entry((topic.kind, last_part(&topic.path))).or_default().push(id);
        }
        Self { library, by_name, others: OnceCell::new() }
    }

    /// The guide of `kind` that `id` names.
    pub fn resolve(&self, kind: Kind, id: &str) -> Result<TopicId, Why> {
        if let Some(topic) = self.library.find(id) {
            let found = self.library.topic(topic).kind;
            return if found == kind { Ok(topic) } else { Err(Why::Kind(found)) };
        }
        match self.by_name.get(&(kind, id)).map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some(several) => Err(Why::Ambiguous(several.to_vec())),
            None => Err(self.why_not(id)),
        }
    }

    fn why_not(&self, id: &str) -> Why {
        let others = self.others.get_or_init(|| Others::new(self.library));
        match others.kinds.get(id) {
            Some(kind) => Why::Kind(*kind),
            None if others.drafts.contains(id) => Why::Draft,
            None => Why::Unknown,
        }
    }
}

impl<'a> Others<'a> {
    fn new(library: &'a Library) -> Self {
        let mut kinds = HashMap::new();
        for (_, topic) in library.topics() {
            kinds.entry(last_part(&topic.path)).or_insert(topic.kind);
        }
        kinds.extend(library.topics().map(|(_, topic)| (&*topic.path, topic.kind)));
        let drafts = library.drafts().iter().flat_map(|guide| [&*guide.path, last_part(&guide.path)]).collect();
        Self { kinds, drafts }
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
