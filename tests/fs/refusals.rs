//! What a build never replaces.

use crate::bundle::{build, files_in, names_in, page};
use lamplight::fs::{FolderSink, Refusal, SinkError, Swap};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::{env, fs, slice};

fn refusal(target: &Path, keep_out: &[PathBuf]) -> Refusal {
    match FolderSink::open(target, keep_out) {
        Err(SinkError::Refused { why, .. }) => why,
        Err(other) => panic!("{}: {other}", target.display()),
        Ok(_) => panic!("{} was accepted", target.display()),
    }
}

#[test]
fn folders_that_are_no_outputs() {
    let here = env::current_dir().unwrap();
    assert_eq!(refusal(Path::new("/"), &[]), Refusal::Root);
    assert_eq!(refusal(Path::new("/tmp/.."), &[]), Refusal::Root);
    assert_eq!(refusal(Path::new("."), &[]), Refusal::WorkingFolder);
    assert_eq!(refusal(&here, &[]), Refusal::WorkingFolder);
    assert_eq!(refusal(here.parent().unwrap(), &[]), Refusal::WorkingFolder);
    let link = tempfile::tempdir().unwrap();
    symlink(&here, link.path().join("here")).unwrap();
    assert_eq!(refusal(&link.path().join("here"), &[]), Refusal::WorkingFolder);
}

#[test]
fn the_home_folder() {
    // The tests may run with a home that does not exist, or that holds the current folder.
    let Some(home) = env::home_dir().filter(|home| home.is_dir()) else { return };
    assert!(matches!(refusal(&home, &[]), Refusal::Home | Refusal::WorkingFolder));
}

#[test]
fn sources_their_parents_and_their_insides() {
    let folder = tempfile::tempdir().unwrap();
    let guides = folder.path().join("project/guides");
    fs::create_dir_all(guides.join("en")).unwrap();
    symlink(&guides, folder.path().join("link")).unwrap();
    symlink("project", folder.path().join("around")).unwrap();
    for target in
        ["project/guides", "project/guides/en", "project/guides/new/site", "project", "link", "link/new", "around"]
    {
        let keep_out = [folder.path().join("nothing"), guides.clone()];
        assert_eq!(refusal(&folder.path().join(target), &keep_out), Refusal::Sources(guides.clone()), "{target}");
        let keep_out = [folder.path().join("link")];
        assert!(matches!(refusal(&folder.path().join(target), &keep_out), Refusal::Sources(_)), "{target}");
    }
    assert_eq!(names_in(&guides), ["en"], "a refusal writes nothing");
    drop(FolderSink::open(&folder.path().join("project/guides-2"), slice::from_ref(&guides)).unwrap());
    drop(FolderSink::open(&folder.path().join("project/output"), &[guides]).unwrap());
}

#[test]
fn what_is_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "").unwrap();
    symlink("file", at("to-file")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    assert_eq!(refusal(&at("file"), &[]), Refusal::NotAFolder);
    assert_eq!(refusal(&at("to-file"), &[]), Refusal::NotAFolder);
    assert_eq!(refusal(&at("dangling"), &[]), Refusal::DanglingLink);
    assert_eq!(refusal(&at("dangling/site"), &[]), Refusal::DanglingLink);
    assert_eq!(refusal(&at("missing/../site"), &[]), Refusal::NoSuchParent);
    assert!(matches!(FolderSink::open(&at("file/site"), &[]), Err(SinkError::Io { .. })));
    #[cfg(target_os = "linux")]
    assert_eq!(refusal(Path::new("/proc"), &[]), Refusal::MountPoint);
}

#[test]
fn files_that_no_build_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    fs::create_dir_all(target.join("thesis")).unwrap();
    for name in ["thesis/1.txt", "thesis/2.txt", "a.txt", "b.txt"] {
        fs::write(target.join(name), "years of work").unwrap();
    }
    let error = FolderSink::open(&target, &[]).unwrap_err();
    let message = error.to_string();
    assert!(message.contains("it holds `a.txt`, `b.txt`, `thesis/1.txt` and 1 more, and no SHA256SUMS"), "{message}");
    assert!(error.help().contains("move out what you want to keep"));
    assert_eq!(files_in(&target).unwrap().len(), 4);
    assert_eq!(names_in(folder.path()), ["site"]);

    fs::remove_dir_all(&target).unwrap();
    build(&target, &page("1"), Swap::Exchange).unwrap();
    fs::write(target.join("notes\u{1b}[2J.txt"), "mine").unwrap();
    let message = FolderSink::open(&target, &[]).unwrap_err().to_string();
    assert!(message.ends_with(r"it holds `notes\u{1b}[2J.txt`, which its SHA256SUMS does not list"), "{message}");
    fs::remove_file(target.join("notes\u{1b}[2J.txt")).unwrap();
    build(&target, &page("2"), Swap::Exchange).unwrap();
}

#[test]
fn symlinks_in_an_old_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let (target, elsewhere) = (folder.path().join("site"), folder.path().join("elsewhere"));
    build(&target, &page("1"), Swap::Exchange).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("precious"), "").unwrap();
    symlink(&elsewhere, target.join("more")).unwrap();
    assert_eq!(refusal(&target, &[]), Refusal::Foreign { files: vec!["more".into()], listed: true });
    assert_eq!(names_in(&elsewhere), ["precious"]);
}
