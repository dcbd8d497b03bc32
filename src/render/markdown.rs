//! A guide's body as HTML: our own writer over the events, so that no raw HTML, inline style or unchecked URL can come
//! out, and every number reads from left to right.

use super::bidi;
use super::inline::Inline;
use crate::media::Dimensions;
use crate::model::{Direction, Guide, Link};
use crate::parse::markdown::events;
use crate::theme::{escape, fill};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

/// What a body's links, pictures and fixed words become on the page that shows it.
pub(super) trait Frame {
    /// Where a link leads from the page.
    fn url(&self, link: &Link) -> Option<String>;
    /// A picture as the page shows it.
    fn picture(&self, link: &Link) -> Option<Picture<'_>>;
    /// The id of a heading, as the page calls it.
    fn anchor<'i>(&self, id: &'i str) -> Cow<'i, str>;
    /// A word of the interface.
    fn word(&self, id: &str) -> &str;
    /// A word of the interface as HTML, which says its language where that is not the page's.
    fn word_html(&self, id: &str) -> String;
}

/// A picture as a page shows it.
pub(super) struct Picture<'a> {
    /// That of the widest.
    pub url: String,
    /// Its URLs with their widths in pixels, the widest last.
    pub urls_by_width: Vec<(String, u32)>,
    /// How wide the page shows pictures, for the browser to choose by.
    pub sizes: &'a str,
    /// That of the widest.
    pub size: Dimensions,
}

/// How a body is set into its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Begins every id, where several guides share a page.
    pub id_prefix: &'a str,
    /// How many levels headings sink.
    pub sink: u8,
    /// The direction of the guide's own text.
    pub direction: Direction,
}

/// Writes `body`, which is that of `guide`, as HTML.
pub(super) fn html(body: &str, guide: &Guide, frame: &dyn Frame, setting: Setting<'_>) -> String {
    let mut writer = Writer {
        out: String::with_capacity(body.len() * 3 / 2),
        guide,
        frame,
        setting,
        next: Next::default(),
        table: Vec::new(),
        tables: 0,
        in_head: false,
        column: 0,
        open_links: Vec::new(),
        alt: None,
        open_pictures: Vec::new(),
        notes: Notes::default(),
        in_code: false,
        inline: Inline::default(),
    };
    for (event, _) in events(body) {
        writer.event(event);
    }
    writer.finish()
}

/// How many headings, links and pictures of the outline have been written: both walks see the same events.
#[derive(Debug, Default)]
struct Next {
    heading: usize,
    link: usize,
    picture: usize,
}

struct Writer<'a> {
    out: String,
    guide: &'a Guide,
    frame: &'a dyn Frame,
    setting: Setting<'a>,
    next: Next,
    /// The columns of the open table.
    table: Vec<Alignment>,
    tables: usize,
    in_head: bool,
    column: usize,
    /// What closes each open link.
    open_links: Vec<Close>,
    /// The words of the outermost open picture, and the places of all open ones in the outline.
    alt: Option<String>,
    open_pictures: Vec<usize>,
    notes: Notes,
    in_code: bool,
    /// What stands in the open block.
    inline: Inline,
}

/// What closes a link.
#[derive(Debug, Clone, Copy)]
enum Close {
    Plain,
    Web,
    /// The link leads nowhere that is known: its words stand alone.
    Nothing,
}

/// Footnotes by label, numbered in the order in which they are first referred to.
#[derive(Debug, Default)]
struct Notes {
    numbers: HashMap<String, usize>,
    references: Vec<u32>,
    texts: Vec<Option<String>>,
    /// Those that are open, the innermost last: which, what was written before it, and how many references.
    open: Vec<(usize, String, usize)>,
    /// Which was referred to, one after the other.
    referred: Vec<usize>,
}

/// Labels are the same in any case. Twice, since `ß` is `SS`, too.
fn folded(label: &str) -> String {
    label.to_uppercase().to_lowercase()
}

impl Notes {
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len();
        let index = *self.numbers.entry(folded(label)).or_insert(next);
        if index == next {
            self.references.push(0);
            self.texts.push(None);
        }
        index
    }
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.code(&text),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => {
                self.inline.stop();
                self.push("<br>\n");
            }
            Event::Rule => self.push("<hr>\n"),
            Event::FootnoteReference(label) => self.reference(&label),
            Event::TaskListMarker(done) => self.task(done),
            // Raw HTML is an error of its own; should a caller render anyway, its text is shown.
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.code(&text),
        }
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// An element inside a block.
    fn open_inline(&mut self, html: &str) {
        // The words of a picture have no markup.
        if self.alt.is_some() {
            return;
        }
        self.inline.open(self.out.len());
        self.push(html);
    }

    fn close_inline(&mut self, html: &str) {
        if self.alt.is_some() {
            return;
        }
        self.push(html);
        self.inline.close(self.out.len());
    }

    /// The block, or what of it stands before the one inside it, is whole.
    fn settle(&mut self) {
        self.inline.settle(&mut self.out, self.setting.direction);
    }

    fn open(&mut self, tag: Tag<'_>) {
        if !is_inline(&tag.to_end()) {
            self.settle();
        }
        match tag {
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading { level, .. } => self.heading(level as u8),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(start)) => drop(writeln!(self.out, "<ol start=\"{start}\">")),
            Tag::Item => self.push("<li>"),
            Tag::FootnoteDefinition(label) => self.open_note(&label),
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => self.push("<dd>"),
            Tag::Table(columns) => self.open_table(columns),
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.push("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.push("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.open_inline("<em>"),
            Tag::Strong => self.open_inline("<strong>"),
            Tag::Strikethrough => self.open_inline("<del>"),
            Tag::Superscript => self.open_inline("<sup>"),
            Tag::Subscript => self.open_inline("<sub>"),
            Tag::Link { .. } => self.open_link(),
            Tag::Image { .. } => self.open_picture(),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        if !is_inline(&tag) {
            self.settle();
        }
        match tag {
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(level) => drop(writeln!(self.out, "</h{}>", self.level(level as u8))),
            TagEnd::BlockQuote(kind) => self.push(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" }),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.push("</code></pre>\n");
            }
            TagEnd::List(ordered) => self.push(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => self.push("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.push("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                self.push(if self.in_head { "</th>" } else { "</td>" });
                self.column += 1;
            }
            TagEnd::Emphasis => self.close_inline("</em>"),
            TagEnd::Strong => self.close_inline("</strong>"),
            TagEnd::Strikethrough => self.close_inline("</del>"),
            TagEnd::Superscript => self.close_inline("</sup>"),
            TagEnd::Subscript => self.close_inline("</sub>"),
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.close_picture(),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(alt) = &mut self.alt {
            alt.push_str(text);
            return;
        }
        if !self.in_code {
            self.inline.text(text, self.out.len());
        }
        self.escaped(text);
    }

    fn escaped(&mut self, text: &str) {
        // Writing into a string can't fail.
        let _ = escape_html_body_text(&mut self.out, text);
    }

    fn code(&mut self, text: &str) {
        if let Some(alt) = &mut self.alt {
            alt.push_str(text);
            return;
        }
        self.inline.object();
        self.push(match self.setting.direction {
            Direction::LeftToRight => "<code>",
            Direction::RightToLeft => "<code dir=\"ltr\">",
        });
        self.escaped(text);
        self.push("</code>");
    }

    fn level(&self, level: u8) -> u8 {
        (level + self.setting.sink).min(6)
    }

    fn heading(&mut self, level: u8) {
        let id = self.guide.outline.headings.get(self.next.heading).map_or("", |heading| &heading.id);
        self.next.heading += 1;
        let id = escape(&self.frame.anchor(id));
        let _ = write!(self.out, "<h{} id=\"{}{id}\">", self.level(level), self.setting.id_prefix);
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else { return self.push("<blockquote>\n") };
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = self.frame.word_html(&format!("alert-{name}"));
        let _ = writeln!(self.out, "<div class=\"alert alert-{name}\"><p class=\"alert-title\">{title}</p>");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.in_code = true;
        match kind {
            CodeBlockKind::Fenced(info) if !info.is_empty() => {
                let language: CowStr<'_> = info.split(' ').next().unwrap_or_default().into();
                let _ = write!(self.out, "<pre dir=\"ltr\"><code class=\"language-{}\">", escape(&language));
            }
            _ => self.push("<pre dir=\"ltr\"><code>"),
        }
    }

    fn open_table(&mut self, columns: Vec<Alignment>) {
        self.table = columns;
        self.tables += 1;
        // Regions of one page need names of their own, also where it shows several guides.
        let label = fill(self.frame.word("table"), |name| match name {
            "number" => Some(self.tables.to_string()),
            "title" => {
                Some(format!("\u{2068}{}\u{2069}", bidi::isolate(&self.guide.front.title, self.setting.direction)))
            }
            _ => None,
        });
        let label = escape(&label);
        let _ = write!(self.out, "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table>");
    }

    fn open_cell(&mut self) {
        let name = if self.in_head { "th" } else { "td" };
        let scope = if self.in_head { " scope=\"col\"" } else { "" };
        let class = match self.table.get(self.column) {
            Some(Alignment::Left) => " class=\"align-start\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-end\"",
            Some(Alignment::None) | None => "",
        };
        let _ = write!(self.out, "<{name}{scope}{class}>");
    }

    fn open_link(&mut self) {
        let link = self.guide.outline.links.get(self.next.link).and_then(|link| link.target.as_ref().ok());
        self.next.link += 1;
        // An address in angle brackets may stand among the words of a link: the outer one leads.
        let is_inside = self.open_links.iter().any(|open| !matches!(open, Close::Nothing));
        if self.alt.is_some() || is_inside {
            self.open_links.push(Close::Nothing);
            return;
        }
        let close = match link.and_then(|link| Some((link, self.frame.url(link)?))) {
            None => Close::Nothing,
            Some((Link::Web(_), url)) => {
                self.open_inline(&format!("<a class=\"web\" rel=\"noreferrer noopener\" href=\"{}\">", escape(&url)));
                Close::Web
            }
            Some((_, url)) => {
                self.open_inline(&format!("<a href=\"{}\">", escape(&url)));
                Close::Plain
            }
        };
        self.open_links.push(close);
    }

    fn close_link(&mut self) {
        match self.open_links.pop() {
            Some(Close::Plain) => self.close_inline("</a>"),
            Some(Close::Web) => {
                self.close_inline("</a>");
                self.inline.stop();
                let words = self.frame.word_html("needs-internet");
                let _ = write!(self.out, "<span class=\"needs-internet\"> ({words})</span>");
            }
            Some(Close::Nothing) | None => {}
        }
    }

    fn open_picture(&mut self) {
        self.open_pictures.push(self.next.picture);
        self.next.picture += 1;
        self.alt.get_or_insert_default();
    }

    fn close_picture(&mut self) {
        let picture = self.open_pictures.pop();
        if !self.open_pictures.is_empty() {
            return;
        }
        let alt = self.alt.take().unwrap_or_default();
        let target = picture.and_then(|at| self.guide.outline.pictures.get(at)).and_then(|p| p.target.as_ref().ok());
        match target.and_then(|link| self.frame.picture(link)) {
            Some(picture) => {
                self.inline.object();
                self.picture(&picture, &alt);
            }
            None => self.text(&alt),
        }
    }

    fn picture(&mut self, picture: &Picture<'_>, alt: &str) {
        let Picture { url, urls_by_width, sizes, size: Dimensions { width, height } } = picture;
        let (url, alt) = (escape(url), escape(&bidi::isolate(alt, self.setting.direction)));
        // Writing into a string can't fail.
        let _ = write!(self.out, "<img src=\"{url}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\"");
        if urls_by_width.len() > 1 {
            let candidates: Vec<String> = urls_by_width.iter().map(|(url, width)| format!("{url} {width}w")).collect();
            let _ = write!(self.out, " srcset=\"{}\" sizes=\"{}\"", escape(&candidates.join(", ")), escape(sizes));
        }
        // What stands before the first heading of its own page is mostly seen at once: waiting for the layout would delay it.
        let at_once = self.next.heading == 0 && self.setting.id_prefix.is_empty();
        self.push(if at_once { " decoding=\"async\">" } else { " loading=\"lazy\" decoding=\"async\">" });
    }

    fn reference(&mut self, label: &str) {
        let index = self.notes.number(label);
        self.notes.references[index] += 1;
        self.notes.referred.push(index);
        let (number, times, prefix) = (index + 1, self.notes.references[index], self.setting.id_prefix);
        self.inline.stop();
        let again = if times > 1 { format!("-{times}") } else { String::new() };
        let _ = write!(
            self.out,
            "<sup id=\"_{prefix}fnref-{number}{again}\"><a href=\"#_{prefix}fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    fn open_note(&mut self, label: &str) {
        let index = self.notes.number(label);
        let before = std::mem::take(&mut self.out);
        self.notes.open.push((index, before, self.notes.referred.len()));
    }

    fn close_note(&mut self) {
        let Some((index, before, referred)) = self.notes.open.pop() else { return };
        let text = std::mem::replace(&mut self.out, before);
        match &mut self.notes.texts[index] {
            none @ None => *none = Some(text),
            // The first text of a label counts: what another one refers to is not on the page.
            Some(_) => {
                let Notes { references, referred: all, .. } = &mut self.notes;
                all.drain(referred..).for_each(|index| references[index] -= 1);
            }
        }
    }

    fn task(&mut self, done: bool) {
        self.inline.stop();
        let (class, word) = if done { ("task task-done", "task-done") } else { ("task task-open", "task-open") };
        let word = escape(self.frame.word(word));
        let _ = write!(self.out, "<span class=\"{class}\" role=\"img\" aria-label=\"{word}\"></span> ");
    }

    fn finish(mut self) -> String {
        self.settle();
        if self.notes.texts.iter().all(Option::is_none) {
            return self.out;
        }
        let label = escape(self.frame.word("footnotes"));
        let _ = writeln!(self.out, "<section class=\"footnotes\" aria-label=\"{label}\"><ol>");
        let back = escape(self.frame.word("footnote-back"));
        // An arrow back points to where a line begins.
        let arrow = match self.setting.direction {
            Direction::LeftToRight => '↩',
            Direction::RightToLeft => '↪',
        };
        let prefix = self.setting.id_prefix;
        for (index, text) in self.notes.texts.iter().enumerate() {
            let number = index + 1;
            let text = text.as_deref().unwrap_or_default().trim_end();
            // The way back stands in the note's last paragraph, where there is one.
            let (text, end) = text.strip_suffix("</p>").map_or((text, ""), |text| (text, "</p>"));
            let _ = write!(self.out, "<li id=\"_{prefix}fn-{number}\">{text}");
            if self.notes.references[index] > 0 {
                let _ = write!(
                    self.out,
                    " <a href=\"#_{prefix}fnref-{number}\" role=\"doc-backlink\" aria-label=\"{back}\">{arrow}</a>"
                );
            }
            let _ = writeln!(self.out, "{end}</li>");
        }
        self.out.push_str("</ol></section>\n");
        self.out
    }
}

/// Whether an element stands among the words of a block.
fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
