use super::pairs::{self, Side};
use super::phones::Phones;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::library::{Library, Topic, TopicId};
use crate::model::{Guide, Kind, LangId};
use crate::parse::{Places, is_invisible};
use crate::source::{FileId, Root, SourceTree, VPath};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What the rules look at. The clock is an argument: it changes what is said, never what is emitted.
pub(crate) struct Facts<'a> {
    pub tree: &'a SourceTree,
    pub library: &'a Library,
    pub today: Date,
    pub phones: Phones<'a>,
    /// The texts of translations and of their sources in numbers, by file.
    pub sides: HashMap<FileId, Side<'a>>,
    /// Files of which nothing, or no front matter, could be read. Parsing said so; what they lack is not said again.
    unread: HashSet<FileId>,
    /// The language and path of each draft.
    drafts: HashSet<(LangId, &'a str)>,
}

impl<'a> Facts<'a> {
    pub fn new(tree: &'a SourceTree, library: &'a Library, said: &[Diagnostic], today: Date) -> Self {
        let mut facts = Self {
            tree,
            library,
            today,
            phones: Phones::new(library),
            sides: HashMap::new(),
            unread: said.iter().filter_map(unread).collect(),
            drafts: library.drafts().iter().map(|guide| (guide.lang, &*guide.path)).collect(),
        };
        facts.sides = pairs::sides(&facts);
        facts
    }

    /// The last day that can be today somewhere: an editor's calendar may be ahead of the machine's.
    pub fn tomorrow(&self) -> Date {
        self.today.tomorrow().unwrap_or(self.today)
    }

    /// What `look` finds in every guide, in parallel and in the order of the guides.
    pub fn gather<T: Send>(&self, look: impl Fn(&'a Guide, &mut Vec<T>) + Sync) -> Vec<T> {
        let chunk = |guides: &'a [Guide]| {
            let mut found = Vec::new();
            guides.iter().for_each(|guide| look(guide, &mut found));
            found
        };
        self.library.guides().par_chunks(16).flat_map_iter(chunk).collect()
    }

    /// The text that states each guide's facts, where its kind could be read. Translations are none.
    pub fn originals(&self) -> impl Iterator<Item = (TopicId, &'a Topic, Kind, &'a Guide)> {
        let library = self.library;
        library.topics().filter_map(move |(id, topic)| {
            let guide = library.source(id);
            let kind = guide.front.kind.filter(|_| guide.front.translation.is_none())?;
            Some((id, topic, kind, guide))
        })
    }

    pub fn path(&self, guide: &Guide) -> &'a VPath {
        &self.tree.file(guide.file).path
    }

    /// The bytes `range` of a guide's file as text.
    pub fn text(&self, guide: &Guide, range: &Range<u32>) -> &'a str {
        // Not by way of the whole text: to check that for every range would make long files dear.
        let bytes = self.tree.file(guide.file).bytes.get(range.start as usize..range.end as usize);
        bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Where things stand in a file's front matter.
    pub fn places(&self, file: FileId) -> Places<'a> {
        Places::new(self.tree, file)
    }

    pub fn is_draft(&self, lang: LangId, path: &str) -> bool {
        self.drafts.contains(&(lang, path))
    }

    pub fn is_unread(&self, file: FileId) -> bool {
        self.unread.contains(&file)
    }

    /// The guides of which no kind could be read, by their paths below the language.
    pub fn unread_paths(&self) -> HashSet<&'a str> {
        let below = |file: &FileId| self.tree.file(*file).path.as_str().split_once('/')?.1.strip_suffix(".md");
        let mut paths: HashSet<&str> = self.unread.iter().filter_map(below).collect();
        let no_kind = |guide: &&Guide| guide.front.kind.is_none() && guide.front.translation.is_none();
        paths.extend(self.library.guides().iter().filter(no_kind).map(|guide| &*guide.path));
        paths
    }

    /// Whether `site.yaml` could be read.
    pub fn site_is_read(&self) -> bool {
        self.tree.find(Root::Guides, "site.yaml").is_some_and(|file| !self.is_unread(file))
    }
}

/// The file, where a diagnostic says that it could not be read.
pub(crate) fn unread(diagnostic: &Diagnostic) -> Option<FileId> {
    let fatal = matches!(
        diagnostic.code,
        Code::YamlSyntax | Code::YamlAlias | Code::TooLarge | Code::BadEncoding | Code::FrontMatter
    );
    match diagnostic.place {
        Place::Span(span) if fatal => Some(span.file),
        _ => None,
    }
}

/// The first line of a text, shortened, for a message; characters that nobody sees are written out.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.trim().lines().next().unwrap_or_default();
    let short: String = line.chars().take(MOST).collect();
    let more = if short.len() < text.trim().len() { "…" } else { "" };
    let mut shown = String::with_capacity(short.len());
    for c in short.trim_end().chars() {
        if is_invisible(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown + more
}

/// The last part of a path: what an id may be shortened to where it is unique.
pub(crate) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
