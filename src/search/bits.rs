use super::encode::DIGITS;

/// Bits as text, six in a character, the highest first.
#[derive(Debug, Default)]
pub(super) struct Bits {
    text: Vec<u8>,
    /// Bits that have no character yet: the lowest `held` of these.
    last: u64,
    held: u32,
}

impl Bits {
    /// Appends the lowest `count` bits of a value, 32 at most.
    pub fn push(&mut self, value: u32, count: u32) {
        self.last = self.last << count | u64::from(value) & ((1 << count) - 1);
        self.held += count;
        while self.held >= 6 {
            self.held -= 6;
            self.text.push(DIGITS[(self.last >> self.held & 63) as usize]);
        }
    }

    /// Appends a number, 1 or more, so that it tells its end: how many bits follow its highest (5), and these.
    pub fn some(&mut self, value: u32) {
        self.push(value.ilog2(), 5);
        self.push(value, value.ilog2());
    }

    /// The text; its last character is filled up with zeros.
    pub fn finish(mut self) -> String {
        if self.held > 0 {
            self.push(0, 6 - self.held);
        }
        String::from_utf8(self.text).unwrap_or_else(|error| unreachable!("digits are ASCII: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_bits_are_a_character() {
        let mut bits = Bits::default();
        [(0, 6), (1, 6), (0b10_1011, 2), (0, 0), (u32::MAX, 32)]
            .iter()
            .for_each(|(value, count)| bits.push(*value, *count));
        // 11 and the ones of the last value make 34 ones: five characters and four bits.
        assert_eq!(bits.finish(), "AB_____8");
        assert_eq!(Bits::default().finish(), "");
    }
}
