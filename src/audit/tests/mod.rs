//! The audit on pages, stylesheets and scripts as strings. Each hostile snippet stands in a page that passes without
//! it, so that a finding is the snippet's own.

mod bundle;
mod differential;
mod good;
mod hostile_html;
mod hostile_text;
mod one_file;

use super::Auditor;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::VPath;

/// The head of a page that passes; `{head}` and `{body}` take snippets.
const PAGE: &str = concat!(
    "<!doctype html>\n<html lang=\"en\" dir=\"ltr\" class=\"no-js\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; ",
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'\">\n",
    "<meta name=\"referrer\" content=\"no-referrer\">\n<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">\n",
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Gaining access &amp; trust</title>\n",
    "<link rel=\"icon\" href=\"data:image/png;base64,iVBORw0KGgo=\">\n",
    "<link rel=\"stylesheet\" href=\"../../assets/main.1a.css\">\n{head}</head>\n<body>\n",
    "<a class=\"exit\" href=\"../../tables.html\">Leave</a>\n<a href=\"#main\">Skip</a>\n",
    "<main id=\"main\"><h1>Gaining access</h1>\n{body}</main>\n",
    "<script src=\"../../assets/main.2b.js\" defer></script>\n</body>\n</html>\n",
);

const FILES: &[&str] = &[
    "404.html",
    "assets/a.png",
    "assets/b.jpg",
    "assets/main.1a.css",
    "assets/main.2b.js",
    "assets/naskh.woff2",
    "en/index.html",
    "en/signs/keep-it-secret.html",
    "en/stages/gaining-access.html",
    "index.html",
    "tables.html",
];

const PATH: &str = "en/stages/gaining-access.html";

fn page(head: &str, body: &str) -> String {
    PAGE.replace("{head}", head).replace("{body}", body)
}

fn with_auditor<T>(audit: impl Fn(&Auditor<'_>) -> T) -> T {
    let allowed = ["https://weather.example/".to_owned()];
    audit(&Auditor { exists: &|path| FILES.contains(&path), allowed_urls: &allowed, neutral_titles: None })
}

fn vpath(path: &str) -> VPath {
    VPath::new(path).unwrap()
}

fn audit_html(path: &str, html: &str) -> Vec<Diagnostic> {
    with_auditor(|auditor| auditor.html(&vpath(path), html).0)
}

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| found.message.as_str()).collect()
}

/// Checks that something is found and that one of the findings says `words`.
#[track_caller]
fn assert_found(snippet: &str, words: &str, found: &[Diagnostic]) {
    assert!(
        found.iter().any(|finding| finding.message.contains(words)),
        "{snippet:?} should be found with {words:?}: {:#?}",
        messages(found)
    );
    assert!(found.iter().all(|finding| finding.help.is_some() && !finding.message.ends_with('.')));
}

fn place(finding: &Diagnostic) -> &str {
    match &finding.place {
        Place::Path(path) => path,
        Place::Span(_) => "",
    }
}
