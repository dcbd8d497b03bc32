use super::Output;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Outputs in the order of their paths, of which no two are the same, found by path: every link of every page asks.
#[derive(Debug, Clone)]
pub(super) struct Outputs {
    all: Vec<Output>,
    hasher: DefaultHashBuilder,
    /// Places among all, by the hash of the path.
    places: HashTable<u32>,
}

impl Outputs {
    /// Sorts the outputs; of those with one path the first is kept.
    pub(super) fn new(mut all: Vec<Output>) -> Self {
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all.dedup_by(|a, b| a.path == b.path);
        let hasher = DefaultHashBuilder::default();
        let hash = |place: u32| hasher.hash_one(all[place as usize].path.as_str());
        let mut places = HashTable::with_capacity(all.len());
        for place in 0..all.len() as u32 {
            places.insert_unique(hash(place), place, |place| hash(*place));
        }
        Self { all, hasher, places }
    }

    /// The same outputs and some more.
    pub(super) fn extend(&mut self, more: Vec<Output>) {
        let mut all = std::mem::take(&mut self.all);
        all.extend(more);
        *self = Self::new(all);
    }

    pub(super) fn all(&self) -> &[Output] {
        &self.all
    }

    pub(super) fn at(&self, path: &str) -> Option<&Output> {
        let is_there = |place: &u32| self.all[*place as usize].path.as_str() == path;
        self.places.find(self.hasher.hash_one(path), is_there).map(|place| &self.all[*place as usize])
    }
}
