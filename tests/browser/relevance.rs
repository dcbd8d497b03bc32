//! What readers type finds what they need: the judged queries of `tests/search/relevance.txt`, in each engine, from a
//! folder. `cargo nextest run --test browser relevance --no-capture` prints the mean reciprocal rank.

use crate::bundle::{Bundle, Place, Site};
use crate::detectors::look;
use crate::engines::{Browser, Engine};
use crate::judged::{Query, judged};
use crate::search::ask;

#[test]
fn chromium() {
    guides_are_found(Engine::Chromium);
}

#[test]
fn firefox() {
    guides_are_found(Engine::Firefox);
}

#[test]
fn webkit() {
    guides_are_found(Engine::WebKit);
}

fn guides_are_found(engine: Engine) {
    let browser = Browser::start(engine);
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &if engine == Engine::Chromium { bundle.folder() } else { bundle.probed() });
    let (mut sum, mut count, mut faults) = (0.0, 0.0, Vec::new());
    for (lang, queries) in judged() {
        let path = format!("{lang}/search.html");
        let url = format!("{}{path}", site.url);
        browser.open(&url);
        let mut of_language = 0.0;
        for Query { text, expected } in &queries {
            let found = ask(&browser, text);
            let rank = found.guides.iter().position(|guide| expected.contains(&guide.as_str())).map(|at| at + 1);
            of_language += rank.map_or(0.0, |rank| 1.0 / rank as f64);
            if rank.is_none_or(|rank| rank > 3) {
                faults.push(format!("{lang} {text:?} finds {:?}, not {expected:?}", found.guides));
            }
        }
        println!("{engine} {lang}: {:.3} of {} queries", of_language / queries.len() as f64, queries.len());
        sum += of_language;
        count += queries.len() as f64;
        assert_eq!(browser.url(), url, "the query is no part of the address");
        faults.extend(look(&browser, &site, &path).iter().map(ToString::to_string));
    }
    println!("{engine}: mean reciprocal rank {:.3} of {count} queries", sum / count);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count >= 100.0 && sum / count >= 0.9);
}
