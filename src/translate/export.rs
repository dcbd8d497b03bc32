use super::pairing::Paired;
use crate::library::{Library, TopicId};
use crate::model::{BlockHash, BlockPlace, Guide, LangId};
use crate::parse::markdown::BlockKind;
use crate::parse::po::{Message, Po};
use crate::parse::{Places, Unit};
use crate::source::{SourceTree, line_col};
use std::collections::{HashMap, HashSet};

/// The catalogue of all that there is to translate into a language, as far as the guides have it.
///
/// `previous` is an older catalogue: it gives the source of outdated texts, which guides keep hashes of only, and what
/// translators wrote that no guide has yet.
pub fn export(tree: &SourceTree, library: &Library, lang: LangId, previous: &Po) -> Po {
    let before = Before::of(previous);
    let mut po = Po {
        header_comments: previous.header_comments.clone(),
        header: if previous.header.is_empty() { header(library, lang) } else { previous.header.clone() },
        messages: Vec::new(),
        obsolete: previous.obsolete.clone(),
        ..Po::default()
    };
    for (id, _) in library.topics().filter(|(id, _)| library.translation(*id, lang).is_some()) {
        po.messages.extend(messages(tree, library, id, lang, &before));
    }
    let asked: HashSet<(&str, &str)> = po.messages.iter().map(|m| (&*m.context, &*m.id)).collect();
    let gone = previous.messages.iter().filter(|m| !m.text.is_empty() && !asked.contains(&(&*m.context, &*m.id)));
    // What a message of now was made from is still asked for.
    let used: HashSet<&str> = po.messages.iter().filter_map(|message| message.previous.as_deref()).collect();
    po.obsolete.extend(gone.filter(|m| !used.contains(&*m.id)).map(Message::as_obsolete));
    po
}

/// Messages of a catalogue that differ from what the guides say as translated from the very same source: somebody's
/// work that an export would write over.
pub fn unimported<'p>(exported: &Po, previous: &'p Po) -> Vec<&'p Message> {
    let now: HashMap<(&str, &str), &Message> = exported.messages.iter().map(|m| ((&*m.context, &*m.id), m)).collect();
    let differs = |message: &&Message| {
        let now = now.get(&(&*message.context, &*message.id));
        let real = !message.text.is_empty() && !message.is_fuzzy();
        real && now.is_some_and(|now| !now.is_fuzzy() && BlockHash::of(&now.text) != BlockHash::of(&message.text))
    };
    previous.messages.iter().filter(differs).collect()
}

/// What an older catalogue knows.
struct Before<'p> {
    messages: HashMap<(&'p str, &'p str), &'p Message>,
    /// Every source that it has seen, by its hash.
    sources: HashMap<BlockHash, &'p str>,
}

impl<'p> Before<'p> {
    fn of(po: &'p Po) -> Self {
        let ids = po.messages.iter().flat_map(|m| [Some(m.id.as_str()), m.previous.as_deref()]).flatten();
        Self {
            messages: po.messages.iter().map(|m| ((&*m.context, &*m.id), m)).collect(),
            sources: ids.map(|id| (BlockHash::of(id), id)).collect(),
        }
    }
}

fn messages(tree: &SourceTree, library: &Library, id: TopicId, lang: LangId, before: &Before<'_>) -> Vec<Message> {
    let source = library.source(id);
    let paired = Paired::of(tree, library, id, lang);
    let contexts = contexts(source, &paired.source);
    let places = Places::new(tree, source.file);
    let file = tree.file(source.file);
    let message = |(at, (unit, context)): (usize, (&Unit, String))| {
        let line = line_col(&file.bytes, places.block(&unit.block.place).start as usize).line;
        let own = paired.own_text(at).unwrap_or_default().to_owned();
        let pair = paired.pairs[at];
        let fuzzy = !own.is_empty() && !pair.is_current;
        let old = pair.old.and_then(|old| paired.hashes.as_ref()?.get(old)).filter(|_| fuzzy);
        let mut message = Message {
            extracted: vec![kind(unit).to_owned()],
            references: vec![format!("{}:{line}", file.path)],
            flags: if fuzzy { vec!["fuzzy".to_owned()] } else { Vec::new() },
            previous: old.and_then(|hash| before.sources.get(hash)).map(|text| (*text).to_owned()),
            context,
            id: unit.text.clone(),
            text: own,
            ..Message::default()
        };
        if let Some(earlier) = before.messages.get(&(&*message.context, &*message.id)).copied() {
            keep_work(&mut message, earlier);
        }
        message
    };
    paired.source.iter().zip(contexts).enumerate().map(message).collect()
}

/// What a translator wrote in the catalogue stays: notes, and a text of what no guide has as it is now.
fn keep_work(message: &mut Message, earlier: &Message) {
    message.comments.clone_from(&earlier.comments);
    let unfinished = message.text.is_empty() || message.is_fuzzy();
    if unfinished && !earlier.text.is_empty() && (!earlier.is_fuzzy() || message.text.is_empty()) {
        message.text.clone_from(&earlier.text);
        message.previous = earlier.previous.clone().filter(|_| earlier.is_fuzzy());
        message.flags = if earlier.is_fuzzy() { vec!["fuzzy".to_owned()] } else { Vec::new() };
    }
}

/// The context of each unit: its guide, then its field, or its place below a heading of the source.
pub(super) fn contexts(source: &Guide, units: &[Unit]) -> Vec<String> {
    let mut headings = source.outline.headings.iter();
    let (mut section, mut count) = (String::from("text"), 0);
    let place = |unit: &Unit| match (&unit.block.place, unit.kind) {
        (BlockPlace::Field(name, None), _) => (*name).to_owned(),
        (BlockPlace::Field(name, Some(index)), _) => format!("{name} {}", index + 1),
        (BlockPlace::Body(range), Some(BlockKind::Heading(_))) => {
            let heading = headings.find(|heading| heading.range.start <= range.start && range.end <= heading.range.end);
            section = heading.map_or_else(|| "#".to_owned(), |heading| format!("#{}", heading.id));
            count = 0;
            section.clone()
        }
        (BlockPlace::Body(_), _) => {
            count += 1;
            format!("{section} {count}")
        }
    };
    units.iter().map(place).map(|place| format!("{} {place}", source.path)).collect()
}

/// What translators are told of a unit.
fn kind(unit: &Unit) -> &'static str {
    match (&unit.block.place, unit.kind) {
        (BlockPlace::Field("title", _), _) => "The title of the page.",
        (BlockPlace::Field("summary", _), _) => "One sentence for lists and search.",
        (BlockPlace::Field("content_note", _), _) => {
            "What the page mentions, for those who would rather not read of it."
        }
        (BlockPlace::Field("operator", _), _) => "Who answers.",
        (BlockPlace::Field("tags", _), _) => {
            "Words to search by, one in each line. There may be more or fewer of them."
        }
        (BlockPlace::Field("do", _), _) => "One thing to do.",
        (BlockPlace::Field("do_not", _), _) => "One thing not to do.",
        (BlockPlace::Field(..), _) => "What to do when this happens.",
        (_, Some(BlockKind::Heading(_))) => "Heading.",
        (_, Some(BlockKind::Item)) => "Item of a list, in Markdown.",
        (_, Some(BlockKind::Cell)) => "Cell of a table, in Markdown.",
        (_, Some(BlockKind::Term)) => "A term that is explained.",
        (_, Some(BlockKind::Code)) => "Shown letter by letter.",
        _ => "Paragraph, in Markdown. Keep what stands in round brackets after ] as it is.",
    }
}

/// A header that gettext's checks accept. It has no date of now, so that the same guides give the same bytes.
fn header(library: &Library, lang: LangId) -> String {
    let tag = library.config.locale(lang).tag().replace('-', "_");
    let date =
        library.config.edition.as_ref().map_or("2026-01-01".to_owned(), |edition| edition.date.first_day().to_string());
    let fields = [
        ("Project-Id-Version", library.config.titles[LangId::DEFAULT.index()].as_str()),
        ("POT-Creation-Date", &format!("{date} 00:00+0000")),
        ("PO-Revision-Date", &format!("{date} 00:00+0000")),
        ("Last-Translator", ""),
        ("Language-Team", &tag),
        ("Language", &tag),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ];
    fields.map(|(name, value)| format!("{name}: {value}\n")).concat()
}
