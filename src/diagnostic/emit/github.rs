//! For GitHub: workflow commands, one a line, shown beside the changed lines of a pull request.

use super::{Places, Region, visible};
use crate::diagnostic::Diagnostic;
use std::fmt::Write as _;

pub fn emit(diagnostics: &[Diagnostic], places: &mut Places<'_>) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, places) + "\n").collect()
}

/// `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=code::message`, then the other places and the help, each
/// on a line of its own.
fn command(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let located = places.of(&diagnostic.place);
    let mut command = format!("::{} file={}", diagnostic.severity.name(), property(&located.path));
    // Writing to a string cannot fail.
    let _ = match located.region {
        Some(Region { start, end }) if start.line == end.line => {
            write!(command, ",line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column)
        }
        // GitHub drops an annotation of several lines that has columns.
        Some(Region { start, end }) => write!(command, ",line={},endLine={}", start.line, end.line),
        None => Ok(()),
    };
    let message = data(&diagnostic.message);
    let others = diagnostic.others.iter().map(|(span, label)| data(&format!("{}: {label}", places.of_span(*span))));
    let others: Vec<String> = others.collect();
    let help = diagnostic.help.iter().flat_map(|help| help.lines()).map(data);
    let text: Vec<String> = std::iter::once(message).chain(others).chain(help).collect();
    let _ = write!(command, ",title={}::{}", property(diagnostic.code.name()), text.join("%0A"));
    command
}

/// `text` as the data of a command. A line break in it is shown, never made.
fn data(text: &str) -> String {
    visible::text(text).replace('%', "%25")
}

/// `text` as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Format, emit};
    use super::*;
    use crate::diagnostic::{Code, Place};
    use crate::source::{Root, SourceTree, Span};

    #[test]
    fn one_command_a_diagnostic() {
        let tree = SourceTree::of_guides([("ur/a, b.md", "ایک مدد\r\nدو\r\n"), ("b.md", "x")]);
        let file = tree.find(Root::Guides, "ur/a, b.md").unwrap();
        let b = tree.find(Root::Guides, "b.md").unwrap();
        let diagnostics = [
            Diagnostic::new(Code::UnknownId, Span::new(file, 7..13), "100% no, really: none").help("Do\r\nthis"),
            Diagnostic::new(Code::UnknownId, Span::new(file, 7..17), "Two lines").other(Span::new(b, 0..1), "first"),
            Diagnostic::new(Code::HeavyPage, Place::Path("output/a.html".into()), "Heavy"),
        ];
        assert_eq!(
            emit(&diagnostics, &tree, Format::Github, false),
            "::error file=guides/ur/a%2C b.md,line=1,col=5,endLine=1,endColumn=8,title=unknown-id::100%25 no, really: \
             none%0ADo%0Athis\n\
             ::error file=guides/ur/a%2C b.md,line=1,endLine=2,title=unknown-id::Two lines%0Aguides/b.md:1:1: first\n\
             ::warning file=output/a.html,title=heavy-page::Heavy\n"
        );
    }

    #[test]
    fn nothing_breaks_out_of_a_command() {
        let tree = SourceTree::of_guides([("a.md", "x")]);
        let path = "out\r\n::add-mask::x,line=3\x1B[2J\u{202E}.html";
        let hostile = Diagnostic::new(Code::Audit, Place::Path(path.into()), "a\r\n::stop-commands::b\u{9B}")
            .help("\n\n::error::c\r::error::d");
        let text = emit(&[hostile], &tree, Format::Github, false);
        assert_eq!(text.lines().count(), 1);
        assert!(text.trim_end_matches('\n').chars().all(|c| visible::character(c) == c), "{text}");
        assert!(text.starts_with("::error file=out␍␊%3A%3Aadd-mask%3A%3Ax%2Cline=3␛[2J\u{FFFD}.html,title=audit::a␍␊"));
    }
}
