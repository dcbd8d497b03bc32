//! `site.yaml`.

use super::front_matter::is_region;
use super::guide::text_of;
use super::reader::Reader;
use super::yaml::{Field, List, Yaml};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::locale::{Calendar, Digits, Settings};
use crate::model::{Config, Edition, Exit, Fallback, LangId, Link, Locale, PartialDate, Period, Publisher, Review};
use crate::source::{Root, SourceTree, VPath};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use std::collections::BTreeMap;
use std::fmt;

const FILE: &str = "site.yaml";
const MAX_BYTES: usize = 64 * 1024;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    title: Field<Titles>,
    publisher: Field<RawPublisher>,
    languages: List<String>,
    locales: Field<BTreeMap<String, Field<RawLocale>>>,
    regions: List<String>,
    edition: Field<RawEdition>,
    base_url: Field<String>,
    theme: Field<String>,
    exit: Field<String>,
    discreet: Field<String>,
    fallback: Field<String>,
    review: Field<RawReview>,
    fonts: Field<BTreeMap<String, Field<String>>>,
    single_max: Field<String>,
    rules: Field<BTreeMap<String, Field<String>>>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawPublisher {
    name: Field<String>,
    contact: Field<String>,
    licence: Field<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawLocale {
    digits: Field<String>,
    calendar: Field<String>,
    name: Field<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawEdition {
    number: Field<String>,
    date: Field<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawReview {
    guides: Field<String>,
    helplines: Field<String>,
}

/// One title for all languages, or one for each.
#[derive(Debug)]
enum Titles {
    One(String),
    Each(BTreeMap<String, Field<String>>),
}

impl<'de> Deserialize<'de> for Titles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TitlesVisitor)
    }
}

struct TitlesVisitor;

impl<'de> Visitor<'de> for TitlesVisitor {
    type Value = Titles;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a title, or one for each language")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Titles, E> {
        Ok(Titles::One(text.to_owned()))
    }

    // A title that is a year or a number: YAML has no other way to say it than as one.
    fn visit_u64<E: Error>(self, number: u64) -> Result<Titles, E> {
        Ok(Titles::One(number.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Titles, A::Error> {
        BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(Titles::Each)
    }
}

/// Reads `site.yaml`. What can't be read keeps its default, so that the guides are still checked.
pub(super) fn read(tree: &SourceTree, problems: &mut Vec<Diagnostic>) -> Config {
    let Some(file) = tree.find(Root::Guides, FILE) else {
        let path = crate::diagnostic::Place::Path(tree.label_of(Root::Guides, FILE));
        let help = "write one with `title:` and `languages: [en]`, or start from `lamplight init`";
        problems.push(Diagnostic::new(Code::MissingField, path, format!("the folder has no {FILE}")).help(help));
        return Config::default();
    };
    let Some((text, base)) = text_of(tree, file, problems) else { return Config::default() };
    if text.len() > MAX_BYTES {
        let message = format!("{FILE} is larger than {} KiB", MAX_BYTES >> 10);
        problems.push(Diagnostic::new(Code::TooLarge, file, message).help("remove what is not configuration"));
        return Config::default();
    }
    let yaml = Yaml::new(file, text, base);
    let Some(raw) = yaml.read::<Raw>(problems) else { return Config::default() };
    config(&mut Reader { yaml: &yaml, problems }, raw)
}

/// The theme that `site.yaml` names, whatever else is wrong with the site.
pub fn theme_name(tree: &SourceTree) -> Option<String> {
    tree.find(Root::Guides, FILE).map(|_| read(tree, &mut Vec::new()).theme)
}

fn config(reader: &mut Reader<'_>, raw: Raw) -> Config {
    let default = Config::default();
    let languages = languages(reader, raw.languages);
    let languages = locales(reader, raw.locales, languages);
    Config {
        titles: titles(reader, raw.title, &languages),
        publisher: publisher(reader, raw.publisher),
        regions: regions(reader, raw.regions),
        edition: edition(reader, raw.edition),
        base_url: base_url(reader, raw.base_url),
        theme: theme(reader, raw.theme),
        exit: exit(reader, raw.exit),
        discreet: reader.flag(raw.discreet, &["discreet".into()]),
        fallback: fallback(reader, raw.fallback),
        review: review(reader, raw.review, default.review),
        fonts: fonts(reader, raw.fonts, &languages),
        single_max: single_max(reader, raw.single_max, default.single_max),
        rules: rules(reader, raw.rules),
        languages,
    }
}

fn languages(reader: &mut Reader<'_>, list: List<String>) -> Vec<Locale> {
    let given = !list.is_absent();
    let mut languages: Vec<Locale> = Vec::new();
    for (index, tag) in reader.texts(list, "languages").iter().enumerate() {
        let path = ["languages".into(), index.into()];
        match Locale::read(tag) {
            Err(bad) => reader.bad(&path, format!("`{tag}` {bad}"), bad.help()),
            Ok(locale) if languages.iter().any(|l| l.folder() == locale.folder()) => {
                reader.bad(&path, format!("`{tag}` stands in `languages` twice"), "remove one of the two");
            }
            Ok(locale) if languages.len() < usize::from(u8::MAX) => languages.push(locale),
            Ok(_) => reader.bad(&path, "there are more than 255 languages", "split the site"),
        }
    }
    if languages.is_empty() {
        if given {
            reader.bad(&["languages".into()], "the site has no language", "write `languages: [en]`");
        } else {
            reader.missing(
                &["languages".into()],
                "the site has no `languages`",
                "write `languages: [en]`, the default first",
            );
        }
        languages = Config::default().languages;
    }
    languages
}

/// What `locales` sets for some of the languages.
fn locales(
    reader: &mut Reader<'_>,
    field: Field<BTreeMap<String, Field<RawLocale>>>,
    mut languages: Vec<Locale>,
) -> Vec<Locale> {
    for (tag, raw) in field.take().unwrap_or_default() {
        let path = |key: &'static str| ["locales".into(), tag.as_str().into(), key.into()];
        let Some(raw) = raw.take() else { continue };
        let settings = Settings {
            digits: one_of(reader, raw.digits, &path("digits"), Digits::WORDS),
            calendar: one_of(reader, raw.calendar, &path("calendar"), Calendar::WORDS),
            name: Some(reader.text(raw.name, &path("name")).into_boxed_str()).filter(|name| !name.is_empty()),
        };
        match languages.iter_mut().find(|locale| locale.tag() == tag) {
            Some(locale) => *locale = locale.clone().with(settings),
            None => stranger(reader, &["locales".into(), tag.as_str().into()], &tag, "remove what is set for it"),
        }
    }
    languages
}

/// One of some words of Unicode's; absent is the default.
fn one_of<T: Copy + Default>(
    reader: &mut Reader<'_>,
    field: Field<String>,
    path: &super::reader::Path<'_>,
    words: &[(&'static str, T)],
) -> T {
    let Some(text) = field.take() else { return T::default() };
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.trim()) {
        return *value;
    }
    let names = words.iter().map(|(word, _)| *word);
    let help = match super::suggest::nearest(&text, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of: {}", names.collect::<Vec<_>>().join(", ")),
    };
    let name = if let Some(super::yaml::Key::Field(name)) = path.last() { name } else { "" };
    reader.bad(path, format!("`{text}` is no value of `{name}`"), help);
    T::default()
}

/// Says that a key names a language that the site has not.
fn stranger(reader: &mut Reader<'_>, path: &super::reader::Path<'_>, tag: &str, or: &str) {
    let place = reader.yaml.key_place(path);
    let message = format!("`{tag}` is not in `languages`");
    let help = format!("add the language there, or {or}");
    reader.problems.push(Diagnostic::new(Code::BadValue, place, message).help(help));
}

fn titles(reader: &mut Reader<'_>, field: Field<Titles>, languages: &[Locale]) -> Vec<String> {
    let mut titles = vec![String::new(); languages.len()];
    match field {
        Field::Absent => reader.missing(&["title".into()], "the site has no `title`", "write `title: {en: …}`"),
        Field::Bad => {}
        Field::Given(Titles::One(text)) => {
            let text = reader.text(Field::Given(text), &["title".into()]);
            titles.fill(text);
        }
        Field::Given(Titles::Each(each)) => {
            for (tag, text) in each {
                let path = ["title".into(), tag.as_str().into()];
                let text = reader.text(text, &path);
                match languages.iter().position(|locale| locale.tag() == tag) {
                    Some(index) => titles[index] = text,
                    None => stranger(reader, &path, &tag, "remove its title"),
                }
            }
            for (index, locale) in languages.iter().enumerate() {
                if titles[index].is_empty() {
                    let message = format!("the site has no title in `{locale}`");
                    reader.missing(
                        &["title".into(), locale.tag().into()],
                        message,
                        format!("add `{locale}: …` to `title`"),
                    );
                }
            }
        }
    }
    titles
}

fn publisher(reader: &mut Reader<'_>, field: Field<RawPublisher>) -> Option<Publisher> {
    let raw = field.take()?;
    let name = reader.text(raw.name, &["publisher".into(), "name".into()]);
    let contact = reader.text(raw.contact, &["publisher".into(), "contact".into()]);
    let licence = reader.text(raw.licence, &["publisher".into(), "licence".into()]);
    if name.is_empty() {
        reader.missing(
            &["publisher".into(), "name".into()],
            "the publisher has no `name`",
            "readers must know who answers for the guides",
        );
    }
    if !contact.is_empty() && contact_link(&contact).is_none() {
        let help = "write a mail address, or a web address from `https://`";
        reader.bad(&["publisher".into(), "contact".into()], format!("`{contact}` can't be reached"), help);
    }
    Some(Publisher { name, contact, licence })
}

fn contact_link(contact: &str) -> Option<Link> {
    let target = if contact.contains("://") { contact.to_owned() } else { format!("mailto:{contact}") };
    super::parse_link(&target, None).ok().filter(|link| matches!(link, Link::Web(_) | Link::Mail(_)))
}

fn regions(reader: &mut Reader<'_>, list: List<String>) -> Vec<String> {
    let regions = reader.texts(list, "regions");
    for (index, region) in regions.iter().enumerate() {
        if !is_region(region) {
            let help = "write an ISO 3166 code as `PK` or `PK-SD`, or `world`";
            reader.bad(&["regions".into(), index.into()], format!("`{region}` is no region"), help);
        }
    }
    regions
}

fn edition(reader: &mut Reader<'_>, field: Field<RawEdition>) -> Option<Edition> {
    let raw = field.take()?;
    let number = raw.number.take().unwrap_or_default();
    let date = reader.date(raw.date, &["edition".into(), "date".into()]);
    let parsed = number.trim().parse::<u32>().ok().filter(|n| *n > 0);
    if parsed.is_none() {
        let message = format!("`{number}` is no number of an edition");
        reader.bad(&["edition".into(), "number".into()], message, "write 1, 2, 3 …");
    }
    if date.is_none() && reader.problems.is_empty() {
        reader.missing(&["edition".into(), "date".into()], "the edition has no `date`", "write `date: 2026-05-31`");
    }
    Some(Edition { number: parsed?, date: date.unwrap_or(PartialDate { year: 1, month: None, day: None }) })
        .filter(|edition| edition.date.year > 1)
}

fn base_url(reader: &mut Reader<'_>, field: Field<String>) -> Option<String> {
    let url = reader.text(field, &["base_url".into()]);
    if url.is_empty() {
        return None;
    }
    let plain = matches!(super::parse_link(&url, None), Ok(Link::Web(_))) && !url.contains(['?', '#']);
    if !plain {
        let help = "write the address of the site's folder, as `https://example.org/guides/`";
        reader.bad(&["base_url".into()], format!("`{url}` can't be the site's address"), help);
        return None;
    }
    Some(if url.ends_with('/') { url } else { url + "/" })
}

fn theme(reader: &mut Reader<'_>, field: Field<String>) -> String {
    let name = reader.text(field, &["theme".into()]);
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if name.is_empty() {
        return "default".into();
    }
    if !name.bytes().all(plain) {
        let help = "write `default`, or the name of a folder of `themes/`";
        reader.bad(&["theme".into()], format!("`{name}` is no name of a theme"), help);
        return "default".into();
    }
    name
}

fn exit(reader: &mut Reader<'_>, field: Field<String>) -> Exit {
    let target = reader.text(field, &["exit".into()]);
    match target.as_str() {
        "" | "tables" => Exit::Tables,
        url if url.starts_with("https://") && matches!(super::parse_link(url, None), Ok(Link::Web(_))) => {
            Exit::Web(target)
        }
        _ => {
            let help = "write `tables`, or a whole address from `https://`";
            reader.bad(&["exit".into()], format!("`{target}` is no place to leave to"), help);
            Exit::Tables
        }
    }
}

fn fallback(reader: &mut Reader<'_>, field: Field<String>) -> Fallback {
    let Some(text) = field.take() else { return Fallback::Show };
    match text.trim() {
        "show" => Fallback::Show,
        "hide" => Fallback::Hide,
        _ => {
            let help = "write `show` or `hide`: what readers get of a guide that their language lacks";
            reader.bad(&["fallback".into()], format!("`{text}` is no value of `fallback`"), help);
            Fallback::Show
        }
    }
}

fn review(reader: &mut Reader<'_>, field: Field<RawReview>, default: Review) -> Review {
    let raw = field.take().unwrap_or_default();
    let mut period = |field: Field<String>, name: &'static str, default: Period| {
        let Some(text) = field.take() else { return default };
        Period::parse(text.trim()).unwrap_or_else(|| {
            let help = "write a number and a unit, as `12 months`, `90 days`, `2 years`";
            reader.bad(&["review".into(), name.into()], format!("`{text}` is no period"), help);
            default
        })
    };
    Review {
        guides: period(raw.guides, "guides", default.guides),
        helplines: period(raw.helplines, "helplines", default.helplines),
    }
}

fn single_max(reader: &mut Reader<'_>, field: Field<String>, default: u64) -> u64 {
    let Some(text) = field.take() else { return default };
    text.trim().parse().ok().filter(|bytes| *bytes > 0).unwrap_or_else(|| {
        let help = "write a number of bytes, as 1500000";
        reader.bad(&["single_max".into()], format!("`{text}` is no number of bytes"), help);
        default
    })
}

/// The font file of each language, by its path in the guides folder. Whether it is there is a rule's matter.
fn fonts(
    reader: &mut Reader<'_>,
    field: Field<BTreeMap<String, Field<String>>>,
    languages: &[Locale],
) -> BTreeMap<LangId, VPath> {
    let mut fonts = BTreeMap::new();
    for (tag, file) in field.take().unwrap_or_default() {
        let path = ["fonts".into(), tag.as_str().into()];
        if file == Field::Bad {
            continue;
        }
        let file = reader.id(file, &path);
        let Some(lang) = languages.iter().position(|locale| locale.tag() == tag) else {
            stranger(reader, &path, &tag, "remove its font");
            continue;
        };
        match VPath::new(file.strip_prefix("./").unwrap_or(&file)) {
            Ok(font) if font.as_str().starts_with("assets/") => {
                fonts.extend(u8::try_from(lang).ok().map(|lang| (LangId(lang), font)));
            }
            _ if file.is_empty() => reader.bad(&path, "the font has no file", "write `ur: assets/NAME.ttf`"),
            _ => {
                let help =
                    "put the file into `assets/`, and write `assets/NAME.ttf`; `--font` takes one from elsewhere";
                reader.bad(&path, format!("`{file}` is no file in `assets/` of the guides folder"), help);
            }
        }
    }
    fonts
}

fn rules(reader: &mut Reader<'_>, field: Field<BTreeMap<String, Field<String>>>) -> BTreeMap<Code, Severity> {
    let mut rules = BTreeMap::new();
    for (name, severity) in field.take().unwrap_or_default() {
        let path = ["rules".into(), name.as_str().into()];
        let Some(code) = Code::of(&name) else {
            let place = reader.yaml.key_place(&path);
            let near = super::suggest::nearest(&name, Code::ALL.iter().map(|code| code.name()));
            let help = near.map_or("see `lamplight explain`".to_owned(), |near| format!("did you mean `{near}`?"));
            reader.problems.push(Diagnostic::new(Code::BadValue, place, format!("`{name}` is no rule")).help(help));
            continue;
        };
        match severity.take().as_deref() {
            Some("error") => drop(rules.insert(code, Severity::Error)),
            Some("warning") if code.severity() == Severity::Warning => {}
            Some("warning") => {
                let help = "an error of this kind hurts a reader; mend what it points at";
                reader.bad(&path, format!("`{name}` is an error and can't be lowered"), help);
            }
            _ => reader.bad(&path, "a rule is `error` or `warning`", "write `error` to raise it"),
        }
    }
    rules
}
