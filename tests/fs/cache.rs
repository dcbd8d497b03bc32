//! The cache: what is damaged, foreign or can't be written is as if it were not there.

use crate::bundle::files_in;
use lamplight::fs::Cache;
use lamplight::store::{Key, Store};
use std::fs;
use std::path::{Path, PathBuf};

fn key(n: u32) -> Key {
    Key::of(&[&n.to_le_bytes()])
}

/// The one file of a cache that keeps one thing.
fn only_file(folder: &Path) -> PathBuf {
    let files = files_in(folder).unwrap();
    let [path] = files.keys().collect::<Vec<_>>()[..] else { panic!("{:?}", files.keys()) };
    folder.join(path)
}

#[test]
fn what_was_put_is_found_by_its_key_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("not/there/yet");
    let cache = Cache::new(&folder);
    assert_eq!(cache.get(&key(1)), None);
    assert!(!folder.exists(), "looking makes a folder");
    cache.put(&key(1), b"one");
    cache.put(&key(2), b"");
    let other = Cache::new(&folder);
    assert_eq!(
        (other.get(&key(1)), other.get(&key(2)), other.get(&key(3))),
        (Some(b"one".to_vec()), Some(Vec::new()), None)
    );
    cache.put(&key(1), b"one, again");
    assert_eq!(other.get(&key(1)).as_deref(), Some(&b"one, again"[..]));
}

#[test]
fn damaged_and_foreign_files_are_none() {
    let place = tempfile::tempdir().unwrap();
    let cache = Cache::new(place.path());
    let result = vec![7; 1000];
    cache.put(&key(1), &result);
    let file = only_file(place.path());
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    flipped[500] ^= 1;
    let mut longer = whole.clone();
    longer.push(7);
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("cut short in its hash", whole[..20].to_vec()),
        ("cut short", whole[..whole.len() - 1].to_vec()),
        ("longer", longer),
        ("with one other bit", flipped),
        ("without a hash", result.clone()),
        ("another program's", b"GIF89a".repeat(100)),
    ] {
        fs::write(&file, &bytes).unwrap();
        assert_eq!(cache.get(&key(1)), None, "a file that is {what}");
        cache.put(&key(1), &result);
        assert_eq!(cache.get(&key(1)).as_ref(), Some(&result), "after a file that was {what}");
    }
    // The file of one key under the name of another.
    cache.put(&key(2), b"two");
    let two =
        files_in(place.path()).unwrap().into_keys().map(|path| place.path().join(path)).find(|path| *path != file);
    fs::copy(&file, two.unwrap()).unwrap();
    assert_eq!(cache.get(&key(2)), None);
}

#[test]
fn folders_and_links_in_place_of_files_are_none() {
    let place = tempfile::tempdir().unwrap();
    let cache = Cache::new(place.path());
    cache.put(&key(1), b"one");
    let file = only_file(place.path());
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    cache.put(&key(1), b"one");
    assert_eq!(cache.get(&key(1)), None);
    assert_eq!(files_in(place.path()).unwrap().len(), 0, "a stage is left");
    fs::remove_dir(&file).unwrap();
    #[cfg(unix)]
    {
        let elsewhere = place.path().join("elsewhere");
        cache.put(&key(1), b"one");
        fs::rename(&file, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
        assert_eq!(cache.get(&key(1)), None, "a link is followed");
        cache.put(&key(1), b"one");
        assert_eq!(cache.get(&key(1)).as_deref(), Some(&b"one"[..]));
        assert!(!file.is_symlink() && elsewhere.exists());
    }
}

/// A build that was killed leaves its stage, and the next one may have its number.
#[test]
fn what_a_killed_build_left_is_in_nobodys_way() {
    let place = tempfile::tempdir().unwrap();
    let cache = Cache::new(place.path());
    cache.put(&key(1), b"one");
    let file = only_file(place.path());
    fs::remove_file(&file).unwrap();
    for count in 0..2000 {
        fs::write(file.with_extension(format!("{}-{count}.new", std::process::id())), "hal").unwrap();
    }
    let before = files_in(place.path()).unwrap().len();
    cache.put(&key(1), b"one");
    assert_eq!(cache.get(&key(1)).as_deref(), Some(&b"one"[..]));
    assert_eq!(
        files_in(place.path()).unwrap().len(),
        before,
        "the stage was written elsewhere: the test tests nothing"
    );
}

#[test]
fn where_nothing_can_be_written_nothing_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "a file, no folder").unwrap();
    let cache = Cache::new(&file.join("below"));
    cache.put(&key(1), b"one");
    assert_eq!(cache.get(&key(1)), None);
    assert_eq!(fs::read_to_string(&file).unwrap(), "a file, no folder");
}

#[test]
fn many_at_once_are_each_whole() {
    let place = tempfile::tempdir().unwrap();
    let result = |n: u32| vec![n as u8; 50_000];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let cache = Cache::new(place.path());
                for round in 0..100 {
                    let n = round % 3;
                    cache.put(&key(n), &result(n));
                    assert_eq!(cache.get(&key(n)), Some(result(n)), "round {round}");
                }
            });
        }
    });
    assert_eq!(files_in(place.path()).unwrap().len(), 3, "stages are left");
}

#[test]
fn the_oldest_go_when_all_are_too_many() {
    let place = tempfile::tempdir().unwrap();
    let stranger = place.path().join("notes.txt");
    fs::write(&stranger, "a".repeat(5000)).unwrap();
    for n in 0..10 {
        Cache::new(place.path()).put(&key(n), &[0; 968]);
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000 + u64::from(n));
        let newest = files_in(place.path()).unwrap().into_keys().map(|path| place.path().join(path));
        let newest =
            newest.filter(|path| *path != stranger).max_by_key(|path| path.metadata().unwrap().modified().unwrap());
        fs::File::options().write(true).open(newest.unwrap()).unwrap().set_modified(long_ago).unwrap();
    }
    let cache = Cache::new(place.path()).keep(3500);
    cache.put(&key(10), b"new");
    let kept: Vec<u32> = (0..=10).filter(|n| cache.get(&key(*n)).is_some()).collect();
    assert_eq!(kept, [7, 8, 9, 10]);
    assert!(stranger.exists(), "a file of somebody else's is gone");
}
