//! `build --sign`: the key, and the edition that it signs.

use super::args::Build;
use super::project::Project;
use super::{Failure, password};
use crate::diagnostic::{Code, Diagnostic};
use crate::fs::{self, KeyFileError};
use crate::integrity::{self, BadKey, KeyFile, Signer};
use crate::model::Edition;
use crate::source::{FileId, Root};
use std::io;
use std::path::PathBuf;

/// A secret key whose file was read, still locked.
pub(super) struct Key {
    text: String,
    file: KeyFile,
    path: PathBuf,
    password_file: Option<PathBuf>,
}

/// Reads the key's file, if the bundle is to be signed. It may lie in none of the folders: what is in them is published.
pub(super) fn open(args: &Build, keep_out: &[PathBuf]) -> Result<Option<Key>, Failure> {
    let Some(path) = args.sign.clone() else { return Ok(None) };
    let failed = |why: &dyn std::fmt::Display, help: &str| {
        format!("`{}` can't be used to sign: {why}\n  help: {help}", path.display())
    };
    let folders: Vec<PathBuf> = keep_out.iter().cloned().chain([args.output.clone()]).collect();
    let text = fs::read_key(&path, &folders).map_err(|error| match error {
        KeyFileError::LiesIn(_) => {
            let help = "move it to a folder of its own, and make a new one if it was ever published or committed";
            Failure::Usage(failed(&error, help))
        }
        KeyFileError::Io(source) if source.kind() != io::ErrorKind::NotFound => {
            Failure::Machine(failed(&source, "allow the user who builds to read it"))
        }
        error => Failure::Usage(failed(&error, "make a key with `lamplight keygen`")),
    })?;
    let help = "name the `.key` file that `lamplight keygen` or `minisign -G` wrote";
    let file = KeyFile::parse(&text).map_err(|why| Failure::Usage(failed(&why, help)))?;
    Ok(Some(Key { text, file, path, password_file: args.password_file.clone() }))
}

/// What is wrong with a site that is to be signed: without an edition nobody can tell an old copy from a new one.
pub(super) fn missing_edition(project: &Project) -> Option<Diagnostic> {
    let config = &project.ready.as_ref()?.checked.library().config;
    let file: FileId = project.tree.find(Root::Guides, "site.yaml").filter(|_| config.edition.is_none())?;
    let message = "a bundle that is signed needs an `edition`";
    let help = "write `edition: {number: 1, date: 2026-05-31}`, and count on with each bundle that you hand out";
    Some(Diagnostic::new(Code::MissingField, file, message).help(help))
}

impl Key {
    /// The text of its file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Unlocks the key, with a password where it needs one.
    pub fn signer(self, edition: &Edition) -> Result<Signer, Failure> {
        let needs_password = self.file.is_protected();
        let password =
            needs_password.then(|| password::of_key(&self.path, self.password_file.as_deref())).transpose()?;
        let key = self.file.unlock(password).map_err(|why| {
            let help = match why {
                BadKey::WrongPassword => "try again; a password that is lost can't be found, only the key replaced",
                _ => "take a whole copy of the key, or make a new one with `lamplight keygen`",
            };
            Failure::Usage(format!("`{}` can't be used to sign: {why}\n  help: {help}", self.path.display()))
        })?;
        let edition = integrity::Edition { number: edition.number, date: Some(edition.date.to_string()) };
        Ok(Signer::new(key, &edition))
    }
}
