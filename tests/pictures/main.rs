//! What becomes of the pictures of a site: on pages, in files, and of those that are made to do harm.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests start processes and fail by panics")]

mod bombs;
mod clean;
mod made;
mod pages;
#[path = "../site/mod.rs"]
mod site;
