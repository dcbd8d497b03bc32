use super::facts::Facts;
use super::phones::Phone;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::TopicId;
use crate::model::{Guide, LinkUse, ascii_digits};
use crate::source::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Numbers of helplines whose place another has taken, anywhere but in their own record.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    if !facts.phones.has_old() {
        return;
    }
    said.extend(facts.gather(|guide, said| {
        let mut recorded = Recorded::new();
        let links: Vec<_> = guide.outline.links.iter().filter_map(|link| old_link(facts, guide, link)).collect();
        for (range, phone) in &links {
            said.push(diagnostic(facts, guide, range, *phone, &mut recorded));
        }
        for number in guide.outline.numbers.iter().filter(|number| !number.year) {
            // Two digits are an ordinary number, unless a link dials them.
            let short = number.digits.trim_start_matches('+').len() < 3;
            let phone = old(facts, guide, &number.digits).filter(|_| !short && !is_within(&number.range, &links));
            said.extend(phone.map(|phone| diagnostic(facts, guide, &number.range, phone, &mut recorded)));
        }
    }));
}

/// The superseded helpline that `digits` reach, where this is not its own record.
fn old<'a>(facts: &Facts<'a>, guide: &Guide, digits: &str) -> Option<Phone<'a>> {
    let phone = facts.phones.superseded(digits)?;
    let own = facts.library.topic_of(guide);
    facts.phones.of(digits).all(|phone| own != Some(phone.helpline)).then_some(phone)
}

/// Whether a number is the text of one of the links, which are in order and don't overlap.
fn is_within(number: &Range<u32>, links: &[(&Range<u32>, Phone<'_>)]) -> bool {
    let before = links.partition_point(|(link, _)| link.start <= number.start);
    links[..before].last().is_some_and(|(link, _)| number.end <= link.end)
}

/// Where the old numbers of a guide stand in their own records, by helpline and channel.
type Recorded = HashMap<(TopicId, usize), Span>;

/// A link that dials an old number.
fn old_link<'a, 'l>(facts: &Facts<'a>, guide: &Guide, link: &'l LinkUse) -> Option<(&'l Range<u32>, Phone<'a>)> {
    use crate::model::Link::{Sms, Tel};
    let (Tel(number) | Sms(number)) = link.target.as_ref().ok()? else { return None };
    Some((&link.range, old(facts, guide, &ascii_digits(number))?))
}

fn diagnostic(
    facts: &Facts<'_>,
    guide: &Guide,
    range: &Range<u32>,
    phone: Phone<'_>,
    recorded: &mut Recorded,
) -> Diagnostic {
    let old = facts.library.source(phone.helpline);
    let message = format!("`{}` is an old number, of `{}`", phone.value, old.front.title);
    let recorded = *recorded
        .entry((phone.helpline, phone.channel))
        .or_insert_with(|| facts.places(old.file).item("channels", phone.channel, Some("value"), phone.value));
    let help = match current(facts, phone.helpline) {
        Some(id) => help(facts, guide, id),
        None => "remove it: no helpline that holds today has taken its place".to_owned(),
    };
    Diagnostic::new(Code::SupersededNumber, guide.span(range), message)
        .other(recorded, "recorded here as old")
        .help(help)
}

fn help(facts: &Facts<'_>, guide: &Guide, id: TopicId) -> String {
    let line = facts.library.text_for(id, guide.lang);
    let link = facts.path(line).relative_from(facts.path(guide));
    let channels = facts.library.helpline(id).map(|helpline| helpline.channels.as_slice()).unwrap_or_default();
    let number = channels.iter().find(|channel| channel.is_number()).map(|channel| channel.value.as_str());
    match number {
        Some(number) => format!("the number is `{number}` now: write `[{number}]({link})`"),
        None => format!("`{}` has taken its place: write `[{}]({link})`", line.front.title, line.front.title),
    }
}

/// The helpline that holds today, at the end of those that took each other's place.
fn current(facts: &Facts<'_>, old: TopicId) -> Option<TopicId> {
    let (mut seen, mut open) = (HashSet::from([old]), vec![old]);
    while let Some(id) = open.pop() {
        if !facts.library.is_superseded(id) {
            return Some(id);
        }
        let next = &facts.library.topic(id).relations.replaced_by;
        open.extend(next.iter().rev().filter(|id| seen.insert(**id)));
    }
    None
}
