//! `build --report`: what it says is what lies in the bundle.

use crate::place::{Place, lamplight, streams};
use serde_json::Value;

#[test]
fn the_report_is_what_lies_in_the_bundle() {
    let place = Place::with_site();
    let report = json(&place, &["--report=json"]);
    let files = place.files("output");
    let bytes: usize = files.values().map(Vec::len).sum();
    assert_eq!((&report["total"]["files"], &report["total"]["bytes"]), (&files.len().into(), &bytes.into()));
    let pages = files.keys().filter(|path| path.ends_with(".html")).count();
    let share = |kind: &str| report["files"].as_array().unwrap().iter().find(|share| share["kind"] == kind).cloned();
    assert_eq!(share("page").unwrap()["files"], pages);
    assert!(share("search").is_some() && share("style").is_some() && share("picture").is_none(), "{report}");
    let sum: u64 = report["files"].as_array().unwrap().iter().map(|share| share["bytes"].as_u64().unwrap()).sum();
    assert_eq!(sum, bytes as u64);
    for page in report["heaviest_pages"].as_array().unwrap() {
        assert_eq!(page["bytes"], files[page["path"].as_str().unwrap()].len());
    }
    let view = &report["first_view"]["en"];
    assert!(
        files.contains_key(view["page"].as_str().unwrap()) && view["median"].as_u64() <= view["largest"].as_u64(),
        "{view}"
    );
    assert!(view["largest"].as_u64().unwrap() > 4_000, "HTML, style and script together: {view}");
    let stages: Vec<&str> = report["stages"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert!(stages.contains(&"parse") && stages.contains(&"search index"), "{stages:?}");
}

/// What readers take with them counts as such, by whatever way it came into the folder.
#[test]
fn editions_are_weighed_apart() {
    let place = Place::with_site();
    let report = json(&place, &["--report=json", "--format", "site,zip"]);
    let files = place.files("output");
    let shares = report["files"].as_array().unwrap();
    let editions = shares.iter().find(|share| share["kind"] == "edition").unwrap();
    let zip = files["editions/guides.zip"].len();
    assert_eq!((&editions["files"], &editions["bytes"], &editions["gzip"]), (&1.into(), &zip.into(), &zip.into()));
    assert_eq!(report["total"]["files"], files.len());
    assert_eq!(report["total"]["bytes"], files.values().map(Vec::len).sum::<usize>());
}

#[test]
fn threads_and_times_apart_it_says_the_same_again() {
    let place = Place::with_site();
    let without_times = |args: &[&str]| {
        let mut report = json(&place, args);
        report.as_object_mut().unwrap().remove("stages").unwrap();
        report
    };
    assert_eq!(without_times(&["--report=json", "--jobs", "1"]), without_times(&["--report=json", "--jobs", "4"]));
}

#[test]
fn people_get_tables() {
    let place = Place::with_site();
    let done = lamplight().current_dir(place.path()).args(["build", "--report"]).assert().code(0);
    let (stdout, stderr) = streams(&done);
    for heading in ["Guides: en ", "\nFiles ", "\nHeaviest pages ", "\nFirst view of a guide", "\nTime "] {
        assert!(stdout.contains(heading), "{heading:?} is not in\n{stdout}");
    }
    assert!(stderr.contains("wrote "), "{stderr}");
}

/// Two documents on one stream would be none.
#[test]
fn a_report_and_diagnostics_do_not_share_standard_output() {
    let place = Place::with_site();
    let both = [
        ("--report=json", "json"),
        ("--report=json", "sarif"),
        ("--report=json", "github"),
        ("--report=human", "gitlab"),
        ("--report=human", "json"),
        ("--report=human", "sarif"),
    ];
    for (report, format) in both {
        let args = ["build", report, "--message-format", format];
        let (stdout, stderr) = streams(&lamplight().current_dir(place.path()).args(args).assert().code(2));
        assert_eq!(stdout, "");
        assert!(stderr.contains("both go to standard output") && stderr.contains("help:"), "{stderr}");
        assert!(!place.join("output").exists());
    }
    // A log on GitHub is text, in which annotations are lines of their own.
    let args = ["build", "--report", "--message-format", "github", "--today", "2028-01-01"];
    let (stdout, _) = streams(&lamplight().current_dir(place.path()).args(args).assert().code(0));
    assert!(stdout.starts_with("::warning ") && stdout.contains("\nHeaviest pages "), "{stdout}");
}

#[test]
fn a_build_that_fails_has_no_report() {
    let place = Place::with_site();
    place.write("guides/en/index.md", "---\nkind: home\n---\n");
    let done = lamplight().current_dir(place.path()).args(["build", "--report"]).assert().code(1);
    assert_eq!(streams(&done).0, "");
}

fn json(place: &Place, args: &[&str]) -> Value {
    let done = lamplight().current_dir(place.path()).arg("build").args(args).assert().code(0);
    serde_json::from_str(&streams(&done).0).unwrap()
}
