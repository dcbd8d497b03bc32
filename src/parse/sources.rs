use super::guide::text_of;
use super::reader::Reader;
use super::yaml::{Field, Yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Link, Source, Sources};
use crate::source::{Root, SourceTree};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "sources.yaml";
/// Ten thousand sources at a hundred bytes.
const MAX_BYTES: usize = 1024 * 1024;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawSource {
    publisher: Field<String>,
    title: Field<String>,
    url: Field<String>,
    published: Field<String>,
    accessed: Field<String>,
}

/// Reads `sources.yaml`; a site without one has no sources.
pub(super) fn read(tree: &SourceTree, problems: &mut Vec<Diagnostic>) -> Sources {
    let Some(file) = tree.find(Root::Guides, FILE) else { return Sources::default() };
    let mut sources = Sources { file: Some(file), entries: BTreeMap::new() };
    let Some((text, base)) = text_of(tree, file, problems) else { return sources };
    if text.len() > MAX_BYTES {
        let message = format!("{FILE} is larger than {MAX_BYTES} bytes");
        problems.push(Diagnostic::new(Code::TooLarge, file, message).help("remove sources that no guide cites"));
        return sources;
    }
    let yaml = Yaml::new(file, text, base);
    let Some(raw) = yaml.read::<BTreeMap<String, Field<RawSource>>>(problems) else { return sources };
    let mut reader = Reader { yaml: &yaml, problems };
    for (id, raw) in raw {
        if !is_id(&id) {
            let place = yaml.key_place(&[id.as_str().into()]);
            let message = format!("`{id}` is no id");
            let help = "use lower-case letters, digits and hyphens";
            reader.problems.push(Diagnostic::new(Code::BadValue, place, message).help(help));
        }
        let source = source(&mut reader, &id, raw.take().unwrap_or_default());
        sources.entries.insert(id, source);
    }
    sources
}

fn source(reader: &mut Reader<'_>, id: &str, raw: RawSource) -> Source {
    let at = |name: &'static str| [id.into(), name.into()];
    for (name, field) in [("publisher", &raw.publisher), ("title", &raw.title)] {
        if field.is_absent() {
            let message = format!("the source `{id}` has no `{name}`");
            reader.missing(&at(name), message, "readers must be able to tell where a fact comes from");
        }
    }
    let url = reader.text(raw.url, &at("url"));
    if !url.is_empty() && !matches!(super::parse_link(&url, None), Ok(Link::Web(_))) {
        reader.bad(&at("url"), format!("`{url}` is no web address"), "write it whole, from `https://`");
    }
    Source {
        publisher: reader.text(raw.publisher, &at("publisher")),
        title: reader.text(raw.title, &at("title")),
        url: Some(url).filter(|url| !url.is_empty()),
        published: reader.date(raw.published, &at("published")),
        accessed: reader.date(raw.accessed, &at("accessed")),
    }
}

/// Whether a text can be an id: lower-case ASCII letters, digits and hyphens.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
