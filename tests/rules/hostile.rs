//! Files made to be dear: each is a problem at a place, or harmless, and costs no more than its size.
//!
//! No clock is asked. What is quadratic in one of these takes minutes, and shows.

use crate::run;
use crate::sheet::Site;
use lamplight::diagnostic::Diagnostic;
use lamplight::source::{Root, SourceFile, SourceTree, VPath};

const HOME: &str = "---\nkind: home\ntitle: Home\n---\n";

/// The base site with one file replaced, and what is said of it.
fn said(path: &str, bytes: &[u8]) -> (SourceTree, Vec<Diagnostic>) {
    let base = run::tree(&Site::default());
    let mut files: Vec<SourceFile> = base.iter().map(|(_, file)| file.clone()).collect();
    files.retain(|file| file.path.as_str() != path);
    files.push(SourceFile { root: Root::Guides, path: VPath::new(path).unwrap(), bytes: bytes.into() });
    let tree = SourceTree::new(files, "", "");
    let said = run::check(&tree);
    (tree, said)
}

fn count(path: &str, text: &str) -> usize {
    said(path, text.as_bytes()).1.len()
}

/// The first problem of a front matter, as `line:column code`.
fn front(yaml: &str) -> String {
    first("en/index.md", format!("---\n{yaml}\n---\nText.\n").as_bytes())
}

fn first(path: &str, bytes: &[u8]) -> String {
    let (tree, said) = said(path, bytes);
    let Some(first) = said.first() else { return "nothing".into() };
    let (_, line, column) = first.location(&tree);
    format!("{line}:{column} {}", first.code)
}

#[test]
fn front_matter() {
    let head = "kind: home\ntitle: Home\n";
    assert_eq!(front(&format!("{head}tags: {}", "[".repeat(10_000))), "4:262 too-large");
    assert_eq!(front(&format!("{head}tags: {}", "{a: ".repeat(10_000))), "4:131 too-large");
    assert_eq!(front(&"- ".repeat(10_000)), "2:65 too-large");
    assert_eq!(front(&format!("{head}summary: {}", "x".repeat(5_000_000))), "1:1 too-large");
    assert_eq!(front(&format!("{head}summary: {}", "x".repeat(100_000))), "2:1 too-large");
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]";
    assert_eq!(front(bomb), "2:4 yaml-alias");
    assert_eq!(front(&format!("{head}{}", "summary: x\n".repeat(5_000))), "5:1 duplicate-key");
    assert_eq!(front(&format!("{head}{}", "خلاصہ: ایک\n".repeat(3_000))), "4:1 unknown-field");
    let keys: String = (0..6_000).map(|n| format!("k{n}: x\n")).collect();
    assert_eq!(front(&format!("{head}{keys}")), "4:1 unknown-field");
    let ids: Vec<String> = (0..8_000).map(|n| format!("م{n}")).collect();
    assert_eq!(front(&format!("{head}help: [{}]", ids.join(","))), "4:8 unknown-id");
    assert_eq!(front(&format!("{head}sources: [{}]", ids.join(","))), "4:11 unknown-id");
}

#[test]
fn files_that_are_no_text() {
    assert_eq!(first("en/index.md", b"---\nkind: home\ntitle: \0\n---\n"), "3:8 bad-encoding");
    assert_eq!(first("en/index.md", b"\xFF\xFE-\0-\0-\0"), "1:1 bad-encoding");
    assert_eq!(first("en/index.md", b"\xFE\xFF\0-\0-\0-"), "1:1 bad-encoding");
    assert_eq!(first("en/index.md", "---\nkind: home\ntitle: مدد\u{FFFD}\n---\n".as_bytes()), "nothing");
    assert_eq!(first("en/index.md", b"---\nkind: home\ntitle: \xD9\xD9\n---\n"), "3:8 bad-encoding");
    assert_eq!(first("en/index.md", b"---\nkind: home\ntitle: x\n---\n\xD9"), "5:1 bad-encoding");
    assert_eq!(first("en/index.md", b""), "1:1 front-matter");
    assert_eq!(first("en/index.md", b"---"), "1:1 front-matter");
    assert_eq!(first("en/index.md", "---\n".repeat(100_000).as_bytes()), "2:1 missing-field");
    assert_eq!(first("en/index.md", &b"\r".repeat(1_000_000)), "1:1 front-matter");
    assert_eq!(first("en/index.md", &b"-".repeat(3_000_000)), "1:1 too-large");
}

#[test]
fn bodies_without_a_problem() {
    for (unit, count) in [
        ("[", 50_000),
        ("![", 50_000),
        ("[a](", 20_000),
        ("*a **a ", 20_000),
        ("`a``b", 20_000),
        ("> ", 5_000),
        ("- ", 5_000),
        ("a | b | c\n", 20_000),
        ("[^1] ", 20_000),
        ("&amp;", 50_000),
        ("[a]: b\n", 20_000),
        ("\\", 100_000),
        ("~~a ", 20_000),
        ("1,", 100_000),
        ("مدد ", 50_000),
    ] {
        assert_eq!(first("en/index.md", (HOME.to_owned() + &unit.repeat(count)).as_bytes()), "nothing", "{unit:?}");
    }
}

#[test]
fn bodies_full_of_problems() {
    for (unit, count, code) in [
        ("a <b> ", 5_000, "raw-html"),
        ("[a](nobody.md) ", 5_000, "broken-link"),
        ("[a](#nobody) ", 5_000, "broken-anchor"),
        ("[a](x:y) ", 5_000, "unsafe-link"),
        ("![](https://example.org/) ", 5_000, "missing-alt"),
        ("0311-7786264, ", 5_000, "bare-phone"),
        ("[email protected] ", 5_000, "redacted-contact"),
        ("#### Ten\n\n", 5_000, "heading-order"),
        ("## Ten {#same}\n\n", 5_000, "duplicate-id"),
    ] {
        let (_, said) = said("en/index.md", (HOME.to_owned() + &unit.repeat(count)).as_bytes());
        let found = said.iter().filter(|said| said.code.name() == code).count();
        let expected = if code == "heading-order" { 1 } else { count - 1 };
        assert!(found >= expected, "{code}: {found}");
    }
    let all = "a <b> [a](nobody.md) [b](x/) [c](#nobody) [d](x:y) ![](https://a.b/) 0311-7786264 [email protected]\n\n";
    assert!(count("en/index.md", &(HOME.to_owned() + &all.repeat(15_000))) > 100_000);
    let part = |n| format!("## Heading x{n}\n\n[a](#head-x{n}) [b](#heading-x{n})\n\n");
    let headings: String = (0..5_000).map(part).collect();
    assert_eq!(count("en/index.md", &(HOME.to_owned() + &headings)), 5_000);
}

#[test]
fn bodies_full_of_what_is_compared() {
    for (unit, count) in [
        ("[a](https://example.org/) ", 20_000),
        ("[1799](tel:1799) ", 20_000),
        ("[051-1](tel:0511)", 20_000),
        ("2000,", 30_000),
        ("1 2000-3, ", 20_000),
        ("*a* \u{2066}b\u{2069} ", 20_000),
    ] {
        assert_eq!(first("en/index.md", (HOME.to_owned() + &unit.repeat(count)).as_bytes()), "nothing", "{unit:?}");
    }
    let (_, hidden) = said("en/index.md", (HOME.to_owned() + &"*a* \u{202A} ".repeat(20_000)).as_bytes());
    assert_eq!(hidden.len(), 20_000);
}

#[test]
fn translations_in_which_everything_differs() {
    const COUNT: usize = 5_000;
    let numbers = |first: usize| -> String { (0..COUNT).map(|n| format!("0{}, ", first + n)).collect() };
    let pages =
        |first: usize| -> String { (0..COUNT).map(|n| format!("<https://{}.example.org/>\n", first + n)).collect() };
    for (source, own) in [(numbers(30_000_000), numbers(40_000_000)), (pages(10_000), pages(20_000))] {
        let base = run::tree(&Site::default());
        let mut files: Vec<SourceFile> = base.iter().map(|(_, file)| file.clone()).collect();
        files.retain(|file| file.path.as_str() != "en/index.md");
        let texts =
            [("en/index.md", HOME.to_owned() + &source), ("ur/index.md", "---\ntitle: گھر\n---\n".to_owned() + &own)];
        files.extend(texts.map(|(path, text)| SourceFile {
            root: Root::Guides,
            path: VPath::new(path).unwrap(),
            bytes: text.into_bytes().into(),
        }));
        let said = run::check(&SourceTree::new(files, "", ""));
        let differ: Vec<_> = said.iter().filter(|said| said.code.name() == "number-differs").collect();
        assert_eq!(differ.len(), 2 * COUNT, "{:?}", said.first());
        let longest = differ.iter().filter_map(|said| said.help.as_ref()).map(String::len).max();
        assert!(longest < Some(1_000), "a help that names all contacts in each of thousands of problems");
    }
}

#[test]
fn files_of_the_site() {
    assert_eq!(first("site.yaml", format!("title: {}", "x".repeat(5_000_000)).as_bytes()), "1:1 too-large");
    assert_eq!(first("sources.yaml", format!("x: {}", "x".repeat(5_000_000)).as_bytes()), "1:1 too-large");
    let entry = |n: usize| format!("ماخذ{n}: {{publisher: مثال, title: مثال}}\n");
    let sources: String = (0..10_000).map(entry).collect();
    assert_eq!(count("sources.yaml", &sources), 5 + 2 * 10_000);
    let twice = "example: {publisher: Example, title: مثال}\n".repeat(10_000);
    assert_eq!(count("sources.yaml", &twice), 9_999);
}
