//! What a book is and what it holds: the package document (EPUB 3.3).

use super::{Book, contents};
use crate::model::{Direction, LangId};
use crate::render::texts::{instant, last_change, uuid};
use crate::source::{VPath, media_type};
use crate::theme::{escape, hex};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The first file of an EPUB file.
pub(super) const MIMETYPE: &str = "application/epub+zip";

/// The file that says where the package document is.
pub(super) const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// A file of a book.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub path: VPath,
    pub bytes: Cow<'a, [u8]>,
    kind: ItemKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemKind {
    Chapter { drawings: bool },
    File,
}

impl<'a> Item<'a> {
    pub fn chapter(path: VPath, bytes: Vec<u8>, drawings: bool) -> Self {
        Self { path, bytes: bytes.into(), kind: ItemKind::Chapter { drawings } }
    }

    pub fn file(path: VPath, bytes: Cow<'a, [u8]>) -> Self {
        Self { path, bytes, kind: ItemKind::File }
    }

    fn media_type(&self) -> &'static str {
        media_type(self.path.extension().unwrap_or_default())
    }

    fn is_picture(&self) -> bool {
        self.media_type().starts_with("image/")
    }
}

impl Book<'_> {
    pub(super) fn package(&self, items: &[Item<'_>]) -> String {
        let locale = self.renderer.library.config.locale(self.lang);
        let (tag, direction) = (locale.tag(), locale.direction());
        let dir = direction.html();
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{tag}\" dir=\"{dir}\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
        );
        self.metadata(items, &mut out);
        manifest(items, &mut out);
        let progression = match direction {
            Direction::RightToLeft => " page-progression-direction=\"rtl\"",
            Direction::LeftToRight => "",
        };
        let _ = writeln!(out, "<spine{progression}>");
        let chapters = items.iter().filter(|item| item.kind != ItemKind::File).count();
        for at in 1..=chapters {
            let _ = writeln!(out, "<itemref idref=\"item-{at}\"/>");
            // The contents follow on what the book is.
            if at == 1 {
                out.push_str("<itemref idref=\"contents\"/>\n");
            }
        }
        out + "</spine>\n</package>\n"
    }

    fn metadata(&self, items: &[Item<'_>], out: &mut String) {
        let library = self.renderer.library;
        let config = &library.config;
        let mut say = |start: &str, text: &str| {
            let name = start.split(' ').next().unwrap_or(start);
            if !text.is_empty() {
                let _ = writeln!(out, "<{start}>{}</{name}>", escape(text));
            }
        };
        say("dc:identifier id=\"id\"", &self.identifier());
        say("dc:title", self.title());
        say("dc:language", config.locale(self.lang).tag());
        // A list of books would tell what a discreet site is about, or by whom.
        if !config.discreet {
            let home = library.find("index").and_then(|home| library.text(home, self.lang));
            say("dc:description", home.map_or("", |home| &home.front.summary));
            if let Some(publisher) = &config.publisher {
                say("dc:publisher", &publisher.name);
                say("dc:rights", &publisher.licence);
            }
        }
        if let Some(edition) = &config.edition {
            say("dc:date", &edition.date.to_string());
        }
        say("meta property=\"dcterms:modified\"", &instant(last_change(self.renderer)));
        let pictures = items.iter().any(Item::is_picture);
        for (property, value) in accessibility(pictures) {
            say(&format!("meta property=\"schema:{property}\""), value);
        }
        say("meta property=\"schema:accessibilitySummary\"", self.word("epub-accessible"));
    }

    /// The same for every edition of a book, so that a later one takes the place of the one before.
    fn identifier(&self) -> String {
        let config = &self.renderer.library.config;
        let publisher = config.publisher.as_ref().map_or("", |publisher| &publisher.name);
        let base = config.base_url.as_deref().unwrap_or_default();
        let parts = [&config.titles[LangId::DEFAULT.index()], base, publisher, config.locale(self.lang).tag()];
        let bytes = uuid(parts.join("\0").as_bytes());
        let [a, b, c, d, e] = [0..4, 4..6, 6..8, 8..10, 10..16].map(|part| hex(&bytes[part]));
        format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
    }
}

/// What people who read by ear, by touch or enlarged want to know before they open a book.
fn accessibility(pictures: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let always = [
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityHazard", "none"),
    ];
    let with_pictures = [("accessMode", "visual"), ("accessibilityFeature", "alternativeText")];
    always.into_iter().chain(with_pictures.into_iter().filter(move |_| pictures))
}

fn manifest(items: &[Item<'_>], out: &mut String) {
    let _ = writeln!(
        out,
        "</metadata>\n<manifest>\n\
         <item id=\"contents\" href=\"{}\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>",
        contents::PATH
    );
    for (at, item) in items.iter().enumerate() {
        let drawn = if item.kind == (ItemKind::Chapter { drawings: true }) { " properties=\"svg\"" } else { "" };
        let (path, kind) = (&item.path, item.media_type());
        let _ = writeln!(out, "<item id=\"item-{}\" href=\"{path}\" media-type=\"{kind}\"{drawn}/>", at + 1);
    }
    out.push_str("</manifest>\n");
}
