//! Killed at any moment, a build leaves the old bundle or the new one, whole, and the next build works.

use crate::bundle::{Files, build, files_in, names_in, version};
use crate::child::{READY, command};
use lamplight::fs::{FolderSink, Swap};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, hint, thread};

/// How many times a build is killed in each way of swapping.
const POINTS: u32 = 220;

#[test]
fn killed_in_an_exchange() {
    kill_at_all_points("alternate by exchange", Swap::Exchange);
}

#[test]
fn killed_in_two_renames() {
    kill_at_all_points("alternate by renames", Swap::Renames);
}

fn kill_at_all_points(job: &str, swap: Swap) {
    let folder = fast_folder();
    let target = folder.path().join("site");
    let (a, b) = (version("a"), version("b"));
    build(&target, &a, swap).unwrap();
    let span = time_of_two_builds(&target, &a, &b, swap);

    let mut random = 0x5EED_u64;
    let mut seen = Seen::default();
    for point in 0..POINTS {
        // One point in each of as many equal parts of the span, anywhere in its part.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let fraction = (f64::from(point) + (random >> 40) as f64 / (1u64 << 24) as f64) / f64::from(POINTS);
        kill_after(job, &target, span.mul_f64(fraction));
        seen.note(folder.path());

        let found = whole_bundle(&target, swap);
        assert!(found == a || found == b, "point {point}: a mixture: {:?}", found.keys());
        build(&target, &a, swap).unwrap_or_else(|error| panic!("point {point}: {error}"));
        assert_eq!(files_in(&target).as_ref(), Some(&a), "point {point}");
        assert_eq!(names_in(folder.path()), ["site"], "point {point}");
    }
    eprintln!("{job}: {POINTS} kills within {span:?}: {seen:?}");
    assert!(
        seen.idle < POINTS * 3 / 4 && seen.staging > 0 && seen.swapping > 0,
        "the kills missed the build: {seen:?}"
    );
}

/// A folder in memory where there is one: a thousand builds take seconds there, and minutes on a busy disk.
fn fast_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Where the kills fell.
#[derive(Debug, Default)]
struct Seen {
    /// Between two builds.
    idle: u32,
    /// Before the swap.
    staging: u32,
    /// From just before the swap to the end of the removal of the old bundle.
    swapping: u32,
    /// Between two renames.
    without_target: u32,
}

impl Seen {
    fn note(&mut self, folder: &Path) {
        let names = names_in(folder);
        let swapping = |name: &String| folder.join(name).join("swap").exists() || name.contains("-old-");
        if names == ["site"] {
            self.idle += 1;
        } else if names.iter().any(swapping) {
            self.swapping += 1;
        } else {
            self.staging += 1;
        }
        self.without_target += u32::from(!names.contains(&"site".to_owned()));
    }
}

/// What is in the target after a kill. Two renames leave a moment without a target, which the next build puts right
/// before all else, even one that then fails.
fn whole_bundle(target: &Path, swap: Swap) -> Files {
    if swap == Swap::Renames && !target.exists() {
        drop(FolderSink::open_with(target, &[], swap).unwrap());
    }
    files_in(target).expect("a bundle")
}

fn kill_after(job: &str, target: &Path, delay: Duration) {
    let mut child = command(&["env"], job, target).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains(READY)), "the child did not begin");
    let begin = Instant::now();
    while begin.elapsed() < delay {
        hint::spin_loop();
    }
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(status.code().is_none(), "the child ended by itself: {status}");
}

/// Kills are spread over this span: the second build meets a folder that the first one swapped.
fn time_of_two_builds(target: &Path, a: &Files, b: &Files, swap: Swap) -> Duration {
    let once = || {
        let begin = Instant::now();
        build(target, b, swap).unwrap();
        build(target, a, swap).unwrap();
        begin.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap()
}

/// A killed build holds nothing up: its lock is gone with it.
#[test]
fn the_lock_of_a_killed_build_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let mut child = command(&["env"], "hold", &target).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "held"));
    assert!(FolderSink::open(&target, &[]).unwrap_err().to_string().starts_with("another build is writing"));

    child.kill().unwrap();
    child.wait().unwrap();
    assert!(fs::read_dir(folder.path()).unwrap().count() > 1, "the kill left nothing to put right");
    drop(FolderSink::open(&target, &[]).unwrap());
    assert!(names_in(folder.path()).is_empty());
}

/// Many builds at once: one at a time gets in, whatever the others do to the lock file meanwhile.
#[test]
fn one_build_at_a_time() {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site");
    let (inside, done) = (AtomicBool::new(false), AtomicU32::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    match FolderSink::open(&target, &[]) {
                        Ok(sink) => {
                            assert!(!inside.swap(true, Ordering::SeqCst), "two at once");
                            thread::yield_now();
                            inside.store(false, Ordering::SeqCst);
                            drop(sink);
                            done.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(error) => assert!(error.to_string().starts_with("another build"), "{error}"),
                    }
                }
            });
        }
    });
    assert!(done.into_inner() > 0);
    assert!(names_in(folder.path()).is_empty());
}
