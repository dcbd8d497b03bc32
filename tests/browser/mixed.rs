//! Right-to-left pages with left-to-right parts: numbers and Latin words read as they are written, each language has its direction
//! and fonts, and the language switch stays on the guide.

use crate::bundle::{Bundle, Page, Place, Site};
use crate::engines::{Browser, Engine, await_that};
use serde_json::{Value, json};
use std::fs;

#[test]
fn chromium() {
    reads_as_written(Engine::Chromium);
}

#[test]
fn firefox() {
    reads_as_written(Engine::Firefox);
}

#[test]
fn webkit() {
    reads_as_written(Engine::WebKit);
}

fn reads_as_written(engine: Engine) {
    let browser = Browser::start(engine);
    let mut problems = Vec::new();
    for bundle in [Bundle::guides(), Bundle::right_to_left()] {
        let site = Site::at(Place::File, &bundle.folder());
        let pages = match engine {
            Engine::Chromium => bundle.pages.iter().collect(),
            Engine::Firefox | Engine::WebKit => bundle.one_of_each(),
        };
        let mut seen = 0;
        for page in pages.iter().filter(|page| page.right_to_left) {
            browser.open(&site.url_of(page));
            let order = order(&browser);
            seen += order.seen;
            problems.extend(order.wrong.iter().map(|run| format!("{engine} {}: out of order: {run}", page.path)));
        }
        assert!(seen > 10 * pages.len(), "{engine} {}: only {seen} numbers and Latin words", bundle.name);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Numbers to call, in an Urdu sentence and among Urdu lines: their digits by their places, without the script that all pages pass.
#[test]
fn a_number_in_an_urdu_sentence_reads_from_the_left() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        for (page, number) in [("help/sindh-1121", "1121"), ("poster-help", "0519106691")] {
            browser.open(&format!("{}ur/{page}.html", site.url));
            let digits = browser
                .run_with(include_str!("digits.js"), &[json!(format!("p:not([class]) > a[href='tel:{number}']"))]);
            assert_eq!(digits, json!([number, "rtl"]), "{engine} {page}");
        }
    }
}

#[test]
fn faults_are_found() {
    let place = tempfile::tempdir().unwrap();
    let page = |name: &str, content: &str| {
        let html =
            format!("<!doctype html><html lang=\"ur\" dir=\"rtl\"><meta charset=utf-8><title>t</title><body>{content}");
        fs::write(place.path().join(name), html).unwrap();
    };
    page("plus.html", "<p>فون کریں +92 300 1234567 ابھی");
    page("dash.html", "<p>فون کریں 0800-12345 ابھی");
    page("isolated.html", "<p>فون کریں <bdi>+92 300 1234567</bdi> یا \u{2066}0800-12345\u{2069} ابھی");
    let site = Site::at(Place::File, place.path());
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        for (name, wrong) in [("plus.html", 1), ("dash.html", 1), ("isolated.html", 0)] {
            browser.open(&format!("{}{name}", site.url));
            let order = order(&browser);
            assert_eq!((order.wrong.len(), order.seen > 0), (wrong, true), "{engine} {name}: {order:?}");
        }
    }
}

#[test]
fn every_language_has_its_direction_and_fonts() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        for (lang, direction, font) in [
            ("en", "ltr", "system-ui"),
            ("ur", "rtl", "Noto Nastaliq Urdu"),
            ("ps", "rtl", "Noto Naskh Arabic"),
            ("sd", "rtl", "Noto Naskh Arabic"),
        ] {
            browser.open(&format!("{}{lang}/signs/keep-it-secret.html", site.url));
            let style = browser.run(
                "var style = getComputedStyle(document.querySelector('article p'));
                 return [document.documentElement.lang, document.documentElement.dir, style.direction, style.fontFamily.replace(/\"/g, '')]",
            );
            let family = style[3].as_str().unwrap();
            assert_eq!([&style[0], &style[1], &style[2]], [lang, direction, direction], "{engine}");
            assert!(family.starts_with(font), "{engine} {lang}: {family}");
            // The names of the other languages are set as their readers are used to.
            let switch = browser.run(
                "return Array.from(document.querySelectorAll('.languages a'), function (link) {
                   return [link.lang, getComputedStyle(link).direction, getComputedStyle(link).fontFamily.replace(/\"/g, '')];
                 })",
            );
            let urdu = switch.as_array().unwrap().iter().find(|link| link[0] == "ur").unwrap();
            assert_eq!(urdu[1], "rtl", "{engine}");
            assert!(urdu[2].as_str().unwrap().starts_with("Noto Nastaliq Urdu"), "{engine}: {urdu}");
        }
    }
}

#[test]
fn the_language_switch_stays_on_the_guide() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        for guide in ["signs/keep-it-secret", "help/nccia", "steps/index", "index", "search"] {
            browser.open(&format!("{}en/{guide}.html", site.url));
            for lang in ["ur", "sd", "ps", "en"] {
                browser.find(&format!(".languages a[lang={lang}]")).click();
                let there = format!("{}{lang}/{guide}.html", site.url);
                await_that(&format!("{engine} goes to {there}"), || (browser.url() == there).then_some(()));
                assert_eq!(browser.run("return document.documentElement.lang"), lang, "{engine}");
            }
        }
    }
}

/// Steps and lists count in the digits that a site asks for, and the words of another language in theirs.
#[test]
fn lists_count_in_the_digits_of_the_site() {
    let bundle = Bundle::right_to_left();
    let site = Site::at(Place::File, &bundle.folder());
    let with_list = |lang: &str| -> Vec<&Page> {
        let has = |page: &&Page| {
            let html = fs::read_to_string(bundle.folder().join(&page.path)).unwrap();
            page.lang == lang && html.contains("<ol>\n<li>")
        };
        bundle.pages.iter().filter(has).collect()
    };
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        for (lang, style) in [("ur", "persian"), ("en", "decimal")] {
            let pages = with_list(lang);
            assert!(!pages.is_empty(), "no page in {lang} has a list with numbers");
            browser.open(&site.url_of(pages[0]));
            let marker =
                browser.run("return getComputedStyle(document.querySelector('article ol > li')).listStyleType");
            assert_eq!(marker, style, "{engine} {}", pages[0].path);
        }
    }
}

#[derive(Debug)]
struct Order {
    /// How many runs of Latin letters and digits the page shows.
    seen: usize,
    /// Those that don't read from the left.
    wrong: Vec<String>,
}

fn order(browser: &Browser) -> Order {
    let found = browser.run_with(include_str!("order.js"), &[json!(null)]);
    let wrong = found["wrong"].as_array().unwrap_or_else(|| panic!("no list: {found}"));
    Order {
        seen: found["seen"].as_u64().and_then(|seen| usize::try_from(seen).ok()).unwrap_or_default(),
        wrong: wrong.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}
