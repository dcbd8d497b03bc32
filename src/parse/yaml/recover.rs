//! Fills a struct from a [`Node`] tree and goes on after every field that does not fit.

use super::Yaml;
use super::field::SAID;
use super::node::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{field_words, suggest};
use crate::source::Span;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::cell::RefCell;
use std::collections::HashSet;

/// Reads `tree` as `T`, saying each thing that does not fit; what does not fit is left out of the value. `None` where
/// the whole is of another shape.
pub(super) fn read<T: DeserializeOwned>(yaml: &Yaml<'_>, tree: &Node, problems: &mut Vec<Diagnostic>) -> Option<T> {
    let said = RefCell::new(Vec::new());
    let value = T::deserialize(At { node: tree, yaml, said: &said });
    problems.append(&mut said.into_inner());
    match value {
        Ok(value) => Some(value),
        Err(error) => {
            if error.to_string() != SAID {
                let message = format!("this does not fit: {error}");
                problems.push(Diagnostic::new(Code::BadValue, yaml.span(tree.range.clone()), message));
            }
            None
        }
    }
}

/// A node to be read, and where to say what does not fit.
#[derive(Clone, Copy)]
struct At<'t> {
    node: &'t Node,
    yaml: &'t Yaml<'t>,
    said: &'t RefCell<Vec<Diagnostic>>,
}

impl<'t> At<'t> {
    fn on(self, node: &'t Node) -> Self {
        Self { node, ..self }
    }

    fn span(self) -> Span {
        self.yaml.span(self.node.range.clone())
    }

    fn say(self, diagnostic: Diagnostic) {
        self.said.borrow_mut().push(diagnostic);
    }

    fn misfit(self, wanted: &str, help: String) {
        let message = format!("{wanted} is needed here, not {}", self.node.shape());
        self.say(Diagnostic::new(Code::BadValue, self.span(), message).help(help));
    }
}

impl<'de, 't> Deserializer<'de> for At<'t> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Scalar { .. } if self.node.is_null() => visitor.visit_unit(),
            Value::Scalar { text, .. } => visitor.visit_str(text),
            Value::Sequence(items) => visitor.visit_seq(Items { at: self, items: items.iter() }),
            Value::Mapping(mapping) => visitor.visit_map(Fields::new(self, &mapping.entries, None)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Scalar { text, .. } => visitor.visit_str(text),
            _ => {
                self.misfit("one text", "write one value, without `[ ]`, `{ }` or `-`".into());
                Err(Error::custom(SAID))
            }
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Sequence(items) => visitor.visit_seq(Items { at: self, items: items.iter() }),
            Value::Scalar { text, .. } => {
                self.misfit("a list", format!("write `[{text}]`"));
                Err(Error::custom(SAID))
            }
            Value::Mapping(_) => {
                self.misfit("a list", "begin each item with `- `".into());
                Err(Error::custom(SAID))
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Mapping(mapping) => visitor.visit_map(Fields::new(self, &mapping.entries, None)),
            _ => {
                self.misfit("a set of fields", "write `name: value` lines, or `{name: value}`".into());
                Err(Error::custom(SAID))
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Mapping(mapping) => visitor.visit_map(Fields::new(self, &mapping.entries, Some(fields))),
            _ => {
                self.misfit(
                    "a set of fields",
                    format!("write `name: value` lines; the names are {}", fields.join(", ")),
                );
                Err(Error::custom(SAID))
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct
        tuple tuple_struct enum identifier ignored_any
    }
}

/// The items of a list.
struct Items<'t> {
    at: At<'t>,
    items: std::slice::Iter<'t, Node>,
}

impl<'de, 't> SeqAccess<'de> for Items<'t> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(item) = self.items.next() else { return Ok(None) };
        seed.deserialize(self.at.on(item)).map(Some)
    }
}

/// The fields of a mapping: unknown and repeated ones are said (or were) and passed over.
struct Fields<'t> {
    at: At<'t>,
    entries: std::slice::Iter<'t, Entry>,
    known: Option<&'static [&'static str]>,
    seen: HashSet<&'t str>,
    value: Option<&'t Node>,
}

impl<'t> Fields<'t> {
    fn new(at: At<'t>, entries: &'t [Entry], known: Option<&'static [&'static str]>) -> Self {
        Self { at, entries: entries.iter(), known, seen: HashSet::new(), value: None }
    }
}

fn unknown(yaml: &Yaml<'_>, entry: &Entry, known: &'static [&'static str]) -> Diagnostic {
    let span = yaml.span(entry.key_range.clone());
    let translated = field_words::field_of(&entry.key, known);
    match translated.or_else(|| suggest::nearest(&entry.key, known.iter().copied())) {
        Some(near) => {
            let message = format!("unknown field `{}`, did you mean `{near}`?", entry.key);
            Diagnostic::new(Code::UnknownField, span, message).help(format!("write `{near}:`"))
        }
        None => Diagnostic::new(Code::UnknownField, span, format!("unknown field `{}`", entry.key))
            .help(format!("the fields here are {}", known.join(", "))),
    }
}

impl<'de, 't> MapAccess<'de> for Fields<'t> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        for entry in self.entries.by_ref() {
            if !self.seen.insert(&entry.key) {
                continue;
            }
            if let Some(known) = self.known.filter(|known| !known.contains(&entry.key.as_str())) {
                self.at.say(unknown(self.at.yaml, entry, known));
                continue;
            }
            self.value = Some(&entry.value);
            let key: StrDeserializer<'_, Error> = entry.key.as_str().into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let node = self.value.take().ok_or_else(|| Error::custom("a value without a key"))?;
        seed.deserialize(self.at.on(node))
    }
}
