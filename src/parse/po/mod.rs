//! Message catalogues of gettext (PO) as translators' programs write them. A reader of its own, since every message needs
//! its place, and the source that it was made from (`#|`), which decides what may be imported.

mod write;

use std::ops::Range;

/// A catalogue of messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Po {
    /// The lines of comment above the header, and the header's fields.
    pub header_comments: Vec<String>,
    pub header: String,
    /// Bytes of the line on which the header's `msgid` stands.
    pub header_place: Range<usize>,
    pub messages: Vec<Message>,
    /// Messages that are no longer asked for (`#~`), as they stand.
    pub obsolete: Vec<String>,
}

/// One message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// What translators wrote above it, without `# `.
    pub comments: Vec<String>,
    /// What the program says of it.
    pub extracted: Vec<String>,
    pub references: Vec<String>,
    pub flags: Vec<String>,
    /// The source that the text was made from, where that was another one.
    pub previous: Option<String>,
    pub context: String,
    pub id: String,
    /// The source of the plural forms (`msgid_plural`); empty where there are none.
    pub plural: String,
    /// Empty where it is not translated, and where it has plural forms.
    pub text: String,
    /// The plural forms (`msgstr[0]` …).
    pub forms: Vec<String>,
    /// Bytes of the file, from the context to the last line of the text.
    pub range: Range<usize>,
    /// Bytes of the line on which `msgid` stands.
    pub place: Range<usize>,
}

impl Message {
    /// Whether somebody has to look at it before it counts.
    pub fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == "fuzzy")
    }

    /// The translation: one text, or its plural forms.
    pub fn texts(&self) -> &[String] {
        if self.forms.is_empty() { std::slice::from_ref(&self.text) } else { &self.forms }
    }

    /// Whether there is a translation that can be shown.
    pub fn is_translated(&self) -> bool {
        !self.is_fuzzy() && self.texts().iter().all(|text| !text.is_empty())
    }
}

/// A place in a catalogue that can't be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Bytes of the file.
    pub range: Range<usize>,
    pub message: String,
}

impl Po {
    /// Reads a catalogue: as much of it as can be read, and all that is wrong with it.
    pub fn parse(text: &str) -> (Self, Vec<Unreadable>) {
        let mut reader = Reader::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let plain = line.trim_start_matches('\u{FEFF}').trim();
            let start = at + line.find(plain).unwrap_or_default();
            reader.line(plain, start..start + plain.len());
            at += line.len();
        }
        reader.end();
        (reader.po, reader.problems)
    }

    /// A field of the header: `Plural-Forms`.
    pub fn header_field(&self, name: &str) -> Option<&str> {
        let mut lines = self.header.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }
}

/// What the strings that follow belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    None,
    Context,
    Id,
    Plural,
    Text,
    Form(usize),
    PreviousId,
    /// The previous context and plural.
    Other,
}

/// Languages with most plural forms have six.
const MAX_FORMS: usize = 16;

impl Part {
    /// What a keyword opens.
    fn of(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "msgctxt" => Self::Context,
            "msgid" => Self::Id,
            "msgid_plural" => Self::Plural,
            "msgstr" => Self::Text,
            _ => {
                let number = keyword.strip_prefix("msgstr[")?.strip_suffix(']')?;
                Self::Form(number.parse().ok().filter(|number| *number < MAX_FORMS)?)
            }
        })
    }

    fn is_translation(self) -> bool {
        matches!(self, Self::Text | Self::Form(_))
    }
}

#[derive(Default)]
struct Reader<'a> {
    po: Po,
    problems: Vec<Unreadable>,
    message: Message,
    /// The lines of the message so far, in case it is obsolete.
    lines: Vec<&'a str>,
    obsolete: bool,
    part: Part,
    has_id: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str, range: Range<usize>) {
        let begins = line.is_empty() || line.starts_with('#') || keyword(line) == "msgctxt";
        let again = keyword(line) == "msgid" && self.has_id;
        let ends = begins && self.part.is_translation();
        if ends || again || (self.obsolete && !line.starts_with("#~")) {
            self.end();
        }
        if line.is_empty() {
            return;
        }
        self.lines.push(line);
        if line.starts_with("#~") {
            self.obsolete = true;
        } else if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment, range);
        } else {
            self.content(line, range);
        }
    }

    fn comment(&mut self, comment: &str, range: Range<usize>) {
        let text = |mark| comment.strip_prefix(mark).map(str::trim);
        if let Some(extracted) = text('.') {
            self.message.extracted.push(extracted.to_owned());
        } else if let Some(references) = text(':') {
            self.message.references.push(references.to_owned());
        } else if let Some(flags) = text(',') {
            let flags = flags.split(',').map(str::trim).filter(|flag| !flag.is_empty());
            self.message.flags.extend(flags.map(str::to_owned));
        } else if let Some(previous) = text('|') {
            let (part, string) = match previous.split_once('"') {
                Some((keyword, _)) if keyword.trim() == "msgid" => (Part::PreviousId, &previous[keyword.len()..]),
                Some((keyword, _)) if keyword.trim().is_empty() => (self.part, previous),
                Some((keyword, _)) => (Part::Other, &previous[keyword.len()..]),
                None => (Part::Other, previous),
            };
            self.part = part;
            self.string(string, range);
        } else {
            self.message.comments.push(comment.strip_prefix(' ').unwrap_or(comment).to_owned());
        }
    }

    fn content(&mut self, line: &str, range: Range<usize>) {
        let keyword = keyword(line);
        if !keyword.is_empty() {
            let Some(part) = Part::of(keyword) else {
                let message = format!("`{keyword}` is no part of a message");
                self.problems.push(Unreadable { range, message });
                return;
            };
            self.part = part;
            if part == Part::Id {
                self.message.place = range.clone();
            }
        }
        self.has_id |= self.part == Part::Id;
        if self.message.range.is_empty() {
            self.message.range = range.clone();
        }
        self.message.range.end = range.end;
        self.string(line[keyword.len()..].trim_start(), range);
    }

    fn string(&mut self, quoted: &str, range: Range<usize>) {
        let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|_| quoted.len() >= 2);
        let Some(text) = inner.and_then(unescape) else {
            let message = "a string of a catalogue stands in quotes, with `\\` before a quote inside".to_owned();
            self.problems.push(Unreadable { range, message });
            return;
        };
        match self.part {
            Part::Context => self.message.context.push_str(&text),
            Part::Id => self.message.id.push_str(&text),
            Part::Plural => self.message.plural.push_str(&text),
            Part::Text => self.message.text.push_str(&text),
            Part::Form(number) => {
                let forms = &mut self.message.forms;
                forms.resize(forms.len().max(number + 1), String::new());
                forms[number].push_str(&text);
            }
            Part::PreviousId => self.message.previous.get_or_insert_default().push_str(&text),
            Part::Other => {}
            Part::None => {
                let message = "a string without `msgid` or `msgstr` before it".to_owned();
                self.problems.push(Unreadable { range, message });
            }
        }
    }

    fn end(&mut self) {
        let message = std::mem::take(&mut self.message);
        let lines = std::mem::take(&mut self.lines);
        let (obsolete, has_id) = (std::mem::take(&mut self.obsolete), std::mem::take(&mut self.has_id));
        self.part = Part::None;
        if obsolete {
            self.po.obsolete.push(lines.join("\n"));
        } else if has_id && message.id.is_empty() && message.context.is_empty() {
            self.po.header_comments = message.comments;
            self.po.header = message.text;
            self.po.header_place = message.place;
        } else if has_id {
            self.po.messages.push(message);
        }
    }
}

/// The word that a line begins with; none where it goes on with a string.
fn keyword(line: &str) -> &str {
    line.split(['"', ' ', '\t']).next().unwrap_or_default()
}

/// The text of a quoted string; `None` where it has a quote that no `\` guards, or an escape that C does not know.
fn unescape(inner: &str) -> Option<String> {
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '"' => return None,
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other @ ('"' | '\\') => other,
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEBLATE: &str = "\u{FEFF}# A note.\r\n#, fuzzy\r\nmsgid \"\"\r\nmsgstr \"\"\r\n\"Language: ur\\n\"\r\n\"X-Generator: Weblate 5\\n\"\r\n\r\n\
        # from a person\r\n#. Heading\r\n#: en/a.md:3\r\n#: en/a.md:9\r\n#, fuzzy, no-wrap\r\n#| msgctxt \"x\"\r\n#| msgid \"Old\"\r\n#| \" words\"\r\n\
        msgctxt \"a title\"\r\nmsgid \"\"\r\n\"New \\\"words\\\"\\n\"\r\n\"and \"\r\n\"more\"\r\nmsgstr \"نئے\"\r\n\
        #~ msgid \"gone\"\r\n#~ msgstr \"گیا\"\r\n";

    #[test]
    fn what_programs_write_is_read() {
        let (po, problems) = Po::parse(WEBLATE);
        assert_eq!(problems, []);
        assert_eq!(po.header, "Language: ur\nX-Generator: Weblate 5\n");
        let [message] = po.messages.as_slice() else { panic!("{po:?}") };
        assert_eq!((message.context.as_str(), message.id.as_str()), ("a title", "New \"words\"\nand more"));
        assert_eq!((message.text.as_str(), message.previous.as_deref()), ("نئے", Some("Old words")));
        assert!(message.is_fuzzy());
        assert_eq!((&message.comments[0][..], &message.extracted[0][..]), ("from a person", "Heading"));
        assert!(WEBLATE[message.range.clone()].starts_with("msgctxt \"a"));
        assert_eq!(po.obsolete, ["#~ msgid \"gone\"\n#~ msgstr \"گیا\""]);
    }

    #[test]
    fn plural_forms_places_and_the_header() {
        let text = "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n\
            #, fuzzy, c-format\nmsgctxt \"a\"\nmsgid \"one\"\n\nmsgstr \"ایک \\\"\"\n\"دو\"\n\
            msgid \"many\"\nmsgid_plural \"many\"\nmsgstr[0] \"ایک\"\nmsgstr[1] \"\"\n\
            #~ msgid \"old\"\n#~ msgstr \"x\"\nmsgid\t\"last\"\nmsgstr \"آخر\"";
        let (po, problems) = Po::parse(text);
        assert_eq!(problems, []);
        assert_eq!(po.header_field("Plural-Forms"), Some("nplurals=2; plural=(n != 1);"));
        assert_eq!(po.header_field("Nothing"), None);
        let [one, many, last] = po.messages.as_slice() else { panic!("{po:#?}") };
        assert_eq!(
            (one.context.as_str(), one.texts(), one.is_translated()),
            ("a", &["ایک \"دو".to_owned()][..], false)
        );
        assert_eq!((many.plural.as_str(), many.texts().len(), many.is_translated()), ("many", 2, false));
        assert_eq!(&text[many.place.clone()], "msgid \"many\"");
        assert!(last.is_translated());
    }

    #[test]
    fn what_can_not_be_read_is_told_with_its_place() {
        let text =
            "msgid \"a\nmsgstr \"b\"\n\nmgstr \"c\"\n\n\"d\"\n\nmsgid \"e\" f\"\nmsgstr \"\\q\"\nmsgstr[99] \"x\"\n";
        let (_, problems) = Po::parse(text);
        let places: Vec<&str> = problems.iter().map(|problem| &text[problem.range.clone()]).collect();
        assert_eq!(
            places,
            ["msgid \"a", "mgstr \"c\"", "\"d\"", "msgid \"e\" f\"", "msgstr \"\\q\"", "msgstr[99] \"x\""]
        );
    }
}
