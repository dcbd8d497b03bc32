//! Keys, signed bundles, copies that are held against them.

use crate::place::{Place, lamplight, streams};
use std::fs;
use std::path::Path;
use std::process::Command;

const LIST: &str = "output/SHA256SUMS";
const SIGNATURE: &str = "output/SHA256SUMS.minisig";

/// A site and a pair of keys without a password.
fn with_keys() -> Place {
    let place = Place::with_site();
    place.run(["keygen", "-W", "ngo"]).code(0);
    place
}

fn signed() -> Place {
    let place = with_keys();
    place.run(["build", "--sign", "ngo.key"]).code(0);
    place
}

/// What `verify` says, its exit status before it.
fn verify(place: &Place, args: &[&str]) -> String {
    let done = lamplight().current_dir(place.path()).arg("verify").args(args).assert();
    let (stdout, stderr) = streams(&done);
    format!("{} {stdout}{stderr}", done.get_output().status.code().unwrap())
}

#[test]
fn a_pair_of_keys() {
    let place = Place::empty();
    let (stdout, stderr) = streams(&place.run(["keygen", "-W"]).code(0));
    let public = place.read("lamplight.pub");
    let letters = public.lines().nth(1).unwrap();
    assert!(stdout.trim_end().ends_with(letters) && letters.len() == 56, "{stdout}");
    assert!(stderr.contains("warning: lamplight.key has no password"), "{stderr}");
    assert!(place.read("lamplight.key").starts_with("untrusted comment: minisign secret key\nRWQ"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |file: &str| fs::metadata(place.join(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!([mode("lamplight.key"), mode("lamplight.pub")], [0o600, 0o644]);
    }
}

#[test]
fn no_key_is_written_over() {
    let place = Place::empty();
    for there in ["lamplight.key", "lamplight.pub"] {
        place.write(there, "mine");
        let (_, stderr) = streams(&place.run(["keygen", "-W"]).code(2));
        assert!(stderr.contains(&format!("`{there}` is there already")), "{stderr}");
        assert_eq!(place.read(there), "mine");
        assert_eq!(place.files(".").len(), 1);
        fs::remove_file(place.join(there)).unwrap();
    }
    place.run(["keygen", "-W", "no/such/folder"]).code(2);
    let site = Place::with_site();
    site.run(["build"]).code(0);
    for published in ["guides/mine", "guides/root/mine", "output/mine"] {
        fs::create_dir_all(site.join(published).parent().unwrap()).unwrap();
        let (_, stderr) = streams(&site.run(["keygen", "-W", published]).code(2));
        assert!(stderr.contains("whose content is published"), "{stderr}");
        assert!(!site.join(&format!("{published}.key")).exists());
    }
}

#[test]
fn a_password_from_a_file_or_the_environment() {
    let place = Place::with_site();
    place.write("password", "two words\nno part of it\n");
    let program = || lamplight().current_dir(place.path());
    program().args(["keygen", "ngo", "--password-file", "password"]).assert().code(0);
    assert!(place.read("ngo.key").starts_with("untrusted comment: minisign encrypted secret key\nRWRTY0Iy"));
    let sign = ["build", "--sign", "ngo.key"];
    program().args(sign).env("LAMPLIGHT_KEY_PASSWORD", "two words").assert().code(0);
    let first = place.read(SIGNATURE);
    program().args(sign).args(["-o", "other", "--password-file", "password"]).assert().code(0);
    assert_eq!(place.read("other/SHA256SUMS.minisig"), first);

    let before = place.files("output");
    place.edit("guides/site.yaml", "number: 1", "number: 2");
    let wrong = program().args(sign).env("LAMPLIGHT_KEY_PASSWORD", "Two words").assert().code(2);
    assert!(streams(&wrong).1.contains("the password is not that of the key"));
    for empty in ["", "\n"] {
        place.write("empty", empty);
        let done = program().args(["keygen", "another", "--password-file", "empty"]).assert().code(2);
        assert!(streams(&done).1.contains("an empty password protects nothing"));
    }
    assert_eq!(place.files("output"), before);
    program().args(["build", "--password-file", "password"]).assert().code(2);
}

/// Where nobody can be asked, a build says what to do, and does not wait.
#[cfg(unix)]
#[test]
fn without_a_terminal_nobody_is_asked() {
    let place = Place::with_site();
    place.write("password", "secret");
    place.run(["keygen", "ngo", "--password-file", "password"]).code(0);
    let program = env!("CARGO_BIN_EXE_lamplight");
    for args in [&["build", "--sign", "ngo.key"][..], &["keygen", "other"]] {
        // A session of its own has no terminal.
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(program).args(args).current_dir(place.path()).env_clear();
        command.env("SOURCE_DATE_EPOCH", "1795305600").env("PATH", std::env::var_os("PATH").unwrap());
        let done = command.stdin(std::process::Stdio::null()).output().unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("there is no terminal") && stderr.contains("LAMPLIGHT_KEY_PASSWORD"), "{stderr}");
    }
    assert!(!place.join("output").exists() && !place.join("other.key").exists());
}

#[test]
fn signing_adds_one_file_and_changes_none() {
    let place = signed();
    let signature = place.read(SIGNATURE);
    assert!(
        signature.contains("\ntrusted comment: edition:1\tdate:2026-11-22\tfile:SHA256SUMS\thashed\n"),
        "{signature}"
    );
    place.run(["build", "-o", "plain"]).code(0);
    let mut files = place.files("output");
    assert!(files.remove("SHA256SUMS.minisig").is_some());
    assert_eq!(files, place.files("plain"));
    for jobs in ["1", "3"] {
        place.run(["build", "--sign", "ngo.key", "-o", "again", "--jobs", jobs]).code(0);
        assert_eq!(place.read("again/SHA256SUMS.minisig"), signature);
    }
    let key = place.read("ngo.pub");
    let key = minisign_verify::PublicKey::decode(&key).unwrap();
    let decoded = minisign_verify::Signature::decode(&signature).unwrap();
    key.verify(place.read(LIST).as_bytes(), &decoded, false).unwrap();
}

#[test]
fn sha256sum_reads_the_list() {
    let place = signed();
    let mut check = Command::new("sha256sum");
    let done = check.args(["--check", "--strict", "SHA256SUMS"]).current_dir(place.join("output")).output().unwrap();
    assert!(done.status.success());
    let lines = String::from_utf8(done.stdout).unwrap().lines().count();
    assert_eq!(lines, place.files("output").len() - 2, "all but the list and its signature");
}

#[test]
fn the_minisign_program_and_ours_read_each_other() {
    let minisign = |place: &Place, args: &[&str]| {
        let mut program = Command::new("minisign");
        let run = program.args(args).current_dir(place.path()).stdin(std::process::Stdio::null());
        let done = run.output().expect("minisign is installed, see tests/run");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    let place = signed();
    let said = minisign(&place, &["-V", "-m", LIST, "-p", "ngo.pub"]);
    assert!(said.contains("Trusted comment: edition:1\tdate:2026-11-22"), "{said}");
    // Our key in its hand, for an edition of its own.
    fs::remove_file(place.join(SIGNATURE)).unwrap();
    minisign(&place, &["-S", "-m", LIST, "-s", "ngo.key", "-t", "edition:7 date:2026-12"]);
    let said = verify(&place, &["output", "--key", "ngo.pub", "--min-edition", "7"]);
    assert!(said.starts_with("0 ") && said.contains("as edition 7 of 2026-12"), "{said}");
    // What no build wrote is not replaced.
    let (_, stderr) = streams(&place.run(["build"]).code(2));
    assert!(stderr.contains("SHA256SUMS.minisig"), "{stderr}");
    // Its key in ours.
    fs::remove_file(place.join(SIGNATURE)).unwrap();
    minisign(&place, &["-G", "-W", "-p", "its.pub", "-s", "its.key"]);
    place.run(["build", "--sign", "its.key"]).code(0);
    minisign(&place, &["-V", "-m", LIST, "-p", "its.pub"]);
    assert!(verify(&place, &["output", "--key", "its.pub"]).starts_with("0 "));
}

#[test]
fn nothing_has_changed_unless_the_key_has() {
    let place = with_keys();
    place.run(["keygen", "-W", "other"]).code(0);
    let build = |args: &[&str]| {
        let run = lamplight().current_dir(place.path()).env("XDG_CACHE_HOME", place.join("cache"));
        streams(&run.arg("build").args(args).assert().code(0)).1
    };
    let stood = |args: &[&str]| build(args).contains("nothing has changed");
    assert!(!stood(&["--sign", "ngo.key"]));
    let signature = place.read(SIGNATURE);
    assert!(stood(&["--sign", "ngo.key"]));
    assert!(!stood(&["--sign", "other.key"]));
    assert_ne!(place.read(SIGNATURE), signature);
    assert!(!stood(&[]));
    assert!(!place.join(SIGNATURE).exists());
    assert!(stood(&[]));
    assert!(!stood(&["--sign", "ngo.key"]));
    assert_eq!(place.read(SIGNATURE), signature);
    place.write(SIGNATURE, &signature.replace("edition:1", "edition:9"));
    assert!(!stood(&["--sign", "ngo.key"]));
    assert_eq!(place.read(SIGNATURE), signature);
    fs::remove_file(place.join(SIGNATURE)).unwrap();
    assert!(!stood(&["--sign", "ngo.key"]));
    assert_eq!(place.read(SIGNATURE), signature);
    place.edit("guides/site.yaml", "number: 1", "number: 2");
    assert!(!stood(&["--sign", "ngo.key"]));
    assert!(place.read(SIGNATURE).contains("edition:2"));
}

#[test]
fn a_secret_key_where_things_are_published_is_refused() {
    let place = with_keys();
    place.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/school"), "themes/school");
    place.run(["build"]).code(0);
    let before = place.files("output");
    for folder in ["guides", "guides/root", "output", "themes/school"] {
        let key = format!("{folder}/ngo.key");
        place.write(&key, &place.read("ngo.key"));
        let (_, stderr) = streams(&place.run(["build", "--theme", "themes/school", "--sign", &key]).code(2));
        assert!(stderr.contains("what lies there is published or replaced"), "{stderr}");
        fs::remove_file(place.join(&key)).unwrap();
    }
    assert_eq!(place.files("output"), before);
}

#[test]
fn what_is_no_key_is_told() {
    let place = with_keys();
    place.write("words", "no key");
    for (key, words) in
        [("no-such.key", "No such file"), ("words", "no key in minisign's format"), ("ngo.pub", "public key")]
    {
        let (_, stderr) = streams(&place.run(["build", "--sign", key]).code(2));
        assert!(stderr.contains(words), "{stderr}");
    }
    place.run(["build"]).code(0);
    for (key, words) in
        [("no-such.pub", "No such file"), ("words", "no key in minisign's format"), ("ngo.key", "secret key")]
    {
        let said = verify(&place, &["output", "--key", key]);
        assert!(said.starts_with("2 ") && said.contains(words), "{said}");
    }
}

#[test]
fn a_signed_bundle_needs_an_edition() {
    let place = with_keys();
    place.edit("guides/site.yaml", "edition: {number: 1, date: 2026-11-22}\n", "");
    let (_, stderr) = streams(&place.run(["build", "--sign", "ngo.key"]).code(1));
    assert!(stderr.contains("error[missing-field]: a bundle that is signed needs an `edition`"), "{stderr}");
    assert!(stderr.contains("guides/site.yaml:1:1"), "{stderr}");
    assert!(!place.join("output").exists());
    place.run(["build"]).code(0);
}

#[test]
fn verify_says_what_is_proven_and_what_is_not() {
    let place = signed();
    let said = verify(&place, &["output"]);
    assert!(said.starts_with("0 ") && said.contains("does not prove who made it"), "{said}");
    assert!(said.contains("calls itself edition 1 of 2026-11-22, which is not proven"), "{said}");
    let letters = place.read("ngo.pub").lines().nth(1).unwrap().to_owned();
    for key in ["ngo.pub", &letters] {
        let said = verify(&place, &["output", "--key", key, "--min-edition", "1"]);
        assert!(said.starts_with("0 ") && said.contains("signed by the owner of the key"), "{said}");
    }
    let said = verify(&place, &["output", "--key", "ngo.pub", "--min-edition", "2"]);
    assert!(said.starts_with("1 edition    this is edition 1, older than 2"), "{said}");
    place.run(["build", "-o", "plain"]).code(0);
    let said = verify(&place, &["plain"]);
    assert!(said.starts_with("0 ") && said.contains("nobody has signed it"), "{said}");
    assert!(verify(&place, &["plain", "--key", "ngo.pub"]).starts_with("1 signature "));
    // A key that came with the copy.
    place.write("output/System Volume Information/ngo.pub", &place.read("ngo.pub"));
    let said = verify(&place, &["output", "--key", "output/System Volume Information/ngo.pub"]);
    assert!(said.starts_with("0 ") && said.contains("could have replaced the key"), "{said}");
    for wrong in [&["no-such-folder"][..], &["output", "--min-edition", "x"], &[]] {
        assert!(verify(&place, wrong).starts_with("2 "), "{wrong:?}");
    }
    assert!(verify(&place, &["guides/site.yaml"]).starts_with("1 archive "));
}

#[test]
fn verify_tells_people_and_programs() {
    let place = signed();
    place.write("output/en/index.html", "changed");
    place.write("output/autorun.inf", "[autorun]");
    place.write("output/.DS_Store", "x");
    fs::rename(place.join("output/404.html"), place.join("output/405\u{202E}.html")).unwrap();
    fs::remove_file(place.join("output/index.html")).unwrap();
    let said = verify(&place, &["output"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "1 changed    en/index.html");
    assert_eq!(lines[1], "missing    index.html");
    assert_eq!(lines[2], "renamed    405\u{FFFD}.html (it is 404.html)");
    assert_eq!(lines[3], "added      autorun.inf: some systems start what it names");
    assert!(lines[4].ends_with("no fault: .DS_Store"), "{said}");
    assert!(lines[5].starts_with("output: 4 faults;"), "{said}");

    let done = place.run(["verify", "output", "--key", "ngo.pub", "--message-format", "json"]).code(1);
    let report: serde_json::Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(report["well"], false);
    assert_eq!(report["faults"][0]["fault"], "changed");
    assert_eq!(report["faults"][2]["was"], "404.html");
    assert_eq!(report["clutter"][0], ".DS_Store");
    assert_eq!(report["provenance"]["state"], "proven");
    assert_eq!(report["edition"]["number"], 1);
}

#[test]
fn the_zip_edition_proves_itself() {
    let place = with_keys();
    place.run(["build", "--format", "site,zip", "--sign", "ngo.key"]).code(0);
    for copy in ["output", "output/editions/guides.zip"] {
        let said = verify(&place, &[copy, "--key", "ngo.pub", "--min-edition", "1"]);
        assert!(said.starts_with("0 ") && said.contains("signed by the owner of the key"), "{said}");
    }
    let mut bytes = fs::read(place.join("output/editions/guides.zip")).unwrap();
    bytes.push(0);
    fs::write(place.join("longer.zip"), &bytes).unwrap();
    assert!(verify(&place, &["longer.zip", "--key", "ngo.pub"]).starts_with("1 archive "));
}
