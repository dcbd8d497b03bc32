//! Lamplight turns a folder of safety guides into a silent, offline bundle of pages.

pub mod audit;
pub mod check;
pub mod diagnostic;
pub mod export;
pub mod fs;
pub mod library;
pub mod media;
pub mod model;
pub mod parse;
pub mod plan;
pub mod render;
pub mod source;
pub mod theme;
