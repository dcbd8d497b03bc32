use crate::library::{Change, Library, TopicId, changes};
use crate::model::{BlockHash, BlockPlace, LangId};
use crate::parse::markdown::BlockKind;
use crate::parse::{Unit, units};
use crate::source::SourceTree;
use std::collections::HashSet;

/// A guide's source beside its text in a language, unit by unit.
#[derive(Debug)]
pub(super) struct Paired {
    pub source: Vec<Unit>,
    /// Empty where the language has no text.
    pub own: Vec<Unit>,
    /// What the text says that it was made from; `None` where it does not, or is not there.
    pub hashes: Option<Box<[BlockHash]>>,
    /// One for each unit of the source.
    pub pairs: Vec<Pair>,
}

/// What the text has of one unit of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// The place in `own`.
    pub own: Option<usize>,
    /// The place in `hashes` of what it was made from.
    pub old: Option<usize>,
    /// Whether the source is still what it was made from.
    pub is_current: bool,
    /// Whether nothing but its place says that it was made from this unit: blocks were added or removed beside it.
    pub is_guess: bool,
}

impl Paired {
    pub fn of(tree: &SourceTree, library: &Library, id: TopicId, lang: LangId) -> Self {
        let source = units(tree, library.source(id));
        let text = library.text(id, lang);
        let own = text.map(|text| units(tree, text)).unwrap_or_default();
        let hashes = text.and_then(|text| text.front.translation.as_ref()?.source_hash.clone());
        let by_shape = alike(&source, &own);
        let pairs = match &hashes {
            Some(hashes) => {
                let new: Vec<BlockHash> = source.iter().map(|unit| unit.block.hash).collect();
                let by_hash = hashes.len() == own.len();
                let guessed = guessed(&changes(hashes, &new));
                let pair = |(at, stayed): (usize, Option<(usize, bool)>)| Pair {
                    own: if by_hash { stayed.map(|(old, _)| old) } else { by_shape[at] },
                    old: stayed.map(|(old, _)| old),
                    is_current: stayed.is_some_and(|(_, same)| same),
                    is_guess: guessed.contains(&at),
                };
                aligned(hashes, &new).into_iter().enumerate().map(pair).collect()
            }
            None => {
                by_shape.into_iter().map(|own| Pair { own, old: None, is_current: false, is_guess: false }).collect()
            }
        };
        Self { source, own, hashes, pairs }
    }

    /// As [`Self::own_text`], but none that may belong to another unit.
    pub fn sure_text(&self, at: usize) -> Option<&str> {
        self.own_text(at).filter(|_| !self.pairs[at].is_guess)
    }

    /// The text that the language has of a unit of the source.
    pub fn own_text(&self, at: usize) -> Option<&str> {
        self.pairs[at].own.and_then(|own| self.own.get(own)).map(|unit| unit.text.as_str())
    }

    /// Whether the text is built as the source is, so that each of its units can be changed where it stands.
    pub fn is_alike(&self) -> bool {
        let shape = |unit: &Unit| match &unit.block.place {
            BlockPlace::Field(..) => (Some(unit.block.place.clone()), None),
            BlockPlace::Body(_) => (None, unit.kind),
        };
        self.source.len() == self.own.len()
            && self.source.iter().map(shape).eq(self.own.iter().map(shape))
            && self.pairs.iter().enumerate().all(|(at, pair)| pair.own == Some(at))
    }
}

/// For each new block the old one that it was, and whether that had the same words.
fn aligned(old: &[BlockHash], new: &[BlockHash]) -> Vec<Option<(usize, bool)>> {
    let mut changed = vec![None; new.len()];
    let mut gone = vec![false; old.len()];
    let mut added = vec![false; new.len()];
    for change in changes(old, new) {
        match change {
            Change::Changed { old, new } => {
                changed[new] = Some(old);
                gone[old] = true;
            }
            Change::Added { new } => added[new] = true,
            Change::Removed { old, .. } => gone[old] = true,
        }
    }
    let mut stayed = (0..old.len()).filter(|at| !gone[*at]);
    let one = |at: usize| match changed[at] {
        Some(old) => Some((old, false)),
        None if added[at] => None,
        None => stayed.next().map(|old| (old, true)),
    };
    (0..new.len()).map(one).collect()
}

/// The new blocks that were paired with old ones although there were not as many of both between two that stayed.
fn guessed(changes: &[Change]) -> HashSet<usize> {
    let (mut guessed, mut run, mut last) = (HashSet::new(), Vec::new(), None);
    for change in changes {
        let follows = |old: Option<usize>, new: Option<usize>| {
            last.is_some_and(|(o, n): (usize, usize)| {
                old.is_none_or(|at| at == o + 1) && new.is_none_or(|at| at == n + 1)
            })
        };
        match *change {
            Change::Changed { old, new } => {
                if !follows(Some(old), Some(new)) {
                    run.clear();
                }
                run.push(new);
                last = Some((old, new));
            }
            Change::Added { new } if follows(None, Some(new)) => guessed.extend(run.iter().copied()),
            Change::Removed { old, .. } if follows(Some(old), None) => guessed.extend(run.iter().copied()),
            Change::Added { .. } | Change::Removed { .. } => {}
        }
    }
    guessed
}

/// For each unit of the source the one at the same place of a text: fields by their names, the rest where whole sections
/// are built alike.
fn alike(source: &[Unit], own: &[Unit]) -> Vec<Option<usize>> {
    let fields = source.iter().take_while(|unit| unit.kind.is_none()).count();
    let own_fields = own.iter().take_while(|unit| unit.kind.is_none()).count();
    let field = |unit: &Unit| own[..own_fields].iter().position(|own| own.block.place == unit.block.place);
    let mut pairs: Vec<Option<usize>> = source[..fields].iter().map(field).collect();
    let (sections, own_sections) = (sections(&source[fields..]), sections(&own[own_fields..]));
    let as_many = sections.len() == own_sections.len();
    let mut own_at = own_fields;
    for (at, section) in sections.iter().enumerate() {
        let other = own_sections.get(at).copied().unwrap_or_default();
        let kinds = |units: &[Unit]| units.iter().map(|unit| unit.kind).collect::<Vec<_>>();
        let same = as_many && kinds(section) == kinds(other);
        pairs.extend((0..section.len()).map(|n| same.then_some(own_at + n)));
        own_at += other.len();
    }
    pairs
}

/// A body's units, parted before each heading; the first part may be empty.
fn sections(units: &[Unit]) -> Vec<&[Unit]> {
    let heading = |unit: &Unit| matches!(unit.kind, Some(BlockKind::Heading(_)));
    let starts = units.iter().enumerate().filter(|(_, unit)| heading(unit)).map(|(at, _)| at);
    let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
    let end = |n: usize| starts.get(n + 1).copied().unwrap_or(units.len());
    starts.iter().enumerate().map(|(n, start)| &units[*start..end(n)]).collect()
}
