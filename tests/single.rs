//! The file that holds all pages of a language: it needs nothing but itself, and an old phone can take it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read folders and fail by panics")]

mod noto;
mod site;

use lamplight::diagnostic::Diagnostic;
use lamplight::model::Format;
use lamplight::plan::GivenFont;
use lamplight::source::{Root, SourceFile, SourceTree, VPath};
use lamplight::store::Nothing;
use std::collections::BTreeSet;
use std::path::Path;

const LANGUAGES: [&str; 4] = ["en", "ur", "ps", "sd"];

#[test]
fn the_guides_are_light_and_whole() {
    let tree = guides(&[]);
    let (files, said) = site::export_as(&[Format::Single], true, &tree, &[], &Nothing);
    assert!(said.is_empty(), "{said:#?}");
    let files = files.unwrap();
    let editions: Vec<&str> = files.keys().map(String::as_str).filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(
        editions,
        ["editions/guides-en.html", "editions/guides-ps.html", "editions/guides-sd.html", "editions/guides-ur.html"]
    );
    for lang in LANGUAGES {
        let file = &files[&format!("editions/guides-{lang}.html")];
        assert!(file.len() <= 400_000, "{lang}: {} bytes", file.len());
        let html = std::str::from_utf8(file).unwrap();
        needs_nothing(lang, html);
        let ids: BTreeSet<&str> = between(html, " id=\"", "\"").collect();
        let all = tree.iter().filter_map(|(_, file)| file.path.as_str().strip_prefix("en/")?.strip_suffix(".md"));
        for guide in all {
            let id = guide.trim_end_matches("/index").rsplit('/').next().unwrap();
            assert!(ids.contains(id), "{lang} lacks {guide}");
        }
        assert!(html.contains("lamplight(\"head\","), "{lang} has no search");
        assert!(!html.contains("lamplight(\"t0\",["), "{lang} has its texts twice");
        for helpline in tree.iter().filter(|(_, file)| file.path.as_str().starts_with("en/help/")) {
            let text = std::str::from_utf8(&helpline.1.bytes).unwrap();
            for number in between(text, "value: \"", "\"").filter(|value| value.starts_with(|c: char| c.is_numeric())) {
                assert!(html.contains(&format!(">{number}<")), "{lang} lacks {number}");
            }
        }
    }
    let again = site::export_as(&[Format::Site, Format::Single], true, &tree, &[], &Nothing).0.unwrap();
    for lang in LANGUAGES {
        let path = format!("editions/guides-{lang}.html");
        assert!(files[&path] == again[&path], "{lang} differs between builds");
    }
}

#[test]
fn a_font_of_the_language_is_in_the_file() {
    let font = |tag: &str, name: &str| GivenFont { tag: tag.into(), name: name.into(), bytes: noto::regular(name) };
    let fonts = [font("ur", "NotoNastaliqUrdu"), font("sd", "NotoNaskhArabic")];
    let (files, said) = site::export_as(&[Format::Single], true, &guides(&[]), &fonts, &Nothing);
    let files = files.unwrap_or_else(|| panic!("{said:#?}"));
    for (lang, faces) in [("en", 0), ("ur", 1), ("sd", 1)] {
        let file = &files[&format!("editions/guides-{lang}.html")];
        let html = std::str::from_utf8(file).unwrap();
        assert_eq!(html.matches("@font-face").count(), faces, "{lang}");
        assert_eq!(html.matches("url(\"data:font/woff2;base64,").count(), faces, "{lang}");
        assert!(file.len() <= 1_500_000, "{lang}: {} bytes", file.len());
        needs_nothing(lang, html);
    }
}

#[test]
fn what_is_not_in_the_file_leaves_its_words() {
    let files = [
        ("site.yaml", b"title: {en: Safe, ur: Urdu}\nlanguages: [en, ur]\nregions: [PK]\n".to_vec()),
        ("assets/tree.png", png()),
        (
            "en/a.md",
            site::guide(
                "A",
                "## One place\n\n![A tree](../assets/tree.png)\n\n[in Urdu](../ur/index.md) [here](#one-place) [help](help/line.md)\n",
            ),
        ),
        ("ur/index.md", b"---\nkind: home\ntitle: \"\xDA\xAF\xDA\xBE\xD8\xB1\"\n---\n".to_vec()),
    ];
    let (files, said) = of_base(&files);
    let html = files.unwrap_or_else(|| panic!("{said:#?}"));
    needs_nothing("en", &html);
    assert!(html.contains("src=\"data:image/png;base64,"), "{html}");
    assert!(html.contains(">in Urdu</a>") && !html.contains("../ur/"), "{html}");
    assert!(html.contains("<h2 id=\"a:one-place\">") && html.contains("<a href=\"#a:one-place\">here</a>"), "{html}");
    assert!(html.contains("<a href=\"#line\">help</a>"), "{html}");
}

#[test]
fn a_large_file_is_said_to_be_large() {
    let site = b"title: Safe\nlanguages: [en]\nregions: [PK]\nsingle_max: 20000\n".to_vec();
    let (files, said) = of_base(&[("site.yaml", site)]);
    assert!(files.is_some());
    let said: Vec<String> = said.iter().map(|it| format!("{}: {}", it.code, it.message)).collect();
    assert!(said.len() == 1 && said[0].starts_with("heavy-single: editions/guides-en.html weighs 0.0"), "{said:?}");
    assert!(said[0].ends_with("MB, more than 0.02 MB"), "{said:?}");
}

/// Places that have one name on several pages, and names that a page and a place could share.
#[test]
fn no_two_ids_are_one() {
    let files = [
        ("en/a.md", site::guide("A", "## B\n\n## B c\n\n## Do\n\nA note.[^1]\n\n[^1]: First.\n")),
        ("en/b.md", site::guide("B", "## A\n\n## B\n\nA note.[^1]\n\n[^1]: Second.\n")),
        ("en/a-b.md", site::guide("A B", "## C\n\n## Index\n\n## Search\n")),
        ("en/c/index.md", b"---\nkind: section\ntitle: C\n---\n".to_vec()),
        ("en/c/a.md", site::guide("C A", "[home](../index.md) [b](../b.md) [above](index.md)\n")),
        ("en/c/help.md", site::guide("Search", "Text\n")),
        ("en/d/index.md", b"---\nkind: section\ntitle: D\n---\n".to_vec()),
        ("en/d/c.md", site::guide("D C", "[another](../c/index.md) [its own](../c/a.md) [help](../c/help.md)\n")),
    ];
    let (html, said) = of_base(&files);
    let html = html.unwrap_or_else(|| panic!("{said:#?}"));
    needs_nothing("en", &html);
    for id in ["a", "c/a", "c/index", "d", "d/c", "c/help", "b", "index"] {
        assert!(html.contains(&format!(" id=\"{id}\"")), "{id}: {html}");
    }
}

/// What stands there once for each page is as little as can be, and no word of it is lost.
#[test]
fn what_is_of_no_use_in_it_is_left_out() {
    let text = "## Named\n\n## Not named\n\n[there](#named)\n\n    a\n\n\n      b\n";
    let files = [("en/a.md", site::guide("A", text)), ("en/b.md", site::guide("B & \"C\"", "Text\n"))];
    let (html, said) = of_base(&files);
    let html = html.unwrap_or_else(|| panic!("{said:#?}"));
    assert!(html.contains("<h2 id=\"a:named\">Named</h2>") && html.contains("<h2>Not named</h2>"), "{html}");
    assert!(html.contains("<pre dir=\"ltr\"><code>a\n\n\n  b\n</code></pre>"), "{html}");
    assert!(!html.contains("<time") && !html.contains("</time>") && html.contains("21 November 2026"), "{html}");
    assert!(html.contains("data-titles=\"\u{2068}{title}\u{2069} \u{2013} \u{2068}Safe"), "{html}");
    // Of all pages, the first and the neutral one have a title that is not made of their heading.
    assert_eq!(html.matches(" data-title=").count(), 3, "{html}");
    assert_eq!(html.matches("data-overdue=").count(), 1, "{html}");
}

#[test]
fn a_theme_of_ones_own_stands_in_it() {
    let mut files = base(&[]);
    let theme = |path: &str, text: &str| SourceFile {
        root: Root::Theme,
        path: VPath::new(path).unwrap(),
        bytes: text.as_bytes().to_vec().into(),
    };
    files.push(theme("assets/ours.css", ".ours { color: red }\n"));
    files.push(theme("assets/ours.js", "var ours = 1;\n"));
    files.push(theme(
        "templates/article.html",
        "{% extends \"default/article.html\" %}\n{% block guide_dates %}\n<p class=\"ours\" id=\"_ours\" aria-labelledby=\"_ours\">Ours</p>\n\
         <script src=\"{{ page.up }}{{ asset(name=\"ours.js\") }}\" defer></script>\n{% endblock guide_dates %}\n",
    ));
    files.push(theme(
        "templates/single.html",
        "{% extends \"default/single.html\" %}\n{% block head %}\n{{ super() }}\n\
         <link rel=\"stylesheet\" href=\"{{ page.up }}{{ asset(name=\"ours.css\") }}\">\n{% endblock head %}\n",
    ));
    for name in ["a", "b"] {
        let path = VPath::new(&format!("en/{name}.md")).unwrap();
        files.push(SourceFile { root: Root::Guides, path, bytes: site::guide(name, "Text\n").into() });
    }
    let tree = SourceTree::new(files, "guides", "theme");
    let (files, said) = site::export_as(&[Format::Single], true, &tree, &[], &Nothing);
    let files = files.unwrap_or_else(|| panic!("{said:#?}"));
    let html = std::str::from_utf8(&files["editions/guides-en.html"]).unwrap();
    needs_nothing("en", html);
    assert_eq!(html.matches("<script>var ours = 1;\n</script>").count(), 1, "{html}");
    assert_eq!(html.matches("<style>.ours { color: red }\n</style>").count(), 1, "{html}");
    assert!(html.contains("id=\"a:_ours\" aria-labelledby=\"a:_ours\""), "{html}");
}

/// No part of the page leads to a file or loads one, and every place in it that is linked to is there, once.
fn needs_nothing(lang: &str, html: &str) {
    let markup = without(without(html.to_owned(), "<style>", "</style>"), "<script>", "</script>");
    for name in ["src", "srcset"] {
        for value in between(&markup, &format!(" {name}=\""), "\"") {
            assert!(value.starts_with("data:image/"), "{lang}: {name}={value}");
        }
    }
    let ids: Vec<&str> = between(&markup, " id=\"", "\"").collect();
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len(), "{lang}: an id is there twice");
    for href in between(&markup, " href=\"", "\"") {
        match href.strip_prefix('#') {
            Some(id) => assert!(set.contains(id), "{lang}: {href}"),
            None => assert!(
                ["tel:", "sms:", "mailto:", "https:", "data:image/svg"].iter().any(|kind| href.starts_with(kind)),
                "{lang}: {href}"
            ),
        }
    }
    for url in between(html, "url(", ")") {
        assert!(url.starts_with("\"data:font/woff2;"), "{lang}: {url}");
    }
}

fn without(text: String, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(end).unwrap().1)
}

fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
}

/// The English file of the base site with files over it.
fn of_base(files: &[(&str, Vec<u8>)]) -> (Option<String>, Vec<Diagnostic>) {
    let tree = SourceTree::new(base(files), "guides", "theme");
    let (files, said) = site::export_as(&[Format::Single], true, &tree, &[], &Nothing);
    (files.map(|mut files| String::from_utf8(files.remove("editions/guides-en.html").unwrap()).unwrap()), said)
}

fn base(over: &[(&str, Vec<u8>)]) -> Vec<SourceFile> {
    let kept = site::BASE.iter().filter(|(path, _)| !over.iter().any(|(own, _)| own == path));
    let kept = kept.map(|(path, text)| (*path, text.as_bytes().to_vec()));
    let file = |(path, bytes): (&str, Vec<u8>)| SourceFile {
        root: Root::Guides,
        path: VPath::new(path).unwrap(),
        bytes: bytes.into(),
    };
    kept.chain(over.iter().cloned()).map(file).collect()
}

fn guides(more: &[SourceFile]) -> SourceTree {
    let mut files = site::files(Root::Guides, &Path::new(env!("CARGO_MANIFEST_DIR")).join("guides"));
    files.extend(more.iter().cloned());
    SourceTree::new(files, "guides", "theme")
}

/// One pixel.
fn png() -> Vec<u8> {
    const HEX: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082";
    (0..HEX.len()).step_by(2).map(|at| u8::from_str_radix(&HEX[at..at + 2], 16).unwrap()).collect()
}
