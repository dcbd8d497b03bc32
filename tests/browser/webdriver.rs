//! A client for WebDriver (W3C, JSON over HTTP), as much of it as these tests use.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;

/// The key under which JSON names an element of the page (WebDriver, § 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The Shift key, as text that is typed (WebDriver, § 17.4.2).
pub const SHIFT: char = '\u{E008}';
/// The Tab key.
pub const TAB: char = '\u{E004}';

/// One window of one browser. Nothing here ends it: what started the driver does.
#[derive(Debug)]
pub struct Session {
    agent: ureq::Agent,
    /// `http://127.0.0.1:PORT/session/ID`
    base: String,
}

/// What a driver answers instead of a value: the error's code and its words.
#[derive(Debug)]
pub struct Refused(pub String);

type Answer = Result<Value, Refused>;

impl Session {
    /// Asks the driver at `http://127.0.0.1:port` for a browser with these capabilities.
    pub fn new(port: u16, capabilities: &Value) -> Result<Self, Refused> {
        let agent = agent(Duration::from_secs(200));
        let base = format!("http://127.0.0.1:{port}/session");
        let mut capabilities = capabilities.clone();
        // Milliseconds. A busy machine takes long over the longest page.
        capabilities["timeouts"] = json!({"script": 180_000, "pageLoad": 180_000});
        let asked = json!({"capabilities": {"alwaysMatch": capabilities}});
        let value = answer(agent.post(&base).send(asked.to_string()))?;
        let id = value["sessionId"].as_str().ok_or_else(|| Refused(format!("a session without an id: {value}")))?;
        Ok(Self { base: format!("{base}/{id}"), agent })
    }

    /// Opens a page and waits until it has loaded.
    pub fn open(&self, url: &str) {
        self.try_open(url).unwrap_or_else(|why| panic!("{url}: {}", why.0));
    }

    /// As [`Self::open`], where the page may be one that can't be reached.
    pub fn try_open(&self, url: &str) -> Result<(), Refused> {
        self.try_post("url", &json!({ "url": url })).map(drop)
    }

    pub fn url(&self) -> String {
        text(self.get("url"))
    }

    pub fn title(&self) -> String {
        text(self.get("title"))
    }

    /// A picture of what the window shows: a PNG in Base64.
    pub fn screenshot(&self) -> String {
        text(self.get("screenshot"))
    }

    /// The Back button; waits as the driver sees fit.
    pub fn back(&self) {
        // Where there is nothing behind, drivers differ in whether that is an error; the address tells.
        let _ = self.try_post("back", &json!({}));
    }

    /// Runs `return …` in the page and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.run_with(script, &[])
    }

    /// As [`Self::run`], with `arguments`.
    pub fn run_with(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// As [`Self::run`], for scripts that call their last argument with what they give. Such a script may run more than
    /// once: on a busy machine, WebKit's driver now and then loses what a script gave, and says so.
    pub fn run_later(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        for _ in 0..2 {
            match self.try_post("execute/async", &body) {
                Err(Refused(why)) if why.contains("Could not parse script result") => {}
                answered => return answered.unwrap_or_else(|why| panic!("execute/async: {}", why.0)),
            }
        }
        self.post("execute/async", &body)
    }

    /// The first element that a CSS selector finds; panics where there is none.
    pub fn find(&self, selector: &str) -> Element<'_> {
        let value = self.post("element", &json!({"using": "css selector", "value": selector}));
        Element { session: self, id: text(value[ELEMENT].clone()) }
    }

    /// Presses and releases each key in turn.
    pub fn press(&self, keys: &[char]) {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})])
            .collect();
        self.keys(&strokes);
    }

    /// Presses a key while another is held.
    pub fn press_with(&self, held: char, key: char) {
        let stroke = |kind: &str, key: char| json!({"type": kind, "value": key});
        self.keys(&[stroke("keyDown", held), stroke("keyDown", key), stroke("keyUp", key), stroke("keyUp", held)]);
    }

    fn keys(&self, strokes: &[Value]) {
        self.post("actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}));
    }

    /// Sets the outer size of the window. Desktop browsers refuse to become as narrow as a phone.
    pub fn resize(&self, width: u32, height: u32) {
        self.post("window/rect", &json!({ "width": width, "height": height }));
    }

    /// Looks into a frame, or with `None` at the whole page again.
    pub fn enter_frame(&self, frame: Option<&Element<'_>>) {
        let id = frame.map_or(Value::Null, Element::as_argument);
        self.post("frame", &json!({ "id": id }));
    }

    /// The entries of one of Chromium's logs since it was read last.
    pub fn chromium_log(&self, kind: &str) -> Vec<Value> {
        let entries = self.post("se/log", &json!({ "type": kind }));
        entries.as_array().unwrap_or_else(|| panic!("no log: {entries}")).clone()
    }

    /// A command of Chromium's developer tools.
    pub fn chromium(&self, command: &str, parameters: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Runs a script in Firefox itself rather than in a page.
    pub fn firefox(&self, script: &str) -> Value {
        self.post("moz/context", &json!({"context": "chrome"}));
        let value = self.run(script);
        self.post("moz/context", &json!({"context": "content"}));
        value
    }

    /// Ends the session and with it the browser.
    pub fn quit(&self) -> Result<(), Refused> {
        answer(self.agent.delete(&self.base).call()).map(drop)
    }

    fn get(&self, command: &str) -> Value {
        let answered = answer(self.agent.get(format!("{}/{command}", self.base)).call());
        answered.unwrap_or_else(|why| panic!("{command}: {}", why.0))
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        self.try_post(command, body).unwrap_or_else(|why| panic!("{command}: {}", why.0))
    }

    fn try_post(&self, command: &str, body: &Value) -> Answer {
        answer(self.agent.post(format!("{}/{command}", self.base)).send(body.to_string()))
    }
}

/// An element of the page that is open now.
#[derive(Debug)]
pub struct Element<'a> {
    session: &'a Session,
    id: String,
}

impl Element<'_> {
    /// Clicks it where a reader would: in the middle of the window, not below what sticks to its top.
    pub fn click(&self) {
        self.session
            .run_with("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", &[self.as_argument()]);
        self.session.post(&format!("element/{}/click", self.id), &json!({}));
    }

    /// For scripts: their `arguments[0]`.
    pub fn as_argument(&self) -> Value {
        json!({ ELEMENT: self.id })
    }
}

/// Whether a driver is there and ready to start a browser.
pub fn is_ready(port: u16) -> bool {
    let status = agent(Duration::from_secs(2)).get(format!("http://127.0.0.1:{port}/status")).call();
    answer(status).is_ok_and(|status| status["ready"] == true)
}

/// Proxies of the environment are for the web, not for a driver on this machine.
fn agent(timeout: Duration) -> ureq::Agent {
    let config = ureq::Agent::config_builder();
    config.http_status_as_error(false).proxy(None).timeout_global(Some(timeout)).build().into()
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let refuse = |why: &dyn std::fmt::Display| Refused(why.to_string());
    let mut response = response.map_err(|why| refuse(&why))?;
    // A PDF may be long.
    let body = response.body_mut().with_config().limit(256 << 20).read_to_string().map_err(|why| refuse(&why))?;
    let mut body: Value = serde_json::from_str(&body).map_err(|why| refuse(&why))?;
    let value = body["value"].take();
    if response.status().is_success() { Ok(value) } else { Err(Refused(words(&value))) }
}

fn words(error: &Value) -> String {
    let mut words = error["error"].as_str().unwrap_or("no code").to_owned();
    let message = error["message"].as_str().unwrap_or_default();
    let _ = write!(words, ": {message}");
    words
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => panic!("not a text: {other}"),
    }
}
