//! Building again: nothing is made that stands already, and what comes out is what a first build gives.
#![cfg(unix)]

use crate::noto;
use crate::place::{Place, files, lamplight, streams};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::hint;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many builds are killed.
const KILLS: u32 = 40;

#[test]
fn where_nothing_has_changed_nothing_is_written() {
    let place = Place::with_site();
    assert!(build(&place).contains(": wrote "));
    let (before, folder) = (identities(&place), inode(&place.join("output")));
    let said = build(&place);
    assert!(said.contains("nothing has changed"), "{said}");
    assert_eq!((identities(&place), inode(&place.join("output"))), (before, folder));
    assert!(place.beside_output().is_empty(), "{:?}", place.beside_output());
}

#[test]
fn an_edit_leaves_the_files_of_other_guides() {
    let place = Place::with_site();
    build(&place);
    let before = identities(&place);
    add_line(&place, "guides/en/steps/tell-somebody.md");
    assert!(build(&place).contains(": wrote "));
    let after = identities(&place);
    let new: Vec<&str> =
        after.iter().filter(|(path, id)| before.get(*path) != Some(id)).map(|(p, _)| p.as_str()).collect();
    assert!(new.contains(&"en/steps/tell-somebody.html"), "{new:?}");
    assert!(new.iter().all(|path| !path.starts_with("en/signs/") && !path.starts_with("en/help/")), "{new:?}");
    assert!(!new.iter().any(|path| path.ends_with(".css") || *path == "tables.html"), "{new:?}");
    place.is_as_built_at_first();
}

#[test]
fn what_became_of_the_bundle_is_put_right() {
    let place = Place::with_site();
    build(&place);
    let page = place.join("output/en/index.html");
    let set_mode = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let harm: [&dyn Fn(); 6] = [
        &|| {
            let mut bytes = fs::read(&page).unwrap();
            bytes[200] ^= 1;
            fs::write(&page, bytes).unwrap();
        },
        &|| fs::remove_file(&page).unwrap(),
        &|| fs::create_dir(place.join("output/en/empty")).unwrap(),
        &|| set_mode(&page, 0o600),
        &|| set_mode(&place.join("output/en"), 0o700),
        &|| set_mode(&place.join("output"), 0o2755),
    ];
    for (which, harm) in harm.iter().enumerate() {
        harm();
        assert!(build(&place).contains(": wrote "), "harm {which}");
        place.is_as_built_at_first();
        let modes =
            ["output", "output/en", "output/en/index.html"].map(|path| fs::metadata(place.join(path)).unwrap().mode());
        assert_eq!(modes.map(|mode| mode & 0o7777), [0o755, 0o755, 0o644], "harm {which}");
        assert!(build(&place).contains("nothing has changed"), "harm {which}");
    }
}

/// A file that holds the whole site is made of pages that stand as of those that are made again.
#[test]
fn editions_are_part_of_what_was_asked() {
    let place = Place::with_site();
    let said = |formats: &str| streams(&with_cache(&place).args(["build", "--format", formats]).assert().code(0)).1;
    assert!(said("site,zip").contains(": wrote "));
    assert!(said("zip,site").contains("nothing has changed"));
    add_line(&place, "guides/en/steps/tell-somebody.md");
    let before = identities(&place);
    assert!(said("site,zip").contains(": wrote "));
    assert_eq!(identities(&place)["en/index.html"], before["en/index.html"]);
    assert_ne!(identities(&place)["editions/guides.zip"], before["editions/guides.zip"]);
    place.is_as_built_with(&["--format", "site,zip"]);
    // What comes out the same is not written again, without a cache as well.
    let before = identities(&place);
    with_cache(&place).args(["build", "--no-cache", "--format", "site,zip"]).assert().code(0);
    assert_eq!(identities(&place), before);
    for formats in ["zip", "site"] {
        assert!(said(formats).contains(": wrote "));
        place.is_as_built_with(&["--format", formats]);
        assert!(said(formats).contains("nothing has changed"));
    }
}

#[test]
fn what_was_found_is_said_again() {
    let place = Place::with_site();
    let strict = ["build", "--today", "2028-01-01"];
    let say = || streams(&with_cache(&place).args(strict).assert().code(0)).1;
    let (first, again) = (say(), say());
    let warnings = |said: &str| {
        said.lines()
            .take_while(|line| !line.contains(": wrote ") && !line.contains("nothing has"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(warnings(&first).len() > 5, "{first}");
    assert_eq!(warnings(&first), warnings(&again));
    assert!(again.contains("nothing has changed"), "{again}");
    // The day and `--strict` are part of what was asked.
    assert!(build(&place).contains("no problem found"));
    with_cache(&place).args(["build", "--today", "2028-01-01", "--strict"]).assert().code(1);
}

/// What can't be read is not in the tree: it must be said all the same, and not be taken for nothing.
#[test]
fn what_can_not_be_read_is_a_change() {
    let place = Place::with_site();
    build(&place);
    std::os::unix::fs::symlink("index.md", place.join("guides/en/x.md")).unwrap();
    for _ in 0..2 {
        let said = streams(&with_cache(&place).arg("build").assert().code(1)).1;
        assert!(said.contains("error[symlink]") && !said.contains("nothing has changed"), "{said}");
    }
    fs::remove_file(place.join("guides/en/x.md")).unwrap();
    assert!(build(&place).contains("nothing has changed"));
}

#[test]
fn a_damaged_cache_is_as_none() {
    let place = Place::with_site();
    build(&place);
    let kept = files(&place.join("cache"));
    assert!(!kept.is_empty());
    type Spoil = fn(&[u8]) -> Vec<u8>;
    let spoil: [Spoil; 4] = [
        |_| Vec::new(),
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |bytes| bytes.iter().map(|byte| byte ^ 1).collect(),
        |_| vec![0xFF; 200],
    ];
    for spoil in spoil {
        for (path, bytes) in &kept {
            fs::write(place.join("cache").join(path), spoil(bytes)).unwrap();
        }
        assert!(build(&place).contains(": wrote "));
        place.is_as_built_at_first();
    }
}

/// A font that is named may come out of a pipe, which can be read once.
#[test]
fn a_font_from_a_pipe_is_read_once() {
    let place = Place::with_site();
    let pipe = place.join("font.ttf");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut program = process(&place);
    let mut child = program.args(["--font", "en=font.ttf"]).stderr(Stdio::piped()).spawn().unwrap();
    fs::write(&pipe, "no font").unwrap();
    // A second look would wait for somebody who writes.
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
    assert!(said.contains("error[bad-font]: `font.ttf` is no font"), "{said}");
}

#[test]
fn another_font_is_a_change() {
    let place = Place::with_site();
    let build = || {
        let with_font = with_cache(&place).args(["build", "--font", "en=font.ttf"]);
        streams(&with_font.assert().code(0)).1.contains("nothing has changed")
    };
    fs::copy(noto::path("NotoSans"), place.join("font.ttf")).unwrap();
    assert_eq!([build(), build()], [false, true]);
    fs::copy(noto::path("NotoSerif"), place.join("font.ttf")).unwrap();
    assert_eq!([build(), build()], [false, true]);
    fs::remove_file(place.join("font.ttf")).unwrap();
    with_cache(&place).args(["build", "--font", "en=font.ttf"]).assert().code(2);
}

/// A cache of somebody else's, or one of another project, is one of other keys.
#[test]
fn two_projects_share_a_cache_and_nothing_else() {
    let (one, other) = (Place::with_site(), Place::with_site());
    add_line(&other, "guides/en/index.md");
    build(&one);
    let said = streams(&with_cache(&one).current_dir(other.path()).arg("build").assert().code(0)).1;
    assert!(said.contains(": wrote "), "{said}");
    other.is_as_built_at_first();
    assert!(build(&one).contains("nothing has changed"));
    one.is_as_built_at_first();
}

#[test]
fn without_a_cache_nothing_is_kept() {
    let place = Place::with_site();
    for _ in 0..2 {
        let said = streams(&with_cache(&place).args(["build", "--no-cache"]).assert().code(0)).1;
        assert!(said.contains(": wrote "), "{said}");
    }
    assert!(!place.join("cache").exists());
    // What comes out the same is not written again all the same.
    let before = identities(&place);
    with_cache(&place).args(["build", "--no-cache"]).assert().code(0);
    assert_eq!(identities(&place), before);
}

/// What a killed build left beside the bundle is told of, whatever the next build comes to.
#[test]
fn a_bundle_that_was_kept_is_told_of() {
    let place = Place::with_site();
    build(&place);
    let leave = || {
        let old = ".output.lamplight-old-99999999";
        place.write(&format!("{old}/SHA256SUMS"), "");
        place.write(&format!("{old}/notes.txt"), "somebody's");
    };
    let say = |code| streams(&with_cache(&place).arg("build").assert().code(code)).1;
    let is_told = |said: &str| said.contains(".lamplight-kept-") && said.contains("no build wrote `notes.txt` in it");
    leave();
    let said = say(3);
    assert!(said.contains("nothing has changed") && is_told(&said), "{said}");
    assert!(build(&place).contains("nothing has changed"));
    // The bundle doesn't stand, and is made again.
    fs::remove_file(place.join("output/tables.html")).unwrap();
    leave();
    let said = say(3);
    assert!(place.join("output/tables.html").exists() && is_told(&said), "{said}");
    assert_eq!(place.beside_output().len(), 2, "{:?}", place.beside_output());
    assert!(place.beside_output().iter().all(|name| place.read(&format!("{name}/notes.txt")) == "somebody's"));
    // Nor is it lost where the build fails: this page breaks a promise, which shows when it is made.
    place.write("guides/site.yaml", &(place.read("guides/site.yaml") + "theme: mine\n"));
    place.write("themes/mine/templates/article.html", "<!doctype html><p onclick=\"\">");
    leave();
    let said = say(1);
    assert!(said.contains("nothing was written") && is_told(&said), "{said}");
}

/// Two builds at once into one folder: each comes out whole, or is refused and says why.
#[test]
fn two_builds_at_once() {
    let place = Place::with_site();
    for round in 0..10 {
        add_line(&place, "guides/en/index.md");
        let both: Vec<_> = (0..2).map(|_| process(&place).stderr(Stdio::piped()).spawn().unwrap()).collect();
        let done: Vec<_> = both.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        assert!(done.iter().any(|output| output.status.success()), "round {round}");
        for output in done.iter().filter(|output| !output.status.success()) {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.code() == Some(3) && said.contains("another build"), "round {round}: {said}");
        }
        place.is_as_built_at_first();
    }
}

/// Killed at any point, with the cache on, a build leaves what the next one makes right of.
#[test]
fn killed_at_any_point() {
    let place = Place::with_site();
    build(&place);
    // The least that a build took so far: the load of the machine may go as it came.
    let mut span = Duration::MAX;
    let mut whole_build = || {
        add_line(&place, "guides/en/steps/tell-somebody.md");
        let begin = Instant::now();
        assert!(process(&place).stderr(Stdio::null()).status().unwrap().success());
        span = span.min(begin.elapsed());
        span
    };
    let mut span = (0..5).map(|_| whole_build()).last().unwrap();
    let (mut killed, mut amid) = (0, 0);
    for point in 0..KILLS {
        add_line(&place, "guides/en/steps/tell-somebody.md");
        let begin = Instant::now();
        let mut child = process(&place).stderr(Stdio::null()).spawn().unwrap();
        // One point in each of as many equal parts of the span, in an order in which neighbours are far apart.
        let delay = span.mul_f64((f64::from(point * 7 % KILLS) + 0.5) / f64::from(KILLS));
        while begin.elapsed() < delay {
            hint::spin_loop();
        }
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        amid += u32::from(!place.beside_output().is_empty());
        if point % 4 == 3 {
            // One that has nothing to put right but what the kill left, and one after another edit.
            build(&place);
            place.is_as_built_at_first();
            span = whole_build();
        }
    }
    eprintln!("{killed} of {KILLS} kills within {span:?} came before the end, {amid} amid writing");
    assert!(
        killed > KILLS / 4 && amid > 0,
        "{killed} builds were killed before they were done, {amid} while they wrote"
    );
    assert!(place.beside_output().is_empty());
}

impl Place {
    /// Whether the bundle is what a build into a new folder gives that knows of nothing.
    fn is_as_built_at_first(&self) {
        self.is_as_built_with(&[]);
    }

    fn is_as_built_with(&self, options: &[&str]) {
        let first = Place::empty();
        let target = first.join("first");
        let mut program = lamplight();
        program = program.current_dir(self.path()).args(["build", "--no-cache", "-o"]).arg(&target).args(options);
        program.assert().code(0);
        let (expected, found) = (files(&target), self.files("output"));
        let differ: Vec<_> =
            expected.keys().chain(found.keys()).filter(|path| expected.get(*path) != found.get(*path)).collect();
        assert!(differ.is_empty(), "{differ:?}");
    }

    /// What builds left beside the bundle.
    fn beside_output(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains("lamplight")).collect()
    }
}

fn with_cache(place: &Place) -> snapbox::cmd::Command {
    lamplight().current_dir(place.path()).env("XDG_CACHE_HOME", place.join("cache"))
}

/// Builds, and gives what was said.
fn build(place: &Place) -> String {
    streams(&with_cache(place).arg("build").assert().code(0)).1
}

fn process(place: &Place) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    program.arg("build").current_dir(place.path()).env_clear().env("SOURCE_DATE_EPOCH", "1795305600");
    program.env("XDG_CACHE_HOME", place.join("cache")).stdin(Stdio::null()).stdout(Stdio::null());
    program
}

fn add_line(place: &Place, guide: &str) {
    place.write(guide, &(place.read(guide) + "\nOne more line.\n"));
}

/// The inode and the time of each file of the bundle: a file that was written again has others.
fn identities(place: &Place) -> BTreeMap<String, (u64, i64, i64)> {
    let output = place.join("output");
    let identity = |path: &String| {
        let file = fs::metadata(output.join(path)).unwrap();
        (file.ino(), file.mtime(), file.mtime_nsec())
    };
    place.files("output").keys().map(|path| (path.clone(), identity(path))).collect()
}

fn inode(path: &Path) -> u64 {
    fs::metadata(path).unwrap().ino()
}
