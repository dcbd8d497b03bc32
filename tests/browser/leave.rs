//! When the pages are left, when not, and where to: Shift and other keys, an exit on the web, no network.

use crate::bundle::{Bundle, Page, Place, Site};
use crate::engines::{Browser, Engine, Settings, await_that};
use crate::webdriver::{SHIFT, TAB};
use serde_json::json;
use std::thread;
use std::time::Duration;

#[test]
fn chromium() {
    shift_alone_three_times_within_five_seconds(Engine::Chromium);
}

#[test]
fn firefox() {
    shift_alone_three_times_within_five_seconds(Engine::Firefox);
}

#[test]
fn webkit() {
    shift_alone_three_times_within_five_seconds(Engine::WebKit);
}

fn shift_alone_three_times_within_five_seconds(engine: Engine) {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    let browser = Browser::start(engine);
    let page = site.url_of(deep(&bundle));
    let stays = |why: &str| {
        // A page that is left covers itself at once.
        assert!(browser.run("return document.documentElement.className") == "", "{engine} leaves for {why}");
        assert_eq!(browser.url(), page, "{engine} leaves for {why}");
    };
    let says = |what: &str, when: &str| {
        let script = "return [document.querySelector('[role=status]').textContent, document.getElementById('_exit').getAttribute(arguments[0])]";
        let said = browser.run_with(script, &[json!(what)]);
        assert_eq!(said[0], said[1], "{engine} {when}");
        assert!(said[0] != "", "{engine} says nothing {when}");
    };

    browser.open(&page);
    browser.press(&[SHIFT, SHIFT, 'a', SHIFT, SHIFT]);
    stays("a letter between");
    browser.open(&page);
    (0..4).for_each(|_| browser.press_with(SHIFT, 'a'));
    stays("capital letters");
    (0..4).for_each(|_| browser.press_with(SHIFT, TAB));
    stays("going back by Tab");

    browser.open(&page);
    browser.press(&[SHIFT]);
    says("data-two", "after one press");
    browser.press(&[SHIFT]);
    says("data-one", "after two presses");
    thread::sleep(Duration::from_millis(5200));
    let said = browser.run("return document.querySelector('[role=status]').textContent");
    assert_eq!(said, "", "{engine}: after five seconds the presses are forgotten");
    browser.press(&[SHIFT]);
    stays("a third press after five seconds");
    browser.press(&[SHIFT, SHIFT]);
    await_that("three presses leave", || (browser.url() == format!("{}tables.html", site.url)).then_some(()));
}

/// `exit: https://…` in site.yaml: from a host the reader goes there, from a stick the neutral page opens.
#[test]
fn an_exit_on_the_web_is_for_the_web_only() {
    let bundle = Bundle::two_languages();
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        let site = Site::at(Place::File, &bundle.folder());
        browser.open(&site.url_of(deep(&bundle)));
        browser.find("#_exit").click();
        await_that("the page in the bundle", || browser.url().ends_with("/tables.html").then_some(()));
        let site = Site::at(Place::SubPath, &bundle.folder());
        browser.open(&site.url_of(deep(&bundle)));
        browser.press(&[SHIFT, SHIFT, SHIFT]);
        thread::sleep(Duration::from_secs(1));
        let wanted = browser.outside();
        assert!(wanted.iter().any(|host| host.contains("weather.example")), "{engine} left for {wanted:?}");
    }
}

/// With the network off; in WebKitGTK nothing leads out of the machine in any of these tests.
#[test]
fn offline() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    for engine in [Engine::Chromium, Engine::Firefox] {
        let browser = Browser::start_with(engine, Settings { network: false, ..Settings::default() });
        for leave in [|it: &Browser| it.press(&[SHIFT, SHIFT, SHIFT]), |it: &Browser| it.find("#_exit").click()] {
            browser.open(&site.url_of(deep(&bundle)));
            assert!(browser.run("return navigator.onLine") == false, "{engine} thinks that it is online");
            leave(&browser);
            await_that("the neutral page", || (browser.url() == format!("{}tables.html", site.url)).then_some(()));
        }
    }
}

/// The page furthest from the root.
fn deep(bundle: &Bundle) -> &Page {
    bundle.pages.iter().max_by_key(|page| page.path.matches('/').count()).expect("a page")
}
