//! axe-core finds nothing: WCAG 2.2 A and AA and its best practices, by day and night, on a phone and on a desk, from left
//! to right and from right to left.

use crate::bundle::{Bundle, Page, Place, Site};
use crate::engines::program::node_module;
use crate::engines::{Browser, Engine};
use serde_json::{Value, json};
use std::fs;

#[test]
fn narrow() {
    nothing_is_found(320, 640);
}

#[test]
fn wide() {
    nothing_is_found(1280, 800);
}

fn nothing_is_found(width: u32, height: u32) {
    let axe = axe();
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(width, height, 1);
    let mut problems = Vec::new();
    for bundle in Bundle::left_to_right_and_right_to_left() {
        // On a host, since axe may not read the style sheet of a page in a folder.
        let site = Site::at(Place::Root, &bundle.folder());
        for page in bundle.one_of_each_direction() {
            browser.chromium_prefers("prefers-color-scheme", "light");
            browser.open(&site.url_of(page));
            browser.run(&axe);
            problems.extend(violations(&browser, page, "light", &every_rule()));
            browser.chromium_prefers("prefers-color-scheme", "dark");
            problems.extend(violations(
                &browser,
                page,
                "dark",
                &json!({"runOnly": ["color-contrast", "link-in-text-block"]}),
            ));
        }
    }
    assert!(problems.is_empty(), "at {width} px:\n{}", problems.join("\n"));
}

/// Nobody's page is perfect by chance: what axe is asked for here does find faults.
#[test]
fn faults_are_found() {
    let place = tempfile::tempdir().unwrap();
    let faults = "<!doctype html><html><title>bad</title><body style=\"background: #fff\"><img src=\"data:,\">\
                  <p style=\"color: #ccc\">pale</p><a href=\"#x\" style=\"font-size: 8px\">a</a><a href=\"#y\" style=\"font-size: 8px\">b</a>";
    fs::write(place.path().join("bad.html"), faults).unwrap();
    let browser = Browser::start(Engine::Chromium);
    let page = Page { path: "bad.html".to_owned(), template: String::new(), lang: String::new(), right_to_left: false };
    browser.open(&Site::at(Place::File, place.path()).url_of(&page));
    browser.run(&axe());
    let found = violations(&browser, &page, "light", &every_rule()).join("\n");
    for rule in ["html-has-lang", "image-alt", "color-contrast", "landmark-one-main", "target-size"] {
        assert!(found.contains(rule), "{rule} is not in:\n{found}");
    }
}

/// axe.min.js of the version that the lock file pins, where `tests/run` puts it.
pub fn axe() -> String {
    fs::read_to_string(node_module("axe-core/axe.min.js")).unwrap()
}

pub fn every_rule() -> Value {
    let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
    // Off by default, though WCAG 2.2 asks for it.
    json!({"runOnly": tags, "rules": {"target-size": {"enabled": true}}})
}

pub fn violations(browser: &Browser, page: &Page, colours: &str, options: &Value) -> Vec<String> {
    let script = "var done = arguments[1]; \
                  axe.run({...arguments[0], resultTypes: ['violations']}).then(done, function (why) { done(String(why)); })";
    let results = browser.run_later(script, std::slice::from_ref(options));
    let found = results["violations"].as_array().unwrap_or_else(|| panic!("{}: axe says {results}", page.path));
    let line = |rule: &Value| {
        let places: Vec<String> =
            rule["nodes"].as_array().into_iter().flatten().map(|it| it["target"].to_string()).collect();
        format!("{} ({colours}): {}: {} at {}", page.path, rule["id"], rule["help"], places.join(", "))
    };
    found.iter().map(line).collect()
}
