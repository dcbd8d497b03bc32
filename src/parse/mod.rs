//! Bytes to model: front matter, Markdown, `site.yaml`, `sources.yaml`. Every function returns what it could read plus
//! all that is wrong with it, and never gives up at the first problem.

mod again;
mod config;
mod contact;
mod edit;
mod field_words;
mod front_matter;
mod guide;
pub mod hidden;
mod link;
pub mod markdown;
mod places;
pub mod po;
mod reader;
mod search_words;
mod sources;
pub(crate) mod suggest;
mod theme_file;
mod yaml;

pub use again::{Readings, parse_again};
pub use config::theme_name;
pub(crate) use contact::is_invisible;
pub use contact::is_redacted;
pub use edit::{Edit, field_edit};
pub use front_matter::{common_fields, fields_of};
pub use guide::{Unit, body, units};
pub use link::parse_link;
pub use places::{Places, locate, locate_key};
pub use theme_file::picture_settings;
pub use yaml::Key;

use crate::diagnostic::Diagnostic;
use crate::model::{Config, Guide, LangId, SearchWords, Sources};
use crate::source::{FileId, Root, SourceTree};
use rayon::prelude::*;

/// Everything that was read from a tree.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub config: Config,
    pub sources: Sources,
    /// What readers may type, in the order of `languages`.
    pub search_words: Vec<SearchWords>,
    /// In the order of the tree: by language folder, then path.
    pub guides: Vec<Guide>,
}

/// Reads every guide and the two files of the site. Guides are read in parallel; order never shows.
pub fn parse(tree: &SourceTree) -> (Parsed, Vec<Diagnostic>) {
    let (mut parsed, mut problems) = site_files(tree);
    let files = guide_files(tree, &parsed.config);
    let read: Vec<_> = files.par_iter().map(|file| guide::read(tree, file)).collect();
    parsed.guides.reserve(read.len());
    for (guide, said) in read {
        parsed.guides.extend(guide);
        problems.extend(said);
    }
    (parsed, problems)
}

/// Everything but the guides.
fn site_files(tree: &SourceTree) -> (Parsed, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let config = config::read(tree, &mut problems);
    let sources = sources::read(tree, &mut problems);
    let search_words = search_words::read(tree, &config, &mut problems);
    (Parsed { config, sources, search_words, guides: Vec::new() }, problems)
}

/// The language and the path below it, without `.md`, of each file that is a guide by its place, whatever is in it.
pub fn places_of_guides(tree: &SourceTree, config: &Config) -> impl Iterator<Item = (LangId, Box<str>)> {
    guide_files(tree, config).into_iter().map(|file| (file.lang, file.path))
}

/// A file that is a guide by its place: `<language>/….md`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct GuideFile {
    file: FileId,
    lang: LangId,
    /// The path below the language, without `.md`.
    path: Box<str>,
    /// Whether the default language has the same path: then this is a translation, and gives texts only.
    translation: bool,
    /// Whether it is the source of a translation: then its blocks are told apart, by which that knows how far it is behind.
    translated: bool,
}

fn guide_files(tree: &SourceTree, config: &Config) -> Vec<GuideFile> {
    let folders: Vec<(String, LangId)> = config.langs().map(|lang| (config.locale(lang).folder(), lang)).collect();
    let default = &folders[0].0;
    let mut files = Vec::new();
    for (file, source) in tree.root(Root::Guides) {
        let Some((folder, rest)) = source.path.as_str().split_once('/') else { continue };
        let Some(path) = rest.strip_suffix(".md") else { continue };
        let Some((_, lang)) = folders.iter().find(|(name, _)| name == folder) else { continue };
        let translation = *lang != LangId::DEFAULT && tree.find(Root::Guides, &format!("{default}/{rest}")).is_some();
        let in_folder = |(other, _): &(String, LangId)| tree.find(Root::Guides, &format!("{other}/{rest}")).is_some();
        let translated = *lang == LangId::DEFAULT && folders[1..].iter().any(in_folder);
        files.push(GuideFile { file, lang: *lang, path: path.into(), translation, translated });
    }
    files
}
