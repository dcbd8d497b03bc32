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
use std::collections::BTreeSet;
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
    ways_on(&browser);
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
    await_shown(browser, "steps");
    browser.find("#steps h3 a").click();
    await_that("a step", || shown(browser).first().filter(|id| *id != "steps").map(drop));
    let heading = browser.run("return document.querySelector('.shown h1').textContent");
    assert!(browser.title().contains(heading.as_str().unwrap()), "{} is not {heading}", browser.title());
    assert_eq!(
        browser.run("return [scrollY, document.activeElement === document.querySelector('.shown')]"),
        json!([0, true])
    );
    browser.back();
    await_shown(browser, "steps");
    browser.back();
    await_shown(browser, "index");
}

fn search(browser: &Browser, lang: &str) {
    browser.find(".tools a[href='#search']").click();
    await_shown(browser, "search");
    for query in judged()[lang].iter().take(8) {
        let found = ask(browser, query.text);
        let place = found.guides.iter().position(|guide| query.expected.iter().any(|path| is_of(guide, path)));
        assert!(place.is_some_and(|at| at < 3), "{lang} {:?} finds {:?}", query.text, found.guides);
    }
    let found = ask(browser, "1799 ");
    assert_eq!(found.guides, ["nccia"]);
    // The index holds no texts: titles, headings and sentences are those of the pages.
    let said = browser.run("return document.querySelector('.results').textContent");
    assert!(said.as_str().unwrap().contains("1799"), "{said}");
    browser.find(".results a").click();
    await_shown(browser, "nccia");
    let kept = browser
        .run("return document.getElementById('_query').textContent + document.querySelector('.results').textContent");
    assert_eq!(kept, "", "what was typed is kept for who comes next");
}

/// Whether the id of a page is that of the guide at a path.
fn is_of(id: &str, path: &str) -> bool {
    path.trim_end_matches("/index").rsplit('/').next() == Some(id)
}

/// A result leads to the section that its words stand in, also when its address is opened later.
fn to_a_section(browser: &Browser, url: &str) {
    browser.find(".tools a[href='#search']").click();
    await_shown(browser, "search");
    ask(browser, "teenagers need privacy");
    let link =
        "Array.from(document.querySelectorAll('.results a')).find(link => link.hash.startsWith('#keep-it-secret:'))";
    let snippet = browser.run(&format!("return {link}.parentNode.textContent"));
    let heading = "What a parent may see";
    assert!(snippet.as_str().unwrap().contains(heading), "{snippet}");
    let hash = browser.run(&format!("return {link}.hash"));
    browser.run(&format!("{link}.click()"));
    await_shown(browser, "keep-it-secret");
    let at = "return document.getElementById(decodeURIComponent(location.hash.slice(1))).textContent";
    assert_eq!(browser.run(at), heading);
    browser.open("about:blank");
    browser.open(&format!("{url}{}", hash.as_str().unwrap()));
    await_shown(browser, "keep-it-secret");
}

/// The script says on each page what stands there once in the file.
fn ways_on(browser: &Browser) {
    go_to(browser, "'keep-it-secret'");
    let ways = "return Array.from(document.querySelectorAll('.shown .neighbours a'), link => link.hash)";
    assert_eq!(browser.run(ways), json!(["#insists-on-meeting", "#asks-for-favours"]));
    browser.find(".shown .neighbours .following a").click();
    await_shown(browser, "asks-for-favours");
    go_to(browser, "'keep-it-secret'");
    assert_eq!(browser.run(ways), json!(["#insists-on-meeting", "#asks-for-favours"]), "ways are added again");
    go_to(browser, "'help'");
    assert_eq!(browser.run(ways), json!([]));
}

fn forgets_ticks(browser: &Browser) {
    go_to(browser, "document.querySelector('.page-self-check').id");
    let shows =
        || browser.run("return document.querySelector('.page-self-check .check-help').getClientRects().length > 0");
    assert_eq!(shows(), false);
    browser.find(".page-self-check .items input").click();
    assert_eq!(shows(), true, "a tick shows what to do");
    go_to(browser, "'help'");
    go_to(browser, "document.querySelector('.page-self-check').id");
    assert_eq!(shows(), false, "a tick is kept");
}

/// These lead to places in the frame of all pages.
fn menu_and_skip_link_stay(browser: &Browser) {
    go_to(browser, "'keep-it-secret'");
    let url = browser.url();
    for link in [".skip", ".to-parts a"] {
        browser.run_with("document.querySelector(arguments[0]).click()", &[json!(link)]);
        let focused = browser.run_with(
            "return '#' + document.activeElement.id === document.querySelector(arguments[0]).hash",
            &[json!(link)],
        );
        assert_eq!(focused, true, "{link} does not move the focus");
        assert_eq!((shown(browser), browser.url()), (vec!["keep-it-secret".to_owned()], url.clone()), "{link}");
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

#[test]
fn a_result_leads_to_its_section() {
    let alone = &Alone::all()[0];
    for engine in [Engine::Chromium, Engine::Firefox] {
        let browser = Browser::start(engine);
        let url = Site::at(Place::File, alone.folder.path()).url_of(&alone.page);
        browser.open(&url);
        to_a_section(&browser, &url);
    }
}

/// A copy that is older than a helpline's next check says so, though the words stand in the file once.
#[test]
fn an_old_copy_says_so() {
    let alone = &Alone::all()[0];
    let browser = Browser::start(Engine::Chromium);
    let old = fs::read_to_string(alone.folder.path().join(&alone.page.path)).unwrap();
    let old = old.replace("data-due=\"2027-", "data-due=\"2017-");
    fs::write(alone.folder.path().join("old.html"), old).unwrap();
    let page = Page { path: "old.html".to_owned(), ..alone.page.clone() };
    browser.open(&Site::at(Place::File, alone.folder.path()).url_of(&page));
    go_to(&browser, "'nccia'");
    let said = browser.run("return document.querySelector('#nccia .overdue').textContent");
    assert!(said.as_str().unwrap().contains("older than its review date"), "{said}");
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
    await_shown(&browser, "steps");
    browser.find("#steps h3 a").click();
    await_that("a step", || (shown(&browser)[0] != "steps").then_some(()));
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
    assert!(all.len() > 40 && all.contains(&"keep-it-secret".to_owned()), "{all:?}");
    assert!(!all.iter().any(|id| id == "_tables" || id == "search" || id.starts_with("for-")), "{all:?}");
    browser.find("#_all nav a[href='#keep-it-secret']").click();
    await_shown(&browser, "keep-it-secret");
}

const PAGES: [&str; 8] = ["index", "_all", "search", "signs", "keep-it-secret", "keep-evidence", "help", "nccia"];

#[test]
fn accessible() {
    let axe = axe();
    let browser = Browser::start(Engine::Chromium);
    browser.chromium_viewport(320, 640, 1);
    let mut problems = Vec::new();
    for alone in Alone::all() {
        let url = Site::at(Place::File, alone.folder.path()).url_of(&alone.page);
        for id in PAGES {
            open_alone(&browser, &url, id);
            browser.run(&axe);
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
            open_alone(&browser, &url, id);
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
        for id in ["index", "search", "keep-it-secret", "help"] {
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
    go_to(&browser, "'keep-it-secret'");
    let one = sheets(&browser);
    assert!((1..=3).contains(&one), "{one} sheets for a guide");
    go_to(&browser, "'_all'");
    let (guides, all) = (shown(&browser).len(), sheets(&browser));
    assert!((guides / 3..=2 * guides).contains(&all), "{all} sheets for {guides} pages");
}

#[test]
fn valid() {
    let folder = tempfile::tempdir().unwrap();
    let all = Alone::all();
    for alone in &all {
        let name = format!("{}.html", alone.page.lang);
        fs::copy(alone.folder.path().join(&alone.page.path), folder.path().join(name)).unwrap();
    }
    let said = vnu(folder.path());
    let read: BTreeSet<_> = said.iter().filter(|fault| fault.message == KNOWN[0]).map(|fault| &fault.path).collect();
    assert_eq!(read.len(), all.len(), "the checker did not read all: {read:?}");
    let faults: Vec<_> =
        said.iter().filter(|fault| !KNOWN.iter().any(|known| fault.message.starts_with(known))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
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

/// Opens a page of the file and takes away what nobody sees or hears then: checkers would walk through all of it each time. Of the
/// guides below their list those that are looked at by themselves are enough.
fn open_alone(browser: &Browser, url: &str, id: &str) {
    browser.open("about:blank");
    browser.open(&format!("{url}#{id}"));
    await_that(id, || shown(browser).iter().any(|shown| shown == id).then_some(()));
    browser.run("document.querySelectorAll('.page:not(.shown)').forEach(page => page.remove()); scrollTo(0, 0)");
}

/// Follows a link to the page whose id a script says.
fn go_to(browser: &Browser, id: &str) {
    let id = browser.run(&format!("var id = {id}; location.hash = id; return id"));
    await_that(id.as_str().unwrap(), || shown(browser).iter().any(|shown| *shown == id).then_some(()));
}
