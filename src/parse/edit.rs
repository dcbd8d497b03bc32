use super::guide::{split, text_of};
use super::yaml::Yaml;
use crate::source::{FileId, SourceTree};
use std::ops::Range;

/// A change of a file that leaves every other byte as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file.
    pub range: Range<usize>,
    /// What takes their place.
    pub text: String,
}

impl Edit {
    /// A file's bytes after edits that don't overlap, in any order.
    pub fn apply(mut edits: Vec<Self>, bytes: &[u8]) -> Vec<u8> {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut out = Vec::with_capacity(bytes.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
        let mut at = 0;
        for edit in edits {
            out.extend_from_slice(&bytes[at..edit.range.start]);
            out.extend_from_slice(edit.text.as_bytes());
            at = edit.range.end;
        }
        out.extend_from_slice(&bytes[at..]);
        out
    }
}

/// Gives a guide's front matter the field `name`, in the place of the one that is there or as the last one. `field` is
/// the whole of it, `name: value`; its line ends become the file's own. `None` where no front matter can be read.
pub fn field_edit(tree: &SourceTree, file: FileId, name: &str, field: &str) -> Option<Edit> {
    let (text, base) = text_of(tree, file, &mut Vec::new())?;
    let parts = split(text).ok()?;
    let yaml = Yaml::new(file, &text[parts.yaml.clone()], 0);
    let line_end = line_end(&text[..parts.yaml.start]);
    let start = base + parts.yaml.start;
    let edit = |range: Range<usize>, text: String| Edit {
        range: range.start + start..range.end + start,
        text: text.replace('\n', line_end),
    };
    if let Some(entry) = yaml.entry(name) {
        return Some(edit(entry, field.to_owned()));
    }
    let root = yaml.root().unwrap_or(0..0);
    if yaml.text[root.clone()].starts_with('{') {
        let inside = yaml.text[root.start + 1..root.end - 1].trim_end();
        let comma = match inside {
            "" => "",
            _ if inside.ends_with(',') => " ",
            _ => ", ",
        };
        let at = root.start + 1 + inside.len();
        return Some(edit(at..at, format!("{comma}{field}")));
    }
    Some(edit(yaml.text.len()..yaml.text.len(), format!("{field}\n")))
}

/// How the first line of a text ends.
fn line_end(first_lines: &str) -> &'static str {
    match first_lines.find(['\n', '\r']) {
        Some(at) if first_lines[at..].starts_with("\r\n") => "\r\n",
        Some(at) if first_lines[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Root;

    fn set(text: &str) -> String {
        let tree = SourceTree::of_guides([("ur/a.md", text)]);
        let file = tree.find(Root::Guides, "ur/a.md").unwrap();
        let edit = field_edit(&tree, file, "h", "h: [1,\n  2]").unwrap();
        String::from_utf8(Edit::apply(vec![edit], text.as_bytes())).unwrap()
    }

    #[test]
    fn a_field_is_replaced_or_added_and_nothing_else_changes() {
        for (before, after) in [
            ("---\na: ا\n---\nText  \n", "---\na: ا\nh: [1,\n  2]\n---\nText  \n"),
            ("---\nh: [0]  # why\na: ا\n---\n", "---\nh: [1,\n  2]  # why\na: ا\n---\n"),
            ("---\nh:\n  - 0\n  - 1\n# a's\na: 1\n---\n", "---\nh: [1,\n  2]\n# a's\na: 1\n---\n"),
            ("---\nh: [0, # ]\n ]  # why\na: ا\n---\n", "---\nh: [1,\n  2]  # why\na: ا\n---\n"),
            ("---\nh: []\na: ا\n---\n", "---\nh: [1,\n  2]\na: ا\n---\n"),
            ("---\nh:\n- 0\n\n# end\n---\n", "---\nh: [1,\n  2]\n\n# end\n---\n"),
            ("---\nh:\na: 1\n---\n", "---\nh: [1,\n  2]\na: 1\n---\n"),
            ("---\nh: ~\na: 1\n---\n", "---\nh: [1,\n  2]\na: 1\n---\n"),
            ("---\n\"h\" : [\n 0 ]\n---\n", "---\nh: [1,\n  2]\n---\n"),
            ("---\na: |\n  x\n\n# c\n---\n", "---\na: |\n  x\n\n# c\nh: [1,\n  2]\n---\n"),
            ("\u{FEFF}---\r\na: 1\r\n---\r\nText", "\u{FEFF}---\r\na: 1\r\nh: [1,\r\n  2]\r\n---\r\nText"),
            ("---\r{a: 1}\r---\r", "---\r{a: 1, h: [1,\r  2]}\r---\r"),
            ("---\n{ a: 1, }\n---\n", "---\n{ a: 1, h: [1,\n  2] }\n---\n"),
            ("---\n---\n", "---\nh: [1,\n  2]\n---\n"),
        ] {
            assert_eq!(set(before), after);
        }
    }
}
