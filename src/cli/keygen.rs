//! `keygen`: a pair of keys to sign bundles with.

use super::args::Keygen;
use super::{Failure, password, print, say};
use crate::fs;
use crate::integrity::{self, PublicKey};
use std::io;
use std::path::{Path, PathBuf};

/// Makes the two files, and says what to do with which.
pub(super) fn run(args: &Keygen) -> Result<(), Failure> {
    let (secret, public) = (with_ending(&args.name, "key"), with_ending(&args.name, "pub"));
    // Before anybody thinks of a password.
    for path in [&secret, &public] {
        if path.symlink_metadata().is_ok() {
            return Err(is_there(path));
        }
    }
    refuse_folder(&secret)?;
    let password = if args.no_password { None } else { Some(password::of_new_key(args.password_file.as_deref())?) };
    let keys = integrity::generate(password);
    let keys = keys.map_err(|why| Failure::Machine(format!("no key can be made: {why}")))?;
    fs::write_keys((&secret, &keys.secret), (&public, &keys.public)).map_err(|(path, error)| match error.kind() {
        io::ErrorKind::AlreadyExists => is_there(&path),
        io::ErrorKind::NotFound => {
            Failure::Usage(format!("`{}` can't be written: there is no such folder", path.display()))
        }
        _ => Failure::Machine(format!("`{}` can't be written: {error}", path.display())),
    })?;
    say_done(args, &secret, &public);
    let id = PublicKey::parse(&keys.public).map(|key| key.id()).unwrap_or_default();
    let letters = keys.public.lines().nth(1).unwrap_or_default();
    print(format!("{id} {letters}\n").as_bytes())
}

fn say_done(args: &Keygen, secret: &Path, public: &Path) {
    let (secret, public) = (secret.display(), public.display());
    say::line(&format!(
        "wrote {secret}: the secret key. Keep it off the stick and out of the repository, with a copy in a safe place"
    ));
    say::line(&format!(
        "wrote {public}: the public key. Publish it, on your website and on paper: its 56 letters follow"
    ));
    if args.no_password {
        say::line(&format!(
            "warning: {secret} has no password: whoever gets a copy can sign in your name. It belongs among the secrets of your CI and nowhere else"
        ));
    }
}

/// `NAME.key` of `NAME`; a dot in the name is a part of it.
fn with_ending(name: &Path, ending: &str) -> PathBuf {
    let mut name = name.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn is_there(path: &Path) -> Failure {
    let help = "choose another name: who loses a key can't sign as the same again";
    Failure::Usage(format!("`{}` is there already, and no key is ever written over\n  help: {help}", path.display()))
}

/// Refuses a place whose content is published: a folder of guides, a bundle.
fn refuse_folder(secret: &Path) -> Result<(), Failure> {
    let Ok(whole) = std::path::absolute(secret) else { return Ok(()) };
    let published = |folder: &&Path| ["site.yaml", integrity::MANIFEST].iter().any(|name| folder.join(name).exists());
    match whole.ancestors().skip(1).find(published) {
        None => Ok(()),
        Some(folder) => Err(Failure::Usage(format!(
            "a secret key can't lie in `{}`, whose content is published\n  help: name a place outside of it",
            folder.display()
        ))),
    }
}
