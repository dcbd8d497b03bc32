//! This test binary as a child process: a job for it in the environment, done by the test [`child`] alone.

use crate::bundle::{Files, build, files_in, names_in, page, version, with_manifest};
use crate::faults;
use lamplight::fs::{FolderSink, Limits, SinkError, Swap, read};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

const JOB: &str = "LAMPLIGHT_TEST_JOB";
const FOLDER: &str = "LAMPLIGHT_TEST_FOLDER";

/// What the child says when it begins.
pub const READY: &str = "the child is ready";

/// A command that runs `job` on `folder` in a process of its own, behind the words of `before` (`setpriv …`, `sh -c …`).
/// It fails with the panic's message where the job does.
pub fn command(before: &[&str], job: &str, folder: &Path) -> Command {
    let program = env::current_exe().unwrap();
    let mut words = before.iter().map(PathBuf::from).chain([program]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args(["--exact", "child::child", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(JOB, job).env(FOLDER, folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a job to its end, which has to be good.
pub fn run(before: &[&str], job: &str, folder: &Path) {
    let output = command(before, job, folder).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success() && text.contains(READY), "{job}: {}\n{text}", output.status);
}

/// The words before a command that take from root the power to ignore modes; an ordinary user never had it.
pub fn without_powers() -> &'static [&'static str] {
    if rustix::process::geteuid().is_root() {
        &["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    } else {
        &["env"]
    }
}

#[test]
#[ignore = "the child process of other tests"]
fn child() {
    let (Ok(job), Some(folder)) = (env::var(JOB), env::var_os(FOLDER)) else { return };
    let target = PathBuf::from(folder);
    let versions = [version("b"), version("a")];
    say(READY);
    match job.as_str() {
        "build" => build(&target, &versions[0], Swap::Exchange).unwrap(),
        "alternate by exchange" => alternate(&target, &versions, Swap::Exchange),
        "alternate by renames" => alternate(&target, &versions, Swap::Renames),
        "hold" => {
            let _sink = FolderSink::open(&target, &[]).unwrap();
            say("held");
            let _ = io::stdin().read(&mut [0]);
        }
        "fill the disk" => faults::fill_the_disk(&target),
        "hit the file size limit" => hit_the_file_size_limit(&target),
        "be denied" => be_denied(&target),
        "be denied the removal" => be_denied_the_removal(&target),
        "read what is denied" => {
            let error = read(&target, None, Limits::default()).unwrap_err();
            assert_eq!(error.source.kind(), io::ErrorKind::PermissionDenied);
            assert!(error.to_string().contains("locked"), "{error}");
        }
        other => panic!("no such job: {other}"),
    }
}

/// Builds one version after the other until it is killed.
fn alternate(target: &Path, versions: &[Files], swap: Swap) {
    for files in versions.iter().cycle() {
        build(target, files, swap).unwrap();
    }
}

/// Tells the parent, at once: what `println!` holds back would be lost with a kill.
fn say(line: &str) {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}").unwrap();
    stdout.flush().unwrap();
}

fn hit_the_file_size_limit(target: &Path) {
    build(target, &page("old"), Swap::Exchange).unwrap();
    let large = with_manifest([("a.html".into(), vec![b'x'; 20]), ("b.html".into(), vec![b'x'; 200_000])].into());
    match build(target, &large, Swap::Exchange) {
        Err(SinkError::Io { source, .. }) => assert_eq!(source.kind(), io::ErrorKind::FileTooLarge),
        other => panic!("{other:?}"),
    }
    assert_eq!(files_in(target), Some(page("old")));
    assert_eq!(names_in(target.parent().unwrap()), ["site"]);
    build(target, &page("new"), Swap::Exchange).unwrap();
    assert_eq!(files_in(target), Some(page("new")));
}

fn be_denied(target: &Path) {
    match build(target, &page("new"), Swap::Exchange) {
        Err(error @ SinkError::Io { .. }) => {
            assert!(error.help().contains("allow the user"), "{}", error.help());
            assert!(error.to_string().contains("ermission denied"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

fn be_denied_the_removal(target: &Path) {
    match build(target, &page("new"), Swap::Exchange) {
        Err(SinkError::Kept { why, .. }) => assert!(why.contains("can't be removed"), "{why}"),
        other => panic!("{other:?}"),
    }
}
