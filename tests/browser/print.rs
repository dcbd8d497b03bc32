//! What comes out of a printer, by Chromium: pages of A4.

use crate::bundle::{Bundle, Place, Site};
use crate::engines::{Browser, Engine};
use serde_json::json;

#[test]
fn handouts_and_posters_fit_their_paper() {
    let browser = Browser::start(Engine::Chromium);
    let mut problems = Vec::new();
    for bundle in Bundle::all() {
        let site = Site::at(Place::File, &bundle.folder());
        for page in &bundle.pages {
            let name = page.path.rsplit('/').next().unwrap_or_default();
            let guides = bundle.pages.iter().filter(|other| other.lang == page.lang).count();
            let allowed = match page.template.as_str() {
                // A poster is one sheet on a wall.
                _ if name.starts_with("poster") => 1..=1,
                // A handout has a cover of its own and a few pages for each guide at most.
                "all" => 2..=3 * guides,
                _ => continue,
            };
            browser.open(&site.url_of(page));
            let sheets = sheets(&browser);
            if !allowed.contains(&sheets) {
                problems.push(format!("{} {}: {sheets} sheets, not {allowed:?}", bundle.name, page.path));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// How many sheets of A4 a page takes.
pub fn sheets(browser: &Browser) -> usize {
    // WebDriver's own command gives up after ten seconds, which a busy machine needs for the longest handout. Inches.
    let paper = json!({"paperWidth": 8.2677, "paperHeight": 11.6929, "preferCSSPageSize": true});
    let pdf = browser.chromium("Page.printToPDF", &paper);
    pages_of(&decoded(pdf["data"].as_str().expect("a PDF")))
}

/// The pages of a PDF: its objects of the type `Page`, which Chromium's writer leaves uncompressed.
fn pages_of(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    assert!(text.starts_with("%PDF-"), "no PDF");
    text.match_indices("/Type /Page").filter(|(at, found)| !text[at + found.len()..].starts_with('s')).count()
}

/// Base64 as WebDriver writes it: padded, in one line.
fn decoded(text: &str) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let value = |letter: &u8| LETTERS.iter().position(|other| other == letter).expect("a letter of Base64");
        let bits = four.iter().fold(0, |bits, letter| bits << 6 | value(letter)) << (6 * (4 - four.len()));
        bytes.extend([(bits >> 16) as u8, (bits >> 8) as u8, bits as u8].iter().take(four.len() - 1));
    }
    bytes
}

#[test]
fn base64_and_pages_are_counted() {
    assert_eq!(decoded("JVBERi0x"), b"%PDF-1");
    assert_eq!(decoded("YWI="), b"ab");
    assert_eq!(decoded("YQ=="), b"a");
    assert_eq!(pages_of(b"%PDF-1 << /Type /Pages >> << /Type /Page >> << /Type /Page/Parent >>"), 2);
}
