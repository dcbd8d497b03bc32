use crate::store::{Spill, Spilled};
use flate2::Crc;

/// A file of an index.
#[derive(Debug, Clone)]
pub struct IndexFile {
    /// `p3.js`
    pub name: String,
    pub bytes: Spilled,
    /// CRC-32 of the bytes.
    pub(super) sum: u32,
}

impl IndexFile {
    /// A script that hands over JSON values, which are separated by commas.
    pub(super) fn new(name: &str, values: &str, spill: &Spill) -> Self {
        let bytes = ["lamplight(\"", name, "\",[", values, "]);\n"].concat().into_bytes();
        let mut sum = Crc::new();
        sum.update(&bytes);
        Self { name: format!("{name}.js"), bytes: spill.put(bytes), sum: sum.sum() }
    }
}
