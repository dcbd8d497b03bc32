//! The room `fs` against a real disk: what is read, what is refused, and that the old bundle survives whatever happens.
//!
//! `child` re-executes this test binary where a test needs a process to kill, to starve or to take powers from.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "these tests look at the disk and start processes")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bundle;
mod cache;
mod child;
mod clutter;
mod faults;
mod kill;
mod leftovers;
mod read;
mod refusals;
mod sink;
