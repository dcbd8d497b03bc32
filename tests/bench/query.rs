//! What a search costs a reader: how much it loads, and how long it takes once that is there, in Chromium on a slow phone.

use crate::engines::{Browser, Engine};
use crate::gzip;
use serde_json::json;
use std::fs;
use std::path::Path;

/// How many times slower than this machine the processor is made.
const SLOWDOWN: u32 = 6;

/// How often each query is run: the best counts, since others use this machine, too.
const RUNS: u32 = 3;

/// The cost of one query.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Of all parts of the index that it loads, in bytes as a host sends them.
    pub bytes: usize,
    /// From the last key to the results, without the wait for another key and for files: in milliseconds.
    pub time: f64,
}

/// Types each of the queries, after its language, into a newly opened search page of the bundle.
pub fn costs(bundle: &Path, queries: &[(&str, &str)]) -> Vec<Cost> {
    let browser = Browser::start(Engine::Chromium);
    let slow = |rate: u32| browser.chromium("Emulation.setCPUThrottlingRate", &json!({ "rate": rate }));
    let cost = |(lang, text): &(&str, &str)| {
        let folder = bundle.join(lang);
        browser.open(&format!("file://{}/search.html", folder.display()));
        browser.run_later(include_str!("../browser/ask.js"), &[(*text).into()]);
        let parts = browser.run(
            "var folder = document.getElementById('_search').dataset.index; \
             return Array.from(document.scripts, script => script.getAttribute('src')).filter(src => src.startsWith(folder))",
        );
        let parts = parts.as_array().unwrap().iter().map(|src| fs::read(folder.join(src.as_str().unwrap())).unwrap());
        let bytes = parts.map(|part| gzip(&part)).sum();
        slow(SLOWDOWN);
        let times = (0..RUNS).map(|_| browser.run_later(include_str!("query.js"), &[(*text).into()]).as_f64().unwrap());
        let time = times.fold(f64::MAX, f64::min);
        slow(1);
        Cost { bytes, time }
    };
    queries.iter().map(cost).collect()
}
