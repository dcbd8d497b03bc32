//! Diagnostics for people and for machines. Each format is a function from diagnostics to text.
//!
//! What is printed may come from a stranger's pull request and end in a terminal or a build log, so no format lets a
//! control character, an escape sequence, a text-direction override or a command to the build log through.

mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod sarif;
mod visible;

pub use visible::text as visible;

#[cfg(test)]
mod tests;

use super::{Diagnostic, Place};
use crate::source::{FileId, LineCol, LineIndex, SourceTree, Span};
use std::collections::HashMap;
use std::fmt;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the message, the place, the source lines, what to do.
    Human,
    /// One JSON document, its fields described in the `json` module's source and held stable by its `version`.
    Json,
    /// A SARIF 2.1.0 log, which code hosts and editors read.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
    /// A Code Quality report, which GitLab shows beside the lines of a merge request.
    Gitlab,
}

/// The text of `diagnostics`, which are already sorted and whose spans belong to `tree`. `color` adds terminal colours
/// to [`Format::Human`]; the width never depends on the terminal. Ends with a line feed unless it is empty.
pub fn emit(diagnostics: &[Diagnostic], tree: &SourceTree, format: Format, color: bool) -> String {
    let places = &mut Places::new(tree);
    match format {
        Format::Human => human::emit(diagnostics, places, color),
        Format::Json => json::emit(diagnostics, places),
        Format::Sarif => sarif::emit(diagnostics, places),
        Format::Github => github::emit(diagnostics, places),
        Format::Gitlab => gitlab::emit(diagnostics, places),
    }
}

/// Finds places in the tree's files, reading each file once.
struct Places<'a> {
    tree: &'a SourceTree,
    indexes: HashMap<FileId, LineIndex<'a>>,
}

/// A place as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Located {
    path: String,
    /// `None` for a file that is not in the tree.
    region: Option<Region>,
}

/// From the first character to the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    start: LineCol,
    end: LineCol,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible::text(&self.path))?;
        match self.region {
            Some(Region { start, .. }) => write!(f, ":{}:{}", start.line, start.column),
            None => Ok(()),
        }
    }
}

impl<'a> Places<'a> {
    fn new(tree: &'a SourceTree) -> Self {
        Self { tree, indexes: HashMap::new() }
    }

    fn of(&mut self, place: &Place) -> Located {
        match place {
            Place::Span(span) => self.of_span(*span),
            Place::Path(path) => Located { path: path.clone(), region: None },
        }
    }

    fn of_span(&mut self, span: Span) -> Located {
        let index = self.index(span.file);
        let start = index.line_col(span.start as usize);
        let end = index.line_col(span.end as usize).max(start);
        Located { path: self.tree.label(span.file), region: Some(Region { start, end }) }
    }

    fn index(&mut self, file: FileId) -> &LineIndex<'a> {
        let tree = self.tree;
        self.indexes.entry(file).or_insert_with(|| LineIndex::new(&tree.file(file).bytes))
    }
}
