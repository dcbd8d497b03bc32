//! Posters: what stands on the one sheet, and what is said of what doesn't.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests fail by panics")]

mod site;

use site::{Files, export};

const COMMON: &str = "audience: [child]\nreviewed: 2026-11-01\nsources: [example]\n";

#[test]
fn a_section_of_signs_has_a_poster() {
    let mut files = vec![
        section("signs", "Warning signs"),
        section("steps", "What to do"),
        step("tell", "Tell someone", "now", false),
    ];
    for index in 0..7 {
        files.push(sign(index));
    }
    let bundle = clean(&files);
    let html = page(&bundle, "en/poster-signs.html");
    assert!(html.contains("<title>\u{2068}Warning signs: a poster\u{2069} – \u{2068}Safe\u{2069}</title>"), "{html}");
    for index in 0..7 {
        assert!(html.contains(&format!("<a href=\"signs/s{index}.html\">Sign {index}</a>")), "{index}: {html}");
    }
    assert!(html.contains("<a href=\"tel:1799\"><bdi dir=\"ltr\">1799</bdi></a>"), "{html}");
    assert!(!html.contains("There was no room"), "{html}");
    assert!(page(&bundle, "en/signs/index.html").contains("<a href=\"../poster-signs.html\">Poster to print</a>"));
    assert!(page(&bundle, "en/all.html").contains("<a href=\"poster-signs.html\">Warning signs</a>"));
    // The frame of any page is there: the way out first, then the way past it, and the way back up.
    let (exit, skip) = (html.find("id=\"_exit\"").unwrap(), html.find("href=\"#_main\"").unwrap());
    assert!(exit < skip && html.contains("<li><a href=\"signs/index.html\">Warning signs</a></li>"), "{html}");
}

/// What finds no room is counted, and what is on the sheet is large enough to be read.
#[test]
fn what_has_no_room_is_counted() {
    let mut files = vec![
        section("signs", "Warning signs"),
        section("steps", "What to do"),
        step("tell", "Tell someone", "now", false),
    ];
    for index in 0..200 {
        files.push(sign(index));
    }
    let html = page(&clean(&files), "en/poster-signs.html");
    let shown = html.matches("<a href=\"signs/s").count();
    assert!((10..40).contains(&shown), "{shown}");
    assert!(html.contains(&format!("There was no room for {} more.", 200 - shown)), "{shown}: {html}");
    assert!(html.contains("class=\"poster poster-i poster-two\""), "{html}");
}

/// Where not even one has room, the numbers still have.
#[test]
fn a_text_longer_than_a_sheet_leaves_the_numbers() {
    let (path, text) = sign(0);
    let text = String::from_utf8(text).unwrap().replace("in one line", &"and on and on ".repeat(400)).into_bytes();
    let files = [
        section("signs", "Warning signs"),
        section("steps", "What to do"),
        step("tell", "Tell", "now", false),
        (path, text),
    ];
    let html = page(&clean(&files), "en/poster-signs.html");
    assert!(html.contains("There was no room for 1 more.") && !html.contains("poster-items"), "{html}");
    assert_eq!(html.matches("<a href=\"tel:1799\">").count(), 1, "{html}");
}

/// Now comes before later, whatever the order of the files, and the guard stands beside what keeps evidence.
#[test]
fn a_poster_of_steps_is_in_order_and_guarded() {
    let steps = [
        section("steps", "What to do"),
        step("a", "Change the password", "later", false),
        step("b", "Save the chat", "now", true),
        step("c", "Block them", "today", false),
    ];
    let html = page(&clean(&steps), "en/poster-steps.html");
    let places = ["Never copy, forward", "Save the chat", "Block them", "Change the password"];
    let places: Vec<usize> = places.map(|text| html.rfind(text).unwrap()).into();
    assert!(places.is_sorted(), "{places:?}: {html}");
    let unguarded = page(&clean(&steps[..2]), "en/poster-steps.html");
    assert!(!unguarded.contains("Never copy, forward"), "{unguarded}");
}

/// Danger first, then by region and need; an old number stands on no wall.
#[test]
fn a_poster_of_helplines_has_no_old_number() {
    let files = [
        helpline("a-world", "world", "talk", "2000", ""),
        helpline("b-danger", "PK", "danger-now", "15", ""),
        helpline("c-new", "PK", "blackmail", "1799", "supersedes: [d-old]\n"),
        helpline("d-old", "PK", "blackmail", "1991", ""),
        ("site.yaml".into(), b"title: {en: Safe}\nlanguages: [en]\nregions: [PK, world]\n".to_vec()),
    ];
    let html = page(&clean(&files), "en/poster-help.html");
    assert!(!html.contains("1991"), "{html}");
    let numbers = ["tel:15\"", "tel:1799\"", "tel:2000\""];
    let places: Vec<usize> =
        numbers.map(|number| html.find(number).unwrap_or_else(|| panic!("{number}: {html}"))).into();
    assert!(places.is_sorted(), "{places:?}: {html}");
    assert!(html.contains("aria-label=\"Code to scan for \u{2068}15\u{2069}\""), "{html}");
    assert!(html.contains("Nobody has called them for this guide."), "{html}");
    assert!(html.contains("After <bdi><time") || html.contains("After <time"), "{html}");
}

/// A page of helplines: danger first, then the regions in the order of `site.yaml`, then need; what is old at the end.
#[test]
fn help_is_ordered_by_region_and_need() {
    let files = [
        helpline("a-talk", "PK", "talk", "2001", ""),
        helpline("b-crime", "PK", "report-crime", "2002", "supersedes: [f-old]\n"),
        helpline("c-world", "world", "report-crime", "2003", ""),
        helpline("d-sindh", "PK-SD", "talk", "2004", ""),
        helpline("e-danger", "PK-SD", "danger-now", "2005", ""),
        helpline("f-old", "PK", "danger-now", "2006", ""),
        helpline("g-both", "PK-SD, PK", "talk", "2007", ""),
        ("site.yaml".into(), b"title: {en: Safe}\nlanguages: [en]\nregions: [PK-SD, PK, world]\n".to_vec()),
    ];
    let html = page(&clean(&files), "en/help/index.html");
    let order = [
        "Danger right now",
        ">2005<",
        "Help: Sindh<",
        ">2004<",
        "Help: Sindh, Pakistan<",
        ">2007<",
        "Help: Pakistan<",
        ">2002<",
        ">2001<",
        "Help: worldwide<",
        ">2003<",
        "Old numbers",
        "<s class=\"number\"><bdi dir=\"ltr\">2006<",
    ];
    let places: Vec<usize> = order.map(|text| html.find(text).unwrap_or_else(|| panic!("no {text}: {html}"))).into();
    assert!(places.is_sorted(), "{places:?}: {html}");
}

/// In a language of its own direction numbers keep theirs, and the poster leads to that of the other language.
#[test]
fn an_urdu_poster_keeps_its_numbers() {
    let line =
        "---\nkind: helpline\ntitle: مدد\nsummary: بات کریں۔\noperator: مثال\ntranslation: human\n---\nفون کریں۔\n";
    let files = [
        ("site.yaml".into(), "title: {en: Safe, ur: محفوظ}\nlanguages: [en, ur]\nregions: [PK]\n".into()),
        ("ur/help/index.md".into(), "---\nkind: section\ntitle: مدد\ntranslation: human\n---\nلوگ۔\n".into()),
        ("ur/help/line.md".into(), line.into()),
    ];
    let bundle = clean(&files);
    let html = page(&bundle, "ur/poster-help.html");
    assert!(
        html.contains("dir=\"rtl\"") && html.contains("<a href=\"tel:1799\"><bdi dir=\"ltr\">1799</bdi></a>"),
        "{html}"
    );
    assert!(html.contains("<a href=\"../en/poster-help.html\" lang=\"en\""), "{html}");
}

fn section(folder: &str, title: &str) -> (String, Vec<u8>) {
    (format!("en/{folder}/index.md"), format!("---\nkind: section\ntitle: {title}\n---\nWords.\n").into())
}

fn sign(index: usize) -> (String, Vec<u8>) {
    let front = format!(
        "kind: sign\ntitle: Sign {index}\nsummary: What they say or do, in one line.\norder: {index}\nsteps: [tell]"
    );
    (format!("en/signs/s{index}.md"), format!("---\n{front}\n{COMMON}---\nWords.\n").into())
}

fn step(name: &str, title: &str, when: &str, evidence: bool) -> (String, Vec<u8>) {
    let own = format!("when: {when}\nactor: [child]\ndo: [Talk]\nhelp: [line]\nevidence: {evidence}");
    let text = format!("---\nkind: step\ntitle: {title}\nsummary: Short.\n{own}\n{COMMON}---\nWords.\n");
    (format!("en/steps/{name}.md"), text.into())
}

fn helpline(name: &str, regions: &str, need: &str, number: &str, more: &str) -> (String, Vec<u8>) {
    let text = format!(
        "---\nkind: helpline\ntitle: Line {name}\nsummary: Someone.\naudience: [child]\noperator: Example\nneeds: [{need}]\n\
         regions: [{regions}]\nchannels:\n  - {{type: phone, value: \"{number}\", hours: unknown, cost: free}}\nlanguages: [ur]\n\
         anonymous: unknown\ninforms: unknown\nverified: 2026-11-01\nverified_how: published source\nsources: [example]\n{more}---\nCall.\n"
    );
    (format!("en/help/{name}.md"), text.into())
}

fn clean(files: &[(String, Vec<u8>)]) -> Files {
    let borrowed: Vec<(&str, &Vec<u8>)> = files.iter().map(|(path, bytes)| (path.as_str(), bytes)).collect();
    let (exported, problems) = export(&borrowed);
    exported.unwrap_or_else(|| panic!("{problems:#?}"))
}

fn page(files: &Files, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", files.keys()));
    String::from_utf8(bytes.clone()).unwrap()
}
