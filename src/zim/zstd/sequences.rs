//! What is repeated in a block.

use super::Bits;
use super::fse::Table;

/// Some bytes that stood nowhere before, then some that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sequence {
    /// How many bytes come first.
    pub literals: u32,
    /// How many are repeated.
    pub length: u32,
    /// How far back these lie.
    pub distance: u32,
}

/// The three distances that a reader remembers, the last first: to say one of them again takes little.
#[derive(Debug, Clone)]
pub(super) struct Offsets([u32; 3]);

impl Default for Offsets {
    /// What readers begin with.
    fn default() -> Self {
        Self([1, 4, 8])
    }
}

impl Offsets {
    /// The number that says the distance of a sequence, which is the last one from now on.
    fn number(&mut self, sequence: &Sequence) -> u32 {
        let Sequence { literals, distance, .. } = *sequence;
        let [first, second, third] = self.0;
        let place = self.0.iter().position(|known| *known == distance);
        self.0 = match place {
            Some(0) if literals > 0 => self.0,
            Some(1) => [second, first, third],
            _ => [distance, first, second],
        };
        // Directly behind a repetition the same distance would have made that longer: the others are meant.
        match (place, literals) {
            (Some(place), 1..) => place as u32 + 1,
            (Some(place @ 1..), 0) => place as u32,
            _ if literals == 0 && distance + 1 == first => 3,
            _ => distance + 3,
        }
    }
}

/// A code, and the bits that tell its numbers apart.
struct Code {
    code: u8,
    extra: u32,
    bits: u32,
}

/// A sequence as codes of its three numbers.
struct Coded([Code; 3]);

/// By number of a sequence, as tables are described: literals, distance, length.
const LITERALS: usize = 0;
const DISTANCE: usize = 1;
const LENGTH: usize = 2;
/// The most bits that states may have.
const LOGS: [u32; 3] = [9, 8, 9];

/// How codes are given, by the two bits that say so.
const ONE_CODE: u8 = 1;
const TABLE: u8 = 2;

/// The section of a block for these; nothing where they are too many.
pub(super) fn section(sequences: &[Sequence], offsets: &mut Offsets) -> Option<Vec<u8>> {
    let mut out = count(sequences.len())?;
    if sequences.is_empty() {
        return Some(out);
    }
    let coded: Vec<Coded> = sequences.iter().map(|sequence| Coded::new(sequence, offsets)).collect();
    let tables = [LITERALS, DISTANCE, LENGTH].map(|number| table(&coded, number));
    let modes = tables.each_ref().map(|table| if table.is_some() { TABLE } else { ONE_CODE });
    out.push(modes[LITERALS] << 6 | modes[DISTANCE] << 4 | modes[LENGTH] << 2);
    for (number, table) in tables.iter().enumerate() {
        match table {
            Some(table) => out.extend(table.describe()),
            None => out.extend(coded.first().map(|coded| coded.0[number].code)),
        }
    }
    out.extend(written(&coded, &tables));
    Some(out)
}

/// How many sequences there are.
pub(super) fn count(count: usize) -> Option<Vec<u8>> {
    const LONG: usize = 0x7F00;
    Some(match count {
        0..128 => vec![count as u8],
        128..LONG => vec![(count >> 8) as u8 + 128, count as u8],
        _ => [&[255][..], &u16::try_from(count - LONG).ok()?.to_le_bytes()].concat(),
    })
}

/// The table for one of the three numbers; nothing where all have one code.
fn table(coded: &[Coded], number: usize) -> Option<Table> {
    let mut counts = [0; 64];
    coded.iter().for_each(|coded| counts[usize::from(coded.0[number].code)] += 1);
    let last = counts.iter().rposition(|count| *count > 0)?;
    Table::new(&counts[..=last], LOGS[number])
}

/// The sequences from the last to the first, as a reader reads from the end.
fn written(coded: &[Coded], tables: &[Option<Table>; 3]) -> Vec<u8> {
    let mut out = Bits::default();
    let mut states = [None; 3];
    for Coded(codes) in coded.iter().rev() {
        for number in [DISTANCE, LENGTH, LITERALS] {
            let Some(table) = &tables[number] else { continue };
            let code = codes[number].code;
            states[number] = Some(match states[number] {
                None => table.begin(code),
                Some(state) => table.before(code, state, &mut out),
            });
        }
        for number in [LITERALS, LENGTH, DISTANCE] {
            out.put(codes[number].extra, codes[number].bits);
        }
    }
    for number in [LENGTH, DISTANCE, LITERALS] {
        if let (Some(table), Some(state)) = (&tables[number], states[number]) {
            table.end(state, &mut out);
        }
    }
    out.finish_backwards()
}

impl Coded {
    fn new(sequence: &Sequence, offsets: &mut Offsets) -> Self {
        let number = offsets.number(sequence);
        let bits = number.ilog2();
        let distance = Code { code: bits as u8, extra: number - (1 << bits), bits };
        Self([code(sequence.literals, &LITERAL_BITS), distance, code(sequence.length - 3, &LENGTH_BITS)])
    }
}

/// By code: how many bits tell its numbers apart, which follow on those of the code before.
const LITERAL_BITS: [u32; 36] =
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LENGTH_BITS: [u32; 53] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2,
    3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];

fn code(number: u32, bits: &[u32]) -> Code {
    let (mut code, mut base) = (0, 0);
    while code + 1 < bits.len() && number >= base + (1 << bits[code]) {
        base += 1 << bits[code];
        code += 1;
    }
    Code { code: code as u8, extra: number - base, bits: bits[code] }
}
