use super::hidden::{self, Hidden};
use super::yaml::{Field, Key, List, Yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PartialDate, Word};
use crate::source::Span;
use std::collections::HashSet;

/// Turns raw fields into typed values and says, with its place, each one that does not fit.
pub(super) struct Reader<'a> {
    pub yaml: &'a Yaml<'a>,
    pub problems: &'a mut Vec<Diagnostic>,
}

/// A path of keys into the file.
pub(super) type Path<'a> = [Key<'a>];

impl Reader<'_> {
    /// Says that the value at `path` is wrong.
    pub fn bad(&mut self, path: &Path<'_>, message: impl Into<String>, help: impl Into<String>) {
        let place = self.yaml.place(path);
        self.problems.push(Diagnostic::new(Code::BadValue, place, message).help(help));
    }

    /// Says that a field is needed.
    pub fn missing(&mut self, path: &Path<'_>, message: impl Into<String>, help: impl Into<String>) {
        let place = self.yaml.place(path);
        let start = crate::source::Span { end: place.start, ..place };
        let place = if path.len() > 1 { place } else { start };
        self.problems.push(Diagnostic::new(Code::MissingField, place, message).help(help));
    }

    /// The text of a field, trimmed; empty where there is none.
    pub fn text(&mut self, field: Field<String>, path: &Path<'_>) -> String {
        let Some(text) = field.take() else { return String::new() };
        let trimmed = text.trim();
        for hidden in hidden::in_text(trimmed) {
            self.hidden(path, trimmed, &hidden);
        }
        if let Some(c) = trimmed.chars().find(|c| c.is_control() && *c != '\n') {
            self.bad(path, format!("the text holds the control character {}", c.escape_default()), "remove it");
        }
        if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
    }

    /// An id or an address, in which nothing may hide.
    pub fn id(&mut self, field: Field<String>, path: &Path<'_>) -> String {
        let text = field.take().unwrap_or_default().trim().to_owned();
        if let Some(hidden) = hidden::in_id(&text) {
            self.hidden(path, &text, &hidden);
        }
        text
    }

    /// Says where in a value a character hides, where the file has it as such and not by its number.
    fn hidden(&mut self, path: &Path<'_>, text: &str, hidden: &Hidden) {
        let mut place = self.yaml.place(path);
        let raw = place.range().start.saturating_sub(self.yaml.base)..place.range().end.saturating_sub(self.yaml.base);
        let before = text[..hidden.range.start].matches(hidden.character).count();
        let raw = self.yaml.text.get(raw).unwrap_or_default();
        if let Some((at, _)) = raw.match_indices(hidden.character).nth(before) {
            let start = place.range().start + at;
            place = Span::new(place.file, start..start + hidden.range.len());
        }
        self.problems.push(Diagnostic::new(Code::HiddenCharacter, place, hidden.to_string()).help(hidden.help()));
    }

    /// The texts of a list; empty ones are refused.
    pub fn texts(&mut self, list: List<String>, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (index, item) in list.take().unwrap_or_default().into_iter().enumerate() {
            let path = [name.into(), index.into()];
            let bad = item == Field::Bad;
            let text = self.text(item, &path);
            if !text.is_empty() {
                texts.push(text);
            } else if !bad {
                self.bad(&path, format!("an item of `{name}` is empty"), "remove it, or write its text");
            }
        }
        texts
    }

    /// Ids in a list: as texts, and none twice.
    pub fn ids(&mut self, list: List<String>, name: &str) -> Vec<String> {
        let ids: Vec<String> = self.texts(list, name);
        for (index, id) in ids.iter().enumerate() {
            if let Some(hidden) = hidden::in_id(id) {
                self.hidden(&[name.into(), index.into()], id, &hidden);
            }
        }
        let mut seen = HashSet::new();
        for (index, id) in ids.iter().enumerate() {
            if !seen.insert(id) {
                self.bad(
                    &[name.into(), index.into()],
                    format!("`{id}` stands in `{name}` twice"),
                    "remove one of the two",
                );
            }
        }
        ids
    }

    /// One word of a closed list.
    pub fn word<W: Word>(&mut self, field: Field<String>, path: &Path<'_>) -> Option<W> {
        let text = field.take()?;
        let found = W::of(text.trim());
        if found.is_none() {
            let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
            let help = match super::suggest::nearest(&text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of: {}", words.join(", ")),
            };
            let name = path.iter().rev().find_map(|key| match key {
                Key::Field(name) => Some(*name),
                Key::Index(_) => None,
            });
            self.bad(path, format!("`{text}` is no value of `{}`", name.unwrap_or_default()), help);
        }
        found
    }

    /// Words of a closed list.
    pub fn words<W: Word>(&mut self, list: List<String>, name: &str) -> Vec<W> {
        let items = list.take().unwrap_or_default().into_iter().enumerate();
        items.filter_map(|(index, item)| self.word(item, &[name.into(), index.into()])).collect()
    }

    /// A date of one of the three forms.
    pub fn date(&mut self, field: Field<String>, path: &Path<'_>) -> Option<PartialDate> {
        let text = field.take()?;
        let date = PartialDate::parse(text.trim());
        if date.is_none() {
            self.bad(path, format!("`{text}` is no date"), "write 2022, 2022-05 or 2022-05-31");
        }
        date
    }

    /// `true` or `false`; absent is `false`.
    pub fn flag(&mut self, field: Field<String>, path: &Path<'_>) -> bool {
        match field.take().as_deref().map(str::trim) {
            None | Some("false") => false,
            Some("true") => true,
            Some(text) => {
                self.bad(path, format!("`{text}` is neither `true` nor `false`"), "write `true` or `false`");
                false
            }
        }
    }
}
