//! `lamplight serve`: which requests it answers, and that it follows what editors do to files.
#![allow(clippy::disallowed_methods, reason = "tests run the program on folders of their own")]
#![allow(clippy::unwrap_used, reason = "a test fails where it can't go on")]

mod client;
#[path = "../bench/draw.rs"]
mod draw;
mod edits;
mod hostile;
mod in_memory;
#[path = "../noto/mod.rs"]
mod noto;
mod program;
#[path = "../site/mod.rs"]
mod site;
mod start;
