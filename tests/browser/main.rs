//! The pages in three real browsers: what `tests/README.md` promises under "browser/".
//!
//! `cargo test` leaves this out, since it needs browsers; `cargo nextest run --test browser` and `tests/run` run it.
#![allow(clippy::disallowed_methods, reason = "tests start programs and read folders")]
#![allow(clippy::unwrap_used, reason = "a test fails where it can't go on")]
#![cfg(unix)]

mod accessible;
mod bundle;
mod canary;
mod detectors;
mod engines;
mod epub;
mod exit;
mod fonts;
mod judged;
mod keyboard;
mod leave;
mod lighthouse;
mod mixed;
mod no_script;
#[path = "../noto/mod.rs"]
mod noto;
mod outside;
mod preview;
mod print;
mod reflow;
mod relevance;
mod search;
mod self_check;
mod server;
mod silent;
mod single;
mod text_browser;
mod unpacked;
mod valid;
mod webdriver;
