//! The numbers and addresses of a translation, beside those of its source.

use super::facts::Facts;
use crate::model::{BlockPlace, Guide, Link, LinkUse, ascii_digits, digit_value, looks_like_phone, same_number};
use crate::parse::{markdown, units};
use crate::source::{FileId, Span};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A translation with its source, and what each of the two says in numbers.
pub(super) struct Pair<'f, 'a> {
    pub translation: &'f Side<'a>,
    pub source: &'f Side<'a>,
}

/// One text of a pair.
pub(crate) struct Side<'a> {
    pub guide: &'a Guide,
    pub contacts: Vec<Contact>,
    pub numbers: Vec<Number>,
}

/// A way to reach someone: a phone number, a web or a mail address.
pub(crate) struct Contact {
    pub what: What,
    pub shown: String,
    pub place: BlockPlace,
}

#[derive(Debug, Clone, PartialEq, Eq)]
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
    Some(Pair { translation: facts.sides.get(&guide.file)?, source: facts.sides.get(&source.file)? })
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
        let mut side = Self { guide, contacts: Vec::new(), numbers: Vec::new() };
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
        side
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
            let start = text.find(word).unwrap_or_default() + at;
            let what = What::Web(plain_url(url));
            self.contacts.push(Contact { what, shown: url.to_owned(), place: place(start..start + url.len()) });
        }
    }

    /// Whether the text has a contact, also where it does not know it for one: `1991` may read as a year.
    pub fn has(&self, what: &What) -> bool {
        let number = |digits: &str| self.numbers.iter().any(|number| same_number(&number.digits, digits));
        self.contacts.iter().any(|contact| contact.what.is(what))
            || matches!(what, What::Phone(digits) if number(digits))
    }

    /// Whether the text has a run of digits in any of its numbers.
    pub fn has_group(&self, group: &str) -> bool {
        self.numbers.iter().any(|number| number.groups.iter().any(|own| own == group))
    }

    pub fn span(&self, facts: &Facts<'_>, place: &BlockPlace) -> Span {
        facts.places(self.guide.file).block(place)
    }
}

impl Pair<'_, '_> {
    /// Where the translation should have what stands at `place` of the source: the same block, where the two texts have
    /// as many; else the start of the body.
    pub fn counterpart(&self, facts: &Facts<'_>, place: &BlockPlace) -> Span {
        let [source, own] = [&self.source, &self.translation].map(|side| units(facts.tree, side.guide));
        let holds = |block: &BlockPlace| match (block, place) {
            (BlockPlace::Body(block), BlockPlace::Body(part)) => block.start <= part.start && part.end <= block.end,
            _ => block == place,
        };
        let at = source.iter().position(|unit| holds(&unit.block.place)).filter(|_| source.len() == own.len());
        match at.and_then(|at| own.get(at)) {
            Some(unit) => self.translation.span(facts, &unit.block.place),
            None => {
                let start = self.translation.guide.body_start;
                self.translation.guide.span(&(start..start))
            }
        }
    }
}

impl What {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Phone(a), Self::Phone(b)) => same_number(a, b),
            _ => self == other,
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
    let dialled = |range: &Range<u32>| {
        let around = |link: &&LinkUse| link.range.start <= range.start && range.end <= link.range.end;
        let links = guide.outline.links.iter().filter(around);
        links.flat_map(|link| &link.target).any(|link| matches!(link, Link::Tel(_) | Link::Sms(_)))
    };
    let year = |range: &Range<u32>| guide.outline.numbers.iter().any(|number| number.range == *range && number.year);
    let reads_as_year = matches!(place, BlockPlace::Body(range) if year(range));
    let dialled = matches!(place, BlockPlace::Body(range) if dialled(range));
    let known = digits.trim_start_matches('+').len() >= 3 && facts.phones.of(digits).next().is_some();
    dialled || looks_like_phone(digits) || known && !reads_as_year
}

fn groups(number: &str) -> Vec<String> {
    let groups = number.split(|c: char| digit_value(c).is_none()).map(ascii_digits);
    groups.filter(|group| group.len() >= 2).collect()
}
