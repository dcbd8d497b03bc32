//! A guide's file with other words in the places of its units.

use crate::model::{BlockPlace, Guide};
use crate::parse::markdown::{BlockKind, blocks};
use crate::parse::{Edit, Unit, body, field_edit};
use crate::source::SourceTree;

/// The body of `guide` with `texts`, one for each of its units, in place of their words; a text that is the same leaves
/// its bytes alone. `Err` gives the unit whose text would make the page another one: a second item, a heading.
pub(super) fn filled_body(
    tree: &SourceTree,
    guide: &Guide,
    units: &[Unit],
    texts: &[&str],
    anchor: &dyn Fn(usize) -> Option<String>,
) -> Result<String, usize> {
    let old = body(tree, guide);
    let start = guide.body_start;
    let mut edits = Vec::new();
    for (at, (unit, text)) in units.iter().zip(texts).enumerate() {
        let BlockPlace::Body(range) = &unit.block.place else { continue };
        let range = (range.start - start) as usize..(range.end - start) as usize;
        if unit.text != *text {
            let text = text.replace('\n', &continued(old, range.start));
            edits.push(Edit { range: range.clone(), text });
        }
        edits.extend(anchor(at).map(|text| Edit { range: range.end..range.end, text }));
    }
    let new = String::from_utf8(Edit::apply(edits, old.as_bytes())).unwrap_or_default();
    let wanted = || units.iter().zip(texts).enumerate().filter(|(_, (unit, _))| unit.kind.is_some());
    let found = blocks(&new);
    let differs = |((_, (unit, text)), block): (&(usize, (&Unit, &&str)), &crate::parse::markdown::TextBlock)| {
        let code = block.kind == BlockKind::Code;
        unit.kind != Some(block.kind) || (block.text != **text && !code)
    };
    let wanted: Vec<_> = wanted().collect();
    match wanted.iter().zip(&found).find(|pair| differs(*pair)) {
        Some(((at, _), _)) => Err(*at),
        None if wanted.len() != found.len() => Err(wanted.last().map_or(0, |(at, _)| *at)),
        None => Ok(new),
    }
}

/// The line end and what stands before a further line of the block that begins at a byte of a body: the marks of
/// quotations, and blanks below that of a list.
fn continued(body: &str, start: usize) -> String {
    let line = body[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let marks = body[line..start].chars().map(|c| if c == '>' { '>' } else { ' ' });
    let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    end.chars().chain(marks).collect()
}

/// The edits that give a guide's front matter the fields of `units`, with `texts` as their words; fields whose words are
/// `same` stay as they are.
pub(super) fn field_edits(
    tree: &SourceTree,
    guide: &Guide,
    units: &[Unit],
    texts: &[&str],
    same: &dyn Fn(&str) -> bool,
) -> Option<Vec<Edit>> {
    let changed = fields(units, texts).into_iter().filter(|(name, _)| !same(name));
    changed.map(|(name, field)| field_edit(tree, guide.file, name, &field)).collect()
}

/// Each field of front matter that units belong to, as it is written.
pub(super) fn fields(units: &[Unit], texts: &[&str]) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for (unit, text) in units.iter().zip(texts) {
        let BlockPlace::Field(name, _) = unit.block.place else { continue };
        match fields.last_mut().filter(|(last, _)| *last == name) {
            Some((_, texts)) => texts.push(text),
            None => fields.push((name, vec![text])),
        }
    }
    fields.into_iter().map(|(name, texts)| (name, field(name, &texts))).collect()
}

fn field(name: &str, texts: &[&str]) -> String {
    let list = |mark: &str, texts: &mut dyn Iterator<Item = &str>| {
        texts.fold(format!("{name}:"), |out, text| format!("{out}\n  - {mark}{}", scalar(text)))
    };
    match name {
        "tags" => list("", &mut texts.iter().flat_map(|text| text.lines())),
        "do" | "do_not" => list("", &mut texts.iter().copied()),
        "items" => list("advice: ", &mut texts.iter().copied()),
        _ => format!("{name}: {}", scalar(texts.first().copied().unwrap_or_default())),
    }
}

/// A text as YAML that every reader takes for the same text: plain where nothing in it means something, else in quotes.
fn scalar(text: &str) -> String {
    let first = |c: char| c.is_alphabetic() && !c.is_ascii_digit();
    let word =
        ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&text.to_ascii_lowercase().as_str());
    let means = [": ", " #", "\n", "\t", "\\"].iter().any(|part| text.contains(part)) || text.ends_with(':');
    let plain =
        text.starts_with(first) && !word && !means && text.trim() == text && !text.chars().any(char::is_control);
    if plain {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out + "\""
}
