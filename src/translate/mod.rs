//! Work on translations: how far each is behind its source, and marking one as current.

mod mark;
mod status;

pub use mark::{mark, source_hash};
pub use status::{ChangedBlock, GuideStatus, LanguageStatus, Status};
