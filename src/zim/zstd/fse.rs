//! Finite state entropy: symbols in fractions of bits, by tables of states.

use super::Bits;

/// The states of an alphabet: each symbol has as many of them as it is frequent.
#[derive(Debug)]
pub(super) struct Table {
    /// How many bits the number of a state has.
    log: u32,
    /// By symbol: how many states it has.
    shares: Vec<u32>,
    /// By symbol: its states, rising.
    states: Vec<Vec<u32>>,
}

/// The least bits of a state that the format can say.
const LEAST_LOG: u32 = 5;

impl Table {
    /// The table for symbols that are so frequent, with at most `most` bits for a state. Nothing where a single symbol has
    /// all, which needs no table.
    pub fn new(counts: &[u32], most: u32) -> Option<Self> {
        let used = counts.iter().filter(|count| **count > 0).count() as u32;
        let total: u32 = counts.iter().sum();
        if used < 2 {
            return None;
        }
        // A table for few symbols is worth no more bits than they take.
        let log = (total.ilog2().saturating_sub(1)).max(used.ilog2() + 1).clamp(LEAST_LOG, most);
        let shares = shares(counts, total, 1 << log);
        let states = spread(&shares, log);
        Some(Self { log, shares, states })
    }

    /// What it says to a reader.
    pub fn describe(&self) -> Vec<u8> {
        let mut out = Bits::default();
        out.put(self.log - LEAST_LOG, 4);
        let mut bits = self.log + 1;
        let mut threshold = 1 << self.log;
        let mut remaining: u32 = threshold + 1;
        let mut at = 0;
        while remaining > 1 {
            let share = self.shares[at];
            // A number that is small for what remains takes a bit less.
            let spared = 2 * threshold - 1 - remaining;
            remaining -= share;
            let value = share + 1;
            let value = if value >= threshold { value + spared } else { value };
            out.put(value, bits - u32::from(value < spared));
            at += 1;
            if share == 0 {
                at += absent(&self.shares[at..], &mut out);
            }
            while remaining < threshold {
                bits -= 1;
                threshold /= 2;
            }
        }
        out.finish()
    }

    /// The state that says a symbol as the first that is written, which is the last to be read.
    pub fn begin(&self, symbol: u8) -> State {
        State(self.states[usize::from(symbol)][0] + (1 << self.log))
    }

    /// The state that says a symbol, after which a reader comes to `state`.
    pub fn before(&self, symbol: u8, state: State, out: &mut Bits) -> State {
        let symbol = usize::from(symbol);
        let share = self.shares[symbol];
        // As many bits go as leave a number of one of the symbol's states.
        let bits = state.0.ilog2() - share.ilog2();
        let bits = if state.0 >> bits < share { bits - 1 } else { bits };
        out.put(state.0 & ((1 << bits) - 1), bits);
        State(self.states[symbol][((state.0 >> bits) - share) as usize] + (1 << self.log))
    }

    /// Writes the state that a reader begins with.
    pub fn end(&self, state: State, out: &mut Bits) {
        out.put(state.0 - (1 << self.log), self.log);
    }
}

/// A state, with the size of its table added.
#[derive(Debug, Clone, Copy)]
pub(super) struct State(u32);

/// How many of `size` states each symbol gets: one at least, where it is there at all.
fn shares(counts: &[u32], total: u32, size: u32) -> Vec<u32> {
    let share = |count: &u32| match count {
        0 => 0,
        _ => (u64::from(*count) * u64::from(size) / u64::from(total)).max(1) as u32,
    };
    let mut shares: Vec<u32> = counts.iter().map(share).collect();
    let mut given: u32 = shares.iter().sum();
    // Rounding leaves some, which the most frequent gets; or it took too many, which are taken where most are.
    while given != size {
        let Some(largest) = (0..shares.len()).max_by_key(|symbol| (shares[*symbol], counts[*symbol])) else { break };
        if given < size {
            shares[largest] += size - given;
            given = size;
        } else {
            shares[largest] -= 1;
            given -= 1;
        }
    }
    shares
}

/// The states of each symbol, far from each other, as every reader spreads them.
fn spread(shares: &[u32], log: u32) -> Vec<Vec<u32>> {
    let size = 1 << log;
    let step = (size >> 1) + (size >> 3) + 3;
    let mut states = vec![Vec::new(); shares.len()];
    let mut at = 0;
    for (own, share) in states.iter_mut().zip(shares) {
        for _ in 0..*share {
            own.push(at);
            at = (at + step) & (size - 1);
        }
        own.sort_unstable();
    }
    states
}

/// Says how many symbols without a state follow on one.
fn absent(shares: &[u32], out: &mut Bits) -> usize {
    let count = shares.iter().take_while(|share| **share == 0).count();
    (0..count / 3).for_each(|_| out.put(3, 2));
    out.put((count % 3) as u32, 2);
    count
}
