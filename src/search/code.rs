use super::bits::Bits;
use super::encode::digit;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A prefix code (Huffman 1952) for 256 symbols: those that come often are short. It is canonical, so that the lengths
/// say it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// For each symbol its code and how many bits it has: 0 where the symbol does not come.
    symbols: Vec<(u16, u8)>,
}

/// How many bits a symbol may have: the page's script makes a table for all values of so many.
const LONGEST: u8 = 12;

impl Code {
    /// The code for symbols that come so often.
    pub fn new(counts: &[u64; 256]) -> Self {
        let mut counts = *counts;
        let mut lengths = lengths(&counts);
        while lengths.iter().any(|length| *length > LONGEST) {
            counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 4 + 1);
            lengths = self::lengths(&counts);
        }
        Self { symbols: canonical(&lengths) }
    }

    pub fn push(&self, bits: &mut Bits, symbol: u8) {
        let (code, length) = self.symbols[usize::from(symbol)];
        bits.push(code.into(), length.into());
    }

    /// The lengths of all symbols, a character each.
    pub fn lengths(&self) -> String {
        let text: String = self.symbols.iter().map(|(_, length)| digit((*length).into())).collect();
        text.trim_end_matches('A').to_owned()
    }
}

#[cfg(test)]
impl Code {
    /// The bits of a symbol as text.
    pub fn written(&self, symbol: u8) -> Option<String> {
        let (code, length) = self.symbols[usize::from(symbol)];
        (length > 0).then(|| format!("{code:00$b}", usize::from(length)))
    }
}

/// How deep each symbol lies in the tree of least weight.
fn lengths(counts: &[u64; 256]) -> Vec<u8> {
    let mut parents: Vec<usize> = vec![0; counts.len()];
    let came = (0..).zip(counts).filter(|(_, count)| **count > 0);
    let mut heap: BinaryHeap<Reverse<(u64, usize)>> = came.map(|(symbol, count)| Reverse((*count, symbol))).collect();
    // What comes alone needs a bit, too.
    if heap.len() == 1 {
        return counts.iter().map(|count| u8::from(*count > 0)).collect();
    }
    while let (Some(Reverse((a, first))), Some(Reverse((b, second)))) = (heap.pop(), heap.pop()) {
        let parent = parents.len();
        parents.push(parent);
        (parents[first], parents[second]) = (parent, parent);
        heap.push(Reverse((a + b, parent)));
        if heap.len() == 1 {
            break;
        }
    }
    let mut depths = vec![0_u8; parents.len()];
    for node in (0..parents.len().saturating_sub(1)).rev() {
        depths[node] = if parents[node] == 0 { 0 } else { depths[parents[node]].saturating_add(1) };
    }
    depths.truncate(counts.len());
    depths
}

/// Codes by their lengths, and among those of one length by symbol.
fn canonical(lengths: &[u8]) -> Vec<(u16, u8)> {
    let mut symbols = vec![(0, 0); lengths.len()];
    let mut next = 0_u32;
    for length in 1..=LONGEST {
        for (symbol, _) in lengths.iter().enumerate().filter(|(_, one)| **one == length) {
            symbols[symbol] = ((next >> (LONGEST - length)) as u16, length);
            next += 1 << (LONGEST - length);
        }
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(counts: &[u64]) -> Code {
        let mut all = [0; 256];
        all[..counts.len()].copy_from_slice(counts);
        Code::new(&all)
    }

    #[test]
    fn what_comes_often_is_short() {
        assert_eq!(code(&[5, 0, 1, 2]).lengths(), "BACC");
        assert_eq!(code(&[0, 7]).lengths(), "AB");
        assert_eq!(code(&[]).lengths(), "");
        assert_eq!(code(&[1, 1]).symbols[..2], [(0, 1), (1, 1)]);
    }

    proptest! {
        /// Kraft's inequality: no code begins another, and none is longer than the table of the page's script.
        #[test]
        fn codes_are_told_apart(powers in prop::collection::vec(0_u32..60, 2..256)) {
            let counts: Vec<u64> = powers.iter().map(|power| (1_u64 << power) / 2).collect();
            let code = code(&counts);
            let used = || code.symbols.iter().filter(|(_, length)| *length > 0);
            prop_assert_eq!(used().count(), counts.iter().filter(|count| **count > 0).count());
            let room: u32 = used().map(|(_, length)| 1 << (LONGEST - length)).sum();
            prop_assert!(room <= 1 << LONGEST);
        }
    }
}
