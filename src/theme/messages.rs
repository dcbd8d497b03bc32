use super::ThemeFile;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{Root, SourceTree};
use std::collections::{BTreeMap, HashMap};

/// The words of the interface in one language, by id. What a language lacks is said in English.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Messages(HashMap<String, Message>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Message {
    text: String,
    /// Whether it is English in the midst of another language.
    borrowed: bool,
}

impl Messages {
    /// The message of an id, with its placeholders.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|message| message.text.as_str())
    }

    /// Whether a message is English for want of one in the page's language.
    pub(super) fn is_borrowed(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|message| message.borrowed)
    }

    /// A message whose `{name}` placeholders are filled by `value`; an unknown name stays as it is.
    pub fn fill(&self, id: &str, value: impl FnMut(&str) -> Option<String>) -> Option<String> {
        self.get(id).map(|text| fill(text, value))
    }
}

/// Fills the `{name}` placeholders of a text; an unknown name stays as it is.
pub(crate) fn fill(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let (mut rest, mut out) = (text, String::with_capacity(text.len() + 32));
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let filled = after.split_once('}').and_then(|(name, tail)| Some((value(name)?, tail)));
        match filled {
            Some((text, tail)) => {
                out.push_str(&text);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

/// Reads the catalogues that speak to readers of `tag`: English first, then the language, then its exact tag, each over
/// the one before.
pub(super) fn load(
    tree: &SourceTree,
    files: &BTreeMap<&str, ThemeFile<'_>>,
    tag: &str,
    problems: &mut Vec<Diagnostic>,
) -> Messages {
    let mut messages = Messages::default();
    let primary = tag.split('-').next().unwrap_or(tag);
    let mut tags = vec!["en", primary, tag];
    tags.dedup();
    for tag in tags {
        let path = format!("locales/{tag}.po");
        // The user's catalogue adds to the built-in one; it need not repeat it.
        let built_in = super::embedded::FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
        let user = files.get(path.as_str()).map(|file| &*file.text).filter(|text| Some(*text) != built_in);
        for text in [built_in, user].into_iter().flatten() {
            match polib::po_file::parse_from_reader(text) {
                Ok(catalogue) => messages.0.extend(entries(&catalogue, tag == "en" && primary != "en")),
                Err(error) => problems.push(unreadable(tree, &path, &error)),
            }
        }
    }
    messages
}

fn entries(catalogue: &polib::catalog::Catalog, borrowed: bool) -> impl Iterator<Item = (String, Message)> + '_ {
    catalogue.messages().filter(|message| !message.is_fuzzy()).filter_map(move |message| {
        let text = message.msgstr().ok().filter(|text| !text.is_empty())?;
        Some((message.msgid().to_owned(), Message { text: text.to_owned(), borrowed }))
    })
}

fn unreadable(tree: &SourceTree, path: &str, error: &impl std::fmt::Display) -> Diagnostic {
    let place: Place = match tree.find(Root::Theme, path) {
        Some(file) => file.into(),
        None => Place::Path(tree.label_of(Root::Theme, path)),
    };
    Diagnostic::new(Code::ThemeError, place, format!("this is no message catalogue that can be read: {error}"))
        .help("check it with `msgfmt -c`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let message = Message { text: "Seen {when}, {who} {".into(), borrowed: false };
        let messages = Messages(HashMap::from([("a".into(), message)]));
        let fill = |name: &str| (name == "when").then(|| "today".to_owned());
        assert_eq!(messages.fill("a", fill).as_deref(), Some("Seen today, {who} {"));
        assert_eq!(messages.fill("b", fill), None);
    }
}
