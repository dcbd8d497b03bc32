//! The contents of a book: the navigation document.

use super::{Book, chapter_path};
use crate::library::TopicId;
use crate::model::Kind;
use crate::plan::guide_path;
use crate::render::cards;
use crate::render::context::Card;
use crate::render::listing;
use crate::source::VPath;
use crate::theme::{Theme, escape};
use std::fmt::Write as _;

/// Where it lies in the book.
pub(super) const PATH: &str = "contents.xhtml";

impl Book<'_> {
    /// The way to every chapter, section by section, and to the places that reading systems offer by themselves.
    pub(super) fn contents(&self) -> String {
        let locale = self.renderer.library.config.locale(self.lang);
        let (tag, dir) = (locale.tag(), locale.direction().html());
        let (title, heading) = (escape(self.title()), escape(self.word("all-contents")));
        let foreign = match self.renderer.theme.messages(self.lang).is_borrowed("all-contents") {
            true => language(Some("en"), Some("ltr")),
            false => String::new(),
        };
        let (style, list) = (Theme::book_sheet_path(), self.list());
        let (first, home) = self.home();
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"{dir}\">\n\
             <head>\n<meta charset=\"utf-8\"/>\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"{style}\"/>\n</head>\n\
             <body class=\"contents\">\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"contents\">\n<h1{foreign}>{heading}</h1>\n{list}</nav>\n\
             <nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n\
             <li><a epub:type=\"toc\" href=\"{PATH}#contents\"{foreign}>{heading}</a></li>\n\
             <li><a epub:type=\"bodymatter\" href=\"{first}\">{home}</a></li>\n</ol>\n</nav>\n</body>\n</html>\n"
        )
    }

    /// The first chapter, and what it is called.
    fn home(&self) -> (&VPath, String) {
        let path = VPath::of_checked(&[PATH]);
        let library = self.renderer.library;
        let own = library.find("index").filter(|home| library.text(*home, self.lang).is_some());
        let title = match own {
            Some(home) => cards::card(&self.from(&path), home).title,
            None => library.config.titles[self.lang.index()].clone(),
        };
        (&self.chapters[0].path, escape(&title))
    }

    fn list(&self) -> String {
        let (first, home) = self.home();
        let mut out = format!("<ol>\n<li><a href=\"{first}\">{home}</a></li>\n");
        self.top.iter().for_each(|topic| self.add(*topic, &mut out));
        out + "</ol>\n"
    }

    /// A guide; a section with what is in it.
    fn add(&self, topic: TopicId, out: &mut String) {
        let path = VPath::of_checked(&[PATH]);
        let library = self.renderer.library;
        let Card { title, lang, dir, .. } = cards::card(&self.from(&path), topic);
        let chapter = chapter_path(&guide_path(library, self.lang, &library.topic(topic).path));
        // Writing into a string can't fail.
        let _ = write!(out, "<li><a href=\"{chapter}\"{}>{}</a>", language(lang.as_deref(), dir), escape(&title));
        let children = match library.topic(topic).kind {
            Kind::Section => listing::own_children(&self.from(&path), Some(topic)),
            _ => Vec::new(),
        };
        if !children.is_empty() {
            out.push_str("\n<ol>\n");
            children.into_iter().for_each(|child| self.add(child, out));
            out.push_str("</ol>\n");
        }
        out.push_str("</li>\n");
    }
}

/// The attributes of a text in another language than the book.
fn language(lang: Option<&str>, dir: Option<&str>) -> String {
    let dir = dir.map_or(String::new(), |dir| format!(" dir=\"{dir}\""));
    lang.map_or(String::new(), |lang| format!(" lang=\"{lang}\" xml:lang=\"{lang}\"{dir}"))
}
