//! The search of a bundle: its guides as documents, and where the index of each language lies.

use super::{Job, Output, Plan, heading_anchor, layout};
use crate::check::Checked;
use crate::library::{Library, TopicId};
use crate::model::{Guide, Heading, LangId, Own};
use crate::parse::body;
use crate::search::{Document, Index, Language, Section};
use crate::source::{SourceTree, VPath};
use crate::store::Spill;
use std::borrow::Cow;
use std::io;

impl Plan {
    /// Makes the index of every language, from the pages that are planned, and plans its files.
    ///
    /// It is dear: `check` does without it. A language without a guide has no index. Until they are asked for, the files are in
    /// the spill: together they may be as large as the guides.
    pub fn add_search(&mut self, tree: &SourceTree, checked: &Checked, spill: &Spill) {
        let library = checked.library();
        let mut files = Vec::new();
        for lang in library.config.langs() {
            let pages = self.found_pages(library, lang);
            let words = &library.search_words[lang.index()];
            let language =
                Language { tag: library.config.locale(lang).tag(), synonyms: &words.synonyms, urgent: &words.urgent };
            let document = |at: usize| {
                let (topic, url) = &pages[at];
                document(tree, library, *topic, lang, url)
            };
            let index = Index::new(language, pages.len(), &document, spill);
            let home = layout::index_folder(library, lang, &index.hash);
            for (at, file) in index.files.iter().enumerate() {
                if let Ok(path) = VPath::new(&format!("{home}/{}", file.name)) {
                    files.push(Output { path, job: Job::SearchPart(lang, at) });
                }
            }
            self.indexes.push((home, index));
        }
        self.outputs.extend(files);
    }

    /// The pages that a language's search can find, each with its URL from the page with the search box, in the order of their numbers
    /// in the index.
    pub fn found_pages(&self, library: &Library, lang: LangId) -> Vec<(TopicId, String)> {
        let folder = format!("{}/", library.config.locale(lang).folder());
        self.outputs().iter().filter_map(|output| page(output, lang, &folder)).collect()
    }

    /// A file of a language's index, by its place.
    ///
    /// # Errors
    /// Those of the spill.
    pub fn search_part(&self, lang: LangId, at: usize) -> io::Result<Cow<'_, [u8]>> {
        self.indexes.get(lang.index()).map_or(Ok(Cow::default()), |(_, index)| index.files[at].bytes.read())
    }

    /// The folder of a language's index, where the bundle has search.
    pub fn search_folder(&self, lang: LangId) -> Option<&str> {
        self.indexes.get(lang.index()).map(|(folder, _)| folder.as_str())
    }
}

/// A page that can be found, with its URL from the page with the search box, which lies at the top of the language.
fn page(output: &Output, lang: LangId, folder: &str) -> Option<(TopicId, String)> {
    match output.job {
        Job::Guide(topic, of) if of == lang => Some((topic, output.path.as_str().strip_prefix(folder)?.to_owned())),
        _ => None,
    }
}

/// A guide as readers of `lang` meet it.
fn document(tree: &SourceTree, library: &Library, topic: TopicId, lang: LangId, url: &str) -> Document {
    let guide = library.text_for(topic, lang);
    let text = guide.text.sections(body(tree, guide));
    let place = |heading: &Heading| (heading_anchor(library, &heading.id).into_owned(), heading.text.to_string());
    let headings = guide.outline.headings.iter().map(place);
    let mut sections: Vec<Section> = std::iter::once((String::new(), String::new()))
        .chain(headings)
        .zip(text)
        .map(|((anchor, heading), blocks)| Section { anchor, heading, blocks })
        .collect();
    if let Some(first) = sections.first_mut() {
        first.blocks.splice(..0, own_texts(library, topic, guide));
    }
    Document {
        url: url.to_owned(),
        foreign: (guide.lang != lang).then(|| {
            let locale = library.config.locale(guide.lang);
            (locale.tag().to_owned(), locale.direction().html())
        }),
        kind: library.topic(topic).kind.word(),
        title: guide.front.title.clone(),
        summary: guide.front.summary.clone(),
        tags: guide.front.tags.iter().cloned().chain(whole_numbers(library, topic)).collect(),
        sections,
    }
}

/// The numbers of a helpline in one piece, as people type them: `080039393`.
fn whole_numbers(library: &Library, topic: TopicId) -> impl Iterator<Item = String> {
    let channels = library.helpline(topic).map_or(&[][..], |helpline| &helpline.channels);
    channels
        .iter()
        .filter(|channel| channel.is_number())
        .map(|channel| channel.value.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|digits| !digits.is_empty())
}

/// What the fields of a guide's kind say to readers: these stand above the body.
fn own_texts(library: &Library, topic: TopicId, text: &Guide) -> Vec<String> {
    match &text.front.own {
        Own::Step(step) => step.do_.iter().chain(&step.do_not).cloned().collect(),
        Own::SelfCheck(check) => check.items.iter().map(|item| item.advice.clone()).collect(),
        _ => match library.helpline(topic) {
            Some(helpline) => {
                let channels = helpline.channels.iter().map(|channel| channel.value.clone());
                std::iter::once(helpline.operator.clone()).chain(channels).collect()
            }
            None => Vec::new(),
        },
    }
}
