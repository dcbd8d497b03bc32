//! Gettext's PO as translators' programs write it. A reader of its own, since every message needs its place and the
//! previous source (`#|`), which decide what may be imported.

use std::fmt::Write;
use std::ops::Range;

/// A catalogue of messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Po {
    /// The lines of comment above the header, and the header's fields.
    pub header_comments: Vec<String>,
    pub header: String,
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
    /// Empty where it is not translated.
    pub text: String,
    /// Bytes of the file, from the context to the last line of the text.
    pub range: Range<usize>,
}

impl Message {
    /// Whether somebody has to look at it before it counts.
    pub fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == "fuzzy")
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

    /// The catalogue as a file.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for comment in &self.header_comments {
            line(&mut out, "#", comment);
        }
        out.push_str("msgid \"\"\n");
        string(&mut out, "msgstr", &self.header);
        for message in &self.messages {
            out.push('\n');
            message.write(&mut out);
        }
        for obsolete in &self.obsolete {
            let _ = write!(out, "\n{obsolete}\n");
        }
        out
    }
}

impl Message {
    fn write(&self, out: &mut String) {
        let lists = [("#", &self.comments), ("#.", &self.extracted), ("#:", &self.references)];
        for (mark, lines) in lists {
            lines.iter().for_each(|text| line(out, mark, text));
        }
        if !self.flags.is_empty() {
            line(out, "#,", &self.flags.join(", "));
        }
        if let Some(previous) = &self.previous {
            let mut lines = String::new();
            string(&mut lines, "msgid", previous);
            lines.lines().for_each(|text| line(out, "#|", text));
        }
        string(out, "msgctxt", &self.context);
        string(out, "msgid", &self.id);
        string(out, "msgstr", &self.text);
    }

    /// The message as one that is no longer asked for.
    pub fn as_obsolete(&self) -> String {
        let kept = Self { extracted: Vec::new(), references: Vec::new(), previous: None, ..self.clone() };
        let mut text = String::new();
        kept.write(&mut text);
        let old = |line: &str| if line.starts_with('#') { line.to_owned() } else { format!("#~ {line}") };
        text.lines().map(old).collect::<Vec<_>>().join("\n")
    }
}

fn line(out: &mut String, mark: &str, text: &str) {
    let _ = writeln!(out, "{}", format!("{mark} {text}").trim_end());
}

/// A keyword with its string, a line of the file for each line of the text.
fn string(out: &mut String, keyword: &str, text: &str) {
    let _ = write!(out, "{keyword} ");
    if text.trim_end_matches('\n').contains('\n') || (text.ends_with('\n') && text.len() > 1) {
        out.push_str("\"\"\n");
    }
    for part in text.split_inclusive('\n') {
        let escaped = part.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
        let _ = writeln!(out, "\"{}\"", escaped.replace('\r', "\\r"));
    }
    if text.is_empty() {
        out.push_str("\"\"\n");
    }
}

/// What the strings that follow belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    None,
    Context,
    Id,
    Text,
    PreviousId,
    /// The previous context, and plural forms, which guides have none of.
    Other,
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
        if line.is_empty() {
            return self.end();
        }
        let begins = line.starts_with("msgctxt") || line.starts_with('#');
        let again = line.starts_with("msgid ") && self.has_id;
        if (begins && matches!(self.part, Part::Text)) || again {
            self.end();
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
        let keyword = line.split(['"', ' ', '\t']).next().unwrap_or_default();
        self.part = match keyword {
            "" => self.part,
            "msgctxt" => Part::Context,
            "msgid" => Part::Id,
            "msgstr" => Part::Text,
            "msgid_plural" => Part::Other,
            _ if keyword.starts_with("msgstr[") => Part::Other,
            _ => {
                let message = format!("`{keyword}` is no part of a message");
                self.problems.push(Unreadable { range, message });
                return;
            }
        };
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
            Part::Text => self.message.text.push_str(&text),
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
        } else if has_id {
            self.po.messages.push(message);
        }
    }
}

/// The text of a quoted string; `None` where it has a quote that no `\` guards, or ends in a `\`.
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
                other => other,
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
    fn what_is_written_is_read_back() {
        let (po, _) = Po::parse(WEBLATE);
        let text = po.text();
        let (again, problems) = Po::parse(&text);
        assert_eq!(problems, []);
        assert_eq!(again.text(), text);
        assert_eq!(again.messages[0].id, po.messages[0].id);
    }

    #[test]
    fn what_can_not_be_read_is_told_with_its_place() {
        let text = "msgid \"a\nmsgstr \"b\"\n\nmgstr \"c\"\n\n\"d\"\n\nmsgid \"e\" f\"\n";
        let (_, problems) = Po::parse(text);
        let places: Vec<&str> = problems.iter().map(|problem| &text[problem.range.clone()]).collect();
        assert_eq!(places, ["msgid \"a", "mgstr \"c\"", "\"d\"", "msgid \"e\" f\""]);
    }
}
