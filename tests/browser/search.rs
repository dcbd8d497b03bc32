//! The search page as readers use it: keys, danger, nothing found, nothing kept, and copies that lost files.

use crate::accessible::{axe, every_rule, violations};
use crate::bundle::{Bundle, Place, Site, files};
use crate::detectors::look;
use crate::engines::{Browser, Engine, await_that};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// What a search shows.
#[derive(Debug)]
pub struct Found {
    /// Guides by their ids, `signs/keep-it-secret`; places on their pages left out.
    pub guides: Vec<String>,
    /// What is said to screen readers.
    pub said: String,
    /// Whether the block for people in danger shows.
    pub urgent: bool,
    /// Words that are offered instead.
    pub near: Vec<String>,
}

/// Types a text into the box of the open search page, and waits for what it finds.
pub fn ask(browser: &Browser, text: &str) -> Found {
    answer(&browser.run_later(include_str!("ask.js"), &[text.into()]))
}

fn answer(seen: &Value) -> Found {
    let texts = |name: &str| {
        let list = seen[name].as_array().unwrap_or_else(|| panic!("no {name}: {seen}"));
        list.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    Found {
        guides: texts("guides"),
        said: seen["said"].as_str().unwrap().to_owned(),
        urgent: seen["urgent"].as_bool().unwrap(),
        near: texts("near"),
    }
}

const DOWN: char = '\u{E015}';
const UP: char = '\u{E013}';
const ENTER: char = '\u{E007}';
const ESCAPE: char = '\u{E00C}';

fn in_every_engine(test: fn(&Browser)) {
    std::thread::scope(|scope| {
        for engine in Engine::ALL {
            scope.spawn(move || test(&Browser::start(engine)));
        }
    });
}

#[test]
fn keys_lead_through_the_results_and_nothing_stays() {
    in_every_engine(|browser| {
        let (bundle, engine) = (Bundle::guides(), browser.engine);
        let site = Site::at(Place::File, &bundle.folder());
        let url = format!("{}en/search.html", site.url);
        browser.open(&url);
        let focus = || browser.run("var e = document.activeElement; return e.id || e.getAttribute('href')");
        browser.find("#_query").click();
        browser.press(&"secret".chars().collect::<Vec<_>>());
        // Enter before there is an answer: the first result has the focus as soon as it is there.
        browser.press(&[ENTER]);
        await_that("Enter leads to the first result", || {
            focus().as_str().filter(|it| it.starts_with("signs/keep-it-secret.html")).map(drop)
        });
        browser.press(&[UP]);
        assert_eq!(focus(), "_query", "{engine}: up leads back to the box");
        browser.press(&[DOWN, DOWN]);
        let second = browser.run("return document.querySelectorAll('.results a')[1].getAttribute('href')");
        assert_eq!(focus(), second, "{engine}: down leads to the second result");
        let list = "return document.getElementById('_letter').offsetParent !== null";
        assert_eq!(browser.run(list), false, "{engine}: the list of all guides makes room for the results");
        browser.press(&[ESCAPE]);
        let state = "return [document.activeElement.id, document.getElementById('_query').textContent, \
                     document.querySelectorAll('.results li').length, document.getElementById('_said').textContent]";
        assert_eq!(browser.run(state), json!(["_query", "", 0, ""]), "{engine}: Esc begins again");
        assert_eq!(browser.run(list), true, "{engine}: and the list is back");
        ask(browser, "secret");
        assert_eq!(browser.url(), url, "{engine}");
        browser.find(".results a").click();
        await_that("the guide opens", || browser.url().contains("signs/keep-it-secret.html").then_some(()));
        browser.back();
        await_that("the search page is back", || browser.url().contains("search.html").then_some(()));
        assert_eq!(browser.run(state).as_array().unwrap()[1..3], [json!(""), json!(0)], "{engine}: the box is empty");
    });
}

#[test]
fn only_the_newest_question_is_answered() {
    in_every_engine(|browser| {
        let bundle = Bundle::guides();
        browser.open(&format!("{}en/search.html", Site::at(Place::File, &bundle.folder()).url));
        // The first answer is not awaited, and comes while the second is looked for.
        browser.run(
            "var input = document.getElementById('_query'); input.textContent = 'webcam'; \
             input.dispatchEvent(new Event('input', {bubbles: true})); return 0",
        );
        std::thread::sleep(std::time::Duration::from_millis(125));
        assert_eq!(ask(browser, "1099").guides, ["help/zarra-1099"], "{}", browser.engine);
        std::thread::sleep(std::time::Duration::from_millis(400));
        let shown = browser.run("return document.querySelectorAll('.results li').length");
        assert_eq!(shown, 1, "{}", browser.engine);
        assert!(ask(browser, "").guides.is_empty());
    });
}

#[test]
fn a_number_is_never_taken_for_another() {
    let (bundle, browser) = (Bundle::guides(), Browser::start(Engine::Chromium));
    browser.open(&format!("{}en/search.html", Site::at(Place::File, &bundle.folder()).url));
    for (typed, guide) in [("1799", "help/nccia"), ("1799 ", "help/nccia"), ("1099 ", "help/zarra-1099")] {
        assert_eq!(ask(&browser, typed).guides[0], guide, "{typed:?}");
        assert!(ask(&browser, typed).guides.iter().all(|found| !found.starts_with("help/") || found == guide));
    }
    for wrong in ["1798 ", "1199 ", "17 ", "0800-39394"] {
        let found = ask(&browser, wrong);
        assert!(!found.guides.iter().any(|guide| guide.ends_with("nccia")), "{wrong:?}: {found:?}");
    }
    assert_eq!(ask(&browser, "1798 ").guides, [""; 0]);
}

/// In Urdu a number that is cut in two by a mark would be shown with its groups in the wrong order.
#[test]
fn a_mark_stands_within_its_number() {
    let (bundle, browser) = (Bundle::guides(), Browser::start(Engine::Chromium));
    browser.open(&format!("{}ur/search.html", Site::at(Place::File, &bundle.folder()).url));
    for (typed, number) in [("0800 ", "<mark>0800</mark>-39393"), ("39393 ", "0800-<mark>39393</mark>")] {
        ask(&browser, typed);
        let shown = browser.run("return document.querySelector('.results').innerHTML");
        let shown = shown.as_str().unwrap();
        assert!(shown.contains(&format!("<bdi dir=\"ltr\">{number}</bdi>")), "{typed}: {shown}");
        assert!(!shown.contains("</mark>-<bdi"), "{typed}: {shown}");
    }
}

#[test]
fn in_danger_people_come_first() {
    let (bundle, browser, axe) = (Bundle::guides(), Browser::start(Engine::Chromium), axe());
    browser.chromium_viewport(320, 640, 1);
    let site = Site::at(Place::File, &bundle.folder());
    let typed = [("en", "i want to die"), ("en", "sucide"), ("ur", "خودکشی"), ("ur", "khudkushi"), ("ps", "ځان وژنه")];
    for (lang, text) in typed.into_iter().chain([("sd", "خودڪشي")]) {
        let page = bundle.page_by("search", lang);
        browser.open(&site.url_of(page));
        let heading = browser.run("return document.querySelector('#_urgent h2').textContent");
        let found = ask(&browser, text);
        assert!(found.urgent && found.said.starts_with(heading.as_str().unwrap()), "{lang} {text}: {found:?}");
        let above = "var block = document.getElementById('_urgent'); \
                     return [block.querySelectorAll('a[href^=\"tel:\"]').length > 2, \
                     block.getBoundingClientRect().bottom <= document.querySelector('.results').getBoundingClientRect().top]";
        assert_eq!(browser.run(above), json!([true, true]), "{lang} {text}");
        // Before axe, which asks for the style sheets once more and is refused.
        let mut faults: Vec<String> = look(&browser, &site, &page.path).iter().map(ToString::to_string).collect();
        browser.run(&axe);
        faults.extend(violations(&browser, page, "light", &every_rule()));
        // What axe was refused is no fault of the next page.
        browser.chromium_log("browser");
        browser.chromium_log("performance");
        assert!(faults.is_empty(), "{lang}: {}", faults.join("\n"));
        assert!(!ask(&browser, "1799").urgent, "{lang}");
    }
}

#[test]
fn where_nothing_is_found_the_nearest_words_are_offered() {
    let (bundle, browser) = (Bundle::guides(), Browser::start(Engine::Chromium));
    browser.open(&format!("{}en/search.html", Site::at(Place::File, &bundle.folder()).url));
    let found = ask(&browser, "uncmfrtble");
    assert!(found.guides.is_empty() && found.said.starts_with("No guide"), "{found:?}");
    assert_eq!(found.near, ["uncomfortable"]);
    let help = browser.run("return document.querySelector('main .help-link').offsetParent !== null");
    assert_eq!(help, true, "the way to help is there always");
    browser.find("#_near button").click();
    await_that("the offered word is searched for", || {
        let first = browser.run("var a = document.querySelector('.results a'); return a && a.getAttribute('href')");
        first.as_str().filter(|url| url.starts_with("signs/feeling-uncomfortable")).map(drop)
    });
}

#[test]
fn a_copy_that_lost_files_says_so_and_shows_the_list() {
    in_every_engine(|browser| {
        let bundle = Bundle::guides();
        for (lost, keep) in [("head.js", None), ("p0.js", None), ("d0.js", Some(900)), ("t0.js", Some(2_000))] {
            let place = tempfile::tempdir().unwrap();
            copy_without(&bundle.folder(), place.path(), lost, keep);
            browser.open(&format!("{}en/search.html", Site::at(Place::File, place.path()).url));
            let found = ask(browser, "pictures");
            assert!(found.said.starts_with("Part of the search is missing"), "{} {lost}: {found:?}", browser.engine);
            let listed = "return document.querySelectorAll('.letter a').length > 30 && \
                          document.querySelector('.letter a').offsetParent !== null";
            assert_eq!(browser.run(listed), true);
        }
    });
}

/// Copies a bundle; the files of this name are left out, or cut off after some bytes.
fn copy_without(from: &Path, to: &Path, lost: &str, keep: Option<usize>) {
    let mut count = 0;
    for (path, file) in files(from) {
        let copy = to.join(&path);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        let mut bytes = fs::read(file).unwrap();
        if path.ends_with(&format!("/{lost}")) {
            count += 1;
            let Some(length) = keep else { continue };
            bytes.truncate(length);
        }
        fs::write(copy, bytes).unwrap();
    }
    assert!(count > 0, "no file is called {lost}");
}

/// The vectors that `src/search/words.rs` is held to, by the functions that readers get.
#[test]
fn words_are_folded_as_the_index_folds_them() {
    let script = include_str!("../../themes/default/assets/search.js");
    let (_, rest) = script.split_once("// ---- Words\n").expect("the part with the words");
    let (functions, _) = rest.split_once("// ---- Parts of the index\n").expect("its end");
    let vectors: Vec<(String, Vec<String>)> = serde_json::from_str(include_str!("../search/folding.json")).unwrap();
    let texts: Vec<&str> = vectors.iter().map(|(text, _)| text.as_str()).collect();
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        let folded = browser.run_with(&format!("{functions} return arguments[0].map(words);"), &[json!(texts)]);
        for ((text, expected), found) in vectors.iter().zip(folded.as_array().unwrap()) {
            assert_eq!(*found, json!(expected), "{engine}: {text:?}");
        }
    }
}
