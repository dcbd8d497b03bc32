//! The guides of a language as a book: an EPUB 3.3 file with a chapter for each guide.
//!
//! A chapter is what the template `chapter.html` makes of the context of the guide's page, written as XHTML (`chapter`). Chapters
//! lie in the book as pages lie in the bundle, so that the links between them are the same but for their ends.

mod chapter;
mod contents;
mod package;

use super::links::From;
use super::{Renderer, listing, page};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::library::TopicId;
use crate::model::{Kind, LangId};
use crate::plan::{Job, Output, guide_path, home_path};
use crate::source::{VPath, line_col};
use crate::theme::Theme;
use crate::zip::{Entry, Time, write};
use chapter::{Target, Written};
use package::Item;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io;

/// The folder of an EPUB file that a book's own files lie in.
const FOLDER: &str = "EPUB";

/// A book that is to be made.
struct Book<'a> {
    renderer: &'a Renderer<'a>,
    lang: LangId,
    /// What stands at the top of the contents, below the home page.
    top: Vec<TopicId>,
    /// The home page first, then every guide in reading order.
    chapters: Vec<Chapter>,
    /// The pages of which there are chapters.
    pages: BTreeSet<VPath>,
}

struct Chapter {
    /// The page of the site that says the same.
    page: Output,
    /// Where it lies in the book: `en/signs/keep-it-secret.xhtml`.
    path: VPath,
}

/// The book of a language.
pub(super) fn render(renderer: &Renderer<'_>, lang: LangId) -> Result<Vec<u8>, Diagnostic> {
    let book = Book::new(renderer, lang);
    let written: Vec<Written> =
        book.chapters.par_iter().map(|chapter| book.write(chapter)).collect::<Result<_, _>>()?;
    let items = book.items(written)?;
    let documents = [
        (format!("{FOLDER}/package.opf"), book.package(&items)),
        (format!("{FOLDER}/{}", contents::PATH), book.contents()),
    ];
    let no_zip = |error: io::Error| {
        let path = Place::Path(format!("guides-{}.epub", renderer.library.config.locale(lang)));
        Diagnostic::new(Code::Audit, path, format!("the book can't be put together: {error}"))
    };
    book.pack(documents, items).map_err(no_zip)
}

impl<'a> Book<'a> {
    fn new(renderer: &'a Renderer<'a>, lang: LangId) -> Self {
        let library = renderer.library;
        let home = home_path(library, lang);
        let from = From { renderer, path: &home, lang, inline: None };
        let top = top(&from);
        let guides = top.iter().flat_map(|topic| listing::reading_order(&from, Some(*topic)));
        let page = |topic: TopicId| Output {
            path: guide_path(library, lang, &library.topic(topic).path),
            job: Job::Guide(topic, lang),
        };
        let pages = std::iter::once(Output { path: home.clone(), job: Job::Home(lang) }).chain(guides.map(page));
        let chapters: Vec<_> = pages.map(|page| Chapter { path: chapter_path(&page.path), page }).collect();
        let pages = chapters.iter().map(|chapter| chapter.page.path.clone()).collect();
        Self { renderer, lang, top, chapters, pages }
    }

    /// Renders a chapter as HTML, and writes that as XHTML.
    fn write(&self, chapter: &Chapter) -> Result<Written, Diagnostic> {
        let html = page::chapter(self.renderer, &chapter.page)?;
        let html = String::from_utf8_lossy(&html);
        chapter::written(&html, &chapter.page.path, &|path| self.target(path)).map_err(|wrong| {
            let at = line_col(html.as_bytes(), wrong.at);
            let place = Place::Path(format!("{}:{}:{}", chapter.path, at.line, at.column));
            Diagnostic::new(Code::Audit, place, wrong.message).help(format!(
                "{}; the chapter is made by the template `{}`",
                wrong.help,
                page::CHAPTER
            ))
        })
    }

    /// What a path of the bundle is in the book.
    fn target(&self, path: &VPath) -> Target {
        match self.renderer.plan.job(path) {
            _ if self.pages.contains(path) => Target::Chapter,
            Some(Job::Picture(..)) => Target::File,
            _ => Target::Nowhere,
        }
    }

    /// All that a book holds but its own documents: chapters, the style sheet with what it names, pictures.
    fn items(&self, written: Vec<Written>) -> Result<Vec<Item<'a>>, Diagnostic> {
        let Self { renderer, lang, .. } = self;
        let mut pictures = BTreeSet::new();
        let mut items = Vec::new();
        for (chapter, written) in self.chapters.iter().zip(written) {
            pictures.extend(written.pictures);
            items.push(Item::chapter(chapter.path.clone(), written.text.into_bytes(), written.drawings));
        }
        let (sheet, named) = renderer.theme.book_sheet(renderer.library.config.locale(*lang).tag());
        items.push(Item::file(Theme::book_sheet_path(), sheet.into_bytes().into()));
        items.extend(named.into_iter().map(|asset| Item::file(asset.path.clone(), asset.bytes.as_slice().into())));
        for picture in pictures {
            if let Some(output) = renderer.plan.output(&picture) {
                items.push(Item::file(picture, renderer.render(output)?));
            }
        }
        Ok(items)
    }

    /// The EPUB file: its type first and not compressed, so that it can be read there, then everything else in a fixed order.
    fn pack(&self, documents: [(String, String); 2], items: Vec<Item<'_>>) -> io::Result<Vec<u8>> {
        let day = self.renderer.library.config.edition.as_ref().map(|edition| edition.date.first_day());
        let time = Time::new(day);
        let mut entries = vec![
            Entry::stored("mimetype", package::MIMETYPE.as_bytes(), time)?,
            Entry::new("META-INF/container.xml", package::CONTAINER.as_bytes(), time)?,
        ];
        for (name, text) in documents {
            entries.push(Entry::new(&name, text.as_bytes(), time)?);
        }
        let packed: Vec<Entry> = items
            .par_iter()
            .map(|item| Entry::new(&format!("{FOLDER}/{}", item.path), &item.bytes, time))
            .collect::<io::Result<_>>()?;
        entries.extend(packed);
        write(entries)
    }

    fn from<'f>(&'f self, path: &'f VPath) -> From<'f> {
        From { renderer: self.renderer, path, lang: self.lang, inline: None }
    }

    /// A word of the interface.
    fn word(&self, id: &str) -> &str {
        self.renderer.theme.messages(self.lang).get(id).unwrap_or_default()
    }

    /// What lists of books show of it; of a discreet site nothing that tells.
    fn title(&self) -> &str {
        let config = &self.renderer.library.config;
        if config.discreet { self.word("discreet-title") } else { &config.titles[self.lang.index()] }
    }
}

/// The guides and sections of the language that stand in no other section of it.
fn top(from: &From<'_>) -> Vec<TopicId> {
    let library = from.renderer.library;
    let (sections, mut top): (Vec<_>, Vec<_>) =
        listing::own_children(from, None).into_iter().partition(|id| library.topic(*id).kind == Kind::Section);
    top.extend(sections);
    // Where a language lacks a section, what it has of it would be in no list.
    let alone = |section: Option<TopicId>| section.is_some_and(|section| !library.serves(section, from.lang));
    let served = library.topics().filter(|(id, topic)| library.serves(*id, from.lang) && alone(topic.section));
    top.extend(served.map(|(id, _)| id));
    top.retain(|id| library.topic(*id).kind != Kind::Home);
    top
}

/// Where the chapter of a page lies.
fn chapter_path(page: &VPath) -> VPath {
    let path = page.as_str();
    VPath::of_checked(&[path.strip_suffix(".html").unwrap_or(path), ".xhtml"])
}
