//! The floors of the house (ARCHITECTURE.md): a room may use rooms of lower floors only.
#![allow(clippy::disallowed_methods, reason = "tests read the sources from disk")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rooms of each floor, from the ground up.
const FLOORS: &[&[&str]] = &[
    &["source", "store", "zim", "zip"],
    &["diagnostic", "font", "integrity", "locale", "markup"],
    &["model", "stick"],
    &["parse"],
    &["library", "media", "search", "theme"],
    &["check"],
    &["plan"],
    &["render", "audit", "translate"],
    &["export"],
    &["fs"],
    &["serve"],
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

/// deny.toml lets `ureq` into the lock file for tests in browsers: nothing that can open a connection is in the program.
#[test]
fn only_tests_can_open_connections() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert_eq!(tables_with(&manifest, "ureq"), ["dev-dependencies"]);
    let slipped = "[dependencies]\nureq = \"3\"\n[target.'cfg(unix)'.dependencies.ureq]\n[dev-dependencies]\nnet = { package = \"ureq\" }\n";
    assert_eq!(
        tables_with(slipped, "ureq"),
        ["dependencies", "target.'cfg(unix)'.dependencies.ureq", "dev-dependencies"]
    );
}

/// The preview listens; nothing in the program calls out, and nothing but the preview knows of networks.
#[test]
fn the_program_listens_and_never_calls() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let room = entry.path().strip_prefix(&root).unwrap().iter().next().unwrap();
        let calls = ["TcpStream", "UdpSocket", "UnixStream", "connect(", "lookup_host", "ToSocketAddrs"];
        let networks = ["std::net", "tokio::", "hyper::", "axum"];
        let refused = calls.iter().chain(networks.iter().filter(|_| room != "serve"));
        wrong.extend(
            refused.filter(|name| text.contains(**name)).map(|name| format!("{name} in {}", entry.path().display())),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The tables of a manifest that name a crate, in a key, a value or their own title.
fn tables_with<'a>(manifest: &'a str, package: &str) -> Vec<&'a str> {
    let mut table = "";
    let mut found = Vec::new();
    for line in manifest.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
        table = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(table);
        let named = line.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').any(|word| word == package);
        if named && found.last() != Some(&table) {
            found.push(table);
        }
    }
    found
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
