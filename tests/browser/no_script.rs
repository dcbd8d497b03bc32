//! Without a script every page can be reached by links alone, and all of it can be read.

use crate::bundle::{Bundle, Place, Site};
use crate::engines::{Browser, Engine, Settings};
use std::collections::BTreeSet;

#[test]
fn every_page_is_reached_and_readable() {
    let browser = Browser::start_with(Engine::Chromium, Settings { scripts: false, ..Settings::default() });
    let mut problems = Vec::new();
    for bundle in Bundle::all() {
        let site = Site::at(Place::SubPath, &bundle.folder());
        let (mut reached, mut ahead) = (BTreeSet::new(), vec!["index.html".to_owned()]);
        while let Some(path) = ahead.pop() {
            if !reached.insert(path.clone()) {
                continue;
            }
            browser.open(&format!("{}{path}", site.url));
            assert!(
                browser.run(
                    "return document.querySelector('#_trail') === null || document.querySelector('#_trail').hidden"
                ) == true,
                "{path}: scripts run"
            );
            let unread = browser.run(include_str!("unread.js"));
            let unread = unread.as_array().expect("a list").iter();
            problems.extend(unread.map(|text| format!("{} {path} hides without a script: {text}", bundle.name)));
            ahead.extend(links(&browser, &site));
        }
        // What stands at an old address, and what a host shows for a wrong one, nothing leads to.
        let pages = bundle.pages.iter().filter(|page| page.template != "moved" && page.template != "404");
        let missed = pages.filter(|page| !reached.contains(&page.path));
        problems.extend(missed.map(|page| format!("{}: no link leads to {}", bundle.name, page.path)));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The pages of the site that links of this page lead to.
fn links(browser: &Browser, site: &Site) -> Vec<String> {
    let links = browser.run("return [...document.links].map(function (link) { return link.href.split('#')[0]; })");
    let links = links.as_array().expect("a list").iter().filter_map(|link| link.as_str()?.strip_prefix(&site.url));
    links.filter(|path| path.ends_with(".html")).map(str::to_owned).collect()
}
