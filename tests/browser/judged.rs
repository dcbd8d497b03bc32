//! The judged queries of `tests/search/relevance.txt`.

use std::collections::BTreeMap;

/// What somebody types, and the guides of which one should come first.
#[derive(Debug)]
pub struct Query {
    pub text: &'static str,
    pub expected: Vec<&'static str>,
}

/// The queries of each language, by its tag.
pub fn judged() -> BTreeMap<&'static str, Vec<Query>> {
    let mut lang = "";
    let mut queries: BTreeMap<&str, Vec<Query>> = BTreeMap::new();
    let lines = include_str!("../search/relevance.txt").lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((tag, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            lang = tag;
            continue;
        }
        let (text, guides) = line.rsplit_once(" = ").unwrap_or_else(|| panic!("no guide is named: {line}"));
        queries.entry(lang).or_default().push(Query { text, expected: guides.split(", ").collect() });
    }
    queries
}
