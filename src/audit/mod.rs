//! Every emitted byte against the promises, whoever wrote it: the renderer, a guide or a user's theme.
//!
//! This is the last line of defence, so it does not trust, repair or guess. Markup is read by a scanner that accepts
//! only what every parser reads in the same way (`html`); in it, elements, attributes, addresses and the policy must
//! be on a list of what is allowed. Stylesheets and scripts are read token by token (`css`, `js`). Links to ids of
//! other pages can only be judged when all pages are there: [`PageFacts`] carry what [`dead_anchors`] needs.

mod address;
mod css;
mod epub;
mod facts;
mod html;
mod js;
mod policy;
mod report;
#[cfg(test)]
mod tests;
mod xml;
mod zim;

pub use facts::{PageFacts, dead_anchors};
pub use zim::audit_zim;

use crate::diagnostic::Diagnostic;
use crate::markup::Parts;
use crate::media;
use crate::source::VPath;
use report::Report;
use std::fmt;

/// The page that the exit link leads to.
const EXIT_PAGE: &str = "tables.html";
/// The same page within a file that holds all pages.
const EXIT_ID: &str = "_tables";
/// The page that a host shows at any address, so that nothing relative on it can be right.
const NOT_FOUND_PAGE: &str = "404.html";

/// What an audit must know of the bundle. It is shared by all threads, and audits one output at a time.
#[derive(Clone, Copy)]
pub struct Auditor<'a> {
    /// Whether the bundle will hold the path, with its exact letters.
    pub exists: &'a (dyn Fn(&str) -> bool + Sync),
    /// Addresses that a `data-` attribute may hold whole, such as the exit page of `site.yaml`. Everywhere else
    /// an address of the web may only be a link that a reader follows.
    pub allowed_urls: &'a [String],
    /// The only titles that pages of a discreet bundle may have; `None` where titles are free.
    pub neutral_titles: Option<&'a [String]>,
}

/// What one output's audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audited {
    /// In the order of the output's text, at `path:line:column`.
    pub diagnostics: Vec<Diagnostic>,
    /// Of a page.
    pub facts: Option<PageFacts>,
}

impl Auditor<'_> {
    /// Audits an output by what a browser would take it for, by its name or, without a telling name, its first bytes.
    pub fn any(&self, path: &VPath, bytes: &[u8]) -> Audited {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        let found = |diagnostics| Audited { diagnostics, facts: None };
        let refuse = |at, message: &str, help| {
            let mut report = Report::new(path, bytes);
            report.add(at, message, help);
            found(report.finish())
        };
        if !matches!(extension.as_str(), "html" | "css" | "js" | "xml") {
            return match unread(&extension, bytes) {
                Some((message, help)) => refuse(0, message, help),
                None => Audited::default(),
            };
        }
        let text = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return refuse(error.valid_up_to(), "the file is not UTF-8 here", "write all text as UTF-8"),
        };
        match extension.as_str() {
            "html" => {
                let (diagnostics, facts) = self.html(path, text);
                Audited { diagnostics, facts: Some(facts) }
            }
            "css" => found(self.css(path, text)),
            "js" => found(self.js(path, text)),
            _ => found(self.xml(path, text)),
        }
    }

    /// Audits a page.
    pub fn html(&self, path: &VPath, text: &str) -> (Vec<Diagnostic>, PageFacts) {
        html::audit(self, path, text)
    }

    /// Audits a page that is to need nothing but itself: it may hold these parts, to the byte, and load nothing.
    pub(crate) fn one_file(&self, path: &VPath, bytes: &[u8], parts: &Parts) -> Audited {
        match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => {
                let (diagnostics, facts) = html::audit_one_file(self, path, text, parts);
                Audited { diagnostics, facts: Some(facts) }
            }
            Err(_) => self.any(path, bytes),
        }
    }

    /// Audits a book: everything that it holds, as it lies in the file.
    pub fn epub(&self, path: &VPath, bytes: &[u8]) -> Audited {
        Audited { diagnostics: epub::audit(self, path, bytes), facts: None }
    }

    /// Audits a stylesheet.
    pub fn css(&self, path: &VPath, text: &str) -> Vec<Diagnostic> {
        css::audit(self, path, text)
    }

    /// Audits a classic script.
    pub fn js(&self, path: &VPath, text: &str) -> Vec<Diagnostic> {
        js::audit(path, text)
    }

    /// Audits a sitemap or a feed.
    pub fn xml(&self, path: &VPath, text: &str) -> Vec<Diagnostic> {
        xml::audit(path, text)
    }

    /// Whether the bundle will hold what the relative, decoded `path` means in `folder`; its path is left in `into`.
    fn find(&self, folder: &str, path: &str, into: &mut String) -> Result<(), (String, &'static str)> {
        address::resolve(folder, path, into).map_err(|refusal| (refusal.message(), refusal.help()))?;
        if (self.exists)(into) {
            Ok(())
        } else {
            Err(("leads to a file that the bundle does not have".into(), "correct the path, its capitals too"))
        }
    }
}

impl fmt::Debug for Auditor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auditor").field("allowed_urls", &self.allowed_urls).finish_non_exhaustive()
    }
}

/// Every element that a page may use, in the order of the alphabet, with the attributes that it may have. First comes
/// `*`, with those that any element may have.
pub fn allowed_elements() -> Vec<(&'static str, Vec<&'static str>)> {
    html::allowed_elements()
}

/// Whether a drawing is to the byte what is left of it where all but shapes and letters is taken out.
fn is_clean(bytes: &[u8]) -> bool {
    media::drawing(bytes).is_ok_and(|drawing| drawing.text.as_bytes() == bytes)
}

/// Why a file that no audit reads may not be in the bundle: a browser would run it, or show it as a page.
fn unread(extension: &str, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const RUN: &[&str] = &[
        "asp", "aspx", "cgi", "cjs", "hta", "htc", "htm", "htaccess", "jar", "jsp", "mht", "mhtml", "mjs", "php",
        "phtml", "rdf", "rss", "shtml", "svgz", "swf", "wasm", "xht", "xhtml", "xsl", "xslt",
    ];
    let first = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start().first();
    match extension {
        "svg" if is_clean(bytes) => None,
        "svg" => Some((
            "a drawing in SVG holds more than what is drawn",
            "put it into `assets/` of the guides, or draw it inside a template: opened as a page, an SVG file can run scripts",
        )),
        _ if RUN.contains(&extension) => Some((
            "a file has a name by which a browser or a server would run it",
            "leave it out: pages end in `.html`, scripts in `.js`, and nothing runs on a server",
        )),
        "txt" => None,
        _ if first == Some(&b'<') => Some((
            "a file holds markup under a name that does not say so",
            "leave it out, or give it the extension `.html` or `.txt`: browsers guess, and would show it as a page",
        )),
        _ => None,
    }
}
