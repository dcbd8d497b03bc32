//! Huffman's codes, of eleven bits at most.

use super::Bits;
use super::fse::Table;

/// The most bits that a code has.
const MOST: u32 = 11;

/// A code for each byte that is there.
#[derive(Debug)]
pub(super) struct Codes {
    /// By byte: the code and how many bits it has; none where the byte is not there.
    codes: Vec<(u32, u32)>,
    weights: Vec<u8>,
}

impl Codes {
    /// The codes for a text with at least two different bytes.
    pub fn new(text: &[u8]) -> Self {
        let mut counts = [0; 256];
        text.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        let lengths = lengths(counts);
        let longest = lengths.iter().copied().max().unwrap_or_default();
        let last = lengths.iter().rposition(|length| *length > 0).unwrap_or_default();
        let weight = |length: &u32| if *length == 0 { 0 } else { (longest + 1 - length) as u8 };
        let weights: Vec<u8> = lengths[..=last].iter().map(weight).collect();
        Self { codes: canonical(&weights, longest), weights }
    }

    /// What a reader is told of them; nothing where that can't be said.
    pub fn describe(&self) -> Option<Vec<u8>> {
        // The last weight follows from the others.
        let weights = &self.weights[..self.weights.len() - 1];
        let nibbles = (weights.len() <= 128).then(|| {
            let pairs = weights.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0));
            std::iter::once(127 + weights.len() as u8).chain(pairs).collect::<Vec<u8>>()
        });
        let small = packed(weights).filter(|small| small.len() < 128);
        let small = small.map(|small| [&[small.len() as u8], &small[..]].concat());
        [nibbles, small].into_iter().flatten().min_by_key(Vec::len)
    }

    /// The codes of a text, from its last byte to its first.
    pub fn write(&self, text: &[u8]) -> Vec<u8> {
        let mut out = Bits::default();
        for byte in text.iter().rev() {
            let (code, bits) = self.codes[usize::from(*byte)];
            out.put(code, bits);
        }
        out.finish_backwards()
    }
}

/// How many bits the code of each byte has. Where one would have too many, bytes are taken for less rare.
fn lengths(mut counts: [u32; 256]) -> [u32; 256] {
    loop {
        let lengths = depths(&counts);
        if lengths.iter().all(|length| *length <= MOST) {
            return lengths;
        }
        counts = counts.map(|count| count.div_ceil(2));
    }
}

/// How deep each byte is in the tree that joins the two rarest again and again.
fn depths(counts: &[u32; 256]) -> [u32; 256] {
    let mut leaves: Vec<usize> = (0..256).filter(|byte| counts[*byte] > 0).collect();
    leaves.sort_by_key(|byte| (counts[*byte], *byte));
    // Leaves first, then what was joined, which rises by itself.
    let mut weights: Vec<u64> = leaves.iter().map(|byte| u64::from(counts[*byte])).collect();
    let mut parents = vec![0; 2 * leaves.len()];
    let (mut leaf, mut joined) = (0, leaves.len());
    while weights.len() < 2 * leaves.len() - 1 {
        let mut rarest = || {
            let is_leaf = leaf < leaves.len() && (joined == weights.len() || weights[leaf] <= weights[joined]);
            let place = if is_leaf { &mut leaf } else { &mut joined };
            *place += 1;
            *place - 1
        };
        let pair = [rarest(), rarest()];
        pair.iter().for_each(|child| parents[*child] = weights.len());
        weights.push(pair.iter().map(|child| weights[*child]).sum());
    }
    let mut depth = vec![0; weights.len()];
    (0..weights.len() - 1).rev().for_each(|node| depth[node] = depth[parents[node]] + 1);
    let mut depths = [0; 256];
    leaves.iter().zip(depth).for_each(|(byte, depth)| depths[*byte] = depth);
    depths
}

/// The codes in the order that readers give them: the longest first, then by byte.
fn canonical(weights: &[u8], longest: u32) -> Vec<(u32, u32)> {
    let mut codes = vec![(0, 0); weights.len()];
    let (mut code, mut before) = (0, 1);
    for weight in 1..=longest {
        code >>= weight - before;
        before = weight;
        for (byte, _) in weights.iter().enumerate().filter(|(_, own)| u32::from(**own) == weight) {
            codes[byte] = (code, longest + 1 - weight);
            code += 1;
        }
    }
    codes
}

/// The weights by two states in turns: the first says those with even numbers.
fn packed(weights: &[u8]) -> Option<Vec<u8>> {
    let mut counts = [0; MOST as usize + 1];
    weights.iter().for_each(|weight| counts[usize::from(*weight)] += 1);
    let last = counts.iter().rposition(|count| *count > 0)?;
    let table = Table::new(&counts[..=last], 6)?;
    let mut out = Bits::default();
    let mut states = [None; 2];
    for (at, weight) in weights.iter().enumerate().rev() {
        let state = &mut states[at % 2];
        *state = Some(match state {
            None => table.begin(*weight),
            Some(state) => table.before(*weight, *state, &mut out),
        });
    }
    for state in states.into_iter().rev() {
        table.end(state?, &mut out);
    }
    let mut described = table.describe();
    described.extend(out.finish_backwards());
    Some(described)
}
