//! What a page is made from, as a hash: a page with the same key has the same bytes.

use crate::check::Checked;
use crate::library::{Library, TopicId};
use crate::model::{Guide, LangId};
use crate::plan::{Job, Output, Plan};
use crate::source::{FileId, SourceTree};
use crate::store::Key;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The keys of a site's pages.
///
/// A guide's page shows the whole of its own files, and of others their front matter (in cards and lists) and their headings (in links to
/// them). So its key is that of all front matters and headings, of all files that are no guides, and of its own files. Pages that show the
/// bodies of several guides have no key: they are made each time. A picture is made of its file.
#[derive(Debug)]
pub struct Keys<'a> {
    tree: &'a SourceTree,
    library: &'a Library,
    maker: Key,
    /// Of all that any page may show.
    frame: Key,
}

impl<'a> Keys<'a> {
    /// `maker` stands for the program: another one may make other bytes of the same files.
    pub fn new(tree: &'a SourceTree, checked: &'a Checked, plan: &Plan, maker: &Key) -> Self {
        let library = checked.library();
        Self { tree, library, maker: *maker, frame: frame(tree, library, plan, maker) }
    }

    /// The key of an output, where it has one.
    pub fn of(&self, output: &Output) -> Option<Key> {
        match output.job {
            Job::Guide(topic, lang) => Some(self.guide(output, topic, lang)),
            // Dear to make again, and of nothing but the file.
            Job::Picture(file) => Some(Key::of(&[self.maker.as_bytes(), &self.tree.file(file).bytes])),
            _ => None,
        }
    }

    fn guide(&self, output: &Output, topic: TopicId, lang: LangId) -> Key {
        let (text, source) = (self.library.text_for(topic, lang), self.library.source(topic));
        let bytes = |guide: &Guide| &*self.tree.file(guide.file).bytes;
        let parts = [self.frame.as_bytes(), output.path.as_str().as_bytes(), bytes(text), bytes(source)];
        Key::of(if text.file == source.file { &parts[..3] } else { &parts })
    }
}

fn frame(tree: &SourceTree, library: &Library, plan: &Plan, maker: &Key) -> Key {
    let guides: HashMap<FileId, &Guide> = library.guides().iter().map(|guide| (guide.file, guide)).collect();
    let mut hash = Sha256::new_with_prefix(maker.as_bytes());
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    // Names of assets tell what is in them. No guide's page names a part of the search index.
    for output in plan.outputs().iter().filter(|output| !matches!(output.job, Job::SearchPart(..))) {
        part(output.path.as_str().as_bytes());
    }
    for (id, file) in tree.iter() {
        part(&[u8::from(guides.contains_key(&id)), file.root as u8]);
        part(file.path.as_str().as_bytes());
        let Some(guide) = guides.get(&id) else {
            part(&file.bytes);
            continue;
        };
        part(&file.bytes[..guide.body_start as usize]);
        for heading in &guide.outline.headings {
            part(&[heading.level]);
            part(heading.id.as_bytes());
            part(heading.text.as_bytes());
        }
    }
    Key::new(hash.finalize().into())
}
