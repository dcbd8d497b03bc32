//! The search index of a bundle as its script reads it: what it leads to is there.

use crate::place::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn every_result_leads_to_a_page_and_a_heading_of_it() {
    assert!(places_of_results("") > 500);
}

/// Pages and headings have other names there.
#[test]
fn in_a_discreet_bundle_too() {
    assert!(places_of_results("discreet: true\n") > 500);
}

/// Checks every place that the indexes of this project's guides lead to, and counts them.
fn places_of_results(settings: &str) -> usize {
    let bundle = build(settings);
    let mut count = 0;
    for (lang, folder) in indexes(&bundle) {
        let texts = bundle.iter().filter(|(path, _)| path.starts_with(&format!("{folder}t")));
        for guide in texts.flat_map(|(_, part)| values(part)[1].as_array().unwrap().clone()) {
            let path = format!("{lang}/{}", guide[0].as_str().unwrap());
            let page = bundle.get(&path).unwrap_or_else(|| panic!("a result leads to {path}, which is not there"));
            let page = std::str::from_utf8(page).unwrap();
            let title = guide[2].as_str().unwrap();
            let heading = page.split_once("<h1>").and_then(|(_, rest)| Some(rest.split_once("</h1>")?.0)).unwrap();
            // Words of another direction are isolated in the page.
            let heading = heading.replace(['\u{2066}', '\u{2067}', '\u{2069}'], "");
            assert_eq!(heading, title, "{path} is not the page of {title}");
            for section in guide[4].as_array().unwrap() {
                let anchor = section[0].as_str().unwrap();
                assert!(anchor.is_empty() || page.contains(&format!(" id=\"{anchor}\"")), "{path} has no #{anchor}");
                count += 1;
            }
        }
    }
    count
}

/// The languages and the folders of their indexes, as the search pages name them.
fn indexes(bundle: &Files) -> Vec<(String, String)> {
    let pages = bundle.iter().filter(|(path, _)| path.ends_with(".html"));
    let folder = |(path, html): (&String, &Vec<u8>)| {
        let html = std::str::from_utf8(html).unwrap();
        let folder = html.split_once("data-index=\"../")?.1.split_once('"')?.0;
        Some((path.split_once('/')?.0.to_owned(), folder.to_owned()))
    };
    let found: Vec<_> = pages.filter_map(folder).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    found
}

/// What a part of an index hands over: its name, then its data.
fn values(part: &[u8]) -> Value {
    let script = std::str::from_utf8(part).unwrap();
    let values = script.strip_prefix("lamplight(").and_then(|rest| rest.strip_suffix(");\n")).unwrap();
    serde_json::from_str(&format!("[{values}]")).unwrap()
}

fn build(settings: &str) -> Files {
    let place = Place::empty();
    place.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("guides"), "guides");
    let site = place.read("guides/site.yaml");
    place.write("guides/site.yaml", &format!("{}\n{settings}", site.trim_end()));
    place.run(["build"]).code(0);
    place.files("output")
}
