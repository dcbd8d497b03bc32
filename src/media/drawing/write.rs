//! The one way in which a drawing is written: without white space, comments, or names that say anything.

use super::Element;
use super::allowed::reference;
use crate::media::Dimensions;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

pub fn write(elements: &[Element], size: Dimensions) -> String {
    let ids = ids(elements);
    let mut out = String::new();
    let mut open: Vec<&Element> = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        close(&mut out, &mut open, element.depth);
        let _ = write!(out, "<{}", element.name);
        if at == 0 {
            root(&mut out, element, size);
        }
        if let Some(id) = element.id.as_deref().and_then(|id| ids.get(id)).filter(|id| id.of == at) {
            let _ = write!(out, " id=\"{}\"", id.name);
        }
        for (name, value) in &element.attributes {
            if at == 0 && matches!(*name, "width" | "height" | "viewBox") {
                continue;
            }
            attribute(&mut out, name, &renamed(name, value, &ids));
        }
        out.push('>');
        escape(&mut out, &element.text);
        open.push(element);
    }
    close(&mut out, &mut open, 0);
    out.push('\n');
    out
}

fn root(out: &mut String, element: &Element, Dimensions { width, height }: Dimensions) {
    let shown = element.attributes.iter().find(|(name, _)| *name == "viewBox").map(|(_, value)| value.clone());
    let shown = shown.unwrap_or_else(|| format!("0 0 {width} {height}"));
    attribute(out, "xmlns", "http://www.w3.org/2000/svg");
    attribute(out, "width", &width.to_string());
    attribute(out, "height", &height.to_string());
    attribute(out, "viewBox", &shown);
}

/// Ends the open elements down to a depth.
fn close(out: &mut String, open: &mut Vec<&Element>, depth: usize) {
    while open.len() > depth {
        let Some(element) = open.pop() else { return };
        let _ = write!(out, "</{}>", element.name);
        escape(out, &element.tail);
    }
}

/// What an element that others refer to is called.
struct Id {
    /// The place of the element: the first of that name.
    of: usize,
    name: String,
}

/// The names that are referred to, numbered in the order of the elements: what editors call their layers is nobody's business.
fn ids(elements: &[Element]) -> HashMap<&str, Id> {
    let values = || elements.iter().flat_map(|element| &element.attributes);
    let used: HashSet<&str> = values().filter_map(|(name, value)| referred(name, value)).collect();
    let mut ids: HashMap<&str, Id> = HashMap::new();
    for (of, element) in elements.iter().enumerate() {
        let Some(id) = element.id.as_deref().filter(|id| used.contains(id) && !ids.contains_key(id)) else { continue };
        let name = format!("i{}", ids.len() + 1);
        ids.insert(id, Id { of, name });
    }
    ids
}

fn referred<'v>(name: &str, value: &'v str) -> Option<&'v str> {
    if name == "href" { value.strip_prefix('#') } else { reference(value) }
}

/// A value with the new name of what it refers to. What is not there stays referred to, by a name that nothing has.
fn renamed<'v>(name: &str, value: &'v str, ids: &HashMap<&str, Id>) -> Cow<'v, str> {
    match referred(name, value) {
        Some(id) => {
            let new = ids.get(id).map_or("i0", |id| &id.name);
            value.replacen(&format!("#{id}"), &format!("#{new}"), 1).into()
        }
        None => value.into(),
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, " {name}=\"");
    escape(out, value);
    out.push('"');
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' | '\n' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
}
