//! What a build made of what, so that the next one can leave alone what it would make again.

use super::manifest::Entry;
use crate::audit::PageFacts;
use crate::plan::Output;
use crate::render::Keys;
use crate::source::{VPath, array};
use crate::store::{Key, Store};
use std::collections::HashMap;

/// For each output that has a key, the key, and what came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record(HashMap<Box<str>, Recorded>);

/// One output, in which nothing was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recorded {
    pub key: Key,
    pub hash: [u8; 32],
    pub bytes: u64,
    /// What other pages must know of it, see [`crate::audit::dead_anchors`].
    pub facts: Option<PageFacts>,
}

/// The record of an earlier build, with the keys of this one.
#[derive(Debug)]
pub struct Past<'a> {
    pub record: Record,
    pub keys: Keys<'a>,
    /// What was dear to make, from builds before.
    pub store: &'a dyn Store,
}

impl Past<'_> {
    /// The key of an output, and what was made under it.
    pub(super) fn of(&self, output: &Output) -> Option<(Key, Option<&Recorded>)> {
        let key = self.keys.of(output)?;
        Some((key, self.record.0.get(output.path.as_str()).filter(|made| made.key == key)))
    }
}

impl Record {
    pub(super) fn new(made: impl Iterator<Item = (VPath, Recorded)>) -> Self {
        Self(made.map(|(path, made)| (path.as_str().into(), made)).collect())
    }

    /// The record as bytes, the same for the same record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut outputs: Vec<_> = self.0.iter().collect();
        outputs.sort_by_key(|(path, _)| *path);
        let mut bytes = Vec::new();
        for (path, made) in outputs {
            bytes.extend((path.len() as u64).to_le_bytes());
            bytes.extend(path.as_bytes());
            bytes.extend(made.key.as_bytes());
            bytes.extend(made.hash);
            bytes.extend(made.bytes.to_le_bytes());
            bytes.push(u8::from(made.facts.is_some()));
            made.facts.iter().for_each(|facts| facts.write(&mut bytes));
        }
        bytes
    }

    /// Reads [`Record::to_bytes`]; `None` where the bytes are anything else.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let rest = &mut bytes;
        let mut outputs = HashMap::new();
        while !rest.is_empty() {
            let length = usize::try_from(number(rest)?).ok()?;
            let path = str::from_utf8(rest.split_off(..length)?).ok()?;
            let made = Recorded {
                key: Key::new(array(rest)?),
                hash: array(rest)?,
                bytes: number(rest)?,
                facts: if array(rest)? == [0] { None } else { Some(PageFacts::read(rest)?) },
            };
            outputs.insert(path.into(), made);
        }
        Some(Self(outputs))
    }
}

impl Recorded {
    pub fn new(key: Key, entry: &Entry, facts: Option<PageFacts>) -> Self {
        Self { key, hash: *entry.hash(), bytes: entry.bytes(), facts }
    }

    pub fn entry(&self, path: &VPath) -> Entry {
        Entry::from_parts(path, self.hash, self.bytes)
    }
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    array(rest).map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_nothing_else_does() {
        let made =
            |n: u8| Recorded { key: Key::of(&[&[n]]), hash: [n; 32], bytes: 7, facts: Some(PageFacts::default()) };
        let path = |text: &str| VPath::new(text).unwrap();
        let record = Record::new([(path("en/a.html"), made(1)), (path("en/b.html"), made(2))].into_iter());
        let bytes = record.to_bytes();
        assert_eq!(Record::from_bytes(&bytes), Some(record));
        for cut in 1..bytes.len() / 2 {
            assert_eq!(Record::from_bytes(&bytes[..bytes.len() / 2 - cut]), None, "{cut}");
        }
        assert_eq!(Record::from_bytes(&[0xFF; 64]), None);
    }
}
