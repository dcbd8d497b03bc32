use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Guide;
use crate::parse::is_redacted;
use std::ops::Range;

/// Contacts of which only the place is left: a site hid them, and the text was copied from there.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let help = "look the contact up at its source and write it out, or remove it";
    said.extend(facts.gather(|guide, said| {
        for words in &guide.outline.redacted {
            let place = guide.span(&with_brackets(facts, guide, words));
            let message = format!("`{}` is what is left of a hidden contact", facts.text(guide, words));
            said.push(Diagnostic::new(Code::RedactedContact, place, message).help(help));
        }
    }));
    for (id, helpline) in facts.library.helplines() {
        let places = facts.places(facts.library.source(id).file);
        for (index, channel) in helpline.channels.iter().enumerate().filter(|(_, channel)| is_redacted(&channel.value))
        {
            let place = places.item("channels", index, Some("value"), &channel.value);
            let message = match channel.value.as_str() {
                "" => "the channel's value is empty".to_owned(),
                value => format!("`{value}` is what is left of a hidden contact"),
            };
            said.push(Diagnostic::new(Code::RedactedContact, place, message).help(help));
        }
    }
}

/// The brackets belong to what was put in the contact's place.
fn with_brackets(facts: &Facts<'_>, guide: &Guide, words: &Range<u32>) -> Range<u32> {
    let wider = words.start.saturating_sub(1)..words.end + 1;
    let text = facts.text(guide, &wider);
    if text.starts_with('[') && text.ends_with(']') { wider } else { words.clone() }
}
