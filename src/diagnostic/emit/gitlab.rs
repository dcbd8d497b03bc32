//! For GitLab: a Code Quality report, shown beside the changed lines of a merge request.
//!
//! ```json
//! [{"description":"…","check_name":"unknown-id","fingerprint":"…","severity":"major",
//! "location":{"path":"guides/en/a.md","lines":{"begin":4}}}]
//! ```
//!
//! The fields are those that GitLab's documentation names ("Code Quality report format").

use super::{Places, json, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::store::Key;
use serde::Serialize;
use std::collections::HashMap;

pub fn emit(diagnostics: &[Diagnostic], places: &mut Places<'_>) -> String {
    let mut seen = HashMap::new();
    let entries: Vec<Entry<'_>> =
        diagnostics.iter().map(|diagnostic| Entry::new(diagnostic, places, &mut seen)).collect();
    json::to_line(&entries)
}

/// One problem.
#[derive(Serialize)]
struct Entry<'d> {
    /// What is wrong; after it, in lines of their own, the other places and what to do.
    description: String,
    check_name: &'d str,
    /// Tells the problems of one report apart, and whether a problem was there before: it holds no line, so that a
    /// problem which only moved is no new one.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

/// Lines count from 1; GitLab wants one also of a file that was not read as a source.
#[derive(Serialize)]
struct Lines {
    begin: usize,
}

impl<'d> Entry<'d> {
    /// `seen` counts problems that would have one fingerprint.
    fn new(diagnostic: &'d Diagnostic, places: &mut Places<'_>, seen: &mut HashMap<Key, usize>) -> Self {
        let located = places.of(&diagnostic.place);
        let (code, message) = (diagnostic.code.name(), visible::text(&diagnostic.message));
        let alike = Key::of(&[located.path.as_bytes(), code.as_bytes(), message.as_bytes()]);
        let nth = seen.entry(alike).and_modify(|nth| *nth += 1).or_insert(0);
        let fingerprint = Key::of(&[alike.as_bytes(), &nth.to_le_bytes()]).to_string();
        let others = diagnostic.others.iter().map(|(span, label)| format!("{}: {label}", places.of_span(*span)));
        let lines: Vec<String> = std::iter::once(message.into()).chain(others).chain(diagnostic.help.clone()).collect();
        Self {
            description: lines.join("\n"),
            check_name: code,
            fingerprint,
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
            },
            location: Location {
                path: located.path,
                lines: Lines { begin: located.region.map_or(1, |region| region.start.line) },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, emit};
    use super::*;
    use crate::diagnostic::{Code, Place};
    use crate::source::{Root, SourceTree, Span};
    use serde_json::{Value, json};

    fn report(text: &str, spans: &[(usize, usize)]) -> Vec<Value> {
        let tree = SourceTree::of_guides([("ur/a.md", text)]);
        let file = tree.find(Root::Guides, "ur/a.md").unwrap();
        let at = |(from, to): &(usize, usize)| Diagnostic::new(Code::UnknownId, Span::new(file, *from..*to), "None");
        let mut diagnostics: Vec<Diagnostic> = spans.iter().map(at).collect();
        diagnostics.push(Diagnostic::new(Code::HeavyPage, Place::Path("ur/a.html".into()), "Heavy").help("Split it"));
        let text = emit(&diagnostics, &tree, Format::Gitlab, false);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn an_entry_a_diagnostic() {
        let found = report("ایک\nدو\n", &[(7, 11)]);
        assert_eq!(found[0]["location"], json!({"path": "guides/ur/a.md", "lines": {"begin": 2}}));
        assert_eq!((&found[0]["check_name"], &found[0]["severity"]), (&json!("unknown-id"), &json!("major")));
        assert_eq!(found[1]["location"], json!({"path": "ur/a.html", "lines": {"begin": 1}}));
        assert_eq!((&found[1]["description"], &found[1]["severity"]), (&json!("Heavy\nSplit it"), &json!("minor")));
    }

    #[test]
    fn a_problem_that_moved_is_the_same_and_two_alike_are_two() {
        let print = |found: &[Value]| found.iter().map(|entry| entry["fingerprint"].clone()).collect::<Vec<_>>();
        let (before, after) = (report("a b\n", &[(0, 1), (2, 3)]), report("\n\na b\n", &[(2, 3), (4, 5)]));
        assert_eq!(print(&before), print(&after));
        let mut all = print(&before);
        all.dedup();
        assert_eq!(all.len(), 3);
    }
}
