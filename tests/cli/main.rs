//! The program as its user meets it: arguments in, files, streams and an exit status out.
#![allow(clippy::disallowed_methods, reason = "tests run the program on folders of their own")]
#![allow(clippy::unwrap_used, reason = "a test fails where it can't go on")]

mod again;
mod commands;
mod discreet;
mod editions;
mod fonts;
mod init_and_new;
mod integrity;
mod languages;
#[path = "../noto/mod.rs"]
mod noto;
mod pictures;
mod place;
mod problems;
mod report;
mod same_bytes;
mod search;
mod translate;
mod usb;
mod usb_fat;
mod zim;
