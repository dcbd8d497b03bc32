//! Work on translations: how far each is behind its source, marking one as current, and catalogues (PO) out and in.

mod check_text;
mod export;
mod fill;
mod import;
mod mark;
mod pairing;
mod status;

pub use export::{export, unimported};
pub use import::{Imported, Left, Written, import};
pub use mark::{mark, source_hash};
pub use status::{ChangedBlock, GuideStatus, LanguageStatus, Status};

#[cfg(test)]
mod tests;
