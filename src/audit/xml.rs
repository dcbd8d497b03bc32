//! Sitemaps and feeds: plain elements of their own formats, nothing that a browser would run or load.

use super::address::{Address, decode_references, read};
use super::report::{Report, quoted};
use crate::diagnostic::Diagnostic;
use crate::markup::{self, Fault, Reader};
use crate::source::VPath;

/// Audits one XML file.
pub(super) fn audit(path: &VPath, text: &str) -> Vec<Diagnostic> {
    audit_by(&Words { elements: ELEMENTS, is_plain }, path, text)
}

/// Audits what says what a book holds: its package document, and the file that names that.
pub(super) fn audit_package(path: &VPath, text: &str) -> Vec<Diagnostic> {
    audit_by(&Words { elements: PACKAGE, is_plain: is_plain_in_package }, path, text)
}

/// What a format may say.
struct Words {
    elements: &'static [&'static str],
    /// Whether an attribute may have a value.
    is_plain: fn(&str, &str) -> bool,
}

fn audit_by(words: &Words, path: &VPath, text: &str) -> Vec<Diagnostic> {
    let mut feed = Feed { words, report: Report::new(path, text.as_bytes()), tag: ("", 0), open: Vec::new() };
    markup::xml(text, &mut feed);
    for (name, at) in std::mem::take(&mut feed.open) {
        feed.report.add(at, format!("`<{name}>` is not closed"), "write its end tag");
    }
    feed.report.finish()
}

struct Feed<'a> {
    words: &'a Words,
    report: Report<'a>,
    tag: (&'a str, usize),
    /// The open elements and their places.
    open: Vec<(&'a str, usize)>,
}

impl<'a> Reader<'a> for Feed<'a> {
    fn start(&mut self, name: &'a str, at: usize) {
        self.tag = (name, at);
        if !self.words.elements.contains(&name) {
            self.report.add(at, format!("the element `{name}` is not allowed in this file"), ONLY_PLAIN);
        }
    }

    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, at: usize) {
        let value = value.unwrap_or_default();
        if !(self.words.is_plain)(name, value) {
            let message = format!("the attribute `{name}` with the value {} is not allowed", quoted(value));
            self.report.add(at, message, ONLY_PLAIN);
        }
    }

    fn start_end(&mut self, slash: bool) {
        if !slash {
            self.open.push(self.tag);
        }
    }

    fn end(&mut self, name: &'a str, at: usize) {
        if self.open.pop().is_none_or(|(last, _)| last != name) {
            let help = "write one end tag for each start";
            self.report.add(at, format!("`</{name}>` does not close what is open"), help);
        }
    }

    fn text(&mut self, _: &'a str, _: usize) {}

    fn fault(&mut self, fault: Fault<'a>, at: usize) {
        self.report.add(at, fault.message(), fault.help());
    }
}

fn is_plain(name: &str, value: &str) -> bool {
    match name {
        "xmlns" | "xmlns:xhtml" => NAMESPACES.contains(&value),
        "href" => {
            let url = decode_references(value);
            matches!(url.as_deref().map(read), Ok(Ok(Address::Web | Address::Inside { .. })))
        }
        "rel" | "hreflang" | "lang" | "xml:lang" | "term" | "label" | "title" | "length" => true,
        "type" => !value.contains("html") || value == "text/html" || value == "html",
        "version" | "uri" => !value.contains(':'),
        _ => false,
    }
}

fn is_plain_in_package(name: &str, value: &str) -> bool {
    match name {
        "xmlns" | "xmlns:dc" => PACKAGE_NAMESPACES.contains(&value),
        "href" | "full-path" => matches!(read(value), Ok(Address::Inside { fragment: None, .. })),
        // Scripted chapters and what lies on the web would have to say so.
        "properties" => matches!(value, "nav" | "svg"),
        "media-type" => !value.contains("script"),
        "version" | "unique-identifier" | "xml:lang" | "dir" | "id" | "property" | "idref" => true,
        "page-progression-direction" => value == "rtl",
        _ => false,
    }
}

const ONLY_PLAIN: &str = "write only what the format of the file needs: a browser that opens it runs the rest";

const PACKAGE: &[&str] = &[
    "container",
    "rootfiles",
    "rootfile",
    "package",
    "metadata",
    "dc:identifier",
    "dc:title",
    "dc:language",
    "dc:description",
    "dc:publisher",
    "dc:rights",
    "dc:date",
    "meta",
    "manifest",
    "item",
    "spine",
    "itemref",
];

const PACKAGE_NAMESPACES: &[&str] = &[
    "urn:oasis:names:tc:opendocument:xmlns:container",
    "http://www.idpf.org/2007/opf",
    "http://purl.org/dc/elements/1.1/",
];

const ELEMENTS: &[&str] = &[
    // Sitemaps.
    "urlset",
    "sitemapindex",
    "sitemap",
    "url",
    "loc",
    "lastmod",
    "changefreq",
    "priority",
    "xhtml:link",
    // Atom.
    "feed",
    "entry",
    "id",
    "title",
    "subtitle",
    "updated",
    "published",
    "link",
    "author",
    "name",
    "email",
    "uri",
    "category",
    "summary",
    "content",
    "rights",
    "generator",
];

const NAMESPACES: &[&str] =
    &["http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml", "http://www.w3.org/2005/Atom"];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(xml: &str) -> Vec<String> {
        let path = VPath::new("feed.xml").unwrap();
        audit(&path, xml).into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn a_sitemap_and_a_feed_pass() {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        let sitemap = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                       xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n<url><loc>https://a.b/en/</loc>\
                       <xhtml:link rel=\"alternate\" hreflang=\"ur\" href=\"https://a.b/ur/?a&amp;b\"/></url></urlset>";
        let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>A</title>\
                    <entry><link rel=\"alternate\" type=\"text/html\" href=\"https://a.b/\"/>\
                    <content type=\"html\">&lt;p&gt;A&lt;/p&gt;</content></entry></feed>\n";
        assert_eq!(found(&format!("{head}{sitemap}")), Vec::<String>::new());
        assert_eq!(found(&format!("{head}{feed}")), Vec::<String>::new());
    }

    #[test]
    fn what_a_browser_would_run_or_load_is_found() {
        let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
        let cases = [
            ("<urlset/>".to_owned(), "XML declaration"),
            (format!("{head}<?xml-stylesheet href=\"a.xsl\"?><urlset/>"), "processing instruction"),
            (format!("{head}<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><urlset/>"), "`<!`"),
            (format!("{head}<urlset><![CDATA[x]]></urlset>"), "`<!`"),
            (format!("{head}<urlset><script xmlns=\"http://www.w3.org/1999/xhtml\">x()</script></urlset>"), "`script`"),
            (format!("{head}<feed xmlns:h=\"http://www.w3.org/1999/xhtml\"/>"), "`xmlns:h`"),
            (format!("{head}<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>"), "`onload`"),
            (format!("{head}<feed><link href=\"javascript:x()\"/></feed>"), "`href`"),
            (format!("{head}<feed><link href=\"java&#115;cript:x()\"/></feed>"), "`href`"),
            (format!("{head}<feed xml:base=\"https://a.b/\"/>"), "`xml:base`"),
            (format!("{head}<feed><entry></feed>"), "does not close"),
            (format!("{head}<feed>"), "is not closed"),
            (format!("{head}<feed a=b/>"), "not in quotes"),
        ];
        for (xml, words) in cases {
            let found = found(&xml);
            assert!(found.iter().any(|message| message.contains(words)), "{xml}: {found:?}");
        }
    }
}
