use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Link;

/// Pictures that a page would fetch from the web.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        for picture in &guide.outline.pictures {
            if let Ok(Link::Web(url)) = &picture.target {
                let message = format!("the picture would be fetched from `{}`", host(url));
                let help = "save it in `assets/` if its licence allows that, and write `![…](../assets/name.jpg)`";
                said.push(Diagnostic::new(Code::RemoteResource, guide.span(&picture.range), message).help(help));
            }
        }
    }));
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
