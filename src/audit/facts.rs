use super::report::quoted;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{VPath, array};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

/// What must be kept of a page until all pages are there: its ids, and its links to ids of other pages.
///
/// Some 8 bytes an id and 60 a link, so that 10,000 pages fit in a few megabytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The hashes of the ids, sorted.
    pub(super) ids: Box<[u64]>,
    pub(super) links: Box<[AnchorLink]>,
}

/// A link to an id of another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnchorLink {
    /// The hash of the page's path.
    pub(super) page: u64,
    pub(super) id: Box<str>,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl PageFacts {
    /// Appends the facts to `bytes`, for a later build by the same program.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let mut number = |n: usize| bytes.extend((n as u32).to_le_bytes());
        number(self.ids.len());
        number(self.links.len());
        self.ids.iter().for_each(|id| bytes.extend(id.to_le_bytes()));
        for link in &self.links {
            bytes.extend(link.page.to_le_bytes());
            for n in [link.line, link.column, link.id.len() as u32] {
                bytes.extend(n.to_le_bytes());
            }
            bytes.extend(link.id.as_bytes());
        }
    }

    /// Reads what [`PageFacts::write`] wrote and leaves the rest; `None` where it is something else.
    pub fn read(rest: &mut &[u8]) -> Option<Self> {
        let (ids, links) = (small(rest)?, small(rest)?);
        let ids = (0..ids).map(|_| large(rest)).collect::<Option<_>>()?;
        let links = (0..links).map(|_| AnchorLink::read(rest)).collect::<Option<_>>()?;
        Some(Self { ids, links })
    }
}

impl AnchorLink {
    fn read(rest: &mut &[u8]) -> Option<Self> {
        let (page, line, column, length) = (large(rest)?, small(rest)?, small(rest)?, small(rest)?);
        let id = str::from_utf8(rest.split_off(..length as usize)?).ok()?.into();
        Some(Self { page, id, line, column })
    }
}

fn small(rest: &mut &[u8]) -> Option<u32> {
    array(rest).map(u32::from_le_bytes)
}

fn large(rest: &mut &[u8]) -> Option<u64> {
    array(rest).map(u64::from_le_bytes)
}

/// Links to ids that their pages do not have. Pages that are not among the facts are not judged: whether a page
/// exists, the audit of each link has asked already.
pub fn dead_anchors(facts: &[(VPath, PageFacts)]) -> Vec<Diagnostic> {
    let pages: HashMap<u64, &(VPath, PageFacts)> = facts.iter().map(|page| (hash_of(page.0.as_str()), page)).collect();
    let mut found = Vec::new();
    for (path, page) in facts {
        for link in &page.links {
            let Some((target, there)) = pages.get(&link.page) else { continue };
            if there.ids.binary_search(&hash_of(&link.id)).is_err() {
                let place = Place::Path(format!("{path}:{}:{}", link.line, link.column));
                let message = format!("a link leads to {} of {target}, which has no such id", quoted(&link.id));
                found.push(Diagnostic::new(Code::Audit, place, message).help(DEAD_ANCHOR));
            }
        }
    }
    found
}

pub(super) const DEAD_ANCHOR: &str =
    "link to an id that is there: a reader in a hurry would land at the top of the page";

/// The same number on every machine, as SipHash with its fixed keys is. Two ids with one hash would hide a dead link
/// and do no other harm.
pub(super) fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
