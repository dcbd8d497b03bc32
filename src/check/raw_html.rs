use super::facts::{Facts, excerpt};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Guide;

/// HTML in a body, which is never passed on.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide: &Guide, said| {
        for run in &guide.outline.raw_html {
            let text = facts.text(guide, run);
            let range = run.start..run.start + u32::try_from(text.trim_end().len()).unwrap_or(0);
            let message = format!("HTML is not accepted in a guide: `{}`", excerpt(text));
            said.push(Diagnostic::new(Code::RawHtml, guide.span(&range), message).help(instead(text)));
        }
    }));
}

/// What Markdown has for the element that a text of HTML begins with.
fn instead(html: &str) -> &'static str {
    let html = html.trim_start().to_ascii_lowercase();
    if html.starts_with("<!") || html.starts_with("<?") {
        return "remove it: a comment would be visible to everyone who opens the page's source";
    }
    let name = html.trim_start_matches(['<', '/']);
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    match name {
        "b" | "strong" => "write `**words**`",
        "i" | "em" => "write `*words*`",
        "s" | "del" | "strike" => "write `~~words~~`",
        "code" | "tt" | "kbd" => "put the words between backticks",
        "pre" => "put the lines between two lines of three backticks",
        "br" => "end the line with a backslash, or begin a new paragraph with an empty line",
        "p" | "div" | "span" | "section" | "center" | "font" => {
            "remove the tags: an empty line begins a new paragraph, and the theme does the rest"
        }
        "hr" => "write `---` on a line of its own, between empty lines",
        "a" => "write `[words](address)`",
        "img" | "picture" | "figure" => "write `![what it shows](../assets/name.jpg)`",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write `## words`, with one `#` more for each level below",
        "ul" | "ol" | "li" => "begin each item with `- ` or `1. `",
        "table" | "thead" | "tbody" | "tr" | "td" | "th" => "write `| one | two |`, then `|---|---|`, then the rows",
        "blockquote" => "begin each line with `> `",
        "script" | "style" | "iframe" | "object" | "embed" | "video" | "audio" | "form" | "input" | "link" | "meta" => {
            "remove it: a page runs nothing and asks nothing of the network; link to what it showed"
        }
        _ => "write it in Markdown; where the sign `<` itself is meant, write `\\<`",
    }
}
