//! What can go wrong when a page opens, and how each engine tells.
//!
//! | | Chromium | Firefox, WebKitGTK |
//! |---|---|---|
//! | requests, failures | its performance log | the probe, resource timing; on a host its log |
//! | console | its browser log | the probe |
//! | storage, fonts, width | a script in the page | the same |
//!
//! Names that are looked up are told by [`Browser::outside`] when a browser ends.

use crate::bundle::Site;
use crate::engines::{Browser, Engine};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Something that a page may not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub page: String,
    pub kind: Kind,
    pub what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A request that leaves the bundle.
    Foreign,
    /// A request within the bundle that came to nothing.
    Failed,
    /// An error or a warning of a script or of the browser about the page.
    Console,
    /// Something was kept.
    Storage,
    /// The page is wider than its window.
    Sideways,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}: {}", self.page, self.kind, self.what)
    }
}

/// Opens a page of a site and tells all that goes wrong; `path` is from the site's root. In engines other than Chromium
/// the page must be of a copy with the probe.
pub fn visit(browser: &Browser, site: &Site, path: &str) -> Vec<Problem> {
    browser.open(&format!("{}{path}", site.url));
    look(browser, site, path)
}

/// Tells all that has gone wrong in the page that is open.
pub fn look(browser: &Browser, site: &Site, path: &str) -> Vec<Problem> {
    let page = format!("{}{path}", site.url);
    let seen = browser.run_later(include_str!("look.js"), &[]);
    let mut found = in_page(&seen, &site.url);
    if browser.engine == Engine::Chromium {
        found.extend(in_performance_log(&browser.chromium_log("performance"), &site.url));
        found.extend(in_browser_log(&browser.chromium_log("browser")));
    } else {
        found.extend(in_probe(&seen["problems"]));
    }
    for request in site.server.iter().flat_map(|server| server.take_requests()) {
        if request.status != 200 || request.method != "GET" {
            found.push((Kind::Failed, format!("{} {} → {}", request.method, request.target, request.status)));
        }
    }
    found.into_iter().map(|(kind, what)| Problem { page: format!("{} {page}", browser.engine), kind, what }).collect()
}

type Found = (Kind, String);

fn in_page(seen: &Value, site: &str) -> Vec<Found> {
    let mut found = Vec::new();
    found.extend(texts(&seen["stored"]).map(|what| (Kind::Storage, what.to_owned())));
    found.extend(texts(&seen["fonts"]).map(|font| (Kind::Failed, format!("font {font}"))));
    let outside = texts(&seen["resources"]).filter(|url| !is_within(url, site));
    found.extend(outside.map(|url| (Kind::Foreign, url.to_owned())));
    let (width, viewport) = (seen["width"].as_u64().expect("a width"), seen["viewport"].as_u64().expect("a viewport"));
    if width > viewport {
        found.push((Kind::Sideways, format!("{width} px wide in a window of {viewport} px")));
    }
    found
}

fn in_probe(problems: &Value) -> Vec<Found> {
    let problems = problems.as_array().expect("a page with the probe in it");
    let found = problems.iter().map(|problem| {
        let kind = if problem["kind"] == "failed" { Kind::Failed } else { Kind::Console };
        (kind, problem["what"].as_str().unwrap_or_default().to_owned())
    });
    found.collect()
}

fn in_browser_log(entries: &[Value]) -> Vec<Found> {
    let bad = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
    bad.map(|entry| {
        let kind = if entry["source"] == "network" { Kind::Failed } else { Kind::Console };
        (kind, entry["message"].as_str().unwrap_or_default().to_owned())
    })
    .collect()
}

fn in_performance_log(entries: &[Value], site: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut urls = BTreeMap::new();
    for entry in entries {
        let entry = entry["message"].as_str().expect("a message");
        let message: Value = serde_json::from_str(entry).expect("JSON of the developer tools");
        let parameters = &message["message"]["params"];
        let id = parameters["requestId"].as_str().unwrap_or_default().to_owned();
        match message["message"]["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                let url = parameters["request"]["url"].as_str().unwrap_or_default().to_owned();
                if !is_within(&url, site) {
                    found.push((Kind::Foreign, url.clone()));
                }
                urls.insert(id, url);
            }
            "Network.loadingFailed" => {
                let url = urls.get(&id).map_or("a request", String::as_str);
                found.push((Kind::Failed, format!("{url}: {}", parameters["errorText"])));
            }
            "Network.responseReceived" if parameters["response"]["status"].as_u64().is_some_and(|it| it >= 400) => {
                found.push((
                    Kind::Failed,
                    format!("{}: {}", parameters["response"]["url"], parameters["response"]["status"]),
                ));
            }
            _ => {}
        }
    }
    found
}

fn is_within(url: &str, site: &str) -> bool {
    url.starts_with(site) || url.starts_with("data:")
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}
