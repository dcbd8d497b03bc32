use super::guide::text_of;
use super::reader::Reader;
use super::yaml::{Field, Key, List, Yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Config, SearchWords};
use crate::source::{FileId, Root, SourceTree};

/// The files of a language's folder that say what its readers may type.
const SYNONYMS: &str = "synonyms.yaml";
const URGENT: &str = "urgent.yaml";

/// Every search loads these words.
const MAX_BYTES: usize = 64 * 1024;

/// Reads the search words of every language, in the order of `languages`. A language without the files has none.
pub(super) fn read(tree: &SourceTree, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<SearchWords> {
    let file = |folder: &str, name| tree.find(Root::Guides, &format!("{folder}/{name}"));
    let words = |folder: String| SearchWords {
        synonyms: file(&folder, SYNONYMS).map(|file| synonyms(tree, file, problems)).unwrap_or_default(),
        urgent: file(&folder, URGENT).map(|file| urgent(tree, file, problems)).unwrap_or_default(),
    };
    config.langs().map(|lang| config.locale(lang).folder()).map(words).collect()
}

/// A list of lists: each is a group of words or phrases that mean the same.
fn synonyms(tree: &SourceTree, file: FileId, problems: &mut Vec<Diagnostic>) -> Vec<Vec<String>> {
    let Some(yaml) = open(tree, file, problems) else { return Vec::new() };
    let Some(raw) = yaml.read::<Vec<List<String>>>(problems) else { return Vec::new() };
    let mut reader = Reader { yaml: &yaml, problems };
    let mut groups = Vec::new();
    for (at, group) in raw.into_iter().enumerate() {
        let Some(items) = group.take() else { continue };
        let group = phrases(&mut reader, items, |item| vec![Key::Index(at), Key::Index(item)]);
        if group.len() < 2 {
            let message = "a group of synonyms has fewer than two words";
            reader.bad(&[Key::Index(at)], message, "write the words that mean the same in one list: `[madad, مدد]`");
        }
        groups.push(group);
    }
    groups
}

/// A list of words or phrases.
fn urgent(tree: &SourceTree, file: FileId, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(yaml) = open(tree, file, problems) else { return Vec::new() };
    let Some(raw) = yaml.read::<Vec<Field<String>>>(problems) else { return Vec::new() };
    phrases(&mut Reader { yaml: &yaml, problems }, raw, |item| vec![Key::Index(item)])
}

fn open<'t>(tree: &'t SourceTree, file: FileId, problems: &mut Vec<Diagnostic>) -> Option<Yaml<'t>> {
    let (text, base) = text_of(tree, file, problems)?;
    if text.len() > MAX_BYTES {
        let message = format!("the file is larger than {MAX_BYTES} bytes");
        problems
            .push(Diagnostic::new(Code::TooLarge, file, message).help("every search loads it: keep what people type"));
        return None;
    }
    Some(Yaml::new(file, text, base)).filter(|_| !text.trim().is_empty())
}

/// Texts with at least one letter or digit; `path` leads to each.
fn phrases(
    reader: &mut Reader<'_>,
    items: Vec<Field<String>>,
    path: impl Fn(usize) -> Vec<Key<'static>>,
) -> Vec<String> {
    let mut phrases = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        let bad = item == Field::Bad;
        let text = reader.text(item, &path(at));
        if text.chars().any(char::is_alphanumeric) {
            phrases.push(text);
        } else if !bad {
            reader.bad(&path(at), "this is no word that anybody could search for", "write a word, or remove the item");
        }
    }
    phrases
}
