//! A guide's front matter: raw fields of every kind, then the typed fields of its own.

use super::contact::{channel_problem, is_invisible, is_redacted};
use super::reader::{Path, Reader};
use super::yaml::{Field, Key, List, Yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    BlockHash, Channel, ChannelKind, Cost, FrontMatter, Helpline, Hours, Item, Kind, Locale, Own, SelfCheck, Sign,
    Stage, Step, Translation, Word,
};
use serde::Deserialize;

macro_rules! raw {
    ($($field:ident $name:literal: $type:ty,)*) => {
        /// Every field of every kind, as it stands in the file.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct Raw { $(#[serde(rename = $name)] $field: $type,)* }

        impl Raw {
            /// The names of the fields that the file gives.
            fn given(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(if !self.$field.is_absent() { names.push($name); })*
                names
            }
        }
    };
}

raw! {
    kind "kind": Field<String>,
    title "title": Field<String>,
    summary "summary": Field<String>,
    order "order": Field<String>,
    audience "audience": List<String>,
    reviewed "reviewed": Field<String>,
    reviewer "reviewer": Field<String>,
    sources "sources": List<String>,
    content_note "content_note": Field<String>,
    tags "tags": List<String>,
    help "help": List<String>,
    draft "draft": Field<String>,
    moved_from "moved_from": List<String>,
    signs "signs": List<String>,
    stages "stages": List<String>,
    steps "steps": List<String>,
    context "context": List<String>,
    seen_by "seen_by": List<String>,
    when "when": Field<String>,
    actor "actor": List<String>,
    do_ "do": List<String>,
    do_not "do_not": List<String>,
    evidence "evidence": Field<String>,
    operator "operator": Field<String>,
    needs "needs": List<String>,
    regions "regions": List<String>,
    channels "channels": List<RawChannel>,
    languages "languages": List<String>,
    anonymous "anonymous": Field<String>,
    informs "informs": Field<String>,
    verified "verified": Field<String>,
    verified_how "verified_how": Field<String>,
    supersedes "supersedes": List<String>,
    replaced_by "replaced_by": Field<String>,
    items "items": List<RawItem>,
    translation "translation": Field<String>,
    translator "translator": Field<String>,
    translation_reviewed "translation_reviewed": Field<String>,
    source_hash "source_hash": List<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawChannel {
    #[serde(rename = "type")]
    kind: Field<String>,
    value: Field<String>,
    hours: Field<String>,
    cost: Field<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawItem {
    sign: Field<String>,
    advice: Field<String>,
}

const COMMON: [&str; 13] = [
    "kind",
    "title",
    "summary",
    "order",
    "audience",
    "reviewed",
    "reviewer",
    "sources",
    "content_note",
    "tags",
    "help",
    "draft",
    "moved_from",
];
/// The fields that a translation may give.
const TEXTS: [&str; 14] = [
    "kind",
    "title",
    "summary",
    "content_note",
    "operator",
    "tags",
    "do",
    "do_not",
    "items",
    "translation",
    "translator",
    "translation_reviewed",
    "source_hash",
    "draft",
];

/// The fields that every kind has; a helpline has `verified` in place of `reviewed`.
pub fn common_fields() -> &'static [&'static str] {
    &COMMON
}

/// The fields of a kind beside the common ones.
pub fn fields_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Home | Kind::Section | Kind::Article => &[],
        Kind::Stage => &["signs", "steps", "context"],
        Kind::Sign => &["stages", "steps", "seen_by"],
        Kind::Step => &["when", "actor", "do", "do_not", "evidence"],
        Kind::SelfCheck => &["items"],
        Kind::Helpline => &[
            "operator",
            "needs",
            "regions",
            "channels",
            "languages",
            "anonymous",
            "informs",
            "verified",
            "verified_how",
            "supersedes",
            "replaced_by",
        ],
    }
}

/// Reads the front matter of a guide that is an original, or a translation of one.
pub(super) fn read(yaml: &Yaml<'_>, translation: bool, problems: &mut Vec<Diagnostic>) -> FrontMatter {
    let Some(mut raw) = yaml.read::<Raw>(problems) else { return FrontMatter::default() };
    let mut reader = Reader { yaml, problems };
    let kind_given = raw.kind != Field::Absent;
    let kind = reader.word::<Kind>(std::mem::take(&mut raw.kind), &["kind".into()]);
    empty_texts(&mut reader, &raw);
    if translation {
        return translated(&mut reader, kind, raw);
    }
    if !kind_given {
        let kinds: Vec<&str> = Kind::WORDS.iter().map(|(word, _)| *word).collect();
        let help = format!("write `kind:` and one of {}", kinds.join(", "));
        reader.missing(&["kind".into()], "the guide has no `kind`", help);
    }
    if let Some(kind) = kind {
        foreign_fields(&mut reader, kind, &raw);
        required_fields(&mut reader, kind, &raw);
    }
    original(&mut reader, kind, raw)
}

fn foreign_fields(reader: &mut Reader<'_>, kind: Kind, raw: &Raw) {
    for name in raw.given() {
        if COMMON.contains(&name) || fields_of(kind).contains(&name) {
            continue;
        }
        let place = reader.yaml.key_place(&[name.into()]);
        let (message, help) = if ["translation", "translator", "translation_reviewed", "source_hash"].contains(&name) {
            (
                format!("`{name}` is a field of translations"),
                "the default language has no guide at this path".to_owned(),
            )
        } else {
            let own = fields_of(kind).join(", ");
            let help = if own.is_empty() {
                format!("remove it, or change `kind: {kind}`")
            } else {
                format!("the fields of its own are {own}")
            };
            (format!("`{name}` is no field of the kind `{kind}`"), help)
        };
        reader.problems.push(Diagnostic::new(Code::UnknownField, place, message).help(help));
    }
    if kind == Kind::Helpline && !raw.reviewed.is_absent() {
        let place = reader.yaml.key_place(&["reviewed".into()]);
        let message = "a helpline has `verified` in place of `reviewed`";
        reader.problems.push(Diagnostic::new(Code::UnknownField, place, message).help("write `verified:`"));
    }
}

fn required_fields(reader: &mut Reader<'_>, kind: Kind, raw: &Raw) {
    let mut required: Vec<(&str, bool)> = vec![("title", raw.title.is_absent())];
    if !matches!(kind, Kind::Home | Kind::Section) {
        required.extend([("summary", raw.summary.is_absent()), ("audience", raw.audience.is_absent())]);
    }
    match kind {
        Kind::Home | Kind::Section => {}
        Kind::Helpline => required.extend([
            ("operator", raw.operator.is_absent()),
            ("regions", raw.regions.is_absent()),
            ("channels", raw.channels.is_absent()),
            ("verified", raw.verified.is_absent()),
            ("verified_how", raw.verified_how.is_absent()),
        ]),
        Kind::Step => required.extend([
            ("reviewed", raw.reviewed.is_absent()),
            ("when", raw.when.is_absent()),
            ("actor", raw.actor.is_absent()),
        ]),
        Kind::SelfCheck => required.extend([("reviewed", raw.reviewed.is_absent()), ("items", raw.items.is_absent())]),
        Kind::Stage | Kind::Sign | Kind::Article => required.push(("reviewed", raw.reviewed.is_absent())),
    }
    for (name, absent) in required {
        if absent && !is_misspelt(reader, name) {
            let message = format!("the {kind} has no `{name}`");
            reader.missing(&[name.into()], message, format!("write `{name}: …`; {}", meaning(name)));
        }
    }
}

fn empty_texts(reader: &mut Reader<'_>, raw: &Raw) {
    for (name, field) in [("title", &raw.title), ("summary", &raw.summary), ("operator", &raw.operator)] {
        if field.given().is_some_and(|text| text.trim().is_empty()) {
            reader.bad(&[name.into()], format!("`{name}` is empty"), "write it out");
        }
    }
}

/// Whether a field of the file was already said to be a slip for this one.
fn is_misspelt(reader: &Reader<'_>, name: &str) -> bool {
    let hint = format!("did you mean `{name}`?");
    reader.problems.iter().any(|problem| problem.code == Code::UnknownField && problem.message.ends_with(&hint))
}

/// What a required field is for, in a few words.
fn meaning(name: &str) -> &'static str {
    match name {
        "title" => "it heads the page",
        "summary" => "one sentence for lists and search",
        "audience" => "a list of child, teen, parent, teacher",
        "reviewed" => "the date of the last review, as 2026-05-31",
        "verified" => "the date on which the number was last verified",
        "verified_how" => "called, published source or operator confirmed",
        "operator" => "who answers",
        "regions" => "ISO 3166 codes, or world",
        "channels" => "a list of {type, value, hours, cost}",
        "when" => "now, today or later",
        "actor" => "who takes the step: child, teen, parent, teacher",
        _ => "a list of {sign, advice}",
    }
}

fn original(reader: &mut Reader<'_>, kind: Option<Kind>, mut raw: Raw) -> FrontMatter {
    let mut front = FrontMatter { kind, ..texts(reader, &mut raw) };
    front.order = order(reader, std::mem::take(&mut raw.order));
    front.audience = reader.words(std::mem::take(&mut raw.audience), "audience");
    front.reviewed = reader.date(std::mem::take(&mut raw.reviewed), &["reviewed".into()]);
    front.reviewer = reader.text(std::mem::take(&mut raw.reviewer), &["reviewer".into()]);
    front.sources = reader.ids(std::mem::take(&mut raw.sources), "sources");
    front.help = reader.ids(std::mem::take(&mut raw.help), "help");
    front.moved_from = moved_from(reader, std::mem::take(&mut raw.moved_from));
    front.own = match kind {
        Some(Kind::Stage) => Own::Stage(Box::new(Stage {
            signs: reader.ids(raw.signs, "signs"),
            steps: reader.ids(raw.steps, "steps"),
            context: reader.words(raw.context, "context"),
        })),
        Some(Kind::Sign) => Own::Sign(Box::new(Sign {
            stages: reader.ids(raw.stages, "stages"),
            steps: reader.ids(raw.steps, "steps"),
            seen_by: reader.words(raw.seen_by, "seen_by"),
        })),
        Some(Kind::Step) => Own::Step(Box::new(step(reader, raw))),
        Some(Kind::Helpline) => Own::Helpline(Box::new(helpline(reader, raw))),
        Some(Kind::SelfCheck) => Own::SelfCheck(Box::new(SelfCheck { items: items(reader, raw.items, true) })),
        Some(Kind::Home | Kind::Section | Kind::Article) | None => Own::Plain,
    };
    front
}

/// The fields that are texts in an original and in a translation alike.
fn texts(reader: &mut Reader<'_>, raw: &mut Raw) -> FrontMatter {
    FrontMatter {
        title: reader.text(std::mem::take(&mut raw.title), &["title".into()]),
        summary: reader.text(std::mem::take(&mut raw.summary), &["summary".into()]),
        content_note: reader.text(std::mem::take(&mut raw.content_note), &["content_note".into()]),
        tags: reader.texts(std::mem::take(&mut raw.tags), "tags"),
        draft: reader.flag(std::mem::take(&mut raw.draft), &["draft".into()]),
        ..FrontMatter::default()
    }
}

fn translated(reader: &mut Reader<'_>, kind: Option<Kind>, mut raw: Raw) -> FrontMatter {
    for name in raw.given().into_iter().filter(|name| !TEXTS.contains(name)) {
        let place = reader.yaml.key_place(&[name.into()]);
        let message = format!("`{name}` is a fact, and a translation gives texts only");
        let help = "remove it: the page takes it from the source language, so that the two can't differ";
        reader.problems.push(Diagnostic::new(Code::FactInTranslation, place, message).help(help));
    }
    if raw.title.is_absent() && !is_misspelt(reader, "title") {
        reader.missing(&["title".into()], "the translation has no `title`", "write `title: …`");
    }
    let mut front = FrontMatter { kind, ..texts(reader, &mut raw) };
    let own = raw.given();
    front.own = if own.contains(&"operator") {
        let operator = reader.text(raw.operator, &["operator".into()]);
        Own::Helpline(Box::new(Helpline { operator, ..Helpline::default() }))
    } else if own.contains(&"do") || own.contains(&"do_not") {
        let (do_, do_not) = (reader.texts(raw.do_, "do"), reader.texts(raw.do_not, "do_not"));
        Own::Step(Box::new(Step { do_, do_not, ..Step::default() }))
    } else if own.contains(&"items") {
        Own::SelfCheck(Box::new(SelfCheck { items: items(reader, raw.items, false) }))
    } else {
        Own::Plain
    };
    front.translation = Some(Box::new(Translation {
        state: reader.word(raw.translation, &["translation".into()]),
        translator: reader.text(raw.translator, &["translator".into()]),
        translation_reviewed: reader.date(raw.translation_reviewed, &["translation_reviewed".into()]),
        source_hash: source_hash(reader, raw.source_hash),
    }));
    front
}

fn source_hash(reader: &mut Reader<'_>, list: List<String>) -> Option<Box<[BlockHash]>> {
    if list.is_absent() {
        return None;
    }
    let mut hashes = Vec::new();
    for (index, text) in reader.texts(list, "source_hash").iter().enumerate() {
        match BlockHash::parse(text) {
            Some(hash) => hashes.push(hash),
            None => {
                let help = "don't write it by hand: `lamplight translate mark FILE` does";
                reader.bad(&["source_hash".into(), index.into()], format!("`{text}` is no hash of a block"), help);
            }
        }
    }
    Some(hashes.into())
}

fn order(reader: &mut Reader<'_>, field: Field<String>) -> Option<i32> {
    let text = field.take()?;
    let order = text.trim().parse().ok();
    if order.is_none() {
        reader.bad(&["order".into()], format!("`{text}` is no whole number"), "write 1, 2, 3 …");
    }
    order
}

fn moved_from(reader: &mut Reader<'_>, list: List<String>) -> Vec<String> {
    let mut paths = reader.texts(list, "moved_from");
    for (index, path) in paths.iter_mut().enumerate() {
        let plain = path.trim_end_matches(".html").trim_end_matches(".md").to_owned();
        if crate::source::VPath::new(&plain).is_err() {
            let help = "write the old path below the language, as `signs/old-name`";
            reader.bad(&["moved_from".into(), index.into()], format!("`{path}` is no path"), help);
        }
        *path = plain;
    }
    paths.retain(|path| crate::source::VPath::new(path).is_ok());
    paths
}

fn step(reader: &mut Reader<'_>, raw: Raw) -> Step {
    Step {
        when: reader.word(raw.when, &["when".into()]),
        actor: reader.words(raw.actor, "actor"),
        do_: reader.texts(raw.do_, "do"),
        do_not: reader.texts(raw.do_not, "do_not"),
        evidence: reader.flag(raw.evidence, &["evidence".into()]),
    }
}

fn helpline(reader: &mut Reader<'_>, raw: Raw) -> Helpline {
    let given = raw.given();
    let channels_absent = raw.channels.is_absent();
    let channels = channels(reader, raw.channels);
    if channels.is_empty() && !channels_absent {
        reader.bad(&["channels".into()], "the helpline has no channel", "say how it is reached");
    }
    let regions = reader.texts(raw.regions, "regions");
    for (index, region) in regions.iter().enumerate() {
        if !is_region(region) {
            let help = "write an ISO 3166 code as `PK` or `PK-SD`, or `world`";
            reader.bad(&["regions".into(), index.into()], format!("`{region}` is no region"), help);
        }
    }
    let languages = reader.texts(raw.languages, "languages");
    for (index, tag) in languages.iter().enumerate() {
        if let Err(bad) = Locale::read(tag) {
            reader.bad(&["languages".into(), index.into()], format!("`{tag}` {bad}"), bad.help());
        }
    }
    Helpline {
        operator: reader.text(raw.operator, &["operator".into()]),
        needs: reader.words(raw.needs, "needs"),
        regions,
        channels,
        languages,
        anonymous: reader.word(raw.anonymous, &["anonymous".into()]),
        informs: reader.word(raw.informs, &["informs".into()]),
        verified: reader.date(raw.verified, &["verified".into()]),
        verified_how: reader.word(raw.verified_how, &["verified_how".into()]),
        supersedes: reader.ids(raw.supersedes, "supersedes"),
        replaced_by: Some(reader.id(raw.replaced_by, &["replaced_by".into()])).filter(|id| !id.is_empty()),
        left_out: ["needs", "languages", "anonymous", "informs"]
            .into_iter()
            .filter(|name| !given.contains(name))
            .collect(),
    }
}

/// Whether a text has the form of an ISO 3166 code (`PK`, `PK-SD`), or is `world`.
pub(super) fn is_region(text: &str) -> bool {
    let upper = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let (country, part) = text.split_once('-').unwrap_or((text, "X"));
    text == "world" || (country.len() == 2 && upper(country) && (1..=3).contains(&part.len()) && upper(part))
}

fn channels(reader: &mut Reader<'_>, list: List<RawChannel>) -> Vec<Channel> {
    let mut channels = Vec::new();
    for (index, raw) in list.take().unwrap_or_default().into_iter().enumerate() {
        let Some(raw) = raw.take() else { continue };
        channels.extend(channel(reader, raw, index));
    }
    channels
}

fn channel(reader: &mut Reader<'_>, raw: RawChannel, index: usize) -> Option<Channel> {
    let at = |name: &'static str| -> [Key<'static>; 3] { ["channels".into(), index.into(), name.into()] };
    for (name, field) in [("type", &raw.kind), ("value", &raw.value)] {
        if field.is_absent() {
            let message = format!("the channel has no `{name}`");
            reader.missing(&at(name), message, "write `{type: phone, value: \"1799\", hours: unknown, cost: unknown}`");
        }
    }
    let absent = raw.value.is_absent();
    let kind = reader.word::<ChannelKind>(raw.kind, &at("type"));
    let value = reader.id(raw.value, &at("value"));
    let hours = hours(reader, raw.hours, &at("hours"));
    let cost = reader.word(raw.cost, &at("cost")).unwrap_or(Cost::Unknown);
    let kind = kind?;
    if absent || value.chars().any(is_invisible) {
        return None;
    }
    if !is_redacted(&value)
        && let Some((message, help)) = channel_problem(kind, &value)
    {
        reader.bad(&at("value"), format!("`{value}`: {message}"), help);
        return None;
    }
    Some(Channel { kind, value, hours, cost })
}

fn hours(reader: &mut Reader<'_>, field: Field<String>, path: &Path<'_>) -> Hours {
    let Some(text) = field.take() else { return Hours::Unknown };
    Hours::parse(text.trim()).unwrap_or_else(|| {
        reader.bad(path, format!("`{text}` are no hours"), "write `always`, `unknown` or `Mon-Fri 09:00-17:00`");
        Hours::Unknown
    })
}

fn items(reader: &mut Reader<'_>, list: List<RawItem>, with_sign: bool) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, raw) in list.take().unwrap_or_default().into_iter().enumerate() {
        let Some(raw) = raw.take() else { continue };
        let at = |name: &'static str| -> [Key<'static>; 3] { ["items".into(), index.into(), name.into()] };
        if with_sign && raw.sign.is_absent() {
            reader.missing(&at("sign"), "the item has no `sign`", "name the sign that it asks about");
        }
        if raw.advice.is_absent() {
            reader.missing(&at("advice"), "the item has no `advice`", "say what to do when this happens");
        }
        if !with_sign && !raw.sign.is_absent() {
            let place = reader.yaml.key_place(&at("sign"));
            let message = "`sign` is a fact, and a translation gives texts only";
            let help = "remove it: items go by their order";
            reader.problems.push(Diagnostic::new(Code::FactInTranslation, place, message).help(help));
        }
        let sign = reader.id(raw.sign, &at("sign"));
        let advice = reader.text(raw.advice, &at("advice"));
        items.push(Item { sign, advice });
    }
    items
}
