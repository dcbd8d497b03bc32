//! By Tab alone every link, button, box and summary is reached, shows that it has the focus and is not covered.

use crate::bundle::{Bundle, Place, Site};
use crate::engines::{Browser, Engine};
use crate::webdriver::TAB;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn narrow() {
    every_control_is_reached_and_seen(320, 640);
}

#[test]
fn wide() {
    every_control_is_reached_and_seen(1280, 800);
}

fn every_control_is_reached_and_seen(width: u32, height: u32) {
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(width, height, 1);
    // Else pages glide to what has the focus, which takes a while.
    browser.chromium_prefers("prefers-reduced-motion", "reduce");
    let mut problems = Vec::new();
    for bundle in Bundle::left_to_right_and_right_to_left() {
        let site = Site::at(Place::File, &bundle.folder());
        for page in bundle.one_of_each_direction() {
            problems.extend(tab_through(&browser, &site.url_of(page)));
        }
    }
    assert!(problems.is_empty(), "at {width} px:\n{}", problems.join("\n"));
}

/// A control that no key reaches, one without a sign of focus, one below a bar that sticks: each is told.
#[test]
fn faults_are_found() {
    let place = tempfile::tempdir().unwrap();
    let faults = "<!doctype html><title>bad</title><style>:focus { outline: 3px solid } .plain:focus { outline: 0 } .bar { position: fixed; inset: 0 0 auto; height: 90px; \
                  background: #fff }</style><div class=bar></div><a href=\"#covered\">covered</a><p style=\"margin-top: 200px\">\
                  <a href=\"#plain\" class=plain>plain</a> <a href=\"#never\" tabindex=-1>never</a> <a href=\"#good\">good</a>";
    fs::write(place.path().join("bad.html"), faults).unwrap();
    let browser = Browser::start(Engine::Chromium);
    let found = tab_through(&browser, &format!("{}bad.html", Site::at(Place::File, place.path()).url)).join("\n");
    for fault in ["covered: is covered", "plain: shows no focus", "never: is not reached"] {
        assert!(found.contains(fault), "{fault} is not in:\n{found}");
    }
    assert!(!found.contains("good"), "{found}");
}

pub fn tab_through(browser: &Browser, url: &str) -> Vec<String> {
    browser.open(url);
    let names = browser.run(include_str!("keyboard.js"));
    let names: Vec<&str> = names.as_array().expect("a list").iter().filter_map(|name| name.as_str()).collect();
    // Where an address names a place, Tab begins there, and passes the end of the page on its way.
    browser.press(&vec![TAB; names.len() + 2]);
    let (mut problems, mut reached) = (Vec::new(), BTreeSet::new());
    for focus in browser.run("return window.lamplightFocus").as_array().expect("a list") {
        let number = focus["number"].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number");
        if reached.insert(number) {
            problems.extend(focus["problem"].as_str().map(|problem| format!("{url} {}: {problem}", names[number])));
        }
    }
    let missed = (0..names.len()).filter(|number| !reached.contains(number));
    problems.extend(missed.map(|number| format!("{url} {}: is not reached", names[number])));
    problems
}
