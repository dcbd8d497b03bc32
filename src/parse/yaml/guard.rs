use super::node::{CharIndex, MAX_DEPTH};
use crate::diagnostic::Code;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// Something in a YAML text that is refused before anything reads its meaning.
#[derive(Debug)]
pub(super) struct Problem {
    pub code: Code,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Where the same key stood first.
    pub first: Option<Range<usize>>,
    pub message: String,
    pub help: &'static str,
}

/// Walks the events of `text` once and stops at the first thing that cannot be walked on from.
pub(super) fn guard(text: &str) -> Vec<Problem> {
    let mut guard = Guard { chars: CharIndex::new(text), problems: Vec::new(), open: Vec::new(), documents: 0 };
    for event in Parser::new_from_str(text) {
        let go_on = match event {
            Ok((event, span)) => guard.event(event, span),
            Err(error) => guard.unreadable(&error),
        };
        if !go_on {
            break;
        }
    }
    guard.problems
}

struct Guard<'a> {
    chars: CharIndex<'a>,
    problems: Vec<Problem>,
    open: Vec<Collection<'a>>,
    documents: usize,
}

/// A mapping or a sequence that has begun.
enum Collection<'a> {
    Mapping { keys: HashMap<Cow<'a, str>, Range<usize>>, at_key: bool },
    Sequence,
}

impl<'a> Guard<'a> {
    /// Takes one event; whether to go on.
    fn event(&mut self, event: Event<'a>, span: Span) -> bool {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let range = self.range(span);
                    let message = "a second YAML document begins here".to_owned();
                    return self.refuse(Code::YamlSyntax, range, message, "keep one document: remove this line");
                }
            }
            Event::Alias(_) => return self.refuse_alias(span, "an alias (`*name`)"),
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    return self
                        .refuse_alias(span, if anchor != 0 { "an anchor (`&name`)" } else { "a tag (`!name`)" });
                }
                return self.scalar(text, style, span);
            }
            Event::SequenceStart(anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    return self.refuse_alias(span, "an anchor or a tag");
                }
                return self.open(Collection::Sequence, span);
            }
            Event::MappingStart(anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    return self.refuse_alias(span, "an anchor or a tag");
                }
                return self.open(Collection::Mapping { keys: HashMap::new(), at_key: true }, span);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.value_done();
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        true
    }

    /// What the parser can't read on from.
    fn unreadable(&mut self, error: &ScanError) -> bool {
        let at = self.chars.byte(error.marker().index());
        // The parser looks ahead for the end of `[` and `{`, and has a limit of its own.
        if error.info().contains("recursion limit") {
            return self.too_deep(at..at);
        }
        let message = format!("this is no YAML that can be read: {}", error.info());
        let help = "check the indentation, and put text that holds `: ` or ` #`, or begins with a sign, in quotes";
        self.refuse(Code::YamlSyntax, at..at, message, help)
    }

    fn too_deep(&mut self, range: Range<usize>) -> bool {
        let message = format!("the YAML is nested more than {MAX_DEPTH} levels deep");
        self.refuse(Code::TooLarge, range, message, "front matter needs three levels at most")
    }

    fn scalar(&mut self, text: Cow<'a, str>, style: ScalarStyle, span: Span) -> bool {
        let range = self.range(span);
        let Some(Collection::Mapping { keys, at_key: at_key @ true }) = self.open.last_mut() else {
            self.value_done();
            return true;
        };
        *at_key = false;
        if text == "<<" && style == ScalarStyle::Plain {
            return self.refuse_alias(span, "a merge key (`<<`)");
        }
        match keys.entry(text) {
            Entry::Vacant(key) => drop(key.insert(range)),
            Entry::Occupied(key) => self.problems.push(Problem {
                code: Code::DuplicateKey,
                range,
                first: Some(key.get().clone()),
                message: format!("`{}` is given twice", key.key()),
                help: "keep one of the two",
            }),
        }
        true
    }

    fn open(&mut self, collection: Collection<'a>, span: Span) -> bool {
        if let Some(Collection::Mapping { at_key: true, .. }) = self.open.last() {
            let range = self.range(span);
            let message = "a key must be plain text".to_owned();
            return self.refuse(Code::YamlSyntax, range, message, "write the key as a word");
        }
        if self.open.len() >= MAX_DEPTH {
            let range = self.range(span);
            return self.too_deep(range);
        }
        self.open.push(collection);
        true
    }

    /// A value of the innermost mapping has ended: a key comes next.
    fn value_done(&mut self) {
        if let Some(Collection::Mapping { at_key, .. }) = self.open.last_mut() {
            *at_key = true;
        }
    }

    fn refuse_alias(&mut self, span: Span, what: &str) -> bool {
        let range = self.range(span);
        let message = format!("{what} is not accepted in YAML here");
        self.refuse(Code::YamlAlias, range, message, "write the value out, or put the text in quotes")
    }

    fn refuse(&mut self, code: Code, range: Range<usize>, message: String, help: &'static str) -> bool {
        self.problems.push(Problem { code, range, first: None, message, help });
        false
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.chars.range(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(Code, &str)> {
        guard(text).into_iter().map(|p| (p.code, &text[p.range])).collect()
    }

    #[test]
    fn plain_front_matter_passes() {
        assert_eq!(codes("a: 1\nb: [x, y]\nc:\n  - {d: e, f: g}\n  - {d: e}\n"), []);
        assert_eq!(codes(""), []);
    }

    #[test]
    fn aliases_tags_merges_and_duplicates_are_found_at_their_place() {
        assert_eq!(codes("a: &x 1\nb: 2\n"), [(Code::YamlAlias, "&x 1")]);
        assert_eq!(codes("a: !!str 1\n")[0].0, Code::YamlAlias);
        assert_eq!(codes("<<: {a: b}\n"), [(Code::YamlAlias, "<<")]);
        assert_eq!(codes("مدد: 1\nb: 2\nمدد: 3\n"), [(Code::DuplicateKey, "مدد")]);
        assert_eq!(codes("a: {b: 1, b: 2}\nb: 1\n"), [(Code::DuplicateKey, "b")]);
        assert_eq!(codes("a: 1\n---\nb: 1\n")[0].0, Code::YamlSyntax);
        assert_eq!(codes("{a: b}: c\n")[0].0, Code::YamlSyntax);
    }

    #[test]
    fn nesting_is_bounded_and_quick() {
        for text in ["[".repeat(10_000), "a: ".to_owned() + &"{b: ".repeat(10_000), "- ".repeat(10_000)] {
            let codes: Vec<Code> = guard(&text).into_iter().map(|problem| problem.code).collect();
            assert_eq!(codes, [Code::TooLarge]);
        }
    }
}
