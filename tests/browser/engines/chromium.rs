//! Chromium, by chromedriver.

use super::program::{Home, Process, command, free_port, program};
use super::{Settings, Started};
use crate::webdriver::Session;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

pub(super) fn start() -> (Started, Value) {
    let chromium = program(&["chromium", "chromium-browser", "google-chrome"], "the package chromium");
    let driver = program(&["chromedriver"], "the package chromium-driver");
    let (home, port) = (Home::new(), free_port());
    let driver = Process::start(command(&driver, home.path()).arg(format!("--port={port}")));
    let at = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let arguments = [
        "--headless".to_owned(),
        // The sandbox needs rights that a container or root lacks; the pages are our own.
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--hide-scrollbars".to_owned(),
        // As the other engines draw by the configuration of `Home`.
        "--font-render-hinting=none".to_owned(),
        "--window-size=1280,1024".to_owned(),
        format!("--user-data-dir={}", at("profile")),
        format!("--log-net-log={}", at("net.json")),
    ];
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {"binary": chromium, "args": arguments},
        "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
    });
    (Started { port, _driver: driver, _display: None, recorder: None, home }, capabilities)
}

/// A new tab shows a page of the browser's own: it is left, and what it logged is dropped.
pub(super) fn prepare(session: &Session, settings: Settings) {
    session.open("about:blank");
    session.chromium_log("performance");
    session.chromium_log("browser");
    if !settings.scripts {
        session.chromium("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    }
    if !settings.network {
        let none = json!({"offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0});
        session.chromium("Network.emulateNetworkConditions", &none);
    }
}

/// The hosts that were resolved, by the log of the network stack. It says for whom each was: what the browser wants for
/// itself has another key than what a page wants.
pub(super) fn hosts(home: &Path) -> Vec<String> {
    let log = fs::read_to_string(home.join("net.json")).expect("Chromium's net log");
    let log: Value = serde_json::from_str(&log).expect("a net log that was written to its end");
    let asked = &log["constants"]["logEventTypes"]["HOST_RESOLVER_MANAGER_REQUEST"];
    assert!(asked.is_u64(), "Chromium's net log no longer knows this kind of event");
    let events = log["events"].as_array().expect("events").iter().filter(|event| event["type"] == *asked);
    let hosts = events.filter_map(|event| {
        let host = event["params"]["host"].as_str()?.split_once("://")?.1;
        let key = event["params"]["network_anonymization_key"].as_str().unwrap_or_default();
        let for_page = key.starts_with("file:") || key.starts_with("http://127.0.0.1");
        (for_page || !is_its_own(host)).then_some(host)
    });
    hosts.filter(|host| !host.starts_with("127.0.0.1")).map(str::to_owned).collect()
}

/// What the browser asks for itself, whatever page is open: updates, accounts, the search of a new tab.
fn is_its_own(host: &str) -> bool {
    ["google.com", "googleapis.com", "gvt1.com", "duckduckgo.com"]
        .iter()
        .any(|own| host == *own || host.ends_with(&format!(".{own}")))
}
