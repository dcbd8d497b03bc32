//! The same input gives the same bytes, whatever the machine is set to.

use crate::place::{Place, files, lamplight};
use std::collections::BTreeMap;
use std::path::Path;

/// The guides of this repository, built in a folder of the test's.
fn build(place: &Place, output: &str, args: &[&str], env: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let guides = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides");
    let run = lamplight().current_dir(place.path()).arg("build").arg(guides).args(["-o", output]).args(args);
    let run = run.args(["--format", "site,single"]);
    run.envs(env.iter().copied()).assert().code(0);
    place.files(output)
}

#[test]
fn nothing_of_the_machine_shows_in_the_bundle() {
    let place = Place::empty();
    let first = build(&place, "first", &[], &[]);
    assert!(first.contains_key("editions/guides-ur.html"), "{:?}", first.keys());
    assert!(first.len() > 40, "the guides of this repository are more than {} files", first.len());
    let same = |name: &str, args: &[&str], env: &[(&str, &str)]| {
        let other = build(&place, "other", args, env);
        assert_eq!(differences(&first, &other), Vec::<String>::new(), "{name}");
    };
    for jobs in ["1", "2", "7"] {
        same("--jobs", &["--jobs", jobs], &[]);
    }
    same("--today", &["--today", "2099-01-01"], &[]);
    same("SOURCE_DATE_EPOCH", &[], &[("SOURCE_DATE_EPOCH", "0")]);
    same("TZ", &[], &[("TZ", "Asia/Karachi")]);
    for (name, value) in [("LANG", "ur_PK.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("LC_ALL", "C")] {
        same(name, &[], &[(name, value)]);
    }
    same("--message-format", &["--message-format", "json"], &[]);
}

fn differences(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

#[test]
fn nor_does_the_path_of_the_sources() {
    let place = Place::with_site();
    place.run(["build"]).code(0);
    let other = Place::empty();
    for (path, bytes) in files(&place.join("guides")) {
        other.write(&format!("a much longer/path to/{path}"), std::str::from_utf8(&bytes).unwrap());
    }
    other.run(["build", "a much longer/path to", "-o", "deep/down/output"]).code(0);
    assert_eq!(differences(&place.files("output"), &other.files("deep/down/output")), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn nor_does_the_umask_in_bytes_or_modes() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_site();
    let build = |umask: &str| {
        let script = format!("umask {umask}; exec \"$0\" build --format site,single -o output-{umask}");
        let args = ["-c", script.as_str(), env!("CARGO_BIN_EXE_lamplight")];
        let done = std::process::Command::new("sh").args(args).current_dir(place.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let output = place.join(&format!("output-{umask}"));
        let modes = walkdir::WalkDir::new(&output).sort_by_file_name().into_iter().map(|entry| {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(&output).unwrap().to_path_buf();
            (path, entry.metadata().unwrap().permissions().mode() & 0o7777)
        });
        (modes.collect::<Vec<_>>(), files(&output))
    };
    let open = build("000");
    assert!(open.0.iter().all(|(_, mode)| [0o644, 0o755].contains(mode)), "{:?}", open.0);
    assert_eq!(open, build("077"));
    assert_eq!(open, build("022"));
}
