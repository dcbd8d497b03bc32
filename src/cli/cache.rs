//! Where what is dear to make is kept from one build to the next.

use super::Failure;
use super::args;
use crate::fs::Cache;
use crate::store::{Nothing, Store};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The cache that the user asked for; without a folder for it nothing is kept. It may lie in none of the folders `keep_out`:
/// what is put there would be read as sources, or belongs to a bundle.
pub(super) fn open<'a>(
    args: &args::Cache,
    keep_out: impl Iterator<Item = &'a PathBuf> + Clone,
) -> Result<Box<dyn Store + Send>, Failure> {
    if args.none {
        return Ok(Box::new(Nothing));
    }
    let lies_in_ours = |folder: &Path| keep_out.clone().find(|ours| real(folder).starts_with(real(ours)));
    match &args.folder {
        Some(folder) => match lies_in_ours(folder) {
            None => Ok(Box::new(Cache::new(folder))),
            Some(ours) => {
                let message = format!("the cache would lie in `{}`", ours.display());
                Err(Failure::Usage(format!("{message}\n  help: name another folder with `--cache`, or `--no-cache`")))
            }
        },
        None => Ok(match default_folder(|name| env::var_os(name)).filter(|folder| lies_in_ours(folder).is_none()) {
            Some(folder) => Box::new(Cache::new(&folder)),
            None => Box::new(Nothing),
        }),
    }
}

/// The user's folder of caches, as each system has it. A variable that holds no whole path says nothing (XDG).
fn default_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let whole = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = if cfg!(windows) {
        whole("LOCALAPPDATA")
    } else {
        let of_home = if cfg!(target_vendor = "apple") { "Library/Caches" } else { ".cache" };
        whole("XDG_CACHE_HOME").or_else(|| Some(whole("HOME")?.join(of_home)))
    };
    Some(caches?.join("lamplight"))
}

/// A path as it is under its other names, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    match there {
        Some((part, real)) => path.strip_prefix(part).map_or(real.clone(), |rest| real.join(rest)),
        None => path,
    }
}

#[cfg(all(test, unix, not(target_vendor = "apple")))]
mod tests {
    use super::*;

    #[test]
    fn the_users_folder_of_caches() {
        let of = |variables: &[(&str, &str)]| {
            let find = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            default_folder(find).map(|path| path.display().to_string())
        };
        let home = ("HOME", "/home/amina");
        assert_eq!(of(&[home]).as_deref(), Some("/home/amina/.cache/lamplight"));
        assert_eq!(of(&[home, ("XDG_CACHE_HOME", "/var/c")]).as_deref(), Some("/var/c/lamplight"));
        assert_eq!(of(&[home, ("XDG_CACHE_HOME", "c")]).as_deref(), Some("/home/amina/.cache/lamplight"));
        assert_eq!(of(&[("HOME", ""), ("XDG_CACHE_HOME", "")]), None);
    }
}
