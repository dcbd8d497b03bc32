//! What a killed build can leave, made by hand: each state once, where the kill test meets them by chance.

use crate::bundle::{Files, build, files_in, names_in, page, version};
use lamplight::fs::{FolderSink, SinkError, Swap};
use std::fs;
use std::path::Path;

fn write_folder(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// A stage that says nothing of a swap, or of one in which the folder with this identity was the new one.
fn write_stage(stage: &Path, bundle: &Files, swap: Option<&str>) {
    fs::create_dir_all(stage).unwrap();
    write_folder(&stage.join("bundle"), bundle);
    fs::write(stage.join("lamplight-stage"), "").unwrap();
    if let Some(identity) = swap {
        fs::write(stage.join("swap"), identity).unwrap();
    }
}

#[test]
fn between_two_renames_the_old_bundle_comes_back() {
    for target_is_empty in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        write_folder(&folder.path().join(".site.lamplight-old-77"), &version("a"));
        write_stage(&folder.path().join(".site.lamplight-stage-77"), &version("b"), None);
        if target_is_empty {
            fs::create_dir(&target).unwrap();
        }
        drop(FolderSink::open(&target, &[]).unwrap());
        assert_eq!(files_in(&target), Some(version("a")));
        assert_eq!(names_in(folder.path()), ["site"]);
    }
}

#[test]
fn after_two_renames_the_old_bundle_goes() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    write_folder(&target, &version("b"));
    let old = folder.path().join(".site.lamplight-old-77");
    write_folder(&old, &version("a"));
    // Killed in the removal.
    fs::remove_file(old.join("page-0.html")).unwrap();
    drop(FolderSink::open(&target, &[]).unwrap());
    assert_eq!(files_in(&target), Some(version("b")));
    assert_eq!(names_in(folder.path()), ["site"]);
}

#[test]
fn an_old_bundle_stays_while_something_else_is_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    write_folder(&target, &Files::from([("mine.txt".into(), vec![])]));
    let old = folder.path().join(".site.lamplight-old-77");
    write_folder(&old, &version("a"));
    assert!(matches!(FolderSink::open(&target, &[]), Err(SinkError::Refused { .. })));
    assert_eq!(files_in(&old), Some(version("a")));

    fs::remove_file(target.join("mine.txt")).unwrap();
    drop(FolderSink::open(&target, &[]).unwrap());
    assert_eq!(files_in(&target), Some(version("a")));
}

#[test]
fn an_exchanged_stage_holds_the_old_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    write_folder(&target, &version("b"));
    let stage = folder.path().join(".site.lamplight-stage-77-2");
    write_stage(&stage, &version("a"), Some("another folder"));
    // Killed after the removal of the files.
    let emptied = folder.path().join(".site.lamplight-stage-78");
    write_stage(&emptied, &Files::new(), Some("another folder"));
    fs::create_dir_all(emptied.join("bundle/en/stages")).unwrap();
    build(&target, &page("new"), Swap::Exchange).unwrap();
    assert_eq!(files_in(&target), Some(page("new")));
    assert_eq!(names_in(folder.path()), ["site"]);
}

#[test]
fn a_foreign_file_in_a_stage_is_kept_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    write_folder(&target, &version("b"));
    let mut old = version("a");
    old.insert("photo.jpg".into(), b"mine".to_vec());
    write_stage(&folder.path().join(".site.lamplight-stage-77"), &old, Some("another folder"));
    match build(&target, &page("new"), Swap::Exchange) {
        Err(SinkError::Kept { kept, why, .. }) => {
            assert!(why.contains("photo.jpg"), "{why}");
            assert_eq!(files_in(&kept), Some(old));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(files_in(&target), Some(page("new")));
    build(&target, &page("newer"), Swap::Exchange).unwrap();
}

/// The new bundle's folder is known by its identity, so a stage killed just before its swap goes with all its files, the
/// manifest or not.
#[test]
fn a_stage_that_was_about_to_swap_goes() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let sink = FolderSink::open(&target, &[]).unwrap();
    crate::bundle::put_all(&sink, &Files::from([("no-manifest.html".into(), vec![])])).unwrap();
    // A folder in the way of the swap lets it fail after it was announced.
    fs::write(&target, "a file").unwrap();
    assert!(sink.commit().is_err());
    assert_eq!(names_in(folder.path()), ["site"]);
}

/// Killed before the file of a spill had lost its name.
#[test]
fn a_spill_goes_with_its_stage() {
    let folder = tempfile::tempdir().unwrap();
    let stage = folder.path().join(".site.lamplight-stage-77");
    write_stage(&stage, &version("a"), None);
    fs::write(stage.join("spill"), "").unwrap();
    build(&folder.path().join("site"), &version("b"), Swap::Exchange).unwrap();
    assert_eq!(names_in(folder.path()), ["site"]);
}

#[test]
fn what_only_looks_like_a_leftover_stays() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let mine = [
        ".site.lamplight-stage-77/mine.txt",
        ".site.lamplight-stage-77/bundle/mine.txt",
        ".site.lamplight-stage-x/lamplight-stage",
        ".site.lamplight-stage-/lamplight-stage",
        ".site.lamplight-stage-7-/lamplight-stage",
        ".site.lamplight-stage/lamplight-stage",
        ".site.lamplight-old/mine.txt",
        ".site.lamplight-old-7x/mine.txt",
        ".other.lamplight-stage-77/lamplight-stage",
        "site.lamplight-stage-77/lamplight-stage",
    ];
    write_folder(folder.path(), &mine.iter().map(|path| ((*path).into(), vec![])).collect());
    fs::write(folder.path().join(".site.lamplight-stage-5"), "a file").unwrap();
    // Killed before the marker was written.
    fs::create_dir(folder.path().join(".site.lamplight-stage-99")).unwrap();
    build(&target, &page("1"), Swap::Exchange).unwrap();
    for path in mine {
        assert!(folder.path().join(path).exists(), "{path}");
    }
    assert!(folder.path().join(".site.lamplight-stage-5").exists());
    assert!(!folder.path().join(".site.lamplight-stage-99").exists());
    assert!(!folder.path().join(".site.lamplight-lock").exists());
}

#[test]
fn a_symlink_in_place_of_a_stage_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let elsewhere = folder.path().join("elsewhere");
    write_stage(&elsewhere, &page("mine"), None);
    std::os::unix::fs::symlink(&elsewhere, folder.path().join(".site.lamplight-stage-77")).unwrap();
    build(&target, &page("1"), Swap::Exchange).unwrap();
    assert_eq!(files_in(&elsewhere.join("bundle")), Some(page("mine")));
}
