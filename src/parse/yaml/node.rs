use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::cell::Cell;
use std::ops::Range;

/// How deep collections may nest.
pub(super) const MAX_DEPTH: usize = 32;

/// A YAML value with its place, in bytes of the text it was read from.
#[derive(Debug)]
pub(crate) struct Node {
    pub range: Range<usize>,
    pub value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    /// The text of a scalar, and whether it stood without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<Node>),
    Mapping(Mapping),
}

/// Fields in their order. Of a field that is given twice the first counts.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    pub entries: Vec<Entry>,
    /// Places in `entries` by key: a file of ten thousand sources is searched as quickly as one of ten.
    by_key: Vec<u32>,
}

#[derive(Debug)]
pub(crate) struct Entry {
    pub key: String,
    pub key_range: Range<usize>,
    pub value: Node,
}

/// One step of a path into a document: `channels`, then 0, then `value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    Field(&'a str),
    Index(usize),
}

impl<'a> From<&'a str> for Key<'a> {
    fn from(name: &'a str) -> Self {
        Self::Field(name)
    }
}

impl From<usize> for Key<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl Node {
    /// Whether this is YAML's nothing: no value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// What an editor would call the value.
    pub fn shape(&self) -> &'static str {
        match self.value {
            Value::Scalar { .. } if self.is_null() => "nothing",
            Value::Scalar { .. } => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a set of fields",
        }
    }

    /// The range of the value at `path`, or of the last value on the way that is there.
    pub fn nearest(&self, path: &[Key<'_>]) -> &Range<usize> {
        match path.split_first().and_then(|(key, rest)| Some((self.child(*key)?, rest))) {
            Some((child, rest)) => child.nearest(rest),
            None => &self.range,
        }
    }

    /// The range of the key that `path` ends in.
    pub fn key(&self, path: &[Key<'_>]) -> Option<Range<usize>> {
        let (last, parents) = path.split_last()?;
        let parent = parents.iter().try_fold(self, |node, key| node.child(*key))?;
        match (last, &parent.value) {
            (Key::Field(name), Value::Mapping(mapping)) => mapping.get(name).map(|entry| entry.key_range.clone()),
            _ => None,
        }
    }

    /// Where the field `name` lies, from its name to the end of its value; comments below it are not part of it.
    pub fn entry(&self, name: &str, text: &str) -> Option<Range<usize>> {
        let Value::Mapping(mapping) = &self.value else { return None };
        let entry = mapping.get(name)?;
        let colon = entry.key_range.end + text[entry.key_range.end..].find(':')? + 1;
        Some(entry.key_range.start..entry.value.content_end(text).max(colon))
    }

    /// Where the whole value lies.
    pub fn whole(&self, text: &str) -> Range<usize> {
        self.range.start..self.content_end(text)
    }

    /// The byte behind the last character of a value. The parser ends collections where the next token begins, which
    /// may lie behind comments.
    fn content_end(&self, text: &str) -> usize {
        let last = match &self.value {
            Value::Sequence(items) => items.last(),
            Value::Mapping(mapping) => mapping.entries.last().map(|entry| &entry.value),
            Value::Scalar { text: words, plain: true } if words.is_empty() => return self.range.start,
            Value::Scalar { .. } => return self.range.start + text[self.range.clone()].trim_end().len(),
        };
        let last = last.map(|last| last.content_end(text));
        if text[self.range.clone()].starts_with(['[', '{']) {
            let inside = last.unwrap_or(self.range.start + 1);
            return inside + closing_bracket(&text[inside..]);
        }
        last.unwrap_or(self.range.end)
    }

    fn child(&self, key: Key<'_>) -> Option<&Node> {
        match (key, &self.value) {
            (Key::Field(name), Value::Mapping(mapping)) => mapping.get(name).map(|entry| &entry.value),
            (Key::Index(index), Value::Sequence(items)) => items.get(index),
            _ => None,
        }
    }
}

/// Where the bracket ends that closes a collection, behind what may follow its last item.
fn closing_bracket(rest: &str) -> usize {
    let mut comment = false;
    for (at, b) in rest.bytes().enumerate() {
        match b {
            b'#' => comment = true,
            b'\n' | b'\r' => comment = false,
            b']' | b'}' if !comment => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

impl Mapping {
    fn get(&self, key: &str) -> Option<&Entry> {
        let entry = |at: &u32| &self.entries[*at as usize];
        let first = self.by_key.partition_point(|at| entry(at).key.as_str() < key);
        self.by_key.get(first).map(entry).filter(|entry| entry.key == key)
    }

    /// To be called when all entries are there.
    fn index(&mut self) {
        self.by_key = (0..).take(self.entries.len()).collect();
        self.by_key.sort_by(|a, b| self.entries[*a as usize].key.cmp(&self.entries[*b as usize].key));
    }
}

/// A key that waits for its value, with its place.
type OpenKey = (String, Range<usize>);

/// Reads a text that the guard has let pass (duplicate keys apart); `None` where it holds no value.
pub(super) fn parse(text: &str) -> Option<Node> {
    let chars = CharIndex::new(text);
    let mut open: Vec<(Node, Option<OpenKey>)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let range = chars.range(span);
        let done = match event {
            Event::Scalar(text, style, ..) => {
                Node { range, value: Value::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain } }
            }
            Event::SequenceStart(..) => {
                open.push((Node { range, value: Value::Sequence(Vec::new()) }, None));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((Node { range, value: Value::Mapping(Mapping::default()) }, None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (mut node, _) = open.pop()?;
                node.range.end = range.end.max(node.range.start);
                trim(text, &mut node.range);
                if let Value::Mapping(mapping) = &mut node.value {
                    mapping.index();
                }
                node
            }
            Event::Alias(_) => return None,
            _ => continue,
        };
        if open.len() > MAX_DEPTH {
            return None;
        }
        match open.last_mut() {
            None => return Some(done),
            Some((parent, key)) => add(parent, key, done),
        }
    }
    None
}

fn add(parent: &mut Node, key: &mut Option<OpenKey>, done: Node) {
    match (&mut parent.value, key.take()) {
        (Value::Sequence(items), _) => items.push(done),
        (Value::Mapping(mapping), Some((key, key_range))) => {
            mapping.entries.push(Entry { key, key_range, value: done })
        }
        (Value::Mapping(_), None) => {
            if let Value::Scalar { text, .. } = done.value {
                *key = Some((text, done.range));
            }
        }
        (Value::Scalar { .. }, _) => {}
    }
}

/// A block collection ends where the next token begins: the blank space before that is not part of it.
fn trim(text: &str, range: &mut Range<usize>) {
    range.end = range.start + text[range.clone()].trim_end().len();
}

/// Turns the parser's character positions into bytes. Positions mostly come in order, so each search goes on from the
/// last one.
#[derive(Debug, Clone)]
pub(super) struct CharIndex<'a> {
    text: &'a str,
    ascii: bool,
    /// The last character looked for, and its byte.
    last: Cell<(usize, usize)>,
}

impl<'a> CharIndex<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii(), last: Cell::default() }
    }

    /// The byte at which character number `index` starts, the length of the text at most.
    pub fn byte(&self, index: usize) -> usize {
        if self.ascii {
            return index.min(self.text.len());
        }
        let (last, start) = match self.last.get() {
            (last, start) if last <= index => (last, start),
            _ => (0, 0),
        };
        let found = self.text[start..].char_indices().nth(index - last).map_or(self.text.len(), |(at, _)| start + at);
        if found < self.text.len() {
            self.last.set((index, found));
        }
        found
    }

    pub fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_values_and_keys() {
        let text = "عنوان: ایک\nchannels:\n  - {type: phone, value: \"1799\"}\n  - x\nlast: 1\n";
        let node = parse(text).unwrap();
        let at = |path: &[Key<'_>]| &text[node.nearest(path).clone()];
        assert_eq!(at(&["عنوان".into()]), "ایک");
        assert_eq!(at(&["channels".into(), 0.into(), "value".into()]), "\"1799\"");
        assert_eq!(at(&["channels".into(), 0.into(), "none".into()]), "{type: phone, value: \"1799\"}");
        assert_eq!(at(&["channels".into()]), "- {type: phone, value: \"1799\"}\n  - x");
        assert_eq!(&text[node.key(&["last".into()]).unwrap()], "last");
    }
}
