//! What a page does for its reader without keeping anything: advice below what is ticked, a word about an old copy.

use crate::bundle::{Bundle, Place, Site};
use crate::engines::{Browser, Engine, Settings};
use serde_json::json;

#[test]
fn ticks_show_advice_without_scripts() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    for engine in Engine::ALL {
        let browser = Browser::start_with(engine, Settings { scripts: false, ..Settings::default() });
        let lang = &bundle.pages[0].lang;
        let page = site.url_of(bundle.page_by("self-check", lang));
        let shown = || {
            browser.run(
                "return [...document.querySelectorAll('.items input ~ .then, .check-help')].map(function (it) \
                 { return it.checkVisibility(); })",
            )
        };
        let ticked = || browser.run("return document.querySelectorAll('.check :checked').length");
        browser.open(&page);
        let before = shown();
        let before = before.as_array().expect("a list");
        assert!(
            before.len() > 2 && before.iter().all(|shown| shown == false),
            "{engine} shows all at once: {before:?}"
        );
        browser.find(".items label").click();
        let after = shown();
        let after = after.as_array().expect("a list");
        let (advice, help) = (&after[..after.len() - 1], after.last());
        assert_eq!(advice.iter().filter(|shown| **shown == true).count(), 1, "{engine}: {after:?}");
        assert_eq!(help, Some(&json!(true)), "{engine}: help comes with the first tick");
        assert_eq!(ticked(), 1, "{engine}");
        browser.open(&site.url_of(bundle.page_by("home", lang)));
        browser.open(&page);
        assert_eq!(ticked(), 0, "{engine} keeps a tick");
        browser.find(".items label").click();
        browser.run("location.reload()");
        crate::engines::await_that("the page anew, without a tick", || (ticked() == 0).then_some(()));
    }
}

#[test]
fn an_old_copy_says_so() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    let browser = Browser::start(Engine::Chromium);
    let notes = |day: &str| {
        let clock = format!(
            "var then = Date.parse('{day}T12:00:00'), Real = Date; \
             Date = function () {{ return arguments.length ? new Real(...arguments) : new Real(then); }}"
        );
        let script = browser.chromium("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": clock }));
        browser.open(&site.url_of(bundle.page_by("helpline", &bundle.pages[0].lang)));
        browser.chromium("Page.removeScriptToEvaluateOnNewDocument", &json!({"identifier": script["identifier"]}));
        let count = |selector: &str| {
            let script = format!(
                "return [...document.querySelectorAll('{selector}')].filter(function (it) {{ return it.checkVisibility(); }}).length"
            );
            browser.run(&script).as_u64().expect("a number")
        };
        (count("[data-due]"), count(".overdue"))
    };
    let (numbers, notes_early) = notes("2026-11-22");
    assert!(
        numbers > 0 && notes_early == 0,
        "{notes_early} of {numbers} numbers count as old on the day of the edition"
    );
    assert_eq!(notes("2099-01-01"), (numbers, numbers), "numbers with a word about their age");
}
