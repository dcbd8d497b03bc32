use super::events;
use pulldown_cmark::{Event, Tag, TagEnd};

/// The words of a body without markup: a list of blocks (paragraphs, list items, cells) before the first heading, then
/// one for each heading of the outline, in order. Footnotes stand where they are written.
pub fn plain_text(body: &str) -> Vec<Vec<String>> {
    let (mut sections, mut block, mut in_heading) = (vec![Vec::new()], String::new(), false);
    for (event, _) in events(body) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                close(&mut sections, &mut block);
                sections.push(Vec::new());
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(tag) if is_block(&tag.to_end()) => close(&mut sections, &mut block),
            Event::End(tag) if is_block(&tag) => close(&mut sections, &mut block),
            _ if in_heading => {}
            Event::Text(text) => block.push_str(without_scheme(&text)),
            Event::Code(text) => block.push_str(&text),
            Event::SoftBreak | Event::HardBreak => block.push(' '),
            _ => {}
        }
    }
    close(&mut sections, &mut block);
    sections
}

/// The address of a web page as people read it.
fn without_scheme(text: &str) -> &str {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text)
}

fn close(sections: &mut [Vec<String>], block: &mut String) {
    let text = block.trim();
    if let Some(section) = sections.last_mut().filter(|_| !text.is_empty()) {
        section.push(text.to_owned());
    }
    block.clear();
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_below_their_headings() {
        let body = "Some *plain*\nwords.\n\n## One [link](a.md)\n- item\n  - inner ![alt](assets/a.png)\n\n| a | b |\n|-|-|\n| c | `d` |\n\n# Two\n<https://example.org/>[^1]\n\n[^1]: note\n";
        let expected: [&[&str]; 3] =
            [&["Some plain words."], &["item", "inner alt", "a", "b", "c", "d"], &["example.org/", "note"]];
        assert_eq!(plain_text(body), expected);
    }
}
