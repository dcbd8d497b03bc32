//! What a page is made from, as a hash: a page with the same key has the same bytes.

use crate::check::Checked;
use crate::library::{Library, TopicId};
use crate::model::{Guide, LangId};
use crate::plan::{Job, Output, Plan};
use crate::source::{FileId, SourceTree};
use crate::store::{Hasher, Key};
use rayon::prelude::*;
use std::collections::HashMap;

/// The keys of a tree's files, each of the bytes of one.
#[derive(Debug, Clone)]
pub struct FileKeys(HashMap<FileId, Key>);

impl FileKeys {
    /// Reads every byte of every file, on the threads at hand.
    pub fn new(tree: &SourceTree) -> Self {
        let files: Vec<_> = tree.iter().collect();
        Self(files.into_par_iter().map(|(id, file)| (id, Key::of(&[&file.bytes]))).collect())
    }

    /// The key of a file of the tree.
    pub fn of(&self, file: FileId) -> &Key {
        &self.0[&file]
    }
}

/// The keys of a site's outputs.
///
/// A page shows the whole of the guides that it is about, and of others their front matter (in cards and lists) and their
/// headings (in links to them). So its key is that of all front matters and headings and of all files that are no guides, and of the files
/// of its own guides. Of a draft nothing is shown. A picture is made of its file.
#[derive(Debug)]
pub struct Keys<'a> {
    library: &'a Library,
    plan: &'a Plan,
    maker: Key,
    /// Of all that any page may show.
    frame: Key,
    files: &'a FileKeys,
}

impl<'a> Keys<'a> {
    /// `maker` stands for the program: another one may make other bytes of the same files.
    pub fn new(tree: &SourceTree, files: &'a FileKeys, checked: &'a Checked, plan: &'a Plan, maker: &Key) -> Self {
        let library = checked.library();
        let frame = frame(tree, library, plan, files, maker);
        Self { library, plan, maker: *maker, frame, files }
    }

    /// The key of an output. What is cheap to make, and what is in memory as it is, has none.
    pub fn of(&self, output: &Output) -> Option<Key> {
        let page = |guides: &[TopicId], lang: LangId| Some(self.page(output, guides, lang));
        match output.job {
            Job::Guide(topic, lang) => page(&[topic], lang),
            Job::Home(lang) => page(self.library.find("index").as_slice(), lang),
            Job::All(lang, section) => page(&self.below(section), lang),
            // Posters and lists show fields of front matter alone.
            Job::Poster(_, lang) | Job::Audience(lang, _) | Job::Moved(_, lang) | Job::Search(lang) => page(&[], lang),
            Job::Tables | Job::NotFound => page(&[], LangId::DEFAULT),
            Job::Picture(file, width) => {
                Some(Key::of(&[self.maker.as_bytes(), self.files.of(file).as_bytes(), &width.to_le_bytes()]))
            }
            Job::Take(_)
            | Job::Single(_)
            | Job::Epub(_)
            | Job::ThemeAsset(_)
            | Job::Copy(_)
            | Job::Headers
            | Job::NoJekyll
            | Job::Sitemap
            | Job::Feed
            | Job::SearchPart(..) => None,
        }
    }

    fn page(&self, output: &Output, guides: &[TopicId], lang: LangId) -> Key {
        // The page with the search box alone names the index, which is of everything that can be found.
        let index = if let Job::Search(lang) = output.job { self.plan.search_folder(lang) } else { None };
        let mut parts = vec![
            self.frame.as_bytes().as_slice(),
            output.path.as_str().as_bytes(),
            index.unwrap_or_default().as_bytes(),
        ];
        for guide in guides {
            let texts = [self.library.text_for(*guide, lang), self.library.source(*guide)];
            parts.extend(texts.map(|text| self.files.of(text.file).as_bytes().as_slice()));
        }
        Key::of(&parts)
    }

    /// The guides of a section and of the sections in it, with itself; all guides where there is none.
    fn below(&self, section: Option<TopicId>) -> Vec<TopicId> {
        let above = |topic: &TopicId| self.library.topic(*topic).section;
        let is_below = |topic: TopicId| {
            section.is_none() || std::iter::successors(Some(topic), above).any(|it| Some(it) == section)
        };
        self.library.topics().map(|(id, _)| id).filter(|id| is_below(*id)).collect()
    }
}

fn frame(tree: &SourceTree, library: &Library, plan: &Plan, files: &FileKeys, maker: &Key) -> Key {
    let guides: HashMap<FileId, &Guide> = library.guides().iter().map(|guide| (guide.file, guide)).collect();
    let drafts: HashMap<FileId, &Guide> = library.drafts().iter().map(|guide| (guide.file, guide)).collect();
    let mut hasher = Hasher::default();
    hasher.part(maker.as_bytes());
    // Names of assets tell what is in them. No guide's page names a part of the search index.
    for output in plan.outputs().iter().filter(|output| !matches!(output.job, Job::SearchPart(..))) {
        hasher.part(output.path.as_str().as_bytes());
    }
    for (id, file) in tree.iter() {
        let (guide, draft) = (guides.get(&id), drafts.get(&id));
        hasher.part(&[u8::from(guide.is_some()), u8::from(draft.is_some()), file.root as u8]);
        hasher.part(file.path.as_str().as_bytes());
        match guide.or(draft) {
            Some(guide) => hasher.part(&file.bytes[..guide.body_start as usize]),
            None => hasher.part(files.of(id).as_bytes()),
        }
        // A draft has no page that links could lead into.
        for heading in guide.iter().flat_map(|guide| &guide.outline.headings) {
            hasher.part(&[heading.level]);
            hasher.part(heading.id.as_bytes());
            hasher.part(heading.text.as_bytes());
        }
    }
    hasher.key()
}
