use crate::library::{Library, TopicId};
use crate::model::{ascii_digits, same_number};
use std::collections::HashMap;

/// The phone numbers of all helplines, found by any of their writings.
#[derive(Debug, Default)]
pub(crate) struct Phones<'a> {
    /// Numbers of few digits, which are equal or differ.
    short: HashMap<String, Vec<Phone<'a>>>,
    /// Longer numbers by their last digits, which country code and trunk `0` leave alone.
    long: HashMap<String, Vec<Phone<'a>>>,
}

/// A number of a helpline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phone<'a> {
    pub helpline: TopicId,
    /// The place in the list of channels.
    pub channel: usize,
    pub value: &'a str,
    /// Whether another helpline has taken the helpline's place.
    pub old: bool,
}

/// Below so many digits, beside leading zeros, [`same_number`] wants equal numbers.
const TAIL: usize = 7;

impl<'a> Phones<'a> {
    pub fn new(library: &'a Library) -> Self {
        let mut phones = Self::default();
        for (helpline, facts) in library.helplines() {
            let old = library.is_superseded(helpline);
            for (channel, number) in facts.channels.iter().enumerate().filter(|(_, channel)| channel.is_number()) {
                let phone = Phone { helpline, channel, value: &number.value, old };
                let digits = ascii_digits(&number.value);
                match tail(&digits) {
                    Some(tail) => phones.long.entry(tail.to_owned()).or_default().push(phone),
                    None => phones.short.entry(digits.trim_start_matches('+').to_owned()).or_default().push(phone),
                }
            }
        }
        phones
    }

    /// The helplines that `digits`, in ASCII, reach.
    pub fn of(&self, digits: &str) -> impl Iterator<Item = Phone<'a>> {
        let found = match tail(digits) {
            Some(tail) => self.long.get(tail),
            None => self.short.get(digits.trim_start_matches('+')),
        };
        found.into_iter().flatten().copied().filter(move |phone| same_number(phone.value, digits))
    }

    /// Whether any helpline's place was taken by another.
    pub fn has_old(&self) -> bool {
        self.short.values().chain(self.long.values()).flatten().any(|phone| phone.old)
    }

    /// The first superseded helpline that `digits` reach, where they reach no current one.
    pub fn superseded(&self, digits: &str) -> Option<Phone<'a>> {
        let mut first = None;
        for phone in self.of(digits) {
            if !phone.old {
                return None;
            }
            first.get_or_insert(phone);
        }
        first
    }
}

fn tail(digits: &str) -> Option<&str> {
    let digits = digits.trim_start_matches('+').trim_start_matches('0');
    digits.len().checked_sub(TAIL).map(|start| &digits[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::source::SourceTree;

    #[test]
    fn finds_what_same_number_would() {
        let values = ["1799", "01799", "15", "0311-7786264", "+92 311 7786264", "051-9106691", "0800-39393", "911"];
        let line =
            |value: &str| format!("---\nkind: helpline\nchannels:\n  - {{type: phone, value: \"{value}\"}}\n---\n");
        let files = values.iter().enumerate().map(|(n, value)| (format!("en/{n}.md"), line(value)));
        let site = [("site.yaml".to_owned(), "languages: [en]\n".to_owned())];
        let library = Library::new(parse(&SourceTree::of_guides(files.chain(site))).0);
        let phones = Phones::new(&library);
        for asked in values.iter().chain(&["923117786264", "00923117786264", "7786264", "1991", "+1799", "", "+"]) {
            let digits = ascii_digits(asked);
            let found: Vec<_> = phones.of(&digits).map(|phone| phone.value).collect();
            let expected: Vec<_> = values.iter().copied().filter(|value| same_number(value, &digits)).collect();
            assert_eq!(found, expected, "{asked}");
        }
    }
}
