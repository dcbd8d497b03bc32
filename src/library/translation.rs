//! How a translation stands to its source: by the hashes that it keeps of the source's blocks.

use super::{Library, TopicId};
use crate::model::{BlockHash, LangId};

/// How a guide's text in a language stands to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TranslationState {
    /// The language has no text of the guide.
    Missing,
    /// The text does not say which source it was made from.
    Unknown,
    /// The source has changed since.
    Outdated(Vec<Change>),
    Current,
}

/// A difference between the source as it was translated and as it is, by places in the lists of their blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The block `new` has other words than when it was the block `old`.
    Changed {
        old: usize,
        new: usize,
    },
    Added {
        new: usize,
    },
    /// The block `old` is gone; it stood before what is now the block `before`.
    Removed {
        old: usize,
        before: usize,
    },
}

impl Library {
    /// How the guide's text in `lang` stands to its source, which is the default language's text. `None` for that one
    /// itself, and for originals of other languages, which nothing is translated from.
    pub fn translation(&self, id: TopicId, lang: LangId) -> Option<TranslationState> {
        let source = self.source(id);
        if source.lang != LangId::DEFAULT || lang == LangId::DEFAULT {
            return None;
        }
        let Some(text) = self.text(id, lang) else { return Some(TranslationState::Missing) };
        let hashes = text.front.translation.as_ref()?.source_hash.as_ref();
        let Some(old) = hashes else { return Some(TranslationState::Unknown) };
        let new: Vec<BlockHash> = source.blocks.iter().map(|block| block.hash).collect();
        let changes = changes(old, &new);
        Some(if changes.is_empty() { TranslationState::Current } else { TranslationState::Outdated(changes) })
    }
}

/// What changed between two lists of blocks, in the order of the new one. What was moved counts as removed and added:
/// the order of steps is part of what they say.
pub fn changes(old: &[BlockHash], new: &[BlockHash]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for (old_match, new_match) in common(old, new).into_iter().chain([(old.len(), new.len())]) {
        gap(old_at..old_match, new_at..new_match, &mut changes);
        (old_at, new_at) = (old_match + 1, new_match + 1);
    }
    changes
}

/// Between two blocks that stayed: as many as there are on both sides are taken for each other.
fn gap(old: std::ops::Range<usize>, new: std::ops::Range<usize>, changes: &mut Vec<Change>) {
    let both = old.len().min(new.len());
    changes.extend(old.clone().zip(new.clone()).map(|(old, new)| Change::Changed { old, new }));
    changes.extend(new.clone().skip(both).map(|new| Change::Added { new }));
    changes.extend(old.skip(both).map(|old| Change::Removed { old, before: new.end }));
}

/// Pairs of equal blocks in the order of both lists: a longest common subsequence.
fn common(old: &[BlockHash], new: &[BlockHash]) -> Vec<(usize, usize)> {
    /// Beyond so many cells a table costs more than it explains: then what lies between the equal ends counts as changed.
    const MOST: usize = 4_000_000;
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_mid, new_mid) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    if !old_mid.is_empty() && !new_mid.is_empty() && old_mid.len().saturating_mul(new_mid.len()) <= MOST {
        pairs.extend(longest(old_mid, new_mid).into_iter().map(|(a, b)| (a + head, b + head)));
    }
    pairs.extend((0..tail).map(|at| (old.len() - tail + at, new.len() - tail + at)));
    pairs
}

/// The textbook table: `lengths[a][b]` is how long a common subsequence of `old[a..]` and `new[b..]` can be.
fn longest(old: &[BlockHash], new: &[BlockHash]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            lengths[a * width + b] = if old[a] == new[b] {
                lengths[(a + 1) * width + b + 1] + 1
            } else {
                lengths[(a + 1) * width + b].max(lengths[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < old.len() && b < new.len() {
        if old[a] == new[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if lengths[(a + 1) * width + b] >= lengths[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(old: &str, new: &str) -> Vec<Change> {
        let hashes = |text: &str| text.chars().map(|c| BlockHash::of(&c.to_string())).collect::<Vec<_>>();
        changes(&hashes(old), &hashes(new))
    }

    #[test]
    fn what_stayed_is_no_change() {
        use Change::*;
        assert_eq!(of("abc", "abc"), []);
        assert_eq!(of("abc", "abX"), [Changed { old: 2, new: 2 }]);
        assert_eq!(of("abc", "aXbc"), [Added { new: 1 }]);
        assert_eq!(of("abc", "ac"), [Removed { old: 1, before: 1 }]);
        assert_eq!(of("abcd", "aXbYd"), [Added { new: 1 }, Changed { old: 2, new: 3 }]);
        assert_eq!(of("", "ab"), [Added { new: 0 }, Added { new: 1 }]);
        assert_eq!(of("ab", "ba"), [Removed { old: 0, before: 0 }, Added { new: 1 }]);
    }

    #[test]
    fn long_lists_are_bounded() {
        let list = |from: u32| (from..from + 100_000).map(|n| BlockHash::of(&n.to_string())).collect::<Vec<_>>();
        assert_eq!(changes(&list(0), &list(1)).len(), 100_000);
    }
}
