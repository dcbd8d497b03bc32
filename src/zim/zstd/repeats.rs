//! What of a text stood in it before.

use super::sequences::Sequence;
use std::ops::Range;

/// How far back a repetition may lie: what every reader has to bear.
pub(super) const FURTHEST: usize = 8 << 20;
/// The bytes that places are looked up by, and the least that a repetition has.
const KEY: usize = 4;
/// How many bits the hash of a key has.
const BITS: u32 = 17;
/// How many places with one hash are tried.
const TRIES: usize = 32;
/// What a repetition must save at least, and how much more one must that begins a byte later: see [`Repeat::worth`].
const LEAST: i64 = 4;
const LATER: i64 = 5;

/// Finds repetitions: for each place the ones before with the same next bytes, the nearest first, and of a few of these the
/// one that saves most.
#[derive(Debug)]
pub(super) struct Repeats<'a> {
    text: &'a [u8],
    window: usize,
    /// By hash: the last place with it.
    last: Vec<u32>,
    /// By place: the one before with the same hash.
    before: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Repeat {
    length: usize,
    /// How far back.
    distance: usize,
}

/// No place.
const NOWHERE: u32 = u32::MAX;

impl<'a> Repeats<'a> {
    pub fn new(text: &'a [u8], window: usize) -> Self {
        Self { text, window, last: vec![NOWHERE; 1 << BITS], before: Vec::with_capacity(text.len()) }
    }

    /// A part of the text, the one behind the part before, as what is repeated and the bytes between, of which some may
    /// follow on the last.
    pub fn split(&mut self, range: Range<usize>) -> (Vec<u8>, Vec<Sequence>) {
        let Range { start: mut at, end } = range;
        let (mut loose, mut sequences, mut said) = (Vec::new(), Vec::new(), at);
        while at < end {
            let Some(mut repeat) = self.best(at, end) else {
                at += 1;
                continue;
            };
            while let Some(later) = self.best(at + 1, end).filter(|later| later.worth() > repeat.worth() + LATER) {
                at += 1;
                repeat = later;
            }
            loose.extend_from_slice(&self.text[said..at]);
            let Repeat { length, distance } = repeat;
            sequences.push(Sequence { literals: (at - said) as u32, length: length as u32, distance: distance as u32 });
            at += length;
            said = at;
        }
        loose.extend_from_slice(&self.text[said..end]);
        (loose, sequences)
    }

    /// The repetition that saves most at a place, up to `end`.
    fn best(&mut self, at: usize, end: usize) -> Option<Repeat> {
        self.know(at);
        let rest = self.text.get(at..end)?;
        let mut place = self.last[hash(rest)?];
        let mut best: Option<Repeat> = None;
        for _ in 0..TRIES {
            let from = place as usize;
            if place == NOWHERE || at - from > self.window {
                break;
            }
            let same = |length: usize| length < rest.len() && self.text[from + length] == rest[length];
            // One that lies further off and is no longer saves no more.
            if best.is_none_or(|best| same(best.length)) {
                let length = self.text[from..].iter().zip(rest).take_while(|(old, new)| old == new).count();
                let found = Repeat { length, distance: at - from };
                if length >= KEY && best.is_none_or(|best| found.worth() > best.worth()) {
                    best = Some(found);
                }
            }
            place = self.before[from];
        }
        best.filter(|best| best.worth() > LEAST)
    }

    /// Makes all places before `end` known.
    fn know(&mut self, end: usize) {
        for at in self.before.len()..end {
            // The last few places of the text have no whole key.
            let before =
                hash(&self.text[at..]).map_or(NOWHERE, |hash| std::mem::replace(&mut self.last[hash], at as u32));
            self.before.push(before);
        }
    }
}

fn hash(rest: &[u8]) -> Option<usize> {
    let key: [u8; KEY] = *rest.first_chunk()?;
    // The multiplier spreads bits: 2^32 divided by the golden ratio.
    Some((u32::from_le_bytes(key).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize)
}

impl Repeat {
    /// About how many bits it saves, where a byte takes four and a distance as many as it has.
    fn worth(self) -> i64 {
        4 * self.length as i64 - i64::from(self.distance.ilog2())
    }
}
