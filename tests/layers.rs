//! The floors of the house (ARCHITECTURE.md): a room may use rooms of lower floors only.
#![allow(clippy::disallowed_methods, reason = "tests read the sources from disk")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rooms of each floor, from the ground up.
const FLOORS: &[&[&str]] = &[
    &["source"],
    &["diagnostic", "locale"],
    &["model"],
    &["parse"],
    &["library", "theme", "media"],
    &["check"],
    &["plan"],
    &["render", "audit", "translate"],
    &["export"],
    &["fs"],
    &["cli"],
];

#[test]
fn rooms_use_lower_floors_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let Some((room, _)) = path.split_once('/') else { continue };
        let own = floor(room).unwrap_or_else(|| panic!("the room `{room}` stands on no floor: add it to FLOORS"));
        for used in rooms_used(&fs::read_to_string(entry.path()).unwrap()) {
            let Some(other) = floor(&used) else { continue };
            if used != room && other >= own {
                wrong.push(format!("{path} uses `{used}`, which is not on a lower floor"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_use_from_above_would_be_seen() {
    let text = "use crate::{cli::args, source::VPath};\n// crate::fs\nfn f() { crate::plan::plan() }\nuse crate::fs::{self, read};\n";
    let used: Vec<String> = rooms_used(text).into_iter().collect();
    assert_eq!(used, ["cli", "fs", "plan", "source"]);
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that code names by `crate::room` or `use crate::{room, …}`; comments and what follows `#[cfg(test)]` apart.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String =
        code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with("$") {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => rooms.extend(name(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (index, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            rooms.extend(name(&group[index..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

fn name(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    Some(text[..end].to_owned()).filter(|name| !name.is_empty() && name != "self")
}
