//! Passwords of secret keys: from a file, from the environment, or from the terminal without showing them.

use super::Failure;
use crate::fs;
use std::env;
use std::path::Path;

const VARIABLE: &str = "LAMPLIGHT_KEY_PASSWORD";
/// What minisign reads at most.
const MAX_BYTES: usize = 1024;

/// The password of a key that is there.
pub(super) fn of_key(key: &Path, file: Option<&Path>) -> Result<String, Failure> {
    match given(file)? {
        Some(password) => Ok(password),
        None => ask(&format!("Password of {}: ", key.display())),
    }
}

/// The password of a key that is to be made, asked for twice.
pub(super) fn of_new_key(file: Option<&Path>) -> Result<String, Failure> {
    let password = match given(file)? {
        Some(password) => password,
        None => {
            let password = ask("Password for the new key: ")?;
            if !password.is_empty() && ask("The same once more: ")? != password {
                return Err(Failure::Usage("the passwords differ: nothing was written".into()));
            }
            password
        }
    };
    match password.len() {
        0 => Err(Failure::Usage("an empty password protects nothing\n  help: `-W` makes a key without one".into())),
        1..=MAX_BYTES => Ok(password),
        _ => Err(Failure::Usage(format!("the password is longer than {MAX_BYTES} bytes"))),
    }
}

fn given(file: Option<&Path>) -> Result<Option<String>, Failure> {
    if let Some(file) = file {
        let failed = |error| Failure::Usage(format!("the password can't be read from `{}`: {error}", file.display()));
        return fs::read_line_of(file).map(Some).map_err(failed);
    }
    match env::var(VARIABLE) {
        Ok(password) => Ok(Some(password)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::Usage(format!("{VARIABLE} is not UTF-8"))),
    }
}

fn ask(prompt: &str) -> Result<String, Failure> {
    rpassword::prompt_password(prompt).map_err(|error| {
        let help = format!("where nobody can be asked, set {VARIABLE} or name a file with `--password-file`");
        Failure::Usage(format!(
            "the key needs a password, and there is no terminal to ask on ({error})\n  help: {help}"
        ))
    })
}
