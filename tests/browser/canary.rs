//! Detectors that can't fail prove nothing: pages with one fault each, which every engine must report.

use crate::bundle::{Place, Site, copy_with_probe};
use crate::detectors::{Kind, visit};
use crate::engines::{Browser, Engine};
use std::fs;

#[test]
fn chromium() {
    every_fault_is_seen(Engine::Chromium);
}

#[test]
fn firefox() {
    every_fault_is_seen(Engine::Firefox);
}

#[test]
fn webkit() {
    every_fault_is_seen(Engine::WebKit);
}

/// A page's name, what is in it, and what must be said of it: the kind and a part of its words.
type Canary = (&'static str, &'static str, Kind, &'static str);

const FAULTS: &[Canary] = &[
    ("script", "<script src=\"missing.js\"></script>", Kind::Failed, "missing.js"),
    ("style", "<link rel=\"stylesheet\" href=\"missing.css\">", Kind::Failed, "missing.css"),
    ("image", "<img src=\"missing.png\" alt=\"\">", Kind::Failed, "missing.png"),
    (
        "font",
        "<style>@font-face { font-family: Gone; src: url(missing.woff2) } p { font-family: Gone }</style><p>Text</p>",
        Kind::Failed,
        "",
    ),
    ("said", "<script>console.error('said by the page')</script>", Kind::Console, "said by the page"),
    ("warned", "<script>console.warn('warned by the page')</script>", Kind::Console, "warned by the page"),
    ("thrown", "<script>throw new Error('thrown by the page')</script>", Kind::Console, "rror"),
    (
        "policy",
        "<meta http-equiv=\"content-security-policy\" content=\"script-src 'self'\"><script>1</script>",
        Kind::Console,
        "olicy",
    ),
    ("wide", "<p style=\"width: 3000px\">wide</p>", Kind::Sideways, "3008"),
    ("local", "<script>localStorage.setItem('kept-a', 1)</script>", Kind::Storage, "localStorage kept-a"),
    ("session", "<script>sessionStorage.setItem('kept-b', 1)</script>", Kind::Storage, "sessionStorage kept-b"),
    ("database", "<script>indexedDB.open('kept-c')</script>", Kind::Storage, "indexedDB kept-c"),
];

/// What a page can do on a host only.
const FAULTS_ON_HOSTS: &[Canary] = &[
    ("cookie", "<script>document.cookie = 'kept-d=1'</script>", Kind::Storage, "cookie kept-d"),
    ("cache", "<script>caches.open('kept-e')</script>", Kind::Storage, "cache kept-e"),
    ("worker", "<script>navigator.serviceWorker.register('worker.js')</script>", Kind::Storage, "service worker"),
];

/// What shows in the hosts that a browser wanted: a page's name, what is in it, the host.
const CALLS: &[(&str, &str, &str)] = &[
    ("call-image", "<img src=\"http://image.invalid/x.png\" alt=\"\">", "image.invalid"),
    ("call-address", "<img src=\"http://203.0.113.9/x.png\" alt=\"\">", "203.0.113.9"),
    ("call-frame", "<iframe src=\"http://frame.invalid/\"></iframe>", "frame.invalid"),
    (
        "call-frame-policy",
        "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\"><link rel=\"preconnect\" href=\"https://early.invalid/\">",
        "early.invalid",
    ),
    ("call-prefetch", "<link rel=\"dns-prefetch\" href=\"http://prefetch.invalid/\">", "prefetch.invalid"),
    ("call-link", "<a href=\"http://link.invalid/\">a link</a>", "link.invalid"),
];

fn every_fault_is_seen(engine: Engine) {
    let place = tempfile::tempdir().unwrap();
    write_pages(&place.path().join("pages"));
    let folder = match engine {
        Engine::Chromium => place.path().join("pages"),
        Engine::Firefox | Engine::WebKit => {
            copy_with_probe(&place.path().join("pages"), &place.path().join("probed"));
            place.path().join("probed")
        }
    };
    let browser = Browser::start(engine);
    let mut missed = Vec::new();
    for at in [Place::File, Place::Root] {
        let site = Site::at(at, &folder);
        let clean = visit(&browser, &site, "clean.html");
        assert!(clean.is_empty(), "nothing is wrong with this page: {clean:?}");
        let on_hosts = if at == Place::Root { FAULTS_ON_HOSTS } else { &[] };
        for (name, _, kind, says) in FAULTS.iter().chain(on_hosts) {
            // What a page stores may be there only after it has loaded.
            let mut found = Vec::new();
            let seen = (0..3).any(|_| {
                found = visit(&browser, &site, &format!("{name}.html"));
                found.iter().any(|problem| problem.kind == *kind && problem.what.contains(says))
            });
            if !seen {
                missed.push(format!("{at:?} {name}: {kind:?} {says:?} is not in {found:#?}"));
            }
        }
        for (name, ..) in CALLS {
            visit(&browser, &site, &format!("{name}.html"));
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
    }
    let hosts = browser.outside();
    let silent = CALLS
        .iter()
        .filter(|(name, _, host)| looks_up(engine, name) && !hosts.iter().any(|wanted| wanted.contains(host)));
    missed.extend(silent.map(|(name, _, host)| format!("{name}: {host} is not in {hosts:?}")));
    assert!(missed.is_empty(), "{engine} doesn't report:\n{}", missed.join("\n"));
}

/// Whether an engine looks up such a name, as it runs here: Chromium without a head lets the hosts of links alone, and
/// WebKitGTK looks up nothing ahead of time while a proxy is its way out.
fn looks_up(engine: Engine, call: &str) -> bool {
    match engine {
        Engine::Chromium => call != "call-link",
        Engine::Firefox => true,
        Engine::WebKit => !["call-prefetch", "call-link"].contains(&call),
    }
}

fn write_pages(folder: &std::path::Path) {
    fs::create_dir(folder).unwrap();
    let page = |name: &str, content: &str| {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
             <link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg%20xmlns=%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22/%3E\">\n\
             {content}\n</html>\n"
        );
        fs::write(folder.join(format!("{name}.html")), html).unwrap();
    };
    page("clean", "<p>Nothing is wrong here.</p>");
    for (name, content, ..) in FAULTS.iter().chain(FAULTS_ON_HOSTS) {
        page(name, content);
    }
    for (name, content, _) in CALLS {
        page(name, content);
    }
    fs::write(folder.join("worker.js"), "addEventListener('fetch', function () {});\n").unwrap();
}
