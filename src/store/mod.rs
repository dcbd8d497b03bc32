//! Results that are dear to make, kept from one build to the next by what they are made from; and a place for what a build
//! makes long before it is used.
//!
//! A [`Store`] changes how long a build takes, never what it writes: a result that is not there is made again, to the same
//! bytes.

mod spill;

pub use spill::{Spill, Spilled};

use sha2::{Digest, Sha256};
use std::fmt;

/// A place where results are kept. It may lose any of them at any time.
pub trait Store: Sync + fmt::Debug {
    /// The result that was put under a key, whole.
    fn get(&self, key: &Key) -> Option<Vec<u8>>;

    /// Keeps a result, if that can be done.
    fn put(&self, key: &Key, bytes: &[u8]);
}

/// A store that keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Store for Nothing {
    fn get(&self, _: &Key) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &Key, _: &[u8]) {}
}

/// What a result is made from, as a hash of all of it: the inputs, and what makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// A key from a hash (SHA-256) that was made elsewhere.
    pub fn new(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    /// The key of something made from `parts`, in their order. No two lists of parts have one key.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Hasher::default();
        parts.iter().for_each(|part| hasher.part(part));
        hasher.key()
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Key {
    /// 64 hexadecimal digits in lower case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Makes the [`Key`] of many parts, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Adds a part, with its length before it: so it can't run into the next one.
    pub fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// What [`Key::of`] gives for the same parts.
    pub fn key(self) -> Key {
        Key(self.0.finalize().into())
    }
}

/// The result of `make`, from the store where that has it. Failures are not kept.
///
/// # Errors
/// That of `make`.
pub fn kept<E>(store: &dyn Store, key: &Key, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
    if let Some(bytes) = store.get(key) {
        return Ok(bytes);
    }
    let bytes = make()?;
    store.put(key, &bytes);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_knows_where_its_parts_end() {
        assert_ne!(Key::of(&[b"ab", b"c"]), Key::of(&[b"a", b"bc"]));
        assert_ne!(Key::of(&[b"ab"]), Key::of(&[b"ab", b""]));
        assert_eq!(Key::of(&[b"ab", b"c"]), Key::of(&[b"ab", b"c"]));
        assert_eq!(Key::of(&[]).to_string().len(), 64);
    }
}
