//! Enlarged four times, on the narrowest phone, and with the letters set wide apart, no text is cut off and nothing scrolls
//! sideways.

use crate::bundle::{Bundle, Page, Place, Site};
use crate::engines::{Browser, Engine};
use serde_json::{Value, json};

/// A window of 1280 × 1024 px, enlarged to 400 % (WCAG 1.4.10), and the spacing of WCAG 1.4.12.
#[test]
fn chromium() {
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(320, 256, 4);
    let mut problems = Vec::new();
    for bundle in Bundle::all() {
        let site = Site::at(Place::File, &bundle.folder());
        for page in bundle.one_of_each() {
            browser.open(&site.url_of(page));
            problems.extend(cut(&browser, page, false));
            problems.extend(cut(&browser, page, true));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn firefox() {
    fits_a_narrow_phone(Engine::Firefox);
}

#[test]
fn webkit() {
    fits_a_narrow_phone(Engine::WebKit);
}

/// Windows of these two stop at about 450 px: the page is looked at in a frame.
fn fits_a_narrow_phone(engine: Engine) {
    let browser = Browser::start(engine);
    let mut problems = Vec::new();
    for bundle in Bundle::left_to_right_and_right_to_left() {
        let site = Site::at(Place::Root, &bundle.folder());
        for page in bundle.one_of_each_direction() {
            let frame = format!("<iframe src='{}' width=320 height=640 style='border: 0'></iframe>", site.url_of(page));
            browser.open(&format!("data:text/html,<!doctype html>{frame}"));
            let frame = browser.find("iframe");
            browser.enter_frame(Some(&frame));
            assert_eq!(browser.run("return innerWidth"), 320, "{engine}");
            problems.extend(cut(&browser, page, false));
            browser.enter_frame(None);
        }
    }
    assert!(problems.is_empty(), "{engine}:\n{}", problems.join("\n"));
}

#[test]
fn faults_are_found() {
    let place = tempfile::tempdir().unwrap();
    let page = |name: &str, content: &str| {
        std::fs::write(place.path().join(name), format!("<!doctype html><title>t</title><body>{content}")).unwrap();
        Page { path: name.to_owned(), template: String::new(), lang: String::new(), right_to_left: false }
    };
    let wide = page("wide.html", "<p style=\"width: 900px\">a wide line");
    let clipped =
        page("clipped.html", "<p style=\"width: 90px; overflow: hidden; white-space: nowrap\">a line that is cut off");
    let low =
        page("low.html", "<p style=\"height: 1.2em; width: 12em; overflow: hidden\">fits as it is set in one line");
    let fine = page("fine.html", "<p>nothing is wrong with this");
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(320, 256, 4);
    let site = Site::at(Place::File, place.path());
    for (page, spaced, bad) in
        [(&wide, false, true), (&clipped, false, true), (&low, false, false), (&low, true, true), (&fine, true, false)]
    {
        browser.open(&site.url_of(page));
        let found = cut(&browser, page, spaced);
        assert_eq!(!found.is_empty(), bad, "{} spaced {spaced}: {found:?}", page.path);
    }
}

/// What is cut off or reaches out of the window, with letters as they are set or wide apart.
pub fn cut(browser: &Browser, page: &Page, spaced: bool) -> Vec<String> {
    let found = browser.run_with(include_str!("cut.js"), &[json!(spaced)]);
    let found = found.as_array().expect("a list").iter().filter_map(Value::as_str);
    let how = if spaced { ", letters wide apart" } else { "" };
    found.map(|what| format!("{}{how}: {what}", page.path)).collect()
}
