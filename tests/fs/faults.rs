//! Out of disk, over a limit, denied: the old bundle stays whole and the next build works.

use crate::bundle::{Files, build, files_in, names_in, page, version};
use crate::child::{command, run, without_powers};
use lamplight::fs::{SinkError, Swap};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::{fs, io};

/// A disk of 512 KiB in a mount namespace of its own, which goes with the process. Root may mount, and many systems let
/// an ordinary user do so in a user namespace.
const SMALL_DISK: [&[&str]; 2] =
    [&["unshare", "-m", "sh", "-c", MOUNT, "sh"], &["unshare", "-r", "-m", "sh", "-c", MOUNT, "sh"]];
const MOUNT: &str = r#"mount -t tmpfs -o size=512k,nr_inodes=400 none "$LAMPLIGHT_TEST_FOLDER" && exec "$@""#;

/// The limit on the size of a file, which everybody may set, instead of a full disk: a write fails in the middle.
const SMALL_FILES: &[&str] = &["sh", "-c", r#"ulimit -f 64; trap '' XFSZ; exec "$@""#, "sh"];

#[test]
fn a_full_disk_leaves_the_old_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let may_mount = |before: &&&[&str]| {
        let mut words = before.iter();
        let mut probe = std::process::Command::new(words.next().unwrap());
        probe.args(words).arg("true").env("LAMPLIGHT_TEST_FOLDER", folder.path());
        probe.output().is_ok_and(|output| output.status.success())
    };
    match SMALL_DISK.iter().find(may_mount) {
        Some(before) => run(before, "fill the disk", folder.path()),
        None => eprintln!("no disk may be mounted here: the file size limit stands in for a full one"),
    }
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn a_write_that_fails_leaves_the_old_bundle() {
    let folder = tempfile::tempdir().unwrap();
    run(SMALL_FILES, "hit the file size limit", &folder.path().join("site"));
}

/// The job "fill the disk": builds with ever more room left, in blocks and then in files, until one fits.
pub fn fill_the_disk(disk: &Path) {
    let target = disk.join("site");
    let (old, new) = (page("old"), version("new"));
    let mut kinds_of_failure = 0;
    for fill in [fill_blocks, fill_inodes] {
        build(&target, &old, Swap::Exchange).unwrap();
        let mut failed = 0;
        for room in 0..400 {
            let filling = disk.join("filling");
            fs::create_dir(&filling).unwrap();
            fill(&filling, room);
            let outcome = build(&target, &new, Swap::Exchange);
            fs::remove_dir_all(&filling).unwrap();
            assert_eq!(names_in(disk), ["site"], "room {room}: {outcome:?}");
            match outcome {
                Ok(()) => break,
                Err(SinkError::Io { source, .. }) => assert_eq!(source.kind(), io::ErrorKind::StorageFull),
                Err(other) => panic!("room {room}: {other}"),
            }
            assert_eq!(files_in(&target).as_ref(), Some(&old), "room {room}");
            failed += 1;
        }
        assert!(failed > 10, "the disk was never full");
        kinds_of_failure += 1;
        assert_eq!(files_in(&target).as_ref(), Some(&new));
        build(&target, &Files::new(), Swap::Exchange).unwrap();
    }
    assert_eq!(kinds_of_failure, 2);
}

/// Fills a disk but for `room` blocks.
fn fill_blocks(filling: &Path, room: usize) {
    let mut count = 0;
    while fs::write(filling.join(count.to_string()), [0; 4096]).is_ok() {
        count += 1;
    }
    // The last one came out empty, for want of a block.
    for number in (0..=count).rev().take(room + 1) {
        fs::remove_file(filling.join(number.to_string())).unwrap();
    }
}

/// Makes files until a disk can hold but `room` more.
fn fill_inodes(filling: &Path, room: usize) {
    let mut count = 0;
    while fs::write(filling.join(count.to_string()), []).is_ok() {
        count += 1;
    }
    for number in (0..count).rev().take(room) {
        fs::remove_file(filling.join(number.to_string())).unwrap();
    }
}

#[test]
fn a_denied_write_leaves_the_old_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    build(&target, &page("old"), Swap::Exchange).unwrap();
    // The folder around it, where the stage would be; then the bundle's own, which can't be moved without writing to it.
    for denied in [folder.path(), &target] {
        set_mode(denied, 0o555);
        run(without_powers(), "be denied", &target);
        set_mode(denied, 0o755);
        assert_eq!(files_in(&target), Some(page("old")));
        assert_eq!(names_in(folder.path()), ["site"]);
    }
    run(without_powers(), "build", &target);
    assert_eq!(files_in(&target), Some(version("b")));
    assert_eq!(names_in(folder.path()), ["site"]);
}

#[test]
fn an_old_bundle_that_cannot_be_removed_is_kept_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    build(&target, &version("a"), Swap::Exchange).unwrap();
    set_mode(&target.join("en/stages"), 0o555);
    run(without_powers(), "be denied the removal", &target);
    assert_eq!(files_in(&target), Some(page("new")));
    let names = names_in(folder.path());
    assert!(names.len() == 2 && names[1].starts_with("site.lamplight-kept-"), "{names:?}");

    let kept = folder.path().join(&names[1]);
    set_mode(&kept.join("en/stages"), 0o755);
    run(without_powers(), "build", &target);
    assert!(kept.join("en/stages").exists(), "what was kept is the user's");
}

/// The same modes whatever the umask.
#[test]
fn modes_do_not_depend_on_the_umask() {
    for umask in ["000", "022", "077", "0333"] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        let script = format!(r#"umask {umask}; exec "$@""#);
        run(&["sh", "-c", &script, "sh"], "build", &target);
        for entry in walkdir::WalkDir::new(&target) {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o7777;
            let expected = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
            assert_eq!(mode, expected, "umask {umask}: {}", entry.path().display());
        }
        assert_eq!(files_in(&target), Some(version("b")));
    }
}

#[test]
fn a_child_that_fails_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(&["env"], "be denied", &folder.path().join("site")).output().unwrap();
    assert!(!output.status.success());
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
