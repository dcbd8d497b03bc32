use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{VPath, line_col};
use memchr::memrchr2;

/// What was found in one output while it is read.
#[derive(Debug)]
pub(super) struct Report<'a> {
    path: &'a VPath,
    text: &'a [u8],
    found: Vec<Finding>,
    /// What was found in parts of the output that have places of their own.
    passed_on: Vec<Diagnostic>,
    /// How many more there were than are kept.
    more: usize,
}

#[derive(Debug)]
struct Finding {
    at: usize,
    message: String,
    help: &'static str,
}

/// A broken template spoils every page in many places: beyond these the rest is only counted.
const KEPT: usize = 50;

impl<'a> Report<'a> {
    pub(super) fn new(path: &'a VPath, text: &'a [u8]) -> Self {
        Self { path, text, found: Vec::new(), passed_on: Vec::new(), more: 0 }
    }

    /// Adds a finding at the byte `at`.
    pub(super) fn add(&mut self, at: usize, message: impl Into<String>, help: &'static str) {
        if self.found.len() < KEPT {
            self.found.push(Finding { at, message: message.into(), help });
        } else {
            self.more += 1;
        }
    }

    /// Adds what was found in a part that the output holds.
    pub(super) fn pass_on(&mut self, found: Vec<Diagnostic>) {
        self.passed_on.extend(found);
    }

    /// The findings by their place.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|finding| finding.at);
        // Each place is counted from the line of the one before: the whole text is walked once.
        let (mut line, mut line_start) = (1, 0);
        let mut diagnostics = Vec::with_capacity(self.found.len());
        for (index, finding) in self.found.iter().enumerate() {
            let at = line_col(&self.text[line_start..], finding.at - line_start);
            line += at.line - 1;
            line_start += memrchr2(b'\n', b'\r', &self.text[line_start..finding.at]).map_or(0, |end| end + 1);
            let place = Place::Path(format!("{}:{line}:{}", self.path, at.column));
            let mut message = finding.message.clone();
            if self.more > 0 && index + 1 == self.found.len() {
                message += &format!(" (and {} more findings in this file)", self.more);
            }
            diagnostics.push(Diagnostic::new(Code::Audit, place, message).help(finding.help));
        }
        diagnostics.extend(self.passed_on);
        diagnostics
    }
}

/// A piece of an output in a message: in backticks, and never long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_columns_in_order() {
        let path = VPath::new("a.html").unwrap();
        let text = "one\nمدد <x\r\n\nlast";
        let mut report = Report::new(&path, text.as_bytes());
        for at in [text.len(), 0, text.find('<').unwrap(), text.find("last").unwrap()] {
            report.add(at, "x", "y");
        }
        let places: Vec<_> = report.finish().into_iter().map(|found| found.place).collect();
        let wanted = ["a.html:1:1", "a.html:2:5", "a.html:4:1", "a.html:4:5"];
        assert_eq!(places, wanted.map(|place| Place::Path(place.into())));
    }

    #[test]
    fn a_flood_is_counted() {
        let path = VPath::new("a.html").unwrap();
        let mut report = Report::new(&path, b"");
        (0..KEPT + 7).for_each(|_| report.add(0, "x", "y"));
        let found = report.finish();
        assert_eq!(found.len(), KEPT);
        assert!(found[KEPT - 1].message.ends_with("(and 7 more findings in this file)"));
    }
}
