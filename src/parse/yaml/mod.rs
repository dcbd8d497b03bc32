//! YAML as Lamplight accepts it, and the only place that knows which crates read it.
//!
//! A text passes the [`guard`] first (no aliases, anchors, tags, merge keys, duplicate keys or deep nesting: what makes
//! YAML dear or ambiguous). Then `serde_yaml` reads it straight into the wanted struct, which is all that happens
//! to a good file. Only where that fails is the text read once more as a [`Node`] tree with places: the same struct is
//! then filled from the tree, and every field that does not fit becomes a diagnostic of its own instead of the first
//! one ending it all.
//!
//! Every scalar is asked for as text, so `+92…`, `0800` and `1121` survive to the byte.

mod field;
mod guard;
mod node;
mod recover;

pub(crate) use field::{Field, List};
pub use node::Key;
use node::Node;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use serde::de::DeserializeOwned;
use std::cell::OnceCell;
use std::ops::Range;

/// A stretch of YAML in a file.
#[derive(Debug)]
pub(crate) struct Yaml<'a> {
    pub file: FileId,
    pub text: &'a str,
    /// The byte of the file at which `text` starts.
    pub base: usize,
    tree: OnceCell<Option<Node>>,
}

impl<'a> Yaml<'a> {
    pub fn new(file: FileId, text: &'a str, base: usize) -> Self {
        Self { file, text, base, tree: OnceCell::new() }
    }

    /// Reads the text as `T`; `None` where it is no YAML that can be read at all. Says everything that is wrong.
    pub fn read<T: DeserializeOwned + Default>(&self, problems: &mut Vec<Diagnostic>) -> Option<T> {
        let before = problems.len();
        problems.extend(guard::guard(self.text).into_iter().map(|p| self.diagnostic(p)));
        if problems.len() > before {
            let fatal = |d: &Diagnostic| !matches!(d.code, Code::DuplicateKey);
            if problems[before..].iter().any(fatal) {
                return None;
            }
            return self.tree().and_then(|tree| recover::read(self, tree, problems));
        }
        if self.text.trim().is_empty() {
            return Some(T::default());
        }
        match serde_yaml::from_str::<Option<T>>(self.text) {
            Ok(value) => Some(value.unwrap_or_default()),
            Err(error) => {
                let Some(tree) = self.tree() else {
                    problems.push(self.syntax(&error));
                    return None;
                };
                let value = recover::read(self, tree, problems);
                if problems.len() == before {
                    problems.push(self.syntax(&error));
                }
                value
            }
        }
    }

    /// The place of the value at `path`, or of the nearest thing around it that is there.
    pub fn place(&self, path: &[Key<'_>]) -> Span {
        match self.tree() {
            Some(tree) => self.span(tree.nearest(path).clone()),
            None => self.span(0..self.text.len()),
        }
    }

    /// The place of the key that a path of field names ends in, or else as [`Self::place`].
    pub fn key_place(&self, path: &[Key<'_>]) -> Span {
        match self.tree().and_then(|tree| tree.key(path)) {
            Some(range) => self.span(range),
            None => self.place(path),
        }
    }

    /// Where a field of the outermost mapping lies in `text`, from its name to the end of its value.
    pub fn entry(&self, name: &str) -> Option<Range<usize>> {
        self.tree()?.entry(name, self.text)
    }

    /// Where the outermost mapping lies in `text`; `None` where there is none.
    pub fn root(&self) -> Option<Range<usize>> {
        self.tree().map(|tree| tree.whole(self.text))
    }

    fn tree(&self) -> Option<&Node> {
        self.tree.get_or_init(|| node::parse(self.text)).as_ref()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.base..range.end + self.base)
    }

    fn diagnostic(&self, problem: guard::Problem) -> Diagnostic {
        let diagnostic = Diagnostic::new(problem.code, self.span(problem.range), problem.message);
        let diagnostic = match problem.first {
            Some(first) => diagnostic.other(self.span(first), "first here"),
            None => diagnostic,
        };
        diagnostic.help(problem.help)
    }

    fn syntax(&self, error: &serde_yaml::Error) -> Diagnostic {
        // libyaml counts characters.
        let at = node::CharIndex::new(self.text).byte(error.location().map_or(0, |l| l.index()));
        Diagnostic::new(Code::YamlSyntax, self.span(at..at), format!("this is no YAML that can be read: {error}"))
            .help("check the indentation and the quotes around here")
    }
}
