//! Fonts that are embedded: shown by pages of their language alone, and as the whole font would be.
//!
//! The fonts are Debian's under another name, which no device has: `local()` finds nothing.

use crate::bundle::{Bundle, Page, Place, Site, files};
use crate::engines::{Browser, Engine};
use crate::noto;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const FONTS: [(&str, &str); 3] = [("ur", "NotoNastaliqUrdu"), ("ps", "NotoNaskhArabic"), ("sd", "NotoNaskhArabic")];

/// The guides with fonts, and the fonts.
struct Dressed {
    place: TempDir,
    bundle: Bundle,
}

impl Dressed {
    /// With each font as `change` makes it.
    fn new(fonts: &[(&str, &str)], change: impl Fn(&mut [u8])) -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut options = vec!["--no-cache".to_owned()];
        for (tag, name) in fonts {
            let mut bytes = noto::regular(name);
            change(&mut bytes);
            let file = place.path().join(format!("{tag}.ttf"));
            fs::write(&file, bytes).unwrap();
            options.extend(["--font".to_owned(), format!("{tag}={}", file.display())]);
        }
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        Self { bundle: Bundle::guides_with(&options), place }
    }

    /// A copy of the bundle with other files in place of its fonts.
    fn copy(&self, name: &str, font: impl Fn(Vec<u8>) -> Vec<u8>) -> PathBuf {
        let copy = self.place.path().join(name);
        for (path, file) in files(&self.bundle.folder()) {
            let to = copy.join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            let mut bytes = fs::read(file).unwrap();
            if let Some(tag) = path.strip_prefix("assets/font-").and_then(|name| name.get(..2)) {
                bytes = font(fs::read(self.place.path().join(format!("{tag}.ttf"))).unwrap());
            }
            fs::write(to, bytes).unwrap();
        }
        copy
    }
}

/// Gives a font a name that no device knows: `Lamp Nastaliq Urdu Regular`.
fn rename(bytes: &mut [u8]) {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (old, new) = (utf16("Noto"), utf16("Lamp"));
    let names = table(bytes, b"name");
    for at in names.start..names.end - old.len() {
        if bytes[at..].starts_with(&old) {
            bytes[at..at + new.len()].copy_from_slice(&new);
        }
    }
}

/// Makes every glyph of a font twice as large, by halving what it counts as an em.
fn double(bytes: &mut [u8]) {
    let at = table(bytes, b"head").start + 18;
    let em = u16::from_be_bytes([bytes[at], bytes[at + 1]]);
    bytes[at..at + 2].copy_from_slice(&(em / 2).to_be_bytes());
}

/// Where a table lies in a font file.
fn table(bytes: &[u8], tag: &[u8; 4]) -> std::ops::Range<usize> {
    let record = bytes[12..].chunks(16).find(|record| record.starts_with(tag)).unwrap();
    let number = |at: usize| u32::from_be_bytes(record[at..at + 4].try_into().unwrap()) as usize;
    number(8)..number(8) + number(12)
}

#[test]
fn pages_of_a_language_and_no_others_show_its_font() {
    let dressed = Dressed::new(&FONTS[..1], |bytes| {
        rename(bytes);
        double(bytes);
    });
    let bundle = &dressed.bundle;
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        for place in [Place::File, Place::Root] {
            let site = Site::at(place, &bundle.folder());
            let open = |lang: &str| {
                browser.open(&site.url_of(bundle.page_by("step", lang)));
                let seen = browser.run_later(include_str!("fonts.js"), &[]);
                let requests = site.server.iter().flat_map(|server| server.take_requests());
                (seen, requests.filter(|request| request.target.ends_with(".woff2")).count())
            };
            let (urdu, requests) = open("ur");
            assert_eq!(urdu["faces"], serde_json::json!([["Site ur", "loaded"]]), "{engine} {place:?}");
            // Its glyphs are 1936 units wide, and an em of the font in this test has 500.
            let width = urdu["width"].as_f64().unwrap();
            assert!((width - 1936.0 / 500.0 * 40.0).abs() < 1.0, "{engine} {place:?}: {width} px");
            assert_eq!(requests, usize::from(place == Place::Root), "{engine}");
            for lang in ["en", "ps"] {
                let (other, requests) = open(lang);
                assert_eq!(other["faces"], serde_json::json!([["Site ur", "unloaded"]]), "{engine} {place:?} {lang}");
                assert_eq!(requests, 0, "{engine} {lang}");
            }
        }
    }
}

/// Who has the font already need not load it.
#[test]
fn a_font_that_the_device_has_is_not_loaded() {
    let dressed = Dressed::new(&FONTS[..1], |_| {});
    for engine in Engine::ALL {
        let browser = Browser::start(engine);
        let site = Site::at(Place::Root, &dressed.bundle.folder());
        browser.open(&site.url_of(dressed.bundle.page_by("step", "ur")));
        let seen = browser.run_later(include_str!("fonts.js"), &[]);
        assert_eq!(seen["faces"], serde_json::json!([["Site ur", "loaded"]]), "{engine}");
        let requests = site.server.as_ref().unwrap().take_requests();
        assert!(requests.len() > 2, "{engine}: {} requests", requests.len());
        assert!(!requests.iter().any(|request| request.target.ends_with(".woff2")), "{engine} loads it");
    }
}

/// Pixel by pixel, where hints are left aside. WebKitGTK is not asked, since nothing turns them off there: it sets some
/// letters of the whole font a pixel further on.
#[test]
fn pages_look_as_with_the_whole_font() {
    let dressed = Dressed::new(&FONTS, rename);
    let whole = dressed.copy("whole", |bytes| bytes);
    let other = dressed.copy("other", |mut bytes| {
        double(&mut bytes);
        bytes
    });
    let pages: Vec<&Page> = dressed
        .bundle
        .one_of_each()
        .into_iter()
        .filter(|page| FONTS.iter().any(|(tag, _)| page.lang == *tag))
        .collect();
    assert!(pages.len() > 30, "{} pages", pages.len());
    for engine in [Engine::Chromium, Engine::Firefox] {
        let browser = Browser::start(engine);
        if engine == Engine::Chromium {
            browser.chromium_viewport(400, 3000, 1);
        }
        // Firefox shows a screen, and is slower.
        let few = |page: &&&Page| engine == Engine::Chromium || ["step", "helpline"].contains(&page.template.as_str());
        for page in pages.iter().filter(few) {
            let part = shot(&browser, &dressed.bundle.folder(), page);
            assert!(part == shot(&browser, &whole, page), "{engine} {}: the whole font looks different", page.path);
            assert!(part != shot(&browser, &other, page), "{engine} {}: no font is shown", page.path);
        }
    }
}

/// A picture of a page whose fonts have loaded.
fn shot(browser: &Browser, folder: &Path, page: &Page) -> String {
    browser.open(&Site::at(Place::File, folder).url_of(page));
    let seen: Value = browser.run_later(include_str!("fonts.js"), &[]);
    let loaded = seen["faces"].as_array().unwrap().iter().filter(|face| face[1] == "loaded").count();
    assert_eq!(loaded, 1, "{}: {}", page.path, seen["faces"]);
    browser.screenshot()
}
