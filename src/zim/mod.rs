//! ZIM files, as Kiwix reads them (openZIM, format 6.1): the same bytes for the same files on every machine.
//!
//! ```text
//! header · media types · clusters of contents · entries · where entries are · where clusters are · MD5 of all that
//! ```
//!
//! What the format's own library writes carries the day and a random number, and its reader wants a cluster whole: files that
//! are alike lie together in one, compressed by Zstandard. The entries of a file stand in the order of their namespaces (`C` content,
//! `M` what lists show of the whole, `W` where readers begin, `X` lists for looking up), then of their paths.

mod cluster;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Archive, Found, Target};
pub use write::{Entry, Writer};

/// Little-endian `0x044D495A`: "ZIM" and a four.
const MAGIC: &[u8; 4] = b"ZIM\x04";
/// The major and the minor version.
const VERSION: [u16; 2] = [6, 1];
/// What the header takes.
const HEADER: usize = 80;
/// In place of the media type of an entry that leads to another.
const REDIRECT: u16 = 0xFFFF;
/// Where the header has nothing to point at.
const NONE: u32 = u32::MAX;

const CONTENT: u8 = b'C';
const METADATA: u8 = b'M';
const WELL_KNOWN: u8 = b'W';
const INDEX: u8 = b'X';

/// Where readers begin, in [`WELL_KNOWN`].
const MAIN_PAGE: &str = "mainPage";
/// The entries by their titles, in [`INDEX`]: all, and those that readers look for.
const LISTINGS: [&str; 2] = ["listing/titleOrdered/v0", "listing/titleOrdered/v1"];
