//! Whether whatever happens to a copy of a bundle is found: in a folder, in a ZIP file, with a key and without.
#![allow(clippy::disallowed_methods, reason = "these tests write copies to the disk")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../bench/draw.rs"]
mod draw;
#[path = "../site/mod.rs"]
mod site;

mod archive;
mod changes;
mod copies;
mod flips;
mod hostile_zip;
