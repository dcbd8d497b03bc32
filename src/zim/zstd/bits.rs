/// Bits in the order in which they are written, each byte from its lowest on.
#[derive(Debug, Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// Those that fill no byte yet, and how many they are.
    rest: u64,
    count: u32,
}

impl Bits {
    /// Adds the lowest `count` bits of a number, which has no others: 32 at most.
    pub fn put(&mut self, value: u32, count: u32) {
        debug_assert!(count <= 32 && u64::from(value) >> count == 0, "{value} has more than {count} bits");
        self.rest |= u64::from(value) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.rest as u8);
            self.rest >>= 8;
            self.count -= 8;
        }
    }

    /// The bytes, with zeros behind the last bit.
    pub fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.rest as u8);
        }
        self.bytes
    }

    /// The bytes of what is read from its end: a one behind the last bit says where that is.
    pub fn finish_backwards(mut self) -> Vec<u8> {
        self.put(1, 1);
        self.finish()
    }
}
