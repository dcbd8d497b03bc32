//! Files for Kiwix: what lies in one is what was audited before it came there, to the byte, and readers begin where they should.

use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::source::VPath;
use crate::zim::{Archive, Found, Target};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

const HELP: &str = "this is a fault of the program: please report it";

/// The page that readers begin with.
const MAIN: &str = "index.html";

/// Audits the ZIM file at `path`, which is to hold just files with these SHA-256.
pub fn audit_zim(path: &VPath, bytes: &[u8], files: &BTreeMap<&str, [u8; 32]>) -> Vec<Diagnostic> {
    let mut report = Report::new(path, bytes);
    match Archive::open(bytes).and_then(|archive| Ok((faults(&archive, files)?, archive))) {
        Err(error) => report.add(0, error.to_string(), HELP),
        Ok((faults, archive)) => {
            faults.into_iter().for_each(|fault| report.add(0, fault, HELP));
            if archive.main().is_none_or(|main| (main.namespace, main.path.as_str()) != ('C', MAIN)) {
                report.add(0, "readers do not begin with the home page", HELP);
            }
        }
    }
    report.finish()
}

/// What lies in the file otherwise than it should.
fn faults(archive: &Archive<'_>, files: &BTreeMap<&str, [u8; 32]>) -> io::Result<Vec<String>> {
    let mut by_cluster: BTreeMap<u32, Vec<(u32, &Found)>> = BTreeMap::new();
    let contents = archive.entries().iter().filter(|entry| entry.namespace == 'C');
    let mut there = BTreeSet::new();
    for entry in contents {
        there.insert(entry.path.as_str());
        if let Target::Content { cluster, blob, .. } = entry.target {
            by_cluster.entry(cluster).or_default().push((blob, entry));
        }
    }
    let missing = files.keys().filter(|path| !there.contains(*path));
    let mut faults: Vec<String> = missing.map(|path| format!("it lacks `{path}`")).collect();
    let clusters: Vec<_> = by_cluster.into_iter().collect();
    let wrong = |(cluster, entries): &(u32, Vec<(u32, &Found)>)| -> io::Result<Vec<String>> {
        let contents = archive.contents(*cluster)?;
        let is_right = |blob: u32, entry: &Found| {
            let hash = contents.get(blob as usize).map(|content| <[u8; 32]>::from(Sha256::digest(content)));
            hash.is_some() && hash.as_ref() == files.get(entry.path.as_str())
        };
        let wrong = entries.iter().filter(|(blob, entry)| !is_right(*blob, entry));
        Ok(wrong.map(|(_, entry)| format!("`{}` in it is not what was put there", entry.path)).collect())
    };
    let found: Vec<Vec<String>> = clusters.par_iter().map(wrong).collect::<io::Result<_>>()?;
    faults.extend(found.into_iter().flatten());
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zim::{Entry, Writer};

    fn zim(files: &[(&str, &str)], main: &str) -> Vec<u8> {
        let mut writer = Writer::default();
        for (path, text) in files {
            let entry = Entry { path: (*path).into(), title: String::new(), media_type: "text/html", is_front: true };
            writer.add(entry, text.as_bytes()).unwrap();
        }
        writer.finish(main, [0; 16]).unwrap()
    }

    fn said(bytes: &[u8], files: &[(&str, &str)]) -> Vec<String> {
        let hashes = files.iter().map(|(path, text)| (*path, Sha256::digest(text).into())).collect();
        let path = VPath::new("editions/guides.zim").unwrap();
        audit_zim(&path, bytes, &hashes).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn what_is_right_passes_and_what_is_not_is_named() {
        let files = [("a.html", "a"), ("index.html", "home"), ("z.html", "z")];
        let bytes = zim(&files, "index.html");
        assert_eq!(said(&bytes, &files), [""; 0]);
        assert_eq!(said(&bytes, &files[..2]), ["`z.html` in it is not what was put there"]);
        assert_eq!(said(&zim(&files[..2], "index.html"), &files), ["it lacks `z.html`"]);
        let other = [files[0], files[1], ("z.html", "y")];
        assert_eq!(said(&zim(&other, "index.html"), &files), ["`z.html` in it is not what was put there"]);
        assert_eq!(said(&zim(&files, "a.html"), &files), ["readers do not begin with the home page"]);
        assert_eq!(said(&bytes[1..], &files), ["no ZIM file of ours: its checksum is another"]);
    }
}
