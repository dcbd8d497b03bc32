use super::clutter::{carry_over, is_clutter};
use crate::fs::platform;
use crate::fs::walk::shown;
use crate::integrity::{MANIFEST, OUR_COMMENT, SIGNATURE};
use rayon::prelude::*;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// More than any bundle of 400,000 files needs.
const MANIFEST_BYTES: u64 = 256 << 20;

/// What lies in a folder, set against its own manifest.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The manifest's text, where there is one.
    pub manifest: Option<String>,
    /// Whether the manifest has a signature that a build wrote. One that a person made by other means is foreign.
    pub signed: bool,
    /// What the manifest does not list, or what is no regular file, in order: no build wrote it.
    pub foreign: Vec<String>,
    /// What desktops and systems put there, by its place in the folder.
    clutter: Vec<PathBuf>,
    /// What the manifest lists, as it writes it.
    files: Vec<String>,
    /// Parents before what is in them.
    folders: Vec<PathBuf>,
}

impl Listing {
    /// Looks through `folder`; a folder that is missing holds nothing.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let manifest = read_manifest(folder)?;
        let signed = is_signed(folder)?;
        let listed: HashSet<&str> = manifest.iter().flat_map(|text| listed_in(text)).collect();
        let mut listing = Self::default();
        let mut entries = WalkDir::new(folder).follow_root_links(false).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry.map_err(io::Error::from) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entry => entry?,
            };
            let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let name = plain_name(inside);
            let is_ours = name.as_deref().is_some_and(|name| listed.contains(name));
            let is_manifest = name.as_deref() == Some(MANIFEST) || signed && name.as_deref() == Some(SIGNATURE);
            match entry.file_type() {
                kind if !is_ours && entry.depth() > 0 && is_clutter(entry.file_name(), kind) => {
                    listing.clutter.push(inside.to_owned());
                    if kind.is_dir() {
                        entries.skip_current_dir();
                    }
                }
                kind if kind.is_dir() => listing.folders.push(entry.into_path()),
                kind if kind.is_file() && is_manifest => {}
                kind if kind.is_file() && is_ours => listing.files.extend(name),
                _ => listing.foreign.push(shown(inside)),
            }
        }
        listing.foreign.sort();
        listing.manifest = manifest;
        listing.signed = signed;
        Ok(listing)
    }

    /// The files that the manifest lists and that are there, by their paths.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The folder and those in it, by their whole paths.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Moves what desktops and systems put into `folder` over into `bundle`, which takes its place.
    pub fn carry_over(&self, folder: &Path, bundle: &Path) -> io::Result<()> {
        self.clutter.iter().try_for_each(|inside| carry_over(inside, folder, bundle))
    }

    /// Removes the files that the manifest lists, then the folders. A file that has come since is not removed, and its
    /// folder neither: that is an error. The manifest goes last of the files, so that one can begin again after a kill.
    pub fn remove(self, folder: &Path) -> io::Result<()> {
        self.files.par_iter().try_for_each(|file| gone(fs::remove_file(folder.join(file))))?;
        if self.signed {
            gone(fs::remove_file(folder.join(SIGNATURE)))?;
        }
        if self.manifest.is_some() {
            gone(fs::remove_file(folder.join(MANIFEST)))?;
        }
        self.folders.iter().rev().try_for_each(|folder| gone(fs::remove_dir(folder)))
    }
}

fn read_manifest(folder: &Path) -> io::Result<Option<String>> {
    let bytes = read_start(&folder.join(MANIFEST), MANIFEST_BYTES)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn is_signed(folder: &Path) -> io::Result<bool> {
    let start = read_start(&folder.join(SIGNATURE), OUR_COMMENT.len() as u64)?;
    Ok(start.is_some_and(|start| start == OUR_COMMENT.as_bytes()))
}

/// The first bytes of a regular file, where there is one.
fn read_start(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    platform::open_to_read(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// The paths of lines as `sha256sum` writes them: 64 hexadecimal digits, a space, a space or `*`, the path.
fn listed_in(manifest: &str) -> impl Iterator<Item = &str> {
    manifest.lines().filter_map(|line| {
        let (hash, path) = line.split_at_checked(64)?;
        let path = path.strip_prefix("  ").or_else(|| path.strip_prefix(" *"))?;
        hash.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(path)
    })
}

/// A path inside the folder as the manifest writes it; `None` where it is not UTF-8.
fn plain_name(inside: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = inside.iter().map(OsStr::to_str).collect();
    parts.map(|parts| parts.join("/"))
}

fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn bundle(files: &[&str], manifest: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(folder.path().join(MANIFEST), manifest).unwrap();
        folder
    }

    #[test]
    fn reads_the_lines_of_sha256sum_and_no_others() {
        let text = format!("{HASH}  en/a.html\r\n{HASH} *b.css\nshort  c\n{HASH}\n{HASH} d\nx{}  e\n", &HASH[1..]);
        assert_eq!(listed_in(&text).collect::<Vec<_>>(), ["en/a.html", "b.css"]);
    }

    #[test]
    fn what_is_not_listed_is_foreign_and_stays() {
        let folder = bundle(&["en/a.html", "en/notes.txt", "SHA256SUMS.bak"], &format!("{HASH}  en/a.html\n"));
        let listing = Listing::of(folder.path()).unwrap();
        assert_eq!(listing.foreign, ["SHA256SUMS.bak", "en/notes.txt"]);
        assert!(listing.remove(folder.path()).is_err());
        assert!(folder.path().join("en/notes.txt").exists() && !folder.path().join("en/a.html").exists());
    }

    #[test]
    fn a_file_that_came_after_the_look_stays() {
        let folder = bundle(&["en/a.html"], &format!("{HASH}  en/a.html\n"));
        let listing = Listing::of(folder.path()).unwrap();
        assert!(listing.foreign.is_empty());
        fs::write(folder.path().join("en/late.txt"), "").unwrap();
        assert!(listing.remove(folder.path()).is_err());
        assert!(folder.path().join("en/late.txt").exists());
    }

    #[test]
    fn a_signature_is_ours_where_a_build_wrote_it() {
        let folder = bundle(&["en/a.html"], &format!("{HASH}  en/a.html\n"));
        let signature = folder.path().join(SIGNATURE);
        fs::write(&signature, "untrusted comment: signature from minisign secret key\n").unwrap();
        assert_eq!(Listing::of(folder.path()).unwrap().foreign, [SIGNATURE]);
        fs::write(&signature, format!("{OUR_COMMENT}RUQ")).unwrap();
        let listing = Listing::of(folder.path()).unwrap();
        assert!(listing.signed && listing.foreign.is_empty());
        listing.remove(folder.path()).unwrap();
        assert!(!folder.path().exists());
    }

    #[cfg(unix)]
    #[test]
    fn symlinks_are_foreign_even_when_listed_and_are_not_followed() {
        let outside = bundle(&["a.html"], "");
        let folder = bundle(&[], &format!("{HASH}  en\n{HASH}  en/a.html\n"));
        std::os::unix::fs::symlink(outside.path(), folder.path().join("en")).unwrap();
        let listing = Listing::of(folder.path()).unwrap();
        assert_eq!(listing.foreign, ["en"]);
        assert!(listing.remove(folder.path()).is_err());
        assert!(outside.path().join("a.html").exists());
    }
}
