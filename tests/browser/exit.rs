//! Leaving quickly: the link, Shift three times, and what the Back button shows afterwards in each engine.
//!
//! What was seen stands in `exit.md`, which the privacy page of the guides tells in simple words. `LAMPLIGHT_BLESS=1` writes
//! it anew: whoever does that reads the privacy page again.

use crate::bundle::{Bundle, Place, Site};
use crate::engines::{Browser, Engine, Settings, await_that};
use crate::webdriver::SHIFT;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How a reader leaves from the third page of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Link,
    Shift,
    LinkWithoutScripts,
    LinkWithLessTrail,
    ShiftWithLessTrail,
}

impl Way {
    const ALL: [Self; 5] =
        [Self::Link, Self::Shift, Self::LinkWithLessTrail, Self::ShiftWithLessTrail, Self::LinkWithoutScripts];

    fn words(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Shift => "Shift × 3",
            Self::LinkWithoutScripts => "link, no scripts",
            Self::LinkWithLessTrail => "link, less of a trail",
            Self::ShiftWithLessTrail => "Shift × 3, less of a trail",
        }
    }
}

#[test]
fn what_back_shows_is_as_written_down() {
    let rows: String = thread::scope(|scope| {
        let engines = Engine::ALL.map(|engine| scope.spawn(move || rows_of(engine)));
        engines.into_iter().map(|rows| rows.join().unwrap()).collect()
    });
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/exit.md");
    let text = fs::read_to_string(&file).unwrap();
    let (words, _) = text.split_once("| browser |").expect("a table in exit.md");
    let found = format!("{words}{HEAD}{rows}");
    if std::env::var_os("LAMPLIGHT_BLESS").is_some_and(|value| value == "1") {
        fs::write(&file, &found).unwrap();
    }
    snapbox::Assert::new().eq(found, snapbox::Data::text(fs::read_to_string(&file).unwrap()).raw());
}

/// What "Leave less of a trail" does not clear, and the privacy page says so: the browser's list of all that was opened. It
/// is looked for in the files of the profile; WebKitGTK's MiniBrowser keeps none under a driver.
#[test]
fn the_full_history_keeps_every_page() {
    let bundle = Bundle::guides();
    let site = Site::at(Place::File, &bundle.folder());
    for engine in [Engine::Chromium, Engine::Firefox] {
        let browser = Browser::start(engine);
        let visit = Visit { browser: &browser, bundle: &bundle, site: &site };
        visit.read_on_to_a_sign(true);
        visit.leave(Way::LinkWithLessTrail);
        let history = browser.full_history();
        let path = &bundle.page_by("sign", &bundle.pages[0].lang).path;
        assert!(history.contains(path.as_str()), "{engine} forgot {path}: the privacy page says that it keeps it");
        assert!(history.contains("Times tables"), "{engine}'s history shows no neutral title");
    }
}

const HEAD: &str = "| browser | from | left by | entries added | then Back shows | and Back again | and again |\n\
                    |---|---|---|---|---|---|---|\n";

fn rows_of(engine: Engine) -> String {
    let bundle = Bundle::guides();
    let with_scripts = Browser::start(engine);
    let without = Browser::start_with(engine, Settings { scripts: false, ..Settings::default() });
    let mut rows = String::new();
    for (place, from) in [(Place::File, "a folder"), (Place::Root, "a host")] {
        let site = Site::at(place, &bundle.folder());
        for way in Way::ALL {
            let browser = if way == Way::LinkWithoutScripts { &without } else { &with_scripts };
            let visit = Visit { browser, bundle: &bundle, site: &site };
            let seen = visit.leave_from_deep(way).join(" | ");
            let _ = writeln!(rows, "| {engine} | {from} | {} | {seen} |", way.words());
        }
    }
    rows
}

struct Visit<'a> {
    browser: &'a Browser,
    bundle: &'a Bundle,
    site: &'a Site,
}

impl Visit<'_> {
    /// Opens a page of somebody else's, then home, section and guide by their links, leaves, and goes back three times: how
    /// many entries the visit added to the window's history, and what is to be seen each time.
    fn leave_from_deep(&self, way: Way) -> Vec<String> {
        let browser = self.browser;
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("before.html"), "<!doctype html><title>before</title><p>Before").unwrap();
        let elsewhere = Site::at(Place::Root, elsewhere.path());
        browser.open(&format!("{}before.html", elsewhere.url));
        let entries = || browser.run("return history.length").as_u64().expect("a number");
        let before = entries();
        self.read_on_to_a_sign(matches!(way, Way::LinkWithLessTrail | Way::ShiftWithLessTrail));
        self.leave(way);
        let mut seen = vec![(entries() - before).to_string()];
        for _ in 0..3 {
            let shown = self.name_of(&self.url_after_back());
            let over = shown == BEFORE;
            seen.push(shown);
            if over {
                break;
            }
        }
        seen.resize(4, String::new());
        seen
    }

    /// The address after Back, which may stay the same where nothing is behind.
    fn url_after_back(&self) -> String {
        let before = self.browser.url();
        self.browser.back();
        (0..20)
            .find_map(|_| {
                thread::sleep(Duration::from_millis(100));
                Some(self.browser.url()).filter(|url| *url != before)
            })
            .unwrap_or(before)
    }

    fn read_on_to_a_sign(&self, less_trail: bool) {
        let lang = &self.bundle.pages[0].lang;
        let path = |template: &str| &self.bundle.page_by(template, lang).path;
        self.browser.open(&format!("{}{lang}/index.html", self.site.url));
        if less_trail {
            self.browser.find("#_trail button").click();
        }
        let sign = path("sign");
        let section = format!("{}/index.html", sign.rsplit_once('/').expect("a sign in a section").0);
        for page in [&section, sign] {
            self.follow(page);
        }
    }

    /// Clicks the first link of the page that leads to `path`.
    fn follow(&self, path: &str) {
        let wanted = format!("{}{path}", self.site.url);
        let name = path.rsplit('/').take(2).collect::<Vec<_>>();
        let ends = if path.ends_with("index.html") { format!("{}/{}", name[1], name[0]) } else { name[0].to_owned() };
        self.browser.find(&format!("main a[href$=\"{ends}\"]")).click();
        self.await_page(&wanted);
    }

    fn leave(&self, way: Way) {
        match way {
            Way::Shift | Way::ShiftWithLessTrail => self.browser.press(&[SHIFT, SHIFT, SHIFT]),
            Way::Link | Way::LinkWithoutScripts | Way::LinkWithLessTrail => self.browser.find("#_exit").click(),
        }
        self.await_page(&format!("{}tables.html", self.site.url));
        let title = self.browser.title();
        assert!(!title.contains("grooming"), "{way:?} left the title {title:?}");
    }

    fn await_page(&self, url: &str) {
        await_that(url, || (self.browser.url().split('#').next() == Some(url)).then_some(()));
    }

    fn name_of(&self, url: &str) -> String {
        if url.ends_with("/before.html") {
            return BEFORE.to_owned();
        }
        let path = url.strip_prefix(&self.site.url).and_then(|rest| rest.split('#').next());
        let page = self.bundle.pages.iter().find(|page| Some(page.path.as_str()) == path);
        page.map_or_else(|| url.to_owned(), |page| format!("the {} page", page.template))
    }
}

const BEFORE: &str = "the page before the guides";
