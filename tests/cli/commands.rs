//! Help, `explain`, `completions`, `man`: what is printed, and where.

use crate::place::{Place, assert, lamplight, streams};
use lamplight::diagnostic::Code;
use std::path::Path;
use std::process::{Command, Stdio};

const COMMANDS: [&str; 12] =
    ["build", "check", "serve", "init", "new", "translate", "keygen", "verify", "usb", "explain", "completions", "man"];

const TRANSLATE: [&str; 4] = ["status", "export", "import", "mark"];

#[test]
fn help_is_data_and_stays_as_it_is() {
    let expect = |name: &str, args: &[&str]| {
        let done = lamplight().args(args).assert().code(0);
        let (stdout, stderr) = streams(&done);
        let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/help").join(format!("{name}.txt"));
        assert().eq(stdout, snapbox::Data::read_from(&expected, None));
        assert_eq!(stderr, "", "{name}");
    };
    expect("lamplight", &["--help"]);
    for command in COMMANDS {
        expect(command, &[command, "--help"]);
    }
    for command in TRANSLATE {
        expect(&format!("translate-{command}"), &["translate", command, "--help"]);
    }
}

#[test]
fn every_command_has_its_help_tested() {
    let listed = |args: &[&str]| -> Vec<String> {
        let (stdout, _) = streams(&lamplight().args(args).arg("--help").assert());
        let listed = stdout.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
        let names = listed.lines().filter_map(|line| line.split_whitespace().next());
        names.filter(|name| *name != "help").map(str::to_owned).collect()
    };
    assert_eq!(listed(&[]), COMMANDS);
    assert_eq!(listed(&["translate"]), TRANSLATE);
}

#[test]
fn wrong_usage_is_2_and_says_nothing_on_standard_output() {
    let place = Place::empty();
    let wrong: [&[&str]; 9] = [
        &[],
        &["bake"],
        &["build", "--fast"],
        &["build", "--jobs", "0"],
        &["check", "--today", "yesterday"],
        &["check", "--message-format", "xml"],
        &["check", "no-such-folder"],
        &["new", "poem", "roses"],
        &["explain", "no-such-code"],
    ];
    for args in wrong {
        let done = lamplight().current_dir(place.path()).args(args).assert().code(2);
        let (stdout, stderr) = streams(&done);
        assert_eq!(stdout, "", "{args:?}");
        assert!(!stderr.is_empty(), "{args:?}");
    }
    lamplight().current_dir(place.path()).arg("check").env("SOURCE_DATE_EPOCH", "soon").assert().code(2);
}

#[test]
fn the_version_is_that_of_the_crate() {
    let version = concat!("lamplight ", env!("CARGO_PKG_VERSION"), "\n");
    lamplight().arg("--version").assert().code(0).stdout_eq(version).stderr_eq("");
}

#[test]
fn explain_prints_the_page_of_each_code() {
    let (list, _) = streams(&lamplight().arg("explain").assert().code(0));
    for code in Code::ALL {
        let (page, stderr) = streams(&lamplight().args(["explain", code.name()]).assert().code(0));
        assert!(page.starts_with(&format!("# {code}\n")), "{page}");
        assert!(page.contains("## Wrong") && page.contains("## Right"), "{code} has no examples");
        assert_eq!(stderr, "", "{code}");
        let line = list.lines().find(|line| line.split_whitespace().next_back() == Some(code.name()));
        assert!(line.is_some_and(|line| line.starts_with(code.severity().name())), "{code} is not listed");
    }
}

#[test]
fn explain_suggests_the_nearest_code() {
    let done = lamplight().args(["explain", "rawhtml"]).assert().code(2);
    let (_, stderr) = streams(&done);
    assert!(stderr.contains("did you mean `raw-html`?"), "{stderr}");
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, stderr) = streams(&lamplight().args(["completions", shell]).assert().code(0));
        assert!(COMMANDS.iter().all(|command| script.contains(command)), "{shell}");
        assert!(script.contains("message-format"), "{shell}");
        assert_eq!(stderr, "", "{shell}");
    }
}

#[test]
fn bash_accepts_its_completions() {
    let (script, _) = streams(&lamplight().args(["completions", "bash"]).assert());
    let place = Place::empty();
    place.write("lamplight.bash", &script);
    let status = Command::new("bash").arg("-n").arg(place.join("lamplight.bash")).status();
    assert!(status.unwrap().success());
}

#[test]
fn the_manual_page_is_roff_that_names_every_command() {
    let (page, stderr) = streams(&lamplight().arg("man").assert().code(0));
    assert!(page.contains("\n.TH lamplight 1 "), "{page}");
    assert!(page.contains("\n.SH NAME\n"), "{page}");
    assert!(COMMANDS.iter().all(|command| page.contains(&format!("lamplight\\-{command}(1)"))), "{page}");
    assert_eq!(stderr, "");
}

/// `lamplight explain … | head -1` is no failure.
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    let mut child =
        program.args(["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
