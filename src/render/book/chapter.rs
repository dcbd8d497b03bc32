//! HTML in its strict form, written as XHTML.
//!
//! What the scanner accepts every parser reads alike, so that writing it again is only: elements without content are closed,
//! every attribute has a value, languages are named as XML names them. It judges nothing: the audit reads what comes out.

use crate::markup::{self, Fault, Reader};
use crate::source::VPath;
use std::collections::BTreeSet;

/// What something that a page names is in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Chapter,
    File,
    /// The book has no such thing: a link there becomes plain text.
    Nowhere,
}

/// A chapter.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub text: String,
    /// The pictures that it shows, by their paths in the bundle.
    pub pictures: BTreeSet<VPath>,
    /// Whether something is drawn in it.
    pub drawings: bool,
}

/// Why a page can't be written as XHTML.
#[derive(Debug)]
pub(super) struct Wrong {
    pub message: String,
    pub help: &'static str,
    /// The byte of the page.
    pub at: usize,
}

/// Writes the page at `page` as a chapter.
pub(super) fn written(html: &str, page: &VPath, target: &dyn Fn(&VPath) -> Target) -> Result<Written, Wrong> {
    let mut out = Written::default();
    out.text.reserve(html.len() + html.len() / 8);
    out.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    let mut writer = Writer { page, target, out, name: "", attributes: Vec::new(), link: "a", wrong: None };
    markup::html(html, &mut writer);
    match writer.wrong {
        Some(wrong) => Err(wrong),
        None => Ok(writer.out),
    }
}

/// Not among the schemes that EPUB validators know: the number alone stands there.
const SMS: &str = "sms:";

struct Writer<'a, 'w> {
    page: &'w VPath,
    target: &'w dyn Fn(&VPath) -> Target,
    out: Written,
    /// The tag being read.
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// What the open link is written as. Links don't nest.
    link: &'static str,
    wrong: Option<Wrong>,
}

impl<'a> Reader<'a> for Writer<'a, '_> {
    fn start(&mut self, name: &'a str, _: usize) {
        self.name = name;
        self.attributes.clear();
    }

    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, _: usize) {
        self.attributes.push((name, value.unwrap_or_default().replace('"', "&quot;")));
    }

    fn start_end(&mut self, slash: bool) {
        let name = match self.name {
            "a" => self.link(),
            name => name,
        };
        match name {
            "html" => self.attributes.insert(0, ("xmlns", "http://www.w3.org/1999/xhtml".into())),
            "svg" => {
                self.out.drawings = true;
                self.attributes.retain(|(name, _)| *name != "xmlns");
                self.attributes.insert(0, ("xmlns", "http://www.w3.org/2000/svg".into()));
            }
            "img" => self.picture(),
            _ => {}
        }
        self.out.text.push('<');
        self.out.text.push_str(name);
        for (name, value) in &self.attributes {
            let text = &mut self.out.text;
            [" ", name, "=\"", value, "\""].iter().for_each(|part| text.push_str(part));
            if *name == "lang" {
                [" xml:lang=\"", value, "\""].iter().for_each(|part| text.push_str(part));
            }
        }
        self.out.text.push_str(if slash || is_void(name) { "/>" } else { ">" });
    }

    fn end(&mut self, name: &'a str, _: usize) {
        let name = if name == "a" { self.link } else { name };
        ["</", name, ">"].iter().for_each(|part| self.out.text.push_str(part));
    }

    fn text(&mut self, text: &'a str, _: usize) {
        self.out.text.push_str(text);
    }

    fn fault(&mut self, fault: Fault<'a>, at: usize) {
        self.wrong.get_or_insert_with(|| Wrong { message: fault.message(), help: fault.help(), at });
    }
}

impl Writer<'_, '_> {
    /// Points a link at the chapter that it leads to, and says what it is written as: what leads out of the book into the rest of the
    /// site has nowhere to lead.
    fn link(&mut self) -> &'static str {
        let target = self.attributes.iter_mut().find(|(name, _)| *name == "href").map(|(_, url)| url);
        self.link = "a";
        let Some(url) = target.filter(|url| is_inside(url) || url.starts_with(SMS)) else { return self.link };
        let (path, id) = url.split_at(url.find('#').unwrap_or(url.len()));
        match self.page.resolve(path).map(|path| (self.target)(&path)) {
            Some(Target::Chapter) => *url = format!("{}.xhtml{id}", path.strip_suffix(".html").unwrap_or(path)),
            // A reading system shows chapters, and a file beside them only where one shows it.
            Some(Target::File | Target::Nowhere) | None => {
                self.link = "span";
                self.attributes.retain(|(name, _)| matches!(*name, "class" | "id" | "lang" | "dir" | "title"));
            }
        }
        self.link
    }

    /// Notes a picture. Of several sizes a book has the one that any system shows.
    fn picture(&mut self) {
        self.attributes.retain(|(name, _)| !matches!(*name, "srcset" | "sizes" | "loading" | "decoding"));
        let source = self.attributes.iter().find(|(name, _)| *name == "src");
        self.out.pictures.extend(source.and_then(|(_, url)| self.page.resolve(url)));
    }
}

/// Whether an address leads to a file of the site.
fn is_inside(url: &str) -> bool {
    let end = url.find(['/', '#', ':']).unwrap_or(url.len());
    !matches!(url.as_bytes().get(end), Some(b':')) && !url.starts_with('#')
}

/// Whether an element of HTML has no content and no end tag.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(body: &str) -> Result<Written, Wrong> {
        let target = |path: &VPath| match path.as_str() {
            "en/a.html" | "en/b/c.html" => Target::Chapter,
            "assets/p.png" => Target::File,
            _ => Target::Nowhere,
        };
        let page = VPath::new("en/a.html").unwrap();
        written(&format!("<!doctype html><html lang=\"en\" dir=\"ltr\">{body}</html>"), &page, &target)
    }

    fn body(html: &str) -> String {
        let text = write(html).unwrap().text;
        let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?><html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\" dir=\"ltr\">";
        text.strip_prefix(head).unwrap_or_else(|| panic!("{text}")).strip_suffix("</html>").unwrap().to_owned()
    }

    #[test]
    fn everything_is_closed_and_has_a_value() {
        assert_eq!(body("<br><hr><p hidden>a &amp; b</p>"), "<br/><hr/><p hidden=\"\">a &amp; b</p>");
        assert_eq!(body("<p title='\"'>x</p>"), "<p title=\"&quot;\">x</p>");
        assert_eq!(body("<i lang=\"ur\">x</i>"), "<i lang=\"ur\" xml:lang=\"ur\">x</i>");
    }

    #[test]
    fn links_lead_to_chapters_or_nowhere() {
        for (url, written) in [
            ("b/c.html", "b/c.xhtml"),
            ("../en/b/c.html#x", "../en/b/c.xhtml#x"),
            ("#x", "#x"),
            ("https://a.example/x.html", "https://a.example/x.html"),
            ("tel:1121", "tel:1121"),
        ] {
            assert_eq!(body(&format!("<a href=\"{url}\">x</a>")), format!("<a href=\"{written}\">x</a>"));
        }
        assert_eq!(body("<a class=\"c\" hreflang=\"ur\" href=\"../ur/a.html\">x</a>"), "<span class=\"c\">x</span>");
        assert_eq!(body("<a href=\"search.html\">x</a><a href=\"#y\">y</a>"), "<span>x</span><a href=\"#y\">y</a>");
        assert_eq!(body("<a class=\"number\" href=\"sms:1121\">1121</a>"), "<span class=\"number\">1121</span>");
    }

    #[test]
    fn pictures_are_noted() {
        let written = write("<img src=\"../assets/p.png\" srcset=\"x 2x\" alt=\"P\">").unwrap();
        assert!(written.text.contains("<img src=\"../assets/p.png\" alt=\"P\"/>"), "{}", written.text);
        assert_eq!(written.pictures.iter().map(VPath::as_str).collect::<Vec<_>>(), ["assets/p.png"]);
    }

    #[test]
    fn what_is_no_strict_html_is_refused() {
        for html in ["<p title=x>a</p>", "<style>p{}</style>", "<P>a</P>", "a < b", "<script>x()</script>"] {
            assert!(write(html).is_err(), "{html}");
        }
    }
}
