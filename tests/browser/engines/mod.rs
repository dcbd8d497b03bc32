//! Chromium, Firefox and WebKitGTK, each started with a profile of its own and ended with all that it started.

mod chromium;
mod firefox;
pub mod program;
mod webkit;

use crate::outside::Recorder;
use crate::webdriver::{Refused, Session};
use program::{Home, Process};
use serde_json::json;
use std::fmt;
use std::fs;
use std::ops::Deref;
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        })
    }
}

/// How a reader's browser may be set.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub scripts: bool,
    /// WebKitGTK knows no other state: nothing leads out of the machine there, whatever this says.
    pub network: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { scripts: true, network: true }
    }
}

/// A browser with an empty profile. When this is dropped, also by a panic, the browser and its files are gone.
#[derive(Debug)]
pub struct Browser {
    pub engine: Engine,
    session: Session,
    started: Started,
    ended: bool,
}

/// What an engine needs beside its session. Fields are dropped in this order: the profile last.
#[derive(Debug)]
struct Started {
    port: u16,
    _driver: Process,
    /// WebKit's screen.
    _display: Option<Process>,
    /// WebKit's only way out.
    recorder: Option<Recorder>,
    home: Home,
}

impl Browser {
    pub fn start(engine: Engine) -> Self {
        Self::start_with(engine, Settings::default())
    }

    pub fn start_with(engine: Engine, settings: Settings) -> Self {
        let (started, capabilities) = match engine {
            Engine::Chromium => chromium::start(),
            Engine::Firefox => firefox::start(settings),
            Engine::WebKit => webkit::start(settings),
        };
        started.await_driver(engine);
        let session = match Session::new(started.port, &capabilities) {
            Ok(session) => session,
            Err(Refused(why)) => panic!("{engine} doesn't start: {why}"),
        };
        let browser = Self { engine, session, started, ended: false };
        match engine {
            Engine::Chromium => chromium::prepare(&browser.session, settings),
            Engine::Firefox => firefox::prepare(&browser.session, settings),
            Engine::WebKit => {}
        }
        browser
    }

    /// Gives the page a viewport of this width without a device around it; Chromium alone can.
    pub fn chromium_viewport(&self, width: u32, height: u32, scale: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false});
        self.session.chromium("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Shows pages to somebody with such a preference, `("prefers-color-scheme", "dark")`; Chromium alone can.
    pub fn chromium_prefers(&self, feature: &str, value: &str) {
        let media = json!({"features": [{"name": feature, "value": value}]});
        self.session.chromium("Emulation.setEmulatedMedia", &media);
    }

    /// Ends the browser and says which hosts pages asked for or looked up the address of, this machine apart.
    pub fn outside(mut self) -> Vec<String> {
        // Lookups for links come a moment after a page has loaded.
        std::thread::sleep(Duration::from_millis(500));
        self.end();
        let home = self.started.home.path();
        let mut hosts = match (self.engine, &self.started.recorder) {
            (Engine::Chromium, _) => chromium::hosts(home),
            (Engine::Firefox, _) => firefox::hosts(home),
            (Engine::WebKit, recorder) => recorder.as_ref().map(Recorder::hosts).unwrap_or_default(),
        };
        hosts.sort();
        hosts.dedup();
        hosts
    }

    /// Ends the browser and gives its list of all pages that were ever opened, as the bytes of its data base read as text.
    pub fn full_history(mut self) -> String {
        // Firefox writes in its own time and takes its profile with it, Chromium writes when it ends.
        std::thread::sleep(Duration::from_secs(2));
        let before = history_files(self.started.home.path());
        self.end();
        before + &history_files(self.started.home.path())
    }

    fn end(&mut self) {
        if !std::mem::replace(&mut self.ended, true) {
            // A browser that no longer answers is killed with its home.
            let _ = self.session.quit();
        }
    }
}

fn history_files(home: &Path) -> String {
    let names = ["History", "History-journal", "places.sqlite", "places.sqlite-wal"];
    let files = walkdir::WalkDir::new(home).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_name().to_str().is_some_and(|name| names.contains(&name)));
    files
        .filter_map(|entry| fs::read(entry.path()).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

impl Deref for Browser {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.end();
    }
}

impl Started {
    fn await_driver(&self, engine: Engine) {
        let begun = Instant::now();
        while !crate::webdriver::is_ready(self.port) {
            assert!(begun.elapsed() < Duration::from_secs(60), "the driver of {engine} doesn't answer");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Waits until `holds` gives something, for at most half a minute.
pub fn await_that<T>(what: &str, mut holds: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = holds() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
