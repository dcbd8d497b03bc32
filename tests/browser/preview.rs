//! `lamplight serve` in browsers: an edit comes by itself, a slip is laid over the page and goes, other sites get nothing.

use crate::bundle::files;
use crate::engines::program::Process;
use crate::engines::{Browser, Engine, await_that};
use crate::search::ask;
use crate::server::Server;
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

#[test]
fn chromium() {
    a_page_follows_its_guide(Engine::Chromium);
}

#[test]
fn firefox() {
    a_page_follows_its_guide(Engine::Firefox);
}

#[test]
fn webkit() {
    a_page_follows_its_guide(Engine::WebKit);
}

const GUIDE: &str = "en/signs/keep-it-secret.md";

fn a_page_follows_its_guide(engine: Engine) {
    let preview = Preview::start();
    let browser = Browser::start(engine);
    let page = format!("{}en/signs/keep-it-secret.html", preview.url);
    browser.open(&page);
    let heading = |words: &str| {
        let script = "return document.querySelector('h1')?.textContent";
        await_that(words, || (browser.run(script) == words).then_some(()));
    };
    let before = preview.title(GUIDE);
    heading(&before);

    // What the page holds in memory is gone where it was loaded again.
    browser.run("window.kept = true");
    preview.retitle(GUIDE, "Edited while it is open");
    heading("Edited while it is open");
    assert!(browser.run("return window.kept === undefined") == true, "{engine} shows an edit without loading the page");

    // A slip: the words of the terminal over the page, which stays readable below and when they are folded away.
    let shown = |selector: &str| {
        let script = "const e = document.querySelector(arguments[0]); return !!e && e.getBoundingClientRect().height > 9 && getComputedStyle(e).position + ' ' + e.innerText";
        browser.run_with(script, &[json!(selector)]).as_str().unwrap_or_default().to_owned()
    };
    preview.edit(GUIDE, "title: ", "tilte: ");
    let overlay = await_that("the overlay", || Some(shown("#_lamplight")).filter(|text| text.starts_with("fixed ")));
    for words in ["error[unknown-field]", "did you mean `title`?", "guides/en/signs/keep-it-secret.md:3:1"] {
        assert!(overlay.contains(words), "{engine}: {overlay}");
    }
    heading("Edited while it is open");
    let height = || browser.run("return document.getElementById('_lamplight').offsetHeight").as_i64().unwrap();
    let unfolded = height();
    browser.find("#_lamplight summary").click();
    await_that("folded away", || (height() * 2 < unfolded).then_some(()));

    preview.edit(GUIDE, "tilte: ", "title: ");
    await_that("the overlay goes", || shown("#_lamplight").is_empty().then_some(()));
    preview.retitle(GUIDE, &before);
    heading(&before);

    // A guide comes, goes and comes back under the eyes of who waits for it.
    browser.open(&format!("{}en/articles/new.html", preview.url));
    let gone = || browser.run("return document.querySelector('h1')").is_null();
    assert!(gone(), "{engine} shows a page that is not there");
    let (file, like) = (preview.path("en/articles/new.md"), "en/articles/for-teachers.md");
    for _ in 0..2 {
        fs::copy(preview.path(like), &file).unwrap();
        heading(&preview.title(like));
        fs::remove_file(&file).unwrap();
        await_that("it is gone", || gone().then_some(()));
    }

    // Search loads the parts of its index as it does from a bundle.
    browser.open(&format!("{}en/search.html", preview.url));
    let found = ask(&browser, "secret");
    assert!(found.guides.iter().any(|guide| guide == "signs/keep-it-secret"), "{engine}: {found:?}");
    if engine == Engine::Chromium {
        let severe: Vec<_> =
            browser.chromium_log("browser").into_iter().filter(|entry| entry["level"] == "SEVERE").collect();
        // The page that was gone is answered as such; nothing is refused by a policy.
        let expected = |entry: &serde_json::Value| entry["message"].as_str().is_some_and(|text| text.contains("404"));
        assert!(severe.iter().all(expected), "{severe:#?}");
    }
}

/// A page of another site, here one at another port, can neither read the preview nor use anything of it.
#[test]
fn another_site_gets_nothing() {
    let preview = Preview::start();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("index.html"), "<!doctype html><title>Elsewhere</title><p>Elsewhere</p>").unwrap();
    let server = Server::start(elsewhere.path(), "/");
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        // What is looked for is seen where it is allowed: in the preview's own pages the same things work.
        browser.open(&format!("{}en/index.html", preview.url));
        let script =
            browser.run("return new URL(document.querySelector('script[src*=\"assets/main\"]').src).pathname.slice(1)");
        let mut own = browser.run_later(TRY, &[json!(preview.url), script.clone()]);
        if engine == Engine::Firefox {
            // Its driver's scripts fetch as a site of their own, and get nothing anywhere.
            own["fetch"] = json!("read");
            own["opaque"] = json!("an opaque answer");
        }
        let all = json!({"fetch": "read", "events": "heard", "script": "loaded", "sheet": "loaded", "opaque": "an opaque answer"});
        assert_eq!(own, all, "{engine}");
        browser.open(&server.url());
        let foreign = browser.run_later(TRY, &[json!(preview.url), script]);
        let nothing = json!({"fetch": "nothing", "events": "nothing", "script": "nothing", "sheet": "nothing", "opaque": "nothing"});
        assert_eq!(foreign, nothing, "{engine}");
    }
}

/// Tries to get something of the preview in every way that a page has.
const TRY: &str = r#"
const [preview, asset, done] = arguments;
const element = (name, attribute, path) => new Promise((resolve) => {
  const e = document.createElement(name);
  e.onload = () => resolve('loaded');
  e.onerror = () => resolve('nothing');
  if (name === 'link') { e.rel = 'stylesheet'; }
  e[attribute] = preview + path;
  document.head.append(e);
});
const events = new Promise((resolve) => {
  const source = new EventSource(preview + '_lamplight/events');
  source.onmessage = () => { source.close(); resolve('heard'); };
  source.onerror = () => { source.close(); resolve('nothing'); };
});
const read = window.fetch(preview + 'en/index.html').then((answer) => answer.text()).then((text) => text ? 'read' : 'nothing', () => 'nothing');
const loaded = [
  element('script', 'src', asset),
  element('link', 'href', '_lamplight/preview.css'),
  window.fetch(preview + 'en/index.html', { mode: 'no-cors' }).then(() => 'an opaque answer', () => 'nothing'),
];
Promise.all([read, events, ...loaded]).then(([fetched, heard, script, sheet, opaque]) =>
  done({ fetch: fetched, events: heard, script, sheet, opaque }));
"#;

/// The program, serving a copy of this project's guides until this is dropped.
struct Preview {
    place: TempDir,
    _program: Process,
    url: String,
}

impl Preview {
    fn start() -> Self {
        let place = tempfile::tempdir().unwrap();
        for (path, file) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("guides")) {
            let copy = place.path().join("guides").join(path);
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(file, copy).unwrap();
        }
        let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        program.current_dir(place.path()).args(["serve", "--port", "0"]).stderr(Stdio::piped());
        let mut program = Process::start(&mut program);
        let mut lines = BufReader::new(program.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        let ready = lines.find(|line| line.contains("http://127.0.0.1:")).expect("the address");
        // What it says later must go somewhere, or it waits.
        std::thread::spawn(move || lines.for_each(drop));
        let url = ready.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        Self { place, _program: program, url }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.place.path().join("guides").join(path)
    }

    fn title(&self, path: &str) -> String {
        let text = fs::read_to_string(self.path(path)).unwrap();
        text.lines().find_map(|line| line.strip_prefix("title: ")).expect("a title").to_owned()
    }

    fn retitle(&self, path: &str, title: &str) {
        self.edit(path, &format!("title: {}", self.title(path)), &format!("title: {title}"));
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        fs::write(self.path(path), text.replacen(from, to, 1)).unwrap();
    }
}
