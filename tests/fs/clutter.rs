//! What desktops and systems leave in a folder that somebody has looked at: no reason to fail, and not ours to delete.

use crate::bundle::{Files, build, files_in, names_in, version};
use lamplight::fs::{FolderSink, SinkError, Swap};
use std::fs;
use std::path::Path;

const CLUTTER: [&str; 8] = [
    ".DS_Store",
    "en/.DS_Store",
    "en/only-a/Thumbs.db",
    "en/stages/DESKTOP.INI",
    "en/stages/._page-1.html",
    "System Volume Information/IndexerVolumeGuid",
    ".Trashes/501/photo.jpg",
    "$RECYCLE.BIN/S-1/desktop.ini",
];

fn litter(target: &Path) -> Files {
    let files: Files = CLUTTER.iter().map(|path| ((*path).to_owned(), format!("{path}\n").into_bytes())).collect();
    for (path, bytes) in &files {
        let path = target.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    files
}

fn with(mut bundle: Files, clutter: &Files) -> Files {
    bundle.extend(clutter.clone());
    bundle
}

#[test]
fn it_moves_along_from_bundle_to_bundle() {
    for swap in [Swap::Exchange, Swap::Renames] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        build(&target, &version("a"), swap).unwrap();
        let clutter = litter(&target);
        for name in ["b", "c", "a"] {
            build(&target, &version(name), swap).unwrap();
            assert_eq!(files_in(&target), Some(with(version(name), &clutter)), "{name}");
            assert_eq!(names_in(folder.path()), ["site"]);
        }
    }
}

#[test]
fn a_build_that_is_given_up_leaves_it_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    build(&target, &version("a"), Swap::Exchange).unwrap();
    let clutter = litter(&target);
    drop(FolderSink::open(&target, &[]).unwrap());
    assert_eq!(files_in(&target), Some(with(version("a"), &clutter)));
}

/// A folder that was made in a file manager, and nothing else.
#[test]
fn alone_in_a_folder_it_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let clutter = litter(&target);
    build(&target, &version("a"), Swap::Exchange).unwrap();
    assert_eq!(files_in(&target), Some(with(version("a"), &clutter)));
}

#[test]
fn what_only_has_such_a_name_is_foreign() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    build(&target, &version("a"), Swap::Exchange).unwrap();
    // A folder in place of the file, a link in place of either, a name that goes on.
    fs::create_dir(target.join("Thumbs.db")).unwrap();
    fs::write(target.join("Thumbs.db/mine.txt"), "").unwrap();
    std::os::unix::fs::symlink("..", target.join(".DS_Store")).unwrap();
    std::os::unix::fs::symlink("..", target.join(".Trashes")).unwrap();
    fs::write(target.join("desktop.ini.txt"), "").unwrap();
    let error = FolderSink::open(&target, &[]).unwrap_err().to_string();
    assert!(error.contains("`.DS_Store`, `.Trashes`, `Thumbs.db/mine.txt` and 1 more"), "{error}");
}

/// Where a desktop was quicker, in the blink between the swap and the move, both files stay.
#[test]
fn what_came_into_the_new_bundle_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    build(&target, &version("b"), Swap::Exchange).unwrap();
    fs::write(target.join(".DS_Store"), "new").unwrap();
    let old = folder.path().join(".site.lamplight-old-77");
    build(&old, &version("a"), Swap::Exchange).unwrap();
    fs::write(old.join(".DS_Store"), "old").unwrap();
    let Err(SinkError::Kept { kept, why, .. }) = build(&target, &version("c"), Swap::Exchange) else { panic!() };
    assert!(why.contains("can't be removed"), "{why}");
    assert_eq!(fs::read_to_string(kept.join(".DS_Store")).unwrap(), "old");
    assert_eq!(fs::read_to_string(target.join(".DS_Store")).unwrap(), "new");
}
