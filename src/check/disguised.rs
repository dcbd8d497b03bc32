//! Links whose words name one place and which lead to another: part of `unsafe-link`.

use super::facts::{Facts, excerpt};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Guide, Link, LinkUse, NumberUse, same_number};

/// Says each link of a guide whose words are a phone number, a web or a mail address other than its own.
pub(super) fn check(facts: &Facts<'_>, guide: &Guide, said: &mut Vec<Diagnostic>) {
    for link in &guide.outline.links {
        let Ok(target) = &link.target else { continue };
        let words = words(facts, guide, link);
        let place = guide.span(&link.range);
        if let Some(leads) = other_place(facts, guide, link, target, words) {
            let message = format!("the link says `{}` and leads to {leads}", excerpt(words));
            let help = "let the words name what is there; a reader trusts them";
            said.push(Diagnostic::new(Code::UnsafeLink, place, message).help(help));
        }
    }
}

/// Where a link leads, where its words name another place.
fn other_place(facts: &Facts<'_>, guide: &Guide, link: &LinkUse, target: &Link, words: &str) -> Option<String> {
    match target {
        Link::Tel(number) | Link::Sms(number) => {
            let shown = numbers(guide, link);
            let other = !shown.is_empty() && !shown.iter().any(|shown| same_number(&shown.digits, number));
            other.then(|| format!("`{number}`"))
        }
        Link::Web(url) => {
            let (host, shown) = (host(url)?, shown_host(words)?);
            (bare(host) != bare(shown)).then(|| format!("`{host}`"))
        }
        Link::Mail(address) => {
            let shown = words.contains('@') && !words.contains(char::is_whitespace);
            (shown && !words.eq_ignore_ascii_case(address)).then(|| format!("`{address}`"))
        }
        Link::Guide { path, .. } => {
            let (_, topic) = facts.library.guide_at(path)?;
            let channels = &facts.library.helpline(topic)?.channels;
            let has =
                |number: &NumberUse| channels.iter().any(|c| c.is_number() && same_number(&c.value, &number.digits));
            let known = |number: &NumberUse| facts.phones.of(&number.digits).next().is_some();
            let other = numbers(guide, link).into_iter().any(|number| !number.year && known(number) && !has(number));
            other.then(|| format!("`{}`, which has other numbers", facts.library.facts(topic).title))
        }
        Link::Anchor(_) | Link::Asset(_) | Link::Nowhere(_) => None,
    }
}

/// The words of a link as they are written; nothing for an address in angle brackets, which is its own words.
fn words<'a>(facts: &Facts<'a>, guide: &Guide, link: &LinkUse) -> &'a str {
    let inner = facts.text(guide, &link.range).strip_prefix('[').unwrap_or_default();
    let end = inner.find("](").or_else(|| inner.find(']')).unwrap_or(0);
    inner[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'))
}

/// The numbers of three digits or more among the words of a link.
fn numbers<'g>(guide: &'g Guide, link: &LinkUse) -> Vec<&'g NumberUse> {
    // Numbers are in the order of the text.
    let all = &guide.outline.numbers;
    let behind = &all[all.partition_point(|number| number.range.start < link.range.start)..];
    let inside = behind.iter().take_while(|number| number.range.end <= link.range.end);
    inside.filter(|number| number.linked && number.digits.len() > 2).collect()
}

fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', '?', '#', ':']).next()
}

/// The host that words show, where they are a web address: with a scheme, or a name that ends as hosts do.
fn shown_host(words: &str) -> Option<&str> {
    if words.contains(char::is_whitespace) {
        return None;
    }
    if words.contains("://") {
        return host(words);
    }
    let name = words.split(['/', '?', '#', ':']).next()?;
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    (name.starts_with("www.") || ENDINGS.contains(&ending.as_str())).then_some(name)
}

/// Endings by which words are taken for a host: `Node.js` is none.
const ENDINGS: [&str; 16] =
    ["com", "org", "net", "info", "gov", "edu", "int", "io", "app", "co", "uk", "pk", "in", "eu", "us", "example"];

fn bare(host: &str) -> String {
    let host = host.to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}
