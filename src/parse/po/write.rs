//! Catalogues as files: what is read and written again is the same to the byte.

use super::{Message, Po};
use std::fmt::Write;

impl Po {
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
        if !self.context.is_empty() {
            string(out, "msgctxt", &self.context);
        }
        string(out, "msgid", &self.id);
        if self.forms.is_empty() {
            return string(out, "msgstr", &self.text);
        }
        string(out, "msgid_plural", &self.plural);
        for (number, form) in self.forms.iter().enumerate() {
            string(out, &format!("msgstr[{number}]"), form);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let text = "# A note.\nmsgid \"\"\nmsgstr \"\"\n\"Language: ur\\n\"\n\n# by hand\n#. Heading\n#: en/a.md:3\n#, fuzzy\n\
            #| msgid \"Old\"\nmsgctxt \"a\"\nmsgid \"\"\n\"New \\\"words\\\"\\n\"\n\"more\"\nmsgstr \"نئے\"\n\n\
            msgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"ایک\"\nmsgstr[1] \"\"\n\n#~ msgid \"gone\"\n#~ msgstr \"گیا\"\n";
        let (po, problems) = Po::parse(text);
        assert_eq!(problems, []);
        assert_eq!(po.text(), text);
    }
}
