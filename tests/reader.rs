//! What readers find in a bundle: the home page's doors and the pages for each audience.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests fail by panics")]

mod site;

use site::{Files, export, guide};

#[test]
fn a_site_without_stages_has_no_door_to_them() {
    let files = clean(&[]);
    let home = page(&files, "en/index.html");
    assert!(home.contains("<a href=\"help/index.html\">Talk to someone now</a>"), "{home}");
    for door in ["Is this grooming?", "How it happens", "What can I do?"] {
        assert!(!home.contains(door), "{door}: {home}");
    }
}

#[test]
fn a_self_check_is_the_first_door() {
    let files = clean(&self_check());
    let home = page(&files, "en/index.html");
    let first = home.find("<a href=\"check.html\">Is this grooming?</a>").unwrap_or_else(|| panic!("{home}"));
    assert!(first < home.find("Talk to someone now").unwrap());
}

#[test]
fn each_audience_with_a_guide_has_a_page() {
    let files = clean(&[("en/a.md", guide("Keep calm", "Text.\n"))]);
    assert!(!files.contains_key("en/for-parents.html"), "nothing is for parents");
    let html = page(&files, "en/for-children.html");
    let (guides, help) =
        (html.find("<a href=\"a.html\">Keep calm</a>").unwrap(), html.find("href=\"tel:1799\"").unwrap());
    let person = html.find("Tell an adult you trust").unwrap();
    assert!(guides < help && help < person, "{html}");
    assert!(page(&files, "en/a.html").contains("<a href=\"for-children.html\">children</a>"));
    assert!(page(&files, "en/index.html").contains("<a href=\"for-children.html\">For children</a>"));
}

/// The audit lets the boxes pass, on the page itself and on the one for printing, where ids must differ.
#[test]
fn a_self_check_can_be_ticked_and_printed() {
    let files = clean(&self_check());
    let html = page(&files, "en/check.html");
    assert!(html.contains("<input type=\"checkbox\" id=\"_check-1\" autocomplete=\"off\">"), "{html}");
    assert!(page(&files, "en/all.html").contains("<label for=\"_check-check-1\"><b>Keep it secret</b>"));
}

#[test]
fn every_note_is_kept_with_its_text() {
    let body = "Intro: call 1799.\n\n[^1]: - [^2]: inner\n\nAfter[^1] and[^2], as[^Source] says.\n\n[^source]: Arab News.\n\n\
                [^source]: Another one[^3].\n\n[^3]: Never shown.\n";
    let files = clean(&[("en/a.md", guide("Notes", body))]);
    let html = page(&files, "en/a.html");
    assert!(html.contains("<p>Intro: call 1799.</p>") && html.contains("<p>inner "), "{html}");
    assert!(html.contains("<p>Arab News. <a href=\"#_fnref-3\""), "{html}");
    assert!(!html.contains("Another one"), "{html}");
}

#[test]
fn an_address_in_the_words_of_a_link_is_no_link_of_its_own() {
    let body = "[Report at <https://a.example/x>](https://a.example/x), [<a@b.example> write](mailto:a@b.example)\n";
    let files = clean(&[("en/a.md", guide("Links", body))]);
    let html = page(&files, "en/a.html");
    assert!(html.contains("href=\"https://a.example/x\">Report at https://a.example/x</a>"), "{html}");
    assert!(html.contains("<a href=\"mailto:a@b.example\">a@b.example write</a>"), "{html}");
}

/// Names that would come to one id, if guides were told from headings by what both may hold.
#[test]
fn on_the_page_for_printing_no_two_are_one() {
    let files = clean(&[
        ("en/a.md", guide("A", "## B\n\n[to it](#b)\n")),
        ("en/a--b.md", guide("A, B", "Text.\n")),
        ("en/a/index.md", b"---\nkind: section\ntitle: Others\n---\n".to_vec()),
        ("en/a/b.md", guide("B", "[there](../a.md#b)\n")),
    ]);
    let html = page(&files, "en/all.html");
    for id in ["a", "a:b", "a--b", "a/b"] {
        assert!(html.contains(&format!(" id=\"{id}\"")), "{id}: {html}");
    }
    assert_eq!(html.matches("href=\"#a:b\"").count(), 2, "{html}");
}

/// The page for an audience stays small where there are very many guides.
#[test]
fn more_than_three_hundred_guides_are_looked_up() {
    let texts: Vec<(String, Vec<u8>)> =
        (0..301).map(|n| (format!("en/a{n}.md"), guide(&format!("Guide {n}"), "Text.\n"))).collect();
    let few: Vec<(&str, Vec<u8>)> = texts[1..].iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    assert!(page(&clean(&few), "en/for-children.html").contains("<a href=\"a300.html\">Guide 300</a>"));
    let many: Vec<(&str, Vec<u8>)> = texts.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let html = page(&clean(&many), "en/for-children.html");
    assert!(html.contains("<a href=\"search.html\">There are 301 of them"), "{html}");
    assert!(!html.contains("a300.html") && html.contains("href=\"tel:1799\""), "{html}");
}

/// A self-check of one sign, with the step that the sign leads to.
fn self_check() -> Vec<(&'static str, Vec<u8>)> {
    let common = "summary: Short.\naudience: [child]\nreviewed: 2026-11-01\nsources: [example]\n";
    let file = |own: &str| format!("---\n{own}\n{common}---\nWords.\n").into_bytes();
    let items = "items: [{sign: secret, advice: Tell someone.}]";
    vec![
        ("en/check.md", file(&format!("kind: self-check\ntitle: Familiar?\nhelp: [line]\n{items}"))),
        ("en/secret.md", file("kind: sign\ntitle: Keep it secret\nsteps: [tell]")),
        ("en/tell.md", file("kind: step\ntitle: Tell someone\nhelp: [line]\nwhen: now\nactor: [child]\ndo: [Talk]")),
    ]
}

fn clean(files: &[(&str, Vec<u8>)]) -> Files {
    let borrowed: Vec<(&str, &Vec<u8>)> = files.iter().map(|(path, bytes)| (*path, bytes)).collect();
    let (exported, problems) = export(&borrowed);
    exported.unwrap_or_else(|| panic!("{problems:#?}"))
}

fn page(files: &Files, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", files.keys()));
    String::from_utf8(bytes.clone()).unwrap()
}
