//! In a text browser, w3m, every page is reached by links, and every text of a page stands there.

use crate::bundle::{Bundle, Place, Site};
use crate::engines::program::{command, program};
use html5gum::{Token, Tokenizer};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

#[test]
fn every_page_is_reached_and_all_of_it_is_there() {
    let mut problems = Vec::new();
    for bundle in Bundle::all() {
        let site = Site::at(Place::File, &bundle.folder());
        let (mut reached, mut ahead) = (BTreeSet::new(), vec!["index.html".to_owned()]);
        while let Some(path) = ahead.pop() {
            if !reached.insert(path.clone()) {
                continue;
            }
            let file = bundle.folder().join(&path);
            let shown = w3m(&file);
            let html = fs::read_to_string(&file).unwrap();
            problems.extend(unseen(&html, &shown.text).map(|text| format!("{} {path} lacks: {text}", bundle.name)));
            problems.extend(hidden(&html).map(|text| format!("{} {path} hides, but not here: {text}", bundle.name)));
            let links = shown.links.iter().filter_map(|link| link.strip_prefix(&site.url)?.split('#').next());
            ahead.extend(links.filter(|path| path.ends_with(".html")).map(str::to_owned));
        }
        // What stands at an old address, and what a host shows for a wrong one, nothing leads to.
        let pages = bundle.pages.iter().filter(|page| page.template != "moved" && page.template != "404");
        let missed = pages.filter(|page| !reached.contains(&page.path));
        problems.extend(missed.map(|page| format!("{}: no link leads to {}", bundle.name, page.path)));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What is not shown, or shown though it is hidden, is found: the page is one that w3m shows in full but for its fault.
#[test]
fn faults_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let html = "<!doctype html><title>Page</title><p>Read <a href=\"x.html\">this</a></p><p hidden>Not <b>this</b></p>\
                <table><tr><td>مدد</td></tr></table><video>Lost</video>";
    fs::write(&file, html).unwrap();
    let shown = w3m(&file);
    let whole = html.replace("<video>Lost</video>", "");
    assert_eq!(unseen(&whole, &shown.text).collect::<Vec<_>>(), [""; 0], "{shown:?}");
    assert_eq!(unseen("<p>Read</p><p>and that</p>", &shown.text).collect::<Vec<_>>(), ["and that"]);
    assert_eq!(hidden(html).collect::<Vec<_>>(), ["Not ", "this"]);
    assert_eq!(shown.links.len(), 1);
}

/// A page as w3m shows it.
#[derive(Debug)]
struct Shown {
    text: String,
    /// Whole addresses.
    links: Vec<String>,
}

/// Wide enough for lines of a table to stay whole, so that the cells of a row don't mix.
const COLUMNS: &str = "2000";

fn w3m(page: &Path) -> Shown {
    let home = tempfile::tempdir().unwrap();
    let mut w3m = command(&program(&["w3m"], "w3m"), home.path());
    w3m.args(["-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", COLUMNS]);
    w3m.args(["-o", "display_link_number=1"]).arg(page).stdout(Stdio::piped());
    let output = w3m.output().unwrap();
    let all = String::from_utf8(output.stdout).unwrap_or_else(|_| panic!("{} comes out broken", page.display()));
    assert!(output.status.success() && !all.is_empty(), "w3m does not show {}", page.display());
    // The numbers of links are explained at the end.
    let (text, references) = all.rsplit_once("\nReferences:\n").unwrap_or((&all, ""));
    let links = references.lines().filter_map(|line| Some(line.strip_prefix('[')?.split_once("] ")?.1.to_owned()));
    Shown { text: letters(text), links: links.collect() }
}

/// The texts of a page's body that are not shown. Numbers of links and marks of lists stand between texts, never in one.
fn unseen<'a>(html: &'a str, shown: &'a str) -> impl Iterator<Item = String> + 'a {
    texts(html).into_iter().filter(|text| !text.hidden && !shown.contains(&letters(&text.words))).map(|text| text.words)
}

/// The texts that are hidden from browsers which know `hidden`.
fn hidden(html: &str) -> impl Iterator<Item = String> {
    texts(html).into_iter().filter(|text| text.hidden).map(|text| text.words)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

struct Text {
    words: String,
    hidden: bool,
}

/// The runs of text in a body: drawings and scripts have none.
fn texts(html: &str) -> Vec<Text> {
    const VOID: [&[u8]; 7] = [b"br", b"hr", b"img", b"input", b"link", b"meta", b"wbr"];
    const SILENT: [&[u8]; 4] = [b"title", b"script", b"style", b"svg"];
    let mut texts = Vec::new();
    // For each open element whether it is silent or hidden.
    let mut open: Vec<(bool, bool)> = Vec::new();
    for token in Tokenizer::new(html) {
        let (silent, hidden) = open.last().copied().unwrap_or_default();
        match token.unwrap() {
            Token::StartTag(tag) if !tag.self_closing && !VOID.contains(&tag.name.as_slice()) => {
                let hides = tag.attributes.iter().any(|(name, _)| name.as_slice() == b"hidden");
                open.push((silent || SILENT.contains(&tag.name.as_slice()), hidden || hides));
            }
            Token::EndTag(_) => drop(open.pop()),
            Token::String(text) => {
                let words = String::from_utf8(text.value.to_vec()).unwrap();
                if !silent && words.chars().any(char::is_alphanumeric) {
                    texts.push(Text { words, hidden });
                }
            }
            _ => {}
        }
    }
    texts
}
