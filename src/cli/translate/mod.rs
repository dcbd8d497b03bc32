//! `translate`: how far translations are, marking them as current, and catalogues out and in.

mod catalogue;
mod export;
mod import;
mod mark;
mod status;

use super::Failure;
use super::args::Translate;

/// Runs one of the commands on translations.
pub(super) fn run(command: &Translate) -> Result<(), Failure> {
    match command {
        Translate::Status(args) => status::run(args),
        Translate::Export(args) => export::run(args),
        Translate::Import(args) => import::run(args),
        Translate::Mark { files } => mark::run(files),
    }
}
