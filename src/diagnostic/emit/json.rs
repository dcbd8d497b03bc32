//! For programs: one JSON document on one line.
//!
//! ```json
//! {"version":1,"diagnostics":[{"code":"unknown-id","severity":"error","message":"…","file":"guides/en/a.md","line":4,
//! "column":9,"end_line":4,"end_column":17,"label":"…","help":"…","others":[…]}],"errors":1,"warnings":0}
//! ```

use super::{Places, visible};
use crate::diagnostic::{Diagnostic, Severity};
use serde::Serialize;
use std::io;

pub fn emit(diagnostics: &[Diagnostic], places: &mut Places<'_>) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    to_line(&Document {
        version: 1,
        diagnostics: diagnostics.iter().map(|diagnostic| Entry::new(diagnostic, places)).collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    })
}

/// The whole document.
#[derive(Serialize)]
struct Document<'d> {
    /// 1. A field may be added under the same version; one that is renamed, removed or changes its meaning raises it.
    version: u32,
    /// In the order of files and places.
    diagnostics: Vec<Entry<'d>>,
    /// How many of them have the severity `error`.
    errors: usize,
    /// How many of them have the severity `warning`.
    warnings: usize,
}

/// One problem.
#[derive(Serialize)]
struct Entry<'d> {
    /// The stable name, `lamplight explain` knows it.
    code: &'d str,
    /// `error` or `warning`.
    severity: &'d str,
    /// What is wrong, in one sentence without a full stop.
    message: &'d str,
    #[serde(flatten)]
    place: Spot,
    /// Short words beside the place, may be empty.
    label: &'d str,
    /// What to do, or null. May have several lines.
    help: Option<&'d str>,
    /// Further places that matter, may be empty.
    others: Vec<Other<'d>>,
}

/// A further place with its words: the fields of a place and `label`.
#[derive(Serialize)]
struct Other<'d> {
    #[serde(flatten)]
    place: Spot,
    label: &'d str,
}

/// A place. Lines and columns count from 1, columns in Unicode scalar values; all four are null for a file that was
/// not read as a source.
#[derive(Serialize)]
struct Spot {
    /// The path as a person knows it: the guides folder as given on the command line, then the path inside it.
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    /// Where the place ends: the character after its last. The same as the start where the place is a point.
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl<'d> Entry<'d> {
    fn new(diagnostic: &'d Diagnostic, places: &mut Places<'_>) -> Self {
        let others = diagnostic.others.iter();
        Self {
            code: diagnostic.code.name(),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            place: Spot::new(places.of(&diagnostic.place)),
            label: &diagnostic.label,
            help: diagnostic.help.as_deref(),
            others: others.map(|(span, label)| Other { place: Spot::new(places.of_span(*span)), label }).collect(),
        }
    }
}

impl Spot {
    fn new(located: super::Located) -> Self {
        let (start, end) = (located.region.map(|region| region.start), located.region.map(|region| region.end));
        Self {
            file: located.path,
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
        }
    }
}

/// `value` as JSON on one line, every string exact: what must not reach a terminal raw is written as `\u` escapes.
pub fn to_line(value: &impl Serialize) -> String {
    let mut line = Vec::new();
    // Writing plain structs to memory cannot fail.
    let written = value.serialize(&mut serde_json::Serializer::with_formatter(&mut line, Harmless));
    debug_assert!(written.is_ok(), "{written:?}");
    line.push(b'\n');
    String::from_utf8(line).unwrap_or_default()
}

/// serde_json's own format but for more escapes.
struct Harmless;

impl serde_json::ser::Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = 0;
        for (at, c) in fragment.char_indices() {
            let command = c == '[' && fragment[..=at].ends_with(visible::LOG_COMMAND);
            if command || visible::character(c) != c {
                writer.write_all(&fragment.as_bytes()[rest..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                rest = at + c.len_utf8();
            }
        }
        writer.write_all(&fragment.as_bytes()[rest..])
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, emit};
    use super::*;
    use crate::diagnostic::{Code, Place};
    use crate::source::{Root, SourceTree, Span};
    use serde_json::{Value, json};

    #[test]
    fn every_field_is_there() {
        let tree = SourceTree::of_guides([("ur/a.md", "\u{FEFF}ایک\r\nدو تین\r\nچار"), ("z.md", "x")]);
        let (file, z) = (tree.find(Root::Guides, "ur/a.md").unwrap(), tree.find(Root::Guides, "z.md").unwrap());
        let diagnostics = [
            Diagnostic::new(Code::HeavyPage, Place::Path("output/en/a.html".into()), "Heavy"),
            Diagnostic::new(Code::UnknownId, Span::new(file, 16..24), "No `x`")
                .label("here")
                .help("Do\nthis")
                .other(Span::new(z, 1..1), "there"),
        ];
        let text = emit(&diagnostics, &tree, Format::Json, true);
        assert!(text.ends_with("}\n") && text.lines().count() == 1);
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            json!({"version": 1, "errors": 1, "warnings": 1, "diagnostics": [
                {"code": "heavy-page", "severity": "warning", "message": "Heavy", "file": "output/en/a.html",
                 "line": null, "column": null, "end_line": null, "end_column": null, "label": "", "help": null,
                 "others": []},
                {"code": "unknown-id", "severity": "error", "message": "No `x`", "file": "guides/ur/a.md",
                 "line": 2, "column": 4, "end_line": 3, "end_column": 1, "label": "here", "help": "Do\nthis",
                 "others": [{"file": "guides/z.md", "line": 1, "column": 2, "end_line": 1, "end_column": 2,
                             "label": "there"}]},
            ]})
        );
    }

    #[test]
    fn strings_are_exact_and_harmless() {
        let hostile = "\"\\\x1B[2J\u{9B}\u{202E}\u{E0041}\r\n##[stop-commands]x ##[ مدد";
        let line = to_line(&hostile);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), hostile);
        assert!(line.trim_end().chars().all(|c| visible::character(c) == c), "{line}");
        assert!(!line.contains(visible::LOG_COMMAND));
        assert!(line.contains("مدد"));
    }
}
