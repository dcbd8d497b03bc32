use super::reference::{BadReference, Index, Target, Why};
use super::{Library, TopicId};
use crate::model::{Guide, Kind, Own};

/// What a guide is related to, from either end: the union of what both files say. Each list is in the order of its
/// own section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    pub stages: Vec<TopicId>,
    pub signs: Vec<TopicId>,
    pub steps: Vec<TopicId>,
    /// Helplines, in the order in which the guide names them.
    pub help: Vec<TopicId>,
    /// Of a helpline: the ones it takes the place of, and those that took its place.
    pub supersedes: Vec<TopicId>,
    pub replaced_by: Vec<TopicId>,
    /// Of a self-check: the sign of each item, as far as it is known.
    pub items: Vec<Option<TopicId>>,
}

/// The relations of every guide, and the references that lead nowhere.
pub(super) fn of<'a>(library: &'a Library, index: &Index<'a>) -> (Vec<Relations>, Vec<BadReference>) {
    let mut all = vec![Relations::default(); library.topics.len()];
    let mut bad = Vec::new();
    for (id, _) in library.topics() {
        let mut reader = Reader { index, guide: library.source(id), bad: &mut bad };
        link(&mut all, id, &mut reader);
    }
    for relations in &mut all {
        for list in [&mut relations.stages, &mut relations.signs, &mut relations.steps] {
            list.sort_by_key(|id| library.rank(*id));
            list.dedup();
        }
        for list in [&mut relations.supersedes, &mut relations.replaced_by] {
            list.sort_unstable();
            list.dedup();
        }
    }
    (all, bad)
}

fn link(all: &mut [Relations], id: TopicId, reader: &mut Reader<'_, '_>) {
    let front = &reader.guide.front;
    all[at(id)].help = reader.many("help", Kind::Helpline, &front.help);
    match &front.own {
        Own::Stage(stage) => {
            for sign in reader.many("signs", Kind::Sign, &stage.signs) {
                all[at(id)].signs.push(sign);
                all[at(sign)].stages.push(id);
            }
            for step in reader.many("steps", Kind::Step, &stage.steps) {
                all[at(id)].steps.push(step);
                all[at(step)].stages.push(id);
            }
        }
        Own::Sign(sign) => {
            for stage in reader.many("stages", Kind::Stage, &sign.stages) {
                all[at(id)].stages.push(stage);
                all[at(stage)].signs.push(id);
            }
            for step in reader.many("steps", Kind::Step, &sign.steps) {
                all[at(id)].steps.push(step);
                all[at(step)].signs.push(id);
            }
        }
        Own::Helpline(helpline) => {
            for old in reader.many("supersedes", Kind::Helpline, &helpline.supersedes) {
                all[at(id)].supersedes.push(old);
                all[at(old)].replaced_by.push(id);
            }
            let new = helpline.replaced_by.as_deref();
            if let Some(new) = new.and_then(|new| reader.one("replaced_by", None, Kind::Helpline, new)) {
                all[at(id)].replaced_by.push(new);
                all[at(new)].supersedes.push(id);
            }
        }
        Own::SelfCheck(check) => {
            let signs = check.items.iter().enumerate();
            let signs = signs.map(|(index, item)| reader.one("items", Some(index), Kind::Sign, &item.sign));
            all[at(id)].items = signs.collect();
        }
        Own::Step(_) | Own::Plain => {}
    }
}

fn at(id: TopicId) -> usize {
    id.0 as usize
}

/// Resolves the references of one guide and notes those that lead nowhere.
struct Reader<'a, 'b> {
    index: &'b Index<'a>,
    guide: &'a Guide,
    bad: &'b mut Vec<BadReference>,
}

impl Reader<'_, '_> {
    fn many(&mut self, field: &'static str, kind: Kind, ids: &[String]) -> Vec<TopicId> {
        ids.iter().enumerate().filter_map(|(index, id)| self.one(field, Some(index), kind, id)).collect()
    }

    fn one(&mut self, field: &'static str, index: Option<usize>, kind: Kind, id: &str) -> Option<TopicId> {
        let why: Why = match self.index.resolve(kind, id) {
            Ok(topic) => return Some(topic),
            Err(why) => why,
        };
        if !id.is_empty() {
            let target = Target { field, index, kind };
            self.bad.push(BadReference { file: self.guide.file, target, id: id.to_owned(), why });
        }
        None
    }
}
