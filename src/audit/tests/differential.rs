//! Random text against another tokenizer, and against panics.

use super::super::Auditor;
use super::super::address::decode_references;
use super::{FILES, PATH, audit_html, page, vpath, with_auditor};
use crate::markup::{self, Fault, Reader};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A tag as either side saw it. An attribute whose character references the audit does not decode has no value here.
#[derive(Debug, PartialEq)]
enum Seen {
    Start { name: String, attributes: BTreeMap<String, Option<String>>, slash: bool },
    End(String),
}

/// What the scanner saw; `None` where something is outside its subset.
fn ours(html: &str) -> Option<Vec<Seen>> {
    let mut trace = Trace::default();
    markup::html(html, &mut trace);
    (!trace.fault).then_some(trace.seen)
}

#[derive(Default)]
struct Trace {
    seen: Vec<Seen>,
    fault: bool,
}

impl<'a> Reader<'a> for Trace {
    fn start(&mut self, name: &'a str, _: usize) {
        self.seen.push(Seen::Start { name: name.into(), attributes: BTreeMap::new(), slash: false });
    }

    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, _: usize) {
        let Some(Seen::Start { attributes, .. }) = self.seen.last_mut() else { panic!("an attribute outside a tag") };
        let value = decode_references(value.unwrap_or_default()).ok();
        let value = value.map(|value| value.replace("\r\n", "\n").replace('\r', "\n"));
        // Duplicates are the page's finding, not the scanner's: the first one counts, as for a browser.
        attributes.entry(name.to_ascii_lowercase()).or_insert(value);
    }

    fn start_end(&mut self, closed: bool) {
        let Some(Seen::Start { slash, .. }) = self.seen.last_mut() else { panic!("an end outside a tag") };
        *slash = closed;
    }

    fn end(&mut self, name: &'a str, _: usize) {
        self.seen.push(Seen::End(name.into()));
    }

    fn text(&mut self, _: &'a str, _: usize) {}

    fn fault(&mut self, _: Fault<'a>, _: usize) {
        self.fault = true;
    }
}

fn theirs(html: &str) -> Vec<Seen> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut seen = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), Some(text(&value.value))));
                seen.push(Seen::Start {
                    name: text(&tag.name),
                    attributes: attributes.collect(),
                    slash: tag.self_closing,
                });
            }
            Token::EndTag(tag) => seen.push(Seen::End(text(&tag.name))),
            _ => {}
        }
    }
    seen
}

/// Values that ours could not decode are not compared.
fn blind(seen: &mut [Seen], by: &[Seen]) {
    for (seen, by) in seen.iter_mut().zip(by) {
        let (Seen::Start { attributes, .. }, Seen::Start { attributes: by, .. }) = (seen, by) else { continue };
        for (name, value) in attributes.iter_mut() {
            if by.get(name) == Some(&None) {
                *value = None;
            }
        }
    }
}

/// Pieces from which both good and treacherous markup comes about.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=\"#main\">",
    "</a>",
    "<img src=\"../../assets/a.png\" alt=\"\">",
    "<br/>",
    "<hr>",
    "<svg>",
    "</svg>",
    "<path d=\"M0 0\"/>",
    "<title>",
    "</title>",
    "<ul><li>",
    "</li></ul>",
    "<p class='a' title=\"b\">",
    "<div data-a=\"1\"\n id='x'>",
    "</div>",
    "<script src=\"../../assets/main.2b.js\">",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "<iframe src=\"x\">",
    "<x onclick=\"a\">",
    "<!-- a -->",
    "<!--",
    "-->",
    "--",
    "<![CDATA[",
    "]]>",
    "<?",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    " ",
    "\n",
    "\t",
    "\r",
    "\x0C",
    "\0",
    "&",
    "&amp;",
    "&#x3c;",
    "&lt;",
    "&colon;",
    "a",
    "A",
    "href",
    "onload",
    "style",
    "javascript:",
    "`",
    "é",
    "مدد",
    "<P>",
    "<p ",
    "</p ",
    "</",
    "<!",
];

fn markup() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// Tags with attributes at random, most of them well written, so that many pages pass the scanner.
fn tags() -> impl Strategy<Value = String> {
    let name =
        proptest::sample::select(&["p", "b", "a", "svg", "title", "path", "div", "details", "img", "iframe"][..]);
    let attribute =
        proptest::sample::select(&["class", "title", "href", "data-a", "onclick", "style", "id", "open", "src"][..]);
    let value = "[a#:/&;<>\"' ]{0,4}|&amp;|javascript:a|a\r\nb";
    let written = (attribute, value, 0..12_u8).prop_map(|(name, value, form)| match form {
        0 => format!(" {name}"),
        1 => format!(" {name}={value}"),
        2 => format!("{name}=\"{value}\""),
        3..6 => format!("\n{name}='{value}'"),
        _ => format!(" {name}=\"{}\"", value.replace(['"', '<'], "")),
    });
    let tag = (name, proptest::collection::vec(written, 0..3), "[a >&]{0,3}", 0..8_u8);
    let tag = tag.prop_map(|(name, attributes, text, form)| match form {
        0 => format!("<{name}{}/>{text}", attributes.concat()),
        1 => format!("<{name}{}>{text}", attributes.concat()),
        2 => format!("<{name}{} >{text}</{name} >", attributes.concat()),
        _ => format!("<{name}{}>{text}</{name}>", attributes.concat()),
    });
    proptest::collection::vec(tag, 0..4).prop_map(|tags| tags.concat())
}

fn any_body() -> impl Strategy<Value = String> {
    prop_oneof![markup(), tags(), (tags(), markup()).prop_map(|(a, b)| a + &b)]
}

/// Whether another tokenizer finds anything in `html` that no page may have, by a list of its own.
fn is_harmless(seen: &[Seen]) -> bool {
    let elements =
        ["style", "iframe", "textarea", "noscript", "object", "embed", "form", "base", "x", "xmp", "template"];
    seen.iter().all(|tag| match tag {
        Seen::End(name) => !elements.contains(&name.as_str()),
        Seen::Start { name, attributes, .. } => {
            let harmless = |(name, value): (&String, &Option<String>)| {
                let value = value.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
                let runs = value.starts_with("javascript:") && matches!(name.as_str(), "href" | "src" | "data-a");
                !name.starts_with("on") && name != "style" && !runs
            };
            !elements.contains(&name.as_str()) && attributes.iter().all(harmless)
        }
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// What the scanner accepts, the HTML standard's tokenizer sees in the same way; and what the audit accepts holds
/// nothing forbidden. Enough is accepted that this says something.
#[test]
fn scanner_and_standard_agree() {
    let (read, passed) = (Cell::new(0), Cell::new(0));
    let agree = |body: String| {
        let html = page("", &body);
        let ours = ours(&html);
        let mut theirs = theirs(&html);
        if let Some(ours) = &ours {
            read.set(read.get() + 1);
            blind(&mut theirs, ours);
            prop_assert_eq!(ours, &theirs);
        }
        if audit_html(PATH, &html).is_empty() {
            passed.set(passed.get() + 1);
            prop_assert!(ours.is_some() && is_harmless(&theirs));
        }
        Ok(())
    };
    if let Err(failure) = TestRunner::new(config(6000)).run(&any_body(), agree) {
        panic!("{failure}");
    }
    assert!(read.get() > 1500 && passed.get() > 300, "{} read, {} passed", read.get(), passed.get());
}

proptest! {
    #![proptest_config(config(2000))]

    /// Whatever the bytes, there is a verdict, and each place is inside the text.
    #[test]
    fn any_bytes_get_a_verdict(bytes in proptest::collection::vec(any::<u8>(), 0..60), body in any_body(), cut in 0..2000_usize) {
        let auditor = Auditor { exists: &|path| FILES.contains(&path), allowed_urls: &[], neutral_titles: None };
        let mut html = page("", &body).into_bytes();
        html.truncate(cut);
        html.extend(&bytes);
        let lines = 1 + html.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        for path in ["a.html", "a.css", "a.js", "a.xml", "a"] {
            for finding in auditor.any(&vpath(path), &html).diagnostics {
                let mut numbers = super::place(&finding).rsplit(':').map(|number| number.parse::<usize>().unwrap());
                let (column, line) = (numbers.next().unwrap(), numbers.next().unwrap());
                prop_assert!((1..=lines).contains(&line) && (1..=html.len() + 1).contains(&column));
            }
        }
    }

    /// The same for text made of what stylesheets and scripts are made of.
    #[test]
    fn any_tokens_get_a_verdict(text in "[a-c@\\\\/*'\"`(){}\\[\\];:.#$\n\r<!>+=é0-9 -]{0,60}") {
        with_auditor(|auditor| {
            auditor.css(&vpath("assets/a.css"), &text);
            auditor.js(&vpath("assets/a.js"), &text);
            auditor.xml(&vpath("a.xml"), &text);
        });
    }
}
