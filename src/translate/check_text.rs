use crate::parse::markdown::{self, BlockKind};
use crate::parse::{Unit, is_invisible};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeSet;

/// What is wrong with a translated text: a sentence, and what to do.
pub(super) type Fault = (String, String);

/// A translator's text as a guide would hold it: in one line, but for hard breaks, tags and code.
pub(super) fn normal(unit: &Unit, text: &str) -> String {
    let lines = text.lines().map(str::trim);
    match unit.kind {
        None if matches!(unit.block.place, crate::model::BlockPlace::Field("tags", _)) => {
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Some(BlockKind::Code) => text.trim_end().to_owned(),
        _ => {
            let mut out = String::new();
            for line in lines.filter(|line| !line.is_empty()) {
                let hard = out.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
                let between = if hard { "\n" } else { " " };
                out = if out.is_empty() { line.to_owned() } else { out + between + line };
            }
            out
        }
    }
}

/// Whether a text may stand for a unit of the source: the same links, markup that is closed, the same placeholders.
pub(super) fn faults(unit: &Unit, text: &str) -> Vec<Fault> {
    let mut faults = placeholders(&unit.text, text);
    if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n') {
        faults.push((format!("the text holds the character {}", c.escape_default()), "remove it".to_owned()));
    }
    let markdown = !matches!(unit.kind, None | Some(BlockKind::Code));
    if markdown {
        faults.extend(in_markdown(unit, text));
    }
    faults
}

fn in_markdown(unit: &Unit, text: &str) -> Vec<Fault> {
    let (wanted, given) = (Inline::of(&unit.text), Inline::of(text));
    let mut faults = Vec::new();
    for target in given.targets.difference(&wanted.targets) {
        let help = format!("the source has {}", listed(&wanted.targets));
        faults.push((format!("the link to `{target}` is not in the source"), help));
    }
    for target in wanted.targets.difference(&given.targets) {
        let help = format!("write `[words]({target})`: what stands in round brackets is not translated");
        faults.push((format!("the link to `{target}` is missing"), help));
    }
    let left = |marks: &[char]| given.words.matches(marks).count() > wanted.words.matches(marks).count();
    for (marks, what) in [(&['*', '_'][..], "emphasis"), (&['`'][..], "code"), (&['[', ']'][..], "a link")] {
        if left(marks) {
            let marks: String = marks.iter().collect();
            let help = format!("close each `{marks}` that is opened, without a space inside, or write `\\` before it");
            faults.push((format!("the marks of {what} are not in pairs"), help));
        }
    }
    if given.has_html && !wanted.has_html {
        faults.push(("HTML is not accepted in a guide".to_owned(), "write it in Markdown".to_owned()));
    }
    let one_line = matches!(unit.kind, Some(BlockKind::Heading(_) | BlockKind::Cell | BlockKind::Term));
    if one_line && text.contains('\n') {
        faults.push(("a heading or a cell is one line".to_owned(), "write it in one line".to_owned()));
    }
    faults
}

/// What matters in a piece of inline Markdown.
struct Inline {
    /// Where links and pictures lead.
    targets: BTreeSet<String>,
    /// The words that a reader sees, outside code.
    words: String,
    has_html: bool,
}

impl Inline {
    fn of(text: &str) -> Self {
        let mut inline = Self { targets: BTreeSet::new(), words: String::new(), has_html: false };
        for (event, _) in markdown::events(text) {
            match event {
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    inline.targets.insert(markdown::destination(link_type, &dest_url).into_string());
                }
                Event::Start(Tag::Image { dest_url, .. }) => drop(inline.targets.insert(dest_url.into_string())),
                Event::Text(text) => inline.words.push_str(&text),
                Event::Html(_) | Event::InlineHtml(_) => inline.has_html = true,
                _ => {}
            }
        }
        inline
    }
}

/// Names in braces, which a program fills in.
fn placeholders(source: &str, text: &str) -> Vec<Fault> {
    fn names(text: &str) -> BTreeSet<&str> {
        let plain =
            |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).filter(plain).collect()
    }
    let (wanted, given) = (names(source), names(text));
    if wanted == given {
        return Vec::new();
    }
    let help = format!("the source has {}", listed(&wanted.iter().map(|name| format!("{{{name}}}")).collect()));
    vec![("the words in braces are not those of the source".to_owned(), help)]
}

fn listed(items: &BTreeSet<String>) -> String {
    let visible = |item: &String| item.chars().filter(|c| !is_invisible(*c)).collect::<String>();
    match items.len() {
        0 => "none".to_owned(),
        _ => items.iter().map(|item| format!("`{}`", visible(item))).collect::<Vec<_>>().join(", "),
    }
}
