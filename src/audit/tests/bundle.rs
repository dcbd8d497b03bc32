//! What concerns files and pages together: places, links between pages, which file is read as what.

use super::super::{Audited, Auditor, dead_anchors};
use super::{FILES, PATH, audit_html, messages, page, place, vpath, with_auditor};

#[test]
fn a_finding_says_the_line_and_column() {
    let found = audit_html(PATH, &page("", "<p>مدد <b style=\"x\">a</b></p>\n<p onclick=\"a()\">b</p>\n"));
    let places: Vec<&str> = found.iter().map(place).collect();
    assert_eq!(places, [format!("{PATH}:17:11"), format!("{PATH}:18:4")]);
    assert_eq!(found[0].code.name(), "audit");
}

#[test]
fn links_to_missing_ids_of_other_pages_are_found_at_the_end() {
    with_auditor(|auditor| {
        let from = "<p>\n <a href=\"../signs/keep-it-secret.html#there\">a</a>\n مدد <a href=\"../index.html#ga%20p\">b</a> \
                    <a href=\"../signs/keep-it-secret.html#gone\">c</a></p>";
        let facts: Vec<_> =
            [(PATH, from), ("en/signs/keep-it-secret.html", "<p id=\"there\">x</p>"), ("en/index.html", "")]
                .into_iter()
                .map(|(path, body)| {
                    let html = page("", body).replace("../../", &"../".repeat(path.matches('/').count()));
                    let (found, facts) = auditor.html(&vpath(path), &html);
                    assert_eq!(messages(&found), Vec::<&str>::new());
                    (vpath(path), facts)
                })
                .collect();
        let found = dead_anchors(&facts);
        assert_eq!(
            messages(&found),
            [
                "a link leads to `ga p` of en/index.html, which has no such id",
                "a link leads to `gone` of en/signs/keep-it-secret.html, which has no such id"
            ]
        );
        assert_eq!(place(&found[0]), format!("{PATH}:19:9"));
        assert_eq!(place(&found[1]), format!("{PATH}:19:46"));
        assert!(dead_anchors(&facts[..1]).is_empty());
    });
}

/// In a discreet bundle only the neutral page says what it is.
#[test]
fn discreet_pages_have_a_neutral_title_and_no_description() {
    let neutral = ["Notes &".to_owned()];
    let discreet = Auditor { exists: &|path| FILES.contains(&path), allowed_urls: &[], neutral_titles: Some(&neutral) };
    let audit = |path: &str, html: &str| discreet.html(&vpath(path), html).0;
    let telling = page("<meta name=\"description\" content=\"x\">\n", "<svg><title>A lamp</title></svg>");
    let found = audit(PATH, &telling);
    assert_eq!(
        messages(&found),
        [
            "the title `Gaining access & trust` would show in tabs and in the history",
            "browsers keep the description in the history"
        ]
    );
    assert_eq!(place(&found[0]), format!("{PATH}:9:1"));
    let quiet = page("", "").replace("Gaining access &amp; trust", "Notes &#38;");
    assert_eq!(messages(&audit(PATH, &quiet)), Vec::<&str>::new());
    assert_eq!(messages(&audit_html(PATH, &telling)), Vec::<&str>::new());
}

#[test]
fn facts_are_the_same_each_time() {
    let html = page("", "<p id=\"b\"><a href=\"../index.html#x\">a</a></p>");
    let facts = || with_auditor(|auditor| auditor.html(&vpath(PATH), &html).1);
    assert_eq!(facts(), facts());
}

#[test]
fn each_file_is_read_as_what_a_browser_takes_it_for() {
    let refused: &[(&str, &[u8], &str)] = &[
        ("a.html", b"<p>", "doctype"),
        ("A.HTML", b"<p>", "doctype"),
        ("a.css", b"@import 'b'", "@import"),
        ("a.js", b"fetch()", "fetch"),
        ("a.xml", b"<!DOCTYPE x>", "XML declaration"),
        ("a.css", b"a{}\xFF", "not UTF-8"),
        ("a.html", b"\xFF\xFE<\0p\0", "not UTF-8"),
        ("a.svg", b"<svg/>", "SVG"),
        ("a.svg", b"<svg viewBox=\"0 0 1 1\"><script>x()</script></svg>", "SVG"),
        ("a.svg", b"<svg viewBox=\"0 0 1 1\"></svg>", "SVG"),
        ("a.svg", b"<!DOCTYPE html><title>x</title>", "SVG"),
        ("a.htm", b"", "would run it"),
        ("a.xhtml", b"", "would run it"),
        ("a.mjs", b"", "would run it"),
        ("a.php", b"", "would run it"),
        ("a.svgz", b"", "would run it"),
        ("CNAME", b"\xEF\xBB\xBF \n<script>", "holds markup"),
        ("a.png", b"<html>", "holds markup"),
        ("a.json", b"<html>", "holds markup"),
    ];
    for (path, bytes, words) in refused {
        let Audited { diagnostics, .. } = with_auditor(|auditor| auditor.any(&vpath(path), bytes));
        assert!(diagnostics.iter().any(|found| found.message.contains(words)), "{path}: {diagnostics:#?}");
    }
    let passed: &[(&str, &[u8])] = &[
        ("robots.txt", b"<3"),
        (
            "assets/a.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\" viewBox=\"0 0 1 1\"><path d=\"M0 0\"></path></svg>\n",
        ),
        ("CNAME", b"example.org"),
        (".nojekyll", b""),
        ("assets/a.png", b"\x89PNG\r\n\xFF"),
        ("assets/a.woff2", b"wOF2\xFF"),
        ("SHA256SUMS", b"ab  c\n"),
    ];
    for (path, bytes) in passed {
        assert_eq!(with_auditor(|auditor| auditor.any(&vpath(path), bytes)), Audited::default(), "{path}");
    }
    let audited = with_auditor(|auditor| auditor.any(&vpath(PATH), page("", "").as_bytes()));
    assert!(audited.diagnostics.is_empty() && audited.facts.is_some_and(|facts| facts.ids.len() == 1));
}

#[test]
fn capitals_in_a_path_matter() {
    let auditor = Auditor { exists: &|path| FILES.contains(&path), allowed_urls: &[], neutral_titles: None };
    let (found, _) = auditor.html(&vpath(PATH), &page("", "<a href=\"../Index.html\">a</a>"));
    assert_eq!(found.len(), 1);
}
