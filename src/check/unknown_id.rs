use super::facts::{Facts, last_part};
use crate::diagnostic::{Code, Diagnostic};
use crate::library::{BadReference, Why};
use crate::model::Kind;
use crate::parse::{Places, suggest};
use crate::source::{FileId, Span};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Fields that name a guide or a source that is not there, or not of the kind that the field names.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    if !facts.library.bad_references().is_empty() {
        guides(facts, said);
    }
    sources(facts, said);
}

fn guides(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let unread = facts.unread_paths();
    let unread: HashSet<&str> = unread.iter().flat_map(|path| [*path, last_part(path)]).collect();
    let ids = Ids::new(facts);
    let mut places = References::new(facts);
    let guides = facts.library.bad_references().iter().filter(|bad| !unread.contains(bad.id.as_str()));
    for (number, bad) in guides.enumerate() {
        let (message, help) = match &bad.why {
            Why::Ambiguous(_) => continue,
            Why::Unknown => unknown(bad, ids.nearest(bad.target.kind, &bad.id, number)),
            Why::Kind(found) => wrong_kind(bad, *found),
            Why::Draft => {
                let message = format!("`{}` is a draft, which readers don't get", bad.id);
                (message, "remove it until then, or publish the guide by removing its `draft: true`".to_owned())
            }
        };
        said.push(Diagnostic::new(Code::UnknownId, places.of(bad), message).help(help));
    }
}

/// Finds the places of references, those of one file after another.
pub(super) struct References<'f, 'a> {
    facts: &'f Facts<'a>,
    last: Option<(FileId, Places<'a>)>,
}

impl<'f, 'a> References<'f, 'a> {
    pub fn new(facts: &'f Facts<'a>) -> Self {
        Self { facts, last: None }
    }

    /// Where a guide names what can't be found.
    pub fn of(&mut self, bad: &BadReference) -> Span {
        let places = match self.last.take() {
            Some((file, places)) if file == bad.file => places,
            _ => self.facts.places(bad.file),
        };
        let (_, places) = self.last.insert((bad.file, places));
        match (bad.target.field, bad.target.index) {
            ("items", Some(index)) => places.item("items", index, Some("sign"), &bad.id),
            (field, Some(index)) => places.item(field, index, None, &bad.id),
            (field, None) => places.value(&[field.into()]),
        }
    }
}

fn unknown(bad: &BadReference, near: Option<&str>) -> (String, String) {
    let kind = bad.target.kind;
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "an id is the path of a {kind}'s file below its language without `.md`, or the last part of that where no \
             other {kind} has it"
        ),
    };
    (format!("there is no {kind} `{}`", bad.id), help)
}

fn wrong_kind(bad: &BadReference, found: Kind) -> (String, String) {
    let (field, kind) = (bad.target.field, bad.target.kind);
    let message =
        format!("`{}` is a guide of the kind `{found}`, and `{field}` names those of the kind `{kind}`", bad.id);
    (message, format!("name a {kind} here, or link to the guide in the text"))
}

/// How many unknown ids are compared with all others in search of the one that was meant.
const MOST: usize = 100;

/// What each kind of guide can be named by.
struct Ids<'a> {
    names: HashMap<Kind, Vec<&'a str>>,
}

impl<'a> Ids<'a> {
    fn new(facts: &Facts<'a>) -> Self {
        let mut counts: BTreeMap<(Kind, &str), u32> = BTreeMap::new();
        for (_, topic) in facts.library.topics() {
            *counts.entry((topic.kind, last_part(&topic.path))).or_default() += 1;
        }
        let mut names: HashMap<Kind, Vec<&str>> = HashMap::new();
        for ((kind, name), _) in counts.into_iter().filter(|(_, count)| *count == 1) {
            names.entry(kind).or_default().push(name);
        }
        for (_, topic) in facts.library.topics() {
            names.entry(topic.kind).or_default().push(&topic.path);
        }
        Self { names }
    }

    fn nearest(&self, kind: Kind, id: &str, number: usize) -> Option<&'a str> {
        let names = self.names.get(&kind).filter(|_| number < MOST)?;
        suggest::nearest(id, names.iter().copied())
    }
}

fn sources(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    let sources = &facts.library.sources;
    if sources.file.is_some_and(|file| facts.is_unread(file)) {
        return;
    }
    let unknown =
        facts.gather(|guide, unknown| {
            let places = OnceCell::new();
            let cited = guide.front.sources.iter().enumerate();
            unknown.extend(cited.filter(|(_, id)| !sources.entries.contains_key(*id)).map(|(index, id)| {
                (places.get_or_init(|| facts.places(guide.file)).item("sources", index, None, id), id)
            }));
        });
    if sources.file.is_none() {
        said.extend(no_sources(&unknown));
        return;
    }
    for (number, (place, id)) in unknown.into_iter().enumerate() {
        let ids = sources.entries.keys().map(String::as_str).filter(|_| number < MOST);
        let help = match suggest::nearest(id, ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{id}: {{publisher: …, title: …}}` to `sources.yaml`"),
        };
        let message = format!("there is no source `{id}`");
        said.push(Diagnostic::new(Code::UnknownId, place, message).help(help));
    }
}

/// That the site has no `sources.yaml`: said once, at the first place that cites from it, however many there are.
fn no_sources(cited: &[(Span, &String)]) -> Option<Diagnostic> {
    let (place, first) = cited.first()?;
    let ids: HashSet<&String> = cited.iter().map(|(_, id)| *id).collect();
    let message = match ids.len() {
        1 => format!("the source `{first}` is cited, and the folder has no `sources.yaml`"),
        many => format!("{many} sources are cited, and the folder has no `sources.yaml`"),
    };
    let help = format!("write `sources.yaml` with a line for each, as `{first}: {{publisher: …, title: …}}`");
    Some(Diagnostic::new(Code::UnknownId, *place, message).help(help))
}
