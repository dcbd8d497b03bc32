//! Firefox, by geckodriver.

use super::program::{Home, Process, command, free_port, program};
use super::{Settings, Started};
use crate::webdriver::Session;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Domains that Firefox asks for itself, whatever page is open.
const ITS_OWN: [&str; 4] = ["mozilla.org", "mozilla.com", "mozilla.net", "firefox.com"];

pub(super) fn start(settings: Settings) -> (Started, Value) {
    let firefox = program(&["firefox-esr", "firefox"], "the package firefox-esr");
    let driver = program(&["geckodriver"], "geckodriver (cargo install geckodriver --locked)");
    let (home, port) = (Home::new(), free_port());
    let driver = Process::start(
        command(&driver, home.path())
            .args(["--port", &port.to_string(), "--websocket-port", &free_port().to_string()])
            .args(["--allow-system-access", "--profile-root"])
            .arg(home.path())
            // Every request and every name that is looked up, whoever asks.
            .env("MOZ_LOG", "sync,nsHostResolver:5,nsHttp:3")
            .env("MOZ_LOG_FILE", home.path().join("moz"))
            .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1"),
    );
    let capabilities = json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": firefox,
            "args": ["-headless", "--width", "1280", "--height", "1024"],
            "prefs": {
                // geckodriver relaxes it: then `fetch` seems to work from a folder.
                "security.fileuri.strict_origin_policy": true,
                "javascript.enabled": settings.scripts,
                "services.settings.server": "data:,#remote-settings-dummy/v1",
            },
        },
    });
    (Started { port, _driver: driver, _display: None, recorder: None, home }, capabilities)
}

/// As the menu's "Work Offline" does.
pub(super) fn prepare(session: &Session, settings: Settings) {
    if !settings.network {
        session.firefox("Services.io.manageOfflineStatus = false; Services.io.offline = true");
    }
}

/// The hosts that were looked up, by Firefox's own log.
pub(super) fn hosts(home: &Path) -> Vec<String> {
    let log = fs::read(home.join("moz.moz_log")).expect("Firefox's log");
    let log = String::from_utf8_lossy(&log);
    assert!(log.contains("nsHostResolver"), "Firefox's log no longer tells what it resolves");
    let hosts = log.lines().filter_map(|line| Some(line.split_once("Resolving host [")?.1.split_once(']')?.0));
    let own = |host: &str| ITS_OWN.iter().any(|own| host == *own || host.ends_with(&format!(".{own}")));
    hosts.filter(|host| *host != "127.0.0.1" && !own(host)).map(str::to_owned).collect()
}
