use super::disguised;
use super::facts::{Facts, excerpt};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Guide, UnsafeLink};
use crate::parse::{self, markdown};
use pulldown_cmark::{Event, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// Links and pictures with an address that no page may carry.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        disguised::check(facts, guide, said);
        let unsafe_ones = refused(guide);
        if unsafe_ones.is_empty() {
            return;
        }
        let written = destinations(facts, guide);
        for (range, why) in unsafe_ones {
            let address = written.get(&range.start).map_or("", String::as_str);
            let (message, help) = words(why, address);
            said.push(Diagnostic::new(Code::UnsafeLink, guide.span(range), message).help(help));
        }
    }));
}

fn refused(guide: &Guide) -> Vec<(&Range<u32>, UnsafeLink)> {
    let links = guide.outline.links.iter().map(|link| (&link.range, &link.target));
    let pictures = guide.outline.pictures.iter().map(|picture| (&picture.range, &picture.target));
    links.chain(pictures).filter_map(|(range, target)| Some((range, *target.as_ref().err()?))).collect()
}

fn words(why: UnsafeLink, address: &str) -> (String, String) {
    let shown = excerpt(&address.escape_debug().to_string());
    match why {
        UnsafeLink::Scheme => {
            let scheme = address.split(':').next().unwrap_or_default();
            let message = format!("a link can't begin with `{}:`", excerpt(scheme));
            (message, "links may begin with `https:`, `http:`, `tel:`, `sms:` or `mailto:`, or name a file".into())
        }
        UnsafeLink::SchemeRelative => {
            (format!("`{shown}` does not say how it is reached"), format!("write `https:{shown}`"))
        }
        UnsafeLink::Credentials => {
            let message = format!("`{shown}` holds a name before `@`");
            (message, "remove it: such an address can look as if it led to another place than it does".into())
        }
        UnsafeLink::Invisible('\\') => {
            (format!("`{shown}` holds a backslash"), "write `/` between folders, whatever your computer writes".into())
        }
        UnsafeLink::Invisible(c) => {
            let message = format!("the address holds the invisible character U+{:04X}", u32::from(c));
            (message, "type the address again by hand instead of pasting it".into())
        }
        UnsafeLink::Malformed => malformed(&shown),
    }
}

fn malformed(shown: &str) -> (String, String) {
    let scheme = shown.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let (what, help) = match scheme.as_str() {
        "tel" | "sms" => ("phone number", "write digits, as `tel:1799` or `tel:+923001234567`"),
        "mailto" => ("mail address", "write one address and nothing else, as `mailto:name@example.org`"),
        _ => ("web address", "write it whole, as `https://example.org/page`, with `%20` for a space"),
    };
    (format!("`{shown}` is no {what}"), help.into())
}

/// What the links and pictures of a guide were written to lead to, by the byte of the file where each starts.
fn destinations(facts: &Facts<'_>, guide: &Guide) -> HashMap<u32, String> {
    let events = markdown::events(parse::body(facts.tree, guide));
    let targets = events.filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
            let start = guide.body_start + u32::try_from(range.start).ok()?;
            Some((start, markdown::destination(link_type, &dest_url).into_string()))
        }
        _ => None,
    });
    targets.collect()
}
