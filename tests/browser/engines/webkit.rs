//! WebKitGTK's MiniBrowser, by WebKitWebDriver, on a screen that nobody sees.

use super::program::{Home, Process, command, free_port, library_program, program};
use super::{Settings, Started};
use crate::outside::Recorder;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

pub(super) fn start(settings: Settings) -> (Started, Value) {
    let browser = library_program(
        &["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"],
        "MiniBrowser",
        "the packages webkit2gtk-driver and libwebkit2gtk-4.1-0",
    );
    let driver = program(&["WebKitWebDriver"], "the package webkit2gtk-driver");
    let (home, port) = (Home::new(), free_port());
    let (screen, display) = screen(home.path());
    let driver = Process::start(command(&driver, home.path()).arg(format!("--port={port}")).env("DISPLAY", display));
    let recorder = Recorder::start();
    // As arguments, since the driver takes a SOCKS proxy among its capabilities and then goes straight out.
    let arguments = [
        "--automation".to_owned(),
        format!("--enable-javascript={}", settings.scripts),
        format!("--proxy=socks5://127.0.0.1:{}", recorder.port()),
        "--ignore-host=127.0.0.1".to_owned(),
    ];
    let capabilities = json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {"binary": browser, "args": arguments},
    });
    (Started { port, _driver: driver, _display: Some(screen), recorder: Some(recorder), home }, capabilities)
}

/// An X server on the first display that is free, and that display's name.
fn screen(home: &Path) -> (Process, String) {
    let xvfb = program(&["Xvfb"], "the package xvfb");
    let mut command = command(&xvfb, home);
    let arguments = ["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"];
    let mut screen = Process::start(command.args(arguments).stdout(Stdio::piped()));
    let mut number = String::new();
    let output = screen.0.stdout.take().expect("its output");
    BufReader::new(output).read_line(&mut number).expect("the number of a display");
    assert!(!number.trim().is_empty(), "Xvfb found no free display");
    (screen, format!(":{}", number.trim()))
}
