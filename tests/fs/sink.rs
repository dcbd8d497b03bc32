//! The folder sink on good days.

use crate::bundle::{Files, build, files_in, names_in, page, put_all, version, with_manifest};
use lamplight::export::Sink;
use lamplight::fs::{FolderSink, SinkError, Swap};
use lamplight::source::VPath;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};

const SWAPS: [Swap; 2] = [Swap::Exchange, Swap::Renames];

#[test]
fn a_bundle_replaces_the_one_before_it() {
    for swap in SWAPS {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        for name in ["a", "b", "a"] {
            build(&target, &version(name), swap).unwrap();
            assert_eq!(files_in(&target), Some(version(name)));
            assert!(name == "a" || !target.join("en/only-a").exists());
            assert_eq!(names_in(folder.path()), ["site"]);
        }
    }
}

#[test]
fn files_come_from_many_threads() {
    use rayon::prelude::*;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let file = |n: u32| (format!("{}/{}/{n}.html", n % 7, n % 13), n.to_string().into_bytes());
    let files = with_manifest((0..3000).map(file).collect());
    let sink = FolderSink::open(&target, &[]).unwrap();
    let put = |(path, bytes): (&String, &Vec<u8>)| sink.put(&VPath::new(path).unwrap(), bytes);
    rayon::ThreadPoolBuilder::new().num_threads(8).build().unwrap().install(|| {
        files.par_iter().try_for_each(put).unwrap();
    });
    sink.commit().unwrap();
    assert_eq!(files_in(&target), Some(files));
}

/// What comes piece by piece has the mode of other files, and is the old file where that holds the same.
#[test]
fn a_file_that_came_in_pieces_stays_the_file_that_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let file = target.join("editions/guides.zip");
    let identity = || fs::metadata(&file).map(|metadata| (metadata.ino(), metadata.mode() & 0o777)).unwrap();
    build(&target, &version("a"), Swap::Exchange).unwrap();
    let first = identity();
    assert_eq!(first.1, 0o644);
    build(&target, &version("a"), Swap::Exchange).unwrap();
    assert_eq!(identity(), first);
    // The same by name and by what the manifest says, and not in truth.
    fs::write(&file, "other").unwrap();
    build(&target, &version("a"), Swap::Exchange).unwrap();
    assert_eq!(files_in(&target), Some(version("a")));
    assert_ne!(identity().0, first.0);
}

#[test]
fn dropped_without_commit_it_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("new/folders/site");
    let sink = FolderSink::open(&target, &[]).unwrap();
    put_all(&sink, &version("a")).unwrap();
    assert!(!target.exists());
    drop(sink);
    assert!(names_in(folder.path()).is_empty());

    build(&target, &version("a"), Swap::Exchange).unwrap();
    drop(FolderSink::open(&target, &[]).unwrap());
    assert_eq!(files_in(&target), Some(version("a")));
    assert_eq!(names_in(target.parent().unwrap()), ["site"]);
}

#[test]
fn what_was_spilled_is_no_part_of_the_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let sink = FolderSink::open(&target, &[]).unwrap();
    let spilled = sink.spill().put(b"later".to_vec());
    let stage = names_in(folder.path()).into_iter().find(|name| name.contains("stage")).unwrap();
    assert_eq!(names_in(&folder.path().join(stage)), ["bundle", "lamplight-stage"]);
    put_all(&sink, &version("a")).unwrap();
    sink.commit().unwrap();
    assert_eq!(files_in(&target), Some(version("a")));
    assert_eq!(names_in(folder.path()), ["site"]);
    assert_eq!(*spilled.read().unwrap(), *b"later");
}

#[test]
fn an_empty_folder_and_empty_folders_are_replaced() {
    for swap in SWAPS {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        fs::create_dir(&target).unwrap();
        build(&target, &page("1"), swap).unwrap();
        fs::create_dir_all(target.join("empty/folders")).unwrap();
        build(&target, &page("2"), swap).unwrap();
        assert_eq!(files_in(&target), Some(page("2")));
        assert_eq!(names_in(folder.path()), ["site"]);
    }
}

#[test]
fn a_symlink_leads_to_the_folder_that_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("www/real")).unwrap();
    let link = folder.path().join("link");
    symlink("www/real", &link).unwrap();
    build(&link, &page("1"), Swap::Exchange).unwrap();
    build(&link, &page("2"), Swap::Exchange).unwrap();
    assert!(link.is_symlink());
    assert_eq!(files_in(&folder.path().join("www/real")), Some(page("2")));
    assert_eq!(names_in(&folder.path().join("www")), ["real"]);
}

#[test]
fn one_path_twice_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let sink = FolderSink::open(&folder.path().join("site"), &[]).unwrap();
    let path = VPath::new("en/index.html").unwrap();
    sink.put(&path, b"1").unwrap();
    let error = sink.put(&path, b"2").unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
    assert!(error.to_string().contains("site/en/index.html"), "{error}");
}

#[test]
fn a_foreign_file_that_comes_during_a_build_is_kept() {
    for swap in SWAPS {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        build(&target, &version("a"), swap).unwrap();
        let sink = FolderSink::open_with(&target, &[], swap).unwrap();
        put_all(&sink, &version("b")).unwrap();
        fs::write(target.join("en/photo.jpg"), "mine").unwrap();
        let kept = match sink.commit().unwrap_err() {
            SinkError::Kept { kept, why, .. } => {
                assert!(why.contains("`en/photo.jpg`"), "{why}");
                kept
            }
            other => panic!("{other}"),
        };
        assert_eq!(files_in(&target), Some(version("b")));
        let mut expected = version("a");
        expected.insert("en/photo.jpg".into(), b"mine".to_vec());
        assert_eq!(files_in(&kept), Some(expected));
        build(&target, &version("a"), swap).unwrap();
        assert_eq!(names_in(folder.path()), ["site".into(), kept.file_name().unwrap().to_str().unwrap().to_owned()]);
    }
}

#[test]
fn a_target_that_comes_or_goes_during_a_build_is_no_matter() {
    for swap in SWAPS {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        let sink = FolderSink::open_with(&target, &[], swap).unwrap();
        put_all(&sink, &page("1")).unwrap();
        fs::create_dir(&target).unwrap();
        sink.commit().unwrap();

        let sink = FolderSink::open_with(&target, &[], swap).unwrap();
        put_all(&sink, &page("2")).unwrap();
        fs::remove_dir_all(&target).unwrap();
        sink.commit().unwrap();
        assert_eq!(files_in(&target), Some(page("2")));

        let sink = FolderSink::open_with(&target, &[], swap).unwrap();
        put_all(&sink, &page("3")).unwrap();
        fs::remove_dir_all(&target).unwrap();
        fs::write(&target, "a file").unwrap();
        assert!(sink.commit().unwrap_err().to_string().contains("not a folder"));
        assert_eq!(fs::read_to_string(&target).unwrap(), "a file");
        assert_eq!(names_in(folder.path()), ["site"]);
    }
}

#[test]
fn a_bundle_without_files_is_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    build(&target, &page("1"), Swap::Exchange).unwrap();
    build(&target, &Files::new(), Swap::Exchange).unwrap();
    assert_eq!(files_in(&target), Some(Files::new()));
}
