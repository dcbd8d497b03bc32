//! The site as readers have it who saved the zip file and unpacked it.

use crate::bundle::{Bundle, Place, Site};
use crate::detectors::visit;
use crate::engines::{Browser, Engine, await_that};
use crate::search::ask;

#[test]
fn a_site_out_of_the_zip_works() {
    let bundle = Bundle::unpacked();
    let (plain, probed) = (bundle.folder(), bundle.probed());
    std::thread::scope(|scope| {
        for engine in Engine::ALL {
            let folder = if engine == Engine::Chromium { &plain } else { &probed };
            let (site, bundle) = (Site::at(Place::File, folder), &bundle);
            scope.spawn(move || look_around(&Browser::start(engine), &site, bundle));
        }
    });
}

/// From the home page over its first door to a guide, then to the search and a result; and the page that offered the file.
fn look_around(browser: &Browser, site: &Site, bundle: &Bundle) {
    let engine = browser.engine;
    let faults = visit(browser, site, "index.html");
    assert!(faults.is_empty(), "{faults:?}");
    let follow = |selector: &str, wanted: &str| {
        browser.find(selector).click();
        await_that(wanted, || (browser.url().contains(wanted) && is_loaded(browser)).then_some(()));
    };
    follow(".door-step a", "/steps/index.html");
    follow("main li a[href$='.html']", "/en/steps/");
    assert!(browser.run("return document.querySelectorAll('h1').length") == 1, "{engine}");
    follow(".tools a[href$='search.html']", "/search.html");
    assert_eq!(ask(browser, "1799 ").guides, ["help/nccia"], "{engine}");
    let faults = visit(browser, site, &bundle.page_by("take", "ur").path);
    assert!(faults.is_empty(), "{faults:?}");
    let offered = browser.run("return document.querySelectorAll('a[href*=\"editions\"]').length");
    assert_eq!(offered, 0, "{engine}: there is no file beside an unpacked site");
}

fn is_loaded(browser: &Browser) -> bool {
    browser.run("return document.readyState") == "complete"
}
