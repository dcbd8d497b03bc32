//! The file that holds all pages of a language, as a phone opens it: alone in its folder, without a network.

use crate::accessible::{axe, every_rule, violations};
use crate::bundle::{Bundle, Page, Place, Site};
use crate::detectors::look;
use crate::engines::{Browser, Engine, Settings, await_that};
use crate::judged::judged;
use crate::keyboard::tab_through;
use crate::print::sheets;
use crate::reflow::cut;
use crate::search::ask;
use crate::valid::{KNOWN, vnu};
use crate::webdriver::SHIFT;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// The files of two languages, each alone in a folder.
struct Alone {
    folder: TempDir,
    page: Page,
}

impl Alone {
    fn all() -> Vec<Self> {
        let bundle = Bundle::guides_with(&["--format", "single"]);
        let alone = |lang: &str| {
            let page =
                bundle.pages.iter().find(|page| page.lang == lang).unwrap_or_else(|| panic!("no file in {lang}"));
            let folder = tempfile::tempdir().unwrap();
            fs::copy(bundle.folder().join(&page.path), folder.path().join("guides.html")).unwrap();
            Self { folder, page: Page { path: "guides.html".to_owned(), ..page.clone() } }
        };
        ["en", "ur"].map(alone).into()
    }
}

#[test]
fn chromium() {
    Alone::all().iter().for_each(|alone| reads_searches_and_leaves(Engine::Chromium, alone));
}

#[test]
fn firefox() {
    Alone::all().iter().for_each(|alone| reads_searches_and_leaves(Engine::Firefox, alone));
}

fn reads_searches_and_leaves(engine: Engine, alone: &Alone) {
    let browser = Browser::start_with(engine, Settings { network: false, ..Settings::default() });
    let site = Site::at(Place::File, alone.folder.path());
    let url = site.url_of(&alone.page);
    browser.open(&url);
    assert_eq!(shown(&browser), ["index"], "{engine}");
    let home = browser.title();
    read(&browser);
    search(&browser, &alone.page.lang);
    forgets_ticks(&browser);
    menu_and_skip_link_stay(&browser);
    if engine == Engine::Chromium {
        let faults = look(&browser, &site, &alone.page.path);
        assert!(faults.is_empty(), "{faults:?}");
    }
    assert_eq!(browser.run("return performance.getEntriesByType('resource').length"), 0, "{engine} loads something");
    leave(&browser, &home);
    assert_eq!(browser.outside(), [""; 0], "{engine} looked up hosts");
}

/// Over a door to a section and a guide, and back.
fn read(browser: &Browser) {
    browser.find(".door-step a").click();
    await_shown(browser, "steps/index");
    browser.find("[id='steps/index'] h3 a").click();
    await_that("a step", || {
        shown(browser).first().filter(|id| id.starts_with("steps/") && *id != "steps/index").map(drop)
    });
    let heading = browser.run("return document.querySelector('.shown h1').textContent");
    assert!(browser.title().contains(heading.as_str().unwrap()), "{} is not {heading}", browser.title());
    assert_eq!(
        browser.run("return [scrollY, document.activeElement === document.querySelector('.shown')]"),
        json!([0, true])
    );
    browser.back();
    await_shown(browser, "steps/index");
    browser.back();
    await_shown(browser, "index");
}

fn search(browser: &Browser, lang: &str) {
    browser.find(".tools a[href='#search']").click();
    await_shown(browser, "search");
    for query in judged()[lang].iter().take(8) {
        let found = ask(browser, query.text);
        let place = found.guides.iter().position(|guide| query.expected.contains(&guide.as_str()));
        assert!(place.is_some_and(|at| at < 3), "{lang} {:?} finds {:?}", query.text, found.guides);
    }
    let found = ask(browser, "1799 ");
    assert_eq!(found.guides, ["help/nccia"]);
    browser.find(".results a").click();
    await_shown(browser, "help/nccia");
    let kept = browser
        .run("return document.getElementById('_query').textContent + document.querySelector('.results').textContent");
    assert_eq!(kept, "", "what was typed is kept for who comes next");
}

fn forgets_ticks(browser: &Browser) {
    go_to(browser, "document.querySelector('.page-self-check').id");
    let shows =
        || browser.run("return document.querySelector('.page-self-check .check-help').getClientRects().length > 0");
    assert_eq!(shows(), false);
    browser.find(".page-self-check .items input").click();
    assert_eq!(shows(), true, "a tick shows what to do");
    go_to(browser, "'help/index'");
    go_to(browser, "document.querySelector('.page-self-check').id");
    assert_eq!(shows(), false, "a tick is kept");
}

/// These lead to places in the frame of all pages.
fn menu_and_skip_link_stay(browser: &Browser) {
    go_to(browser, "'signs/keep-it-secret'");
    let url = browser.url();
    for link in [".skip", ".to-parts a"] {
        browser.run_with("document.querySelector(arguments[0]).click()", &[json!(link)]);
        let focused = browser.run_with(
            "return '#' + document.activeElement.id === document.querySelector(arguments[0]).hash",
            &[json!(link)],
        );
        assert_eq!(focused, true, "{link} does not move the focus");
        assert_eq!((shown(browser), browser.url()), (vec!["signs/keep-it-secret".to_owned()], url.clone()), "{link}");
    }
}

/// By Shift three times; then no Back brings a guide, nor loading the page again.
fn leave(browser: &Browser, home: &str) {
    let engine = browser.engine;
    // A list, since Firefox gives a script of the driver a window of its own, in which a number would be a copy.
    browser.run("window.moves = []; addEventListener('hashchange', function () { window.moves.push(1) })");
    browser.press(&[SHIFT, SHIFT, SHIFT]);
    let left = || {
        let seen = browser.run(
            "return [document.body.className, document.querySelectorAll('.page').length, document.querySelectorAll('a').length, \
             document.querySelector('.page').getClientRects().length > 0, location.hash]",
        );
        (seen == json!(["page-tables", 1, 0, true, "#_tables"])).then_some(())
    };
    await_that("the neutral page", left);
    let title = browser.title();
    assert!(title != home && !title.contains("grooming"), "{engine} leaves the title {title:?}");
    for back in 1..=3 {
        browser.back();
        // Each entry behind takes the address of the neutral page in turn: there and on.
        await_that("an entry to become neutral", || {
            (browser.run("return window.moves.length").as_u64() > Some(2 * back)).then_some(())
        });
        await_that("the neutral page after Back", left);
        assert_eq!(browser.title(), title, "{engine}");
    }
    browser.press(&[SHIFT, SHIFT, SHIFT]);
    assert!(left().is_some(), "{engine}: there is nothing left to leave");
    let url = browser.url();
    browser.open("about:blank");
    browser.open(&url);
    await_that("the neutral page again", left);
}

/// Pages take each other's place in the history of the window.
#[test]
fn less_of_a_trail() {
    let alone = &Alone::all()[0];
    let browser = Browser::start(Engine::Chromium);
    browser.open(&Site::at(Place::File, alone.folder.path()).url_of(&alone.page));
    browser.find("#_trail button").click();
    let entries = browser.run("return history.length");
    browser.find(".door-step a").click();
    await_shown(&browser, "steps/index");
    browser.find("[id='steps/index'] h3 a").click();
    await_that("a step", || (shown(&browser)[0] != "steps/index").then_some(()));
    assert_eq!(browser.run("return history.length"), entries);
}

/// All pages stand below each other; the exit leaves nothing to be seen but the neutral page.
#[test]
fn without_scripts() {
    let alone = &Alone::all()[0];
    for engine in [Engine::Chromium, Engine::Firefox] {
        let browser = Browser::start_with(engine, Settings { scripts: false, ..Settings::default() });
        browser.open(&Site::at(Place::File, alone.folder.path()).url_of(&alone.page));
        assert!(shown(&browser).len() > 40, "{engine}: {:?}", shown(&browser));
        browser.find("#_exit").click();
        await_that("the neutral page", || (shown(&browser) == ["_tables"]).then_some(()));
        let links = browser.run(
            "return Array.from(document.querySelectorAll('a'), a => a.getClientRects().length).filter(Boolean).length",
        );
        assert_eq!(links, 0, "{engine} still shows links");
    }
}

/// With its list of all guides, all of them are shown, and printed.
#[test]
fn everything_on_one_page() {
    let alone = &Alone::all()[0];
    let browser = Browser::start(Engine::Chromium);
    browser.open(&Site::at(Place::File, alone.folder.path()).url_of(&alone.page));
    go_to(&browser, "'_all'");
    let all = shown(&browser);
    assert!(all.len() > 40 && all.contains(&"signs/keep-it-secret".to_owned()), "{all:?}");
    assert!(!all.iter().any(|id| id == "_tables" || id == "search" || id.starts_with("for-")), "{all:?}");
    browser.find("#_all nav a[href='#signs/keep-it-secret']").click();
    await_shown(&browser, "signs/keep-it-secret");
}

const PAGES: [&str; 8] = [
    "index",
    "_all",
    "search",
    "signs/index",
    "signs/keep-it-secret",
    "steps/keep-evidence",
    "help/index",
    "help/nccia",
];

#[test]
fn accessible() {
    let axe = axe();
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(320, 640, 1);
    let mut problems = Vec::new();
    for alone in Alone::all() {
        browser.open(&Site::at(Place::File, alone.folder.path()).url_of(&alone.page));
        browser.run(&axe);
        for id in PAGES {
            go_to(&browser, &format!("'{id}'"));
            let page = Page { path: format!("{} {id}", alone.page.lang), ..alone.page.clone() };
            browser.chromium_prefers("prefers-color-scheme", "light");
            problems.extend(violations(&browser, &page, "light", &every_rule()));
            browser.chromium_prefers("prefers-color-scheme", "dark");
            let contrast = json!({"runOnly": ["color-contrast", "link-in-text-block"]});
            problems.extend(violations(&browser, &page, "dark", &contrast));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn nothing_is_cut_off() {
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(320, 256, 4);
    let mut problems = Vec::new();
    for alone in Alone::all() {
        let url = Site::at(Place::File, alone.folder.path()).url_of(&alone.page);
        for id in PAGES {
            browser.open("about:blank");
            browser.open(&format!("{url}#{id}"));
            await_that(id, || shown(&browser).iter().any(|shown| shown == id).then_some(()));
            let page = Page { path: format!("{} {id}", alone.page.lang), ..alone.page.clone() };
            problems.extend(cut(&browser, &page, false));
            problems.extend(cut(&browser, &page, true));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// On a phone, by Tab alone: the controls of the page that is shown, and none of the others.
#[test]
fn keyboard() {
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(320, 640, 1);
    browser.chromium_prefers("prefers-reduced-motion", "reduce");
    let mut problems = Vec::new();
    for alone in Alone::all() {
        let url = Site::at(Place::File, alone.folder.path()).url_of(&alone.page);
        for id in ["index", "search", "signs/keep-it-secret", "help/index"] {
            browser.open("about:blank");
            problems.extend(tab_through(&browser, &format!("{url}#{id}")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A guide is printed alone; with the list of all guides, each of them, and nothing that only leads to them.
#[test]
fn printed() {
    let alone = &Alone::all()[0];
    let browser = Browser::start(Engine::Chromium);
    browser.open(&Site::at(Place::File, alone.folder.path()).url_of(&alone.page));
    go_to(&browser, "'signs/keep-it-secret'");
    let one = sheets(&browser);
    assert!((1..=3).contains(&one), "{one} sheets for a guide");
    go_to(&browser, "'_all'");
    let (guides, all) = (shown(&browser).len(), sheets(&browser));
    assert!((guides / 3..=2 * guides).contains(&all), "{all} sheets for {guides} pages");
}

#[test]
fn valid() {
    for alone in Alone::all() {
        let said = vnu(alone.folder.path());
        assert!(said.iter().any(|fault| fault.message == KNOWN[0]), "the checker read nothing");
        let faults: Vec<_> =
            said.iter().filter(|fault| !KNOWN.iter().any(|known| fault.message.starts_with(known))).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

/// The ids of the pages that can be seen.
fn shown(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('.page')).filter(page => page.getClientRects().length).map(page => page.id)";
    let shown = browser.run(script);
    shown.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

fn await_shown(browser: &Browser, id: &str) {
    await_that(id, || (shown(browser) == [id]).then_some(()));
}

/// Follows a link to the page whose id a script says.
fn go_to(browser: &Browser, id: &str) {
    let id = browser.run(&format!("var id = {id}; location.hash = id; return id"));
    await_that(id.as_str().unwrap(), || shown(browser).iter().any(|shown| *shown == id).then_some(()));
}
