//! What a person is told on standard error.

use crate::diagnostic::emit::{Format, emit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceTree;
use std::io::{IsTerminal, Write};

/// Prints diagnostics: for people on standard error, for machines (as data) on standard output.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], tree: &SourceTree, format: Format) -> Result<(), super::Failure> {
    match format {
        Format::Human => {
            text(&human(diagnostics, tree));
            Ok(())
        }
        _ => super::print(emit(diagnostics, tree, format, false).as_bytes()),
    }
}

/// Diagnostics for a person at this terminal.
pub(super) fn human(diagnostics: &[Diagnostic], tree: &SourceTree) -> String {
    emit(diagnostics, tree, Format::Human, colour())
}

/// Text that ends its lines itself, on standard error.
pub(super) fn text(text: &str) {
    // Nobody can be told that standard error is closed.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// One line that sums up what was found.
pub(super) fn count(diagnostics: &[Diagnostic]) -> String {
    let of = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    match (of(Severity::Error), of(Severity::Warning)) {
        (0, 0) => "no problem found".into(),
        (0, warnings) => number(warnings, "warning"),
        (errors, 0) => number(errors, "error"),
        (errors, warnings) => format!("{}, {}", number(errors, "error"), number(warnings, "warning")),
    }
}

/// `1 file`, `2 files`.
pub(super) fn number(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// `312 B`, `4.1 KB`, `30.9 MB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        1_000_000.. => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A plain line on standard error.
pub(super) fn line(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Why the program could not do what was asked.
pub(super) fn failure(message: &str) {
    line(&format!("error: {message}"));
}

fn colour() -> bool {
    std::io::stderr().is_terminal()
}
