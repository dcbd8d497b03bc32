//! The numbers and addresses of a translation, beside those of its source.

use super::facts::Facts;
use super::number_set::NumberSet;
use crate::model::{BlockPlace, Guide, Link, ascii_digits, digit_value, looks_like_phone};
use crate::parse::{Places, Unit, markdown, units};
use crate::source::{FileId, Span};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A translation with its source, and what each of the two says in numbers.
pub(super) struct Pair<'f, 'a> {
    pub translation: Text<'f, 'a>,
    pub source: Text<'f, 'a>,
}

/// A text of a pair, and what is read of it once there is something to say.
pub(super) struct Text<'f, 'a> {
    pub side: &'f Side<'a>,
    facts: &'f Facts<'a>,
    places: OnceCell<Places<'a>>,
    units: OnceCell<Vec<Unit>>,
}

/// One text of a pair.
pub(crate) struct Side<'a> {
    pub guide: &'a Guide,
    pub contacts: Vec<Contact>,
    pub numbers: Vec<Number>,
    phones: NumberSet,
    addresses: HashSet<What>,
    groups: HashSet<String>,
}

/// A way to reach someone: a phone number, a web or a mail address.
pub(crate) struct Contact {
    pub what: What,
    pub shown: String,
    pub place: BlockPlace,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum What {
    /// Digits in ASCII.
    Phone(String),
    /// An address of the web without what does not change where it leads: the scheme, `www.`, a slash at its end.
    Web(String),
    Mail(String),
}

/// Any number of two digits or more, phone numbers among them.
pub(crate) struct Number {
    /// Digits in ASCII.
    pub digits: String,
    /// Its runs of two digits or more: of `22-24`, two.
    pub groups: Vec<String>,
    pub is_contact: bool,
    pub place: BlockPlace,
}

/// The pair that a guide is the translation of; `None` where it is none, or one of the two can't be read.
pub(super) fn pair<'f, 'a>(facts: &'f Facts<'a>, guide: &'a Guide) -> Option<Pair<'f, 'a>> {
    let source = source_of(facts, guide)?;
    let text = |file| {
        let side = facts.sides.get(&file)?;
        Some(Text { side, facts, places: OnceCell::new(), units: OnceCell::new() })
    };
    Some(Pair { translation: text(guide.file)?, source: text(source.file)? })
}

fn source_of<'a>(facts: &Facts<'a>, guide: &'a Guide) -> Option<&'a Guide> {
    let topic = facts.library.topic_of(guide).filter(|_| guide.front.translation.is_some())?;
    let source = facts.library.source(topic);
    (!facts.is_unread(guide.file) && !facts.is_unread(source.file)).then_some(source)
}

/// What the texts of all pairs say, by their files: a source has many translations, and two rules ask.
pub(super) fn sides<'a>(facts: &Facts<'a>) -> HashMap<FileId, Side<'a>> {
    let pairs = facts.library.guides().iter().filter_map(|guide| Some([guide.file, source_of(facts, guide)?.file]));
    let paired: HashSet<FileId> = pairs.flatten().collect();
    let sides = facts.gather(|guide, sides| {
        if paired.contains(&guide.file) {
            sides.push((guide.file, Side::of(facts, guide)));
        }
    });
    sides.into_iter().collect()
}

impl<'a> Side<'a> {
    fn of(facts: &Facts<'a>, guide: &'a Guide) -> Self {
        let mut side = Self {
            guide,
            contacts: Vec::new(),
            numbers: Vec::new(),
            phones: NumberSet::default(),
            addresses: HashSet::new(),
            groups: HashSet::new(),
        };
        for text in guide.front.texts() {
            side.text(facts, &text.words, &|_| BlockPlace::Field(text.field, text.index));
        }
        side.body(facts);
        for link in &guide.outline.links {
            if let Some((what, shown)) = link.target.as_ref().ok().and_then(of_link) {
                let shown = shown.to_owned();
                side.contacts.push(Contact { what, shown, place: BlockPlace::Body(link.range.clone()) });
            }
        }
        side.gather();
        side
    }

    /// What the other side is asked for: not by walks over all for each, since both may hold thousands.
    fn gather(&mut self) {
        for contact in &self.contacts {
            match &contact.what {
                What::Phone(digits) => self.phones.insert(digits),
                address => drop(self.addresses.insert(address.clone())),
            }
        }
        for number in &self.numbers {
            self.phones.insert(&number.digits);
            self.groups.extend(number.groups.iter().cloned());
        }
    }

    fn body(&mut self, facts: &Facts<'_>) {
        let start = self.guide.body_start;
        let body = crate::parse::body(facts.tree, self.guide);
        let mut code = false;
        for (event, range) in markdown::events(body) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => code = true,
                Event::End(TagEnd::CodeBlock) => code = false,
                Event::Text(text) if !code => {
                    let same = body.get(range.clone()) == Some(&*text);
                    self.text(facts, &text, &|part| {
                        let part = if same { range.start + part.start..range.start + part.end } else { range.clone() };
                        let byte = |at: usize| start + u32::try_from(at).unwrap_or(u32::MAX - start);
                        BlockPlace::Body(byte(part.start)..byte(part.end))
                    });
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, facts: &Facts<'_>, text: &str, place: &dyn Fn(Range<usize>) -> BlockPlace) {
        for number in markdown::numbers_beside_words(text) {
            let (shown, place) = (text[number.range.clone()].to_owned(), place(number.range));
            let is_contact = is_phone(facts, self.guide, &number.digits, &place);
            if is_contact {
                let what = What::Phone(number.digits.clone());
                self.contacts.push(Contact { what, shown: shown.clone(), place: place.clone() });
            }
            self.numbers.push(Number { groups: groups(&shown), digits: number.digits, is_contact, place });
        }
        for word in text.split_whitespace().filter(|word| word.contains("://") || word.contains("www.")) {
            let at = word.find("http").or_else(|| word.find("www.")).unwrap_or_default();
            let url = word[at..].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
            let start = word.as_ptr() as usize - text.as_ptr() as usize + at;
            let what = What::Web(plain_url(url));
            self.contacts.push(Contact { what, shown: url.to_owned(), place: place(start..start + url.len()) });
        }
    }

    /// Whether the text has a contact, also where it does not know it for one: `1991` may read as a year.
    pub fn has(&self, what: &What) -> bool {
        match what {
            What::Phone(digits) => self.phones.has(digits),
            address => self.addresses.contains(address),
        }
    }

    /// Whether the text has a run of digits in any of its numbers.
    pub fn has_group(&self, group: &str) -> bool {
        self.groups.contains(group)
    }
}

impl Text<'_, '_> {
    pub fn span(&self, place: &BlockPlace) -> Span {
        self.places.get_or_init(|| self.facts.places(self.side.guide.file)).block(place)
    }

    fn units(&self) -> &[Unit] {
        self.units.get_or_init(|| units(self.facts.tree, self.side.guide))
    }

    /// The unit, by number, that something stands in. Those of the body come after the fields, in the order of the text.
    fn unit_with(&self, place: &BlockPlace) -> Option<usize> {
        let units = self.units();
        let BlockPlace::Body(part) = place else { return units.iter().position(|unit| unit.block.place == *place) };
        let begins_before = |unit: &Unit| !matches!(&unit.block.place, BlockPlace::Body(own) if own.start > part.start);
        let last = units.partition_point(begins_before).checked_sub(1)?;
        matches!(&units[last].block.place, BlockPlace::Body(own) if part.end <= own.end).then_some(last)
    }
}

impl Pair<'_, '_> {
    /// Where the translation should have what stands at `place` of the source: the same block, where the two texts have
    /// as many; else the start of the body.
    pub fn counterpart(&self, place: &BlockPlace) -> Span {
        let alike = self.source.units().len() == self.translation.units().len();
        match self.source.unit_with(place).filter(|_| alike).and_then(|at| self.translation.units().get(at)) {
            Some(unit) => self.translation.span(&unit.block.place),
            None => {
                let guide = self.translation.side.guide;
                guide.span(&(guide.body_start..guide.body_start))
            }
        }
    }
}

/// The contact that a link leads to, with its words.
fn of_link(link: &Link) -> Option<(What, &str)> {
    match link {
        Link::Tel(number) | Link::Sms(number) => Some((What::Phone(ascii_digits(number)), number)),
        Link::Web(url) => Some((What::Web(plain_url(url)), url)),
        Link::Mail(address) => Some((What::Mail(address.to_lowercase()), address)),
        Link::Guide { .. } | Link::Anchor(_) | Link::Asset(_) | Link::Nowhere(_) => None,
    }
}

fn plain_url(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Whether digits reach someone. Two digits are an ordinary number; a year is one where its words say so.
fn is_phone(facts: &Facts<'_>, guide: &Guide, digits: &str, place: &BlockPlace) -> bool {
    let outline = &guide.outline;
    // Both lists are in the order of the text, and links don't overlap.
    let dialled = |range: &Range<u32>| {
        let before = outline.links.partition_point(|link| link.range.start <= range.start);
        let around = outline.links[..before].last().filter(|link| range.end <= link.range.end);
        around.is_some_and(|link| matches!(link.target, Ok(Link::Tel(_) | Link::Sms(_))))
    };
    let year = |range: &Range<u32>| {
        let from = outline.numbers.partition_point(|number| number.range.start < range.start);
        let mut same = outline.numbers[from..].iter().take_while(|number| number.range.start == range.start);
        same.any(|number| number.range == *range && number.year)
    };
    let reads_as_year = matches!(place, BlockPlace::Body(range) if year(range));
    let dialled = matches!(place, BlockPlace::Body(range) if dialled(range));
    let known = digits.trim_start_matches('+').len() >= 3 && facts.phones.of(digits).next().is_some();
    dialled || looks_like_phone(digits) || known && !reads_as_year
}

fn groups(number: &str) -> Vec<String> {
    let groups = number.split(|c: char| digit_value(c).is_none()).map(ascii_digits);
    groups.filter(|group| group.len() >= 2).collect()
}
