//! `usb`: sticks that are folders here. What is on a real FAT image is in `usb_fat.rs`.

use crate::place::{Place, files, lamplight, streams};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const UNFINISHED: &str = ".lamplight-unfinished";

/// A bundle in `output`, and an empty stick for each name.
pub fn with_sticks(sticks: &[&str]) -> Place {
    let place = Place::with_site();
    place.run(["build"]).code(0);
    sticks.iter().for_each(|stick| fs::create_dir(place.join(stick)).unwrap());
    place
}

/// What `usb` says, its exit status before it.
pub fn usb(place: &Place, args: &[&str]) -> String {
    let done = lamplight().current_dir(place.path()).arg("usb").args(args).assert();
    let (stdout, stderr) = streams(&done);
    assert_eq!(stdout, "");
    format!("{} {stderr}", done.get_output().status.code().unwrap())
}

fn said(answer: &str, parts: &[&str]) {
    parts.iter().for_each(|part| assert!(answer.contains(part), "{part:?}: {answer}"));
}

/// What a stick holds that nobody disturbed.
fn undisturbed(place: &Place) -> BTreeMap<String, Vec<u8>> {
    fs::create_dir(place.join("undisturbed")).unwrap();
    said(&usb(place, &["undisturbed"]), &["0 "]);
    place.files("undisturbed")
}

#[test]
fn the_bundle_and_what_comes_beside_it() {
    let place = with_sticks(&["a", "b"]);
    place.write("a/holiday.jpg", "mine");
    let answer = usb(&place, &["a", "b"]);
    said(&answer, &["0 ", "a/guides: ", "b/guides: ", "read back as they should be"]);
    assert!(!answer.contains('\r'), "progress where no terminal is: {answer}");
    let bundle = place.files("output");
    let stick = place.files("a/guides");
    assert_eq!(place.files("a/guides/site"), bundle);
    assert_eq!(stick.len(), bundle.len() + 3);
    assert_eq!(place.files("b/guides"), stick);
    assert_eq!(place.read("a/holiday.jpg"), "mine");
    assert!(place.read("a/guides/READ-ME.txt").starts_with("\u{FEFF}HOW TO OPEN\r\n"));
    assert!(place.read("a/guides/START-HERE.html").contains("<a href=\"site/en/index.html\" lang=\"en\""));
    for copy in ["a/guides", "b/guides", "a/guides/site"] {
        place.run(["verify", copy]).code(0);
    }
    let listed = place.read("a/guides/SHA256SUMS");
    assert_eq!(listed.lines().count(), stick.len() - 1);
    assert!(listed.contains("  site/SHA256SUMS\n"));
}

/// The page lies above the bundle, so it is audited as if it lay in it.
#[test]
fn the_page_to_start_from_keeps_the_promises() {
    use lamplight::audit::Auditor;
    use lamplight::source::VPath;
    let place = with_sticks(&["a"]);
    usb(&place, &["a"]);
    let page = place.read("a/guides/START-HERE.html");
    let inside = page.replace("href=\"site/", "href=\"");
    assert_eq!(page.matches("href=\"site/assets/").count(), 1, "{page}");
    let exists = |path: &str| place.join("output").join(path).is_file();
    let auditor = Auditor { exists: &exists, allowed_urls: &[], neutral_titles: Some(&["Start here".to_owned()]) };
    let (problems, facts) = auditor.html(&VPath::new("START-HERE.html").unwrap(), &inside);
    assert_eq!(problems, []);
    assert!(lamplight::audit::dead_anchors(&[(VPath::new("START-HERE.html").unwrap(), facts)]).is_empty());
    let broken = inside.replace("en/index.html", "xx/index.html");
    assert_ne!(auditor.html(&VPath::new("START-HERE.html").unwrap(), &broken).0, []);
}

#[test]
fn a_signature_stays_good() {
    let place = Place::with_site();
    place.run(["keygen", "-W", "ngo"]).code(0);
    place.run(["build", "--sign", "ngo.key"]).code(0);
    fs::create_dir(place.join("a")).unwrap();
    said(&usb(&place, &["a"]), &["0 "]);
    place.run(["verify", "a/guides/site", "--key", "ngo.pub"]).code(0);
    place.run(["verify", "a/guides"]).code(0);
}

/// Times of change, by path: what is written anew gets another, here an old one that no write leaves.
#[test]
fn a_second_run_writes_nothing() {
    let place = with_sticks(&["a"]);
    usb(&place, &["a"]);
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let paths = || walkdir::WalkDir::new(place.join("a")).contents_first(true).into_iter().map(|entry| entry.unwrap());
    for entry in paths() {
        fs::File::open(entry.path()).unwrap().set_modified(old).unwrap();
    }
    said(&usb(&place, &["a"]), &["0 ", "all there and as they should be"]);
    for entry in paths() {
        assert_eq!(entry.metadata().unwrap().modified().unwrap(), old, "{}", entry.path().display());
    }
}

#[test]
fn every_kind_of_damage_is_mended() {
    let place = with_sticks(&["a"]);
    usb(&place, &["a"]);
    let whole = place.files("a/guides");
    for path in ["SHA256SUMS", "START-HERE.html", "READ-ME.txt", "site/SHA256SUMS", "site/en/index.html"] {
        let file = format!("a/guides/{path}");
        for damage in ["flip", "cut", "remove"] {
            let mut bytes = whole[path].clone();
            bytes[10] ^= 1;
            match damage {
                "flip" => fs::write(place.join(&file), &bytes).unwrap(),
                "cut" => fs::write(place.join(&file), &bytes[..9]).unwrap(),
                _ => fs::remove_file(place.join(&file)).unwrap(),
            }
            let answer = usb(&place, &["a"]);
            assert!(answer.starts_with("0 "), "{path} {damage}: {answer}");
            assert_eq!(place.files("a/guides"), whole, "{path} {damage}");
        }
    }
}

#[test]
fn an_older_edition_goes_and_what_is_not_ours_stays() {
    let place = with_sticks(&["a"]);
    place.write("guides/en/signs/old-number.md", &place.read("guides/en/signs/keeping-secrets.md"));
    let signs = place.files("guides").into_keys().filter(|path| path.starts_with("en/signs/")).count();
    assert!(signs > 2, "the site of `init` has other signs now");
    place.run(["build"]).code(0);
    usb(&place, &["a"]);
    let old = "a/guides/site/en/signs/old-number.html";
    assert!(place.join(old).is_file());
    fs::remove_file(place.join("guides/en/signs/old-number.md")).unwrap();
    place.run(["build"]).code(0);
    place.write("a/guides/notes.txt", "a stranger's");
    place.write("a/guides/site/en/signs/mine.txt", "a stranger's");
    place.write("a/guides/.DS_Store", "clutter");
    let answer = usb(&place, &["a"]);
    said(
        &answer,
        &["0 ", "of an older edition removed", "not ours, and left as it is: notes.txt, site/en/signs/mine.txt\n"],
    );
    assert!(!place.join(old).exists());
    assert_eq!(place.read("a/guides/notes.txt"), "a stranger's");
    assert_eq!(place.read("a/guides/site/en/signs/mine.txt"), "a stranger's");
    assert_eq!(place.read("a/guides/.DS_Store"), "clutter");
    let mut site = place.files("a/guides/site");
    site.remove("en/signs/mine.txt");
    assert_eq!(site, place.files("output"));
}

/// A page of an edition whose copy was broken off, which the next edition has no more: only the list of what was begun knows it.
#[test]
fn what_was_broken_off_goes_with_the_next_edition() {
    let place = with_sticks(&["a"]);
    usb(&place, &["a"]);
    let (path, text) = ("site/en/signs/of-the-second.html", "a page of the second edition");
    let hash = "6a0e".repeat(16);
    place.write(&format!("a/guides/{path}"), text);
    place.write(&format!("a/guides/{UNFINISHED}/stage"), "half a file");
    place.write(&format!("a/guides/{UNFINISHED}/list"), &format!("{hash}  {path}\ntorn"));
    let answer = usb(&place, &["a"]);
    said(&answer, &["0 ", &format!("left as it is: {path}")]);
    let sums = Command::new("sha256sum").arg(place.join(&format!("a/guides/{path}"))).output().unwrap();
    let hash = String::from_utf8(sums.stdout).unwrap()[..64].to_owned();
    place.write(&format!("a/guides/{UNFINISHED}/list"), &format!("{hash}  {path}\ntorn"));
    said(&usb(&place, &["a"]), &["0 ", "1 of an older edition removed"]);
    assert!(!place.join("a/guides").join(UNFINISHED).exists());
    assert_eq!(place.files("a/guides/site"), place.files("output"));
}

#[cfg(unix)]
#[test]
fn what_is_in_the_way_is_refused() {
    let place = with_sticks(&["link", "other", "folder", "foreign", "capitals", "well"]);
    std::os::unix::fs::symlink("../well", place.join("link/guides")).unwrap();
    fs::create_dir_all(place.join("other/guides/site/en")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", place.join("other/guides/site/en/index.html")).unwrap();
    fs::create_dir_all(place.join("folder/guides/READ-ME.txt")).unwrap();
    place.write("foreign/guides/READ-ME.txt", "of another program");
    place.write("capitals/guides/read-me.TXT", "the same name on FAT");
    let before: Vec<_> =
        ["link", "other", "folder", "foreign", "capitals"].map(|stick| names(&place.join(stick))).into();
    let answer = usb(&place, &["link", "other", "folder", "foreign", "capitals", "well"]);
    said(
        &answer,
        &[
            "3 ",
            "`link/guides` is in the way",
            "`other/guides/site/en/index.html` is in the way",
            "`folder/guides/READ-ME.txt` is in the way",
            "`foreign/guides/READ-ME.txt` is there already, and lamplight didn't write it",
            "`capitals/guides/read-me.TXT` is in the way",
            "well/guides: ",
            "5 of 6 sticks not ready",
        ],
    );
    let after: Vec<_> =
        ["link", "other", "folder", "foreign", "capitals"].map(|stick| names(&place.join(stick))).into();
    assert_eq!(before, after);
    assert_eq!(place.files("well/guides/site"), place.files("output"));
}

fn names(folder: &Path) -> Vec<std::path::PathBuf> {
    walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path()).collect()
}

#[test]
fn wrong_places_are_wrong_usage() {
    let place = with_sticks(&["a", "a/guides"]);
    place.write("file", "");
    let cases: [(&[&str], &str); 10] = [
        (&[], "required"),
        (&["no-such-stick"], "`no-such-stick` is no folder"),
        (&["file"], "`file` is no folder"),
        (&["a", "a"], "`a` and `a` are the same stick"),
        (&["a", "./a/guides/.."], "are the same stick"),
        (&["a", "a/guides"], "are the same stick"),
        (&["output/en"], "lie in each other"),
        (&[".", "--folder", "output"], "lie in each other"),
        (&["a", "-o", "nothing"], "lamplight build"),
        (&["a", "-o", "a/guides/no"], "lamplight build"),
    ];
    for (args, part) in cases {
        let answer = usb(&place, args);
        assert!(answer.starts_with("2 ") && answer.contains(part), "{args:?}: {answer}");
    }
    for name in
        ["", ".", "..", "a/b", "a\\b", "CON", "nul.txt", "x.", "x ", " x", "ä", "a:b", ".hidden", &"x".repeat(41)]
    {
        let answer = usb(&place, &["a", "--folder", name]);
        assert!(answer.starts_with("2 "), "{name}: {answer}");
    }
    assert_eq!(files(&place.join("a")).len(), 0);
    said(&usb(&place, &["a", "--folder", "Safe pages-2026"]), &["0 "]);
    assert!(place.join("a/Safe pages-2026/START-HERE.html").is_file());
}

#[test]
fn a_bundle_that_is_not_whole_is_refused() {
    let place = with_sticks(&["a"]);
    let whole = fs::read(place.join("output/en/index.html")).unwrap();
    type Spoil = fn(&Path);
    let spoil: [(&str, Spoil); 3] = [
        ("changed", |file| fs::write(file, "other").unwrap()),
        ("missing", |file| fs::remove_file(file).unwrap()),
        ("added", |file| fs::write(file.with_file_name("more.html"), "more").unwrap()),
    ];
    for (word, spoil) in spoil {
        spoil(&place.join("output/en/index.html"));
        let answer = usb(&place, &["a"]);
        said(&answer, &["1 ", word, "no stick was touched", "run `lamplight build` again"]);
        fs::write(place.join("output/en/index.html"), &whole).unwrap();
        assert!(names(&place.join("a")).len() == 1, "{word}");
    }
    fs::remove_file(place.join("output/en/more.html")).unwrap();
    said(&usb(&place, &["a"]), &["0 "]);
}

/// Killed when there are so many files on the stick, whatever the time; then run again.
#[test]
fn pulled_out_at_any_point_and_put_in_again() {
    let place = with_sticks(&["a"]);
    let whole = undisturbed(&place);
    let mut broken_off = 0;
    for point in [0, 1, 2, 5, 10, 20, 30, 40, whole.len() - 2, whole.len() - 1] {
        let _ = fs::remove_dir_all(place.join("a/guides"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_lamplight"))
            .current_dir(place.path())
            .args(["usb", "a"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while count(&place.join("a/guides")) < point && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        broken_off += usize::from(place.join("a/guides").join(UNFINISHED).exists());
        if place.join("a/guides/SHA256SUMS").exists() {
            let there = place.files("a/guides");
            assert!(whole.iter().all(|(path, bytes)| there.get(&path["guides/".len()..]) == Some(bytes)));
        }
        let answer = usb(&place, &["a"]);
        assert!(answer.starts_with("0 "), "{point}: {answer}");
        assert_eq!(place.files("a"), whole, "{point}");
        assert!(!place.join("a/guides").join(UNFINISHED).exists(), "{point}");
    }
    assert!(broken_off >= 3, "the kills missed the copy: {broken_off}");
}

/// Files of the bundle in a folder that changes meanwhile.
fn count(folder: &Path) -> usize {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let is_ours = |entry: &walkdir::DirEntry| !entry.path().iter().any(|part| part == UNFINISHED);
    entries.filter(|entry| entry.file_type().is_file() && is_ours(entry)).count()
}

/// A write that fails in the middle: files may not grow beyond a few blocks, which everybody may ask of a system.
#[cfg(unix)]
#[test]
fn a_write_that_fails_is_told_and_completed() {
    let place = with_sticks(&["a", "b"]);
    let whole = undisturbed(&place);
    let script = r#"ulimit -f 32; trap '' XFSZ; exec "$@""#;
    let done = Command::new("sh")
        .args(["-c", script, "sh", env!("CARGO_BIN_EXE_lamplight"), "usb", "a", "b"])
        .current_dir(place.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{told}");
    said(
        &told,
        &[
            "error: a/guides: cannot write `a/guides/",
            "error: b/guides: ",
            "run the same command again",
            "2 of 2 sticks",
        ],
    );
    assert!(!place.join("a/guides/SHA256SUMS").exists());
    said(&usb(&place, &["a", "b"]), &["0 "]);
    assert_eq!(place.files("a"), whole);
}

/// Sticks that may not be written to fail, and the one beside them does not.
#[cfg(unix)]
#[test]
fn a_stick_that_is_denied_stops_no_other() {
    use std::os::unix::fs::PermissionsExt;
    let place = with_sticks(&["a", "b"]);
    fs::set_permissions(place.join("a"), fs::Permissions::from_mode(0o555)).unwrap();
    let program = env!("CARGO_BIN_EXE_lamplight");
    let is_root = fs::write(place.join("a/probe"), "").is_ok();
    let _ = fs::remove_file(place.join("a/probe"));
    let powers =
        ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"];
    let words: Vec<&str> = if is_root { powers.to_vec() } else { vec!["env"] };
    let done =
        Command::new(words[0]).args(&words[1..]).args([program, "usb", "a", "b"]).current_dir(place.path()).output();
    let done = done.unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{told}");
    said(&told, &["cannot make the folder `a/guides`", "write-protected", "b/guides: ", "1 of 2 sticks not ready"]);
    assert_eq!(place.files("b/guides/site"), place.files("output"));
    fs::set_permissions(place.join("a"), fs::Permissions::from_mode(0o755)).unwrap();
}

/// A disk of 64 KiB in a mount namespace of its own, where one may be mounted; `room.rs` counts without one.
#[cfg(target_os = "linux")]
#[test]
fn a_stick_that_is_too_small_stays_as_it_is() {
    const MOUNT: &str =
        r#"mount -t tmpfs -o size=64k none a && echo mine > a/mine && { "$@"; s=$?; ls -A a >&2; exit $s; }"#;
    let place = with_sticks(&["a"]);
    let ways: [&[&str]; 2] = [&["-m"], &["-r", "-m"]];
    let run = |way: &&[&str], words: &[&str]| {
        Command::new("unshare")
            .args(*way)
            .args(["sh", "-c", MOUNT, "sh"])
            .args(words)
            .current_dir(place.path())
            .output()
    };
    let may_mount = |way: &&&[&str]| run(way, &["true"]).is_ok_and(|done| done.status.success());
    let Some(way) = ways.iter().find(may_mount) else {
        eprintln!("no disk may be mounted here");
        return;
    };
    let done = run(way, &[env!("CARGO_BIN_EXE_lamplight"), "usb", "a"]).unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{told}");
    said(&told, &["there is not enough room: ", " bytes are needed, and 61440 are free", "nothing on it was touched"]);
    assert!(told.ends_with("1 of 1 stick not ready\nmine\n"), "{told}");
}

/// While a run holds a stick, another is refused and the first one's work is left alone.
#[cfg(unix)]
#[test]
fn two_runs_onto_one_stick() {
    let place = with_sticks(&["a"]);
    let whole = undisturbed(&place);
    fs::create_dir_all(place.join("a/guides").join(UNFINISHED)).unwrap();
    let lock = fs::File::create(place.join("a/guides").join(UNFINISHED).join("lock")).unwrap();
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive).unwrap();
    said(&usb(&place, &["a"]), &["3 ", "another run is writing to it"]);
    assert_eq!(count(&place.join("a")), 0);
    drop(lock);
    said(&usb(&place, &["a"]), &["0 "]);
    assert_eq!(place.files("a"), whole);
}
