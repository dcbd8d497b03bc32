//! A discreet bundle: what an address, a tab, a history and a list of files show says nothing of what the pages hold.

use crate::place::{Place, streams};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

/// "Notes" in the languages of the guides, and what the two pages are called that stand alone.
const TITLES: [&str; 6] = ["Notes", "نوٹس", "یادښتونه", "نوٽس", "Times tables", "Page not found"];

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn nothing_that_shows_names_what_the_guides_are_about() {
    let place = copy_of("guides", "base_url: https://example.org/notes/\n");
    let bundle = build(&place);
    let telling = telling_words(&place.files("guides"));
    assert!(["grooming", "signs", "police"].iter().all(|word| telling.contains(*word)), "{telling:?}");
    for (path, bytes) in &bundle {
        assert!(is_neutral_path(path), "{path}");
        let Some(html) = path.ends_with(".html").then(|| std::str::from_utf8(bytes).unwrap()) else { continue };
        let titles: Vec<&str> = between(html, "<title>", "</title>").collect();
        assert!(titles.len() == 1 && TITLES.contains(&titles[0]), "{path}: {titles:?}");
        let own = between(html, " href=\"", "\"").filter(|url| !url.starts_with("https:"));
        let fragments = own.filter_map(|url| Some(url.split_once('#')?.1));
        for id in between(html, " id=\"", "\"").chain(fragments) {
            assert!(is_neutral_id(id), "{path}: {id}");
        }
        for name in between(html, "<meta name=\"", "\"") {
            let neutral = ["viewport", "referrer", "color-scheme", "robots"].contains(&name);
            assert!(neutral || path == "tables.html" && name == "description", "{path}: {name}");
        }
        for relation in between(html, "<link rel=\"", "\"") {
            assert!(["icon", "stylesheet"].contains(&relation), "{path}: {relation}");
        }
    }
    // Unpacked, the zip shows its names as the folder does.
    let zip = zip::ZipArchive::new(Cursor::new(&bundle["editions/guides.zip"])).unwrap();
    let zipped: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(zipped.len() == bundle.len() - 1, "{zipped:?}");
    let names = zipped.iter().map(|name| name.strip_prefix("guides/").unwrap());
    assert_eq!(names.filter(|name| !is_neutral_path(name)).collect::<Vec<_>>(), [""; 0]);
    let shown = bundle.keys().cloned().chain([String::from_utf8(bundle["SHA256SUMS"].clone()).unwrap()]);
    let told: Vec<String> = shown.flat_map(|text| words(&text)).filter(|word| telling.contains(word)).collect();
    assert_eq!(told, [""; 0], "words of the guides");
}

/// Who reads the page knows where they are: only what shows outside of it is neutral.
#[test]
fn the_pages_themselves_keep_their_headings() {
    let place = copy_of("guides", "");
    let bundle = build(&place);
    // The name of signs/keep-it-secret, for good: readers keep addresses.
    assert!(bundle.contains_key("en/0d05f56c49.html"));
    let pages: Vec<&str> = bundle.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect();
    for (path, bytes) in
        place.files("guides").iter().filter(|(path, _)| path.starts_with("en/") && path.ends_with(".md"))
    {
        let text = std::str::from_utf8(bytes).unwrap();
        let title = between(text, "\ntitle: ", "\n").next().unwrap().trim_matches('"');
        assert!(pages.iter().any(|page| page.contains(&format!("<h1>{title}</h1>"))), "no page of {path}: {title}");
    }
}

/// A site with two languages, an address on the web, and a guide that was elsewhere before.
#[test]
fn the_language_switch_lands_on_the_same_name_and_old_names_are_gone() {
    let bundle = build(&copy_of("tests/golden/two-languages/guides", ""));
    let pages = |lang: &str| -> BTreeSet<String> {
        bundle.keys().filter_map(|path| path.strip_prefix(&format!("{lang}/"))).map(str::to_owned).collect()
    };
    assert!(pages("ur").len() > 5 && pages("ur").is_subset(&pages("en")), "{:?} {:?}", pages("ur"), pages("en"));
    for name in pages("ur") {
        let html = std::str::from_utf8(&bundle[&format!("en/{name}")]).unwrap();
        assert!(html.contains(&format!("<a href=\"../ur/{name}\" lang=\"ur\"")), "{name}: {html}");
    }
    for gone in ["sitemap.xml", "feed.xml"] {
        assert!(!bundle.contains_key(gone), "{gone} names every guide");
    }
    let plain = copy_of("tests/golden/one-language/guides", "");
    assert!(plain.read("guides/en/signs/flicker.md").contains("moved_from: [signs/old-flicker"));
    let moved = build(&plain);
    let strange: Vec<_> = moved.keys().filter(|path| !is_neutral_path(path)).collect();
    assert_eq!(strange, ["robots.txt"], "what lies in root/ has the name that its author gave it");
    assert!(moved.keys().any(|path| path.ends_with(".png")), "a picture");
    assert!(moved.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("This page has moved")));
}

/// A theme that forgets is told so: the title is what a tab shows.
#[test]
fn a_theme_that_would_tell_is_refused() {
    let place = copy_of("tests/golden/two-languages/guides", "theme: telling\n");
    let base = include_str!("../../themes/default/templates/base.html");
    let telling = base.replace("{{ t_plain(id=\"discreet-title\") }}", "{{ page.title }}");
    assert_ne!(base, telling);
    place.write("themes/telling/templates/base.html", &telling);
    let done = place.run(["build"]).code(1);
    let said = streams(&done).1;
    assert!(said.contains("the page is made by the template `step.html`"), "{said}");
    assert!(said.contains("would show in tabs and in the history") && !place.join("output").exists(), "{said}");
    // A block of one's own is no harm: the frame leaves it out.
    let block = "{% extends \"default/article.html\" %}{% block title %}{{ page.title }}{% endblock title %}";
    place.write("themes/telling/templates/base.html", base);
    place.write("themes/telling/templates/article.html", block);
    place.run(["build"]).code(0);
}

#[test]
fn discreet_is_true_or_false() {
    let place = copy_of("tests/golden/two-languages/guides", "");
    place.edit("guides/site.yaml", "discreet: true", "discreet: very");
    let said = streams(&place.run(["check"]).code(1)).1;
    assert!(said.contains("`very` is neither `true` nor `false`"), "{said}");
    assert!(said.contains("guides/site.yaml:"), "{said}");
}

/// Guides of this repository in a place of the test's, discreet, with `lines` added to their `site.yaml`.
fn copy_of(folder: &str, lines: &str) -> Place {
    let place = Place::empty();
    place.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), "guides");
    let site = place.read("guides/site.yaml").replace("theme: plain\n", "");
    place.write("guides/site.yaml", &format!("{}\ndiscreet: true\n{lines}", site.trim_end()));
    place
}

/// Builds twice: hashes are the same each time.
fn build(place: &Place) -> Files {
    place.run(["build", "--format", "site,zip"]).code(0);
    place.run(["build", "--format", "site,zip", "-o", "again"]).code(0);
    assert!(place.files("output") == place.files("again"));
    place.files("output")
}

/// The words of titles, headings and names of files.
fn telling_words(guides: &Files) -> BTreeSet<String> {
    let mut telling = BTreeSet::new();
    for (path, bytes) in guides {
        let Some(slug) = path.strip_suffix(".md").and_then(|path| Some(path.split_once('/')?.1)) else { continue };
        telling.extend(words(slug));
        for line in String::from_utf8_lossy(bytes).lines() {
            if line.starts_with("title: ") || line.starts_with('#') {
                telling.extend(words(line));
            }
        }
    }
    // What every site has, and what is no word.
    telling.retain(|word| word.chars().count() > 2 && !["title", "index"].contains(&word.as_str()));
    telling
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

fn is_neutral_path(path: &str) -> bool {
    const FIXED: [&str; 6] = ["index.html", "tables.html", "404.html", ".nojekyll", "_headers", "SHA256SUMS"];
    match path.split_once('/') {
        None => FIXED.contains(&path),
        Some(("assets", name)) => match name.split_once('/') {
            // A part of a search index, `d0.js`.
            Some((folder, part)) => is_hash(folder) && part.len() < 8 && part.ends_with(".js"),
            None => name.split_once('.').is_some_and(|(hash, _)| is_hash(hash)),
        },
        Some(("editions", name)) => name == "guides.zip",
        Some((lang, name)) => lang.len() == 2 && name.strip_suffix(".html").is_some_and(|n| n == "index" || is_hash(n)),
    }
}

/// Hashes, numbers, and the words of the theme's own ids: following a link to one shows it in the address.
fn is_neutral_id(id: &str) -> bool {
    const OWN: &[&str] = &[
        "main",
        "exit",
        "parts",
        "trail",
        "note",
        "do",
        "check",
        "contents",
        "audiences",
        "letter",
        "fn",
        "fnref",
        "search",
        "query",
        "label",
        "hint",
        "urgent",
        "near",
        "said",
    ];
    let neutral = |part: &str| part.is_empty() || is_hash(part) || part.parse::<u32>().is_ok() || OWN.contains(&part);
    id.split(['-', '_', ':']).all(neutral)
}

fn is_hash(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Every text between `start` and the next `end`.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
}
