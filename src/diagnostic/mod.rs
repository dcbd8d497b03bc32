//! Problems as data: what is wrong, where, and what to do. Printing them is apart, in [`emit`].

mod code;
pub mod emit;

pub use code::{Code, Severity};

use crate::source::{FileId, SourceTree, Span};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One problem in what the user wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    pub place: Place,
    /// Short words beside the place, may be empty.
    pub label: String,
    /// Further places that matter, each with its words.
    pub others: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// In a file of the tree.
    Span(Span),
    /// A file that is not in the tree (a symlink, an emitted page): its path as a person knows it.
    Path(String),
}

impl Diagnostic {
    /// A problem of the code's own severity.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place: place.into(),
            label: String::new(),
            others: Vec::new(),
            help: None,
        }
    }

    /// Words beside the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A second place that matters.
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.others.push((span, label.into()));
        self
    }

    /// What to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The path as a person knows it, with the line and column from 1.
    pub fn location(&self, tree: &SourceTree) -> (String, usize, usize) {
        match &self.place {
            Place::Path(path) => (path.clone(), 1, 1),
            Place::Span(span) => {
                let at = crate::source::line_col(&tree.file(span.file).bytes, span.start as usize);
                (tree.label(span.file), at.line, at.column)
            }
        }
    }

    /// The same problem in another tree that holds the files it names: places follow files by their paths. `None` where
    /// `to` lacks one of them.
    pub fn follow(&self, from: &SourceTree, to: &SourceTree) -> Option<Self> {
        let moved = |span: &Span| {
            let file = from.file(span.file);
            to.find(file.root, file.path.as_str()).map(|file| Span { file, ..*span })
        };
        let place = match &self.place {
            Place::Span(span) => moved(span)?.into(),
            Place::Path(path) => Place::Path(path.clone()),
        };
        let others = self.others.iter().map(|(span, words)| Some((moved(span)?, words.clone())));
        Some(Self { place, others: others.collect::<Option<_>>()?, ..self.clone() })
    }

    fn order(&self, other: &Self) -> Ordering {
        let key = |d: &Self| match &d.place {
            Place::Span(span) => (Some(*span), String::new()),
            Place::Path(path) => (None, path.clone()),
        };
        (key(self), self.code.name(), &self.message).cmp(&(key(other), other.code.name(), &other.message))
    }
}

/// Sorts by file, place and code, and drops what was said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl From<FileId> for Place {
    /// The start of the file.
    fn from(file: FileId) -> Self {
        Self::Span(Span { file, start: 0, end: 0 })
    }
}
