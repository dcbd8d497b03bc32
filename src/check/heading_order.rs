use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Heading;

/// Headings that skip a level, stand above the guide's title, or say nothing.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let mut above = 1;
        for heading in &guide.outline.headings {
            for (message, help) in problems(heading, above) {
                said.push(Diagnostic::new(Code::HeadingOrder, guide.span(&heading.range), message).help(help));
            }
            above = heading.level;
        }
    }));
}

fn problems(heading: &Heading, above: u8) -> Vec<(String, String)> {
    let mut problems = Vec::new();
    let marks = |level: u8| "#".repeat(usize::from(level));
    if heading.text.is_empty() {
        problems.push(("the heading has no words".into(), "write them after the `#` signs, or remove the line".into()));
    }
    if heading.level == 1 {
        let message = "the heading is of level 1, which the guide's title has".into();
        problems.push((message, "begin it with `##`".into()));
    } else if heading.level > above + 1 {
        let message = match above {
            1 => format!("the first heading is of level {}, not 2", heading.level),
            _ => format!("the headings jump from level {above} to level {}", heading.level),
        };
        problems.push((message, format!("begin it with `{}`", marks(above + 1))));
    }
    problems
}
