//! A page asks nothing of anybody, keeps nothing, and nothing in it fails: from a folder, below an address and at a root.

use crate::bundle::{Bundle, Place, Site};
use crate::detectors::visit;
use crate::engines::{Browser, Engine};

#[test]
fn chromium() {
    every_page_opens_clean(Engine::Chromium);
}

#[test]
fn firefox() {
    every_page_opens_clean(Engine::Firefox);
}

#[test]
fn webkit() {
    every_page_opens_clean(Engine::WebKit);
}

fn every_page_opens_clean(engine: Engine) {
    let browser = Browser::start(engine);
    narrow(&browser);
    let mut problems = Vec::new();
    for bundle in Bundle::all() {
        let folder = if engine == Engine::Chromium { bundle.folder() } else { bundle.probed() };
        for place in Place::ALL {
            let site = Site::at(place, &folder);
            // What differs between places is how an address is made up, and a template does that.
            let pages = match (place, engine) {
                (Place::File, Engine::Chromium) => bundle.pages.iter().collect(),
                (Place::File, _) => bundle.one_of_each(),
                (Place::SubPath | Place::Root, _) => bundle.one_of_each_direction(),
            };
            for page in pages {
                problems.extend(visit(&browser, &site, &page.path).iter().map(ToString::to_string));
            }
        }
    }
    problems.extend(browser.outside().into_iter().map(|host| format!("{engine} looked up {host}")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// As narrow as a window gets: 320 px in Chromium, about 450 px in the others, which `reflow` looks at again.
fn narrow(browser: &Browser) {
    match browser.engine {
        Engine::Chromium => browser.chromium_viewport(320, 640, 1),
        Engine::Firefox | Engine::WebKit => browser.resize(320, 640),
    }
}
