//! What of a file with all pages is of no use in it is left out: ids that nothing names, elements round dates, and most white space.
//!
//! All of it stands there once for each page, and in a phone's memory. No word is lost, and nothing of what browsers show or read out.

use super::PLACE;
use super::fold::REFERENCES;
use crate::markup::{self, Fault, Reader};
use std::collections::HashSet;
use std::ops::Range;

/// The file without what it can do without. Style sheets and scripts do not stand in it yet.
pub(super) fn lighten(html: &str) -> String {
    let mut walk = Walk { text: html, ..Walk::default() };
    markup::html(html, &mut walk);
    let unnamed = walk.ids.iter().filter(|(id, _)| !walk.named.contains(id)).map(|(_, place)| place.clone());
    let mut dropped: Vec<Range<usize>> = walk.dropped;
    dropped.extend(unnamed);
    dropped.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for range in dropped {
        out.push_str(&html[at..range.start]);
        at = range.end;
    }
    out.push_str(&html[at..]);
    out
}

#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    /// The element whose tag is being read, where that begins, and how far it was read.
    tag: (&'a str, usize, usize),
    lang: Option<&'a str>,
    /// The elements that are open.
    open: Vec<Open<'a>>,
    /// The ids of places in pages, each with the place of its attribute.
    ids: Vec<(&'a str, Range<usize>)>,
    named: HashSet<&'a str>,
    dropped: Vec<Range<usize>>,
    /// White space at the end of the text that was read last.
    space: Option<Range<usize>>,
    /// Whether a block has just begun.
    at_edge: bool,
}

struct Open<'a> {
    name: &'a str,
    /// Of its words.
    lang: &'a str,
    /// A date in the language round it, whose tags are left out.
    is_dropped: bool,
}

impl<'a> Reader<'a> for Walk<'a> {
    fn start(&mut self, name: &'a str, at: usize) {
        if is_block(name) {
            self.end_of_space();
        }
        self.space = None;
        self.tag = (name, at, at + 1 + name.len());
        self.lang = None;
    }

    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, at: usize) {
        let Some(value) = value else { return };
        let end = at + name.len() + "=\"\"".len() + value.len();
        self.tag.2 = end;
        match name {
            "lang" => self.lang = Some(value),
            // With the space before it.
            "id" if value.contains(PLACE) => self.ids.push((value, at - 1..end)),
            "href" => self.named.extend(value.strip_prefix('#')),
            "for" | "headers" => self.named.extend(value.split_ascii_whitespace()),
            name if REFERENCES.contains(&name) => self.named.extend(value.split_ascii_whitespace()),
            _ => {}
        }
    }

    fn start_end(&mut self, _slash: bool) {
        let (name, at, read) = self.tag;
        self.at_edge = is_block(name);
        if is_void(name) {
            return;
        }
        let around = self.open.last().map_or("", |open| open.lang);
        let lang = self.lang.unwrap_or(around);
        let is_dropped = name == "time" && lang == around;
        if is_dropped {
            let end = self.text[read..].find('>').map_or(self.text.len(), |length| read + length + 1);
            self.dropped.push(at..end);
        }
        self.open.push(Open { name, lang, is_dropped });
    }

    fn end(&mut self, name: &'a str, at: usize) {
        if is_block(name) {
            self.end_of_space();
        }
        self.space = None;
        self.at_edge = is_block(name);
        let open = self.open.pop_if(|open| open.name == name);
        if open.is_some_and(|open| open.is_dropped) {
            self.dropped.push(at..at + "</time>".len());
        }
    }

    fn text(&mut self, text: &'a str, at: usize) {
        if self.open.iter().any(|open| open.name == "pre") {
            return;
        }
        let rest = text.trim_ascii_start();
        let blank = text.len() - rest.len();
        // One character of white space is as good as many, and none beside the edge of a block.
        let kept = usize::from(!self.at_edge).min(blank);
        if blank > kept {
            self.dropped.push(at + kept..at + blank);
        }
        self.at_edge = false;
        let end = at + text.len();
        let last = text.len() - text.trim_ascii_end().len();
        self.space = Some(if rest.is_empty() { at..at + kept } else { end - last..end }).filter(|it| !it.is_empty());
    }

    fn fault(&mut self, _fault: Fault<'a>, _at: usize) {}
}

impl Walk<'_> {
    /// Leaves out the white space before the edge of a block.
    fn end_of_space(&mut self) {
        self.dropped.extend(self.space.take());
    }
}

/// Elements that stand on lines of their own whatever a style sheet makes of what is in them.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "aside"
            | "body"
            | "div"
            | "dl"
            | "footer"
            | "header"
            | "main"
            | "nav"
            | "ol"
            | "section"
            | "table"
            | "tbody"
            | "thead"
            | "tr"
            | "ul"
    )
}

fn is_void(name: &str) -> bool {
    matches!(name, "area" | "br" | "col" | "hr" | "img" | "input" | "link" | "meta" | "wbr")
}

#[cfg(test)]
mod tests {
    use super::lighten;

    fn light(body: &str) -> String {
        let page = |body: &str| format!("<!doctype html>\n<html lang=\"ur\"><body>{body}</body></html>");
        let html = lighten(&page(body));
        html.strip_prefix("<!doctype html>\n<html lang=\"ur\"><body>").unwrap().replace("</body></html>", "")
    }

    #[test]
    fn white_space_stays_where_it_can_be_seen() {
        assert_eq!(
            light("<div>\n\n<p>a\n  b</p>\n\n<p><b>c</b>\n\n<i>d</i> e </p>\n</div>\n"),
            "<div><p>a\n  b</p>\n<p><b>c</b>\n<i>d</i> e </p></div>"
        );
        assert_eq!(light("<ul>\n<li>a</li>\n<li>b</li>\n</ul>"), "<ul><li>a</li>\n<li>b</li></ul>");
        let code = "<div><pre>\n\n a\n\n <b>b</b>\n\n</pre></div>";
        assert_eq!(light(code), code);
        assert_eq!(light("a<br>\n\nb<img alt=\"\">\n\nc"), "a<br>\nb<img alt=\"\">\nc");
    }

    #[test]
    fn a_date_stays_marked_in_another_language_only() {
        assert_eq!(light("<p>a <time datetime=\"2026\" lang=\"ur\">b</time> <time>c</time></p>"), "<p>a b c</p>");
        let foreign = "<p lang=\"en\">a <time lang=\"ur\">b</time></p><p>a <time lang=\"en\">b</time></p>";
        assert_eq!(light(foreign), foreign);
        assert_eq!(light("<p lang=\"en\">a <time lang=\"en\">b</time></p>"), "<p lang=\"en\">a b</p>");
    }

    #[test]
    fn an_id_stays_that_something_names() {
        let named = "<h2 id=\"a:b\">b</h2><p><a href=\"#a:b\">b</a></p><input id=\"a:c\"><label for=\"a:c\">c</label>";
        assert_eq!(light(named), named);
        let more =
            "<nav aria-labelledby=\"a:d a:e\"><h2 id=\"a:d\">d</h2><p id=\"a:e\">e</p></nav><p id=\"_own\">f</p>";
        assert_eq!(light(more), more);
        assert_eq!(light("<h2 class=\"g\" id=\"a:g\" lang=\"en\">g</h2>"), "<h2 class=\"g\" lang=\"en\">g</h2>");
    }
}
