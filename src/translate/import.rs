use super::check_text::{Fault, faults, normal};
use super::export::contexts;
use super::fill::{field_edits, fields, filled_body};
use super::mark::source_hash;
use super::pairing::Paired;
use crate::library::{Library, TopicId};
use crate::model::{BlockHash, BlockPlace, Guide, LangId, Link};
use crate::parse::po::{Message, Po};
use crate::parse::{Edit, body, field_edit};
use crate::source::SourceTree;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// What a catalogue makes of the guides.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Files that are new or other than before.
    pub written: Vec<Written>,
    /// What was not taken, by guide.
    pub left: Vec<Left>,
    /// Messages that can't be: their bytes in the catalogue, what is wrong, and what to do.
    pub faults: Vec<(Range<usize>, Fault)>,
}

/// A guide's file in the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Below the guides folder.
    pub path: String,
    pub bytes: Vec<u8>,
    pub is_new: bool,
}

/// Messages of a guide that were not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub guide: String,
    /// Bytes of the first of them in the catalogue.
    pub first: Range<usize>,
    pub why: String,
}

/// Reads a catalogue's texts into the guides of a language. A message that is empty or fuzzy, or whose source has changed
/// since, is left out and listed; facts are never touched. `state` is what new files say of who translated them.
pub fn import(tree: &SourceTree, library: &Library, lang: LangId, po: &Po, state: Option<&str>) -> Imported {
    let messages = ByPlace::of(po);
    let anchors = linked_headings(library);
    let mut imported = Imported::default();
    for (id, topic) in library.topics().filter(|(id, _)| library.translation(*id, lang).is_some()) {
        if messages.guides.contains_key(&*topic.path) {
            let guide = GuideImport { tree, library, lang, id, anchors: &anchors, state };
            guide.run(&messages, &mut imported);
        }
    }
    let known: HashSet<&str> = library.topics().map(|(_, topic)| &*topic.path).collect();
    for (guide, first) in messages.guides.iter().filter(|(guide, _)| !known.contains(*guide)) {
        let why = "the site has no such guide".to_owned();
        imported.left.push(Left { guide: (*guide).to_owned(), first: first.range.clone(), why });
    }
    imported
}

/// The messages of a catalogue by where they belong.
struct ByPlace<'p> {
    by_context: HashMap<&'p str, &'p Message>,
    /// By guide and source: what was moved in its guide is found again.
    by_source: HashMap<(&'p str, BlockHash), &'p Message>,
    /// The first message of each guide.
    guides: BTreeMap<&'p str, &'p Message>,
}

impl<'p> ByPlace<'p> {
    fn of(po: &'p Po) -> Self {
        let mut all = Self { by_context: HashMap::new(), by_source: HashMap::new(), guides: BTreeMap::new() };
        for message in &po.messages {
            let guide = message.context.split(' ').next().unwrap_or_default();
            all.by_context.insert(&message.context, message);
            all.by_source.entry((guide, BlockHash::of(&message.id))).or_insert(message);
            all.guides.entry(guide).or_insert(message);
        }
        all
    }

    /// The message for a unit of the source; `Err` gives one whose source is another by now.
    fn find(&self, guide: &str, context: &str, id: &str) -> Result<Option<&'p Message>, &'p Message> {
        let hash = BlockHash::of(id);
        let same = self.by_context.get(context).filter(|message| BlockHash::of(&message.id) == hash);
        match (same.or_else(|| self.by_source.get(&(guide, hash))), self.by_context.get(context)) {
            (Some(message), _) => Ok(Some(message)),
            (None, Some(other)) => Err(other),
            (None, None) => Ok(None),
        }
    }
}

/// The headings that links lead to, by the path of their guide.
fn linked_headings(library: &Library) -> HashSet<(String, String)> {
    let mut linked = HashSet::new();
    for guide in library.guides().iter().filter(|guide| guide.lang == LangId::DEFAULT) {
        for link in guide.outline.links.iter().flat_map(|link| &link.target) {
            match link {
                Link::Anchor(id) => drop(linked.insert((guide.path.to_string(), id.to_string()))),
                Link::Guide { path, anchor: Some(id) } => {
                    let target = library.guide_at(path).map(|(_, topic)| library.topic(topic).path.to_string());
                    linked.extend(target.map(|path| (path, id.to_string())));
                }
                _ => {}
            }
        }
    }
    linked
}

/// The import of one guide.
struct GuideImport<'a> {
    tree: &'a SourceTree,
    library: &'a Library,
    lang: LangId,
    id: TopicId,
    anchors: &'a HashSet<(String, String)>,
    state: Option<&'a str>,
}

/// What a catalogue has for each unit of a guide's source.
#[derive(Default)]
struct Taken<'p> {
    texts: Vec<Option<String>>,
    messages: Vec<Option<&'p Message>>,
    /// How many were empty, fuzzy, of another source, not there; and the first of them.
    left: [usize; 4],
    first: Option<&'p Message>,
    has_faults: bool,
}

impl GuideImport<'_> {
    fn run(&self, messages: &ByPlace<'_>, imported: &mut Imported) {
        let paired = Paired::of(self.tree, self.library, self.id, self.lang);
        let taken = self.take(&paired, messages, &mut imported.faults);
        if taken.has_faults {
            return;
        }
        let path = self.library.topic(self.id).path.to_string();
        let (written, why) = match self.written(&paired, &taken) {
            Ok(written) => (written, waiting(&paired, &taken)),
            Err(Stop::NoText(count)) => {
                (None, Some(format!("nothing was written: {count} more texts are needed first")))
            }
            Err(Stop::Shape(at)) => {
                let range = taken.messages[at].map(|message| message.range.clone()).unwrap_or_default();
                let help = "keep it one paragraph, item, heading or cell as in the source; write `\\` before a mark at its start";
                imported
                    .faults
                    .push((range, ("the text would change how the page is built".to_owned(), help.to_owned())));
                return;
            }
            Err(Stop::Unreadable) => {
                (None, Some("nothing was written: its file has no front matter that can be read".to_owned()))
            }
        };
        imported.written.extend(written);
        let words = ["not translated", "fuzzy", "of a source that has changed since", "not in the catalogue"];
        let counts = taken.left.iter().zip(words).filter(|(count, _)| **count > 0);
        let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        if !counts.is_empty() {
            let why = [Some(counts.join(", ")), why].into_iter().flatten().collect::<Vec<_>>().join("; ");
            let first = taken.first.or_else(|| messages.guides.get(&*path).copied());
            imported.left.push(Left { guide: path, first: first.map(|m| m.range.clone()).unwrap_or_default(), why });
        }
    }

    fn take<'p>(&self, paired: &Paired, messages: &ByPlace<'p>, all: &mut Vec<(Range<usize>, Fault)>) -> Taken<'p> {
        let source = self.library.source(self.id);
        let mut taken = Taken::default();
        for (unit, context) in paired.source.iter().zip(contexts(source, &paired.source)) {
            let (message, why) = match messages.find(&source.path, &context, &unit.text) {
                Err(other) => (Some(other), Some(2)),
                Ok(None) => (None, Some(3)),
                Ok(Some(message)) if message.text.trim().is_empty() => (Some(message), Some(0)),
                Ok(Some(message)) if message.is_fuzzy() => (Some(message), Some(1)),
                Ok(Some(message)) => (Some(message), None),
            };
            if let Some(why) = why {
                taken.left[why] += 1;
                taken.first = taken.first.or(message);
            }
            let message = message.filter(|_| why.is_none());
            let text = message.map(|message| normal(unit, &message.text));
            if let (Some(message), Some(text)) = (message, &text) {
                let found = faults(unit, text);
                taken.has_faults |= !found.is_empty();
                all.extend(found.into_iter().map(|fault| (message.range.clone(), fault)));
            }
            taken.texts.push(text);
            taken.messages.push(message);
        }
        taken
    }

    /// The guide's file with the texts taken; `None` where it stays as it is.
    fn written(&self, paired: &Paired, taken: &Taken<'_>) -> Result<Option<Written>, Stop> {
        if taken.texts.iter().all(Option::is_none) {
            return Ok(None);
        }
        let texts: Vec<Option<&str>> =
            taken.texts.iter().enumerate().map(|(at, text)| text.as_deref().or_else(|| paired.sure_text(at))).collect();
        let complete: Option<Vec<&str>> = texts.iter().copied().collect();
        let own = self.library.text(self.id, self.lang);
        let bytes = match (own, complete) {
            (Some(own), Some(texts)) if paired.is_alike() => self.in_place(own, paired, taken, &texts, true)?,
            (own, Some(texts)) => self.rebuilt(own, paired, taken, &texts)?,
            (Some(own), None) => {
                let mut own_texts: Vec<&str> = paired.own.iter().map(|unit| unit.text.as_str()).collect();
                let sure = paired.pairs.iter().zip(&taken.texts).filter(|(pair, _)| !pair.is_guess);
                for (pair, text) in sure {
                    if let (Some(at), Some(text)) = (pair.own, text) {
                        own_texts[at] = text;
                    }
                }
                self.in_place(own, paired, taken, &own_texts, false)?
            }
            (None, None) => return Err(Stop::NoText(texts.iter().filter(|text| text.is_none()).count())),
        };
        let folder = self.library.config.locale(self.lang).folder();
        let path = own.map_or_else(
            || format!("{folder}/{}.md", self.library.topic(self.id).path),
            |own| self.tree.file(own.file).path.to_string(),
        );
        let same = own.is_some_and(|own| *self.tree.file(own.file).bytes == *bytes);
        Ok((!same).then_some(Written { path, bytes, is_new: own.is_none() }))
    }

    /// Changes the words of a text where they stand; `texts` are those of its own units, which are those of the source
    /// as it is now (`whole`), or as it was.
    fn in_place(
        &self,
        own: &Guide,
        paired: &Paired,
        taken: &Taken<'_>,
        texts: &[&str],
        whole: bool,
    ) -> Result<Vec<u8>, Stop> {
        let unit_at = |at: usize| paired.pairs.iter().position(|pair| pair.own == Some(at)).unwrap_or(at);
        let new_body =
            filled_body(self.tree, own, &paired.own, texts, &|_| None).map_err(|at| Stop::Shape(unit_at(at)))?;
        let same = |name: &str| {
            let of_field = |place: &BlockPlace| matches!(place, BlockPlace::Field(field, _) if *field == name);
            let units = paired.own.iter().zip(texts).filter(|(unit, _)| of_field(&unit.block.place));
            units.into_iter().all(|(unit, text)| unit.text == **text)
        };
        let mut edits = field_edits(self.tree, own, &paired.own, texts, &same).ok_or(Stop::Unreadable)?;
        edits.extend(self.hash_edit(own, paired, taken, whole)?);
        self.with_body(own, edits, new_body)
    }

    /// Builds a text as the source is built, with new words.
    fn rebuilt(
        &self,
        own: Option<&Guide>,
        paired: &Paired,
        taken: &Taken<'_>,
        texts: &[&str],
    ) -> Result<Vec<u8>, Stop> {
        let source = self.library.source(self.id);
        let anchor = |at: usize| self.anchor(source, paired, at);
        let new_body = filled_body(self.tree, source, &paired.source, texts, &anchor).map_err(Stop::Shape)?;
        if let Some(own) = own {
            let mut edits = field_edits(self.tree, own, &paired.source, texts, &|_| false).ok_or(Stop::Unreadable)?;
            edits.extend(self.hash_edit(own, paired, taken, true)?);
            return self.with_body(own, edits, new_body);
        }
        let hashes: Vec<BlockHash> = paired.source.iter().map(|unit| unit.block.hash).collect();
        let fields: Vec<String> = fields(&paired.source, texts).into_iter().map(|(_, field)| field).collect();
        let state = self.state.map(|state| format!("translation: {state}\n")).unwrap_or_default();
        let front = format!("---\n{}\n{state}{}\n---\n", fields.join("\n"), source_hash(&hashes));
        let crlf = new_body.contains("\r\n");
        Ok((if crlf { front.replace('\n', "\r\n") } else { front } + &new_body).into_bytes())
    }

    /// The id that a heading is linked by, where it has it from the source's words: those of the translation give another.
    fn anchor(&self, source: &Guide, paired: &Paired, at: usize) -> Option<String> {
        let BlockPlace::Body(range) = &paired.source[at].block.place else { return None };
        let headings = &source.outline.headings;
        let before = headings.partition_point(|heading| heading.range.start <= range.start);
        let heading = headings[..before].last().filter(|heading| range.end <= heading.range.end)?;
        let written = &body(self.tree, source)
            [(range.end - source.body_start) as usize..(heading.range.end - source.body_start) as usize];
        let linked = self.anchors.contains(&(source.path.to_string(), heading.id.to_string()));
        (linked && !written.contains("{#")).then(|| format!(" {{#{}}}", heading.id))
    }

    fn with_body(&self, own: &Guide, mut edits: Vec<Edit>, new_body: String) -> Result<Vec<u8>, Stop> {
        let bytes = &self.tree.file(own.file).bytes;
        edits.push(Edit { range: own.body_start as usize..bytes.len(), text: new_body });
        Ok(Edit::apply(edits, bytes))
    }

    /// The new `source_hash`: that of the source for what was taken, the old one for the rest. `None` where it stays, or
    /// where nobody can say what the rest was made from.
    fn hash_edit(&self, own: &Guide, paired: &Paired, taken: &Taken<'_>, whole: bool) -> Result<Option<Edit>, Stop> {
        let new = |at: usize| taken.texts[at].as_ref().map(|_| paired.source[at].block.hash);
        let old = |at: usize| paired.pairs[at].old.and_then(|old| paired.hashes.as_ref()?.get(old).copied());
        let hashes: Option<Vec<BlockHash>> = if whole {
            (0..paired.source.len()).map(|at| new(at).or_else(|| old(at))).collect()
        } else {
            let mut hashes = paired.hashes.as_deref().unwrap_or_default().to_vec();
            for (at, pair) in paired.pairs.iter().enumerate().filter(|(_, pair)| !pair.is_guess) {
                if let (Some(old), Some(hash)) = (pair.old, new(at)) {
                    hashes[old] = hash;
                }
            }
            Some(hashes).filter(|_| paired.hashes.is_some())
        };
        let Some(hashes) = hashes.filter(|hashes| Some(&**hashes) != paired.hashes.as_deref()) else { return Ok(None) };
        field_edit(self.tree, own.file, "source_hash", &source_hash(&hashes)).map(Some).ok_or(Stop::Unreadable)
    }
}

/// Says which texts have no place yet: as long as others are missing a text stays built as its old source was.
fn waiting(paired: &Paired, taken: &Taken<'_>) -> Option<String> {
    let has_text = |at: usize| taken.texts[at].is_some() || paired.sure_text(at).is_some();
    if (0..taken.texts.len()).all(has_text) {
        return None;
    }
    let no_place =
        |at: &usize| taken.texts[*at].is_some() && (paired.pairs[*at].own.is_none() || paired.pairs[*at].is_guess);
    let count = (0..taken.texts.len()).filter(no_place).count();
    (count > 0).then(|| format!("{count} new to the guide, which wait for these"))
}

/// Why a guide's file can't be written.
enum Stop {
    /// So many units have no text at all.
    NoText(usize),
    /// The text of a unit of the source would make other blocks.
    Shape(usize),
    Unreadable,
}
