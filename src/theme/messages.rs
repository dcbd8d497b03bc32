use super::catalogue::{Catalogue, Translated};
use super::plural::PluralRule;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::source::SourceTree;
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The words of the interface in one language, by id. What a language lacks is said in English.
#[derive(Debug, Default, Clone)]
pub struct Messages(HashMap<String, Message>);

#[derive(Debug, Clone)]
struct Message {
    /// One text, or one for each plural form.
    texts: Vec<String>,
    rule: Arc<PluralRule>,
    /// Whether it is English in the midst of another language.
    borrowed: bool,
}

impl Messages {
    /// The message of an id, with its placeholders; of one with plural forms, that for many.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id)?.texts.last().map(String::as_str)
    }

    /// The message of an id in the plural form of a number.
    pub fn counted(&self, id: &str, count: u64) -> Option<&str> {
        let message = self.0.get(id)?;
        let form = message.rule.form(count).min(message.texts.len() - 1);
        message.texts.get(form).map(String::as_str)
    }

    /// Every text of every message, in no fixed order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().flat_map(|message| &message.texts).map(String::as_str)
    }

    /// A message without placeholders as HTML, which says that it is English where the page is not.
    pub(crate) fn html(&self, id: &str) -> String {
        let text = self.get(id).unwrap_or_default();
        super::functions::in_its_language(super::escape(text), self.is_borrowed(id))
    }

    /// Whether a message is English for want of one in the page's language.
    pub(crate) fn is_borrowed(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|message| message.borrowed)
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

/// Reads the catalogues that speak to readers of each language: English first, then the language, then its exact tag, each
/// over the one before. What a language lacks is said.
pub(super) fn load(tree: &SourceTree, languages: &[Locale], problems: &mut Vec<Diagnostic>) -> Vec<Arc<Messages>> {
    let tags: BTreeSet<String> = languages.iter().flat_map(Locale::chain).chain(["en".into()]).collect();
    let read: BTreeMap<String, Vec<Catalogue>> =
        tags.into_iter().map(|tag| (tag.clone(), Catalogue::read_all(tree, &tag, problems))).collect();
    let of = |tag: &str| read.get(tag).into_iter().flatten();
    let english: Vec<&Catalogue> = of("en").collect();
    let messages = languages.iter().enumerate().map(|(index, locale)| {
        let chain = locale.chain();
        let speaks_english = chain.iter().any(|tag| tag == "en");
        let own: Vec<&Catalogue> = chain.iter().rev().filter(|tag| *tag != "en").flat_map(|tag| of(tag)).collect();
        if !speaks_english {
            super::lacking::check(tree, index, locale, &english, &own, problems);
        }
        let mut messages = Messages::default();
        english.iter().for_each(|catalogue| messages.extend(catalogue, !speaks_english));
        own.iter().for_each(|catalogue| messages.extend(catalogue, false));
        Arc::new(messages)
    });
    messages.collect()
}

impl Messages {
    fn extend(&mut self, catalogue: &Catalogue, borrowed: bool) {
        self.0.extend(catalogue.translated().map(|Translated { id, texts }| {
            let message = Message { texts: texts.to_vec(), rule: catalogue.rule(), borrowed };
            (id.to_owned(), message)
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let value = |name: &str| (name == "when").then(|| "today".to_owned());
        assert_eq!(fill("Seen {when}, {who} {", value), "Seen today, {who} {");
    }
}
