//! Whether a copy of a bundle is what was published: its files held against `SHA256SUMS`, and that against a signature.
//!
//! Everything here is a function of values. A [`Medium`] lists what there is and hashes what it is asked for; [`verify`]
//! says what is wrong with it. What a copy can prove by itself ends at its signature: whoever can replace all files of a
//! stick can replace a public key on it as well, so the key comes by another way.

mod clutter;
mod compare;
mod fault;
mod key;
mod medium;
mod signature;
mod sums;
mod verdict;
mod zip;

pub use clutter::is_clutter;
pub use fault::{Fault, FaultKind};
pub use key::{BadKey, KeyFile, NewKeys, PublicKey, SigningKey, generate};
pub use medium::{Entry, EntryKind, Medium};
pub use signature::{Edition, OUR_COMMENT, Signer};
pub use sums::{BadSums, Sums};
pub use verdict::{Asked, Provenance, Verdict, verify};
pub use zip::{ReadAt, ZipCopy};

/// The file that lists every other file of a bundle with its hash.
pub const MANIFEST: &str = "SHA256SUMS";

/// The signature of [`MANIFEST`], in minisign's format.
pub const SIGNATURE: &str = "SHA256SUMS.minisig";
