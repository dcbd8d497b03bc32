//! Message catalogues of gettext (PO), with the place of each entry.

use std::ops::Range;

/// One message of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    pub context: Option<String>,
    /// Empty for the header.
    pub id: String,
    pub plural: Option<String>,
    /// The translation, or its plural forms; empty where there is none.
    pub texts: Vec<String>,
    /// A guess that nobody has looked at: no translation yet.
    pub fuzzy: bool,
    /// The bytes of the line on which `msgid` stands.
    pub place: Range<usize>,
}

impl Entry {
    /// Whether there is a translation that can be shown.
    pub fn is_translated(&self) -> bool {
        !self.fuzzy && !self.texts.is_empty() && self.texts.iter().all(|text| !text.is_empty())
    }
}

/// A line that is no PO, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub place: Range<usize>,
    pub message: String,
}

/// Reads a catalogue. A line that can't be understood is said and left out; obsolete entries (`#~`) are passed over.
pub fn read(text: &str) -> (Vec<Entry>, Vec<Problem>) {
    let mut reader = Reader::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        reader.line(content.trim_start_matches('\u{feff}'), at + indent..at + indent + content.len());
        at += line.len();
    }
    reader.finish();
    (reader.entries, reader.problems)
}

/// A field of the header: `Plural-Forms`.
pub fn header<'e>(entries: &'e [Entry], name: &str) -> Option<&'e str> {
    let header = entries.iter().find(|entry| entry.id.is_empty() && entry.context.is_none())?;
    let mut lines = header.texts.first()?.lines();
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

#[derive(Debug, Default)]
struct Reader {
    entry: Entry,
    /// Where the next continued line goes; none before the first keyword of an entry.
    field: Option<Field>,
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Context,
    Id,
    Plural,
    Text(usize),
}

/// Languages with most plural forms have six.
const MAX_FORMS: usize = 16;

impl Reader {
    fn line(&mut self, line: &str, place: Range<usize>) {
        if let Some(comment) = line.strip_prefix('#') {
            // Comments stand above the entry that they belong to.
            if matches!(self.field, Some(Field::Text(_))) {
                self.finish();
            }
            if comment.strip_prefix(',').is_some_and(|flags| flags.split(',').any(|flag| flag.trim() == "fuzzy")) {
                self.entry.fuzzy = true;
            }
            return;
        }
        if line.is_empty() {
            return;
        }
        let (field, quoted) = match self.keyword(line, &place) {
            Some(found) => found,
            None => return self.bad(place, "this line is neither a keyword, a text in quotes nor a comment"),
        };
        match unquote(quoted) {
            Some(text) => self.put(field, &text),
            None => self.bad(place, "the text is not in quotes, or holds a quote or backslash by itself"),
        }
    }

    /// The field that a line belongs to, and its text in quotes. A keyword that opens an entry ends the one before.
    fn keyword<'l>(&mut self, line: &'l str, place: &Range<usize>) -> Option<(Field, &'l str)> {
        if line.starts_with('"') {
            return self.field.map(|field| (field, line));
        }
        let (word, rest) = line.split_at(line.find([' ', '\t', '"'])?);
        let field = match word {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgid_plural" => Field::Plural,
            "msgstr" => Field::Text(0),
            _ => {
                let index = word.strip_prefix("msgstr[")?.strip_suffix(']')?.parse().ok()?;
                Field::Text(index).filter_form()?
            }
        };
        let opens = field == Field::Context || (field == Field::Id && self.field != Some(Field::Context));
        if opens && self.field.is_some() {
            self.finish();
        }
        if field == Field::Id {
            self.entry.place = place.clone();
        }
        self.field = Some(field);
        Some((field, rest.trim_start()))
    }

    fn put(&mut self, field: Field, text: &str) {
        match field {
            Field::Context => self.entry.context.get_or_insert_default().push_str(text),
            Field::Id => self.entry.id.push_str(text),
            Field::Plural => self.entry.plural.get_or_insert_default().push_str(text),
            Field::Text(index) => {
                if self.entry.texts.len() <= index {
                    self.entry.texts.resize(index + 1, String::new());
                }
                self.entry.texts[index].push_str(text);
            }
        }
    }

    fn bad(&mut self, place: Range<usize>, message: &str) {
        self.problems.push(Problem { place, message: message.into() });
    }

    fn finish(&mut self) {
        if self.field.take().is_some() {
            self.entries.push(std::mem::take(&mut self.entry));
        }
    }
}

impl Field {
    fn filter_form(self) -> Option<Self> {
        match self {
            Self::Text(index) if index >= MAX_FORMS => None,
            field => Some(field),
        }
    }
}

/// The text between quotes, with C's escapes resolved.
fn unquote(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return None,
            '\\' => text.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                c @ ('"' | '\\') => c,
                _ => return None,
            }),
            c => text.push(c),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOGUE: &str = "\u{feff}# Words\nmsgid \"\"\nmsgstr \"\"\n\"Language: ur\\n\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n\
        #. A note\n#, fuzzy, c-format\nmsgctxt \"a\"\nmsgid \"one\"\nmsgstr \"ایک \\\"\"\n\"دو\"\n\n\
        msgid \"many\"\nmsgid_plural \"many\"\nmsgstr[0] \"ایک\"\nmsgstr[1] \"\"\n\n#~ msgid \"old\"\n#~ msgstr \"x\"\nmsgid\t\"last\"\nmsgstr \"آخر\"";

    #[test]
    fn entries_with_their_places() {
        let (entries, problems) = read(CATALOGUE);
        assert_eq!(problems, []);
        assert_eq!(header(&entries, "Plural-Forms"), Some("nplurals=2; plural=(n != 1);"));
        assert_eq!(header(&entries, "Nothing"), None);
        let [_, one, many, last] = entries.as_slice() else { panic!("{entries:#?}") };
        assert_eq!((one.context.as_deref(), one.texts.concat().as_str(), one.fuzzy), (Some("a"), "ایک \"دو", true));
        assert_eq!((many.plural.as_deref(), many.texts.len(), many.is_translated()), (Some("many"), 2, false));
        assert_eq!(&CATALOGUE[many.place.clone()], "msgid \"many\"");
        assert!(last.is_translated() && !one.is_translated());
    }

    #[test]
    fn what_is_no_catalogue_is_said_line_by_line() {
        let text = "\"loose\"\nmsgid \"a\nmsgstr \"b\"c\"\nmsgstr[99] \"x\"\nmsgid \"d\"\nmsgstr \"\\q\"\nnonsense\n";
        let (_, problems) = read(text);
        let lines: Vec<&str> = problems.iter().map(|problem| &text[problem.place.clone()]).collect();
        assert_eq!(
            lines,
            ["\"loose\"", "msgid \"a", "msgstr \"b\"c\"", "msgstr[99] \"x\"", "msgstr \"\\q\"", "nonsense"]
        );
    }
}
