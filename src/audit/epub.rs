//! Books (EPUB): each file that one holds, as it lies there.
//!
//! Chapters are read as XML, and held against the same elements, attributes and addresses as pages are; what only a browser has use for,
//! scripts and boxes to tick, is in none. What they name must lie in the book itself, so that nothing is fetched from anywhere.

use super::html;
use super::report::Report;
use super::xml;
use super::{Auditor, PageFacts, dead_anchors, unread};
use crate::diagnostic::{Diagnostic, Place};
use crate::source::VPath;
use crate::zip;
use std::collections::BTreeSet;

/// The folder that all but the files of the format itself lie in.
const FOLDER: &str = "EPUB/";

/// Audits the book at `path`.
pub(super) fn audit(auditor: &Auditor<'_>, path: &VPath, bytes: &[u8]) -> Vec<Diagnostic> {
    let mut report = Report::new(path, bytes);
    let files = match zip::read(bytes) {
        Ok(files) => files,
        Err(_) => {
            report.add(0, "the book is no zip file", "this is a fault of the program: please report it");
            return report.finish();
        }
    };
    if files.first().is_none_or(|(name, content)| name != "mimetype" || content != b"application/epub+zip") {
        report.add(0, "the book does not begin with what it is", "this is a fault of the program: please report it");
    }
    let names: BTreeSet<&str> = files.iter().filter_map(|(name, _)| name.strip_prefix(FOLDER)).collect();
    let exists = |wanted: &str| names.contains(wanted);
    let mut found = report.finish();
    let mut chapters = Vec::new();
    let inner = Auditor { exists: &exists, ..*auditor };
    for (name, content) in &files[1.min(files.len())..] {
        found.extend(file(&inner, name, content, &mut chapters));
    }
    found.extend(dead_anchors(&chapters));
    found.iter_mut().for_each(|problem| name_book(path, problem));
    found
}

/// Audits one file of a book.
fn file(auditor: &Auditor<'_>, name: &str, bytes: &[u8], chapters: &mut Vec<(VPath, PageFacts)>) -> Vec<Diagnostic> {
    let inside = name.strip_prefix(FOLDER).unwrap_or(name);
    let Ok(path) = VPath::new(inside) else {
        return refuse(&VPath::of_checked(&["name"]), bytes, "has a name that is no path");
    };
    let extension = path.extension().unwrap_or_default();
    let is_text = matches!(extension, "xhtml" | "css" | "opf" | "xml");
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) if is_text => return refuse(&path, bytes, "is not UTF-8"),
        Err(_) => "",
    };
    match extension {
        "xhtml" => {
            let (found, facts) = html::audit_chapter(auditor, &path, text);
            chapters.push((path, facts));
            found
        }
        "css" => auditor.css(&path, text),
        "opf" | "xml" => xml::audit_package(&path, text),
        "woff2" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" if unread(extension, bytes).is_none() => Vec::new(),
        _ => refuse(&path, bytes, "is of no kind that a book has"),
    }
}

fn refuse(path: &VPath, bytes: &[u8], why: &str) -> Vec<Diagnostic> {
    let mut report = Report::new(path, bytes);
    report.add(0, format!("a file of the book {why}"), "take it out: reading systems differ on what they do with it");
    report.finish()
}

/// A path in a book alone would not say which book.
fn name_book(book: &VPath, problem: &mut Diagnostic) {
    match &mut problem.place {
        Place::Path(path) if !path.starts_with(book.as_str()) => *path = format!("{book}/{path}"),
        Place::Path(_) | Place::Span(_) => {}
    }
}
