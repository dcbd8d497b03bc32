//! `translate`: how far translations are, and marking them as current.

mod mark;
mod status;

use super::Failure;
use super::args::Translate;

/// Runs one of the commands on translations.
pub(super) fn run(command: &Translate) -> Result<(), Failure> {
    match command {
        Translate::Status(args) => status::run(args),
        Translate::Mark { files } => mark::run(files),
    }
}
