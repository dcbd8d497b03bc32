use super::heading_ids::HeadingIds;
use super::{Placed, destination, numbers};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Heading, LinkUse, NumberUse, Outline, PictureUse};
use crate::parse::guide::control;
use crate::parse::parse_link;
use crate::source::{FileId, Span, VPath};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// A walk over the events of a body for what matters outside of it.
pub(in crate::parse) struct OutlineWalk<'a> {
    body: &'a str,
    /// The body's first byte in the file.
    start: usize,
    file: FileId,
    path: &'a VPath,
    outline: Outline,
    problems: Vec<Diagnostic>,
    ids: HeadingIds,
    /// The heading that is open: its level and place, the id that the author gave, and its words so far.
    heading: Option<(u8, Range<usize>, Option<CowStr<'a>>, String)>,
    /// Headings whose ids are made when all given ones are known.
    unnamed: Vec<usize>,
    /// How many links are open, and how many code blocks.
    links: u32,
    code: u32,
    /// The picture that is open, by its place in the outline.
    picture: Option<usize>,
}

impl<'a> OutlineWalk<'a> {
    pub fn new(body: &'a str, start: usize, file: FileId, path: &'a VPath) -> Self {
        Self {
            body,
            start,
            file,
            path,
            outline: Outline::default(),
            problems: Vec::new(),
            ids: HeadingIds::default(),
            heading: None,
            unnamed: Vec::new(),
            links: 0,
            code: 0,
            picture: None,
        }
    }

    pub fn event(&mut self, (event, range): Placed<'a>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                self.heading_words(&text);
                self.picture_words(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.heading_words(" "),
            Event::Html(_) | Event::InlineHtml(_) => self.raw_html(range),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    let place = self.span(self.trimmed(range.clone()));
                    self.problems.push(
                        Diagnostic::new(Code::BadValue, place, "a heading can be given an id only")
                            .help("keep `{#id}`, and remove the classes and attributes"),
                    );
                }
                self.heading = Some((level as u8, self.trimmed(range), id, String::new()));
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.links += 1;
                let target = parse_link(&destination(link_type, &dest_url), Some(self.path));
                let range = self.range(range);
                self.outline.links.push(LinkUse { target, range });
            }
            Tag::Image { dest_url, .. } => {
                let target = parse_link(&dest_url, Some(self.path));
                self.picture = Some(self.outline.pictures.len());
                let range = self.range(range);
                self.outline.pictures.push(PictureUse { target, has_alt: false, range });
            }
            Tag::CodeBlock(_) => self.code += 1,
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.picture = None,
            TagEnd::CodeBlock => self.code = self.code.saturating_sub(1),
            _ => {}
        }
    }

    fn close_heading(&mut self) {
        let Some((level, range, id, text)) = self.heading.take() else { return };
        let given = id.filter(|id| self.accepts(id, &range));
        if given.is_none() {
            self.unnamed.push(self.outline.headings.len());
        }
        let id = given.map_or_else(Box::default, |id| Box::from(&*id));
        let heading = Heading { level, id, text: text.trim().into(), range: self.range(range) };
        self.outline.headings.push(heading);
    }

    /// Whether an id that the author gave can be used; says why not.
    fn accepts(&mut self, id: &str, range: &Range<usize>) -> bool {
        let plain = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let place = self.span(range.clone());
        if !plain || !id.starts_with(char::is_alphanumeric) {
            let help = "use letters, digits and hyphens, and begin with a letter";
            self.problems.push(Diagnostic::new(Code::BadValue, place, format!("`{id}` can't be an id")).help(help));
            return false;
        }
        let free = self.ids.take(id);
        if !free {
            let message = format!("the id `{id}` is given twice in this guide");
            self.problems.push(Diagnostic::new(Code::DuplicateId, place, message).help("give one heading another id"));
        }
        free
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        self.outline.words = self.outline.words.saturating_add(count_words(text));
        self.heading_words(text);
        if self.code > 0 {
            return;
        }
        self.picture_words(text);
        // Escapes and entities make a text differ from its source.
        let same = self.body.get(range.clone()) == Some(text);
        if !same && let Some((_, c)) = control(text) {
            let message =
                format!("`{}` stands for the control character U+{:04X}", &self.body[range.clone()], u32::from(c));
            let problem = Diagnostic::new(Code::BadEncoding, self.span(range.clone()), message);
            self.problems.push(problem.help("remove it: no reader sees it"));
        }
        if is_hidden_contact(text) && self.body[..range.start].ends_with('[') {
            let range = self.range(range.clone());
            self.outline.redacted.push(range);
        }
        self.text_numbers(text, range, same);
    }

    /// `same` says whether the text is as its source writes it. Where it is not, all of it stands for its numbers.
    fn text_numbers(&mut self, text: &str, range: Range<usize>, same: bool) {
        for number in numbers::numbers(text) {
            let at =
                if same { range.start + number.range.start..range.start + number.range.end } else { range.clone() };
            let year = reads_as_year(text, &number);
            let range = self.range(at);
            let linked = self.links > 0;
            self.outline.numbers.push(NumberUse { digits: number.digits.into(), linked, year, range });
        }
    }

    fn picture_words(&mut self, text: &str) {
        if let Some(picture) = self.picture.filter(|_| !text.trim().is_empty()) {
            self.outline.pictures[picture].has_alt = true;
        }
    }

    fn heading_words(&mut self, text: &str) {
        if let Some((.., words)) = &mut self.heading {
            words.push_str(text);
        }
    }

    fn raw_html(&mut self, range: Range<usize>) {
        let range = self.range(range);
        match self.outline.raw_html.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.outline.raw_html.push(range),
        }
    }

    pub fn finish(mut self) -> (Outline, Vec<Diagnostic>) {
        for index in std::mem::take(&mut self.unnamed) {
            let id = self.ids.make(&self.outline.headings[index].text);
            self.outline.headings[index].id = id;
        }
        self.outline.index_headings();
        self.outline.shrink();
        (self.outline, self.problems)
    }

    /// A block without the line ending that closes it.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let Range { start, .. } = range;
        start..start + self.body[range].trim_end().len()
    }

    fn range(&self, range: Range<usize>) -> Range<u32> {
        let span = self.span(range);
        span.start..span.end
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.start..range.end + self.start)
    }
}

/// Whether the words between two brackets are what a site puts where it hides an address.
fn is_hidden_contact(text: &str) -> bool {
    text.len() < 40 && {
        let plain = text.replace(['\u{a0}', '_', '-'], " ").to_lowercase();
        ["email protected", "redacted", "removed", "hidden"].contains(&plain.trim())
    }
}

fn count_words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

/// Whether a number of four digits from 1900 to 2099 stands where a year does: after a word as "in" or "since", or
/// beside a month or another year.
fn reads_as_year(text: &str, number: &numbers::Number) -> bool {
    const BEFORE: [&str; 23] = [
        "in",
        "since",
        "until",
        "by",
        "before",
        "after",
        "during",
        "from",
        "of",
        "year",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "سن",
    ];
    const AFTER: [&str; 4] = ["میں", "سے", "تک", "ء"];
    if !is_year(&number.digits) {
        // A whole date is no phone number either: 2026-11-22, 3.6.2025.
        return is_date(&text[number.range.clone()]);
    }
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (left, right) = nearby(text, &number.range);
    let mut before = left.split_whitespace().rev().map(plain);
    let (before, earlier) = (before.next().unwrap_or_default(), before.next().unwrap_or_default());
    let after = right.split_whitespace().next().unwrap_or_default();
    let bracketed = left.ends_with('(') && right.starts_with(')');
    bracketed
        || BEFORE.contains(&before.as_str())
        || before.ends_with("ء")
        || AFTER.contains(&after)
        || (before == "and" && is_year(&earlier))
}

/// What stands before and behind a range, as far as words reach that make a number a year: a text without a space is not
/// read from its start for each of its numbers.
fn nearby<'t>(text: &'t str, range: &Range<usize>) -> (&'t str, &'t str) {
    const FAR: usize = 64;
    let mut start = range.start.saturating_sub(FAR);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = text.len().min(range.end + FAR);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (&text[start..range.start], &text[range.end..end])
}

fn is_year(digits: &str) -> bool {
    matches!(digits.parse::<u32>(), Ok(1900..=2099))
}

fn is_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['-', '.', '–']).collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.chars().count()).collect();
    matches!(sizes.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4] | [4, 1..=2] | [4, 4])
        && groups.iter().any(|group| group.starts_with("19") || group.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Root, SourceTree};

    fn read(body: &str) -> Outline {
        let tree = SourceTree::of_guides([("en/a.md", body)]);
        let file = tree.find(Root::Guides, "en/a.md").unwrap();
        let mut walk = OutlineWalk::new(body, 0, file, &tree.file(file).path);
        crate::parse::markdown::events(body).for_each(|event| walk.event(event));
        walk.finish().0
    }

    #[test]
    fn headings_and_their_ids() {
        let outline = read("## Help\n\n## Help\n\n### Own {#help-2}\n\n## `code` and *more*\n");
        let ids: Vec<_> = outline.headings.iter().map(|h| (&*h.id, &*h.text, h.level)).collect();
        assert_eq!(
            ids,
            [("help", "Help", 2), ("help-3", "Help", 2), ("help-2", "Own", 3), ("code-and-more", "code and more", 2)]
        );
    }

    #[test]
    fn raw_html_runs_are_whole() {
        let body = "<div onclick=\"x\">\nhi\n</div>\n\ntext <b>bold</b>\n";
        let found = read(body).raw_html;
        let texts: Vec<_> = found.iter().map(|r| &body[r.start as usize..r.end as usize]).collect();
        assert_eq!(texts, ["<div onclick=\"x\">\nhi\n</div>\n", "<b>", "</b>"]);
    }

    #[test]
    fn numbers_outside_code_with_years_told_apart() {
        let body = "Call 1799 or [1121](tel:1121).\nIn 1991 and `1991`, since 2019. On 2026-11-22 the line 1991 ended. \
                    Call 1799 and 1991. In 1991 and 1992.\n";
        let numbers: Vec<_> =
            read(body).numbers.into_iter().map(|n| (n.digits.into_string(), n.linked, n.year)).collect();
        let expected = [
            ("1799", false, false),
            ("1121", true, false),
            ("1991", false, true),
            ("2019", false, true),
            ("20261122", false, true),
            ("1991", false, false),
            ("1799", false, false),
            ("1991", false, false),
            ("1991", false, true),
            ("1992", false, true),
        ];
        assert_eq!(numbers, expected.map(|(digits, linked, year)| (digits.to_owned(), linked, year)));
    }

    #[test]
    fn control_characters_are_found_behind_entities() {
        let body = "Tell&#1; *a &#x7f;* person&amp;s, `&#1;`.\n";
        let tree = SourceTree::of_guides([("en/a.md", body)]);
        let file = tree.find(Root::Guides, "en/a.md").unwrap();
        let mut walk = OutlineWalk::new(body, 0, file, &tree.file(file).path);
        crate::parse::markdown::events(body).for_each(|event| walk.event(event));
        let found: Vec<_> = walk.finish().1.into_iter().map(|problem| (problem.code, problem.place)).collect();
        let at = |range| (Code::BadEncoding, crate::diagnostic::Place::from(Span::new(file, range)));
        assert_eq!(found, [at(4..8), at(12..18)]);
    }

    #[test]
    fn mail_in_angle_brackets_is_a_mail_link() {
        let links = read("Write to <help@example.org>.\n").links;
        assert_eq!(links[0].target, Ok(crate::model::Link::Mail("help@example.org".into())));
    }

    #[test]
    fn pictures_and_redacted_contacts() {
        let outline =
            read("![](../a.png)\n\n![`code`](b.png)\n\nWrite to [email protected] today. We keep email protected.\n");
        assert_eq!(outline.pictures.iter().map(|p| p.has_alt).collect::<Vec<_>>(), [false, true]);
        assert_eq!(outline.redacted.len(), 1);
    }
}
