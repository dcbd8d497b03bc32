//! What is wrong with a site: where it is said, in which form, with which exit status, and that nothing is written.

use crate::place::{Place, TODAY, lamplight, streams};
use serde_json::Value;
use std::fs;

/// A site with three mistakes of an editor, in two files.
fn with_mistakes() -> Place {
    let place = Place::with_site();
    mistakes().iter().for_each(|(file, from, to)| place.edit(file, from, to));
    place
}

/// A misspelt field, a link to a page that is not there, and HTML in a text.
fn mistakes() -> [(&'static str, &'static str, &'static str); 3] {
    let (sign, step) = ("guides/en/signs/keeping-secrets.md", "guides/en/steps/tell-somebody.md");
    [
        (sign, "summary: They want", "sumary: They want"),
        (step, "(../help/index.md)", "(../halp/index.md)"),
        (step, "There is another one.", "There is another<br> one."),
    ]
}

#[test]
fn every_problem_is_said_with_its_place_on_standard_error() {
    let done = with_mistakes().run(["check"]).code(1).stdout_eq("");
    done.stderr_eq(snapbox::file!["problems.txt"]);
}

#[test]
fn a_clean_site_is_0() {
    let place = Place::with_site();
    place.run(["check", "--strict"]).code(0).stdout_eq("").stderr_eq("no problem found\n");
}

#[test]
fn warnings_fail_only_when_asked_to() {
    let place = Place::with_site();
    let late = ["--today", "2099-01-01"];
    let (_, said) = streams(&place.run(["check", late[0], late[1]]).code(0));
    assert!(said.contains("warning[review-overdue]") && said.contains("warning[helpline-expired]"), "{said}");
    place.run(["check", "--strict", late[0], late[1]]).code(1);
    place.run(["build", "--strict", late[0], late[1]]).code(1);
    assert!(!place.join("output").exists());
    place.run(["build", late[0], late[1]]).code(0);
    assert!(place.join("output/index.html").is_file());
    place.edit("guides/site.yaml", "#rules: {review-overdue: error}", "rules: {review-overdue: error}");
    place.run(["check", late[0], late[1]]).code(1);
}

#[test]
fn the_day_comes_from_the_option_then_from_source_date_epoch() {
    let place = Place::with_site();
    let said = |epoch: &str, args: &[&str]| {
        let check = lamplight().current_dir(place.path()).arg("check").args(args).env("SOURCE_DATE_EPOCH", epoch);
        streams(&check.assert().code(0)).1
    };
    // 2099-01-01.
    assert!(said("4070908800", &[]).contains("review-overdue"));
    assert_eq!(said("4070908800", &["--today", TODAY]), "no problem found\n");
}

#[test]
fn json_is_one_object_on_standard_output() {
    let done = with_mistakes().run(["check", "--message-format", "json"]).code(1).stderr_eq("");
    let json: Value = serde_json::from_str(&streams(&done).0).unwrap();
    let diagnostics = json["diagnostics"].as_array().unwrap();
    assert_eq!(json["errors"].as_u64().unwrap() as usize, diagnostics.len());
    for diagnostic in diagnostics {
        let file = diagnostic["file"].as_str().unwrap();
        assert!(file.starts_with("guides/en/s") && file.ends_with(".md"), "{diagnostic}");
        assert!(diagnostic["line"].as_u64().unwrap() >= 1 && diagnostic["column"].as_u64().unwrap() >= 1);
    }
    let codes: Vec<&str> = diagnostics.iter().filter_map(|d| d["code"].as_str()).collect();
    assert_eq!(codes, CODES);
}

/// What the three mistakes give, in the order of files and places.
const CODES: [&str; 3] = ["unknown-field", "raw-html", "broken-link"];

#[test]
fn sarif_is_what_code_hosts_read() {
    let done = with_mistakes().run(["check", "--message-format", "sarif"]).code(1).stderr_eq("");
    let sarif: Value = serde_json::from_str(&streams(&done).0).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.iter().filter_map(|r| r["ruleId"].as_str()).collect::<Vec<_>>(), CODES);
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1, "{result}");
    }
}

#[test]
fn github_has_one_command_a_line() {
    let done = with_mistakes().run(["check", "--message-format", "github"]).code(1).stderr_eq("");
    let (stdout, _) = streams(&done);
    assert_eq!(stdout.lines().count(), CODES.len());
    for (line, code) in stdout.lines().zip(CODES) {
        assert!(line.starts_with("::error file=guides/en/s"), "{line}");
        assert!(line.contains(&format!("title={code}::")), "{line}");
    }
}

#[test]
fn gitlab_has_one_entry_a_problem() {
    let done = with_mistakes().run(["check", "--message-format", "gitlab"]).code(1).stderr_eq("");
    let report: Vec<Value> = serde_json::from_str(&streams(&done).0).unwrap();
    assert_eq!(report.iter().map(|entry| entry["check_name"].as_str().unwrap()).collect::<Vec<_>>(), CODES);
    assert!(report.iter().all(|entry| entry["location"]["lines"]["begin"].as_u64().unwrap() >= 1), "{report:?}");
}

#[test]
fn a_clean_site_is_valid_in_every_form_too() {
    let place = Place::with_site();
    for format in ["json", "sarif", "gitlab"] {
        let (stdout, _) = streams(&place.run(["check", "--message-format", format]).code(0).stderr_eq(""));
        serde_json::from_str::<Value>(&stdout).unwrap();
    }
    place.run(["check", "--message-format", "github"]).code(0).stdout_eq("").stderr_eq("");
}

#[test]
fn a_mistake_leaves_the_output_as_it_was() {
    let place = Place::with_site();
    place.run(["build"]).code(0);
    let before = place.files("output");
    let written = fs::metadata(place.join("output/index.html")).unwrap().modified().unwrap();
    for (file, from, to) in mistakes() {
        place.edit(file, from, to);
        let (stdout, stderr) = streams(&place.run(["build"]).code(1));
        assert_eq!(stdout, "");
        assert!(stderr.ends_with("nothing was written, output is as it was\n"), "{stderr}");
        place.edit(file, to, from);
        assert_eq!(place.files("output"), before);
        assert_eq!(fs::metadata(place.join("output/index.html")).unwrap().modified().unwrap(), written);
    }
    let beside: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!beside.iter().any(|name| name.to_string_lossy().starts_with(".output")), "{beside:?}");
}

#[test]
fn a_build_replaces_nothing_that_is_not_its_own() {
    let place = Place::with_site();
    place.write("output/letter.txt", "dear");
    for (folder, word) in [("output", "letter.txt"), ("guides", "guides"), (".", ".")] {
        let (_, stderr) = streams(&place.run(["build", "-o", folder]).code(2));
        assert!(stderr.contains(word), "{stderr}");
    }
    assert_eq!(place.read("output/letter.txt"), "dear");
}

#[test]
fn a_machine_that_fails_is_3() {
    let place = Place::with_site();
    let file = place.join("README.md/output");
    let done = lamplight().current_dir(place.path()).args(["build", "-o"]).arg(file).assert().code(3);
    let (stdout, stderr) = streams(&done);
    assert_eq!(stdout, "");
    assert!(stderr.contains("README.md") && stderr.contains("help: "), "{stderr}");
}
